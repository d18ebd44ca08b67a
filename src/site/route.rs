//! Addresses: of pages, of files, of what moved; and what happens where two are the same.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::heading::HeadingIds;
use super::{ContentFile, Page, Site, Versions, neutral, print, shown_in};
use crate::config::Config;
use crate::content::KindId;
use crate::diagnostic::{Diagnostic, Span, code};
use crate::locale::Locale;
use crate::path;

/// The names that `slug` puts in place of a page's or folder's own, or discretion in place of all.
pub struct Routes {
    tags: Vec<String>,
    is_neutral: bool,
    slugs: HashMap<(usize, String), String>,
}

impl Routes {
    /// Collects the slugs of all documents.
    pub(super) fn new(versions: &Versions, locales: &[Locale], config: &Config) -> Self {
        let mut slugs = HashMap::new();
        for (path, by_locale) in versions {
            for locale in 0..locales.len() {
                let document = shown_in(by_locale, locale, locales);
                if let Some(slug) = document.and_then(|document| document.front.slug.as_ref()) {
                    let key = path.strip_suffix("/index").unwrap_or(path).to_owned();
                    slugs.insert((locale, key), slug.0.clone());
                }
            }
        }
        Routes {
            tags: locales.iter().map(Locale::to_string).collect(),
            is_neutral: config.has_neutral_addresses(),
            slugs,
        }
    }

    /// The file of an entry's page in a language.
    pub fn address(&self, locale: usize, entry: &str) -> String {
        match self.is_neutral {
            true => format!("{}/{}.html", self.tags[locale], neutral::path(entry)),
            false => self.plain_address(locale, entry),
        }
    }

    /// The address that a page has where the book does not ask for discretion.
    fn plain_address(&self, locale: usize, entry: &str) -> String {
        format!("{}.html", self.under(locale, entry))
    }

    /// Ids of headings as they are published.
    pub(super) fn anchors(&self, headings: &HeadingIds) -> HeadingIds {
        let published = |ids: &Arc<Vec<String>>| match self.is_neutral {
            true => Arc::new(ids.iter().map(|id| neutral::name(id)).collect()),
            false => ids.clone(),
        };
        let pairs = headings
            .iter()
            .map(|(key, ids)| (key.clone(), published(ids)));
        pairs.collect()
    }

    /// A former address that an author names, as it was published.
    fn former(&self, address: String) -> String {
        if !self.is_neutral {
            return address;
        }
        let plain = address.strip_suffix(".html").unwrap_or(&address);
        let below = plain
            .split_once('/')
            .filter(|(tag, _)| self.tags.iter().any(|known| known == tag));
        match below {
            Some((tag, entry)) => format!("{tag}/{}.html", neutral::path(entry)),
            None => format!("{}.html", neutral::path(plain)),
        }
    }

    /// A path below a language's folder, with slugs in place of names.
    fn under(&self, locale: usize, entry: &str) -> String {
        let mut out = self.tags[locale].clone();
        if self.slugs.is_empty() {
            out.push('/');
            out.push_str(entry);
            return out;
        }
        let mut end = 0;
        for part in entry.split('/') {
            end += part.len();
            let slug = self.slugs.get(&(locale, entry[..end].to_owned()));
            out.push('/');
            out.push_str(slug.map_or(part, String::as_str));
            end += 1;
        }
        out
    }

    /// The place of a content file: order prefixes of its folders are dropped, its name is kept.
    pub fn file(&self, locale: usize, local: &str) -> String {
        let folders: Vec<&str> = path::parent(local)
            .split('/')
            .filter(|part| !part.is_empty())
            .map(path::strip_order)
            .collect();
        if self.is_neutral {
            let local = path::join(&folders.join("/"), path::name(local));
            return format!("{}/{}", self.tags[locale], neutral::file(&local));
        }
        let folder = if folders.is_empty() {
            self.tags[locale].clone()
        } else {
            self.under(locale, &folders.join("/"))
        };
        path::join(&folder, path::name(local))
    }
}

/// Files to copy: address, path in the book.
pub(super) fn files(files: &[ContentFile], routes: &Routes) -> BTreeMap<String, Arc<str>> {
    files
        .iter()
        .map(|file| (routes.file(file.locale, &file.local), file.source.clone()))
        .collect()
}

/// An address that leads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The address.
    pub from: String,
    /// Where it leads: an address of the site, or a whole one of another.
    pub to: String,
    /// Where it is asked for.
    span: Span,
}

