//! Markdown written piece by piece, for content that puts its pieces in places of its own.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, Parser, TagEnd, TextMergeWithOffset};

use super::{Buffer, DEEPEST, Page, Writer, extensions, unknown_reference};
use crate::content::markdown::{Body, Engines, Heading, Piece, Source};
use crate::diagnostic::{Code, Diagnostic, Parsed, Span, code};

/// An event of the Markdown parser with its place in the text.
pub type Placed<'a> = (Event<'a>, Range<usize>);

/// Writes pieces whose links, citations and footnotes are those of one page.
pub struct Pieces<'a>(Writer<'a>);

/// The events of a text, runs of plain text in one.
pub fn events(text: &str) -> Vec<Placed<'_>> {
    let resolve = |link: BrokenLink<'_>| unknown_reference(&link.reference);
    let parser = Parser::new_with_broken_link_callback(text, extensions(), Some(resolve));
    TextMergeWithOffset::new(parser.into_offset_iter()).collect()
}

impl Writer<'_> {
    /// A part of the text without what the list or quotation around it puts before each line.
    fn markdown(&self, range: Range<usize>) -> String {
        let text = self.page.as_ref().map_or("", |page| page.source.text);
        let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let indent = text[line_start..range.start].chars().count();
        let lines = text[range].lines().enumerate();
        let bare = lines.map(|(number, line)| match number {
            0 => line,
            _ => {
                let lead = line
                    .chars()
                    .take(indent)
                    .take_while(|c| [' ', '>'].contains(c));
                &line[lead.count()..]
            }
        });
        bare.collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}

impl<'a> Pieces<'a> {
    /// A writer for the pieces of `source`.
    pub fn new(source: Source<'a>, engines: &'a Engines) -> Self {
        Pieces(Writer::new(Some(Page { source, engines })))
    }

    /// Writes some events. A footnote's text among them goes to the end of the page.
    pub fn write<'e>(&mut self, events: impl IntoIterator<Item = &'e Placed<'e>>) -> Piece {
        let writer = &mut self.0;
        writer.typographer.reset();
        let mut text = String::new();
        let (mut first, mut last) = (None, 0);
        for (event, range) in events {
            first = first.or(Some(range.start));
            last = last.max(range.end);
            if writer.depth > DEEPEST {
                writer.complain(
                    &code::NESTING_TOO_DEEP,
                    range.clone(),
                    format!(
                        "text is nested more than {DEEPEST} deep here, so the rest was not read"
                    ),
                    "take some of the `>` or list levels away",
                );
                break;
            }
            match event {
                Event::Text(more) | Event::Code(more) => text.push_str(more),
                Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => {
                    text.push(' ');
                }
                _ => {}
            }
            writer.event(event.clone(), range.clone());
        }
        if let Some((outer, _)) = writer.outer.take() {
            writer.out = outer;
        }
        writer.close_down_to(0);
        writer.depth = 0;
        writer.marks.clear();
        let Buffer { html, slots } = std::mem::take(&mut writer.out);
        Piece {
            html: html.trim_end().to_owned(),
            slots,
            markdown: first.map_or_else(String::new, |first| writer.markdown(first..last)),
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Notes a heading that the content writes by itself, and tells its number.
    pub fn heading(&mut self, heading: Heading) -> u32 {
        self.0.body.headings.push(heading);
        self.0.body.headings.len() as u32 - 1
    }

    /// How many links were written so far: the number of the next one.
    pub fn links(&self) -> u32 {
        self.0.body.links.len() as u32
    }

    /// A line of the text as written, with its ending.
    pub fn line(&self, range: &Range<usize>) -> String {
        let text = self.0.page.as_ref().map_or("", |page| page.source.text);
        let line = text[range.clone()].trim_end_matches(['\r', '\n']);
        let behind = &text[range.start + line.len()..];
        let ending = if behind.starts_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        format!("{line}{ending}")
    }

    /// A place of the text in its file.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.0.place(range)
    }

    /// Reports a finding.
    pub fn complain(
        &mut self,
        code: &'static Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.span(range);
        self.0
            .diagnostics
            .push(Diagnostic::new(code, span, message).help(help));
    }

    /// Reports a finding at a place of the file.
    pub fn complain_at(
        &mut self,
        code: &'static Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let offset = self.span(0..0).range.start;
        self.complain(
            code,
            range.start - offset..range.end - offset,
            message,
            help,
        );
    }

    /// What all pieces refer to. The HTML of the body are the footnotes.
    pub fn finish(self) -> Parsed<Body> {
        self.0.finish()
    }
}
