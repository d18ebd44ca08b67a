//! The hand-over: a built site as one zip for people who have neither Keyward nor the book.
//!
//! In: the [`Output`] of a build and what is known of its book. Out: [`Package`], the files of the
//! zip, which [`archive::write`] writes and [`verify::report`] checks on the other side.

pub mod archive;
mod page;
pub mod single;
pub mod verify;

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::error::Error;
use crate::hosting::{self, Place};
use crate::pipeline::{File, Output};
use crate::strings::Strings;

/// File that says that a zip is Keyward's.
pub const MARKER: &str = "KEYWARD-PACKAGE";

/// What the marker holds.
const MARKER_TEXT: &str = "This zip was made by `keyward pack`. Check it with `keyward pack --verify`, or unpack it and run `sha256sum -c SHA256SUMS`.\n";

/// File with the SHA-256 of every other file, as `sha256sum` writes it.
pub const SUMS: &str = "SHA256SUMS";

/// Folder of the site within a package.
const SITE: &str = "site/";

/// The folder on a server that stands in configurations until somebody changes it.
const SERVER_FOLDER: &str = "/srv/www/training";

/// The program's licences.
const LICENCES: [(&str, &str); 2] = [
    ("LICENSE-MIT", include_str!("../../LICENSE-MIT")),
    ("LICENSE-APACHE", include_str!("../../LICENSE-APACHE")),
];

/// SHA-256 in hexadecimal digits, by path in the zip.
pub type Sums = BTreeMap<String, String>;

/// What is known of a book and its site.
pub struct Book<'a> {
    /// The book's settings.
    pub config: &'a Config,
    /// The interface in each language of the book, the default one first.
    pub strings: &'a [Strings],
    /// Pages, fallbacks included.
    pub pages: usize,
}

/// The files of a zip, by path.
pub struct Package {
    /// Files, [`SUMS`] among them.
    pub files: BTreeMap<String, File>,
    /// Sums of all files but [`SUMS`].
    pub sums: Sums,
}

/// What the site of a new package has that the former one had not, and the other way round.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files that are new.
    pub added: Vec<String>,
    /// Files that hold something else.
    pub changed: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
}

impl Difference {
    /// What changed in the site between two packages.
    pub fn between(old: &Sums, new: &Sums) -> Difference {
        let is_site = |(path, _): &(&String, &String)| path.starts_with(SITE);
        let mut difference = Difference::default();
        for (path, sum) in new.iter().filter(is_site) {
            match old.get(path) {
                None => difference.added.push(path.clone()),
                Some(former) if former != sum => difference.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        let removed = old.iter().filter(is_site).map(|(path, _)| path);
        difference.removed = removed
            .filter(|path| !new.contains_key(*path))
            .cloned()
            .collect();
        difference
    }
}

/// Packs a site; `since` are the sums of a former package, to say what changed.
pub fn package(book: &Book<'_>, output: &Output, since: Option<&Sums>) -> Result<Package, Error> {
    let mut files: BTreeMap<String, File> = output
        .iter()
        .map(|(address, file)| (format!("{SITE}{address}"), file.clone()))
        .collect();
    let site = archive::sums(&files)?;
    let change_sheet = page::Sheet {
        files: &files,
        content: content_sum(&site),
        difference: since.map(|old| Difference::between(old, &site)),
    };
    let mut own = page::all(book, &change_sheet);
    let place = Place::new(book.config.site_url().as_deref(), SERVER_FOLDER)?;
    for server in hosting::SERVERS {
        let text = hosting::configuration(server, &place);
        own.push((format!("hosting/{}", server.file), text));
    }
    for (name, text) in LICENCES {
        own.push((format!("LICENCES/{name}"), text.to_owned()));
    }
    own.push((MARKER.to_owned(), MARKER_TEXT.to_owned()));
    files.extend(own.into_iter().map(|(path, text)| (path, bytes(text))));

    let sums = archive::sums(&files)?;
    files.insert(SUMS.to_owned(), bytes(listed(&sums)));
    Ok(Package { files, sums })
}

fn bytes(text: String) -> File {
    File::Bytes(Arc::from(text.into_bytes()))
}

/// Sums as `sha256sum` writes them.
fn listed(sums: &Sums) -> String {
    sums.iter()
        .map(|(path, sum)| format!("{sum}  {path}\n"))
        .collect()
}

/// One sum for the whole site: that of the lines about `site/` in [`SUMS`].
pub fn content_sum(sums: &Sums) -> String {
    let site: Sums = sums
        .iter()
        .filter(|(path, _)| path.starts_with(SITE))
        .map(|(path, sum)| (path.clone(), sum.clone()))
        .collect();
    hex(&Sha256::digest(listed(&site)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_what_changed_in_the_site_only() {
        let sums = |pairs: &[(&str, &str)]| -> Sums {
            pairs
                .iter()
                .map(|(path, sum)| ((*path).to_owned(), (*sum).to_owned()))
                .collect()
        };
        let old = sums(&[
            ("site/a", "1"),
            ("site/b", "1"),
            ("site/c", "1"),
            ("START.html", "1"),
        ]);
        let new = sums(&[
            ("site/b", "1"),
            ("site/c", "2"),
            ("site/d", "1"),
            ("START.html", "2"),
        ]);
        let difference = Difference::between(&old, &new);
        assert_eq!(difference.added, ["site/d"]);
        assert_eq!(difference.changed, ["site/c"]);
        assert_eq!(difference.removed, ["site/a"]);
    }
}
