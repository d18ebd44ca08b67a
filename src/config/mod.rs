//! `book.toml`, as written: names, languages, the course, declared kinds, and how to build.
//!
//! Names are mdBook's where the meaning is the same. In: the text of `book.toml` and overrides
//! from the environment. Out: [`Config`], and a finding for each key that does not fit.

pub mod kind;
mod look;
mod mdbook;
mod names;
pub mod publisher;
pub mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::de::DeValue;

use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::locale::Locale;
use crate::toml_source::{self, Fragment};

pub use kind::{Field, FieldType, Kind};
pub use look::{Discretion, Tokens};
pub use publisher::Publisher;
pub use view::{Cells, View, ViewType};

/// Name of the file that makes a folder a book.
pub const FILE: &str = "book.toml";

/// The whole of `book.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// What the book is.
    pub book: Book,
    /// How and where it is built.
    pub build: Build,
    /// What the output is like.
    pub output: Output,
    /// The book's languages by tag, like `[languages.fr]`. The default language needs no table.
    pub languages: BTreeMap<String, Language>,
    /// The course, if the book has one.
    pub course: Course,
    /// What to do at once, one page that every header leads to.
    pub act_now: Option<ActNow>,
    /// How sources are cited.
    pub citations: Citations,
    /// A neutral face, so that being seen reading harms nobody.
    pub discretion: Option<Discretion>,
    /// Who stands behind the site, for the pages that every site needs.
    pub publisher: Publisher,
    /// Kinds of entries that the book declares, like `[kinds.practice]`.
    pub kinds: BTreeMap<String, Kind>,
    /// Views of entries that pages show, like `[views.who-does-what]`.
    pub views: BTreeMap<String, View>,
    /// What stands at the top of the site, in which order.
    pub navigation: Navigation,
    /// The text it was read from, for places in messages.
    #[serde(skip)]
    #[schemars(skip)]
    text: Arc<str>,
}

/// `[book]`: what the book is.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Book {
    /// A short permanent name in small letters, digits and hyphens. It prefixes everything that a
    /// reader's browser stores, so changing it loses their progress.
    pub id: String,
    /// The site's title.
    pub title: String,
    /// A shorter one for the header and the browser's tab.
    pub short_title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// One sentence about it.
    pub description: String,
    /// The default language, as a tag like `en`.
    pub language: String,
    /// The folder of the content, relative to the book.
    pub src: String,
}

impl Default for Book {
    fn default() -> Self {
        Book {
            id: String::new(),
            title: String::new(),
            short_title: None,
            authors: Vec::new(),
            description: String::new(),
            language: "en".into(),
            src: "content".into(),
        }
    }
}

/// `[build]`: how and where the site is built.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Build {
    /// The folder of the site, relative to the book.
    pub build_dir: String,
}

impl Default for Build {
    fn default() -> Self {
        Build {
            build_dir: "book".into(),
        }
    }
}

/// `[output]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Output {
    /// `[output.html]`.
    pub html: Html,
}

/// `[output.html]`: what the pages are like.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Html {
    /// The theme: `default`, `plain`, or a folder under `themes/` of the book.
    pub theme: String,
    /// Colours and fonts in place of the theme's.
    pub tokens: Tokens,
    /// A picture before the site's title, in SVG or PNG, relative to the book.
    pub logo: Option<String>,
    /// The logo in words, for people who don't see it; none where it only repeats the title.
    pub logo_alt: Option<String>,
    /// Style sheets of the book's own, relative to the book, used after the theme's.
    pub additional_css: Vec<String>,
    /// Scripts of the book's own, relative to the book, run after the theme's.
    pub additional_js: Vec<String>,
    /// The address at which the site will stand, like `https://training.example.org/course/`.
    pub site_url: Option<String>,
    /// Where the sources can be seen.
    pub git_repository_url: Option<String>,
    /// Where a page can be edited; `{path}` stands for the file.
    pub edit_url_template: Option<String>,
    /// Former addresses and where they lead now: `"old.html" = "en/new.html"`.
    pub redirect: BTreeMap<String, String>,
    /// Raw HTML in Markdown.
    pub raw_html: RawHtml,
}

impl Default for Html {
    fn default() -> Self {
        Html {
            theme: "default".into(),
            tokens: Tokens::default(),
            logo: None,
            logo_alt: None,
            additional_css: Vec::new(),
            additional_js: Vec::new(),
            site_url: None,
            git_repository_url: None,
            edit_url_template: None,
            redirect: BTreeMap::new(),
            raw_html: RawHtml::default(),
        }
    }
}

