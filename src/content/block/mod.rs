//! The text of a page as a list of blocks, each with its place: what a translation is made of.
//!
//! In: the text of a file. Out: [`Block`]s in the order of the file, the translated lines of the
//! front matter first. What is no text to translate stands in none: hidden lines, markers of lists,
//! rules. The same text broken into other lines gives the same blocks.

mod chart;
mod inline;
mod raw;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use toml::de::{DeTable, DeValue};

use super::front_matter;
use super::markdown::{self, Placed};

/// A piece of a page that is translated as one: a paragraph, an item, a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Bytes in the file, without marks of lists, headings and quotations.
    pub range: Range<usize>,
    /// The box of an answer or a step, `[x] `, which its text does not hold.
    pub mark: &'static str,
    /// Its words and what stands between them.
    pub pieces: Vec<Piece>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A text of the front matter, by its key.
    Field(Arc<str>),
    /// A heading of this level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A paragraph of a quotation, notice, hint or explanation.
    Quote,
    /// A row of a table.
    Row,
    /// A word of a list of definitions, or what it means.
    Definition,
    /// A footnote.
    Footnote,
    /// A line of a chart.
    Chart,
    /// A block of code.
    Code,
    /// HTML.
    Html,
    /// The words in a hidden line: ends of a scale, what an administration has to fill in.
    Hidden,
}

/// A piece of a block. All of them in a row are the block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words, as Markdown has them.
    Text(String),
    /// What opens emphasis, a link or a citation.
    Open(String),
    /// What closes the one opened last.
    Close(String),
    /// What stands by itself and is not translated: code, a citation, HTML, a line break.
    Code(String),
}

impl Piece {
    /// What it is in the Markdown.
    pub fn raw(&self) -> &str {
        match self {
            Piece::Text(raw) | Piece::Open(raw) | Piece::Close(raw) | Piece::Code(raw) => raw,
        }
    }
}

impl fmt::Display for BlockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BlockKind::Field(key) => key,
            BlockKind::Heading(_) => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Item => "item",
            BlockKind::Quote => "quote",
            BlockKind::Row => "row",
            BlockKind::Definition => "definition",
            BlockKind::Footnote => "footnote",
            BlockKind::Chart => "chart",
            BlockKind::Code => "code",
            BlockKind::Html => "html",
            BlockKind::Hidden => "hidden",
        })
    }
}

impl Block {
    /// The block as one text.
    pub fn text(&self) -> String {
        let raw = self.pieces.iter().map(Piece::raw);
        std::iter::once(self.mark).chain(raw).collect()
    }

    /// Whether there is anything in it to translate.
    pub fn has_words(&self) -> bool {
        let mut texts = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            _ => None,
        });
        texts.any(|text| text.contains(char::is_alphabetic))
    }
}

/// The blocks of a file's text; `fields` are the keys of its front matter that hold words.
pub fn blocks(text: &str, is_quiz: bool, fields: &[&str]) -> Vec<Block> {
    let nowhere = "".into();
    let parts = front_matter::split(&nowhere, text).value;
    let mut blocks = front(parts.front.text, parts.front.offset, fields);
    let mut reader = Reader {
        text: parts.body,
        is_quiz,
        open: Vec::new(),
        run: Vec::new(),
        row: None,
        mark: "",
        html: None,
        code: None,
        blocks: Vec::new(),
    };
    for (event, range) in markdown::events(parts.body) {
        reader.event(event, range);
    }
    reader.flush();
    blocks.extend(reader.blocks.into_iter().map(|block| Block {
        range: block.range.start + parts.body_offset..block.range.end + parts.body_offset,
        ..block
    }));
    blocks
}

/// The texts of the front matter: of `fields`, their lists, and `text` in lists of tables.
fn front(toml: &str, offset: usize, fields: &[&str]) -> Vec<Block> {
    let (table, _) = DeTable::parse_recoverable(toml);
    let table = table.into_inner();
    let mut found = Vec::new();
    for key in fields {
        let Some((key, value)) = table.get_key_value(*key) else {
            continue;
        };
        let name: Arc<str> = key.get_ref().as_ref().into();
        let mut add = |value: &toml::Spanned<DeValue<'_>>| {
            if let DeValue::String(text) = value.get_ref() {
                found.push(Block {
                    kind: BlockKind::Field(name.clone()),
                    range: value.span().start + offset..value.span().end + offset,
                    mark: "",
                    pieces: vec![Piece::Text(text.clone().into_owned())],
                });
            }
        };
        match value.get_ref() {
            DeValue::Array(values) => {
                for value in values {
                    match value.get_ref() {
                        DeValue::Table(table) => table.get("text").into_iter().for_each(&mut add),
                        _ => add(value),
                    }
                }
            }
            _ => add(value),
        }
    }
    found.sort_by_key(|block| block.range.start);
    found
}

