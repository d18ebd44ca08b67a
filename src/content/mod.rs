//! What authors write, file by file: front matter, Markdown, identity.
//!
//! In: one file of `content/`. Out: a [`Document`], complete, with findings. Nothing here knows
//! of any other file.

pub mod block;
pub mod entry;
pub mod front_matter;
pub mod markdown;
pub mod quiz;
pub mod source;
mod svg;
pub mod words;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::locale::Locale;
use crate::path;
use entry::FieldValue;
use front_matter::{Front, Objective};
use markdown::{Body, Engines};
use quiz::Quiz;
use words::Words;

pub use svg::{check as check_svg, size as svg_size};

/// What sort of thing an entry is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KindId {
    /// A page without further behaviour.
    Page,
    /// The start page of the course.
    Course,
    /// The start page of a module.
    Module,
    /// A lesson of a module.
    Lesson,
    /// A term of the glossary.
    Term,
    /// A source that pages cite.
    Source,
    /// A quiz, test or scenario.
    Quiz,
    /// A list of steps to tick.
    Checklist,
    /// A kind that the book declares.
    Declared(Arc<str>),
}

impl KindId {
    /// Its name in templates and strings.
    pub fn name(&self) -> &str {
        match self {
            KindId::Page => "page",
            KindId::Course => "course",
            KindId::Module => "module",
            KindId::Lesson => "lesson",
            KindId::Term => "term",
            KindId::Source => "source",
            KindId::Quiz => "quiz",
            KindId::Checklist => "checklist",
            KindId::Declared(name) => name,
        }
    }

    /// Whether its entries are looked up rather than read in order.
    pub fn is_reference(&self) -> bool {
        matches!(
            self,
            KindId::Term | KindId::Source | KindId::Checklist | KindId::Declared(_)
        )
    }
}

/// Identity of an entry in every language.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// What sort of thing it is.
    pub kind: KindId,
    /// The path below the language's folder, without order prefixes and ending.
    pub path: Arc<str>,
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.path)
    }
}

/// A file of content, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The file, relative to the book.
    pub source: Arc<str>,
    /// The file, relative to the language's folder.
    pub local: Arc<str>,
    /// The language it is written in.
    pub locale: Locale,
    /// Which entry it is a version of.
    pub id: EntryId,
    /// Front matter that every kind has.
    pub front: Front,
    /// Front matter of its kind.
    pub detail: Detail,
    /// The text.
    pub body: Body,
    /// The questions or scenes of a quiz; its body holds what they refer to.
    pub quiz: Option<Arc<Quiz>>,
    /// The words of the text, in which terms are looked for; a quiz has none, as a link to what a
    /// word means would give answers away.
    pub words: Words,
    /// Changes with everything above.
    pub fingerprint: [u8; 32],
}

/// Front matter of a kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Nothing further.
    Plain,
    /// Of a module.
    Module {
        /// What a learner can do after it.
        objectives: Vec<Objective>,
    },
    /// Of a lesson.
    Lesson {
        /// Ids of the objectives that it teaches.
        objectives: Vec<front_matter::Placed>,
    },
    /// Of a term.
    Term(front_matter::TermDetail),
    /// Of a source.
    Source(front_matter::SourceDetail),
    /// What the front matter of a quiz says.
    Quiz(Box<quiz::Setup>),
    /// Of a declared kind: values by field, with their places.
    Declared(Vec<(String, FieldValue, Range<usize>)>),
}

impl Detail {
    /// The same with `set` done to every text that readers see as a sentence.
    fn typeset(self, set: impl Fn(&str) -> String) -> Detail {
        match self {
            Detail::Module { objectives } => Detail::Module {
                objectives: objectives
                    .into_iter()
                    .map(|objective| Objective {
                        text: set(&objective.text),
                        ..objective
                    })
                    .collect(),
            },
            other => other,
        }
    }
}

impl Document {
    /// Whether it is the page of its folder.
    pub fn is_index(&self) -> bool {
        path::name(&self.id.path) == "index"
    }

    /// The name that decides its place among its siblings: its own, or its folder's.
    pub fn order_name(&self) -> &str {
        let own = path::name(&self.local);
        match own {
            "index.md" => path::name(path::parent(&self.local)),
            own => own,
        }
    }

    /// A place in its file.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(&self.source, range)
    }
}

/// A file to parse.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The file, relative to the book.
    pub source: &'a Arc<str>,
    /// The file, relative to the language's folder.
    pub local: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The language of its folder.
    pub locale: &'a Locale,
}

