//! The roads of a scenario: every scene can be reached, and from every scene an end.

use std::collections::BTreeMap;

use super::Page;
use crate::content::quiz::{Form, Quiz};
use crate::diagnostic::{Diagnostic, code};
use crate::path;

/// The scenes that the roads of each scene lead to, as positions.
type Roads = Vec<Vec<usize>>;

/// Where each road of a scenario leads; a road to something that is no scene leads nowhere.
fn roads(page: &Page, quiz: &Quiz) -> Roads {
    let by_id = by_id(page, quiz);
    let to = |link: u32| {
        let href = page.resolved.links.get(link as usize)?;
        let id = path::decode(href.strip_prefix('#')?);
        by_id.get(&*id).copied()
    };
    let scenes = quiz.scenes.iter();
    scenes
        .map(|scene| {
            scene
                .roads
                .iter()
                .filter_map(|road| to(road.link))
                .collect()
        })
        .collect()
}

fn by_id<'p>(page: &'p Page, quiz: &Quiz) -> BTreeMap<&'p str, usize> {
    let ids = &page.resolved.heading_ids;
    let scenes = quiz.scenes.iter().enumerate();
    scenes
        .map(|(at, scene)| (ids[scene.heading as usize].as_str(), at))
        .collect()
}

/// Findings about the roads of a page's scenario.
pub(super) fn check(page: &Page, found: &mut Vec<Diagnostic>) {
    let document = &page.document;
    let Some(quiz) = document
        .quiz
        .as_deref()
        .filter(|quiz| quiz.setup.form == Form::Scenario)
    else {
        return;
    };
    if quiz.scenes.is_empty() {
        return;
    }
    let roads = roads(page, quiz);
    let from_start = reached([start(page, quiz, found)], &roads);
    let mut back: Roads = vec![Vec::new(); roads.len()];
    for (from, next) in roads.iter().enumerate() {
        next.iter().for_each(|to| back[*to].push(from));
    }
    let ends = quiz.scenes.iter().enumerate();
    let ends = ends.filter(|(_, scene)| scene.roads.is_empty());
    let to_an_end = reached(ends.map(|(at, _)| at), &back);
    // Where roads go round in a circle, the first of its scenes speaks for all.
    let mut told = vec![false; roads.len()];
    for (at, scene) in quiz.scenes.iter().enumerate() {
        if from_start[at] && !to_an_end[at] {
            if told[at] {
                continue;
            }
            follow(at, &roads, &mut told);
        }
        let id = &page.resolved.heading_ids[scene.heading as usize];
        let (code, message, help) = match (from_start[at], to_an_end[at]) {
            (true, true) => continue,
            (false, _) => (
                &code::SCENE_UNREACHABLE,
                format!("no road leads to the scene `{id}`"),
                "add a road to it in another scene, or take the scene away",
            ),
            (true, false) => (
                &code::SCENE_WITHOUT_END,
                format!("from the scene `{id}` no road leads to an end"),
                "add a road that leads on; a scene without roads is an end",
            ),
        };
        let span = document.span(scene.range.clone());
        found.push(Diagnostic::new(code, span, message).help(help));
    }
}

/// The scene that it starts with, which the original says for every language.
fn start(page: &Page, quiz: &Quiz, found: &mut Vec<Diagnostic>) -> usize {
    let original = page.original.quiz.as_deref().unwrap_or(quiz);
    let Some((start, range)) = &original.setup.start else {
        return 0;
    };
    let headings = &page.original.body.headings;
    if let Some(at) = original.start(headings) {
        return at;
    }
    if page.document.source == page.original.source {
        let span = page.document.span(range.clone());
        let message = format!("there is no scene `{start}` to start with");
        found.push(
            Diagnostic::new(&code::SCENARIO_START, span, message).suggest(
                start,
                original
                    .scenes
                    .iter()
                    .map(|scene| headings[scene.heading as usize].id.as_str()),
                "write the id of a scene's heading, or take `start` away to begin with the first",
            ),
        );
    }
    0
}

/// For each scene whether some roads lead to it from `starts`, which are reached themselves.
fn reached(starts: impl IntoIterator<Item = usize>, roads: &Roads) -> Vec<bool> {
    let mut seen = vec![false; roads.len()];
    starts
        .into_iter()
        .for_each(|at| follow(at, roads, &mut seen));
    seen
}

/// Adds to `seen` what can be reached from a scene, itself included.
fn follow(start: usize, roads: &Roads, seen: &mut [bool]) {
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(&roads[at]);
        }
    }
}
