//! Terms in texts: the first mention of each in a section links itself.
//!
//! The words of every text are known from parsing it, as numbers for their stems. Here the terms
//! of a language become one tree of such numbers, through which each text goes once; a page looks
//! at its own text only, and what it costs does not grow with the number of terms.

mod equivalent;
mod form;
mod report;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Definition, Page, PageIndex, Resolved, Site, TermLink};
use crate::content::front_matter::{TermDetail, TermStatus};
use crate::content::markdown::SlotKind;
use crate::content::words::Word;
use crate::content::{Detail, Document};
use crate::path;
use form::{Form, forms_of};

pub(super) use equivalent::check as equivalents;
pub(super) use report::{check, doubles};

/// The terms of each language that texts are written in.
#[derive(Default)]
pub(super) struct Glossaries(HashMap<String, Glossary>);

/// The terms of a language.
struct Glossary {
    /// Paths of the terms.
    terms: Vec<Term>,
    /// Their numbers by path.
    numbers: HashMap<std::sync::Arc<str>, usize>,
    /// Ways to write them.
    forms: Vec<Form>,
    /// The node behind a node and the key of a word; node 0 is where a term begins.
    steps: HashMap<(u32, u32), u32>,
    /// Forms that end at a node.
    ends: HashMap<u32, Vec<usize>>,
}

/// A term as its language has it.
struct Term {
    path: std::sync::Arc<str>,
    is_to_avoid: bool,
    links: bool,
}

/// A term found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mention {
    /// Number of the term in its glossary.
    term: usize,
    /// The first word, and the one behind the last.
    words: (usize, usize),
}

/// The front matter of a term.
fn detail(document: &Document) -> Option<&TermDetail> {
    match &document.detail {
        Detail::Term(detail) => Some(detail),
        _ => None,
    }
}

impl Glossaries {
    /// The terms of every language.
    pub(super) fn new(site: &Site) -> Self {
        let mut by_language: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
        let own = site.pages.iter().filter(|page| !page.is_fallback(site));
        for page in own.filter(|page| detail(&page.document).is_some()) {
            let language = page.document.locale.as_str();
            by_language.entry(language).or_default().push(page);
        }
        let glossaries = by_language.into_iter().map(|(language, pages)| {
            let glossary = Glossary::new(language, &pages);
            (language.to_owned(), glossary)
        });
        Glossaries(glossaries.collect())
    }

    /// Adds to what a page's text refers to the terms in it, with addresses as seen from `from`.
    pub(super) fn resolve(
        &self,
        site: &Site,
        index: PageIndex,
        from: &str,
        resolved: &mut Resolved,
    ) {
        let page = &site.pages[index];
        if page.document.quiz.is_some() {
            return;
        }
        let explicit = explicit(site, page, resolved);
        let mut found: Vec<PageIndex> = explicit.iter().map(|(_, term)| *term).collect();
        let glossary = self.0.get(page.document.locale.as_str());
        let is_wanted = page.document.front.auto_links && page.original.front.auto_links;
        if let Some(glossary) = glossary.filter(|_| is_wanted) {
            let mut linked: HashSet<(usize, PageIndex)> = explicit.into_iter().collect();
            for mention in glossary.mentions(page) {
                let term = &glossary.terms[mention.term];
                let Some(target) = site.page_at(page.locale, &term.path) else {
                    continue;
                };
                let list = &page.document.words.list;
                let (first, last) = (list[mention.words.0], list[mention.words.1 - 1]);
                let place = (section(page, first.at), target);
                let is_open = term.links && target != index && !is_unlinked(page, &term.path);
                if !is_open || !linked.insert(place) {
                    continue;
                }
                resolved.terms.push(TermLink {
                    start: first.at,
                    end: last.range().end as u32,
                    href: super::reference::escaped(&path::href(from, &site.pages[target].address)),
                    is_to_avoid: term.is_to_avoid,
                });
                found.push(target);
            }
        }
        for term in found {
            if !resolved.mentions.contains(&term) {
                resolved.mentions.push(term);
            }
            if resolved.definitions.iter().all(|known| known.page != term) {
                resolved
                    .definitions
                    .extend(definition(site, page, term, from));
            }
        }
    }
}

/// Terms that the author linked, with the section that each stands in.
fn explicit(site: &Site, page: &Page, resolved: &Resolved) -> Vec<(usize, PageIndex)> {
    let slots = page.document.body.slots.iter();
    let links = slots.filter_map(|slot| match slot.kind {
        SlotKind::Link(number) => Some((slot.at, resolved.targets[number as usize]?)),
        _ => None,
    });
    links
        .filter(|(_, target)| detail(&site.pages[*target].document).is_some())
        .map(|(at, target)| (section(page, at), target))
        .collect()
}

/// The number of the section in which a byte of the HTML stands.
fn section(page: &Page, at: u32) -> usize {
    page.document
        .words
        .headings
        .partition_point(|heading| *heading <= at)
}

/// Whether a page says of a term that it does not link itself there.
fn is_unlinked(page: &Page, term: &str) -> bool {
    let fronts = [&page.document.front, &page.original.front];
    let mut names = fronts.iter().flat_map(|front| &front.no_links);
    names.any(|(name, _)| term.strip_prefix("terms/") == Some(name.as_str()))
}

