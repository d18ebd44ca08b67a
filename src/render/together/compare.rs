//! Any two entries side by side, topic by topic.

use super::Maker;
use super::view::{Cell, Compare, Topic};
use crate::config::{Config, FieldType, View, ViewType};
use crate::path;
use crate::render::view::{Link, LinkGroup};
use crate::render::viewer::Viewer;
use crate::site::{PageIndex, Site, neutral, view};

/// The pairs of entries that have a page of their own, with the page that lets readers choose.
pub(in crate::render) fn pairs(site: &Site, config: &Config) -> Vec<(PageIndex, [PageIndex; 2])> {
    let mut pairs = Vec::new();
    for (index, page) in site.pages.iter().enumerate() {
        let Some(view) = view::of(page, config).filter(|view| view.view_type == ViewType::Compare)
        else {
            continue;
        };
        let entries: Vec<PageIndex> =
            view::entries(site, page.locale, &view.kind, config).collect();
        let entries = &entries[..view::paired(entries.len())];
        for (number, first) in entries.iter().enumerate() {
            let others = entries[number + 1..].iter();
            pairs.extend(others.map(|second| (index, [*first, *second])));
        }
    }
    pairs
}

/// The file of a pair: beside the page that lets readers choose, and the same in every language.
pub(in crate::render) fn pair_address(
    site: &Site,
    page: PageIndex,
    pair: [PageIndex; 2],
    config: &Config,
) -> String {
    let page = &site.pages[page];
    let mut names = pair.map(|entry| path::name(&site.pages[entry].id().path));
    names.sort_unstable();
    let folder = path::parent(&page.address);
    if config.has_neutral_addresses() {
        let names = format!("{}/{}/{}", page.id().path, names[0], names[1]);
        return path::join(folder, &format!("{}.html", neutral::name(&names)));
    }
    let stem = path::name(&page.address).trim_end_matches(".html");
    path::join(folder, &format!("{stem}-{}-{}.html", names[0], names[1]))
}

impl Maker<'_> {
    pub(super) fn compare(
        &self,
        view: &View,
        shown: &[PageIndex],
        is_pair: bool,
        index: PageIndex,
        all: &[PageIndex],
    ) -> Compare {
        let paired = &all[..view::paired(all.len())];
        let of_pair = |entry: &PageIndex| self.pairs_of(index, *entry, shown, is_pair, paired);
        Compare {
            topics: self.topics(view, shown),
            pairs: match is_pair {
                true => shown.iter().map(of_pair).collect(),
                false => paired.iter().map(of_pair).collect(),
            },
            entries: shown
                .iter()
                .map(|entry| self.cell(*entry, "", None))
                .collect(),
            is_pair,
        }
    }

    /// Sections first, then fields; what no entry has, or what only repeats the titles, is left out.
    fn topics(&self, view: &View, shown: &[PageIndex]) -> Vec<Topic> {
        let Some(kind) = view.kind_in(self.viewer.config) else {
            return Vec::new();
        };
        let opening = kind.as_described_in.as_deref();
        let fields = || {
            kind.fields
                .iter()
                .filter(|(name, _)| Some(name.as_str()) != opening)
        };
        let is_section = |field_type| field_type == FieldType::Section;
        let sections = fields().filter(|(_, field)| is_section(field.field_type));
        let others = fields().filter(|(_, field)| !is_section(field.field_type));
        sections
            .chain(others)
            .map(|(name, field)| Topic {
                label: self.label(name),
                key: name.clone(),
                cells: shown
                    .iter()
                    .map(|entry| self.cell(*entry, name, Some(field)))
                    .collect::<Vec<Cell>>(),
            })
            .filter(|topic| {
                is_section(kind.fields[&topic.key].field_type)
                    || topic.cells.iter().any(says_more_than_its_name)
            })
            .collect()
    }

    /// The pages on which an entry stands beside others. On the page of a pair the entry stays and
    /// the other one changes.
    fn pairs_of(
        &self,
        page: PageIndex,
        entry: PageIndex,
        shown: &[PageIndex],
        is_pair: bool,
        paired: &[PageIndex],
    ) -> LinkGroup {
        let Viewer { site, config, .. } = self.viewer;
        let title = |entry: PageIndex| site.pages[entry].title();
        let others = paired.iter().filter(|other| **other != entry);
        let link = |other: &PageIndex| {
            let pair = match paired.iter().position(|known| known == other)
                < paired.iter().position(|known| *known == entry)
            {
                true => [*other, entry],
                false => [entry, *other],
            };
            Link {
                href: path::href(self.at, &pair_address(site, page, pair, config)),
                current: (is_pair && shown.contains(other)).then_some("page"),
                ..self.viewer.link(self.at, *other)
            }
        };
        LinkGroup {
            label: title(entry).to_owned(),
            links: others.map(link).collect(),
        }
    }
}

/// Whether a cell holds something that is not the entry's title again.
fn says_more_than_its_name(cell: &Cell) -> bool {
    cell.is_there && cell.html.as_str() != super::escaped(&cell.name.title)
}
