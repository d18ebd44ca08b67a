//! Writes pulldown-cmark's events as HTML with slots.
//!
//! One writer serves both dialects: pages (all extensions, typography, sanitised raw HTML,
//! addresses left open) and plain CommonMark, which the specification's examples check.

mod blank;
mod block;
mod chart;
mod footnote;
mod inline;
pub(super) mod piece;
mod raw;
mod step;
mod table;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::typography::Typographer;
use super::{Body, Engines, Slot, SlotKind, Source};
use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::locale::Locale;
use table::Table;

/// Blocks and inline elements may stand this deep in each other. Deeper text comes from a
/// machine, and browsers flatten it anyway.
const DEEPEST: usize = 100;

/// Marks the targets that [`unknown_reference`] makes of `[@source]`.
const CITATION: &str = "keyward-citation:";

/// Extensions of pages.
fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Writes a page's body.
pub(super) fn write(source: Source<'_>, engines: &Engines) -> Parsed<Body> {
    let resolve = |link: BrokenLink<'_>| unknown_reference(&link.reference);
    let parser = Parser::new_with_broken_link_callback(source.text, extensions(), Some(resolve));
    let mut writer = Writer::new(Some(Page { source, engines }));
    for (event, range) in parser.into_offset_iter() {
        if writer.depth > DEEPEST {
            writer.complain(
                &code::NESTING_TOO_DEEP,
                range,
                format!("text is nested more than {DEEPEST} deep here, so the rest was not read"),
                "take some of the `>` or list levels away",
            );
            break;
        }
        writer.event(event, range);
    }
    writer.finish()
}

/// Writes plain CommonMark.
pub(super) fn write_commonmark(text: &str) -> String {
    let mut writer = Writer::new(None);
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        writer.event(event, range);
    }
    writer.out.html
}

/// Citations look like references without a definition.
fn unknown_reference(reference: &str) -> Option<(CowStr<'static>, CowStr<'static>)> {
    let is_citation = reference.len() > 1 && reference.starts_with('@');
    is_citation.then(|| (format!("{CITATION}{reference}").into(), "".into()))
}

/// What a page's body needs beside the events.
struct Page<'a> {
    source: Source<'a>,
    engines: &'a Engines,
}

/// HTML being written, with its slots.
#[derive(Default)]
struct Buffer {
    html: String,
    slots: Vec<Slot>,
}

impl Buffer {
    fn slot(&mut self, kind: SlotKind) {
        let at = u32::try_from(self.html.len()).expect("a page is smaller than 4 GiB");
        self.slots.push(Slot { at, kind });
    }

    /// Takes away what was written from `at` on.
    fn split_off(&mut self, at: usize) -> Buffer {
        let first = self.slots.partition_point(|slot| (slot.at as usize) < at);
        let slots = self.slots.split_off(first).into_iter().map(|slot| Slot {
            at: slot.at - at as u32,
            ..slot
        });
        Buffer {
            slots: slots.collect(),
            html: self.html.split_off(at),
        }
    }

    fn append(&mut self, other: Buffer) {
        let shift = self.html.len() as u32;
        self.html.push_str(&other.html);
        self.slots.extend(other.slots.into_iter().map(|slot| Slot {
            at: slot.at + shift,
            ..slot
        }));
    }
}

/// A piece of text that is collected instead of written.
enum Collecting {
    Nothing,
    /// A heading's text, for its id.
    Heading(HeadingStart),
    /// A picture's text, for `alt`; the number counts pictures and markup inside it.
    Alt {
        depth: usize,
        text: String,
        title: String,
    },
    /// A block of code, or what a chart is drawn from.
    Code(Fence),
    /// The text of a citation, which is written otherwise.
    Dropped,
}

/// A block between fences.
struct Fence {
    /// What stands behind the opening fence.
    info: String,
    text: String,
    /// Where each run of the text stands in the source: byte of the text, byte of the source.
    runs: Vec<(usize, usize)>,
    range: Range<usize>,
}

