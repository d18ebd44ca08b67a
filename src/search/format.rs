//! How the index is written: numbers as letters, names of files, files.
//!
//! A number is one or more letters of [`LETTERS`]: the last stands for 0 to 43, those before it
//! for 44 and more, the least part first. None of the letters is one that a string of a script
//! writes in two, or one of the marks that part entries (`~`) and their members (`|`).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Files;

/// What stands for the numbers 0 to 87.
const LETTERS: &[u8; 88] =
    b"!#$%'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}";

/// Letters of a name.
const NAME: usize = 4;

/// What the name of a second file ends with; no digit of names.
const OTHER: char = '1';

/// Half of the letters end a number.
const HALF: u32 = 44;

/// A number below 88 as one letter.
pub(super) fn letter(number: u32) -> char {
    char::from(LETTERS[number.min(87) as usize])
}

/// Writes a number.
pub(super) fn push_number(out: &mut String, mut number: u32) {
    while number >= HALF {
        out.push(letter(HALF + number % HALF));
        number /= HALF;
    }
    out.push(letter(number));
}

/// A number.
pub(super) fn number(number: u32) -> String {
    let mut out = String::new();
    push_number(&mut out, number);
    out
}

/// Gathers the files of a language.
pub(super) struct Writer {
    locale: String,
    files: BTreeMap<String, Arc<[u8]>>,
}

impl Writer {
    /// For the language of a tag.
    pub(super) fn new(locale: &str) -> Self {
        Writer {
            locale: locale.to_owned(),
            files: BTreeMap::new(),
        }
    }

    /// Adds a file that holds `text` and returns its name.
    pub(super) fn add(&mut self, text: &str) -> String {
        self.add_pair(text, None)
    }

    /// Adds a file, and one that belongs to it under the same name with a letter behind it.
    pub(super) fn add_pair(&mut self, text: &str, other: Option<&str>) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(text.as_bytes()).update(&[0]);
        hasher.update(other.unwrap_or_default().as_bytes());
        let digits = digits(hasher.finalize().as_bytes());
        // Two texts seldom begin with one name; the later one gets more of its own.
        let mut length = NAME;
        let own = |length: usize| script(&digits[..length], text);
        while length < digits.len() && self.differs(&digits[..length], &own(length)) {
            length += 1;
        }
        let name = digits[..length].to_owned();
        self.files.insert(self.address(&name), own(length));
        if let Some(other) = other {
            let name = format!("{name}{OTHER}");
            self.files.insert(self.address(&name), script(&name, other));
        }
        name
    }

    fn differs(&self, name: &str, bytes: &[u8]) -> bool {
        let known = self.files.get(&self.address(name));
        known.is_some_and(|known| **known != *bytes)
    }

    fn address(&self, name: &str) -> String {
        format!("assets/search/{}/{name}.js", self.locale)
    }

    /// All files, with the root at `address`.
    pub(super) fn files(mut self, address: String, root: &str) -> Files {
        let root = script(&self.locale, root);
        self.files.insert(address, root);
        self.files.into_iter().collect()
    }
}

/// A script that hands `text` over under a name.
fn script(name: &str, text: &str) -> Arc<[u8]> {
    let text = serde_json::to_string(text).expect("text can be JSON");
    // Line ends to a script of older browsers.
    let text = text
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!("keyward.found(\"{name}\",{text})\n")
        .into_bytes()
        .into()
}

/// Name and text of such a script, as a member of a JSON object.
pub(super) fn member(script: &str) -> Option<String> {
    let call = script.strip_prefix("keyward.found(")?.strip_suffix(")\n")?;
    let (name, text) = call.split_once(',')?;
    Some(format!("{name}:{text}"))
}

/// A name that changes with a text: letters and digits that every disk tells apart.
fn digits(hash: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let digits = hash
        .iter()
        .map(|byte| char::from(DIGITS[usize::from(byte % 32)]));
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_told_apart() {
        assert_eq!(number(0), "!");
        assert_eq!(number(43).len(), 1);
        assert_eq!(number(44).len(), 2);
        assert_eq!(number(44 * 44).len(), 3);
        let mut seen: Vec<String> = (0..5000).map(number).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 5000);
    }

    #[test]
    fn no_letter_needs_an_escape_or_parts_entries() {
        let letters = std::str::from_utf8(LETTERS).unwrap();
        assert_eq!(serde_json::to_string(letters).unwrap().len(), 90);
        assert!(!letters.contains(['~', '|', ' ', '<', '&']), "{letters}");
    }
}
