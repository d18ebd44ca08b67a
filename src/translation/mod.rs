//! How translations stand to their originals: fresh, stale or missing, and by which blocks.
//!
//! In: the documents of a book and what `translations stamp` kept in `.sources`: the blocks that
//! each translation was made from. Out: [`Status`] by page and language, and, for the readers of
//! a stale page, [`Behind`].

mod compare;
pub mod delivery;
mod front;
pub mod pseudo;
pub mod report;
pub mod sheet;
pub mod stamp;
pub mod word;
pub mod xliff;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::config::kind::FieldType;
use crate::content::block::{self, Block};
use crate::content::{Document, KindId};
use crate::diagnostic::{Diagnostic, Parsed};
use crate::locale::Locale;
use crate::source::{KEPT, SourceTree};
use compare::Change;
use stamp::Stamp;

/// How a translation stands to its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Made from the original as it is, or never stamped.
    Fresh,
    /// The original changed.
    Stale,
    /// There is none.
    Missing,
}

impl State {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            State::Fresh => "fresh",
            State::Stale => "stale",
            State::Missing => "missing",
        }
    }
}

/// A page in a language that the book is translated to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The language.
    pub locale: Locale,
    /// The entry's path, the same in every language.
    pub path: Arc<str>,
    /// The file of the original.
    pub original: Arc<str>,
    /// The file of the translation, if there is one.
    pub file: Option<Arc<str>>,
    /// How it stands.
    pub state: State,
    /// Whether it was ever stamped.
    pub is_stamped: bool,
    /// How many blocks the original has.
    pub parts: usize,
    /// What changed since it was translated.
    pub changes: Vec<Changed>,
}

/// A block of an original that is not as it was translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The line of the original, from 1: where the block stands, or stood.
    pub line: usize,
    /// What was translated; empty for a new block.
    pub old: String,
    /// What stands there now; empty where it was taken out.
    pub new: String,
}

/// How far a translation is behind its original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// How many blocks changed, came or went.
    pub changed: usize,
    /// How many there are.
    pub parts: usize,
    /// Where in the original, in bytes of its file.
    pub places: Vec<usize>,
}

/// The stale translations, by the entry's path and their language.
pub type AllBehind = BTreeMap<(Arc<str>, Locale), Behind>;

/// The blocks of a text, with the hash of them all.
pub struct Versioned {
    /// In the order of the file.
    pub blocks: Vec<Block>,
    /// Changes with every block.
    pub version: String,
}

/// The blocks of originals, remembered by their text.
#[derive(Default)]
pub struct Memory(HashMap<Arc<str>, (Arc<str>, Arc<Versioned>)>);

/// The keys of a page's front matter that hold words to translate.
pub fn fields<'c>(kind: &KindId, config: &'c Config) -> Vec<&'c str> {
    let mut fields = vec!["title", "description", "keypoints"];
    match kind {
        KindId::Module => fields.push("objectives"),
        KindId::Source => fields.push("short"),
        KindId::Declared(name) => {
            let own = config.kinds.get(&**name).into_iter();
            let own = own.flat_map(|kind| &kind.fields);
            let words = own.filter(|(_, field)| {
                matches!(field.field_type, FieldType::Text | FieldType::Texts)
            });
            fields.extend(words.map(|(name, _)| name.as_str()));
        }
        _ => {}
    }
    fields
}

/// The blocks of a document whose file holds `text`.
pub fn blocks(document: &Document, text: &str, config: &Config) -> Vec<Block> {
    let is_quiz = document.quiz.is_some();
    block::blocks(text, is_quiz, &fields(&document.id.kind, config))
}

impl Versioned {
    /// The blocks of a document.
    pub fn of(document: &Document, text: &str, config: &Config) -> Versioned {
        let blocks = blocks(document, text, config);
        let version = stamp::version(&blocks);
        Versioned { blocks, version }
    }
}

