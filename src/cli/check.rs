//! `check`: findings for people and programs, and the mends that a program can make.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use keyward::diagnostic::{Code, Finding};
use keyward::emit;
use keyward::error::Error;
use keyward::pipeline::{self, Builder, Built, Options};
use keyward::source::SourceTree;

use super::build::{counted, exit_code, plural, print_findings};
use super::report::{self, Count, Format};

/// Says what is wrong with the book.
pub fn run(
    dir: &Path,
    options: &Options,
    strict: bool,
    fix: bool,
    format: Format,
) -> Result<ExitCode, Error> {
    let (mut tree, mut built) = look(dir, options)?;
    if fix {
        let made = mend(dir, &tree, built.findings.iter())?;
        say!("Mended {}.", plural(made, "place"));
        (tree, built) = look(dir, options)?;
    }
    let count = Count::of(&built.findings);
    let text = match format {
        Format::Human => {
            print_findings(&built, &tree);
            say!("{}.", counted(count));
            None
        }
        Format::Json => Some(report::json(&built.findings)),
        Format::Sarif => Some(report::sarif(&built.findings)),
        Format::Github => Some(report::github(&built.findings)),
    };
    if let Some(text) = text {
        super::print(&format!("{}\n", text.trim_end()))?;
    }
    Ok(exit_code(
        count.errors > 0 || (strict && count.warnings > 0),
    ))
}

/// The day that `SOURCE_DATE_EPOCH` names, else today.
pub fn today() -> Date {
    let stated = std::env::var("SOURCE_DATE_EPOCH").ok();
    let seconds = stated.and_then(|seconds| seconds.parse::<i64>().ok());
    match seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()) {
        Some(time) => time.to_zoned(TimeZone::UTC).date(),
        None => Zoned::now().date(),
    }
}

/// Makes the mends of one rule only; returns how many.
pub fn mend_only(dir: &Path, options: &Options, code: &Code) -> Result<usize, Error> {
    let (tree, built) = look(dir, options)?;
    let wanted = built
        .findings
        .iter()
        .filter(|finding| finding.diagnostic.code == code);
    mend(dir, &tree, wanted)
}

fn look(dir: &Path, options: &Options) -> Result<(SourceTree, Built), Error> {
    let tree = pipeline::load(dir, options, None, &BTreeSet::new())?;
    let built = Builder::default().build(&tree, options, &mut |_, _| {});
    Ok((tree, built))
}

/// Makes each mend whose old text stands in its place just once; returns how many.
fn mend<'f>(
    dir: &Path,
    tree: &SourceTree,
    findings: impl Iterator<Item = &'f Finding>,
) -> Result<usize, Error> {
    let mut by_file: BTreeMap<Arc<str>, BTreeMap<usize, (usize, &'f str)>> = BTreeMap::new();
    for finding in findings {
        let diagnostic = &finding.diagnostic;
        let (Some(span), Some(fix)) = (&diagnostic.span, &diagnostic.fix) else {
            continue;
        };
        let range = tree
            .text(&span.path)
            .and_then(|text| fix.range_in(text, &span.range));
        if let Some(range) = range {
            let file = by_file.entry(span.path.clone()).or_default();
            file.insert(range.start, (range.end, &fix.new));
        }
    }
    let mut made = 0;
    for (path, mends) in by_file {
        let Some(text) = tree.text(&path) else {
            continue;
        };
        let mut mended = String::with_capacity(text.len());
        let mut done = 0;
        for (start, (end, new)) in mends {
            if start < done {
                continue;
            }
            mended.push_str(&text[done..start]);
            mended.push_str(new);
            done = end;
            made += 1;
        }
        mended.push_str(&text[done..]);
        emit::rewrite(&dir.join(&*path), &mended)?;
    }
    Ok(made)
}
