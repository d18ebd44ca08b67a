//! What a picture is drawn from: a block of lines `key: value` and a small table, read and checked.
//!
//! In: the text of a fenced block `chart <type>`. Out: a [`Chart`], or what is wrong with it.

use std::ops::Range;

use crate::diagnostic::nearest;
use crate::text::number;

/// Opens a block that is a chart.
pub(super) const LANGUAGE: &str = "chart";

/// Steps of a cycle, at least and at most.
const STEPS: Range<usize> = 2..13;

/// Rows that a picture shows at most.
const MOST_ROWS: usize = 60;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A bar for each number.
    Bars,
    /// The parts of a whole.
    Share,
    /// What came when.
    Timeline,
    /// Steps that lead back to the first.
    Cycle,
}

const KINDS: [(&str, Kind); 4] = [
    ("bars", Kind::Bars),
    ("share", Kind::Share),
    ("timeline", Kind::Timeline),
    ("cycle", Kind::Cycle),
];

impl Kind {
    /// Its name in the text, and its class.
    pub(super) fn name(self) -> &'static str {
        let known = KINDS.iter().find(|(_, kind)| *kind == self);
        known.map_or("", |(name, _)| name)
    }
}

/// A chart, whole.
#[derive(Debug, PartialEq)]
pub(super) struct Chart<'t> {
    /// What is drawn.
    pub kind: Kind,
    /// Its title.
    pub title: &'t str,
    /// What it shows, in words.
    pub description: &'t str,
    /// Bytes of the Markdown beneath it.
    pub note: Option<Range<usize>>,
    /// Bytes of the table.
    pub table: Range<usize>,
    /// Heads of the columns, without markup.
    pub head: Vec<String>,
    /// Cells, without markup.
    pub rows: Vec<Vec<String>>,
    /// The numbers in the cells behind the first, or a time in months for a timeline.
    pub values: Vec<Vec<f64>>,
}

/// Something that does not fit.
#[derive(Debug, PartialEq)]
pub(super) struct Problem {
    /// Bytes of the text; none for the block as a whole.
    pub place: Option<Range<usize>>,
    /// What it is.
    pub message: String,
    /// The mend.
    pub help: String,
}

fn problem(place: Option<Range<usize>>, message: impl Into<String>, help: &str) -> Problem {
    Problem {
        place,
        message: message.into(),
        help: help.to_owned(),
    }
}

/// Reads a block; `words` takes the markup out of a cell.
pub(super) fn read<'t>(
    info: &str,
    text: &'t str,
    words: &dyn Fn(&str) -> String,
) -> Result<Chart<'t>, Vec<Problem>> {
    let mut problems = Vec::new();
    let kind = kind_of(info).map_err(|problem| problems.push(problem)).ok();
    let parts = parts(text, &mut problems);
    for (value, key, help) in [
        (
            parts.title,
            "title",
            "add a line like `title: Who answered`",
        ),
        (
            parts.description,
            "description",
            "add a line like `description: Bars of …; the longest is …`, for people who do not see the picture",
        ),
    ] {
        if value.is_none_or(str::is_empty) {
            problems.push(problem(None, format!("the chart has no `{key}`"), help));
        }
    }
    let table = rows_of(text, &parts.table, words, &mut problems);
    let values = match (kind, &table) {
        (Some(kind), Some(table)) => kind.values(table, &mut problems),
        _ => Vec::new(),
    };
    match (kind, table) {
        (Some(kind), Some(table)) if problems.is_empty() => Ok(Chart {
            kind,
            title: parts.title.unwrap_or_default(),
            description: parts.description.unwrap_or_default(),
            note: parts.note,
            table: table.place,
            head: table.head,
            rows: table.rows.into_iter().map(|row| row.cells).collect(),
            values,
        }),
        _ => Err(problems),
    }
}

