//! Which pages stand in a single-file course, in which order, and under which id.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use crate::locale::Locale;
use crate::path;
use crate::render::view::Link;
use crate::render::viewer::{Subject, Viewer};
use crate::site::route::course_address;
use crate::site::{PageIndex, Site};

/// Id of the contents. Ids of pages start with `/`, so that no page has an id of the file's own.
pub(super) const CONTENTS: &str = "contents";

/// Stands between a page's id and an id on that page; no page has it in its id.
pub(super) const JOINT: char = '~';

/// A page in the contents, with what is in its folder.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Part {
    link: Link,
    parts: Vec<Part>,
}

/// The leaves of all languages.
pub(super) struct Leaves {
    /// What is shown, by language, in reading order.
    pub(super) subjects: Vec<Vec<Subject>>,
    /// Names of the files, by language.
    pub(super) files: Vec<String>,
    /// Language and id of what an address shows.
    by_address: HashMap<String, (usize, String)>,
}

impl Leaves {
    /// Orders and names the pages of a site. Pages of an entry have the same id in every language,
    /// so that a language link keeps the reader's place.
    ///
    /// `made` are the pages that the theme makes for courses.
    pub(super) fn new(
        site: &Site,
        viewer: &Viewer<'_>,
        made: &[(PageIndex, &'static str)],
        name_of: &dyn Fn(&Locale) -> String,
    ) -> Leaves {
        let mut narrowed: HashMap<PageIndex, Vec<Subject>> = HashMap::new();
        for subject in viewer.subjects() {
            if subject.part.is_some() {
                narrowed.entry(subject.page).or_default().push(subject);
            }
        }
        let mut leaves = Leaves {
            subjects: Vec::new(),
            files: site.locales.iter().map(name_of).collect(),
            by_address: HashMap::new(),
        };
        for locale in 0..site.locales.len() {
            let mut taken = HashSet::new();
            let mut subjects = Vec::new();
            for page in reading_order(site, locale) {
                let own = Subject {
                    page,
                    address: site.pages[page].address.clone(),
                    part: None,
                };
                let lists = narrowed.remove(&page).unwrap_or_default();
                let made = made.iter().filter(|(course, _)| *course == page);
                let made = made.map(|(_, name)| Subject {
                    page,
                    address: course_address(&site.pages[page], name),
                    part: None,
                });
                for subject in std::iter::once(own).chain(made).chain(lists) {
                    let id = unique(&name(site, &subject), &mut taken);
                    leaves
                        .by_address
                        .insert(subject.address.clone(), (locale, id));
                    subjects.push(subject);
                }
            }
            leaves.subjects.push(subjects);
        }
        leaves.add_other_addresses(site);
        leaves
    }

    /// Addresses that show a page without being its own.
    fn add_other_addresses(&mut self, site: &Site) {
        let prints = site.prints.iter().map(|print| {
            let page = &site.pages[print.page];
            (print.address.clone(), page.address.clone())
        });
        let home = site.root.as_ref();
        let root =
            home.map(|(home, _)| ("index.html".to_owned(), site.pages[*home].address.clone()));
        let redirects = site.redirects.iter();
        let redirects = redirects.map(|redirect| (redirect.from.clone(), redirect.to.clone()));
        for (from, to) in prints.chain(root).chain(redirects) {
            if let Some(leaf) = self.by_address.get(&to).cloned() {
                self.by_address.entry(from).or_insert(leaf);
            }
        }
    }

    /// The id of the leaf at an address.
    pub(super) fn id(&self, address: &str) -> Option<&str> {
        let (_, id) = self.by_address.get(address)?;
        Some(id)
    }

    /// The language and the id of what an address shows.
    pub(super) fn find(&self, address: &str) -> Option<(usize, &str)> {
        let (locale, id) = self.by_address.get(address)?;
        Some((*locale, id))
    }

    /// Links to the leaves of a language, by the addresses of their pages.
    pub(super) fn places(&self, locale: usize) -> BTreeMap<&str, String> {
        let addresses = self.subjects[locale]
            .iter()
            .map(|subject| &*subject.address);
        let places =
            addresses.filter_map(|address| Some((address, format!("#{}", self.id(address)?))));
        places.collect()
    }

    /// The contents of a language as a tree.
    pub(super) fn contents(&self, site: &Site, viewer: &Viewer<'_>, home: &Subject) -> Vec<Part> {
        let part = |page, parts| Part {
            link: viewer.link(&home.address, page),
            parts,
        };
        let mut contents = vec![part(home.page, Vec::new())];
        contents.extend(parts(site, site.pages[home.page].locale, "", &part));
        contents
    }
}

fn parts(
    site: &Site,
    locale: usize,
    folder: &str,
    part: &dyn Fn(PageIndex, Vec<Part>) -> Part,
) -> Vec<Part> {
    let children = site.navigation[locale].children(folder).iter();
    let made = children.map(|child| {
        let page = &site.pages[*child];
        let inside = match page.document.is_index() {
            true => parts(site, locale, page.folder(), part),
            false => Vec::new(),
        };
        part(*child, inside)
    });
    made.collect()
}

/// A language's pages: home, then each folder's page and what is in it.
fn reading_order(site: &Site, locale: usize) -> Vec<PageIndex> {
    fn walk(site: &Site, locale: usize, folder: &str, order: &mut Vec<PageIndex>) {
        for child in site.navigation[locale].children(folder) {
            order.push(*child);
            let page = &site.pages[*child];
            if page.document.is_index() {
                walk(site, locale, page.folder(), order);
            }
        }
    }
    let mut order: Vec<PageIndex> = site.page_at(locale, "index").into_iter().collect();
    walk(site, locale, "", &mut order);
    order
}

/// What an id is made of: the entry's path, which has no language; for a part of a page and for what
/// is made for a course, its file.
fn name(site: &Site, subject: &Subject) -> String {
    let page = &site.pages[subject.page];
    if subject.address == page.address {
        return page.id().path.to_string();
    }
    let folder = path::parent(&page.address);
    let below = subject
        .address
        .strip_prefix(folder)
        .unwrap_or(&subject.address);
    format!("{}{}", page.folder(), below.trim_end_matches(".html"))
}

/// `/` and the name, without what has a meaning in an address or attribute.
fn unique(name: &str, taken: &mut HashSet<String>) -> String {
    let plain = |c: char| match c {
        '/' | '-' | '_' | '.' => c,
        c if c.is_alphanumeric() => c,
        _ => '-',
    };
    let base: String = std::iter::once('/')
        .chain(name.chars().map(plain))
        .collect();
    let mut id = base.clone();
    for number in 2.. {
        if taken.insert(id.clone()) {
            break;
        }
        id = format!("{base}-{number}");
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_no_sign_with_a_meaning_and_is_unique() {
        let mut taken = HashSet::new();
        assert_eq!(unique("a/b c", &mut taken), "/a/b-c");
        assert_eq!(unique("a/b~c", &mut taken), "/a/b-c-2");
        assert_eq!(unique("a/b\"c", &mut taken), "/a/b-c-3");
        assert_eq!(unique("مصطلح/سجن", &mut taken), "/مصطلح/سجن");
    }
}
