//! A page in the language that nobody speaks.

use std::collections::BTreeMap;

use super::{blocks, fields, front};
use crate::config::Config;
use crate::content::Document;
use crate::content::block::{Block, BlockKind, Piece};
use crate::text::pseudo::{BRACKETS, accented, filling};

/// The page of an original whose file holds `text`.
pub fn page(original: &Document, text: &str, config: &Config) -> String {
    let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    let mut texts: Vec<(&Block, String)> = Vec::new();
    let blocks = blocks(original, text, config);
    for block in &blocks {
        let new = bracketed(&block.pieces);
        match block.kind {
            BlockKind::Field(_) => texts.push((block, new)),
            BlockKind::Code => {}
            _ => {
                let new = new.replace("\\\n", " ");
                edits.insert(block.range.start, (block.range.end, new));
            }
        }
    }
    let body = super::edited(text, &edits);
    let start = front::body_of(&body);
    let keys = fields(&original.id.kind, config)
        .into_iter()
        .map(str::to_owned);
    let front = front::front(None, text, &texts, &keys.collect::<Vec<_>>());
    format!("{}{}", front.unwrap_or_default(), &body[start..])
}

/// Pieces accented, a third longer and in brackets: each cell of a table and each side of a pair by
/// itself.
fn bracketed(pieces: &[Piece]) -> String {
    let parts = |piece: &Piece| {
        let raw = piece.raw().trim();
        matches!(piece, Piece::Code(_)) && ["|", "->", "→"].contains(&raw)
    };
    let mut out = String::new();
    for run in pieces.split_inclusive(parts) {
        let (own, sign) = match run.split_last() {
            Some((last, own)) if parts(last) => (own, Some(last)),
            _ => (run, None),
        };
        out.push_str(&run_of(own));
        out.push_str(sign.map_or("", Piece::raw));
    }
    out
}

fn run_of(pieces: &[Piece]) -> String {
    let is_words =
        |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains(char::is_alphabetic));
    let letters = pieces.iter().filter(|piece| is_words(piece));
    let letters: usize = letters.map(|piece| piece.raw().chars().count()).sum();
    // The brackets go around what readers see: links and emphasis, not the signs before an answer.
    let is_seen = |piece: &Piece| !matches!(piece, Piece::Code(_));
    let first = pieces.iter().position(is_seen);
    let last = pieces.iter().rposition(is_seen);
    let [open, close] = BRACKETS;
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if letters > 0 && Some(at) == first {
            out.push(open);
        }
        match piece {
            Piece::Text(text) => out.push_str(&accented(text)),
            piece => out.push_str(piece.raw()),
        }
        if letters > 0 && Some(at) == last {
            out.push_str(&filling(letters));
            out.push(close);
        }
    }
    out
}
