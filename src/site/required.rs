//! The pages that every site needs: about, privacy, accessibility, licences.
//!
//! Their texts are Markdown files of the theme with `{names}` for what `[publisher]` says. They
//! become pages of the book like any other. A book that has a page of its own keeps it.

use std::collections::BTreeMap;
use std::sync::Arc;

use pulldown_cmark_escape::escape_html;

use super::Citations;
use crate::config::{Config, Publisher};
use crate::content::front_matter::SourceDetail;
use crate::content::{Detail, Document};
use crate::diagnostic::{Diagnostic, code};
use crate::locale::Locale;
use crate::strings::Strings;

/// Paths of the pages, in the order in which the footer names them.
pub const PAGES: [&str; 4] = ["about", "privacy", "accessibility", "licences"];

/// Path and text of a page in the theme.
pub type Text = (Arc<str>, Arc<str>);

/// The theme's pages by language and name.
pub type Texts = BTreeMap<(String, String), Text>;

/// Values that only the publisher knows: name in the text, keys below `[publisher]`.
const ASKED: [(&str, &[&str]); 11] = [
    ("name", &["name"]),
    ("address", &["address"]),
    ("contact", &["contact"]),
    ("responsible", &["responsible"]),
    ("authority", &["authority"]),
    ("host", &["host"]),
    ("data-protection", &["data-protection"]),
    ("licence", &["licence"]),
    ("status", &["accessibility", "status"]),
    ("date", &["accessibility", "date"]),
    ("enforcement", &["accessibility", "enforcement"]),
];

/// A page with its values, as Markdown.
pub struct Filled {
    /// The theme's file.
    pub source: Arc<str>,
    /// The file that would stand for it in the language's folder.
    pub local: Arc<str>,
    /// The language of the page.
    pub locale: Locale,
    /// The text.
    pub text: Arc<str>,
}

/// The pages that a book of `documents` does not have itself, and what there is to say.
pub fn pages(
    (texts, strings): (&Texts, &[Strings]),
    documents: &[Arc<Document>],
    citations: &Citations,
    config: &Config,
) -> (Vec<Filled>, Vec<Diagnostic>) {
    let mut filled = Vec::new();
    let mut diagnostics = Vec::new();
    if documents.is_empty() {
        return (filled, diagnostics);
    }
    let locales = config.locales();
    for name in PAGES {
        if has_own(documents, name, &locales[0]) {
            continue;
        }
        for (index, locale) in locales.iter().enumerate() {
            let Some((tag, (source, text))) = text_in(texts, name, locale, &locales, index == 0)
            else {
                continue;
            };
            if has_own(documents, name, locale) {
                continue;
            }
            if !locale.chain().any(|known| *known == *tag) {
                diagnostics.push(untranslated(name, locale, config));
            }
            let values = Values {
                strings: &strings[index],
                publisher: config.publisher(locale),
                documents,
                citations,
                config,
            };
            filled.push(Filled {
                source: source.clone(),
                local: format!("{name}.md").into(),
                locale: locale.clone(),
                text: values.fill(text).into(),
            });
        }
    }
    (filled, diagnostics)
}

/// Values that the made pages ask for and `book.toml` does not have, for a release.
pub fn open_values(filled: &[Filled], texts: &Texts, config: &Config) -> Vec<Diagnostic> {
    let publishers: Vec<Publisher> = filled
        .iter()
        .map(|page| config.publisher(&page.locale))
        .collect();
    let is_open = |name: &str| {
        let written = format!("{{{name}}}");
        filled.iter().zip(&publishers).any(|(page, publisher)| {
            let text = texts.values().find(|(path, _)| *path == page.source);
            text.is_some_and(|(_, text)| text.contains(&written))
                && asked(publisher, name).is_none()
        })
    };
    let mut open: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
    for (_, keys) in ASKED.iter().filter(|(name, _)| is_open(name)) {
        let (last, tables) = keys.split_last().expect("a value has a key");
        let table = [&["publisher"], tables].concat();
        open.entry(table).or_default().push(last);
    }
    let findings = open.into_iter().map(|(table, keys)| {
        let (keys, name) = (keys.join("`, `"), table.join("."));
        let message = format!("still to be filled in for your country: `{keys}` in `[{name}]`");
        Diagnostic::new(&code::OPEN_PLACE, config.place(&table), message)
            .help("add a line for each; until then readers are told whom to ask")
    });
    findings.collect()
}

