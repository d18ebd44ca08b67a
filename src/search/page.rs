//! A page as the index sees it: sections with their words, and how much each word says there.

use std::sync::Arc;

use ahash::AHashMap;

use super::section;
use super::stop;
use crate::config::{Config, FieldType};
use crate::content::{Detail, KindId};
use crate::site::field::{self, Shown};
use crate::site::{Page, Site, required};
use crate::text::tokenize::Shape;
use crate::text::{Analyser, Token, with_analyser};

/// How much a word says by where it stands.
const TITLE: f32 = 4.0;
const HEADING: f32 = 2.0;
const TRAIL: f32 = 0.7;
const BODY: f32 = 1.0;

/// How much the length of a text takes from its words, and the length that takes nothing.
const LENGTH: f32 = 0.3;
const USUAL_LENGTH: f32 = 60.0;

/// What pages about the site itself say less, in steps of a level, and pages in another language
/// than the readers'.
const ASIDE: u8 = 6;
const FOREIGN: u8 = 2;

/// Steps of a doubling in [`level`].
const STEPS: f32 = 3.0;

/// What is not less than nothing: the weight of level 0.
const LEAST: f32 = 0.25;

/// The highest level.
pub(super) const MOST: u8 = 43;

/// Most characters of a section's text that snippets are cut from.
const TEXT: usize = 1500;

/// A page with what is said about it elsewhere.
pub(super) struct Source<'a> {
    /// The page.
    pub(super) page: &'a Page,
    /// Other names of what it is about.
    names: Vec<String>,
    /// Sentences and values beside its text.
    beside: Vec<String>,
    /// How much less its words say, in steps of a level.
    less: u8,
    /// Changes with all that is indexed.
    pub(super) key: [u8; 32],
}

/// An indexed page.
pub(super) struct Indexed {
    /// Changes with all that is indexed.
    pub(super) key: [u8; 32],
    /// Its sections; the first is the page itself.
    pub(super) sections: Vec<IndexedSection>,
    /// The start of a warning on it, which its hits carry.
    pub(super) care: String,
    /// Words with their stems, both folded.
    pub(super) forms: Vec<(Arc<str>, Arc<str>)>,
}

/// An indexed section.
pub(super) struct IndexedSection {
    /// Id, text and level of its heading; empty for the page itself.
    pub(super) heading: (String, String, u8),
    /// The start of its text.
    pub(super) text: String,
    /// Its words, by their number among the page's forms.
    pub(super) words: Vec<(u32, Weight)>,
}

/// What a word says in a section.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Weight {
    /// How much, as a [`level`].
    pub(super) level: u8,
    /// Where it stands first in the heading, or in the title if the section is the page itself:
    /// counted in words from 1; 0 where it does not.
    pub(super) position: u16,
    /// How many words that text has, little ones aside; at most [`LONGEST`].
    pub(super) length: u8,
}

/// The most words of a title that are told apart.
pub(super) const LONGEST: u8 = 8;

/// How much a weight is in steps, 0 to [`MOST`].
pub(super) fn level(weight: f32) -> u8 {
    let steps = (weight / LEAST).max(1.0).log2() * STEPS;
    (steps.round() as u8).min(MOST)
}

/// The weight of a level.
pub(super) fn weight(level: u8) -> f32 {
    LEAST * (f32::from(level) / STEPS).exp2()
}

