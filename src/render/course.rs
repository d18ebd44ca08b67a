//! The course as a way with stops: its map, a module's lessons, and the line in the header.

use super::around::window;
use super::view::{Link, Shaft, ShaftStop, Stop, Way};
use super::viewer::Viewer;
use crate::config::Config;
use crate::content::KindId;
use crate::path;
use crate::site::quiz::{minutes, module_folder};
use crate::site::{Page, PageIndex, Site};
use crate::strings::Strings;

/// Stops in the header's line, beyond which it would be a row of dots.
const STOPS: usize = 24;

/// Lengths that a stretch of a way can have.
const STRETCHES: u32 = 8;

/// The modules of a language's course, in order.
#[derive(Debug, Default)]
pub(super) struct Course {
    modules: Vec<Leg>,
}

/// A page on a way, with its minutes where they are known.
#[derive(Debug, Clone, Copy)]
struct Leg {
    page: PageIndex,
    minutes: Option<u32>,
}

impl Course {
    /// The course of each language.
    pub(super) fn all(site: &Site, config: &Config) -> Vec<Course> {
        (0..site.locales.len())
            .map(|locale| {
                let children = site.navigation[locale].children(&config.course.folder);
                let modules = children
                    .iter()
                    .filter(|child| site.pages[**child].id().kind == KindId::Module);
                Course {
                    modules: legs(site, modules),
                }
            })
            .collect()
    }
}

impl Course {
    /// The minutes of its modules, as far as they are known.
    pub(super) fn minutes(&self) -> u32 {
        self.modules.iter().filter_map(|leg| leg.minutes).sum()
    }

    /// Its modules, in order.
    pub(super) fn modules(&self) -> impl Iterator<Item = PageIndex> {
        self.modules.iter().map(|leg| leg.page)
    }
}

