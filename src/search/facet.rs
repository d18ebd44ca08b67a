//! By what hits can be narrowed: the kind of page, the module, the fields of the book's kinds.

use std::collections::BTreeMap;

use serde::Serialize;

use super::format::push_number;
use super::page::Indexed;
use crate::config::{Config, FieldType};
use crate::content::KindId;
use crate::path;
use crate::site::field::{self, Shown};
use crate::site::{Page, Site};

/// A facet: name, words, values.
#[derive(Debug, Serialize)]
pub(super) struct Facet(String, String, Vec<Value>);

/// A value: name, words, numbers of its pages.
#[derive(Debug, Serialize)]
struct Value(String, String, String);

/// Words and pages by the value's place in its list and its name.
type Values = BTreeMap<(usize, String), (String, Vec<u32>)>;

/// Kinds of pages with their words, in the order in which they come first.
pub(super) fn kinds(
    site: &Site,
    locale: usize,
    pages: &[(&Page, &Indexed)],
) -> Vec<(String, String)> {
    let strings = &site.strings[locale];
    let mut kinds: Vec<(String, String)> = Vec::new();
    for (page, _) in pages {
        let kind = &page.id().kind;
        if kinds.iter().any(|(name, _)| name == kind.name()) {
            continue;
        }
        let key = match kind {
            KindId::Declared(name) => format!("kind.{name}"),
            kind => format!("kind.{}.many", kind.name()),
        };
        let words = strings.get_or(&key, kind.name()).to_owned();
        kinds.push((kind.name().to_owned(), words));
    }
    kinds
}

/// The facets of a language's pages; one with a single value narrows nothing.
pub(super) fn all(site: &Site, pages: &[(&Page, &Indexed)], config: &Config) -> Vec<Facet> {
    let Some((first, _)) = pages.first() else {
        return Vec::new();
    };
    let locale = first.locale;
    let strings = &site.strings[locale];
    let kinds = kinds(site, locale, pages);
    let (mut by_kind, mut by_module) = (Values::new(), Values::new());
    let mut by_field: BTreeMap<(usize, String), (String, Values)> = BTreeMap::new();
    for (number, (page, _)) in pages.iter().enumerate() {
        let number = number as u32;
        let kind = page.id().kind.name();
        let place = kinds
            .iter()
            .position(|(name, _)| name == kind)
            .unwrap_or_default();
        add(&mut by_kind, place, kind, &kinds[place].1, number);
        if let Some((order, name, title)) = module(site, page, config) {
            add(&mut by_module, order, &name, &title, number);
        }
        for (place, name, label, value, words) in values(site, page, config) {
            let (_, field) = by_field
                .entry((place, name.clone()))
                .or_insert_with(|| (label, Values::new()));
            add(field, 0, &value, &words, number);
        }
    }
    let mut facets = vec![
        facet("kind", strings.get("search.kind"), by_kind),
        facet("module", strings.get("search.module"), by_module),
    ];
    for ((_, name), (label, values)) in by_field {
        facets.push(facet(&name, &label, values));
    }
    facets.retain(|Facet(_, _, values)| values.len() > 1);
    facets
}

fn add(values: &mut Values, place: usize, name: &str, words: &str, page: u32) {
    let value = values.entry((place, name.to_owned()));
    let (_, pages) = value.or_insert_with(|| (words.to_owned(), Vec::new()));
    if pages.last() != Some(&page) {
        pages.push(page);
    }
}

fn facet(name: &str, label: &str, values: Values) -> Facet {
    let values = values.into_iter().map(|((_, name), (words, pages))| {
        let mut text = String::new();
        let mut before = 0;
        for page in pages {
            push_number(&mut text, page - before);
            before = page;
        }
        Value(name, words, text)
    });
    Facet(name.to_owned(), label.to_owned(), values.collect())
}

/// Place, name and title of the module that a page belongs to.
fn module(site: &Site, page: &Page, config: &Config) -> Option<(usize, String, String)> {
    let below = page
        .id()
        .path
        .strip_prefix(&*config.course.folder)?
        .strip_prefix('/')?;
    let (name, _) = below.split_once('/')?;
    let index = path::join(&path::join(&config.course.folder, name), "index");
    let index = site.page_at(page.locale, &index)?;
    let module = &site.pages[index];
    Some((index, name.to_owned(), module.title().to_owned()))
}

/// Place and name of each facet of an entry with its words, the value and the value's words.
fn values(
    site: &Site,
    page: &Page,
    config: &Config,
) -> Vec<(usize, String, String, String, String)> {
    if !matches!(page.id().kind, KindId::Declared(_)) {
        return Vec::new();
    }
    let strings = site.strings_of(page);
    let mut values = Vec::new();
    for (place, (name, field, shown)) in field::shown(site, page, config).into_iter().enumerate() {
        if !field.facet {
            continue;
        }
        let key = format!("field.{name}");
        let words = strings
            .find(&key)
            .map_or_else(|| name.replace('-', " "), str::to_owned);
        let mut push = |value: String, label: String| {
            values.push((place, name.to_owned(), words.clone(), value, label));
        };
        match shown {
            Shown::Texts(FieldType::Date, days) => {
                for day in days {
                    let year: String = day.chars().take(4).collect();
                    push(year.clone(), year);
                }
            }
            Shown::Texts(field_type, texts) => {
                for text in texts {
                    push(text.clone(), label(site, page, name, field_type, text));
                }
            }
            Shown::Pages(pages) => {
                for index in pages {
                    let entry = &site.pages[index];
                    let value = path::name(&entry.id().path).to_owned();
                    push(value, entry.title().to_owned());
                }
            }
        }
    }
    values
}

/// The words of a field's value.
pub(super) fn label(
    site: &Site,
    page: &Page,
    name: &str,
    field_type: FieldType,
    value: &str,
) -> String {
    let strings = site.strings_of(page);
    let found = match field_type {
        FieldType::Country => strings.find(&format!("country.{value}")),
        FieldType::OneOf | FieldType::SomeOf => strings.find(&format!("field.{name}.{value}")),
        _ => return value.to_owned(),
    };
    match (found, field_type) {
        (Some(words), _) => words.to_owned(),
        (None, FieldType::Country) => strings.locale().country(value),
        (None, _) => value.replace('-', " "),
    }
}
