//! The only reading of disk: the book's files as one value.
//!
//! In: the folder of the book and which of its folders matter. Out: [`SourceTree`]. Nothing
//! outside the book is read, by symbolic link or otherwise; dot files are not looked at, but for
//! what translations were made from ([`KEPT`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Span, code};
use crate::error::Error;
use crate::path;

/// Endings of files that are read as text; everything else is carried as a file.
const TEXT_ENDINGS: [&str; 7] = ["md", "toml", "html", "css", "js", "svg", "bib"];

/// Name of the folder in that of the content with what translations were made from: the one
/// hidden folder that is read.
pub const KEPT: &str = ".sources";

/// The book's files.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    /// Files by their path relative to the book, with `/`.
    pub files: BTreeMap<Arc<str>, SourceFile>,
    /// What could not be read, and why.
    pub diagnostics: Vec<Diagnostic>,
}

/// One file of the book.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// What it holds.
    pub data: Data,
    stamp: Stamp,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Text, in memory.
    Text(Arc<str>),
    /// Text up to the first byte that is not UTF-8. Shown in messages, never built from.
    Broken(Arc<str>),
    /// A file that is copied as it is.
    Asset(Asset),
}

/// A file that passes from source to output without passing through memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asset {
    /// Where it can be read.
    pub path: PathBuf,
    /// Bytes.
    pub len: u64,
    /// Hash of its bytes (BLAKE3).
    pub hash: [u8; 32],
}

/// Tells whether a file changed between two looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    len: u64,
}

impl Asset {
    /// The first bytes of the file, at most `most`; none where it can't be read.
    pub fn start(&self, most: u64) -> Vec<u8> {
        let mut start = Vec::new();
        let read =
            fs::File::open(&self.path).and_then(|file| file.take(most).read_to_end(&mut start));
        read.map_or_else(|_| Vec::new(), |_| start)
    }
}

impl SourceTree {
    /// The text of a file, if it is there and is text.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        match &self.files.get(path)?.data {
            Data::Text(text) => Some(text),
            Data::Broken(_) | Data::Asset(_) => None,
        }
    }

    /// The text to show in a message about a file.
    pub fn shown_text(&self, path: &str) -> Option<&str> {
        match &self.files.get(path)?.data {
            Data::Text(text) | Data::Broken(text) => Some(text),
            Data::Asset(_) => None,
        }
    }

    /// The files below a folder, with their paths below it.
    pub fn below<'a>(
        &'a self,
        folder: &str,
    ) -> impl Iterator<Item = (&'a Arc<str>, &'a str, &'a SourceFile)> {
        let prefix = format!("{folder}/");
        let start: Arc<str> = prefix.as_str().into();
        self.files
            .range(start..)
            .take_while({
                let prefix = prefix.clone();
                move |(path, _)| path.starts_with(&prefix)
            })
            .map(move |(path, file)| (path, &path[prefix.len()..], file))
    }

    /// A tree made of texts, for tests and for the book that `init` writes.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> SourceTree {
        let stamp = Stamp {
            modified: None,
            len: 0,
        };
        let files = texts
            .into_iter()
            .map(|(path, text)| {
                let data = Data::Text(text.into());
                (path.into(), SourceFile { data, stamp })
            })
            .collect();
        SourceTree {
            files,
            diagnostics: Vec::new(),
        }
    }
}

/// The text of `book.toml`.
pub fn read_config(root: &Path) -> Result<Arc<str>, Error> {
    let path = root.join("book.toml");
    if fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(Error::Refused(format!("`{}` is no file", path.display())));
    }
    match fs::read(&path) {
        Ok(bytes) => String::from_utf8(bytes).map(Into::into).map_err(|_| {
            Error::Refused(format!(
                "`{}` is not UTF-8\n  help: save it again with the encoding UTF-8",
                path.display()
            ))
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(Error::NoBook(root.to_path_buf()))
        }
        Err(error) => Err(Error::io("cannot read", &path)(error)),
    }
}

/// Reads a text file that is no part of a book.
pub fn read_text(path: &Path) -> Result<String, Error> {
    let bytes = fs::read(path).map_err(Error::io("cannot read", path))?;
    String::from_utf8(bytes).map_err(|_| {
        Error::Refused(format!(
            "`{}` is not UTF-8\n  help: save it again with the encoding UTF-8",
            path.display()
        ))
    })
}

/// Reads a file that is no part of a book.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::io("cannot read", path))
}

/// The bytes of a file that the book carries.
pub fn read(asset: &Asset) -> io::Result<Vec<u8>> {
    fs::read(&asset.path)
}