/// Whether a page is one of these, whoever wrote it.
pub fn is_one(document: &Document) -> bool {
    let name = document.id.path.strip_suffix("/index");
    PAGES.contains(&name.unwrap_or(&document.id.path))
}

/// Whether a page is one of these and made by Keyward.
pub fn is_made(document: &Document, config: &Config) -> bool {
    let own = format!("{}/", config.book.src);
    is_one(document) && !document.source.starts_with(&own)
}

fn has_own(documents: &[Arc<Document>], name: &str, locale: &Locale) -> bool {
    let folder = format!("{name}/index");
    documents.iter().any(|document| {
        document.locale == *locale && (*document.id.path == *name || *document.id.path == folder)
    })
}

/// The text of a page in the nearest language. One that another language of the book shows is
/// left to it; the default language takes English where there is nothing else.
fn text_in<'a>(
    texts: &'a Texts,
    name: &str,
    locale: &Locale,
    locales: &[Locale],
    is_default: bool,
) -> Option<(String, &'a Text)> {
    let tags = locale.chain().map(str::to_owned);
    let tags = tags.chain(is_default.then(|| "en".to_owned()));
    let (tag, text) = tags
        .filter_map(|tag| Some((tag.clone(), texts.get(&(tag, name.to_owned()))?)))
        .next()?;
    let is_own = tag == locale.as_str() || is_default;
    (is_own || !locales.iter().any(|known| known.as_str() == tag)).then_some((tag, text))
}

fn untranslated(name: &str, locale: &Locale, config: &Config) -> Diagnostic {
    Diagnostic::new(
        &code::MISSING_STRING,
        config.place(&["book", "language"]),
        format!("the built-in page `{name}` is missing in `{locale}`; it shows in English"),
    )
    .help(format!(
        "write `{}/{locale}/{name}.md`, or `theme/pages/{locale}/{name}.md`",
        config.book.src
    ))
}

/// What the texts can name, in one language.
struct Values<'a> {
    strings: &'a Strings,
    publisher: Publisher,
    documents: &'a [Arc<Document>],
    citations: &'a Citations,
    config: &'a Config,
}

