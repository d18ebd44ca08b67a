//! The page that every header leads to: what to do at once.

use super::{PageIndex, Site};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, code};
use crate::path;

/// The entry of the page, if the book names one.
pub fn path(config: &Config) -> Option<String> {
    let written = config.act_now.as_ref()?.page.trim_end_matches(".md");
    let parts: Vec<&str> = written.split('/').map(path::strip_order).collect();
    Some(parts.join("/"))
}

/// The page in a language.
pub fn page(site: &Site, locale: usize, config: &Config) -> Option<PageIndex> {
    site.page_at(locale, &path(config)?)
}

/// Whether the page is there.
pub(super) fn check(site: &Site, config: &Config) -> Option<Diagnostic> {
    let path = path(config)?;
    if site.pages.is_empty() || site.page_at(0, &path).is_some() {
        return None;
    }
    let pages = site.pages.iter().filter(|page| page.locale == 0);
    let known = pages.map(|page| &*page.id().path);
    let place = config.place(&["act-now", "page"]);
    let message = format!("there is no page `{path}` to act on");
    let file = format!("{}/{}/{path}.md", config.book.src, config.book.language);
    Some(
        Diagnostic::new(&code::ACT_NOW_MISSING, place, message).suggest(
            &path,
            known,
            format!("write `{file}`"),
        ),
    )
}
