//! Makes the views of a linked site's pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use super::assets::{Assets, ENTRY, OFFER};
use super::course::Course;
use super::facet::{Choice, Facets};
use super::language::language_name;
use super::load::hrefs;
use super::progress;
use super::together;
use super::view::{Link, PageView, TocEntry};
use super::{day, html, top};
use crate::config::Config;
use crate::content::quiz::Mode;
use crate::content::{Detail, Document, KindId};
use crate::locale::Locale;
use crate::path;
use crate::site::route::key_address;
use crate::site::{Page, PageIndex, Site, act_now, print, required};

/// Which page to show, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The page.
    pub page: PageIndex,
    /// The file that it is written to.
    pub address: String,
    /// The part of the page that it shows, where that is not the whole.
    pub part: Option<Part>,
}

/// A part of a page with an address of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A list, narrowed.
    List(Choice),
    /// Two entries side by side.
    Pair([PageIndex; 2]),
}

/// Makes views of a site's pages.
pub struct Viewer<'a> {
    pub(super) site: &'a Site,
    pub(super) config: &'a Config,
    pub(super) assets: &'a Assets,
    pub(super) site_url: Option<String>,
    sections: Vec<Vec<PageIndex>>,
    footers: Vec<Vec<PageIndex>>,
    pub(super) names: Vec<String>,
    pub(super) courses: Vec<Course>,
    pub(super) tests: Vec<Vec<(Mode, PageIndex)>>,
    pub(super) words: Vec<BTreeMap<String, String>>,
    is_for_trainers: bool,
    /// Files of parts of pages.
    parts: BTreeSet<String>,
    pub(super) facets: BTreeMap<PageIndex, Facets>,
    /// What scripts know of the course, by [`Viewer::course_key`].
    course_data: HashMap<(String, Option<PageIndex>), OnceLock<Option<String>>>,
}

impl<'a> Viewer<'a> {
    /// A viewer for a linked site; for trainers, quizzes lead to their answers.
    pub fn new(
        site: &'a Site,
        config: &'a Config,
        assets: &'a Assets,
        is_for_trainers: bool,
    ) -> Self {
        // The header leads there from every page.
        let to_act = act_now::path(config);
        let is_in_header =
            |page: &PageIndex| to_act.as_deref() == Some(&*site.pages[*page].id().path);
        let without = |mut pages: Vec<PageIndex>| {
            pages.retain(|page| !is_in_header(page));
            pages
        };
        let tops = || site.navigation.iter().map(|tree| tree.children(""));
        let names = site
            .strings
            .iter()
            .map(|strings| language_name(strings, config))
            .collect();
        let mut viewer = Viewer {
            site,
            config,
            assets,
            site_url: config.site_url(),
            sections: tops()
                .map(|top| without(top::sections(site, config, top)))
                .collect(),
            footers: tops().map(|top| without(top::footer(site, top))).collect(),
            names,
            courses: Course::all(site, config),
            tests: progress::tests(site, &config.course.folder),
            words: site.strings.iter().map(progress::words).collect(),
            is_for_trainers,
            facets: Facets::all(site, config),
            parts: BTreeSet::new(),
            course_data: HashMap::new(),
        };
        viewer.parts = viewer.parts().map(|part| part.address).collect();
        viewer.course_data = (site.pages.iter())
            .map(|page| (viewer.course_key(page, &page.address), OnceLock::new()))
            .collect();
        viewer
    }

    /// Pages with the same key know the same of the course, with the same relative addresses.
    fn course_key(&self, page: &Page, at: &str) -> (String, Option<PageIndex>) {
        (path::parent(at).to_owned(), self.module_of(page))
    }

