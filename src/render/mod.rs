//! From linked pages to HTML: views, templates, filled bodies.

mod around;
pub mod assets;
mod builtin;
mod checklist;
mod colour;
mod course;
mod day;
mod entry;
mod facet;
mod failure;
pub mod glossary;
mod head;
mod html;
mod language;
mod listing;
mod load;
mod local;
mod logo;
mod manifest;
mod minify;
mod print;
mod progress;
mod quiz;
mod script;
mod search;
pub mod single;
mod sources;
mod stale;
mod style;
pub mod theme;
mod together;
mod tokens;
mod top;
pub mod view;
pub mod viewer;
mod words;

use serde::Serialize;

use crate::config::Config;
use crate::content::KindId;
use crate::diagnostic::Diagnostic;
use crate::path;
use crate::site::route::{COURSE_PAGES, Redirect, key_address};
use crate::site::{Page, PageIndex, Resolved, Site};
use html::Filling;
pub use local::{LOCAL, local};
pub use print::print;
pub use search::search_page;
use theme::Theme;
use view::PageView;
use viewer::{Subject, Viewer};

/// The HTML of a page from its view, with what its text refers to as seen from its address.
pub fn page(
    site: &Site,
    theme: &Theme,
    subject: &Subject,
    view: &PageView,
) -> Result<String, Diagnostic> {
    let page = &site.pages[subject.page];
    let body = match subject.part {
        Some(_) => String::new(),
        None => text(site, theme, page, resolved(site, subject), "")?,
    };
    theme.render("page.html", page.locale, view, &[("body", &body)])
}

/// The text of a page with its quizzes, as `resolved` has it.
fn text(
    site: &Site,
    theme: &Theme,
    page: &Page,
    resolved: &Resolved,
    prefix: &str,
) -> Result<String, Diagnostic> {
    let body = &page.document.body;
    let quizzes: Vec<(u32, String)> = resolved
        .quizzes
        .iter()
        .map(|(link, part)| {
            let place = match body.lone_link_words(*link) {
                Some(words) => quiz::Place::Inside(words),
                None => quiz::Place::Own,
            };
            Ok((*link, quiz::html(site, theme, part, place, prefix)?))
        })
        .collect::<Result<_, Diagnostic>>()?;
    if page.document.quiz.is_some() {
        return Ok(quizzes.into_iter().map(|(_, html)| html).collect());
    }
    let mut embeds = quizzes;
    for (link, list) in &resolved.lists {
        let words = body.lone_link_words(*link).unwrap_or_default();
        let href = &resolved.links[*link as usize];
        let prefix = format!("{prefix}list-{link}-");
        let html = checklist::inside(site, page, list, (&words, href), &prefix);
        embeds.push((*link, html));
    }
    let filling = Filling {
        resolved,
        strings: site.text_strings_of(page),
        prefix,
        embeds: &embeds,
    };
    let html = filling.body(body);
    Ok(match page.id().kind {
        KindId::Checklist => checklist::framed(site, page, page, &html),
        _ => html,
    })
}

/// Changes with what it is of, short.
fn version(fingerprint: &[u8; 32]) -> String {
    blake3::Hash::from_bytes(*fingerprint).to_hex()[..8].to_owned()
}

/// What the text of a subject refers to.
pub fn resolved<'a>(site: &'a Site, subject: &Subject) -> &'a Resolved {
    let own = &site.pages[subject.page].resolved;
    match &site.root {
        Some((_, seen_from_top)) if subject.address == "index.html" => seen_from_top,
        _ => own,
    }
}

/// Address and HTML of a page that is made for a course, like `progress`.
pub fn course_page(
    theme: &Theme,
    viewer: &Viewer<'_>,
    course: PageIndex,
    name: &str,
) -> Result<(String, String), Diagnostic> {
    let (address, view) = progress::made_view(viewer, course, name);
    let locale = viewer.locale_of(course);
    let html = theme.render(&format!("{name}.html"), locale, &view, &[("body", "")])?;
    Ok((address, html))
}

/// Address and HTML of the page with a quiz's answers.
pub fn key(
    site: &Site,
    theme: &Theme,
    viewer: &Viewer<'_>,
    quiz: PageIndex,
) -> Result<(String, String), Diagnostic> {
    let page = &site.pages[quiz];
    let address = key_address(page);
    let subject = Subject {
        page: quiz,
        address: address.clone(),
        part: None,
    };
    let strings = site.strings_of(page);
    let title = strings.with("quiz.key-title", &[("title", page.title())]);
    let view = viewer.view(&subject);
    let view = PageView {
        head_title: format!("{title} · {}", view.site_title),
        title,
        noindex: true,
        key: None,
        canonical: None,
        alternates: Vec::new(),
        scripts: Vec::new(),
        script_words: None,
        course: None,
        ..view
    };
    let parts = page.resolved.quizzes.iter();
    let answers = parts.map(|(_, part)| quiz::key(site, theme, part));
    let body: String = answers.collect::<Result<_, Diagnostic>>()?;
    let html = theme.render("page.html", page.locale, &view, &[("body", &body)])?;
    Ok((address, html))
}