fn kind_of(info: &str) -> Result<Kind, Problem> {
    let name = info
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .nth(1);
    let names = KINDS.map(|(name, _)| name);
    let known = format!("known: `{}`", names.join("`, `"));
    let Some(name) = name else {
        let message = "this chart says no type";
        let help = format!("write it behind `{LANGUAGE}`, like `{LANGUAGE} bars`; {known}");
        return Err(problem(None, message, &help));
    };
    let found = KINDS.iter().find(|(known, _)| *known == name);
    found.map(|(_, kind)| *kind).ok_or_else(|| {
        let help = match nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => known,
        };
        problem(None, format!("`{name}` is no type of chart"), &help)
    })
}

/// The parts of a block as they stand.
#[derive(Default)]
struct Parts<'t> {
    title: Option<&'t str>,
    description: Option<&'t str>,
    note: Option<Range<usize>>,
    /// Bytes of each line of the table.
    table: Vec<Range<usize>>,
}

fn parts<'t>(text: &'t str, problems: &mut Vec<Problem>) -> Parts<'t> {
    let mut parts = Parts::default();
    for (line, place) in lines(text) {
        if line.is_empty() {
            continue;
        }
        if line.contains('|') && (line.starts_with('|') || !parts.table.is_empty()) {
            parts.table.push(place);
            continue;
        }
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        let value_start = place.end - value.len();
        match key {
            "title" => parts.title = Some(value),
            "description" => parts.description = Some(value),
            "note" => parts.note = Some(value_start..place.end),
            _ => {
                let keys = ["title", "description", "note"];
                let help = match nearest(key, keys) {
                    Some(near) => format!("did you mean `{near}:`?"),
                    None => "before the table stand lines that start with `title:`, `description:` or `note:`, one line each".to_owned(),
                };
                let message = "this line belongs to no part of a chart";
                problems.push(problem(Some(place), message, &help));
            }
        }
    }
    parts
}

/// Lines without the space around them, each with its bytes.
fn lines(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let trimmed = line.trim();
        let at = start + (line.len() - line.trim_start().len()).min(line.len());
        start += line.len();
        (trimmed, at..at + trimmed.len())
    })
}

struct Table {
    place: Range<usize>,
    head: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    cells: Vec<String>,
    place: Range<usize>,
}

fn rows_of(
    text: &str,
    lines: &[Range<usize>],
    words: &dyn Fn(&str) -> String,
    problems: &mut Vec<Problem>,
) -> Option<Table> {
    let [head, rule, rows @ ..] = lines else {
        let help =
            "add a table: a line of heads, a line like `| --- | ---: |`, and a line for each row";
        problems.push(problem(None, "the chart has no table", help));
        return None;
    };
    let heads = cells(&text[head.clone()]);
    let is_rule = |cell: &&str| {
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
    };
    let rules = cells(&text[rule.clone()]);
    if !rules.iter().all(is_rule) || rules.len() != heads.len() {
        let message = format!("under the heads stands no line of {} rules", heads.len());
        let help = format!("write `|{}`", " --- |".repeat(heads.len()));
        problems.push(problem(Some(rule.clone()), message, &help));
        return None;
    }
    let before = problems.len();
    if rows.is_empty() || rows.len() > MOST_ROWS {
        let message = format!("the table has {} rows", rows.len());
        let help = format!("a picture shows 1 to {MOST_ROWS}");
        problems.push(problem(Some(rule.clone()), message, &help));
    }
    let mut table = Table {
        place: head.start..lines.last().map_or(head.end, |line| line.end),
        head: heads.iter().map(|cell| words(cell)).collect(),
        rows: Vec::new(),
    };
    for place in rows {
        let row = cells(&text[place.clone()]);
        if row.len() != heads.len() {
            let message = format!(
                "this row has {}, the heads are {}",
                counted(row.len()),
                heads.len()
            );
            let help = "give every row as many cells as there are heads; a `|` inside a cell is written `\\|`";
            problems.push(problem(Some(place.clone()), message, help));
            continue;
        }
        table.rows.push(Row {
            cells: row.iter().map(|cell| words(cell)).collect(),
            place: place.clone(),
        });
    }
    (problems.len() == before).then_some(table)
}

