//! Single-file courses to disk: beside their places first, and over none but Keyward's own.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::archive::Stage;
use crate::error::Error;
use crate::render::single::{Course, MARK};

/// How far into a file its mark stands.
const HEAD: u64 = 1000;

/// Writes each course into a folder; returns where.
pub fn write(courses: &[Course], folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let paths: Vec<PathBuf> = courses
        .iter()
        .map(|course| folder.join(&course.name))
        .collect();
    for path in &paths {
        refuse_foreign(path)?;
    }
    if !folder.as_os_str().is_empty() {
        fs::create_dir_all(folder).map_err(Error::io("cannot make", folder))?;
    }
    for (course, path) in courses.iter().zip(&paths) {
        let stage = Stage::new(path)?;
        fs::write(&stage.path, &course.html).map_err(Error::io("cannot write", &stage.path))?;
        fs::rename(&stage.path, path)
            .map_err(Error::io("cannot put the file in place of", path))?;
    }
    Ok(paths)
}

/// Says whether `path` may be written: nothing is there, or a course of ours.
fn refuse_foreign(path: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::io("cannot read", path)(error)),
        Ok(metadata) if metadata.is_file() && is_ours(path) => Ok(()),
        Ok(_) => Err(Error::Refused(format!(
            "`{}` is no file of Keyward's, so it was left alone\n  help: choose another folder with `-o`, or remove it yourself",
            path.display()
        ))),
    }
}

fn is_ours(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_ok() && String::from_utf8_lossy(&head).contains(MARK)
}
