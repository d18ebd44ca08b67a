//! What stands at the top of a language's tree: folders for the header, pages for the footer.

use crate::config::Config;
use crate::path;
use crate::site::{PageIndex, Site, required};

/// Folders that the header leads to.
const SECTIONS: usize = 12;

/// Folders that stand in a row; where there are more, all but the first stand in a menu.
const IN_A_ROW: usize = 3;

/// Pages of the book in the footer.
const FOOTER: usize = 32;

/// Folders at the top, for the header.
pub(super) fn sections(site: &Site, config: &Config, top: &[PageIndex]) -> Vec<PageIndex> {
    let asked = &config.navigation.header;
    let folders = top.iter().copied().filter(|page| {
        let document = &site.pages[*page].document;
        let is_asked = || {
            asked
                .iter()
                .any(|folder| folder == path::parent(&document.id.path))
        };
        document.is_index() && !required::is_one(document) && (asked.is_empty() || is_asked())
    });
    folders.take(SECTIONS).collect()
}

/// How many of a header's sections stand in its row.
pub(super) fn in_row(sections: usize) -> usize {
    if sections > IN_A_ROW { 1 } else { sections }
}

/// Pages at the top, for the footer: those of the book, then those that every site has.
pub(super) fn footer(site: &Site, top: &[PageIndex]) -> Vec<PageIndex> {
    let document = |page: &PageIndex| &site.pages[*page].document;
    let own = top
        .iter()
        .filter(|page| !document(page).is_index() && !required::is_one(document(page)));
    let order = |page: &PageIndex| {
        let path = &document(page).id.path;
        let name = path.strip_suffix("/index").unwrap_or(path);
        required::PAGES.iter().position(|known| *known == name)
    };
    let mut of_every_site: Vec<PageIndex> = top
        .iter()
        .copied()
        .filter(|page| order(page).is_some())
        .collect();
    of_every_site.sort_by_key(order);
    own.copied().take(FOOTER).chain(of_every_site).collect()
}
