//! Facts of entries, and lists of folders.

pub mod view;

use super::facet::{Choice, label, text_label};
use super::sources::citation_of;
use super::view::{FieldView, Link, ListItem, Phase};
use super::viewer::{Viewer, plain};
use crate::config::{Field, FieldType};
use crate::content::front_matter::{SourceDetail, TermStatus};
use crate::content::{Detail, KindId};
use crate::site::field::{self, Shown};
use crate::site::{Page, PageIndex, required};
use crate::strings::Strings;

/// Values of a list that a card shows all of, those of the entry marked.
const PHASES: std::ops::RangeInclusive<usize> = 2..=4;

impl Viewer<'_> {
    pub(super) fn fields(&self, page: &Page, at: &str) -> Vec<FieldView> {
        let strings = self.site.strings_of(page);
        let mut fields = self.typed_fields(page, at, strings);
        let shown = field::shown(self.site, page, self.config).into_iter();
        // The source that describes the entry stands above its text.
        let opening = self
            .kind_of(page)
            .and_then(|kind| kind.as_described_in.as_deref());
        let shown = shown.filter(|(name, ..)| Some(*name) != opening);
        let shown = shown.map(|(name, _, value)| FieldView {
            label: label(strings, &format!("field.{name}"), name),
            values: self.field_values(name, &value, strings, at),
        });
        // What the title says is not said again.
        let is_title = |field: &FieldView| match field.values.as_slice() {
            [only] => only.title == page.title(),
            _ => false,
        };
        fields.extend(shown.filter(|field| !is_title(field)));
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
            Shown::Texts(FieldType::Url, urls) => urls
                .iter()
                .map(|url| Link {
                    title: url.clone(),
                    href: url.clone(),
                    ..Link::default()
                })
                .collect(),
            Shown::Texts(field_type, texts) => texts
                .iter()
                .map(|text| plain(text_label(strings, name, *field_type, text)))
                .collect(),
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
                    TermStatus::Preferred => vec![plain(strings.get("term.preferred").to_owned())],
                    TermStatus::Admitted => vec![plain(strings.get("term.admitted").to_owned())],
                    TermStatus::Avoid => vec![plain(strings.get("term.avoid").to_owned())],
                };
                vec![
                    field("term.status", status),
                    field("term.instead", terms(&original.instead)),
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
        index: PageIndex,
        at: &str,
        choice: &Choice,
    ) -> Vec<ListItem> {
        if let Some(facets) = self.facets.get(&index) {
            let entries = facets.entries(choice);
            return entries
                .map(|(entry, values)| ListItem {
                    tokens: Some(facets.tokens(values, self.config)),
                    ..self.card(page, entry, at)
                })
                .collect();
        }
        if !page.document.is_index() {
            return Vec::new();
        }
        // Terms stand from A to Z.
        if page.folder() == "terms" {
            return Vec::new();
        }
        let children = self.site.navigation[page.locale].children(page.folder());
        children
            .iter()
            .filter(|child| !self.is_on_way(page, **child))
            .filter(|child| !required::is_one(&self.site.pages[**child].document))
            .map(|child| self.list_item(*child, at))
            .collect()
    }

    /// Pages beside the entries of a kind that show them in another way.
    pub(super) fn views(&self, page: &Page, index: PageIndex, at: &str) -> Vec<ListItem> {
        if !self.facets.contains_key(&index) || !page.document.is_index() {
            return Vec::new();
        }
        let children = self.site.navigation[page.locale].children(page.folder());
        let others = children.iter().filter(|child| {
            !matches!(
                self.site.pages[**child].original.id.kind,
                KindId::Declared(_)
            )
        });
        others.map(|child| self.list_item(*child, at)).collect()
    }

    fn list_item(&self, child: PageIndex, at: &str) -> ListItem {
        let entry = &self.site.pages[child];
        ListItem {
            link: self.link(at, child),
            description: entry.document.front.description.clone(),
            lang: entry.document.locale.to_string(),
            dir: entry.document.locale.dir().as_str(),
            minutes: self.minutes(entry, child),
            facts: Vec::new(),
            phases: Vec::new(),
            tokens: None,
        }
    }

    fn card(&self, page: &Page, entry: PageIndex, at: &str) -> ListItem {
        let strings = self.site.strings_of(page);
        let mut item = self.list_item(entry, at);
        let shown = field::shown(self.site, &self.site.pages[entry], self.config);
        for (name, field, value) in shown.into_iter().filter(|(_, field, _)| field.facet) {
            match &value {
                Shown::Texts(FieldType::SomeOf, own) if PHASES.contains(&field.values.len()) => {
                    item.phases.extend(phases(strings, name, field, own));
                }
                Shown::Texts(..) => item.facts.push(FieldView {
                    label: label(strings, &format!("field.{name}"), name),
                    values: self.field_values(name, &value, strings, at),
                }),
                Shown::Pages(_) => {}
            }
        }
        item
    }
}

/// The values of a field with which of them are an entry's.
fn phases(strings: &Strings, name: &str, field: &Field, own: &[String]) -> Vec<Phase> {
    let values = field.values.iter();
    values
        .map(|value| Phase {
            label: text_label(strings, name, FieldType::SomeOf, value),
            is_on: own.contains(value),
        })
        .collect()
}
