//! Words in blocks of HTML and in hidden lines.

use std::ops::Range;

use super::inline::one_line;
use super::{Block, BlockKind, Piece};

/// A block of HTML; none where it holds a hidden line without words.
pub(super) fn block(text: &str, range: Range<usize>, is_quiz: bool) -> Option<Block> {
    let raw = text[range.clone()].trim();
    let start = range.start + text[range].find(raw)?;
    let inner = raw
        .strip_prefix("<!--")
        .and_then(|inner| inner.strip_suffix("-->"))
        .filter(|inner| !inner.contains("-->"));
    let (kind, pieces) = match inner {
        Some(inner) => (BlockKind::Hidden, hidden(raw, inner, is_quiz)?),
        None => (BlockKind::Html, html(raw)),
    };
    Some(Block {
        kind,
        range: start..start + raw.len(),
        mark: "",
        pieces,
    })
}

/// The words of a hidden line.
fn hidden(raw: &str, inner: &str, is_quiz: bool) -> Option<Vec<Piece>> {
    let opening = raw.find(inner)?;
    let end = opening + inner.trim_end().len();
    let code = |range: Range<usize>| Piece::Code(one_line(&raw[range]));
    let words = |range: Range<usize>| Piece::Text(one_line(&raw[range]));
    if let Some(what) = inner.trim_start().strip_prefix("TODO national:") {
        let what = what.trim_start();
        let start = opening + inner.len() - what.len();
        return (start < end)
            .then(|| vec![code(0..start), words(start..end), code(end..raw.len())]);
    }
    let scale = inner.find("scale:").filter(|_| is_quiz)? + opening;
    let value = scale + "scale:".len();
    let stop = raw[value..end].find('·').map_or(end, |at| value + at);
    let stop = value + raw[value..stop].trim_end().len();
    let numbers = raw[value..stop].trim_start();
    let space = numbers.find(' ')?;
    let low = stop - numbers.len() + space + 1;
    let bar = low + raw[low..stop].find('|')?;
    let low_end = low + raw[low..bar].trim_end().len();
    let high = stop - raw[bar + 1..stop].trim_start().len();
    Some(vec![
        code(0..low),
        words(low..low_end),
        code(low_end..high),
        words(high..stop),
        code(stop..raw.len()),
    ])
}

/// Tags and what stands between them.
fn html(raw: &str) -> Vec<Piece> {
    let raw = one_line(raw);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = raw.as_str();
    let mut code = String::new();
    while !rest.is_empty() {
        let end = match rest.strip_prefix('<') {
            Some(_) if rest.starts_with("<!--") => {
                rest.find("-->").map_or(rest.len(), |end| end + 3)
            }
            Some(_) => rest.find('>').map_or(rest.len(), |end| end + 1),
            None => rest.find('<').unwrap_or(rest.len()),
        };
        let (part, behind) = rest.split_at(end);
        rest = behind;
        if part.starts_with('<') || part.trim().is_empty() {
            code.push_str(part);
            continue;
        }
        let words = part.trim();
        let lead = part.find(words).unwrap_or(0);
        code.push_str(&part[..lead]);
        if !code.is_empty() {
            pieces.push(Piece::Code(std::mem::take(&mut code)));
        }
        pieces.push(Piece::Text(words.to_owned()));
        code.push_str(&part[lead + words.len()..]);
    }
    if !code.is_empty() {
        pieces.push(Piece::Code(code));
    }
    pieces
}
