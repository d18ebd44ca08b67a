//! What stands around the text of an entry: its source, its gaps, who refers to it, its checks.

use super::day;
use super::facet::label;
use super::view::{Link, LinkGroup, Review};
use super::viewer::{Viewer, plain};
use crate::config::{FieldType, Kind};
use crate::content::{Detail, KindId};
use crate::site::field::{self, Shown};
use crate::site::reference::short_name;
use crate::site::{Page, section};
use crate::strings::Strings;

impl Viewer<'_> {
    /// The declared kind of an entry.
    pub(super) fn kind_of(&self, page: &Page) -> Option<&Kind> {
        match &page.original.id.kind {
            KindId::Declared(name) => self.config.kinds.get(&**name),
            _ => None,
        }
    }

    /// By which source an entry is described, and of which year that is.
    pub(super) fn opening(&self, page: &Page, at: &str) -> Option<Link> {
        let name = self.kind_of(page)?.as_described_in.as_deref()?;
        let shown = field::shown(self.site, page, self.config);
        let Some((_, _, Shown::Pages(sources))) = shown.into_iter().find(|(own, ..)| *own == name)
        else {
            return None;
        };
        let source = *sources.first()?;
        let strings = self.site.strings_of(page);
        let target = &self.site.pages[source];
        let year = match &target.original.detail {
            Detail::Source(detail) => detail.year.clone(),
            _ => None,
        };
        let source_name = short_name(target);
        let title = match year {
            Some(year) => strings.with(
                "entry.described",
                &[("source", source_name), ("year", &year)],
            ),
            None => strings.with("entry.described-undated", &[("source", source_name)]),
        };
        Some(Link {
            href: self.href(at, source),
            ..plain(title)
        })
    }

    /// Sections of the entry's kind that its text does not have.
    pub(super) fn gaps(&self, page: &Page) -> Vec<String> {
        let strings = self.site.strings_of(page);
        let fields = self.kind_of(page).into_iter().flat_map(|kind| &kind.fields);
        fields
            .filter(|(_, field)| field.field_type == FieldType::Section)
            .filter(|(name, _)| section::find(page, name).is_none())
            .map(|(name, _)| label(strings, &format!("field.{name}"), name))
            .collect()
    }

    /// Pages that refer to an entry, by kind.
    pub(super) fn backlinks(&self, page: &Page, at: &str) -> Vec<LinkGroup> {
        if !page.id().kind.is_reference() {
            return Vec::new();
        }
        let strings = self.site.strings_of(page);
        let mut groups: Vec<(&KindId, Vec<Link>)> = Vec::new();
        let from = page.backlinks.iter().filter(|from| {
            let from = &self.site.pages[**from];
            from.locale == page.locale && !from.document.is_index()
        });
        for from in from {
            let kind = &self.site.pages[*from].id().kind;
            let link = self.link(at, *from);
            match groups.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, links)) => links.push(link),
                None => groups.push((kind, vec![link])),
            }
        }
        groups.sort_by_key(|(kind, _)| *kind);
        let groups = groups.into_iter();
        groups
            .map(|(kind, links)| LinkGroup {
                label: kind_label(strings, kind),
                links,
            })
            .collect()
    }

    /// Who wrote a page and who looks after it.
    pub(super) fn people(&self, page: &Page) -> Vec<String> {
        let strings = self.site.strings_of(page);
        let fronts = [&page.document.front, &page.original.front];
        let authors = fronts.iter().find(|front| !front.authors.is_empty());
        let authors = authors
            .map(|front| strings.with("page.authors", &[("names", &front.authors.join(", "))]));
        let owner = fronts.iter().find_map(|front| front.owner.as_deref());
        let owner = owner.map(|owner| strings.with("page.owner", &[("name", owner)]));
        authors.into_iter().chain(owner).collect()
    }

    /// When a page was checked, and until when that holds.
    pub(super) fn review(&self, page: &Page) -> Option<Review> {
        let strings = self.site.strings_of(page);
        let front = &page.original.front;
        let reviewed = day::words(strings, &front.reviewed.as_ref()?.to_string());
        let due = front.review_due().map(|due| due.to_string());
        let words = match &due {
            Some(due) => {
                let due = day::words(strings, due);
                strings.with("page.review", &[("date", &reviewed), ("due", &due)])
            }
            None => strings.with("page.reviewed", &[("date", &reviewed)]),
        };
        Some(Review {
            words,
            due,
            overdue: strings.get("page.overdue").to_owned(),
        })
    }
}

/// What the pages of a kind are called together.
fn kind_label(strings: &Strings, kind: &KindId) -> String {
    match kind {
        KindId::Declared(name) => strings.get_or(&format!("kind.{name}"), name).to_owned(),
        kind => strings
            .get(&format!("kind.{}.many", kind.name()))
            .to_owned(),
    }
}
