//! Makes the views of a linked site's pages.

use std::collections::{BTreeMap, BTreeSet};

use super::assets::{
    ACT_NOW, Assets, BLANK, CHART, CHECK, CHECKLIST, COURSE, ENTRY, HOME, LIST, PAPER, QUIZ,
    RECORD, SCENE, SOURCE, STORE, TASK, TEST,
};
use super::course::Course;
use super::facet::{Choice, Facets};
use super::language::language_name;
use super::progress;
use super::together;
use super::view::{Link, Nav, NavItem, PageView, SourceLink, TocEntry};
use super::{day, html, top};
use crate::config::Config;
use crate::content::quiz::{Mode, Quiz};
use crate::content::{Detail, Document, KindId};
use crate::locale::Locale;
use crate::path;
use crate::site::route::{COURSE_PAGES, course_address, key_address};
use crate::site::{Page, PageIndex, Site, act_now, print, required, view as shown};

/// Entries of a list in the sidebar around the reader's place, beyond which it is cut.
const WINDOW: usize = 12;

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
    words: Vec<BTreeMap<String, String>>,
    is_for_trainers: bool,
    /// Files of parts of pages.
    parts: BTreeSet<String>,
    pub(super) facets: BTreeMap<PageIndex, Facets>,
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
        };
        viewer.parts = viewer.parts().map(|part| part.address).collect();
        viewer
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
        let mut bundles = self.bundles(page, subject);
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
            record_script: self.later(&bundles, at),
            course: (is_whole && self.is_scripted(page))
                .then(|| self.course_data(page, &|address| path::href(at, address)))
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

    /// Whether a page loads the scripts of the course.
    fn is_scripted(&self, page: &Page) -> bool {
        self.assets.has_course() && self.is_course_page(page)
    }

    /// Whether a page shows entries in a way that has a script or a style of its own.
    fn shows_entries(&self, page: &Page, index: PageIndex) -> bool {
        self.facets.contains_key(&index) || shown::of(page, self.config).is_some()
    }

    /// What a page loads besides what every page does.
    fn bundles(&self, page: &Page, subject: &Subject) -> Vec<&'static str> {
        let quizzes = &page.resolved.quizzes;
        let has = |is_wanted: fn(&Quiz) -> bool| {
            let originals = quizzes
                .iter()
                .map(|(_, part)| &self.site.pages[part.page].original);
            originals
                .filter_map(|original| original.quiz.as_deref())
                .any(is_wanted)
        };
        let made = COURSE_PAGES
            .iter()
            .any(|name| subject.address == course_address(page, name));
        let has_list = self.has_checklist(page);
        let wanted = [
            (STORE, has_list || self.is_course_page(page)),
            (COURSE, self.is_course_page(page)),
            (RECORD, made),
            (QUIZ, !quizzes.is_empty()),
            (TASK, has(Quiz::has_layout)),
            (CHECK, has(|quiz| quiz.setup.mode != Mode::Practice)),
            (SCENE, has(|quiz| quiz.setup.is_scenario())),
            (TEST, has(|quiz| quiz.setup.is_test())),
            (CHECKLIST, has_list),
            (BLANK, self.has_blanks(page)),
            (HOME, &*page.id().path == "index"),
            (LIST, self.shows_entries(page, subject.page)),
            (CHART, self.has_chart(page)),
            (ACT_NOW, self.is_act_now(page)),
            (SOURCE, page.id().kind == KindId::Source),
        ];
        let wanted = wanted
            .into_iter()
            .filter(|(name, is_wanted)| *is_wanted && self.assets.bundles.contains_key(*name));
        let is_of_part = |name: &&str| subject.part.is_none() || *name == LIST;
        wanted.map(|(name, _)| name).filter(is_of_part).collect()
    }

    /// The scripts of a page, with the values for its blanks at the end.
    fn scripts(&self, page: &Page, subject: &Subject, bundles: &[&str]) -> Vec<String> {
        let at = &subject.address;
        let mut scripts = hrefs(self.assets.scripts_with(bundles), at);
        let local = self.local_script(subject.part.is_none() && self.has_blanks(page));
        scripts.extend(local.map(|local| path::href(at, local)));
        scripts
    }

    /// The style sheets of a page for paper, which can hold whatever a course can.
    pub(super) fn paper_styles(&self, at: &str) -> Vec<String> {
        hrefs(
            self.assets.styles_with(&[
                PAPER, ENTRY, BLANK, COURSE, QUIZ, TASK, SCENE, CHECKLIST, CHART,
            ]),
            at,
        )
    }

    /// What all scripts say in a language, as JSON.
    pub(super) fn all_script_words(&self, locale: usize) -> Option<String> {
        object(self.words[locale].values())
    }

    /// What one bundle says in a language, as JSON.
    pub(super) fn words_of(&self, locale: usize, bundle: &str) -> String {
        object(self.words[locale].get(bundle).into_iter()).unwrap_or_else(|| "{}".to_owned())
    }

    /// What the scripts of some bundles say in a language, as JSON.
    fn script_words(&self, locale: usize, bundles: &[&str]) -> Option<String> {
        let words = &self.words[locale];
        object(bundles.iter().filter_map(|bundle| words.get(*bundle)))
    }

    /// The script of what a learner did, where a page of the course loads it when it is needed.
    fn later(&self, bundles: &[&str], at: &str) -> Option<String> {
        let record = self.assets.bundles.get(RECORD)?.script.as_ref()?;
        let is_wanted = bundles.contains(&COURSE) && !bundles.contains(&RECORD);
        is_wanted.then(|| path::href(at, record))
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

    pub(super) fn breadcrumbs(
        &self,
        page: &Page,
        at: &str,
        is_whole: bool,
        own: PageIndex,
    ) -> Vec<Link> {
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

    pub(super) fn neighbours(
        &self,
        page: &Page,
        index: PageIndex,
        at: &str,
    ) -> (Option<Link>, Option<Link>) {
        let (before, behind) = self.site.navigation[page.locale].neighbours(index);
        (
            before.map(|page| self.link(at, page)),
            behind.map(|page| self.link(at, page)),
        )
    }

    pub(super) fn nav(&self, page: &Page, index: PageIndex, at: &str) -> Option<Nav> {
        let navigation = &self.site.navigation[page.locale];
        let top = page
            .id()
            .path
            .split('/')
            .next()
            .filter(|_| !page.folder().is_empty())?;
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
            let children = if inside {
                self.siblings(page, index, at)
            } else {
                Vec::new()
            };
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
    pub(super) fn siblings(&self, page: &Page, index: PageIndex, at: &str) -> Vec<Link> {
        let children = self.site.navigation[page.locale].children(page.folder());
        let position = children
            .iter()
            .position(|child| *child == index)
            .unwrap_or(0);
        self.links(window(children, position), at, page, index)
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

/// The part of a list around a position; all of it where it is short.
pub(super) fn window(list: &[PageIndex], position: usize) -> &[PageIndex] {
    if list.len() <= 3 * WINDOW {
        return list;
    }
    let start = position
        .saturating_sub(WINDOW)
        .min(list.len() - 2 * WINDOW - 1);
    &list[start..start + 2 * WINDOW + 1]
}

pub(super) fn plain(title: String) -> Link {
    Link {
        title,
        ..Link::default()
    }
}

fn hrefs<'a>(assets: impl Iterator<Item = &'a String>, at: &str) -> Vec<String> {
    assets.map(|asset| path::href(at, asset)).collect()
}

/// Members of JSON objects as one object.
fn object<'a>(members: impl Iterator<Item = &'a String>) -> Option<String> {
    let members: Vec<&str> = members.map(String::as_str).collect();
    (!members.is_empty()).then(|| format!("{{{}}}", members.join(",")))
}
