//! Keys of mdBook's `book.toml` that have no meaning here, and what to use instead.

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, code};
use crate::toml_source::{self, Fragment};

/// Path of the key, and what to do instead.
const KEYS: &[(&[&str], &str)] = &[
    (
        &["book", "multilingual"],
        "declare each language with `[languages.<tag>]`",
    ),
    (
        &["book", "text-direction"],
        "the direction follows the language",
    ),
    (
        &["build", "create-missing"],
        "leave it out: Keyward never writes into your content",
    ),
    (&["build", "use-default-preprocessors"], "leave it out"),
    (
        &["build", "extra-watch-dirs"],
        "leave it out: the whole book is watched",
    ),
    (&["rust"], "leave it out"),
    (&["preprocessor"], "leave it out"),
    (
        &["output", "html", "default-theme"],
        "the reader's system decides",
    ),
    (
        &["output", "html", "preferred-dark-theme"],
        "the reader's system decides",
    ),
    (
        &["output", "html", "smart-punctuation"],
        "leave it out: quotes follow the page's language",
    ),
    (
        &["output", "html", "curly-quotes"],
        "leave it out: quotes follow the page's language",
    ),
    (&["output", "html", "mathjax-support"], "leave it out"),
    (
        &["output", "html", "no-section-label"],
        "order comes from file names like `03-signs.md`",
    ),
    (&["output", "html", "fold"], "leave it out"),
    (&["output", "html", "playground"], "leave it out"),
    (&["output", "html", "code"], "leave it out"),
    (
        &["output", "html", "print"],
        "leave it out: modules, the course and the glossary have a `print.html`",
    ),
    (&["output", "html", "git-repository-icon"], "leave it out"),
    (
        &["output", "html", "input-404"],
        "leave it out: `404.html` is made from the theme",
    ),
    (
        &["output", "html", "cname"],
        "put a file `CNAME` into the output folder; it is kept",
    ),
    (
        &["output", "html", "hash-files"],
        "leave it out: asset names always carry a hash",
    ),
];

/// Takes mdBook's keys out of `table` and names their replacements.
pub fn translate(table: &mut DeTable<'_>, fragment: Fragment<'_>) -> Vec<Diagnostic> {
    KEYS.iter()
        .filter_map(|(keys, instead)| {
            let span = take_path(table, keys)?;
            let name = keys.join(".");
            Some(
                Diagnostic::new(
                    &code::MDBOOK_KEY,
                    fragment.span(span),
                    format!("`{name}` is a key of mdBook and has no meaning here"),
                )
                .help(*instead),
            )
        })
        .collect()
}

fn take_path(table: &mut DeTable<'_>, keys: &[&str]) -> Option<std::ops::Range<usize>> {
    match keys {
        [] => None,
        [key] => toml_source::take(table, key).map(|(span, _)| span),
        [first, rest @ ..] => match table.get_mut(*first)?.get_mut() {
            DeValue::Table(inner) => take_path(inner, rest),
            _ => None,
        },
    }
}
