//! GIFT, the text format of Moodle's question banks.
//!
//! What GIFT has no form for stands in comments that start with `// keyward-`, which Moodle skips.

use super::markdown::percent;
use super::{Answer, Body, Item, Pool, Problem};
use crate::content::quiz::Decimal;

/// Writes questions as GIFT.
pub(super) fn write(pools: &[Pool]) -> String {
    let mut out = String::new();
    for pool in pools {
        out.push_str(&format!("$CATEGORY: $course$/{}\n\n", pool.name));
        for item in &pool.items {
            out.push_str(&question(item));
            out.push('\n');
        }
    }
    out
}

fn question(item: &Item) -> String {
    let mut out = String::new();
    let mut tags: Vec<String> = Vec::new();
    tags.extend(item.id.as_ref().map(|id| format!("[id:{id}]")));
    tags.extend(item.objectives.iter().map(|id| format!("[tag:obj-{id}]")));
    tags.extend(item.points.map(|points| format!("[tag:points-{points}]")));
    let form = match &item.body {
        Body::Order(_) => Some("order"),
        Body::Grid { .. } => Some("grid"),
        Body::Choice { answers, .. } if answers.iter().any(|answer| answer.area.is_some()) => {
            Some("hotspot")
        }
        _ => None,
    };
    tags.extend(form.map(|form| format!("[tag:keyward-{form}]")));
    if !tags.is_empty() {
        out.push_str(&format!("// {}\n", tags.join(" ")));
    }
    for hint in &item.hints {
        out.push_str(&format!("// keyward-hint: {}\n", hint.replace('\n', "\\n")));
    }
    if let Body::Grid { columns, .. } = &item.body {
        out.push_str(&format!("// keyward-columns: {}\n", columns.join(" | ")));
    }
    if let (Some("hotspot"), Body::Choice { answers, .. }) = (form, &item.body) {
        let areas = answers.iter().map(|answer| match answer.area {
            Some([left, top, width, height]) => format!("{left},{top} {width}x{height}"),
            None => "-".to_owned(),
        });
        out.push_str(&format!(
            "// keyward-areas: {}\n",
            areas.collect::<Vec<_>>().join(" | ")
        ));
    }
    if let Some(id) = &item.id {
        out.push_str(&format!("::{}::", escaped(id)));
    }
    let matter = match item.matter.as_str() {
        "" => String::new(),
        matter => format!("\n\n{matter}"),
    };
    let text = escaped(&format!("**{}**{matter}", item.prompt));
    out.push_str(&format!("[markdown]{text} {{"));
    out.push_str(&answers(&item.body));
    if !item.explanation.is_empty() {
        out.push_str(&format!("\n\t####{}\n", escaped(&item.explanation)));
    } else if out.contains("\n\t") && out.ends_with(|c| c != '\n') {
        out.push('\n');
    }
    out.push_str("}\n");
    out
}

fn answers(body: &Body) -> String {
    match body {
        Body::Choice {
            is_multiple,
            answers,
        } => match statement(*is_multiple, answers) {
            Some(statement) => statement,
            None => choices(*is_multiple, answers),
        },
        Body::Typed {
            is_number: false,
            answers,
        } => answers
            .iter()
            .map(|answer| {
                format!(
                    "\n\t=%{}%{}{}",
                    mark(answer),
                    escaped(&answer.text),
                    said(answer)
                )
            })
            .collect(),
        Body::Typed { answers, .. } => {
            let lines = answers.iter().map(|answer| {
                format!(
                    "\n\t=%{}%{}{}",
                    mark(answer),
                    range(&answer.text),
                    said(answer)
                )
            });
            format!("#{}", lines.collect::<String>())
        }
        Body::Match(pairs) => pairs
            .iter()
            .map(|(left, right)| format!("\n\t={} -> {}", escaped(left), escaped(right)))
            .collect(),
        Body::Grid { columns, rows } => rows
            .iter()
            .map(|(row, column)| {
                let column = columns.get(*column).map_or("", String::as_str);
                format!("\n\t={} -> {}", escaped(row), escaped(column))
            })
            .collect(),
        Body::Order(steps) => steps
            .iter()
            .enumerate()
            .map(|(at, step)| format!("\n\t={} -> {}", at + 1, escaped(step)))
            .collect(),
        Body::Open => String::new(),
    }
}

