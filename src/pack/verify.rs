//! A zip from elsewhere, checked before anybody unpacks it: whole, ours, and harmless.
//!
//! Nothing is unpacked. Entries stream through a hash, bounded by what the zip declares and by
//! what a site can be, so that a zip made to fill a disk costs little.

use std::collections::BTreeSet;
use std::fs::{self, File as DiskFile};
use std::io::{self, BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::error::Error;
use crate::pack::{MARKER, MARKER_TEXT, SITE, SUMS, Sums, archive};
use crate::render::LOCAL;

type Zip = ZipArchive<BufReader<DiskFile>>;

/// Entries that a package can have.
const MOST_FILES: usize = 500_000;

/// Bytes that [`SUMS`] and the marker can have.
const LONGEST_LIST: u64 = 256 << 20;

/// How many times its own size a package can unpack to; text of a site shrinks to a tenth or so.
const MOST_GROWTH: u64 = 100;

/// Bytes to which any zip can unpack, however small it is.
const HARMLESS: u64 = 16 << 20;

/// What a check found.
#[derive(Debug, Default)]
pub struct Report {
    /// Files that were looked at.
    pub files: usize,
    /// The sums that the package states.
    pub sums: Sums,
    /// What is wrong, in plain words.
    pub problems: Vec<String>,
    /// What is not as it was packed and may be so.
    pub notes: Vec<String>,
}

/// Checks a package.
pub fn report(path: &Path) -> Result<Report, Error> {
    let length = fs::metadata(path)
        .map_err(Error::io("cannot read", path))?
        .len();
    let mut report = Report::default();
    let mut zip = match open(path)? {
        Ok(zip) => zip,
        Err(why) => {
            report
                .problems
                .push(format!("it is no zip, or a damaged one: {why}"));
            return Ok(report);
        }
    };
    let mut problems = dangers(&mut zip, length);
    if problems.is_empty() {
        match read_text(&mut zip, MARKER) {
            Some(text) if text == MARKER_TEXT => {}
            _ => problems.push(format!(
                "`{MARKER}` is missing: `keyward pack` did not make this zip"
            )),
        }
        match read_text(&mut zip, SUMS) {
            Some(text) => report.sums = read_sums(&text, &mut problems),
            None => problems.push(format!("`{SUMS}` is missing, so nothing can be compared")),
        }
        compare(&mut zip, &report.sums, &mut problems, &mut report.notes);
    }
    report.files = zip.len();
    report.problems = problems;
    Ok(report)
}

/// The sums that a former package states, once it proved whole.
pub fn sums(path: &Path) -> Result<Sums, Error> {
    let report = report(path)?;
    match report.problems.first() {
        None => Ok(report.sums),
        Some(problem) => Err(Error::Refused(format!(
            "`{}` can't be compared with: {problem}\n  help: `keyward pack --verify` tells all that is wrong with it",
            path.display()
        ))),
    }
}

/// Whether the file is a package of Keyward's, whole or not.
pub(super) fn is_ours(path: &Path) -> bool {
    let Ok(Ok(mut zip)) = open(path) else {
        return false;
    };
    read_text(&mut zip, MARKER).as_deref() == Some(MARKER_TEXT)
}

fn open(path: &Path) -> Result<Result<Zip, String>, Error> {
    let file = DiskFile::open(path).map_err(Error::io("cannot read", path))?;
    Ok(ZipArchive::new(BufReader::new(file)).map_err(|error| error.to_string()))
}

/// What would harm the one who unpacks the zip.
fn dangers(zip: &mut Zip, length: u64) -> Vec<String> {
    if zip.len() > MOST_FILES {
        return vec![format!("it has {} files, more than any site", zip.len())];
    }
    let mut problems = Vec::new();
    if zip.has_duplicate_names() {
        problems.push("it has two files of the same name".to_owned());
    }
    match zip.has_overlapping_files() {
        Ok(false) => {}
        Ok(true) => problems.push("its files lie over each other, as in a zip bomb".to_owned()),
        Err(error) => problems.push(format!("its parts can't be found: {error}")),
    }
    let mut total = 0_u64;
    for index in 0..zip.len() {
        let file = match zip.by_index_raw(index) {
            Ok(file) => file,
            Err(error) => {
                problems.push(format!("file {} of it can't be read: {error}", index + 1));
                continue;
            }
        };
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        total = total.saturating_add(file.size());
        if let Some(why) = strange_name(&name) {
            problems.push(format!("`{}` {why}", shown(&name)));
        }
        if file.is_symlink() {
            problems.push(format!("`{}` is a link to somewhere else", shown(&name)));
        }
        if file.encrypted() {
            problems.push(format!("`{}` is encrypted", shown(&name)));
        }
    }
    if total > HARMLESS && total / MOST_GROWTH > length {
        problems.push(format!(
            "it would unpack to {total} bytes, as a zip bomb does"
        ));
    }
    problems
}

/// Why a name can't be in a package.
fn strange_name(name: &str) -> Option<&'static str> {
    if name.starts_with(['/', '\\']) || name.as_bytes().get(1) == Some(&b':') {
        return Some("names a place outside of the folder that it is unpacked into");
    }
    if name.split(['/', '\\']).any(|part| part == "..") {
        return Some("leads out of the folder that it is unpacked into");
    }
    if name.contains(['\\', ':', '\u{FFFD}']) || name.contains(char::is_control) {
        return Some("has signs in its name that a package never has");
    }
    if name.split('/').any(|part| part.is_empty() || part == ".") {
        return Some("is a folder or has an empty part in its name");
    }
    None
}

