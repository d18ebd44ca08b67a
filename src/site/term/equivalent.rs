//! Translations that say none of a term's equivalents where their original uses the term.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::{Glossaries, Glossary};
use crate::diagnostic::{Diagnostic, Span, code};
use crate::path;
use crate::site::{Page, PageIndex, Site};
use crate::text::Analyser;

/// The terms that a text uses, each with its first place in bytes of the file.
type Used = BTreeMap<usize, usize>;

/// Each text is gone through once, however many terms and languages there are.
pub(in crate::site) fn check(site: &Site, glossaries: &Glossaries) -> Vec<Diagnostic> {
    let own = |page: &Page| !page.is_fallback(site) && !page.document.source.is_empty();
    let translations: Vec<(PageIndex, PageIndex)> = site
        .pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.locale > 0 && own(page) && page.document.quiz.is_none())
        .filter_map(|(index, page)| Some((index, site.page_at(0, &page.id().path)?)))
        .filter(|(_, original)| own(&site.pages[*original]))
        .collect();
    let Some(ours) = glossaries.0.get(site.locales[0].as_str()) else {
        return Vec::new();
    };
    let originals: BTreeSet<PageIndex> = translations.iter().map(|(_, page)| *page).collect();
    let used: BTreeMap<PageIndex, Used> = originals
        .into_par_iter()
        .map(|page| (page, used_in(ours, &site.pages[page])))
        .collect();
    let found = translations.par_iter().flat_map_iter(|(page, original)| {
        let page = &site.pages[*page];
        let theirs = glossaries.0.get(page.document.locale.as_str());
        theirs.map_or_else(Vec::new, |theirs| {
            unsaid(
                site,
                (ours, theirs),
                page,
                &site.pages[*original],
                &used[original],
            )
        })
    });
    found.collect()
}

fn used_in(glossary: &Glossary, page: &Page) -> Used {
    let mut used = Used::new();
    for mention in glossary.mentions(page) {
        let word = page.document.words.list[mention.words.0];
        used.entry(mention.term).or_insert(word.source as usize);
    }
    used
}

/// What a translation does not say of what its original speaks of.
fn unsaid(
    site: &Site,
    (ours, theirs): (&Glossary, &Glossary),
    page: &Page,
    original: &Page,
    used: &Used,
) -> Vec<Diagnostic> {
    let mentions = theirs.mentions(page);
    let mut said: HashSet<&str> = mentions
        .iter()
        .map(|mention| &*theirs.terms[mention.term].path)
        .collect();
    let targets = page.resolved.targets.iter().flatten();
    said.extend(targets.map(|target| &*site.pages[*target].id().path));
    let mut keys = None;
    let mut found = Vec::new();
    for (term, place) in used {
        let term = &ours.terms[*term];
        let is_out = term.is_to_avoid
            || !term.links
            || *term.path == *page.id().path
            || said.contains(&*term.path)
            || super::is_unlinked(page, &term.path);
        let Some(own) = theirs.number(&term.path).filter(|_| !is_out) else {
            continue;
        };
        let keys = keys.get_or_insert_with(|| keys_of(page));
        if theirs.is_among(own, keys) {
            continue;
        }
        let Some(target) = site.page_at(page.locale, &term.path) else {
            continue;
        };
        let names = theirs.forms.iter().filter(|form| form.term == own);
        let names: BTreeSet<String> = names.map(|form| format!("`{}`", form.text)).collect();
        let names: Vec<String> = names.into_iter().collect();
        let word = site
            .page_at(0, &term.path)
            .map_or("", |term| site.pages[term].title());
        found.push(
            Diagnostic::new(
                &code::TERM_NOT_USED,
                Span::new(&page.document.source, place_in(page, original, *place)),
                format!(
                    "`{}` speaks of `{word}` in this part, and this translation nowhere says {}",
                    original.document.source,
                    names.join(" or ")
                ),
            )
            .help(format!(
                "say it with the word of the glossary; or add the word that stands here to `synonyms` in `{}`",
                site.pages[target].document.source
            )),
        );
    }
    found
}

/// The heading of the part that stands for a place of the original; else the file.
fn place_in(page: &Page, original: &Page, place: usize) -> std::ops::Range<usize> {
    let before = &original.document.body.headings;
    let number = before.partition_point(|heading| heading.range.start <= place);
    let own = number
        .checked_sub(1)
        .and_then(|number| page.document.body.headings.get(number));
    own.map_or(0..0, |heading| heading.range.clone())
}

/// The words of all that a page says, titles and links included, as numbers for their stems.
fn keys_of(page: &Page) -> Vec<u32> {
    let document = &page.document;
    let mut text = String::new();
    let front = &document.front;
    let words = front
        .title
        .iter()
        .chain(&front.description)
        .chain(&front.keypoints);
    for words in words {
        text.push_str(words);
        text.push_str(" . ");
    }
    let mut is_tag = false;
    for c in document.body.html.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    let mut analyser = Analyser::new(document.locale.as_str());
    let tokens = analyser.analyse(&text);
    tokens
        .iter()
        .map(|token| crate::text::key(&token.stem))
        .collect()
}

impl Glossary {
    /// The number of the term at a path.
    fn number(&self, path: &str) -> Option<usize> {
        debug_assert!(path::parent(path).starts_with("terms"));
        self.numbers.get(path).copied()
    }

    /// Whether some form of a term stands among words.
    fn is_among(&self, term: usize, keys: &[u32]) -> bool {
        let mut forms = self.forms_of(term);
        forms.any(|form| {
            let own: Vec<u32> = form.words.iter().map(|word| word.key).collect();
            !own.is_empty() && keys.windows(own.len()).any(|words| words == own)
        })
    }

    /// The ways to write a term, which stand side by side.
    fn forms_of(&self, term: usize) -> impl Iterator<Item = &super::form::Form> {
        let start = self.forms.partition_point(|form| form.term < term);
        self.forms[start..]
            .iter()
            .take_while(move |form| form.term == term)
    }
}
