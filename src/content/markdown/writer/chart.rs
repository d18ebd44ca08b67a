//! Charts: bars, shares, times and cycles as still pictures, with their table beneath.
//!
//! Words stand in HTML, where they wrap; only shapes are drawn, in SVG without colours of its own.

use std::f64::consts::PI;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, LinkType, Parser, Tag, TagEnd};

use super::{Fence, Writer, escaped_text, extensions, unknown_reference};
use crate::content::markdown::chart::{self, Chart, Kind};
use crate::content::markdown::{Label, SlotKind, typeset};
use crate::diagnostic::code;

/// Sizes of the space behind an event, from none to this.
const GAPS: f64 = 4.0;

/// Ring of a cycle: the middle of its picture, and its size.
const MIDDLE: f64 = 100.0;
const RADIUS: f64 = 76.0;

impl Fence {
    /// The byte of the source that a byte of the text stands for.
    fn source(&self, at: usize) -> usize {
        let behind = self.runs.partition_point(|(start, _)| *start <= at);
        match behind.checked_sub(1).map(|run| self.runs[run]) {
            Some((start, source)) => source + at - start,
            None => self.range.start,
        }
    }
}

impl Writer<'_> {
    /// Writes what a block of a chart draws, or says what is wrong with it.
    pub(super) fn chart(&mut self, fence: &Fence) {
        match chart::read(&fence.info, &fence.text, &words) {
            Ok(chart) => self.figure(&chart, fence),
            Err(problems) => {
                for problem in problems {
                    let range = match problem.place {
                        Some(place) => fence.source(place.start)..fence.source(place.end),
                        None => fence.range.start..fence.range.start + "```".len(),
                    };
                    self.complain(&code::BAD_CHART, range, problem.message, &problem.help);
                }
            }
        }
    }

    fn figure(&mut self, chart: &Chart<'_>, fence: &Fence) {
        let quotes = self.page.as_ref().map(|page| page.source.quotes);
        let set =
            |text: &str| quotes.map_or_else(|| text.to_owned(), |quotes| typeset(text, quotes));
        self.body.charts += 1;
        let number = self.body.charts;
        let (title, about) = (
            format!("chart-{number}-title"),
            format!("chart-{number}-about-title"),
        );
        self.out.html.push_str(&format!(
            "<figure class=\"chart {}\">\n<figcaption id=\"",
            chart.kind.name()
        ));
        self.id(&title);
        self.out.html.push_str("\">");
        escaped_text(&mut self.out.html, &set(chart.title));
        self.out.html.push_str("</figcaption>\n<p hidden id=\"");
        self.id(&about);
        self.out.html.push_str("\">");
        escaped_text(&mut self.out.html, &set(chart.description));
        self.out
            .html
            .push_str("</p>\n<div class=\"plot\" role=\"img\" aria-labelledby=\"");
        self.id(&title);
        self.out.html.push_str("\" aria-describedby=\"");
        self.id(&about);
        self.out.html.push_str("\">\n");
        self.out.html.push_str(&plot(chart, &set));
        self.out.html.push_str("</div>\n");
        if let Some(note) = &chart.note {
            self.out.html.push_str("<div class=\"chart-note\">");
            self.nested(fence, note.clone());
            self.out.html.push_str("</div>\n");
        }
        self.out.html.push_str("<details class=\"data\"><summary>");
        self.out.slot(SlotKind::Label(Label::ChartTable));
        self.out.html.push_str("</summary>\n");
        self.write_caption(&set(chart.title));
        self.nested(fence, chart.table.clone());
        self.out.html.push_str("</details>\n</figure>\n");
    }

    fn id(&mut self, id: &str) {
        self.out.slot(SlotKind::Prefix);
        self.out.html.push_str(id);
    }

    /// Writes Markdown that stands inside a block.
    fn nested(&mut self, fence: &Fence, part: Range<usize>) {
        let resolve = |link: BrokenLink<'_>| unknown_reference(&link.reference);
        let text = &fence.text[part.clone()];
        let parser = Parser::new_with_broken_link_callback(text, extensions(), Some(resolve));
        for (event, range) in parser.into_offset_iter() {
            let [start, end] = [range.start, range.end].map(|at| fence.source(part.start + at));
            self.event(event, start..end.max(start));
        }
    }
}

