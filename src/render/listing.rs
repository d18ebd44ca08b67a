//! Facts of entries, lists of folders, and the facets that narrow them.

use std::collections::BTreeMap;

use super::view::{Facet, FacetValue, FieldView, Link, ListItem};
use super::viewer::{Viewer, citation_of, plain};
use crate::config::{Config, FieldType};
use crate::content::front_matter::{SourceDetail, TermStatus};
use crate::content::{Detail, KindId};
use crate::path;
use crate::site::field::{self, Shown};
use crate::site::{Page, neutral, required};
use crate::strings::Strings;

impl Viewer<'_> {
    pub(super) fn fields(&self, page: &Page, at: &str) -> Vec<FieldView> {
        let strings = self.site.strings_of(page);
        let mut fields = self.typed_fields(page, at, strings);
        fields.extend(field::shown(self.site, page, self.config).into_iter().map(
            |(name, _, value)| FieldView {
                label: label(strings, &format!("field.{name}"), name),
                values: self.field_values(name, &value, strings, at),
            },
        ));
        fields
    }

    pub(super) fn field_values(
        &self,
        name: &str,
        value: &Shown<'_>,
        strings: &Strings,
        at: &str,
    ) -> Vec<Link> {
        match value {
            Shown::Pages(pages) => pages.iter().map(|page| self.link(at, *page)).collect(),
            Shown::Text(FieldType::Url, url) => vec![Link {
                title: (*url).to_owned(),
                href: (*url).to_owned(),
                ..Link::default()
            }],
            Shown::Text(field_type, text) => {
                vec![plain(text_label(strings, name, *field_type, text))]
            }
        }
    }

    pub(super) fn typed_fields(&self, page: &Page, at: &str, strings: &Strings) -> Vec<FieldView> {
        let field = |key: &str, values: Vec<Link>| {
            (!values.is_empty()).then(|| FieldView {
                label: strings.get(key).to_owned(),
                values,
            })
        };
        let texts = |texts: &[String]| {
            texts
                .iter()
                .map(|text| plain(text.clone()))
                .collect::<Vec<_>>()
        };
        let own = &page.document.detail;
        let fields = match &page.original.detail {
            Detail::Term(original) => {
                let own = if let Detail::Term(own) = own {
                    own
                } else {
                    original
                };
                let terms = |names: &[(String, _)]| -> Vec<Link> {
                    names
                        .iter()
                        .filter_map(|(name, _)| {
                            self.site.page_at(page.locale, &format!("terms/{name}"))
                        })
                        .map(|term| self.link(at, term))
                        .collect()
                };
                let status = match original.status {
                    TermStatus::Preferred => Vec::new(),
                    TermStatus::Admitted => vec![plain(strings.get("term.admitted").to_owned())],
                    TermStatus::Avoid => vec![plain(strings.get("term.avoid").to_owned())],
                };
                vec![
                    field("term.status", status),
                    field("term.synonyms", texts(&own.synonyms)),
                    field("term.abbreviations", texts(&own.abbreviations)),
                    field("term.see-also", terms(&original.see_also)),
                    field("term.confused-with", terms(&original.confused_with)),
                ]
            }
            Detail::Source(original) => {
                let url = original.url.iter().map(|url| Link {
                    title: url.clone(),
                    href: url.clone(),
                    ..Link::default()
                });
                vec![
                    field(
                        "source.cite",
                        citation_of(self.site, page)
                            .map(|(text, locale)| self.foreign(page, text, locale))
                            .into_iter()
                            .collect(),
                    ),
                    field(
                        "source.year",
                        original
                            .year
                            .iter()
                            .map(|year| plain(year.clone()))
                            .collect(),
                    ),
                    field("source.url", url.collect()),
                    field("source.licence", self.said(page, |source| &source.licence)),
                    field("source.notice", self.said(page, |source| &source.notice)),
                ]
            }
            _ => Vec::new(),
        };
        fields.into_iter().flatten().collect()
    }

    /// What a source says of itself: in the page's words, else in the original's.
    fn said(&self, page: &Page, field: fn(&SourceDetail) -> &Option<String>) -> Vec<Link> {
        let versions = [&page.document, &page.original].into_iter();
        let said = versions.filter_map(|document| match &document.detail {
            Detail::Source(detail) => {
                let text = field(detail).as_deref()?;
                Some(self.foreign(page, text, &document.locale))
            }
            _ => None,
        });
        said.take(1).collect()
    }

    /// Key of the words over a folder's list.
    pub(super) fn listing_title(&self, page: &Page) -> &'static str {
        match page.id().kind {
            KindId::Course => "list.modules",
            KindId::Module => "list.lessons",
            _ if self.has_course_on_home(page) => "list.answers",
            _ if crate::content::reference_kind(page.folder(), self.config).is_reference() => {
                "list.entries"
            }
            _ => "list.contents",
        }
    }

    pub(super) fn listing(
        &self,
        page: &Page,
        at: &str,
        facet: Option<&(String, String)>,
    ) -> Vec<ListItem> {
        if !page.document.is_index() {
            return Vec::new();
        }
        let strings = self.site.strings_of(page);
        let children = self.site.navigation[page.locale]
            .children(page.folder())
            .iter();
        children
            .filter(|child| !self.is_on_way(page, **child))
            .filter(|child| !required::is_one(&self.site.pages[**child].document))
            .filter(|child| {
                let child = &self.site.pages[**child];
                facet.is_none_or(|(name, value)| self.values_of(child, name).contains(value))
            })
            .map(|child| {
                let entry = &self.site.pages[*child];
                let facts = field::shown(self.site, entry, self.config).into_iter();
                ListItem {
                    link: self.link(at, *child),
                    description: entry.document.front.description.clone(),
                    lang: entry.document.locale.to_string(),
                    dir: entry.document.locale.dir().as_str(),
                    minutes: self.minutes(entry, *child),
                    facts: facts
                        .filter(|(_, field, _)| field.facet)
                        .map(|(name, _, value)| FieldView {
                            label: label(strings, &format!("field.{name}"), name),
                            values: self.field_values(name, &value, strings, at),
                        })
                        .collect(),
                }
            })
            .collect()
    }

    pub(super) fn facets(
        &self,
        page: &Page,
        at: &str,
        chosen: Option<&(String, String)>,
    ) -> Vec<Facet> {
        let strings = self.site.strings_of(page);
        let facets = self.facet_values(page);
        facets
            .into_iter()
            .map(|(name, values)| Facet {
                label: label(strings, &format!("field.{name}"), &name),
                values: values
                    .into_iter()
                    .map(|(value, count)| FacetValue {
                        link: Link {
                            title: self.value_label(page, &name, &value),
                            href: path::href(at, &facet_address(page, &name, &value, self.config)),
                            current: chosen
                                .is_some_and(|(field, chosen)| *field == name && *chosen == value)
                                .then_some("page"),
                            ..Link::default()
                        },
                        count,
                    })
                    .collect(),
            })
            .collect()
    }

    /// The facets of a kind's list page: for each field its values with how many entries have
    /// each.
    pub(super) fn facet_values(&self, page: &Page) -> Vec<(String, BTreeMap<String, usize>)> {
        if !page.document.is_index() {
            return Vec::new();
        }
        let kind = self
            .config
            .kinds
            .values()
            .find(|kind| kind.folder == page.folder());
        let fields = kind.into_iter().flat_map(|kind| &kind.fields);
        fields
            .filter(|(_, field)| field.facet)
            .map(|(name, _)| {
                let mut values: BTreeMap<String, usize> = BTreeMap::new();
                for child in self.site.navigation[page.locale].children(page.folder()) {
                    for value in self.values_of(&self.site.pages[*child], name) {
                        *values.entry(value).or_default() += 1;
                    }
                }
                (name.clone(), values)
            })
            .collect()
    }

    /// The values of an entry's field, as facets tell them apart.
    pub(super) fn values_of(&self, entry: &Page, name: &str) -> Vec<String> {
        let shown = field::shown(self.site, entry, self.config);
        let value = shown.into_iter().find(|(known, ..)| *known == name);
        match value {
            Some((_, _, Shown::Text(FieldType::Date, day))) => vec![day.chars().take(4).collect()],
            Some((_, _, Shown::Text(_, text))) => vec![text.to_owned()],
            Some((_, _, Shown::Pages(pages))) => pages
                .iter()
                .map(|page| path::name(&self.site.pages[*page].id().path).to_owned())
                .collect(),
            None => Vec::new(),
        }
    }

    pub(super) fn value_label(&self, page: &Page, name: &str, value: &str) -> String {
        let strings = self.site.strings_of(page);
        let kind = self
            .config
            .kinds
            .values()
            .find(|kind| kind.folder == page.folder());
        let field = kind.and_then(|kind| kind.fields.get(name));
        match field {
            Some(field) if matches!(field.field_type, FieldType::Ref | FieldType::Refs) => {
                let folder = field
                    .kind
                    .as_deref()
                    .map_or("", |kind| field::folder_of(kind, self.config));
                let target = self.site.page_at(page.locale, &path::join(folder, value));
                target
                    .map_or(value, |target| self.site.pages[target].title())
                    .to_owned()
            }
            Some(field) => text_label(strings, name, field.field_type, value),
            None => value.to_owned(),
        }
    }
}

