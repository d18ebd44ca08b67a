//! What quizzes, tests and modules owe each other: names, translations, pools, objectives, time.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::{Page, PageIndex, Site};
use crate::config::Config;
use crate::content::quiz::{Choice, Form, Question, Quiz, Task};
use crate::content::{Detail, Document, KindId};
use crate::diagnostic::{Diagnostic, code};
use crate::path;

/// Words read in a minute.
const WORDS_A_MINUTE: usize = 200;

/// Findings about the quizzes of a site.
pub(super) fn check(site: &Site, config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let own = |page: &&Page| !page.is_fallback(site);
    for locale in 0..site.locales.len() {
        let pages: Vec<&Page> = site
            .pages
            .iter()
            .filter(own)
            .filter(|page| page.locale == locale)
            .collect();
        names(pages.iter().copied(), &mut found);
        unnamed(&pages, &mut found);
    }
    for page in site.pages.iter().filter(own) {
        if let (Some(quiz), Some(original)) = (&page.document.quiz, &page.original.quiz)
            && page.document.locale != page.original.locale
        {
            translation(&page.document, quiz, &page.original, original, &mut found);
        }
        super::scenario::check(page, &mut found);
        embeds(page, site, &mut found);
        draws(page, site, &mut found);
    }
    objectives(site, &mut found);
    length(site, config, &mut found);
    found
}

/// Names of quizzes and questions are each given once.
fn names<'p>(pages: impl Iterator<Item = &'p Page>, found: &mut Vec<Diagnostic>) {
    let mut quizzes: HashMap<&str, &Document> = HashMap::new();
    let mut questions: HashMap<&str, &Document> = HashMap::new();
    for page in pages {
        let document = &*page.document;
        let Some(quiz) = &document.quiz else { continue };
        if let Some((id, range)) = &quiz.setup.id
            && let Some(first) = quizzes.insert(id, document)
        {
            found.push(
                Diagnostic::new(
                    &code::DOUBLE_QUIZ,
                    document.span(range.clone()),
                    format!("the id `{id}` is already that of `{}`", first.source),
                )
                .help("give each quiz an id of its own: browsers store answers under it"),
            );
        }
        for (id, range) in quiz
            .questions
            .iter()
            .filter_map(|question| question.settings.id.as_ref())
        {
            if let Some(first) = questions.insert(id, document) {
                found.push(
                    Diagnostic::new(
                        &code::DOUBLE_QUESTION_ID,
                        document.span(range.clone()),
                        match first.source == document.source {
                            true => format!("the question id `{id}` stands twice in this file"),
                            false => format!("the question id `{id}` is already in `{}`", first.source),
                        },
                    )
                    .help("give each question of the book an id of its own; answers are stored under it"),
                );
            }
        }
    }
}

/// Questions without a name, each with one that is free.
fn unnamed(pages: &[&Page], found: &mut Vec<Diagnostic>) {
    let quizzes = || {
        pages
            .iter()
            .filter_map(|page| Some((*page, page.document.quiz.as_deref()?)))
    };
    let all = quizzes().flat_map(|(_, quiz)| quiz.questions.iter());
    let mut taken: BTreeSet<String> = all
        .filter_map(|question| Some(question.settings.id.as_ref()?.0.clone()))
        .collect();
    for (page, quiz) in quizzes() {
        let stem = stem(page, quiz);
        for (position, question) in quiz.questions.iter().enumerate() {
            let Some(heading) = &question.unnamed else {
                continue;
            };
            // A translation takes the name that its original has at this place.
            let source = page
                .original
                .quiz
                .as_deref()
                .filter(|_| page.document.locale != page.original.locale);
            let inherited = source
                .filter(|source| source.questions.len() == quiz.questions.len())
                .and_then(|source| {
                    Some(source.questions[position].settings.id.as_ref()?.0.clone())
                });
            let name = inherited.unwrap_or_else(|| {
                let mut names = (1usize..).map(|number| format!("{stem}-{number}"));
                names
                    .find(|name| !taken.contains(name))
                    .expect("numbers do not end")
            });
            taken.insert(name.clone());
            let written = heading.trim_end_matches(['\r', '\n']);
            let ending = &heading[written.len()..];
            found.push(
                Diagnostic::new(
                    &code::MISSING_QUESTION_ID,
                    page.document.span(question.range.clone()),
                    "this question has no id, so answers are lost when it moves",
                )
                .help(format!(
                    "`keyward quiz fix` writes one below the heading: `<!-- q: {name} -->`"
                ))
                .fix(
                    written,
                    format!("{written}{ending}{ending}<!-- q: {name} -->"),
                ),
            );
        }
    }
}

