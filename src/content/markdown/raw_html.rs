//! Raw HTML in Markdown, tag by tag: what may stay is cleaned, the rest is named and left out.
//!
//! A piece of raw HTML is cut into tags and text. Each opening tag passes through ammonia by
//! itself; the writer keeps the stack of open elements, so that what reaches the page is always
//! well-formed and consists of allowed elements, allowed attributes and escaped text only.

use std::collections::BTreeSet;

use ammonia::Builder;

use crate::config::RawHtml;

/// Elements that never stand in a page, whatever a book allows: they run code, load documents or
/// change how what follows is read.
const NEVER: [&str; 31] = [
    "base",
    "body",
    "button",
    "embed",
    "form",
    "frame",
    "frameset",
    "head",
    "html",
    "iframe",
    "input",
    "link",
    "listing",
    "math",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "param",
    "plaintext",
    "script",
    "select",
    "slot",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Elements whose content goes with them.
const WITH_CONTENT: [&str; 11] = [
    "iframe", "math", "noembed", "noframes", "noscript", "script", "style", "svg", "template",
    "textarea", "xmp",
];

/// Of ammonia's list, what HTML no longer has.
const OBSOLETE: [&str; 5] = ["acronym", "center", "rtc", "strike", "tt"];

/// Elements without content or closing tag.
const VOID: [&str; 10] = [
    "area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr",
];

/// Cleans raw HTML.
pub struct Sanitiser {
    ammonia: Builder<'static>,
    elements: BTreeSet<String>,
}

/// A part of raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Characters.
    Text(&'a str),
    /// `<name …>`.
    Open {
        /// Element, as written.
        name: &'a str,
        /// The whole tag.
        tag: &'a str,
    },
    /// `</name>`.
    Close {
        /// Element, as written.
        name: &'a str,
    },
    /// What stands in a comment.
    Comment(&'a str),
    /// A declaration or processing instruction.
    Other,
}

impl Sanitiser {
    /// A sanitiser that allows `extra` beside the built-in list.
    pub fn new(extra: &RawHtml) -> Self {
        let mut ammonia = Builder::default();
        ammonia
            .rm_tags(OBSOLETE)
            .link_rel(None)
            .url_schemes(["http", "https", "mailto", "tel"].into())
            .add_generic_attributes(["class", "id", "dir", "lang", "title"]);
        for element in allowed(&extra.elements, |name| !NEVER.contains(&name)) {
            ammonia.add_tags([element]);
        }
        for attribute in allowed(&extra.attributes, |name| {
            !name.starts_with("on") && !["style", "srcdoc", "formaction"].contains(&name)
        }) {
            ammonia.add_generic_attributes([attribute]);
        }
        let elements = ammonia
            .clone_tags()
            .into_iter()
            .map(str::to_owned)
            .collect();
        Sanitiser { ammonia, elements }
    }

    /// Whether an element may stand.
    pub fn allows(&self, name: &str) -> bool {
        self.elements.contains(name)
    }

    /// The cleaned opening tag of an allowed element.
    pub fn open_tag(&self, name: &str, tag: &str) -> Option<String> {
        let context = context_of(name);
        let cleaned = self.ammonia.clean(&format!("{context}{tag}")).to_string();
        let start = cleaned.rfind(&format!("<{name}"))?;
        let end = start + tag_end(&cleaned[start..])?;
        Some(cleaned[start..end].to_owned())
    }

    /// The attributes of `tag` that `cleaned` has lost.
    pub fn lost_attributes(&self, tag: &str, cleaned: &str) -> Vec<String> {
        let kept: BTreeSet<String> = attribute_names(cleaned).collect();
        attribute_names(tag)
            .filter(|name| !kept.contains(name))
            .collect()
    }
}

/// Whether an element has no content.
pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Whether an element that may not stand takes its content with it.
pub fn hides_content(name: &str) -> bool {
    WITH_CONTENT.contains(&name)
}

/// Cuts raw HTML into tags and text.
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, taken) = match rest.find('<') {
            Some(0) => tag_at(rest).unwrap_or((Piece::Text(&rest[..1]), 1)),
            Some(next) => (Piece::Text(&rest[..next]), next),
            None => (Piece::Text(rest), rest.len()),
        };
        pieces.push(piece);
        rest = &rest[taken..];
    }
    pieces
}

