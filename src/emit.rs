//! The only writing of the site: a whole tree beside the destination, swapped in in one step.
//!
//! In: an [`Output`] and a folder. Files that did not change are hard-linked from the old site.
//! A build that fails or is killed leaves the old site whole; what it left beside it is cleared by
//! the next. Files in the destination that Keyward did not make are kept.

use std::collections::BTreeSet;
use std::fs::{self, File as DiskFile, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::Error;
use crate::pipeline::{File, Output};
use crate::render::LOCAL;

/// File that marks a folder as made by Keyward, and lists what in it is.
pub const MARKER: &str = ".keyward";

/// First line of the marker.
const MARKER_TITLE: &str =
    "This folder was made by Keyward. Files named below are replaced by the next build.";

/// What a folder is to a build.
#[derive(Debug, PartialEq, Eq)]
enum Destination {
    /// Nothing is there.
    Missing,
    /// An empty folder.
    Empty,
    /// A site of ours: its files, and whether others stand among them.
    Ours(BTreeSet<String>),
}

/// Says whether `folder` may be built into, before anything is done.
pub fn check_destination(folder: &Path, book: &Path, content: &Path) -> Result<(), Error> {
    let resolved = resolve(folder);
    let bad = |why| Error::BadDestination {
        path: folder.to_path_buf(),
        why,
    };
    let book = resolve(book);
    if book.starts_with(&resolved) {
        return Err(bad("the book itself stands in it"));
    }
    for (inner, why) in [
        (resolve(content), "it lies in the content"),
        (book.join("theme"), "it lies in the theme"),
        (book.join("themes"), "it lies in the themes"),
    ] {
        if resolved.starts_with(&inner) {
            return Err(bad(why));
        }
    }
    look_at(&resolved).map(|_| ())
}

/// Publishes `output` in `folder`.
pub fn publish(output: &Output, folder: &Path) -> Result<(), Error> {
    let folder = resolve(folder);
    let parent = folder.parent().ok_or_else(|| Error::BadDestination {
        path: folder.clone(),
        why: "it is the top of a disk",
    })?;
    fs::create_dir_all(parent).map_err(Error::io("cannot make", parent))?;
    clear_leftovers(&folder);
    let old = match look_at(&folder)? {
        Destination::Ours(files) => Some(files),
        Destination::Missing | Destination::Empty => None,
    };
    let stage = Stage::new(&folder)?;
    write_tree(output, &stage.site, old.as_ref().map(|_| folder.as_path()))?;
    if let Some(ours) = &old {
        keep_foreign(&folder, &stage.site, ours, output)?;
        keep_filled(&folder, &stage.site, output)?;
    }
    keep_access(&folder, &stage.site);
    swap(&stage.site, &folder)
}

/// Keeps the file of values that an administration filled, where the build has but the example.
fn keep_filled(folder: &Path, site: &Path, output: &Output) -> Result<(), Error> {
    let Some(File::Bytes(new)) = output.get(LOCAL) else {
        return Ok(());
    };
    let old = folder.join(LOCAL);
    let Ok(text) = fs::read_to_string(&old) else {
        return Ok(());
    };
    if is_filled(&text) && !is_filled(&String::from_utf8_lossy(new)) {
        let path = site.join(LOCAL);
        fs::remove_file(&path).map_err(Error::io("cannot remove", &path))?;
        fs::copy(&old, &path).map_err(Error::io("cannot write", &path))?;
    }
    Ok(())
}

/// Whether a file of values says anything: more than comments and an empty call.
fn is_filled(text: &str) -> bool {
    let lines = text.lines().map(str::trim);
    let said = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    said.ne(["window.keyward.local({", "});"])
}

/// Removes a site that Keyward made; files of others stay.
pub fn clean(folder: &Path) -> Result<bool, Error> {
    let folder = resolve(folder);
    clear_leftovers(&folder);
    let files = match look_at(&folder)? {
        Destination::Missing | Destination::Empty => return Ok(false),
        Destination::Ours(files) => files,
    };
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for file in files.iter().map(String::as_str).chain([MARKER]) {
        let path = folder.join(file);
        // What an administration wrote is no file of the build's any more.
        let is_kept = || fs::read_to_string(&path).is_ok_and(|text| is_filled(&text));
        if leads_out(&folder, &path) || (file == LOCAL && is_kept()) {
            continue;
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("cannot remove", &path)(error));
            }
            _ => folders.extend(
                path.ancestors()
                    .skip(1)
                    .take_while(|p| p.starts_with(&folder))
                    .map(Path::to_path_buf),
            ),
        }
    }
    for empty in folders.iter().rev() {
        // A folder that still holds something of somebody else's stays.
        let _ = fs::remove_dir(empty);
    }
    if folder.is_dir() {
        // So that the next build knows it again.
        let path = folder.join(MARKER);
        fs::write(&path, format!("{MARKER_TITLE}\n")).map_err(Error::io("cannot write", &path))?;
    }
    Ok(true)
}

