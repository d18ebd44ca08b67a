//! What readers are told where a translation is behind its original.

use super::view::{Link, Stale};
use super::viewer::Viewer;
use crate::path;
use crate::site::Page;

impl Viewer<'_> {
    /// How much of the original changed, with links to its parts that did.
    pub(super) fn stale(&self, page: &Page, at: &str) -> Option<Stale> {
        let behind = page.behind(self.site)?;
        let strings = self.site.strings_of(page);
        let text = strings.count("stale.notice", behind.changed);
        let original = &self.site.pages[self.site.page_at(0, &page.id().path)?];
        let language = self.names.first().map_or("", String::as_str);
        let mut links: Vec<Link> = Vec::new();
        for place in &behind.places {
            let link = self.part(original, *place, at);
            if !links.contains(&link) {
                links.push(link);
            }
        }
        Some(Stale {
            text: text.replace("{of}", &behind.parts.to_string()),
            read: strings.with("stale.read", &[("language", language)]),
            links,
        })
    }

    /// The part of an original in which a byte of its file stands: the heading before it, or the
    /// page.
    fn part(&self, original: &Page, place: usize, at: &str) -> Link {
        let headings = &original.document.body.headings;
        let before = headings.partition_point(|heading| heading.range.start <= place);
        let heading = before.checked_sub(1).and_then(|number| {
            let id = original.resolved.heading_ids.get(number)?;
            Some((headings[number].text.clone(), id))
        });
        let locale = &original.document.locale;
        let href = path::href(at, &original.address);
        let (title, href) = match heading {
            Some((text, id)) => (text, format!("{href}#{}", path::encode(id))),
            None => (original.title().to_owned(), href),
        };
        Link {
            title,
            href,
            lang: Some(locale.to_string()),
            dir: Some(locale.dir().as_str()),
            current: None,
        }
    }
}
