//! The command `keyward`: reads arguments, runs the library, reports to people.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
