//! What the scripts of the course get to know: where the page stands, and what the course holds.

use std::collections::BTreeMap;

use serde::Serialize;

use super::course::Course;
use super::quiz;
use super::view::PageView;
use super::viewer::{Subject, Viewer};
use crate::content::KindId;
use crate::content::quiz::{Form, Mode};
use crate::path;
use crate::site::route::course_address;
use crate::site::{Page, PageIndex, Site};
use crate::strings::Strings;

/// Words that only scripts need: their keys start so, and go on with the bundle that says them.
const SAID: &str = "say.";

/// The course as its scripts see it.
#[derive(Debug, Serialize)]
struct CourseData {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cv: Option<String>,
    progress: String,
    statement: String,
    minutes: u32,
    count: usize,
    modules: Vec<ModuleData>,
    #[serde(rename = "final")]
    last: Option<TestData>,
    followup: Option<TestData>,
    evaluation: Option<TestData>,
}

#[derive(Debug, Serialize)]
struct ModuleData {
    id: String,
    n: usize,
    title: String,
    href: String,
    minutes: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    objectives: Vec<String>,
    lessons: Vec<LessonData>,
    quizzes: Vec<TestData>,
}

#[derive(Debug, Serialize)]
struct LessonData {
    id: String,
    title: String,
    href: String,
    minutes: u32,
}

#[derive(Debug, Serialize)]
struct TestData {
    id: String,
    mode: &'static str,
    title: String,
    href: String,
    pass: Option<u32>,
    attempts: Option<u32>,
    minutes: u32,
}

/// What scripts say in a language: by the bundle that says it, members of a JSON object.
pub(super) fn words(strings: &Strings) -> BTreeMap<String, String> {
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    for (key, text) in strings.words() {
        let said = key.strip_prefix(SAID).and_then(|key| key.split_once('.'));
        if let Some((bundle, _)) = said {
            let json = |text: &str| serde_json::to_string(text).expect("text can be JSON");
            let members = words.entry(bundle.to_owned()).or_default();
            if !members.is_empty() {
                members.push(',');
            }
            members.push_str(&format!("{}:{}", json(&key[SAID.len()..]), json(text)));
        }
    }
    words
}

/// Makes an address of the site one for a page.
pub(super) type Href<'a> = &'a dyn Fn(&str) -> String;

/// How much of the course a page's scripts need.
enum Extent {
    /// Every module, with its objectives.
    Whole,
    /// The module of this page.
    Own(PageIndex),
}

