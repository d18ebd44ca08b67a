//! Markdown to a [`Body`]: HTML with gaps where the rest of the site decides.
//!
//! The text is parsed and written once. What depends on other pages (addresses, heading ids,
//! citations) or on the reader's language (labels) stays open as a [`Slot`]; filling the slots
//! is all that rendering a body takes.

mod chart;
mod highlight;
mod raw_html;
mod typography;
mod writer;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::config::RawHtml;
use crate::diagnostic::Parsed;
use crate::locale::Quotes;

pub use highlight::Highlighter;
pub use raw_html::Sanitiser;
pub use typography::typeset;
pub(crate) use writer::is_inline;
pub use writer::piece::{Pieces, Placed, events};

/// What the writer needs that takes long to make.
pub struct Engines {
    /// Colours code.
    pub highlighter: Highlighter,
    /// Cleans raw HTML.
    pub sanitiser: Sanitiser,
}

impl Engines {
    /// Engines for books that allow `raw_html` beside the built-in list.
    pub fn new(raw_html: &RawHtml) -> Self {
        Engines {
            highlighter: Highlighter::default(),
            sanitiser: Sanitiser::new(raw_html),
        }
    }
}

/// A piece of Markdown in a file.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The file.
    pub path: &'a Arc<str>,
    /// The Markdown.
    pub text: &'a str,
    /// Where it starts in the file, in bytes.
    pub offset: usize,
    /// The marks that the text's language puts around quotations.
    pub quotes: Quotes,
    /// What the boxes of its task lists are.
    pub tasks: Tasks,
}

/// What the boxes of a page's task lists are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tasks {
    /// Marks, as the author set them.
    Marks,
    /// Boxes that readers tick.
    Boxes,
}

/// Written Markdown with its open places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// The HTML between the slots.
    pub html: String,
    /// Open places, in order.
    pub slots: Vec<Slot>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Links and pictures in order.
    pub links: Vec<Link>,
    /// Pictures in it, shown by Markdown or raw HTML.
    pub pictures: usize,
    /// Citations in order.
    pub citations: Vec<Citation>,
    /// Ids that raw HTML sets.
    pub anchors: Vec<(String, Range<usize>)>,
    /// A heading of level 1 at the start: the title of a page that has none in its front matter.
    pub title: Option<(String, Range<usize>)>,
    /// Steps that readers tick, in order.
    pub steps: Vec<Step>,
    /// Charts in it.
    pub charts: usize,
    /// Names of the blanks to fill on paper or by an administration.
    pub blanks: BTreeSet<String>,
    /// Places for the national trainer to fill, each `<!-- TODO national: what -->`.
    pub open_places: Vec<(String, Range<usize>)>,
    /// Words in the text.
    pub words: usize,
}

impl Body {
    /// The words of the link of this number, where it stands alone in its paragraph.
    pub fn lone_link_words(&self, link: u32) -> Option<String> {
        let start = self
            .slots
            .iter()
            .position(|slot| slot.kind == SlotKind::Embed(link))?;
        let end = self.slots[start..]
            .iter()
            .find(|slot| slot.kind == SlotKind::EmbedEnd)?;
        let html = &self.html[self.slots[start].at as usize..end.at as usize];
        // Only the tags that the writer sets stand in it.
        let words = html.split('<').filter_map(|part| part.split_once('>'));
        let text: String = words.map(|(_, text)| text).collect();
        Some(unescaped(text.trim()))
    }
}

/// Text whose few entities are characters again.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// A part of a body that its content puts somewhere. Its slots count the links, headings and
/// citations of the body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// The HTML between the slots.
    pub html: String,
    /// Open places, in order.
    pub slots: Vec<Slot>,
    /// The words without markup.
    pub text: String,
    /// The Markdown, as far as it was read from the file.
    pub markdown: String,
}

/// An open place in a body's HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Where, in bytes of the HTML.
    pub at: u32,
    /// What goes there.
    pub kind: SlotKind,
}

/// What goes into an open place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// The address of the link of this number.
    Link(u32),
    /// Size and copies of the picture with the link of this number.
    Picture(u32),
    /// The id of the heading of this number.
    Heading(u32),
    /// The citation of this number.
    Citation(u32),
    /// The key of the step of this number.
    Step(u32),
    /// A word in the language of the text.
    Label(Label),
    /// What keeps ids apart where several bodies stand on one page; empty elsewhere.
    Prefix,
    /// A paragraph that holds nothing but the link of this number, up to the next
    /// [`SlotKind::EmbedEnd`]: where the link leads to a quiz, the quiz stands there instead.
    Embed(u32),
    /// The end of such a paragraph.
    EmbedEnd,
}

/// Words that the writer needs in the language of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Title of a `[!NOTE]`.
    Note,
    /// Title of a `[!TIP]`.
    Tip,
    /// Title of an `[!IMPORTANT]`.
    Important,
    /// Title of a `[!WARNING]`.
    Warning,
    /// Title of a `[!CAUTION]`.
    Caution,
    /// Heading of the footnotes.
    Footnotes,
    /// The link from a footnote back to the text.
    FootnoteBack,
    /// A ticked box.
    TaskDone,
    /// An empty box.
    TaskOpen,
    /// A table that may be scrolled.
    Table,
    /// A block of code that may be scrolled.
    Code,
    /// Opens the table of a chart.
    ChartTable,
    /// An empty line to fill in.
    Blank,
}

impl Label {
    /// Its key among the strings of a language.
    pub fn key(self) -> &'static str {
        match self {
            Label::Note => "notice.note",
            Label::Tip => "notice.tip",
            Label::Important => "notice.important",
            Label::Warning => "notice.warning",
            Label::Caution => "notice.caution",
            Label::Footnotes => "text.footnotes",
            Label::FootnoteBack => "text.footnote-back",
            Label::TaskDone => "text.task-done",
            Label::TaskOpen => "text.task-open",
            Label::Table => "text.table",
            Label::Code => "text.code",
            Label::ChartTable => "chart.table",
            Label::Blank => "text.blank",
        }
    }
}

/// A step of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Names it in what browsers keep: the author's own name for it, or made of its words.
    pub key: String,
    /// Whether the author named it.
    pub explicit: bool,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// Its id: as the author set it, or made of the text.
    pub id: String,
    /// Whether the author set the id.
    pub explicit: bool,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// A link or picture of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As written.
    pub target: String,
    /// What it is for.
    pub role: LinkRole,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRole {
    /// Leads somewhere.
    Anchor,
    /// Shows a picture or other file.
    Embed,
}

/// `[@source, locator]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Name of the source: its path below `sources/`.
    pub source: String,
    /// Where in the source, like `chapter 3`; empty if not said.
    pub locator: String,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// Writes a page's Markdown, with all extensions, sanitised.
pub fn body(source: Source<'_>, engines: &Engines) -> Parsed<Body> {
    writer::write(source, engines)
}

/// Writes plain CommonMark without extensions, typography or sanitiser, as the specification
/// has it.
pub fn commonmark(text: &str) -> String {
    writer::write_commonmark(text)
}

/// The id that a heading's text makes: small letters and digits of any script, hyphens for
/// spaces, as mdBook has it.
pub fn heading_id(text: &str) -> String {
    text.trim()
        .chars()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
            c if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}
