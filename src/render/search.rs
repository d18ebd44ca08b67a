//! The way to the search from every page, and the page on which it stands alone.

use serde::Serialize;

use super::theme::Theme;
use super::view::{Link, PageView};
use super::viewer::{Subject, Viewer};
use crate::diagnostic::Diagnostic;
use crate::path;
use crate::site::route::search_address;
use crate::site::{Page, PageIndex};

/// Words of the search script, and the template of its page.
const NAME: &str = "search";

/// What a page says to readers and scripts about the search.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Hash)]
pub struct SearchView {
    /// The page of the search.
    pub href: String,
    /// The same for the script; empty where there is none.
    pub page: String,
    /// What the script says, as JSON.
    pub words: String,
    /// The book's first language, where the page is of another one, and its name.
    pub other: Option<String>,
    /// Its name.
    pub other_name: Option<String>,
}

#[derive(Serialize)]
struct SearchPage {
    #[serde(flatten)]
    page: PageView,
    index: Option<Link>,
}

impl Viewer<'_> {
    /// What a page says about the search, unless the theme has none.
    pub(super) fn search(&self, page: &Page, at: &str) -> Option<SearchView> {
        if !self.assets.has_search() {
            return None;
        }
        let address = search_address(self.site.locales[page.locale].as_str());
        let href = path::href(at, &address);
        let is_first = page.locale == 0;
        Some(SearchView {
            page: href.clone(),
            href,
            words: self.words_of(page.locale, NAME),
            other: (!is_first).then(|| self.site.locales[0].to_string()),
            other_name: (!is_first).then(|| self.names[0].clone()),
        })
    }
}

/// Address and HTML of a language's page for searching, made from its home.
pub fn search_page(
    theme: &Theme,
    viewer: &Viewer<'_>,
    home: PageIndex,
) -> Result<(String, String), Diagnostic> {
    let site = viewer.site;
    let page = &site.pages[home];
    let address = search_address(site.locales[page.locale].as_str());
    let subject = Subject {
        page: home,
        address: address.clone(),
        part: None,
    };
    let view = viewer.view(&subject);
    let title = site.strings_of(page).get("search.title").to_owned();
    let mut languages = view.languages;
    for language in &mut languages {
        language.href = path::href(&address, &search_address(&language.lang));
    }
    let index = site.page_at(page.locale, "terms/index");
    let view = SearchPage {
        index: index.map(|index| viewer.link(&address, index)),
        page: PageView {
            kind: NAME.to_owned(),
            entry: NAME.to_owned(),
            head_title: format!("{title} · {}", view.site_title),
            title,
            is_home: false,
            noindex: true,
            canonical: None,
            alternates: Vec::new(),
            description: None,
            head_description: None,
            beside: String::new(),
            breadcrumbs: vec![viewer.link(&address, home)],
            previous: None,
            next: None,
            edit: None,
            updated: None,
            languages,
            ..view
        },
    };
    let html = theme.render("search.html", page.locale, &view, &[("body", "")])?;
    Ok((address, html))
}
