//! "Something changed", once a burst of changes is over. The one caller of notify.

use std::any::Any;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Config, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use notify_debouncer_full::{
    DebounceEventHandler, DebounceEventResult, NoCache, new_debouncer_opt,
};

use crate::config::FILE;
use crate::error::Error;

/// How long it must be quiet before a change is told. More spares builds while an editor writes
/// several files; less shows a save sooner.
const QUIET: Duration = Duration::from_millis(120);

/// How often a polled folder is looked at.
const POLL: Duration = Duration::from_millis(700);

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Method {
    /// The system tells; at once, but not on every network drive.
    Native,
    /// Files are looked at again and again; works everywhere.
    Poll,
}

/// Watches a folder as long as it lives.
pub struct Watch {
    changes: Receiver<BTreeSet<PathBuf>>,
    /// Kept, because watching ends when it is dropped.
    _watcher: Box<dyn Any + Send>,
}

impl Watch {
    /// Starts watching `folders` with all in them, single `files`, and `book.toml` in `top`.
    pub fn new(
        top: &Path,
        folders: &[PathBuf],
        files: &[PathBuf],
        method: Method,
    ) -> Result<Watch, Error> {
        let (sender, changes) = channel();
        let watched: Vec<PathBuf> = folders.iter().chain(files).cloned().collect();
        let beside: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
        let tell = move |result: DebounceEventResult| {
            let Ok(events) = result else { return };
            let paths: BTreeSet<PathBuf> = events
                .into_iter()
                .filter(|event| !event.kind.is_access())
                .flat_map(|event| event.event.paths)
                .filter(|path| {
                    watched.iter().any(|folder| path.starts_with(folder)) || path.ends_with(FILE)
                })
                .filter(|path| !is_hidden(path))
                .collect();
            if !paths.is_empty() {
                // Nobody listens any more once the server has ended.
                let _ = sender.send(paths);
            }
        };
        let watcher = match method {
            Method::Native => start::<RecommendedWatcher>(tell, top, &beside, folders),
            Method::Poll => start::<PollWatcher>(tell, top, &beside, folders),
        };
        Ok(Watch {
            changes,
            _watcher: watcher.map_err(|error| Error::Watch(error.to_string()))?,
        })
    }

    /// Waits for the next change; `None` when watching is over.
    pub fn next(&self) -> Option<BTreeSet<PathBuf>> {
        let mut paths = self.changes.recv().ok()?;
        while let Ok(more) = self.changes.try_recv() {
            paths.extend(more);
        }
        Some(paths)
    }
}

/// Watches the folders that are there; one that comes later shows as a change in `top`.
fn start<W: Watcher + Send + 'static>(
    tell: impl DebounceEventHandler,
    top: &Path,
    beside: &BTreeSet<&Path>,
    folders: &[PathBuf],
) -> notify::Result<Box<dyn Any + Send>> {
    let config = Config::default().with_poll_interval(POLL);
    let mut debouncer = new_debouncer_opt::<_, W, _>(QUIET, None, tell, NoCache::new(), config)?;
    debouncer.watch(top, RecursiveMode::NonRecursive)?;
    for folder in beside
        .iter()
        .filter(|folder| folder.is_dir() && **folder != top)
    {
        debouncer.watch(folder, RecursiveMode::NonRecursive)?;
    }
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        debouncer.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(Box::new(debouncer))
}

/// Files that editors write beside what they save.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with('.') || name.ends_with('~')
    })
}
