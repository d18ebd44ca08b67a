//! Says where a template fails, why, and which values are at hand there.

use std::collections::BTreeMap;
use std::sync::{Arc, mpsc};

use serde_json::Value;
use tera::{Context, ErrorKind, Kwargs, State, Tera};

use super::minify::braces_at;
use super::theme::ThemeFile;
use crate::diagnostic::{Diagnostic, Span, code, nearest};

/// A theme's files by name.
type Files = BTreeMap<String, ThemeFile>;

/// What to do where nothing better can be said.
const MEND: &str = "mend the template, or take the file away to use the built-in one";

/// A function that a template is given to tell its values.
const TELL: &str = "keyward_tell";

/// Letters of a value that are shown.
const SHOWN: usize = 24;

/// Values beyond which only the nearest are shown, and how many of those.
const MOST: usize = 80;
const NEAREST: usize = 12;

/// Filters that templates have.
const FILTERS: [&str; 37] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// What is wrong with templates that can't be loaded.
pub fn of_loading(files: &Files, error: &tera::Error) -> Vec<Diagnostic> {
    let place = |name: &str| Span::file(&path_of(files, name));
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = Span::new(
                &path_of(files, report.filename()),
                report.span().range.clone(),
            );
            vec![finding(span, report.message(), MEND.to_owned())]
        }
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("there is no template `{parent}` to extend");
            let known = files.keys().map(String::as_str);
            let help = did_you_mean(parent, known).unwrap_or_else(|| MEND.to_owned());
            vec![finding(place(current), &message, help)]
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            vec![finding(place(tpl), "it extends itself", MEND.to_owned())]
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            vec![finding(place(tpl), "it includes itself", MEND.to_owned())]
        }
        // Tera gathers what names nothing into one text, a report for each.
        other => {
            let text = other.to_string();
            let reports: Vec<Diagnostic> = text
                .split("error: ")
                .filter_map(|report| reported(files, report))
                .collect();
            match reports.is_empty() {
                true => vec![finding(place("page.html"), &text, MEND.to_owned())],
                false => reports,
            }
        }
    }
}

/// One of Tera's reports: a message, and `--> file:line:column` in its second line.
fn reported(files: &Files, report: &str) -> Option<Diagnostic> {
    let (message, rest) = report.split_once('\n')?;
    let (_, place) = rest.lines().next()?.split_once("--> ")?;
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let text = &files.get(name)?.text;
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let within: usize = text[start..]
        .chars()
        .take(column.saturating_sub(1))
        .map(char::len_utf8)
        .sum();
    let at = start + within;
    let written = message.split('`').nth(1).unwrap_or_default();
    let help = match message.split('`').next() {
        Some("Unknown filter ") => did_you_mean(written, FILTERS),
        Some("Unknown template ") => did_you_mean(written, files.keys().map(String::as_str)),
        _ => None,
    };
    let span = Span::new(&path_of(files, name), at..at);
    Some(finding(
        span,
        message,
        help.unwrap_or_else(|| MEND.to_owned()),
    ))
}

/// What is wrong with a template that can't be rendered with `context`.
pub fn of_rendering(
    files: &Files,
    template: &str,
    context: &Context,
    error: &tera::Error,
) -> Diagnostic {
    let report = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report,
        other => {
            let span = Span::file(&path_of(files, template));
            return finding(span, &other.to_string(), MEND.to_owned());
        }
    };
    let name = report.filename();
    let range = report.span().range.clone();
    let span = Span::new(&path_of(files, name), range.clone());
    let (what, _) = report
        .message()
        .split_once(" Available ")
        .unwrap_or((report.message(), ""));
    let text = files.get(name).map_or("", |file| &file.text);
    let at = text.floor_char_boundary(range.start.min(text.len()));
    let values = values_at(files, template, context, (name, text, at));
    let expression = expression_around(&text[..at], &text[at..]);
    let is_missing = what.contains("defined");
    match missing(&expression, &values).filter(|_| is_missing) {
        None => finding(span, what, told(MEND, "at hand here:", &values, "")),
        Some(Missing {
            name,
            owner,
            holder,
        }) => {
            let near = did_you_mean(&name, keys(holder));
            let near = near.as_deref().unwrap_or(MEND);
            let (message, held) = match owner.as_str() {
                "" => (
                    format!("there is no value `{name}` here"),
                    "at hand here:".to_owned(),
                ),
                owner => (
                    format!("`{owner}` has no value `{name}`"),
                    format!("`{owner}` holds"),
                ),
            };
            finding(span, &message, told(near, &held, holder, &name))
        }
    }
}