impl Viewer<'_> {
    /// The pages of a course that tell of progress.
    pub(super) fn is_course_page(&self, page: &Page) -> bool {
        let in_course = matches!(
            page.id().kind,
            KindId::Course | KindId::Module | KindId::Lesson
        );
        in_course || !page.resolved.quizzes.is_empty() || self.has_course_on_home(page)
    }

    /// The course for the scripts of a page, as JSON; `href` makes an address of the site one for
    /// the page.
    pub(super) fn course_data(&self, page: &Page, href: Href<'_>) -> Option<String> {
        let course = &self.courses[page.locale];
        let extent = match self.module_of(page) {
            _ if course.modules().next().is_none() => return None,
            Some(module) => Extent::Own(module),
            None => Extent::Whole,
        };
        let data = self.data(course, page, href, &extent);
        Some(serde_json::to_string(&data).expect("text and numbers can be written as JSON"))
    }

    fn data(&self, course: &Course, page: &Page, href: Href<'_>, extent: &Extent) -> CourseData {
        let site = self.site;
        let index = path::join(&self.config.course.folder, "index");
        let course_page = site
            .page_at(page.locale, &index)
            .map(|page| &site.pages[page]);
        let made = |name: &str| {
            course_page.map_or_else(String::new, |page| href(&course_address(page, name)))
        };
        let modules: Vec<(usize, PageIndex)> = course.modules().enumerate().collect();
        let shown = modules.iter().filter(|(_, module)| match extent {
            Extent::Whole => true,
            Extent::Own(own) => module == own,
        });
        let is_whole = matches!(extent, Extent::Whole);
        CourseData {
            title: course_page.map_or_else(String::new, |page| page.title().to_owned()),
            cv: is_whole.then(|| self.course_version(page.locale)),
            progress: made("progress"),
            statement: made("statement"),
            minutes: course.minutes(),
            count: modules.len(),
            modules: shown
                .map(|(n, module)| self.module_data(*n, *module, href, is_whole))
                .collect(),
            last: self.test(page.locale, href, Mode::Final),
            followup: self.test(page.locale, href, Mode::Followup),
            evaluation: self.test(page.locale, href, Mode::Survey),
        }
    }

    fn module_data(
        &self,
        n: usize,
        module: PageIndex,
        href: Href<'_>,
        is_whole: bool,
    ) -> ModuleData {
        let site = self.site;
        let page = &site.pages[module];
        let children = site.navigation[page.locale].children(page.folder());
        let of = |kind: KindId| {
            children
                .iter()
                .copied()
                .filter(move |child| site.pages[*child].id().kind == kind)
        };
        ModuleData {
            id: page.id().path.to_string(),
            n: n + 1,
            title: page.title().to_owned(),
            href: href(&page.address),
            minutes: crate::site::quiz::minutes(site, module).unwrap_or(0),
            objectives: if is_whole {
                self.objectives(page)
            } else {
                Vec::new()
            },
            lessons: of(KindId::Lesson)
                .map(|lesson| LessonData {
                    id: site.pages[lesson].id().path.to_string(),
                    title: site.pages[lesson].title().to_owned(),
                    href: href(&site.pages[lesson].address),
                    minutes: crate::site::quiz::minutes(site, lesson).unwrap_or(0),
                })
                .collect(),
            quizzes: of(KindId::Quiz)
                .map(|quiz| self.test_data(quiz, href))
                .collect(),
        }
    }

    /// The first test of a mode in a language.
    fn test(&self, locale: usize, href: Href<'_>, mode: Mode) -> Option<TestData> {
        let of_mode = self.tests[locale].iter().find(|(own, _)| *own == mode);
        of_mode.map(|(_, quiz)| self.test_data(*quiz, href))
    }

    fn test_data(&self, index: PageIndex, href: Href<'_>) -> TestData {
        let page = &self.site.pages[index];
        let setup = page.original.quiz.as_ref().map(|quiz| &quiz.setup);
        TestData {
            id: quiz::name(page),
            mode: match setup {
                Some(setup) if setup.form == Form::Scenario => "scenario",
                Some(setup) => setup.mode.name(),
                None => "practice",
            },
            title: page.title().to_owned(),
            href: href(&page.address),
            pass: setup.and_then(|setup| setup.pass),
            attempts: setup.and_then(|setup| setup.attempts),
            minutes: crate::site::quiz::minutes(self.site, index).unwrap_or(0),
        }
    }

    /// Changes with every text of the course.
    fn course_version(&self, locale: usize) -> String {
        let mut hasher = blake3::Hasher::new();
        let prefix = format!("{}/", self.config.course.folder);
        for page in &self.site.pages {
            if page.locale == locale && page.id().path.starts_with(&prefix) {
                hasher.update(&page.document.fingerprint);
            }
        }
        super::version(hasher.finalize().as_bytes())
    }
}

/// The view of a page that is made for a course: the course's own page at another address.
pub(super) fn made_view(viewer: &Viewer<'_>, course: PageIndex, name: &str) -> (String, PageView) {
    let site = viewer.site;
    let page = &site.pages[course];
    let address = course_address(page, name);
    let subject = Subject {
        page: course,
        address: address.clone(),
        part: None,
    };
    let mut view = viewer.view(&subject);
    let title = site
        .strings_of(page)
        .get(&format!("{name}.title"))
        .to_owned();
    view.head_title = format!("{title} · {}", view.site_title);
    view.breadcrumbs.push(viewer.link(&address, course));
    for language in &mut view.languages {
        let other = site
            .locales
            .iter()
            .position(|locale| locale.as_str() == language.lang)
            .and_then(|locale| site.page_at(locale, &page.id().path));
        if let Some(other) = other {
            language.href = path::href(&address, &course_address(&site.pages[other], name));
        }
    }
    let view = PageView {
        kind: name.to_owned(),
        entry: path::join(page.folder(), name),
        title,
        noindex: true,
        canonical: None,
        alternates: Vec::new(),
        description: None,
        previous: None,
        next: None,
        edit: None,
        updated: None,
        ..view
    };
    (address, view)
}

/// Tests of the whole course by mode, for each language.
pub(super) fn tests(site: &Site, folder: &str) -> Vec<Vec<(Mode, PageIndex)>> {
    let mut tests = vec![Vec::new(); site.locales.len()];
    let prefix = format!("{folder}/");
    for (index, page) in site.pages.iter().enumerate() {
        let Some(quiz) = &page.original.quiz else {
            continue;
        };
        let is_whole = matches!(quiz.setup.mode, Mode::Final | Mode::Followup | Mode::Survey);
        if is_whole && page.id().path.starts_with(&prefix) {
            tests[page.locale].push((quiz.setup.mode, index));
        }
    }
    tests
}
