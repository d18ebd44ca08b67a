//! The words of a language: which forms belong together, and in which sections each stands.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ahash::AHashMap;

use super::compound::Splitter;
use super::page::{self, Indexed, MOST, Weight};
use super::stop;
use super::thesaurus;
use crate::site::Page;
use crate::text::Analyser;

/// What a part of a compound weighs, in steps of a level less: about .6.
const PART: u8 = 2;

/// Sections of a form that are kept: those in which it says most.
const KEPT: usize = 2000;

/// The same for words that say little, and for what a word lends to those of its meaning.
const KEPT_STOP: usize = 200;
const KEPT_LENT: usize = 200;

/// A word in a section.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Posting {
    /// The section's number.
    pub(super) section: u32,
    /// What the word says there.
    pub(super) weight: Weight,
}

/// A form with its sections.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// The folded form.
    pub(super) text: String,
    /// In how many sections it stands.
    pub(super) count: u32,
    /// Those in which it says most, in order.
    pub(super) postings: Vec<Posting>,
}

/// Forms of one word, sorted.
#[derive(Debug)]
pub(super) struct Class {
    /// Letters that all its forms and their stem begin with.
    pub(super) common: usize,
    /// The forms; no text has them where a word is there for those of its meaning only.
    pub(super) forms: Vec<Form>,
    /// Words of the same meaning: all forms of one with spaces between them, and its
    /// sections.
    pub(super) lent: Vec<Form>,
}

/// Begins the stem of a word that stands alone; in no word.
const ALONE: char = ' ';

/// The words of a language, by the first form of each.
pub(super) struct Dictionary {
    /// Sorted by the first form.
    pub(super) classes: Vec<Class>,
}

/// A form while it is gathered.
#[derive(Default)]
struct Gathered {
    stem: Arc<str>,
    postings: Vec<Posting>,
}

impl Dictionary {
    /// The words of `pages`, in the language of a tag.
    pub(super) fn new(tag: &str, pages: &[(&Page, &Indexed)]) -> Self {
        let gathered = gather(pages);
        let parts = compounds(tag, &gathered);
        let mut forms: AHashMap<String, Gathered> = (gathered.into_iter())
            .map(|(text, form)| (text.to_owned(), form))
            .collect();
        let mut analyser = Analyser::new(tag);
        for (part, postings) in parts {
            let own = forms.entry(part).or_insert_with_key(|part| Gathered {
                stem: analyser.stem(part).into(),
                postings: Vec::new(),
            });
            own.postings = merged(&own.postings, &postings);
        }
        let stop = stop::words(tag);
        let mut by_stem: BTreeMap<Arc<str>, Vec<Form>> = BTreeMap::new();
        let mut forms: Vec<(String, Gathered)> = forms.into_iter().collect();
        forms.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (text, Gathered { stem, postings }) in forms {
            // A word that says little is no form of one that says something, whatever its stem:
            // "sich" of "Sicherheit".
            let (stem, kept) = match stop.contains(&text.as_str()) {
                true => (format!("{ALONE}{text}").into(), KEPT_STOP),
                false => (stem, KEPT),
            };
            by_stem.entry(stem).or_default().push(Form {
                count: postings.len() as u32,
                postings: best(postings, kept),
                text,
            });
        }
        let mut lent = lent(tag, &mut by_stem);
        let mut classes: Vec<Class> = by_stem
            .into_iter()
            .map(|(stem, forms)| Class {
                common: common(&stem, &forms),
                forms,
                lent: lent.remove(&stem).unwrap_or_default(),
            })
            .collect();
        classes.sort_by(|a, b| a.forms[0].text.cmp(&b.forms[0].text));
        Dictionary { classes }
    }
}

/// What words get from those of the same meaning, by stem. A word that no text has gets a class
/// where it gets anything.
fn lent(tag: &str, by_stem: &mut BTreeMap<Arc<str>, Vec<Form>>) -> BTreeMap<Arc<str>, Vec<Form>> {
    let mut analyser = Analyser::new(tag);
    // A text may write a word with accents, and so have another stem for the same form.
    let stems: HashMap<String, Arc<str>> = (by_stem.iter())
        .flat_map(|(stem, forms)| forms.iter().map(|form| (form.text.clone(), stem.clone())))
        .collect();
    let mut lenders: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = BTreeMap::new();
    let mut unknown: Vec<(Arc<str>, String)> = Vec::new();
    for group in thesaurus::groups(tag) {
        let words: Vec<(Arc<str>, String)> = group
            .filter_map(|word| {
                let token = analyser.analyse(word).into_iter().next()?;
                let stem = stems.get(&*token.folded).cloned();
                Some((stem.unwrap_or(token.stem), token.folded.to_string()))
            })
            .collect();
        for (stem, folded) in &words {
            let others = words.iter().map(|(other, _)| other);
            let others = others.filter(|other| *other != stem && by_stem.contains_key(*other));
            let others: Vec<Arc<str>> = others.cloned().collect();
            if others.is_empty() {
                continue;
            }
            lenders.entry(stem.clone()).or_default().extend(others);
            unknown.push((stem.clone(), folded.clone()));
        }
    }
    let made: BTreeSet<&Arc<str>> = lenders.values().flatten().collect();
    let made: HashMap<&Arc<str>, Form> = made
        .into_iter()
        .map(|stem| (stem, loan(&by_stem[stem])))
        .collect();
    let lent = lenders.iter().map(|(stem, lenders)| {
        let forms = lenders.iter().map(|lender| made[lender].clone());
        (stem.clone(), forms.collect())
    });
    let lent = lent.collect();
    for (stem, text) in unknown {
        let forms = by_stem.entry(stem).or_default();
        if let Err(at) = forms.binary_search_by(|form| form.text.cmp(&text)) {
            let (count, postings) = (0, Vec::new());
            forms.insert(
                at,
                Form {
                    text,
                    count,
                    postings,
                },
            );
        }
    }
    lent
}

