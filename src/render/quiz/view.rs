//! What the templates of quizzes see.

use serde::Serialize;
use serde::ser::Serializer;

/// A quiz as its template sees it.
#[derive(Debug, Serialize)]
pub(super) struct QuizView {
    pub(super) id: String,
    pub(super) prefix: String,
    pub(super) mode: &'static str,
    pub(super) lang: String,
    pub(super) dir: &'static str,
    pub(super) data: String,
    pub(super) title: Option<String>,
    pub(super) level: u8,
    pub(super) facts: Vec<String>,
    /// What the answers belong to: the printed form and the version of the text.
    pub(super) edition: String,
    pub(super) intro: tera::Value,
    pub(super) questions: Vec<QuestionView>,
    pub(super) scenes: Vec<SceneView>,
    pub(super) notes: tera::Value,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct QuestionView {
    pub(super) id: String,
    /// Id of its heading, where that is another than the question's.
    pub(super) anchor: Option<String>,
    pub(super) prefix: String,
    pub(super) kind: &'static str,
    pub(super) level: u8,
    pub(super) number: String,
    pub(super) is_hidden: bool,
    pub(super) data: String,
    pub(super) prompt: Html,
    pub(super) ask: String,
    pub(super) matter: Html,
    pub(super) choices: Vec<ChoiceView>,
    pub(super) areas: Option<String>,
    pub(super) input: &'static str,
    pub(super) options: Vec<ChoiceView>,
    pub(super) rows: Vec<ChoiceView>,
    pub(super) corner: Html,
    pub(super) places: Vec<usize>,
    pub(super) hints: Vec<Html>,
    pub(super) right: Vec<Html>,
    pub(super) said: Vec<SaidView>,
    pub(super) explanation: Option<Html>,
}

/// Finished HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Html(String);

impl Html {
    /// HTML that templates put where it is named.
    pub fn new(html: &str) -> Self {
        Html(html.to_owned())
    }

    /// The HTML itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// A choice, an item, a row or a column.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ChoiceView {
    pub(super) key: String,
    pub(super) number: usize,
    pub(super) html: Html,
    pub(super) text: String,
}

/// What is said about an answer.
#[derive(Debug, Serialize)]
pub(super) struct SaidView {
    pub(super) key: String,
    pub(super) about: Html,
    pub(super) html: Html,
}

#[derive(Debug, Serialize)]
pub(super) struct SceneView {
    pub(super) id: String,
    pub(super) level: u8,
    pub(super) data: String,
    pub(super) title: Html,
    pub(super) matter: Html,
    pub(super) roads: Vec<RoadView>,
    pub(super) is_end: bool,
    pub(super) explanation: Option<Html>,
}

#[derive(Debug, Serialize)]
pub(super) struct RoadView {
    pub(super) html: Html,
    pub(super) plain: String,
    pub(super) points: i32,
    pub(super) said: Option<Html>,
    pub(super) key: String,
}