/// Whether a folder on the way from `top` to `path` is a link: then the file is not in the site,
/// whatever the list says.
fn leads_out(top: &Path, path: &Path) -> bool {
    let mut between = path.ancestors().skip(1).take_while(|folder| *folder != top);
    between.any(|folder| folder.is_symlink())
}

/// Puts `text` in the place of a source file in one step, so that a crash leaves the old or the
/// new text, never half of one.
pub fn rewrite(path: &Path, text: &str) -> Result<(), Error> {
    let real = fs::canonicalize(path).map_err(Error::io("cannot read", path))?;
    let mut name = real.file_name().unwrap_or_default().to_os_string();
    name.push(".keyward-new");
    let beside = real.with_file_name(name);
    let written = fs::write(&beside, text).and_then(|()| {
        fs::set_permissions(&beside, fs::metadata(&real)?.permissions())?;
        fs::rename(&beside, &real)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        Error::io("cannot write", path)(error)
    })
}

/// Writes a source file, new or in the place of the old one, with the folders above it.
pub fn write(path: &Path, text: &str) -> Result<(), Error> {
    if path.exists() {
        return rewrite(path, text);
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).map_err(Error::io("cannot write", path))?;
    write_new(path, text)
}

/// Writes a file that must not be there yet.
pub fn write_new(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Error> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(Error::io("cannot write", path))?;
    file.write_all(bytes.as_ref())
        .map_err(Error::io("cannot write", path))
}

/// The path with links followed as far as it exists.
fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut rest = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        if let Ok(real) = fs::canonicalize(existing) {
            return rest.iter().rev().fold(real, |path, part| path.join(part));
        }
        match (existing.parent(), existing.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name.to_os_string());
                existing = parent;
            }
            _ => return absolute,
        }
    }
}

fn look_at(folder: &Path) -> Result<Destination, Error> {
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Destination::Missing),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Error::ForeignFolder(folder.to_path_buf()));
        }
        Err(error) => return Err(Error::io("cannot read", folder)(error)),
    };
    match fs::read_to_string(folder.join(MARKER)) {
        Ok(text) if text.lines().next() == Some(MARKER_TITLE) => Ok(Destination::Ours(
            text.lines()
                .skip(1)
                .filter(|line| is_plain(line))
                .map(str::to_owned)
                .collect(),
        )),
        _ if entries.next().is_none() => Ok(Destination::Empty),
        _ => Err(Error::ForeignFolder(folder.to_path_buf())),
    }
}

/// Whether a line of a marker names a file below the folder and no other.
fn is_plain(line: &str) -> bool {
    !line.is_empty()
        && !line.starts_with('/')
        && line
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
        && !line.contains(['\\', ':'])
}

/// A folder beside the destination in which the new tree grows. It is locked as long as its build
/// lives, so that other builds can tell it from a leftover; it goes when it is dropped.
struct Stage {
    folder: PathBuf,
    site: PathBuf,
    _lock: DiskFile,
}

