//! A theme: templates, style, scripts and words, each file overridable by the book.
//!
//! A file is taken from the book's `theme/`, else from the theme that the book names, else from
//! the one that this builds on, and so on down to `default`. A theme's own files are those of its
//! folder `themes/<name>/` in the book, else those in the program.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};

use super::assets::{Assets, STORE};
use super::local::LOCAL;
use super::manifest::{self, Layer, Manifest};
use super::{builtin, failure, logo, minify, script, style, tokens, words};
use crate::config::{Config, FILE};
use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::locale::Locale;
use crate::site::required;
use crate::source::SourceTree;
use crate::strings::{self, Strings, Words};
use words::BookWords;

/// Templates that pages are made with.
const REQUIRED: [&str; 4] = ["page.html", "print.html", "404.html", "redirect.html"];

/// A loaded theme.
pub struct Theme {
    tera: Tera,
    /// Style and scripts.
    pub assets: Assets,
    /// Words of the interface, for each language of the book.
    pub strings: Vec<Strings>,
    words: Vec<Value>,
    files: BTreeMap<String, ThemeFile>,
    /// The pages that every site needs: path and text by language and name.
    pub pages: required::Texts,
    /// The book's own file of values for blanks.
    pub local: Option<Arc<str>>,
    /// Changes with everything that a page can take from the theme, but for its words.
    pub fingerprint: [u8; 32],
    /// Change with the words of each language.
    pub of_words: Vec<[u8; 32]>,
}

/// A file of a theme, from wherever it was taken.
#[derive(Debug, Clone)]
pub(super) struct ThemeFile {
    /// Where it stands in the book, or would stand.
    pub(super) path: Arc<str>,
    /// What it holds.
    pub(super) text: Arc<str>,
}

impl Theme {
    /// Loads the theme that `config` names.
    pub fn load(tree: &SourceTree, config: &Config) -> Parsed<Theme> {
        let Parsed {
            value: layers,
            mut diagnostics,
        } = manifest::layers(tree, config);
        let files = files(tree, &layers);
        let tera = templates(&files, &mut diagnostics);
        let assets = assets(&files, &layers, tree, config, &mut diagnostics);
        let strings = strings_of(&files, tree, config, &mut diagnostics);
        let words = strings
            .iter()
            .map(|strings| Value::from_serializable(strings.words()))
            .collect();
        let mut hasher = blake3::Hasher::new();
        let templates = files
            .iter()
            .filter(|(name, _)| !name.starts_with("locales/"));
        for (name, file) in templates {
            hasher
                .update(name.as_bytes())
                .update(&[0])
                .update(file.text.as_bytes())
                .update(&[0]);
        }
        for (address, _) in &assets.files {
            hasher.update(address.as_bytes());
        }
        let of_words = strings.iter().map(|strings| {
            let mut hasher = blake3::Hasher::new();
            for (key, text) in strings.words() {
                hasher.update(key.as_bytes()).update(&[0]);
                hasher.update(text.as_bytes()).update(&[0]);
            }
            *hasher.finalize().as_bytes()
        });
        Parsed {
            value: Theme {
                tera,
                assets,
                of_words: of_words.collect(),
                strings,
                words,
                pages: pages(&files),
                local: tree.text(LOCAL).cloned(),
                files,
                fingerprint: *hasher.finalize().as_bytes(),
            },
            diagnostics,
        }
    }