impl<'a> Source<'a> {
    /// What is to be indexed of a page, unless it says `search = false`.
    pub(super) fn of(site: &Site, page: &'a Page, config: &Config) -> Option<Source<'a>> {
        let document = &page.document;
        if !document.front.search || !page.original.front.search {
            return None;
        }
        let mut names = Vec::new();
        let mut beside: Vec<String> = document.front.description.iter().cloned().collect();
        beside.extend(document.front.keypoints.iter().cloned());
        match &document.detail {
            Detail::Term(term) => {
                names.extend(term.synonyms.iter().chain(&term.abbreviations).cloned());
            }
            Detail::Module { objectives } => {
                beside.extend(objectives.iter().map(|objective| objective.text.clone()));
            }
            Detail::Source(source) => {
                beside.extend(source.cite.iter().chain(&source.short).cloned());
                beside.extend(source.year.iter().cloned());
                let made = site
                    .citations
                    .get(&(document.id.path.clone(), document.locale.clone()));
                beside.extend(made.cloned());
            }
            _ => {}
        }
        beside.extend(document.front.tags.iter().cloned());
        beside.extend(values(site, page, config));
        if let Some(quiz) = document
            .quiz
            .as_deref()
            .filter(|quiz| !quiz.setup.is_scenario())
        {
            beside.push(quiz.intro.text.clone());
            beside.extend(
                quiz.questions
                    .iter()
                    .map(|question| question.prompt.text.clone()),
            );
        }
        beside.retain(|text| !text.trim().is_empty());
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(&document.fingerprint)
            .update(&page.original.fingerprint);
        for text in names
            .iter()
            .chain(&beside)
            .chain(page.resolved.heading_ids.iter())
        {
            hasher.update(text.as_bytes()).update(&[0]);
        }
        let mut less = 0;
        if required::is_one(document) {
            less += ASIDE;
        }
        if page.is_fallback(site) {
            less += FOREIGN;
        }
        hasher.update(&[less]);
        Some(Source {
            page,
            names,
            beside,
            less,
            key: *hasher.finalize().as_bytes(),
        })
    }

    /// The page, indexed.
    pub(super) fn read(&self) -> Indexed {
        let locale = self.page.document.locale.as_str();
        with_analyser(locale, |analyser| self.read_with(analyser))
    }

    fn read_with(&self, analyser: &mut Analyser) -> Indexed {
        let document = &self.page.document;
        let mut reader = Reader {
            analyser,
            forms: Vec::new(),
            numbers: AHashMap::new(),
            counts: Vec::new(),
            counted: Vec::new(),
        };
        let body = &document.body;
        let mut written = match document.quiz {
            Some(_) => vec![section::Section::default()],
            None => section::sections(body),
        };
        let own = std::mem::take(&mut written[0].text);
        let beside = self.beside.join(" · ");
        let text = [beside.trim(), own.trim()].join(" ");
        let mut head = vec![(self.page.title(), TITLE)];
        head.extend(self.names.iter().map(|name| (name.as_str(), TITLE)));
        let mut sections = vec![IndexedSection {
            heading: (String::new(), String::new(), 0),
            text: start(text.trim()),
            words: reader.words(&head, &text),
        }];
        let mut trail: Vec<(u8, &str)> = Vec::new();
        for part in &written[1..] {
            let number = part.heading.unwrap_or_default();
            let heading = &body.headings[number];
            trail.retain(|(level, _)| *level < heading.level);
            let mut head = vec![(heading.text.as_str(), HEADING)];
            head.extend(trail.iter().map(|(_, text)| (*text, TRAIL)));
            trail.push((heading.level, &heading.text));
            let id = self.page.resolved.heading_ids.get(number);
            sections.push(IndexedSection {
                heading: (
                    id.unwrap_or(&heading.id).clone(),
                    heading.text.clone(),
                    heading.level,
                ),
                text: start(part.text.trim()),
                words: reader.words(&head, &part.text),
            });
        }
        let words = sections.iter_mut().flat_map(|section| &mut section.words);
        words.for_each(|(_, weight)| weight.level = weight.level.saturating_sub(self.less));
        Indexed {
            key: self.key,
            care: section::warning(body),
            sections,
            forms: reader.forms,
        }
    }
}

/// The values of an entry's fields, as words.
fn values(site: &Site, page: &Page, config: &Config) -> Vec<String> {
    if !matches!(page.id().kind, KindId::Declared(_)) {
        return Vec::new();
    }
    let mut values = Vec::new();
    for (name, field, shown) in field::shown(site, page, config) {
        match shown {
            Shown::Texts(FieldType::Url, _) => {}
            Shown::Texts(field_type, texts) => {
                let label = |text: &String| super::facet::label(site, page, name, field_type, text);
                values.extend(texts.iter().map(label));
            }
            Shown::Pages(pages) => {
                let titles = pages
                    .iter()
                    .map(|index| site.pages[*index].title().to_owned());
                values.extend(titles);
            }
        }
        debug_assert!(!field.field_type.is_reference() || field.kind.is_some());
    }
    values
}

/// The start of a text, to a whole word.
fn start(text: &str) -> String {
    if text.len() <= TEXT {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(TEXT);
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &text[..end])
}

struct Reader<'a> {
    analyser: &'a mut Analyser,
    forms: Vec<(Arc<str>, Arc<str>)>,
    numbers: AHashMap<Arc<str>, u32>,
    /// What was counted of each form in a section, and the forms that it has.
    counts: Vec<Count>,
    counted: Vec<u32>,
}

