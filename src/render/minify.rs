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
        Ok(minified) if !minified.contains("={{") && scan(&minified).parts == before.parts => minified,
        _ => text.to_owned(),
    }
}

/// The template's parts in HTML.
struct Scan<'a> {
    /// Expressions and statements in order.
    parts: Vec<&'a str>,
    /// Whether a statement stands between `<` and `>` of a tag.
    has_logic_in_tag: bool,
}

fn scan(text: &str) -> Scan<'_> {
    let mut scan = Scan {
        parts: Vec::new(),
        has_logic_in_tag: false,
    };
    let mut rest = text;
    let mut in_tag = false;
    while let Some(c) = rest.chars().next() {
        let braces = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
        if let Some((open, close)) = braces.iter().find(|(open, _)| rest.starts_with(open)) {
            scan.has_logic_in_tag |= in_tag && *open != "{{";
            let end = rest.find(close).map_or(rest.len(), |at| at + close.len());
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
        assert!(minified.contains("<a href=\"{{ x.href }}\">{{ x.title }}</a>"), "{minified}");
    }

    #[test]
    fn an_expression_with_the_quotes_of_its_attribute_comes_through() {
        let text = r#"<a  title="{{ t["x"] }}">z</a>"#;
        assert_eq!(template(text), text);
        let text = "<p>\n<a title=\"{{ t['x'] }}\">z</a></p>";
        assert!(template(text).contains("<a title=\"{{ t['x'] }}\">"));
    }

    #[test]
    fn logic_in_a_tag_is_left_alone() {
        let text = "<a {% if x %}class=\"y\"{% endif %} >  z </a>";
        assert_eq!(template(text), text);
    }
}
