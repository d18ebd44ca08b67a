//! `pack`: the site as a zip for others, and the check of one that came from others.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use keyward::config::{self, Config};
use keyward::error::Error;
use keyward::pack::{self, archive, verify};
use keyward::pipeline::{self, Builder, Options};
use keyward::render::theme::Theme;
use keyward::source;

use super::build::{counted, exit_code, plural, print_findings};
use super::report::Count;

/// Builds the site in memory and writes it as a zip.
pub fn pack(
    dir: &Path,
    output: Option<PathBuf>,
    since: Option<&Path>,
    options: &Options,
) -> Result<ExitCode, Error> {
    let config = config::read(&source::read_config(dir)?, &options.overrides).value;
    let path = output.unwrap_or_else(|| default_name(&config));
    archive::refuse_foreign(&path)?;
    let former = since.map(verify::sums).transpose()?;
    let tree = pipeline::load(dir, options, None, &BTreeSet::new())?;
    let built = Builder::default().build(&tree, options, &mut |_, _| {});
    print_findings(&built, &tree);
    let Some(site) = &built.output else {
        let count = Count::of(&built.findings);
        say!("{}; nothing was packed.", counted(count));
        return Ok(ExitCode::FAILURE);
    };
    let strings = Theme::load(&tree, &config).value.strings;
    let book = pack::Book {
        config: &config,
        strings: &strings,
        pages: built.summary.pages,
    };
    let package = pack::package(&book, site, former.as_ref())?;
    archive::write(&package, &path)?;
    say!(
        "Packed {} and {} into {}",
        plural(built.summary.pages, "page"),
        plural(package.files.len(), "file"),
        path.display()
    );
    say!("SHA-256 of the site: {}", pack::content_sum(&package.sums));
    Ok(ExitCode::SUCCESS)
}

/// Says what is wrong with a zip that came from elsewhere.
pub fn check(path: &Path) -> Result<ExitCode, Error> {
    let report = verify::report(path)?;
    for problem in &report.problems {
        say!("error: {problem}");
    }
    if report.problems.is_empty() {
        say!(
            "{} is whole: {}.",
            path.display(),
            plural(report.files, "file")
        );
        say!("SHA-256 of the site: {}", pack::content_sum(&report.sums));
    } else {
        say!(
            "{} was found in {}\n  help: do not unpack it; ask for the zip again, from a source that you trust",
            plural(report.problems.len(), "problem"),
            path.display()
        );
    }
    Ok(exit_code(!report.problems.is_empty()))
}

/// The book's identity as a file name, in the current folder; with discretion its neutral title.
fn default_name(config: &Config) -> PathBuf {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || "-_".contains(*c);
    let name = match &config.discretion {
        Some(discretion) => discretion.title.replace(' ', "-").to_lowercase(),
        None => config.book.id.clone(),
    };
    let name: String = name.chars().filter(is_plain).collect();
    let name = if name.is_empty() { "site" } else { &name };
    format!("{name}.zip").into()
}
