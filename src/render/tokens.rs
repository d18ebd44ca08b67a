//! Tokens: colours and fonts of the theme with those of the book over them, as a piece of style.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::colour::{Colour, NoColour};
use super::manifest::{Layer, Values};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Parsed, Span, code};

/// Least contrast of text, and of parts that mean something, by WCAG 2 at level AA.
const LEAST: [(f64, &str); 2] = [(4.5, "text needs"), (3.0, "lines and marks need")];

/// A value with its place.
#[derive(Debug, Clone)]
struct Set<T> {
    value: T,
    span: Span,
    /// Layers further up win; in a finding, the place of the highest one is shown.
    layer: usize,
}

type Colours = BTreeMap<String, Set<Colour>>;
type Fonts = BTreeMap<String, Set<String>>;

/// Tokens with all layers merged.
#[derive(Debug, Default)]
struct Tokens {
    light: Colours,
    dark: Colours,
    fonts: Fonts,
    languages: BTreeMap<String, Fonts>,
}

/// The tokens as a piece of style, and what is wrong with them.
pub fn style(layers: &[Layer], config: &Config) -> Parsed<String> {
    let mut diagnostics = Vec::new();
    let mut tokens = Tokens::default();
    for (number, layer) in layers.iter().enumerate() {
        let stated = &layer.manifest.tokens;
        let take = |values: &Values| placed(values, layer, number);
        colours(&mut tokens.light, take(&stated.light), &mut diagnostics);
        colours(&mut tokens.dark, take(&stated.dark), &mut diagnostics);
        fonts(&mut tokens.fonts, take(&stated.fonts), &mut diagnostics);
        for (tag, values) in &stated.languages {
            let own = tokens.languages.entry(tag.clone()).or_default();
            fonts(own, take(values), &mut diagnostics);
        }
    }
    take_the_books(&mut tokens, layers.len(), config, &mut diagnostics);
    check_contrast(&tokens, layers, &mut diagnostics);
    Parsed {
        value: written(&tokens),
        diagnostics,
    }
}

fn placed(values: &Values, layer: &Layer, number: usize) -> Vec<(String, Set<String>)> {
    let set = |(name, value): (&String, &toml::Spanned<String>)| {
        let set = Set {
            value: value.get_ref().clone(),
            span: Span::new(&layer.path, value.span()),
            layer: number,
        };
        (name.clone(), set)
    };
    values.iter().map(set).collect()
}

/// Puts the book's values over the theme's; the theme says which there are.
fn take_the_books(
    tokens: &mut Tokens,
    layer: usize,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let named = |known: Vec<String>, values: &BTreeMap<String, String>, keys: &[&str]| {
        let mut problems = Vec::new();
        let mut sets = Vec::new();
        for (name, value) in values {
            let span = config.place(&[keys, &[name.as_str()]].concat());
            if !known.contains(name) {
                let found = Diagnostic::new(
                    &code::UNKNOWN_KEY,
                    span,
                    format!("the theme has no token `{name}`"),
                );
                let list = format!("known here: `{}`", known.join("`, `"));
                let help = crate::diagnostic::nearest(name, known.iter().map(String::as_str))
                    .map_or(list, |near| format!("did you mean `{near}`?"));
                problems.push(found.help(help));
                continue;
            }
            let value = value.clone();
            sets.push((name.clone(), Set { value, span, layer }));
        }
        (sets, problems)
    };
    let colour_names: Vec<String> = names(&tokens.light, &tokens.dark);
    let font_names: Vec<String> = tokens.fonts.keys().cloned().collect();
    let own = &config.output.html.tokens;
    let keys = ["output", "html", "tokens"];
    for (scheme, values) in [("light", &own.light), ("dark", &own.dark)] {
        let keys = [keys.as_slice(), &[scheme]].concat();
        let (sets, problems) = named(colour_names.clone(), values, &keys);
        diagnostics.extend(problems);
        let into = match scheme {
            "light" => &mut tokens.light,
            _ => &mut tokens.dark,
        };
        colours(into, sets, diagnostics);
    }
    let font_keys = [keys.as_slice(), &["fonts"]].concat();
    let (sets, problems) = named(font_names.clone(), &own.fonts, &font_keys);
    diagnostics.extend(problems);
    fonts(&mut tokens.fonts, sets, diagnostics);
    for (tag, language) in &config.languages {
        let keys = ["languages", tag, "fonts"];
        let (sets, problems) = named(font_names.clone(), &language.fonts, &keys);
        diagnostics.extend(problems);
        let into = tokens.languages.entry(tag.clone()).or_default();
        fonts(into, sets, diagnostics);
    }
}