/// An original with the documents that translate it.
struct Entry<'d> {
    original: &'d Arc<Document>,
    translations: Vec<&'d Arc<Document>>,
}

/// Entries by path; those that the default language lacks have no original to be compared with.
fn entries<'d>(documents: &'d [Arc<Document>], config: &Config) -> BTreeMap<&'d str, Entry<'d>> {
    let default = config.default_locale();
    let is_original = |document: &&Arc<Document>| document.locale == default;
    let mut entries: BTreeMap<&str, Entry<'d>> = BTreeMap::new();
    for original in documents.iter().filter(is_original) {
        entries.entry(&original.id.path).or_insert(Entry {
            original,
            translations: Vec::new(),
        });
    }
    for document in documents.iter().filter(|document| !is_original(document)) {
        if let Some(entry) = entries.get_mut(&*document.id.path) {
            entry.translations.push(document);
        }
    }
    entries
}

/// The stale translations of a book. Only what was stamped is looked at.
pub fn behind(
    tree: &SourceTree,
    documents: &[Arc<Document>],
    config: &Config,
    memory: &mut Memory,
) -> Parsed<AllBehind> {
    let folder = format!("{}/{KEPT}", config.book.src);
    let mut parsed = Parsed::default();
    let mut known = std::mem::take(&mut memory.0);
    if tree.below(&folder).next().is_none() {
        return parsed;
    }
    let mut wanted: Vec<(&Document, &Document, &Arc<str>, Arc<str>)> = Vec::new();
    for entry in entries(documents, config).values() {
        for translation in &entry.translations {
            let path = stamp::path(config, &translation.locale, &translation.id.path);
            if let Some((path, _)) = tree.files.get_key_value(path.as_str())
                && let Some(text) = tree.text(path)
            {
                wanted.push((entry.original, translation, path, text.clone()));
            }
        }
    }
    let mut originals: BTreeMap<&Arc<str>, &Document> = BTreeMap::new();
    originals.extend(
        wanted
            .iter()
            .map(|(original, ..)| (&original.source, *original)),
    );
    let fresh: Vec<_> = originals
        .into_par_iter()
        .filter_map(|(source, original)| {
            let text = tree.text(source)?;
            match known.get(source).filter(|(known, _)| known == text) {
                Some(known) => Some((source.clone(), known.clone())),
                None => {
                    let made = Arc::new(Versioned::of(original, text, config));
                    Some((source.clone(), (text.clone(), made)))
                }
            }
        })
        .collect();
    known.clear();
    known.extend(fresh);
    let compared: Vec<_> = wanted
        .par_iter()
        .filter_map(|(original, translation, path, text)| {
            let (_, now) = known.get(&original.source)?;
            let read = changes_since(path, text, now)?;
            let key = (translation.id.path.clone(), translation.locale.clone());
            Some((key, read, now.clone()))
        })
        .collect();
    for (key, read, now) in compared {
        parsed.diagnostics.extend(read.diagnostics);
        let (_, changes) = read.value;
        if !changes.is_empty() {
            let places = changes.iter().map(|change| place(change, &now.blocks));
            let behind = Behind {
                changed: changes.len(),
                parts: now.blocks.len().max(changes.len()),
                places: places.collect(),
            };
            parsed.value.insert(key, behind);
        }
    }
    memory.0 = known;
    parsed
}

/// What changed since a stamp; none where nothing did.
fn changes_since(
    path: &Arc<str>,
    text: &str,
    now: &Versioned,
) -> Option<Parsed<(Stamp, Vec<Change>)>> {
    if stamp::states(text, &now.version) {
        return None;
    }
    let read = stamp::read(path, text);
    let changes = match read.diagnostics.is_empty() {
        true => compare::changes(&read.value, &now.blocks),
        false => Vec::new(),
    };
    Some(Parsed {
        value: (read.value, changes),
        diagnostics: read.diagnostics,
    })
}

