//! `pack`: the site as a zip for others, and the check of one that came from others.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use keyward::config;
use keyward::error::Error;
use keyward::pack::{self, archive, single, verify};
use keyward::pipeline::{self, Builder, Options};
use keyward::render::single::MOST;
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
    let path = output.unwrap_or_else(|| format!("{}.zip", config.plain_id()).into());
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

/// Builds the site in memory and writes each language's book as one file.
pub fn single_files(dir: &Path, folder: PathBuf, options: &Options) -> Result<ExitCode, Error> {
    let tree = pipeline::load(dir, options, None, &BTreeSet::new())?;
    let built = Builder::default().build(&tree, options, &mut |_, _| {});
    print_findings(&built, &tree);
    let count = Count::of(&built.findings);
    if count.errors > 0 || built.courses.is_empty() {
        say!("{}; nothing was packed.", counted(count));
        return Ok(ExitCode::FAILURE);
    }
    for path in single::write(&built.courses, &folder)? {
        say!("Wrote {}", path.display());
    }
    for course in &built.courses {
        for file in &course.left_out {
            say!(
                "left out of {}: `{file}`, which is larger than {} MB",
                course.name,
                MOST >> 20
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what is wrong with a zip that came from elsewhere.
pub fn check(path: &Path) -> Result<ExitCode, Error> {
    let report = verify::report(path)?;
    for problem in &report.problems {
        say!("error: {problem}");
    }
    for note in &report.notes {
        say!("note: {note}");
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
