//! The words of a written text, as the site looks for terms in them.
//!
//! Read once from a body's HTML: only text that a term may stand in counts, so no headings, links,
//! code, captions, pictures, or blocks in another language.

use std::ops::Range;

use super::markdown::Body;
use crate::text::tokenize::{self, Shape};
use crate::text::{Analyser, with_analyser};

/// The words of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// In order.
    pub list: Vec<Word>,
    /// Where headings stand, in bytes of the HTML.
    pub headings: Vec<u32>,
}

/// A word of a text, small, as a site has millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where, in bytes of the HTML.
    pub at: u32,
    /// About where in the file, in bytes.
    pub source: u32,
    /// [`crate::text::key`] of its stem.
    pub key: u32,
    /// Bytes.
    pub len: u16,
    /// How it is bound to the words around it.
    pub bond: Bond,
}

/// How a word is bound to those around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bond {
    /// Something ends before it: a sentence, an element, a clause.
    pub is_first: bool,
    /// It is a word with hyphens, whose parts follow: how many.
    pub parts: u8,
    /// A hyphen binds it to the part before.
    pub before: bool,
    /// A hyphen binds it to the part behind.
    pub behind: bool,
    /// Markup cuts it in two.
    pub is_cut: bool,
}

impl Word {
    /// Bytes of the HTML.
    pub fn range(&self) -> Range<usize> {
        self.at as usize..self.at as usize + usize::from(self.len)
    }
}

/// Elements whose text is no place for a term.
const CLOSED: [&str; 29] = [
    "a",
    "button",
    "caption",
    "code",
    "dfn",
    "dt",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "kbd",
    "label",
    "legend",
    "math",
    "option",
    "pre",
    "samp",
    "script",
    "select",
    "style",
    "summary",
    "svg",
    "textarea",
    "th",
    "title",
    "var",
];

/// Whether an element stands within a line of text, so that a word may go on behind it.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "var"
            | "wbr"
    )
}

/// Reads the words of `body`, whose language is the tag `locale` and whose Markdown is `source`
/// from `offset` of its file on.
pub fn read(body: &Body, locale: &str, source: &str, offset: usize) -> Words {
    with_analyser(locale, |analyser| {
        read_with(analyser, body, locale, source, offset)
    })
}

fn read_with(
    analyser: &mut Analyser,
    body: &Body,
    locale: &str,
    source: &str,
    offset: usize,
) -> Words {
    let mut reader = Reader {
        html: &body.html,
        language: locale.split('-').next().unwrap_or_default(),
        analyser,
        words: Words::default(),
        closed: None,
        ends_in_word: false,
        source,
        offset,
        cursor: 0,
    };
    let mut slots = body.slots.iter().map(|slot| slot.at as usize).peekable();
    let mut at = 0;
    while at < body.html.len() {
        let rest = &body.html[at..];
        if rest.starts_with('<') {
            let end = rest.find('>').map_or(body.html.len(), |end| at + end + 1);
            reader.tag(at, end);
            at = end;
            continue;
        }
        let end = rest.find('<').map_or(body.html.len(), |end| at + end);
        // A slot in the text is text, too: a citation, a label.
        while slots.peek().is_some_and(|slot| *slot <= at) {
            slots.next();
        }
        while let Some(slot) = slots.next_if(|slot| *slot < end) {
            reader.text(at..slot);
            at = slot;
        }
        reader.text(at..end);
        at = end;
    }
    reader.words
}

struct Reader<'a> {
    html: &'a str,
    language: &'a str,
    analyser: &'a mut Analyser,
    words: Words,
    /// The element that closes what is read, and how many of its name are open.
    closed: Option<(&'a str, usize)>,
    ends_in_word: bool,
    source: &'a str,
    offset: usize,
    cursor: usize,
}

impl<'a> Reader<'a> {
    fn tag(&mut self, start: usize, end: usize) {
        let inner = &self.html[start + 1..end.max(start + 2) - 1];
        let is_end = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name_end = inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        let name = &inner[..name_end];
        let is_heading = matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
        if is_heading && !is_end {
            self.words.headings.push(start as u32);
        }
        match &mut self.closed {
            Some((closed, depth)) if *closed == name => {
                *depth = if is_end { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    self.closed = None;
                }
            }
            Some(_) => {}
            None if is_end => {}
            None => {
                let is_void = matches!(name, "br" | "hr" | "img" | "input" | "wbr" | "col");
                let is_picture = inner.contains(" role=\"img\"");
                let is_foreign = inner.contains(" lang=\"");
                if !is_void && (CLOSED.contains(&name) || is_picture || is_foreign) {
                    self.closed = Some((name, 1));
                }
            }
        }
        self.ends_in_word &= is_inline(name);
    }

    /// Reads a run of text without tags or slots.
    fn text(&mut self, run: Range<usize>) {
        let mut start = run.start;
        // Entities stand for signs, which part what they stand between.
        while let Some(entity) = self.html[start..run.end].find('&') {
            self.plain(start..start + entity);
            let end = self.html[start + entity..run.end].find(';');
            start = end.map_or(run.end, |end| start + entity + end + 1);
            self.ends_in_word = false;
        }
        self.plain(start..run.end);
    }

