//! The single-file course: a language's whole book as one HTML file that needs no other.
//!
//! In: the linked site, the theme, and the built files. Out: a [`Course`] for each language. Each
//! page becomes a leaf: what its template puts between header and footer, with ids of its own and
//! links into the same file. Styles, scripts and pictures stand inside; a policy of its own lets
//! through just these.

mod inline;
mod leaf;
mod rewrite;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use tera::Value;

use super::theme::Theme;
use super::view::{Link, PageView};
use super::viewer::{Subject, Viewer};
use super::{course_pages, progress, resolved, text};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::site::Site;
use crate::site::route::{COURSE_PAGES, course_address};
use leaf::{Leaves, Part};
use rewrite::Place;

pub use rewrite::MOST;

/// Says in a file's head that Keyward made it.
pub const MARK: &str = "Keyward single-file course";

/// What a template leaves to be filled in when all links are known.
const LEAVES: &str = "<!--leaves-->";

/// A language's book as one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Name of the file, like `training-fr.html`.
    pub name: String,
    /// The file.
    pub html: String,
    /// Pages in it.
    pub pages: usize,
    /// Files that were too large to go in; what linked to them is text.
    pub left_out: Vec<String>,
}

/// The bytes of a file of the site, by its address.
pub type Read<'a> = &'a (dyn Fn(&str) -> Option<Vec<u8>> + Sync);

/// The parts of a language's search index as members of a JSON object, by the language's tag.
pub type Index<'a> = &'a (dyn Fn(&str) -> String + Sync);

/// What the template of the file sees beside the home page's view.
#[derive(Serialize)]
struct SingleView {
    #[serde(flatten)]
    page: PageView,
    mark: &'static str,
    policy: String,
    icon_data: Option<String>,
    first_scripts: Vec<Value>,
    inline_styles: Vec<Value>,
    last_scripts: Vec<Value>,
    contents: Vec<Part>,
    search_parts: Option<Value>,
}

/// The books of all languages, each as one file.
pub fn courses(
    site: &Site,
    theme: &Theme,
    viewer: &Viewer<'_>,
    config: &Config,
    (read, index): (Read<'_>, Index<'_>),
) -> Result<Vec<Course>, Diagnostic> {
    let made = course_pages(site, theme);
    let leaves = Leaves::new(site, viewer, &made, &|locale| file_name(config, locale));
    let for_leaves = theme.with_file("base/base.html", "single/leaf.html");
    let locales = 0..site.locales.len();
    locales
        .filter_map(|locale| Some((locale, site.page_at(locale, "index")?)))
        .map(|(locale, home)| {
            let subjects = &leaves.subjects[locale];
            let rewritten = subjects.par_iter().map(|subject| {
                let html = leaf(site, &for_leaves, viewer, &leaves, subject)?;
                let place = Place::of(&leaves, locale, subject, read);
                Ok(place.rewrite(&html))
            });
            let rewritten = rewritten.collect::<Result<Vec<_>, Diagnostic>>()?;
            let home = Subject {
                page: home,
                address: site.pages[home].address.clone(),
                part: None,
            };
            let frame = frame(site, theme, viewer, &leaves, &home, index)?;
            let place = Place::frame(&leaves, locale, &home, read);
            let frame = place.rewrite(&frame);
            let mut left_out: Vec<String> = Vec::new();
            let mut body = String::new();
            for leaf in rewritten {
                body.push_str(&leaf.html);
                body.push('\n');
                left_out.extend(leaf.left_out);
            }
            left_out.sort();
            left_out.dedup();
            Ok(Course {
                name: file_name(config, &site.locales[locale]),
                html: frame.html.replacen(LEAVES, &body, 1),
                pages: subjects.len(),
                left_out,
            })
        })
        .collect()
}

/// The name of a language's file: the book's identity and the language.
fn file_name(config: &Config, locale: &Locale) -> String {
    format!("{}-{locale}.html", config.plain_id())
}

/// A page's HTML between header and footer, as its own address has it.
fn leaf(
    site: &Site,
    theme: &Theme,
    viewer: &Viewer<'_>,
    leaves: &Leaves,
    subject: &Subject,
) -> Result<String, Diagnostic> {
    let page = &site.pages[subject.page];
    let id = leaves.id(&subject.address).unwrap_or_default();
    let made = COURSE_PAGES
        .iter()
        .find(|name| subject.address == course_address(page, name));
    if let Some(name) = made {
        let (_, view) = progress::made_view(viewer, subject.page, name);
        let template = format!("{name}.html");
        return theme.render(&template, page.locale, &view, &[("leaf", id)]);
    }
    let view = PageView {
        // The file is no folder of pages: what leads to a page of its own for printing goes.
        print: None,
        ..viewer.view(subject)
    };
    let body = match subject.part {
        Some(_) => String::new(),
        None => text(site, theme, page, resolved(site, subject), "")?,
    };
    let parts = [("body", body.as_str()), ("leaf", id)];
    theme.render("page.html", page.locale, &view, &parts)
}

/// The file around the leaves.
fn frame(
    site: &Site,
    theme: &Theme,
    viewer: &Viewer<'_>,
    leaves: &Leaves,
    home: &Subject,
    index: Index<'_>,
) -> Result<String, Diagnostic> {
    let page = &site.pages[home.page];
    let strings = site.strings_of(page);
    let search_parts = theme.assets.has_search().then(|| {
        let own = index(site.locales[page.locale].as_str());
        Value::safe_string(&search_parts(&own, &leaves.places(page.locale)))
    });
    let inline = inline::Inline::of(theme);
    let mut view = PageView {
        shaft: None,
        // Questions stand in many leaves.
        script_words: viewer.all_script_words(page.locale),
        course: viewer.course_data(page, &|address| {
            format!("#{}", leaves.id(address).unwrap_or_default())
        }),
        ..viewer.view(home)
    };
    // There is no page to search on; the dialog stands on every leaf.
    if let Some(search) = &mut view.search {
        search.href = "#/index".to_owned();
        search.page.clear();
        search.other = None;
    }
    let contents = Link {
        title: strings.get("single.contents").to_owned(),
        href: format!("#{}", leaf::CONTENTS),
        ..Link::default()
    };
    view.sections.push(contents);
    let safe = |texts: &[String]| -> Vec<Value> {
        texts.iter().map(|text| Value::safe_string(text)).collect()
    };
    let single = SingleView {
        page: view,
        mark: MARK,
        policy: inline.policy(),
        icon_data: inline.icon.clone(),
        first_scripts: safe(&inline.first_scripts),
        inline_styles: safe(&inline.styles),
        last_scripts: safe(&inline.last_scripts),
        contents: leaves.contents(site, viewer, home),
        search_parts,
    };
    let parts = [("leaves", LEAVES), ("contents_id", leaf::CONTENTS)];
    theme.render("single/single.html", page.locale, &single, &parts)
}

/// The search index as one JSON object that stands in an element: its parts by name, and under no
/// name where in the file each page of the site is.
fn search_parts(index: &str, places: &BTreeMap<&str, String>) -> String {
    let places = serde_json::to_string(places).expect("places are texts");
    let mark = if index.is_empty() { "" } else { "," };
    format!("{{\"\":{places}{mark}{index}}}").replace('<', "\\u003c")
}
