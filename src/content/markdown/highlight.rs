//! Code coloured by classes, never by inline styles. The one caller of syntect.

use std::sync::OnceLock;

use pulldown_cmark_escape::escape_html_body_text;
use syntect::easy::ScopeRegionIterator;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
use syntect::util::LinesWithEndings;

/// Longest line that is coloured, in bytes: beyond it a grammar's time is not bounded.
const LONGEST_LINE: usize = 2_000;

/// What code is told apart by. Grammars know hundreds of scopes; a reader needs these, and every
/// further one costs bytes on each page.
const CLASSES: [(&str, &str); 8] = [
    ("comment", "hl-comment"),
    ("string", "hl-string"),
    ("constant", "hl-constant"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("entity", "hl-name"),
    ("support", "hl-name"),
    ("markup", "hl-keyword"),
];

/// Colours code. Its grammars are unpacked when the first block of code comes.
#[derive(Default)]
pub struct Highlighter {
    grammars: OnceLock<Grammars>,
}

struct Grammars {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

impl Highlighter {
    /// `code` as HTML, coloured if `language` is known.
    pub fn html(&self, language: &str, code: &str) -> String {
        self.coloured(language, code).unwrap_or_else(|| {
            let mut plain = String::with_capacity(code.len());
            push_escaped(&mut plain, code);
            plain
        })
    }

    fn coloured(&self, language: &str, code: &str) -> Option<String> {
        if language.is_empty() || code.lines().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let grammars = self.grammars.get_or_init(Grammars::load);
        let syntax = grammars.syntaxes.find_syntax_by_token(language)?;
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut out = String::with_capacity(code.len() * 2);
        let mut open = None;
        for line in LinesWithEndings::from(code) {
            let operations = state.parse_line(line, &grammars.syntaxes).ok()?;
            for (text, operation) in ScopeRegionIterator::new(&operations, line) {
                stack.apply(operation).ok()?;
                if text.is_empty() {
                    continue;
                }
                // Space takes the class of what is around it, so that runs stay whole.
                if !text.trim().is_empty() {
                    switch(&mut out, &mut open, grammars.class_of(&stack));
                }
                push_escaped(&mut out, text);
            }
        }
        switch(&mut out, &mut open, None);
        Some(out)
    }
}

impl Grammars {
    fn load() -> Grammars {
        let scope = |name| Scope::new(name).expect("these are names of scopes");
        Grammars {
            syntaxes: SyntaxSet::load_defaults_newlines(),
            classes: CLASSES.map(|(name, class)| (scope(name), class)).to_vec(),
        }
    }

    /// The class of the innermost scope that has one.
    fn class_of(&self, stack: &ScopeStack) -> Option<&'static str> {
        stack.as_slice().iter().rev().find_map(|scope| {
            let found = self
                .classes
                .iter()
                .find(|(prefix, _)| prefix.is_prefix_of(*scope));
            found.map(|(_, class)| *class)
        })
    }
}

/// Closes the open run and opens one of `class`, where they differ.
fn switch(out: &mut String, open: &mut Option<&'static str>, class: Option<&'static str>) {
    if *open == class {
        return;
    }
    if open.is_some() {
        out.push_str("</span>");
    }
    if let Some(class) = class {
        out.push_str(&format!("<span class=\"{class}\">"));
    }
    *open = class;
}

fn push_escaped(out: &mut String, text: &str) {
    escape_html_body_text(out, text).expect("writing to a String can't fail");
}