/// What the names of a quiz's questions begin with: as its other questions have it, else its own.
fn stem(page: &Page, quiz: &Quiz) -> String {
    let names = quiz
        .questions
        .iter()
        .filter_map(|question| question.settings.id.as_ref());
    let known = names.filter_map(|(name, _)| {
        name.trim_end_matches(|c: char| c.is_ascii_digit())
            .strip_suffix('-')
    });
    let known = known.max_by_key(|stem| stem.len()).map(str::to_owned);
    let own = || match &quiz.setup.id {
        Some((id, _)) => id.clone(),
        None => path::name(&page.id().path).to_owned(),
    };
    let stem = known.unwrap_or_else(own).to_lowercase();
    let plain = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    match plain.collect::<String>().trim_matches('-') {
        "" => "question".to_owned(),
        stem => stem.to_owned(),
    }
}

/// A translated quiz has the questions of its original, with the same key.
fn translation(
    document: &Document,
    quiz: &Quiz,
    original: &Document,
    source: &Quiz,
    found: &mut Vec<Diagnostic>,
) {
    let mut say = |range: Range<usize>, message: String, help: &str| {
        found.push(
            Diagnostic::new(&code::QUIZ_TRANSLATION, document.span(range), message).help(help),
        );
    };
    if (quiz.setup.form == Form::Scenario) != (source.setup.form == Form::Scenario) {
        let form = match source.setup.form {
            Form::Scenario => "scenario",
            Form::Quiz | Form::Test => "quiz",
        };
        return say(
            0..0,
            format!(
                "this translation is no {form}, but `{}` is",
                original.source
            ),
            "give the translation the line `kind` of the original",
        );
    }
    let id = |question: &Question| question.settings.id.as_ref().map(|(id, _)| id.clone());
    let own: BTreeMap<String, &Question> = quiz
        .questions
        .iter()
        .filter_map(|question| Some((id(question)?, question)))
        .collect();
    let known: BTreeMap<String, &Question> = source
        .questions
        .iter()
        .filter_map(|question| Some((id(question)?, question)))
        .collect();
    for (id, question) in &known {
        match own.get(id) {
            None => {
                let line = words_of(question);
                say(
                    0..0,
                    format!(
                        "this translation lacks the question `{id}` of `{}`{line}",
                        original.source
                    ),
                    "translate the question, and keep its line `<!-- q: … -->` as it is",
                );
            }
            Some(translated) => {
                if let Some(what) = difference(&translated.task, &question.task) {
                    say(
                        translated.range.clone(),
                        format!(
                            "the question `{id}` {what} in `{}`{}",
                            original.source,
                            words_of(question)
                        ),
                        "give both the same answers in the same order, with the same ones right",
                    );
                }
            }
        }
    }
    for (id, question) in own.iter().filter(|(id, _)| !known.contains_key(*id)) {
        say(
            question.range.clone(),
            format!("there is no question `{id}` in `{}`", original.source),
            "keep the ids of the original; a new question is first written there",
        );
    }
    let ends =
        |quiz: &Quiz| -> Vec<usize> { quiz.scenes.iter().map(|scene| scene.roads.len()).collect() };
    if ends(quiz) != ends(source) {
        say(
            0..0,
            format!(
                "the scenes of this translation have other roads than in `{}`",
                original.source
            ),
            "give both the same scenes in the same order, each with the same roads",
        );
    }
    let draw =
        |quiz: &Quiz| -> Vec<Option<u32>> { quiz.draws.iter().map(|draw| draw.count).collect() };
    if draw(quiz) != draw(source) {
        say(
            0..0,
            format!(
                "this translation draws other numbers of questions than `{}`",
                original.source
            ),
            "draw as many questions from the same files in the same order",
        );
    }
}

/// A question's heading, to find it in its file.
fn words_of(question: &Question) -> String {
    match question.prompt.text.as_str() {
        "" => String::new(),
        text => format!(" (`## {text}`)"),
    }
}