/// `TRUE` or `FALSE` with what is said for the wrong and for the right choice.
fn statement(is_multiple: bool, answers: &[Answer]) -> Option<String> {
    let [yes, no] = answers else { return None };
    let is_plain =
        !is_multiple && yes.weight.is_none() && no.weight.is_none() && yes.is_right != no.is_right;
    if !is_plain || yes.text != "True" || no.text != "False" {
        return None;
    }
    let (word, right, wrong) = if yes.is_right {
        ("TRUE", yes, no)
    } else {
        ("FALSE", no, yes)
    };
    let mut out = format!("{word}#{}", escaped(&wrong.feedback));
    if !right.feedback.is_empty() {
        out.push_str(&format!("#{}", escaped(&right.feedback)));
    }
    Some(out)
}

fn choices(is_multiple: bool, answers: &[Answer]) -> String {
    let right = answers
        .iter()
        .filter(|answer| answer.is_right)
        .count()
        .max(1);
    let line = |answer: &Answer| {
        let mark = match (answer.weight, answer.is_right, is_multiple) {
            (Some(weight), ..) => format!("~%{}%", percent(weight)),
            (None, true, false) => "=".to_owned(),
            (None, false, false) => "~".to_owned(),
            // Moodle takes shares of the whole with five decimals.
            (None, true, true) => format!("~%{}%", share(right)),
            (None, false, true) => "~%-100%".to_owned(),
        };
        format!("\n\t{mark}{}{}", escaped(&answer.text), said(answer))
    };
    answers.iter().map(line).collect()
}

fn share(parts: usize) -> String {
    let share = format!("{:.5}", 100.0 / parts as f64);
    share.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn mark(answer: &Answer) -> String {
    match (answer.weight, answer.is_right) {
        (Some(weight), _) => percent(weight),
        (None, true) => "100".to_owned(),
        (None, false) => "0".to_owned(),
    }
}

/// What is said about an answer, always with its mark, so that the next `=` is none of its words.
fn said(answer: &Answer) -> String {
    format!("#{}", escaped(&answer.feedback))
}

/// `6 ± 1` as `6:1`; `5 .. 7` as `5..7`.
fn range(text: &str) -> String {
    let compact = |text: &str| text.replace(' ', "").replace(',', ".");
    match text.split_once('±') {
        Some((middle, off)) => format!("{}:{}", compact(middle), compact(off)),
        None if text.contains("..") => compact(text),
        None => format!("{}:0", compact(text)),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '~' | '=' | '#' | '{' | '}' | ':' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// What stands in comments before a question.
#[derive(Default)]
struct Notes {
    id: Option<String>,
    objectives: Vec<String>,
    points: Option<u32>,
    hints: Vec<String>,
    columns: Vec<String>,
    areas: Vec<Option<[u32; 4]>>,
    form: Option<String>,
}

/// Reads GIFT.
pub(super) fn read(text: &str) -> (Pool, Vec<Problem>) {
    let mut pool = Pool::default();
    let mut problems = Vec::new();
    let mut notes = Notes::default();
    let mut pending = String::new();
    let mut start = 0;
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().copied().chain([""]).enumerate() {
        let bare = line.trim();
        let is_open = depth(&pending) > 0;
        if let (Some(comment), false) = (bare.strip_prefix("//"), is_open) {
            notes.read(comment.trim());
        } else if let (Some(category), false) = (bare.strip_prefix("$CATEGORY:"), is_open) {
            let name = category.trim().rsplit('/').next().unwrap_or_default();
            name.clone_into(&mut pool.name);
        } else if bare.is_empty() && !is_open {
            if !pending.trim().is_empty() {
                match one(pending.trim(), std::mem::take(&mut notes)) {
                    Ok(item) => pool.items.push(item),
                    Err(message) => problems.push(Problem {
                        line: start,
                        message,
                    }),
                }
                pending.clear();
            }
        } else {
            if pending.is_empty() {
                start = number + 1;
            }
            pending.push_str(line);
            pending.push('\n');
        }
    }
    if !pending.trim().is_empty() {
        problems.push(Problem {
            line: start,
            message: "this question's `{` has no `}`".into(),
        });
    }
    (pool, problems)
}

impl Notes {
    fn read(&mut self, comment: &str) {
        if let Some(hint) = comment.strip_prefix("keyward-hint:") {
            self.hints.push(hint.trim().replace("\\n", "\n"));
        } else if let Some(columns) = comment.strip_prefix("keyward-columns:") {
            self.columns = columns
                .split(" | ")
                .map(|column| column.trim().to_owned())
                .collect();
        } else if let Some(areas) = comment.strip_prefix("keyward-areas:") {
            self.areas = areas.split(" | ").map(area).collect();
        } else {
            for tag in comment
                .split('[')
                .filter_map(|part| part.split_once(']'))
                .map(|(tag, _)| tag)
            {
                if let Some(id) = tag.strip_prefix("id:") {
                    self.id = Some(id.to_owned());
                } else if let Some(objective) = tag.strip_prefix("tag:obj-") {
                    self.objectives.push(objective.to_owned());
                } else if let Some(points) = tag.strip_prefix("tag:points-") {
                    self.points = points.parse().ok();
                } else if let Some(form) = tag.strip_prefix("tag:keyward-") {
                    self.form = Some(form.to_owned());
                }
            }
        }
    }
}

fn area(text: &str) -> Option<[u32; 4]> {
    let (corner, size) = text.trim().split_once(' ')?;
    let (left, top) = corner.split_once(',')?;
    let (width, height) = size.split_once('x')?;
    Some([
        left.parse().ok()?,
        top.parse().ok()?,
        width.parse().ok()?,
        height.parse().ok()?,
    ])
}

/// How many `{` are open.
fn depth(text: &str) -> i32 {
    marks(text)
        .map(|(_, mark)| match mark {
            '{' => 1,
            '}' => -1,
            _ => 0,
        })
        .sum()
}

/// Characters that are not escaped, with their places.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut is_escaped = false;
    text.char_indices().filter(move |(_, c)| {
        let was_escaped = std::mem::replace(&mut is_escaped, false);
        is_escaped = *c == '\\' && !was_escaped;
        !was_escaped && *c != '\\'
    })
}

fn find(text: &str, wanted: char) -> Option<usize> {
    marks(text).find(|(_, c)| *c == wanted).map(|(at, _)| at)
}

fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.trim().chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some(c) => out.push(c),
                None => {}
            },
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

fn one(text: &str, notes: Notes) -> Result<Item, String> {
    let (title, rest) = match text
        .strip_prefix("::")
        .and_then(|rest| rest.split_once("::"))
    {
        Some((title, rest)) => (Some(plain(title)), rest.trim_start()),
        None => (None, text),
    };
    let rest = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((format, rest)) if ["markdown", "plain", "moodle", "html"].contains(&format) => rest,
        _ => rest,
    };
    let open = find(rest, '{').ok_or("this question has no answers in `{ }`")?;
    let close = open + find(&rest[open..], '}').ok_or("this question's `{` has no `}`")?;
    let mut words = plain(&rest[..open]);
    let behind = plain(&rest[close + 1..]);
    if !behind.is_empty() {
        words = format!("{words} _____ {behind}");
    }
    let (prompt, matter) = split_words(&words);
    if prompt.is_empty() {
        return Err("this question has no words before its answers".into());
    }
    let inner = &rest[open + 1..close];
    let (inner, explanation) = match split_at_mark(inner, "####") {
        Some((inner, explanation)) => (inner, plain(explanation)),
        None => (inner, String::new()),
    };
    let body = body(inner.trim(), &notes)?;
    Ok(Item {
        id: notes.id.or_else(|| title.filter(|title| is_name(title))),
        objectives: notes.objectives,
        points: notes.points,
        hints: notes.hints,
        prompt,
        matter,
        explanation,
        body,
    })
}

