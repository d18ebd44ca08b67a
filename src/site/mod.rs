//! The linked whole: which pages there are, in which language, at which address, and what each
//! refers to.
//!
//! In: every document, the files beside them, the words of each language. Out: [`Site`], in which
//! each page carries its [`Resolved`] values, so that pages can be rendered one by one.

pub mod act_now;
mod checklist;
pub mod field;
mod heading;
pub mod navigation;
pub mod neutral;
pub mod print;
pub mod quiz;
pub(crate) mod reference;
pub mod required;
pub mod route;
mod scenario;
pub mod section;
mod structure;
mod target;
mod term;
pub mod view;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::content::front_matter::Front;
use crate::content::markdown::Body;
use crate::content::words::Words;
use crate::content::{Detail, Document, EntryId, KindId};
use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::locale::Locale;
use crate::path;
use crate::picture::Picture;
use crate::strings::Strings;
use crate::translation::{AllBehind, Behind};
use navigation::Navigation;
use print::Print;
use route::Redirect;

/// Citations made by a style, by the path of the source and the language.
pub type Citations = BTreeMap<(Arc<str>, Locale), String>;

/// Which page, as a position in [`Site::pages`].
pub type PageIndex = usize;

/// The whole site, linked.
pub struct Site {
    /// Languages, the default one first.
    pub locales: Vec<Locale>,
    /// Words of the interface, by language.
    pub strings: Vec<Strings>,
    /// Every page of every language.
    pub pages: Vec<Page>,
    /// What stands where in each language's tree.
    pub navigation: Vec<Navigation>,
    /// Pages that gather others for paper.
    pub prints: Vec<Print>,
    /// Citations of the sources that do not say theirs.
    pub citations: Citations,
    /// Translations that are behind their originals.
    pub behind: AllBehind,
    /// Addresses that lead elsewhere.
    pub redirects: Vec<Redirect>,
    /// Files to copy: address, path in the book.
    pub files: BTreeMap<String, Arc<str>>,
    /// What the default language's home refers to, seen from the top of the site.
    pub root: Option<(PageIndex, Resolved)>,
    by_path: HashMap<(usize, Arc<str>), PageIndex>,
}

/// A page: an entry in a language.
pub struct Page {
    /// Its file in the output, like `fr/terms/probation.html`.
    pub address: String,
    /// Its language, as a position in [`Site::locales`].
    pub locale: usize,
    /// The text that it shows; of another language where a translation is missing.
    pub document: Arc<Document>,
    /// The entry in the default language, which holds all values without language.
    pub original: Arc<Document>,
    /// What its text refers to.
    pub resolved: Resolved,
    /// Pages that refer to it.
    pub backlinks: Vec<PageIndex>,
}

/// What a page's text refers to, found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Resolved {
    /// Addresses of the body's links, escaped for an attribute.
    pub links: Vec<String>,
    /// Pages that the body's links lead to.
    pub targets: Vec<Option<PageIndex>>,
    /// Quizzes on the page, each with the number of the link that stands for it; the page's own
    /// with [`u32::MAX`].
    pub quizzes: Vec<(u32, QuizPart)>,
    /// Checklists on the page, each with the number of the link that stands for it.
    pub lists: Vec<(u32, QuizPart)>,
    /// What pages say about pictures beside their addresses, by the link's number: size and copies.
    pub pictures: BTreeMap<u32, String>,
    /// The body's citations, as HTML.
    pub citations: Vec<String>,
    /// Ids of the body's headings.
    pub heading_ids: Arc<Vec<String>>,
    /// Keys of the body's steps, the same in every language.
    pub steps: Vec<String>,
    /// Pages of the sources that it cites, in order of first citation.
    pub sources: Vec<PageIndex>,
    /// Pages of entries that it links to.
    pub mentions: Vec<PageIndex>,
    /// What the texts of entries refer to that its view shows.
    pub entries: BTreeMap<PageIndex, Resolved>,
    /// Words of the text that link themselves to a term, in order.
    pub terms: Vec<TermLink>,
    /// What the terms mean that the text leads to, each once.
    pub definitions: Vec<Definition>,
}

