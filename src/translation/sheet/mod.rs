//! A page as translators get it: units with what stands in them by number, so that it can't be
//! broken, the translation as it is, and what helps to translate.

mod align;
mod fill;
mod glossary;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::content::Document;
use crate::content::block::{Block, BlockKind, Piece};
use crate::locale::Locale;
use crate::source::SourceTree;

use super::{blocks, stamp};
pub use fill::{Change, Refusal, Target, fill};
pub use glossary::Glossary;

/// A page to translate, or translated.
pub struct Sheet {
    /// The file of the original.
    pub original: Arc<str>,
    /// The file of the translation, there or not.
    pub file: String,
    /// What there is to translate, in the order of the original.
    pub units: Vec<Unit>,
    source: Version,
    target: Option<Version>,
    /// The block of the translation for each of the original.
    pairs: Vec<Option<usize>>,
    /// Blocks of the translation that stand for something the original no longer has.
    gone: Vec<usize>,
    is_quiz: bool,
    fields: Vec<String>,
}

/// A text with its blocks.
struct Version {
    text: String,
    blocks: Vec<Block>,
}

/// A block as translators get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Names it in a file: its place and a hash of its text.
    pub id: String,
    /// What it is, like `paragraph`.
    pub kind: String,
    /// The line of the original, from 1.
    pub line: usize,
    /// The headings above it.
    pub trail: Vec<String>,
    /// The original.
    pub source: Vec<Part>,
    /// The translation, where there is one.
    pub target: Option<Vec<Part>>,
    /// What the numbers of the original stand for.
    pub codes: BTreeMap<usize, Code>,
    /// What they stand for in the translation.
    pub own: BTreeMap<usize, Code>,
    /// The original when it was translated, if it was another.
    pub was: Option<String>,
    /// Terms in it: as the original's language has them, and what to say for them.
    pub terms: Vec<(String, Vec<String>)>,
    /// Which block of the original it is.
    block: usize,
}

/// A part of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// Opens what stands at this number.
    Open(usize),
    /// Closes it.
    Close(usize),
    /// What stands at this number, by itself.
    Code(usize),
}

/// What a number stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What opens it, or all of it.
    pub open: String,
    /// What closes it, if it goes around words.
    pub close: Option<String>,
}

impl Code {
    /// What it is, in a word.
    pub fn name(&self) -> &'static str {
        let raw = self.open.as_str();
        match &self.close {
            _ if raw.starts_with("[@") => "citation",
            Some(_) if raw.starts_with("![") => "picture",
            Some(close) if close.starts_with("](") || close.starts_with("][") => "link",
            Some(_) => "emphasis",
            None if raw.starts_with('`') => "code",
            None if raw.starts_with("[^") => "footnote",
            None if raw.starts_with("<") && raw.contains("://") => "link",
            None if raw.contains('\n') => "line break",
            None if raw.trim() == "|" => "cell",
            None => "sign",
        }
    }
}

impl Sheet {
    /// The page of `original` for translators into `locale`.
    pub fn new(
        tree: &SourceTree,
        original: &Document,
        translation: Option<&Document>,
        locale: &Locale,
        glossary: &mut Glossary,
        config: &Config,
    ) -> Sheet {
        let version = |document: &Document| {
            let text = tree.text(&document.source).map_or("", |text| text);
            Version {
                text: text.to_owned(),
                blocks: blocks(document, text, config),
            }
        };
        let source = version(original);
        let target = translation.map(version);
        let path: Arc<str> = stamp::path(config, locale, &original.id.path).into();
        let stamped = tree.text(&path).map(|text| stamp::read(&path, text));
        let stamped = stamped.filter(|read| read.diagnostics.is_empty());
        let stamped = stamped.map(|read| read.value);
        let none = Vec::new();
        let found = align::align(
            &source.blocks,
            target.as_ref().map_or(&none, |target| &target.blocks),
            stamped.as_ref(),
        );
        let default = format!("{}/{locale}/{}", config.book.src, original.local);
        let mut sheet = Sheet {
            original: original.source.clone(),
            file: translation.map_or(default, |document| document.source.to_string()),
            units: Vec::new(),
            pairs: found.pairs,
            gone: found.gone,
            is_quiz: original.quiz.is_some(),
            fields: super::fields(&original.id.kind, config)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            source,
            target,
        };
        sheet.units = sheet.units(&found.was, glossary);
        sheet
    }

