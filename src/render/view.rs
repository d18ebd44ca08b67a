//! All that a template can see of a page, as one closed value.
//!
//! Nothing in a [`PageView`] leads back into the site: a page is rendered from it and its body
//! alone, so a page whose view did not change need not be rendered again.

use std::collections::BTreeMap;

use serde::Serialize;

use super::assets::Assets;
use crate::config::{Config, FieldType};
use crate::content::front_matter::TermStatus;
use crate::content::{Detail, Document, KindId};
use crate::locale::Locale;
use crate::path;
use crate::site::field::{self, Shown};
use crate::site::route::print_address;
use crate::site::{Page, PageIndex, Site};
use crate::strings::Strings;

/// Entries of a list in the sidebar around the reader's place, beyond which it is cut.
const WINDOW: usize = 12;

/// Links in the header.
const SECTIONS: usize = 8;

/// Version of what templates can rely on.
pub const API: u32 = 1;

/// A page as its template sees it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Hash)]
pub struct PageView {
    /// Language of the page.
    pub lang: String,
    /// Its direction, `ltr` or `rtl`.
    pub dir: &'static str,
    /// Language of the text.
    pub text_lang: String,
    /// Direction of the text.
    pub text_dir: &'static str,
    /// Kind of the entry, like `lesson`.
    pub kind: String,
    /// Title of the page.
    pub title: String,
    /// Title for the browser's tab.
    pub head_title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Title of the site.
    pub site_title: String,
    /// Whether it is a language's home.
    pub is_home: bool,
    /// The language's home.
    pub home: String,
    /// The way to the top of the output, like `../../`.
    pub root: String,
    /// Style sheets.
    pub styles: Vec<String>,
    /// Scripts.
    pub scripts: Vec<String>,
    /// The whole address of the original, when `site-url` is set.
    pub canonical: Option<String>,
    /// Whether search engines should pass it over.
    pub noindex: bool,
    /// The same page in each language, with whole addresses, when `site-url` is set.
    pub alternates: Vec<Alternate>,
    /// The same page in each language.
    pub languages: Vec<LanguageLink>,
    /// Sections for the header.
    pub sections: Vec<Link>,
    /// Pages at the top level, for the footer.
    pub footer: Vec<Link>,
    /// The way here from home.
    pub breadcrumbs: Vec<Link>,
    /// The sidebar.
    pub nav: Option<Nav>,
    /// Headings of the page.
    pub toc: Vec<TocEntry>,
    /// The page before in the reading order.
    pub previous: Option<Link>,
    /// The page behind in the reading order.
    pub next: Option<Link>,
    /// Said where the text is of another language than the page.
    pub fallback_notice: Option<String>,
    /// How long it takes, in words.
    pub minutes: Option<String>,
    /// What a learner can do afterwards.
    pub objectives: Vec<String>,
    /// Sentences to remember.
    pub keypoints: Vec<String>,
    /// Facts about an entry.
    pub fields: Vec<FieldView>,
    /// What a folder holds.
    pub listing: Vec<ListItem>,
    /// Heading of the list.
    pub listing_title: String,
    /// Ways to narrow the list.
    pub facets: Vec<Facet>,
    /// Sources that the page cites.
    pub sources: Vec<SourceLink>,
    /// Pages that refer to this entry.
    pub backlinks: Vec<Link>,
    /// The module as one page to print.
    pub print: Option<String>,
    /// Where the page can be edited.
    pub edit: Option<String>,
    /// The last change that matters to readers, as a day.
    pub updated: Option<String>,
}

/// A link with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Hash)]
pub struct Link {
    /// Words.
    pub title: String,
    /// Address.
    pub href: String,
    /// Language of the words, where it is not the page's.
    pub lang: Option<String>,
    /// Direction of the words, where `lang` is set.
    pub dir: Option<&'static str>,
    /// `page` for the page itself, `true` for what it is part of.
    pub current: Option<&'static str>,
}

