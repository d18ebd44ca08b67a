//! Style sheets without what only their authors need. The one caller of lightningcss.

use lightningcss::stylesheet::{ParserOptions, PrinterOptions, StyleSheet};

/// A style sheet without comments and superfluous space; as it stands where it cannot be read.
pub fn minified(text: &str) -> String {
    let Ok(sheet) = StyleSheet::parse(text, ParserOptions::default()) else {
        return text.to_owned();
    };
    let options = PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    };
    sheet
        .to_css(options)
        .map_or_else(|_| text.to_owned(), |printed| printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_space_go() {
        let text = "/* Ink. */\n@layer parts {\n  .a:hover > b { color: var(--ink); margin-block: 0 1rem; }\n}\n";
        assert_eq!(
            minified(text),
            "@layer parts{.a:hover>b{color:var(--ink);margin-block:0 1rem}}"
        );
    }

    #[test]
    fn what_cannot_be_read_stays() {
        for text in ["", "a { color: red } } b {"] {
            assert_eq!(minified(text), text);
        }
    }
}
