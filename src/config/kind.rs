//! `[kinds.<name>]`: kinds of entries that a book declares, with their fields.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::de::DeTable;

use super::{Config, place_of};
use crate::diagnostic::{Diagnostic, code};

/// Names of the kinds that the engine has behaviour for, with the folder each lives in.
pub const TYPED: &[(&str, &str)] = &[
    ("term", "terms"),
    ("source", "sources"),
    ("checklist", "checklists"),
];

/// Names that no declared kind can have.
const OWN_KINDS: [&str; 7] = [
    "checklist",
    "course",
    "lesson",
    "module",
    "page",
    "source",
    "term",
];

/// Keys that every page's front matter has, so that no field can be named so.
pub const COMMON_KEYS: [&str; 16] = [
    "aliases",
    "authors",
    "date",
    "description",
    "draft",
    "keypoints",
    "minutes",
    "owner",
    "review-in",
    "reviewed",
    "search",
    "slug",
    "tags",
    "title",
    "updated",
    "view",
];

/// A declared kind of entries: its folder and its fields.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Kind {
    /// The folder below each language where its entries stand.
    pub folder: String,
    /// Fields by name, in the order in which pages show them.
    pub fields: IndexMap<String, Field>,
    /// The field with the source that describes an entry: its page opens with it.
    pub as_described_in: Option<String>,
}

/// A field of a declared kind.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Field {
    /// What its values are.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// For `ref` and `refs`: the kind that is referred to.
    pub kind: Option<String>,
    /// For `one-of` and `some-of`: the values that may stand.
    #[serde(default)]
    pub values: Vec<String>,
    /// Every entry must have it.
    #[serde(default)]
    pub required: bool,
    /// List pages can be narrowed by it.
    #[serde(default)]
    pub facet: bool,
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// Words for people; translated.
    Text,
    /// A list of such words.
    Texts,
    /// A day, `2024-07-31`, or a year, `2024`.
    Date,
    /// A web address.
    Url,
    /// A country by its two letters of ISO 3166-1, `FR`, or a list of countries.
    Country,
    /// One of a list of values.
    OneOf,
    /// Some of a list of values.
    SomeOf,
    /// An entry of another kind, by its path below that kind's folder.
    Ref,
    /// A list of such entries.
    Refs,
    /// The part of the entry's text under the heading of level 2 whose id is the field's name.
    Section,
}

impl FieldType {
    /// Whether translations carry their own value.
    pub fn is_translated(self) -> bool {
        matches!(self, FieldType::Text | FieldType::Texts)
    }

    /// Whether values lead to entries.
    pub fn is_reference(self) -> bool {
        matches!(self, FieldType::Ref | FieldType::Refs)
    }
}

/// What the types alone do not say about kinds.
pub(super) fn validate(config: &Config, table: &DeTable<'_>, path: &Arc<str>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut folders: BTreeMap<&str, &str> = TYPED
        .iter()
        .map(|(name, folder)| (*folder, *name))
        .collect();
    folders.insert(&config.course.folder, "course");
    for (name, kind) in &config.kinds {
        let place =
            |keys: &[&str]| place_of(table, &[&["kinds", name.as_str()], keys].concat(), path);
        let folder = kind.folder.as_str();
        if folder.is_empty() || folder.contains('/') {
            diagnostics.push(
                Diagnostic::new(
                    &code::BAD_KIND,
                    place(&["folder"]),
                    format!("kind `{name}` needs a folder"),
                )
                .help(format!(
                    "add a line like `folder = \"{name}s\"`, one folder name without `/`"
                )),
            );
        } else if let Some(other) = folders.insert(folder, name) {
            diagnostics.push(
                Diagnostic::new(
                    &code::BAD_KIND,
                    place(&["folder"]),
                    format!("folder `{folder}` already belongs to `{other}`"),
                )
                .help("give each kind a folder of its own"),
            );
        }
        if OWN_KINDS.contains(&name.as_str()) {
            diagnostics.push(
                Diagnostic::new(
                    &code::BAD_KIND,
                    place(&[]),
                    format!("`{name}` is a kind of Keyward's own"),
                )
                .help("choose another name"),
            );
        }
        diagnostics.extend(bad_source_field(kind).map(|(message, help)| {
            Diagnostic::new(&code::BAD_KIND, place(&["as-described-in"]), message).help(help)
        }));
        for (field_name, field) in &kind.fields {
            if COMMON_KEYS.contains(&field_name.as_str()) {
                diagnostics.push(
                    Diagnostic::new(
                        &code::BAD_KIND,
                        place(&["fields", field_name]),
                        format!("`{field_name}` is a key that every page has"),
                    )
                    .help("give the field another name"),
                );
            }
            diagnostics.extend(field_problem(config, field).map(|(message, help)| {
                Diagnostic::new(
                    &code::BAD_KIND,
                    place(&["fields", field_name]),
                    format!("field `{field_name}` {message}"),
                )
                .help(help)
            }));
        }
    }
    diagnostics
}

fn bad_source_field(kind: &Kind) -> Option<(String, String)> {
    let name = kind.as_described_in.as_deref()?;
    let is_source =
        |field: &&Field| field.field_type.is_reference() && field.kind.as_deref() == Some("source");
    match kind.fields.get(name) {
        Some(field) if is_source(&field) => None,
        _ => Some((
            format!("`{name}` is no field that refers to a source"),
            "name a field of this kind with `type = \"ref\"` and `kind = \"source\"`".into(),
        )),
    }
}

fn field_problem(config: &Config, field: &Field) -> Option<(String, String)> {
    match field.field_type {
        FieldType::Ref | FieldType::Refs => {
            let known = || {
                config
                    .kinds
                    .keys()
                    .map(String::as_str)
                    .chain(TYPED.iter().map(|(n, _)| *n))
            };
            match &field.kind {
                None => Some((
                    "does not say which kind it refers to".into(),
                    "add `kind = \"…\"`".into(),
                )),
                Some(kind) if !known().any(|name| name == kind) => Some((
                    format!("refers to the unknown kind `{kind}`"),
                    format!("known: `{}`", known().collect::<Vec<_>>().join("`, `")),
                )),
                Some(_) => None,
            }
        }
        FieldType::OneOf | FieldType::SomeOf if field.values.is_empty() => Some((
            "does not say which values may stand".into(),
            "add `values = [\"…\", \"…\"]`".into(),
        )),
        FieldType::Section if field.facet => Some((
            "is a part of the text, which no list can be narrowed by".into(),
            "take `facet` away".into(),
        )),
        _ => None,
    }
}
