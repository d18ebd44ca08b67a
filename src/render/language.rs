//! The same page in other languages: links for readers and for search engines.

use super::view::{Alternate, LanguageLink};
use super::viewer::{Subject, Viewer};
use crate::config::Config;
use crate::path;
use crate::site::print::{has_print, print_address};
use crate::site::{Page, PageIndex};
use crate::strings::Strings;

impl Viewer<'_> {
    /// What a page shows in every language that has it: a page for paper leads to pages for paper,
    /// a narrowed list to lists narrowed alike.
    pub(super) fn languages(&self, subject: &Subject) -> Vec<LanguageLink> {
        let page = &self.site.pages[subject.page];
        let at = &subject.address;
        let is_print = has_print(page) && *at == print_address(page);
        let link = |(locale, index): (usize, PageIndex)| {
            let version = &self.site.pages[index];
            let part = subject.part.as_ref();
            let part = part.and_then(|part| self.part_in(part, subject.page, index));
            LanguageLink {
                lang: self.site.locales[locale].to_string(),
                dir: self.site.locales[locale].dir().as_str(),
                name: self.names[locale].clone(),
                href: match part {
                    Some(address) => path::href(at, &address),
                    None if is_print => path::href(at, &print_address(version)),
                    None => path::href(at, &version.address),
                },
                current: locale == page.locale,
            }
        };
        self.versions(page).map(link).collect()
    }

    /// Tags of those of its languages that have a text of their own, other than the page's.
    pub(super) fn beside(&self, page: &Page) -> String {
        if page.document.body.html.is_empty() {
            return String::new();
        }
        let others = self.versions(page).filter(|(locale, version)| {
            let version = &self.site.pages[*version];
            *locale != page.locale
                && !version.is_fallback(self.site)
                && version.document.locale != page.document.locale
        });
        let tags = others.map(|(locale, _)| self.site.locales[locale].as_str());
        tags.collect::<Vec<_>>().join(" ")
    }

    /// The languages that have a page, each with its page.
    fn versions<'p>(&'p self, page: &'p Page) -> impl Iterator<Item = (usize, PageIndex)> + 'p {
        let locales = 0..self.site.locales.len();
        locales.filter_map(|locale| Some((locale, self.site.page_at(locale, &page.id().path)?)))
    }

    /// The whole address of the page that a text belongs to.
    pub(super) fn canonical(&self, page: &Page) -> Option<String> {
        let url = self.site_url.as_ref()?;
        let own = self
            .site
            .locales
            .iter()
            .position(|locale| *locale == page.document.locale)?;
        let original = self.site.page_at(own, &page.id().path)?;
        Some(format!(
            "{url}{}",
            path::encode(&self.site.pages[original].address)
        ))
    }

    pub(super) fn alternates(&self, page: &Page) -> Vec<Alternate> {
        let Some(url) = &self.site_url else {
            return Vec::new();
        };
        let version = |locale: usize| {
            let index = self.site.page_at(locale, &page.id().path)?;
            let version = &self.site.pages[index];
            let href = format!("{url}{}", path::encode(&version.address));
            (!version.is_fallback(self.site)).then_some(href)
        };
        let mut alternates: Vec<Alternate> = (0..self.site.locales.len())
            .filter_map(|locale| {
                let lang = self.site.locales[locale].to_string();
                version(locale).map(|href| Alternate { lang, href })
            })
            .collect();
        if alternates.len() < 2 {
            return Vec::new();
        }
        alternates.extend(version(0).map(|href| Alternate {
            lang: "x-default".into(),
            href,
        }));
        alternates
    }

    pub(super) fn fallback_notice(&self, page: &Page) -> String {
        let strings = self.site.strings_of(page);
        let written = self
            .site
            .locales
            .iter()
            .position(|locale| *locale == page.document.locale);
        let name = written.map_or("", |locale| self.names[locale].as_str());
        strings.with("fallback.notice", &[("language", name)])
    }
}

/// A language's name in itself.
pub(super) fn language_name(strings: &Strings, config: &Config) -> String {
    let stated = config
        .language(strings.locale())
        .and_then(|language| language.name.clone());
    let known = || {
        let tag = strings.locale().as_str();
        strings.find("language.name").unwrap_or(tag).to_owned()
    };
    stated.unwrap_or_else(known)
}
