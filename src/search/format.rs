//! How the index is written: numbers as letters, names of files, files.
//!
//! A number is one or more letters of [`LETTERS`]: the last stands for 0 to 43, those before it
//! for 44 and more, the least part first. None of the letters is one that a string of a script
//! writes in two, or one of the marks that part entries (`~`) and their members (`|`).

use std::sync::Arc;

use super::Files;

/// What stands for the numbers 0 to 87.
const LETTERS: &[u8; 88] =
    b"!#$%'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}";

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
    files: Files,
}

impl Writer {
    /// For the language of a tag.
    pub(super) fn new(locale: &str) -> Self {
        Writer {
            locale: locale.to_owned(),
            files: Vec::new(),
        }
    }

    /// Adds a file that holds `text` and returns its name.
    pub(super) fn add(&mut self, text: &str) -> String {
        let name = name(text);
        let address = format!("assets/search/{}/{name}.js", self.locale);
        self.files.push((address, script(&name, text)));
        name
    }

    /// All files, with the root at `address`.
    pub(super) fn files(mut self, address: String, root: &str) -> Files {
        let name = self.locale.clone();
        self.files.push((address, script(&name, root)));
        self.files
    }
}

/// A script that hands `text` over under a name.
fn script(name: &str, text: &str) -> Arc<[u8]> {
    let text = serde_json::to_string(text).expect("text can be JSON");
    // Line ends to a script of older browsers.
    let text = text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("keyward.found(\"{name}\",{text})\n").into_bytes().into()
}

/// A name that changes with the text: letters and digits that every disk tells apart.
fn name(text: &str) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let hash = blake3::hash(text.as_bytes());
    let digits = hash.as_bytes()[..9].iter();
    let digits = digits.map(|byte| char::from(DIGITS[usize::from(byte % 32)]));
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