/// `[output.html.raw-html]`: what raw HTML in Markdown may use beside the built-in list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RawHtml {
    /// More elements that may stand, like `video`. Elements that run code stay out in any case.
    pub elements: Vec<String>,
    /// More attributes that may stand on any element. Event attributes stay out in any case.
    pub attributes: Vec<String>,
}

/// `[languages.<tag>]`: one of the book's languages.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Language {
    /// Its name in itself, like `Français`.
    pub name: Option<String>,
    /// The site's title in it.
    pub title: Option<String>,
    /// A shorter one for the header and the browser's tab.
    pub short_title: Option<String>,
    /// The neutral title in it, for `[discretion]`.
    pub discreet_title: Option<String>,
    /// The neutral description in it, for `[discretion]`.
    pub discreet_description: Option<String>,
    /// The logo in words.
    pub logo_alt: Option<String>,
    /// Fonts for it, as in `[output.html.tokens.fonts]`.
    pub fonts: BTreeMap<String, String>,
    /// The site's description in it.
    pub description: Option<String>,
    /// What `[publisher]` says, in its words.
    pub publisher: Publisher,
}

/// `[course]`: the course, if the book has one.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Course {
    /// The folder of the course below each language: its folders are the modules.
    pub folder: String,
    /// The least and the most minutes that the modules may take together.
    pub minutes: Option<[u32; 2]>,
}

impl Default for Course {
    fn default() -> Self {
        Course {
            folder: "course".into(),
            minutes: None,
        }
    }
}

/// `[act-now]`: what to do at once, one page that every header leads to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActNow {
    /// The page: its file below each language's folder, without `.md`.
    pub page: String,
}

/// `[citations]`: how sources are cited.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Citations {
    /// The style, like `apa`, for sources that do not say their citation themselves.
    pub style: String,
    /// A file in BibTeX, relative to the book, whose entries are sources.
    pub bibliography: Option<String>,
}

impl Default for Citations {
    fn default() -> Self {
        Citations {
            style: "apa".into(),
            bibliography: None,
        }
    }
}

/// `[navigation]`: what stands at the top of the site.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Navigation {
    /// Folders below a language in the order in which home lists them; those that are not named
    /// follow.
    pub order: Vec<String>,
    /// Folders that the header leads to; without it the first twelve.
    pub header: Vec<String>,
}

impl Config {
    /// The default language.
    pub fn default_locale(&self) -> Locale {
        Locale::parse(&self.book.language)
            .or_else(|| Locale::parse("en"))
            .expect("`en` is a tag")
    }

    /// The book's languages, the default one first, then by tag.
    pub fn locales(&self) -> Vec<Locale> {
        let default = self.default_locale();
        let others = self.languages.keys().filter_map(|tag| Locale::parse(tag));
        let mut locales = vec![default.clone()];
        locales.extend(others.filter(|locale| *locale != default));
        locales.dedup();
        locales
    }

    /// The book's identity as the name of a file; with discretion its neutral title.
    pub fn plain_id(&self) -> String {
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || "-_".contains(*c);
        let name = match &self.discretion {
            Some(discretion) => discretion.title.replace(' ', "-").to_lowercase(),
            None => self.book.id.clone(),
        };
        let name: String = name.chars().filter(is_plain).collect();
        if name.is_empty() {
            "site".to_owned()
        } else {
            name
        }
    }

    /// Who stands behind the site, in the words of a language.
    pub fn publisher(&self, locale: &Locale) -> Publisher {
        let own = self.language(locale).map(|language| &language.publisher);
        own.cloned().unwrap_or_default().or(&self.publisher)
    }

    /// `site-url` with a slash at its end.
    pub fn site_url(&self) -> Option<String> {
        let url = self.output.html.site_url.as_deref()?;
        Some(format!("{}/", url.trim_end_matches('/')))
    }

    /// Where a key of `book.toml` has its value, or the nearest table around it.
    pub fn place(&self, keys: &[&str]) -> Span {
        let path: Arc<str> = FILE.into();
        let (table, _) = toml::de::DeTable::parse_recoverable(&self.text);
        place_of(table.get_ref(), keys, &path)
    }

