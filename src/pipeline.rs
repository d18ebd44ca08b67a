//! The stages in order: from source files to the whole site as one value.

mod pages;
mod pseudo;
mod sources;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use pages::{Content, Page};
use rayon::prelude::*;

use crate::bibliography;
use crate::check;
use crate::config::{self, Config};
use crate::content::markdown::Engines;
use crate::content::{self, Document};
use crate::diagnostic::{self, Diagnostic, Finding, Parsed, Severity};
use crate::error::Error;
use crate::locale::Locale;
use crate::picture::Memory;
use crate::render;
use crate::render::single::{self, Course};
use crate::render::theme::Theme;
use crate::render::viewer::{Subject, Viewer};
use crate::search;
use crate::site::{ContentFile, PageIndex, Site, required, route};
use crate::source::{self, Asset, Data, SourceTree};
use crate::translation;

/// The whole built site: what stands at each address.
pub type Output = BTreeMap<String, File>;

/// A file of the built site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// Made by the build.
    Bytes(Arc<[u8]>),
    /// Copied from the book.
    Asset(Asset),
}

/// Pages that are rendered before their problems are looked at.
const BLOCK: usize = 1024;

/// What a command asks of a build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Take drafts in.
    pub drafts: bool,
    /// Pairs that override `book.toml`, like (`KEYWARD_BOOK__TITLE`, `Training`).
    pub overrides: Vec<(String, String)>,
    /// Leave pages with errors out instead of publishing nothing.
    pub keep_going: bool,
    /// Add a page with the answers beside each quiz.
    pub trainer: bool,
    /// Ask also for what a release needs, as of this day.
    pub release: Option<jiff::civil::Date>,
    /// Name pages whose check is overdue on this day.
    pub reviews: Option<jiff::civil::Date>,
    /// Make each language's book as one file, too.
    pub single: bool,
    /// Add the language that nobody speaks, in which what can't be translated shows.
    pub pseudo: bool,
}

/// What came of a build.
pub struct Built {
    /// The site; `None` where an error stands in the way.
    pub output: Option<Output>,
    /// Each language's book as one file, where that was asked for.
    pub courses: Vec<Course>,
    /// What there is to say, sorted by place.
    pub findings: Vec<Finding>,
    /// How much was made.
    pub summary: Summary,
    /// Phases with the time that each took.
    pub timings: Vec<(&'static str, Duration)>,
    /// Source files of pages that were left out.
    pub left_out: BTreeSet<Arc<str>>,
    /// Texts of theme files in the program, for messages.
    pub texts: BTreeMap<Arc<str>, String>,
}

/// How much a build made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages, fallbacks included.
    pub pages: usize,
    /// Languages.
    pub locales: usize,
    /// Files that were copied.
    pub files: usize,
}

impl Built {
    /// Whether an error stands.
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity() == Severity::Error)
    }
}

/// Builds sites, remembering pure results between builds.
#[derive(Default)]
pub struct Builder {
    config: Option<Config>,
    engines: Option<Engines>,
    pictures: Memory,
    citations: bibliography::Memory,
    originals: translation::Memory,
    parsed: HashMap<(Arc<str>, Locale), Remembered>,
    rendered: HashMap<String, ([u8; 32], Arc<[u8]>)>,
    search: search::Memory,
}

/// A file's text with what was made of it.
struct Remembered {
    text: Arc<str>,
    document: Arc<Document>,
    diagnostics: Vec<Diagnostic>,
}