/// A name for the terminal, whatever stands in it.
fn shown(name: &str) -> String {
    name.escape_debug().to_string()
}

fn read_text(zip: &mut Zip, name: &str) -> Option<String> {
    let mut text = String::new();
    let file = zip.by_name(name).ok()?;
    file.take(LONGEST_LIST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn read_sums(text: &str, problems: &mut Vec<String>) -> Sums {
    let mut sums = Sums::new();
    for (line, number) in text.lines().zip(1..) {
        let is_sum =
            |sum: &str| sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
        let known = match line.split_once("  ") {
            Some((sum, name)) if is_sum(sum) => sums.insert(name.to_owned(), sum.to_lowercase()),
            _ => {
                problems.push(format!("line {number} of `{SUMS}` is no sum and name"));
                continue;
            }
        };
        if known.is_some() {
            problems.push(format!(
                "line {number} of `{SUMS}` names a file for the second time"
            ));
        }
    }
    sums
}

/// Compares every file with its sum.
fn compare(zip: &mut Zip, sums: &Sums, problems: &mut Vec<String>, notes: &mut Vec<String>) {
    let filled = format!("{SITE}{LOCAL}");
    let mut seen = BTreeSet::new();
    for index in 0..zip.len() {
        let mut file = match zip.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                problems.push(format!("file {} of it can't be read: {error}", index + 1));
                continue;
            }
        };
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        if name == SUMS {
            continue;
        }
        let length = file.size();
        // One byte more than it says, to notice a file that says less than it holds.
        let copied = archive::copy(
            &mut file.by_ref().take(length.saturating_add(1)),
            &mut io::sink(),
        );
        let problem = match (sums.get(&name), copied) {
            (None, _) => Some(format!("is not in `{SUMS}`: somebody added it")),
            (Some(_), Err(error)) => Some(format!("is damaged: {error}")),
            (Some(_), Ok((_, read))) if read != length => {
                Some("is longer or shorter than it says".to_owned())
            }
            (Some(sum), Ok((found, _))) if *sum != found && name == filled => {
                notes.push(format!(
                    "`{name}` is not as it was packed: somebody filled in values, or changed them; look into it, it is short"
                ));
                None
            }
            (Some(sum), Ok((found, _))) if *sum != found => {
                Some("is not what was packed: its sum differs".to_owned())
            }
            (Some(_), Ok(_)) => None,
        };
        problems.extend(problem.map(|why| format!("`{}` {why}", shown(&name))));
        seen.insert(name);
    }
    let missing = sums.keys().filter(|name| !seen.contains(*name));
    problems.extend(missing.map(|name| format!("`{}` is missing", shown(name))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_strange() {
        for name in [
            "../x",
            "a/../../x",
            "/etc/x",
            "\\x",
            "C:\\x",
            "C:x",
            "a\\..\\x",
            "a//b",
            "a/",
            "./a",
            "a\nb",
            "",
        ] {
            assert!(strange_name(name).is_some(), "{name:?}");
        }
        for name in [
            "site/en/a.html",
            "site/.keyward",
            "a..b",
            "site/ar/مصطلح.html",
        ] {
            assert!(strange_name(name).is_none(), "{name:?}");
        }
    }
}
