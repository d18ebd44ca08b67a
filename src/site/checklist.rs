//! Checklists: keys of steps that hold in every language, and what is wrong with them.

use std::collections::HashSet;

use super::{Page, Site};
use crate::content::KindId;
use crate::diagnostic::{Diagnostic, Span, code};

/// The keys of a page's steps: those of the original, as far as it has as many.
pub(super) fn keys(page: &Page) -> Vec<String> {
    let (own, original) = (&page.document.body.steps, &page.original.body.steps);
    let keys = own.iter().enumerate();
    keys.map(|(number, step)| original.get(number).unwrap_or(step).key.clone())
        .collect()
}

/// Lists without steps, steps of one name, and translations of another length.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let own = |page: &&Page| {
        let document = &page.document;
        document.id.kind == KindId::Checklist && !page.is_fallback(site)
    };
    site.pages.iter().filter(own).flat_map(of_page).collect()
}

fn of_page(page: &Page) -> Vec<Diagnostic> {
    let (document, original) = (&page.document, &page.original);
    let steps = &document.body.steps;
    if steps.is_empty() {
        let message = "this checklist has no step";
        let empty = Diagnostic::new(
            &code::EMPTY_CHECKLIST,
            Span::file(&document.source),
            message,
        );
        return vec![empty.help("write a list whose lines start with `- [ ]`")];
    }
    if document.locale != original.locale {
        return other_length(page).into_iter().collect();
    }
    let mut names = HashSet::new();
    let doubled = steps
        .iter()
        .filter(|step| step.explicit && !names.insert(&step.key));
    let findings = doubled.map(|step| {
        let message = format!("another step of this list has the name `{}`", step.key);
        Diagnostic::new(
            &code::DOUBLE_STEP,
            document.span(step.range.clone()),
            message,
        )
        .help("give each step a name of its own, or none")
    });
    findings.collect()
}

fn other_length(page: &Page) -> Option<Diagnostic> {
    let (document, original) = (&page.document, &page.original);
    let (own, source) = (&document.body.steps, &original.body.steps);
    if own.len() == source.len() {
        return None;
    }
    // The first step too many, or the last before those that lack.
    let at = own.get(source.len()).or(own.last())?;
    let message = format!(
        "{} in this translation, {} in `{}`",
        counted(own.len()),
        source.len(),
        original.source
    );
    Some(
        Diagnostic::new(
            &code::CHECKLIST_TRANSLATION,
            document.span(at.range.clone()),
            message,
        )
        .help("give both the same steps in the same order, so that a tick holds in every language"),
    )
}

fn counted(steps: usize) -> String {
    match steps {
        1 => "1 step".to_owned(),
        many => format!("{many} steps"),
    }
}
