//! What an author is told: findings with a code, a place and the mend.
//!
//! Stages return [`Diagnostic`]s, which know a place as bytes in a file. At the end [`locate`]
//! turns them into [`Finding`]s with lines and columns, sorted by path and position.

pub mod code;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use code::Code;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published while one stands.
    Error,
    /// Published, but something is probably not as meant.
    Warning,
    /// Worth a look.
    Hint,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        })
    }
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file, relative to the book, with `/`.
    pub path: Arc<str>,
    /// Bytes in the file.
    pub range: Range<usize>,
}

impl Span {
    /// The bytes `range` of the file at `path`.
    pub fn new(path: &Arc<str>, range: Range<usize>) -> Self {
        Span {
            path: path.clone(),
            range,
        }
    }

    /// The file as a whole; shown at its first line.
    pub fn file(path: &Arc<str>) -> Self {
        Span::new(path, 0..0)
    }
}

/// Something that an author should know about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Which rule speaks.
    pub code: &'static Code,
    /// What is wrong; lower case, no full stop, names in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where; `None` where no file is to blame.
    pub span: Option<Span>,
    /// The mend, where there is only one that can be meant.
    pub fix: Option<Box<Fix>>,
}

/// A replacement within the place of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fix {
    /// What stands there.
    pub old: String,
    /// What should.
    pub new: String,
}

impl Fix {
    /// Where in `text` the replacement goes, if what it replaces stands in `place` just once.
    pub fn range_in(&self, text: &str, place: &Range<usize>) -> Option<Range<usize>> {
        let around = text.get(place.clone())?;
        let mut found = around.match_indices(&self.old);
        let (at, _) = found.next()?;
        let start = place.start + at;
        found
            .next()
            .is_none()
            .then(|| start..start + self.old.len())
    }
}

impl Diagnostic {
    /// A finding of rule `code` at `span`.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            message: message.into(),
            help: None,
            span: Some(span),
            fix: None,
        }
    }

    /// The same with a mend that a program can make.
    pub fn fix(mut self, old: impl Into<String>, new: impl Into<String>) -> Self {
        self.fix = Some(Box::new(Fix {
            old: old.into(),
            new: new.into(),
        }));
        self
    }

    /// The same with a word on what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with "did you mean" where there is something close enough.
    pub fn suggest<'a>(
        self,
        written: &str,
        known: impl IntoIterator<Item = &'a str>,
        otherwise: impl Into<String>,
    ) -> Self {
        match nearest(written, known) {
            Some(near) => self
                .help(format!("did you mean `{near}`?"))
                .fix(written, near),
            None => self.help(otherwise),
        }
    }
}

/// A value together with what there is to say about how it was written.
///
/// Parsing never fails: where something is wrong, the value is the nearest usable one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The value.
    pub value: T,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
}

/// A [`Diagnostic`] whose place has been looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Finding {
    /// The file, relative to the book; empty where no file is to blame.
    pub fn path(&self) -> &str {
        self.diagnostic.span.as_ref().map_or("", |span| &span.path)
    }

    /// Weight of the rule that speaks.
    pub fn severity(&self) -> Severity {
        self.diagnostic.code.severity
    }
}

/// Looks up lines and columns, sorts by path and position, and drops doubles.
pub fn locate<'a>(
    diagnostics: impl IntoIterator<Item = Diagnostic>,
    text_of: impl Fn(&str) -> Option<&'a str>,
) -> Vec<Finding> {
    let mut diagnostics: Vec<Diagnostic> = diagnostics.into_iter().collect();
    let place = |diagnostic: &Diagnostic| {
        let span = diagnostic.span.as_ref();
        span.map(|span| (span.path.clone(), span.range.start))
    };
    diagnostics.sort_by(|a, b| {
        (place(a), a.code.name, &a.message).cmp(&(place(b), b.code.name, &b.message))
    });
    diagnostics.dedup();
    let mut cursor: Option<(Arc<str>, Cursor<'a>)> = None;
    diagnostics
        .into_iter()
        .map(|diagnostic| {
            let (line, column) = match &diagnostic.span {
                None => (1, 1),
                Some(span) => {
                    let here = cursor.take().filter(|(path, _)| *path == span.path);
                    let (_, cursor) = cursor.insert(here.unwrap_or_else(|| {
                        let text = text_of(&span.path).unwrap_or("");
                        (span.path.clone(), Cursor::new(text))
                    }));
                    cursor.position(span.range.start)
                }
            };
            Finding {
                diagnostic,
                line,
                column,
            }
        })
        .collect()
}

/// A place in a text that moves forward only, so that all places together cost one reading.
struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
    column: usize,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Self {
        Cursor {
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    fn position(&mut self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        for c in self.text[self.offset..offset].chars() {
            match c {
                '\n' => {
                    self.line += 1;
                    self.column = 1;
                }
                _ => self.column += 1,
            }
        }
        self.offset = offset;
        (self.line, self.column)
    }
}

/// The known name closest to what was written, if any is close.
///
/// Looks at no more than 20,000 names, so that one slip in a large book costs little.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).max(1);
    known
        .into_iter()
        .take(20_000)
        .filter(|name| name.len().abs_diff(written.len()) <= limit * 4)
        .map(|name| (strsim::osa_distance(written, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let mut cursor = Cursor::new("añb\nλόγος x");
        assert_eq!(cursor.position(3), (1, 3));
        assert_eq!(cursor.position(16), (2, 7));
        assert_eq!(cursor.position(999), (2, 8));
    }

    #[test]
    fn nearest_finds_a_slip_and_refuses_a_stranger() {
        let names = ["title", "description", "language"];
        assert_eq!(nearest("titel", names), Some("title"));
        assert_eq!(nearest("languages", names), Some("language"));
        assert_eq!(nearest("kinds", names), None);
    }
}
