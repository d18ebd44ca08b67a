//! `translations`: the state of each translation, its stamp, and texts for translators.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use keyward::config::{self, Config};
use keyward::content::Document;
use keyward::diagnostic::{self, Diagnostic};
use keyward::emit;
use keyward::error::Error;
use keyward::pipeline::{self, Builder, Options};
use keyward::source::SourceTree;
use keyward::translation::{self, State, Status, report, stamp};

use super::Book;
use super::build::{exit_code, plural};
use super::report::print_human;

/// A form for the state of translations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Counts, then what changed.
    Table,
    /// Every page in every language.
    Json,
    /// A page to read, which needs no other file.
    Html,
}

/// What makes the command fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// A stale translation.
    Stale,
    /// A stale or missing translation.
    Missing,
}

/// What to do with translations.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Keep what translations were made from: from now on they count as fresh.
    Stamp {
        /// Files or folders of translations or originals; all without any.
        paths: Vec<String>,
        /// Only translations into this language.
        #[arg(long)]
        locale: Option<String>,
        /// The folder of `book.toml`.
        #[arg(long, default_value = ".")]
        dir: PathBuf,
    },
}

/// A book as translations need it.
struct Read {
    dir: PathBuf,
    tree: SourceTree,
    config: Config,
    documents: Vec<Arc<Document>>,
    statuses: Vec<Status>,
}

impl Read {
    fn new(dir: &Path, options: &Options) -> Result<Read, Error> {
        let tree = pipeline::load(dir, options, None, &BTreeSet::new())?;
        let text = tree.text(config::FILE).cloned().unwrap_or_default();
        let config = config::read(&text, &options.overrides).value;
        let mut documents = Builder::default().documents(&tree, options);
        documents.retain(|document| options.drafts || !document.front.draft);
        let looked = translation::statuses(&tree, &documents, &config);
        let read = Read {
            dir: dir.to_path_buf(),
            tree,
            config,
            documents,
            statuses: looked.value,
        };
        read.say(looked.diagnostics);
        Ok(read)
    }

    /// Prints findings about files of the book.
    fn say(&self, diagnostics: Vec<Diagnostic>) {
        let findings = diagnostic::locate(diagnostics, |path| self.tree.shown_text(path));
        print_human(&findings, |path| self.tree.shown_text(path));
    }

    /// The pages that paths and a language name; each path must name one.
    fn chosen(&self, paths: &[String], locale: Option<&str>) -> Result<Vec<&Status>, Error> {
        let locales = self.config.locales();
        if let Some(tag) = locale
            && !locales.iter().skip(1).any(|known| known.as_str() == tag)
        {
            let known: Vec<&str> = locales.iter().skip(1).map(|known| known.as_str()).collect();
            return Err(Error::Refused(format!(
                "`{tag}` is no language that this book is translated to\n  help: it is translated to: {}",
                known.join(", ")
            )));
        }
        let wanted: Vec<String> = paths.iter().map(|path| self.plain(path)).collect();
        let mut used = vec![false; wanted.len()];
        let mut chosen = Vec::new();
        for status in &self.statuses {
            if locale.is_some_and(|tag| status.locale.as_str() != tag) {
                continue;
            }
            let mut fits = wanted.is_empty();
            for (path, used) in wanted.iter().zip(&mut used) {
                if self.names(path, status) {
                    (fits, *used) = (true, true);
                }
            }
            if fits {
                chosen.push(status);
            }
        }
        match used.iter().position(|used| !used) {
            Some(unused) => Err(Error::Refused(format!(
                "`{}` names no page that is translated\n  help: name a file or folder of the book, like `{}/fr/index.md`",
                paths[unused], self.config.book.src
            ))),
            None => Ok(chosen),
        }
    }

    /// A path as the book has it: from its folder, with `/`.
    fn plain(&self, path: &str) -> String {
        let below = Path::new(path).strip_prefix(&self.dir);
        let below = below.map_or_else(|_| path.to_owned(), |below| below.display().to_string());
        let below = below.replace('\\', "/");
        let below = below.strip_prefix("./").unwrap_or(&below);
        below.trim_end_matches('/').to_owned()
    }

    fn names(&self, path: &str, status: &Status) -> bool {
        let is_below = |file: &str| {
            file.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let src = &self.config.book.src;
        let own = format!("{src}/{}/{}", status.locale, status.path);
        is_below(&status.original)
            || status.file.as_deref().is_some_and(is_below)
            || is_below(&own)
            || is_below(&status.path)
    }

    /// The original of a page.
    fn original(&self, status: &Status) -> Option<&Arc<Document>> {
        let mut documents = self.documents.iter();
        documents.find(|document| document.source == status.original)
    }
}

/// Runs the command.
pub fn run(
    book: &Book,
    format: Format,
    fail_on: Option<FailOn>,
    action: Option<Action>,
) -> Result<ExitCode, Error> {
    let options = book.options();
    match action {
        None => show(&book.dir, &options, format, fail_on),
        Some(Action::Stamp { paths, locale, dir }) => {
            write_stamps(&dir, &options, &paths, locale.as_deref())
        }
    }
}

fn show(
    dir: &Path,
    options: &Options,
    format: Format,
    fail_on: Option<FailOn>,
) -> Result<ExitCode, Error> {
    let read = Read::new(dir, options)?;
    let title = read.config.title(&read.config.default_locale());
    super::print(&match format {
        Format::Table => report::table(&read.statuses),
        Format::Json => report::json(&read.statuses),
        Format::Html => report::html(&read.statuses, title),
    })?;
    let fails = |status: &Status| match fail_on {
        None => false,
        Some(FailOn::Stale) => status.state == State::Stale,
        Some(FailOn::Missing) => status.state != State::Fresh,
    };
    Ok(exit_code(read.statuses.iter().any(fails)))
}

/// Keeps what translations were made from; touches nothing else.
fn write_stamps(
    dir: &Path,
    options: &Options,
    paths: &[String],
    locale: Option<&str>,
) -> Result<ExitCode, Error> {
    let read = Read::new(dir, options)?;
    let (mut written, mut fresh) = (0, 0);
    for status in read.chosen(paths, locale)? {
        let (Some(original), Some(_)) = (read.original(status), &status.file) else {
            continue;
        };
        let text = read
            .tree
            .text(&original.source)
            .cloned()
            .unwrap_or_default();
        let blocks = translation::blocks(original, &text, &read.config);
        let stamp = stamp::write(&blocks);
        let path = stamp::path(&read.config, &status.locale, &status.path);
        if read.tree.text(&path).is_some_and(|known| **known == *stamp) {
            fresh += 1;
            continue;
        }
        emit::write(&dir.join(&path), &stamp)?;
        written += 1;
    }
    say!(
        "Stamped {}; {} stamped before.",
        plural(written, "translation"),
        match fresh {
            1 => "1 was".to_owned(),
            number => format!("{number} were"),
        }
    );
    Ok(ExitCode::SUCCESS)
}
