//! The state of translations as a table, as JSON and as a page to read.

use std::collections::BTreeMap;

use quick_xml::escape::escape;
use serde_json::json;

use super::compare::{Word, words};
use super::{State, Status};

/// Most characters of a changed text that the table shows of each version.
const SHOWN: usize = 400;

/// How many translations of a language are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Fresh, stamped or not.
    pub fresh: usize,
    /// Stale.
    pub stale: usize,
    /// Missing.
    pub missing: usize,
    /// Never stamped.
    pub unstamped: usize,
}

/// Counts by language, in the order of the statuses.
pub fn counts(statuses: &[Status]) -> Vec<(&str, Count)> {
    let mut counts: Vec<(&str, Count)> = Vec::new();
    for status in statuses {
        let tag = status.locale.as_str();
        if counts.last().is_none_or(|(last, _)| *last != tag) {
            counts.push((tag, Count::default()));
        }
        let (_, count) = counts.last_mut().expect("one was just added");
        match status.state {
            State::Fresh => count.fresh += 1,
            State::Stale => count.stale += 1,
            State::Missing => count.missing += 1,
        }
        let is_unstamped = status.state == State::Fresh && !status.is_stamped;
        count.unstamped += usize::from(is_unstamped);
    }
    counts
}

/// As the contract has it: every page in every language, with what changed.
pub fn json(statuses: &[Status]) -> String {
    let all: Vec<_> = statuses
        .iter()
        .map(|status| {
            let blocks: Vec<_> = status
                .changes
                .iter()
                .map(|change| json!({"line": change.line, "old": change.old, "new": change.new}))
                .collect();
            json!({
                "locale": status.locale.as_str(),
                "path": &*status.path,
                "state": status.state.name(),
                "stamped": status.is_stamped,
                "source": &*status.original,
                "file": status.file.as_deref(),
                "blocks": blocks,
            })
        })
        .collect();
    serde_json::to_string_pretty(&all).expect("the report is JSON") + "\n"
}

/// For people: counts by language, then the pages that ask for work.
pub fn table(statuses: &[Status]) -> String {
    let mut out = format!(
        "{:<10}{:>7}{:>7}{:>9}{:>13}\n",
        "language", "fresh", "stale", "missing", "not stamped"
    );
    for (tag, count) in counts(statuses) {
        out.push_str(&format!(
            "{tag:<10}{:>7}{:>7}{:>9}{:>13}\n",
            count.fresh, count.stale, count.missing, count.unstamped
        ));
    }
    for status in statuses
        .iter()
        .filter(|status| status.state == State::Stale)
    {
        let file = status.file.as_deref().unwrap_or_default();
        out.push_str(&format!(
            "\nstale {file}: {} of {} parts\n",
            status.changes.len(),
            status.parts
        ));
        for change in &status.changes {
            out.push_str(&format!("  {}:{}\n", status.original, change.line));
            for (sign, text) in [('-', &change.old), ('+', &change.new)] {
                if !text.is_empty() {
                    out.push_str(&format!("    {sign} {}\n", shortened(text)));
                }
            }
        }
    }
    let mut missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for status in statuses
        .iter()
        .filter(|status| status.state == State::Missing)
    {
        let tags = missing.entry(&status.original).or_default();
        tags.push(status.locale.as_str());
    }
    if !missing.is_empty() {
        out.push_str("\nmissing\n");
    }
    for (original, tags) in missing {
        out.push_str(&format!("  {original}: {}\n", tags.join(" ")));
    }
    if statuses
        .iter()
        .any(|status| status.state == State::Fresh && !status.is_stamped)
    {
        out.push_str("\nA page that was never stamped counts as fresh. `keyward translations stamp` keeps what the translations of now were made from.\n");
    }
    out
}

/// The start of a text, in one line.
fn shortened(text: &str) -> String {
    let line = text.replace('\n', " ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", &line[..end]),
        None => line,
    }
}

/// A page to read, which needs no other file.
pub fn html(statuses: &[Status], title: &str) -> String {
    let title = escape(title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>Translations: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Translations: {title}</h1>\n<div class=\"table\" role=\"region\" aria-label=\"Languages\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">Language</th><th scope=\"col\">Fresh</th><th scope=\"col\">Stale</th><th scope=\"col\">Missing</th><th scope=\"col\">Not stamped</th></tr></thead>\n<tbody>\n"
    );
    for (tag, count) in counts(statuses) {
        out.push_str(&format!(
            "<tr><th scope=\"row\"><a href=\"#{tag}\">{tag}</a></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            count.fresh, count.stale, count.missing, count.unstamped
        ));
    }
    out.push_str("</tbody>\n</table></div>\n<p>Fresh: made from the original as it is. Stale: the original changed since. Not stamped: fresh as far as is known.</p>\n");
    let mut locale = "";
    for status in statuses {
        if locale != status.locale.as_str() {
            locale = status.locale.as_str();
            out.push_str(&format!("<h2 id=\"{locale}\">{locale}</h2>\n"));
        }
        match status.state {
            State::Fresh => {}
            State::Stale => stale(status, &mut out),
            State::Missing => out.push_str(&format!(
                "<p class=\"missing\">Missing: <code>{}</code></p>\n",
                escape(&*status.original)
            )),
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn stale(status: &Status, out: &mut String) {
    out.push_str(&format!(
        "<section>\n<h3><code>{}</code></h3>\n<p>{} of {} parts changed in <code>{}</code>.</p>\n<ol>\n",
        escape(status.file.as_deref().unwrap_or_default()),
        status.changes.len(),
        status.parts,
        escape(&*status.original)
    ));
    for change in &status.changes {
        out.push_str(&format!("<li>Line {}: ", change.line));
        for word in words(&change.old, &change.new) {
            let (open, text, close) = match &word {
                Word::Same(text) => ("", text, ""),
                Word::Gone(text) => ("<del>", text, "</del>"),
                Word::New(text) => ("<ins>", text, "</ins>"),
            };
            out.push_str(open);
            out.push_str(&escape(text.as_str()));
            out.push_str(close);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</section>\n");
}

/// Colours that read in both grounds; what came is underlined, what went is struck through.
const STYLE: &str = ":root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;margin:0}main{max-width:48rem;margin:auto;padding:1.5rem 1rem 4rem}.table{overflow-x:auto}table{border-collapse:collapse}th,td{padding:.4rem 1rem .4rem 0;text-align:start;border-block-end:1px solid}td{font-variant-numeric:tabular-nums;text-align:end}h2{margin-block-start:2.5rem}h3{margin-block:1.5rem 0}li{margin-block:.5rem}code{overflow-wrap:anywhere}del{color:light-dark(#7e1616,#ffb9ae)}ins{color:light-dark(#14492a,#a5dcb2)}.missing{margin:.2rem 0}";
