//! Bibliographic data of sources, read from BibTeX or front matter, and citations made of it in a
//! style and a language. The one caller of hayagriva.
//!
//! Styles and languages are unpacked when the first citation is made; what was made is remembered.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, Style};
use hayagriva::io::BibLaTeXError;
use hayagriva::types::EntryType;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest, Entry,
};

use crate::diagnostic::{Diagnostic, Parsed, Span, code};

/// Names of authors that stand in a label.
const NAMES: usize = 2;

/// Bibliographic data of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference(Box<Entry>);

/// A value of a field: a text, or several.
pub enum Value {
    /// One text.
    One(String),
    /// A list of texts.
    Many(Vec<String>),
}

impl Reference {
    /// A reference of a type with fields by their names in hayagriva, like `publisher`; what it
    /// stands in, like a journal, has fields of its own.
    pub fn new(
        kind: &str,
        fields: Vec<(&str, Value)>,
        inside: Option<(&str, Vec<(&str, Value)>)>,
    ) -> Option<Reference> {
        let object = |kind: &str, fields: Vec<(&str, Value)>| {
            let mut object = serde_json::Map::new();
            object.insert("type".into(), kind.into());
            for (name, value) in fields {
                let value = match value {
                    Value::One(text) => text.into(),
                    Value::Many(texts) => texts.into(),
                };
                match name {
                    "doi" | "isbn" => {
                        let numbers = object
                            .entry("serial-number")
                            .or_insert_with(|| serde_json::json!({}));
                        numbers[name] = value;
                    }
                    name => drop(object.insert(name.to_owned(), value)),
                }
            }
            object
        };
        let mut entry = object(kind, fields);
        if let Some((kind, fields)) = inside {
            entry.insert("parent".into(), object(kind, fields).into());
        }
        // What is JSON is YAML, too.
        let text = serde_json::json!({ "source": entry }).to_string();
        let library = hayagriva::io::from_yaml_str(&text).ok()?;
        let entry = library.into_iter().next()?;
        Some(Reference(Box::new(entry)))
    }

    /// The title.
    pub fn title(&self) -> Option<String> {
        self.0.title().map(ToString::to_string)
    }

    /// The year, and the first authors with it as a label.
    pub fn year(&self) -> Option<String> {
        self.0.date().map(|date| date.year.to_string())
    }

    /// A short name for citations: the first authors and the year.
    pub fn label(&self) -> Option<String> {
        let people = self.0.authors().or(self.0.editors()).unwrap_or_default();
        let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
        let mut label = match names.len() {
            0 => self.0.organization()?.to_string(),
            many if many > NAMES => format!("{} et al.", names[0]),
            _ => names.join(", "),
        };
        if let Some(year) = self.year() {
            let _ = write!(label, " {year}");
        }
        Some(label)
    }

    /// Where it can be read.
    pub fn url(&self) -> Option<String> {
        self.0.url().map(|url| url.value.to_string())
    }

    /// Changes with everything in it.
    pub fn fingerprint(&self) -> [u8; 32] {
        let text = serde_json::to_string(&self.0).unwrap_or_default();
        *blake3::hash(text.as_bytes()).as_bytes()
    }
}

/// Types that a source can have, for messages.
pub const TYPES: [&str; 12] = [
    "article",
    "book",
    "chapter",
    "report",
    "thesis",
    "web",
    "legislation",
    "case",
    "conference",
    "newspaper",
    "video",
    "misc",
];

/// Whether a type is known.
pub fn is_type(name: &str) -> bool {
    name.parse::<EntryType>().is_ok()
}

/// Reads a file in BibTeX: names and references, in order.
pub fn read(path: &Arc<str>, text: &str) -> Parsed<Vec<(String, Reference)>> {
    match hayagriva::io::from_biblatex_str(text) {
        Ok(library) => Parsed {
            value: library
                .into_iter()
                .map(|entry| (entry.key().to_owned(), Reference(Box::new(entry))))
                .collect(),
            diagnostics: Vec::new(),
        },
        Err(errors) => Parsed {
            value: Vec::new(),
            diagnostics: errors
                .iter()
                .map(|error| complaint(path, text, error))
                .collect(),
        },
    }
}

fn complaint(path: &Arc<str>, text: &str, error: &BibLaTeXError) -> Diagnostic {
    let (span, why) = match error {
        BibLaTeXError::Parse(error) => (error.span.clone(), error.kind.to_string()),
        BibLaTeXError::Type(error) => (error.span.clone(), error.kind.to_string()),
    };
    let [start, end] =
        [span.start, span.end].map(|at| text.floor_char_boundary(at.min(text.len())));
    let message = format!("this is no BibTeX: {why}");
    Diagnostic::new(&code::BAD_BIBLIOGRAPHY, Span::new(path, start..end), message)
        .help("mend the entry, or export the file again from your reference manager as BibTeX or BibLaTeX, in UTF-8")
}

/// Names of all styles.
pub fn styles() -> Vec<&'static str> {
    let all = ArchivedStyle::all().iter();
    all.flat_map(|style| style.names()).copied().collect()
}

/// Whether there is a style of that name.
pub fn is_style(name: &str) -> bool {
    ArchivedStyle::by_name(name).is_some()
}

/// Makes citations, and remembers them.
#[derive(Default)]
pub struct Memory {
    engine: Option<Engine>,
    known: HashMap<([u8; 32], String), String>,
}

