//! Sources beyond their pages: those of files in BibTeX, and citations made by a style.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::bibliography::{self, Memory};
use crate::config::{Config, FILE};
use crate::content::{Detail, Document, source};
use crate::diagnostic::{Diagnostic, Span, code};
use crate::path;
use crate::site::Citations;
use crate::source::SourceTree;

/// Ending of files in BibTeX.
pub(super) const ENDING: &str = ".bib";

/// Whether a file below a language's folder holds sources.
pub(super) fn is_bibliography(local: &str) -> bool {
    local.ends_with(ENDING) && local.starts_with("sources/")
}

/// Says that a file in BibTeX beside a translation is not read.
pub(super) fn unread(source: &Arc<str>, locale: usize) -> Option<Diagnostic> {
    let message = "this file is not read: sources stand once, in the folder of the first language";
    let unread = Diagnostic::new(&code::STRAY_FILE, Span::file(source), message);
    (locale > 0)
        .then(|| unread.help("move it there; citations come in each language by themselves"))
}

/// Pages for the entries of the book's files in BibTeX that have none.
pub(super) fn pages(
    tree: &SourceTree,
    documents: &[Arc<Document>],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Document>> {
    let default = config.default_locale();
    let folder = format!("{}/{default}/sources", config.book.src);
    let beside = tree.below(&folder);
    let beside = beside.filter(|(path, ..)| path.ends_with(ENDING));
    let mut files: Vec<Arc<str>> = beside.map(|(path, ..)| path.clone()).collect();
    if let Some(named) = &config.citations.bibliography {
        if tree.text(named).is_none() {
            let place = config.place(&["citations", "bibliography"]);
            let message = format!("there is no file `{named}`");
            let help = "write its path from the folder of `book.toml`";
            diagnostics.push(Diagnostic::new(&code::MISSING_FILE, place, message).help(help));
        }
        files.push(named.as_str().into());
    }
    let own = documents
        .iter()
        .filter(|document| document.locale == default);
    let mut taken: BTreeSet<String> = own.map(|document| document.id.path.to_string()).collect();
    let mut made = Vec::new();
    for file in files {
        let Some(text) = tree.text(&file) else {
            continue;
        };
        let read = bibliography::read(&file, text);
        diagnostics.extend(read.diagnostics);
        for (key, reference) in read.value {
            if key.contains('/') || path::unportable(&key).is_some() {
                diagnostics.push(unnamed(&file, text, &key));
            } else if taken.insert(format!("sources/{key}")) {
                made.push(Arc::new(source::made(&key, reference, &default)));
            }
        }
    }
    made
}

fn unnamed(file: &Arc<str>, text: &str, key: &str) -> Diagnostic {
    let at = text.find(key).unwrap_or_default();
    let span = Span::new(file, at..at + key.len().min(text.len() - at));
    let message = format!("the key `{key}` can't be the name of a page");
    Diagnostic::new(&code::BAD_BIBLIOGRAPHY, span, message)
        .help("use letters, digits, hyphens and low lines, like `doe2020`")
}

/// Citations of the sources that do not say theirs, in each language of the book.
pub(super) fn citations(
    documents: &[Arc<Document>],
    config: &Config,
    memory: &mut Memory,
) -> Citations {
    let default = config.default_locale();
    let mut made = BTreeMap::new();
    for document in documents
        .iter()
        .filter(|document| document.locale == default)
    {
        let Detail::Source(detail) = &document.detail else {
            continue;
        };
        let Some(reference) = detail.reference.as_ref().filter(|_| detail.cite.is_none()) else {
            continue;
        };
        for locale in config.locales() {
            let cited = memory.cite(reference, &config.citations.style, locale.as_str());
            if let Some(cited) = cited {
                made.insert((document.id.path.clone(), locale), cited);
            }
        }
    }
    made
}

/// Whether the style is known.
pub(super) fn check(config: &Config) -> Option<Diagnostic> {
    let style = &config.citations.style;
    if bibliography::is_style(style) {
        return None;
    }
    let place = config.place(&["citations", "style"]);
    let styles = bibliography::styles();
    let message = format!("`{style}` is no style of citations in `{FILE}`");
    let help = "write the name of a style, like `apa`, `chicago-author-date`, `iso-690-author-date` or `vancouver`";
    Some(Diagnostic::new(&code::BAD_VALUE, place, message).suggest(style, styles, help))
}
