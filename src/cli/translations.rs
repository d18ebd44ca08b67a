//! `translations`: the state of each translation, its stamp, and texts for translators.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use keyward::config::{self, Config};
use keyward::content::Document;
use keyward::diagnostic::{self, Diagnostic};
use keyward::emit;
use keyward::error::Error;
use keyward::locale::Locale;
use keyward::pipeline::{self, Builder, Options};
use keyward::source::{self, SourceTree};
use keyward::translation::sheet::{Glossary, Refusal, Sheet};
use keyward::translation::{self, State, Status, delivery, report, stamp, word, xliff};

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
    /// Write texts for translators into a file, with the translations that are there.
    Export {
        /// The language to translate to.
        locale: String,
        /// Files or folders of translations or originals; all without any.
        paths: Vec<String>,
        /// The format: XLIFF 2 for tools of translators, Word for those who have none.
        #[arg(long, value_enum, default_value_t = To::Xliff)]
        to: To,
        /// The new file, which must not be there yet; else named by the book and the language.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The folder of `book.toml`.
        #[arg(long, default_value = ".")]
        dir: PathBuf,
    },
    /// Put the translations of such a file into their pages, or refuse it as a whole.
    Import {
        /// The file, XLIFF 2 or Word.
        file: PathBuf,
        /// The folder of `book.toml`.
        #[arg(long, default_value = ".")]
        dir: PathBuf,
    },
}

/// A format for translators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum To {
    /// XLIFF 2.
    Xliff,
    /// A Word file with two columns.
    Word,
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

    /// A language that the book is translated to.
    fn locale(&self, tag: &str) -> Result<Locale, Error> {
        self.chosen(&[], Some(tag))?;
        let mut locales = self.config.locales().into_iter();
        let found = locales.find(|locale| locale.as_str() == tag);
        Ok(found.expect("`chosen` refuses other languages"))
    }

    /// The pages of a language for translators, by their originals.
    fn sheets(&self, tag: &str, wanted: impl Fn(&Status) -> bool) -> BTreeMap<String, Sheet> {
        let Ok(locale) = self.locale(tag) else {
            return BTreeMap::new();
        };
        let from = self.config.default_locale();
        let mut glossary = Glossary::new(&self.documents, &from, &locale);
        let by_file: BTreeMap<&str, &Arc<Document>> = self
            .documents
            .iter()
            .map(|document| (&*document.source, document))
            .collect();
        let mut sheets = BTreeMap::new();
        let own = self
            .statuses
            .iter()
            .filter(|status| status.locale == locale);
        for status in own.filter(|status| wanted(status)) {
            let Some(original) = by_file.get(&*status.original) else {
                continue;
            };
            let translation = status.file.as_deref().and_then(|file| by_file.get(file));
            let translation = translation.map(|document| &***document);
            let sheet = Sheet::new(
                &self.tree,
                original,
                translation,
                &locale,
                &mut glossary,
                &self.config,
            );
            sheets.insert(status.original.to_string(), sheet);
        }
        sheets
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
        Some(Action::Export {
            locale,
            paths,
            to,
            output,
            dir,
        }) => export(&dir, &options, &locale, &paths, to, output),
        Some(Action::Import { file, dir }) => import(&dir, &options, &file),
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

/// Writes texts for translators.
fn export(
    dir: &Path,
    options: &Options,
    locale: &str,
    paths: &[String],
    to: To,
    output: Option<PathBuf>,
) -> Result<ExitCode, Error> {
    let read = Read::new(dir, options)?;
    let chosen = read.chosen(paths, Some(locale))?;
    let sheets = read.sheets(locale, |status| chosen.contains(&status));
    let sheets: Vec<Sheet> = sheets.into_values().collect();
    let units: usize = sheets.iter().map(|sheet| sheet.units.len()).sum();
    let from = read.config.default_locale();
    let target = read.locale(locale)?;
    let (bytes, ending) = match to {
        To::Xliff => (xliff::write(&sheets, &from, &target).into_bytes(), "xlf"),
        To::Word => (word::write(&sheets, &from, &target), "docx"),
    };
    let name = format!("{}-{target}.{ending}", read.config.plain_id());
    let output = output.unwrap_or_else(|| name.into());
    emit::write_new(&output, bytes)?;
    say!(
        "Wrote {} of {} to {}",
        plural(units, "part"),
        plural(sheets.len(), "page"),
        output.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Puts translations into their pages.
fn import(dir: &Path, options: &Options, file: &Path) -> Result<ExitCode, Error> {
    let name = file.display().to_string();
    let bytes = source::read_bytes(file)?;
    let delivered = match bytes.starts_with(b"PK") {
        true => word::read(&bytes),
        false => String::from_utf8(bytes)
            .map_err(|error| {
                let good = error.utf8_error().valid_up_to();
                let lines = error.as_bytes()[..good].iter().filter(|b| **b == b'\n');
                not_text(lines.count() + 1)
            })
            .and_then(|text| xliff::read(&text)),
    };
    let delivery = match delivered {
        Ok(delivery) => delivery,
        Err(refusal) => return Ok(refuse(&name, &[refusal])),
    };
    let read = Read::new(dir, options)?;
    read.locale(&delivery.locale)?;
    let wanted: BTreeSet<&str> = delivery.pages.iter().map(|page| &*page.original).collect();
    let sheets = read.sheets(&delivery.locale, |status| {
        wanted.contains(&*status.original)
    });
    let outcome = delivery::apply(&delivery, &sheets);
    if !outcome.refusals.is_empty() {
        return Ok(refuse(&name, &outcome.refusals));
    }
    let mut parts = 0;
    for (path, (text, changed)) in &outcome.files {
        emit::write(&dir.join(path), text)?;
        say!("{path}: {}", plural(*changed, "part"));
        parts += changed;
    }
    for (original, open) in &outcome.open {
        say!(
            "left out: {original}: {} without a translation",
            plural(*open, "part")
        );
    }
    say!(
        "Changed {} in {}; nothing is new in {}.",
        plural(parts, "part"),
        plural(outcome.files.len(), "page"),
        plural(outcome.same, "page")
    );
    if !outcome.files.is_empty() {
        say!(
            "Read them, then run `keyward translations stamp --locale {}` with their files.",
            delivery.locale
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn not_text(line: usize) -> Refusal {
    Refusal {
        line,
        message: "this file is not UTF-8".to_owned(),
        help: "save it again with the encoding UTF-8".to_owned(),
    }
}

/// Says why a file is not taken.
fn refuse(name: &str, refusals: &[Refusal]) -> ExitCode {
    for refusal in refusals {
        say!(
            "{name}:{}: error: {}\n  help: {}",
            refusal.line,
            refusal.message,
            refusal.help
        );
    }
    say!("{}; nothing was changed.", plural(refusals.len(), "error"));
    ExitCode::FAILURE
}