/// The words of a cell without markup and citations.
fn words(cell: &str) -> String {
    let resolve = |link: BrokenLink<'_>| unknown_reference(&link.reference);
    let parser = Parser::new_with_broken_link_callback(cell, extensions(), Some(resolve));
    let (mut out, mut in_citation) = (String::new(), false);
    for event in parser {
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::ShortcutUnknown,
                ..
            }) => in_citation = true,
            Event::End(TagEnd::Link) => in_citation = false,
            Event::Text(text) | Event::Code(text) if !in_citation => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The picture: everything in it is said by its description and its table.
fn plot(chart: &Chart<'_>, set: &dyn Fn(&str) -> String) -> String {
    match chart.kind {
        Kind::Bars => bars(chart, set),
        Kind::Share => share(chart, set),
        Kind::Timeline => timeline(chart, set),
        Kind::Cycle => cycle(chart, set),
    }
}

fn span(out: &mut String, class: &str, text: &str) {
    let _ = write!(out, "<span class=\"{class}\">");
    escaped_text(out, text);
    out.push_str("</span>");
}

/// A number with at most two digits behind the point.
fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A bar from `x` on, on the whole width, both in percent.
fn bar(out: &mut String, x: f64, width: f64) {
    let _ = writeln!(
        out,
        "<svg class=\"chart-bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" width=\"100%\" height=\"14\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"ground\" width=\"100\" height=\"1\"/><rect class=\"full\" x=\"{}\" width=\"{}\" height=\"1\"/></svg>",
        short(x),
        short(width)
    );
}

fn bars(chart: &Chart<'_>, set: &dyn Fn(&str) -> String) -> String {
    let cells = || chart.rows.iter().flat_map(|row| &row[1..]);
    let largest = chart.values.iter().flatten().copied().fold(0.0, f64::max);
    // Shares of a hundred are drawn as such.
    let is_percent = cells().all(|cell| cell.contains(['%', '٪'])) && largest <= 100.0;
    let whole = if is_percent { 100.0 } else { largest };
    let mut out = String::new();
    for (row, values) in chart.rows.iter().zip(&chart.values) {
        out.push_str("<div class=\"chart-row\">");
        span(&mut out, "chart-name", &set(&row[0]));
        if let [value] = values.as_slice() {
            out.push(' ');
            span(&mut out, "chart-value", &row[1]);
            bar(&mut out, 0.0, value / whole * 100.0);
        } else {
            for (column, value) in values.iter().enumerate() {
                out.push_str("\n<div class=\"series\">");
                span(&mut out, "chart-more", &set(&chart.head[column + 1]));
                out.push(' ');
                span(&mut out, "chart-value", &row[column + 1]);
                bar(&mut out, 0.0, value / whole * 100.0);
                out.push_str("</div>");
            }
        }
        out.push_str("</div>\n");
    }
    out
}

fn share(chart: &Chart<'_>, set: &dyn Fn(&str) -> String) -> String {
    let values: Vec<f64> = chart.values.iter().map(|row| row[0]).collect();
    let sum: f64 = values.iter().sum();
    let mut at = 0.0;
    let parts: Vec<(f64, f64)> = values
        .iter()
        .map(|value| {
            let part = (at, value / sum * 100.0);
            at += part.1;
            part
        })
        .collect();
    let mut out = String::from(
        "<svg class=\"chart-whole\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" width=\"100%\" height=\"36\" aria-hidden=\"true\" focusable=\"false\">",
    );
    for ((x, width), class) in parts.iter().zip(["full", "half"].iter().cycle()) {
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{}\" width=\"{}\" height=\"1\"/>",
            short(*x),
            short(*width)
        );
    }
    out.push_str("</svg>\n");
    for (row, (x, width)) in chart.rows.iter().zip(parts) {
        out.push_str("<div class=\"chart-row\">");
        span(&mut out, "chart-name", &set(&row[0]));
        out.push(' ');
        span(&mut out, "chart-value", &row[1]);
        bar(&mut out, x, width);
        out.push_str("</div>\n");
    }
    out
}