    /// Where a string stands in the list that is the value of a key, or else the list.
    pub fn place_in(&self, keys: &[&str], written: &str) -> Span {
        let list = self.place(keys);
        let text = self.text.get(list.range.clone()).unwrap_or_default();
        let quoted = ['"', '\''].map(|quote| format!("{quote}{written}{quote}"));
        let found = quoted.iter().find_map(|quoted| text.find(quoted.as_str()));
        match found {
            Some(at) => {
                let start = list.range.start + at;
                Span::new(&list.path, start..start + written.len() + 2)
            }
            None => list,
        }
    }
}

/// Reads `book.toml`. `overrides` are pairs like (`KEYWARD_BOOK__TITLE`, `Training`).
pub fn read(text: &str, overrides: &[(String, String)]) -> Parsed<Config> {
    let path: Arc<str> = FILE.into();
    let fragment = Fragment {
        path: &path,
        text,
        offset: 0,
    };
    let Parsed {
        value: mut table,
        mut diagnostics,
    } = toml_source::parse(fragment);
    let is_whole = diagnostics.is_empty();
    diagnostics.extend(mdbook::translate(&mut table, fragment));
    let read: Parsed<Config> = toml_source::read(table.clone(), fragment);
    diagnostics.extend(read.diagnostics);

    let mut config = Config {
        text: text.into(),
        ..read.value
    };
    if !is_whole {
        // What else there is to say about half a file would mislead.
        diagnostics.truncate(1);
        return Parsed {
            value: config,
            diagnostics,
        };
    }
    for (name, value) in overrides {
        let Some(keys) = override_path(name) else {
            continue;
        };
        // `2024` may be meant as a title; what does not fit as a value is tried as a text.
        let as_text = DeValue::String(value.as_str().into());
        let tries = [override_value(value), as_text].map(|value| {
            let mut changed = table.clone();
            toml_source::set(&mut changed, &keys, value);
            let read: Parsed<Config> = toml_source::read(changed.clone(), fragment);
            let is_new = |diagnostic: &Diagnostic| !diagnostics.contains(diagnostic);
            let new: Vec<Diagnostic> = read.diagnostics.into_iter().filter(is_new).collect();
            (changed, read.value, new)
        });
        let [value_try, text_try] = tries;
        let (changed, read, new) = if text_try.2.len() < value_try.2.len() {
            text_try
        } else {
            value_try
        };
        let complaints: Vec<Diagnostic> = new
            .into_iter()
            .map(|diagnostic| Diagnostic {
                message: format!("environment variable `{name}`: {}", diagnostic.message),
                span: None,
                ..diagnostic
            })
            .collect();
        if complaints.is_empty() {
            table = changed;
            config = Config {
                text: text.into(),
                ..read
            };
        }
        diagnostics.extend(complaints);
    }
    diagnostics.extend(validate(&config, &table, &path));
    Parsed {
        value: config,
        diagnostics,
    }
}

/// `KEYWARD_OUTPUT__HTML__SITE_URL` is `output.html.site-url`.
fn override_path(name: &str) -> Option<Vec<String>> {
    let keys = name.strip_prefix("KEYWARD_")?;
    keys.contains("__").then(|| {
        keys.split("__")
            .map(|key| key.to_lowercase().replace('_', "-"))
            .collect()
    })
}

/// A value of the environment: TOML if it is some, else a text.
fn override_value(value: &str) -> DeValue<'_> {
    match DeValue::parse(value) {
        Ok(parsed) => parsed.into_inner(),
        Err(_) => DeValue::String(value.into()),
    }
}

/// What the types alone do not say.
fn validate(config: &Config, table: &toml::de::DeTable<'_>, path: &Arc<str>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let place = |keys: &[&str]| place_of(table, keys, path);
    let id = &config.book.id;
    if id.is_empty() {
        diagnostics.push(
            Diagnostic::new(&code::MISSING_KEY, place(&["book"]), "`id` is missing in `[book]`")
                .help("add a line like `id = \"prison-course\"`; it names what readers' browsers store, so never change it later"),
        );
    } else if !id
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        diagnostics.push(
            Diagnostic::new(
                &code::BAD_VALUE,
                place(&["book", "id"]),
                format!("`{id}` is no book id"),
            )
            .help("use small letters a to z, digits and hyphens"),
        );
    }
    if config.book.title.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                &code::MISSING_KEY,
                place(&["book"]),
                "`title` is missing in `[book]`",
            )
            .help("add a line like `title = \"Staff training\"`"),
        );
    }
    let discretion = config.discretion.as_ref();
    if discretion.is_some_and(|discretion| discretion.title.trim().is_empty()) {
        let message = "the neutral `title` is empty";
        diagnostics.push(
            Diagnostic::new(&code::BAD_VALUE, place(&["discretion", "title"]), message)
                .help("write what may be seen, like `Staff training, Prison Service`"),
        );
    }
    diagnostics.extend(validate_locales(config, table, path));
    if let Some(url) = config
        .output
        .html
        .site_url
        .as_deref()
        .filter(|url| !is_base(url))
    {
        diagnostics.push(
            Diagnostic::new(
                &code::BAD_VALUE,
                place(&["output", "html", "site-url"]),
                format!("`{url}` is no address of a folder"),
            )
            .help("write it whole and without a file, like `https://training.example.org/course/`"),
        );
    }
    diagnostics.extend(kind::validate(config, table, path));
    diagnostics.extend(view::validate(config, table, path));
    diagnostics
}