impl Viewer<'_> {
    /// The map of the course for home and the course's page, the lessons for a module's page.
    pub(super) fn way(&self, page: &Page, at: &str) -> Option<Way> {
        match page.id().kind {
            KindId::Course => self.map(page, at),
            KindId::Module => self.lessons(page, at),
            _ if self.has_course_on_home(page) => self.map(page, at),
            _ => None,
        }
    }

    /// Whether a page is home and shows the course, so that its list holds the rest.
    pub(super) fn has_course_on_home(&self, page: &Page) -> bool {
        &*page.id().path == "index" && !self.courses[page.locale].modules.is_empty()
    }

    /// Whether the way on a folder's page shows one of its children, so that no list repeats it.
    pub(super) fn is_on_way(&self, page: &Page, child: PageIndex) -> bool {
        match page.id().kind {
            _ if self.has_course_on_home(page) => {
                self.site.pages[child].id().kind == KindId::Course
            }
            KindId::Course => self.site.pages[child].id().kind == KindId::Module,
            KindId::Module => true,
            _ => false,
        }
    }

    /// The module around a page, for the sidebar: a window of its lessons.
    pub(super) fn module(&self, page: &Page, here: PageIndex, at: &str) -> Option<Way> {
        let module = self.module_of(page)?;
        let children = self.site.navigation[page.locale].children(module_folder(page));
        let own = children.iter().position(|child| *child == here);
        let shown = window(children, own.unwrap_or(0));
        let first = children
            .iter()
            .position(|child| Some(child) == shown.first());
        let legs = legs(self.site, shown.iter());
        let strings = self.site.strings_of(page);
        let (number, _) = self.number(page, module)?;
        Some(Way {
            name: strings.with("course.module", &[("n", &number.to_string())]),
            link: Some(Link {
                current: (module == here).then_some("page"),
                ..self.link(at, module)
            }),
            whole: self.course_page(page, at),
            is_cut: shown.len() < children.len(),
            stops: self.stops(&legs, first.unwrap_or(0), Some(here), at, strings),
            ..Way::default()
        })
    }

    /// Where a module or lesson stands in the course, in words.
    pub(super) fn place(&self, page: &Page, here: PageIndex) -> Option<String> {
        let module = self.module_of(page)?;
        let (number, modules) = self.number(page, module)?;
        let lessons: Vec<PageIndex> = self.site.navigation[page.locale]
            .children(page.folder())
            .iter()
            .copied()
            .filter(|child| self.site.pages[*child].id().kind != KindId::Quiz)
            .collect();
        let lesson = lessons.iter().position(|lesson| *lesson == here);
        let key = match lesson {
            Some(_) => "course.place.lesson",
            None => "course.place.module",
        };
        let values = [
            ("n", number),
            ("modules", modules),
            ("lesson", lesson.map_or(0, |lesson| lesson + 1)),
            ("lessons", lessons.len()),
        ]
        .map(|(name, value)| (name, value.to_string()));
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        Some(self.site.strings_of(page).with(key, &values))
    }

    /// The header's line on pages of the course: its modules, or the lessons of its only one.
    pub(super) fn shaft(&self, page: &Page, here: PageIndex) -> Option<Shaft> {
        let modules = &self.courses[page.locale].modules;
        let module = self.module_of(page);
        if module.is_none() && page.id().kind != KindId::Course {
            return None;
        }
        let only_module = match modules.as_slice() {
            [only] => Some(&self.site.pages[only.page]),
            _ => None,
        };
        let lessons = only_module.map(|only| {
            let children = self.site.navigation[page.locale].children(only.folder());
            legs(self.site, children.iter())
        });
        let own = if lessons.is_some() {
            Some(here)
        } else {
            module
        };
        shaft(lessons.as_ref().unwrap_or(modules), own)
    }

    /// The minutes that a page takes; a module's are those of its lessons where it states none.
    pub(super) fn minutes(&self, page: &Page, index: PageIndex) -> Option<String> {
        let minutes = minutes(self.site, index)?;
        let strings = self.site.strings_of(page);
        Some(strings.count("course.minutes", minutes as usize))
    }

    fn map(&self, page: &Page, at: &str) -> Option<Way> {
        let course = &self.courses[page.locale];
        let first = course.modules.first()?;
        let strings = self.site.strings_of(page);
        let minutes: Option<Vec<u32>> = course.modules.iter().map(|leg| leg.minutes).collect();
        Some(Way {
            name: strings.get("course.map").to_owned(),
            start: Some(self.link(at, first.page)),
            whole: self.course_page(page, at),
            count: strings.count("course.modules", course.modules.len()),
            length: minutes.map(|minutes| length(strings, minutes.iter().sum())),
            stops: self.stops(&course.modules, 0, None, at, strings),
            ..Way::default()
        })
    }

    fn lessons(&self, page: &Page, at: &str) -> Option<Way> {
        let children = self.site.navigation[page.locale].children(page.folder());
        let legs = legs(self.site, children.iter());
        let first = legs.first()?;
        let strings = self.site.strings_of(page);
        Some(Way {
            name: strings.get("list.lessons").to_owned(),
            start: Some(self.link(at, first.page)),
            stops: self.stops(&legs, 0, None, at, strings),
            ..Way::default()
        })
    }

    /// The stops of a way; the first of `legs` is the one behind `before` others.
    fn stops(
        &self,
        legs: &[Leg],
        before: usize,
        here: Option<PageIndex>,
        at: &str,
        strings: &Strings,
    ) -> Vec<Stop> {
        let own = legs.iter().position(|leg| Some(leg.page) == here);
        let longest = legs.iter().filter_map(|leg| leg.minutes).max();
        let stop = |(index, leg): (usize, &Leg)| {
            let page = &self.site.pages[leg.page];
            Stop {
                number: before + index + 1,
                state: state(index, own),
                stretch: stretch(leg.minutes, longest),
                link: Link {
                    current: (own == Some(index)).then_some("page"),
                    ..self.link(at, leg.page)
                },
                description: page.document.front.description.clone(),
                lang: page.document.locale.to_string(),
                dir: page.document.locale.dir().as_str(),
                minutes: leg.minutes.map(|minutes| length(strings, minutes)),
            }
        };
        legs.iter().enumerate().map(stop).collect()
    }

    /// The module that a page is, or stands in.
    pub(super) fn module_of(&self, page: &Page) -> Option<PageIndex> {
        let folder = self.site.navigation[page.locale].folder_page(module_folder(page))?;
        (self.site.pages[folder].id().kind == KindId::Module).then_some(folder)
    }

    /// The number of a module, and how many there are.
    fn number(&self, page: &Page, module: PageIndex) -> Option<(usize, usize)> {
        let modules = &self.courses[page.locale].modules;
        let position = modules.iter().position(|leg| leg.page == module)?;
        Some((position + 1, modules.len()))
    }

    fn course_page(&self, page: &Page, at: &str) -> Option<Link> {
        let course = path::join(&self.config.course.folder, "index");
        let course = self.site.page_at(page.locale, &course)?;
        Some(self.link(at, course))
    }
}

