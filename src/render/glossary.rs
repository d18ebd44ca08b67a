//! What terms show beside their text: equivalents in other languages, the A to Z, and the meanings
//! that a page carries for the words that link themselves.

use std::cmp::Ordering;

use icu_normalizer::DecomposingNormalizerBorrowed as Decomposing;
use serde::Serialize;

use super::view::Link;
use super::viewer::Viewer;
use crate::config::kind::TYPED;
use crate::content::{Detail, KindId};
use crate::locale::Locale;
use crate::site::{Page, Resolved};

/// A term in another language of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Equivalent {
    /// The language, in its own words.
    pub language: String,
    /// Its tag.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
    /// The term.
    pub title: String,
    /// The term's page.
    pub href: String,
}

/// What a term means, for the words that link themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct DefinitionView {
    /// The term.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What it means, in a sentence.
    pub text: String,
    /// Terms to use in its place.
    pub instead: Vec<Link>,
}

/// A letter of the A to Z.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Letter {
    /// The letter.
    pub letter: String,
    /// Id of its heading.
    pub id: String,
    /// What begins with it.
    pub entries: Vec<Entry>,
}

/// A word in the A to Z.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Entry {
    /// The word.
    pub title: String,
    /// The term's page.
    pub link: Link,
    /// For a synonym or abbreviation: the term that it stands for.
    pub of: Option<Link>,
    /// What the term means.
    pub description: Option<String>,
    /// Language of the word.
    pub lang: String,
    /// Direction of the word.
    pub dir: &'static str,
}

impl Viewer<'_> {
    /// A term's page in the languages that really have it.
    pub(super) fn equivalents(&self, page: &Page, at: &str) -> Vec<Equivalent> {
        if page.id().kind != KindId::Term {
            return Vec::new();
        }
        let others = (0..self.site.locales.len())
            .filter(|locale| self.site.locales[*locale] != page.document.locale)
            .filter_map(|locale| self.site.page_at(locale, &page.id().path));
        others
            .filter(|other| !self.site.pages[*other].is_fallback(self.site))
            .map(|index| {
                let other = &self.site.pages[index];
                let locale = &other.document.locale;
                Equivalent {
                    language: self.names[other.locale].clone(),
                    lang: locale.to_string(),
                    dir: locale.dir().as_str(),
                    title: other.title().to_owned(),
                    href: self.href(at, index),
                }
            })
            .collect()
    }

    /// The terms of a language from A to Z, on the page of their folder.
    pub(super) fn letters(&self, page: &Page, at: &str) -> Vec<Letter> {
        let is_terms = TYPED
            .iter()
            .any(|(name, folder)| *name == "term" && *folder == page.folder());
        if !is_terms || !page.document.is_index() {
            return Vec::new();
        }
        let mut entries = self.entries(page, at);
        let locale = &self.site.locales[page.locale];
        let (collator, primary) = (locale.collator(), locale.letter_collator());
        let key = |title: &str| -> String { sorted_as(title).to_owned() };
        entries.sort_by(|a, b| {
            let letters = primary.compare(&letter_of(&a.title), &letter_of(&b.title));
            letters.then_with(|| collator.compare(&key(&a.title), &key(&b.title)))
        });
        let mut letters: Vec<Letter> = Vec::new();
        for entry in entries {
            let own = letter_of(&entry.title);
            let base: String = Decomposing::new_nfd()
                .normalize(&own)
                .chars()
                .take(1)
                .collect();
            let shown = match primary.compare(&own, &base) {
                Ordering::Equal => base,
                _ => own,
            };
            match letters.last_mut() {
                Some(last) if primary.compare(&last.letter, &shown) == Ordering::Equal => {
                    last.entries.push(entry);
                }
                _ => letters.push(Letter {
                    id: format!("letter-{}", letters.len() + 1),
                    letter: shown,
                    entries: vec![entry],
                }),
            }
        }
        letters
    }

    /// Every term of a page's folder, with its synonyms and abbreviations.
    fn entries(&self, page: &Page, at: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        for child in self.site.navigation[page.locale].children(page.folder()) {
            let term = &self.site.pages[*child];
            let Detail::Term(detail) = &term.document.detail else {
                continue;
            };
            let locale: &Locale = &term.document.locale;
            let link = self.link(at, *child);
            let entry = |title: &str, of: Option<Link>| Entry {
                title: title.to_owned(),
                link: link.clone(),
                description: match of {
                    None => term.document.front.description.clone(),
                    Some(_) => None,
                },
                of,
                lang: locale.to_string(),
                dir: locale.dir().as_str(),
            };
            entries.push(entry(term.title(), None));
            let others = detail.synonyms.iter().chain(&detail.abbreviations);
            let others = others.filter(|other| other.as_str() != term.title());
            entries.extend(others.map(|other| entry(other, Some(link.clone()))));
        }
        entries
    }

    /// What the terms mean that a text leads to.
    pub(super) fn definitions(&self, resolved: &Resolved) -> Vec<DefinitionView> {
        let definitions = resolved.definitions.iter();
        definitions
            .map(|definition| DefinitionView {
                title: definition.title.clone(),
                href: definition.href.clone(),
                text: definition.text.clone(),
                instead: definition
                    .instead
                    .iter()
                    .map(|(href, title)| Link {
                        title: title.clone(),
                        href: href.clone(),
                        ..Link::default()
                    })
                    .collect(),
            })
            .collect()
    }
}

/// A title without what sorting passes over: signs before it, and the Arabic article.
fn sorted_as(title: &str) -> &str {
    let bare = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    match bare.strip_prefix("ال") {
        Some(rest) if rest.chars().count() > 2 => rest,
        _ => bare,
    }
}

/// The letter under which a title stands; `#` for digits and signs.
fn letter_of(title: &str) -> String {
    match sorted_as(title).chars().next() {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "#".to_owned(),
    }
}