/// Reads a file of content.
pub fn parse(input: Input<'_>, config: &Config, engines: &Engines) -> Parsed<Document> {
    let split = front_matter::split(input.source, input.text);
    let mut diagnostics = split.diagnostics;
    let parts = split.value;
    let mut id = identity(input.local, config);
    // Few pages are quizzes: only a front matter that could say so is read for it.
    if parts.front.text.contains("kind") && front_matter::is_quiz(parts.front) {
        id.kind = KindId::Quiz;
    }
    // A page that shows a view may stand among the entries that it shows, and is none of them.
    if matches!(id.kind, KindId::Declared(_))
        && parts.front.text.contains("view")
        && front_matter::is_view(parts.front)
    {
        id.kind = KindId::Page;
    }
    let read = front_matter::read(&id.kind, parts.front, config);
    diagnostics.extend(read.diagnostics);
    let (front, detail) = read.value;
    let set = |text: &str| markdown::typeset(text, input.locale.quotes());
    let (mut front, detail) = (front.typeset(set), detail.typeset(set));
    let is_readable = diagnostics.is_empty();

    let source = markdown::Source {
        path: input.source,
        text: parts.body,
        offset: parts.body_offset,
        quotes: input.locale.quotes(),
        tasks: match id.kind {
            KindId::Checklist => markdown::Tasks::Boxes,
            _ => markdown::Tasks::Marks,
        },
    };
    let (quiz, body) = match &detail {
        Detail::Quiz(setup) => {
            let read = quiz::read(source, (**setup).clone(), input.locale, engines);
            diagnostics.extend(read.diagnostics);
            (Some(Arc::new(read.value.0)), read.value.1)
        }
        _ => {
            let written = markdown::body(source, engines);
            diagnostics.extend(written.diagnostics);
            (None, written.value)
        }
    };
    // Where the front matter has another problem, a missing title follows from it.
    let untitled = settle_title(&mut front, &body, &id, input.source);
    diagnostics
        .extend(untitled.filter(|untitled| is_readable || untitled.code != &code::MISSING_KEY));

    let mut hasher = blake3::Hasher::new();
    for part in [input.source, input.locale.as_str(), input.text] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    Parsed {
        value: Document {
            source: input.source.clone(),
            local: input.local.into(),
            locale: input.locale.clone(),
            id,
            front,
            detail,
            words: match quiz {
                Some(_) => Words::default(),
                None => words::read(&body, input.locale.as_str(), parts.body, parts.body_offset),
            },
            body,
            quiz,
            fingerprint: *hasher.finalize().as_bytes(),
        },
        diagnostics,
    }
}

/// The entry that a file below a language's folder is a version of.
pub fn identity(local: &str, config: &Config) -> EntryId {
    let stem = local.strip_suffix(".md").unwrap_or(local);
    let parts: Vec<&str> = stem.split('/').map(path::strip_order).collect();
    let is_index = parts.last() == Some(&"index");
    let kind = match parts.as_slice() {
        [top, _] if *top == config.course.folder && is_index => KindId::Course,
        [top, _, _] if *top == config.course.folder && is_index => KindId::Module,
        [top, _, _] if *top == config.course.folder => KindId::Lesson,
        [top, .., "quiz", _] if *top == config.course.folder && !is_index => KindId::Quiz,
        [top, .., _] if !is_index => reference_kind(top, config),
        _ => KindId::Page,
    };
    EntryId {
        kind,
        path: parts.join("/").into(),
    }
}

/// The kind whose entries live in a folder.
pub fn reference_kind(folder: &str, config: &Config) -> KindId {
    match folder {
        "terms" => KindId::Term,
        "sources" => KindId::Source,
        "checklists" => KindId::Checklist,
        folder => config
            .kinds
            .iter()
            .find(|(_, kind)| kind.folder == folder)
            .map_or(KindId::Page, |(name, _)| {
                KindId::Declared(name.as_str().into())
            }),
    }
}

/// A page's title comes from its front matter, else from a first heading of level 1.
fn settle_title(
    front: &mut Front,
    body: &Body,
    id: &EntryId,
    source: &Arc<str>,
) -> Option<Diagnostic> {
    if front
        .title
        .as_ref()
        .is_some_and(|title| title.trim().is_empty())
    {
        front.title = None;
    }
    match (&front.title, &body.title) {
        (Some(title), Some((heading, range))) if title != heading => Some(
            Diagnostic::new(
                &code::SECOND_TITLE,
                Span::new(source, range.clone()),
                format!("the page has two titles: `{title}` and the heading `# {heading}`"),
            )
            .help("keep one: take the heading away, or the `title`"),
        ),
        (Some(_), _) => None,
        (None, Some((heading, _))) => {
            front.title = Some(heading.clone());
            None
        }
        (None, None) => {
            front.title = Some(path::name(&id.path).replace('-', " "));
            Some(
                Diagnostic::new(
                    &code::MISSING_KEY,
                    Span::file(source),
                    "the page has no `title`",
                )
                .help("start the file with\n+++\ntitle = \"…\"\n+++"),
            )
        }
    }
}