fn timeline(chart: &Chart<'_>, set: &dyn Fn(&str) -> String) -> String {
    let times: Vec<f64> = chart.values.iter().map(|row| row[0]).collect();
    let gaps: Vec<f64> = times
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).max(0.0))
        .collect();
    let widest = gaps.iter().copied().fold(1.0, f64::max);
    let mut out = String::new();
    for (number, row) in chart.rows.iter().enumerate() {
        let gap = gaps
            .get(number)
            .map_or(0.0, |gap| (gap / widest * GAPS).round());
        // A time between two years is longer than a day.
        let is_span = row[0].trim().len() == 9;
        let (y, height) = if is_span { (1, 18) } else { (3, 14) };
        let _ = write!(
            out,
            "<div class=\"event gap-{gap}\"><svg class=\"chart-dot\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\" focusable=\"false\"><rect x=\"3\" y=\"{y}\" width=\"14\" height=\"{height}\" rx=\"7\"/></svg>"
        );
        span(&mut out, "chart-value", &row[0]);
        out.push(' ');
        span(&mut out, "chart-name", &set(&row[1]));
        for more in row[2..].iter().filter(|more| !more.is_empty()) {
            out.push(' ');
            span(&mut out, "chart-more", &set(more));
        }
        out.push_str("</div>\n");
    }
    out
}

fn cycle(chart: &Chart<'_>, set: &dyn Fn(&str) -> String) -> String {
    let count = chart.rows.len();
    let step = 2.0 * PI / count as f64;
    let size = (RADIUS * (step / 2.0).sin() * 0.75).min(19.0);
    let place = |turn: f64, radius: f64| {
        let angle = turn * step - PI / 2.0;
        (MIDDLE + radius * angle.cos(), MIDDLE + radius * angle.sin())
    };
    let mut out = format!(
        "<svg class=\"ring-plot\" viewBox=\"0 0 200 200\" width=\"208\" height=\"208\" aria-hidden=\"true\" focusable=\"false\"><circle class=\"ring-line\" cx=\"{MIDDLE}\" cy=\"{MIDDLE}\" r=\"{RADIUS}\"/>"
    );
    for number in 0..count {
        // An arrow half-way to the next step.
        let back = 9.0 / (RADIUS * step);
        let half = number as f64 + 0.5;
        let (tip, inner, outer) = (
            place(half, RADIUS),
            place(half - back, RADIUS - 8.0),
            place(half - back, RADIUS + 8.0),
        );
        let _ = write!(
            out,
            "<path class=\"ring-line\" d=\"M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}\"/>",
            inner.0, inner.1, tip.0, tip.1, outer.0, outer.1
        );
    }
    for number in 0..count {
        let (x, y) = place(number as f64, RADIUS);
        let _ = write!(
            out,
            "<circle class=\"ring-stop\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{size:.1}\"/><text class=\"ring-no\" x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            y + size * 0.3,
            size * 0.85,
            number + 1
        );
    }
    out.push_str("</svg>\n<div class=\"ring-steps\">\n");
    for (number, row) in chart.rows.iter().enumerate() {
        out.push_str("<div class=\"event\">");
        span(&mut out, "chart-no", &(number + 1).to_string());
        out.push(' ');
        span(&mut out, "chart-name", &set(&row[0]));
        if let Some(more) = row.get(1).filter(|more| !more.is_empty()) {
            out.push(' ');
            span(&mut out, "chart-more", &set(more));
        }
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
    out
}
