//! Questions in the formats of other programs: GIFT, Aiken and CSV.
//!
//! In between stand [`Item`]s: questions as text, in Markdown. What a format can't hold stays
//! behind; what GIFT holds comes back as it was.

mod aiken;
mod csv;
mod gift;
mod markdown;

use crate::content::Document;
use crate::content::markdown::Piece;
use crate::content::quiz::{Choice, Question, Quiz, Task};

/// A format of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Moodle's own text format.
    Gift,
    /// Multiple choice as lines with letters.
    Aiken,
    /// A table: one row for each answer.
    Csv,
}

/// Questions of one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pool {
    /// A name for the whole.
    pub name: String,
    /// The questions.
    pub items: Vec<Item>,
}

/// A question as text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// Its permanent name.
    pub id: Option<String>,
    /// Objectives that it tests.
    pub objectives: Vec<String>,
    /// What it counts, where not 1.
    pub points: Option<u32>,
    /// The question, in Markdown.
    pub prompt: String,
    /// What stands below it, in Markdown.
    pub matter: String,
    /// Hints, in Markdown.
    pub hints: Vec<String>,
    /// Said at the end, in Markdown.
    pub explanation: String,
    /// What is asked.
    pub body: Body,
}

/// What a question asks.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Body {
    /// Choose one, or all that apply.
    Choice {
        /// Whether several can be right.
        is_multiple: bool,
        /// The choices.
        answers: Vec<Answer>,
    },
    /// Type words, or numbers as `6 ± 1` and `5 .. 7`.
    Typed {
        /// Whether they are numbers.
        is_number: bool,
        /// The answers; weight 0 is a wrong one that was expected.
        answers: Vec<Answer>,
    },
    /// Match each with another; without a left side a wrong right one.
    Match(Vec<(String, String)>),
    /// One cross for each row.
    Grid {
        /// The columns.
        columns: Vec<String>,
        /// Rows with the number of their column.
        rows: Vec<(String, usize)>,
    },
    /// Put in order.
    Order(Vec<String>),
    /// Write freely.
    #[default]
    Open,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// Its words, in Markdown.
    pub text: String,
    /// Whether it is right.
    pub is_right: bool,
    /// Part marks, in thousandths.
    pub weight: Option<i32>,
    /// Said when it was given, in Markdown.
    pub feedback: String,
    /// Its area in the question's picture, in percent.
    pub area: Option<[u32; 4]>,
}

/// What is wrong with a file of another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl Format {
    /// The format that the ending of a file's name tells.
    pub fn of(name: &str) -> Option<Format> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "gift" | "txt" => Some(Format::Gift),
            "aiken" => Some(Format::Aiken),
            "csv" => Some(Format::Csv),
            _ => None,
        }
    }
}

/// The questions of a document, if it is a quiz. Scenes and rating scales are left behind.
pub fn pool(document: &Document) -> Option<Pool> {
    let quiz: &Quiz = document.quiz.as_deref()?;
    let name = match &quiz.setup.id {
        Some((id, _)) => id.clone(),
        None => document.id.path.replace('/', "-"),
    };
    Some(Pool {
        name,
        items: quiz.questions.iter().filter_map(item).collect(),
    })
}

/// Writes questions in a format.
pub fn write(pools: &[Pool], format: Format) -> String {
    match format {
        Format::Gift => gift::write(pools),
        Format::Aiken => aiken::write(pools),
        Format::Csv => csv::write(pools),
    }
}

/// Reads questions of a format; every problem is told, and what is whole is kept.
pub fn read(text: &str, format: Format) -> (Pool, Vec<Problem>) {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    match format {
        Format::Gift => gift::read(&text),
        Format::Aiken => aiken::read(&text),
        Format::Csv => csv::read(&text),
    }
}

/// The questions as a quiz's file.
pub fn to_markdown(pool: &Pool, title: &str) -> String {
    markdown::write(pool, title)
}

fn item(question: &Question) -> Option<Item> {
    let text = |piece: &Piece| piece.markdown.clone();
    let said = |piece: &Option<Piece>| piece.as_ref().map(text).unwrap_or_default();
    let answer = |text: &str, weight: i32, feedback: &Option<Piece>| Answer {
        text: text.to_owned(),
        is_right: weight > 0,
        weight: (weight != 1000 && weight != 0).then_some(weight),
        feedback: said(feedback),
        area: None,
    };
    let body = match &question.task {
        Task::Choice {
            is_multiple,
            choices,
        } => Body::Choice {
            is_multiple: *is_multiple,
            answers: choices.iter().map(choice).collect(),
        },
        Task::Text(answers) => Body::Typed {
            is_number: false,
            answers: answers
                .iter()
                .map(|own| answer(&own.text, own.weight, &own.feedback))
                .collect(),
        },
        Task::Number(answers) => Body::Typed {
            is_number: true,
            answers: answers
                .iter()
                .map(|own| answer(&own.text, own.weight, &own.feedback))
                .collect(),
        },
        Task::Match(pairs) => Body::Match(
            pairs
                .iter()
                .map(|pair| {
                    (
                        pair.left.as_ref().map(side).unwrap_or_default(),
                        side(&pair.right),
                    )
                })
                .collect(),
        ),
        Task::Grid { columns, rows, .. } => Body::Grid {
            columns: columns.iter().map(text).collect(),
            rows: rows
                .iter()
                .map(|(row, column)| (text(row), *column))
                .collect(),
        },
        Task::Order(steps) => Body::Order(steps.iter().map(text).collect()),
        Task::Open => Body::Open,
        Task::Scale(..) => return None,
    };
    Some(Item {
        id: question.settings.id.as_ref().map(|(id, _)| id.clone()),
        objectives: question
            .settings
            .objectives
            .iter()
            .map(|(id, _)| id.clone())
            .collect(),
        points: question.settings.points,
        prompt: text(&question.prompt),
        matter: text(&question.matter),
        hints: question.hints.iter().map(text).collect(),
        explanation: question
            .explanation
            .as_ref()
            .map(|said| text(&said.text))
            .unwrap_or_default(),
        body,
    })
}

fn choice(choice: &Choice) -> Answer {
    Answer {
        text: without_marks(&choice.text.markdown),
        is_right: choice.is_right,
        weight: choice.weight,
        feedback: choice
            .feedback
            .as_ref()
            .map(|said| said.markdown.clone())
            .unwrap_or_default(),
        area: choice.area,
    }
}

/// A choice's Markdown without the marks at its end.
fn without_marks(text: &str) -> String {
    let mut text = text.trim();
    while let Some((words, mark)) = text
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once('('))
    {
        let is_mark = mark.ends_with('%') || mark.starts_with("at ");
        if !is_mark {
            break;
        }
        text = words.trim_end();
    }
    text.to_owned()
}

/// A side of a pair: its text event covers the whole pair, so the words stand for it.
fn side(piece: &Piece) -> String {
    piece.text.clone()
}