/// Told after each phase, with its name.
pub type Progress<'a> = &'a mut dyn FnMut(&'static str, Duration);

/// Reads the files of a book that a build looks at.
pub fn load(
    root: &Path,
    options: &Options,
    previous: Option<&SourceTree>,
    touched: &BTreeSet<PathBuf>,
) -> Result<SourceTree, Error> {
    let text = source::read_config(root)?;
    let config = config::read(&text, &options.overrides).value;
    let html = &config.output.html;
    let kept = format!("{}/{}", config.book.src, source::KEPT);
    let folders = [
        config.book.src.clone(),
        kept,
        "theme".into(),
        "themes".into(),
    ];
    let mut files = vec![config::FILE.to_owned(), render::LOCAL.to_owned()];
    files.extend(
        html.additional_css
            .iter()
            .chain(&html.additional_js)
            .chain(&html.logo)
            .chain(&config.citations.bibliography)
            .cloned(),
    );
    source::load(root, &folders, &files, previous, touched)
}

impl Builder {
    /// Builds the site of a source tree.
    pub fn build(&mut self, tree: &SourceTree, options: &Options, progress: Progress<'_>) -> Built {
        let first = self.build_without(tree, options, &BTreeSet::new(), progress);
        if !options.keep_going || !first.has_errors() {
            return first;
        }
        let broken: BTreeSet<Arc<str>> = first
            .findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .filter_map(|finding| finding.diagnostic.span.as_ref())
            .map(|span| span.path.clone())
            .filter(|path| path.ends_with(".md"))
            .collect();
        let second = self.build_without(tree, options, &broken, progress);
        Built {
            findings: first.findings,
            ..second
        }
    }

    /// The documents of a book as they are written, those of the default language first.
    pub fn documents(&mut self, tree: &SourceTree, options: &Options) -> Vec<Arc<Document>> {
        let text = tree.text(config::FILE).cloned().unwrap_or_default();
        let config = config::read(&text, &options.overrides).value;
        self.settle(&config);
        let content = Content::find(tree, &config);
        let mut documents = self.parse(&content.pages, &config, &mut Vec::new());
        let default = config.default_locale();
        documents.sort_by_key(|document| document.locale != default);
        documents
    }

    fn build_without(
        &mut self,
        tree: &SourceTree,
        options: &Options,
        left_out: &BTreeSet<Arc<str>>,
        progress: Progress<'_>,
    ) -> Built {
        let mut clock = Clock::new(progress);
        let mut diagnostics = tree.diagnostics.clone();
        let text = tree.text(config::FILE).cloned().unwrap_or_default();
        let read = config::read(&text, &options.overrides);
        diagnostics.extend(read.diagnostics);
        let mut config = read.value;
        if options.pseudo {
            pseudo::add(&mut config);
        }
        self.settle(&config);

        let theme = Theme::load(tree, &config);
        diagnostics.extend(theme.diagnostics);
        let theme = theme.value;
        clock.lap("theme");

        let mut content = Content::find(tree, &config);
        diagnostics.append(&mut content.diagnostics);
        diagnostics.extend(self.look_at_pictures(tree, &mut content.files));
        clock.lap("pictures");
        let mut documents = self.parse(&content.pages, &config, &mut diagnostics);
        let accented = pseudo::pages(tree, &documents, &config);
        documents.extend(self.parse(&accented, &config, &mut Vec::new()));
        clock.lap("parse");

        let (mut published, hidden): (Vec<_>, Vec<_>) = {
            let drafts = drafts(&documents, &config);
            documents.into_iter().partition(|document| {
                let is_draft = document.front.draft || drafts.contains(&document.id.path);
                (options.drafts || !is_draft) && !left_out.contains(&document.source)
            })
        };
        let behind = translation::behind(tree, &published, &config, &mut self.originals);
        diagnostics.extend(behind.diagnostics);
        published.extend(sources::pages(tree, &published, &config, &mut diagnostics));
        diagnostics.extend(sources::check(&config));
        let citations = sources::citations(&published, &config, &mut self.citations);
        let texts = (&theme.pages, &*theme.strings);
        let (filled, missing) = required::pages(texts, &published, &citations, &config);
        diagnostics.extend(missing);
        let made = filled.iter().map(Page::made);
        let engines = self.engines.as_ref().expect("`settle` makes the engines");
        let made = pseudo::made(made.collect(), &config, engines);
        published.extend(self.parse(&made, &config, &mut diagnostics));
        self.forget_others(content.pages.iter().chain(&accented).chain(&made));
        let linked = Site::link(
            published,
            &hidden,
            &content.files,
            theme.strings.clone(),
            citations,
            behind.value,
            &config,
        );
        diagnostics.extend(linked.diagnostics);
        let site = linked.value;
        clock.lap("link");

        diagnostics.extend(check::files(tree, &content.files));
        diagnostics.extend(check::navigation(&site, &config));
        if let Some(today) = options.reviews.filter(|_| options.release.is_none()) {
            diagnostics.extend(check::reviews(&site, today));
        }
        if let Some(today) = options.release {
            diagnostics.extend(check::release(&site, today));
            diagnostics.extend(required::open_values(&filled, &theme.pages, &config));
        }
        pseudo::drop_findings(&mut diagnostics, &config);
        clock.lap("check");

        let has_errors = diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code.severity == Severity::Error);
        // Better the old site than one whose front door is missing.
        let has_home = !hidden.iter().any(|document| {
            left_out.contains(&document.source)
                && &*document.id.path == "index"
                && document.locale == config.default_locale()
        });
        let mut output = if (has_errors && left_out.is_empty()) || !has_home {
            None
        } else {
            match self.render(tree, &site, &theme, &config, options) {
                Ok(mut output) => {
                    add_copies(&mut output, &content.files);
                    Some(output)
                }
                Err(problems) => {
                    diagnostics.extend(problems);
                    None
                }
            }
        };
        clock.lap("render");
        if let Some(output) = output.as_mut().filter(|_| theme.assets.has_search()) {
            let index = search::index(&site, &config, &mut self.search);
            output.extend(
                index
                    .into_iter()
                    .map(|(address, bytes)| (address, File::Bytes(bytes))),
            );
        }
        clock.lap("search");
        let courses = match &output {
            Some(output) if options.single => {
                let courses = courses(&site, &theme, &config, output);
                clock.lap("single");
                courses.unwrap_or_else(|problem| {
                    diagnostics.push(problem);
                    Vec::new()
                })
            }
            _ => Vec::new(),
        };

        let filled_text = |path: &str| {
            let page = made.iter().find(|page| &*page.source == path);
            page.map(|page| &*page.text)
        };
        let text_of = |path: &str| {
            let own = tree
                .shown_text(path)
                .filter(|_| filled_text(path).is_none());
            own.or_else(|| filled_text(path))
                .or_else(|| theme.text_of(path))
        };
        let findings = diagnostic::locate(diagnostics, text_of);
        let theme_texts = findings.iter().filter_map(|finding| {
            let path = finding.diagnostic.span.as_ref()?.path.clone();
            (tree.shown_text(&path).is_none() || filled_text(&path).is_some()).then_some(())?;
            let text = text_of(&path)?.to_owned();
            Some((path, text))
        });
        Built {
            texts: theme_texts.collect(),
            findings,
            summary: Summary {
                pages: site.pages.len(),
                locales: site.locales.len(),
                files: site.files.len(),
            },
            output,
            courses,
            timings: clock.laps,
            left_out: left_out.clone(),
        }
    }

    /// Forgets what was made with another `book.toml`.
    fn settle(&mut self, config: &Config) {
        if self.config.as_ref() != Some(config) || self.engines.is_none() {
            self.parsed.clear();
            self.originals = translation::Memory::default();
            self.engines = Some(Engines::new(&config.output.html.raw_html));
            self.config = Some(config.clone());
        }
    }

    /// Finds sizes and copies of pictures, or remembers them.
    fn look_at_pictures(
        &mut self,
        tree: &SourceTree,
        files: &mut [ContentFile],
    ) -> Vec<Diagnostic> {
        let data = files
            .iter()
            .map(|file| (&file.source, &tree.files[&file.source].data));
        let (pictures, diagnostics) = self.pictures.pictures(data);
        for (file, picture) in files.iter_mut().zip(pictures) {
            file.picture = picture;
        }
        diagnostics
    }

    /// Parses the pages, or remembers them.
    fn parse(
        &mut self,
        pages: &[Page],
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Document>> {
        let engines = self.engines.as_ref().expect("`settle` makes the engines");
        let known = &self.parsed;
        let parsed: Vec<Option<Remembered>> = pages
            .par_iter()
            .map(|page| {
                if known
                    .get(&page.key())
                    .is_some_and(|known| known.text == page.text)
                {
                    return None;
                }
                let input = content::Input {
                    source: &page.source,
                    local: &page.local,
                    text: &page.text,
                    locale: &page.locale,
                };
                let Parsed { value, diagnostics } = content::parse(input, config, engines);
                Some(Remembered {
                    text: page.text.clone(),
                    document: Arc::new(value),
                    diagnostics,
                })
            })
            .collect();
        for (page, new) in pages.iter().zip(parsed) {
            if let Some(new) = new {
                self.parsed.insert(page.key(), new);
            }
        }
        pages
            .iter()
            .filter_map(|page| self.parsed.get(&page.key()))
            .map(|known| {
                diagnostics.extend(known.diagnostics.iter().cloned());
                known.document.clone()
            })
            .collect()
    }

    /// Keeps in memory what these pages were parsed to, and nothing else.
    fn forget_others<'p>(&mut self, pages: impl Iterator<Item = &'p Page>) {
        let present: BTreeSet<_> = pages.map(Page::key).collect();
        self.parsed.retain(|key, _| present.contains(key));
    }

    /// Renders the pages, or remembers them. A mistake in a template is most often one of all
    /// pages, so no more are tried than those of the block in which it shows.
    fn render_pages(
        &self,
        site: &Site,
        theme: &Theme,
        viewer: &Viewer<'_>,
    ) -> (Vec<Rendered>, Vec<Diagnostic>) {
        let one = |subject: &Subject| -> Result<Rendered, Diagnostic> {
            let view = viewer.view(subject);
            let document = &site.pages[subject.page].document;
            let resolved = render::resolved(site, subject);
            let words = words_of(site, theme, subject.page);
            let made_from = (theme.fingerprint, words, document.fingerprint, resolved);
            let key = fingerprint(&(made_from, &view));
            let bytes = match self.rendered.get(&subject.address) {
                Some((known, bytes)) if *known == key => bytes.clone(),
                _ => render::page(site, theme, subject, &view)?
                    .into_bytes()
                    .into(),
            };
            Ok((subject.address.clone(), key, bytes))
        };
        let (mut rendered, mut problems) = (Vec::new(), Vec::new());
        for block in viewer.subjects().chunks(BLOCK) {
            let made: Vec<Result<Rendered, Diagnostic>> = block.par_iter().map(one).collect();
            for page in made {
                match page {
                    Ok(page) => rendered.push(page),
                    Err(problem) => push_new(&mut problems, problem),
                }
            }
            if !problems.is_empty() {
                break;
            }
        }
        (rendered, problems)
    }

    /// Renders all pages and gathers the output.
    fn render(
        &mut self,
        tree: &SourceTree,
        site: &Site,
        theme: &Theme,
        config: &Config,
        options: &Options,
    ) -> Result<Output, Vec<Diagnostic>> {
        let viewer = Viewer::new(site, config, &theme.assets, options.trainer);
        let (rendered, mut problems) = self.render_pages(site, theme, &viewer);
        let mut output = Output::new();
        self.rendered.clear();
        for (address, key, bytes) in rendered {
            self.rendered.insert(address.clone(), (key, bytes.clone()));
            output.insert(address, File::Bytes(bytes));
        }
        let prints: Vec<_> = site
            .prints
            .par_iter()
            .map(|print| render::print(site, theme, &viewer, print))
            .collect();
        let made: Vec<_> = render::course_pages(site, theme)
            .into_par_iter()
            .map(|(course, name)| render::course_page(theme, &viewer, course, name))
            .collect();
        let searches: Vec<_> = render::searched_homes(site, theme)
            .into_par_iter()
            .map(|home| render::search_page(theme, &viewer, home))
            .collect();
        let keys = if options.trainer {
            render::quizzes(site)
        } else {
            Vec::new()
        };
        let keys: Vec<_> = keys
            .into_par_iter()
            .map(|quiz| render::key(site, theme, &viewer, quiz))
            .collect();
        let redirects = site.redirects.iter().map(|redirect| {
            render::redirect(site, theme, config, redirect)
                .map(|html| (redirect.from.clone(), html))
        });
        let not_found =
            render::not_found(site, theme, config).map(|html| ("404.html".to_owned(), html));
        for made in prints
            .into_iter()
            .chain(made)
            .chain(searches)
            .chain(keys)
            .chain(redirects)
            .chain([not_found])
        {
            match made {
                Ok((address, html)) => {
                    output.insert(address, File::Bytes(html.into_bytes().into()));
                }
                Err(problem) => push_new(&mut problems, problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        for (address, text) in crate::render::listings(site, config) {
            output.insert(address, File::Bytes(text.into_bytes().into()));
        }
        if let Some(text) = render::local(site, theme) {
            output.insert(render::LOCAL.into(), File::Bytes(text.into_bytes().into()));
        }
        for (address, bytes) in &theme.assets.files {
            output.insert(address.clone(), File::Bytes(bytes.as_slice().into()));
        }
        for (address, asset) in &theme.assets.copies {
            output.insert(address.clone(), File::Asset(asset.clone()));
        }
        for (address, source) in &site.files {
            let file = match &tree.files[source].data {
                Data::Text(text) => File::Bytes(text.as_bytes().into()),
                Data::Asset(asset) => File::Asset(asset.clone()),
                Data::Broken(_) => continue,
            };
            output.insert(address.clone(), file);
        }
        Ok(output)
    }
}

/// Adds the smaller copies of pictures.
fn add_copies(output: &mut Output, files: &[ContentFile]) {
    let pictures = files.iter().filter_map(|file| file.picture.as_ref());
    for copy in pictures.flat_map(|picture| &picture.copies) {
        output.insert(copy.address.clone(), File::Bytes(copy.bytes.clone()));
    }
}

/// Each language's book as one file, with files of the output in it.
fn courses(
    site: &Site,
    theme: &Theme,
    config: &Config,
    output: &Output,
) -> Result<Vec<Course>, Diagnostic> {
    let viewer = Viewer::new(site, config, &theme.assets, false);
    let read = |address: &str| match output.get(address)? {
        File::Bytes(bytes) => Some(bytes.to_vec()),
        File::Asset(asset) => source::read(asset).ok(),
    };
    let index = |tag: &str| search_parts(output, tag);
    single::courses(site, theme, &viewer, config, (&read, &index))
}

/// The search index of a language as members of a JSON object.
fn search_parts(output: &Output, tag: &str) -> String {
    let inside = format!("assets/search/{tag}/");
    let pieces = output.range(inside.clone()..);
    let pieces = pieces.take_while(|(address, _)| address.starts_with(&inside));
    let root = output.get_key_value(&route::search_root(tag));
    let members = pieces.chain(root).filter_map(|(_, file)| match file {
        File::Bytes(bytes) => search::member(bytes),
        File::Asset(_) => None,
    });
    members.collect::<Vec<_>>().join(",")
}

/// Adds a problem of a template; that of another page at the same place is the same one.
fn push_new(problems: &mut Vec<Diagnostic>, problem: Diagnostic) {
    let is_same =
        |known: &Diagnostic| known.span == problem.span && known.message == problem.message;
    if !problems.iter().any(is_same) {
        problems.push(problem);
    }
}

/// Entries whose page in the default language is a draft: their translations are, too.
fn drafts(documents: &[Arc<Document>], config: &Config) -> BTreeSet<Arc<str>> {
    let default = config.default_locale();
    documents
        .iter()
        .filter(|document| document.front.draft && document.locale == default)
        .map(|document| document.id.path.clone())
        .collect()
}

/// A page's address, what its HTML depends on, and its HTML.
type Rendered = (String, [u8; 32], Arc<[u8]>);

/// Measures phases.
struct Clock<'a> {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
    progress: Progress<'a>,
}

impl<'a> Clock<'a> {
    fn new(progress: Progress<'a>) -> Self {
        Clock {
            last: Instant::now(),
            laps: Vec::new(),
            progress,
        }
    }

    fn lap(&mut self, phase: &'static str) {
        let took = self.last.elapsed();
        self.last = Instant::now();
        self.laps.push((phase, took));
        (self.progress)(phase, took);
    }
}

/// The words that a page can take: those of its language, and those of its text's.
fn words_of(site: &Site, theme: &Theme, page: PageIndex) -> [[u8; 32]; 2] {
    let page = &site.pages[page];
    let mut locales = site.locales.iter();
    let of_text = locales.position(|locale| *locale == page.document.locale);
    [page.locale, of_text.unwrap_or(0)].map(|locale| theme.of_words[locale])
}

/// A hash wide enough to stand for the value.
fn fingerprint(value: &impl Hash) -> [u8; 32] {
    struct Gather(Vec<u8>);
    impl Hasher for Gather {
        fn write(&mut self, bytes: &[u8]) {
            self.0.extend_from_slice(bytes);
        }
        fn finish(&self) -> u64 {
            unreachable!("the bytes are hashed as a whole")
        }
    }
    let mut gather = Gather(Vec::with_capacity(4096));
    value.hash(&mut gather);
    *blake3::hash(&gather.0).as_bytes()
}
