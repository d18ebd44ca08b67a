//! Items of the lists that hold answers.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::Draw;
use super::section::blocks;
use crate::content::markdown::{Piece, Pieces, Placed};
use crate::locale;

/// An item of a list.
pub(super) struct Item<'e> {
    /// Whether it has a box, and whether that is ticked.
    pub is_ticked: Option<bool>,
    /// Its words, without what the marks at its end say.
    pub content: Vec<Placed<'e>>,
    /// The quotation under it.
    pub feedback: Vec<Placed<'e>>,
    /// Bytes in the text.
    pub range: Range<usize>,
}

/// Arrows between the two sides of a pair.
const ARROWS: [&str; 2] = ["->", "→"];

/// The items of a list.
pub(super) fn items<'e>(list: &'e [Placed<'e>]) -> Vec<Item<'e>> {
    let inner = &list[1..list.len().saturating_sub(1).max(1)];
    blocks(inner).into_iter().map(Item::new).collect()
}

/// Whether a list is numbered.
pub(super) fn is_numbered(list: &[Placed<'_>]) -> bool {
    matches!(list.first(), Some((Event::Start(Tag::List(Some(_))), _)))
}

impl<'e> Item<'e> {
    fn new(events: &'e [Placed<'e>]) -> Self {
        let mut item = Item {
            is_ticked: None,
            content: Vec::new(),
            feedback: Vec::new(),
            range: events[0].1.clone(),
        };
        let inner = &events[1..events.len().saturating_sub(1).max(1)];
        for (index, block) in blocks(inner).into_iter().enumerate() {
            match &block[0].0 {
                Event::Start(Tag::BlockQuote(_)) => {
                    item.feedback.extend_from_slice(&block[1..block.len() - 1]);
                }
                // The words of a first paragraph stand without `<p>`.
                Event::Start(Tag::Paragraph) if index == 0 => {
                    item.content.extend_from_slice(&block[1..block.len() - 1]);
                }
                _ => item.content.extend_from_slice(block),
            }
        }
        item.content.retain(|(event, _)| match event {
            Event::TaskListMarker(done) => {
                item.is_ticked = Some(*done);
                false
            }
            _ => true,
        });
        let end = item
            .content
            .last()
            .map_or(item.range.end, |(_, range)| range.end);
        item.range = item.range.start..end.max(item.range.start);
        item
    }

    /// What stands first, if it is text.
    pub(super) fn start(&self) -> &str {
        match self.content.first() {
            Some((Event::Text(text), _)) => text,
            _ => "",
        }
    }

    /// The same without `mark` and space at its start.
    pub(super) fn without_start(mut self, mark: &str) -> Self {
        if let Some((Event::Text(text), _)) = self.content.first_mut() {
            // Where nothing but a mark stood behind it, its space is gone.
            let rest = text.strip_prefix(mark.trim_end()).unwrap_or(text);
            *text = rest.trim_start().to_owned().into();
        }
        self
    }

    /// Takes what stands in brackets at the end of the words, if `read` knows what it says.
    pub(super) fn take_mark<T>(&mut self, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (Event::Text(text), _) = self.content.last_mut()? else {
            return None;
        };
        let open = text.trim_end().strip_suffix(')')?.rfind('(')?;
        let value = read(text[open + 1..].trim_end().trim_end_matches(')').trim())?;
        *text = CowStr::from(text[..open].trim_end().to_owned());
        if text.is_empty() {
            self.content.pop();
        }
        Some(value)
    }

    /// The plain words.
    pub(super) fn words(&self) -> String {
        let words = self.content.iter().map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => text,
            _ => " ",
        });
        let joined: String = words.collect();
        joined.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The quotation under it, written.
    pub(super) fn feedback(&self, pieces: &mut Pieces<'_>) -> Option<Piece> {
        (!self.feedback.is_empty()).then(|| pieces.write(&self.feedback))
    }

    /// Whether it has an arrow outside links and code.
    pub(super) fn is_pair(&self) -> bool {
        self.arrow().is_some()
    }

    /// The words before and behind its arrow.
    pub(super) fn sides(&self) -> (Vec<Placed<'e>>, Vec<Placed<'e>>) {
        let Some((at, byte, length)) = self.arrow() else {
            return (self.content.clone(), Vec::new());
        };
        let (event, range) = &self.content[at];
        let Event::Text(text) = event else {
            return (self.content.clone(), Vec::new());
        };
        let text_event = |text: &str| (Event::Text(text.trim().to_owned().into()), range.clone());
        let (before, behind) = (&text[..byte], &text[byte + length..]);
        // A space towards emphasis or a link beside the arrow belongs to nobody.
        let mut left = self.content[..at].to_vec();
        if !before.trim().is_empty() {
            let words = before.trim_end().to_owned().into();
            left.push((Event::Text(words), range.clone()));
        }
        let mut right = Vec::new();
        if !behind.trim().is_empty() {
            right.push(match self.content.get(at + 1) {
                None => text_event(behind),
                Some(_) => (
                    Event::Text(behind.trim_start().to_owned().into()),
                    range.clone(),
                ),
            });
        }
        right.extend_from_slice(&self.content[at + 1..]);
        (left, right)
    }

    /// Event, byte and length of its arrow.
    fn arrow(&self) -> Option<(usize, usize, usize)> {
        let mut depth = 0;
        for (at, (event, _)) in self.content.iter().enumerate() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Text(text) if depth == 0 => {
                    let each = ARROWS.iter().flat_map(|arrow| text.match_indices(arrow));
                    let found = each.filter_map(|(byte, arrow)| {
                        let (before, behind) = (&text[..byte], &text[byte + arrow.len()..]);
                        let is_free = (before.is_empty() || before.ends_with(' '))
                            && (behind.is_empty() || behind.starts_with(' '));
                        is_free.then_some((at, byte, arrow.len()))
                    });
                    if let Some(first) = found.min() {
                        return Some(first);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The address of the only link in it, with the words before it.
    fn counted_link(&self) -> Option<(&str, &str)> {
        let [(Event::Text(before), _), rest @ ..] = self.content.as_slice() else {
            return None;
        };
        let (Event::Start(Tag::Link { dest_url, .. }), _) = rest.first()? else {
            return None;
        };
        let is_whole = matches!(rest.last()?.0, Event::End(TagEnd::Link));
        is_whole.then_some((before.trim(), dest_url))
    }

    /// Whether it draws questions: `3 from [Indicators](indicators.md)`.
    pub(super) fn is_draw(&self) -> bool {
        self.counted_link().is_some_and(|(before, target)| {
            let mut words = before.split_whitespace();
            let count = words.next().unwrap_or_default();
            let rest: Vec<&str> = words.collect();
            let is_count = count.parse::<u32>().is_ok() || locale::means_all(count);
            is_count && rest.iter().all(|word| locale::means_from(word)) && !target.starts_with('#')
        })
    }

    /// What it draws.
    pub(super) fn draw(&self, pieces: &mut Pieces<'_>) -> Draw {
        let (before, _) = self.counted_link().unwrap_or_default();
        let count = before.split_whitespace().next().unwrap_or_default();
        let link = pieces.links();
        pieces.write(&self.content[1..]);
        Draw {
            count: count.parse().ok(),
            link,
            range: pieces.span(self.range.clone()).range,
        }
    }

    /// Whether it starts with a link to a heading of the same file.
    pub(super) fn scene_link(&self) -> bool {
        matches!(self.content.first(), Some((Event::Start(Tag::Link { dest_url, .. }), _)) if dest_url.starts_with('#'))
    }

    /// Whether its last event is nothing but space.
    pub(super) fn ends_with_space(&self) -> bool {
        matches!(self.content.last(), Some((Event::Text(text), _)) if text.trim().is_empty())
    }

    /// The id of the scene that it leads to, if it is a link to a heading and nothing else.
    pub(super) fn scene(&self) -> Option<&str> {
        let (Event::Start(Tag::Link { dest_url, .. }), _) = self.content.first()? else {
            return None;
        };
        let is_whole = matches!(self.content.last()?.0, Event::End(TagEnd::Link));
        let links = self
            .content
            .iter()
            .filter(|(event, _)| matches!(event, Event::Start(Tag::Link { .. })));
        (is_whole && links.count() == 1)
            .then(|| dest_url.strip_prefix('#'))
            .flatten()
    }
}
