//! What a page loads: style sheets and scripts by what stands on it, and the words that they say.

use super::assets::{
    ACT_NOW, BLANK, CHART, CHECK, CHECKLIST, COURSE, ENTRY, HOME, LIST, PAPER, QUIZ, RECORD, SCENE,
    SOURCE, STORE, TASK, TEST,
};
use super::viewer::{Subject, Viewer};
use crate::content::KindId;
use crate::content::quiz::{Mode, Quiz};
use crate::path;
use crate::site::route::{COURSE_PAGES, course_address};
use crate::site::{Page, PageIndex, view as shown};

impl Viewer<'_> {
    /// Whether a page loads the scripts of the course.
    pub(super) fn is_scripted(&self, page: &Page) -> bool {
        self.assets.has_course() && self.is_course_page(page)
    }

    /// Whether a page shows entries in a way that has a script or a style of its own.
    fn shows_entries(&self, page: &Page, index: PageIndex) -> bool {
        self.facets.contains_key(&index) || shown::of(page, self.config).is_some()
    }

    /// What a page loads besides what every page does.
    pub(super) fn bundles(&self, page: &Page, subject: &Subject) -> Vec<&'static str> {
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
    pub(super) fn scripts(&self, page: &Page, subject: &Subject, bundles: &[&str]) -> Vec<String> {
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
    pub(super) fn script_words(&self, locale: usize, bundles: &[&str]) -> Option<String> {
        let words = &self.words[locale];
        object(bundles.iter().filter_map(|bundle| words.get(*bundle)))
    }
}

pub(super) fn hrefs<'a>(assets: impl Iterator<Item = &'a String>, at: &str) -> Vec<String> {
    assets.map(|asset| path::href(at, asset)).collect()
}

/// Members of JSON objects as one object.
fn object<'a>(members: impl Iterator<Item = &'a String>) -> Option<String> {
    let members: Vec<&str> = members.map(String::as_str).collect();
    (!members.is_empty()).then(|| format!("{{{}}}", members.join(",")))
}
