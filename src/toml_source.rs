//! Reads TOML so that one slip does not hide the next: every problem is reported with its place,
//! and what is left makes the value.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use crate::diagnostic::{Diagnostic, Parsed, Span, code};

/// A piece of TOML in a file: the whole of `book.toml`, or a page's front matter.
#[derive(Clone, Copy)]
pub struct Fragment<'a> {
    /// The file.
    pub path: &'a Arc<str>,
    /// The TOML itself.
    pub text: &'a str,
    /// Where the piece starts in the file, in bytes.
    pub offset: usize,
}

impl Fragment<'_> {
    /// A place in the fragment as a place in the file.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(
            self.path,
            range.start + self.offset..range.end + self.offset,
        )
    }
}

/// The fragment's table. Where the syntax is broken, what could be understood of it.
pub fn parse<'a>(fragment: Fragment<'a>) -> Parsed<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(fragment.text);
    let diagnostics = errors
        .iter()
        .take(1)
        .map(|error| {
            let range = error.span().unwrap_or(0..0);
            let message = syntax_message(error.message(), fragment.text, range.start);
            Diagnostic::new(&code::TOML_SYNTAX, fragment.span(range), message)
                .help("texts stand in straight double quotes, lists in square brackets, and a key on a line of its own: `title = \"Signs\"`")
        })
        .collect();
    Parsed {
        value: table.into_inner(),
        diagnostics,
    }
}

/// Makes a `T` of the table, leaving out each entry that does not fit and saying why.
pub fn read<T: DeserializeOwned + Default>(
    mut table: DeTable<'_>,
    fragment: Fragment<'_>,
) -> Parsed<T> {
    let mut diagnostics = Vec::new();
    let mut removed: Vec<String> = Vec::new();
    loop {
        let whole = Spanned::new(0..fragment.text.len(), table.clone());
        match T::deserialize(Deserializer::from(whole)) {
            Ok(value) => return Parsed { value, diagnostics },
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                // A key that was taken out for its value is not missing.
                let missing = error
                    .message()
                    .strip_prefix("missing field `")
                    .and_then(|rest| rest.split('`').next());
                if !missing.is_some_and(|name| removed.iter().any(|known| known == name)) {
                    diagnostics.push(explain(error.message(), fragment.span(span.clone())));
                }
                removed.extend(key_before(fragment.text, span.start));
                if !remove_in_table(&mut table, &span) {
                    return Parsed {
                        value: T::default(),
                        diagnostics,
                    };
                }
            }
        }
    }
}

/// A key of `table` with its place, taken out of it.
pub fn take<'a>(
    table: &mut DeTable<'a>,
    key: &str,
) -> Option<(Range<usize>, Spanned<DeValue<'a>>)> {
    table
        .remove_entry(key)
        .map(|(key, value)| (key.span(), value))
}

/// Sets `keys` (a path of table names, the last the key) to `value`, making tables on the way.
pub fn set<'a>(table: &mut DeTable<'a>, keys: &[String], value: DeValue<'a>) {
    let Some((first, rest)) = keys.split_first() else {
        return;
    };
    let key = Spanned::new(0..0, Cow::Owned(first.clone()));
    if rest.is_empty() {
        table.insert(key, Spanned::new(0..0, value));
        return;
    }
    let entry = table
        .entry(key)
        .or_insert_with(|| Spanned::new(0..0, DeValue::Table(DeTable::new())));
    if let DeValue::Table(inner) = entry.get_mut() {
        set(inner, rest, value);
    }
}

/// The key of the value that starts at `at`, where it stands on the same line.
fn key_before(text: &str, at: usize) -> Option<String> {
    let line = text.get(..at)?.rsplit('\n').next()?;
    let (key, _) = line.split_once('=')?;
    let key = key.rsplit(['{', ',', '.']).next().unwrap_or(key);
    Some(key.trim().trim_matches('"').to_owned())
}

/// What is wrong with the syntax, in words for people who do not know TOML.
fn syntax_message(message: &str, text: &str, at: usize) -> String {
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line_start = text[..at].rfind('\n').map_or(0, |start| start + 1);
    let line = &text[line_start..line_end];
    if line.contains(['“', '”', '„', '«', '‘', '’']) && !line.contains('"') {
        "this text needs straight double quotes; a word processor writes curly ones".to_owned()
    } else if message.contains("string values must be quoted") {
        "this text needs straight double quotes".to_owned()
    } else if line.trim_start().starts_with("title:")
        || (line.contains(": ") && !line.contains('='))
    {
        "a key and its value stand with `=` between them, not `:`".to_owned()
    } else {
        lower_first(message)
    }
}

