//! `quiz`: work on the files of quizzes.

use std::path::Path;
use std::process::ExitCode;

use keyward::diagnostic::code;
use keyward::error::Error;
use keyward::pipeline::Options;

use super::build::plural;
use super::check;

/// Writes an id below each question that has none.
pub fn fix(dir: &Path, options: &Options) -> Result<ExitCode, Error> {
    let made = check::mend_only(dir, options, &code::MISSING_QUESTION_ID)?;
    say!("Gave ids to {}.", plural(made, "question"));
    Ok(ExitCode::SUCCESS)
}