/// What two versions of a question do not have in common.
fn difference(own: &Task, source: &Task) -> Option<String> {
    let ticks = |choices: &[Choice]| -> Vec<bool> {
        choices.iter().map(|choice| choice.is_right).collect()
    };
    let weights = |choices: &[Choice]| -> Vec<Option<i32>> {
        choices.iter().map(|choice| choice.weight).collect()
    };
    let count = |own: usize, source: usize, what: &str| {
        (own != source).then(|| format!("has {own} {what} here and {source}"))
    };
    match (own, source) {
        (
            Task::Choice {
                is_multiple: own_kind,
                choices: own,
            },
            Task::Choice {
                is_multiple: source_kind,
                choices: source,
            },
        ) if own_kind == source_kind => count(own.len(), source.len(), "choices")
            .or_else(|| {
                (ticks(own) != ticks(source))
                    .then(|| "has other right answers here than".to_owned())
            })
            .or_else(|| {
                (weights(own) != weights(source))
                    .then(|| "has other part marks here than".to_owned())
            }),
        (Task::Text(_), Task::Text(_)) => None,
        (Task::Number(own), Task::Number(source)) => {
            let ranges = |answers: &[crate::content::quiz::NumberAnswer]| -> Vec<_> {
                answers
                    .iter()
                    .map(|answer| (answer.low, answer.high, answer.weight))
                    .collect()
            };
            (ranges(own) != ranges(source)).then(|| "has other numbers here than".to_owned())
        }
        (Task::Match(own), Task::Match(source)) => count(own.len(), source.len(), "pairs"),
        (Task::Grid { rows: own, .. }, Task::Grid { rows: source, .. }) => {
            let columns =
                |rows: &[(_, usize)]| -> Vec<usize> { rows.iter().map(|row| row.1).collect() };
            count(own.len(), source.len(), "rows").or_else(|| {
                (columns(own) != columns(source))
                    .then(|| "has its crosses elsewhere than".to_owned())
            })
        }
        (Task::Order(own), Task::Order(source)) => count(own.len(), source.len(), "steps"),
        (Task::Scale(_, own), Task::Scale(_, source)) => {
            count(own.len(), source.len(), "statements")
        }
        (Task::Open, Task::Open) => None,
        _ => Some("is of another type here than".to_owned()),
    }
}

/// A quiz stands on a page once, also where another one draws from it.
fn embeds(page: &Page, site: &Site, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (link, quiz) in &page.resolved.quizzes {
        let Some(written) = page.document.body.links.get(*link as usize) else {
            continue;
        };
        let pools = quiz.pools.iter().map(|pool| pool.page);
        let again = std::iter::once(quiz.page)
            .chain(pools)
            .find(|page| !seen.insert(*page));
        if let Some(again) = again {
            found.push(
                Diagnostic::new(
                    &code::DOUBLE_QUIZ,
                    page.document.span(written.range.clone()),
                    format!("the quiz `{}` stands on this page already", site.pages[again].title()),
                )
                .help("take one of the two away, or put words beside the link: it then only leads there"),
            );
        }
    }
}

/// What a test draws from is a quiz, with more questions than it draws.
fn draws(page: &Page, site: &Site, found: &mut Vec<Diagnostic>) {
    let Some(quiz) = &page.document.quiz else {
        return;
    };
    let mut seen = BTreeSet::new();
    for draw in &quiz.draws {
        let target = page
            .resolved
            .targets
            .get(draw.link as usize)
            .copied()
            .flatten();
        let Some(target) = target else { continue };
        let pool = &site.pages[target];
        let questions = match &pool.document.quiz {
            Some(quiz) if !quiz.questions.is_empty() && pool.id() != page.id() => {
                quiz.questions.len()
            }
            _ => {
                found.push(
                    Diagnostic::new(
                        &code::NOT_A_QUIZ,
                        page.document.span(draw.range.clone()),
                        "no questions can be drawn from this page",
                    )
                    .help("link to a file with `kind = \"quiz\"` and questions of its own"),
                );
                continue;
            }
        };
        if !seen.insert(target) {
            found.push(
                Diagnostic::new(
                    &code::DOUBLE_QUIZ,
                    page.document.span(draw.range.clone()),
                    format!("questions are drawn from `{}` already", pool.title()),
                )
                .help("draw all that you want from one quiz in one line"),
            );
        }
        let Some(count) = draw.count.map(|count| count as usize) else {
            continue;
        };
        if questions < 2 * count {
            found.push(
                Diagnostic::new(
                    &code::POOL_TOO_SMALL,
                    page.document.span(draw.range.clone()),
                    format!("{count} questions are drawn from a pool of {questions}"),
                )
                .help("a second attempt should bring other questions: write twice as many as are drawn, or draw fewer"),
            );
        }
    }
}