/// Whether `url` is a whole address under which a site can stand.
fn is_base(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let host = rest.split('/').next().unwrap_or_default();
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let is_file = rest.len() > host.len() && rest.ends_with(".html");
    is_web && !host.is_empty() && !is_file && !rest.contains(['?', '#', '"', '<', '>', '\\', ' '])
}

fn validate_locales(
    config: &Config,
    table: &toml::de::DeTable<'_>,
    path: &Arc<str>,
) -> Vec<Diagnostic> {
    let complain = |keys: &[&str], tag: &str| {
        let (message, help) = match Locale::parse(tag) {
            None => (
                format!("`{tag}` is no language tag"),
                "use a tag of BCP 47, like `en`, `fr` or `pt-BR`".to_owned(),
            ),
            Some(locale) => (
                format!("`{tag}` is not the standard spelling of this language"),
                format!("write `{locale}`"),
            ),
        };
        Diagnostic::new(&code::BAD_LOCALE, place_of(table, keys, path), message).help(help)
    };
    let standard = |tag: &str| Locale::parse(tag).is_some_and(|locale| locale.as_str() == tag);
    let mut diagnostics = Vec::new();
    if !standard(&config.book.language) {
        diagnostics.push(complain(&["book", "language"], &config.book.language));
    }
    for tag in config.languages.keys().filter(|tag| !standard(tag)) {
        diagnostics.push(complain(&["languages", tag], tag));
    }
    diagnostics
}

/// Where the key at the end of `keys` has its value, or the nearest table around it.
pub(crate) fn place_of(table: &toml::de::DeTable<'_>, keys: &[&str], path: &Arc<str>) -> Span {
    let mut table = table;
    let mut place = 0..0;
    for key in keys {
        let Some((key, value)) = table.get_key_value(*key) else {
            break;
        };
        match value.get_ref() {
            DeValue::Table(inner) => {
                place = key.span();
                table = inner;
            }
            _ => {
                place = value.span();
                break;
            }
        }
    }
    Span::new(path, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "[book]\nid = \"b\"\ntitle = \"B\"\n";

    #[test]
    fn a_small_book_is_fine() {
        let parsed = read(SMALL, &[]);
        assert_eq!(parsed.diagnostics, []);
        assert_eq!(parsed.value.build.build_dir, "book");
        assert_eq!(parsed.value.locales().len(), 1);
    }

    #[test]
    fn the_environment_overrides_and_is_blamed_by_name() {
        let set = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let parsed = read(
            SMALL,
            &[
                set("KEYWARD_BOOK__TITLE", "Other"),
                set("KEYWARD_OUTPUT__HTML__SITE_URL", "https://example.org"),
                set("KEYWARD_BOOK__TITEL", "x"),
            ],
        );
        assert_eq!(parsed.value.book.title, "Other");
        assert_eq!(
            parsed.value.site_url().as_deref(),
            Some("https://example.org/")
        );
        assert_eq!(
            parsed.diagnostics[0].message,
            "environment variable `KEYWARD_BOOK__TITEL`: unknown key `titel`"
        );
    }

    #[test]
    fn a_bad_tag_is_named() {
        let parsed = read(&format!("{SMALL}[languages.pt_br]\n[languages.xx-]\n"), &[]);
        let messages: Vec<_> = parsed
            .diagnostics
            .iter()
            .map(|d| d.message.as_str())
            .collect();
        assert_eq!(messages.len(), 2, "{messages:?}");
    }
}
