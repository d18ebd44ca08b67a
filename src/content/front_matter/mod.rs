//! The TOML between `+++` lines at the start of a page.

mod split;

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use toml::de::DeTable;

use super::entry;
use super::quiz;
use super::source::{Fields, Names};
use super::{Detail, KindId};
use crate::bibliography::Reference;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Parsed, code, nearest};
use crate::toml_source::{self, Fragment};

pub use split::{Parts, split};

/// A day, as TOML writes it: `2024-07-31`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Date(String);

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::value::Datetime::deserialize(deserializer)?;
        match value.date {
            Some(date) => Ok(Date(date.to_string())),
            None => Err(serde::de::Error::custom(
                "expected a day like 2024-07-31, without quotes",
            )),
        }
    }
}

/// How long a check holds, like `12 months`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewIn(jiff::SpanFieldwise);

impl<'de> Deserialize<'de> for ReviewIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let span: Option<jiff::Span> = text.parse().ok();
        // Hours and less say nothing about the day of the next check.
        span.filter(|span| span.is_positive() && span.get_hours() == 0)
            .map(|span| ReviewIn(span.fieldwise()))
            .ok_or_else(|| serde::de::Error::custom("expected a time like \"12 months\""))
    }
}

/// A text with its place in the file.
pub type Placed = (String, Range<usize>);

/// What a learner can do after a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// A name that never changes, the same in every language, like `int.aim`.
    pub id: Placed,
    /// One sentence that starts with a verb.
    pub text: String,
}

/// An objective as written.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ObjectiveFront {
    /// A name that never changes, the same in every language, like `int.aim`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// One sentence that starts with a verb.
    pub text: String,
}

/// Whether a term should be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TermStatus {
    /// The word to use.
    #[default]
    Preferred,
    /// May be used.
    Admitted,
    /// Better not used.
    Avoid,
}

/// Front matter of a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermDetail {
    /// Other words for the same.
    pub synonyms: Vec<String>,
    /// Short forms.
    pub abbreviations: Vec<String>,
    /// Whether it should be used.
    pub status: TermStatus,
    /// Related terms, by file name.
    pub see_also: Vec<Placed>,
    /// Terms that it is easily mixed up with, by file name.
    pub confused_with: Vec<Placed>,
}

/// Front matter of a source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceDetail {
    /// Label at each citation.
    pub short: Option<String>,
    /// The full citation.
    pub cite: Option<String>,
    /// Year or years of the source.
    pub year: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Under which licence it stands.
    pub licence: Option<String>,
    /// The sentence that its funder asks for, in the funder's words.
    pub notice: Option<String>,
    /// What it says for a bibliography.
    pub reference: Option<Reference>,
}

