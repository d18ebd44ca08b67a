//! A table with a row for each entry.

use std::collections::BTreeSet;

use super::view::{Cell, Matrix, Row, RowGroup};
use super::{Maker, entry_name};
use crate::config::view::Columns;
use crate::config::{Cells, Field, View};
use crate::path;
use crate::render::facet::{value_label, values_of};
use crate::render::view::Link;
use crate::render::viewer::plain;
use crate::site::{PageIndex, field};

impl Maker<'_> {
    pub(super) fn matrix(&self, view: &View, entries: &[PageIndex]) -> Matrix {
        let strings = self.viewer.site.strings_of(self.page);
        let values = match &view.columns {
            Columns::Values(name) => self.values(view, name, entries),
            Columns::Fields(_) => Vec::new(),
        };
        let columns = match &view.columns {
            Columns::Values(name) => values
                .iter()
                .map(|value| self.value_link(view, name, value))
                .collect(),
            Columns::Fields(names) => names.iter().map(|name| plain(self.label(name))).collect(),
        };
        let row = |entry: &PageIndex| Row {
            link: self.viewer.link(self.at, *entry),
            cells: match &view.columns {
                Columns::Values(name) => self.marks(*entry, name, &values),
                Columns::Fields(names) => names
                    .iter()
                    .map(|name| self.cell(*entry, name, self.field(view, name)))
                    .collect(),
            },
        };
        Matrix {
            caption: self.page.title().to_owned(),
            corner: entry_name(strings, &view.kind).to_owned(),
            columns,
            groups: self
                .grouped(view, entries)
                .into_iter()
                .map(|(label, entries)| RowGroup {
                    label,
                    rows: entries.iter().map(row).collect(),
                })
                .collect(),
            is_text: view.cells == Cells::Text,
            form: match view.cells {
                Cells::Text => "texts",
                Cells::Mark => "marks",
            },
        }
    }

    fn field(&self, view: &View, name: &str) -> Option<&Field> {
        view.kind_in(self.viewer.config)?.fields.get(name)
    }

    /// The values that entries have in a field, in the order of the field's own list.
    fn values(&self, view: &View, name: &str, entries: &[PageIndex]) -> Vec<String> {
        let site = self.viewer.site;
        let all = entries
            .iter()
            .flat_map(|entry| values_of(site, &site.pages[*entry], name, self.viewer.config));
        let present: BTreeSet<String> = all.collect();
        let stated = self
            .field(view, name)
            .map_or(&[][..], |field| &field.values);
        let mut values: Vec<String> = present.into_iter().collect();
        let collator = site.strings_of(self.page).locale().collator();
        let place = |value: &String| stated.iter().position(|known| known == value);
        values.sort_by(|a, b| {
            place(a).cmp(&place(b)).then_with(|| {
                collator.compare(&self.value(view, name, a), &self.value(view, name, b))
            })
        });
        values
    }

    fn value(&self, view: &View, name: &str, value: &str) -> String {
        match self.field(view, name) {
            Some(field) => value_label(
                self.viewer.site,
                self.page,
                (name, field),
                value,
                self.viewer.config,
            ),
            None => value.to_owned(),
        }
    }

    fn value_link(&self, view: &View, name: &str, value: &str) -> Link {
        let config = self.viewer.config;
        let target = self
            .field(view, name)
            .filter(|field| field.field_type.is_reference())
            .and_then(|field| field.kind.as_deref())
            .and_then(|kind| {
                let path = path::join(field::folder_of(kind, config), value);
                self.viewer.site.page_at(self.page.locale, &path)
            });
        match target {
            Some(target) => self.viewer.link(self.at, target),
            None => plain(self.value(view, name, value)),
        }
    }

    fn marks(&self, entry: PageIndex, name: &str, values: &[String]) -> Vec<Cell> {
        let site = self.viewer.site;
        let own = values_of(site, &site.pages[entry], name, self.viewer.config);
        let marks = values.iter().map(|value| Cell {
            is_there: own.contains(value),
            ..Cell::default()
        });
        marks.collect()
    }

    /// Entries by the value of the view's group; those that have none stand last.
    fn grouped(&self, view: &View, entries: &[PageIndex]) -> Vec<(Option<String>, Vec<PageIndex>)> {
        let Some(group) = &view.group else {
            return vec![(None, entries.to_vec())];
        };
        let (site, config) = (self.viewer.site, self.viewer.config);
        let of = |entry: &PageIndex| values_of(site, &site.pages[*entry], group, config);
        let mut groups: Vec<(Option<String>, Vec<PageIndex>)> = Vec::new();
        for value in self.values(view, group, entries) {
            let has = |entry: &&PageIndex| of(entry).first() == Some(&value);
            let rows: Vec<PageIndex> = entries.iter().filter(has).copied().collect();
            if !rows.is_empty() {
                groups.push((Some(self.value(view, group, &value)), rows));
            }
        }
        let rest: Vec<PageIndex> = entries
            .iter()
            .filter(|entry| of(entry).is_empty())
            .copied()
            .collect();
        if !rest.is_empty() {
            groups.push((None, rest));
        }
        groups
    }
}