fn counted(cells: usize) -> String {
    match cells {
        1 => "1 cell".to_owned(),
        many => format!("{many} cells"),
    }
}

/// The cells of a line, as written.
fn cells(line: &str) -> Vec<&str> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = match line.strip_suffix('|') {
        Some(inner) if !inner.ends_with('\\') => inner,
        _ => line,
    };
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices('|') {
        if !line[..at].ends_with('\\') {
            cells.push(line[start..at].trim());
            start = at + 1;
        }
    }
    cells.push(line[start..].trim());
    cells
}

impl Kind {
    /// The numbers of a table, and what is wrong with it for this kind.
    fn values(self, table: &Table, problems: &mut Vec<Problem>) -> Vec<Vec<f64>> {
        let columns = table.head.len();
        let (fits, help) = match self {
            Kind::Bars => (
                columns >= 2,
                "a first column of names, then one or more of numbers",
            ),
            Kind::Share => (columns == 2, "a first column of names, then one of numbers"),
            Kind::Timeline => (columns >= 2, "a first column of dates, then what happened"),
            Kind::Cycle => (
                columns <= 2,
                "a column of steps, and one of short texts if you like",
            ),
        };
        if !fits {
            let message = format!("`{}` does not go with {}", self.name(), columns_of(columns));
            let help = format!("give the table {help}");
            problems.push(problem(Some(table.place.clone()), message, &help));
            return Vec::new();
        }
        if self == Kind::Cycle && !STEPS.contains(&table.rows.len()) {
            let message = format!("a cycle of {} steps can't be drawn", table.rows.len());
            let help = format!("give it {} to {}", STEPS.start, STEPS.end - 1);
            problems.push(problem(Some(table.place.clone()), message, &help));
        }
        let rows = table.rows.iter();
        let values: Vec<Vec<f64>> = rows.map(|row| self.row(row, problems)).collect();
        let is_empty = values.iter().flatten().all(|value| *value == 0.0);
        if problems.is_empty() && is_empty && matches!(self, Kind::Bars | Kind::Share) {
            let message = "every number in the table is 0";
            let help = "take the chart away, or write the numbers";
            problems.push(problem(Some(table.place.clone()), message, help));
        }
        values
    }

    fn row(self, row: &Row, problems: &mut Vec<Problem>) -> Vec<f64> {
        match self {
            Kind::Cycle => Vec::new(),
            Kind::Timeline => match months(&row.cells[0]) {
                Some(time) => vec![time],
                None => {
                    let message = format!("`{}` is no date", row.cells[0]);
                    let help =
                        "write `2014`, `2014-05`, `2015-07-03`, or `2018-2020` for a time between";
                    problems.push(problem(Some(row.place.clone()), message, help));
                    Vec::new()
                }
            },
            Kind::Bars | Kind::Share => {
                let numbers = row.cells[1..].iter().filter_map(|cell| {
                    amount(cell)
                        .map_err(|message| {
                            let help = "write one number from 0 on, like `12`, `3.5` or `40 %`";
                            problems.push(problem(Some(row.place.clone()), message, help));
                        })
                        .ok()
                });
                numbers.collect()
            }
        }
    }
}

fn columns_of(columns: usize) -> String {
    match columns {
        1 => "one column".to_owned(),
        many => format!("{many} columns"),
    }
}

/// The number in a cell.
fn amount(cell: &str) -> Result<f64, String> {
    let readings = number::readings(cell);
    let number = readings
        .first()
        .and_then(|number| number.parse::<f64>().ok());
    match number {
        Some(number) if number < 0.0 => Err(format!("`{cell}` is below zero")),
        Some(number) => Ok(number),
        None => Err(format!("`{cell}` is no number")),
    }
}

