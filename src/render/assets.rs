//! The site's style sheet and scripts, under names that change with what they hold.

use crate::source::Asset;
use std::collections::BTreeMap;

/// Name of the bundle of the course's pages.
pub const COURSE: &str = "course";

/// Name of the bundle of the pages that show what a learner did.
pub const RECORD: &str = "record";

/// Name of the bundle of pages with questions.
pub const QUIZ: &str = "quiz";

/// Name of the script that keeps what readers do, for those that need it.
pub const STORE: &str = "store";

/// Name of the bundle of pages with charts.
pub const CHART: &str = "chart";

/// Name of the bundle of the page to act on.
pub const ACT_NOW: &str = "act";

/// Name of the bundle of the pages of sources.
pub const SOURCE: &str = "source";

/// Name of the bundle of pages with checklists.
pub const CHECKLIST: &str = "checklist";

/// Name of what pages with scenarios load besides.
pub const SCENE: &str = "scene";

/// Name of what pages with tests load besides.
pub const TEST: &str = "test";

/// Name of what a page loads when a reader asks for it.
pub const AIDS: &str = "aids";

/// Name of the styles of tasks with a layout of their own.
pub const TASK: &str = "task";

/// Name of the words of checks, tests and surveys.
pub const CHECK: &str = "check";

/// Name of the style of facts about entries and of lists of them.
pub const ENTRY: &str = "entry";

/// Name of the style of pages for paper.
pub const PAPER: &str = "paper";

/// Name of what pages with lines to fill in load.
pub const BLANK: &str = "blank";

/// Name of what pages load that offer another language.
pub const OFFER: &str = "offer";

/// Name of the style of home.
pub const HOME: &str = "home";

/// Name of the scripts of pages that show entries together.
pub const LIST: &str = "list";

/// Name of the bundle that looks words up, loaded when it is needed.
pub const SEARCH: &str = "search";

/// Bundles that a page may load when a reader asks for them.
const LATER: [&str; 3] = [AIDS, RECORD, SEARCH];

/// Files of the theme and the book that pages use, as addresses in the output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// Style sheets, in order.
    pub styles: Vec<String>,
    /// Scripts, in order: the theme's for every page, then the book's own.
    pub scripts: Vec<String>,
    /// What only some pages load, by name.
    pub bundles: BTreeMap<String, Bundle>,
    /// The script that runs before the first paint.
    pub early: Option<String>,
    /// The site's icon.
    pub icon: Option<String>,
    /// The picture before the site's title.
    pub logo: Option<Picture>,
    /// Address and content of each that is made here.
    pub files: Vec<(String, Vec<u8>)>,
    /// Address of each that is copied from the book.
    pub copies: Vec<(String, Asset)>,
}

/// A style sheet and a script that only some pages load, as addresses in the output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// Its style sheet.
    pub style: Option<String>,
    /// Its script.
    pub script: Option<String>,
}

/// A picture with the room that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its address in the output.
    pub address: String,
    /// Its width and height, where they could be read.
    pub size: Option<(u32, u32)>,
}

impl Assets {
    /// Adds a style sheet.
    pub fn add_style(&mut self, name: &str, text: &str) {
        let address = self.add(name, "css", text);
        self.styles.push(address);
    }

    /// Adds a script.
    pub fn add_script(&mut self, name: &str, text: &str) {
        let address = self.add(name, "js", text);
        self.scripts.push(address);
    }

    /// Whether the theme has the scripts of a course, without which nothing tells of progress.
    pub fn has_course(&self) -> bool {
        let course = self.bundles.get(COURSE);
        course.is_some_and(|bundle| bundle.script.is_some())
    }

    /// Whether the theme has a script that searches.
    pub fn has_search(&self) -> bool {
        let search = self.bundles.get(SEARCH);
        search.is_some_and(|bundle| bundle.script.is_some())
    }

    /// Whether the theme has a script for every page.
    pub fn has_script(&self) -> bool {
        !split(&self.scripts).0.is_empty()
    }

    /// The style sheets of a page: the theme's for every page, those of its bundles, the book's own.
    pub fn styles_with<'a>(&'a self, names: &[&str]) -> impl Iterator<Item = &'a String> {
        let bundles = self.named(names).filter_map(|bundle| bundle.style.as_ref());
        let (site, own) = split(&self.styles);
        site.iter().chain(bundles).chain(own)
    }

    /// The scripts of a page, in the same order.
    pub fn scripts_with<'a>(&'a self, names: &[&str]) -> impl Iterator<Item = &'a String> {
        let bundles = self
            .named(names)
            .filter_map(|bundle| bundle.script.as_ref());
        let (site, own) = split(&self.scripts);
        site.iter().chain(bundles).chain(own)
    }

    fn named<'a>(&'a self, names: &[&str]) -> impl Iterator<Item = &'a Bundle> {
        let bundles = names.iter().filter_map(|name| self.bundles.get(*name));
        bundles.collect::<Vec<_>>().into_iter()
    }

    /// Adds what only some pages load; an empty text is no file.
    pub fn add_bundle(&mut self, name: &str, style: &str, script: &str) {
        let mut file = |ending: &str, text: &str| {
            (!text.trim().is_empty()).then(|| self.add(name, ending, text))
        };
        let bundle = Bundle {
            style: file("css", style),
            script: file("js", script),
        };
        self.bundles.insert(name.to_owned(), bundle);
    }

    /// Sets the script that runs before the first paint.
    pub fn set_early(&mut self, text: &str) {
        self.early = Some(self.add("early", "js", text));
    }

    /// Sets the icon, a picture in SVG.
    pub fn set_icon(&mut self, text: &str) {
        self.icon = Some(self.add("icon", "svg", text));
    }

    /// Sets the logo from a drawing in SVG.
    pub fn set_drawn_logo(&mut self, text: &str, size: Option<(u32, u32)>) {
        let address = self.add("logo", "svg", text);
        self.logo = Some(Picture { address, size });
    }

    /// Sets the logo from a picture in PNG.
    pub fn set_logo(&mut self, picture: &Asset, size: Option<(u32, u32)>) {
        let hash = blake3::Hash::from(picture.hash).to_hex();
        let address = format!("assets/logo-{}.png", &hash[..12]);
        self.copies.push((address.clone(), picture.clone()));
        self.logo = Some(Picture { address, size });
    }

    /// Script and style, as addresses, of what a page may load when a reader asks for it: by its
    /// name, as JSON.
    pub fn later(&self) -> String {
        let files = |name: &'static str| {
            let bundle = self.bundles.get(name)?;
            let script = bundle.script.as_deref()?;
            Some((name, [script, bundle.style.as_deref().unwrap_or_default()]))
        };
        let later: BTreeMap<_, _> = LATER.into_iter().filter_map(files).collect();
        serde_json::to_string(&later).expect("names can be JSON")
    }

    fn add(&mut self, name: &str, ending: &str, text: &str) -> String {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let address = format!("assets/{name}-{}.{ending}", &hash[..12]);
        self.files.push((address.clone(), text.as_bytes().to_vec()));
        address
    }
}

/// The theme's own file before those of the book.
fn split(addresses: &[String]) -> (&[String], &[String]) {
    let is_theme = |address: &&String| address.starts_with("assets/site-");
    addresses.split_at(addresses.iter().take(1).filter(is_theme).count())
}
