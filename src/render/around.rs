//! Where a page stands: the way from home, its neighbours, the sidebar.

use super::view::{Link, Nav, NavItem};
use super::viewer::{Viewer, plain};
use crate::site::{Page, PageIndex};

/// Entries of a list in the sidebar around the reader's place, beyond which it is cut.
const WINDOW: usize = 12;

impl Viewer<'_> {
    pub(super) fn breadcrumbs(
        &self,
        page: &Page,
        at: &str,
        is_whole: bool,
        own: PageIndex,
    ) -> Vec<Link> {
        let mut way = self.site.navigation[page.locale].ancestors(page);
        if !is_whole {
            way.push(own);
        }
        let home = self.site.strings_of(page).get("nav.home");
        way.into_iter()
            .map(|target| match &*self.site.pages[target].id().path {
                "index" => Link {
                    href: self.href(at, target),
                    ..plain(home.to_owned())
                },
                _ => self.link(at, target),
            })
            .collect()
    }

    pub(super) fn neighbours(
        &self,
        page: &Page,
        index: PageIndex,
        at: &str,
    ) -> (Option<Link>, Option<Link>) {
        let (before, behind) = self.site.navigation[page.locale].neighbours(index);
        (
            before.map(|page| self.link(at, page)),
            behind.map(|page| self.link(at, page)),
        )
    }

    pub(super) fn nav(&self, page: &Page, index: PageIndex, at: &str) -> Option<Nav> {
        let navigation = &self.site.navigation[page.locale];
        let top = page
            .id()
            .path
            .split('/')
            .next()
            .filter(|_| !page.folder().is_empty())?;
        let section = navigation.folder_page(top)?;
        let children = navigation.children(top);
        let position = children
            .iter()
            .position(|child| self.current(page, index, *child).is_some())
            .unwrap_or(0);
        let shown = window(children, position);
        let items = shown.iter().map(|child| {
            let link = Link {
                current: self.current(page, index, *child),
                ..self.link(at, *child)
            };
            let inside = link.current.is_some() && self.site.pages[*child].document.is_index();
            let children = if inside {
                self.siblings(page, index, at)
            } else {
                Vec::new()
            };
            NavItem { link, children }
        });
        Some(Nav {
            items: items.collect(),
            section: Link {
                current: (section == index).then_some("page"),
                ..self.link(at, section)
            },
            is_cut: shown.len() < children.len(),
        })
    }

    /// What stands in the page's own folder.
    pub(super) fn siblings(&self, page: &Page, index: PageIndex, at: &str) -> Vec<Link> {
        let children = self.site.navigation[page.locale].children(page.folder());
        let position = children
            .iter()
            .position(|child| *child == index)
            .unwrap_or(0);
        self.links(window(children, position), at, page, index)
    }
}

/// The part of a list around a position; all of it where it is short.
pub(super) fn window(list: &[PageIndex], position: usize) -> &[PageIndex] {
    if list.len() <= 3 * WINDOW {
        return list;
    }
    let start = position
        .saturating_sub(WINDOW)
        .min(list.len() - 2 * WINDOW - 1);
    &list[start..start + 2 * WINDOW + 1]
}
