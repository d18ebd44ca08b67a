//! Pages for paper: a page and its chapters as one.

use serde::Serialize;

use super::theme::Theme;
use super::view::{FieldView, PageView};
use super::viewer::{Subject, Viewer};
use super::{html, text};
use crate::content::KindId;
use crate::diagnostic::Diagnostic;
use crate::site::print;
use crate::site::{Page, Site};

/// A page on a page for paper.
#[derive(Debug, Serialize)]
struct Chapter {
    /// Id of its title.
    id: String,
    title: String,
    /// What stands over each of its sheets.
    running: String,
    lang: String,
    dir: &'static str,
    /// Where a module or lesson stands in the course, in words.
    place: Option<String>,
    minutes: Option<String>,
    /// Whether it starts a sheet of its own.
    is_sheet: bool,
    objectives: Vec<String>,
    keypoints: Vec<String>,
    fields: Vec<FieldView>,
    body: tera::Value,
}

/// A page and its chapters.
#[derive(Debug, Serialize)]
struct PrintView {
    #[serde(flatten)]
    page: PageView,
    chapters: Vec<Chapter>,
    is_glossary: bool,
}

/// Address and HTML of a page for paper.
pub fn print(
    site: &Site,
    theme: &Theme,
    viewer: &Viewer<'_>,
    print: &print::Print,
) -> Result<(String, String), Diagnostic> {
    let page = &site.pages[print.page];
    let subject = Subject {
        page: print.page,
        address: print.address.clone(),
        part: None,
    };
    let own = viewer.view(&subject);
    let mut outside = own.outside.clone();
    for chapter in &print.chapters {
        let body = &site.pages[chapter.page].document.body;
        outside.extend(html::outside(body, &chapter.resolved));
    }
    let asks = |page: &Page| viewer.has_blanks(page);
    let in_chapters = print
        .chapters
        .iter()
        .any(|chapter| asks(&site.pages[chapter.page]));
    let late: Vec<String> = match in_chapters && !asks(page) {
        true => viewer.blank_scripts(&print.address),
        false => Vec::new(),
    };
    let chapters = print.chapters.iter();
    let view = PrintView {
        chapters: chapters
            .map(|chapter| self::chapter(site, theme, viewer, print, chapter, &own.site_title))
            .collect::<Result<_, Diagnostic>>()?,
        is_glossary: print::is_glossary(page),
        page: PageView {
            noindex: true,
            alternates: Vec::new(),
            scripts: own.scripts.iter().cloned().chain(late).collect(),
            styles: viewer.paper_styles(&print.address),
            outside,
            ..own
        },
    };
    let body = text(site, theme, page, &page.resolved, "")?;
    let html = theme.render("print.html", page.locale, &view, &[("body", &body)])?;
    Ok((print.address.clone(), html))
}

fn chapter(
    site: &Site,
    theme: &Theme,
    viewer: &Viewer<'_>,
    print: &print::Print,
    chapter: &print::Chapter,
    site_title: &str,
) -> Result<Chapter, Diagnostic> {
    let page = &site.pages[chapter.page];
    let document = &page.document;
    let around = &site.pages[chapter.module.unwrap_or(print.page)];
    let body = text(site, theme, page, &chapter.resolved, &chapter.prefix)?;
    let is_term = page.id().kind == KindId::Term;
    Ok(Chapter {
        id: chapter.id(),
        title: page.title().to_owned(),
        running: format!("{site_title} · {}", around.title()),
        lang: document.locale.to_string(),
        dir: document.locale.dir().as_str(),
        place: viewer.place(page, chapter.page),
        minutes: viewer.minutes(page, chapter.page),
        is_sheet: !is_term,
        objectives: match page.id().kind {
            KindId::Module => viewer.objectives(page),
            _ => Vec::new(),
        },
        keypoints: document.front.keypoints.clone(),
        fields: match is_term {
            true => viewer.fields(page, &print.address),
            false => Vec::new(),
        },
        body: tera::Value::safe_string(&body),
    })
}