/// A style and all languages.
struct Engine {
    name: String,
    style: IndependentStyle,
    locales: Vec<Locale>,
    /// For each tag the nearest language, and what is looked into for its words.
    near: HashMap<String, (LocaleCode, Vec<Locale>)>,
}

impl Engine {
    fn new(name: &str) -> Option<Engine> {
        let Style::Independent(style) = ArchivedStyle::by_name(name)?.get() else {
            return None;
        };
        Some(Engine {
            name: name.to_owned(),
            style,
            locales: hayagriva::archive::locales(),
            near: HashMap::new(),
        })
    }

    /// The nearest language of the library.
    fn locale(&self, tag: &str) -> LocaleCode {
        let base = tag.split('-').next().unwrap_or(tag);
        let home = match base {
            "en" => "en-US".to_owned(),
            base => format!("{base}-{}", base.to_uppercase()),
        };
        let codes = || {
            self.locales
                .iter()
                .filter_map(|locale| locale.lang.as_ref())
        };
        let is_of_base = |code: &&LocaleCode| code.0.split('-').next() == Some(base);
        let found = codes()
            .find(|code| code.0 == tag)
            .or_else(|| codes().find(|code| code.0 == home))
            .or_else(|| codes().find(is_of_base));
        found.cloned().unwrap_or_else(LocaleCode::en_us)
    }

    /// The nearest language with its words and those of English, which it falls back to.
    fn near(&self, tag: &str) -> (LocaleCode, Vec<Locale>) {
        let code = self.locale(tag);
        let english = LocaleCode::en_us();
        let is_near = |locale: &&Locale| {
            let lang = locale.lang.as_ref();
            lang.is_none_or(|lang| *lang == code || *lang == english)
        };
        let words = self.locales.iter().filter(is_near).cloned().collect();
        (code, words)
    }

    fn cite(&mut self, entry: &Entry, tag: &str) -> String {
        if !self.near.contains_key(tag) {
            self.near.insert(tag.to_owned(), self.near(tag));
        }
        let (code, locales) = &self.near[tag];
        let mut driver = BibliographyDriver::new();
        driver.citation(CitationRequest::new(
            vec![CitationItem::with_entry(entry)],
            &self.style,
            Some(code.clone()),
            locales,
            None,
        ));
        let request = BibliographyRequest::new(&self.style, Some(code.clone()), locales);
        let mut out = String::new();
        for item in driver
            .finish(request)
            .bibliography
            .into_iter()
            .flat_map(|list| list.items)
        {
            let written = item.content.write_buf(&mut out, BufWriteFormat::Plain);
            written.expect("writing to a String can't fail");
        }
        out.trim().to_owned()
    }
}

impl Memory {
    /// The citation of a reference in a style, in the language of a tag.
    pub fn cite(&mut self, reference: &Reference, style: &str, tag: &str) -> Option<String> {
        if self
            .engine
            .as_ref()
            .is_none_or(|engine| engine.name != style)
        {
            self.known.clear();
            self.engine = Some(Engine::new(style)?);
        }
        let engine = self.engine.as_mut()?;
        let key = (reference.fingerprint(), tag.to_owned());
        let made = self
            .known
            .entry(key)
            .or_insert_with(|| engine.cite(&reference.0, tag));
        Some(made.clone()).filter(|made| !made.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "@book{doe2020,\n  author = {Doe, Jane and Roe, Richard},\n  title = {Prisons and words},\n  publisher = {Press},\n  year = {2020}\n}\n";

    #[test]
    fn a_bibtex_entry_is_cited_by_style_and_language() {
        let read = read(&"refs.bib".into(), BOOK);
        assert_eq!(read.diagnostics, []);
        let (key, book) = &read.value[0];
        assert_eq!(key, "doe2020");
        assert_eq!(book.label().as_deref(), Some("Doe, Roe 2020"));
        let mut memory = Memory::default();
        assert_eq!(
            memory.cite(book, "apa", "en").as_deref(),
            Some("Doe, J., & Roe, R. (2020). Prisons and words. Press.")
        );
        assert_eq!(
            memory.cite(book, "chicago-author-date", "fr").as_deref(),
            Some("Doe, Jane, et Richard Roe. 2020. Prisons and words. Press.")
        );
        assert_eq!(memory.cite(book, "none", "fr"), None);
    }

    #[test]
    fn a_mistake_has_its_place() {
        let read = read(
            &"refs.bib".into(),
            "@book{a, title = {x}\n@book{b, title = ",
        );
        assert_eq!(read.value, []);
        assert!(
            read.diagnostics[0]
                .message
                .starts_with("this is no BibTeX: ")
        );
    }

    #[test]
    fn fields_make_a_reference() {
        let one = |text: &str| Value::One(text.into());
        let fields = vec![
            ("title", one("Signs")),
            ("author", Value::Many(vec!["Doe, Jane".into()])),
            ("date", one("2021-05")),
            ("page-range", one("3-9")),
            ("doi", one("10.1000/1")),
        ];
        let journal = vec![("title", one("Journal of Prisons")), ("volume", one("4"))];
        let article = Reference::new("article", fields, Some(("periodical", journal))).unwrap();
        let cited = Memory::default().cite(&article, "apa", "en").unwrap();
        assert_eq!(
            cited,
            "Doe, J. (2021). Signs. Journal of Prisons, 4, 3–9. https://doi.org/10.1000/1"
        );
        assert!(TYPES.iter().all(|name| is_type(name)));
    }
}