/// Reads `folders` and the single `files` of the book, in parallel.
///
/// What did not change since `previous` is taken from there. `touched` files are read again in
/// any case, as a save within one tick of the clock can keep length and time.
pub fn load(
    root: &Path,
    folders: &[String],
    files: &[String],
    previous: Option<&SourceTree>,
    touched: &BTreeSet<PathBuf>,
) -> Result<SourceTree, Error> {
    let root = fs::canonicalize(root).map_err(Error::io("cannot read", root))?;
    let mut diagnostics = Vec::new();
    let mut found = Vec::new();
    for folder in folders {
        walk(&root, folder, &mut found, &mut diagnostics);
    }
    for file in files {
        let path = root.join(file);
        if path.is_file() {
            match inside(&root, &path) {
                Ok(()) => found.push((file.as_str().into(), path)),
                Err(why) => diagnostics.push(outside(&file.as_str().into(), &why)),
            }
        }
    }
    let read: Vec<(Arc<str>, Result<SourceFile, Diagnostic>)> = found
        .into_par_iter()
        .map(|(name, path)| {
            let known = previous.and_then(|tree| tree.files.get(&name));
            let file = read_file(&name, &path, known.filter(|_| !touched.contains(&path)));
            (name, file)
        })
        .collect();
    let mut tree = SourceTree::default();
    for (name, file) in read {
        match file {
            Ok(file) => {
                if let Data::Broken(text) = &file.data {
                    let end = text.len();
                    diagnostics.push(
                        Diagnostic::new(&code::NOT_UTF8, Span::new(&name, end..end), "this file is not UTF-8: the text is readable up to here")
                            .help("save it again with the encoding UTF-8 (in Word: 'Plain text', then 'Unicode (UTF-8)')"),
                    );
                }
                tree.files.insert(name, file);
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    tree.diagnostics = diagnostics;
    Ok(tree)
}

/// Lists the files below `folder`, each with its path in the book.
fn walk(
    root: &Path,
    folder: &str,
    found: &mut Vec<(Arc<str>, PathBuf)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let top = root.join(folder);
    if !top.exists() {
        return;
    }
    let is_kept =
        path::name(folder) == KEPT && fs::canonicalize(&top).is_ok_and(|real| real == top);
    if let (false, Err(why)) = (is_kept, inside(root, &top)) {
        diagnostics.push(outside(&folder.into(), &why));
        return;
    }
    let mut strays = Vec::new();
    let entries = WalkDir::new(&top)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
            if hidden {
                return false;
            }
            if entry.path_is_symlink()
                && let Err(why) = inside(root, entry.path())
            {
                strays.push((name_in(root, entry.path()), why));
                return false;
            }
            true
        });
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_file() => match entry.path().to_str() {
                Some(_) => found.push((name_in(root, entry.path()), entry.into_path())),
                None => diagnostics.push(
                    Diagnostic::new(
                        &code::UNPORTABLE_NAME,
                        Span::file(&name_in(root, entry.path())),
                        "this file's name is not UTF-8",
                    )
                    .help("rename it with plain letters"),
                ),
            },
            Ok(_) => {}
            Err(error) => {
                let path = error
                    .path()
                    .map_or_else(|| folder.into(), |path| name_in(root, path));
                let dangles = error
                    .path()
                    .is_some_and(|path| path.is_symlink() && !path.exists());
                let why = match error.io_error() {
                    _ if error.loop_ancestor().is_some() => {
                        "this link leads in a circle".to_owned()
                    }
                    Some(_) if dangles => "this link leads to a file that is not there".to_owned(),
                    Some(error) => error.to_string(),
                    None => error.to_string(),
                };
                diagnostics.push(unreadable(&path, &why));
            }
        }
    }
    diagnostics.extend(strays.iter().map(|(path, why)| outside(path, why)));
}

/// Whether `path`, links followed, lies in the book; if not, where it leads.
fn inside(root: &Path, path: &Path) -> Result<(), String> {
    match fs::canonicalize(path) {
        Ok(real) if is_hidden_in(root, &real) => {
            Err("it leads to a file that is hidden by a dot at the start of a name".to_owned())
        }
        Ok(real) if real.starts_with(root) => Ok(()),
        Ok(real) => Err(format!("it leads to `{}`", real.display())),
        // A link to nowhere is reported where it is read.
        Err(_) => Ok(()),
    }
}

/// Whether a name on the way from the book to `path` starts with a dot.
fn is_hidden_in(root: &Path, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(Path::new(""));
    below
        .iter()
        .any(|part| part.to_string_lossy().starts_with('.'))
}

fn outside(path: &Arc<str>, why: &str) -> Diagnostic {
    Diagnostic::new(
        &code::OUTSIDE_BOOK,
        Span::file(path),
        format!("this is not in the book: {why}"),
    )
    .help("put a copy of it into the book; nothing outside it is read or published")
}

fn unreadable(path: &Arc<str>, why: &str) -> Diagnostic {
    Diagnostic::new(
        &code::UNREADABLE,
        Span::file(path),
        format!("this can't be read: {why}"),
    )
    .help("check that it is there and that you may read it")
}

fn name_in(root: &Path, path: &Path) -> Arc<str> {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    path::composed(&parts.join("/")).into()
}

fn read_file(
    name: &Arc<str>,
    path: &Path,
    known: Option<&SourceFile>,
) -> Result<SourceFile, Diagnostic> {
    let fail = |error: io::Error| unreadable(name, &error.to_string());
    let metadata = fs::metadata(path).map_err(fail)?;
    let stamp = Stamp {
        modified: metadata.modified().ok(),
        len: metadata.len(),
    };
    if let Some(known) = known.filter(|known| known.stamp == stamp && stamp.modified.is_some()) {
        return Ok(known.clone());
    }
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    let data = if TEXT_ENDINGS.contains(&ending) {
        decode(fs::read(path).map_err(fail)?)
    } else {
        let mut hasher = blake3::Hasher::new();
        hasher
            .update_reader(fs::File::open(path).map_err(fail)?)
            .map_err(fail)?;
        Data::Asset(Asset {
            path: path.to_path_buf(),
            len: stamp.len,
            hash: *hasher.finalize().as_bytes(),
        })
    };
    Ok(SourceFile { data, stamp })
}

fn decode(bytes: Vec<u8>) -> Data {
    match String::from_utf8(bytes) {
        Ok(text) => Data::Text(text.into()),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let start = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            Data::Broken(start.into())
        }
    }
}
