//! Which blocks of a text changed, came or went, and which words in them. The one caller of
//! `similar`.

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use super::stamp::Stamp;
use crate::content::block::Block;

/// How much of two texts must be the same for one to be the other, changed.
const LIKE: f32 = 0.35;

/// Most pairs of texts that are compared word by word; where more changed, they pair in order.
const MOST_PAIRS: usize = 900;

/// A block that changed, came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    /// Which it was, if it was there.
    pub old: Option<usize>,
    /// Which it is, if it is there.
    pub new: Option<usize>,
    /// The block that stands behind it now.
    pub before: usize,
}

/// Words that stayed, came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    Same(String),
    Gone(String),
    New(String),
}

/// What changed from a stamp to the blocks of now, in their order.
pub(super) fn changes(old: &Stamp, new: &[Block]) -> Vec<Change> {
    let now: Vec<(String, String)> = new
        .iter()
        .map(|block| (block.kind.to_string(), block.text()))
        .collect();
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, &now) {
        let DiffOp::Equal { .. } = op else {
            let (old_range, new_range) = (op.old_range(), op.new_range());
            let pairs = pairs(&old[old_range.clone()], &now[new_range.clone()]);
            let change = |(old, new): (Option<usize>, Option<usize>), before| Change {
                old: old.map(|old| old + old_range.start),
                new: new.map(|new| new + new_range.start),
                before,
            };
            let mut before = new_range.start;
            for pair in pairs {
                changes.push(change(pair, before));
                before = pair.1.map_or(before, |new| new + new_range.start + 1);
            }
            continue;
        };
    }
    changes
}

/// Pairs texts that are the same, changed, in their order; the others stand alone.
pub(super) fn pairs(
    old: &[(String, String)],
    new: &[(String, String)],
) -> Vec<(Option<usize>, Option<usize>)> {
    let like = |a: usize, b: usize| -> f32 {
        if old[a].0 != new[b].0 {
            return 0.0;
        }
        match old.len() * new.len() > MOST_PAIRS {
            true => f32::from(u8::from(a == b)),
            false => likeness(&old[a].1, &new[b].1),
        }
    };
    // The best sum of likenesses from each pair of places on.
    let width = new.len() + 1;
    let mut best = vec![0.0f32; (old.len() + 1) * width];
    let mut likes = vec![0.0f32; old.len() * new.len()];
    // Where both sides are one block of a kind, it is that block, however much of it changed.
    let is_one = old.len() == 1 && new.len() == 1 && old[0].0 == new[0].0;
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let like = if is_one { 1.0 } else { like(a, b) };
            likes[a * new.len() + b] = like;
            let skip = best[(a + 1) * width + b].max(best[a * width + b + 1]);
            let take = match like >= LIKE {
                true => like + best[(a + 1) * width + b + 1],
                false => 0.0,
            };
            best[a * width + b] = skip.max(take);
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut pairs = Vec::new();
    while a < old.len() && b < new.len() {
        let like = likes[a * new.len() + b];
        let here = best[a * width + b];
        if like >= LIKE && (like + best[(a + 1) * width + b + 1] - here).abs() < 1e-4 {
            pairs.push((Some(a), Some(b)));
            (a, b) = (a + 1, b + 1);
        } else if (best[(a + 1) * width + b] - here).abs() < 1e-4 {
            pairs.push((Some(a), None));
            a += 1;
        } else {
            pairs.push((None, Some(b)));
            b += 1;
        }
    }
    pairs.extend((a..old.len()).map(|a| (Some(a), None)));
    pairs.extend((b..new.len()).map(|b| (None, Some(b))));
    pairs
}

/// How much of two texts is the same, from 0 to 1.
fn likeness(old: &str, new: &str) -> f32 {
    TextDiff::from_words(old, new).ratio()
}

/// The words of two versions of a text.
pub(super) fn words(old: &str, new: &str) -> Vec<Word> {
    let diff = TextDiff::from_words(old, new);
    let mut words: Vec<Word> = Vec::new();
    for change in diff.iter_all_changes() {
        let text = change.value();
        match (change.tag(), words.last_mut()) {
            (ChangeTag::Equal, Some(Word::Same(run)))
            | (ChangeTag::Delete, Some(Word::Gone(run)))
            | (ChangeTag::Insert, Some(Word::New(run))) => run.push_str(text),
            (ChangeTag::Equal, _) => words.push(Word::Same(text.to_owned())),
            (ChangeTag::Delete, _) => words.push(Word::Gone(text.to_owned())),
            (ChangeTag::Insert, _) => words.push(Word::New(text.to_owned())),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::block::blocks;

    fn changed(old: &str, new: &str) -> Vec<(Option<usize>, Option<usize>, usize)> {
        let old = blocks(old, false, &[]);
        let stamp = old
            .iter()
            .map(|block| (block.kind.to_string(), block.text()));
        changes(&stamp.collect(), &blocks(new, false, &[]))
            .iter()
            .map(|change| (change.old, change.new, change.before))
            .collect()
    }

    #[test]
    fn a_paragraph_that_changed_is_itself_and_one_before_it_is_new() {
        let old = "One two three four.\n\nFive six seven.\n\nEight.\n";
        assert_eq!(changed(old, old), []);
        let edited = "One two three four.\n\nFive six, seven.\n\nEight.\n";
        assert_eq!(changed(old, edited), [(Some(1), Some(1), 1)]);
        let more = "One two three four.\n\nNew words here.\n\nFive six, seven.\n\nEight.\n";
        assert_eq!(
            changed(old, more),
            [(None, Some(1), 1), (Some(1), Some(2), 2)]
        );
        let less = "One two three four.\n\nEight.\n";
        assert_eq!(changed(old, less), [(Some(1), None, 1)]);
        let other = "One two three four.\n\nNothing of it.\n\nEight.\n";
        assert_eq!(changed(old, other), [(Some(1), Some(1), 1)]);
    }

    #[test]
    fn words_that_came_and_went_are_told() {
        let told = words("a b c", "a x c");
        let wanted = [
            Word::Same("a ".into()),
            Word::Gone("b".into()),
            Word::New("x".into()),
            Word::Same(" c".into()),
        ];
        assert_eq!(told, wanted);
    }
}
