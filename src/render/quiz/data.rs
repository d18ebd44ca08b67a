//! What the script of quizzes gets to know: what is right, under keys that no language changes.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::content::markdown::Piece;
use crate::content::quiz::Task;

/// What the script gets to know of a quiz.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct QuizData<'a> {
    pub(super) id: &'a str,
    pub(super) mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pass: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) attempts: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tries: Option<u32>,
    pub(super) hint_cost: u32,
    pub(super) shuffle: &'static str,
    pub(super) feedback: &'static str,
    pub(super) confidence: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<&'a str>,
    pub(super) cv: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) minutes: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) draw: Vec<DrawData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<String>,
    pub(super) form: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct DrawData {
    pub(super) from: String,
    pub(super) n: usize,
    pub(super) ids: Vec<String>,
}

/// What the script gets to know of a question.
#[derive(Debug, Default, Serialize)]
pub(super) struct QuestionData {
    pub(super) id: String,
    pub(super) t: &'static str,
    pub(super) h: String,
    pub(super) x: String,
    pub(super) points: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tries: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) keep: Vec<String>,
    pub(super) fixed: bool,
    pub(super) conf: bool,
    pub(super) obj: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) was: Vec<String>,
    pub(super) label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<Key>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) credit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accents: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) case: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) typos: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<String>,
}

/// What is right.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Key {
    Weights(Ordered<i32>),
    Texts(Vec<TextKey>),
    Numbers(Vec<NumberKey>),
    Pairs(Ordered<String>),
    Order(Vec<String>),
}

#[derive(Debug, Serialize)]
pub(super) struct TextKey {
    pub(super) a: String,
    pub(super) w: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) f: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct NumberKey {
    pub(super) lo: String,
    pub(super) hi: String,
    pub(super) w: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) f: Option<String>,
}

/// A map that is written in its own order.
#[derive(Debug)]
pub(super) struct Ordered<T>(pub(super) Vec<(String, T)>);

impl<T: fmt::Display> Ordered<T> {
    /// Its pairs in an order that does not depend on the author's.
    fn sorted(&self) -> String {
        let pairs = self.0.iter().map(|(key, value)| format!("{key}={value}"));
        let mut pairs: Vec<String> = pairs.collect();
        pairs.sort();
        pairs.join(" ")
    }
}

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[derive(Debug, Serialize)]
pub(super) struct SceneData {
    pub(super) key: String,
    pub(super) start: bool,
    pub(super) end: bool,
    pub(super) roads: Ordered<RoadData>,
}

#[derive(Debug, Serialize)]
pub(super) struct RoadData {
    pub(super) to: String,
    pub(super) points: i32,
}

/// Permanent keys without language: of the original's words, each once.
pub(super) fn keys<'p>(pieces: impl Iterator<Item = &'p Piece>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let of = |piece: &Piece| {
        let mut number = 0;
        loop {
            let key = key_of(&piece.text, number);
            if taken.insert(key.clone()) {
                return key;
            }
            number += 1;
        }
    };
    pieces.map(of).collect()
}

/// The same where equal words are the same thing.
pub(super) fn keys_by_text<'p>(pieces: impl Iterator<Item = &'p Piece>) -> Vec<String> {
    pieces.map(|piece| key_of(&piece.text, 0)).collect()
}

pub(super) fn key_of(text: &str, number: usize) -> String {
    let folded = text.to_lowercase();
    short_hash(&[&folded, &number.to_string()])[..6].to_owned()
}

/// Changes with what is right and what counts how much, and with nothing else.
pub(super) fn scoring_hash(data: &QuestionData, original: &Task) -> String {
    let key = match &data.key {
        Some(Key::Weights(weights)) => weights.sorted(),
        Some(Key::Pairs(pairs)) => pairs.sorted(),
        // Typed answers differ by language; the original's stand for all.
        Some(Key::Texts(_)) => match original {
            Task::Text(answers) => answers
                .iter()
                .map(|answer| format!("{}={}", answer.text, answer.weight))
                .collect::<Vec<_>>()
                .join("\n"),
            _ => String::new(),
        },
        other => json(other),
    };
    short_hash(&[data.t, &key, data.credit.unwrap_or_default()])
}

pub(super) fn short_hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex()[..8].to_owned()
}

pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("text and numbers can be written as JSON")
}