/// Former addresses of pages, and the redirects of `book.toml`.
pub(super) fn redirects(
    site: &Site,
    config: &Config,
    routes: &Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for page in &site.pages {
        for (alias, range) in &page.document.front.aliases {
            match alias_address(page, &site.locales[page.locale], alias, routes) {
                // From the top of the site there is one address, not one for each language.
                Ok(_) if alias.starts_with('/') && page.is_fallback(site) => {}
                Ok(from) => redirects.push(Redirect {
                    from,
                    to: page.address.clone(),
                    span: page.document.span(range.clone()),
                }),
                Err(_) if page.is_fallback(site) => {}
                Err(why) => diagnostics.push(
                    Diagnostic::new(&code::BAD_SLUG, page.document.span(range.clone()), format!("alias `{alias}` {why}"))
                        .help("write a former address below the language's folder, like `old/page.html`, or take the alias away"),
                ),
            }
        }
    }
    // An author names pages as they would be without discretion; both ways are understood.
    let known: BTreeMap<String, &str> = site
        .pages
        .iter()
        .flat_map(|page| {
            let plain = routes.plain_address(page.locale, &page.id().path);
            [plain, page.address.clone()].map(|address| (address, page.address.as_str()))
        })
        .collect();
    for (from, to) in &config.output.html.redirect {
        let span = config.place(&["output", "html", "redirect", from]);
        let outside = to.starts_with("https://") || to.starts_with("http://");
        let (Some(from), Some(target)) = (redirect_address(from), path::resolve("", to)) else {
            diagnostics.push(
                Diagnostic::new(
                    &code::BAD_SLUG,
                    span,
                    format!("redirect from `{from}` leads out of the site"),
                )
                .help(
                    "write addresses relative to the site, like `\"old.html\" = \"en/new.html\"`",
                ),
            );
            continue;
        };
        let page = known.get(&target).map(|address| (*address).to_owned());
        if let Some(to) = page.or_else(|| outside.then(|| to.clone())) {
            redirects.push(Redirect { from, to, span });
        } else {
            let addresses = known.keys().map(String::as_str);
            diagnostics.push(
                Diagnostic::new(
                    &code::BROKEN_LINK,
                    span,
                    format!("redirect from `{from}` leads to `{to}`, which is no page"),
                )
                .suggest(
                    &target,
                    addresses,
                    "write the address of a page, like `en/new.html`",
                ),
            );
        }
    }
    redirects.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    redirects
}

/// The file for a redirect's address: one without an ending is a folder's page.
fn redirect_address(from: &str) -> Option<String> {
    let address = path::resolve("", from)?;
    Some(match path::name(&address).contains('.') {
        true => address,
        false => path::join(&address, "index.html"),
    })
}

/// The former address that an alias names, or what is wrong with it.
fn alias_address(
    page: &Page,
    locale: &Locale,
    alias: &str,
    routes: &Routes,
) -> Result<String, &'static str> {
    let own = format!("{locale}/");
    let base = if alias.starts_with('/') || alias.starts_with(&own) {
        ""
    } else {
        locale.as_str()
    };
    let mut address = path::resolve(base, alias).ok_or("leads out of the site")?;
    if alias.trim_matches('/').is_empty() {
        return Err("is empty");
    }
    if address
        .split('/')
        .any(|part| path::unportable(part).is_some())
    {
        return Err("can't be a file on every disk");
    }
    if alias.ends_with('/') {
        address.push_str("/index.html");
    } else if !address.ends_with(".html") {
        address.push_str(".html");
    }
    let address = routes.former(address);
    if address == page.address {
        return Err("is the page's own address");
    }
    Ok(address)
}

