//! What a translation was made from, as a file that compares well from version to version.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::config::Config;
use crate::content::block::{Block, as_toml};
use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::locale::Locale;
use crate::source::KEPT;
use crate::toml_source::{self, Fragment};

/// Kind and text of each block that was translated.
pub type Stamp = Vec<(String, String)>;

/// Digits of a version.
const DIGITS: usize = 16;

/// The file for the translation of an entry.
pub fn path(config: &Config, locale: &Locale, path: &str) -> String {
    format!("{}/{KEPT}/{locale}/{path}.toml", config.book.src)
}

/// Changes with the kind and the text of every block.
pub fn version(blocks: &[Block]) -> String {
    let mut hasher = blake3::Hasher::new();
    for block in blocks {
        let kind = block.kind.to_string();
        for part in [kind.as_str(), block.text().as_str()] {
            hasher.update(part.as_bytes()).update(&[0]);
        }
    }
    hasher.finalize().to_hex()[..DIGITS].to_owned()
}

/// The file that keeps `blocks`.
pub fn write(blocks: &[Block]) -> String {
    let mut out = String::from(
        "# What this translation was made from. `keyward translations stamp` writes it.\n",
    );
    out.push_str(&version_line(&version(blocks)));
    for block in blocks {
        out.push_str(&format!(
            "\n[[block]]\nkind = {}\ntext = {}\n",
            as_toml(&block.kind.to_string()),
            as_toml(&block.text()),
        ));
    }
    out
}

fn version_line(version: &str) -> String {
    format!("version = \"{version}\"\n")
}

/// Whether a file says that it keeps this version, without reading the rest of it.
pub fn states(text: &str, version: &str) -> bool {
    let lines = text.split_inclusive('\n');
    let line = version_line(version);
    lines.take(2).any(|own| own.trim_end() == line.trim_end())
}

/// Reads such a file.
pub fn read(path: &Arc<str>, text: &str) -> Parsed<Stamp> {
    let fragment = Fragment {
        path,
        text,
        offset: 0,
    };
    let Parsed {
        value: table,
        mut diagnostics,
    } = toml_source::parse(fragment);
    let text_of = |table: &DeTable<'_>, key: &str| match table.get(key)?.get_ref() {
        DeValue::String(text) => Some(text.clone().into_owned()),
        _ => None,
    };
    let mut stamp = Stamp::new();
    if let Some(DeValue::Array(blocks)) = table.get("block").map(|blocks| blocks.get_ref()) {
        for block in blocks {
            let read = match block.get_ref() {
                DeValue::Table(table) => text_of(table, "kind").zip(text_of(table, "text")),
                _ => None,
            };
            match read {
                Some(read) => stamp.push(read),
                None => diagnostics.push(damaged(path, block.span())),
            }
        }
    }
    if stamp.is_empty() && diagnostics.is_empty() {
        diagnostics.push(damaged(path, 0..0));
    }
    Parsed {
        value: stamp,
        diagnostics,
    }
}

fn damaged(path: &Arc<str>, range: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::new(
        &code::BAD_VALUE,
        Span::new(path, range),
        "this file does not say what the translation was made from",
    )
    .help("take it from an earlier version, or remove it and run `keyward translations stamp` once the translation is fresh")
}