    fn plain(&mut self, run: Range<usize>) {
        let text = &self.html[run.clone()];
        if text.is_empty() {
            return;
        }
        let begins_in_word = text.starts_with(tokenize::is_word);
        let is_cut = self.ends_in_word && begins_in_word;
        self.ends_in_word = text.ends_with(tokenize::is_word);
        if self.closed.is_some() {
            for word in tokenize::words(self.language, text) {
                self.place(&text[word.range]);
            }
            return;
        }
        if is_cut && let Some(last) = self.words.list.last_mut() {
            last.bond.is_cut = true;
        }
        let mut done: Option<usize> = None;
        let (mut joined, mut parts) = (None::<(usize, usize)>, 0u8);
        for word in tokenize::words(self.language, text) {
            let is_part = word.shape == Shape::Part;
            let before = is_part && parts > 0;
            let is_first = match is_part {
                true => !before && self.is_first_of(joined),
                false => done.is_none_or(|done| parts_words(&text[done..word.range.start])),
            };
            let written = word.text(text);
            let key = self.analyser.key(&written);
            let source = match is_part {
                true => self.cursor_of_part(joined),
                false => self.place(&text[word.range.clone()]),
            };
            let number = self.words.list.len();
            if is_part {
                parts += 1;
                if let Some((index, _)) = joined {
                    self.words.list[index].bond.parts = parts;
                }
            } else {
                parts = 0;
                joined = (word.shape == Shape::Joined).then_some((number, word.range.end));
            }
            self.words.list.push(Word {
                at: (run.start + word.range.start) as u32,
                source: (self.offset + source) as u32,
                key,
                len: u16::try_from(word.range.len()).unwrap_or(u16::MAX),
                bond: Bond {
                    is_first,
                    parts: 0,
                    before,
                    behind: is_part && joined.is_some_and(|(_, end)| word.range.end < end),
                    is_cut: is_cut && word.range.start == 0,
                },
            });
            done = Some(word.range.end);
        }
    }

    fn is_first_of(&self, joined: Option<(usize, usize)>) -> bool {
        joined.is_some_and(|(index, _)| self.words.list[index].bond.is_first)
    }

    fn cursor_of_part(&self, joined: Option<(usize, usize)>) -> usize {
        let whole = joined.map_or(0, |(index, _)| self.words.list[index].source as usize);
        whole.saturating_sub(self.offset)
    }

    /// Where a word stands in the source: the next such letters, if they are near.
    fn place(&mut self, word: &str) -> usize {
        const NEAR: usize = 400;
        // Most often it is the very next word.
        let rest = &self.source[self.cursor..];
        if let Some(next) = rest.find(tokenize::is_word)
            && rest[next..].starts_with(word)
        {
            let at = self.cursor + next;
            self.cursor = at + word.len();
            return at;
        }
        let end = self
            .source
            .floor_char_boundary(self.cursor.saturating_add(NEAR));
        let Some(found) = self.source[self.cursor..end].find(word) else {
            return self.cursor;
        };
        let at = self.cursor + found;
        self.cursor = at + word.len();
        at
    }
}

/// Whether what stands between two words keeps them from being one term.
fn parts_words(between: &str) -> bool {
    between.contains([
        '.', ',', ';', ':', '!', '?', '…', '–', '—', '،', '؛', '؟', '·', '•', '|', '=', '+',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RawHtml;
    use crate::content::markdown::{Engines, Source, body};
    use crate::locale::Locale;

    fn words(markdown: &str) -> Vec<String> {
        let source = Source {
            path: &"a.md".into(),
            text: markdown,
            offset: 10,
            quotes: Locale::parse("en").unwrap().quotes(),
            tasks: crate::content::markdown::Tasks::Marks,
        };
        let body = body(source, &Engines::new(&RawHtml::default())).value;
        let words = read(&body, "en", markdown, 10);
        for word in words.list.iter().filter(|word| !word.bond.before) {
            let at = word.source as usize - 10;
            let written = &body.html[word.range()];
            assert!(markdown[at..].starts_with(written), "{written} at {at}");
        }
        let list = words.list.iter();
        list.map(|word| {
            let mark = if word.bond.is_first { "|" } else { "" };
            let cut = if word.bond.is_cut { "~" } else { "" };
            let hyphen = if word.bond.behind { "-" } else { "" };
            format!("{mark}{cut}{}{hyphen}", &body.html[word.range()])
        })
        .collect()
    }

    #[test]
    fn only_running_text_is_read() {
        let text = "# Title\n\nOne [two](a.md) `three` *four*.\n\n## Five\n\nTable: Six\n\n| Seven |\n| --- |\n| eight |\n\n```\nnine\n```\n\n<p lang=\"fr\">dix</p>\n\n- eleven";
        assert_eq!(words(text), ["|One", "|four", "|eight", "|eleven"]);
    }

    #[test]
    fn sentences_markup_and_hyphens_bind_and_part() {
        assert_eq!(
            words("case manager. Multi-agency work re**integration** a & b"),
            [
                "|case",
                "manager",
                "|Multi-agency",
                "|Multi-",
                "agency",
                "work",
                "~re",
                "|~integration",
                "|a",
                "|b"
            ]
        );
    }
}
