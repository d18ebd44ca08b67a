//! Which block of a translation stands for which of its original.

use std::collections::BTreeMap;

use crate::content::block::{Block, BlockKind, Piece};
use crate::translation::compare;
use crate::translation::stamp::Stamp;

/// What an alignment found.
pub(super) struct Alignment {
    /// The translation's block for each block of the original.
    pub pairs: Vec<Option<usize>>,
    /// What the original said when it was translated, where that was something else.
    pub was: Vec<Option<String>>,
    /// Blocks of the translation whose originals are gone.
    pub gone: Vec<usize>,
}

/// Pairs the blocks of an original and its translation: by what it was made from, by their order
/// where both have the same form, else by what stands in them beside words.
pub(super) fn align(source: &[Block], target: &[Block], stamp: Option<&Stamp>) -> Alignment {
    let mut found = Alignment {
        pairs: vec![None; source.len()],
        was: vec![None; source.len()],
        gone: Vec::new(),
    };
    let mut made_from: Vec<Option<usize>> = Vec::new();
    let mut vanished = Vec::new();
    if let Some(stamp) = stamp {
        let changes = compare::changes(stamp, source);
        for change in &changes {
            match (change.old, change.new) {
                (Some(old), Some(new)) => found.was[new] = Some(stamp[old].1.clone()),
                (Some(old), None) => vanished.push(old),
                _ => {}
            }
        }
        made_from = origins(stamp.len(), source.len(), &changes);
    }
    let has_form_of_stamp = stamp.is_some_and(|stamp| {
        let kinds = stamp.iter().map(|(kind, _)| kind.clone());
        kinds.eq(target.iter().map(|block| block.kind.to_string()))
    });
    if has_form_of_stamp {
        found.pairs = made_from;
        found.gone = vanished;
        return found;
    }
    fields(source, target, &mut found.pairs);
    let body = |blocks: &[Block]| -> Vec<usize> {
        let is_body = |at: &usize| !matches!(blocks[*at].kind, BlockKind::Field(_));
        (0..blocks.len()).filter(is_body).collect()
    };
    let (ours, theirs) = (body(source), body(target));
    let form = |blocks: &[Block], list: &[usize]| -> Vec<BlockKind> {
        list.iter().map(|at| blocks[*at].kind.clone()).collect()
    };
    if form(source, &ours) == form(target, &theirs) {
        for (own, other) in ours.iter().zip(&theirs) {
            found.pairs[*own] = Some(*other);
        }
        return found;
    }
    // What stands beside words says which block is which, as far as it can be said.
    let old: Vec<Features> = theirs.iter().map(|at| Features::of(&target[*at])).collect();
    let new: Vec<Features> = ours.iter().map(|at| Features::of(&source[*at])).collect();
    for (b, a) in matching(&new, &old) {
        found.pairs[ours[b]] = Some(theirs[a]);
    }
    found
}

/// Where each block of now stood in a stamp.
fn origins(old: usize, new: usize, changes: &[compare::Change]) -> Vec<Option<usize>> {
    let changed: BTreeMap<usize, Option<usize>> = changes
        .iter()
        .filter_map(|change| Some((change.new?, change.old)))
        .collect();
    let gone: Vec<usize> = changes
        .iter()
        .filter(|change| change.new.is_none())
        .filter_map(|change| change.old)
        .collect();
    let mut at = 0;
    (0..new)
        .map(|block| {
            while gone.contains(&at) {
                at += 1;
            }
            match changed.get(&block) {
                Some(None) => None,
                Some(Some(own)) => {
                    at = own + 1;
                    Some(*own)
                }
                None => {
                    at += 1;
                    (at <= old).then(|| at - 1)
                }
            }
        })
        .collect()
}

/// Texts of the front matter pair by key and place in their list.
fn fields(source: &[Block], target: &[Block], pairs: &mut [Option<usize>]) {
    let keyed = |blocks: &[Block]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut keyed: BTreeMap<(String, usize), usize> = BTreeMap::new();
        for (at, block) in blocks.iter().enumerate() {
            if let BlockKind::Field(key) = &block.kind {
                let count = counts.entry(key.to_string()).or_default();
                keyed.insert((key.to_string(), *count), at);
                *count += 1;
            }
        }
        keyed
    };
    let theirs = keyed(target);
    for (key, at) in keyed(source) {
        pairs[at] = theirs.get(&key).copied();
    }
}

/// What tells a block from others in any language.
struct Features {
    kind: BlockKind,
    mark: &'static str,
    codes: Vec<String>,
}

impl Features {
    fn of(block: &Block) -> Features {
        let codes = block.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            piece => Some(piece.raw().trim().to_owned()),
        });
        Features {
            kind: block.kind.clone(),
            mark: block.mark,
            codes: codes.collect(),
        }
    }

    /// How well two blocks pair, more than 0 if they can at all.
    fn likeness(&self, other: &Features) -> f32 {
        if self.kind != other.kind || self.mark != other.mark {
            return 0.0;
        }
        let heading = match self.kind {
            BlockKind::Heading(_) => 1.0,
            _ => 0.0,
        };
        let most = self.codes.len().max(other.codes.len());
        let same = self
            .codes
            .iter()
            .filter(|code| other.codes.contains(code))
            .count();
        let beside = match most {
            0 => 0.5,
            most => same as f32 / most as f32,
        };
        0.3 + heading + beside
    }
}

/// The best pairs in the order of both.
fn matching(new: &[Features], old: &[Features]) -> Vec<(usize, usize)> {
    let width = old.len() + 1;
    let mut best = vec![0.0f32; (new.len() + 1) * width];
    for a in (0..new.len()).rev() {
        for b in (0..old.len()).rev() {
            let like = new[a].likeness(&old[b]);
            let skip = best[(a + 1) * width + b].max(best[a * width + b + 1]);
            let take = match like > 0.0 {
                true => like + best[(a + 1) * width + b + 1],
                false => 0.0,
            };
            best[a * width + b] = skip.max(take);
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut pairs = Vec::new();
    while a < new.len() && b < old.len() {
        let like = new[a].likeness(&old[b]);
        let here = best[a * width + b];
        if like > 0.0 && (like + best[(a + 1) * width + b + 1] - here).abs() < 1e-3 {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if (best[(a + 1) * width + b] - here).abs() < 1e-3 {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}