/// A text as front matter has it: in double quotes, on one line.
pub fn as_toml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A row of a table that is being read: where, and its cells' events.
type Row<'a> = Vec<Vec<Placed<'a>>>;

/// Cuts the events of a body into blocks.
struct Reader<'a> {
    text: &'a str,
    is_quiz: bool,
    /// What is open around, outermost first.
    open: Vec<BlockKind>,
    run: Vec<Placed<'a>>,
    row: Option<Row<'a>>,
    mark: &'static str,
    html: Option<Range<usize>>,
    code: Option<(Range<usize>, bool)>,
    blocks: Vec<Block>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match &event {
            Event::Start(tag) if markdown::is_inline(tag) => self.run.push((event, range)),
            Event::End(tag) if is_inline_end(*tag) => self.run.push((event, range)),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::TaskListMarker(done) => self.mark = if *done { "[x] " } else { "[ ] " },
            Event::Html(_) | Event::Rule => {}
            Event::Text(_) if self.code.is_some() => {}
            _ => self.run.push((event, range)),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.flush();
        match tag {
            Tag::Heading { level, .. } => self.open.push(BlockKind::Heading(number(*level))),
            Tag::Item => self.open.push(BlockKind::Item),
            Tag::BlockQuote(_) => self.open.push(BlockKind::Quote),
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.open.push(BlockKind::Definition);
            }
            Tag::FootnoteDefinition(_) => self.open.push(BlockKind::Footnote),
            Tag::TableHead | Tag::TableRow => self.row = Some(Vec::new()),
            Tag::HtmlBlock => self.html = Some(range),
            Tag::CodeBlock(kind) => {
                let is_chart = matches!(kind, CodeBlockKind::Fenced(info) if info.split_whitespace().next() == Some("chart"));
                self.code = Some((range, is_chart));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.run);
                if let Some(row) = &mut self.row {
                    row.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::HtmlBlock => {
                if let Some(range) = self.html.take() {
                    let block = raw::block(self.text, range, self.is_quiz);
                    self.blocks.extend(block);
                }
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::FootnoteDefinition => {
                self.flush();
                self.open.pop();
            }
            _ => self.flush(),
        }
    }

    /// What is open and says most about a paragraph in it.
    fn kind(&self) -> BlockKind {
        let last = self.open.last().cloned();
        last.unwrap_or(BlockKind::Paragraph)
    }

    /// Ends a run of inline events.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        let kind = self.kind();
        let mark = std::mem::take(&mut self.mark);
        let (range, pieces) = inline::pieces(self.text, &run);
        let is_answer = self.is_quiz && kind == BlockKind::Item;
        self.blocks.push(Block {
            kind,
            range,
            mark,
            pieces: inline::without_names(match is_answer {
                true => inline::without_signs(pieces),
                false => pieces,
            }),
        });
    }

    fn end_row(&mut self) {
        let cells = self.row.take().unwrap_or_default();
        let mut whole: Option<Range<usize>> = None;
        let mut pieces: Vec<Piece> = Vec::new();
        for cell in cells.iter().filter(|cell| !cell.is_empty()) {
            let (range, own) = inline::pieces(self.text, cell);
            if let Some(whole) = &whole {
                let between = &self.text[whole.end..range.start];
                pieces.push(Piece::Code(inline::spaced(between)));
            }
            let start = whole.map_or(range.start, |whole| whole.start);
            whole = Some(start..range.end);
            pieces.extend(own);
        }
        self.blocks.extend(whole.map(|range| Block {
            kind: BlockKind::Row,
            range,
            mark: "",
            pieces,
        }));
    }

    fn end_code(&mut self) {
        let Some((range, is_chart)) = self.code.take() else {
            return;
        };
        if is_chart {
            self.blocks.extend(chart::blocks(self.text, range));
            return;
        }
        let raw = self.text[range.clone()].trim_end();
        self.blocks.push(Block {
            kind: BlockKind::Code,
            range: range.start..range.start + raw.len(),
            mark: "",
            pieces: vec![Piece::Code(raw.to_owned())],
        });
    }
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, is_quiz: bool) -> Vec<String> {
        let all = blocks(text, is_quiz, &["title", "keypoints", "objectives"]);
        all.iter()
            .map(|block| {
                let pieces = block.pieces.iter().map(|piece| match piece {
                    Piece::Text(raw) => raw.clone(),
                    Piece::Open(raw) => format!("⟨{raw}·"),
                    Piece::Close(raw) => format!("·{raw}⟩"),
                    Piece::Code(raw) => format!("⟦{raw}⟧"),
                });
                let pieces: String = pieces.collect();
                format!("{}: {}{pieces}", block.kind, block.mark)
            })
            .collect()
    }

    #[test]
    fn a_page_is_cut_into_its_blocks() {
        let text = "+++\ntitle = \"A\"\nminutes = 3\nkeypoints = [\"b\", \"c\"]\n\n[[objectives]]\nid = \"x.y\"\ntext = \"d\"\n+++\n\nOne\ntwo [three](a.md \"t\") [@src, page 3] [@src].\n\n## Four `five` {#id}\n\n- six **se\\*ven**\n  eight\n- <b>nine</b>\n\n  ten\n\n> [!NOTE]\n> eleven  \n> twelve\n\n| a | b  |\n| --- | --- |\n|  | [c](d.md) |\n\n<!-- TODO national: what -->\n\n<!-- hidden -->\n\n<p lang=\"fr\">treize</p>\n\n```\ncode\n```\n\n\\*fourteen\n";
        assert_eq!(
            shown(text, false),
            [
                "title: A",
                "keypoints: b",
                "keypoints: c",
                "objectives: d",
                "paragraph: One two ⟨[·three·](a.md \"t\")⟩ ⟨[@src, ·page 3·]⟩ ⟦[@src]⟧.",
                "heading: Four ⟦`five`⟧",
                "item: six ⟨**·se\\*ven·**⟩ eight",
                "item: ⟦<b>⟧nine⟦</b>⟧",
                "item: ten",
                "quote: eleven⟦\\\n⟧twelve",
                "row: a⟦ | ⟧b",
                "row: ⟨[·c·](d.md)⟩",
                "hidden: ⟦<!-- TODO national: ⟧what⟦ -->⟧",
                "html: ⟦<p lang=\"fr\">⟧treize⟦</p>⟧",
                "code: ⟦```\ncode\n```⟧",
                "paragraph: \\*fourteen",
            ]
        );
    }

    #[test]
    fn signs_of_questions_are_no_words() {
        let text = "## Why?\n\n<!-- q: a-1 · 2 points -->\n\n- left -> right\n- -> stray\n- = 8 ± 0\n- = one word\n- [x] yes (50 %)\n  > because\n\n## How?\n\n<!-- q: a-2 · scale: 1-5 low | high -->\n\n1. [Go](#there) (+2)\n2. [ ] no {#k}\n";
        assert_eq!(
            shown(text, true),
            [
                "heading: Why?",
                "item: left⟦ -> ⟧right",
                "item: ⟦-> ⟧stray",
                "item: ⟦= ⟧8 ± 0",
                "item: ⟦= ⟧one word",
                "item: [x] yes⟦ (50 %)⟧",
                "quote: because",
                "heading: How?",
                "hidden: ⟦<!-- q: a-2 · scale: 1-5 ⟧low⟦ | ⟧high⟦ -->⟧",
                "item: ⟨[·Go·](#there)⟩⟦ (+2)⟧",
                "item: [ ] no⟦ {#k}⟧",
            ]
        );
    }

    #[test]
    fn other_line_breaks_are_the_same_text() {
        let one = "- one two\n  three\n\n> a\n> b\n";
        let other = "- one\n  two three\n\n> a b\n";
        assert_eq!(shown(one, false), shown(other, false));
    }

    #[test]
    fn the_lines_of_a_chart_are_blocks() {
        let text = "```chart bars\ntitle: Who\nnote: See [x](y.md)\n\n| A | B |\n| --- | ---: |\n| c | 12 |\n```\n";
        assert_eq!(
            shown(text, false),
            [
                "chart: Who",
                "chart: See [x](y.md)",
                "chart: A⟦ | ⟧B",
                "chart: c⟦ | ⟧12",
            ]
        );
        let all = blocks(text, false, &[]);
        assert_eq!(&text[all[3].range.clone()], "c | 12");
    }
}
