//! Sources: what their front matter says for a bibliography, and those that a file in BibTeX holds.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::front_matter::{Front, SourceDetail};
use super::markdown::Body;
use super::{Detail, Document, EntryId, KindId};
use crate::bibliography::{self, Reference, Value};
use crate::diagnostic::{Diagnostic, code};
use crate::locale::Locale;
use crate::toml_source::Fragment;

/// One name, or several.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// One name: `Doe, Jane`, or that of an organisation.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// What a source says for a bibliography; all of it may be missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    /// What it is.
    pub kind: Option<Spanned<String>>,
    /// Who wrote it.
    pub author: Option<Names>,
    /// Who edited it.
    pub editor: Option<Names>,
    /// What it stands in: a journal, a book.
    pub container: Option<String>,
    /// Texts by their names in the library.
    pub texts: Vec<(&'static str, Option<String>)>,
}

impl Fields {
    /// The reference that a front matter makes, if it says more than a title; what is wrong else.
    pub(super) fn reference(
        self,
        title: Option<&str>,
        date: Option<String>,
        fragment: Fragment<'_>,
    ) -> Result<Option<Reference>, Diagnostic> {
        let is_silent = self.author.is_none()
            && self.editor.is_none()
            && self.container.is_none()
            && self.kind.is_none()
            && self
                .texts
                .iter()
                .all(|(name, text)| text.is_none() || *name == "url");
        if is_silent {
            return Ok(None);
        }
        let place = self.kind.as_ref().map_or(0..0, Spanned::span);
        let kind = self
            .kind
            .map_or_else(|| "misc".to_owned(), Spanned::into_inner);
        let complain = |message: String| {
            Diagnostic::new(&code::BAD_VALUE, fragment.span(place.clone()), message)
        };
        if !bibliography::is_type(&kind) {
            let known = format!("known: `{}`", bibliography::TYPES.join("`, `"));
            let problem = complain(format!("`{kind}` is no type of source"));
            return Err(problem.suggest(&kind, bibliography::TYPES, known));
        }
        let one = |text: String| Value::One(text);
        let mut fields: Vec<(&str, Value)> = Vec::new();
        fields.extend(title.map(|title| ("title", one(title.to_owned()))));
        fields.extend(date.map(|date| ("date", one(date))));
        for (name, names) in [("author", self.author), ("editor", self.editor)] {
            fields.extend(names.map(|names| match names {
                Names::One(text) => (name, Value::One(text)),
                Names::Many(texts) => (name, Value::Many(texts)),
            }));
        }
        let mut inner = Vec::new();
        for (name, text) in self.texts {
            let Some(text) = text else { continue };
            // Volume and issue are those of the journal.
            let is_journals = ["volume", "issue"].contains(&name) && self.container.is_some();
            match is_journals {
                true => inner.push((name, one(text))),
                false => fields.push((name, one(text))),
            }
        }
        let inside = self.container.map(|container| {
            inner.insert(0, ("title", one(container)));
            let kind = if kind == "article" {
                "periodical"
            } else {
                "book"
            };
            (kind, inner)
        });
        let reference = Reference::new(&kind, fields, inside);
        let problem = || {
            complain("the bibliographic lines of this source don't fit together".to_owned()).help(
                "write `volume`, `issue` and `edition` as numbers, `pages` like `\"3-9\"`, names like `\"Doe, Jane\"`",
            )
        };
        reference.map(Some).ok_or_else(problem)
    }
}

/// The page of a reference that has no file of its own.
pub fn made(key: &str, reference: Reference, locale: &Locale) -> Document {
    let path = format!("sources/{key}");
    Document {
        source: "".into(),
        local: format!("{path}.md").into(),
        locale: locale.clone(),
        id: EntryId {
            kind: KindId::Source,
            path: path.into(),
        },
        front: Front {
            title: Some(reference.title().unwrap_or_else(|| key.to_owned())),
            search: true,
            ..Front::default()
        },
        fingerprint: reference.fingerprint(),
        detail: Detail::Source(SourceDetail {
            short: reference.label(),
            year: reference.year(),
            url: reference.url(),
            reference: Some(reference),
            ..SourceDetail::default()
        }),
        body: Body::default(),
        quiz: None,
    }
}
