//! Headings, notices, code and tasks.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CowStr, HeadingLevel};

use super::{Collecting, HeadingStart, Writer, escaped_attribute};
use crate::content::markdown::{Heading, Label, SlotKind, Tasks, chart, heading_id};

impl Writer<'_> {
    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'_>>,
        range: Range<usize>,
    ) {
        self.typographer.reset();
        self.new_line();
        if self.page.is_none() {
            self.out.html.push_str(&format!("<{level}>"));
            return;
        }
        let at_start = self.out.html.is_empty() && self.body.headings.is_empty();
        let is_title = level == HeadingLevel::H1 && at_start && self.body.title.is_none();
        let level = (level as u8).max(2);
        if is_title {
            // Written apart, as it may become the page's title.
            self.outer = Some((std::mem::take(&mut self.out), String::new()));
        } else {
            self.out.html.push_str(&format!("<h{level} id=\""));
            self.out.slot(SlotKind::Prefix);
            self.out
                .slot(SlotKind::Heading(self.body.headings.len() as u32));
            self.out.html.push_str("\">");
        }
        self.collecting = Collecting::Heading(HeadingStart {
            level,
            explicit: id.map(CowStr::into_string),
            text: String::new(),
            range,
            is_title,
        });
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
        let Collecting::Heading(heading) =
            std::mem::replace(&mut self.collecting, Collecting::Nothing)
        else {
            self.out.html.push_str(&format!("</{level}>\n"));
            return;
        };
        let mut text = String::new();
        self.typographer.reset();
        self.typographer.set(heading.text.trim(), &mut text);
        if heading.is_title {
            if let Some((outer, _)) = self.outer.take() {
                self.out = outer;
            }
            self.body.title = Some((text, self.place(heading.range).range));
            return;
        }
        self.out.html.push_str(&format!("</h{}>\n", heading.level));
        self.body.headings.push(Heading {
            level: heading.level,
            id: heading
                .explicit
                .clone()
                .unwrap_or_else(|| heading_id(&heading.text)),
            explicit: heading.explicit.is_some(),
            text,
            range: self.place(heading.range).range,
        });
    }

    pub(super) fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, label) = match kind.filter(|_| self.page.is_some()) {
            None => return self.block("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", Label::Note),
            Some(BlockQuoteKind::Tip) => ("tip", Label::Tip),
            Some(BlockQuoteKind::Important) => ("important", Label::Important),
            Some(BlockQuoteKind::Warning) => ("warning", Label::Warning),
            Some(BlockQuoteKind::Caution) => ("caution", Label::Caution),
        };
        self.block(&format!(
            "<div class=\"notice {class}\">\n<p class=\"notice-title\">"
        ));
        self.out.slot(SlotKind::Label(label));
        self.out.html.push_str("</p>\n");
    }

    pub(super) fn end_code(&mut self) {
        let Collecting::Code(fence) = std::mem::replace(&mut self.collecting, Collecting::Nothing)
        else {
            return;
        };
        if self.page.is_some() && fence.language() == chart::LANGUAGE {
            return self.chart(&fence);
        }
        let (language, text) = (fence.language(), &fence.text);
        match self.page.is_some() {
            true => {
                self.out
                    .html
                    .push_str("<pre tabindex=\"0\" role=\"group\" aria-label=\"");
                self.out.slot(SlotKind::Label(Label::Code));
                self.out.html.push_str("\"><code");
            }
            false => self.out.html.push_str("<pre><code"),
        }
        if !language.is_empty() {
            self.out.html.push_str(" class=\"language-");
            escaped_attribute(&mut self.out.html, language);
            self.out.html.push('"');
        }
        self.out.html.push('>');
        match &self.page {
            Some(page) => {
                let coloured = page.engines.highlighter.html(language, text);
                self.out.html.push_str(&coloured);
            }
            None => self.plain_text(text),
        }
        self.out.html.push_str("</code></pre>\n");
    }

    pub(super) fn task(&mut self, done: bool, range: Range<usize>) {
        let source = self.page.as_ref().map(|page| page.source);
        if source.is_some_and(|source| source.tasks == Tasks::Boxes) {
            return self.start_step(range);
        }
        let (class, label) = if done {
            ("task done", Label::TaskDone)
        } else {
            ("task", Label::TaskOpen)
        };
        self.out.html.push_str(&format!(
            "<span class=\"{class}\" role=\"img\" aria-label=\""
        ));
        self.out.slot(SlotKind::Label(label));
        self.out.html.push_str("\"></span> ");
    }
}
