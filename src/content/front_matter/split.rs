//! Where front matter ends and Markdown starts, and what YAML would be in TOML.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::toml_source::Fragment;

/// A file cut into front matter and Markdown.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The TOML, with its place in the file.
    pub front: Fragment<'a>,
    /// The Markdown.
    pub body: &'a str,
    /// Where the Markdown starts in the file, in bytes.
    pub body_offset: usize,
}

/// Cuts a file into front matter and Markdown.
pub fn split<'a>(path: &'a Arc<str>, text: &'a str) -> Parsed<Parts<'a>> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let lines = lines_from(text, start);
    let whole = |diagnostics| Parsed {
        value: Parts {
            front: Fragment {
                path,
                text: "",
                offset: start,
            },
            body: &text[start..],
            body_offset: start,
        },
        diagnostics,
    };
    match lines.first().map(|(_, line)| line.trim_end()) {
        Some("+++") => {}
        Some("---") => return whole(vec![yaml(path, &lines)]),
        _ if text[start..].trim_start().starts_with("+++") => {
            return whole(vec![
                Diagnostic::new(
                    &code::MISSING_FRONT_MATTER,
                    Span::new(path, start..start),
                    "the front matter does not start on the first line",
                )
                .help("take away what stands above the first `+++`"),
            ]);
        }
        _ => return whole(Vec::new()),
    }
    let Some((end, _)) = lines
        .iter()
        .skip(1)
        .find(|(_, line)| line.trim_end() == "+++")
    else {
        return whole(vec![
            Diagnostic::new(
                &code::MISSING_FRONT_MATTER,
                Span::new(path, start..start + 3),
                "the front matter that starts here has no end",
            )
            .help("put a line `+++` under the last key"),
        ]);
    };
    let front_start = lines.get(1).map_or(text.len(), |(at, _)| *at);
    let body_offset = text[*end..]
        .find('\n')
        .map_or(text.len(), |at| end + at + 1);
    Parsed {
        value: Parts {
            front: Fragment {
                path,
                text: &text[front_start..*end],
                offset: front_start,
            },
            body: &text[body_offset..],
            body_offset,
        },
        diagnostics: Vec::new(),
    }
}

/// Lines with their places, as long as they can belong to front matter.
fn lines_from(text: &str, start: usize) -> Vec<(usize, &str)> {
    let mut at = start;
    let mut lines = Vec::new();
    for line in text[start..].split_inclusive('\n') {
        lines.push((at, line));
        at += line.len();
        let ends = matches!(line.trim_end(), "+++" | "---") && lines.len() > 1;
        if ends || (lines.len() == 1 && !matches!(line.trim_end(), "+++" | "---")) {
            break;
        }
    }
    lines
}

/// A block between `---` lines, with its TOML form for the simple lines in it.
fn yaml(path: &Arc<str>, lines: &[(usize, &str)]) -> Diagnostic {
    let yaml: Vec<&str> = lines
        .iter()
        .skip(1)
        .map(|(_, line)| line.trim_end())
        .take_while(|line| *line != "---")
        .collect();
    let mut toml: Vec<String> = Vec::new();
    let mut rest = yaml.as_slice();
    while let Some((line, after)) = rest.split_first() {
        let items: Vec<&str> = after
            .iter()
            .map_while(|line| line.trim_start().strip_prefix("- "))
            .collect();
        if line.ends_with(':') && !items.is_empty() {
            let items_as_toml: Vec<String> =
                items.iter().map(|item| toml_value(item.trim())).collect();
            toml.push(format!(
                "{} = [{}]",
                line.trim_end_matches(':').trim(),
                items_as_toml.join(", ")
            ));
            rest = &after[items.len()..];
        } else {
            toml.push(toml_line(line));
            rest = after;
        }
    }
    Diagnostic::new(
        &code::YAML_FRONT_MATTER,
        Span::new(path, lines[0].0..lines[0].0 + 3),
        "front matter between `---` lines is YAML; Keyward reads TOML",
    )
    .help(format!("write it as\n+++\n{}\n+++", toml.join("\n")))
}

fn toml_line(line: &str) -> String {
    let Some((key, value)) = line.split_once(':') else {
        return format!("# {line}");
    };
    format!("{} = {}", key.trim(), toml_value(value.trim()))
}

fn toml_value(value: &str) -> String {
    let bare = value.parse::<f64>().is_ok()
        || matches!(value, "true" | "false")
        || value.starts_with(['"', '[', '\''])
        || is_day(value);
    if bare {
        value.to_owned()
    } else {
        format!("{value:?}")
    }
}

fn is_day(value: &str) -> bool {
    value
        .parse::<toml::value::Datetime>()
        .is_ok_and(|value| value.date.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, String, usize) {
        let path: Arc<str> = "a.md".into();
        let parsed = split(&path, text);
        let Parts {
            front,
            body,
            body_offset,
        } = parsed.value;
        (front.text.to_owned(), body.to_owned(), body_offset)
    }

    #[test]
    fn front_matter_is_cut_at_its_lines() {
        let cut = |front: &str, body: &str, at| (front.to_owned(), body.to_owned(), at);
        assert_eq!(parts("+++\na = 1\n+++\nText"), cut("a = 1\n", "Text", 14));
        assert_eq!(
            parts("+++\r\na = 1\r\n+++\r\nText"),
            cut("a = 1\r\n", "Text", 17)
        );
        assert_eq!(parts("\u{feff}+++\n+++\nx"), cut("", "x", 11));
        assert_eq!(parts("Text\n+++\n"), cut("", "Text\n+++\n", 0));
        assert_eq!(parts("+++\n+++"), cut("", "", 7));
    }

    #[test]
    fn yaml_is_answered_with_its_toml_form() {
        let path: Arc<str> = "a.md".into();
        let parsed = split(
            &path,
            "---\ntitle: Signs\ntags:\n  - a\n  - 2\ndate: 2024-01-02\n---\nText",
        );
        assert_eq!(
            parsed.diagnostics[0].help.as_deref(),
            Some("write it as\n+++\ntitle = \"Signs\"\ntags = [\"a\", 2]\ndate = 2024-01-02\n+++")
        );
    }
}