/// Words of a text that link themselves.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TermLink {
    /// First byte in the body's HTML.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
    /// The term's address, escaped for an attribute.
    pub href: String,
    /// Whether it is a word to avoid.
    pub is_to_avoid: bool,
}

/// What a term means, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Definition {
    /// The term's page.
    pub page: PageIndex,
    /// Its address.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The sentence.
    pub text: String,
    /// Addresses of terms to use in its place, with their titles.
    pub instead: Vec<(String, String)>,
    /// Whether it is a word to avoid.
    pub is_to_avoid: bool,
}

/// A quiz or a checklist on a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct QuizPart {
    /// Its own page, in the language of the page that it stands on.
    pub page: PageIndex,
    /// Fingerprints of its text and of the original's, which holds what is right.
    pub versions: [[u8; 32]; 2],
    /// What its text refers to, as seen from the page that it stands on.
    pub resolved: Resolved,
    /// Quizzes that a quiz draws from.
    pub pools: Vec<QuizPart>,
}

/// A file of the content that is no Markdown.
#[derive(Debug, Clone)]
pub struct ContentFile {
    /// The file, relative to the book.
    pub source: Arc<str>,
    /// The file, relative to its language's folder.
    pub local: Arc<str>,
    /// The language of its folder, as a position in the book's languages.
    pub locale: usize,
    /// What is known of it, if it is a picture.
    pub picture: Option<Arc<Picture>>,
}

impl Page {
    /// The entry that it shows.
    pub fn id(&self) -> &EntryId {
        &self.document.id
    }

    /// Whether its text is of another language than the page.
    pub fn is_fallback(&self, site: &Site) -> bool {
        self.document.locale != site.locales[self.locale]
    }

    /// How far its text is behind the original, if it is.
    pub fn behind<'s>(&self, site: &'s Site) -> Option<&'s Behind> {
        let key = (self.id().path.clone(), self.document.locale.clone());
        site.behind.get(&key)
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.document.front.title()
    }

    /// The folder of its entry.
    pub fn folder(&self) -> &str {
        path::parent(&self.document.id.path)
    }
}

impl Site {
    /// Links documents into a site. `hidden` ones are not published; links to them are named so.
    pub fn link(
        documents: Vec<Arc<Document>>,
        hidden: &[Arc<Document>],
        files: &[ContentFile],
        strings: Vec<Strings>,
        citations: Citations,
        behind: AllBehind,
        config: &Config,
    ) -> Parsed<Site> {
        let locales = config.locales();
        let mut diagnostics = Vec::new();
        let mut versions = group(documents, &locales, &mut diagnostics);
        view::mark_translations(&mut versions);
        let versions = with_folder_pages(versions, &locales, &strings, config);
        let routes = route::Routes::new(&versions, &locales, config);
        let headings = heading::ids(&versions, &mut diagnostics);
        let published = routes.anchors(&headings);

        let mut pages = Vec::new();
        let mut by_path = HashMap::new();
        for locale in 0..locales.len() {
            for (path, by_locale) in &versions {
                let Some(document) = shown_in(by_locale, locale, &locales) else {
                    continue;
                };
                by_path.insert((locale, path.clone()), pages.len());
                pages.push(Page {
                    address: routes.address(locale, path),
                    locale,
                    document: document.clone(),
                    original: by_locale.get(&0).unwrap_or(document).clone(),
                    resolved: Resolved {
                        heading_ids: published[&document.source_key()].clone(),
                        ..Resolved::default()
                    },
                    backlinks: Vec::new(),
                });
            }
        }
        let mut site = Site {
            navigation: navigation::all(&pages, &locales, config),
            files: route::files(files, &routes),
            citations,
            behind,
            redirects: Vec::new(),
            prints: Vec::new(),
            root: None,
            locales,
            strings,
            pages,
            by_path,
        };
        site.redirects = route::redirects(&site, config, &routes, &mut diagnostics);
        diagnostics.extend(route::collisions(&site));

        let targets = target::Targets::new(&site, hidden, files, &routes, &headings);
        let glossaries = term::Glossaries::new(&site);
        diagnostics.extend(term::doubles(&site, &glossaries));
        let resolved: Vec<Parsed<Resolved>> = (0..site.pages.len())
            .into_par_iter()
            .map(|index| {
                let page = &site.pages[index];
                let mut parsed = reference::resolve(&site, &targets, index, &page.address);
                parsed.value.entries = view::resolve(&site, &targets, page, &page.address, config);
                glossaries.resolve(&site, index, &page.address, &mut parsed.value);
                parsed
            })
            .collect();
        let root = site.page_at(0, "index").map(|home| {
            let mut seen = reference::resolve(&site, &targets, home, "index.html").value;
            glossaries.resolve(&site, home, "index.html", &mut seen);
            (home, seen)
        });
        for (page, parsed) in site.pages.iter_mut().zip(resolved) {
            page.resolved = parsed.value;
            diagnostics.extend(parsed.diagnostics);
        }
        site.root = root;
        site.prints = print::all(&site, &targets);
        diagnostics.extend(field::check(&site, config));
        diagnostics.extend(quiz::check(&site, config));
        diagnostics.extend(checklist::check(&site));
        diagnostics.extend(structure::check(&site));
        diagnostics.extend(act_now::check(&site, config));
        diagnostics.extend(view::check(&site, config));
        site.add_backlinks(config);
        diagnostics.extend(term::check(&site, &glossaries, config));
        if site.pages.is_empty() {
            let span = config.place(&["book", "src"]);
            diagnostics.push(
                Diagnostic::new(&code::EMPTY_BOOK, span, format!("there is no page in `{}`", config.book.src))
                    .help(format!("write a first page, `{}/{}/index.md`; pages with `draft = true` come with `--drafts`", config.book.src, config.book.language)),
            );
        }
        Parsed {
            value: site,
            diagnostics,
        }
    }

