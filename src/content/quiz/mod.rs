//! Quizzes, tests and scenarios, as authors write them in Markdown.
//!
//! In: the text of a page that says `kind = "quiz"`, `"test"` or `"scenario"`. Out: a [`Quiz`],
//! whose pieces of text refer to the links and citations of the page's body. Each heading of level
//! 2 is a question (or a scene), and one list below it says of which type. Nothing is guessed: a
//! list that fits no type is an error.

mod comment;
mod item;
mod lint;
mod number;
mod scene;
mod section;
mod task;

use std::ops::Range;

use super::front_matter::Placed;
use super::markdown::{Body, Engines, Heading, Piece, Pieces, Source, events};
use crate::diagnostic::Parsed;
use crate::locale::Locale;

pub use number::Decimal;

/// A quiz, test or scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Quiz {
    /// Its settings.
    pub setup: Setup,
    /// What stands before the first question.
    pub intro: Piece,
    /// Its questions.
    pub questions: Vec<Question>,
    /// The scenes of a scenario.
    pub scenes: Vec<Scene>,
    /// Quizzes that it draws questions from.
    pub draws: Vec<Draw>,
}

/// What the front matter says about a quiz.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// What it is.
    pub form: Form,
    /// The author's permanent name for it.
    pub id: Option<Placed>,
    /// What it is for.
    pub mode: Mode,
    /// Percent of the points that pass it.
    pub pass: Option<u32>,
    /// How often the whole can be tried.
    pub attempts: Option<u32>,
    /// How often each question can be tried.
    pub tries: Option<u32>,
    /// What each hint costs, in percent of the question.
    pub hint_cost: u32,
    /// What is shuffled.
    pub shuffle: Shuffle,
    /// When answers are judged.
    pub feedback: Feedback,
    /// Whether the learner says how sure they are.
    pub confidence: bool,
    /// Parallel forms of one quiz have one group.
    pub group: Option<String>,
    /// The first scene of a scenario.
    pub start: Option<Placed>,
    /// Objectives that the whole tests, beside those of its questions.
    pub objectives: Vec<Placed>,
}

impl Setup {
    /// Whether it is a scenario.
    pub fn is_scenario(&self) -> bool {
        self.form == Form::Scenario
    }

    /// Whether it is taken as a whole: a start, one draw, and a review at the end.
    pub fn is_test(&self) -> bool {
        let is_judged_at_once = match self.mode {
            Mode::Practice | Mode::Check => self.feedback != Feedback::AtEnd,
            Mode::Survey => true,
            Mode::Final | Mode::Pretest | Mode::Followup => false,
        };
        !self.is_scenario() && !is_judged_at_once
    }
}

/// What a file of questions is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Questions for a lesson or a module, also a pool that tests draw from.
    #[default]
    Quiz,
    /// Questions that are handed in together.
    Test,
    /// Scenes with roads between them.
    Scenario,
}

/// What a quiz is for.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// To practise inside a lesson.
    #[default]
    Practice,
    /// The check at the end of a module.
    Check,
    /// The test of the whole course.
    Final,
    /// Before the course.
    Pretest,
    /// Months after it.
    Followup,
    /// An unscored questionnaire.
    Survey,
}

impl Mode {
    /// Its name in front matter, in pages and in what browsers keep.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Practice => "practice",
            Mode::Check => "check",
            Mode::Final => "final",
            Mode::Pretest => "pretest",
            Mode::Followup => "followup",
            Mode::Survey => "survey",
        }
    }
}

/// What is shuffled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Shuffle {
    Options,
    Questions,
    All,
    None,
}

impl Shuffle {
    /// Its name in front matter and in pages.
    pub fn name(self) -> &'static str {
        match self {
            Shuffle::Options => "options",
            Shuffle::Questions => "questions",
            Shuffle::All => "all",
            Shuffle::None => "none",
        }
    }
}

/// When answers are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Feedback {
    /// After each question.
    AtOnce,
    /// After handing in the whole.
    AtEnd,
}

impl Feedback {
    /// Its name in front matter and in pages.
    pub fn name(self) -> &'static str {
        match self {
            Feedback::AtOnce => "at-once",
            Feedback::AtEnd => "at-end",
        }
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its number among the headings of the body.
    pub heading: u32,
    /// What the hidden line says.
    pub settings: Settings,
    /// The question itself: the heading.
    pub prompt: Piece,
    /// Text, pictures and tables of the question.
    pub matter: Piece,
    /// What is asked, and what is right.
    pub task: Task,
    /// Hints, one after the other.
    pub hints: Vec<Piece>,
    /// Said at the end.
    pub explanation: Option<Explanation>,
    /// Bytes of its heading in the file.
    pub range: Range<usize>,
    /// Where it has no id: its heading as written, with the line's ending.
    pub unnamed: Option<String>,
}

