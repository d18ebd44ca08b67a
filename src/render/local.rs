//! What an administration fills in for its site: the page to act on, and the file of its values.

use std::collections::BTreeSet;

use super::assets::BLANK;
use super::theme::Theme;
use super::view::Link;
use super::viewer::Viewer;
use crate::path;
use crate::site::{Page, PageIndex, Site, act_now};

/// The file in which an administration fills blanks in, at the top of the site. Its name never
/// changes, and a build leaves one alone that was filled.
pub const LOCAL: &str = "local.js";

/// The theme's file with the function call and a place for the names.
const EXAMPLE: &str = "blank/local.js";

/// What stands there for the names.
const NAMES: &str = "  // {names}\n";

impl Viewer<'_> {
    /// Whether a page is the one to act on.
    pub(super) fn is_act_now(&self, page: &Page) -> bool {
        act_now::path(self.config).is_some_and(|path| path == *page.id().path)
    }

    /// The link to the page to act on.
    pub(super) fn act_now(&self, page: &Page, here: PageIndex, at: &str) -> Option<Link> {
        let target = act_now::page(self.site, page.locale, self.config)?;
        Some(Link {
            current: self.current(page, here, target),
            ..self.link(at, target)
        })
    }

    /// Whether a page asks for values of the administration.
    pub(super) fn has_blanks(&self, page: &Page) -> bool {
        shown(self.site, page).any(|page| !page.document.body.blanks.is_empty())
    }

    /// Whether charts stand on a page.
    pub(super) fn has_chart(&self, page: &Page) -> bool {
        shown(self.site, page).any(|page| page.document.body.charts > 0)
    }

    /// Whether steps to tick stand on a page.
    pub(super) fn has_checklist(&self, page: &Page) -> bool {
        !page.document.body.steps.is_empty() || !page.resolved.lists.is_empty()
    }

    /// What a page for paper whose chapters have blanks loads for them.
    pub(super) fn blank_scripts(&self, at: &str) -> Vec<String> {
        let bundle = self.assets.bundles.get(BLANK);
        let script = bundle.and_then(|bundle| bundle.script.as_deref());
        let scripts = script.into_iter().chain(self.local_script(true));
        scripts.map(|script| path::href(at, script)).collect()
    }

    /// The file of values, for a page that is wanted; only the theme's script knows what to do
    /// with it.
    pub(super) fn local_script(&self, is_wanted: bool) -> Option<&'static str> {
        (is_wanted && self.assets.has_script()).then_some(LOCAL)
    }
}

/// A page and the quizzes and checklists that stand on it.
fn shown<'a>(site: &'a Site, page: &'a Page) -> impl Iterator<Item = &'a Page> {
    let parts = page.resolved.quizzes.iter().chain(&page.resolved.lists);
    std::iter::once(page).chain(parts.map(|(_, part)| &site.pages[part.page]))
}

/// The file of values of a site with blanks: the book's own, else an example that names them all.
pub fn local(site: &Site, theme: &Theme) -> Option<String> {
    let bodies = site.pages.iter().map(|page| &page.document.body);
    let names: BTreeSet<&String> = bodies.flat_map(|body| &body.blanks).collect();
    if names.is_empty() || !theme.assets.has_script() {
        return None;
    }
    if let Some(own) = &theme.local {
        return Some(own.to_string());
    }
    let lines = names.iter().map(|name| format!("  // \"{name}\": \"\",\n"));
    let lines: String = lines.collect();
    Some(theme.file(EXAMPLE)?.replace(NAMES, &lines))
}
