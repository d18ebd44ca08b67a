//! The front matter of a translation: what it has, with new texts in it.

use toml::de::{DeTable, DeValue};

use crate::content::block::{Block, BlockKind, as_toml};
use crate::content::front_matter;

/// Where the Markdown of a file begins.
pub(super) fn body_of(text: &str) -> usize {
    front_matter::split(&"".into(), text).value.body_offset
}

/// The front matter of a translation with the texts of `fields`; where there is none yet, one with
/// these and what tells the kind. `keys` are the keys that hold words. Fails with what it can't do.
pub(super) fn front(
    translation: Option<&str>,
    original: &str,
    fields: &[(&Block, String)],
    keys: &[String],
) -> Result<String, String> {
    let key_of = |block: &Block| match &block.kind {
        BlockKind::Field(key) => key.to_string(),
        _ => String::new(),
    };
    let of_key = |key: &str| -> Vec<&str> {
        let own = fields.iter().filter(|(block, _)| key_of(block) == key);
        own.map(|(_, text)| text.as_str()).collect()
    };
    let nowhere = "".into();
    let theirs = front_matter::split(&nowhere, original).value.front.text;
    let source = table(theirs);
    let Some(text) = translation else {
        let mut out = String::from("+++\n");
        if let Some(DeValue::String(kind)) = source.get("kind").map(|kind| kind.get_ref()) {
            out.push_str(&format!("kind = {}\n", as_toml(kind)));
        }
        let mut tables = String::new();
        for key in keys {
            let texts = of_key(key);
            if texts.is_empty() {
                continue;
            }
            match source.get(key.as_str()).map(|value| value.get_ref()) {
                Some(DeValue::Array(values)) if values.iter().any(is_table) => {
                    tables.push_str(&objectives(
                        key,
                        values.iter().map(|v| v.get_ref()),
                        &texts,
                    )?);
                }
                Some(DeValue::Array(_)) => out.push_str(&format!("{key} = {}\n", list(&texts))),
                _ => out.push_str(&format!("{key} = {}\n", as_toml(texts[0]))),
            }
        }
        return Ok(format!("{out}{tables}+++\n"));
    };
    let parts = front_matter::split(&nowhere, text).value;
    let own = table(parts.front.text);
    let mut front = parts.front.text.to_owned();
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    for key in keys {
        let texts = of_key(key);
        if texts.is_empty() {
            continue;
        }
        let is_list = matches!(
            source.get(key.as_str()).map(|value| value.get_ref()),
            Some(DeValue::Array(_))
        );
        match own.get(key.as_str()) {
            Some(value) => match value.get_ref() {
                DeValue::Array(values) if values.iter().any(is_table) => {
                    if values.len() != texts.len() {
                        return Err(format!("`{key}` has another number of entries"));
                    }
                    for (value, text) in values.iter().zip(&texts) {
                        let DeValue::Table(table) = value.get_ref() else {
                            continue;
                        };
                        if let Some(old) = table.get("text") {
                            edits.push((old.span(), as_toml(text)));
                        }
                    }
                }
                DeValue::Array(values) if same(values.iter().map(|v| v.get_ref()), &texts) => {}
                DeValue::Array(_) => edits.push((value.span(), list(&texts))),
                DeValue::String(old) if **old == *texts[0] => {}
                _ => edits.push((value.span(), as_toml(texts[0]))),
            },
            None if is_list && texts.len() > 1 => {
                added.push_str(&format!("{key} = {}\n", list(&texts)));
            }
            None if key == "objectives" => return Err(format!("`{key}` is missing")),
            None if is_list => added.push_str(&format!("{key} = {}\n", list(&texts))),
            None => added.push_str(&format!("{key} = {}\n", as_toml(texts[0]))),
        }
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let tables = front.find("\n[").map_or(front.len(), |at| at + 1);
    let mut is_added = added.is_empty();
    for (range, new) in edits {
        if !is_added && range.start < tables {
            front.insert_str(tables, &added);
            is_added = true;
        }
        front.replace_range(range, &new);
    }
    if !is_added {
        front.insert_str(tables.min(front.len()), &added);
    }
    Ok(format!("+++\n{front}+++\n"))
}

fn table(toml: &str) -> DeTable<'_> {
    DeTable::parse_recoverable(toml).0.into_inner()
}

fn is_table(value: &toml::Spanned<DeValue<'_>>) -> bool {
    matches!(value.get_ref(), DeValue::Table(_))
}

fn same<'v>(values: impl Iterator<Item = &'v DeValue<'v>>, texts: &[&str]) -> bool {
    let own: Vec<&str> = values
        .filter_map(|value| match value {
            DeValue::String(text) => Some(&**text),
            _ => None,
        })
        .collect();
    own == texts
}

fn list(texts: &[&str]) -> String {
    let lines: String = texts
        .iter()
        .map(|text| format!("  {},\n", as_toml(text)))
        .collect();
    format!("[\n{lines}]")
}

/// The objectives of a module with their ids, which are those of the original.
fn objectives<'v>(
    key: &str,
    values: impl Iterator<Item = &'v DeValue<'v>>,
    texts: &[&str],
) -> Result<String, String> {
    let ids: Vec<&str> = values
        .filter_map(|value| match value {
            DeValue::Table(table) => match table.get("id")?.get_ref() {
                DeValue::String(id) => Some(&**id),
                _ => None,
            },
            _ => None,
        })
        .collect();
    if ids.len() != texts.len() {
        return Err(format!(
            "`{key}` has entries without an id or without words"
        ));
    }
    let entries = ids.iter().zip(texts).map(|(id, text)| {
        format!(
            "\n[[{key}]]\nid = {}\ntext = {}\n",
            as_toml(id),
            as_toml(text)
        )
    });
    Ok(entries.collect())
}