impl Stage {
    fn new(destination: &Path) -> Result<Stage, Error> {
        for attempt in 0_u32.. {
            let folder = stage_path(destination, attempt);
            match fs::create_dir(&folder) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(Error::io("cannot make", &folder)(error)),
            }
            // Another build may take the folder for a leftover until it is locked; then the next
            // name is tried.
            let lock_path = folder.join("lock");
            let Ok(lock) = OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&lock_path)
            else {
                continue;
            };
            if lock.try_lock().is_err() || !lock_path.exists() {
                continue;
            }
            let site = folder.join("site");
            fs::create_dir(&site).map_err(Error::io("cannot make", &site))?;
            return Ok(Stage {
                folder,
                site,
                _lock: lock,
            });
        }
        unreachable!("the loop ends only by returning")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        remove_stage(&self.folder);
    }
}

/// Removes a stage, its lock last: as long as that is there, another build can tell a leftover.
/// What can't be removed now is one that the next build clears.
fn remove_stage(folder: &Path) {
    for tree in ["site", "site.old"] {
        let _ = fs::remove_dir_all(folder.join(tree));
    }
    let _ = fs::remove_file(folder.join("lock"));
    let _ = fs::remove_dir(folder);
}

fn stage_prefix(destination: &Path) -> String {
    let name = destination
        .file_name()
        .map_or_else(|| "site".into(), |name| name.to_string_lossy().into_owned());
    format!(".{name}.keyward-")
}

fn stage_path(destination: &Path, attempt: u32) -> PathBuf {
    let name = format!(
        "{}{}-{attempt}",
        stage_prefix(destination),
        std::process::id()
    );
    destination.with_file_name(name)
}

/// Removes what killed builds left beside the destination.
fn clear_leftovers(destination: &Path) {
    let prefix = stage_prefix(destination);
    let Some(entries) = destination
        .parent()
        .and_then(|parent| fs::read_dir(parent).ok())
    else {
        return;
    };
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(&prefix) {
            continue;
        }
        let folder = entry.path();
        match OpenOptions::new().write(true).open(folder.join("lock")) {
            Ok(lock) => match lock.try_lock() {
                Ok(()) => {
                    // A swap in two steps was cut off: the old site goes back to its place.
                    if !destination.exists() {
                        let _ = fs::rename(folder.join("site.old"), destination);
                    }
                    remove_stage(&folder);
                }
                Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
            },
            // Without a lock it is empty or not ours: only an empty folder goes.
            Err(_) => {
                let _ = fs::remove_dir(&folder);
            }
        }
    }
}

/// Writes the whole tree, and the marker last.
fn write_tree(output: &Output, site: &Path, old: Option<&Path>) -> Result<(), Error> {
    let folders: BTreeSet<&str> = output
        .keys()
        .flat_map(|address| {
            address
                .match_indices('/')
                .map(move |(at, _)| &address[..at])
        })
        .collect();
    for folder in folders {
        let path = site.join(folder);
        fs::create_dir_all(&path).map_err(Error::io("cannot make", &path))?;
    }
    output.par_iter().try_for_each(|(address, file)| {
        let path = site.join(address);
        let unchanged = old
            .map(|old| old.join(address))
            .filter(|old| same(old, file));
        match unchanged.map(|old| fs::hard_link(old, &path)) {
            Some(Ok(())) => Ok(()),
            _ => write_file(file, &path).map_err(Error::io("cannot write", &path)),
        }
    })?;
    let mut marker = String::from(MARKER_TITLE);
    for address in output.keys() {
        marker.push('\n');
        marker.push_str(address);
    }
    marker.push('\n');
    let path = site.join(MARKER);
    fs::write(&path, marker).map_err(Error::io("cannot write", &path))
}

fn write_file(file: &File, path: &Path) -> io::Result<()> {
    match file {
        File::Bytes(bytes) => DiskFile::create_new(path)?.write_all(bytes),
        File::Asset(asset) => {
            let mut from = DiskFile::open(&asset.path)?;
            io::copy(&mut from, &mut DiskFile::create_new(path)?).map(|_| ())
        }
    }
}