/// Declares the front matter of a kind: the common keys and the kind's own.
macro_rules! front_matter {
    ($($(#[$struct_meta:meta])* $name:ident { $($(#[$meta:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$struct_meta])*
            #[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
            #[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
            pub struct $name {
                /// The page's title.
                pub title: Option<String>,
                /// One sentence about the page, for lists and search engines.
                pub description: Option<String>,
                /// The day of first publication.
                #[schemars(with = "Option<String>")]
                pub date: Option<Date>,
                /// The day of the last change that matters to readers.
                #[schemars(with = "Option<String>")]
                pub updated: Option<Date>,
                /// Left out unless `--drafts` is given.
                pub draft: bool,
                /// Replaces the last part of the address.
                #[schemars(with = "Option<String>")]
                pub slug: Option<Spanned<String>>,
                /// Former addresses below the language's folder; each gets a page that leads here.
                #[schemars(with = "Vec<String>")]
                pub aliases: Vec<Spanned<String>>,
                /// Who wrote it.
                pub authors: Vec<String>,
                /// Free words for lists.
                pub tags: Vec<String>,
                /// `false` keeps the page out of the search.
                pub search: Option<bool>,
                /// The day on which somebody last checked the page.
                #[schemars(with = "Option<String>")]
                pub reviewed: Option<Date>,
                /// How long the check holds, like `12 months`.
                #[schemars(with = "Option<String>")]
                pub review_in: Option<ReviewIn>,
                /// Who looks after the page.
                pub owner: Option<String>,
                /// Sentences to remember.
                pub keypoints: Vec<String>,
                /// How long it takes, in minutes.
                pub minutes: Option<u32>,
                /// The view of `book.toml` that the page shows.
                #[schemars(with = "Option<String>")]
                pub view: Option<Spanned<String>>,
                $($(#[$meta])* pub $field: $type,)*
            }

            impl $name {
                fn front(&self, fragment: Fragment<'_>) -> Front {
                    let own = self.clone();
                    Front {
                        title: own.title,
                        description: own.description,
                        date: own.date,
                        updated: own.updated,
                        draft: own.draft,
                        slug: own.slug.map(|slug| placed(slug, fragment)),
                        aliases: all_placed(own.aliases, fragment),
                        authors: own.authors,
                        tags: own.tags,
                        search: own.search.unwrap_or(true),
                        reviewed: own.reviewed,
                        review_in: own.review_in,
                        owner: own.owner,
                        keypoints: own.keypoints,
                        minutes: own.minutes,
                        view: own.view.map(|view| placed(view, fragment)),
                    }
                }
            }
        )*
    };
}

front_matter! {
    /// Front matter of a page, and of a declared kind beside its fields.
    PageFront {}
    /// Front matter of a module.
    ModuleFront {
        /// What a learner can do after it.
        objectives: Vec<ObjectiveFront>,
    }
    /// Front matter of a lesson.
    LessonFront {
        /// Ids of the module's objectives that it teaches.
        #[schemars(with = "Vec<String>")]
        objectives: Vec<Spanned<String>>,
    }
    /// Front matter of a term.
    TermFront {
        /// Other words for the same.
        synonyms: Vec<String>,
        /// Short forms.
        abbreviations: Vec<String>,
        /// Whether it should be used.
        status: TermStatus,
        /// Related terms, by file name.
        #[schemars(with = "Vec<String>")]
        see_also: Vec<Spanned<String>>,
        /// Terms that it is easily mixed up with, by file name.
        #[schemars(with = "Vec<String>")]
        confused_with: Vec<Spanned<String>>,
    }
    /// Front matter of a quiz, test or scenario.
    QuizFront {
        /// What it is.
        kind: quiz::Form,
        /// A name that never changes, the same in every language: browsers store answers under it.
        #[schemars(with = "Option<String>")]
        id: Option<Spanned<String>>,
        /// What it is for.
        mode: Option<quiz::Mode>,
        /// Percent of the points that pass it.
        pass: Option<u32>,
        /// How often the whole can be tried.
        attempts: Option<u32>,
        /// How often each question can be tried.
        tries: Option<u32>,
        /// What each hint costs, in percent of the question.
        hint_cost: u32,
        /// What is shuffled.
        shuffle: Option<quiz::Shuffle>,
        /// When answers are judged.
        feedback: Option<quiz::Feedback>,
        /// Whether the learner says how sure they are.
        confidence: bool,
        /// Parallel forms of one quiz have one group.
        group: Option<String>,
        /// The first scene of a scenario; without it the first of the file.
        #[schemars(with = "Option<String>")]
        start: Option<Spanned<String>>,
        /// Ids of objectives that the whole tests, beside those of its questions.
        #[schemars(with = "Vec<String>")]
        objectives: Vec<Spanned<String>>,
    }
    /// Front matter of a source.
    SourceFront {
        /// Label at each citation.
        short: Option<String>,
        /// The full citation.
        cite: Option<String>,
        /// Year or years of the source.
        year: Option<String>,
        /// Where it can be read.
        url: Option<String>,
        /// Under which licence it stands.
        licence: Option<String>,
        /// The sentence that its funder asks for, in the funder's words.
        notice: Option<String>,
        /// What it is, like `report`, `article`, `book` or `web`; with it and the lines below, a
        /// source needs no `cite`.
        #[schemars(with = "Option<String>")]
        r#type: Option<Spanned<String>>,
        /// Who wrote it: `Doe, Jane`, or the name of an organisation; one or a list.
        author: Option<Names>,
        /// Who edited it.
        editor: Option<Names>,
        /// The journal or book that it stands in.
        r#in: Option<String>,
        /// Who published it.
        publisher: Option<String>,
        /// Where it was published.
        place: Option<String>,
        /// The organisation behind it.
        organisation: Option<String>,
        /// Volume of the journal or book.
        volume: Option<String>,
        /// Issue of the journal.
        issue: Option<String>,
        /// Pages, like `3-9`.
        pages: Option<String>,
        /// Edition of the book.
        edition: Option<String>,
        /// Digital object identifier.
        doi: Option<String>,
        /// Number of the book.
        isbn: Option<String>,
    }
}

/// Front matter that every kind has; see [`PageFront`] for the meanings.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Front {
    pub title: Option<String>,
    pub description: Option<String>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    pub draft: bool,
    pub slug: Option<Placed>,
    pub aliases: Vec<Placed>,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
    pub search: bool,
    pub reviewed: Option<Date>,
    pub review_in: Option<ReviewIn>,
    pub owner: Option<String>,
    pub keypoints: Vec<String>,
    pub minutes: Option<u32>,
    pub view: Option<Placed>,
}

impl Front {
    /// The same with `set` done to every text that readers see.
    pub(super) fn typeset(self, set: impl Fn(&str) -> String) -> Front {
        let each = |text: Option<String>| text.map(|text| set(&text));
        Front {
            title: each(self.title),
            description: each(self.description),
            keypoints: self.keypoints.iter().map(|point| set(point)).collect(),
            ..self
        }
    }

    /// The day by which the page should be checked again, if it says so.
    pub fn review_due(&self) -> Option<jiff::civil::Date> {
        let reviewed: jiff::civil::Date = self.reviewed.as_ref()?.0.parse().ok()?;
        reviewed.checked_add(self.review_in.as_ref()?.0.0).ok()
    }

    /// The title; every document has one once it is read.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or_default()
    }
}

impl SourceFront {
    /// What it says for a bibliography.
    fn fields(&self) -> Fields {
        let own = self.clone();
        Fields {
            kind: own.r#type,
            author: own.author,
            editor: own.editor,
            container: own.r#in,
            texts: vec![
                ("publisher", own.publisher),
                ("location", own.place),
                ("organization", own.organisation),
                ("volume", own.volume),
                ("issue", own.issue),
                ("page-range", own.pages),
                ("edition", own.edition),
                ("doi", own.doi),
                ("isbn", own.isbn),
                ("url", own.url),
            ],
        }
    }
}

impl QuizFront {
    /// The settings, with what the mode makes usual.
    fn setup(self, fragment: Fragment<'_>) -> quiz::Setup {
        let is_test = self.kind == quiz::Form::Test;
        let mode = match (self.mode, is_test) {
            (Some(mode), _) => mode,
            (None, true) => quiz::Mode::Final,
            (None, false) => quiz::Mode::Practice,
        };
        let is_practice = mode == quiz::Mode::Practice;
        let at_end = is_test
            || matches!(
                mode,
                quiz::Mode::Final | quiz::Mode::Pretest | quiz::Mode::Followup
            );
        quiz::Setup {
            form: self.kind,
            id: self.id.map(|id| placed(id, fragment)),
            mode,
            pass: self
                .pass
                .or_else(|| (mode == quiz::Mode::Final).then_some(80)),
            attempts: self.attempts,
            tries: self.tries.or(match () {
                () if is_practice => None,
                () if at_end => Some(1),
                () => Some(2),
            }),
            hint_cost: self.hint_cost,
            shuffle: self.shuffle.unwrap_or(if is_practice {
                quiz::Shuffle::Options
            } else {
                quiz::Shuffle::All
            }),
            feedback: self.feedback.unwrap_or(if at_end {
                quiz::Feedback::AtEnd
            } else {
                quiz::Feedback::AtOnce
            }),
            confidence: self.confidence,
            group: self.group,
            start: self.start.map(|start| placed(start, fragment)),
            objectives: all_placed(self.objectives, fragment),
        }
    }
}

/// Whether a front matter says that its page shows a view.
pub fn is_view(fragment: Fragment<'_>) -> bool {
    let table = toml_source::parse(fragment).value;
    table.contains_key("view")
}

/// The `kind` that a front matter states for itself, if it is a quiz's.
pub fn is_quiz(fragment: Fragment<'_>) -> bool {
    let table = toml_source::parse(fragment).value;
    table.iter().any(|(key, value)| {
        let kind = value.get_ref().as_str();
        key.get_ref() == "kind"
            && kind.is_some_and(|kind| ["quiz", "test", "scenario"].contains(&kind))
    })
}

/// Reads the front matter of an entry of `kind`.
pub fn read(kind: &KindId, fragment: Fragment<'_>, config: &Config) -> Parsed<(Front, Detail)> {
    let Parsed {
        value: mut table,
        mut diagnostics,
    } = toml_source::parse(fragment);
    let syntax_errors = diagnostics.len();
    let value = match kind {
        KindId::Page | KindId::Course | KindId::Checklist => {
            let page: PageFront = keep(table, fragment, &mut diagnostics);
            (page.front(fragment), Detail::Plain)
        }
        KindId::Module => {
            let module: ModuleFront = keep(table, fragment, &mut diagnostics);
            let front = module.front(fragment);
            let objectives = module
                .objectives
                .into_iter()
                .map(|objective| Objective {
                    id: placed(objective.id, fragment),
                    text: objective.text,
                })
                .collect();
            (front, Detail::Module { objectives })
        }
        KindId::Lesson => {
            let lesson: LessonFront = keep(table, fragment, &mut diagnostics);
            let front = lesson.front(fragment);
            let objectives = all_placed(lesson.objectives, fragment);
            (front, Detail::Lesson { objectives })
        }
        KindId::Term => {
            let term: TermFront = keep(table, fragment, &mut diagnostics);
            let front = term.front(fragment);
            let detail = TermDetail {
                synonyms: term.synonyms,
                abbreviations: term.abbreviations,
                status: term.status,
                see_also: all_placed(term.see_also, fragment),
                confused_with: all_placed(term.confused_with, fragment),
            };
            (front, Detail::Term(detail))
        }
        KindId::Source => {
            let source: SourceFront = keep(table, fragment, &mut diagnostics);
            let front = source.front(fragment);
            let year = source.year.clone().filter(|year| year.len() == 4);
            let date = front.date.as_ref().map(Date::to_string).or(year);
            let title = front.title.as_deref();
            let reference = source.fields().reference(title, date, fragment);
            let reference = reference.unwrap_or_else(|problem| {
                diagnostics.push(problem);
                None
            });
            let detail = SourceDetail {
                reference,
                short: source.short,
                cite: source.cite,
                year: source.year,
                url: source.url,
                licence: source.licence,
                notice: source.notice,
            };
            (front, Detail::Source(detail))
        }
        KindId::Quiz => {
            let quiz: QuizFront = keep(table, fragment, &mut diagnostics);
            let front = quiz.front(fragment);
            (front, Detail::Quiz(Box::new(quiz.setup(fragment))))
        }
        KindId::Declared(name) => {
            let values = config
                .kinds
                .get(&**name)
                .map(|kind| entry::take_fields(&mut table, kind, fragment));
            let fields = values.map_or_else(Vec::new, |parsed| {
                diagnostics.extend(parsed.diagnostics);
                parsed.value
            });
            let before = diagnostics.len();
            let page: PageFront = keep(table, fragment, &mut diagnostics);
            let own = config
                .kinds
                .get(&**name)
                .into_iter()
                .flat_map(|kind| kind.fields.keys());
            let own: Vec<&str> = own.map(String::as_str).collect();
            suggest_fields(&mut diagnostics[before..], &own);
            (page.front(fragment), Detail::Declared(fields))
        }
    };
    if syntax_errors > 0 {
        // What else there is to say about half a front matter would mislead.
        diagnostics.truncate(syntax_errors);
    }
    Parsed { value, diagnostics }
}

/// Where a key is unknown, a declared kind's own fields may be meant, too.
fn suggest_fields(diagnostics: &mut [Diagnostic], fields: &[&str]) {
    for diagnostic in diagnostics
        .iter_mut()
        .filter(|d| d.code == &code::UNKNOWN_KEY)
    {
        let written = diagnostic
            .message
            .split('`')
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        if nearest(&written, fields.iter().copied()).is_some() {
            let again = diagnostic.clone();
            *diagnostic = again.suggest(&written, fields.iter().copied(), "");
        } else if let Some(help) = diagnostic
            .help
            .as_mut()
            .filter(|help| help.starts_with("known here"))
        {
            *help = format!("{help}, `{}`", fields.join("`, `"));
        }
    }
}

fn placed(written: Spanned<String>, fragment: Fragment<'_>) -> Placed {
    let span = fragment.span(written.span());
    (written.into_inner(), span.range)
}

fn all_placed(written: Vec<Spanned<String>>, fragment: Fragment<'_>) -> Vec<Placed> {
    written
        .into_iter()
        .map(|text| placed(text, fragment))
        .collect()
}

fn keep<T: serde::de::DeserializeOwned + Default>(
    table: DeTable<'_>,
    fragment: Fragment<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> T {
    let read = toml_source::read(table, fragment);
    diagnostics.extend(read.diagnostics);
    read.value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_keys_are_those_that_fields_may_not_have() {
        let schema = serde_json::to_value(schemars::schema_for!(PageFront)).unwrap();
        let mut keys: Vec<&str> = schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        keys.sort_unstable();
        assert_eq!(keys, crate::config::kind::COMMON_KEYS);
    }
}
