//! Templates without superfluous space. The one caller of minify-html.

use minify_html::{Cfg, minify};

/// A template, minified once when it is loaded.
///
/// Where template logic stands inside a tag, HTML's grammar does not hold, and the template stays
/// as it is; so does one whose expressions would not come through unharmed.
pub fn template(text: &str) -> String {
    let config = Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_input_type_text_attr: true,
        preserve_brace_template_syntax: true,
        ..Cfg::default()
    };
    let before = scan(text);
    if before.has_logic_in_tag {
        return text.to_owned();
    }
    match String::from_utf8(minify(text.as_bytes(), &config)) {
        Ok(minified)
            if !minified.contains("={{") && scan(&minified).sorted() == before.sorted() =>
        {
            // minify-html writes the doctype small; validators want it as most people write it.
            quoted(&minified).replacen("<!doctype html>", "<!DOCTYPE html>", 1)
        }
        _ => text.to_owned(),
    }
}

/// Puts quotes around the values that minify-html left bare: validators ask for them.
fn quoted(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut quote = None;
    let mut in_tag = false;
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        if let Some(end) = braces_at(rest) {
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        out.push(c);
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') if in_tag => quote = Some(c),
            (None, '<') => in_tag = true,
            (None, '>') => in_tag = false,
            (None, '=') if in_tag && !rest.starts_with(['"', '\'']) => {
                let end = rest.find([' ', '>', '\n']).unwrap_or(rest.len());
                let value = rest[..end]
                    .strip_suffix('/')
                    .filter(|_| rest[end..].starts_with('>'))
                    .unwrap_or(&rest[..end]);
                out.push('"');
                out.push_str(value);
                out.push('"');
                rest = &rest[value.len()..];
            }
            _ => {}
        }
    }
    out
}

/// The length of the expression, statement or comment at the start of `text`.
pub(super) fn braces_at(text: &str) -> Option<usize> {
    let braces = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let (_, close) = braces.iter().find(|(open, _)| text.starts_with(open))?;
    Some(text.find(close).map_or(text.len(), |at| at + close.len()))
}

/// The template's parts in HTML.
struct Scan<'a> {
    /// Expressions and statements in order.
    parts: Vec<&'a str>,
    /// Whether a statement stands between `<` and `>` of a tag.
    has_logic_in_tag: bool,
}

impl<'a> Scan<'a> {
    /// The parts, apart from their order: attributes may change places.
    fn sorted(&self) -> Vec<&'a str> {
        let mut parts = self.parts.clone();
        parts.sort_unstable();
        parts
    }
}

fn scan(text: &str) -> Scan<'_> {
    let mut scan = Scan {
        parts: Vec::new(),
        has_logic_in_tag: false,
    };
    let mut rest = text;
    let mut in_tag = false;
    while let Some(c) = rest.chars().next() {
        if let Some(end) = braces_at(rest) {
            scan.has_logic_in_tag |= in_tag && !rest.starts_with("{{");
            scan.parts.push(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ => {}
        }
        rest = &rest[c.len_utf8()..];
    }
    scan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_goes_and_expressions_stay() {
        let text = "<ul>\n  {% for x in xs %}\n  <li><a href=\"{{ x.href }}\">{{ x.title }}</a></li>\n  {% endfor %}\n</ul>\n";
        let minified = template(text);
        assert!(minified.len() < text.len(), "{minified}");
        assert!(
            minified.contains("<a href=\"{{ x.href }}\">{{ x.title }}</a>"),
            "{minified}"
        );
    }

    #[test]
    fn an_expression_with_the_quotes_of_its_attribute_comes_through() {
        let text = r#"<a  title="{{ t["x"] }}">z</a>"#;
        assert_eq!(template(text), text);
        let text = "<p>\n<a title=\"{{ t['x'] }}\">z</a></p>";
        assert!(template(text).contains("<a title=\"{{ t['x'] }}\">"));
    }

    #[test]
    fn values_keep_their_quotes() {
        let text = "<svg  viewBox=\"0 0 4 4\"><circle cx=\"1\" r=\"8\"/></svg><a  class=\"x\" href=\"{{ y }}\">z = 1</a>";
        let minified = template(text);
        assert!(minified.contains("cx=\"1\""), "{minified}");
        assert!(minified.contains("class=\"x\""), "{minified}");
        assert!(minified.contains("z = 1"), "{minified}");
    }

    #[test]
    fn logic_in_a_tag_is_left_alone() {
        let text = "<a {% if x %}class=\"y\"{% endif %} >  z </a>";
        assert_eq!(template(text), text);
    }
}