/// The same page in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct LanguageLink {
    /// Tag.
    pub lang: String,
    /// Direction.
    pub dir: &'static str,
    /// The language's name in itself.
    pub name: String,
    /// Address.
    pub href: String,
    /// Whether it is the page's language.
    pub current: bool,
}

/// The same page in another language, for search engines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Alternate {
    /// Tag, or `x-default`.
    pub lang: String,
    /// Whole address.
    pub href: String,
}

/// The sidebar: the section around the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Nav {
    /// The section.
    pub section: Link,
    /// What it holds, or a window of it.
    pub items: Vec<NavItem>,
    /// Whether the list is a window: the section's page has all of it.
    pub is_cut: bool,
}

/// An entry of the sidebar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct NavItem {
    /// The page.
    pub link: Link,
    /// What it holds, where the reader is in it.
    pub children: Vec<Link>,
}

/// A heading in the page's contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct TocEntry {
    /// Words.
    pub title: String,
    /// Id.
    pub id: String,
    /// 2 or 3.
    pub level: u8,
}

/// A fact about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct FieldView {
    /// What it is about.
    pub label: String,
    /// Text values; links where they have an address.
    pub values: Vec<Link>,
}

/// An entry of a list page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct ListItem {
    /// The page.
    pub link: Link,
    /// One sentence about it.
    pub description: Option<String>,
    /// Language of the sentence.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
    /// How long it takes, in words.
    pub minutes: Option<String>,
    /// Facts to show beside it.
    pub facts: Vec<FieldView>,
}

/// A way to narrow a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Facet {
    /// What it narrows by.
    pub label: String,
    /// Values with how many entries have each.
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct FacetValue {
    /// The list of entries with this value.
    pub link: Link,
    /// How many they are.
    pub count: usize,
}

/// A source that the page cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct SourceLink {
    /// The source's page.
    pub link: Link,
    /// The full citation.
    pub citation: String,
    /// Language of the citation.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
}

/// Which page to show, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The page.
    pub page: PageIndex,
    /// The file that it is written to.
    pub address: String,
    /// For a narrowed list: name of the field and the value.
    pub facet: Option<(String, String)>,
}

/// Makes views of a site's pages.
pub struct Viewer<'a> {
    site: &'a Site,
    config: &'a Config,
    assets: &'a Assets,
    site_url: Option<String>,
    sections: Vec<Vec<PageIndex>>,
    footers: Vec<Vec<PageIndex>>,
    names: Vec<String>,
}

impl<'a> Viewer<'a> {
    /// A viewer for a linked site.
    pub fn new(site: &'a Site, config: &'a Config, assets: &'a Assets) -> Self {
        let top = |index_pages: bool, most: usize| -> Vec<Vec<PageIndex>> {
            site.navigation
                .iter()
                .map(|navigation| {
                    let pages = navigation.children("").iter().copied();
                    let wanted = pages.filter(|page| site.pages[*page].document.is_index() == index_pages);
                    wanted.take(most).collect()
                })
                .collect()
        };
        let names = site.strings.iter().map(|strings| language_name(strings, config)).collect();
        Viewer {
            site,
            config,
            assets,
            site_url: config.site_url(),
            sections: top(true, SECTIONS),
            footers: top(false, 4 * SECTIONS),
            names,
        }
    }

    /// The subjects of all pages: each page, the default home at the top, and narrowed lists.
    pub fn subjects(&self) -> Vec<Subject> {
        let mut subjects: Vec<Subject> = self
            .site
            .pages
            .iter()
            .enumerate()
            .map(|(page, shown)| Subject {
                page,
                address: shown.address.clone(),
                facet: None,
            })
            .collect();
        subjects.extend(self.site.root.as_ref().map(|(page, _)| Subject {
            page: *page,
            address: "index.html".into(),
            facet: None,
        }));
        for (index, page) in self.site.pages.iter().enumerate() {
            for (name, values) in self.facet_values(page) {
                subjects.extend(values.into_keys().map(|value| Subject {
                    page: index,
                    address: facet_address(page, &name, &value),
                    facet: Some((name.clone(), value)),
                }));
            }
        }
        subjects
    }