fn split_at_mark<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let at = marks(text)
        .map(|(at, _)| at)
        .find(|at| text[*at..].starts_with(mark))?;
    Some((&text[..at], &text[at + mark.len()..]))
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
}

/// A first bold paragraph or first line is the question, the rest stands below it.
fn split_words(words: &str) -> (String, String) {
    let (first, rest) = words.split_once('\n').unwrap_or((words, ""));
    let first = first.trim();
    let bold = first
        .strip_prefix("**")
        .and_then(|first| first.strip_suffix("**"));
    let prompt = bold.filter(|bold| !bold.contains("**")).unwrap_or(first);
    (prompt.to_owned(), rest.trim().to_owned())
}

fn body(inner: &str, notes: &Notes) -> Result<Body, String> {
    if inner.is_empty() {
        return Ok(Body::Open);
    }
    if let Some(numbers) = inner.strip_prefix('#') {
        return typed(numbers, true);
    }
    let word = inner
        .split('#')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_uppercase();
    if ["TRUE", "T", "FALSE", "F"].contains(&word.as_str()) {
        return Ok(true_or_false(inner, word.starts_with('T')));
    }
    let parts = parts(inner);
    if parts.is_empty() {
        return Err("these answers start neither with `=` nor with `~`".into());
    }
    let is_pair = |(mark, text): &(char, &str)| *mark == '=' && split_at_mark(text, "->").is_some();
    if parts.iter().all(is_pair) {
        return pairs(&parts, notes);
    }
    if parts.iter().all(|(mark, _)| *mark == '=') {
        return typed(inner, false);
    }
    let mut answers: Vec<Answer> = parts
        .iter()
        .map(|(mark, text)| answer(*mark, text))
        .collect();
    let is_multiple = parts.iter().all(|(mark, _)| *mark == '~');
    if is_multiple {
        even_shares(&mut answers);
    }
    for (answer, area) in answers.iter_mut().zip(&notes.areas) {
        answer.area = *area;
    }
    Ok(Body::Choice {
        is_multiple,
        answers,
    })
}

