//! Runs of inline Markdown as words and what stands between them.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::Piece;
use crate::content::markdown::Placed;

/// A line break that stays: what all ways to write it become.
const BREAK: &str = "\\\n";

/// The place of a run in `text`, and its pieces.
pub(super) fn pieces(text: &str, run: &[Placed<'_>]) -> (Range<usize>, Vec<Piece>) {
    let start = run
        .first()
        .map_or(0, |(_, range)| escaped(text, range.start, 0));
    let mut pieces = Pieces {
        text,
        cursor: start,
        list: Vec::new(),
    };
    let mut at = 0;
    while let Some((event, range)) = run.get(at) {
        let next = run.get(at + 1).map(|(_, range)| range.start);
        match event {
            Event::Start(tag) => {
                let end = closing(run, at);
                if let Some(locator) = locator(tag, &text[range.clone()]) {
                    pieces.citation(range.start + locator, range.end);
                    at = end;
                } else if next.is_none() || end == at + 1 || is_closed(tag) {
                    pieces.code(range.end);
                    at = end;
                } else {
                    let inner = escaped(text, next.unwrap_or(range.end), pieces.cursor);
                    let raw = pieces.take(inner);
                    pieces.list.push(Piece::Open(raw));
                }
            }
            Event::End(_) => {
                let raw = pieces.take(range.end);
                pieces.list.push(Piece::Close(raw));
            }
            Event::SoftBreak => pieces.line_break(range.start, next, false),
            Event::HardBreak => pieces.line_break(range.start, next, true),
            Event::Text(_) => pieces.words(range.end),
            _ => pieces.code(range.end),
        }
        at += 1;
    }
    (start..pieces.cursor, pieces.list)
}

struct Pieces<'a> {
    text: &'a str,
    cursor: usize,
    list: Vec<Piece>,
}

impl Pieces<'_> {
    /// What stands up to `end`, in one line.
    fn take(&mut self, end: usize) -> String {
        let raw = one_line(&self.text[self.cursor.min(end)..end]);
        self.cursor = end.max(self.cursor);
        raw
    }

    fn words(&mut self, end: usize) {
        let raw = self.take(end);
        self.add(&raw);
    }

    fn add(&mut self, raw: &str) {
        match self.list.last_mut() {
            Some(Piece::Text(text)) => text.push_str(raw),
            _ => self.list.push(Piece::Text(raw.to_owned())),
        }
    }

    fn code(&mut self, end: usize) {
        let raw = self.take(end);
        self.list.push(Piece::Code(raw));
    }

    /// `[@source, ` and `]` around the words that say where in the source.
    fn citation(&mut self, locator: usize, end: usize) {
        let raw = self.take(locator);
        self.list.push(Piece::Open(raw));
        self.words(end - 1);
        let raw = self.take(end);
        self.list.push(Piece::Close(raw));
    }

    /// A break between lines, without what the next line begins with.
    fn line_break(&mut self, at: usize, next: Option<usize>, stays: bool) {
        match stays {
            true => self.list.push(Piece::Code(BREAK.to_owned())),
            false => self.add(" "),
        }
        let rest = &self.text[at..];
        let line = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let lead = rest[line..]
            .bytes()
            .take_while(|b| b" \t>".contains(b))
            .count();
        let behind = at + line + lead;
        self.cursor = match next {
            Some(next) if next >= at + line => escaped(self.text, next, at + line),
            _ => behind,
        };
    }
}

/// Where something begins, with the backslash before it.
fn escaped(text: &str, start: usize, least: usize) -> usize {
    let before = text[least.min(start)..start].bytes().rev();
    let backslashes = before.take_while(|b| *b == b'\\').count();
    start - backslashes % 2
}