    /// What scripts of a page at an address know of the course.
    fn course_at(&self, page: &Page, at: &str) -> Option<String> {
        let made = || self.course_data(page, &|address| path::href(at, address));
        match self.course_data.get(&self.course_key(page, at)) {
            Some(kept) => kept.get_or_init(made).clone(),
            None => made(),
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
                part: None,
            })
            .collect();
        subjects.extend(self.site.root.as_ref().map(|(page, _)| Subject {
            page: *page,
            address: "index.html".into(),
            part: None,
        }));
        subjects.extend(self.parts());
        subjects
    }

    fn parts(&self) -> impl Iterator<Item = Subject> {
        let lists = self.facets.iter().flat_map(|(index, facets)| {
            let choices = facets.choices().into_iter();
            choices.map(|choice| Subject {
                page: *index,
                address: facets.address(&self.site.pages[*index], &choice, self.config),
                part: Some(Part::List(choice)),
            })
        });
        let pairs = together::pairs(self.site, self.config).into_iter();
        lists.chain(pairs.map(|(index, pair)| Subject {
            page: index,
            address: together::pair_address(self.site, index, pair, self.config),
            part: Some(Part::Pair(pair)),
        }))
    }

    /// The file of a part of a page in another language, if that language has it.
    pub(super) fn part_in(&self, part: &Part, page: PageIndex, other: PageIndex) -> Option<String> {
        let version = &self.site.pages[other];
        let address = match part {
            Part::List(choice) => {
                let facets = self.facets.get(&other)?;
                let choice = facets.choice_of(self.facets.get(&page)?, choice)?;
                facets.address(version, &choice, self.config)
            }
            Part::Pair(pair) => together::pair_address(self.site, other, *pair, self.config),
        };
        self.parts.contains(&address).then_some(address)
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
        let is_whole = subject.part.is_none();
        let choice = match &subject.part {
            Some(Part::List(choice)) => choice.clone(),
            _ => Choice::new(),
        };
        let title = self.title(page, subject);
        let facets = self.facets.get(&subject.page);
        let facets = facets.map_or_else(Vec::new, |facets| {
            facets.shown(page, &choice, at, strings, self.config)
        });
        let narrowed = self.narrowed(subject.page, &choice, at);
        let together = together::of(self, subject);
        let is_wide = !facets.is_empty() || together.is_some();
        let (previous, next) = self.neighbours(page, subject.page, at);
        let languages = self.languages(subject);
        let fields = self.fields(page, at);
        let listing = self.listing(page, subject.page, at, &choice);
        let gaps = self.gaps(page);
        let uses = self.uses(page, at);
        let backlinks = match page.id().kind {
            KindId::Source => Vec::new(),
            _ => self.backlinks(page, at),
        };
        let is_plain = fields.is_empty() && listing.is_empty() && gaps.is_empty();
        let offers = match is_whole {
            true => self.offers(page, &languages),
            false => Vec::new(),
        };
        let mut bundles = self.bundles(page, subject);
        if !offers.is_empty() {
            bundles.insert(0, OFFER);
        }
        if !is_plain || !uses.is_empty() || !backlinks.is_empty() {
            bundles.insert(0, ENTRY);
        }
        let mut sections = self.links(&self.sections[page.locale], at, page, subject.page);
        let reference = sections.split_off(top::in_row(sections.len()));
        PageView {
            lang: locale.to_string(),
            dir: locale.dir().as_str(),
            text_lang: document.locale.to_string(),
            text_dir: document.locale.dir().as_str(),
            kind: match self.is_act_now(page) {
                true => "act-now".to_owned(),
                false => page.id().kind.name().to_owned(),
            },
            entry: page.id().path.to_string(),
            version: super::version(&document.fingerprint),
            script_words: self.script_words(page.locale, &bundles),
            course: (is_whole && self.is_scripted(page))
                .then(|| self.course_at(page, at))
                .flatten(),
            head_title: self.head_title(page, &title),
            title,
            description: document.front.description.clone(),
            head_description: self.head_description(page),
            book: self.config.book.id.clone(),
            site_title: self.config.title(locale).to_owned(),
            logo: self.logo(page, at),
            is_home,
            home: self.home(page, at),
            root: "../".repeat(at.matches('/').count()),
            styles: hrefs(self.assets.styles_with(&bundles), at),
            scripts: self.scripts(page, subject, &bundles),
            early: self
                .assets
                .early
                .as_ref()
                .map(|asset| path::href(at, asset)),
            icon: self.assets.icon.as_ref().map(|asset| path::href(at, asset)),
            canonical: self.canonical(page),
            noindex: is_fallback
                || !is_whole
                || self.config.discretion.is_some()
                || (is_home && at == "index.html" && self.site_url.is_none()),
            alternates: if is_fallback || !is_whole {
                Vec::new()
            } else {
                self.alternates(page)
            },
            beside: match is_whole {
                true => self.beside(page),
                false => String::new(),
            },
            offers,
            languages,
            search: self.search(page, at),
            act_now: self.act_now(page, subject.page, at),
            is_reference: reference.iter().any(|link| link.current.is_some()),
            sections,
            reference,
            footer: self.links(&self.footers[page.locale], at, page, subject.page),
            breadcrumbs: self.breadcrumbs(page, at, is_whole, subject.page),
            nav: (!is_wide)
                .then(|| self.nav(page, subject.page, at))
                .flatten(),
            toc: match document.quiz {
                None if is_whole && !self.is_act_now(page) => toc(page),
                _ => Vec::new(),
            },
            previous,
            next,
            fallback_notice: is_fallback.then(|| self.fallback_notice(page)),
            stale: match is_whole {
                true => self.stale(page, at),
                false => None,
            },
            minutes: self.minutes(page, subject.page),
            place: self.place(page, subject.page),
            way: is_whole.then(|| self.way(page, at)).flatten(),
            module: self.module(page, subject.page, at),
            shaft: self.shaft(page, subject.page),
            objectives: self.objectives(page),
            keypoints: document.front.keypoints.clone(),
            fields,
            listing,
            listing_title: match &narrowed {
                Some(narrowed) => narrowed.title.clone(),
                None => strings.get(self.listing_title(page)).to_owned(),
            },
            views: match is_whole {
                true => self.views(page, subject.page, at),
                false => Vec::new(),
            },
            facets,
            narrowed,
            together,
            layout: if is_wide { "whole" } else { "columns" },
            is_declared: matches!(page.original.id.kind, KindId::Declared(_)),
            opening: self.opening(page, at),
            gaps,
            sources: self.sources(page, at),
            backlinks,
            uses,
            copy: self.copy(page),
            equivalents: self.equivalents(page, at),
            letters: self.letters(page, at),
            definitions: match is_whole {
                true => self.definitions(super::resolved(self.site, subject)),
                false => Vec::new(),
            },
            print: (is_whole && print::has_print(page))
                .then(|| path::href(at, &print::print_address(page))),
            print_label: strings.get(print_label(page)).to_owned(),
            outside: match is_whole {
                true => html::outside(&document.body, super::resolved(self.site, subject)),
                false => Vec::new(),
            },
            key: (self.is_for_trainers && document.quiz.is_some())
                .then(|| path::href(at, &key_address(page))),
            edit: self.edit(document),
            updated: page.original.front.updated.as_ref().map(|day| {
                let day = day::words(strings, &day.to_string());
                strings.with("page.updated", &[("date", &day)])
            }),
            people: self.people(page),
            review: self.review(page),
        }
    }

    /// The language of a page.
    pub fn locale_of(&self, page: PageIndex) -> usize {
        self.site.pages[page].locale
    }

    pub(super) fn href(&self, at: &str, page: PageIndex) -> String {
        path::href(at, &self.site.pages[page].address)
    }

    /// The home of a page's language, under the site's title.
    pub(super) fn home(&self, page: &Page, at: &str) -> Link {
        let locale = &self.site.locales[page.locale];
        let written_in = self.config.short_title_language(locale);
        let home = self.site.page_at(page.locale, "index");
        Link {
            href: home.map_or_else(String::new, |home| self.href(at, home)),
            ..self.foreign(page, self.config.short_title(locale), &written_in)
        }
    }

    /// A link to a page, marked with its language where that is not the page's own.
    pub(super) fn link(&self, at: &str, target: PageIndex) -> Link {
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

    pub(super) fn links(
        &self,
        targets: &[PageIndex],
        at: &str,
        page: &Page,
        here: PageIndex,
    ) -> Vec<Link> {
        targets
            .iter()
            .map(|target| Link {
                current: self.current(page, here, *target),
                ..self.link(at, *target)
            })
            .collect()
    }

    /// Whether a link leads to the page itself, or to a folder around it.
    pub(super) fn current(
        &self,
        page: &Page,
        here: PageIndex,
        target: PageIndex,
    ) -> Option<&'static str> {
        if target == here {
            return Some("page");
        }
        let target = &self.site.pages[target];
        let around = target.document.is_index()
            && !target.folder().is_empty()
            && page
                .id()
                .path
                .strip_prefix(target.folder())
                .is_some_and(|rest| rest.starts_with('/'));
        around.then_some("true")
    }

    /// The objectives of a module, or those that a lesson teaches, in the words of its language.
    pub(super) fn objectives(&self, page: &Page) -> Vec<String> {
        match &page.original.detail {
            Detail::Module { objectives } => {
                let ids = objectives.iter().map(|objective| objective.id.0.as_str());
                objective_texts(page, ids)
            }
            Detail::Lesson { objectives } => {
                let module = self
                    .site
                    .page_at(page.locale, &path::join(page.folder(), "index"));
                let ids = objectives.iter().map(|(id, _)| id.as_str());
                module.map_or_else(Vec::new, |module| {
                    objective_texts(&self.site.pages[module], ids)
                })
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn edit(&self, document: &Document) -> Option<String> {
        let template = self.config.output.html.edit_url_template.as_ref()?;
        (!document.source.is_empty() && !required::is_made(document, self.config))
            .then(|| template.replace("{path}", &path::encode(&document.source)))
    }

    fn title(&self, page: &Page, subject: &Subject) -> String {
        let strings = self.site.strings_of(page);
        match &subject.part {
            Some(Part::List(choice)) => {
                let facets = self.facets.get(&subject.page);
                let words = facets.map_or_else(String::new, |facets| facets.words(choice));
                format!(
                    "{}{}{words}",
                    page.title(),
                    self.site.strings_of(page).get("colon")
                )
            }
            Some(Part::Pair(pair)) => {
                let [first, second] = pair.map(|entry| self.site.pages[entry].title());
                strings.with("compare.title", &[("a", first), ("b", second)])
            }
            None => page.title().to_owned(),
        }
    }

    /// Words of a language, marked where it is not the page's.
    pub(super) fn foreign(&self, page: &Page, text: &str, locale: &Locale) -> Link {
        let foreign = (*locale != self.site.locales[page.locale]).then_some(locale);
        Link {
            lang: foreign.map(Locale::to_string),
            dir: foreign.map(|locale| locale.dir().as_str()),
            ..plain(text.to_owned())
        }
    }
}

/// Key of the words for the link to a page's version for paper.
fn print_label(page: &Page) -> &'static str {
    match page.id().kind {
        KindId::Module => "course.print",
        KindId::Course => "course.print-whole",
        _ => "term.print",
    }
}

fn toc(page: &Page) -> Vec<TocEntry> {
    let headings = page
        .document
        .body
        .headings
        .iter()
        .zip(page.resolved.heading_ids.iter());
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

pub(super) fn plain(title: String) -> Link {
    Link {
        title,
        ..Link::default()
    }
}