impl Fence {
    /// The language of the code.
    fn language(&self) -> &str {
        self.info.split([' ', ',']).next().unwrap_or_default()
    }
}

struct HeadingStart {
    level: u8,
    explicit: Option<String>,
    text: String,
    range: Range<usize>,
    is_title: bool,
}

struct Writer<'a> {
    page: Option<Page<'a>>,
    out: Buffer,
    /// Where writing goes on after the footnote definition that is being written.
    outer: Option<(Buffer, String)>,
    notes: BTreeMap<String, Buffer>,
    /// Labels of footnotes in the order of first reference, with how often each is referred to.
    numbers: Vec<(String, usize)>,
    body: Body,
    diagnostics: Vec<Diagnostic>,
    typographer: Typographer,
    collecting: Collecting,
    depth: usize,
    /// Raw elements that are open, and for each open Markdown element how many were open before.
    raw_open: Vec<String>,
    marks: Vec<usize>,
    /// A raw element that may not stand and whose content goes with it.
    hiding: Option<String>,
    html_block: String,
    table: Table,
    /// Where a paragraph starts that may be the caption of the table behind it.
    caption: Option<usize>,
    lone: Lone,
    /// The words of the step that is being written.
    step: Option<step::Words>,
    /// Whether the link that is being written is a blank.
    in_blank: bool,
}

/// Whether a paragraph of the page itself holds nothing but a link.
enum Lone {
    /// No such paragraph is being written.
    No,
    /// It has begun, at this byte of the HTML and this slot.
    Empty { at: usize, slot: usize },
    /// It holds the link of this number, which is open or closed.
    Link {
        at: usize,
        slot: usize,
        link: u32,
        is_closed: bool,
    },
}

