//! Texts in words: runs of letters, digits and marks, words with hyphens whole and in parts, no
//! elisions.
//!
//! The build reads pages so, a script reads queries so; both follow `tests/fixtures/tokens.json`.

use std::borrow::Cow;
use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::fold::is_invisible;

/// What a word is to the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A word by itself.
    Whole,
    /// A word with hyphens, to be read without them; its parts follow.
    Joined,
    /// A part of a word with hyphens.
    Part,
}

impl Shape {
    /// Its name in the test vectors.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Whole => "whole",
            Shape::Joined => "joined",
            Shape::Part => "part",
        }
    }
}

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it is to the words around it.
    pub shape: Shape,
}

impl Word {
    /// The word as written; without its hyphens if it is a joined one.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let text = &text[self.range.clone()];
        match self.shape {
            Shape::Joined => text.chars().filter(|c| !is_hyphen(*c)).collect(),
            Shape::Whole | Shape::Part => Cow::Borrowed(text),
        }
    }
}

/// What stands shortened before an apostrophe and is no word to look for.
const ELISIONS: &[(&str, &str)] = &[
    (
        "fr",
        "l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu quelqu",
    ),
    (
        "it",
        "l un d c n s t m v gl all dall dell nell sull coll agl dagl degl negl sugl quest quell \
         sant anch com dov quant tutt senz nient mezz bell buon grand",
    ),
    ("ca", "l d m t s n"),
    (
        "el",
        "γι απ σ μ κ τ θ ν αλλ κατ μετ παρ υπ επ ουτ ωσ απο για",
    ),
];

/// The words of `text`, whose bare language is `language`.
pub fn words<'a>(language: &str, text: &'a str) -> Words<'a> {
    let elisions = ELISIONS.iter().find(|(tag, _)| *tag == language);
    Words {
        text,
        at: 0,
        elisions: elisions.map_or("", |(_, list)| list),
        parts: Vec::new(),
    }
}

/// Walks through a text.
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    elisions: &'static str,
    /// Words that were found together and not yet given, the next one last.
    parts: Vec<Word>,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            if let Some(word) = self.parts.pop() {
                return Some(word);
            }
            let run = self.run(self.at)?;
            self.at = run.end;
            if self.is_elided(&run) || self.is_ending(&run) {
                continue;
            }
            return Some(self.gather(run));
        }
    }
}

impl Words<'_> {
    /// The next run of letters, digits and marks from `start` on.
    fn run(&self, start: usize) -> Option<Range<usize>> {
        let begin = start + self.text[start..].find(is_word)?;
        let bytes = self.text.as_bytes();
        let mut end = begin;
        let mut seen = begin;
        while let Some(byte) = bytes.get(seen) {
            if byte.is_ascii_alphanumeric() {
                seen += 1;
                end = seen;
                continue;
            }
            let other = self.text[seen..].chars().next().filter(|c| !c.is_ascii());
            let Some(c) = other else { break };
            seen += c.len_utf8();
            if is_word(c) || is_mark(c) {
                end = seen;
            } else if !is_invisible(c) {
                break;
            }
        }
        Some(begin..end)
    }

    /// A first run with the parts that hyphens bind to it: the word, and more words in `parts`.
    fn gather(&mut self, first: Range<usize>) -> Word {
        let Some(next) = self.bound(self.at) else {
            return Word {
                range: first,
                shape: Shape::Whole,
            };
        };
        self.at = next.end;
        let mut parts = vec![first.clone(), next];
        while let Some(next) = self.bound(self.at) {
            self.at = next.end;
            parts.push(next);
        }
        let parts = parts.into_iter().rev().map(|range| Word {
            range,
            shape: Shape::Part,
        });
        self.parts.extend(parts);
        Word {
            range: first.start..self.at,
            shape: Shape::Joined,
        }
    }

    /// The run behind a hyphen at `at`.
    fn bound(&self, at: usize) -> Option<Range<usize>> {
        let hyphen = self.text[at..].chars().next().filter(|c| is_hyphen(*c))?;
        let start = at + hyphen.len_utf8();
        self.run(start).filter(|run| run.start == start)
    }

    /// Whether a run is a shortened word before an apostrophe.
    fn is_elided(&self, run: &Range<usize>) -> bool {
        if self.elisions.is_empty() || !self.has_apostrophe_at(run.end) {
            return false;
        }
        let word = super::plain::plain(&self.text[run.clone()]);
        self.elisions.split_whitespace().any(|known| known == word)
    }

    /// Whether a run is an `s` behind an apostrophe, as in `officer's`.
    fn is_ending(&self, run: &Range<usize>) -> bool {
        let before = &self.text[..run.start];
        let Some(apostrophe) = before.chars().next_back().filter(|c| is_apostrophe(*c)) else {
            return false;
        };
        let is_bound = before[..before.len() - apostrophe.len_utf8()].ends_with(is_word);
        is_bound && matches!(&self.text[run.clone()], "s" | "S")
    }

    fn has_apostrophe_at(&self, at: usize) -> bool {
        self.text[at..].starts_with(is_apostrophe)
    }
}

/// Whether a character binds the parts of one word.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʼ' | '᾽' | '᾿' | '`' | '´' | '΄' | '\u{2b9}'
    )
}

/// Whether a word can begin with a character.
pub fn is_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        // Most letters, without a look into the tables.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ſ' | 'ά'..='ώ' | 'Ѐ'..='ҁ' | 'ؠ'..='ي' => true,
        // Modifier letters that serve as apostrophes are letters to Unicode.
        _ => c.is_alphanumeric() && !is_apostrophe(c),
    }
}

fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_words_are_those_of_unicode() {
        for c in '\0'..='\u{ffff}' {
            assert_eq!(
                is_word(c),
                c.is_alphanumeric() && !is_apostrophe(c),
                "{c:?}"
            );
        }
    }
}
