//! What each type of question shows, and what is right in it.

use super::data::{Key, NumberKey, Ordered, QuestionData, TextKey, json, keys, keys_by_text};
use super::view::{ChoiceView, Html, QuestionView, SaidView};
use crate::content::markdown::Piece;
use crate::content::quiz::{Choice, NumberAnswer, Question, Task};
use crate::text::fold::{Folding, fold};

/// What `ask` words a type of question has.
pub(super) fn ask(kind: &str) -> &'static str {
    match kind {
        "one" | "tf" => "quiz.ask.one",
        "hotspot" => "quiz.ask.hotspot",
        "many" => "quiz.ask.many",
        "text" => "quiz.ask.text",
        "number" => "quiz.ask.number",
        "match" => "quiz.ask.match",
        "grid" => "quiz.ask.grid",
        "order" => "quiz.ask.order",
        "scale" => "quiz.ask.scale",
        _ => "quiz.ask.open",
    }
}

/// Fills in what the type of a question asks for.
pub(super) fn task(
    id: &str,
    question: &Question,
    original: &Question,
    colon: &str,
    piece: &impl Fn(&Piece) -> Html,
    view: &mut QuestionView,
    data: &mut QuestionData,
) {
    match (&question.task, &original.task) {
        (
            Task::Choice {
                choices,
                is_multiple,
            },
            Task::Choice {
                choices: source, ..
            },
        ) => {
            let keys = keys(source.iter().map(|choice| &choice.text));
            choice(choices, source, *is_multiple, &keys, piece, view, data);
            let last = keys.last().filter(|_| original.settings.keep_last);
            data.keep.extend(last.cloned());
            data.credit = is_multiple.then(|| credit(source, original));
        }
        (Task::Text(answers), _) => {
            data.t = "text";
            let asked_lang = data.lang.clone().unwrap_or_default();
            data.accents = Some(if original.settings.keep_accents {
                "keep"
            } else {
                "ignore"
            });
            data.case = Some(if original.settings.keep_case {
                "keep"
            } else {
                "ignore"
            });
            data.typos = Some(!original.settings.keep_case && !original.settings.keep_accents);
            let folding = Folding {
                lang: &asked_lang,
                keep_accents: original.settings.keep_accents,
                keep_case: original.settings.keep_case,
            };
            let texts = answers.iter().enumerate().map(|(at, answer)| TextKey {
                a: fold(&answer.text, folding),
                w: answer.weight,
                f: answer.feedback.is_some().then(|| typed_key(at)),
            });
            data.key = Some(Key::Texts(texts.collect()));
            let said = answers.iter().map(|answer| {
                let words = escaped(&answer.text);
                (words, answer.weight, answer.feedback.as_ref())
            });
            typed(said, piece, view);
        }
        (Task::Number(answers), _) => {
            data.t = "number";
            let numbers = answers.iter().enumerate().map(|(at, answer)| NumberKey {
                lo: answer.low.to_string(),
                hi: answer.high.to_string(),
                w: answer.weight,
                f: answer.feedback.is_some().then(|| typed_key(at)),
            });
            data.key = Some(Key::Numbers(numbers.collect()));
            let said = answers.iter().map(|answer| {
                let words = escaped(&number_words(answer));
                (words, answer.weight, answer.feedback.as_ref())
            });
            typed(said, piece, view);
        }
        (Task::Match(pairs), Task::Match(source)) => {
            data.t = "match";
            let lefts = keys(source.iter().filter_map(|pair| pair.left.as_ref()));
            let rights = keys_by_text(source.iter().map(|pair| &pair.right));
            let mut left = lefts.into_iter();
            let mut key = Vec::new();
            let mut options: Vec<ChoiceView> = Vec::new();
            for (at, pair) in pairs.iter().enumerate() {
                let Some(right) = rights.get(at) else { break };
                if options.iter().all(|option| option.key != *right) {
                    options.push(shown(right, options.len(), &pair.right, piece));
                }
                if let (Some(words), true) = (&pair.left, source[at].left.is_some()) {
                    let own = left.next().unwrap_or_default();
                    view.rows.push(shown(&own, view.rows.len(), words, piece));
                    view.right
                        .push(joined(piece(words), colon, piece(&pair.right)));
                    key.push((own, right.clone()));
                }
            }
            view.options = shuffled(options, |option| format!("{id} {}", option.key));
            data.key = Some(Key::Pairs(Ordered(key)));
        }
        (
            Task::Grid {
                columns,
                rows,
                corner,
            },
            Task::Grid {
                columns: source_columns,
                rows: source_rows,
                ..
            },
        ) => {
            data.t = "grid";
            let column_keys = keys(source_columns.iter());
            let row_keys = keys(source_rows.iter().map(|(row, _)| row));
            view.corner = piece(corner);
            view.options = views(columns.iter(), &column_keys, piece);
            view.rows = views(rows.iter().map(|(row, _)| row), &row_keys, piece);
            let pairs = rows
                .iter()
                .zip(&row_keys)
                .filter_map(|((row, column), key)| {
                    view.right
                        .push(joined(piece(row), colon, piece(columns.get(*column)?)));
                    Some((key.clone(), column_keys.get(*column)?.clone()))
                });
            data.key = Some(Key::Pairs(Ordered(pairs.collect())));
        }
        (Task::Order(items), Task::Order(source)) => {
            data.t = "order";
            let keys = keys(source.iter());
            view.right = items.iter().map(piece).collect();
            let items = views(items.iter(), &keys, piece);
            let mut mixed = shuffled(items, |item| format!("{id} {}", item.key));
            if mixed.iter().map(|item| &item.key).eq(&keys) {
                mixed.rotate_left(1);
            }
            view.places = (1..=mixed.len()).collect();
            view.choices = mixed;
            data.credit = Some(if original.settings.all_or_nothing {
                "all"
            } else {
                "run"
            });
            data.key = Some(Key::Order(keys));
        }
        (Task::Scale(scale, statements), Task::Scale(_, source)) => {
            data.t = "scale";
            let keys = keys(source.iter());
            view.rows = views(statements.iter(), &keys, piece);
            view.options = (scale.from..=scale.to)
                .map(|step| {
                    let end = match step {
                        step if step == scale.from => &scale.low,
                        step if step == scale.to => &scale.high,
                        _ => "",
                    };
                    let text = format!("{step} {end}").trim_end().to_owned();
                    ChoiceView {
                        key: step.to_string(),
                        number: step as usize,
                        html: Html::new(&escaped(&text)),
                        text,
                    }
                })
                .collect();
        }
        _ => data.t = "open",
    }
}

