//! What a list of hits shows: titles, headings and addresses, and the texts that snippets are of.
//!
//! Members are parted by characters of the private use area, which are taken out of texts.

use super::format::{Writer, letter};
use super::page::Indexed;
use crate::site::Page;

/// Pages of a table. Few, as the hits of a query stand in many tables.
pub(super) const PAGES: usize = 8;

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

/// Names of the files.
pub(super) struct Names {
    /// Tables.
    pub(super) tables: Vec<String>,
    /// Texts.
    pub(super) texts: Vec<String>,
}

impl Tables<'_> {
    /// Writes the files.
    pub(super) fn write(&self, writer: &mut Writer) -> Names {
        let mut names = Names {
            tables: Vec::new(),
            texts: Vec::new(),
        };
        for pages in self.pages.chunks(PAGES) {
            let rows: Vec<String> = pages.iter().map(|page| self.row(page)).collect();
            names.tables.push(writer.add(&joined(&rows, PAGE)));
            let texts: Vec<String> = pages.iter().map(|(_, indexed)| texts(indexed)).collect();
            names.texts.push(writer.add(&joined(&texts, PAGE)));
        }
        names
    }

    /// Address, title, kind and language of the text, then the headings.
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
        ];
        for section in &indexed.sections[1..] {
            let (id, heading, level) = &section.heading;
            members.push(joined(&[clean(id), level.to_string(), clean(heading)], INNER));
        }
        joined(&members, MEMBER)
    }
}

fn texts(indexed: &Indexed) -> String {
    let texts: Vec<String> = indexed.sections.iter().map(|section| clean(&section.text)).collect();
    joined(&texts, MEMBER)
}

/// A text without the characters that part members.
fn clean(text: &str) -> String {
    text.replace([PAGE, MEMBER, INNER], " ")
}

fn joined(members: &[String], mark: char) -> String {
    members.join(mark.encode_utf8(&mut [0; 4]))
}
