//! Lines of charts: what a picture is called, and the rows of its table.

use std::ops::Range;

use super::{Block, BlockKind, Piece};

/// The lines of a chart's block with words.
pub(super) fn blocks(text: &str, range: Range<usize>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '\t', '>']);
        let start = at + line.len() - bare.len();
        let bare = bare.trim_end();
        at += line.len();
        if bare.starts_with('|') {
            blocks.extend(row(bare, start));
        } else if let Some((key, value)) = bare.split_once(':')
            && ["title", "description", "note"].contains(&key)
            && !value.trim().is_empty()
        {
            let end = start + bare.len();
            blocks.push(Block {
                kind: BlockKind::Chart,
                range: end - value.trim_start().len()..end,
                mark: "",
                pieces: vec![Piece::Text(value.trim_start().to_owned())],
            });
        }
    }
    blocks
}

/// A row of the table, none of the line below its head.
fn row(line: &str, start: usize) -> Option<Block> {
    if line.chars().all(|c| "|-: ".contains(c)) {
        return None;
    }
    let mut whole: Option<Range<usize>> = None;
    let mut pieces = Vec::new();
    for cell in cells(line).into_iter().filter(|cell| !cell.is_empty()) {
        if let Some(whole) = &whole {
            let between = line[whole.end..cell.start].split_whitespace();
            let between: Vec<&str> = between.collect();
            pieces.push(Piece::Code(format!(" {} ", between.join(" "))));
        }
        pieces.push(Piece::Text(line[cell.clone()].to_owned()));
        whole = Some(whole.map_or(cell.start, |whole| whole.start)..cell.end);
    }
    whole.map(|range| Block {
        kind: BlockKind::Chart,
        range: range.start + start..range.end + start,
        mark: "",
        pieces,
    })
}

/// Where the words of the cells stand.
fn cells(line: &str) -> Vec<Range<usize>> {
    let mut bars: Vec<usize> = Vec::new();
    let mut is_escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'|' && !is_escaped {
            bars.push(at);
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    bars.push(line.len());
    let between = bars.windows(2).map(|pair| pair[0] + 1..pair[1]);
    between
        .map(|range| {
            let cell = &line[range.clone()];
            let start = range.start + cell.len() - cell.trim_start().len();
            start..start + cell.trim().len()
        })
        .collect()
}