/// What a term means, as far as its page says it in a sentence of the page's own language.
fn definition(site: &Site, page: &Page, term: PageIndex, from: &str) -> Option<Definition> {
    let own = &site.pages[term];
    let href = |page: &Page| path::href(from, &page.address);
    let original = detail(&own.original)?;
    let instead = original.instead.iter().filter_map(|(name, _)| {
        let other = site.page_at(page.locale, &path::join("terms", name))?;
        let other = &site.pages[other];
        Some((href(other), other.title().to_owned()))
    });
    // A sentence in another language than the text would need marks of its own.
    (own.document.locale == page.document.locale).then_some(())?;
    Some(Definition {
        page: term,
        href: href(own),
        title: own.title().to_owned(),
        text: own.document.front.description.clone()?,
        instead: instead.collect(),
        is_to_avoid: original.status == TermStatus::Avoid,
    })
}

impl Glossary {
    fn new(language: &str, pages: &[&Page]) -> Self {
        let mut glossary = Glossary {
            terms: Vec::new(),
            numbers: HashMap::new(),
            forms: Vec::new(),
            steps: HashMap::new(),
            ends: HashMap::new(),
        };
        for page in pages {
            let (Some(own), Some(original)) = (detail(&page.document), detail(&page.original))
            else {
                continue;
            };
            let number = glossary.terms.len();
            glossary.numbers.insert(page.id().path.clone(), number);
            glossary.terms.push(Term {
                path: page.id().path.clone(),
                is_to_avoid: original.status == TermStatus::Avoid,
                links: own.auto_link && original.auto_link,
            });
            for form in forms_of(language, page.title(), own, number) {
                glossary.add(form);
            }
        }
        glossary
    }

    fn add(&mut self, form: Form) {
        let number = self.forms.len();
        let mut node = 0;
        for word in &form.words {
            let next = self.steps.len() as u32 + 1;
            node = *self.steps.entry((node, word.key)).or_insert(next);
        }
        self.ends.entry(node).or_default().push(number);
        self.forms.push(form);
    }

    /// The terms in a page's text, the longest at each place, none in another.
    fn mentions(&self, page: &Page) -> Vec<Mention> {
        let words = &page.document.words.list;
        let mut mentions = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let longest = match self.can_begin(words, at) {
                true => self.longest(page, 0, at, at, &mut Vec::new()),
                false => None,
            };
            match longest {
                Some((term, end)) => {
                    mentions.push(Mention {
                        term,
                        words: (at, end),
                    });
                    at = end;
                }
                None => at += 1,
            }
        }
        mentions
    }

    /// Whether a term can begin at a word: most words begin none.
    fn can_begin(&self, words: &[Word], at: usize) -> bool {
        let word = words[at];
        !word.bond.before && (self.steps.contains_key(&(0, word.key)) || word.bond.parts > 0)
    }

    /// The term that takes most words from `at` on, where the words since `start` led to `node`;
    /// with the word behind it.
    fn longest(
        &self,
        page: &Page,
        node: u32,
        start: usize,
        at: usize,
        path: &mut Vec<usize>,
    ) -> Option<(usize, usize)> {
        let words = &page.document.words.list;
        let mut best = self.ended(page, node, start, path);
        let Some(word) = words.get(at) else {
            return best;
        };
        if (at > start && word.bond.is_first && !path.is_empty()) || word.bond.is_cut {
            return best;
        }
        let parts = usize::from(word.bond.parts);
        let mut ways: [Option<(usize, bool)>; 2] = [Some((at + 1 + parts, true)), None];
        if parts > 0 {
            ways[1] = Some((at + 1, false));
        }
        for (next, takes) in ways.into_iter().flatten() {
            let found = match takes {
                true => self.steps.get(&(node, word.key)).and_then(|node| {
                    path.push(at);
                    let found = self.longest(page, *node, start, next, path);
                    path.pop();
                    found
                }),
                false => self.longest(page, node, start, next, path),
            };
            best = match (best, found) {
                (Some(best), Some(found)) if found.1 <= best.1 => Some(best),
                (best, found) => found.or(best),
            };
        }
        best
    }

    /// The term whose form ends at `node`, if the words of `path` are indeed it.
    fn ended(
        &self,
        page: &Page,
        node: u32,
        start: usize,
        path: &[usize],
    ) -> Option<(usize, usize)> {
        let ends = self.ends.get(&node)?;
        let words = &page.document.words.list;
        let last = *path.last()?;
        debug_assert!(start <= last);
        let parts = usize::from(words[last].bond.parts);
        let html = &page.document.body.html;
        let form = ends.iter().map(|form| &self.forms[*form]).find(|form| {
            let written = path.iter().map(|at| &html[words[*at].range()]);
            form.is(written) && (!words[last].bond.behind || form.takes_ending(html, words, last))
        })?;
        let mut end = last + 1 + parts;
        while words[end - 1].bond.behind {
            end += 1;
        }
        Some((form.term, end))
    }
}