/// What was counted of a word.
#[derive(Default)]
struct Count {
    head: f32,
    body: f32,
    position: u16,
    length: u8,
}

impl Reader<'_> {
    /// The words of a section: those of its heads with what each weighs, and those of its body.
    fn words(&mut self, heads: &[(&str, f32)], body: &str) -> Vec<(u32, Weight)> {
        let mut position = 0;
        for (text, weighs) in heads {
            let tokens = self.analyser.analyse(text);
            // Only what a heading is itself called has a place in it.
            let length = if *weighs == TRAIL {
                0
            } else {
                self.length(&tokens)
            };
            self.count(tokens, &mut position, length, &mut |count| {
                count.head += weighs
            });
            position += 3;
        }
        let from = position;
        let tokens = self.analyser.analyse(body);
        self.count(tokens, &mut position, 0, &mut |count| count.body += BODY);
        let length = f32::from(position - from);
        let norm = 1.0 - LENGTH + LENGTH * (length / USUAL_LENGTH).clamp(0.3, 6.0);
        self.counted.sort_unstable();
        let counts = &mut self.counts;
        let words = self.counted.drain(..).map(|form| {
            let count = std::mem::take(&mut counts[form as usize]);
            let weight = Weight {
                level: level(count.head + count.body / norm),
                position: count.position,
                length: count.length,
            };
            (form, weight)
        });
        words.collect()
    }

    /// How many words a title has, little ones aside if there are others.
    fn length(&self, tokens: &[Token]) -> u8 {
        let words = tokens.iter().filter(|token| token.shape != Shape::Joined);
        let says = |token: &&Token| !stop::has(self.analyser.language(), &token.folded);
        let length = match words.clone().filter(says).count() {
            0 => words.count(),
            some => some,
        };
        length.clamp(1, LONGEST.into()) as u8
    }

    /// Counts words; those of a text that has a `length` get their place in it.
    fn count(
        &mut self,
        tokens: Vec<Token>,
        position: &mut u16,
        length: u8,
        add: &mut dyn FnMut(&mut Count),
    ) {
        for token in tokens {
            if token.folded.is_empty() {
                continue;
            }
            // The joined form stands where its first part does.
            let at = position.saturating_add(1);
            if token.shape != Shape::Joined {
                *position = at.min(u16::MAX - 8);
            }
            let form = match self.numbers.get(&token.folded) {
                Some(form) => *form,
                None => {
                    let form = self.forms.len() as u32;
                    self.numbers.insert(token.folded.clone(), form);
                    self.forms.push((token.folded, token.stem));
                    self.counts.push(Count::default());
                    form
                }
            };
            let count = &mut self.counts[form as usize];
            if count.head == 0.0 && count.body == 0.0 {
                self.counted.push(form);
            }
            add(count);
            if count.position == 0 && length > 0 {
                count.position = at;
                count.length = length;
            }
        }
    }
}