    /// The page of an entry's path in a language.
    pub fn page_at(&self, locale: usize, path: &str) -> Option<PageIndex> {
        self.by_path.get(&(locale, Arc::from(path))).copied()
    }

    /// Translations that say none of a term's equivalents where their original uses it.
    pub fn terms_not_used(&self) -> Vec<Diagnostic> {
        term::equivalents(self, &term::Glossaries::new(self))
    }

    /// The words of a page's language.
    pub fn strings_of(&self, page: &Page) -> &Strings {
        &self.strings[page.locale]
    }

    /// The words of the language that a page's text is written in.
    pub fn text_strings_of(&self, page: &Page) -> &Strings {
        self.strings
            .iter()
            .find(|strings| *strings.locale() == page.document.locale)
            .unwrap_or(&self.strings[0])
    }

    /// Pages by whom they are referred to: entries only, as everything else has its place in
    /// the reading order.
    fn add_backlinks(&mut self, config: &Config) {
        let mut backlinks: BTreeMap<PageIndex, Vec<PageIndex>> = BTreeMap::new();
        // The list of all sources says nothing about where one is used.
        let pages = self.pages.iter().enumerate();
        for (index, page) in pages.filter(|(_, page)| !required::is_made(&page.document, config)) {
            let fields = field::references(self, page, config);
            let resolved = &page.resolved;
            let targets = resolved
                .sources
                .iter()
                .chain(&resolved.mentions)
                .copied()
                .chain(fields);
            for target in targets.filter(|target| *target != index) {
                let from = backlinks.entry(target).or_default();
                if from.last() != Some(&index) {
                    from.push(index);
                }
            }
        }
        for (target, from) in backlinks {
            self.pages[target].backlinks = from;
        }
    }
}

impl Document {
    /// What tells documents of one path apart: path and language.
    fn source_key(&self) -> (Arc<str>, Locale) {
        (self.id.path.clone(), self.locale.clone())
    }
}

/// Documents by entry path and language; two of one path are an error.
type Versions = BTreeMap<Arc<str>, BTreeMap<usize, Arc<Document>>>;

