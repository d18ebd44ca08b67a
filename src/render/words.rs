//! `words.toml` of each language's folder: the book's own words, for its kinds above all.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::locale::Locale;
use crate::source::SourceTree;
use crate::strings::{self, WORDS, Words};

/// The words of a book in one language, if it has any.
pub(super) struct BookWords {
    path: Arc<str>,
    text: Arc<str>,
    /// Words by key.
    pub(super) words: Words,
}

impl BookWords {
    /// Whether they are written for that language, and not for a wider one.
    pub(super) fn is_of(&self, locale: &Locale) -> bool {
        self.path.ends_with(&format!("/{locale}/{WORDS}"))
    }
}

/// Reads the words of the language `tag`.
pub(super) fn read(tree: &SourceTree, config: &Config, tag: &str) -> Option<Parsed<BookWords>> {
    let path: Arc<str> = format!("{}/{tag}/{WORDS}", config.book.src).into();
    let text = tree.text(&path)?.clone();
    let read = strings::read(&path, &text);
    Some(Parsed {
        value: BookWords {
            words: read.value,
            path,
            text,
        },
        diagnostics: read.diagnostics,
    })
}

/// The words that the book's kinds, fields and values need.
pub(super) fn needed(config: &Config) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (name, kind) in &config.kinds {
        keys.insert(format!("kind.{name}"));
        for (name, field) in &kind.fields {
            keys.insert(format!("field.{name}"));
            let values = field.values.iter();
            keys.extend(values.map(|value| format!("field.{name}.{value}")));
        }
    }
    keys
}

/// Words that nothing asks for: most often a slip in the key.
pub(super) fn unknown(
    book: &BookWords,
    needed: &BTreeSet<String>,
    interface: &[&Words],
) -> Vec<Diagnostic> {
    let is_known = |key: &str| {
        // Plural forms differ from language to language.
        let other = key
            .rsplit_once('.')
            .map(|(base, _)| format!("{base}.other"));
        let has = |key: &str| interface.iter().any(|words| words.contains_key(key));
        let of_one = key
            .strip_suffix(".one")
            .filter(|kind| kind.starts_with("kind."));
        needed.contains(of_one.unwrap_or(key))
            || has(key)
            || other.is_some_and(|other| has(&other))
            || key
                .strip_prefix("country.")
                .is_some_and(|code| code.len() == 2)
    };
    let unknown = book.words.keys().filter(|key| !is_known(key));
    unknown
        .map(|key| {
            let start = book.text.find(key.as_str()).unwrap_or(0);
            let end = start + key.len().min(book.text.len() - start);
            let known = interface.iter().flat_map(|words| words.keys()).chain(needed);
            Diagnostic::new(
                &code::UNKNOWN_WORDS,
                Span::new(&book.path, start..end),
                format!("nothing asks for the words `{key}`"),
            )
            .suggest(
                key,
                known.map(String::as_str),
                "name a kind, field or value of `book.toml`, like `kind.practice`, or take the line away",
            )
        })
        .collect()
}

/// What a language lacks of the words that the book's kinds need.
pub(super) fn missing(
    locale: &Locale,
    own: &[&Words],
    needed: &BTreeSet<String>,
    config: &Config,
) -> Option<Diagnostic> {
    let lacking: Vec<&str> = needed
        .iter()
        .filter(|key| !own.iter().any(|words| words.contains_key(*key)))
        .map(String::as_str)
        .collect();
    let first = lacking.first()?;
    let message = match lacking.len() {
        1 => format!("the words `{first}` are missing in `{locale}`"),
        many => format!(
            "{many} words of the book's kinds are missing in `{locale}`, the first are `{}`",
            lacking[..many.min(3)].join("`, `")
        ),
    };
    Some(
        Diagnostic::new(&code::MISSING_WORDS, config.place(&["kinds"]), message).help(format!(
            "add lines like `\"{first}\" = \"…\"` to `{}/{locale}/{WORDS}`",
            config.book.src
        )),
    )
}
