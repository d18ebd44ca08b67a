//! The command `keyward`: reads arguments, runs the library, reports to people.

mod cli;

use std::process::ExitCode;

/// A build makes and drops millions of small texts on all cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