/// The event that ends what begins at `at`.
fn closing(run: &[Placed<'_>], at: usize) -> usize {
    let mut depth = 0;
    for (index, (event, _)) in run.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    run.len()
}

/// Whether the words of a link are its address or its name, and so can't be others.
fn is_closed(tag: &Tag<'_>) -> bool {
    let kind = match tag {
        Tag::Link { link_type, .. } | Tag::Image { link_type, .. } => *link_type,
        _ => return false,
    };
    matches!(
        kind,
        LinkType::Autolink
            | LinkType::Email
            | LinkType::Shortcut
            | LinkType::ShortcutUnknown
            | LinkType::Collapsed
            | LinkType::CollapsedUnknown
    )
}

/// Where in a citation its locator begins; none of other links. Without one, it is closed.
fn locator(tag: &Tag<'_>, raw: &str) -> Option<usize> {
    let Tag::Link { dest_url, .. } = tag else {
        return None;
    };
    dest_url.starts_with("keyward-citation:").then_some(())?;
    let comma = raw.find(',')?;
    let space = raw[comma + 1..].len() - raw[comma + 1..].trim_start().len();
    Some(comma + 1 + space)
}

/// The same in one line: each line break with what the next line begins with is a space.
pub(super) fn one_line(raw: &str) -> String {
    if !raw.contains('\n') {
        return raw.to_owned();
    }
    let lines = raw.lines().enumerate().map(|(number, line)| match number {
        0 => line.trim_end(),
        _ => line.trim_start_matches([' ', '\t', '>']).trim_end(),
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// The same with one space wherever there are several.
pub(super) fn spaced(raw: &str) -> String {
    let words: Vec<&str> = raw.split_whitespace().collect();
    format!(" {} ", words.join(" "))
}

/// The signs of answers, which are no words: arrows, `= ` and `~ `, `(50 %)` at the end.
pub(super) fn without_signs(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut list: Vec<Piece> = Vec::new();
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.into_iter().enumerate() {
        let Piece::Text(text) = piece else {
            list.push(piece);
            continue;
        };
        let mut rest = text.as_str();
        if at == 0
            && let Some(sign) = ["= ", "~ "].iter().find(|sign| rest.starts_with(**sign))
        {
            list.push(Piece::Code((*sign).to_owned()));
            rest = &rest[sign.len()..];
        }
        let (words, mark) = match at == last {
            true => rest.split_at(mark_at(rest)),
            false => (rest, ""),
        };
        arrows(words, &mut list);
        if !mark.is_empty() {
            list.push(Piece::Code(mark.to_owned()));
        }
    }
    list
}

/// Where the marks begin that stand in brackets at the end of `text`, with the space before them.
fn mark_at(text: &str) -> usize {
    let Some(open) = text
        .trim_end()
        .strip_suffix(')')
        .and_then(|inner| inner.rfind('('))
    else {
        return text.len();
    };
    let inner = text[open + 1..].trim_end().trim_end_matches(')');
    let is_sign = |c: char| c.is_ascii_digit() || " +-−±%,.".contains(c);
    match inner.contains(|c: char| c.is_ascii_digit()) && inner.chars().all(is_sign) {
        true => {
            let before = text[..open].trim_end().len();
            mark_at(&text[..before]).min(before)
        }
        false => text.len(),
    }
}

fn arrows(text: &str, list: &mut Vec<Piece>) {
    let mut rest = text;
    loop {
        let each = ["->", "→"].iter().flat_map(|sign| {
            rest.match_indices(sign).filter(|(at, sign)| {
                let (before, behind) = (&rest[..*at], &rest[at + sign.len()..]);
                (before.is_empty() || before.ends_with(' '))
                    && (behind.is_empty() || behind.starts_with(' '))
            })
        });
        let Some((at, sign)) = each.min() else {
            break;
        };
        let before = rest[..at].trim_end().len();
        let behind = rest[at + sign.len()..].trim_start();
        let end = rest.len() - behind.len();
        if before > 0 {
            list.push(Piece::Text(rest[..before].to_owned()));
        }
        list.push(Piece::Code(rest[before..end].to_owned()));
        rest = behind;
    }
    if !rest.is_empty() {
        list.push(Piece::Text(rest.to_owned()));
    }
}

/// A name at the end, `{#name}`, is no word.
pub(super) fn without_names(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let Some(Piece::Text(text)) = pieces.last_mut() else {
        return pieces;
    };
    let Some(at) = text.rfind("{#").filter(|_| text.trim_end().ends_with('}')) else {
        return pieces;
    };
    let before = text[..at].trim_end().len();
    let name = text.split_off(before);
    let is_empty = text.is_empty();
    if is_empty {
        pieces.pop();
    }
    pieces.push(Piece::Code(name));
    pieces
}
