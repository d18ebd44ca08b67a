//! Ids of headings: unique on their page, and the same in every language.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Versions;
use crate::content::Document;
use crate::content::markdown::Heading;
use crate::diagnostic::{Diagnostic, code};
use crate::locale::Locale;

/// Ids of a document's headings, by its entry's path and its language.
pub type HeadingIds = HashMap<(Arc<str>, Locale), Arc<Vec<String>>>;

/// Gives every heading its id. The nth heading of a translation takes the id of its source's nth
/// heading, so that a link to a section holds in every language.
pub(super) fn ids(versions: &Versions, diagnostics: &mut Vec<Diagnostic>) -> HeadingIds {
    let mut ids = HeadingIds::new();
    for by_locale in versions.values() {
        let original = by_locale.get(&0);
        let source_ids = original.map(|document| {
            let none = vec![None; document.body.headings.len()];
            let own = Arc::new(unique(document, none, diagnostics));
            ids.insert(document.source_key(), own.clone());
            own
        });
        for (_, document) in by_locale.iter().filter(|(locale, _)| **locale != 0) {
            let source_ids = source_ids.as_deref().map_or(&[][..], Vec::as_slice);
            let is_paired = original.is_none_or(|original| same_levels(document, original));
            if let Some(original) = original
                && !document.source.is_empty()
                // Questions are paired by their ids, which has a rule of its own.
                && document.quiz.is_none()
                && !is_paired
            {
                diagnostics.push(mismatch(document, original));
            }
            let inherited = inherited(document, source_ids, is_paired);
            ids.insert(
                document.source_key(),
                Arc::new(unique(document, inherited, diagnostics)),
            );
        }
    }
    ids
}

/// The ids that the headings of a translation take from its source. Where the two do not go side by
/// side, a heading that says which one it is keeps its place.
fn inherited(document: &Document, source: &[String], is_paired: bool) -> Vec<Option<String>> {
    let headings = &document.body.headings;
    let says = |heading: &Heading| !is_paired && heading.explicit && source.contains(&heading.id);
    let said: HashSet<&str> = (headings.iter())
        .filter(|heading| says(heading))
        .map(|heading| heading.id.as_str())
        .collect();
    let ids = headings.iter().enumerate().map(|(number, heading)| {
        if says(heading) {
            return Some(heading.id.clone());
        }
        let id = source.get(number)?;
        (!said.contains(id.as_str())).then(|| id.clone())
    });
    ids.collect()
}

fn same_levels(document: &Document, original: &Document) -> bool {
    let levels = |document: &Document| -> Vec<u8> {
        document
            .body
            .headings
            .iter()
            .map(|heading| heading.level)
            .collect()
    };
    levels(document) == levels(original)
}

fn mismatch(document: &Document, original: &Document) -> Diagnostic {
    let (own, source) = (&document.body.headings, &original.body.headings);
    // The first heading without a partner of its level is where to look.
    let at = own
        .iter()
        .zip(source)
        .position(|(a, b)| a.level != b.level)
        .unwrap_or(own.len().min(source.len()));
    let range = own
        .get(at)
        .or(own.last())
        .map_or(0..0, |heading| heading.range.clone());
    let missing = source.get(at).map_or(String::new(), |heading| {
        format!("; look for the partner of `{}`", heading.text)
    });
    let what = match own.len() == source.len() {
        true => format!(
            "this heading has another level than in `{}`",
            original.source
        ),
        false => format!(
            "headings differ: {} in this translation, {} in `{}`",
            own.len(),
            source.len(),
            original.source
        ),
    };
    Diagnostic::new(&code::HEADING_MISMATCH, document.span(range), what).help(format!(
        "give both the same headings in the same order, so that links to a section hold{missing}"
    ))
}

/// The ids given, and an id of its own for each heading without one.
fn unique(
    document: &Document,
    given: Vec<Option<String>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let headings = document.body.headings.iter().zip(&given);
    let mut taken: HashSet<String> = given.iter().flatten().cloned().collect();
    let explicit = headings
        .filter(|(heading, given)| heading.explicit && given.is_none())
        .map(|(heading, _)| (&heading.id, &heading.range));
    // A question's id is a name of the whole book, which has a rule of its own.
    let is_question = |id: &str| document.quiz.is_some() && id.starts_with("q-");
    let raw = document.body.anchors.iter().map(|(id, range)| (id, range));
    for (id, range) in raw.chain(explicit) {
        let problem = if is_reserved(id) {
            format!("the id `{id}` is the page's own")
        } else if !taken.insert(id.clone()) && !is_question(id) {
            format!("the id `{id}` stands twice on this page")
        } else {
            continue;
        };
        diagnostics.push(
            Diagnostic::new(
                &code::DOUBLE_HEADING_ID,
                document.span(range.clone()),
                problem,
            )
            .help("choose another id"),
        );
    }
    let mut next: HashMap<String, usize> = HashMap::new();
    let headings = document.body.headings.iter().zip(given);
    headings
        .map(|(heading, given)| given.unwrap_or_else(|| id_of(heading, &mut taken, &mut next)))
        .collect()
}

/// Whether an id belongs to the page around the text: `main`, the titles of its parts, footnotes.
fn is_reserved(id: &str) -> bool {
    ["main", "settings"].contains(&id)
        || id.ends_with("-title")
        || id.starts_with("fn-")
        || id.starts_with("fnref-")
        || id.starts_with("quiz-")
}

fn id_of(
    heading: &Heading,
    taken: &mut HashSet<String>,
    next: &mut HashMap<String, usize>,
) -> String {
    if heading.explicit {
        return heading.id.clone();
    }
    let base = if heading.id.is_empty() {
        "section"
    } else {
        &heading.id
    };
    let is_free = !heading.id.is_empty() && !is_reserved(base);
    if is_free && taken.insert(base.to_owned()) {
        return base.to_owned();
    }
    let counter = next.entry(base.to_owned()).or_insert(0);
    loop {
        *counter += 1;
        let id = format!("{base}-{counter}");
        if taken.insert(id.clone()) {
            return id;
        }
    }
}
