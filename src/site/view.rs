//! Pages that show entries together: what the entries' texts refer to from there, and findings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::target::Targets;
use super::{Page, PageIndex, Resolved, Site, Versions, reference};
use crate::config::{Cells, Config, View, ViewType};
use crate::content::{Detail, KindId};
use crate::diagnostic::{Diagnostic, Span, code};
use crate::path;

/// Pairs of entries that get a page of their own, in each language.
pub const MOST_PAIRS: usize = 200;

/// The view that a page shows, by its name in `book.toml`.
pub fn of<'a>(page: &Page, config: &'a Config) -> Option<&'a View> {
    let (name, _) = page.original.front.view.as_ref()?;
    config.views.get(name)
}

/// The entries of a kind in a language, in order.
pub fn entries<'a>(
    site: &'a Site,
    locale: usize,
    kind: &'a str,
    config: &Config,
) -> impl Iterator<Item = PageIndex> + 'a {
    let folder = config.kinds.get(kind).map_or("", |kind| &kind.folder);
    let children = site.navigation[locale].children(folder).iter().copied();
    children.filter(move |child| {
        matches!(&site.pages[*child].original.id.kind, KindId::Declared(own) if **own == *kind)
    })
}

/// How many of so many entries are compared by pages of their own, so that the pairs stay few.
pub fn paired(entries: usize) -> usize {
    let fits = |count: &usize| count * count.saturating_sub(1) / 2 <= MOST_PAIRS;
    (0..=entries).rev().find(fits).unwrap_or(0)
}

/// Makes the translation of a page with a view a page, too, where it does not say so itself.
pub(super) fn mark_translations(versions: &mut Versions) {
    for by_locale in versions.values_mut() {
        let is_view = by_locale
            .get(&0)
            .is_some_and(|original| original.front.view.is_some());
        let translations = by_locale.values_mut().filter(|_| is_view);
        for document in translations.filter(|document| document.front.view.is_none()) {
            let document = Arc::make_mut(document);
            document.id.kind = KindId::Page;
            document.detail = Detail::Plain;
        }
    }
}

/// What the entries of a page's view refer to, as seen from `from`.
pub(super) fn resolve(
    site: &Site,
    targets: &Targets,
    page: &Page,
    from: &str,
    config: &Config,
) -> BTreeMap<PageIndex, Resolved> {
    let Some(view) = of(page, config).filter(|view| shows_text(view)) else {
        return BTreeMap::new();
    };
    entries(site, page.locale, &view.kind, config)
        .map(|entry| {
            let mut resolved = reference::resolve_text(site, targets, entry, from).value;
            // Not every part of the entry stands on the page.
            let own = path::href(from, &site.pages[entry].address);
            for link in resolved
                .links
                .iter_mut()
                .filter(|link| link.starts_with('#'))
            {
                *link = format!("{own}{link}");
            }
            (entry, resolved)
        })
        .collect()
}

fn shows_text(view: &View) -> bool {
    match view.view_type {
        ViewType::Matrix => view.cells == Cells::Text,
        ViewType::Compare | ViewType::Timeline => true,
        ViewType::List | ViewType::ForEach => false,
    }
}

/// Pages that show a view that is not there, views that no page shows, views of too many pairs.
pub(super) fn check(site: &Site, config: &Config) -> Vec<Diagnostic> {
    let mut shown = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for page in site.pages.iter().filter(|page| !page.is_fallback(site)) {
        let document = &page.document;
        let Some((name, range)) = &document.front.view else {
            continue;
        };
        shown.insert(name.as_str());
        if !config.views.contains_key(name) {
            let known = config.views.keys().map(String::as_str);
            let message = format!("there is no view `{name}`");
            diagnostics.push(
                Diagnostic::new(&code::UNKNOWN_VIEW, document.span(range.clone()), message)
                    .suggest(
                        name,
                        known,
                        "declare it in `book.toml` under `[views.<name>]`",
                    ),
            );
        }
    }
    let place = |name: &str| -> Span { config.place(&["views", name]) };
    for (name, view) in &config.views {
        if !shown.contains(name.as_str()) {
            let message = format!("no page shows the view `{name}`");
            let help = format!(
                "write a page with `view = \"{name}\"` in its front matter, or take the view away"
            );
            diagnostics.push(Diagnostic::new(&code::UNUSED_VIEW, place(name), message).help(help));
        }
        let count = entries(site, 0, &view.kind, config).count();
        let paired = paired(count);
        if view.view_type == ViewType::Compare && paired < count {
            let message = format!(
                "{count} entries make {} pairs; only the first {paired} entries can be compared",
                count * (count - 1) / 2
            );
            diagnostics.push(
                Diagnostic::new(&code::TOO_MANY_PAIRS, place(name), message)
                    .help("split the kind, or show its entries in a matrix"),
            );
        }
    }
    diagnostics
}
