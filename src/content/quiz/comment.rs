//! The hidden line of a question: `<!-- q: ind-3 · obj: ind.change · 2 points -->`.

use pulldown_cmark::Event;

use super::{AnswerKind, Scale, Settings};
use crate::content::markdown::{Pieces, Placed};
use crate::diagnostic::{code, nearest};

/// Words that a hidden line may hold.
const WORDS: [&str; 13] = [
    "q",
    "obj",
    "points",
    "keep order",
    "keep",
    "confidence",
    "type",
    "accents",
    "case",
    "credit",
    "tries",
    "was",
    "scale",
];

/// Whether a block of HTML is a hidden line.
pub(super) fn is_settings(block: &[Placed<'_>]) -> bool {
    let Some((inner, _)) = inner(block) else {
        return false;
    };
    let first = inner.split('·').next().unwrap_or_default().trim();
    let (name, has_value) = match first.split_once(':') {
        Some((name, _)) => (name.trim(), true),
        None => (first, false),
    };
    match has_value {
        true => WORDS.contains(&name),
        false => ["keep order", "keep", "confidence"].contains(&name) || points(first).is_some(),
    }
}

/// The text of a comment that is alone in its block, and where it starts.
fn inner(block: &[Placed<'_>]) -> Option<(String, usize)> {
    let html: String = block
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Html(html) => Some(&**html),
            _ => None,
        })
        .collect();
    let start = block.first()?.1.start;
    let inner = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    Some((inner.to_owned(), start + "<!--".len()))
}

/// Reads a hidden line.
pub(super) fn read(block: &[Placed<'_>], settings: &mut Settings, pieces: &mut Pieces<'_>) {
    let Some((text, start)) = inner(block) else {
        return;
    };
    let mut at = start;
    for field in text.split('·') {
        let skipped = field.len() - field.trim_start().len();
        let range = at + skipped..at + skipped + field.trim().len();
        if let Err((message, help)) = set(settings, field.trim(), range.clone(), pieces) {
            pieces.complain(&code::QUESTION_SETTINGS, range, message, help);
        }
        at += field.len() + '·'.len_utf8();
    }
}

fn set(
    settings: &mut Settings,
    field: &str,
    range: std::ops::Range<usize>,
    pieces: &Pieces<'_>,
) -> Result<(), (String, String)> {
    let (name, value) = match field.split_once(':') {
        Some((name, value)) => (name.trim(), value.trim()),
        None => (field, ""),
    };
    let placed = |value: &str| {
        let start = range.end - value.len();
        (value.to_owned(), pieces.span(start..range.end).range)
    };
    let one_of = |known: &[&str]| {
        (
            format!("`{name}` can't be `{value}`"),
            format!("use one of: `{}`", known.join("`, `")),
        )
    };
    match (name, value) {
        ("", "") => {}
        ("q", value) if is_name(value) => settings.id = Some(placed(value)),
        ("obj", value) if !value.is_empty() => {
            let each = value.split(',').map(str::trim).filter(|id| !id.is_empty());
            settings.objectives.extend(each.map(&placed));
        }
        ("was", value) if !value.is_empty() => {
            let each = value.split(',').map(str::trim).filter(|id| !id.is_empty());
            settings.was.extend(each.map(&placed));
        }
        ("q" | "was", value) => {
            return Err((
                format!("`{value}` is no name for a question"),
                "use small letters, digits and hyphens, like `ind-3`".into(),
            ));
        }
        ("keep order", "") => settings.keep_order = true,
        ("keep", "") => settings.keep_last = true,
        ("confidence", "") => settings.confidence = true,
        ("type", "text") => settings.answers = Some(AnswerKind::Text),
        ("type", "number") => settings.answers = Some(AnswerKind::Number),
        ("type", _) => return Err(one_of(&["text", "number"])),
        ("accents", "keep") => settings.keep_accents = true,
        ("accents", "ignore") => settings.keep_accents = false,
        ("accents", _) => return Err(one_of(&["keep", "ignore"])),
        ("case", "keep") => settings.keep_case = true,
        ("case", "ignore") => settings.keep_case = false,
        ("case", _) => return Err(one_of(&["keep", "ignore"])),
        ("credit", "all") => settings.all_or_nothing = true,
        ("credit", "each") => settings.all_or_nothing = false,
        ("credit", _) => return Err(one_of(&["all", "each"])),
        ("tries", value) => match value.parse() {
            Ok(tries @ 1..=99) => settings.tries = Some(tries),
            _ => {
                return Err((
                    format!("`{value}` is no number of tries"),
                    "write a number from 1, like `tries: 1`".into(),
                ));
            }
        },
        ("scale", value) => match scale(value) {
            Some(scale) => settings.scale = Some(scale),
            None => {
                return Err((
                    format!("`{value}` is no scale"),
                    "write its numbers and what the ends mean: `scale: 1-5 disagree | agree`"
                        .into(),
                ));
            }
        },
        _ => match points(field) {
            Some(points) => settings.points = Some(points),
            None => {
                let help = match nearest(name, WORDS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "known here: `{}`; a dot `·` stands between them",
                        WORDS.join("`, `")
                    ),
                };
                return Err((format!("`{name}` is no setting of a question"), help));
            }
        },
    }
    Ok(())
}

/// `2 points`, `1 point`.
fn points(field: &str) -> Option<u32> {
    let (number, word) = field.split_once(' ')?;
    let is_word = ["point", "points"].contains(&word.trim());
    number
        .parse()
        .ok()
        .filter(|points| is_word && (1..=100).contains(points))
}

/// `1-5 disagree | agree`.
fn scale(value: &str) -> Option<Scale> {
    let (numbers, ends) = value.split_once(' ')?;
    let (from, to) = numbers.split_once(['-', '–'])?;
    let (low, high) = ends.split_once('|')?;
    let (from, to) = (from.parse().ok()?, to.parse().ok()?);
    (from < to && to - from <= 10).then(|| Scale {
        from,
        to,
        low: low.trim().to_owned(),
        high: high.trim().to_owned(),
    })
}

fn is_name(value: &str) -> bool {
    !value.is_empty()
        && value
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
}
