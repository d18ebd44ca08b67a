//! CSV: a table for spreadsheets, one row for each answer.

use super::markdown::percent;
use super::{Answer, Body, Item, Pool, Problem};

/// Heads of the columns.
const HEADS: [&str; 11] = [
    "quiz",
    "id",
    "type",
    "question",
    "text",
    "answer",
    "belongs to",
    "marks",
    "feedback",
    "explanation",
    "objectives",
];

/// A row: what an answer's columns hold.
type Cells = (String, String, String, String);

/// Writes the table.
pub(super) fn write(pools: &[Pool]) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut write = |row: [&str; 11]| {
        table
            .write_record(row)
            .expect("writing to memory can't fail");
    };
    write(HEADS);
    for pool in pools {
        for item in &pool.items {
            let (kind, rows) = rows(&item.body);
            let objectives = item.objectives.join(" ");
            for (number, (answer, partner, marks, feedback)) in rows.iter().enumerate() {
                // What belongs to the question as a whole stands in its first row.
                let once = |text: &'_ str| {
                    if number == 0 {
                        text.to_owned()
                    } else {
                        String::new()
                    }
                };
                write([
                    &pool.name,
                    item.id.as_deref().unwrap_or_default(),
                    kind,
                    &item.prompt,
                    &once(&item.matter),
                    answer,
                    partner,
                    marks,
                    feedback,
                    &once(&item.explanation),
                    &once(&objectives),
                ]);
            }
        }
    }
    let bytes = table.into_inner().expect("writing to memory can't fail");
    String::from_utf8(bytes).expect("all cells are text")
}

fn rows(body: &Body) -> (&'static str, Vec<Cells>) {
    let answers = |answers: &[Answer]| {
        let row = |answer: &Answer| {
            let marks = match (answer.weight, answer.is_right) {
                (Some(weight), _) => percent(weight),
                (None, true) => "100".to_owned(),
                (None, false) => "0".to_owned(),
            };
            (
                answer.text.clone(),
                String::new(),
                marks,
                answer.feedback.clone(),
            )
        };
        answers.iter().map(row).collect()
    };
    let pair = |left: &str, right: &str| {
        (
            left.to_owned(),
            right.to_owned(),
            String::new(),
            String::new(),
        )
    };
    match body {
        Body::Choice {
            is_multiple: false,
            answers: own,
        } => ("one", answers(own)),
        Body::Choice { answers: own, .. } => ("all", answers(own)),
        Body::Typed {
            is_number: false,
            answers: own,
        } => ("text", answers(own)),
        Body::Typed { answers: own, .. } => ("number", answers(own)),
        Body::Match(pairs) => (
            "match",
            pairs
                .iter()
                .map(|(left, right)| pair(left, right))
                .collect(),
        ),
        Body::Grid { columns, rows } => (
            "classify",
            rows.iter()
                .map(|(row, column)| pair(row, columns.get(*column).map_or("", String::as_str)))
                .collect(),
        ),
        Body::Order(steps) => ("order", steps.iter().map(|step| pair(step, "")).collect()),
        Body::Open => ("open", vec![pair("", "")]),
    }
}

