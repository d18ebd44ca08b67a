//! Sources on pages: where each is used, and what is copied of it.

use super::view::Use;
use super::viewer::{Viewer, citation_of};
use crate::content::KindId;
use crate::site::{Page, PageIndex};

impl Viewer<'_> {
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