    /// The units of what is translated.
    fn units(&self, was: &[Option<String>], glossary: &mut Glossary) -> Vec<Unit> {
        let mut trail: Vec<(u8, String)> = Vec::new();
        let mut units = Vec::new();
        for (at, block) in self.source.blocks.iter().enumerate() {
            let above = trail.iter().map(|(_, text)| text.clone()).collect();
            if let BlockKind::Heading(level) = block.kind {
                trail.retain(|(above, _)| *above < level);
                trail.push((level, words(&block.pieces)));
            }
            if !block.has_words() {
                continue;
            }
            let (source, codes) = numbered(&block.pieces);
            let own = self.paired(at).map(|own| matched(&own.pieces, &codes));
            let (target, own) =
                own.map_or((None, BTreeMap::new()), |(parts, own)| (Some(parts), own));
            units.push(Unit {
                id: format!("{at}-{}", hash(block)),
                kind: block.kind.to_string(),
                line: line_of(&self.source.text, block.range.start),
                trail: above,
                terms: glossary.terms_in(&words(&block.pieces)),
                source,
                target,
                codes,
                own,
                was: was[at].clone(),
                block: at,
            });
        }
        units
    }

    /// The block of the translation for a block of the original.
    fn paired(&self, block: usize) -> Option<&Block> {
        let own = self.pairs[block]?;
        self.target.as_ref()?.blocks.get(own)
    }

    /// The unit that an id of a file names: the same text, at its place if it is there.
    pub fn unit(&self, id: &str) -> Option<usize> {
        let hash = |id: &str| id.split_once('-').map(|(_, hash)| hash.to_owned());
        let exact = self.units.iter().position(|unit| unit.id == id);
        exact.or_else(|| {
            let wanted = hash(id)?;
            let mut units = self.units.iter();
            units.position(|unit| hash(&unit.id).as_ref() == Some(&wanted))
        })
    }
}

fn hash(block: &Block) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(block.kind.to_string().as_bytes());
    hasher.update(&[0]);
    hasher.update(block.text().as_bytes());
    hasher.finalize().to_hex()[..8].to_owned()
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].matches('\n').count() + 1
}

/// The words of a block.
fn words(pieces: &[Piece]) -> String {
    let texts = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.as_str(),
        Piece::Code(_) => " ",
        _ => "",
    });
    texts.collect::<String>().trim().to_owned()
}

/// Pieces with a number for each that is no words, and what the numbers stand for.
fn numbered(pieces: &[Piece]) -> (Vec<Part>, BTreeMap<usize, Code>) {
    let mut parts = Vec::new();
    let mut codes: BTreeMap<usize, Code> = BTreeMap::new();
    let mut open = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => parts.push(Part::Text(text.clone())),
            Piece::Close(raw) => {
                if let Some(number) = open.pop() {
                    parts.push(Part::Close(number));
                    if let Some(code) = codes.get_mut(&number) {
                        code.close = Some(raw.clone());
                    }
                }
            }
            Piece::Open(raw) | Piece::Code(raw) => {
                let number = codes.len() + 1;
                let code = Code {
                    open: raw.clone(),
                    close: None,
                };
                codes.insert(number, code);
                parts.push(match piece {
                    Piece::Open(_) => {
                        open.push(number);
                        Part::Open(number)
                    }
                    _ => Part::Code(number),
                });
            }
        }
    }
    (parts, codes)
}

/// The pieces of a translation, numbered as what they stand for is in the original; what the
/// original does not have gets further numbers.
fn matched(pieces: &[Piece], codes: &BTreeMap<usize, Code>) -> (Vec<Part>, BTreeMap<usize, Code>) {
    let (parts, own) = numbered(pieces);
    let mut free: Vec<usize> = codes.keys().copied().collect();
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let ways: [fn(&Code, &Code) -> bool; 2] = [
        |a, b| a == b,
        |a, b| a.close.is_some() == b.close.is_some() && a.name() == b.name(),
    ];
    for is_same in ways {
        for (number, code) in &own {
            let found = free.iter().position(|free| is_same(code, &codes[free]));
            if let (None, Some(found)) = (numbers.get(number), found) {
                numbers.insert(*number, free.remove(found));
            }
        }
    }
    let mut next = codes.len();
    for number in own.keys() {
        numbers.entry(*number).or_insert_with(|| {
            next += 1;
            next
        });
    }
    let parts = parts.into_iter().map(|part| match part {
        Part::Text(text) => Part::Text(text),
        Part::Open(number) => Part::Open(numbers[&number]),
        Part::Close(number) => Part::Close(numbers[&number]),
        Part::Code(number) => Part::Code(numbers[&number]),
    });
    let parts = parts.collect();
    let own = own
        .into_iter()
        .map(|(number, code)| (numbers[&number], code));
    (parts, own.collect())
}
