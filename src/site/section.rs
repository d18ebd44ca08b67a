//! Parts of an entry's text that can stand elsewhere: sections, and the tables in them.

use std::ops::Range;

use super::{Page, neutral};
use crate::content::markdown::{Body, Piece, Slot, SlotKind};

/// Where footnotes start, which stand at the end of a text and belong to no section.
const FOOTNOTES: &str = "<div class=\"footnotes\"";

/// A section of a text.
#[derive(Debug, Clone)]
pub struct Section {
    /// The published id of its heading.
    pub id: String,
    /// What stands under the heading.
    pub piece: Piece,
}

/// The section under the heading of level 2 whose id is `name`; `None` where there is none or it
/// is empty.
pub fn find(page: &Page, name: &str) -> Option<Section> {
    let body = &page.document.body;
    let ids = page.resolved.heading_ids.iter();
    let hidden = neutral::name(name);
    let number = ids
        .zip(&body.headings)
        .position(|(id, heading)| heading.level == 2 && (id == name || *id == hidden))?;
    let start = heading_at(body, number)?;
    let start = start + body.html[start..].find("</h2>")? + "</h2>".len();
    let next = (number + 1..body.headings.len()).find(|next| body.headings[*next].level == 2);
    let end = next
        .and_then(|next| heading_at(body, next))
        .and_then(|end| body.html[..end].rfind("<h2"))
        .or_else(|| body.html.rfind(FOOTNOTES))
        // A heading or such a mark in a note stands elsewhere.
        .filter(|end| *end >= start)
        .unwrap_or(body.html.len());
    (!body.html[start..end].trim().is_empty()).then(|| Section {
        id: page.resolved.heading_ids[number].clone(),
        piece: without_notes(&cut(&body.html, &body.slots, start..end)),
    })
}

/// Where the id of the heading of this number stands.
fn heading_at(body: &Body, number: usize) -> Option<usize> {
    let slot = body
        .slots
        .iter()
        .find(|slot| slot.kind == SlotKind::Heading(number as u32))?;
    Some(slot.at as usize)
}

/// A part of a piece.
fn part(piece: &Piece, range: Range<usize>) -> Piece {
    cut(&piece.html, &piece.slots, range)
}

fn cut(html: &str, slots: &[Slot], range: Range<usize>) -> Piece {
    // What is filled in at the end of a part stands before what closes it.
    let first = slots.partition_point(|slot| (slot.at as usize) < range.start);
    let slots = slots[first..].iter();
    let slots = slots.take_while(|slot| slot.at as usize <= range.end);
    Piece {
        html: html[range.clone()].to_owned(),
        slots: slots
            .map(|slot| Slot {
                at: slot.at - range.start as u32,
                ..*slot
            })
            .collect(),
        ..Piece::default()
    }
}

/// The piece without marks of footnotes, whose notes stand on the entry's own page.
fn without_notes(piece: &Piece) -> Piece {
    const MARK: &str = "<sup class=\"footnote-mark\">";
    let mut out = Piece::default();
    let mut from = 0;
    while let Some(start) = piece.html[from..].find(MARK).map(|at| from + at) {
        append(&mut out, part(piece, from..start));
        let end = piece.html[start..].find("</sup>");
        from = end.map_or(piece.html.len(), |end| start + end + "</sup>".len());
    }
    append(&mut out, part(piece, from..piece.html.len()));
    out
}

fn append(out: &mut Piece, more: Piece) {
    let shift = out.html.len() as u32;
    out.html.push_str(&more.html);
    let slots = more.slots.into_iter();
    out.slots.extend(slots.map(|slot| Slot {
        at: slot.at + shift,
        ..slot
    }));
}

/// A row of a table, cell by cell.
pub type Row = Vec<Piece>;

/// The tables of a section: the heading cells and the rows of each.
pub fn tables(piece: &Piece) -> Vec<(Row, Vec<Row>)> {
    let mut tables = Vec::new();
    for table in between(&piece.html, 0..piece.html.len(), "<table>", "</table>") {
        let head = between(&piece.html, table.clone(), "<thead>", "</thead>");
        let end = head.first().map_or(table.start, |head| head.end);
        let rows = |range: Range<usize>| -> Vec<Row> {
            let rows = between(&piece.html, range, "<tr>", "</tr>");
            rows.into_iter().map(|row| cells(piece, row)).collect()
        };
        let heads = head.into_iter().flat_map(rows).next().unwrap_or_default();
        tables.push((heads, rows(end..table.end)));
    }
    tables
}

fn cells(piece: &Piece, row: Range<usize>) -> Row {
    let mut cells = Vec::new();
    let mut from = row.start;
    while let Some(open) = piece
        .html
        .get(from..row.end)
        .and_then(|rest| rest.find("<t"))
        .map(|at| from + at)
    {
        let Some(name) = piece.html.get(open + 1..open + 3) else {
            break;
        };
        let (Some(start), Some(end)) = (
            piece.html[open..row.end].find('>').map(|at| open + at + 1),
            piece.html[open..row.end]
                .find(&format!("</{name}>"))
                .map(|at| open + at),
        ) else {
            break;
        };
        if end < start {
            break;
        }
        cells.push(part(piece, start..end));
        from = end + "</td>".len();
    }
    cells
}

/// What stands between each pair of marks inside `range`.
fn between(html: &str, range: Range<usize>, open: &str, close: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = range.start;
    while let Some(start) = html[from..range.end].find(open) {
        let start = from + start + open.len();
        let Some(end) = html[start..range.end].find(close) else {
            break;
        };
        found.push(start..start + end);
        from = start + end + close.len();
    }
    found
}
