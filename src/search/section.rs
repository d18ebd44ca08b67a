//! The plain text of a body, section by section: what readers see, without what is hidden.

use crate::content::markdown::{Body, SlotKind};
use crate::content::words::is_inline;

/// The lowest level whose headings open a section of their own.
const DEEPEST: u8 = 4;

/// Bytes of a warning that a hit carries.
const WARNING: usize = 240;

/// Elements whose text is not read.
const SKIPPED: [&str; 6] = ["script", "style", "svg", "template", "noscript", "math"];

/// A section as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// The number of its heading; `None` for what stands before the first.
    pub(super) heading: Option<usize>,
    /// The text below it.
    pub(super) text: String,
}

/// The sections of `body`; the first one stands before every heading.
pub(super) fn sections(body: &Body) -> Vec<Section> {
    let mut reader = Reader {
        body,
        sections: vec![Section::default()],
        skipped: None,
    };
    let mut headings = body.slots.iter().filter_map(|slot| match slot.kind {
        SlotKind::Heading(number) => Some((slot.at as usize, number as usize)),
        _ => None,
    });
    let mut next = headings.next();
    let html = &body.html;
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        if !rest.starts_with('<') {
            let end = rest.find('<').map_or(html.len(), |end| at + end);
            reader.text(&html[at..end]);
            at = end;
            continue;
        }
        let end = rest.find('>').map_or(html.len(), |end| at + end + 1);
        let mut heading = None;
        while let Some((place, number)) = next.filter(|(place, _)| *place < end) {
            heading = (place >= at).then_some(number);
            next = headings.next();
        }
        reader.tag(&html[at..end], heading);
        at = end;
    }
    reader.sections
}

/// The first sentences of the first warning in `body`; empty where there is none.
pub(super) fn warning(body: &Body) -> String {
    const MARK: &str = "<div class=\"notice warning\">";
    let Some(start) = body.html.find(MARK) else {
        return String::new();
    };
    let rest = &body.html[start + MARK.len()..];
    // Its own title stands before the text.
    let rest = rest.split_once("</p>").map_or(rest, |(_, rest)| rest);
    let html = rest.split("</p>").next().unwrap_or_default();
    let texts = html
        .split('<')
        .enumerate()
        .map(|(number, part)| match number {
            0 => part,
            _ => part.split_once('>').map_or("", |(_, text)| text),
        });
    let text = decoded(texts.collect::<String>().trim());
    let ends = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | '!' | '?' | '؟' | ';'));
    let ends = ends
        .map(|(at, c)| at + c.len_utf8())
        .filter(|end| text[*end..].starts_with(' ') || *end == text.len());
    match ends.take_while(|end| *end <= WARNING).take(2).last() {
        Some(end) => text[..end].to_owned(),
        None if text.len() <= WARNING => text,
        None => {
            let end = text.floor_char_boundary(WARNING);
            let end = text[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &text[..end])
        }
    }
}

struct Reader<'a> {
    body: &'a Body,
    sections: Vec<Section>,
    /// The element that is passed over, and how many of its name are open.
    skipped: Option<(String, usize)>,
}

impl Reader<'_> {
    fn tag(&mut self, tag: &str, heading: Option<usize>) {
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let is_end = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric());
        let name = &inner[..end.unwrap_or(inner.len())];
        if let Some((skipped, depth)) = &mut self.skipped {
            if skipped == name {
                *depth = if is_end { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        let opens = heading.filter(|number| self.body.headings[*number].level <= DEEPEST);
        if let Some(number) = opens {
            self.sections.push(Section {
                heading: Some(number),
                text: String::new(),
            });
        }
        let is_void = matches!(
            name,
            "br" | "hr" | "img" | "input" | "wbr" | "col" | "source"
        );
        if !is_end && !is_void && (opens.is_some() || is_hidden(name, inner)) {
            self.skipped = Some((name.to_owned(), 1));
        }
        if !is_inline(name) {
            self.push(" ");
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped.is_none() {
            self.push(&decoded(text));
        }
    }

    /// Adds text with single spaces.
    fn push(&mut self, text: &str) {
        let own = &mut self
            .sections
            .last_mut()
            .expect("there is a first section")
            .text;
        for (number, word) in text.split(char::is_whitespace).enumerate() {
            if number > 0 && !own.is_empty() && !own.ends_with(' ') {
                own.push(' ');
            }
            // A citation stood before it, which is no text.
            if word.starts_with(['.', ',']) && own.ends_with(' ') {
                own.pop();
            }
            own.push_str(word);
        }
    }
}

/// Whether readers do not see an element's text, or see it elsewhere.
fn is_hidden(name: &str, inner: &str) -> bool {
    SKIPPED.contains(&name)
        || inner.contains(" hidden")
        || inner.contains("class=\"vh\"")
        || inner.contains("class=\"footnote-mark\"")
        || inner.contains("class=\"footnote-back\"")
}

/// Text whose entities are characters again.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 12);
        let Some(end) = end else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        match quick_xml::escape::unescape(&rest[..=end]) {
            Ok(character) => out.push_str(&character),
            Err(_) => out.push(' '),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown::{Heading, Slot};

    fn heading(level: u8) -> Heading {
        Heading {
            level,
            text: String::new(),
            id: String::new(),
            explicit: false,
            range: 0..0,
        }
    }

    #[test]
    fn a_section_has_what_stands_below_its_heading() {
        let html = "<p>One &amp; <em>tw</em>o</p><h2 id=\"\">Head</h2><p hidden>no</p><p>Three<svg><text>x</text></svg></p>";
        let body = Body {
            html: html.into(),
            slots: vec![Slot {
                at: html.find("\">Head").unwrap() as u32,
                kind: SlotKind::Heading(0),
            }],
            headings: vec![heading(2)],
            ..Body::default()
        };
        let sections = sections(&body);
        let texts: Vec<&str> = sections.iter().map(|section| section.text.trim()).collect();
        assert_eq!(texts, ["One & two", "Three"]);
        assert_eq!(sections[1].heading, Some(0));
    }
}
