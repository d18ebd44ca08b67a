//! A package to disk: one zip with fixed times and sorted entries, beside its destination first.

use std::collections::BTreeMap;
use std::fs::{self, File as DiskFile, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::error::Error;
use crate::pack::{Package, Sums, hex, verify};
use crate::pipeline::File;

/// Bytes from which on an entry needs the large form of zip.
const LARGE: u64 = 0xF000_0000;

/// The sums of files, read from disk where they lie there.
pub(super) fn sums(files: &BTreeMap<String, File>) -> Result<Sums, Error> {
    files
        .par_iter()
        .map(|(path, file)| Ok((path.clone(), sum(file)?)))
        .collect()
}

fn sum(file: &File) -> Result<String, Error> {
    match file {
        File::Bytes(bytes) => Ok(hex(&Sha256::digest(bytes))),
        File::Asset(asset) => {
            let failed = Error::io("cannot read", &asset.path);
            let read =
                DiskFile::open(&asset.path).and_then(|mut from| copy(&mut from, &mut io::sink()));
            read.map(|(sum, _)| sum).map_err(failed)
        }
    }
}

/// Copies all there is; returns the sum of it and its length.
pub(super) fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut length = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok((hex(&hasher.finalize()), length));
        }
        hasher.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        length += read as u64;
    }
}

/// Writes a package, in one step. Only a package of Keyward's is replaced.
pub fn write(package: &Package, path: &Path) -> Result<(), Error> {
    refuse_foreign(path)?;
    let stage = Stage::new(path)?;
    let failed = || Error::io("cannot write", &stage.path);
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&stage.path)
        .map_err(failed())?;
    let mut zip = ZipWriter::new(BufWriter::new(file));
    for (name, file) in &package.files {
        add(&mut zip, name, file, package.sums.get(name))?;
    }
    let written = zip.finish().map_err(io::Error::other).map_err(failed())?;
    let file = written
        .into_inner()
        .map_err(|error| failed()(error.into_error()))?;
    file.sync_all().map_err(failed())?;
    drop(file);
    fs::rename(&stage.path, path).map_err(Error::io("cannot put the zip in place of", path))
}

/// Says whether `path` may be written: nothing is there, or a package of ours.
pub fn refuse_foreign(path: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::io("cannot read", path)(error)),
        Ok(metadata) if metadata.is_file() && verify::is_ours(path) => Ok(()),
        Ok(_) => Err(Error::Refused(format!(
            "`{}` is no package of Keyward's, so it was left alone\n  help: choose another name with `-o`, or remove it yourself",
            path.display()
        ))),
    }
}

fn add(
    zip: &mut ZipWriter<BufWriter<DiskFile>>,
    name: &str,
    file: &File,
    expected: Option<&String>,
) -> Result<(), Error> {
    let failed = |path: PathBuf| {
        move |source| Error::Io {
            action: "cannot pack",
            path,
            source,
        }
    };
    let start = |zip: &mut ZipWriter<_>, options| {
        zip.start_file(name, options)
            .map_err(|error| failed(name.into())(io::Error::other(error)))
    };
    match file {
        File::Bytes(bytes) => {
            start(
                zip,
                options(bytes.len() as u64, CompressionMethod::Deflated),
            )?;
            zip.write_all(bytes).map_err(failed(name.into()))
        }
        // Pictures and videos are packed already.
        File::Asset(asset) => {
            start(zip, options(asset.len, CompressionMethod::Stored))?;
            let mut from = DiskFile::open(&asset.path).map_err(failed(asset.path.clone()))?;
            let (sum, _) = copy(&mut from, zip).map_err(failed(asset.path.clone()))?;
            if expected == Some(&sum) {
                return Ok(());
            }
            Err(Error::Refused(format!(
                "`{}` changed while it was packed\n  help: pack again when nobody writes to the book",
                asset.path.display()
            )))
        }
    }
}

/// The same for every machine and day.
fn options(length: u64, method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .compression_level((method == CompressionMethod::Deflated).then_some(9))
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644)
        .large_file(length >= LARGE)
}

/// A file beside the destination in which the new one grows; it goes when it is dropped.
pub(super) struct Stage {
    pub(super) path: PathBuf,
}

impl Stage {
    pub(super) fn new(destination: &Path) -> Result<Stage, Error> {
        let name = destination.file_name().ok_or_else(|| {
            Error::Refused(format!(
                "`{}` names no file\n  help: name the zip with `-o`, like `-o training.zip`",
                destination.display()
            ))
        })?;
        let name = format!(".{}.keyward-{}", name.to_string_lossy(), std::process::id());
        Ok(Stage {
            path: destination.with_file_name(name),
        })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // After the rename there is nothing left to remove.
        let _ = fs::remove_file(&self.path);
    }
}
