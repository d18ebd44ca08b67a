//! References between entries: fields of declared kinds, related terms, objectives.

use std::collections::HashSet;
use std::ops::Range;

use indexmap::IndexMap;

use super::{Page, PageIndex, Site};
use crate::config::{Config, Field, FieldType};
use crate::content::entry::FieldValue;
use crate::content::front_matter::Placed;
use crate::content::{Detail, Document, KindId};
use crate::diagnostic::{Diagnostic, Span, code};
use crate::path;

/// The folder in which a kind's entries live.
pub fn folder_of<'a>(kind: &str, config: &'a Config) -> &'a str {
    match kind {
        "term" => "terms",
        "source" => "sources",
        "checklist" => "checklists",
        kind => config.kinds.get(kind).map_or("", |kind| &kind.folder),
    }
}

/// Pages that a page's front matter refers to.
pub(super) fn references<'a>(
    site: &'a Site,
    page: &'a Page,
    config: &'a Config,
) -> impl Iterator<Item = PageIndex> + 'a {
    named(&page.original, config)
        .into_iter()
        .filter_map(move |(folder, name, _)| site.page_at(page.locale, &path::join(folder, name)))
}

/// Folder, name and place of each entry that a front matter names.
fn named<'a>(document: &'a Document, config: &'a Config) -> Vec<(&'a str, &'a str, Range<usize>)> {
    match &document.detail {
        Detail::Term(term) => term
            .see_also
            .iter()
            .chain(&term.confused_with)
            .map(|(name, range)| ("terms", name.as_str(), range.clone()))
            .collect(),
        Detail::Declared(values) => {
            let fields = fields_of(document, config);
            values
                .iter()
                .filter_map(|(name, value, range)| match value {
                    FieldValue::Refs(targets) => {
                        let kind = fields
                            .and_then(|fields| fields.get(name))?
                            .kind
                            .as_deref()?;
                        Some((folder_of(kind, config), targets, range))
                    }
                    FieldValue::Plain(_) | FieldValue::Invalid => None,
                })
                .flat_map(|(folder, targets, range)| {
                    targets
                        .iter()
                        .map(move |target| (folder, target.as_str(), range.clone()))
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn fields_of<'a>(document: &Document, config: &'a Config) -> Option<&'a IndexMap<String, Field>> {
    match &document.id.kind {
        KindId::Declared(kind) => config.kinds.get(&**kind).map(|kind| &kind.fields),
        _ => None,
    }
}

/// What front matters refer to that is not there, lack, or should leave to the original.
pub(super) fn check(site: &Site, config: &Config) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let own = |page: &&Page| !page.is_fallback(site) && !page.document.source.is_empty();
    for page in site.pages.iter().filter(own) {
        let document = &*page.document;
        for (folder, name, range) in named(document, config) {
            if site
                .page_at(page.locale, &path::join(folder, name))
                .is_none()
            {
                diagnostics.push(unknown(site, page, folder, name, range));
            }
        }
        if document.locale == page.original.locale {
            diagnostics.extend(missing_fields(document, config));
        } else {
            diagnostics.extend(fields_in_translation(document, &page.original, config));
        }
    }
    diagnostics.extend(check_objectives(site));
    diagnostics
}

fn unknown(site: &Site, page: &Page, folder: &str, name: &str, range: Range<usize>) -> Diagnostic {
    let known = site
        .pages
        .iter()
        .filter(|other| other.locale == page.locale);
    let names = known.filter_map(|other| other.id().path.strip_prefix(folder)?.strip_prefix('/'));
    Diagnostic::new(
        &code::UNKNOWN_REFERENCE,
        page.document.span(range),
        format!("there is no `{name}` in `{folder}/`"),
    )
    .suggest(
        path::strip_order(name.trim_end_matches(".md")),
        names.filter(|name| *name != "index"),
        format!("write the name of a file in `{folder}/`, without number and `.md`"),
    )
}

fn missing_fields(document: &Document, config: &Config) -> Vec<Diagnostic> {
    let Detail::Declared(values) = &document.detail else {
        return Vec::new();
    };
    let fields = fields_of(document, config).into_iter().flatten();
    fields
        .filter(|(name, field)| field.required && !values.iter().any(|(known, ..)| known == *name))
        .map(|(name, _)| {
            Diagnostic::new(
                &code::BAD_FIELD,
                Span::file(&document.source),
                format!("`{name}` is missing"),
            )
            .help(format!("add a line `{name} = …` to the front matter"))
        })
        .collect()
}

fn fields_in_translation(
    document: &Document,
    original: &Document,
    config: &Config,
) -> Vec<Diagnostic> {
    let (own, front) = (&document.front, &original.front);
    let built_in = [
        (
            "minutes",
            own.minutes.is_some() && own.minutes != front.minutes,
        ),
        ("date", own.date.is_some() && own.date != front.date),
        (
            "updated",
            own.updated.is_some() && own.updated != front.updated,
        ),
    ];
    let built_in = built_in.iter().filter(|(_, differs)| *differs);
    let mut places: Vec<(&str, Range<usize>)> = built_in.map(|(name, _)| (*name, 0..0)).collect();
    places.extend(match &document.detail {
        Detail::Declared(values) => {
            let fields = fields_of(document, config);
            let translated = |name: &str| {
                fields
                    .and_then(|fields| fields.get(name))
                    .is_some_and(|field| field.field_type.is_translated())
            };
            values
                .iter()
                .filter(|(name, ..)| !translated(name))
                .map(|(name, _, range)| (name.as_str(), range.clone()))
                .collect()
        }
        Detail::Lesson { objectives } => objectives
            .first()
            .map(|(_, range)| ("objectives", range.clone()))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    });
    places
        .into_iter()
        .map(|(name, range)| {
            Diagnostic::new(
                &code::FIELD_IN_TRANSLATION,
                document.span(range),
                format!("`{name}` is the same in every language"),
            )
            .help(format!(
                "take the line away here; it stands in `{}`",
                original.source
            ))
        })
        .collect()
}

/// Objectives have one id each, and lessons teach those that their module states.
fn check_objectives(site: &Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for page in site.pages.iter().filter(|page| page.locale == 0) {
        let Detail::Module { objectives } = &page.document.detail else {
            continue;
        };
        for objective in objectives {
            let (id, range) = &objective.id;
            if !seen.insert(id) {
                diagnostics.push(
                    Diagnostic::new(
                        &code::DOUBLE_OBJECTIVE,
                        page.document.span(range.clone()),
                        format!("the objective `{id}` is already there"),
                    )
                    .help("give each objective an id of its own"),
                );
            }
        }
    }
    for page in site.pages.iter().filter(|page| !page.is_fallback(site)) {
        let (stated, known): (Vec<&Placed>, Vec<&Placed>) =
            match (&page.document.detail, &page.original.detail) {
                (Detail::Lesson { objectives }, _) => {
                    (objectives.iter().collect(), module_objectives(site, page))
                }
                // A translated module states the objectives of the original, in its own words.
                (
                    Detail::Module { objectives: own },
                    Detail::Module {
                        objectives: original,
                    },
                ) => (
                    own.iter().map(|objective| &objective.id).collect(),
                    original.iter().map(|objective| &objective.id).collect(),
                ),
                _ => continue,
            };
        for (id, range) in stated {
            if !known.iter().any(|(known, _)| known == id) {
                diagnostics.push(
                    Diagnostic::new(
                        &code::UNKNOWN_OBJECTIVE,
                        page.document.span(range.clone()),
                        format!("the module has no objective `{id}`"),
                    )
                    .suggest(
                        id,
                        known.iter().map(|(known, _)| known.as_str()),
                        "state it in the module's `index.md` under `[[objectives]]`",
                    ),
                );
            }
        }
    }
    diagnostics
}

/// Ids of the objectives of the module that a lesson belongs to.
fn module_objectives<'a>(site: &'a Site, lesson: &Page) -> Vec<&'a Placed> {
    let index = path::join(lesson.folder(), "index");
    let module = site
        .page_at(lesson.locale, &index)
        .map(|module| &site.pages[module]);
    match module.map(|module| &module.original.detail) {
        Some(Detail::Module { objectives }) => {
            objectives.iter().map(|objective| &objective.id).collect()
        }
        _ => Vec::new(),
    }
}

