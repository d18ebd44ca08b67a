//! Addresses: of pages, of files, of what moved; and what happens where two are the same.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::{ContentFile, Page, Site, Versions, shown_in};
use crate::config::{Config, FILE};
use crate::content::KindId;
use crate::diagnostic::{Diagnostic, Span, code};
use crate::locale::Locale;
use crate::path;

/// The names that `slug` puts in place of a page's or folder's own.
pub struct Routes {
    tags: Vec<String>,
    slugs: HashMap<(usize, String), String>,
}

impl Routes {
    /// Collects the slugs of all documents.
    pub(super) fn new(versions: &Versions, locales: &[Locale]) -> Self {
        let mut slugs = HashMap::new();
        for (path, by_locale) in versions {
            for locale in 0..locales.len() {
                let document = shown_in(by_locale, locale, locales);
                if let Some(slug) = document.and_then(|document| document.front.slug.clone()) {
                    let key = path.strip_suffix("/index").unwrap_or(path).to_owned();
                    slugs.insert((locale, key), slug);
                }
            }
        }
        Routes {
            tags: locales.iter().map(Locale::to_string).collect(),
            slugs,
        }
    }

    /// The file of an entry's page in a language.
    pub fn address(&self, locale: usize, entry: &str) -> String {
        format!("{}.html", self.under(locale, entry))
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
        let folder = if folders.is_empty() {
            self.tags[locale].clone()
        } else {
            self.under(locale, &folders.join("/"))
        };
        path::join(&folder, path::name(local))
    }
}

/// Files to copy: address, path in the book.
pub(super) fn files(
    files: &[ContentFile],
    routes: &Routes,
) -> BTreeMap<String, Arc<str>> {
    files
        .iter()
        .map(|file| (routes.file(file.locale, &file.local), file.source.clone()))
        .collect()
}

/// Former addresses of pages, and the redirects of `book.toml`: from, to.
pub(super) fn redirects(
    site: &Site,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, String)> {
    let mut redirects = Vec::new();
    for page in &site.pages {
        for alias in &page.document.front.aliases {
            match alias_address(page, &site.locales[page.locale], alias) {
                Some(from) => redirects.push((from, page.address.clone())),
                None if page.is_fallback(site) => {}
                None => diagnostics.push(
                    Diagnostic::new(&code::BAD_SLUG, Span::file(&page.document.source), format!("alias `{alias}` leads out of the site"))
                        .help("write a former address below the language's folder, like `old/page.html`"),
                ),
            }
        }
    }
    let known: HashSet<&str> = site.pages.iter().map(|page| page.address.as_str()).collect();
    for (from, to) in &config.output.html.redirect {
        let span = Span::file(&FILE.into());
        let outside = to.starts_with("https://") || to.starts_with("http://");
        let (Some(from), Some(target)) = (path::resolve("", from), path::resolve("", to)) else {
            diagnostics.push(
                Diagnostic::new(&code::BAD_SLUG, span, format!("redirect from `{from}` leads out of the site"))
                    .help("write addresses relative to the site, like `\"old.html\" = \"en/new.html\"`"),
            );
            continue;
        };
        if outside {
            redirects.push((from, to.clone()));
        } else if known.contains(target.as_str()) {
            redirects.push((from, target));
        } else {
            let addresses = site.pages.iter().map(|page| page.address.as_str());
            diagnostics.push(
                Diagnostic::new(&code::BROKEN_LINK, span, format!("redirect from `{from}` leads to `{to}`, which is no page"))
                    .suggest(&target, addresses, "write the address of a page, like `en/new.html`"),
            );
        }
    }
    redirects.sort();
    redirects
}

fn alias_address(page: &Page, locale: &Locale, alias: &str) -> Option<String> {
    let base = if alias.starts_with('/') { "" } else { locale.as_str() };
    let mut address = path::resolve(base, alias)?;
    if address.is_empty() || address == page.address {
        return None;
    }
    if alias.ends_with('/') {
        address.push_str("/index.html");
    } else if !address.ends_with(".html") {
        address.push_str(".html");
    }
    Some(address)
}

/// Addresses that meet, also where only the case of letters differs, as a memory stick sees none.
pub(super) fn collisions(site: &Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut owners: HashMap<String, &str> = HashMap::new();
    let book: Arc<str> = FILE.into();
    for reserved in ["index.html", "404.html", "sitemap.xml", "robots.txt"] {
        owners.insert(reserved.to_owned(), "Keyward's own page");
    }
    for page in site.pages.iter().filter(|page| page.id().kind == KindId::Module) {
        owners.insert(print_address(page).to_lowercase(), "the module's print page");
    }
    let own_page = |page: &Page| page.document.locale == site.locales[page.locale];

    let pages = site.pages.iter().filter(|page| !page.document.source.is_empty()).map(|page| {
        (page.address.as_str(), &page.document.source, own_page(page))
    });
    let files = site.files.iter().map(|(address, source)| (address.as_str(), source, true));
    let redirects = site.redirects.iter().map(|(from, _)| (from.as_str(), &book, true));
    for (address, source, is_own) in pages.chain(files).chain(redirects) {
        if let Some(problem) = bad_name(address).filter(|_| is_own) {
            diagnostics.push(
                Diagnostic::new(&code::UNPORTABLE_NAME, Span::file(source), format!("`{}` can't be on every disk: {problem}", path::name(address)))
                    .help("rename the file with letters, digits and hyphens"),
            );
        }
        let previous = owners.insert(address.to_lowercase(), source);
        if let Some(previous) = previous.filter(|_| is_own) {
            diagnostics.push(
                Diagnostic::new(&code::DOUBLE_ADDRESS, Span::file(source), format!("`{address}` is also the address of `{previous}`"))
                    .help("rename one of them, or give it another `slug`"),
            );
        }
    }
    for page in site.pages.iter().filter(|page| own_page(page)) {
        if let Some(slug) = &page.document.front.slug
            && (slug.is_empty() || slug.contains('/') || [".", ".."].contains(&slug.as_str()))
        {
            diagnostics.push(
                Diagnostic::new(&code::BAD_SLUG, Span::file(&page.document.source), format!("`{slug}` is no `slug`"))
                    .help("write one name without `/`, like `signs`"),
            );
        }
    }
    diagnostics
}

/// The file of a module's print page.
pub fn print_address(module: &Page) -> String {
    path::join(path::parent(&module.address), "print.html")
}

fn bad_name(address: &str) -> Option<&'static str> {
    address.split('/').find_map(path::unportable)
}
