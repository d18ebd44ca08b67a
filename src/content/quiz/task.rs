//! Tells from the form of a list what a question asks.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::item::{self, Item, is_numbered};
use super::section::is_list;
use super::{AnswerKind, Choice, NumberAnswer, Pair, Scale, Settings, Task, TextAnswer, number};
use crate::content::markdown::{Pieces, Placed};
use crate::diagnostic::code;

/// Reads the list or table that decides what a question asks.
pub(super) fn read(block: &[Placed<'_>], settings: &Settings, pieces: &mut Pieces<'_>) -> Task {
    if !is_list(block) {
        return grid(block, pieces);
    }
    let items = item::items(block);
    let range = block[0].1.clone();
    let is_typed = |item: &Item<'_>| {
        ["= ", "~ "]
            .iter()
            .any(|mark| item.start().starts_with(mark))
    };
    if items.iter().any(|item| item.is_ticked.is_some()) {
        choices(items, is_numbered(block), pieces)
    } else if items.iter().any(is_typed) {
        typed(items, settings, range, pieces)
    } else if items.iter().all(Item::is_pair) {
        pairs(items, pieces)
    } else if is_numbered(block) && settings.scale.is_some() {
        let scale = settings.scale.clone();
        rated(items, scale, pieces)
    } else if is_numbered(block) {
        ordered(items, range, pieces)
    } else {
        let mixed = items.iter().any(Item::is_pair);
        let message = match mixed {
            true => "some answers of this list have an arrow and some have none",
            false => "this list fits no type of question",
        };
        pieces.complain(
            &code::QUESTION_FORM,
            range,
            message,
            "write `1. [ ]` to choose one, `- [ ]` to choose all that apply, `- = ` for a typed answer, `- left -> right` to match, `1. ` to put in order",
        );
        Task::Open
    }
}

fn choices(items: Vec<Item<'_>>, is_numbered: bool, pieces: &mut Pieces<'_>) -> Task {
    let mut choices = Vec::new();
    for mut item in items {
        let Some(is_right) = item.is_ticked else {
            pieces.complain(
                &code::QUESTION_FORM,
                item.range.clone(),
                "this answer has no box",
                "write `[ ]` before it, or `[x]` if it is right",
            );
            continue;
        };
        let (mut weight, mut area) = (None, None);
        loop {
            if let Some(percent) = item.take_mark(percent) {
                weight = Some(percent);
            } else if let Some(read) = item.take_mark(area_of) {
                area = Some(read);
            } else {
                break;
            }
        }
        if let Some(area @ [left, top, width, height]) = area
            && (left + width > 100 || top + height > 100)
        {
            pieces.complain(
                &code::QUESTION_FORM,
                item.range.clone(),
                format!(
                    "the area `{},{} {}x{}` leaves the picture",
                    area[0], area[1], area[2], area[3]
                ),
                "left and width, and top and height, may be 100 percent together",
            );
        }
        let text = pieces.write(&item.content);
        if text.html.is_empty() {
            pieces.complain(
                &code::QUESTION_FORM,
                item.range.clone(),
                "this answer has no words",
                "write what can be chosen behind its box",
            );
            continue;
        }
        choices.push(Choice {
            text,
            is_right,
            weight,
            feedback: item.feedback(pieces),
            area,
            range: pieces.span(item.range.clone()).range,
        });
    }
    Task::Choice {
        is_multiple: !is_numbered,
        choices,
    }
}

fn typed(
    items: Vec<Item<'_>>,
    settings: &Settings,
    list: Range<usize>,
    pieces: &mut Pieces<'_>,
) -> Task {
    let mut answers = Vec::new();
    for mut item in items {
        let is_right = item.start().starts_with("= ");
        if !is_right && !item.start().starts_with("~ ") {
            pieces.complain(
                &code::QUESTION_FORM,
                item.range.clone(),
                "this line of the typed answers starts neither with `=` nor with `~`",
                "write `= ` before a right answer, `~ ` before a wrong one that you expect",
            );
            continue;
        }
        let marked = item.take_mark(percent);
        let item = item.without_start(if is_right { "= " } else { "~ " });
        let text = item.words();
        if text == "*" || text.is_empty() {
            pieces.complain(
                &code::QUESTION_FORM,
                item.range.clone(),
                "an answer that takes everything is no answer",
                "write the words that are right; without a list the question is an open one",
            );
            continue;
        }
        let weight = marked.unwrap_or(if is_right { 1000 } else { 0 });
        answers.push(TextAnswer {
            text,
            weight: if is_right { weight } else { 0 },
            feedback: item.feedback(pieces),
            range: pieces.span(item.range.clone()).range,
        });
    }
    let ranges: Vec<_> = answers
        .iter()
        .map(|answer| number::range(&answer.text))
        .collect();
    let all_numbers = !ranges.is_empty() && ranges.iter().all(Option::is_some);
    let as_number = match settings.answers {
        Some(AnswerKind::Text) => false,
        Some(AnswerKind::Number) if !all_numbers => {
            pieces.complain(
                &code::QUESTION_FORM,
                list,
                "not every answer of this question is a number",
                "write numbers like `6`, `6 ± 1` or `5 .. 7`, or take `type: number` away",
            );
            false
        }
        Some(AnswerKind::Number) | None => all_numbers,
    };
    if !as_number {
        return Task::Text(answers);
    }
    let numbers = answers
        .into_iter()
        .zip(ranges)
        .filter_map(|(answer, range)| {
            let (low, high) = range?;
            Some(NumberAnswer {
                low,
                high,
                text: answer.text,
                weight: answer.weight,
                feedback: answer.feedback,
                range: answer.range,
            })
        });
    Task::Number(numbers.collect())
}

