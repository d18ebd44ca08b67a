//! Tables: captions, headings of columns and rows.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::{Buffer, Writer, escaped_text};
use crate::content::markdown::{Label, SlotKind};

/// What a paragraph starts with that is the caption of the table behind it.
const CAPTION: &str = "Table:";

/// The table that is being written.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    in_head: bool,
    column: usize,
    /// Where the cell starts.
    cell: usize,
    /// How many captions the page has so far, for their ids.
    captions: usize,
}

impl Writer<'_> {
    pub(super) fn start_paragraph(&mut self, range: &Range<usize>) {
        self.block("<p>");
        let text = self.page.as_ref().map(|page| page.source.text);
        let is_caption = text.is_some_and(|text| text[range.start..].starts_with(CAPTION));
        let start = self.out.html.len() - "<p>".len();
        self.caption = is_caption.then_some(start);
        self.may_be_lone(start);
    }

    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        let caption = self.caption_before();
        self.table.alignments = alignments;
        self.new_line();
        let group = "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label";
        self.out.html.push_str(group);
        let Some(mut caption) = caption else {
            self.out.html.push_str("=\"");
            self.out.slot(SlotKind::Label(Label::Table));
            self.out.html.push_str("\"><table>");
            return;
        };
        self.table.captions += 1;
        let id = format!("table-{}-title", self.table.captions);
        self.out.html.push_str("ledby=\"");
        self.out.slot(SlotKind::Prefix);
        self.out
            .html
            .push_str(&format!("{id}\"><table><caption id=\""));
        self.out.slot(SlotKind::Prefix);
        self.out.html.push_str(&format!("{id}\">"));
        // Without the mark and the space behind it, and without the paragraph's tags.
        let mark = "<p>".len() + CAPTION.len();
        let space = caption.html[mark..].len() - caption.html[mark..].trim_start().len();
        caption.html.truncate(caption.html.len() - "</p>\n".len());
        self.out.append(caption.split_off(mark + space));
        self.out.html.push_str("</caption>");
    }

    /// Writes the caption of a table that follows, as an author would.
    pub(super) fn write_caption(&mut self, words: &str) {
        self.new_line();
        self.caption = Some(self.out.html.len());
        self.out.html.push_str(&format!("<p>{CAPTION} "));
        escaped_text(&mut self.out.html, words);
        self.out.html.push_str("</p>\n");
    }

    /// Takes the paragraph back that was just written, if it is a caption.
    fn caption_before(&mut self) -> Option<Buffer> {
        let start = self.caption.take()?;
        let written = self.out.html.get(start..)?;
        let is_one = written.find("</p>\n")? + "</p>\n".len() == written.len();
        let is_caption = is_one && written.strip_prefix("<p>")?.starts_with(CAPTION);
        is_caption.then(|| self.out.split_off(start))
    }

    pub(super) fn start_table_head(&mut self) {
        self.table.in_head = true;
        self.table.column = 0;
        self.out.html.push_str("<thead><tr>");
    }

    pub(super) fn end_table_head(&mut self) {
        self.table.in_head = false;
        self.out.html.push_str("</tr></thead><tbody>\n");
    }

    pub(super) fn start_row(&mut self) {
        self.table.column = 0;
        self.out.html.push_str("<tr>");
    }

    pub(super) fn start_cell(&mut self) {
        self.typographer.reset();
        self.table.cell = self.out.html.len();
        self.out.html.push_str(match self.table.in_head {
            true => "<th scope=\"col\"",
            false => "<td",
        });
        match self.table.alignments.get(self.table.column) {
            Some(Alignment::Center) => self.out.html.push_str(" class=\"center\""),
            Some(Alignment::Right) => self.out.html.push_str(" class=\"right\""),
            Some(Alignment::Left | Alignment::None) | None => {}
        }
        self.out.html.push('>');
    }

    /// A first cell that is bold as a whole is the heading of its row.
    pub(super) fn end_cell(&mut self) {
        let cell = &self.out.html[self.table.cell..];
        let is_bold = cell.split_once("><strong>").is_some_and(|(tag, text)| {
            tag.starts_with("<td")
                && !tag.contains('>')
                && text.find("</strong>") == text.len().checked_sub("</strong>".len())
        });
        let is_row_head = is_bold && self.table.column == 0;
        if is_row_head {
            let mut cell = self.out.split_off(self.table.cell);
            let attributes = cell.html.find('>').unwrap_or_default();
            let text = cell.split_off(attributes + "><strong>".len());
            self.out.html.push_str("<th scope=\"row\"");
            self.out.html.push_str(&cell.html["<td".len()..=attributes]);
            self.out.append(text);
            let end = self.out.html.len() - "</strong>".len();
            self.out.html.truncate(end);
        }
        let is_head = self.table.in_head || is_row_head;
        self.out
            .html
            .push_str(if is_head { "</th>" } else { "</td>" });
        self.table.column += 1;
    }
}