/// What the forms of a word lend.
fn loan(forms: &[Form]) -> Form {
    let all = forms.iter().flat_map(|form| &form.postings);
    let all: Vec<Posting> = all.copied().collect();
    let postings = best(merged(&all, &[]), KEPT_LENT);
    let texts: Vec<&str> = forms.iter().map(|form| form.text.as_str()).collect();
    Form {
        text: texts.join(" "),
        count: postings.len() as u32,
        postings,
    }
}

/// All forms with their sections, in order.
fn gather<'a>(pages: &'a [(&Page, &Indexed)]) -> AHashMap<&'a str, Gathered> {
    let mut numbers: AHashMap<&str, usize> = AHashMap::new();
    let mut gathered: Vec<Gathered> = Vec::new();
    let mut own: Vec<usize> = Vec::new();
    let mut section = 0;
    for (_, indexed) in pages {
        own.clear();
        own.extend(indexed.forms.iter().map(|(text, stem)| {
            let number = *numbers.entry(text).or_insert_with(|| {
                gathered.push(Gathered::default());
                gathered.len() - 1
            });
            let form = &mut gathered[number];
            // A form of several words belongs to the first stem, whatever the order of pages.
            if form.stem.is_empty() || **stem < *form.stem {
                form.stem = stem.clone();
            }
            number
        }));
        for indexed in &indexed.sections {
            for (form, weight) in &indexed.words {
                gathered[own[*form as usize]].postings.push(Posting {
                    section,
                    weight: *weight,
                });
            }
            section += 1;
        }
    }
    let forms = numbers.into_iter();
    forms
        .map(|(text, number)| (text, std::mem::take(&mut gathered[number])))
        .collect()
}

/// The parts of compounds, with where they stand.
fn compounds(tag: &str, gathered: &AHashMap<&str, Gathered>) -> BTreeMap<String, Vec<Posting>> {
    let mut parts: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
    let Some(splitter) = Splitter::new(tag, gathered.keys().copied()) else {
        return parts;
    };
    // A script that takes a query's compound apart has to know both parts.
    parts.extend(splitter.listed().map(|word| (word.to_owned(), Vec::new())));
    for (text, form) in gathered {
        for part in splitter.parts(text) {
            let postings = form.postings.iter().map(|posting| Posting {
                weight: Weight {
                    level: posting.weight.level.saturating_sub(PART),
                    position: 0,
                    length: 0,
                },
                ..*posting
            });
            parts.entry(part).or_default().extend(postings);
        }
    }
    for postings in parts.values_mut() {
        postings.sort_by_key(|posting| {
            (
                posting.section,
                posting.weight.level,
                posting.weight.position,
            )
        });
        *postings = merged(&[], postings);
    }
    parts
}

/// Two lists in order as one; a section that is in several places counts all of them.
fn merged(own: &[Posting], other: &[Posting]) -> Vec<Posting> {
    let mut all: Vec<Posting> = own.iter().chain(other).copied().collect();
    all.sort_by_key(|posting| posting.section);
    let mut out: Vec<Posting> = Vec::with_capacity(all.len());
    for posting in all {
        match out
            .last_mut()
            .filter(|last| last.section == posting.section)
        {
            Some(last) => {
                let sum = page::weight(last.weight.level) + page::weight(posting.weight.level);
                last.weight.level = page::level(sum).min(MOST);
            }
            None => out.push(posting),
        }
    }
    out
}

/// The postings that say most, in order of their sections.
fn best(mut postings: Vec<Posting>, kept: usize) -> Vec<Posting> {
    if postings.len() > kept {
        postings.sort_by_key(|posting| {
            let Weight {
                level, position, ..
            } = posting.weight;
            (std::cmp::Reverse((position > 0, level)), posting.section)
        });
        postings.truncate(kept);
        postings.sort_by_key(|posting| posting.section);
    }
    postings
}

/// Letters that a stem and all its forms begin with.
fn common(stem: &str, forms: &[Form]) -> usize {
    let stem = stem.trim_start_matches(ALONE);
    let shared = |form: &Form| {
        let pairs = stem.chars().zip(form.text.chars());
        pairs.take_while(|(a, b)| a == b).count()
    };
    forms.iter().map(shared).min().unwrap_or_default()
}
