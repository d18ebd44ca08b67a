//! Translations that lack what their originals have beside words: links, citations, code.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Page, Site};
use crate::diagnostic::{Diagnostic, Span, code};

/// What can stand on a page besides words.
#[derive(Debug, Default)]
struct Frame<'a> {
    /// Pages and other sites that links lead to.
    links: BTreeSet<&'a str>,
    /// Sources that are cited.
    citations: BTreeSet<&'a str>,
    /// Blocks of code.
    code: usize,
}

/// Translations of another structure than their originals. What lags behind says so already.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let translations: Vec<&Page> = site
        .pages
        .iter()
        .filter(|page| page.locale > 0 && !page.is_fallback(site))
        .filter(|page| !page.document.source.is_empty() && page.behind(site).is_none())
        .collect();
    let found = translations.par_iter().filter_map(|page| {
        let original = &site.pages[site.page_at(0, &page.id().path)?];
        (original.document.locale == site.locales[0]).then_some(())?;
        lacking(&frame(site, page), &frame(site, original), page, original)
    });
    found.collect()
}

fn frame<'a>(site: &'a Site, page: &'a Page) -> Frame<'a> {
    let body = &page.document.body;
    let leads_out = |target: &&str| target.contains("://");
    let outside = body.links.iter().map(|link| link.target.as_str());
    let inside = page.resolved.targets.iter().flatten();
    Frame {
        links: outside
            .filter(leads_out)
            .chain(inside.map(|target| &*site.pages[*target].id().path))
            .collect(),
        citations: body
            .citations
            .iter()
            .map(|citation| citation.source.as_str())
            .collect(),
        code: body.html.matches("<pre").count(),
    }
}

fn lacking(
    own: &Frame<'_>,
    wanted: &Frame<'_>,
    page: &Page,
    original: &Page,
) -> Option<Diagnostic> {
    let named = |name: &&str| format!("`{name}`");
    let links = wanted.links.difference(&own.links).map(named);
    let links: Vec<String> = links.map(|name| format!("a link to {name}")).collect();
    let citations = wanted.citations.difference(&own.citations).map(named);
    let citations = citations.map(|name| format!("a citation of {name}"));
    let mut lacks: Vec<String> = links.into_iter().chain(citations).collect();
    if own.code < wanted.code {
        let blocks = wanted.code - own.code;
        lacks.push(match blocks {
            1 => "a block of code".to_owned(),
            blocks => format!("{blocks} blocks of code"),
        });
    }
    let first = lacks.first()?;
    let more = match lacks.len() {
        1 => String::new(),
        number => format!(" and {} more", number - 1),
    };
    let message = format!(
        "this translation lacks {first} of `{}`{more}",
        original.document.source
    );
    let help = match lacks.as_slice() {
        [_] => "put it where the original has it".to_owned(),
        lacks => format!("it lacks: {}", lacks.join(", ")),
    };
    let span = Span::file(&page.document.source);
    Some(Diagnostic::new(&code::TRANSLATION_STRUCTURE, span, message).help(help))
}
