//! `Error`: the environment failed, not the author.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a command could not do its work. Problems in content are diagnostics, not errors.
#[derive(Debug)]
pub enum Error {
    /// There is no `book.toml` in the folder.
    NoBook(PathBuf),
    /// A file or folder could not be read or written.
    Io {
        /// What was being done, as in `cannot read`.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The destination is a folder that Keyward did not make.
    ForeignFolder(PathBuf),
    /// The destination lies where it would harm the book.
    BadDestination {
        /// The destination.
        path: PathBuf,
        /// Why it can't be.
        why: &'static str,
    },
    /// A file of somebody else's stands in the output where a page must go.
    ForeignFile(PathBuf),
    /// The preview server could not start.
    Serve {
        /// Address, like `127.0.0.1:3000`.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// Watching for changes failed.
    Watch(String),
    /// The command needs something else than it got.
    Refused(String),
}

impl Error {
    /// For `map_err`: `action` on `path` failed.
    pub fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
        move |source| Error::Io {
            action,
            path: path.to_path_buf(),
            source,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoBook(dir) => write!(
                f,
                "no `book.toml` in `{}`\n  help: go to the folder of your book, name it after the command, or make a new book with `keyward init`",
                dir.display()
            ),
            Error::Io {
                action,
                path,
                source,
            } => {
                write!(f, "{action} `{}`: {source}", path.display())?;
                match hint(source.kind()) {
                    Some(hint) => write!(f, "\n  help: {hint}"),
                    None => Ok(()),
                }
            }
            Error::ForeignFolder(path) => write!(
                f,
                "`{}` holds files that Keyward did not make, so it was left alone\n  help: name another folder with `-d`, or remove this one yourself",
                path.display()
            ),
            Error::BadDestination { path, why } => write!(
                f,
                "cannot build into `{}`: {why}\n  help: choose another folder with `-d`",
                path.display()
            ),
            Error::ForeignFile(path) => write!(
                f,
                "`{}` is in the way: Keyward did not make it, and a page must go there\n  help: move it elsewhere, then build again",
                path.display()
            ),
            Error::Serve { address, source } => write!(
                f,
                "cannot serve on {address}: {source}\n  help: {}",
                if source.kind() == io::ErrorKind::AddrInUse {
                    "choose another port with `--port`"
                } else {
                    "choose a name or address of this machine with `-n`, like 127.0.0.1"
                }
            ),
            Error::Watch(why) => write!(
                f,
                "cannot watch for changes: {why}\n  help: on a network drive, try `--watcher poll`"
            ),
            Error::Refused(why) => f.write_str(why),
        }
    }
}

/// What to do about what the system said.
fn hint(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::PermissionDenied => Some(
            "check that you may read and write there; a build also writes beside the site's folder",
        ),
        io::ErrorKind::ResourceBusy => {
            Some("the folder is a disk of its own; build into a folder inside it, with `-d`")
        }
        io::ErrorKind::InvalidFilename => Some("give the file a shorter name"),
        io::ErrorKind::StorageFull => Some("the disk is full"),
        io::ErrorKind::NotADirectory => Some("name the folder of `book.toml`, not a file"),
        _ => None,
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } | Error::Serve { source, .. } => Some(source),
            _ => None,
        }
    }
}
