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
    let id = book_id(dir);
    for (file, text) in FILES {
        let path = dir.join(file);
        let text = text.replace("my-book", &id);
        write_new(&path, &text).map_err(Error::io("cannot write", &path))?;
    }
    let (made, serve) = match dir.as_os_str().to_str() {
        Some(".") | None => ("this folder".to_owned(), "keyward serve".to_owned()),
        Some(name) => (format!("`{name}`"), format!("keyward serve {name}")),
    };
    say!("Made a book in {made}.\nSee it with `{serve}`, and change it file by file.");
    Ok(ExitCode::SUCCESS)
}

/// A permanent id for a book in a folder: books on one host must not share what browsers store.
fn book_id(dir: &Path) -> String {
    let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
    let name = absolute
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().to_lowercase());
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        "my-book".to_owned()
    } else {
        parts.join("-")
    }
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