fn group(
    documents: Vec<Arc<Document>>,
    locales: &[Locale],
    diagnostics: &mut Vec<Diagnostic>,
) -> Versions {
    let mut versions = Versions::new();
    for document in documents {
        let Some(locale) = locales.iter().position(|locale| *locale == document.locale) else {
            continue;
        };
        let by_locale = versions.entry(document.id.path.clone()).or_default();
        match by_locale.get(&locale) {
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    &code::DOUBLE_ADDRESS,
                    Span::file(&document.source),
                    format!("this page has the address of `{}`", first.source),
                )
                .help("rename one of the files; numbers at the start of a name do not count"),
            ),
            None => {
                by_locale.insert(locale, document);
            }
        }
    }
    versions
}

/// The document that stands for an entry in a language: its own, else the nearest along the tag,
/// else the default language's.
fn shown_in<'a>(
    by_locale: &'a BTreeMap<usize, Arc<Document>>,
    locale: usize,
    locales: &[Locale],
) -> Option<&'a Arc<Document>> {
    let along_the_tag = locales[locale]
        .chain()
        .filter_map(|tag| locales.iter().position(|known| known.as_str() == tag));
    along_the_tag
        .chain([0])
        .find_map(|locale| by_locale.get(&locale))
}

/// Gives each folder that has none a page, which lists what is in it.
fn with_folder_pages(
    mut versions: Versions,
    locales: &[Locale],
    strings: &[Strings],
    config: &Config,
) -> Versions {
    let mut missing: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
    for (path, by_locale) in &versions {
        let mut folder = path::parent(path);
        let is_quiz = by_locale
            .values()
            .any(|document| document.id.kind == KindId::Quiz);
        // A module's quizzes stand with its lessons; their folder is no place of its own.
        if is_quiz && path::name(folder) == navigation::QUIZZES {
            folder = path::parent(folder);
        }
        loop {
            let index: Arc<str> = path::join(folder, "index").into();
            let has_index = versions.get(&index);
            for locale in by_locale.keys() {
                let is_there =
                    has_index.is_some_and(|own| shown_in(own, *locale, locales).is_some());
                let entry = missing.entry(index.clone()).or_default();
                if !is_there && !entry.contains(locale) {
                    entry.push(*locale);
                }
            }
            if folder.is_empty() {
                break;
            }
            folder = path::parent(folder);
        }
    }
    for (index, own) in missing.into_iter().filter(|(_, own)| !own.is_empty()) {
        // What the default language has, every language shows.
        let everywhere: Vec<usize> = (0..locales.len()).collect();
        for locale in if own.contains(&0) { everywhere } else { own } {
            let page = folder_page(&index, &locales[locale], &strings[locale], config);
            versions
                .entry(index.clone())
                .or_default()
                .entry(locale)
                .or_insert_with(|| Arc::new(page));
        }
    }
    versions
}

fn folder_page(index: &Arc<str>, locale: &Locale, strings: &Strings, config: &Config) -> Document {
    let folder = path::parent(index);
    let name = path::name(folder);
    let kind = crate::content::reference_kind(name, config);
    let title = match &kind {
        _ if folder.is_empty() => config.title(locale).to_owned(),
        KindId::Page if folder == config.course.folder => {
            strings.get_or("kind.course.many", name).to_owned()
        }
        KindId::Page => {
            let words = name.replace(['-', '_'], " ");
            let mut chars = words.chars();
            chars.next().map_or(String::new(), |first| {
                first.to_uppercase().chain(chars).collect()
            })
        }
        KindId::Declared(kind) => strings.get_or(&format!("kind.{kind}"), name).to_owned(),
        kind => {
            let key = format!("kind.{}.many", kind.name());
            strings.get_or(&key, name).to_owned()
        }
    };
    let mut hasher = blake3::Hasher::new();
    for part in [&**index, locale.as_str(), &title] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    Document {
        source: "".into(),
        local: format!("{index}.md").into(),
        locale: locale.clone(),
        id: crate::content::identity(&format!("{index}.md"), config),
        front: Front {
            title: Some(title),
            search: true,
            ..Front::default()
        },
        detail: Detail::Plain,
        body: Body::default(),
        quiz: None,
        words: Words::default(),
        fingerprint: *hasher.finalize().as_bytes(),
    }
}