    /// The view of a subject.
    pub fn view(&self, subject: &Subject) -> PageView {
        let page = &self.site.pages[subject.page];
        let strings = self.site.strings_of(page);
        let locale = &self.site.locales[page.locale];
        let document = &page.document;
        let at = subject.address.as_str();
        let is_fallback = page.is_fallback(self.site);
        let is_home = &*page.id().path == "index";
        let is_whole = subject.facet.is_none();
        let site_title = self.config.title(locale).to_owned();
        let title = match &subject.facet {
            Some((name, value)) => format!("{}: {}", page.title(), self.value_label(page, name, value)),
            None => page.title().to_owned(),
        };
        let (previous, next) = self.neighbours(page, subject.page, at);
        PageView {
            lang: locale.to_string(),
            dir: locale.dir().as_str(),
            text_lang: document.locale.to_string(),
            text_dir: document.locale.dir().as_str(),
            kind: page.id().kind.name().to_owned(),
            head_title: if title == site_title { title.clone() } else { format!("{title} · {site_title}") },
            title,
            description: document.front.description.clone(),
            site_title,
            is_home,
            home: self.site.page_at(page.locale, "index").map_or_else(String::new, |home| self.href(at, home)),
            root: "../".repeat(at.matches('/').count()),
            styles: self.assets.styles.iter().map(|asset| path::href(at, asset)).collect(),
            scripts: self.assets.scripts.iter().map(|asset| path::href(at, asset)).collect(),
            canonical: self.canonical(page),
            noindex: is_fallback || !is_whole || (is_home && at == "index.html" && self.site_url.is_none()),
            alternates: if is_fallback || !is_whole { Vec::new() } else { self.alternates(page) },
            languages: self.languages(page, at),
            sections: self.links(&self.sections[page.locale], at, page, subject.page),
            footer: self.links(&self.footers[page.locale], at, page, subject.page),
            breadcrumbs: self.breadcrumbs(page, at, is_whole, subject.page),
            nav: self.nav(page, subject.page, at),
            toc: if is_whole { toc(page) } else { Vec::new() },
            previous,
            next,
            fallback_notice: is_fallback.then(|| self.fallback_notice(page)),
            minutes: self.minutes(page),
            objectives: self.objectives(page),
            keypoints: document.front.keypoints.clone(),
            fields: self.fields(page, at),
            listing: self.listing(page, at, subject.facet.as_ref()),
            listing_title: strings.get(self.listing_title(page)).to_owned(),
            facets: self.facets(page, at, subject.facet.as_ref()),
            sources: self.sources(page, at),
            backlinks: self.backlinks(page, at),
            print: (page.id().kind == KindId::Module).then(|| path::href(at, &print_address(page))),
            edit: self.edit(document),
            updated: page.original.front.updated.as_ref().map(|day| {
                strings.with("page.updated", &[("date", &day.to_string())])
            }),
        }
    }

    fn href(&self, at: &str, page: PageIndex) -> String {
        path::href(at, &self.site.pages[page].address)
    }

    /// A link to a page, marked with its language where that is not the page's own.
    fn link(&self, at: &str, target: PageIndex) -> Link {
        let page = &self.site.pages[target];
        let foreign = page.is_fallback(self.site).then_some(&page.document.locale);
        Link {
            title: page.title().to_owned(),
            href: self.href(at, target),
            lang: foreign.map(Locale::to_string),
            dir: foreign.map(|locale| locale.dir().as_str()),
            current: None,
        }
    }

    fn links(&self, targets: &[PageIndex], at: &str, page: &Page, here: PageIndex) -> Vec<Link> {
        targets
            .iter()
            .map(|target| Link {
                current: self.current(page, here, *target),
                ..self.link(at, *target)
            })
            .collect()
    }

