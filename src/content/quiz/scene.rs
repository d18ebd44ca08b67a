//! Scenes of a scenario and the roads between them.

use super::item;
use super::section::{Section, explanation, is_list};
use super::{Road, Scene};
use crate::content::markdown::Pieces;
use crate::diagnostic::code;

/// Reads a section as a scene: a last list of links to headings are its roads.
pub(super) fn read(section: &Section<'_>, pieces: &mut Pieces<'_>) -> Scene {
    let parts = section.parts(pieces);
    let title = pieces.write(section.heading);
    let heading = section.note_heading(&title, None, pieces);
    let mut matter = parts.matter;
    let mut roads = Vec::new();
    match parts.answers.filter(|block| is_list(block)) {
        Some(list) if item::items(list).iter().any(|item| item.scene_link()) => {
            for item in item::items(list) {
                roads.extend(road(item, pieces));
            }
        }
        _ => matter.extend(parts.answers.into_iter().flatten().cloned()),
    }
    Scene {
        heading,
        title,
        matter: pieces.write(&matter),
        roads,
        explanation: explanation(&parts.notes, pieces),
        range: pieces.span(section.range.clone()).range,
    }
}

fn road(mut item: item::Item<'_>, pieces: &mut Pieces<'_>) -> Option<Road> {
    let points = item.take_mark(|mark| {
        let is_signed = mark.starts_with(['+', '-', '\u{2212}', '±']);
        let number = mark.replace('\u{2212}', "-").replace('±', "");
        is_signed
            .then(|| number.parse::<i32>().ok())
            .flatten()
            .filter(|points| points.abs() <= 100)
    });
    // The space before a mark is no part of the link.
    while item.ends_with_space() {
        item.content.pop();
    }
    let Some(to) = item.scene().map(str::to_owned) else {
        pieces.complain(
            &code::QUESTION_FORM,
            item.range.clone(),
            "this road leads to no scene",
            "write it as one link to a heading of this file, like `- [Call the case manager.](#the-case-manager)`",
        );
        return None;
    };
    let link = pieces.links();
    Some(Road {
        text: pieces.write(&item.content),
        link,
        to,
        points: points.unwrap_or(0),
        feedback: item.feedback(pieces),
        range: pieces.span(item.range.clone()).range,
    })
}
