//! Raw HTML: cleaned tag by tag, and closed where its surroundings end.

use std::ops::Range;

use super::{Writer, escaped_attribute};
use crate::content::markdown::raw_html::{self, Piece};
use crate::content::markdown::{LinkRole, SlotKind};
use crate::diagnostic::code;

/// Starts the comment that marks a place for the national trainer to fill.
const OPEN_PLACE: &str = "TODO national";

impl Writer<'_> {
    pub(super) fn raw(&mut self, html: &str, range: &Range<usize>) {
        for piece in raw_html::pieces(html) {
            if let Some(hidden) = &self.hiding {
                if matches!(piece, Piece::Close { name } if name.eq_ignore_ascii_case(hidden)) {
                    self.hiding = None;
                }
                continue;
            }
            match piece {
                Piece::Text(text) => escaped_entities(&mut self.out.html, text),
                Piece::Comment(text) if text.starts_with(OPEN_PLACE) => {
                    let what = text[OPEN_PLACE.len()..].trim_start_matches(':').trim();
                    let range = self.place(range.clone()).range;
                    self.body.open_places.push((what.to_owned(), range));
                }
                Piece::Comment(_) | Piece::Other => {}
                Piece::Open { name, tag } => self.raw_open_tag(name, tag, range),
                Piece::Close { name } => self.raw_close_tag(&name.to_ascii_lowercase()),
            }
        }
    }

    pub(super) fn raw_open_tag(&mut self, name: &str, tag: &str, range: &Range<usize>) {
        let Some(engines) = self.page.as_ref().map(|page| page.engines) else {
            return;
        };
        let name = name.to_ascii_lowercase();
        let cleaned = engines
            .sanitiser
            .allows(&name)
            .then(|| engines.sanitiser.open_tag(&name, tag))
            .flatten();
        let Some(cleaned) = cleaned else {
            if raw_html::hides_content(&name) && !tag.ends_with("/>") {
                self.hiding = Some(name.clone());
            }
            self.complain(
                &code::REMOVED_HTML,
                range.clone(),
                format!("`<{name}>` was left out"),
                "write it in Markdown; other harmless elements can be allowed in `[output.html.raw-html]`",
            );
            return;
        };
        for attribute in engines.sanitiser.lost_attributes(tag, &cleaned) {
            self.complain(
                &code::REMOVED_HTML,
                range.clone(),
                format!("`{attribute}` of `<{name}>` was left out"),
                "take it away; other harmless attributes can be allowed in `[output.html.raw-html]`",
            );
        }
        self.raw_attributes(&cleaned, range);
        if !raw_html::is_void(&name) {
            self.raw_open.push(name);
            self.depth += 1;
        }
    }

    /// Writes a cleaned tag, with slots for the addresses and the id in it.
    pub(super) fn raw_attributes(&mut self, tag: &str, range: &Range<usize>) {
        let mut rest = tag;
        let links = self.body.links.len();
        while let Some((before, marker)) = next_marker(rest) {
            let start = before + marker.len();
            let length = rest[start..].find('"').unwrap_or(rest.len() - start);
            let value = unescape(&rest[start..start + length]);
            self.out.html.push_str(&rest[..start]);
            match marker {
                " id=\"" => {
                    self.out.slot(SlotKind::Prefix);
                    escaped_attribute(&mut self.out.html, &value);
                    let place = self.place(range.clone()).range;
                    self.body.anchors.push((value, place));
                }
                " href=\"" => self.link(value, LinkRole::Anchor, range.clone()),
                _ => self.link(value, LinkRole::Embed, range.clone()),
            }
            rest = &rest[start + length..];
        }
        match rest.strip_suffix('>') {
            // A size of the author's own stays.
            Some(start)
                if tag.starts_with("<img") && !has_size(tag) && self.body.links.len() > links =>
            {
                self.out.html.push_str(start);
                self.picture_attributes(self.body.links.len() - 1);
                self.out.html.push('>');
            }
            _ => self.out.html.push_str(rest),
        }
    }

    pub(super) fn raw_close_tag(&mut self, name: &str) {
        let floor = self.marks.last().copied().unwrap_or(0);
        let Some(at) = self.raw_open[floor..].iter().rposition(|open| open == name) else {
            return;
        };
        self.close_down_to(floor + at);
    }

    /// Closes the raw elements that were opened inside the Markdown element that ends.
    pub(super) fn close_raw(&mut self) {
        let floor = self.marks.pop().unwrap_or(0);
        self.close_down_to(floor);
    }

    pub(super) fn close_down_to(&mut self, floor: usize) {
        while self.raw_open.len() > floor {
            if let Some(name) = self.raw_open.pop() {
                self.depth -= 1;
                self.out.html.push_str(&format!("</{name}>"));
            }
        }
    }
}

/// Whether a cleaned tag says itself how large its picture is, or how it is fetched.
fn has_size(tag: &str) -> bool {
    [" width=", " height=", " loading=", " decoding="]
        .iter()
        .any(|attribute| tag.contains(attribute))
}

/// The next attribute of a cleaned tag that the site has a say in.
fn next_marker(tag: &str) -> Option<(usize, &'static str)> {
    [" id=\"", " href=\"", " src=\""]
        .into_iter()
        .filter_map(|marker| tag.find(marker).map(|at| (at, marker)))
        .min()
}

fn unescape(value: &str) -> String {
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

/// Text of raw HTML: entities stay as they are, everything else that could be markup is escaped.
fn escaped_entities(out: &mut String, text: &str) {
    for (index, part) in text.split('&').enumerate() {
        if index > 0 {
            let name = part.split_once(';').map_or("", |(name, _)| name);
            let is_entity = !name.is_empty()
                && name
                    .trim_start_matches('#')
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric());
            out.push_str(if is_entity { "&" } else { "&amp;" });
        }
        escaped_text_keeping_ampersands(out, part);
    }
}

fn escaped_text_keeping_ampersands(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}
