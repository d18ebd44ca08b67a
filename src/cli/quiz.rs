//! `quiz`: work on the files of quizzes.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use keyward::diagnostic::code;
use keyward::error::Error;
use keyward::exchange;
use keyward::pipeline::{self, Builder, Options};
use keyward::{emit, source};

use super::build::plural;
use super::check;

/// A format of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Moodle's own text format.
    Gift,
    /// Multiple choice as lines with letters; nothing else of a quiz fits.
    Aiken,
    /// A table with one row for each answer.
    Csv,
}

impl From<Format> for exchange::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Gift => exchange::Format::Gift,
            Format::Aiken => exchange::Format::Aiken,
            Format::Csv => exchange::Format::Csv,
        }
    }
}

/// Writes an id below each question that has none.
pub fn fix(dir: &Path, options: &Options) -> Result<ExitCode, Error> {
    let made = check::mend_only(dir, options, &code::MISSING_QUESTION_ID)?;
    say!("Gave ids to {}.", plural(made, "question"));
    Ok(ExitCode::SUCCESS)
}

/// Prints the questions of the book's default language, or of one file.
pub fn export(
    dir: &Path,
    options: &Options,
    quiz: Option<&str>,
    format: Format,
) -> Result<ExitCode, Error> {
    let tree = pipeline::load(dir, options, None, &BTreeSet::new())?;
    let documents = Builder::default().documents(&tree, options);
    let wanted = quiz.map(|path| path.replace('\\', "/"));
    let pools: Vec<exchange::Pool> = documents
        .iter()
        .filter(|document| match &wanted {
            Some(path) => *document.source == **path,
            None => document.locale == documents[0].locale,
        })
        .filter_map(|document| exchange::pool(document))
        .filter(|pool| !pool.items.is_empty())
        .collect();
    if let (true, Some(path)) = (pools.is_empty(), quiz) {
        say!("error: `{path}` is no quiz of this book with questions of its own");
        return Ok(ExitCode::FAILURE);
    }
    let count = pools.iter().map(|pool| pool.items.len()).sum();
    say!(
        "{} of {}.",
        plural(count, "question"),
        plural(pools.len(), "file")
    );
    super::print(&exchange::write(&pools, format.into()))
}

/// Turns the questions of another program into a quiz's file.
pub fn import(
    file: &Path,
    format: Option<Format>,
    title: &str,
    output: Option<&Path>,
) -> Result<ExitCode, Error> {
    let name = file.display().to_string();
    let known = format
        .map(Into::into)
        .or_else(|| exchange::Format::of(&name));
    let Some(format) = known else {
        say!(
            "error: the ending of `{name}` tells no format\n  help: add `--format gift`, `aiken` or `csv`"
        );
        return Ok(ExitCode::from(2));
    };
    let text = source::read_text(file)?;
    let (pool, problems) = exchange::read(&text, format);
    for problem in &problems {
        say!("{name}:{}: {}", problem.line, problem.message);
    }
    say!(
        "Read {}; {} left out.",
        plural(pool.items.len(), "question"),
        problems.len()
    );
    let markdown = exchange::to_markdown(&pool, title);
    match output {
        Some(path) => emit::write_new(path, &markdown)?,
        None => {
            super::print(&markdown)?;
        }
    }
    Ok(match problems.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
