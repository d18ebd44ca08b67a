//! Fills the slots of a body.

use crate::content::markdown::{Body, LinkRole, SlotKind};
use crate::site::Resolved;
use crate::strings::Strings;

/// The body's HTML with its slots filled. `strings` are of the language that the text is written
/// in; `prefix` keeps ids apart where several bodies stand on one page.
pub fn fill(body: &Body, resolved: &Resolved, strings: &Strings, prefix: &str) -> String {
    let mut out = String::with_capacity(body.html.len() + body.slots.len() * 40);
    let mut done = 0;
    for slot in &body.slots {
        let at = slot.at as usize;
        out.push_str(&body.html[done..at]);
        done = at;
        match slot.kind {
            SlotKind::Link(number) => out.push_str(&resolved.links[number as usize]),
            SlotKind::Heading(number) => {
                push_attribute(&mut out, &resolved.heading_ids[number as usize])
            }
            SlotKind::Citation(number) => out.push_str(&resolved.citations[number as usize]),
            SlotKind::Label(label) => push_attribute(&mut out, strings.get(label.key())),
            SlotKind::Prefix => out.push_str(prefix),
        }
    }
    out.push_str(&body.html[done..]);
    out
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
