//! What stands where: the children of each folder in order, and the reading order.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Page, PageIndex};
use crate::config::Config;
use crate::content::KindId;
use crate::content::quiz::{Form, Mode};
use crate::locale::Locale;
use crate::path;

/// The folder of a module that holds its quizzes, which stand behind its lessons.
pub(crate) const QUIZZES: &str = "quiz";

/// The tree of a language.
#[derive(Debug, Default)]
pub struct Navigation {
    /// Pages of a folder in order, without its own page; of a folder in it, that folder's page.
    children: BTreeMap<String, Vec<PageIndex>>,
    /// Page before and page behind, in the reading order.
    neighbours: BTreeMap<PageIndex, (Option<PageIndex>, Option<PageIndex>)>,
    /// The page of each folder.
    folder_pages: BTreeMap<String, PageIndex>,
}

impl Navigation {
    /// What a folder holds, in order.
    pub fn children(&self, folder: &str) -> &[PageIndex] {
        self.children.get(folder).map_or(&[], Vec::as_slice)
    }

    /// The page of a folder.
    pub fn folder_page(&self, folder: &str) -> Option<PageIndex> {
        self.folder_pages.get(folder).copied()
    }

    /// The pages before and behind one in the reading order.
    pub fn neighbours(&self, page: PageIndex) -> (Option<PageIndex>, Option<PageIndex>) {
        self.neighbours.get(&page).copied().unwrap_or_default()
    }

    /// The folders around a page, from the top, the language's home first, without its own.
    pub fn ancestors(&self, page: &Page) -> Vec<PageIndex> {
        let is_index = page.document.is_index();
        let mut folder = page.folder();
        let mut out = Vec::new();
        if is_index {
            if folder.is_empty() {
                return out;
            }
            folder = path::parent(folder);
        }
        loop {
            out.extend(self.folder_page(folder));
            if folder.is_empty() {
                break;
            }
            folder = path::parent(folder);
        }
        out.reverse();
        out
    }

    fn read_in_order(&mut self, pages: &[Page]) {
        for top in self.children("").to_vec() {
            let mut order = Vec::new();
            self.collect(pages, top, &mut order);
            for (position, page) in order.iter().enumerate() {
                let before = position.checked_sub(1).map(|before| order[before]);
                let behind = order.get(position + 1).copied();
                self.neighbours.insert(*page, (before, behind));
            }
        }
    }

    fn collect(&self, pages: &[Page], index: PageIndex, order: &mut Vec<PageIndex>) {
        let page = &pages[index];
        if page.id().kind.is_reference() || page.original.front.view.is_some() {
            return;
        }
        order.push(index);
        if page.document.is_index() {
            for child in self.children(page.folder()) {
                self.collect(pages, *child, order);
            }
        }
    }
}

/// The tree of each language.
pub(super) fn all(pages: &[Page], locales: &[Locale], config: &Config) -> Vec<Navigation> {
    let mut all: Vec<Navigation> = locales.iter().map(|_| Navigation::default()).collect();
    for (index, page) in pages.iter().enumerate() {
        let navigation = &mut all[page.locale];
        let folder = page.folder();
        if !page.document.is_index() {
            let Some(folder) = place(page) else { continue };
            navigation
                .children
                .entry(folder.to_owned())
                .or_default()
                .push(index);
            continue;
        }
        navigation.folder_pages.insert(folder.to_owned(), index);
        if !folder.is_empty() {
            let parent = path::parent(folder).to_owned();
            navigation.children.entry(parent).or_default().push(index);
        }
    }
    for (navigation, locale) in all.iter_mut().zip(locales) {
        let collator = locale.collator();
        for children in navigation.children.values_mut() {
            children.sort_by(|a, b| {
                let (a, b) = (&pages[*a], &pages[*b]);
                asked_order(a, config)
                    .cmp(&asked_order(b, config))
                    .then_with(|| order_of(a).cmp(&order_of(b)))
                    .then_with(|| rank(a).cmp(&rank(b)))
                    .then_with(|| collator.compare(a.title(), b.title()))
                    .then_with(|| a.address.cmp(&b.address))
            });
        }
        navigation.read_in_order(pages);
    }
    all
}

/// The folder in which a page is listed. Quizzes for lessons and pools for tests stand in none.
fn place(page: &Page) -> Option<&str> {
    let folder = page.folder();
    match &page.original.quiz {
        Some(quiz) if !quiz.is_listed() => None,
        Some(_) if path::name(folder) == QUIZZES => Some(path::parent(folder)),
        _ => Some(folder),
    }
}

/// The place that `[navigation] order` gives to a folder at the top.
fn asked_order(page: &Page, config: &Config) -> usize {
    let order = &config.navigation.order;
    let place = order
        .iter()
        .position(|folder| page.document.is_index() && path::parent(&page.id().path) == folder);
    place.unwrap_or(order.len())
}

/// Where no number decides: the course first, then what is read, then what is looked up.
fn rank(page: &Page) -> u8 {
    let name = path::name(page.folder());
    if let Some(quiz) = &page.original.quiz {
        return match (quiz.setup.form, quiz.setup.mode) {
            (Form::Scenario, _) => 10,
            (_, Mode::Pretest) => 0,
            (_, Mode::Check) => 11,
            (_, Mode::Final) => 12,
            (_, Mode::Practice | Mode::Followup | Mode::Survey) => 13,
        };
    }
    match page.id().kind {
        KindId::Course => 0,
        _ if page.original.front.view.is_some() => 0,
        _ if !page.document.is_index() => 1,
        _ if name == "sources" => 3,
        _ if name == "terms" => 2,
        _ => 1,
    }
}

/// The order that a page's file name asks for, in the default language where it has it.
fn order_of(page: &Page) -> u32 {
    let own = path::order_of(page.original.order_name());
    match own.cmp(&u32::MAX) {
        Ordering::Less => own,
        _ => path::order_of(page.document.order_name()),
    }
}