/// A help with the values that there are; those nearest to a wanted name where there are many.
fn told(help: &str, held: &str, value: &Value, wanted: &str) -> String {
    let gap = if help.ends_with('?') { " " } else { "; " };
    format!("{help}{gap}{held} {}", listed(value, wanted))
}

fn finding(span: Span, message: &str, help: String) -> Diagnostic {
    let message = format!("this template fails: {}", message.trim_end_matches('.'));
    Diagnostic::new(&code::TEMPLATE, span, message).help(help)
}

fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, known).map(|near| format!("did you mean `{near}`?"))
}

fn path_of(files: &Files, name: &str) -> Arc<str> {
    files
        .get(name)
        .map_or_else(|| name.into(), |file| file.path.clone())
}

/// The values that the template `name` has at a place when it fails there: it is rendered once
/// more, and tells them just before. Where it does not come so far, those of the page.
fn values_at(
    files: &Files,
    template: &str,
    context: &Context,
    (name, text, at): (&str, &str, usize),
) -> Value {
    let tag = tag_around(text, at).unwrap_or(at);
    let rounds = loop_names(&text[..tag]);
    let (teller, told) = mpsc::channel();
    let mut tera = Tera::default();
    tera.register_function(TELL, move |arguments: Kwargs, state: &State| {
        let mut values = serde_json::to_value(arguments.must_get::<tera::Value>("values")?).ok();
        // Tera's own list of values leaves out what a loop goes through.
        for name in &rounds {
            let value = state.get::<tera::Value>(name)?;
            if let (Some(Value::Object(map)), Some(value)) = (&mut values, value) {
                map.insert(
                    name.clone(),
                    serde_json::to_value(value).unwrap_or(Value::Null),
                );
            }
        }
        // Nobody listens any more only when the rendering is over.
        let _ = teller.send(values);
        Ok::<_, tera::Error>(String::new())
    });
    let telling = format!(
        "{}{{{{ {TELL}(values=__tera_context) }}}}{}",
        &text[..tag],
        &text[tag..]
    );
    let templates = files.iter().filter(|(name, _)| name.ends_with(".html"));
    let with_one_changed = templates.map(|(known, file)| match known == name {
        true => (known.clone(), telling.clone()),
        false => (known.clone(), file.text.to_string()),
    });
    if tera.add_raw_templates(with_one_changed).is_ok() {
        // It fails again, of course; what counts is what it told before.
        let _ = tera.render(template, context);
    }
    // In a loop it told them in each round; it failed in the last.
    let last = told.try_iter().last().flatten();
    last.or_else(|| of_page(context)).unwrap_or(Value::Null)
}

/// The values that a whole page has.
fn of_page(context: &Context) -> Option<Value> {
    let dump = Tera::one_off(
        "{% for key, value in __tera_context %}{{ key }}\n{% endfor %}",
        context,
        false,
    );
    let names = dump.ok()?;
    let pairs = names.lines().filter_map(|name| {
        let value = serde_json::to_value(context.get(name)?).ok()?;
        Some((name.to_owned(), value))
    });
    Some(Value::Object(pairs.collect()))
}

/// Where the tag of template logic starts in which `at` stands.
fn tag_around(text: &str, at: usize) -> Option<usize> {
    tags(text)
        .find(|(start, tag)| (*start..start + tag.len()).contains(&at))
        .map(|(start, _)| start)
}

/// The names of what the loops go through that are open at the end of a text.
fn loop_names(text: &str) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    for (_, tag) in tags(text) {
        let words = tag
            .trim_start_matches("{%")
            .trim_start_matches('-')
            .trim_start();
        if let Some((names, _)) = words
            .strip_prefix("for ")
            .and_then(|rest| rest.split_once(" in "))
        {
            open.push(names);
        } else if words.starts_with("endfor") {
            open.pop();
        }
    }
    let names = open.iter().flat_map(|names| names.split(','));
    names.map(|name| name.trim().to_owned()).collect()
}