impl Values<'_> {
    fn fill(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, _) in ASKED {
            let value = match (name, self.publisher.accessibility.status) {
                ("status", Some(status)) => Some(self.strings.get(status.key()).to_owned()),
                _ => asked(&self.publisher, name).map(|value| in_markdown(&value)),
            };
            let key = format!("publisher.ask.{name}");
            let value = value.unwrap_or_else(|| format!("*{}*", self.strings.get(&key)));
            text = text.replace(&format!("{{{name}}}"), &value);
        }
        let title = self.config.title(self.strings.locale());
        let values = [
            ("title", in_markdown(title)),
            ("storage", format!("keyward1:{}:", self.config.book.id)),
            (
                "funding",
                self.list(&self.publisher.funding, "publisher.no-funding"),
            ),
            (
                "limits",
                self.list(&self.publisher.accessibility.limits, "publisher.no-limits"),
            ),
            ("sources", self.sources()),
        ];
        values.iter().fold(text, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    fn list(&self, items: &[String], none: &str) -> String {
        match items {
            [] => self.strings.get(none).to_owned(),
            items => items
                .iter()
                .map(|item| format!("- {}", in_markdown(item)))
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    /// The book's sources by title, each with its licence and its funder's sentence.
    fn sources(&self) -> String {
        let own = self.strings.locale();
        let default = self.config.default_locale();
        let mut by_path: BTreeMap<&str, &Document> = BTreeMap::new();
        for document in self.documents {
            let is_source = matches!(document.detail, Detail::Source(_));
            if is_source && document.locale == default {
                by_path.entry(&document.id.path).or_insert(document);
            }
        }
        for document in self
            .documents
            .iter()
            .filter(|document| document.locale == *own)
        {
            if let Some(shown) = by_path.get_mut(&*document.id.path) {
                *shown = document;
            }
        }
        let collator = own.collator();
        let mut shown: Vec<&Document> = by_path.into_values().collect();
        shown.sort_by(|a, b| collator.compare(a.front.title(), b.front.title()));
        if shown.is_empty() {
            return self.strings.get("publisher.no-sources").to_owned();
        }
        let entries = shown.iter().map(|document| self.source(document, &default));
        entries.collect::<Vec<_>>().join("\n")
    }

    fn source(&self, shown: &Document, default: &Locale) -> String {
        let original = self
            .documents
            .iter()
            .find(|document| document.id == shown.id && document.locale == *default);
        let versions = [Some(shown), original.map(|original| &**original)];
        let text = |field: fn(&SourceDetail) -> &Option<String>| {
            versions
                .into_iter()
                .flatten()
                .find_map(|document| match &document.detail {
                    Detail::Source(detail) => Some((field(detail).as_deref()?, &document.locale)),
                    _ => None,
                })
        };
        let mut out = format!(
            "- [{}]({})",
            in_markdown(shown.front.title()),
            format_args!("<{}>", shown.local)
        );
        let own = self.strings.locale();
        let made = || {
            let key = (shown.id.path.clone(), own.clone());
            self.citations.get(&key).map(|cited| (cited.as_str(), own))
        };
        for (label, found) in [
            (None, text(|detail| &detail.cite).or_else(made)),
            (Some("source.licence"), text(|detail| &detail.licence)),
            (Some("source.notice"), text(|detail| &detail.notice)),
        ] {
            let Some((words, locale)) = found else {
                continue;
            };
            let words = self.in_language(words, locale);
            let entry = label.map_or(words.clone(), |key| {
                let values = [("label", self.strings.get(key)), ("text", &words)];
                self.strings.with("publisher.labelled", &values)
            });
            out.push_str(&format!("\\\n  {entry}"));
        }
        out
    }

    /// Words with their language where it is not the page's.
    fn in_language(&self, words: &str, locale: &Locale) -> String {
        if locale == self.strings.locale() {
            return in_markdown(words);
        }
        let mut out = format!("<span lang=\"{locale}\" dir=\"{}\">", locale.dir().as_str());
        escape_html(&mut out, words).expect("writing to a String can't fail");
        out.push_str("</span>");
        out
    }
}

/// A value of the publisher's, by its name in the text.
fn asked(publisher: &Publisher, name: &str) -> Option<String> {
    let accessibility = &publisher.accessibility;
    let value = match name {
        "name" => &publisher.name,
        "address" => &publisher.address,
        "contact" => &publisher.contact,
        "responsible" => &publisher.responsible,
        "authority" => &publisher.authority,
        "host" => &publisher.host,
        "data-protection" => &publisher.data_protection,
        "licence" => &publisher.licence,
        "date" => &accessibility.date,
        "enforcement" => &accessibility.enforcement,
        _ => return accessibility.status.map(|status| status.key().to_owned()),
    };
    value.clone().filter(|value| !value.trim().is_empty())
}

/// Words as Markdown that shows them as they are; addresses become links.
fn in_markdown(words: &str) -> String {
    let words = words.split_whitespace().map(|word| {
        let core = word.trim_end_matches([',', ';', '.', ')']);
        let rest = &word[core.len()..];
        let is_mail = core.split_once('@').is_some_and(|(name, host)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
            !name.is_empty() && host.contains('.') && name.chars().chain(host.chars()).all(plain)
        });
        let is_web = ["https://", "http://"]
            .iter()
            .any(|scheme| core.starts_with(scheme))
            && !core.contains(['<', '>']);
        match is_mail || is_web {
            true => format!("<{core}>{rest}"),
            false => escaped(word),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn escaped(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    for (index, c) in word.char_indices() {
        let starts_block = index == 0 && "-+:".contains(c);
        if "\\`*_{}[]<>|~#&!".contains(c) || starts_block {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_as_they_are_and_addresses_become_links() {
        let cases = [
            ("A_b *c* [d](e)", "A\\_b \\*c\\* \\[d\\](e)"),
            ("write to help@example.org.", "write to <help@example.org>."),
            (
                "see https://example.org/a_b, please",
                "see <https://example.org/a_b>, please",
            ),
            ("@home or a@b", "@home or a@b"),
        ];
        for (words, markdown) in cases {
            assert_eq!(in_markdown(words), markdown);
        }
    }
}
