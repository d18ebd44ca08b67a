//! `init`: a small complete book to start from.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use keyward::error::Error;

macro_rules! book {
    ($($file:literal)*) => {
        /// Files of the new book.
        const FILES: &[(&str, &str)] = &[$(($file, include_str!(concat!("init/", $file)))),*];
    };
}

book! {
    "book.toml"
    "content/en/index.md"
    "content/en/course/index.md"
    "content/en/course/01-welcome/index.md"
    "content/en/course/01-welcome/01-first-lesson.md"
    "content/en/terms/lesson.md"
    "content/en/sources/commonmark.md"
}

/// Writes the book into `dir`; a file that is there is never overwritten.
pub fn run(dir: &Path) -> Result<ExitCode, Error> {
    if let Some((file, _)) = FILES.iter().find(|(file, _)| dir.join(file).exists()) {
        return Err(Error::Refused(format!(
            "`{}` is already there, so nothing was written\n  help: name a new folder, like `keyward init my-book`",
            dir.join(file).display()
        )));
    }
    for (file, text) in FILES {
        let path = dir.join(file);
        write_new(&path, text).map_err(Error::io("cannot write", &path))?;
    }
    let shown = dir.display();
    eprintln!(
        "Made a book in {shown}.\nSee it with `keyward serve {shown}`, and change it file by file."
    );
    Ok(ExitCode::SUCCESS)
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)?
        .write_all(text.as_bytes())
}
