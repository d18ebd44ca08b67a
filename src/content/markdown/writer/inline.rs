//! Links, pictures and citations.

use std::ops::Range;

use pulldown_cmark::LinkType;
use pulldown_cmark_escape::escape_href;

use super::blank::BLANK;
use super::{CITATION, Collecting, Writer, escaped_attribute};
use crate::content::markdown::{Citation, Link, LinkRole, SlotKind};
use crate::diagnostic::{Diagnostic, code};

impl Writer<'_> {
    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        target: &str,
        title: &str,
        range: Range<usize>,
    ) {
        if let (LinkType::ShortcutUnknown, Some(label)) = (kind, target.strip_prefix(CITATION)) {
            self.citations(label, range);
            self.collecting = Collecting::Dropped;
            return;
        }
        if let Some(name) = target.strip_prefix(BLANK).filter(|_| self.page.is_some()) {
            return self.start_blank(name, range);
        }
        self.out.html.push_str("<a href=\"");
        self.address(kind, target, LinkRole::Anchor, range);
        if !title.is_empty() {
            self.out.html.push_str("\" title=\"");
            escaped_attribute(&mut self.out.html, title);
        }
        self.out.html.push_str("\">");
    }

    pub(super) fn start_image(
        &mut self,
        kind: LinkType,
        target: &str,
        title: String,
        range: Range<usize>,
    ) {
        self.out.html.push_str("<img src=\"");
        self.address(kind, target, LinkRole::Embed, range);
        self.out.html.push_str("\" alt=\"");
        self.collecting = Collecting::Alt {
            depth: 0,
            text: String::new(),
            title,
        };
    }

    pub(super) fn end_image(&mut self) {
        let Collecting::Alt { text, title, .. } =
            std::mem::replace(&mut self.collecting, Collecting::Nothing)
        else {
            return;
        };
        self.typographer.pass('x');
        escaped_attribute(&mut self.out.html, &text);
        if !title.is_empty() {
            self.out.html.push_str("\" title=\"");
            escaped_attribute(&mut self.out.html, &title);
        }
        if self.page.is_none() {
            self.out.html.push_str("\" />");
            return;
        }
        self.out.html.push('"');
        // Links in a picture's text are not written, so the last one is the picture's own.
        self.picture_attributes(self.body.links.len() - 1);
        self.out.html.push('>');
    }

    /// How a browser fetches the picture of a link, and the place for its size. A page's first
    /// picture is fetched at once, as it may be in sight.
    pub(super) fn picture_attributes(&mut self, link: usize) {
        self.out.slot(SlotKind::Picture(link as u32));
        self.out.html.push_str(" decoding=\"async\"");
        if self.body.pictures > 0 {
            self.out.html.push_str(" loading=\"lazy\"");
        }
        self.body.pictures += 1;
    }

    /// Writes an address, or leaves it open for the site to fill in.
    pub(super) fn address(
        &mut self,
        kind: LinkType,
        target: &str,
        role: LinkRole,
        range: Range<usize>,
    ) {
        let mail = if kind == LinkType::Email {
            "mailto:"
        } else {
            ""
        };
        if self.page.is_none() {
            self.out.html.push_str(mail);
            escape_href(&mut self.out.html, target).expect("writing to a String can't fail");
            return;
        }
        self.link(format!("{mail}{target}"), role, range);
    }

    pub(super) fn link(&mut self, target: String, role: LinkRole, range: Range<usize>) {
        self.out.slot(SlotKind::Link(self.body.links.len() as u32));
        let range = self.place(range).range;
        self.body.links.push(Link {
            target,
            role,
            range,
        });
    }

    /// `@a, chapter 3; @b`: one citation each.
    pub(super) fn citations(&mut self, label: &str, range: Range<usize>) {
        self.typographer.pass('x');
        for (index, part) in label.split(';').enumerate() {
            let part = part.trim().trim_start_matches('@');
            let (source, locator) = part.split_once(',').unwrap_or((part, ""));
            if index > 0 {
                self.out.html.push(' ');
            }
            self.out
                .slot(SlotKind::Citation(self.body.citations.len() as u32));
            let range = self.place(range.clone()).range;
            self.body.citations.push(Citation {
                source: source.trim().to_owned(),
                locator: locator.trim().to_owned(),
                range,
            });
        }
    }

    /// Says where text looks like a footnote mark or a link but is none.
    pub(super) fn suspect(&mut self, range: &Range<usize>) {
        let Some(source) = self.page.as_ref().map(|page| page.source.text) else {
            return;
        };
        let escaped = source[..range.start].ends_with('\\');
        let text = &source[range.clone()];
        if escaped || !text.contains(['[', ']']) {
            return;
        }
        for (at, _) in text.match_indices('[') {
            let start = range.start + at;
            if let Some(length) = footnote_mark(&source[start..]) {
                let mark = &source[start..start + length];
                self.complain(
                    &code::MISSING_FOOTNOTE,
                    start..start + length,
                    format!("footnote `{mark}` has no text"),
                    &format!("add a paragraph `{mark}: …`, or take the mark away"),
                );
            }
        }
        for (at, _) in text.match_indices(']') {
            let start = range.start + at + 1;
            if let Some(target) = target_with_space(&source[start..]) {
                let span = self.place(start + 1..start + 1 + target.len());
                self.diagnostics.push(
                    Diagnostic::new(
                        &code::LINK_WITH_SPACE,
                        span,
                        "this is no link, because its address has a space",
                    )
                    .help(format!(
                        "write the address in angle brackets: `(<{target}>)`"
                    ))
                    .fix(target, format!("<{target}>")),
                );
            }
        }
    }
}

/// As much of `text` as a label or an address may be long, so that looking costs little.
fn start_of(text: &str) -> &str {
    &text[..text.floor_char_boundary(text.len().min(300))]
}

/// The length of a footnote mark at the start of `text`, if there is one.
fn footnote_mark(text: &str) -> Option<usize> {
    let label = start_of(text.strip_prefix("[^")?);
    let end = label.find(']')?;
    let is_label = end > 0 && !label[..end].contains(|c: char| c.is_whitespace() || c == '[');
    is_label.then_some(end + 3)
}

/// What stands in round brackets at the start of `text`, if it is an address but for its spaces.
fn target_with_space(text: &str) -> Option<&str> {
    let inner = start_of(text.strip_prefix('(')?);
    let inner = &inner[..inner.find([')', '\n'])?];
    let has_ending = inner.rsplit_once('.').is_some_and(|(_, ending)| {
        (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    (inner.contains(' ') && has_ending && !inner.contains(['"', '<'])).then_some(inner)
}
