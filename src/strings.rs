//! Words of the interface, by language: one flat file each, merged by key.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::DeValue;

use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::locale::Locale;
use crate::text::pseudo;
use crate::toml_source::{self, Fragment};

/// Name of the file in a language's folder with the book's own words.
pub const WORDS: &str = "words.toml";

/// The interface in one language, complete: what the language lacks stands in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strings {
    locale: Locale,
    words: BTreeMap<String, String>,
}

/// Words by key, like `nav.skip`, as a file gives them.
pub type Words = BTreeMap<String, String>;

impl Strings {
    /// The interface in `locale`: the first of `layers` that has a key wins.
    pub fn merged<'a>(locale: &Locale, layers: impl IntoIterator<Item = &'a Words>) -> Self {
        let mut words = Words::new();
        for layer in layers {
            for (key, text) in layer {
                words.entry(key.clone()).or_insert_with(|| text.clone());
            }
        }
        if locale.is_pseudo() {
            for (key, text) in &mut words {
                *text = match key.as_str() {
                    "date.months" => pseudo::list(text),
                    _ => pseudo::string(text),
                };
            }
        }
        Strings {
            locale: locale.clone(),
            words,
        }
    }

    /// The language.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The words of `key`, or the key itself where there are none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The words of `key`, if there are any.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.words.get(key).map(String::as_str)
    }

    /// The words of `key`, or `other` where there are none.
    pub fn get_or<'a>(&'a self, key: &str, other: &'a str) -> &'a str {
        self.find(key).unwrap_or(other)
    }

    /// The words of `key` with `{name}` replaced by each value.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        values
            .iter()
            .fold(self.get(key).to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
    }

    /// The words of `key` for a number of things, in the language's plural form.
    pub fn count(&self, key: &str, number: usize) -> String {
        let form = format!("{key}.{}", self.locale.plural(number));
        let text = self.find(&form).map_or_else(
            || self.get(&format!("{key}.other")).to_owned(),
            str::to_owned,
        );
        text.replace("{n}", &number.to_string())
    }

    /// All words, for templates.
    pub fn words(&self) -> &Words {
        &self.words
    }
}

/// Reads a file of words: keys with dots, texts as values.
pub fn read(path: &Arc<str>, text: &str) -> Parsed<Words> {
    let fragment = Fragment {
        path,
        text,
        offset: 0,
    };
    let Parsed {
        value: table,
        mut diagnostics,
    } = toml_source::parse(fragment);
    let mut words = Words::new();
    for (key, value) in &table {
        flatten(key.get_ref(), value.get_ref(), &mut words, &mut |key| {
            diagnostics.push(
                Diagnostic::new(
                    &code::BAD_VALUE,
                    Span::new(path, value.span()),
                    format!("`{key}` is no text"),
                )
                .help("put it in double quotes"),
            );
        });
    }
    Parsed {
        value: words,
        diagnostics,
    }
}

fn flatten(key: &str, value: &DeValue<'_>, words: &mut Words, complain: &mut impl FnMut(&str)) {
    match value {
        DeValue::String(text) => {
            words.insert(key.to_owned(), text.clone().into_owned());
        }
        DeValue::Table(table) => {
            for (name, value) in table {
                flatten(
                    &format!("{key}.{}", name.get_ref()),
                    value.get_ref(),
                    words,
                    complain,
                );
            }
        }
        _ => complain(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_falls_back_by_key_and_counts_in_its_own_way() {
        let path: Arc<str> = "fr.toml".into();
        let french = read(
            &path,
            "course.minutes.one = \"{n} minute\"\ncourse.minutes.other = \"{n} minutes\"\n",
        )
        .value;
        let english = read(&path, "nav.skip = \"Skip\"\ncourse.minutes.other = \"x\"\n").value;
        let strings = Strings::merged(&Locale::parse("fr").unwrap(), [&french, &english]);
        assert_eq!(strings.count("course.minutes", 1), "1 minute");
        assert_eq!(strings.count("course.minutes", 5), "5 minutes");
        assert_eq!(strings.get("nav.skip"), "Skip");
        assert_eq!(strings.get("nav.none"), "nav.none");
    }
}
