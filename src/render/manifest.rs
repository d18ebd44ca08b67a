//! `theme.toml`: what a theme states about itself, and which theme it builds on.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::builtin;
use super::view::API;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::source::SourceTree;
use crate::toml_source::{self, Fragment};

/// Name of the file.
pub const FILE: &str = "theme.toml";

/// What a theme states about itself.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Manifest {
    /// Version of the values that its templates use.
    pub api: u32,
    /// The theme whose files it takes where it has none of its own.
    pub extends: Option<Spanned<String>>,
    /// Its component folders, in the order in which their styles and scripts are joined.
    pub components: Vec<String>,
    /// What only some pages load: the components of each, by its name, as a style sheet and a
    /// script of their own.
    pub bundles: BTreeMap<String, Vec<String>>,
    /// Colours and fonts that a book can set.
    pub tokens: Tokens,
    /// Colours that must be told apart.
    pub contrast: Contrast,
}

impl Manifest {
    /// All component folders.
    pub fn folders(&self) -> impl Iterator<Item = &String> {
        self.components
            .iter()
            .chain(self.bundles.values().flatten())
    }
}

/// Values by the name of their token.
pub type Values = BTreeMap<String, Spanned<String>>;

/// Colours and fonts that a book can set.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tokens {
    /// Colours on light ground.
    pub light: Values,
    /// Colours on dark ground; what is not named here is as on light ground.
    pub dark: Values,
    /// Fonts.
    pub fonts: Values,
    /// Fonts of a language, by its tag.
    pub languages: BTreeMap<String, Values>,
}

/// Pairs of a colour and its ground, by name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contrast {
    /// Text, which needs 4.5 : 1.
    pub text: Vec<(String, String)>,
    /// Lines and marks that mean something, which need 3 : 1.
    pub parts: Vec<(String, String)>,
}

/// A theme in the chain of those that one builds on.
pub struct Layer {
    /// Its name; empty for the book's own `theme/`.
    pub name: String,
    /// Where its `theme.toml` stands.
    pub path: Arc<str>,
    /// What that says.
    pub manifest: Manifest,
}

impl Layer {
    /// The folder of the theme in a book.
    pub fn folder(&self) -> String {
        folder(&self.name)
    }
}

fn folder(name: &str) -> String {
    match name {
        "" => "theme".to_owned(),
        name => format!("themes/{name}"),
    }
}

/// The theme that `config` names and those that it builds on, the lowest first, the book's own
/// files last.
pub fn layers(tree: &SourceTree, config: &Config) -> Parsed<Vec<Layer>> {
    let mut diagnostics = Vec::new();
    let mut layers = vec![layer(tree, "", &mut diagnostics)];
    let mut asked = config.output.html.theme.clone();
    let mut place = config.place(&["output", "html", "theme"]);
    while !layers.iter().any(|layer| layer.name == asked) {
        let is_there = builtin::has_theme(&asked) || tree.below(&folder(&asked)).next().is_some();
        if !is_there {
            diagnostics.push(no_theme(&asked, place.clone()));
            asked = builtin::BASE.to_owned();
            continue;
        }
        let layer = layer(tree, &asked, &mut diagnostics);
        asked = match &layer.manifest.extends {
            _ if asked == builtin::BASE => asked,
            None => builtin::BASE.to_owned(),
            Some(extends) => {
                place = Span::new(&layer.path, extends.span());
                extends.get_ref().clone()
            }
        };
        layers.push(layer);
    }
    if !layers.iter().any(|layer| layer.name == builtin::BASE) {
        let message = format!("theme `{asked}` builds on itself");
        let found = Diagnostic::new(&code::THEME, place, message);
        diagnostics.push(found.help("let `extends` name another theme, or leave it out"));
        layers.push(layer(tree, builtin::BASE, &mut diagnostics));
    }
    layers.reverse();
    Parsed {
        value: layers,
        diagnostics,
    }
}

fn no_theme(name: &str, place: Span) -> Diagnostic {
    Diagnostic::new(&code::THEME, place, format!("there is no theme `{name}`")).suggest(
        name,
        builtin::names(),
        "write the name of a folder in `themes/`, or leave `theme` out",
    )
}

/// A theme's manifest; where it has none, nothing is stated.
fn layer(tree: &SourceTree, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Layer {
    let path: Arc<str> = format!("{}/{FILE}", folder(name)).into();
    let built_in = || builtin::file(name, FILE).map(Arc::from);
    let text: Option<Arc<str>> = tree.text(&path).cloned().or_else(built_in);
    let manifest = text.map_or_else(Manifest::default, |text| read(&path, &text, diagnostics));
    Layer {
        name: name.to_owned(),
        path,
        manifest,
    }
}

fn read(path: &Arc<str>, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Manifest {
    let fragment = Fragment {
        path,
        text,
        offset: 0,
    };
    let table = toml_source::parse(fragment);
    let read: Parsed<Manifest> = toml_source::read(table.value, fragment);
    diagnostics.extend(table.diagnostics);
    diagnostics.extend(read.diagnostics);
    let api = read.value.api;
    let (message, help) = match api {
        API => return read.value,
        0 => (
            "this theme does not state its `api`".to_owned(),
            format!("add a line `api = {API}`"),
        ),
        _ => (
            format!(
                "this theme is made for version {api} of the theme API; this Keyward has version {API}"
            ),
            format!("use a theme that states `api = {API}`"),
        ),
    };
    diagnostics.push(Diagnostic::new(&code::THEME, Span::file(path), message).help(help));
    read.value
}