/// The quizzes of all languages, each of which can have a page with its answers.
pub fn quizzes(site: &Site) -> Vec<PageIndex> {
    let pages = site.pages.iter().enumerate();
    pages
        .filter(|(_, page)| page.document.quiz.is_some())
        .map(|(index, _)| index)
        .collect()
}

/// The courses of all languages with the pages that the theme makes for each.
pub fn course_pages(site: &Site, theme: &Theme) -> Vec<(PageIndex, &'static str)> {
    let pages = site.pages.iter().enumerate();
    let courses = pages.filter(|(_, page)| page.id().kind == KindId::Course);
    let names = COURSE_PAGES
        .iter()
        .filter(|name| theme.has(&format!("{name}.html")) && theme.assets.has_course());
    courses
        .flat_map(|(course, _)| names.clone().map(move |name| (course, *name)))
        .collect()
}

/// The homes of all languages, from which the pages for searching are made, if the theme has them.
pub fn searched_homes(site: &Site, theme: &Theme) -> Vec<PageIndex> {
    let has_page = theme.has("search.html") && theme.assets.has_search();
    let locales = 0..site.locales.len();
    locales
        .filter(|_| has_page)
        .filter_map(|locale| site.page_at(locale, "index"))
        .collect()
}

/// What `404.html` says in one language.
#[derive(Debug, Serialize)]
struct NotFound {
    lang: String,
    dir: &'static str,
    title: String,
    text: String,
    home: Option<String>,
    home_label: String,
}

#[derive(Debug, Serialize)]
struct NotFoundView {
    lang: String,
    dir: &'static str,
    site_title: String,
    styles: Vec<String>,
    scripts: Vec<String>,
    icon: Option<String>,
    messages: Vec<NotFound>,
}

/// `404.html`. A server shows it at any depth, so its links are whole below the path of
/// `site-url`; without that it is plain text.
pub fn not_found(site: &Site, theme: &Theme, config: &Config) -> Result<String, Diagnostic> {
    let base = config.site_url().map(|url| {
        let after_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let path = after_scheme.split_once('/').map_or("", |(_, path)| path);
        format!("/{path}")
    });
    let below = |address: &String| {
        base.as_ref()
            .map(|base| format!("{base}{}", path::encode(address)))
    };
    let messages =
        site.locales
            .iter()
            .zip(&site.strings)
            .enumerate()
            .map(|(locale, (tag, strings))| {
                let home = site
                    .page_at(locale, "index")
                    .and_then(|home| below(&site.pages[home].address));
                NotFound {
                    lang: tag.to_string(),
                    dir: tag.dir().as_str(),
                    title: strings.get("not-found.title").to_owned(),
                    text: strings.get("not-found.text").to_owned(),
                    home,
                    home_label: strings.get("nav.home").to_owned(),
                }
            });
    let assets = &theme.assets;
    let view = NotFoundView {
        lang: site.locales[0].to_string(),
        dir: site.locales[0].dir().as_str(),
        site_title: config.title(&site.locales[0]).to_owned(),
        styles: assets.styles.iter().filter_map(below).collect(),
        // Without a base the script loads only where the page stands at the top.
        scripts: assets
            .scripts
            .iter()
            .map(|script| below(script).unwrap_or_else(|| script.clone()))
            .collect(),
        icon: assets.icon.as_ref().and_then(below),
        messages: messages.collect(),
    };
    theme.render("404.html", 0, &view, &[])
}

#[derive(Debug, Serialize)]
struct RedirectView {
    lang: String,
    dir: &'static str,
    href: String,
    canonical: Option<String>,
}

/// The page at a former address.
pub fn redirect(
    site: &Site,
    theme: &Theme,
    config: &Config,
    Redirect { from, to, .. }: &Redirect,
) -> Result<String, Diagnostic> {
    let is_outside = to.contains("://");
    let tag = from.split('/').next().unwrap_or_default();
    let locale = site
        .locales
        .iter()
        .position(|locale| locale.as_str() == tag)
        .unwrap_or(0);
    let view = RedirectView {
        lang: site.locales[locale].to_string(),
        dir: site.locales[locale].dir().as_str(),
        href: if is_outside {
            to.clone()
        } else {
            path::href(from, to)
        },
        canonical: config
            .site_url()
            .filter(|_| !is_outside)
            .map(|url| format!("{url}{}", path::encode(to))),
    };
    theme.render("redirect.html", locale, &view, &[])
}

/// `robots.txt`, and `sitemap.xml` where `site-url` is set and the book may be found.
///
/// With discretion robots may still come, as they can read only then that nothing is to be listed.
pub fn listings(site: &Site, config: &Config) -> Vec<(String, String)> {
    let Some(url) = config.site_url().filter(|_| config.discretion.is_none()) else {
        return vec![("robots.txt".into(), "User-agent: *\nAllow: /\n".into())];
    };
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in site.pages.iter().filter(|page| !page.is_fallback(site)) {
        map.push_str("<url><loc>");
        map.push_str(&quick_xml::escape::escape(format!(
            "{url}{}",
            path::encode(&page.address)
        )));
        map.push_str("</loc>");
        if let Some(day) = &page.original.front.updated {
            map.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        map.push_str("</url>\n");
    }
    map.push_str("</urlset>\n");
    let robots = format!("User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n");
    vec![("robots.txt".into(), robots), ("sitemap.xml".into(), map)]
}
