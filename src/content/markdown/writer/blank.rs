//! Blanks: lines to fill on paper, or by an administration for its site.

use std::ops::Range;

use super::{Writer, escaped_attribute};
use crate::content::markdown::{Label, SlotKind};
use crate::diagnostic::code;

/// Starts the target of a link that is a blank, `blank:control-room`.
pub(super) const BLANK: &str = "blank:";

/// Bytes of the longest name.
const LONGEST: usize = 60;

impl Writer<'_> {
    pub(super) fn start_blank(&mut self, name: &str, range: Range<usize>) {
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let is_name = !name.is_empty() && name.len() <= LONGEST && name.bytes().all(is_plain);
        if !is_name {
            self.complain(
                &code::BAD_BLANK,
                range,
                format!("`{name}` is no name of a blank"),
                "write small letters, digits and hyphens, like `blank:control-room`",
            );
        }
        self.in_blank = true;
        // A blank at the start of an item has a line of its own and no bullet.
        if self.out.html.ends_with("<li>") {
            self.out.html.truncate(self.out.html.len() - "<li>".len());
            self.out.html.push_str("<li class=\"blank-item\">");
        }
        self.out.html.push_str("<span class=\"blank\"");
        if is_name {
            self.out.html.push_str(" data-blank=\"");
            escaped_attribute(&mut self.out.html, name);
            self.out.html.push('"');
            self.body.blanks.insert(name.to_owned());
        }
        self.out.html.push_str("><span class=\"blank-name\">");
    }

    pub(super) fn end_blank(&mut self) {
        self.in_blank = false;
        self.out
            .html
            .push_str("</span> <span class=\"blank-line\"><span class=\"vh\">");
        self.out.slot(SlotKind::Label(Label::Blank));
        self.out.html.push_str("</span></span></span>");
    }
}
