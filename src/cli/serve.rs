//! `serve`: build, show, watch, build again.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use keyward::error::Error;
use keyward::pipeline::{self, Builder, Options};
use keyward::serve::{self, Address, Snapshot};
use keyward::source::SourceTree;
use keyward::watch::{Method, Watch};

use super::build::{counted, print_findings};
use super::report::{self, Count};

/// How many problems the browser shows; the terminal shows all.
const SHOWN: usize = 20;

/// Serves until it is interrupted.
pub fn run(
    dir: &Path,
    options: &Options,
    hostname: String,
    port: u16,
    open: bool,
    method: Method,
) -> Result<ExitCode, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Error::io("cannot start threads for", dir))?;
    let address = Address {
        host: hostname,
        port,
    };
    let listener = runtime.block_on(serve::listen(&address))?;
    let url = serve::url(&listener);

    let mut preview = Preview::new(dir, options)?;
    let (sender, receiver) = watch::channel(Snapshot::default());
    preview.build(&BTreeSet::new(), &sender)?;
    say!("Serving on {url} (stop with Ctrl+C)");
    if open && let Err(error) = open::that_detached(&url) {
        say!("warning: cannot open a browser: {error}");
    }
    let mut watch = preview.watch(method)?;
    std::thread::spawn(move || {
        while let Some(touched) = watch.next() {
            // Folders come, go and change places; what is there now is watched before it is read,
            // so that no save falls between.
            if let Ok(again) = preview.watch(method) {
                watch = again;
            }
            if let Err(error) = preview.build(&touched, &sender) {
                preview.tell(&error, &sender);
            }
        }
    });
    runtime.block_on(async {
        tokio::select! {
            ended = serve::run(listener, &address.host, receiver) => {
                ended.map_err(|source| Error::Serve { address: url.clone(), source })?;
                Ok(ExitCode::SUCCESS)
            }
            _ = tokio::signal::ctrl_c() => Ok(ExitCode::from(130)),
        }
    })
}

/// A book that is built again and again.
struct Preview {
    dir: std::path::PathBuf,
    options: Options,
    builder: Builder,
    tree: Option<SourceTree>,
    version: u64,
}

impl Preview {
    fn new(dir: &Path, options: &Options) -> Result<Preview, Error> {
        Ok(Preview {
            dir: std::fs::canonicalize(dir).map_err(Error::io("cannot read", dir))?,
            options: options.clone(),
            builder: Builder::default(),
            tree: None,
            // Differs from that of an earlier server, so that a page left open is loaded again.
            version: jiff::Timestamp::now().as_millisecond().unsigned_abs(),
        })
    }

    /// Watches what the book as it is now is made of; without a `book.toml`, the usual folders.
    fn watch(&self, method: Method) -> Result<Watch, Error> {
        let text = keyward::source::read_config(&self.dir).unwrap_or_default();
        let config = keyward::config::read(&text, &self.options.overrides).value;
        let folders =
            [config.book.src.as_str(), "theme", "themes"].map(|folder| self.dir.join(folder));
        let html = &config.output.html;
        let files = html.additional_css.iter().chain(&html.additional_js);
        let files: Vec<_> = files.map(|file| self.dir.join(file)).collect();
        Watch::new(&self.dir, &folders, &files, method)
    }

    /// Builds the book as it is now and shows it, or what is wrong with it.
    fn build(
        &mut self,
        touched: &BTreeSet<std::path::PathBuf>,
        sender: &watch::Sender<Snapshot>,
    ) -> Result<(), Error> {
        let start = Instant::now();
        let tree = pipeline::load(&self.dir, &self.options, self.tree.as_ref(), touched)?;
        let built = self.builder.build(&tree, &self.options, &mut |_, _| {});
        print_findings(&built, &tree);
        let count = Count::of(&built.findings);
        let mut snapshot = sender.borrow().clone();
        match built.output {
            Some(ref output) => {
                if *snapshot.output != *output || snapshot.version == 0 {
                    self.version += 1;
                }
                snapshot = Snapshot {
                    output: Arc::new(output.clone()),
                    version: self.version,
                    problems: Vec::new(),
                };
                say!(
                    "{}",
                    built_line(built.summary.pages, count, start.elapsed())
                );
            }
            None => {
                let errors = built
                    .findings
                    .iter()
                    .filter(|finding| finding.severity() == keyward::diagnostic::Severity::Error);
                let text_of = |path: &str| {
                    tree.shown_text(path)
                        .or_else(|| built.texts.get(path).map(String::as_str))
                };
                snapshot.problems = errors
                    .take(SHOWN)
                    .map(|finding| report::human(finding, text_of(finding.path()), false))
                    .collect();
                let shown = match snapshot.output.is_empty() {
                    true => "there is nothing to show until they are mended",
                    false => "the last good pages stay",
                };
                say!("{}; {shown}.", counted(count));
            }
        }
        sender.send_replace(snapshot);
        self.tree = Some(tree);
        Ok(())
    }

    /// Shows that the environment failed.
    fn tell(&self, error: &Error, sender: &watch::Sender<Snapshot>) {
        say!("error: {error}");
        sender.send_modify(|snapshot| snapshot.problems = vec![format!("error: {error}")]);
    }
}

fn built_line(pages: usize, count: Count, took: Duration) -> String {
    let findings = if count == Count::default() {
        String::new()
    } else {
        format!(" {}.", counted(count))
    };
    format!(
        "Built {pages} pages in {:.2} s.{findings}",
        took.as_secs_f64()
    )
}
