//! Findings as people and programs read them.

use std::io::{self, IsTerminal, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::json;

use keyward::diagnostic::{Finding, Severity};

/// A form for findings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people, with the line in question.
    #[default]
    Human,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for code-scanning tools.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// How many findings of each weight there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Count {
    /// Counts findings.
    pub fn of(findings: &[Finding]) -> Self {
        let of = |severity| {
            findings
                .iter()
                .filter(|finding| finding.severity() == severity)
                .count()
        };
        Count {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
        }
    }
}

/// A finding for people. `text` is the whole file, where it could be read.
pub fn human(finding: &Finding, text: Option<&str>, colour: bool) -> String {
    let diagnostic = &finding.diagnostic;
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let title = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.name);
    let shown = text.and_then(|text| shown_line(text, finding));
    let group = match &shown {
        Some((lines, range)) if !finding.path().is_empty() => title.element(
            Snippet::source(lines.as_str())
                .line_start(finding.line)
                .path(finding.path())
                .annotation(AnnotationKind::Primary.span(range.clone())),
        ),
        _ if finding.path().is_empty() => annotate_snippets::Group::with_title(title),
        _ => title.element(
            annotate_snippets::Origin::path(finding.path())
                .line(finding.line)
                .char_column(finding.column),
        ),
    };
    let group = match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    };
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[group])
}

/// Longest way from the start of a line to a finding in it, in bytes, for which the line is shown.
const LONG_LINE: usize = 400;

/// The line of a finding, and where in it the finding stands; nothing of a very long line.
fn shown_line(text: &str, finding: &Finding) -> Option<(String, std::ops::Range<usize>)> {
    let range = finding
        .diagnostic
        .span
        .as_ref()
        .map_or(0..0, |span| span.range.clone());
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let around = text.floor_char_boundary(start.saturating_sub(LONG_LINE));
    let line_start = match text[around..start].rfind('\n') {
        Some(at) => around + at + 1,
        None if around == 0 => 0,
        None => return None,
    };
    let ahead = text.ceil_char_boundary((start + LONG_LINE).min(text.len()));
    let line_end = text[start..ahead].find('\n').map_or(ahead, |at| start + at);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let from = start - line_start;
    let to = text
        .floor_char_boundary(range.end.min(text.len()))
        .saturating_sub(line_start);
    let to = to.clamp(from, line.len().max(from)).min(line.len());
    let from = from.min(line.len());
    // A column must stay what it is, so nothing is cut off before the place.
    let cut = line.ceil_char_boundary((to + 200).min(line.len()));
    Some((line[..cut].to_owned(), from..to))
}

/// Prints findings for people to standard error.
pub fn print_human<'a>(findings: &[Finding], text_of: impl Fn(&str) -> Option<&'a str>) {
    let mut out = io::stderr().lock();
    let colour = colour();
    for finding in findings {
        let _ = writeln!(out, "{}\n", human(finding, text_of(finding.path()), colour));
    }
}

/// Whether standard error shows colours.
pub fn colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Findings as the contract's JSON.
pub fn json(findings: &[Finding]) -> String {
    let count = Count::of(findings);
    let diagnostics: Vec<_> = findings
        .iter()
        .map(|finding| {
            json!({
                "code": finding.diagnostic.code.name,
                "severity": finding.severity().to_string(),
                "message": finding.diagnostic.message,
                "help": finding.diagnostic.help,
                "file": finding.path(),
                "line": finding.line,
                "column": finding.column,
            })
        })
        .collect();
    let report = json!({
        "diagnostics": diagnostics,
        "errors": count.errors,
        "warnings": count.warnings,
    });
    report.to_string()
}

/// Findings as workflow commands of GitHub Actions.
pub fn github(findings: &[Finding]) -> String {
    let escape = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    findings
        .iter()
        .map(|finding| {
            let level = match finding.severity() {
                Severity::Hint => "notice".to_owned(),
                severity => severity.to_string(),
            };
            let help = finding
                .diagnostic
                .help
                .as_ref()
                .map_or(String::new(), |help| format!("\n{help}"));
            format!(
                "::{level} file={},line={},col={},title={}::{}\n",
                escape(finding.path()),
                finding.line,
                finding.column,
                finding.diagnostic.code.name,
                escape(&format!("{}{help}", finding.diagnostic.message)),
            )
        })
        .collect()
}

/// Findings as SARIF 2.1.0.
pub fn sarif(findings: &[Finding]) -> String {
    let mut rules: Vec<&str> = findings
        .iter()
        .map(|finding| finding.diagnostic.code.name)
        .collect();
    rules.sort_unstable();
    rules.dedup();
    let results: Vec<_> = findings
        .iter()
        .map(|finding| {
            let level = match finding.severity() {
                Severity::Hint => "note".to_owned(),
                severity => severity.to_string(),
            };
            let help = finding.diagnostic.help.as_deref().unwrap_or_default();
            let locations = (!finding.path().is_empty()).then(|| {
                json!({"physicalLocation": {
                    "artifactLocation": {"uri": finding.path()},
                    "region": {"startLine": finding.line, "startColumn": finding.column},
                }})
            });
            json!({
                "ruleId": finding.diagnostic.code.name,
                "level": level,
                "message": {"text": format!("{}\n{help}", finding.diagnostic.message).trim_end()},
                "locations": locations.into_iter().collect::<Vec<_>>(),
            })
        })
        .collect();
    let report = json!({
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{
            "tool": {"driver": {
                "name": "keyward",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| json!({"id": rule})).collect::<Vec<_>>(),
            }},
            "results": results,
        }],
    });
    report.to_string()
}