    /// Whether a link leads to the page itself, or to a folder around it.
    fn current(&self, page: &Page, here: PageIndex, target: PageIndex) -> Option<&'static str> {
        if target == here {
            return Some("page");
        }
        let target = &self.site.pages[target];
        let around = target.document.is_index()
            && !target.folder().is_empty()
            && page.id().path.strip_prefix(target.folder()).is_some_and(|rest| rest.starts_with('/'));
        around.then_some("true")
    }

    fn breadcrumbs(&self, page: &Page, at: &str, is_whole: bool, own: PageIndex) -> Vec<Link> {
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

    fn neighbours(&self, page: &Page, index: PageIndex, at: &str) -> (Option<Link>, Option<Link>) {
        let (before, behind) = self.site.navigation[page.locale].neighbours(index);
        (before.map(|page| self.link(at, page)), behind.map(|page| self.link(at, page)))
    }

    fn nav(&self, page: &Page, index: PageIndex, at: &str) -> Option<Nav> {
        let navigation = &self.site.navigation[page.locale];
        let top = page.id().path.split('/').next().filter(|_| !page.folder().is_empty())?;
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
            let children = if inside { self.siblings(page, index, at) } else { Vec::new() };
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
    fn siblings(&self, page: &Page, index: PageIndex, at: &str) -> Vec<Link> {
        let children = self.site.navigation[page.locale].children(page.folder());
        let position = children.iter().position(|child| *child == index).unwrap_or(0);
        self.links(window(children, position), at, page, index)
    }

    fn languages(&self, page: &Page, at: &str) -> Vec<LanguageLink> {
        let versions = (0..self.site.locales.len()).filter_map(|locale| {
            let version = self.site.page_at(locale, &page.id().path)?;
            Some((locale, version))
        });
        versions
            .map(|(locale, version)| LanguageLink {
                lang: self.site.locales[locale].to_string(),
                dir: self.site.locales[locale].dir().as_str(),
                name: self.names[locale].clone(),
                href: self.href(at, version),
                current: locale == page.locale,
            })
            .collect()
    }

    /// The whole address of the page that a text belongs to.
    fn canonical(&self, page: &Page) -> Option<String> {
        let url = self.site_url.as_ref()?;
        let own = self.site.locales.iter().position(|locale| *locale == page.document.locale)?;
        let original = self.site.page_at(own, &page.id().path)?;
        Some(format!("{url}{}", path::encode(&self.site.pages[original].address)))
    }

    fn alternates(&self, page: &Page) -> Vec<Alternate> {
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

    fn fallback_notice(&self, page: &Page) -> String {
        let strings = self.site.strings_of(page);
        let written = self.site.locales.iter().position(|locale| *locale == page.document.locale);
        let name = written.map_or("", |locale| self.names[locale].as_str());
        strings.with("fallback.notice", &[("language", name)])
    }

    /// A page's own minutes; a module's are those of its lessons where it states none.
    fn minutes(&self, page: &Page) -> Option<String> {
        let minutes = page.original.front.minutes?;
        Some(self.site.strings_of(page).count("course.minutes", minutes as usize))
    }

    /// The objectives of a module, or those that a lesson teaches, in the words of its language.
    fn objectives(&self, page: &Page) -> Vec<String> {
        match &page.original.detail {
            Detail::Module { objectives } => {
                let ids = objectives.iter().map(|objective| objective.id.0.as_str());
                objective_texts(page, ids)
            }
            Detail::Lesson { objectives } => {
                let module = self.site.page_at(page.locale, &path::join(page.folder(), "index"));
                let ids = objectives.iter().map(|(id, _)| id.as_str());
                module.map_or_else(Vec::new, |module| objective_texts(&self.site.pages[module], ids))
            }
            _ => Vec::new(),
        }
    }

    fn edit(&self, document: &Document) -> Option<String> {
        let template = self.config.output.html.edit_url_template.as_ref()?;
        (!document.source.is_empty()).then(|| template.replace("{path}", &path::encode(&document.source)))
    }

    fn sources(&self, page: &Page, at: &str) -> Vec<SourceLink> {
        page.resolved
            .sources
            .iter()
            .map(|source| {
                let target = &self.site.pages[*source];
                let (citation, locale) =
                    citation_of(target).unwrap_or((target.title(), &target.document.locale));
                SourceLink {
                    link: self.link(at, *source),
                    citation: citation.to_owned(),
                    lang: locale.to_string(),
                    dir: locale.dir().as_str(),
                }
            })
            .collect()
    }

    fn backlinks(&self, page: &Page, at: &str) -> Vec<Link> {
        if !page.id().kind.is_reference() {
            return Vec::new();
        }
        let from = page.backlinks.iter().filter(|from| {
            let from = &self.site.pages[**from];
            from.locale == page.locale && !from.document.is_index()
        });
        from.map(|from| self.link(at, *from)).collect()
    }

    fn fields(&self, page: &Page, at: &str) -> Vec<FieldView> {
        let strings = self.site.strings_of(page);
        let mut fields = self.typed_fields(page, at, strings);
        fields.extend(field::shown(self.site, page, self.config).into_iter().map(
            |(name, _, value)| FieldView {
                label: label(strings, &format!("field.{name}"), name),
                values: self.field_values(name, &value, strings, at),
            },
        ));
        fields
    }

    fn field_values(
        &self,
        name: &str,
        value: &Shown<'_>,
        strings: &Strings,
        at: &str,
    ) -> Vec<Link> {
        match value {
            Shown::Pages(pages) => pages.iter().map(|page| self.link(at, *page)).collect(),
            Shown::Text(FieldType::Url, url) => vec![Link {
                title: (*url).to_owned(),
                href: (*url).to_owned(),
                ..Link::default()
            }],
            Shown::Text(field_type, text) => vec![plain(text_label(strings, name, *field_type, text))],
        }
    }

    fn typed_fields(&self, page: &Page, at: &str, strings: &Strings) -> Vec<FieldView> {
        let field = |key: &str, values: Vec<Link>| {
            (!values.is_empty()).then(|| FieldView {
                label: strings.get(key).to_owned(),
                values,
            })
        };
        let texts = |texts: &[String]| texts.iter().map(|text| plain(text.clone())).collect::<Vec<_>>();
        let own = &page.document.detail;
        let fields = match &page.original.detail {
            Detail::Term(original) => {
                let own = if let Detail::Term(own) = own { own } else { original };
                let terms = |names: &[(String, _)]| -> Vec<Link> {
                    names
                        .iter()
                        .filter_map(|(name, _)| self.site.page_at(page.locale, &format!("terms/{name}")))
                        .map(|term| self.link(at, term))
                        .collect()
                };
                let status = match original.status {
                    TermStatus::Preferred => Vec::new(),
                    TermStatus::Admitted => vec![plain(strings.get("term.admitted").to_owned())],
                    TermStatus::Avoid => vec![plain(strings.get("term.avoid").to_owned())],
                };
                vec![
                    field("term.status", status),
                    field("term.synonyms", texts(&own.synonyms)),
                    field("term.abbreviations", texts(&own.abbreviations)),
                    field("term.see-also", terms(&original.see_also)),
                    field("term.confused-with", terms(&original.confused_with)),
                ]
            }
            Detail::Source(original) => {
                let url = original.url.iter().map(|url| Link {
                    title: url.clone(),
                    href: url.clone(),
                    ..Link::default()
                });
                vec![
                    field("source.cite", citation_of(page).map(|(text, locale)| self.foreign(page, text, locale)).into_iter().collect()),
                    field("source.year", original.year.iter().map(|year| plain(year.clone())).collect()),
                    field("source.url", url.collect()),
                ]
            }
            _ => Vec::new(),
        };
        fields.into_iter().flatten().collect()
    }

    /// Words of a language, marked where it is not the page's.
    fn foreign(&self, page: &Page, text: &str, locale: &Locale) -> Link {
        let foreign = (*locale != self.site.locales[page.locale]).then_some(locale);
        Link {
            lang: foreign.map(Locale::to_string),
            dir: foreign.map(|locale| locale.dir().as_str()),
            ..plain(text.to_owned())
        }
    }

    /// Key of the words over a folder's list.
    fn listing_title(&self, page: &Page) -> &'static str {
        match page.id().kind {
            KindId::Course => "list.modules",
            KindId::Module => "list.lessons",
            _ if crate::content::reference_kind(page.folder(), self.config).is_reference() => "list.entries",
            _ => "list.contents",
        }
    }

    fn listing(&self, page: &Page, at: &str, facet: Option<&(String, String)>) -> Vec<ListItem> {
        if !page.document.is_index() {
            return Vec::new();
        }
        let strings = self.site.strings_of(page);
        let children = self.site.navigation[page.locale].children(page.folder()).iter();
        children
            .filter(|child| {
                let child = &self.site.pages[**child];
                facet.is_none_or(|(name, value)| self.values_of(child, name).contains(value))
            })
            .map(|child| {
                let entry = &self.site.pages[*child];
                let facts = field::shown(self.site, entry, self.config).into_iter();
                ListItem {
                    link: self.link(at, *child),
                    description: entry.document.front.description.clone(),
                    lang: entry.document.locale.to_string(),
                    dir: entry.document.locale.dir().as_str(),
                    minutes: self.minutes(entry),
                    facts: facts
                        .filter(|(_, field, _)| field.facet)
                        .map(|(name, _, value)| FieldView {
                            label: label(strings, &format!("field.{name}"), name),
                            values: self.field_values(name, &value, strings, at),
                        })
                        .collect(),
                }
            })
            .collect()
    }

    fn facets(&self, page: &Page, at: &str, chosen: Option<&(String, String)>) -> Vec<Facet> {
        let strings = self.site.strings_of(page);
        let facets = self.facet_values(page);
        facets
            .into_iter()
            .map(|(name, values)| Facet {
                label: label(strings, &format!("field.{name}"), &name),
                values: values
                    .into_iter()
                    .map(|(value, count)| FacetValue {
                        link: Link {
                            title: self.value_label(page, &name, &value),
                            href: path::href(at, &facet_address(page, &name, &value)),
                            current: chosen
                                .is_some_and(|(field, chosen)| *field == name && *chosen == value)
                                .then_some("page"),
                            ..Link::default()
                        },
                        count,
                    })
                    .collect(),
            })
            .collect()
    }

    /// The facets of a kind's list page: for each field its values with how many entries have
    /// each.
    fn facet_values(&self, page: &Page) -> Vec<(String, BTreeMap<String, usize>)> {
        if !page.document.is_index() {
            return Vec::new();
        }
        let kind = self.config.kinds.values().find(|kind| kind.folder == page.folder());
        let fields = kind.into_iter().flat_map(|kind| &kind.fields);
        fields
            .filter(|(_, field)| field.facet)
            .map(|(name, _)| {
                let mut values: BTreeMap<String, usize> = BTreeMap::new();
                for child in self.site.navigation[page.locale].children(page.folder()) {
                    for value in self.values_of(&self.site.pages[*child], name) {
                        *values.entry(value).or_default() += 1;
                    }
                }
                (name.clone(), values)
            })
            .collect()
    }

    /// The values of an entry's field, as facets tell them apart.
    fn values_of(&self, entry: &Page, name: &str) -> Vec<String> {
        let shown = field::shown(self.site, entry, self.config);
        let value = shown.into_iter().find(|(known, ..)| *known == name);
        match value {
            Some((_, _, Shown::Text(FieldType::Date, day))) => vec![day.chars().take(4).collect()],
            Some((_, _, Shown::Text(_, text))) => vec![text.to_owned()],
            Some((_, _, Shown::Pages(pages))) => pages
                .iter()
                .map(|page| path::name(&self.site.pages[*page].id().path).to_owned())
                .collect(),
            None => Vec::new(),
        }
    }

    fn value_label(&self, page: &Page, name: &str, value: &str) -> String {
        let strings = self.site.strings_of(page);
        let kind = self.config.kinds.values().find(|kind| kind.folder == page.folder());
        let field = kind.and_then(|kind| kind.fields.get(name));
        match field {
            Some(field) if matches!(field.field_type, FieldType::Ref | FieldType::Refs) => {
                let folder = field.kind.as_deref().map_or("", |kind| field::folder_of(kind, self.config));
                let target = self.site.page_at(page.locale, &path::join(folder, value));
                target.map_or(value, |target| self.site.pages[target].title()).to_owned()
            }
            Some(field) => text_label(strings, name, field.field_type, value),
            None => value.to_owned(),
        }
    }
}

/// The file of a narrowed list.
fn facet_address(page: &Page, name: &str, value: &str) -> String {
    let value: String = value
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .flat_map(char::to_lowercase)
        .collect();
    format!("{}/by/{name}/{value}.html", path::parent(&page.address))
}

/// A language's name in itself.
fn language_name(strings: &Strings, config: &Config) -> String {
    let stated = config.language(strings.locale()).and_then(|language| language.name.clone());
    let known = || {
        let tag = strings.locale().as_str();
        strings.find("language.name").unwrap_or(tag).to_owned()
    };
    stated.unwrap_or_else(known)
}

fn toc(page: &Page) -> Vec<TocEntry> {
    let headings = page.document.body.headings.iter().zip(page.resolved.heading_ids.iter());
    headings
        .filter(|(heading, _)| heading.level <= 3)
        .map(|(heading, id)| TocEntry {
            title: heading.text.clone(),
            id: id.clone(),
            level: heading.level,
        })
        .collect()
}

/// The texts of a module's objectives: of its translation, else of the original.
fn objective_texts<'a>(module: &Page, ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let text_in = |document: &Document, id: &str| match &document.detail {
        Detail::Module { objectives } => objectives
            .iter()
            .find(|objective| objective.id.0 == id)
            .map(|objective| objective.text.clone()),
        _ => None,
    };
    ids.filter_map(|id| text_in(&module.document, id).or_else(|| text_in(&module.original, id)))
        .collect()
}

