//! Names without meaning, for books that ask for discretion.
//!
//! A name is made of an identity alone, so it is the same in every language and stays when pages
//! are added, moved in order or given another `slug`. It has no vowels, so it never makes a word.

use crate::path;

/// Letters of names.
const LETTERS: &[u8; 16] = b"bcdfghjklmnpqrst";

/// Letters in a name: with 48 bits, two of a million pages meet once in 500 books; then the build
/// says so.
const LENGTH: usize = 12;

/// Folders whose names are Keyward's own and say nothing about the book.
const OWN_FOLDERS: [&str; 3] = ["course", "sources", "terms"];

/// A path below a language's folder with a name for each part.
pub fn path(entry: &str) -> String {
    let mut out = String::with_capacity(entry.len());
    let mut end = 0;
    for part in entry.split('/') {
        let is_own = part == "index" || (end == 0 && OWN_FOLDERS.contains(&part));
        if end > 0 {
            out.push('/');
            end += 1;
        }
        end += part.len();
        match is_own {
            true => out.push_str(part),
            false => out.push_str(&name(&entry[..end])),
        }
    }
    out
}

/// A path of a file, whose ending stays.
pub fn file(local: &str) -> String {
    let folder = path::parent(local);
    let folder = match folder.is_empty() {
        true => String::new(),
        false => path(folder),
    };
    let ending = path::name(local).rsplit_once('.');
    let ending = ending.map_or(String::new(), |(_, ending)| format!(".{ending}"));
    path::join(&folder, &(name(local) + &ending))
}

/// The name for an identity.
pub fn name(identity: &str) -> String {
    let hash = blake3::hash(identity.as_bytes());
    let halves = hash
        .as_bytes()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15]);
    halves
        .take(LENGTH)
        .map(|half| char::from(LETTERS[usize::from(half)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_name_hangs_on_the_identity_alone_and_keeps_the_tree() {
        let lesson = path("course/signs/change");
        let module = path("course/signs/index");
        let folder = module.strip_suffix("/index").unwrap();
        assert!(lesson.starts_with(folder), "{lesson} is not in {folder}");
        assert!(folder.starts_with("course/"));
        assert!(!lesson.contains("signs") && !lesson.contains("change"));
        assert_eq!(path("index"), "index");
        assert_ne!(path("a/terms"), "a/terms");
        assert!(file("img/plan.png").ends_with(".png"));
        assert_eq!(file("plan.png"), format!("{}.png", name("plan.png")));
    }

    #[test]
    fn many_names_are_all_different_and_no_words() {
        let names: HashSet<String> = (0..100_000).map(|n| name(&format!("terms/t{n}"))).collect();
        assert_eq!(names.len(), 100_000);
        let is_plain =
            |name: &String| name.len() == LENGTH && !name.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        assert!(names.iter().all(is_plain));
    }
}