    /// Renders `template` with `view`; `parts` are pieces of finished HTML by name.
    pub fn render(
        &self,
        template: &str,
        locale: usize,
        view: &impl Serialize,
        parts: &[(&'static str, &str)],
    ) -> Result<String, Diagnostic> {
        let mut context =
            Context::from_serialize(view).expect("a view is made of texts, numbers and lists");
        context.insert_value("t", self.words[locale].clone());
        for (name, html) in parts {
            context.insert_value(*name, Value::safe_string(html));
        }
        self.tera.render(template, &context).map_err(|error| {
            // Rendered again as it was written, to say where in the file the mistake is.
            let mut written = Tera::default();
            let error = written
                .add_raw_templates(as_written(&self.files))
                .and_then(|()| written.render(template, &context))
                .err()
                .unwrap_or(error);
            failure::of_rendering(&self.files, template, &context, &error)
        })
    }

    /// Whether the theme has a file of that name.
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// The text of a theme's file by its name, like `base/base.css`.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(|file| &*file.text)
    }

    /// The theme with the template `other` in the place of `name`.
    pub fn with_file(&self, name: &str, other: &str) -> Theme {
        let mut files = self.files.clone();
        files.extend(
            self.files
                .get(other)
                .map(|file| (name.to_owned(), file.clone())),
        );
        Theme {
            // Mistakes in templates are known since the theme was loaded.
            tera: templates(&files, &mut Vec::new()),
            assets: self.assets.clone(),
            strings: self.strings.clone(),
            words: self.words.clone(),
            files,
            pages: self.pages.clone(),
            local: self.local.clone(),
            fingerprint: self.fingerprint,
            of_words: self.of_words.clone(),
        }
    }

    /// The text of a theme's file by its path, for messages.
    pub fn text_of(&self, path: &str) -> Option<&str> {
        self.files
            .values()
            .find(|file| &*file.path == path)
            .map(|file| &*file.text)
    }
}

/// The theme's files by name, each from the nearest place.
fn files(tree: &SourceTree, layers: &[Layer]) -> BTreeMap<String, ThemeFile> {
    let mut files = BTreeMap::new();
    for layer in layers {
        for (theme, file, text) in builtin::files(&layer.name) {
            let path = format!("themes/{theme}/{file}").into();
            let text = text.into();
            files.insert(file.to_owned(), ThemeFile { path, text });
        }
        for (path, local, _) in tree.below(&layer.folder()) {
            if let Some(text) = tree.text(path) {
                let (path, text) = (path.clone(), text.clone());
                files.insert(local.to_owned(), ThemeFile { path, text });
            }
        }
    }
    files
}

/// What the uppermost theme states that names components, and what is wrong with them.
fn stated<'a>(
    layers: &'a [Layer],
    files: &BTreeMap<String, ThemeFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Manifest> {
    let naming = |layer: &&Layer| !layer.manifest.components.is_empty();
    let layer = layers.iter().rev().find(naming)?;
    for component in layer.manifest.folders() {
        let start = format!("{component}/");
        if !files.keys().any(|name| name.starts_with(&start)) {
            let message = format!("the theme has no folder `{component}`");
            diagnostics.push(
                Diagnostic::new(&code::THEME, Span::file(&layer.path), message)
                    .help("take it out of `components` or `bundles`, or add the folder"),
            );
        }
    }
    Some(&layer.manifest)
}

/// `pages/<tag>/<name>.md` by language and name.
fn pages(files: &BTreeMap<String, ThemeFile>) -> required::Texts {
    let named = files.iter().filter_map(|(name, file)| {
        let page = name.strip_prefix("pages/")?.strip_suffix(".md")?;
        let (tag, name) = page.split_once('/')?;
        let key = (tag.to_owned(), name.to_owned());
        Some((key, (file.path.clone(), file.text.clone())))
    });
    named.collect()
}

/// The templates without minifying.
fn as_written(files: &BTreeMap<String, ThemeFile>) -> impl Iterator<Item = (String, String)> {
    files
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, file)| (name.clone(), file.text.to_string()))
}

