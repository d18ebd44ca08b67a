//! `[views.<name>]`: how the entries of a kind are shown together on a page.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::de::DeTable;

use super::{Config, Field, FieldType, Kind, place_of};
use crate::diagnostic::{Diagnostic, code};

/// A view of a kind's entries.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct View {
    /// How the entries are shown.
    #[serde(rename = "type")]
    pub view_type: ViewType,
    /// The kind whose entries are shown.
    pub kind: String,
    /// For `matrix`: fields that make a column each, or one field with a column for each value.
    #[serde(default)]
    pub columns: Columns,
    /// For `matrix`: what stands in a cell.
    #[serde(default)]
    pub cells: Cells,
    /// For `matrix`: the field by which rows are grouped.
    pub group: Option<String>,
    /// For `timeline`: the section whose tables hold dates.
    pub section: Option<String>,
}

/// How a view shows entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ViewType {
    /// Cards that can be narrowed.
    List,
    /// A table: a row for each entry.
    Matrix,
    /// Any two entries side by side.
    Compare,
    /// What happened when, as a picture and a table.
    Timeline,
    /// What refers to each entry.
    ForEach,
}

/// Columns of a matrix.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected the name of a field, or a list of such names"
)]
pub enum Columns {
    /// A column for each value of the field.
    Values(String),
    /// A column for each field.
    Fields(Vec<String>),
}

impl Default for Columns {
    fn default() -> Self {
        Columns::Fields(Vec::new())
    }
}

/// What stands in a cell of a matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cells {
    /// Whether there is something, with a link to it.
    #[default]
    Mark,
    /// The text itself.
    Text,
}

impl View {
    /// The kind whose entries it shows.
    pub fn kind_in<'a>(&self, config: &'a Config) -> Option<&'a Kind> {
        config.kinds.get(&self.kind)
    }
}

/// What the types alone do not say about views.
pub(super) fn validate(config: &Config, table: &DeTable<'_>, path: &Arc<str>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (name, view) in &config.views {
        let complain = |key: &str, message: String| {
            let place = place_of(table, &["views", name, key], path);
            Diagnostic::new(&code::BAD_VIEW, place, message)
        };
        let Some(kind) = view.kind_in(config) else {
            let known = config.kinds.keys().map(String::as_str);
            let message = format!("there is no kind `{}`", view.kind);
            let mend = "declare it under `[kinds.<name>]`".to_owned();
            diagnostics.push(complain("kind", message).suggest(&view.kind, known, mend));
            continue;
        };
        for (key, field) in fields_of(view) {
            let known = kind.fields.keys().map(String::as_str);
            if !kind.fields.contains_key(field) {
                let message = format!("kind `{}` has no field `{field}`", view.kind);
                let mend = format!(
                    "known: `{}`",
                    known.clone().collect::<Vec<_>>().join("`, `")
                );
                diagnostics.push(complain(key, message).suggest(field, known, mend));
            }
        }
        diagnostics.extend(
            lacking(view, kind).map(|(key, message, help)| complain(key, message).help(help)),
        );
    }
    diagnostics
}

/// The fields that a view names, with the key that names each.
fn fields_of(view: &View) -> impl Iterator<Item = (&'static str, &str)> {
    let columns = match &view.columns {
        Columns::Values(field) => std::slice::from_ref(field),
        Columns::Fields(fields) => fields,
    };
    let columns = columns.iter().map(|field| ("columns", field.as_str()));
    let group = view.group.iter().map(|field| ("group", field.as_str()));
    let section = view.section.iter().map(|field| ("section", field.as_str()));
    columns.chain(group).chain(section)
}

/// What a view lacks or can't use, with the key to blame.
fn lacking(view: &View, kind: &Kind) -> Option<(&'static str, String, String)> {
    let type_of = |name: &str| kind.fields.get(name).map(|field: &Field| field.field_type);
    let has_values = |name: &str| {
        type_of(name).is_none_or(|field_type| {
            !matches!(
                field_type,
                FieldType::Text | FieldType::Texts | FieldType::Url | FieldType::Section
            )
        })
    };
    let wrong = |key, field: &str, should: &str| {
        (
            key,
            format!("`{field}` is no field {should}"),
            "name another field of the kind".to_owned(),
        )
    };
    match (view.view_type, &view.columns, &view.section) {
        (ViewType::Matrix, Columns::Fields(fields), _) if fields.is_empty() => Some((
            "columns",
            "a matrix needs columns".into(),
            "add `columns = [\"…\"]` with fields of the kind, or `columns = \"…\"` with one field for a column of each of its values".into(),
        )),
        (ViewType::Matrix, Columns::Values(field), _) if !has_values(field) => {
            Some(wrong("columns", field, "with values that could be columns"))
        }
        (ViewType::Timeline, _, None) => Some((
            "section",
            "a timeline needs the section that holds the dates".into(),
            "add `section = \"…\"` with a field of type `section`".into(),
        )),
        (ViewType::Timeline, _, Some(section))
            if type_of(section).is_some_and(|known| known != FieldType::Section) =>
        {
            Some(wrong("section", section, "of type `section`"))
        }
        (ViewType::Matrix, _, _) => {
            let group = view.group.as_ref().filter(|group| !has_values(group))?;
            Some(wrong("group", group, "with values that rows could be grouped by"))
        }
        _ => None,
    }
}
