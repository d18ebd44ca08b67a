//! Terms of the book in texts to translate, with what the other language says for them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::content::front_matter::TermDetail;
use crate::content::{Detail, Document};
use crate::locale::Locale;
use crate::text::Analyser;

/// A name or text, word by word.
type Stems = Vec<Arc<str>>;

/// The terms of the original's language with their equivalents in another.
pub struct Glossary {
    analyser: Analyser,
    /// By the stem of their first word: the stems of all, and the term.
    forms: HashMap<Arc<str>, Vec<(Stems, usize)>>,
    terms: Vec<(String, Vec<String>)>,
}

impl Glossary {
    /// The terms among `documents` that both languages have.
    pub fn new(documents: &[Arc<Document>], from: &Locale, to: &Locale) -> Glossary {
        let detail = |document: &Document| -> Option<TermDetail> {
            match &document.detail {
                Detail::Term(detail) => Some(detail.clone()),
                _ => None,
            }
        };
        let in_language = |locale: &Locale| {
            let own = documents
                .iter()
                .filter(|document| document.locale == *locale);
            own.filter_map(|document| {
                Some((document.id.path.clone(), (document, detail(document)?)))
            })
            .collect::<HashMap<_, _>>()
        };
        let names = |document: &Document, detail: &TermDetail| -> Vec<String> {
            std::iter::once(document.front.title().to_owned())
                .chain(detail.synonyms.iter().cloned())
                .chain(detail.abbreviations.iter().cloned())
                .collect()
        };
        let theirs = in_language(to);
        let mut ours: Vec<_> = in_language(from).into_iter().collect();
        ours.sort_by(|a, b| a.0.cmp(&b.0));
        let mut glossary = Glossary {
            analyser: Analyser::new(from.as_str()),
            forms: HashMap::new(),
            terms: Vec::new(),
        };
        for (path, (document, own)) in ours {
            let Some((other, detail)) = theirs.get(&path) else {
                continue;
            };
            let number = glossary.terms.len();
            for form in names(document, &own) {
                let stems = glossary.stems(&form);
                if let Some(first) = stems.first().cloned() {
                    glossary
                        .forms
                        .entry(first)
                        .or_default()
                        .push((stems, number));
                }
            }
            let term = (document.front.title().to_owned(), names(other, detail));
            glossary.terms.push(term);
        }
        glossary
    }

    fn stems(&mut self, text: &str) -> Stems {
        let tokens = self.analyser.analyse(text);
        tokens.into_iter().map(|token| token.stem).collect()
    }

    /// The terms in a text, each once, in the order of their names.
    pub(super) fn terms_in(&mut self, text: &str) -> Vec<(String, Vec<String>)> {
        let stems = self.stems(text);
        let mut found = Vec::new();
        for at in 0..stems.len() {
            for (form, term) in self.forms.get(&stems[at]).into_iter().flatten() {
                if stems[at..].starts_with(form) {
                    found.push(*term);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
            .into_iter()
            .map(|term| self.terms[term].clone())
            .collect()
    }
}
