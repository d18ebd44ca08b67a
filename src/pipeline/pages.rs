//! The files of the content folder, and the pages to parse.

use std::sync::Arc;

use super::sources;
use crate::check;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::site::{ContentFile, required};
use crate::source::{Data, KEPT, SourceTree};
use crate::strings::WORDS;

/// A page's file with its language.
pub(super) struct Page {
    /// The file, relative to the book; of the theme, where it made the page.
    pub source: Arc<str>,
    /// The file, relative to its language's folder.
    pub local: Arc<str>,
    /// The language of its folder.
    pub locale: Locale,
    /// Its text.
    pub text: Arc<str>,
}

impl Page {
    /// A page that the book does not have, from the theme.
    pub fn made(filled: &required::Filled) -> Page {
        Page {
            source: filled.source.clone(),
            local: filled.local.clone(),
            locale: filled.locale.clone(),
            text: filled.text.clone(),
        }
    }

    /// What tells it from other pages: one text of the theme can serve two languages.
    pub fn key(&self) -> (Arc<str>, Locale) {
        (self.source.clone(), self.locale.clone())
    }
}

/// The files of the content folder, sorted out.
pub(super) struct Content {
    /// Pages.
    pub pages: Vec<Page>,
    /// Other files to publish.
    pub files: Vec<ContentFile>,
    /// What there is to say about the rest.
    pub diagnostics: Vec<Diagnostic>,
}

impl Content {
    /// Sorts the files out.
    pub fn find(tree: &SourceTree, config: &Config) -> Content {
        let locales = config.locales();
        let mut content = Content {
            pages: Vec::new(),
            files: Vec::new(),
            diagnostics: Vec::new(),
        };
        for (source, below, file) in tree.below(&config.book.src) {
            let (tag, local) = below.split_once('/').unwrap_or(("", below));
            if tag == KEPT {
                continue;
            }
            let Some(locale) = locales.iter().position(|locale| locale.as_str() == tag) else {
                content.diagnostics.extend(check::misplaced(
                    source,
                    &config.book.src,
                    tag,
                    &locales,
                    &content.diagnostics,
                ));
                continue;
            };
            let is_text = !matches!(file.data, Data::Broken(_));
            if let Some(text) = tree.text(source).filter(|_| local.ends_with(".md")) {
                content.pages.push(Page {
                    source: source.clone(),
                    local: local.into(),
                    locale: locales[locale].clone(),
                    text: text.clone(),
                });
            } else if local == WORDS {
                // Words of the book, which the theme takes.
            } else if !is_text {
                // The finding about its encoding says enough.
            } else if sources::is_bibliography(local) {
                content.diagnostics.extend(sources::unread(source, locale));
            } else if let Some(unused) = check::unused(source) {
                content.diagnostics.push(unused);
            } else {
                content.files.push(ContentFile {
                    source: source.clone(),
                    local: local.into(),
                    locale,
                    picture: None,
                });
            }
        }
        content
    }
}