/// Whether the file at `path` holds just what `file` does.
fn same(path: &Path, file: &File) -> bool {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return false;
    };
    if !metadata.is_file() {
        return false;
    }
    match file {
        File::Bytes(bytes) => {
            metadata.len() == bytes.len() as u64 && fs::read(path).is_ok_and(|old| old == **bytes)
        }
        File::Asset(asset) => {
            let hash = || -> io::Result<[u8; 32]> {
                let mut hasher = blake3::Hasher::new();
                let mut reader = DiskFile::open(path)?;
                let mut buffer = vec![0; 1 << 16];
                loop {
                    match reader.read(&mut buffer)? {
                        0 => return Ok(*hasher.finalize().as_bytes()),
                        read => hasher.update(&buffer[..read]),
                    };
                }
            };
            metadata.len() == asset.len && hash().is_ok_and(|hash| hash == asset.hash)
        }
    }
}

/// Carries files that Keyward did not make over into the new tree.
fn keep_foreign(
    old: &Path,
    site: &Path,
    ours: &BTreeSet<String>,
    output: &Output,
) -> Result<(), Error> {
    for entry in walkdir::WalkDir::new(old).min_depth(1).sort_by_file_name() {
        let Ok(entry) = entry else { continue };
        let Ok(local) = entry.path().strip_prefix(old) else {
            continue;
        };
        let address = local
            .iter()
            .map(|part| part.to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        let to = site.join(local);
        if entry.file_type().is_dir() {
            let holds_ours = || {
                ours.iter()
                    .any(|file| file.starts_with(&format!("{address}/")))
            };
            if !to.exists() && !holds_ours() {
                fs::create_dir_all(&to).map_err(Error::io("cannot make", &to))?;
            }
            continue;
        }
        if address == MARKER || ours.contains(&address) {
            continue;
        }
        if output.contains_key(&address) {
            return Err(Error::ForeignFile(entry.path().to_path_buf()));
        }
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(Error::io("cannot make", parent))?;
        }
        carry(entry.path(), &to, entry.path_is_symlink())?;
    }
    Ok(())
}

/// Gives the new tree the mode and owner of the folder in whose place it goes.
fn keep_access(old: &Path, site: &Path) {
    let Ok(metadata) = fs::metadata(old) else {
        return;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        // Only the owner of a machine may give files away; for others they are theirs already.
        let _ = chown(site, Some(metadata.uid()), Some(metadata.gid()));
    }
    let _ = fs::set_permissions(site, metadata.permissions());
}

fn carry(from: &Path, to: &Path, is_link: bool) -> Result<(), Error> {
    #[cfg(unix)]
    if is_link {
        let target = fs::read_link(from).map_err(Error::io("cannot read", from))?;
        return std::os::unix::fs::symlink(target, to).map_err(Error::io("cannot write", to));
    }
    let _ = is_link;
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to)
        .map(|_| ())
        .map_err(Error::io("cannot write", to))
}

/// Puts `site` in the place of `folder`; what was there lies where `site` was.
fn swap(site: &Path, folder: &Path) -> Result<(), Error> {
    let failed = |error: io::Error| Error::io("cannot put the new site in place of", folder)(error);
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        // Twice, because another build may put its site there between the two steps.
        for _ in 0..2 {
            match renameat_with(CWD, site, CWD, folder, RenameFlags::EXCHANGE) {
                Ok(()) => return Ok(()),
                Err(Errno::NOENT) => {}
                Err(_) => break,
            }
            match renameat_with(CWD, site, CWD, folder, RenameFlags::NOREPLACE) {
                Ok(()) => return Ok(()),
                Err(Errno::EXIST) => {}
                Err(_) => break,
            }
        }
    }
    swap_in_two_steps(site, folder).map_err(failed)
}

/// For disks that cannot exchange two folders. If it is cut off between the steps, the next
/// build puts the old site back before anything else.
fn swap_in_two_steps(site: &Path, folder: &Path) -> io::Result<()> {
    let aside = site.with_extension("old");
    match fs::rename(folder, &aside) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return fs::rename(site, folder),
        Err(error) => return Err(error),
    }
    fs::rename(site, folder).inspect_err(|_| {
        let _ = fs::rename(&aside, folder);
    })
}
