//! Typographic quotation marks, dashes and ellipses, by the language of the text.

use crate::locale::Quotes;

/// `text` by itself with its marks set, as for a title.
pub fn typeset(text: &str, quotes: Quotes) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    Typographer::new(quotes).set(text, &mut out);
    out
}

/// Sets quotation marks over a run of inline text, remembering what is open.
pub struct Typographer {
    quotes: Quotes,
    previous: char,
    open_single: bool,
}

impl Typographer {
    /// For text in a language that uses `quotes`.
    pub fn new(quotes: Quotes) -> Self {
        Typographer {
            quotes,
            previous: ' ',
            open_single: false,
        }
    }

    /// Starts a new block of text.
    pub fn reset(&mut self) {
        self.previous = ' ';
        self.open_single = false;
    }

    /// Takes note of something that is not text: code or a picture.
    pub fn pass(&mut self, last: char) {
        self.previous = last;
    }

    /// Appends `text` with its marks set to `out`.
    pub fn set(&mut self, text: &str, out: &mut String) {
        let mut rest = text;
        while let Some(at) = rest.find(['"', '\'', '.', '-']) {
            let (before, marked) = rest.split_at(at);
            out.push_str(before);
            self.previous = before.chars().next_back().unwrap_or(self.previous);
            let c = char::from(marked.as_bytes()[0]);
            let (mark, taken) = self.mark(c, marked);
            match mark {
                Some(mark) => out.push_str(mark),
                None => out.push(c),
            }
            self.previous = match (c, mark) {
                ('"' | '\'', Some(mark)) => mark.chars().next_back().unwrap_or(c),
                _ => c,
            };
            rest = &marked[taken..];
        }
        out.push_str(rest);
        self.previous = rest.chars().next_back().unwrap_or(self.previous);
    }

    /// What stands for the start of `rest`, and how many bytes of it are used up.
    fn mark(&mut self, c: char, rest: &str) -> (Option<&'static str>, usize) {
        let next = rest[c.len_utf8()..].chars().next();
        match c {
            '"' if self.opens() || self.follows_elision(next) => (Some(self.quotes.double.0), 1),
            '"' => (Some(self.quotes.double.1), 1),
            '\'' => (Some(self.single(next)), 1),
            '.' if rest.starts_with("...") => (Some("…"), 3),
            '-' if rest.starts_with("----") => (None, 1),
            '-' if rest.starts_with("---") && self.previous != '-' => (Some("—"), 3),
            '-' if rest.starts_with("--") && self.previous != '-' => (Some("–"), 2),
            _ => (None, c.len_utf8()),
        }
    }

    fn opens(&self) -> bool {
        self.previous.is_whitespace() || "([{-–—/«“‘„‚¿¡".contains(self.previous)
    }

    /// Whether a word was cut short before the mark: `l'"air"`.
    fn follows_elision(&self, next: Option<char>) -> bool {
        self.previous == '’' && !self.open_single && next.is_some_and(char::is_alphanumeric)
    }

    fn single(&mut self, next: Option<char>) -> &'static str {
        let before_word = next.is_some_and(char::is_alphabetic);
        if self.opens() && (before_word || next.is_none()) {
            self.open_single = true;
            self.quotes.single.0
        } else if self.open_single && !before_word {
            self.open_single = false;
            self.quotes.single.1
        } else {
            "’"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    fn set(tag: &str, text: &str) -> String {
        let mut out = String::new();
        Typographer::new(Locale::parse(tag).unwrap().quotes()).set(text, &mut out);
        out
    }

    #[test]
    fn quotes_follow_the_language() {
        assert_eq!(set("en", r#"He said "don't"."#), "He said “don’t”.");
        assert_eq!(
            set("fr", r#"Il dit "non"."#),
            "Il dit «\u{202f}non\u{202f}»."
        );
        assert_eq!(
            set("fr", r#"l'"air" d'ici"#),
            "l’«\u{202f}air\u{202f}» d’ici"
        );
        assert_eq!(set("en", r#""the 'word'""#), "“the ‘word’”");
        assert_eq!(set("bg", r#"("дума")"#), "(„дума“)");
        assert_eq!(set("el", r#"Λέει "όχι"."#), "Λέει «όχι».");
    }

    #[test]
    fn apostrophes_are_not_closing_quotes() {
        assert_eq!(
            set("en", "the '90s, inmates' rights, 'a word'"),
            "the ’90s, inmates’ rights, ‘a word’"
        );
        assert_eq!(set("fr", "l'agent d'à côté"), "l’agent d’à côté");
    }

    #[test]
    fn dashes_and_ellipses() {
        assert_eq!(set("en", "a -- b --- c... ----"), "a – b — c… ----");
        assert_eq!(set("en", "multi-agency"), "multi-agency");
    }
}