/// The key of a typed answer: by its place, as languages have words of their own.
fn typed_key(at: usize) -> String {
    format!("a{at}")
}

/// What is right and what is said of typed answers: their words, weights and feedback.
fn typed<'p>(
    answers: impl Iterator<Item = (String, i32, Option<&'p Piece>)>,
    piece: &impl Fn(&Piece) -> Html,
    view: &mut QuestionView,
) {
    for (at, (words, weight, feedback)) in answers.enumerate() {
        let about = Html::new(&words);
        if weight >= 1000 {
            view.right.push(about.clone());
        }
        view.said.extend(feedback.map(|said| SaidView {
            key: typed_key(at),
            about,
            html: piece(said),
        }));
    }
}

pub(super) fn choice(
    choices: &[Choice],
    source: &[Choice],
    is_multiple: bool,
    keys: &[String],
    piece: &impl Fn(&Piece) -> Html,
    view: &mut QuestionView,
    data: &mut QuestionData,
) {
    let is_hotspot = source.iter().any(|choice| choice.area.is_some());
    data.t = match () {
        () if is_multiple => "many",
        () if is_hotspot => "hotspot",
        () if source.len() == 2 => "tf",
        () => "one",
    };
    data.fixed |= data.t == "tf" || is_hotspot;
    view.input = if is_multiple { "checkbox" } else { "radio" };
    view.choices = views(choices.iter().map(|choice| &choice.text), keys, piece);
    let right = choices
        .iter()
        .zip(source)
        .filter(|(_, source)| source.is_right);
    view.right = right.map(|(choice, _)| piece(&choice.text)).collect();
    let said = choices.iter().zip(keys).filter_map(|(choice, key)| {
        let said = choice.feedback.as_ref()?;
        Some(SaidView {
            key: key.clone(),
            about: piece(&choice.text),
            html: piece(said),
        })
    });
    view.said = said.collect();
    let weights = keys.iter().cloned().zip(weights(source, is_multiple));
    data.key = Some(Key::Weights(Ordered(weights.collect())));
    if is_hotspot {
        let areas = keys
            .iter()
            .cloned()
            .zip(source.iter().map(|choice| choice.area));
        let areas = areas.filter_map(|(key, area)| Some((key, area?)));
        view.areas = Some(json(&Ordered(areas.collect())));
    }
}

/// What each choice is worth: in thousandths; without part marks, 1 and 0 where several are right.
pub(super) fn weights(choices: &[Choice], is_multiple: bool) -> Vec<i32> {
    let is_weighted = choices.iter().any(|choice| choice.weight.is_some());
    let right = choices
        .iter()
        .filter(|choice| choice.is_right)
        .count()
        .max(1) as i32;
    let usual = |choice: &Choice| match (choice.is_right, is_multiple, is_weighted) {
        (false, ..) => 0,
        (true, true, false) => 1,
        (true, true, true) => 1000 / right,
        (true, false, _) => 1000,
    };
    choices
        .iter()
        .map(|choice| choice.weight.unwrap_or_else(|| usual(choice)))
        .collect()
}

pub(super) fn credit(choices: &[Choice], question: &Question) -> &'static str {
    match () {
        () if question.settings.all_or_nothing => "all",
        () if choices.iter().any(|choice| choice.weight.is_some()) => "weights",
        () => "each",
    }
}

pub(super) fn views<'p>(
    pieces: impl Iterator<Item = &'p Piece>,
    keys: &[String],
    piece: &impl Fn(&Piece) -> Html,
) -> Vec<ChoiceView> {
    let each = pieces.zip(keys).enumerate();
    each.map(|(at, (text, key))| shown(key, at, text, piece))
        .collect()
}

pub(super) fn shown(
    key: &str,
    at: usize,
    text: &Piece,
    piece: &impl Fn(&Piece) -> Html,
) -> ChoiceView {
    ChoiceView {
        key: key.to_owned(),
        number: at + 1,
        html: piece(text),
        text: text.text.clone(),
    }
}

pub(super) fn joined(left: Html, colon: &str, right: Html) -> Html {
    let text = |html: Html| html.as_str().to_owned();
    Html::new(&format!("<b>{}</b>{colon}{}", text(left), text(right)))
}

/// A number that is right: a range only where it is one.
pub(super) fn number_words(answer: &NumberAnswer) -> String {
    match answer.low == answer.high {
        true => answer.low.to_string(),
        false => answer.text.clone(),
    }
}

/// Things in an order that depends on nothing but their names.
pub(super) fn shuffled<T>(mut things: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    things.sort_by_cached_key(|thing| *blake3::hash(name(thing).as_bytes()).as_bytes());
    things
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    pulldown_cmark_escape::escape_html_body_text(&mut out, text)
        .expect("writing to a String can't fail");
    out
}