/// Every objective is taught by a lesson and tested by a question, and every question tests one
/// that there is.
fn objectives(site: &Site, found: &mut Vec<Diagnostic>) {
    let pages: Vec<&Page> = site.pages.iter().filter(|page| page.locale == 0).collect();
    let quizzes: Vec<(&Page, &Quiz)> = pages
        .iter()
        .filter_map(|page| Some((*page, page.original.quiz.as_deref()?)))
        .collect();
    let known: BTreeSet<&str> = pages
        .iter()
        .flat_map(|page| stated(page))
        .map(|objective| objective.id.0.as_str())
        .collect();
    let mut tested = BTreeSet::new();
    for (page, quiz) in &quizzes {
        let asked = quiz
            .questions
            .iter()
            .flat_map(|question| &question.settings.objectives);
        for (id, range) in asked.chain(&quiz.setup.objectives) {
            tested.insert(id.as_str());
            if !known.contains(id.as_str()) {
                found.push(
                    Diagnostic::new(
                        &code::UNKNOWN_OBJECTIVE,
                        page.original.span(range.clone()),
                        format!("no module has the objective `{id}`"),
                    )
                    .suggest(
                        id,
                        known.iter().copied(),
                        "state it in a module's `index.md` under `[[objectives]]`",
                    ),
                );
            }
        }
    }
    let mut taught: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for page in &pages {
        if let Detail::Lesson { objectives } = &page.original.detail {
            let ids = objectives.iter().map(|(id, _)| id.as_str());
            taught.entry(page.folder()).or_default().extend(ids);
        }
    }
    for page in &pages {
        // A module whose lessons are still to be written owes nothing yet.
        let Some(lessons) = taught.get(page.folder()) else {
            continue;
        };
        for (id, range) in stated(page).iter().map(|objective| &objective.id) {
            let span = || page.original.span(range.clone());
            // A lesson that names an objective which there is not may well mean this one.
            let has_slip = lessons.iter().any(|named| !known.contains(named));
            if !lessons.contains(id.as_str()) && !has_slip {
                found.push(
                    Diagnostic::new(
                        &code::UNTAUGHT_OBJECTIVE,
                        span(),
                        format!("no lesson of this module teaches the objective `{id}`"),
                    )
                    .help(format!(
                        "add it to the lesson that does: `objectives = [\"{id}\"]`"
                    )),
                );
            }
            if !quizzes.is_empty() && !tested.contains(id.as_str()) {
                found.push(
                    Diagnostic::new(
                        &code::UNTESTED_OBJECTIVE,
                        span(),
                        format!("no question tests the objective `{id}`"),
                    )
                    .help(format!(
                        "add it to the question that does: `<!-- q: … · obj: {id} -->`"
                    )),
                );
            }
        }
    }
}

/// The objectives that a module states.
fn stated(page: &Page) -> &[crate::content::front_matter::Objective] {
    match &page.original.detail {
        Detail::Module { objectives } => objectives,
        _ => &[],
    }
}

/// The course takes as long as `book.toml` says.
fn length(site: &Site, config: &Config, found: &mut Vec<Diagnostic>) {
    let Some([least, most]) = config.course.minutes else {
        return;
    };
    let modules = site
        .pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.locale == 0 && page.id().kind == KindId::Module);
    let minutes: u32 = modules
        .filter_map(|(module, _)| minutes(site, module))
        .sum();
    if !(least..=most).contains(&minutes) {
        found.push(
            Diagnostic::new(
                &code::COURSE_LENGTH,
                config.place(&["course", "minutes"]),
                format!("the modules take {minutes} minutes together, not {least} to {most}"),
            )
            .help("mend the `minutes` of the modules and lessons, or this line"),
        );
    }
}

/// The minutes that a page takes: as it says, else a module's of its lessons, a quiz's as estimated.
pub fn minutes(site: &Site, index: PageIndex) -> Option<u32> {
    let page = &site.pages[index];
    if let Some(stated) = page.original.front.minutes {
        return Some(stated);
    }
    match (&page.id().kind, &page.original.quiz) {
        (KindId::Module, _) => {
            let children = site.navigation[page.locale].children(page.folder()).iter();
            let each = children.filter(|child| **child != index);
            each.filter_map(|child| minutes(site, *child))
                .reduce(u32::saturating_add)
        }
        (_, Some(quiz)) => {
            let (mut seconds, mut words) = (quiz.seconds(), quiz.words());
            for (draw, pool) in drawn(site, page) {
                let (all, count) = (pool.questions.len().max(1), draw);
                let count = count.unwrap_or(all).min(all);
                seconds += pool.seconds() * count as u32 / all as u32;
                words += pool.words() * count / all;
            }
            let reading = (words * 60).div_ceil(WORDS_A_MINUTE) as u32;
            Some((seconds + reading).div_ceil(60).max(1))
        }
        _ => None,
    }
}

/// How many questions a test draws from each pool.
fn drawn<'s>(site: &'s Site, page: &'s Page) -> impl Iterator<Item = (Option<usize>, &'s Quiz)> {
    let quiz = page.document.quiz.as_deref();
    quiz.into_iter()
        .flat_map(|quiz| &quiz.draws)
        .filter_map(|draw| {
            let target = page
                .resolved
                .targets
                .get(draw.link as usize)
                .copied()
                .flatten()?;
            let pool = site.pages[target].document.quiz.as_deref()?;
            Some((draw.count.map(|count| count as usize), pool))
        })
}

/// Whether a page is a quiz in a module's folder of quizzes, so that its module is one folder up.
pub fn module_folder(page: &Page) -> &str {
    let folder = page.folder();
    match page.original.quiz {
        Some(_) if path::name(folder) == super::navigation::QUIZZES => path::parent(folder),
        _ => folder,
    }
}