/// Who has an address.
enum Owner {
    /// Keyward makes it; in words.
    Own(&'static str),
    /// Made from a file of the book.
    File(Arc<str>),
}

/// Addresses that meet, also where only the case of letters differs, as a memory stick sees none.
pub(super) fn collisions(site: &Site) -> Vec<Diagnostic> {
    let own_page = |page: &&Page| !page.is_fallback(site) && !page.document.source.is_empty();
    let mut diagnostics: Vec<Diagnostic> = site
        .pages
        .iter()
        .filter(own_page)
        .filter_map(bad_slug)
        .collect();
    let has_bad_slug = |source: &Arc<str>| {
        diagnostics
            .iter()
            .any(|bad| bad.span.as_ref().is_some_and(|span| span.path == *source))
    };

    let mut owners: HashMap<String, Owner> = HashMap::new();
    for reserved in ["index.html", "404.html", "sitemap.xml", "robots.txt"] {
        owners.insert(reserved.to_owned(), Owner::Own("a page of Keyward's own"));
    }
    for page in site.pages.iter().filter(|page| print::has_print(page)) {
        owners.insert(
            print::print_address(page).to_lowercase(),
            Owner::Own("a page to print"),
        );
    }
    for locale in &site.locales {
        owners.insert(
            search_address(locale.as_str()).to_lowercase(),
            Owner::Own("the page for searching"),
        );
    }
    let courses = site
        .pages
        .iter()
        .filter(|page| page.id().kind == KindId::Course);
    for (course, name) in courses.flat_map(|course| COURSE_PAGES.map(|name| (course, name))) {
        owners.insert(
            course_address(course, name).to_lowercase(),
            Owner::Own("a page that Keyward makes for the course"),
        );
    }
    let pages = site
        .pages
        .iter()
        .filter(|page| !page.document.source.is_empty())
        .map(|page| {
            let span = Span::file(&page.document.source);
            (page.address.as_str(), span, !page.is_fallback(site), "page")
        });
    let files = site
        .files
        .iter()
        .map(|(address, source)| (address.as_str(), Span::file(source), true, "file"));
    let redirects = site.redirects.iter().map(|redirect| {
        (
            redirect.from.as_str(),
            redirect.span.clone(),
            true,
            "redirect",
        )
    });
    let mut found = Vec::new();
    for (address, span, is_own, what) in pages.chain(files).chain(redirects) {
        if let Some(problem) = bad_name(address).filter(|_| is_own && !has_bad_slug(&span.path)) {
            let message = format!(
                "`{}` can't be on every disk: {problem}",
                path::name(address)
            );
            let mend = match what {
                "redirect" => "change the redirect, with letters, digits and hyphens",
                _ => "rename the file, or change its `slug`, with letters, digits and hyphens",
            };
            found.push(Diagnostic::new(&code::UNPORTABLE_NAME, span.clone(), message).help(mend));
        }
        let owner = Owner::File(span.path.clone());
        let Some(previous) = owners
            .insert(address.to_lowercase(), owner)
            .filter(|_| is_own)
        else {
            continue;
        };
        let previous = match previous {
            Owner::Own(words) => words.to_owned(),
            Owner::File(path) if path == span.path => "another version of the same page".to_owned(),
            Owner::File(path) => format!("`{path}`"),
        };
        let mend = match what {
            "page" => "rename one of the files, or give the page another `slug`",
            "file" => "rename one of the files",
            _ => "take the alias or redirect away",
        };
        let message = format!("`{address}` is also the address of {previous}");
        found.push(Diagnostic::new(&code::DOUBLE_ADDRESS, span, message).help(mend));
    }
    diagnostics.extend(found);
    diagnostics
}

fn bad_slug(page: &Page) -> Option<Diagnostic> {
    let (slug, range) = page.document.front.slug.as_ref()?;
    let is_plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let is_bad = slug.is_empty() || !slug.chars().all(is_plain) || bad_name(slug).is_some();
    is_bad.then(|| {
        Diagnostic::new(
            &code::BAD_SLUG,
            page.document.span(range.clone()),
            format!("`{slug}` is no `slug`"),
        )
        .help("write one name of letters, digits and hyphens, like `signs`")
    })
}

/// Pages that are made for a course beside those of its content: what a learner has done, and the
/// statement of participation.
pub const COURSE_PAGES: [&str; 2] = ["progress", "statement"];

/// The file of a page that is made for a course.
pub fn course_address(course: &Page, name: &str) -> String {
    path::join(path::parent(&course.address), &format!("{name}.html"))
}

/// The file of a language's page for searching.
pub fn search_address(tag: &str) -> String {
    format!("{tag}/search.html")
}

/// The root table of a language's search index. Its name stays, so that a page need not be written
/// anew when another changes.
pub fn search_root(tag: &str) -> String {
    format!("search/{tag}.js")
}

/// The file with the answers of a quiz.
pub fn key_address(quiz: &Page) -> String {
    let stem = quiz.address.strip_suffix(".html").unwrap_or(&quiz.address);
    format!("{stem}-key.html")
}

fn bad_name(address: &str) -> Option<&'static str> {
    address.split('/').find_map(path::unportable)
}