/// The hidden line of a question, `<!-- q: ind-3 · obj: ind.change -->`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Its permanent name, the same in every language.
    pub id: Option<Placed>,
    /// Objectives that it tests.
    pub objectives: Vec<Placed>,
    /// What it counts.
    pub points: Option<u32>,
    /// The order of its choices stays.
    pub keep_order: bool,
    /// The last choice stays last.
    pub keep_last: bool,
    /// `text` or `number`, where the answers could be both.
    pub answers: Option<AnswerKind>,
    /// Accents matter in typed answers.
    pub keep_accents: bool,
    /// Capital letters matter in typed answers.
    pub keep_case: bool,
    /// All or nothing.
    pub all_or_nothing: bool,
    /// How often it can be tried.
    pub tries: Option<u32>,
    /// Former names.
    pub was: Vec<Placed>,
    /// The learner says how sure they are.
    pub confidence: bool,
    /// Its list are statements to rate.
    pub scale: Option<Scale>,
}

/// How typed answers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// As words.
    Text,
    /// As numbers.
    Number,
}

/// A scale to rate statements on, `1-5 disagree | agree`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// The lowest number.
    pub from: u32,
    /// The highest number.
    pub to: u32,
    /// What the lowest means.
    pub low: String,
    /// What the highest means.
    pub high: String,
}

/// What is asked, and what is right.
#[derive(Debug, Clone, PartialEq)]
pub enum Task {
    /// Choose one, or all that apply.
    Choice {
        /// Whether several can be right.
        is_multiple: bool,
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Type words.
    Text(Vec<TextAnswer>),
    /// Type a number.
    Number(Vec<NumberAnswer>),
    /// Match each on the left with one on the right.
    Match(Vec<Pair>),
    /// One cross for each row of a table.
    Grid {
        /// Heads of the columns.
        columns: Vec<Piece>,
        /// Rows with the column of their cross.
        rows: Vec<(Piece, usize)>,
        /// The head of the first column.
        corner: Piece,
    },
    /// Put in order; written in the right one.
    Order(Vec<Piece>),
    /// Rate statements.
    Scale(Scale, Vec<Piece>),
    /// Write freely; not scored.
    Open,
}

/// A choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its words.
    pub text: Piece,
    /// Whether it is ticked.
    pub is_right: bool,
    /// Part marks, in thousandths.
    pub weight: Option<i32>,
    /// Said when it was chosen.
    pub feedback: Option<Piece>,
    /// Its area in the question's picture: left, top, width and height in percent.
    pub area: Option<[u32; 4]>,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// An answer that may be typed.
#[derive(Debug, Clone, PartialEq)]
pub struct TextAnswer {
    /// The words.
    pub text: String,
    /// What it is worth, in thousandths; 0 for a wrong answer that was expected.
    pub weight: i32,
    /// Said when it was given.
    pub feedback: Option<Piece>,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// A range of numbers that may be typed.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberAnswer {
    /// The lowest.
    pub low: Decimal,
    /// The highest.
    pub high: Decimal,
    /// As written.
    pub text: String,
    /// What it is worth, in thousandths.
    pub weight: i32,
    /// Said when it was given.
    pub feedback: Option<Piece>,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// A pair to match.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The left side; `None` for a wrong right side.
    pub left: Option<Piece>,
    /// The right side.
    pub right: Piece,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// What is said at the end of a question or scene.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The text.
    pub text: Piece,
    /// Number of its first link: where to read again.
    pub read_again: Option<u32>,
}

/// A scene of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Its number among the headings of the body.
    pub heading: u32,
    /// Its heading.
    pub title: Piece,
    /// What happens.
    pub matter: Piece,
    /// Ways on; an end has none.
    pub roads: Vec<Road>,
    /// Said at the end.
    pub explanation: Option<Explanation>,
    /// Bytes of its heading in the file.
    pub range: Range<usize>,
}

/// A way from a scene to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Road {
    /// Its words, a link.
    pub text: Piece,
    /// Number of the link.
    pub link: u32,
    /// The id of the scene that it leads to, as written.
    pub to: String,
    /// What it is worth.
    pub points: i32,
    /// Said when it was taken.
    pub feedback: Option<Piece>,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// Questions drawn from another quiz.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// How many; `None` for all.
    pub count: Option<u32>,
    /// Number of the link to the quiz.
    pub link: u32,
    /// Bytes in the file.
    pub range: Range<usize>,
}

