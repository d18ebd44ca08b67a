//! Steps of a checklist: a box and its label, remembered under a key that stays.

use std::ops::Range;

use super::Writer;
use crate::content::markdown::{SlotKind, Step};

/// Digits of a key that is made of a step's words.
const DIGITS: usize = 8;

/// What is known of a step while it is being written.
pub(super) struct Words {
    text: String,
    /// The author's name for it, `{#name}` at the end of its words.
    name: Option<String>,
    range: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn start_step(&mut self, range: Range<usize>) {
        self.mark_item();
        self.out
            .html
            .push_str("<label class=\"step\"><input type=\"checkbox\" data-step=\"");
        self.out.slot(SlotKind::Step(self.body.steps.len() as u32));
        self.out.html.push_str("\"> <span>");
        self.step = Some(Words {
            text: String::new(),
            name: None,
            range,
        });
    }

    /// Marks the item of the list that has just begun: it has a box in place of a bullet.
    fn mark_item(&mut self) {
        for (start, marked) in [
            ("<li>", "<li class=\"task-item\">"),
            ("<li>\n<p>", "<li class=\"task-item\">\n<p>"),
        ] {
            if self.out.html.ends_with(start) {
                let end = self.out.html.len() - start.len();
                self.out.html.truncate(end);
                self.out.html.push_str(marked);
            }
        }
    }

    /// Notes words of the open step, and returns them without its name.
    pub(super) fn step_text<'t>(&mut self, text: &'t str) -> &'t str {
        let Some(step) = &mut self.step else {
            return text;
        };
        let (text, name) = match name_at_end(text) {
            Some((words, name)) => (words, Some(name.to_owned())),
            None => (text, None),
        };
        step.name = name.or(step.name.take());
        step.text.push_str(text);
        text
    }

    /// Closes the label of a step that is being written.
    pub(super) fn end_step(&mut self) {
        let Some(step) = self.step.take() else {
            return;
        };
        let floor = self.marks.last().copied().unwrap_or(0);
        self.close_down_to(floor.min(self.raw_open.len()));
        self.out.html.push_str("</span></label>");
        let explicit = step.name.is_some();
        let key = step.name.unwrap_or_else(|| self.key_of(&step.text));
        let range = self.place(step.range).range;
        self.body.steps.push(Step {
            key,
            explicit,
            range,
        });
    }

    /// A key of a step's words; the second step of the same words has another.
    fn key_of(&self, text: &str) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let hash = blake3::hash(words.join(" ").as_bytes()).to_hex();
        let base = format!("s{}", &hash[..DIGITS]);
        let is_free = |key: &str| !self.body.steps.iter().any(|step| step.key == key);
        let others = (2..).map(|number| format!("{base}-{number}"));
        std::iter::once(base.clone())
            .chain(others)
            .find(|key| is_free(key))
            .expect("numbers have no end")
    }
}

/// The words and the name of a step that ends with `{#name}`.
fn name_at_end(text: &str) -> Option<(&str, &str)> {
    let (words, name) = text.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (!name.is_empty() && name.bytes().all(is_plain)).then_some((words.trim_end(), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_at_the_end_in_small_letters() {
        assert_eq!(name_at_end("Call {#call}"), Some(("Call", "call")));
        assert_eq!(name_at_end("Call {#call-2} "), Some(("Call", "call-2")));
        for text in [
            "Call",
            "{#call} now",
            "Call {#}",
            "Call {#Call}",
            "Call {call}",
        ] {
            assert_eq!(name_at_end(text), None, "{text}");
        }
    }
}
