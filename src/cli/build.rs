//! `build`, and what other commands share with it.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use keyward::error::Error;
use keyward::pipeline::{self, Builder, Built, Options};
use keyward::source::{self, SourceTree};
use keyward::{compress, config, emit};

use super::report::{self, Count};

/// How long a build may last before a bar shows that it is alive.
const PATIENCE: Duration = Duration::from_secs(1);

/// Phases of a build, for the bar: load, theme, pictures, parse, link, check, render, compress, emit.
const PHASES: u64 = 9;

/// What is asked of `build` beside the site itself.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// Packed copies beside text files.
    pub compress: bool,
    /// Times to the millisecond.
    pub timings: bool,
    /// Findings only.
    pub quiet: bool,
}

/// Builds the site and publishes it.
pub fn build(
    dir: &Path,
    dest_dir: Option<PathBuf>,
    options: &Options,
    how: How,
) -> Result<ExitCode, Error> {
    let How { timings, quiet, .. } = how;
    let start = Instant::now();
    let folder = destination(dir, dest_dir, &options.overrides)?;
    let bar = Bar::new();
    let mut tell = |phase: &'static str, took: Duration| {
        bar.step(phase);
        if !quiet {
            bar.say(&phase_line(phase, took, timings));
        }
    };
    let before = Instant::now();
    let tree = pipeline::load(dir, options, None, &BTreeSet::new())?;
    tell("load", before.elapsed());
    let mut built = Builder::default().build(&tree, options, &mut tell);

    if let (true, Some(output)) = (how.compress, &mut built.output) {
        let before = Instant::now();
        compress::add_copies(output);
        tell("compress", before.elapsed());
    }
    let before = Instant::now();
    if let Some(output) = &built.output {
        emit::publish(output, &folder)?;
        tell("emit", before.elapsed());
    }
    bar.finish();
    print_findings(&built, &tree);
    for left_out in &built.left_out {
        say!("left out: {left_out}");
    }
    let count = Count::of(&built.findings);
    match &built.output {
        None => say!(
            "{}; nothing was published, and the old site is as it was.",
            counted(count)
        ),
        Some(_) if quiet => {}
        Some(_) => {
            let summary = built.summary;
            say!(
                "Built {} in {} and {} in {:.2} s.{}",
                plural(summary.pages, "page"),
                plural(summary.locales, "language"),
                plural(summary.files, "other file"),
                start.elapsed().as_secs_f64(),
                if count == Count::default() {
                    String::new()
                } else {
                    format!(" {}.", counted(count))
                },
            );
            say!("The site is in {}", folder.display());
        }
    }
    Ok(exit_code(count.errors > 0))
}

/// 1 where something failed, else 0.
pub fn exit_code(failed: bool) -> ExitCode {
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// The folder to build into, if it may be.
pub fn destination(
    dir: &Path,
    dest_dir: Option<PathBuf>,
    overrides: &[(String, String)],
) -> Result<PathBuf, Error> {
    let text = source::read_config(dir)?;
    let config = config::read(&text, overrides).value;
    let folder = dest_dir.unwrap_or_else(|| dir.join(&config.build.build_dir));
    emit::check_destination(&folder, dir, &dir.join(&config.book.src))?;
    Ok(folder)
}

/// Prints what there is to say about a build.
pub fn print_findings(built: &Built, tree: &SourceTree) {
    report::print_human(&built.findings, |path| {
        tree.shown_text(path)
            .or_else(|| built.texts.get(path).map(String::as_str))
    });
}

/// `3 errors and 1 warning`.
pub fn counted(count: Count) -> String {
    format!(
        "{} and {}",
        plural(count.errors, "error"),
        plural(count.warnings, "warning")
    )
}

/// `1 page`, `2 pages`.
pub fn plural(number: usize, name: &str) -> String {
    if number == 1 {
        format!("1 {name}")
    } else {
        format!("{number} {name}s")
    }
}

fn phase_line(phase: &str, took: Duration, exact: bool) -> String {
    if exact {
        format!("{phase:>8} {:>10.3} ms", took.as_secs_f64() * 1000.0)
    } else {
        format!("{phase:>8} {:>6.2} s", took.as_secs_f64())
    }
}

/// A progress bar that shows itself on a terminal when a build lasts.
struct Bar {
    bar: ProgressBar,
}

impl Bar {
    fn new() -> Bar {
        let bar = ProgressBar::with_draw_target(Some(PHASES), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        if std::io::stderr().is_terminal() {
            let later = bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                if !later.is_finished() {
                    later.set_draw_target(ProgressDrawTarget::stderr());
                    later.enable_steady_tick(Duration::from_millis(200));
                }
            });
        }
        Bar { bar }
    }

    fn step(&self, phase: &'static str) {
        self.bar.set_message(phase);
        self.bar.inc(1);
    }

    /// Prints a line above the bar.
    fn say(&self, line: &str) {
        self.bar.suspend(|| say!("{line}"));
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