fn pairs(items: Vec<Item<'_>>, pieces: &mut Pieces<'_>) -> Task {
    let mut pairs = Vec::new();
    for item in items {
        let (left, right) = item.sides();
        if right.is_empty() {
            pieces.complain(
                &code::QUESTION_FORM,
                item.range.clone(),
                "this pair has nothing behind its arrow",
                "write what belongs to it behind `->`",
            );
            continue;
        }
        pairs.push(Pair {
            left: (!left.is_empty()).then(|| pieces.write(&left)),
            right: pieces.write(&right),
            range: pieces.span(item.range.clone()).range,
        });
    }
    let whole = pairs.iter().filter(|pair| pair.left.is_some());
    if whole.count() < 2
        && let Some(first) = pairs.first()
    {
        pieces.complain_at(
            &code::QUESTION_FORM,
            first.range.clone(),
            "there is only one pair to match",
            "write at least two lines `- left -> right`",
        );
    }
    Task::Match(pairs)
}

fn rated(items: Vec<Item<'_>>, scale: Option<Scale>, pieces: &mut Pieces<'_>) -> Task {
    let statements = items
        .iter()
        .map(|item| pieces.write(&item.content))
        .collect();
    match scale {
        Some(scale) => Task::Scale(scale, statements),
        None => Task::Open,
    }
}

fn ordered(items: Vec<Item<'_>>, list: Range<usize>, pieces: &mut Pieces<'_>) -> Task {
    if items.len() < 2 {
        pieces.complain(
            &code::QUESTION_FORM,
            list,
            "one thing alone can't be put in order",
            "write at least two numbered lines; to choose one, put a box `[ ]` before each",
        );
    }
    Task::Order(
        items
            .iter()
            .map(|item| pieces.write(&item.content))
            .collect(),
    )
}

/// A table as heads and rows of cells.
struct Table<'e> {
    head: Vec<&'e [Placed<'e>]>,
    rows: Vec<(Vec<&'e [Placed<'e>]>, Range<usize>)>,
}

fn table<'e>(block: &'e [Placed<'e>]) -> Option<Table<'e>> {
    let (Event::Start(Tag::Table(_)), _) = block.first()? else {
        return None;
    };
    let mut table = Table {
        head: Vec::new(),
        rows: Vec::new(),
    };
    let (mut start, mut in_head) = (0, false);
    for (at, (event, range)) in block.iter().enumerate() {
        match event {
            Event::Start(Tag::TableHead) => in_head = true,
            Event::End(TagEnd::TableHead) => in_head = false,
            Event::Start(Tag::TableRow) => table.rows.push((Vec::new(), range.clone())),
            Event::Start(Tag::TableCell) => start = at + 1,
            Event::End(TagEnd::TableCell) if in_head => table.head.push(&block[start..at]),
            Event::End(TagEnd::TableCell) => {
                if let Some((row, _)) = table.rows.last_mut() {
                    row.push(&block[start..at]);
                }
            }
            _ => {}
        }
    }
    Some(table)
}

fn is_cross(cell: &[Placed<'_>]) -> bool {
    matches!(cell, [(Event::Text(text), _)] if ["x", "X", "✓", "✗", "×"].contains(&text.trim()))
}

/// Whether a block is a table whose cells hold only crosses.
pub(super) fn is_crossed(block: &[Placed<'_>]) -> bool {
    table(block).is_some_and(|table| {
        let cells = || table.rows.iter().flat_map(|(row, _)| row.iter().skip(1));
        cells().any(|cell| is_cross(cell)) && cells().all(|cell| cell.is_empty() || is_cross(cell))
    })
}

fn grid(block: &[Placed<'_>], pieces: &mut Pieces<'_>) -> Task {
    let Some(table) = table(block) else {
        return Task::Open;
    };
    let mut rows = Vec::new();
    for (cells, range) in &table.rows {
        let crosses: Vec<usize> = (1..cells.len()).filter(|at| is_cross(cells[*at])).collect();
        match crosses.as_slice() {
            [column] => rows.push((pieces.write(cells[0]), column - 1)),
            _ => {
                let message = match crosses.len() {
                    0 => "this row has no cross",
                    _ => "this row has more than one cross",
                };
                pieces.complain(
                    &code::QUESTION_FORM,
                    range.clone(),
                    message,
                    "put one `x` into each row, below the column that is right",
                );
            }
        }
    }
    let mut heads = table.head.iter();
    let corner = heads
        .next()
        .map_or_else(Default::default, |cell| pieces.write(*cell));
    Task::Grid {
        columns: heads.map(|cell| pieces.write(*cell)).collect(),
        rows,
        corner,
    }
}

/// `50%`, `-33.3%` in thousandths.
fn percent(text: &str) -> Option<i32> {
    let number = text.strip_suffix('%')?.trim();
    let number: f64 = number
        .replace(',', ".")
        .replace('\u{2212}', "-")
        .parse()
        .ok()?;
    (number.abs() <= 100.0).then(|| (number * 10.0).round() as i32)
}

/// `at 20,70 15x10`.
fn area_of(text: &str) -> Option<[u32; 4]> {
    let (corner, size) = text.strip_prefix("at ")?.trim().split_once(' ')?;
    let (left, top) = corner.split_once(',')?;
    let (width, height) = size.trim().split_once(['x', '×'])?;
    let number = |text: &str| {
        text.trim()
            .parse()
            .ok()
            .filter(|number: &u32| *number <= 100)
    };
    Some([number(left)?, number(top)?, number(width)?, number(height)?])
}
