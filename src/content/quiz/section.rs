//! Cuts a quiz's Markdown into questions, and each into its blocks.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, HeadingLevel, Tag, TagEnd};

use super::item::{self, Item};
use super::{Draw, Explanation, Question, Settings, Task, comment, task};
use crate::content::markdown::{Heading, Piece, Pieces, Placed, heading_id};
use crate::diagnostic::code;

/// A heading of level 2 with what stands below it.
pub(super) struct Section<'e> {
    /// What stands in the heading.
    pub heading: &'e [Placed<'e>],
    /// The id that the author gave it.
    pub id: Option<String>,
    /// Bytes of the heading in the text.
    pub range: Range<usize>,
    /// Blocks below it.
    pub blocks: Vec<&'e [Placed<'e>]>,
}

/// The blocks of a section by what they are for.
#[derive(Default)]
pub(super) struct Parts<'e> {
    pub settings: Settings,
    pub matter: Vec<Placed<'e>>,
    pub hints: Vec<&'e [Placed<'e>]>,
    pub notes: Vec<&'e [Placed<'e>]>,
    pub answers: Option<&'e [Placed<'e>]>,
}

/// What stands before the first heading of level 2, and the sections behind.
pub(super) fn split<'e>(events: &'e [Placed<'e>]) -> (&'e [Placed<'e>], Vec<Section<'e>>) {
    let blocks = blocks(events);
    let is_start = |block: &&[Placed<'_>]| {
        matches!(
            block.first(),
            Some((
                Event::Start(Tag::Heading {
                    level: HeadingLevel::H2,
                    ..
                }),
                _
            ))
        )
    };
    let first = blocks.iter().position(is_start).unwrap_or(blocks.len());
    let intro: usize = blocks[..first].iter().map(|block| block.len()).sum();
    let mut sections: Vec<Section<'e>> = Vec::new();
    for block in blocks.into_iter().skip(first) {
        if is_start(&block) {
            let id = match &block[0].0 {
                Event::Start(Tag::Heading { id, .. }) => id.as_ref().map(ToString::to_string),
                _ => None,
            };
            sections.push(Section {
                heading: &block[1..block.len().saturating_sub(1).max(1)],
                id,
                range: block[0].1.clone(),
                blocks: Vec::new(),
            });
        } else if let Some(section) = sections.last_mut() {
            section.blocks.push(block);
        }
    }
    (&events[..intro], sections)
}

/// The outermost blocks among some events.
pub(super) fn blocks<'e>(events: &'e [Placed<'e>]) -> Vec<&'e [Placed<'e>]> {
    let mut blocks = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            blocks.push(&events[start..=at]);
            start = at + 1;
        }
    }
    if start < events.len() {
        blocks.push(&events[start..]);
    }
    blocks
}

impl<'e> Section<'e> {
    /// Draws from other quizzes, where the section holds nothing else.
    pub(super) fn draws(&self, pieces: &mut Pieces<'_>) -> Option<Vec<Draw>> {
        let list = *self.blocks.iter().rfind(|block| is_list(block))?;
        let items = item::items(list);
        if !items.iter().all(Item::is_draw) {
            return None;
        }
        // The heading and the text around it are for the author: the page has its own words.
        Some(items.iter().map(|item| item.draw(pieces)).collect())
    }

    /// The section as a question.
    pub(super) fn question(&self, pieces: &mut Pieces<'_>) -> Question {
        let parts = self.parts(pieces);
        let prompt = pieces.write(self.heading);
        let id = parts.settings.id.as_ref().map(|(id, _)| format!("q-{id}"));
        let heading = self.note_heading(&prompt, id, pieces);
        if prompt.text.is_empty() {
            pieces.complain(
                &code::QUESTION_FORM,
                self.range.clone(),
                "this question has no words",
                "write the question behind `## `",
            );
        }
        let task = match parts.answers {
            Some(block) => task::read(block, &parts.settings, pieces),
            None => Task::Open,
        };
        Question {
            heading,
            prompt,
            matter: pieces.write(&parts.matter),
            task,
            hints: parts
                .hints
                .iter()
                .map(|hint| inside(hint, pieces))
                .collect(),
            explanation: explanation(&parts.notes, pieces),
            unnamed: (parts.settings.id.is_none()).then(|| pieces.line(&self.range)),
            settings: parts.settings,
            range: pieces.span(self.range.clone()).range,
        }
    }

    /// The section's blocks by what they are for.
    pub(super) fn parts(&self, pieces: &mut Pieces<'_>) -> Parts<'e> {
        let mut parts = Parts::default();
        let last = self
            .blocks
            .iter()
            .rposition(|block| is_list(block) || task::is_crossed(block));
        for (position, block) in self.blocks.iter().copied().enumerate() {
            match &block[0].0 {
                Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Tip))) => parts.hints.push(block),
                Event::Start(Tag::BlockQuote(Some(BlockQuoteKind::Note))) => {
                    parts.notes.push(block);
                }
                Event::Start(Tag::HtmlBlock) if comment::is_settings(block) => {
                    comment::read(block, &mut parts.settings, pieces);
                }
                _ if Some(position) == last => parts.answers = Some(block),
                _ => {
                    if is_list(block)
                        && item::items(block)
                            .iter()
                            .any(|item| item.is_ticked.is_some())
                    {
                        pieces.complain(
                            &code::TWO_ANSWER_LISTS,
                            block[0].1.clone(),
                            "this question has two lists of answers",
                            "keep one kind of list; start a new question with `## ` for the other",
                        );
                    }
                    parts.matter.extend_from_slice(block);
                }
            }
        }
        parts
    }

    /// Notes the section's heading, with the id that links lead to.
    pub(super) fn note_heading(
        &self,
        title: &Piece,
        id: Option<String>,
        pieces: &mut Pieces<'_>,
    ) -> u32 {
        let explicit = id.or_else(|| self.id.clone());
        pieces.heading(Heading {
            level: 2,
            text: title.text.clone(),
            id: explicit.clone().unwrap_or_else(|| heading_id(&title.text)),
            explicit: explicit.is_some(),
            range: pieces.span(self.range.clone()).range,
        })
    }
}

/// What a notice holds.
fn inside(notice: &[Placed<'_>], pieces: &mut Pieces<'_>) -> Piece {
    pieces.write(&notice[1..notice.len() - 1])
}

/// The explanations of a section as one.
pub(super) fn explanation(notes: &[&[Placed<'_>]], pieces: &mut Pieces<'_>) -> Option<Explanation> {
    if notes.is_empty() {
        return None;
    }
    let first_link = pieces.links();
    let inner = notes.iter().flat_map(|note| &note[1..note.len() - 1]);
    let has_link = inner
        .clone()
        .any(|(event, _)| matches!(event, Event::Start(Tag::Link { dest_url, .. }) if !dest_url.starts_with("keyward-citation:")));
    let text = pieces.write(inner);
    Some(Explanation {
        text,
        read_again: has_link.then_some(first_link),
    })
}

/// Whether a block is a list.
pub(super) fn is_list(block: &[Placed<'_>]) -> bool {
    matches!(block.last(), Some((Event::End(TagEnd::List(_)), _)))
}