fn names(light: &Colours, dark: &Colours) -> Vec<String> {
    let mut names: Vec<String> = light.keys().chain(dark.keys()).cloned().collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Takes colours in, and leaves out what is none.
fn colours(
    into: &mut Colours,
    sets: Vec<(String, Set<String>)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (name, Set { value, span, layer }) in sets {
        match Colour::parse(&value) {
            Ok(value) => {
                into.insert(name, Set { value, span, layer });
            }
            Err(why) => {
                let (message, help) = match why {
                    NoColour::Unknown => (
                        format!("`{value}` is no colour"),
                        "write a colour as CSS has it, like `#0a5560`, `teal` or `rgb(10 85 96)`",
                    ),
                    NoColour::Transparent => (
                        format!("`{value}` lets through what is behind it"),
                        "write a colour that covers, without a share of transparency",
                    ),
                };
                diagnostics.push(Diagnostic::new(&code::BAD_VALUE, span, message).help(help));
            }
        }
    }
}

/// Takes fonts in, and leaves out what is more than a list of names.
fn fonts(into: &mut Fonts, sets: Vec<(String, Set<String>)>, diagnostics: &mut Vec<Diagnostic>) {
    for (name, set) in sets {
        if is_font_list(&set.value) {
            into.insert(name, set);
            continue;
        }
        let message = format!("`{}` is no list of fonts", set.value);
        diagnostics.push(
            Diagnostic::new(&code::BAD_VALUE, set.span, message).help(
                "name fonts that readers have, with commas between them, like `Verdana, 'Noto Sans', sans-serif`; no font is loaded from anywhere",
            ),
        );
    }
}

/// Whether a text is names of fonts with commas between them, and nothing else.
fn is_font_list(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || " -_".contains(c);
    text.split(',').map(str::trim).all(|name| {
        let quoted = ['"', '\''].into_iter().find_map(|quote| {
            name.strip_prefix(quote)
                .and_then(|rest| rest.strip_suffix(quote))
        });
        let name = quoted.unwrap_or(name);
        let starts_well =
            quoted.is_some() || name.starts_with(|c: char| c.is_alphabetic() || c == '-');
        !name.trim().is_empty() && starts_well && name.chars().all(is_plain)
    })
}

/// Finds pairs of colours that cannot be told apart well enough.
fn check_contrast(tokens: &Tokens, layers: &[Layer], diagnostics: &mut Vec<Diagnostic>) {
    for scheme in ["light", "dark"] {
        let find = |name: &String| {
            let dark = tokens.dark.get(name).filter(|_| scheme == "dark");
            dark.or_else(|| tokens.light.get(name))
        };
        for (kind, (least, what)) in LEAST.into_iter().enumerate() {
            let pairs = layers.iter().flat_map(|layer| match kind {
                0 => &layer.manifest.contrast.text,
                _ => &layer.manifest.contrast.parts,
            });
            for (name, ground_name) in pairs {
                let (Some(own), Some(ground)) = (find(name), find(ground_name)) else {
                    continue;
                };
                let contrast = own.value.contrast(ground.value);
                if contrast >= least {
                    continue;
                }
                // The place is that of the value which was set last; nobody else can mend it.
                let span = match own.layer >= ground.layer {
                    true => &own.span,
                    false => &ground.span,
                };
                let message = format!(
                    "`{name}` ({}) on `{ground_name}` ({}) has a contrast of {:.2} : 1 on {scheme} ground; {what} {least} : 1",
                    own.value.hex(),
                    ground.value.hex(),
                    (contrast * 100.0).floor() / 100.0,
                );
                let better = own.value.readable_on(ground.value, least).hex();
                diagnostics.push(
                    Diagnostic::new(&code::LOW_CONTRAST, span.clone(), message)
                        .help(format!("`{name} = \"{better}\"` would do")),
                );
            }
        }
    }
}

/// The tokens as custom properties, in the layer of that name.
fn written(tokens: &Tokens) -> String {
    let colours = |colours: &Colours| block(colours, |colour| colour.hex());
    let fonts = |fonts: &Fonts| block(fonts, String::clone);
    let (light, dark) = (colours(&tokens.light), colours(&tokens.dark));
    let families = fonts(&tokens.fonts);
    if light.is_empty() && dark.is_empty() && families.is_empty() {
        return String::new();
    }
    let mut out = format!("@layer tokens {{\n  :root {{{light}{families} }}\n");
    let mut put = |text: String| {
        out.write_str(&text)
            .expect("writing to a String can't fail")
    };
    for (tag, own) in tokens.languages.iter().filter(|(_, own)| !own.is_empty()) {
        put(format!("  :root:lang({tag}) {{{} }}\n", fonts(own)));
    }
    if !dark.is_empty() {
        put(format!(
            "  @media (prefers-color-scheme: dark) {{ :root:not([data-theme=\"light\"]) {{{dark} }} }}\n"
        ));
        put(format!(
            "  @media screen {{ :root[data-theme=\"dark\"] {{{dark} }} }}\n"
        ));
    }
    put("}\n".to_owned());
    out
}

fn block<T>(values: &BTreeMap<String, Set<T>>, text: impl Fn(&T) -> String) -> String {
    let lines = values
        .iter()
        .map(|(name, set)| format!(" --{name}: {};", text(&set.value)));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::is_font_list;

    #[test]
    fn fonts_are_names_and_nothing_else() {
        for good in [
            "Verdana, Arial, sans-serif",
            "\"Segoe UI\", 'Noto Sans', system-ui",
            "Georgia",
            "宋体, serif",
        ] {
            assert!(is_font_list(good), "{good}");
        }
        for bad in [
            "",
            "Arial,",
            "url(x.woff)",
            "Arial; color: red",
            "Arial }",
            "\"Arial",
            "a /* b */",
            "\\41",
            "'a' b'",
            "1 Font",
            "</style>",
            "'; }'",
        ] {
            assert!(!is_font_list(bad), "{bad}");
        }
    }
}
