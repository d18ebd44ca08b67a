//! The site's style sheet and scripts, under names that change with what they hold.

use crate::source::Asset;
use std::collections::BTreeMap;

/// Name of the scripts of the course's pages.
pub const COURSE: &str = "course";

/// Name of the scripts of pages with questions.
pub const QUIZ: &str = "quiz";

/// Name of the scripts of pages that show entries together.
pub const LIST: &str = "list";

/// Files of the theme and the book that pages use, as addresses in the output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// Style sheets, in order.
    pub styles: Vec<String>,
    /// Scripts, in order: the theme's for every page, then the book's own.
    pub scripts: Vec<String>,
    /// Scripts that only some pages load, by name.
    pub bundles: BTreeMap<String, String>,
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
        self.bundles.contains_key(COURSE)
    }

    /// Where the book's own scripts start.
    pub fn own_scripts(&self) -> usize {
        let is_theme = |script: &&String| script.starts_with("assets/site-");
        self.scripts.iter().take(1).filter(is_theme).count()
    }

    /// Adds a script that only some pages load.
    pub fn add_bundle(&mut self, name: &str, text: &str) {
        let address = self.add(name, "js", text);
        self.bundles.insert(name.to_owned(), address);
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

    fn add(&mut self, name: &str, ending: &str, text: &str) -> String {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let address = format!("assets/{name}-{}.{ending}", &hash[..12]);
        self.files.push((address.clone(), text.as_bytes().to_vec()));
        address
    }
}
