//! What a list of hits shows: titles, headings and addresses, and the texts that snippets are of.
//!
//! Members are parted by characters of the private use area, which are taken out of texts.

use super::format::{Writer, letter};
use super::page::Indexed;
use crate::site::Page;

/// Pages of a table: few, as the hits of a query stand in many tables; more on a large site, whose
/// list of tables would be long.
pub(super) fn size(pages: usize) -> usize {
    match pages {
        0..=2000 => 4,
        2001..=5000 => 8,
        _ => 16,
    }
}

/// Parts pages, members, members of members.
const PAGE: char = '\u{E000}';
const MEMBER: char = '\u{E001}';
const INNER: char = '\u{E002}';

/// Pages to write.
pub(super) struct Tables<'a> {
    /// The language's tag.
    pub(super) locale: &'a str,
    /// The pages.
    pub(super) pages: &'a [(&'a Page, &'a Indexed)],
    /// The kinds by name.
    pub(super) kinds: &'a [(String, String)],
}

impl Tables<'_> {
    /// Writes the files: tables, and the texts of each under the same name. Returns the names.
    pub(super) fn write(&self, writer: &mut Writer) -> Vec<String> {
        let tables = self.pages.chunks(size(self.pages.len())).map(|pages| {
            let rows: Vec<String> = pages.iter().map(|page| self.row(page)).collect();
            let texts: Vec<String> = pages.iter().map(|(_, indexed)| texts(indexed)).collect();
            writer.add_pair(&joined(&rows, PAGE), Some(&joined(&texts, PAGE)))
        });
        tables.collect()
    }

    /// Address, title, kind, language of the text and warning, then the headings.
    fn row(&self, (page, indexed): &(&Page, &Indexed)) -> String {
        let address = page.address.strip_prefix(&format!("{}/", self.locale));
        let address = address.unwrap_or(&page.address);
        let kind = page.id().kind.name();
        let kind = self.kinds.iter().position(|(name, _)| name == kind);
        let lang = page.document.locale.as_str();
        let mut members = vec![
            address.strip_suffix(".html").unwrap_or(address).to_owned(),
            clean(page.title()),
            letter(kind.unwrap_or_default() as u32).to_string(),
            if lang == self.locale { "" } else { lang }.to_owned(),
            clean(&indexed.care),
        ];
        for section in &indexed.sections[1..] {
            let (id, heading, level) = &section.heading;
            let id = if *id == made(heading) { "" } else { id };
            members.push(joined(
                &[clean(id), level_of(*level), clean(heading)],
                INNER,
            ));
        }
        joined(&members, MEMBER)
    }
}

fn texts(indexed: &Indexed) -> String {
    let texts: Vec<String> = indexed
        .sections
        .iter()
        .map(|section| clean(&section.text))
        .collect();
    joined(&texts, MEMBER)
}

/// Most headings are of level 2.
fn level_of(level: u8) -> String {
    match level {
        2 => String::new(),
        other => other.to_string(),
    }
}

/// The id that most headings have: their small letters and digits with hyphens between them. The
/// script makes it in the same way.
fn made(heading: &str) -> String {
    let small = heading.to_lowercase();
    let words = small.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// A text without the characters that part members.
fn clean(text: &str) -> String {
    text.replace([PAGE, MEMBER, INNER], " ")
}

fn joined(members: &[String], mark: char) -> String {
    members.join(mark.encode_utf8(&mut [0; 4]))
}
