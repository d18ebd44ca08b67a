//! Footnotes: marks in the text, notes at the end of the page.

use super::Writer;
use crate::content::markdown::{Label, SlotKind};

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let number = match self.numbers.iter().position(|(known, _)| known == label) {
            Some(index) => index,
            None => {
                self.numbers.push((label.to_owned(), 0));
                self.numbers.len() - 1
            }
        };
        self.numbers[number].1 += 1;
        let (number, time) = (number + 1, self.numbers[number].1);
        let suffix = if time > 1 {
            format!("-{time}")
        } else {
            String::new()
        };
        self.typographer.pass('x');
        self.out
            .html
            .push_str("<sup class=\"footnote-mark\"><a id=\"");
        self.out.slot(SlotKind::Prefix);
        self.out
            .html
            .push_str(&format!("fnref-{number}{suffix}\" href=\"#"));
        self.out.slot(SlotKind::Prefix);
        self.out
            .html
            .push_str(&format!("fn-{number}\">{number}</a></sup>"));
    }

    pub(super) fn footnotes(&mut self) {
        if self.numbers.is_empty() {
            return;
        }
        self.new_line();
        self.out
            .html
            .push_str("<div class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.out.slot(SlotKind::Label(Label::Footnotes));
        self.out.html.push_str("\">\n<ol>\n");
        let mut index = 0;
        // A note may refer to further notes, which are numbered behind it.
        while index < self.numbers.len() {
            let (label, times) = self.numbers[index].clone();
            index += 1;
            self.out.html.push_str("<li id=\"");
            self.out.slot(SlotKind::Prefix);
            self.out.html.push_str(&format!("fn-{index}\">"));
            let mut note = self.notes.remove(&label).unwrap_or_default();
            let inside_paragraph = note.html.ends_with("</p>\n");
            if inside_paragraph {
                note.html.truncate(note.html.len() - "</p>\n".len());
            }
            self.out.append(note);
            for time in 1..=times {
                let suffix = if time > 1 {
                    format!("-{time}")
                } else {
                    String::new()
                };
                self.out
                    .html
                    .push_str(" <a class=\"footnote-back\" href=\"#");
                self.out.slot(SlotKind::Prefix);
                self.out
                    .html
                    .push_str(&format!("fnref-{index}{suffix}\" aria-label=\""));
                self.out.slot(SlotKind::Label(Label::FootnoteBack));
                self.out.html.push_str(&format!(" {index}{suffix}\">↩</a>"));
            }
            self.out.html.push_str(if inside_paragraph {
                "</p></li>\n"
            } else {
                "</li>\n"
            });
        }
        self.out.html.push_str("</ol>\n</div>\n");
    }
}