fn templates(files: &BTreeMap<String, ThemeFile>, diagnostics: &mut Vec<Diagnostic>) -> Tera {
    let mut tera = Tera::default();
    let templates = as_written(files).map(|(name, text)| (name, minify::template(&text)));
    if let Err(error) = tera.add_raw_templates(templates) {
        // Said with the places of the file as it was written.
        let error = Tera::default()
            .add_raw_templates(as_written(files))
            .err()
            .unwrap_or(error);
        diagnostics.extend(failure::of_loading(files, &error));
    }
    for name in REQUIRED {
        if !files.contains_key(name) {
            let span = Span::file(&FILE.into());
            diagnostics.push(
                Diagnostic::new(&code::THEME, span, format!("the theme has no `{name}`"))
                    .help("add the file to the theme"),
            );
        }
    }
    tera
}

/// Joins the components' styles and scripts, and adds the book's own.
fn assets(
    files: &BTreeMap<String, ThemeFile>,
    layers: &[Layer],
    tree: &SourceTree,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Assets {
    let manifest = stated(layers, files, diagnostics);
    let all: Vec<&String> = manifest
        .iter()
        .flat_map(|manifest| manifest.folders())
        .collect();
    let own: Vec<&String> = manifest
        .iter()
        .flat_map(|manifest| &manifest.components)
        .collect();
    let mut assets = Assets::default();
    let tokens = tokens::style(layers, config);
    diagnostics.extend(tokens.diagnostics);
    let joined_style =
        |components: &[&String]| joined(files, components, &|name| format!("{name}.css"));
    let style = |components: &[&String]| style::minified(&joined_style(components));
    let script = |components: &[&String]| {
        script::minified(&joined(files, components, &|name| format!("{name}.js")))
    };
    let early = script::minified(&joined(files, &all, &|_| "early.js".into()));
    if !early.trim().is_empty() {
        assets.set_early(&early);
    }
    let bundles = manifest.iter().flat_map(|manifest| &manifest.bundles);
    let mut bundles: Vec<(&String, &Vec<String>)> = bundles.collect();
    // Where all scripts stand in one file, what others use comes first.
    bundles.sort_by_key(|(name, _)| name.as_str() != STORE);
    for (name, components) in bundles {
        let components: Vec<&String> = components.iter().collect();
        assets.add_bundle(name, &style(&components), &script(&components));
    }
    let mut own_script = script(&own);
    if !own_script.trim().is_empty() {
        // What any page may load, the script of every page knows by its address.
        own_script.insert_str(
            0,
            &format!(
                "(window.keyward=window.keyward||{{}}).later={};",
                assets.later()
            ),
        );
    }
    let site_style = style::minified(&(tokens.value + &joined_style(&own)));
    for (text, is_style) in [(site_style, true), (own_script, false)] {
        match is_style {
            _ if text.trim().is_empty() => {}
            true => assets.add_style("site", &text),
            false => assets.add_script("site", &text),
        }
    }
    let icon = match config.discretion {
        Some(_) => "discreet.svg",
        None => "icon.svg",
    };
    if let Some(icon) = files.get(icon) {
        diagnostics.extend(crate::content::check_svg(&icon.path, &icon.text));
        assets.set_icon(&icon.text);
    }
    diagnostics.extend(logo::add(&mut assets, tree, config));
    let html = &config.output.html;
    let own = html.additional_css.iter().map(|path| (path, true));
    let key = |is_style| {
        if is_style {
            "additional-css"
        } else {
            "additional-js"
        }
    };
    for (path, is_style) in own.chain(html.additional_js.iter().map(|path| (path, false))) {
        let Some(text) = tree.text(path) else {
            diagnostics.push(
                Diagnostic::new(
                    &code::MISSING_FILE,
                    config.place(&["output", "html", key(is_style)]),
                    format!("there is no file `{path}`"),
                )
                .help("write its path from the folder of `book.toml`"),
            );
            continue;
        };
        let stem = crate::path::name(path)
            .rsplit_once('.')
            .map_or("own", |(stem, _)| stem);
        let stem = match config.has_neutral_addresses() {
            true => "own",
            false => stem,
        };
        match is_style {
            true => assets.add_style(stem, text),
            false => assets.add_script(stem, text),
        }
    }
    assets
}

/// The texts of a file in each of some components, joined.
fn joined(
    files: &BTreeMap<String, ThemeFile>,
    components: &[&String],
    name: &dyn Fn(&str) -> String,
) -> String {
    let texts = components.iter().filter_map(|component| {
        let file = files.get(&format!("{component}/{}", name(component)));
        file.map(|file| &*file.text)
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Words for each language of the book, complete.
fn strings_of(
    files: &BTreeMap<String, ThemeFile>,
    tree: &SourceTree,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Strings> {
    let mut read = |tag: &str| -> Vec<Words> {
        let name = format!("locales/{tag}.toml");
        let overriding = files.get(&name).map(|file| {
            let parsed = strings::read(&file.path, &file.text);
            diagnostics.extend(parsed.diagnostics);
            parsed.value
        });
        let built_in = builtin::locale(tag).map(|text| strings::read(&name.into(), text).value);
        overriding.into_iter().chain(built_in).collect()
    };
    let english = read("en");
    let (mut missing, mut own_problems) = (Vec::new(), Vec::new());
    let needed = words::needed(config);
    let mut book_words = |locale: &Locale| -> Vec<BookWords> {
        let tags = locale.chain();
        let read = tags.filter_map(|tag| words::read(tree, config, tag));
        read.map(|read| {
            own_problems.extend(read.diagnostics);
            read.value
        })
        .collect()
    };
    let of_default = book_words(&config.default_locale());
    let strings = config
        .locales()
        .iter()
        .map(|locale| {
            let of_book = match *locale == config.default_locale() {
                true => Vec::new(),
                false => book_words(locale),
            };
            let theme: Vec<Words> = locale.chain().flat_map(&mut read).collect();
            if !locale.is_pseudo() {
                missing.extend(untranslated(locale, &theme, &english, config));
            }
            let of_book = match *locale == config.default_locale() {
                true => &of_default,
                false => &of_book,
            };
            let interface: Vec<&Words> = english.iter().chain(&theme).collect();
            let own: Vec<&Words> = of_book.iter().map(|book| &book.words).collect();
            for book in of_book.iter().filter(|book| book.is_of(locale)) {
                missing.extend(words::unknown(book, &needed, &interface));
            }
            let all: Vec<&Words> = own.iter().copied().chain(&theme).collect();
            if !locale.is_pseudo() {
                missing.extend(words::missing(locale, &all, &needed, config));
            }
            let fallback = of_default.iter().map(|book| &book.words);
            Strings::merged(locale, all.into_iter().chain(&english).chain(fallback))
        })
        .collect();
    diagnostics.extend(missing);
    diagnostics.extend(own_problems);
    strings
}

/// What a language lacks of the interface.
fn untranslated(
    locale: &Locale,
    own: &[Words],
    english: &[Words],
    config: &Config,
) -> Option<Diagnostic> {
    let known: BTreeSet<&str> = english
        .iter()
        .flat_map(|words| words.keys())
        .map(String::as_str)
        .collect();
    // Which plural forms a language has is its own affair; `other` is in all of them.
    let is_other_form = |key: &str| {
        let (base, form) = key.rsplit_once('.').unwrap_or((key, ""));
        form != "other" && known.contains(format!("{base}.other").as_str())
    };
    let lacking: Vec<&str> = known
        .iter()
        .copied()
        .filter(|key| !is_other_form(key) && !own.iter().any(|words| words.contains_key(*key)))
        .collect();
    let first = lacking.first()?;
    Some(
        Diagnostic::new(
            &code::MISSING_STRING,
            config.place(&["languages", locale.as_str()]),
            match lacking.len() {
                1 => format!("the text `{first}` of the interface is missing in `{locale}`; it shows in English"),
                many => format!("{many} texts of the interface are missing in `{locale}`, the first is `{first}`; they show in English"),
            },
        )
        .help(format!("add them to `theme/locales/{locale}.toml`")),
    )
}