/// serde's words for a wrong value as an author's.
fn plain_words(message: &str) -> String {
    let message = message.trim_end().replace('\n', "; ");
    let Some((found, expected)) = message.split_once(", expected ") else {
        return lower_first(&message);
    };
    let found = found
        .trim_start_matches("invalid type: ")
        .trim_start_matches("invalid value: ");
    let expected = match expected {
        "a sequence" => "a list like `[\"a\", \"b\"]`",
        "a map" => "a table like `[languages.fr]`",
        "a string" => "a text in double quotes",
        "a boolean" => "`true` or `false` without quotes",
        "a TOML datetime" => "a day like `2024-07-31` without quotes",
        number if number.starts_with(['u', 'i']) && number[1..].parse::<u8>().is_ok() => {
            "a whole number without quotes"
        }
        other if other.starts_with("struct ") => "a table",
        other => other,
    };
    let words = [
        ("string ", "the text "),
        ("integer ", "the number "),
        ("floating point ", "the number "),
        ("boolean ", ""),
        ("sequence", "a list"),
        ("map", "a table"),
    ];
    let found = words
        .iter()
        .find_map(|(theirs, ours)| {
            found
                .strip_prefix(theirs)
                .map(|rest| format!("{ours}{rest}"))
        })
        .unwrap_or_else(|| found.to_owned());
    format!("expected {expected}, found {found}")
}

/// serde's message as ours: the name in backticks stays, the list of names becomes a suggestion.
fn explain(message: &str, span: Span) -> Diagnostic {
    let quoted = || message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let written = quoted().next().unwrap_or_default().to_owned();
        let known: Vec<&str> = quoted().skip(1).collect();
        let (code, what) = if message.starts_with("unknown field") {
            (&code::UNKNOWN_KEY, "key")
        } else {
            (&code::BAD_VALUE, "value")
        };
        let otherwise = match known.as_slice() {
            [] => format!("no {what} can stand here"),
            ["id", "text"] => "only `id` and `text` can stand under `[[objectives]]`; put other keys above the first `[[objectives]]`".to_owned(),
            known => format!("known here: `{}`", known.join("`, `")),
        };
        Diagnostic::new(code, span, format!("unknown {what} `{written}`")).suggest(
            &written,
            known.iter().copied(),
            otherwise,
        )
    } else if message.starts_with("missing field") {
        let name = quoted().next().unwrap_or_default();
        Diagnostic::new(&code::MISSING_KEY, span, format!("`{name}` is missing"))
            .help(format!("add a line `{name} = …`"))
    } else {
        Diagnostic::new(&code::BAD_VALUE, span, plain_words(message))
            .help("texts stand in double quotes, numbers, dates, `true` and `false` do not, lists stand in square brackets")
    }
}

/// Takes out the innermost entry whose key or value covers `span`.
fn remove_in_table(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let mut found = None;
    for (key, value) in table.iter_mut() {
        if covers(&key.span(), span) || value.span() == *span {
            found = Some(key.get_ref().clone().into_owned());
            break;
        }
        if let Some(removed_inside) = remove_in_value(value, span) {
            if removed_inside {
                return true;
            }
            found = Some(key.get_ref().clone().into_owned());
            break;
        }
    }
    found.is_some_and(|key| table.remove(key.as_str()).is_some())
}

/// `Some(true)`: something inside was taken out; `Some(false)`: the value as a whole is to blame.
fn remove_in_value<'a>(value: &mut Spanned<DeValue<'a>>, span: &Range<usize>) -> Option<bool> {
    let covered = covers(&value.span(), span);
    match value.get_mut() {
        DeValue::Table(inner) => remove_in_table(inner, span).then_some(true),
        DeValue::Array(items) => {
            let mut removed = false;
            *items = std::mem::replace(items, DeArray::new())
                .into_iter()
                .filter_map(|mut item| {
                    let whole = !removed && item.span() == *span;
                    let inside = (!removed && !whole).then(|| remove_in_value(&mut item, span));
                    removed |= whole || inside.flatten().is_some();
                    (!whole && inside.flatten() != Some(false)).then_some(item)
                })
                .collect();
            removed.then_some(true)
        }
        _ => None,
    }
    .or_else(|| covered.then_some(false))
}

fn covers(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && !outer.is_empty()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Sample {
        title: String,
        count: u32,
        items: Vec<Item>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Item {
        id: String,
    }

    #[test]
    fn every_slip_is_reported_and_the_rest_is_kept() {
        let path: Arc<str> = "x.toml".into();
        let text = "title = \"A\"\ntitel = 3\ncount = \"many\"\n[[items]]\nid = \"one\"\n[[items]]\nname = \"two\"\n[[items]]\nid = \"three\"\n";
        let fragment = Fragment {
            path: &path,
            text,
            offset: 0,
        };
        let table = parse(fragment);
        assert!(table.diagnostics.is_empty());
        let read: Parsed<Sample> = read(table.value, fragment);
        assert_eq!(read.value.title, "A");
        let ids: Vec<&str> = read
            .value
            .items
            .iter()
            .map(|item| item.id.as_str())
            .collect();
        assert_eq!(ids, ["one", "three"]);
        let messages: Vec<&str> = read
            .diagnostics
            .iter()
            .map(|d| d.message.as_str())
            .collect();
        assert!(messages.contains(&"unknown key `titel`"), "{messages:?}");
        assert!(
            messages
                .iter()
                .any(|m| m.starts_with("expected a whole number")),
            "{messages:?}"
        );
        let help = read
            .diagnostics
            .iter()
            .find_map(|d| d.help.as_deref().filter(|h| h.contains("title")));
        assert_eq!(help, Some("did you mean `title`?"));
    }
}
