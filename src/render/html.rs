//! Fills the slots of a body.

use crate::content::markdown::{Body, Piece, Slot, SlotKind};
use crate::site::Resolved;
use crate::strings::Strings;

/// What a text refers to, and in which words: all that its slots are filled with.
pub struct Filling<'a> {
    /// Addresses, citations and heading ids.
    pub resolved: &'a Resolved,
    /// Words of the language that the text is written in.
    pub strings: &'a Strings,
    /// Keeps ids apart where several bodies stand on one page.
    pub prefix: &'a str,
    /// The HTML of the quizzes on the page, by the number of the link that each stands for.
    pub quizzes: &'a [(u32, String)],
}

impl Filling<'_> {
    /// The body's HTML with its slots filled.
    pub fn body(&self, body: &Body) -> String {
        self.fill(&body.html, &body.slots)
    }

    /// A piece's HTML with its slots filled.
    pub fn piece(&self, piece: &Piece) -> String {
        self.fill(&piece.html, &piece.slots)
    }

    fn fill(&self, html: &str, slots: &[Slot]) -> String {
        let mut out = String::with_capacity(html.len() + slots.len() * 40);
        let mut done = 0;
        let mut slots = slots.iter();
        while let Some(slot) = slots.next() {
            let at = slot.at as usize;
            out.push_str(&html[done..at]);
            done = at;
            match slot.kind {
                SlotKind::Link(number) => {
                    let href = &self.resolved.links[number as usize];
                    match href.strip_prefix('#') {
                        Some(id) if !self.prefix.is_empty() => {
                            out.push('#');
                            out.push_str(self.prefix);
                            out.push_str(id);
                        }
                        _ => out.push_str(href),
                    }
                }
                SlotKind::Picture(number) => {
                    let attributes = self.resolved.pictures.get(&number);
                    out.push_str(attributes.map_or("", String::as_str));
                }
                SlotKind::Heading(number) => {
                    push_attribute(&mut out, &self.resolved.heading_ids[number as usize])
                }
                SlotKind::Citation(number) => {
                    out.push_str(&self.resolved.citations[number as usize]);
                }
                SlotKind::Label(label) => push_attribute(&mut out, self.strings.get(label.key())),
                SlotKind::Prefix => out.push_str(self.prefix),
                SlotKind::Embed(number) => {
                    let quiz = self.quizzes.iter().find(|(link, _)| *link == number);
                    if let Some((_, quiz)) = quiz {
                        out.push_str(quiz);
                        let end = slots.find(|slot| slot.kind == SlotKind::EmbedEnd);
                        done = end.map_or(done, |end| end.at as usize);
                    }
                }
                SlotKind::EmbedEnd => {}
            }
        }
        out.push_str(&html[done..]);
        out
    }
}

fn push_attribute(out: &mut String, text: &str) {
    pulldown_cmark_escape::escape_html(out, text).expect("writing to a String can't fail");
}