/// Shares that Moodle asks for and Keyward counts by itself.
fn even_shares(answers: &mut [Answer]) {
    for answer in answers.iter_mut() {
        answer.is_right = answer.weight.is_some_and(|weight| weight > 0);
    }
    let right = answers
        .iter()
        .filter(|answer| answer.is_right)
        .count()
        .max(1) as i32;
    let is_even = answers.iter().all(|answer| match answer.weight {
        Some(weight) if weight > 0 => (weight - 1000 / right).abs() <= 1,
        Some(weight) => weight == -1000,
        None => true,
    });
    if is_even {
        answers.iter_mut().for_each(|answer| answer.weight = None);
    }
}

/// The answers with their marks.
fn parts(inner: &str) -> Vec<(char, &str)> {
    let starts: Vec<(usize, char)> = marks(inner)
        .filter(|(_, c)| ['=', '~'].contains(c))
        .collect();
    let ends = starts
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([inner.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|((at, mark), end)| (*mark, &inner[at + 1..end]))
        .collect()
}

fn answer(mark: char, text: &str) -> Answer {
    let text = text.trim();
    let (weight, text) = match text.strip_prefix('%').and_then(|rest| rest.split_once('%')) {
        Some((weight, rest)) => (weight.trim().parse::<f64>().ok(), rest),
        None => (None, text),
    };
    let (words, feedback) = match find(text, '#') {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let weight = weight.map(|weight| (weight * 10.0).round() as i32);
    Answer {
        text: plain(words),
        is_right: mark == '=' && weight != Some(0),
        weight: weight.filter(|weight| mark == '~' || ![0, 1000].contains(weight)),
        feedback: plain(feedback),
        area: None,
    }
}

fn typed(inner: &str, is_number: bool) -> Result<Body, String> {
    let mut answers: Vec<Answer> = match parts(inner).as_slice() {
        // A single number may stand without a mark.
        [] => vec![answer('=', inner)],
        parts => parts
            .iter()
            .map(|(mark, text)| answer(*mark, text))
            .collect(),
    };
    for answer in answers.iter_mut().filter(|_| is_number) {
        answer.text =
            number(&answer.text).ok_or_else(|| format!("`{}` is no number", answer.text))?;
    }
    Ok(Body::Typed { is_number, answers })
}

/// `6:1` as `6 ± 1`, `5..7` as `5 .. 7`.
fn number(text: &str) -> Option<String> {
    if let Some((low, high)) = text.split_once("..") {
        return Some(format!(
            "{} .. {}",
            Decimal::parse(low)?,
            Decimal::parse(high)?
        ));
    }
    let (middle, off) = text.split_once(':').unwrap_or((text, "0"));
    let (middle, off) = (Decimal::parse(middle)?, Decimal::parse(off)?);
    Some(match off.to_string().as_str() {
        "0" => middle.to_string(),
        off => format!("{middle} ± {off}"),
    })
}

fn true_or_false(inner: &str, is_true: bool) -> Body {
    let mut said = inner.splitn(3, '#').skip(1).map(plain);
    let (wrong, right) = (
        said.next().unwrap_or_default(),
        said.next().unwrap_or_default(),
    );
    let answer = |text: &str, is_right: bool| Answer {
        text: text.to_owned(),
        is_right,
        feedback: if is_right {
            right.clone()
        } else {
            wrong.clone()
        },
        ..Answer::default()
    };
    Body::Choice {
        is_multiple: false,
        answers: vec![answer("True", is_true), answer("False", !is_true)],
    }
}

fn pairs(parts: &[(char, &str)], notes: &Notes) -> Result<Body, String> {
    let pairs: Vec<(String, String)> = parts
        .iter()
        .filter_map(|(_, text)| split_at_mark(text, "->"))
        .map(|(left, right)| (plain(left), plain(right)))
        .collect();
    match notes.form.as_deref() {
        Some("order") => Ok(Body::Order(
            pairs.into_iter().map(|(_, step)| step).collect(),
        )),
        Some("grid") => {
            let column = |name: &String| notes.columns.iter().position(|column| column == name);
            let rows: Option<Vec<_>> = pairs
                .iter()
                .map(|(row, name)| Some((row.clone(), column(name)?)))
                .collect();
            let rows = rows.ok_or("a row names a column that `keyward-columns` does not have")?;
            Ok(Body::Grid {
                columns: notes.columns.clone(),
                rows,
            })
        }
        _ => Ok(Body::Match(pairs)),
    }
}
