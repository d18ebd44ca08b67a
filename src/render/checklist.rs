//! Checklists: the list with the place for what a script adds, on its own page and inside others.

use pulldown_cmark_escape::escape_html;

use super::html::Filling;
use crate::site::{Page, QuizPart, Site};

/// What a script says, by the attribute that carries it.
const WORDS: [(&str, &str); 5] = [
    ("progress", "checklist.progress"),
    ("clear", "checklist.clear"),
    ("cleared", "checklist.cleared"),
    ("kept", "checklist.kept"),
    ("not-kept", "checklist.not-kept"),
];

/// The filled text of a list, on `page` in the language of `around`.
pub(super) fn framed(site: &Site, page: &Page, around: &Page, html: &str) -> String {
    let strings = site.strings_of(around);
    let mut out = String::from("<div class=\"checklist\" data-enhance=\"checklist\" data-list=\"");
    escape(&mut out, &page.id().path);
    out.push('"');
    for (name, key) in WORDS {
        out.push_str(&format!(" data-{name}=\""));
        escape(&mut out, strings.get(key));
        out.push('"');
    }
    let locale = strings.locale();
    out.push_str(&format!(
        ">\n{html}\n<div class=\"checklist-bar\" lang=\"{locale}\" dir=\"{}\"></div>\n</div>\n",
        locale.dir().as_str()
    ));
    out
}

/// A list inside another page: under a link to its own, with the words and the address as there.
pub(super) fn inside(
    site: &Site,
    around: &Page,
    part: &QuizPart,
    (words, href): (&str, &str),
    prefix: &str,
) -> String {
    let page = &site.pages[part.page];
    let filling = Filling {
        resolved: &part.resolved,
        strings: site.text_strings_of(page),
        prefix,
        embeds: &[],
    };
    let html = filling.body(&page.document.body);
    let locale = &page.document.locale;
    let mut out = format!(
        "<div class=\"inside-list\" lang=\"{locale}\" dir=\"{}\">\n<p class=\"inside-title\"><a href=\"{href}\">",
        locale.dir().as_str()
    );
    escape(&mut out, words);
    out.push_str("</a></p>\n");
    out.push_str(&framed(site, page, around, &html));
    out.push_str("</div>\n");
    out
}

fn escape(out: &mut String, text: &str) {
    escape_html(out, text).expect("writing to a String can't fail");
}