/// Value of a field as entries to link to, or as text.
pub enum Shown<'a> {
    /// Texts of a type.
    Texts(FieldType, &'a [String]),
    /// Pages of entries.
    Pages(Vec<PageIndex>),
}

/// The fields of a declared entry in the order of `book.toml`, in the page's language.
pub fn shown<'a>(
    site: &'a Site,
    page: &'a Page,
    config: &'a Config,
) -> Vec<(&'a str, &'a Field, Shown<'a>)> {
    let (Some(fields), Detail::Declared(original)) =
        (fields_of(&page.original, config), &page.original.detail)
    else {
        return Vec::new();
    };
    let own: &[_] = match &page.document.detail {
        Detail::Declared(values) => values,
        _ => &[],
    };
    fields
        .iter()
        .filter_map(|(name, field)| {
            let by_name = |values: &'a [(String, FieldValue, Range<usize>)]| {
                values
                    .iter()
                    .find(|(known, ..)| known == name)
                    .map(|(_, value, _)| value)
            };
            let translated = by_name(own).filter(|_| field.field_type.is_translated());
            let value = translated.or_else(|| by_name(original))?;
            let shown = match value {
                FieldValue::Invalid => return None,
                FieldValue::Plain(texts) => Shown::Texts(field.field_type, texts),
                FieldValue::Refs(names) => {
                    let folder = folder_of(field.kind.as_deref()?, config);
                    let pages = names
                        .iter()
                        .filter_map(|name| site.page_at(page.locale, &path::join(folder, name)));
                    Shown::Pages(pages.collect())
                }
            };
            Some((name.as_str(), field, shown))
        })
        .collect()
}