impl Quiz {
    /// Whether it stands in the reading order by itself, and not only inside lessons and tests.
    pub fn is_listed(&self) -> bool {
        self.setup.form != Form::Quiz || self.setup.mode != Mode::Practice
    }

    /// Whether it can ask for more than words and choices below each other: a grid, an order, a
    /// place on a picture.
    pub fn has_layout(&self) -> bool {
        let is_laid_out = |task: &Task| match task {
            Task::Grid { .. } | Task::Order(_) | Task::Scale(..) => true,
            Task::Choice { choices, .. } => choices.iter().any(|choice| choice.area.is_some()),
            _ => false,
        };
        let mut tasks = self.questions.iter().map(|question| &question.task);
        !self.draws.is_empty() || tasks.any(is_laid_out)
    }

    /// Where a scenario begins, as a position among its scenes, by the headings of its body; `None`
    /// where it names no scene of its own.
    pub fn start(&self, headings: &[Heading]) -> Option<usize> {
        match &self.setup.start {
            None => Some(0),
            Some((start, _)) => self
                .scenes
                .iter()
                .position(|scene| headings[scene.heading as usize].id == *start),
        }
    }

    /// Seconds that its own questions take, without the time for reading them.
    pub fn seconds(&self) -> u32 {
        let questions = self
            .questions
            .iter()
            .map(|question| question.task.seconds());
        // A reader passes about half of the scenes.
        questions.sum::<u32>() + 30 * self.scenes.len() as u32
    }

    /// Words to read in its questions, scenes and introduction.
    pub fn words(&self) -> usize {
        let questions = self.questions.iter().map(Question::words);
        let scenes = self.scenes.iter().map(|scene| words(&scene.matter));
        words(&self.intro) + questions.sum::<usize>() + scenes.sum::<usize>() / 2
    }
}

impl Question {
    /// Words to read before it can be answered.
    pub fn words(&self) -> usize {
        let choices = match &self.task {
            Task::Choice { choices, .. } => choices.iter().map(|choice| words(&choice.text)).sum(),
            Task::Match(pairs) => pairs.iter().map(|pair| words(&pair.right)).sum(),
            Task::Order(items) => items.iter().map(words).sum(),
            Task::Grid { rows, .. } => rows.iter().map(|(row, _)| words(row)).sum(),
            _ => 0,
        };
        words(&self.prompt) + words(&self.matter) + choices
    }

    /// The permanent name; where the author gave none, one from its place.
    pub fn id(&self, quiz: &str, position: usize) -> String {
        match &self.settings.id {
            Some((id, _)) => id.clone(),
            None => format!("{quiz}-{}", position + 1),
        }
    }
}

impl Task {
    /// The usual time to answer, in seconds.
    pub fn seconds(&self) -> u32 {
        match self {
            Task::Choice {
                is_multiple: false, ..
            } => 45,
            Task::Choice { .. } | Task::Text(_) | Task::Number(_) | Task::Scale(..) => 60,
            Task::Match(_) | Task::Grid { .. } => 90,
            Task::Order(_) => 75,
            Task::Open => 120,
        }
    }

    /// Whether it is scored.
    pub fn is_scored(&self) -> bool {
        !matches!(self, Task::Open | Task::Scale(..))
    }
}

fn words(piece: &Piece) -> usize {
    piece.text.split_whitespace().count()
}

/// Reads the text of a quiz, test or scenario.
pub(super) fn read(
    source: Source<'_>,
    setup: Setup,
    locale: &Locale,
    engines: &Engines,
) -> Parsed<(Quiz, Body)> {
    let all = events(source.text);
    let (intro, sections) = section::split(&all);
    let mut pieces = Pieces::new(source, engines);
    let mut quiz = Quiz {
        setup,
        intro: pieces.write(intro),
        questions: Vec::new(),
        scenes: Vec::new(),
        draws: Vec::new(),
    };
    for section in &sections {
        match quiz.setup.form {
            Form::Scenario => quiz.scenes.push(scene::read(section, &mut pieces)),
            Form::Quiz | Form::Test => match section.draws(&mut pieces) {
                Some(draws) => quiz.draws.extend(draws),
                None => quiz.questions.push(section.question(&mut pieces)),
            },
        }
    }
    let mut read = pieces.finish();
    let found = lint::check(&quiz, source.path, locale);
    read.diagnostics.extend(found);
    Parsed {
        value: (quiz, read.value),
        diagnostics: read.diagnostics,
    }
}