/// The months from year 0 to the start of a date.
fn months(date: &str) -> Option<f64> {
    let date = date.trim();
    // A time between two years.
    if let Some((from, to)) = date
        .split_once(['-', '–'])
        .filter(|(_, to)| to.trim().len() == 4)
    {
        let (from, to) = (year(from)?, year(to)?);
        return (from <= to).then_some(from * 12.0);
    }
    let mut parts = date.splitn(3, '-');
    let year = year(parts.next()?)?;
    let within = |part: Option<&str>, most: u32| match part {
        None => Some(1.0),
        Some(part) => {
            let number: u32 = part.parse().ok()?;
            ((1..=most).contains(&number) && part.len() == 2).then_some(f64::from(number))
        }
    };
    let month = within(parts.next(), 12)?;
    let day = within(parts.next(), 31)?;
    Some(year * 12.0 + (month - 1.0) + (day - 1.0) / 31.0)
}

fn year(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    is_year.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_plain<'t>(info: &str, text: &'t str) -> Result<Chart<'t>, Vec<Problem>> {
        read(info, text, &|cell| cell.to_owned())
    }

    const BARS: &str = "title: T\ndescription: D\nnote: N [@a]\n\n| A | B |\n| --- | ---: |\n| x \\| y | 3,5 |\n| z | 40 % |\n";

    #[test]
    fn a_block_is_read_with_places() {
        let chart = read_plain("chart bars", BARS).unwrap();
        assert_eq!((chart.title, chart.description), ("T", "D"));
        assert_eq!(&BARS[chart.note.unwrap()], "N [@a]");
        assert!(BARS[chart.table].starts_with("| A"));
        assert_eq!(chart.rows[0], ["x \\| y", "3,5"]);
        assert_eq!(chart.values, [[3.5], [40.0]]);
    }

    #[test]
    fn what_is_wrong_is_said_where_it_stands() {
        let messages = |info: &str, text: &str| -> Vec<String> {
            let problems = read_plain(info, text).unwrap_err();
            problems
                .into_iter()
                .map(|problem| problem.message)
                .collect()
        };
        assert_eq!(messages("chart bras", BARS), ["`bras` is no type of chart"]);
        assert_eq!(messages("chart", BARS), ["this chart says no type"]);
        assert_eq!(
            messages("chart bars", ""),
            [
                "the chart has no `title`",
                "the chart has no `description`",
                "the chart has no table"
            ]
        );
        let ragged = BARS.replace("| z | 40 % |", "| z |");
        assert_eq!(
            messages("chart bars", &ragged),
            ["this row has 1 cell, the heads are 2"]
        );
        let words = BARS.replace("40 %", "many");
        assert_eq!(messages("chart share", &words), ["`many` is no number"]);
        assert_eq!(
            messages("chart share", &BARS.replace("40", "-4")),
            ["`-4 %` is below zero"]
        );
        assert_eq!(messages("chart timeline", BARS).len(), 2);
        let key = BARS.replace("note:", "notes:");
        let problems = read_plain("chart bars", &key).unwrap_err();
        assert_eq!(problems[0].help, "did you mean `note:`?");
        assert_eq!(problems[0].place, Some(24..37));
    }

    #[test]
    fn dates_are_days_months_years_and_times_between() {
        let months = |text: &str| super::months(text).map(|months| months.round());
        assert_eq!(months("2014"), Some(24168.0));
        assert_eq!(months("2014-05"), Some(24172.0));
        assert_eq!(months("2014-05-30"), Some(24173.0));
        assert_eq!(months("2018-2020"), Some(24216.0));
        assert_eq!(months("2018–2020"), Some(24216.0));
        for text in ["", "2014-13", "2014-00-01", "May 2014", "2020-2018", "14"] {
            assert_eq!(months(text), None, "{text}");
        }
    }
}