/// The full citation of a source, with the language that it is written in.
fn citation_of(source: &Page) -> Option<(&str, &Locale)> {
    [&source.document, &source.original].into_iter().find_map(|document| match &document.detail {
        Detail::Source(detail) => Some((detail.cite.as_deref()?, &document.locale)),
        _ => None,
    })
}

/// The part of a list around a position; all of it where it is short.
fn window(list: &[PageIndex], position: usize) -> &[PageIndex] {
    if list.len() <= 3 * WINDOW {
        return list;
    }
    let start = position.saturating_sub(WINDOW).min(list.len() - 2 * WINDOW - 1);
    &list[start..start + 2 * WINDOW + 1]
}

fn plain(title: String) -> Link {
    Link {
        title,
        ..Link::default()
    }
}

/// The words of `key`, or the name with spaces for hyphens.
fn label(strings: &Strings, key: &str, name: &str) -> String {
    strings.find(key).map_or_else(|| name.replace('-', " "), str::to_owned)
}

fn text_label(strings: &Strings, name: &str, field_type: FieldType, value: &str) -> String {
    let key = match field_type {
        FieldType::Country => format!("country.{value}"),
        FieldType::OneOf => format!("field.{name}.{value}"),
        _ => return value.to_owned(),
    };
    strings.find(&key).unwrap_or(value).to_owned()
}