/// Reads the table: rows of one id, or of one question, belong together.
pub(super) fn read(text: &str) -> (Pool, Vec<Problem>) {
    let mut pool = Pool::default();
    let mut problems = Vec::new();
    let delimiter = if text.lines().next().unwrap_or_default().contains(';') {
        b';'
    } else {
        b','
    };
    let mut table = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let heads = table.headers().cloned().unwrap_or_default();
    let column = |name: &str| {
        heads
            .iter()
            .position(|head| head.trim().eq_ignore_ascii_case(name))
    };
    let places: Vec<Option<usize>> = HEADS.iter().map(|name| column(name)).collect();
    for needed in ["type", "question", "answer"] {
        if column(needed).is_none() {
            problems.push(Problem {
                line: 1,
                message: format!(
                    "the table has no column `{needed}`; its first row names the columns: {}",
                    HEADS.join(", ")
                ),
            });
            return (pool, problems);
        }
    }
    let mut groups: Vec<(usize, Vec<[String; 11]>)> = Vec::new();
    for record in table.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, |place| place.line() as usize);
                problems.push(Problem {
                    line,
                    message: error.to_string(),
                });
                continue;
            }
        };
        let line = record.position().map_or(1, |place| place.line() as usize);
        let cell = |at: usize| {
            places[at]
                .and_then(|at| record.get(at))
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        let row: [String; 11] = std::array::from_fn(cell);
        let is_same = groups.last().is_some_and(|(_, rows)| {
            let first = &rows[0];
            match row[1].is_empty() {
                true => first[3] == row[3],
                false => first[1] == row[1],
            }
        });
        match groups.last_mut() {
            Some((_, rows)) if is_same => rows.push(row),
            _ => groups.push((line, vec![row])),
        }
    }
    for (line, rows) in groups {
        match item(&rows) {
            Ok(item) => {
                pool.name.clone_from(&rows[0][0]);
                pool.items.push(item);
            }
            Err(message) => problems.push(Problem { line, message }),
        }
    }
    (pool, problems)
}

fn item(rows: &[[String; 11]]) -> Result<Item, String> {
    let first = &rows[0];
    let [_, id, kind, question, text, .., explanation, objectives] = first;
    if question.is_empty() {
        return Err("this row has no question".into());
    }
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    Ok(Item {
        id: some(id),
        objectives: objectives.split_whitespace().map(str::to_owned).collect(),
        prompt: question.clone(),
        matter: text.clone(),
        explanation: explanation.clone(),
        body: body(&kind.to_lowercase(), rows)?,
        ..Item::default()
    })
}

fn body(kind: &str, rows: &[[String; 11]]) -> Result<Body, String> {
    let answers = || rows.iter().map(answer).collect::<Result<Vec<_>, _>>();
    let pairs = || rows.iter().map(|row| (row[5].clone(), row[6].clone()));
    Ok(match kind {
        "one" => {
            let mut answers = answers()?;
            // Part marks make no second right answer.
            for answer in &mut answers {
                answer.is_right = answer.is_right && answer.weight.is_none();
            }
            Body::Choice {
                is_multiple: false,
                answers,
            }
        }
        "all" => Body::Choice {
            is_multiple: true,
            answers: answers()?,
        },
        "text" => Body::Typed {
            is_number: false,
            answers: answers()?,
        },
        "number" => Body::Typed {
            is_number: true,
            answers: answers()?,
        },
        "match" => Body::Match(pairs().collect()),
        "classify" => {
            let mut columns: Vec<String> = Vec::new();
            let mut table = Vec::new();
            for (row, column) in pairs() {
                let at = columns
                    .iter()
                    .position(|known| *known == column)
                    .unwrap_or_else(|| {
                        columns.push(column);
                        columns.len() - 1
                    });
                table.push((row, at));
            }
            Body::Grid {
                columns,
                rows: table,
            }
        }
        "order" => Body::Order(rows.iter().map(|row| row[5].clone()).collect()),
        "open" => Body::Open,
        other => {
            return Err(format!(
                "`{other}` is no type of question: write one of one, all, text, number, match, classify, order, open"
            ));
        }
    })
}

fn answer(row: &[String; 11]) -> Result<Answer, String> {
    let marks = row[7].trim_end_matches('%').trim().replace(',', ".");
    let percent: f64 = match marks.as_str() {
        "" => 0.0,
        marks => marks
            .parse()
            .map_err(|_| format!("`{}` is no mark: write percent, like 100 or 0", row[7]))?,
    };
    let weight = (percent * 10.0).round() as i32;
    Ok(Answer {
        text: row[5].clone(),
        is_right: weight > 0,
        weight: (![0, 1000].contains(&weight)).then_some(weight),
        feedback: row[8].clone(),
        area: None,
    })
}
