//! The language that nobody speaks: its pages are those of the default language, accented.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::pages::Page;
use crate::config::{Config, Language};
use crate::content::markdown::Engines;
use crate::content::{self, Document};
use crate::diagnostic::Diagnostic;
use crate::locale::{Locale, PSEUDO};
use crate::source::SourceTree;
use crate::text::pseudo::string;
use crate::translation::pseudo;

/// Adds the language to a book.
pub(super) fn add(config: &mut Config) {
    let default = config.default_locale();
    let language = Language {
        name: Some(string("Pseudo")),
        title: Some(string(config.title(&default))),
        description: config.description(&default).map(string),
        ..Language::default()
    };
    config.languages.insert(PSEUDO.to_owned(), language);
}

fn locale(config: &Config) -> Option<Locale> {
    config.locales().into_iter().find(Locale::is_pseudo)
}

/// Its pages, beside those that the book has itself.
pub(super) fn pages(tree: &SourceTree, documents: &[Arc<Document>], config: &Config) -> Vec<Page> {
    let Some(locale) = locale(config) else {
        return Vec::new();
    };
    let own = documents
        .iter()
        .filter(|document| document.locale == locale);
    let own: BTreeSet<&str> = own.map(|document| &*document.id.path).collect();
    let default = config.default_locale();
    let originals = documents
        .iter()
        .filter(|document| document.locale == default && !own.contains(&*document.id.path));
    originals
        .filter_map(|original| {
            let text = tree.text(&original.source)?;
            Some(Page {
                source: format!("{}/{locale}/{}", config.book.src, original.local).into(),
                local: original.local.clone(),
                locale: locale.clone(),
                text: pseudo::page(original, text, config).into(),
            })
        })
        .collect()
}

/// The pages that the theme makes, with those of the default language accented.
pub(super) fn made(pages: Vec<Page>, config: &Config, engines: &Engines) -> Vec<Page> {
    let Some(locale) = locale(config) else {
        return pages;
    };
    let default = config.default_locale();
    let (mut all, mut accented): (Vec<Page>, Vec<Page>) = (Vec::new(), Vec::new());
    for page in pages.into_iter().filter(|page| page.locale != locale) {
        if page.locale == default {
            let input = content::Input {
                source: &page.source,
                local: &page.local,
                text: &page.text,
                locale: &page.locale,
            };
            let document = content::parse(input, config, engines).value;
            accented.push(Page {
                source: page.source.clone(),
                local: page.local.clone(),
                locale: locale.clone(),
                text: pseudo::page(&document, &page.text, config).into(),
            });
        }
        all.push(page);
    }
    all.extend(accented);
    all
}

/// Takes away what is said about pages that nobody wrote.
pub(super) fn drop_findings(diagnostics: &mut Vec<Diagnostic>, config: &Config) {
    let Some(locale) = locale(config) else {
        return;
    };
    let folder = format!("{}/{locale}/", config.book.src);
    diagnostics.retain(|diagnostic| {
        let span = diagnostic.span.as_ref();
        !span.is_some_and(|span| span.path.starts_with(&folder))
    });
}
