//! What is seen of a page from outside: the tab's title, the description, the logo.

use super::view::Logo;
use super::viewer::Viewer;
use crate::content::KindId;
use crate::path;
use crate::site::Page;

/// The height at which a logo stands before the title, in pixels.
const LOGO_HEIGHT: u64 = 40;

impl Viewer<'_> {
    /// The title for the browser's tab. Where the book asks for discretion, it says no more than
    /// where in the book the page stands.
    pub(super) fn head_title(&self, page: &Page, title: &str) -> String {
        let locale = &self.site.locales[page.locale];
        let (site, short) = (self.config.title(locale), self.config.short_title(locale));
        let hides = |discretion: &crate::config::Discretion| !discretion.page_titles;
        let is_home = &*page.id().path == "index";
        let own = match &self.config.discretion {
            Some(discretion) if hides(discretion) => self.neutral_title(page),
            _ if title == site => None,
            _ => Some(title.to_owned()),
        };
        match own {
            None => site.to_owned(),
            Some(own) if is_home => format!("{own} · {site}"),
            Some(own) => format!("{own} · {short}"),
        }
    }

    /// A page's place in words that say nothing of what it is about.
    fn neutral_title(&self, page: &Page) -> Option<String> {
        let strings = self.site.strings_of(page);
        let own = self.site.page_at(page.locale, &page.id().path);
        match page.id().kind {
            KindId::Module | KindId::Lesson => {
                let place = self.place(page, own?)?;
                Some(place.trim_end_matches('.').to_owned())
            }
            KindId::Course => Some(strings.get("course.whole").to_owned()),
            KindId::Term => Some(strings.get("kind.term.many").to_owned()),
            KindId::Source => Some(strings.get("kind.source.many").to_owned()),
            _ => None,
        }
    }

    /// What search results and link previews say about a page.
    pub(super) fn head_description(&self, page: &Page) -> Option<String> {
        let locale = &self.site.locales[page.locale];
        match self.config.discretion {
            Some(_) => self.config.description(locale).map(str::to_owned),
            None => page.document.front.description.clone(),
        }
    }

    pub(super) fn logo(&self, page: &Page, at: &str) -> Option<Logo> {
        let picture = self.assets.logo.as_ref()?;
        let width = picture.size.map(|(width, height)| {
            let scaled = u64::from(width) * LOGO_HEIGHT / u64::from(height.max(1));
            u32::try_from(scaled.max(1)).unwrap_or(u32::MAX)
        });
        Some(Logo {
            src: path::href(at, &picture.address),
            alt: self
                .config
                .logo_alt(&self.site.locales[page.locale])
                .to_owned(),
            width,
        })
    }
}