/// Where a change stands in the original, in bytes.
fn place(change: &Change, blocks: &[Block]) -> usize {
    let at = change.new.unwrap_or(change.before);
    match blocks.get(at) {
        Some(block) => block.range.start,
        None => blocks.last().map_or(0, |block| block.range.end),
    }
}

/// How every page of the book stands in every language but the first.
pub fn statuses(
    tree: &SourceTree,
    documents: &[Arc<Document>],
    config: &Config,
) -> Parsed<Vec<Status>> {
    let locales = config.locales();
    let entries: Vec<Entry<'_>> = entries(documents, config).into_values().collect();
    let looked: Vec<Parsed<Vec<Status>>> = entries
        .par_iter()
        .map(|entry| entry.statuses(tree, &locales, config))
        .collect();
    let mut all: Parsed<Vec<Status>> = Parsed::default();
    for looked in looked {
        all.value.extend(looked.value);
        all.diagnostics.extend(looked.diagnostics);
    }
    let order = |status: &Status| locales.iter().position(|locale| *locale == status.locale);
    all.value
        .sort_by(|a, b| (order(a), &a.path).cmp(&(order(b), &b.path)));
    all
}

impl Entry<'_> {
    fn statuses(
        &self,
        tree: &SourceTree,
        locales: &[Locale],
        config: &Config,
    ) -> Parsed<Vec<Status>> {
        let mut parsed: Parsed<Vec<Status>> = Parsed::default();
        let text = tree
            .text(&self.original.source)
            .cloned()
            .unwrap_or_default();
        let now = Versioned::of(self.original, &text, config);
        for locale in locales.iter().skip(1) {
            let in_language = |tag: &str| {
                let mut all = self.translations.iter();
                all.find(|document| document.locale.as_str() == tag)
            };
            let own = in_language(locale.as_str());
            // Readers of a regional language have the text of the bare one.
            let has_bare = locale.chain().skip(1).any(|tag| in_language(tag).is_some());
            if own.is_none() && has_bare {
                continue;
            }
            let mut status = Status {
                locale: locale.clone(),
                path: self.original.id.path.clone(),
                original: self.original.source.clone(),
                file: own.map(|own| own.source.clone()),
                state: State::Missing,
                is_stamped: false,
                parts: now.blocks.len(),
                changes: Vec::new(),
            };
            if own.is_some() {
                status.state = State::Fresh;
                let path: Arc<str> = stamp::path(config, locale, &status.path).into();
                if let Some(stamped) = tree.text(&path) {
                    status.is_stamped = true;
                    let read = changes_since(&path, stamped, &now);
                    parsed.diagnostics.extend(status.note(read, &now, &text));
                }
            }
            parsed.value.push(status);
        }
        parsed
    }
}

impl Status {
    /// Notes what changed since the stamp.
    fn note(
        &mut self,
        read: Option<Parsed<(Stamp, Vec<Change>)>>,
        now: &Versioned,
        text: &str,
    ) -> Vec<Diagnostic> {
        let Some(Parsed {
            value: (stamp, changes),
            diagnostics,
        }) = read
        else {
            return Vec::new();
        };
        self.changes = changes
            .iter()
            .map(|change| {
                let at = place(change, &now.blocks).min(text.len());
                let old = change.old.map(|old| stamp[old].1.clone());
                let new = change.new.map(|new| now.blocks[new].text());
                Changed {
                    line: text[..at].matches('\n').count() + 1,
                    old: old.unwrap_or_default(),
                    new: new.unwrap_or_default(),
                }
            })
            .collect();
        if !self.changes.is_empty() {
            self.state = State::Stale;
        }
        diagnostics
    }
}

/// A text with ranges replaced, by where they start.
fn edited(text: &str, edits: &BTreeMap<usize, (usize, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (start, (end, raw)) in edits {
        out.push_str(&text[done..*start]);
        out.push_str(raw);
        done = *end;
    }
    out.push_str(&text[done..]);
    out
}
