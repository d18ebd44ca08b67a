//! What comes back from translators, whatever the format: parts of pages, put where they belong.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Change, Part, Refusal, Sheet, Target, Unit, fill};

/// A file from translators, read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// The language that it is in.
    pub locale: String,
    /// Its pages.
    pub pages: Vec<DeliveredPage>,
}

/// A page in such a file.
#[derive(Debug, PartialEq, Eq)]
pub struct DeliveredPage {
    /// The file of the original.
    pub original: String,
    /// The line.
    pub line: usize,
    /// Its parts.
    pub units: Vec<DeliveredUnit>,
}

/// A part of a page in such a file.
#[derive(Debug, PartialEq, Eq)]
pub struct DeliveredUnit {
    /// How the file says which part it is.
    pub key: Key,
    /// The translation; `None` where it is empty.
    pub parts: Option<Vec<Part>>,
    /// The line.
    pub line: usize,
}

/// How a file says which part of a page it means.
#[derive(Debug, PartialEq, Eq)]
pub enum Key {
    /// By its id.
    Id(String),
    /// By the original, written as [`Unit::marked_source`] writes it.
    Source(String),
}

/// What an import does.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files to write, with their texts and how many parts are new.
    pub files: BTreeMap<String, (String, usize)>,
    /// Pages without a translation of which parts are still open: the original, and how many.
    pub open: Vec<(String, usize)>,
    /// Pages in which nothing is new.
    pub same: usize,
    /// Why nothing is written.
    pub refusals: Vec<Refusal>,
}

impl Unit {
    /// Its original as a line with signs.
    pub fn marked_source(&self) -> String {
        marked(&self.source)
    }
}

/// Parts as a line: `{1}` stands for what is no words, `{1}…{/1}` goes around some.
pub fn marked(parts: &[Part]) -> String {
    let parts = parts.iter().map(|part| match part {
        Part::Text(text) => text.replace('{', "{{"),
        Part::Open(number) | Part::Code(number) => format!("{{{number}}}"),
        Part::Close(number) => format!("{{/{number}}}"),
    });
    parts.collect()
}

/// Such a line as parts; `is_pair` tells which numbers go around words.
pub fn unmarked(line: &str, is_pair: impl Fn(usize) -> bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        if let Some(more) = behind.strip_prefix('{') {
            text.push('{');
            rest = more;
            continue;
        }
        let sign = behind.split_once('}').and_then(|(inner, more)| {
            let (closes, number) = match inner.trim().strip_prefix('/') {
                Some(number) => (true, number),
                None => (false, inner.trim()),
            };
            Some((closes, number.trim().parse::<usize>().ok()?, more))
        });
        let Some((closes, number, more)) = sign else {
            text.push('{');
            rest = behind;
            continue;
        };
        if !text.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut text)));
        }
        parts.push(match closes {
            true => Part::Close(number),
            false if is_pair(number) => Part::Open(number),
            false => Part::Code(number),
        });
        rest = more;
    }
    text.push_str(rest);
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    parts
}

/// Puts what was delivered into pages; `sheets` are those of its language by their originals.
pub fn apply(delivery: &Delivery, sheets: &BTreeMap<String, Sheet>) -> Outcome {
    let mut outcome = Outcome::default();
    for page in &delivery.pages {
        let Some(sheet) = sheets.get(&page.original) else {
            outcome.refusals.push(Refusal {
                line: page.line,
                message: format!(
                    "`{}` is no page of this book with an original",
                    page.original
                ),
                help: "export again; the page was renamed or taken out since".to_owned(),
            });
            continue;
        };
        let targets = targets(sheet, page, &mut outcome.refusals);
        match fill(sheet, &targets) {
            Ok(Change::Same) => outcome.same += 1,
            Ok(Change::New(text, parts)) => {
                outcome.files.insert(sheet.file.clone(), (text, parts));
            }
            Ok(Change::Open(parts)) => outcome.open.push((page.original.clone(), parts)),
            Err(refusals) => outcome.refusals.extend(refusals),
        }
    }
    outcome.refusals.sort_by_key(|refusal| refusal.line);
    if !outcome.refusals.is_empty() {
        outcome.files.clear();
    }
    outcome
}

/// The units that a page's parts are for.
fn targets(sheet: &Sheet, page: &DeliveredPage, refusals: &mut Vec<Refusal>) -> Vec<Target> {
    let mut taken = BTreeSet::new();
    let mut targets = Vec::new();
    let sources: Vec<String> = sheet
        .units
        .iter()
        .map(|unit| spaced(&unit.marked_source()))
        .collect();
    for delivered in &page.units {
        let unit = match &delivered.key {
            Key::Id(id) => sheet.unit(id),
            Key::Source(source) => {
                let source = spaced(source);
                let is_it = |at: &usize| sources[*at] == source && !taken.contains(at);
                (0..sources.len()).find(is_it)
            }
        };
        match unit {
            Some(unit) if taken.insert(unit) => targets.push(Target {
                unit,
                parts: delivered.parts.clone().map(|parts| paired(&sheet.units[unit], parts)),
                line: delivered.line,
            }),
            Some(_) => refusals.push(Refusal {
                line: delivered.line,
                message: "this part stands in the file twice".to_owned(),
                help: "take one of them out".to_owned(),
            }),
            None if delivered.parts.is_none() => {}
            None => refusals.push(Refusal {
                line: delivered.line,
                message: format!(
                    "`{}` has no such part: the original changed since the export, or was changed in this file",
                    page.original
                ),
                help: "export again, and take the translation over; the original in a file must stay as it is".to_owned(),
            }),
        }
    }
    targets
}

/// Numbers as the unit has them: what goes around words opens, what stands alone does not.
fn paired(unit: &Unit, parts: Vec<Part>) -> Vec<Part> {
    let is_pair = |number: &usize| {
        let code = unit.own.get(number).or_else(|| unit.codes.get(number));
        code.is_some_and(|code| code.close.is_some())
    };
    let parts = parts.into_iter().map(|part| match part {
        Part::Code(number) if is_pair(&number) => Part::Open(number),
        part => part,
    });
    parts.collect()
}

/// A line with one space wherever there are several.
fn spaced(line: &str) -> String {
    line.split([' ', '\n', '\t', '\r'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_line_reads_back() {
        let parts = vec![
            Part::Text("a {b} {1} ".into()),
            Part::Open(1),
            Part::Text("c".into()),
            Part::Close(1),
            Part::Code(2),
        ];
        let line = marked(&parts);
        assert_eq!(line, "a {{b} {{1} {1}c{/1}{2}");
        assert_eq!(unmarked(&line, |number| number == 1), parts);
        assert_eq!(
            unmarked("{ x } { 2 }", |_| false),
            [Part::Text("{ x } ".into()), Part::Code(2)]
        );
    }
}