/// The tag at the start of `text`, if there is one, and its length.
fn tag_at(text: &str) -> Option<(Piece<'_>, usize)> {
    let closed_by = |end: &str| text.find(end).map_or(text.len(), |at| at + end.len());
    if text.starts_with("<!--") {
        let end = closed_by("-->");
        let inner = text[4..end].trim_end_matches("-->");
        return Some((Piece::Comment(inner.trim()), end));
    }
    if text.starts_with("<![CDATA[") {
        return Some((Piece::Other, closed_by("]]>")));
    }
    if text.starts_with("<?") {
        return Some((Piece::Other, closed_by("?>")));
    }
    if text.starts_with("<!") {
        return Some((Piece::Other, closed_by(">")));
    }
    let closing = text.starts_with("</");
    let body = &text[1 + usize::from(closing)..];
    let length = body
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(body.len());
    if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name = &body[..length];
    let end = tag_end(text).unwrap_or(text.len());
    let piece = if closing {
        Piece::Close { name }
    } else {
        Piece::Open {
            name,
            tag: &text[..end],
        }
    };
    Some((piece, end))
}

/// The length of the tag at the start of `text`, minding quoted values.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Names of a tag's attributes, in small letters.
fn attribute_names(tag: &str) -> impl Iterator<Item = String> {
    let mut names = Vec::new();
    let inner = tag
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim_end_matches('/');
    let mut rest = inner.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let length = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len());
        if length == 0 {
            break;
        }
        names.push(rest[..length].to_ascii_lowercase());
        rest = rest[length..].trim_start();
        if let Some(value) = rest.strip_prefix('=') {
            let value = value.trim_start();
            let end = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].find(quote).map(|at| at + 2),
                _ => value.find(char::is_whitespace),
            };
            rest = &value[end.unwrap_or(value.len())..];
        }
    }
    names.into_iter()
}

/// What must stand around an element so that an HTML parser keeps it.
fn context_of(name: &str) -> &'static str {
    match name {
        "td" | "th" => "<table><tbody><tr>",
        "tr" => "<table><tbody>",
        "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => "<table>",
        "col" => "<table><colgroup>",
        _ => "",
    }
}

/// The names of a book's list that may be allowed. They live as long as the program, because
/// ammonia borrows them; a book has a handful.
fn allowed(names: &[String], may: impl Fn(&str) -> bool) -> Vec<&'static str> {
    names
        .iter()
        .map(|name| name.to_ascii_lowercase())
        .filter(|name| may(name))
        .map(|name| &*name.leak())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sanitiser() -> Sanitiser {
        Sanitiser::new(&RawHtml {
            elements: vec!["video".into(), "script".into()],
            attributes: vec!["controls".into(), "onclick".into()],
        })
    }

    #[test]
    fn raw_html_is_cut_into_tags_and_text() {
        let names: Vec<_> = pieces("a <b title='>'>x</b><!-- y --> 1 < 2")
            .into_iter()
            .map(|piece| format!("{piece:?}"))
            .collect();
        assert_eq!(
            names,
            [
                "Text(\"a \")",
                "Open { name: \"b\", tag: \"<b title='>'>\" }",
                "Text(\"x\")",
                "Close { name: \"b\" }",
                "Comment(\"y\")",
                "Text(\" 1 \")",
                "Text(\"<\")",
                "Text(\" 2\")",
            ]
        );
    }

    #[test]
    fn tags_keep_only_what_is_safe() {
        let clean = |name: &str, tag: &str| sanitiser().open_tag(name, tag);
        assert_eq!(
            clean("a", "<a href='javascript:alert(1)' onclick=x title=t>").as_deref(),
            Some("<a title=\"t\">")
        );
        assert_eq!(
            clean("td", "<td colspan=2 style='x'>").as_deref(),
            Some("<td colspan=\"2\">")
        );
        assert_eq!(
            clean("video", "<video controls onclick=x>").as_deref(),
            Some("<video controls=\"\">")
        );
        assert!(!sanitiser().allows("script"));
    }

    #[test]
    fn lost_attributes_are_named() {
        let tag = "<a HREF=\"x\" onclick='y z' data-a>";
        let cleaned = sanitiser().open_tag("a", tag).unwrap();
        assert_eq!(
            sanitiser().lost_attributes(tag, &cleaned),
            ["onclick", "data-a"]
        );
    }
}
