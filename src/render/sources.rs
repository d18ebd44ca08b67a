//! Sources on pages: what a page cites, where each source is used, and what is copied of it.

use super::view::{SourceLink, Use};
use super::viewer::Viewer;
use crate::content::{Detail, KindId};
use crate::locale::Locale;
use crate::site::{Page, PageIndex, Site};

impl Viewer<'_> {
    pub(super) fn sources(&self, page: &Page, at: &str) -> Vec<SourceLink> {
        page.resolved
            .sources
            .iter()
            .map(|source| {
                let target = &self.site.pages[*source];
                let (citation, locale) = citation_of(self.site, target)
                    .unwrap_or((target.title(), &target.document.locale));
                SourceLink {
                    link: self.link(at, *source),
                    citation: citation.to_owned(),
                    lang: locale.to_string(),
                    dir: locale.dir().as_str(),
                }
            })
            .collect()
    }

    /// Where a source is used: the pages that cite it, with the places in it that they name.
    pub(super) fn uses(&self, page: &Page, at: &str) -> Vec<Use> {
        if page.id().kind != KindId::Source {
            return Vec::new();
        }
        let from = page.backlinks.iter().copied();
        from.filter(|from| self.site.pages[*from].locale == page.locale)
            .map(|from| self.use_of(page, from, at))
            .collect()
    }

    fn use_of(&self, source: &Page, from: PageIndex, at: &str) -> Use {
        let document = &self.site.pages[from].document;
        let name = source.id().path.strip_prefix("sources/");
        let mut places: Vec<&str> = Vec::new();
        for citation in &document.body.citations {
            let is_new = !citation.locator.is_empty() && !places.contains(&&*citation.locator);
            if is_new && name == Some(citation.source.as_str()) {
                places.push(&citation.locator);
            }
        }
        Use {
            link: self.link(at, from),
            places: places.join("; "),
            lang: document.locale.to_string(),
            dir: document.locale.dir().as_str(),
        }
    }

    /// The citation of a source's page, for copying.
    pub(super) fn copy(&self, page: &Page) -> Option<String> {
        if page.id().kind != KindId::Source {
            return None;
        }
        citation_of(self.site, page).map(|(text, _)| text.to_owned())
    }
}

/// The full citation of a source, with the language that it is written in.
pub(super) fn citation_of<'a>(site: &'a Site, source: &'a Page) -> Option<(&'a str, &'a Locale)> {
    let written = [&source.document, &source.original]
        .into_iter()
        .find_map(|document| match &document.detail {
            Detail::Source(detail) => Some((detail.cite.as_deref()?, &document.locale)),
            _ => None,
        });
    written.or_else(|| {
        let locale = &site.locales[source.locale];
        let made = site
            .citations
            .get(&(source.id().path.clone(), locale.clone()))?;
        Some((made, locale))
    })
}