/// The tags of template logic with their places.
fn tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let opens = ["{{", "{%", "{#"].iter();
        let tag = start + opens.filter_map(|open| rest.find(open)).min()?;
        let end = tag + braces_at(&text[tag..])?;
        start = end;
        Some((tag, &text[tag..end]))
    })
}

/// The path that is written around a place, like `item.link.href` or `t['nav.skip']`.
fn expression_around(before: &str, after: &str) -> String {
    let belongs = |c: char| c.is_alphanumeric() || "_.[]'\"-".contains(c);
    let start = before.trim_end_matches(belongs).len();
    let end = after.find(|c| !belongs(c)).unwrap_or(after.len());
    format!("{}{}", &before[start..], &after[..end])
}

/// A name that nothing has.
struct Missing<'a> {
    name: String,
    /// The path to the value that should have it; empty for the page.
    owner: String,
    /// That value.
    holder: &'a Value,
}

/// The first name of a path that is not there.
fn missing<'a>(expression: &str, values: &'a Value) -> Option<Missing<'a>> {
    let mut holder = values;
    let mut owner = String::new();
    for name in names(expression) {
        match holder.get(&name) {
            Some(inner) => {
                holder = inner;
                owner = match owner.is_empty() {
                    true => name,
                    false => format!("{owner}.{name}"),
                };
            }
            None => {
                return Some(Missing {
                    name,
                    owner,
                    holder,
                });
            }
        }
    }
    None
}

/// The names of a path; in brackets a name may have dots.
fn names(expression: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (index, part) in expression.split(['[', ']']).enumerate() {
        let quoted = index % 2 == 1;
        match quoted {
            true => names.push(part.trim_matches(['\'', '"']).to_owned()),
            false => names.extend(
                part.split('.')
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned),
            ),
        }
    }
    names
}

fn keys(value: &Value) -> impl Iterator<Item = &str> {
    let map = value.as_object();
    map.into_iter()
        .flat_map(|map| map.keys().map(String::as_str))
}

/// What a value holds, each name with a short form of its value.
fn listed(value: &Value, wanted: &str) -> String {
    let Some(map) = value.as_object() else {
        return shown(value);
    };
    let mut pairs: Vec<(&String, &Value)> = map.iter().collect();
    if pairs.len() > MOST {
        pairs.sort_by_key(|(name, _)| strsim::osa_distance(wanted, name));
        pairs.truncate(NEAREST);
    }
    let left_out = map.len() - pairs.len();
    let mut parts: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("`{name}` = {}", shown(value)))
        .collect();
    match (map.len(), left_out) {
        (0, _) => return "nothing".to_owned(),
        (_, 0) => {}
        (_, more) => parts.push(format!("and {more} more")),
    }
    parts.join(", ")
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => {
            let start: String = text.chars().take(SHOWN).collect();
            let start = start.replace('\n', " ");
            match text.chars().count() > SHOWN {
                true => format!("\"{start}…\""),
                false => format!("\"{start}\""),
            }
        }
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(items) => format!("[{} of them]", items.len()),
        Value::Object(map) => {
            let names: Vec<&str> = map.keys().take(4).map(String::as_str).collect();
            let more = if map.len() > 4 { ", …" } else { "" };
            format!("{{{}{more}}}", names.join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_of_the_list_is_there() {
        for filter in FILTERS {
            let mut tera = Tera::default();
            let text = format!("{{{{ x | {filter} }}}}");
            assert!(tera.add_raw_template("x", &text).is_ok(), "{filter}");
        }
    }

    #[test]
    fn a_path_is_found_around_its_place() {
        let text = "<p>{{ item.link.href }} {{ t['nav.skip'] }}</p>";
        let around = |at: usize| expression_around(&text[..at], &text[at..]);
        assert_eq!(around(text.find("link").unwrap()), "item.link.href");
        assert_eq!(names(&around(text.find("t[").unwrap())), ["t", "nav.skip"]);
        assert_eq!(tag_around(text, text.find("href").unwrap()), Some(3));
        assert_eq!(tag_around(text, 1), None);
    }

    #[test]
    fn loops_that_are_open_are_known() {
        let text = "{% for a in x %}{% endfor %}{%- for key, b in y -%}{% for c in b %} {{";
        assert_eq!(loop_names(text), ["key", "b", "c"]);
    }
}
