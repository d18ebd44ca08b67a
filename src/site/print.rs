//! Pages that gather others for paper: a module, the whole course, the glossary.

use std::collections::HashMap;

use rayon::prelude::*;

use super::target::Targets;
use super::{Page, PageIndex, Resolved, Site, reference};
use crate::content::KindId;
use crate::path;

/// A page for paper.
pub struct Print {
    /// Its file in the output.
    pub address: String,
    /// The page that it starts with.
    pub page: PageIndex,
    /// What follows.
    pub chapters: Vec<Chapter>,
}

/// A page on a page for paper.
pub struct Chapter {
    /// The page.
    pub page: PageIndex,
    /// The module around a lesson of the course.
    pub module: Option<PageIndex>,
    /// What keeps its ids apart from those of other chapters.
    pub prefix: String,
    /// What its text refers to; what stands on the same paper is referred to there.
    pub resolved: Resolved,
}

impl Chapter {
    /// The id of its title.
    pub fn id(&self) -> String {
        title_id(&self.prefix)
    }
}

/// The pages for paper of all languages.
pub(super) fn all(site: &Site, targets: &Targets) -> Vec<Print> {
    let pages = (0..site.pages.len()).into_par_iter();
    pages
        .filter(|page| has_print(&site.pages[*page]))
        .map(|page| print(site, targets, page))
        .collect()
}

/// Whether a page has another one for paper.
pub fn has_print(page: &Page) -> bool {
    matches!(page.id().kind, KindId::Module | KindId::Course) || is_glossary(page)
}

/// Whether a page is the list of all terms.
pub fn is_glossary(page: &Page) -> bool {
    &*page.id().path == "terms/index"
}

/// The file of a page's version for paper.
pub fn print_address(page: &Page) -> String {
    path::join(path::parent(&page.address), "print.html")
}

fn print(site: &Site, targets: &Targets, page: PageIndex) -> Print {
    let own = &site.pages[page];
    let address = print_address(own);
    let children = site.navigation[own.locale].children(own.folder());
    let mut chapters: Vec<Chapter> = Vec::new();
    for child in children {
        let module = &site.pages[*child];
        let name = name_of(module);
        chapters.push(chapter(
            site,
            targets,
            &address,
            *child,
            None,
            format!("{name}--"),
        ));
        if own.id().kind != KindId::Course || module.id().kind != KindId::Module {
            continue;
        }
        for lesson in site.navigation[own.locale].children(module.folder()) {
            let prefix = format!("{name}--{}--", name_of(&site.pages[*lesson]));
            let module = Some(*child);
            chapters.push(chapter(site, targets, &address, *lesson, module, prefix));
        }
    }
    lead_inside(site, &address, &mut chapters);
    Print {
        address,
        page,
        chapters,
    }
}

fn chapter(
    site: &Site,
    targets: &Targets,
    address: &str,
    page: PageIndex,
    module: Option<PageIndex>,
    prefix: String,
) -> Chapter {
    let mut resolved = reference::resolve(site, targets, page, address).value;
    each_text(&mut resolved, &mut |resolved| {
        for link in &mut resolved.links {
            if let Some(id) = link.strip_prefix('#') {
                *link = format!("#{prefix}{id}");
            }
        }
    });
    Chapter {
        page,
        module,
        prefix,
        resolved,
    }
}

/// Turns links between chapters into links on the paper's own page.
fn lead_inside(site: &Site, address: &str, chapters: &mut [Chapter]) {
    let prefixes: HashMap<String, String> = chapters
        .iter()
        .map(|chapter| {
            let href = path::href(address, &site.pages[chapter.page].address);
            (href, chapter.prefix.clone())
        })
        .collect();
    for chapter in chapters {
        each_text(&mut chapter.resolved, &mut |resolved| {
            resolved
                .links
                .iter_mut()
                .for_each(|link| lead_to_chapter(link, &prefixes));
        });
    }
}

/// What a text refers to, and what the quizzes in it do.
fn each_text(resolved: &mut Resolved, change: &mut impl FnMut(&mut Resolved)) {
    change(resolved);
    for (_, quiz) in &mut resolved.quizzes {
        each_text(&mut quiz.resolved, change);
        for pool in &mut quiz.pools {
            each_text(&mut pool.resolved, change);
        }
    }
}

/// Turns a link to a page that is a chapter into one to the chapter.
fn lead_to_chapter(link: &mut String, prefixes: &HashMap<String, String>) {
    let (file, id) = match link.split_once('#') {
        Some((file, id)) => (file, Some(id)),
        None => (link.as_str(), None),
    };
    if let Some(prefix) = prefixes.get(file) {
        *link = match id {
            Some(id) => format!("#{prefix}{id}"),
            None => format!("#{}", title_id(prefix)),
        };
    }
}

fn title_id(prefix: &str) -> String {
    format!("{}-title", prefix.trim_end_matches('-'))
}

/// A page's name, or its folder's, for ids.
fn name_of(page: &Page) -> &str {
    match page.document.is_index() {
        true => path::name(page.folder()),
        false => path::name(&page.id().path),
    }
}
