//! A theme: templates, style, scripts and words, each file overridable by the book.
//!
//! A file is taken from the book's `theme/`, else from `themes/<name>/` of the book, else from
//! the theme in the program.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tera::{Context, ErrorKind, Tera, Value};

use super::assets::Assets;
use super::view::API;
use super::{builtin, minify};
use crate::config::{Config, FILE};
use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::locale::Locale;
use crate::site::required;
use crate::source::SourceTree;
use crate::strings::{self, Strings, Words};
use crate::toml_source::{self, Fragment};

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
    /// Changes with everything that a page can take from the theme.
    pub fingerprint: [u8; 32],
}

/// A file of a theme, from wherever it was taken.
#[derive(Debug, Clone)]
struct ThemeFile {
    path: Arc<str>,
    text: Arc<str>,
}

/// `theme.toml`: what a theme states about itself.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Manifest {
    /// Version of the values that its templates use.
    api: u32,
    /// Its component folders, in the order in which their styles and scripts are joined.
    components: Vec<String>,
}

impl Theme {
    /// Loads the theme that `config` names.
    pub fn load(tree: &SourceTree, config: &Config) -> Parsed<Theme> {
        let mut diagnostics = Vec::new();
        let name = &config.output.html.theme;
        if !builtin::has_theme(name) && tree.below(&format!("themes/{name}")).next().is_none() {
            diagnostics.push(
                Diagnostic::new(
                    &code::THEME,
                    config.place(&["output", "html", "theme"]),
                    format!("there is no theme `{name}`"),
                )
                .suggest(
                    name,
                    builtin::names(),
                    "write the name of a folder in `themes/`, or leave `theme` out",
                ),
            );
        }
        let files = files(tree, name);
        let manifest = manifest(&files, &mut diagnostics);
        let tera = templates(&files, &mut diagnostics);
        let assets = assets(&files, &manifest, tree, config, &mut diagnostics);
        let strings = strings_of(&files, config, &mut diagnostics);
        let words = strings
            .iter()
            .map(|strings| Value::from_serializable(strings.words()))
            .collect();
        let mut hasher = blake3::Hasher::new();
        for (name, file) in &files {
            hasher
                .update(name.as_bytes())
                .update(&[0])
                .update(file.text.as_bytes())
                .update(&[0]);
        }
        for (address, _) in &assets.files {
            hasher.update(address.as_bytes());
        }
        Parsed {
            value: Theme {
                tera,
                assets,
                strings,
                words,
                pages: pages(&files),
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
            Context::from_serialize(view).map_err(|error| self.complain(template, &error))?;
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
            self.complain(template, &error)
        })
    }

    /// The text of a theme's file by its path, for messages.
    pub fn text_of(&self, path: &str) -> Option<&str> {
        self.files
            .values()
            .find(|file| &*file.path == path)
            .map(|file| &*file.text)
    }

    fn complain(&self, template: &str, error: &tera::Error) -> Diagnostic {
        complain(&self.files, template, error)
    }
}

/// The theme's files by name, each from the nearest place.
fn files(tree: &SourceTree, name: &str) -> BTreeMap<String, ThemeFile> {
    let mut files: BTreeMap<String, ThemeFile> = builtin::files(name)
        .map(|(theme, file, text)| {
            let path = format!("themes/{theme}/{file}").into();
            (
                file.to_owned(),
                ThemeFile {
                    path,
                    text: text.into(),
                },
            )
        })
        .collect();
    for folder in [format!("themes/{name}"), "theme".to_owned()] {
        for (path, local, _) in tree.below(&folder) {
            if let Some(text) = tree.text(path) {
                let (path, text) = (path.clone(), text.clone());
                files.insert(local.to_owned(), ThemeFile { path, text });
            }
        }
    }
    files
}