fn legs<'p>(site: &Site, pages: impl Iterator<Item = &'p PageIndex>) -> Vec<Leg> {
    pages
        .map(|page| Leg {
            page: *page,
            minutes: minutes(site, *page),
        })
        .collect()
}

/// A time, short: `35 min`, `3 h 35 min`.
fn length(strings: &Strings, minutes: u32) -> String {
    let (hours, rest) = ((minutes / 60).to_string(), (minutes % 60).to_string());
    let key = match (minutes / 60, minutes % 60) {
        (0, _) => "course.length.minutes",
        (_, 0) => "course.length.hours",
        _ => "course.length.both",
    };
    strings.with(key, &[("h", &hours), ("min", &rest)])
}

/// How long a stretch is drawn, as one of a few lengths: in proportion to the longest.
fn stretch(minutes: Option<u32>, longest: Option<u32>) -> u32 {
    match (minutes, longest) {
        (Some(minutes), Some(longest @ 1..)) => {
            (u64::from(minutes) * u64::from(STRETCHES)).div_ceil(u64::from(longest)) as u32
        }
        _ => STRETCHES / 2,
    }
}

/// `behind`, `here` or `ahead`, from where the reader is.
fn state(index: usize, own: Option<usize>) -> &'static str {
    match own {
        Some(own) if index < own => "behind",
        Some(own) if index == own => "here",
        _ => "ahead",
    }
}

/// A line with a stop where each leg starts, in hundredths of its length.
fn shaft(legs: &[Leg], here: Option<PageIndex>) -> Option<Shaft> {
    if legs.len() < 2 || legs.len() > STOPS {
        return None;
    }
    let own = legs.iter().position(|leg| Some(leg.page) == here);
    // Where a time is missing, all legs count the same.
    let is_timed = legs
        .iter()
        .all(|leg| leg.minutes.is_some_and(|minutes| minutes > 0));
    let weight = |leg: &Leg| leg.minutes.filter(|_| is_timed).map_or(1, u64::from);
    let whole: u64 = legs.iter().map(weight).sum();
    let mut walked = 0;
    let mut stops = Vec::with_capacity(legs.len());
    for (index, leg) in legs.iter().enumerate() {
        let hundredths = walked * 10_000 / whole;
        stops.push(ShaftStop {
            at: format!("{}.{:02}%", hundredths / 100, hundredths % 100),
            state: state(index, own),
        });
        walked += weight(leg);
    }
    let here = own.map(|own| stops[own].at.clone());
    Some(Shaft { here, stops })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leg(page: PageIndex, minutes: Option<u32>) -> Leg {
        Leg { page, minutes }
    }

    #[test]
    fn stops_stand_where_their_minutes_put_them() {
        let legs = [leg(7, Some(10)), leg(8, Some(30)), leg(9, Some(40))];
        let line = shaft(&legs, Some(8)).unwrap();
        let stops: Vec<_> = line
            .stops
            .iter()
            .map(|stop| (&*stop.at, stop.state))
            .collect();
        let wanted = [("0.00%", "behind"), ("12.50%", "here"), ("50.00%", "ahead")];
        assert_eq!(stops, wanted);
        assert_eq!(line.here.as_deref(), Some("12.50%"));
    }

    #[test]
    fn without_times_all_stretches_are_alike() {
        let legs = [leg(7, Some(10)), leg(8, None)];
        let line = shaft(&legs, None).unwrap();
        assert_eq!(line.stops[1].at, "50.00%");
        assert_eq!(line.here, None);
        assert_eq!(stretch(None, Some(10)), stretch(None, None));
    }

    #[test]
    fn a_stretch_is_one_of_few() {
        assert_eq!(stretch(Some(35), Some(35)), STRETCHES);
        assert_eq!(stretch(Some(15), Some(35)), 4);
        assert_eq!(stretch(Some(0), Some(0)), STRETCHES / 2);
    }
}
