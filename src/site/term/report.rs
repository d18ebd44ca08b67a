//! What there is to say about terms: never used, to avoid but used, two of one name.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Glossaries, detail};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Span, code};
use crate::path;
use crate::site::{Page, Site, required};

/// Terms that no page uses, and words to avoid that some do.
pub(in crate::site) fn check(
    site: &Site,
    glossaries: &Glossaries,
    config: &Config,
) -> Vec<Diagnostic> {
    let mut diagnostics = unused(site, config);
    let own: Vec<&Page> = site
        .pages
        .iter()
        .filter(|page| !page.is_fallback(site) && !page.document.source.is_empty())
        .collect();
    let used: Vec<Vec<Diagnostic>> = own
        .par_iter()
        .map(|page| to_avoid(site, glossaries, page))
        .collect();
    diagnostics.extend(used.into_iter().flatten());
    diagnostics
}

/// Terms that no page of the default language leads to. A book of terms alone uses none.
fn unused(site: &Site, config: &Config) -> Vec<Diagnostic> {
    let is_term = |page: &Page| detail(&page.document).is_some();
    let texts = site.pages.iter().filter(|page| {
        page.locale == 0
            && !is_term(page)
            && !page.document.source.is_empty()
            && !required::is_made(&page.document, config)
            && page.document.body.words > 0
    });
    if texts.take(1).count() == 0 {
        return Vec::new();
    }
    let fronts = site.pages.iter().map(|page| &page.document.front);
    let unlinked: HashSet<&str> = fronts
        .flat_map(|front| &front.no_links)
        .map(|(name, _)| name.as_str())
        .collect();
    let terms = site
        .pages
        .iter()
        .filter(|page| page.locale == 0 && is_term(page) && !page.is_fallback(site));
    terms
        .filter(|page| page.backlinks.is_empty())
        // Whoever says that a word is not to link itself has met it.
        .filter(|page| detail(&page.original).is_some_and(|term| term.auto_link))
        .filter(|page| !unlinked.contains(path::name(&page.id().path)))
        .map(|page| {
            Diagnostic::new(
                &code::TERM_UNUSED,
                Span::file(&page.document.source),
                format!("no page leads to `{}`", page.title()),
            )
            .help("use the word where it belongs, add the words that pages do use as `synonyms`, or take the term out")
        })
        .collect()
}

/// Words to avoid in a page's text.
fn to_avoid(site: &Site, glossaries: &Glossaries, page: &Page) -> Vec<Diagnostic> {
    let document = &page.document;
    let Some(glossary) = glossaries.0.get(document.locale.as_str()) else {
        return Vec::new();
    };
    if glossary.terms.iter().all(|term| !term.is_to_avoid) || document.quiz.is_some() {
        return Vec::new();
    }
    let mentions = glossary.mentions(page).into_iter().filter(|mention| {
        let term = &glossary.terms[mention.term];
        // A term's own page says why it is to be avoided, and whoever opts out knows the word.
        term.is_to_avoid && *term.path != *page.id().path && !super::is_unlinked(page, &term.path)
    });
    mentions
        .map(|mention| {
            let term = &glossary.terms[mention.term];
            let list = &document.words.list;
            let (first, last) = (list[mention.words.0], list[mention.words.1 - 1]);
            let written = &document.body.html[first.at as usize..last.range().end];
            let start = first.source as usize;
            let end = (last.source as usize).max(start) + usize::from(last.len);
            let target = site.page_at(page.locale, &term.path);
            let instead = target.map_or_else(Vec::new, |target| {
                let original = detail(&site.pages[target].original);
                let names = original.iter().flat_map(|term| &term.instead);
                names
                    .filter_map(|(name, _)| site.page_at(page.locale, &path::join("terms", name)))
                    .map(|page| site.pages[page].title().to_owned())
                    .collect()
            });
            let help = match instead.as_slice() {
                [] => "say it in another way; the term's page says why".to_owned(),
                words => format!("say `{}`", words.join("` or `")),
            };
            Diagnostic::new(
                &code::TERM_TO_AVOID,
                document.span(start..end),
                format!("`{written}` is a word to avoid"),
            )
            .help(format!(
                "{help}; where the text must name it, put `no-links = [\"{}\"]` into the front matter",
                path::name(&term.path)
            ))
        })
        .collect()
}

/// Two terms of one language with the same title, synonym or abbreviation.
pub(in crate::site) fn doubles(site: &Site, glossaries: &Glossaries) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (locale, tag) in site.locales.iter().enumerate() {
        let Some(glossary) = glossaries.0.get(tag.as_str()) else {
            continue;
        };
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        let mut said: Vec<(usize, usize)> = Vec::new();
        for form in &glossary.forms {
            let other = *first.entry(form.folded()).or_insert(form.term);
            if other == form.term || said.contains(&(other, form.term)) {
                continue;
            }
            said.push((other, form.term));
            let page_of = |term: usize| {
                let page: &Arc<str> = &glossary.terms[term].path;
                site.page_at(locale, page).map(|page| &site.pages[page])
            };
            let (Some(one), Some(two)) = (page_of(other), page_of(form.term)) else {
                continue;
            };
            diagnostics.push(
                Diagnostic::new(
                    &code::TERM_TWICE,
                    Span::file(&two.document.source),
                    format!(
                        "`{}` also stands in `{}`",
                        form.text,
                        one.document.source
                    ),
                )
                .help("let one term have it, as a text can lead to one only; `forms` says which words lead to a term"),
            );
        }
    }
    diagnostics
}