impl<'a> Writer<'a> {
    fn new(page: Option<Page<'a>>) -> Self {
        let quotes = page.as_ref().map_or_else(
            || Locale::parse("en").expect("`en` is a tag").quotes(),
            |page| page.source.quotes,
        );
        let room = page
            .as_ref()
            .map_or(0, |page| page.source.text.len() * 5 / 4);
        Writer {
            out: Buffer {
                html: String::with_capacity(room),
                slots: Vec::new(),
            },
            page,
            outer: None,
            notes: BTreeMap::new(),
            numbers: Vec::new(),
            body: Body::default(),
            diagnostics: Vec::new(),
            typographer: Typographer::new(quotes),
            collecting: Collecting::Nothing,
            depth: 0,
            raw_open: Vec::new(),
            marks: Vec::new(),
            hiding: None,
            html_block: String::new(),
            table: Table::default(),
            caption: None,
            lone: Lone::No,
            step: None,
            in_blank: false,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        self.lone = self.still_lone(&event);
        if self.collect(&event, &range) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => {
                self.suspect(&range);
                let text = self.step_text(&text);
                self.text(text);
            }
            Event::Code(text) => {
                self.step_text(&text);
                self.count_heading_text(&text);
                self.typographer.pass('x');
                self.out.html.push_str("<code>");
                self.plain_text(&text);
                self.out.html.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) if self.page.is_none() => {
                self.out.html.push_str(&html);
            }
            Event::Html(html) => self.html_block.push_str(&html),
            Event::InlineHtml(html) => self.raw(&html, &range),
            Event::SoftBreak => {
                self.step_text(" ");
                self.count_heading_text(" ");
                self.typographer.pass(' ');
                self.out.html.push('\n');
            }
            Event::HardBreak => {
                self.typographer.pass(' ');
                self.void("br");
                self.out.html.push('\n');
            }
            Event::Rule => {
                self.new_line();
                self.void("hr");
                self.out.html.push('\n');
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::TaskListMarker(done) => self.task(done, range),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    /// Follows a paragraph that may hold nothing but a link.
    fn still_lone(&mut self, event: &Event<'_>) -> Lone {
        match (std::mem::replace(&mut self.lone, Lone::No), event) {
            (Lone::Empty { at, slot }, Event::Start(Tag::Link { .. })) => Lone::Link {
                at,
                slot,
                link: self.body.links.len() as u32,
                is_closed: false,
            },
            (Lone::Link { at, slot, link, .. }, Event::End(TagEnd::Link)) => Lone::Link {
                at,
                slot,
                link,
                is_closed: true,
            },
            (
                lone @ Lone::Link {
                    is_closed: false, ..
                },
                _,
            ) => lone,
            (lone, Event::End(TagEnd::Paragraph)) => lone,
            _ => Lone::No,
        }
    }

    /// Begins to watch a paragraph of the page itself, not one in a list, a quotation or a note.
    fn may_be_lone(&mut self, at: usize) {
        if self.depth == 1 && self.outer.is_none() && self.page.is_some() {
            let slot = self.out.slots.len();
            self.lone = Lone::Empty { at, slot };
        }
    }

    fn end_paragraph(&mut self) {
        self.out.html.push_str("</p>\n");
        if let Lone::Link {
            at,
            slot,
            link,
            is_closed: true,
        } = std::mem::replace(&mut self.lone, Lone::No)
            && self.body.links.len() as u32 == link + 1
        {
            let at = u32::try_from(at).expect("a page is smaller than 4 GiB");
            let kind = SlotKind::Embed(link);
            self.out.slots.insert(slot, Slot { at, kind });
            self.out.slot(SlotKind::EmbedEnd);
        }
    }

    /// Takes an event that belongs to a text being collected.
    fn collect(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        match &mut self.collecting {
            Collecting::Nothing | Collecting::Heading(_) => false,
            Collecting::Dropped => {
                if let Event::End(TagEnd::Link | TagEnd::Image) = event {
                    self.collecting = Collecting::Nothing;
                    self.depth -= 1;
                    self.close_raw();
                }
                true
            }
            Collecting::Code(fence) => match event {
                Event::Text(more) => {
                    fence.runs.push((fence.text.len(), range.start));
                    fence.text.push_str(more);
                    true
                }
                _ => false,
            },
            Collecting::Alt { depth, text, .. } => {
                match event {
                    Event::Start(_) => *depth += 1,
                    Event::End(_) if *depth == 0 => return false,
                    Event::End(_) => *depth -= 1,
                    Event::Text(more) | Event::Code(more) | Event::InlineHtml(more) => {
                        text.push_str(more);
                    }
                    Event::SoftBreak | Event::HardBreak | Event::Rule => text.push(' '),
                    _ => {}
                }
                true
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if !is_inline(&tag) {
            self.end_step();
        }
        self.depth += 1;
        if !matches!(tag, Tag::HtmlBlock) {
            self.marks.push(self.raw_open.len());
        }
        match tag {
            Tag::Paragraph => self.start_paragraph(&range),
            Tag::Heading { level, id, .. } => self.start_heading(level, id, range),
            Tag::BlockQuote(kind) => self.start_quote(kind),
            Tag::CodeBlock(kind) => {
                self.new_line();
                self.collecting = Collecting::Code(Fence {
                    info: match kind {
                        CodeBlockKind::Fenced(info) => info.into_string(),
                        CodeBlockKind::Indented => String::new(),
                    },
                    text: String::new(),
                    runs: Vec::new(),
                    range,
                });
            }
            Tag::HtmlBlock => self.new_line(),
            Tag::MetadataBlock(_) => {}
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item => self.block("<li>"),
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::FootnoteDefinition(label) => {
                let outer = std::mem::take(&mut self.out);
                self.outer = Some((outer, label.into_string()));
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_table_head(),
            Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.html.push_str("<em>"),
            Tag::Strong => self.out.html.push_str("<strong>"),
            Tag::Strikethrough => self.out.html.push_str("<del>"),
            Tag::Superscript => self.out.html.push_str("<sup>"),
            Tag::Subscript => self.out.html.push_str("<sub>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.start_link(link_type, &dest_url, &title, range),
            Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => self.start_image(link_type, &dest_url, title.into_string(), range),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.depth -= 1;
        if tag != TagEnd::HtmlBlock {
            self.close_raw();
        }
        if matches!(tag, TagEnd::Paragraph | TagEnd::Item) {
            self.end_step();
        }
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(kind) => self.out.html.push_str(match kind {
                Some(_) if self.page.is_some() => "</div>\n",
                _ => "</blockquote>\n",
            }),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html_block);
                if !html.is_empty() {
                    self.raw(&html, &range);
                }
            }
            TagEnd::List(true) => self.out.html.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.html.push_str("</ul>\n"),
            TagEnd::Item => self.out.html.push_str("</li>\n"),
            TagEnd::DefinitionList => self.out.html.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.html.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.html.push_str("</dd>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((outer, label)) = self.outer.take() {
                    let note = std::mem::replace(&mut self.out, outer);
                    self.notes.entry(label).or_insert(note);
                }
            }
            TagEnd::Table => self.out.html.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.out.html.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.out.html.push_str("</em>"),
            TagEnd::Strong => self.out.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.html.push_str("</del>"),
            TagEnd::Superscript => self.out.html.push_str("</sup>"),
            TagEnd::Subscript => self.out.html.push_str("</sub>"),
            TagEnd::Link if self.in_blank => self.end_blank(),
            TagEnd::Link => self.out.html.push_str("</a>"),
            TagEnd::Image => self.end_image(),
            TagEnd::MetadataBlock(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.hiding.is_some() {
            return;
        }
        self.count_heading_text(text);
        if self.page.is_none() {
            self.plain_text(text);
            return;
        }
        self.body.words += text.split_whitespace().count();
        let mut set = String::with_capacity(text.len() + 8);
        self.typographer.set(text, &mut set);
        escaped_text(&mut self.out.html, &set);
    }

    /// Text without typography. The specification writes quotes in text as entities; in pages
    /// that would be bytes for nothing.
    fn plain_text(&mut self, text: &str) {
        if self.page.is_some() {
            escaped_text(&mut self.out.html, text);
            return;
        }
        let mut escaped = String::with_capacity(text.len() + 8);
        escaped_text(&mut escaped, text);
        self.out.html.push_str(&escaped.replace('"', "&quot;"));
    }

    fn count_heading_text(&mut self, more: &str) {
        if let Collecting::Heading(heading) = &mut self.collecting {
            heading.text.push_str(more);
        }
    }

    fn block(&mut self, opening: &str) {
        self.typographer.reset();
        self.new_line();
        self.out.html.push_str(opening);
    }

    fn new_line(&mut self) {
        if !self.out.html.is_empty() && !self.out.html.ends_with('\n') {
            self.out.html.push('\n');
        }
    }

    fn void(&mut self, name: &str) {
        let end = if self.page.is_some() { ">" } else { " />" };
        self.out.html.push('<');
        self.out.html.push_str(name);
        self.out.html.push_str(end);
    }

    fn finish(mut self) -> Parsed<Body> {
        if let Some((outer, _)) = self.outer.take() {
            self.out = outer;
        }
        self.close_down_to(0);
        self.footnotes();
        self.body.html = self.out.html;
        self.body.slots = self.out.slots;
        Parsed {
            value: self.body,
            diagnostics: self.diagnostics,
        }
    }

    fn place(&self, range: Range<usize>) -> Span {
        match &self.page {
            Some(page) => {
                let offset = page.source.offset;
                Span::new(page.source.path, range.start + offset..range.end + offset)
            }
            None => Span::new(&"".into(), range),
        }
    }

    fn complain(
        &mut self,
        code: &'static crate::diagnostic::Code,
        range: Range<usize>,
        message: String,
        help: &str,
    ) {
        let span = self.place(range);
        self.diagnostics
            .push(Diagnostic::new(code, span, message).help(help));
    }
}

fn escaped_text(out: &mut String, text: &str) {
    escape_html_body_text(out, text).expect("writing to a String can't fail");
}

fn escaped_attribute(out: &mut String, text: &str) {
    escape_html(out, text).expect("writing to a String can't fail");
}

/// Whether a tag opens what goes into a line of text; else it opens a block.
pub(crate) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}
