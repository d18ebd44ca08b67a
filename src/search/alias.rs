//! Words of the glossary that lead to a term's pages: those of other languages, and synonyms.

use super::page::Indexed;
use super::stop;
use crate::content::{Detail, Document};
use crate::site::{Page, Site};
use crate::text::Analyser;
use crate::text::tokenize::Shape;

/// Most words of a name that leads to a term.
const WORDS: usize = 6;

/// Most names of a term that others lead to.
const NAMES: usize = 4;

/// A name of a term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alias {
    /// Its first word, folded.
    pub(super) word: String,
    /// Letters that all forms of that word begin with.
    pub(super) common: usize,
    /// The other words.
    pub(super) others: Vec<String>,
    /// The section of the term's page.
    pub(super) section: u32,
    /// What texts of the page's language call it, each in words, the term's title first.
    pub(super) own: Vec<Vec<String>>,
}

/// The names of all terms, sorted.
pub(super) fn all(
    site: &Site,
    locale: usize,
    pages: &[(&Page, &Indexed)],
    firsts: &[u32],
) -> Vec<Alias> {
    let mut all = Vec::new();
    for ((page, _), section) in pages.iter().zip(firsts) {
        if !matches!(page.document.detail, Detail::Term(_)) {
            continue;
        }
        let own: Vec<Vec<String>> = names(&page.document)
            .take(NAMES)
            .map(|name| {
                words(&page.document, name)
                    .into_iter()
                    .map(|(word, _)| word)
                    .collect()
            })
            .collect();
        for document in versions(site, locale, page) {
            for name in names(document) {
                let mut words = words(document, name);
                if words.is_empty() || words.len() > WORDS {
                    continue;
                }
                let (word, common) = words.remove(0);
                let others: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
                let is_same = |own: &&Vec<String>| own.first() != Some(&word) || own[1..] != others;
                let own: Vec<Vec<String>> = own.iter().filter(is_same).cloned().collect();
                all.push(Alias {
                    word,
                    common,
                    others,
                    section: *section,
                    own,
                });
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

/// The term in every language that has it, the page's own first.
fn versions<'a>(site: &'a Site, locale: usize, page: &'a Page) -> Vec<&'a Document> {
    let others = (0..site.locales.len()).filter(|other| *other != locale);
    let others = others.filter_map(|other| {
        let other = &site.pages[site.page_at(other, &page.id().path)?];
        (!other.is_fallback(site)).then_some(&*other.document)
    });
    std::iter::once(&*page.document).chain(others).collect()
}

/// Title, synonyms and abbreviations.
fn names(document: &Document) -> impl Iterator<Item = &str> {
    let (synonyms, abbreviations) = match &document.detail {
        Detail::Term(term) => (term.synonyms.as_slice(), term.abbreviations.as_slice()),
        _ => (&[][..], &[][..]),
    };
    let others = synonyms.iter().chain(abbreviations).map(String::as_str);
    std::iter::once(document.front.title()).chain(others)
}

/// The words of a name that say something, folded, each with the letters that its forms share;
/// those of a name of little words all.
fn words(document: &Document, name: &str) -> Vec<(String, usize)> {
    let tag = document.locale.as_str();
    let stop = stop::words(tag);
    let tokens = Analyser::new(tag).analyse(name);
    let tokens = tokens
        .into_iter()
        .filter(|token| token.shape != Shape::Joined);
    let all: Vec<(String, usize)> = tokens
        .map(|token| {
            let pairs = token.stem.chars().zip(token.folded.chars());
            let common = pairs.take_while(|(a, b)| a == b).count();
            (token.folded.to_string(), common)
        })
        .collect();
    let says = |(word, _): &&(String, usize)| !stop.contains(&word.as_str());
    match all.iter().any(|word| says(&word)) {
        true => all.iter().filter(says).cloned().collect(),
        false => all,
    }
}
