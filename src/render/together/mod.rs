//! Entries of a kind shown together: as a matrix, side by side, on a line of time, one by one.

mod compare;
mod matrix;
mod timeline;
pub mod view;

pub(super) use compare::{pair_address, pairs};
use view::{Cell, Each, Together};

use super::facet::{label, text_label};
use super::html::Filling;
use super::view::Html;
use super::viewer::{Part, Subject, Viewer};
use crate::config::{Field, FieldType, ViewType};
use crate::content::markdown::Piece;
use crate::path;
use crate::site::field::{self, Shown};
use crate::site::section::{self, Section};
use crate::site::{Page, PageIndex, view as shown};
use crate::strings::Strings;

/// What an entry of a kind is called, above a column of them.
fn entry_name<'s>(strings: &'s Strings, kind: &'s str) -> &'s str {
    let of_all = strings.get_or(&format!("kind.{kind}"), kind);
    strings.get_or(&format!("kind.{kind}.one"), of_all)
}

/// What a subject shows together.
pub(super) fn of(viewer: &Viewer<'_>, subject: &Subject) -> Option<Together> {
    let page = &viewer.site.pages[subject.page];
    let view = shown::of(page, viewer.config)?;
    let entries: Vec<PageIndex> =
        shown::entries(viewer.site, page.locale, &view.kind, viewer.config).collect();
    if entries.is_empty() {
        return None;
    }
    let maker = Maker {
        viewer,
        page,
        at: &subject.address,
    };
    match (view.view_type, &subject.part) {
        (ViewType::Matrix, _) => Some(Together::Matrix(maker.matrix(view, &entries))),
        (ViewType::Compare, Some(Part::Pair(pair))) => Some(Together::Compare(maker.compare(
            view,
            pair,
            true,
            subject.page,
            &entries,
        ))),
        (ViewType::Compare, _) => {
            let most = shown::paired(entries.len());
            Some(Together::Compare(maker.compare(
                view,
                &entries[..most],
                false,
                subject.page,
                &entries,
            )))
        }
        (ViewType::Timeline, _) => Some(Together::Timeline(maker.timeline(view, &entries))),
        (ViewType::ForEach, _) => Some(Together::ForEach(maker.each(&entries))),
        (ViewType::List, _) => None,
    }
}

/// Makes what a page shows.
struct Maker<'a> {
    viewer: &'a Viewer<'a>,
    page: &'a Page,
    at: &'a str,
}

impl Maker<'_> {
    /// A field's name for readers.
    fn label(&self, name: &str) -> String {
        let strings = self.viewer.site.strings_of(self.page);
        label(strings, &format!("field.{name}"), name)
    }

    /// What an entry says in a field or section.
    fn cell(&self, entry: PageIndex, name: &str, field: Option<&Field>) -> Cell {
        let own = &self.viewer.site.pages[entry];
        let locale = &own.document.locale;
        let cell = Cell {
            name: self.viewer.link(self.at, entry),
            key: path::name(&own.id().path).to_owned(),
            lang: locale.to_string(),
            dir: locale.dir().as_str(),
            ..Cell::default()
        };
        if field.is_some_and(|field| field.field_type == FieldType::Section) {
            let Some(section) = section::find(own, name) else {
                return cell;
            };
            let html = self.html(entry, &section.piece);
            let mut link = self.viewer.link(self.at, entry);
            link.href = format!("{}#{}", link.href, section.id);
            return Cell {
                html: Html::new(&html),
                link: Some(link),
                is_there: true,
                ..cell
            };
        }
        let html = self.field_html(own, name);
        let here = &self.viewer.site.locales[self.page.locale];
        Cell {
            is_there: !html.is_empty(),
            html: Html::new(&html),
            // Only words of its own stand in the entry's language.
            lang: match field.is_some_and(|field| field.field_type.is_translated()) {
                true => cell.lang.clone(),
                false => here.to_string(),
            },
            dir: match field.is_some_and(|field| field.field_type.is_translated()) {
                true => cell.dir,
                false => here.dir().as_str(),
            },
            ..cell
        }
    }

    /// A piece of an entry's text, as the page shows it.
    fn html(&self, entry: PageIndex, piece: &Piece) -> String {
        let own = &self.viewer.site.pages[entry];
        let Some(resolved) = self.page.resolved.entries.get(&entry) else {
            return String::new();
        };
        let prefix = format!("{}--", path::name(&own.id().path));
        let filling = Filling {
            resolved,
            strings: self.viewer.site.text_strings_of(own),
            prefix: &prefix,
            embeds: &[],
        };
        // The page's own headings stand above these.
        let html = filling.piece(piece).replace("<h3", "<h4");
        html.replace("</h3>", "</h4>").trim().to_owned()
    }

    /// The values of an entry's field, as text.
    fn field_html(&self, entry: &Page, name: &str) -> String {
        let viewer = self.viewer;
        let strings = viewer.site.strings_of(self.page);
        let fields = field::shown(viewer.site, entry, viewer.config);
        let Some((_, _, value)) = fields.into_iter().find(|(own, ..)| *own == name) else {
            return String::new();
        };
        let mut html: Vec<String> = Vec::new();
        match value {
            Shown::Texts(field_type, texts) => html.extend(
                texts
                    .iter()
                    .map(|text| escaped(&text_label(strings, name, field_type, text))),
            ),
            Shown::Pages(pages) => html.extend(pages.iter().map(|page| {
                let link = viewer.link(self.at, *page);
                format!(
                    "<a href=\"{}\">{}</a>",
                    escaped(&link.href),
                    escaped(&link.title)
                )
            })),
        }
        html.join(", ")
    }

    fn each(&self, entries: &[PageIndex]) -> Vec<Each> {
        let entries = entries.iter().map(|entry| {
            let own = &self.viewer.site.pages[*entry];
            let locale = &own.document.locale;
            Each {
                link: self.viewer.link(self.at, *entry),
                key: path::name(&own.id().path).to_owned(),
                description: own.document.front.description.clone(),
                lang: locale.to_string(),
                dir: locale.dir().as_str(),
                groups: self.viewer.backlinks(own, self.at),
            }
        });
        entries.collect()
    }

    fn section(&self, entry: PageIndex, name: &str) -> Option<Section> {
        section::find(&self.viewer.site.pages[entry], name)
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    pulldown_cmark_escape::escape_html(&mut out, text).expect("writing to a String can't fail");
    out
}
