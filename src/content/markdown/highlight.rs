//! Code coloured by classes, never by inline styles. The one caller of syntect.

use std::sync::OnceLock;

use pulldown_cmark_escape::escape_html_body_text;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Classes are `hl-` and the scope's names.
const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// Longest line that is coloured, in bytes: beyond it a grammar's time is not bounded.
const LONGEST_LINE: usize = 2_000;

/// Colours code. Its grammars are unpacked when the first block of code comes.
#[derive(Default)]
pub struct Highlighter {
    syntaxes: OnceLock<SyntaxSet>,
}

impl Highlighter {
    /// `code` as HTML, coloured if `language` is known.
    pub fn html(&self, language: &str, code: &str) -> String {
        self.coloured(language, code).unwrap_or_else(|| {
            let mut plain = String::with_capacity(code.len());
            escape_html_body_text(&mut plain, code).expect("writing to a String can't fail");
            plain
        })
    }

    fn coloured(&self, language: &str, code: &str) -> Option<String> {
        if language.is_empty() || code.lines().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let syntaxes = self.syntaxes.get_or_init(SyntaxSet::load_defaults_newlines);
        let syntax = syntaxes.find_syntax_by_token(language)?;
        let mut generator =
            ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, STYLE);
        for line in LinesWithEndings::from(code) {
            generator.parse_html_for_line_which_includes_newline(line).ok()?;
        }
        Some(generator.finalize())
    }
}
