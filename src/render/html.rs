//! Fills the slots of a body.

use crate::content::markdown::{Body, LinkRole, Piece, Slot, SlotKind};
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
    /// The HTML of the quizzes and checklists on the page, by the number of the link that each
    /// stands for.
    pub embeds: &'a [(u32, String)],
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
                SlotKind::Link(number) => out.push_str(&self.resolved.links[number as usize]),
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
                SlotKind::Step(number) => {
                    push_attribute(&mut out, &self.resolved.steps[number as usize])
                }
                SlotKind::Label(label) => push_attribute(&mut out, self.strings.get(label.key())),
                SlotKind::Prefix => out.push_str(self.prefix),
                SlotKind::Embed(number) => {
                    let embed = self.embeds.iter().find(|(link, _)| *link == number);
                    if let Some((_, html)) = embed {
                        out.push_str(html);
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

/// Addresses outside the site that a text leads to, in the order of the text.
pub fn outside(body: &Body, resolved: &Resolved) -> Vec<String> {
    let links = body.slots.iter().filter_map(|slot| match slot.kind {
        SlotKind::Link(number) => Some(number as usize),
        _ => None,
    });
    links
        .filter(|number| body.links[*number].role == LinkRole::Anchor)
        .filter(|number| resolved.links[*number].starts_with("http"))
        .map(|number| body.links[number].target.clone())
        .collect()
}

fn push_attribute(out: &mut String, text: &str) {
    pulldown_cmark_escape::escape_html(out, text).expect("writing to a String can't fail");
}