/// The file of a narrowed list. A value that is no plain name gets a hash behind it, so that two
/// values never share a file, on no disk.
pub(super) fn facet_address(page: &Page, name: &str, value: &str, config: &Config) -> String {
    let folder = path::parent(&page.address);
    if config.has_neutral_addresses() {
        return format!(
            "{folder}/by/{}.html",
            neutral::name(&format!("{name}/{value}"))
        );
    }
    let plain: String = value
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .flat_map(char::to_lowercase)
        .collect();
    let is_code = value.len() == 2 && value.bytes().all(|b| b.is_ascii_uppercase());
    let is_plain = (plain == value || is_code) && path::unportable(&plain).is_none();
    let hash = match is_plain && !plain.is_empty() {
        true => String::new(),
        false => format!("-{}", &blake3::hash(value.as_bytes()).to_hex()[..6]),
    };
    format!("{folder}/by/{name}/{plain}{hash}.html")
}

/// The words of `key`, or the name with spaces for hyphens.
fn label(strings: &Strings, key: &str, name: &str) -> String {
    strings
        .find(key)
        .map_or_else(|| name.replace('-', " "), str::to_owned)
}

fn text_label(strings: &Strings, name: &str, field_type: FieldType, value: &str) -> String {
    let key = match field_type {
        FieldType::Country => format!("country.{value}"),
        FieldType::OneOf => format!("field.{name}.{value}"),
        _ => return value.to_owned(),
    };
    strings.find(&key).unwrap_or(value).to_owned()
}