fn manifest(files: &BTreeMap<String, ThemeFile>, diagnostics: &mut Vec<Diagnostic>) -> Manifest {
    let Some(file) = files.get("theme.toml") else {
        return Manifest::default();
    };
    let fragment = Fragment {
        path: &file.path,
        text: &file.text,
        offset: 0,
    };
    let table = toml_source::parse(fragment);
    let read: Parsed<Manifest> = toml_source::read(table.value, fragment);
    diagnostics.extend(table.diagnostics);
    diagnostics.extend(read.diagnostics);
    if read.value.api == 0 {
        diagnostics.push(
            Diagnostic::new(
                &code::THEME,
                Span::file(&file.path),
                "this theme does not state its `api`",
            )
            .help(format!("add a line `api = {API}`")),
        );
    } else if read.value.api != API {
        diagnostics.push(
            Diagnostic::new(&code::THEME, Span::file(&file.path), format!("this theme is made for version {} of the theme API; this Keyward has version {API}", read.value.api))
                .help(format!("use a theme that states `api = {API}`")),
        );
    }
    for component in &read.value.components {
        if !files
            .keys()
            .any(|name| name.starts_with(&format!("{component}/")))
        {
            diagnostics.push(
                Diagnostic::new(
                    &code::THEME,
                    Span::file(&file.path),
                    format!("the theme has no folder `{component}`"),
                )
                .help("take it out of `components`, or add the folder"),
            );
        }
    }
    read.value
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
        diagnostics.push(complain(files, "page.html", &error));
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

/// A template's error with its place.
fn complain(
    files: &BTreeMap<String, ThemeFile>,
    template: &str,
    error: &tera::Error,
) -> Diagnostic {
    let path_of = |name: &str| {
        files
            .get(name)
            .map_or_else(|| name.into(), |file| file.path.clone())
    };
    let (span, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => (
            Span::new(&path_of(report.filename()), report.span().range.clone()),
            report.message().to_owned(),
        ),
        other => (Span::file(&path_of(template)), other.to_string()),
    };
    Diagnostic::new(
        &code::TEMPLATE,
        span,
        format!("this template fails: {message}"),
    )
    .help("mend the template, or take the file away to use the built-in one")
}

/// Joins the components' styles and scripts, and adds the book's own.
fn assets(
    files: &BTreeMap<String, ThemeFile>,
    manifest: &Manifest,
    tree: &SourceTree,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Assets {
    let joined = |name: &dyn Fn(&str) -> String| -> String {
        let texts = manifest.components.iter().filter_map(|component| {
            let file = files.get(&format!("{component}/{}", name(component)));
            file.map(|file| &*file.text)
        });
        texts.collect::<Vec<_>>().join("\n")
    };
    let mut assets = Assets::default();
    let style = joined(&|component| format!("{component}.css"));
    let script = joined(&|component| format!("{component}.js"));
    let early = joined(&|_| "early.js".into());
    if !early.trim().is_empty() {
        assets.set_early(&early);
    }
    for (text, is_style) in [(style, true), (script, false)] {
        match is_style {
            _ if text.trim().is_empty() => {}
            true => assets.add_style("site", &text),
            false => assets.add_script("site", &text),
        }
    }
    if let Some(icon) = files.get("icon.svg") {
        diagnostics.extend(crate::content::check_svg(&icon.path, &icon.text));
        assets.set_icon(&icon.text);
    }
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
        match is_style {
            true => assets.add_style(stem, text),
            false => assets.add_script(stem, text),
        }
    }
    assets
}

/// Words for each language of the book, complete.
fn strings_of(
    files: &BTreeMap<String, ThemeFile>,
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
    let mut missing = Vec::new();
    let strings = config
        .locales()
        .iter()
        .map(|locale| {
            let own: Vec<Words> = locale.chain().flat_map(&mut read).collect();
            missing.extend(untranslated(locale, &own, &english, config));
            Strings::merged(locale, own.iter().chain(&english))
        })
        .collect();
    diagnostics.extend(missing);
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
