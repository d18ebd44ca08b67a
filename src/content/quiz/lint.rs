//! What a quiz's own file tells of slips: one function for each rule.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::{Choice, Form, Question, Quiz, Task};
use crate::content::markdown::{Heading, Piece};
use crate::diagnostic::{Code, Diagnostic, Span, code};
use crate::locale::Locale;
use crate::text::fold::{Folding, fold};

/// Part marks that Moodle knows, in thousandths.
const GRADES: [i32; 21] = [
    1000, 900, 833, 800, 750, 700, 667, 600, 500, 400, 333, 300, 250, 200, 167, 143, 125, 111, 100,
    50, 0,
];

/// Choices that refer to the other choices, by language.
const SWEEPING: [(&str, &[&str]); 8] = [
    (
        "en",
        &[
            "all of the above",
            "none of the above",
            "all of these",
            "none of these",
        ],
    ),
    (
        "fr",
        &[
            "toutes les réponses",
            "aucune des réponses",
            "toutes ces réponses",
            "aucune de ces réponses",
        ],
    ),
    (
        "nl",
        &[
            "alle bovenstaande",
            "geen van bovenstaande",
            "al het bovenstaande",
        ],
    ),
    ("pt", &["todas as anteriores", "nenhuma das anteriores"]),
    ("de", &["alle genannten", "keine der genannten"]),
    ("bg", &["всички изброени", "нито едно от изброените"]),
    ("el", &["όλα τα παραπάνω", "κανένα από τα παραπάνω"]),
    ("ar", &["كل ما سبق", "لا شيء مما سبق"]),
];

/// Words that turn a question around, by language.
const NEGATIVE: [(&str, &[&str]); 7] = [
    ("en", &["not", "except"]),
    ("fr", &["pas", "sauf"]),
    ("nl", &["niet", "behalve"]),
    ("pt", &["não", "exceto"]),
    ("de", &["nicht", "außer"]),
    ("bg", &["не", "освен"]),
    ("el", &["δεν", "εκτός"]),
];

/// A file whose quiz is looked at.
struct File<'a> {
    path: &'a Arc<str>,
    locale: &'a Locale,
    found: Vec<Diagnostic>,
}

/// Everything that a quiz's own file tells.
pub(super) fn check(
    quiz: &Quiz,
    headings: &[Heading],
    path: &Arc<str>,
    locale: &Locale,
) -> Vec<Diagnostic> {
    let mut file = File {
        path,
        locale,
        found: Vec::new(),
    };
    for question in &quiz.questions {
        file.question(question);
    }
    file.habits(&quiz.questions);
    if quiz.setup.form == Form::Scenario {
        file.scenario(quiz, headings);
    } else if quiz.questions.is_empty() && quiz.draws.is_empty() {
        file.say(
            &code::EMPTY_QUIZ,
            0..0,
            "this quiz has no question",
            "write each question as a heading `## …` with its answers below",
        );
    }
    file.found
}

impl File<'_> {
    fn say(
        &mut self,
        code: &'static Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: &str,
    ) {
        let span = Span::new(self.path, range);
        self.found
            .push(Diagnostic::new(code, span, message).help(help));
    }

    fn question(&mut self, question: &Question) {
        match &question.task {
            Task::Choice {
                is_multiple,
                choices,
            } => {
                self.right_answers(question, choices, *is_multiple);
                self.choices(question, choices, *is_multiple);
            }
            Task::Text(answers) => {
                if !answers.iter().any(|answer| answer.weight > 0) {
                    self.no_right_answer(question, "write a line `- = ` with the right answer");
                }
                let texts = answers
                    .iter()
                    .map(|answer| (answer.text.as_str(), &answer.range));
                self.twice(texts, &code::SAME_ANSWERS, "this answer is already there", "take one of the two lines away: capital letters, accents and hyphens make no difference");
                let weights = answers.iter().map(|answer| (answer.weight, &answer.range));
                self.grades(weights);
            }
            Task::Number(answers) => self.numbers(question, answers),
            _ => {}
        }
        self.negative(&question.prompt, &question.range);
        if question
            .explanation
            .as_ref()
            .is_some_and(|said| said.read_again.is_none())
        {
            self.say(
                &code::EXPLANATION_WITHOUT_LINK,
                question.range.clone(),
                "the explanation has no link to read again",
                "end it with a link to the section that explains the answer: `Read again: [Change](../01-change.md#change).`",
            );
        }
    }

    fn right_answers(&mut self, question: &Question, choices: &[Choice], is_multiple: bool) {
        let mut right = choices.iter().filter(|choice| choice.is_right);
        let (first, second) = (right.next(), right.next());
        if first.is_none() {
            self.no_right_answer(question, "tick the right answer: `[x]`");
        }
        if let Some(second) = second.filter(|_| !is_multiple) {
            let count = choices.iter().filter(|choice| choice.is_right).count();
            self.say(
                &code::TWO_RIGHT_ANSWERS,
                second.range.clone(),
                format!(
                    "the answers are numbered, which means \"choose one\", but {count} are ticked"
                ),
                "use bullets `- [ ]` for \"choose all that apply\", or tick one only",
            );
        }
    }

    fn no_right_answer(&mut self, question: &Question, help: &str) {
        self.say(
            &code::NO_RIGHT_ANSWER,
            question.range.clone(),
            "no answer of this question is right",
            help,
        );
    }

    fn choices(&mut self, question: &Question, choices: &[Choice], is_multiple: bool) {
        let texts = choices
            .iter()
            .map(|choice| (choice.text.text.as_str(), &choice.range));
        self.twice(
            texts,
            &code::SAME_CHOICES,
            "this choice is already there",
            "give each choice words of its own",
        );
        let is_statement = !is_multiple && choices.len() == 2;
        if (choices.len() < 3 && !is_statement) || choices.len() > 5 {
            self.say(
                &code::CHOICE_COUNT,
                question.range.clone(),
                format!("this question has {} choices", choices.len()),
                "three to five choices are easy to weigh; two numbered ones make a statement that is true or false",
            );
        }
        let silent = choices
            .iter()
            .filter(|choice| !choice.is_right && choice.feedback.is_none());
        let silent: Vec<_> = silent.collect();
        if let Some(first) = silent.first() {
            self.say(
                &code::WRONG_WITHOUT_FEEDBACK,
                first.range.clone(),
                match silent.len() {
                    1 => "a wrong answer says nothing about why".to_owned(),
                    many => format!("{many} wrong answers say nothing about why"),
                },
                "write a line `  > …` under it, so that whoever chose it learns something",
            );
        }
        for choice in choices {
            let text = choice.text.text.to_lowercase();
            let phrases = words_of(&SWEEPING, self.locale);
            if phrases.iter().any(|phrase| text.starts_with(phrase)) {
                self.say(
                    &code::ALL_OF_THE_ABOVE,
                    choice.range.clone(),
                    format!(
                        "\"{}\" depends on the other choices, which are shuffled",
                        choice.text.text
                    ),
                    "name what is right; to choose several, use bullets `- [ ]`",
                );
            }
        }
        self.grades(
            choices
                .iter()
                .filter_map(|choice| Some((choice.weight?.abs(), &choice.range))),
        );
    }

    /// Marks that Moodle would not take.
    fn grades<'r>(&mut self, weights: impl Iterator<Item = (i32, &'r Range<usize>)>) {
        for (weight, range) in weights {
            let is_known = GRADES.iter().any(|known| (known - weight).abs() <= 1);
            if !is_known {
                self.say(
                    &code::GRADE_WEIGHT,
                    range.clone(),
                    format!("Moodle knows no mark of {} %", f64::from(weight) / 10.0),
                    "if the quiz may be used in Moodle, write one of 100, 90, 83.3, 80, 75, 70, 66.7, 60, 50, 40, 33.3, 30, 25, 20, 16.7, 14.3, 12.5, 11.1, 10, 5",
                );
            }
        }
    }

    fn numbers(&mut self, question: &Question, answers: &[super::NumberAnswer]) {
        if !answers.iter().any(|answer| answer.weight > 0) {
            self.no_right_answer(question, "write a line `- = ` with the right number");
        }
        for (at, answer) in answers.iter().enumerate() {
            let earlier = &answers[..at];
            let covered = earlier
                .iter()
                .find(|first| first.low <= answer.low && answer.high <= first.high);
            let crossed = earlier.iter().find(|first| {
                first.weight != answer.weight
                    && ((first.low < answer.low
                        && answer.low <= first.high
                        && first.high < answer.high)
                        || (answer.low < first.low
                            && first.low <= answer.high
                            && answer.high < first.high))
            });
            let message = match (covered, crossed) {
                (Some(first), _) => format!(
                    "this never counts: `{}` above it holds the same numbers",
                    first.text
                ),
                (None, Some(first)) => {
                    format!("this overlaps with `{}`, which has other marks", first.text)
                }
                (None, None) => continue,
            };
            self.say(
                &code::NUMBER_OVERLAP,
                answer.range.clone(),
                message,
                "the first line that fits counts: write the narrow range first, and the wide one so that it holds it whole",
            );
        }
        self.grades(answers.iter().map(|answer| (answer.weight, &answer.range)));
    }

    /// Texts that are the same but for what a reader does not see as different.
    fn twice<'t>(
        &mut self,
        texts: impl Iterator<Item = (&'t str, &'t Range<usize>)>,
        code: &'static Code,
        message: &str,
        help: &str,
    ) {
        let folding = Folding {
            lang: self.locale.as_str(),
            ..Folding::default()
        };
        let mut seen = BTreeSet::new();
        for (text, range) in texts {
            if !seen.insert(fold(text, folding)) {
                self.say(code, range.clone(), format!("{message}: `{text}`"), help);
            }
        }
    }

    /// A question that turns on a small word, which is easily overlooked.
    fn negative(&mut self, prompt: &Piece, range: &Range<usize>) {
        let found = words_of(&NEGATIVE, self.locale).iter().find(|word| {
            // What is asked stands in the last sentence; what is told before may say no.
            let asked = prompt.text.trim_end_matches('?');
            let asked = asked
                .rsplit(['.', '!', '?', '\u{201d}', '"'])
                .next()
                .unwrap_or_default();
            let mut written = asked.split(|c: char| !c.is_alphabetic());
            let is_there = written.any(|own| own.to_lowercase() == **word);
            is_there && prompt.text.ends_with('?') && !prompt.html.contains("<strong>")
        });
        if let Some(word) = found {
            self.say(
                &code::NEGATIVE_QUESTION,
                range.clone(),
                format!("this question turns on the small word `{word}`, which a reader may miss"),
                "ask it without, or make the word bold: `**not**`",
            );
        }
    }

    /// What gives the right answer away over a whole file.
    fn habits(&mut self, questions: &[Question]) {
        let single: Vec<(&Question, &Vec<Choice>)> = questions
            .iter()
            .filter_map(|question| match &question.task {
                Task::Choice {
                    is_multiple: false,
                    choices,
                } if choices.len() > 2 => Some((question, choices)),
                _ => None,
            })
            .collect();
        if single.len() < 4 {
            return;
        }
        let length = |choice: &Choice| choice.text.text.chars().count();
        let longest = single.iter().filter(|(_, choices)| {
            let right = choices
                .iter()
                .filter(|choice| choice.is_right)
                .map(length)
                .max();
            let wrong = choices
                .iter()
                .filter(|choice| !choice.is_right)
                .map(length)
                .max();
            right > wrong
        });
        let count = longest.count();
        let first = single[0].0.range.clone();
        if count * 2 > single.len() {
            self.say(
                &code::LONGEST_IS_RIGHT,
                first.clone(),
                format!(
                    "in {count} of {} questions of this file the longest answer is the right one",
                    single.len()
                ),
                "make some wrong answers longer, or right ones shorter: readers notice",
            );
        }
        let places: BTreeSet<_> = single
            .iter()
            .map(|(_, choices)| choices.iter().position(|choice| choice.is_right))
            .collect();
        if places.len() == 1 {
            self.say(
                &code::RIGHT_IN_SAME_PLACE,
                first,
                "in every question of this file the right answer stands in the same place",
                "put it elsewhere in some; on paper and without scripts nothing is shuffled",
            );
        }
    }

    fn scenario(&mut self, quiz: &Quiz, headings: &[Heading]) {
        let id = |scene: &super::Scene| headings[scene.heading as usize].id.as_str();
        let by_id: BTreeMap<&str, usize> = quiz
            .scenes
            .iter()
            .enumerate()
            .map(|(at, scene)| (id(scene), at))
            .collect();
        if quiz.scenes.is_empty() {
            return self.say(
                &code::EMPTY_QUIZ,
                0..0,
                "this scenario has no scene",
                "write each scene as a heading `## …`, with its roads as a list of links below",
            );
        }
        let start = match &quiz.setup.start {
            None => 0,
            Some((start, range)) => match by_id.get(start.as_str()) {
                Some(at) => *at,
                None => {
                    let span = Span::new(self.path, range.clone());
                    let message = format!("there is no scene `{start}` to start with");
                    let finding = Diagnostic::new(&code::SCENARIO_START, span, message).suggest(
                        start,
                        by_id.keys().copied(),
                        "write the id of a scene's heading, or take `start` away to begin with the first",
                    );
                    self.found.push(finding);
                    0
                }
            },
        };
        let next = |at: usize| -> Vec<usize> {
            let roads = quiz.scenes[at].roads.iter();
            roads
                .filter_map(|road| by_id.get(road.to.as_str()).copied())
                .collect()
        };
        let from_start = reached(start, &next);
        for (at, scene) in quiz.scenes.iter().enumerate() {
            if !from_start.contains(&at) {
                self.say(
                    &code::SCENE_UNREACHABLE,
                    scene.range.clone(),
                    format!("no road leads to the scene `{}`", id(scene)),
                    "add a road to it in another scene, or take the scene away",
                );
            } else if !reached(at, &next)
                .iter()
                .any(|at| quiz.scenes[*at].roads.is_empty())
            {
                self.say(
                    &code::SCENE_WITHOUT_END,
                    scene.range.clone(),
                    format!("from the scene `{}` no road leads to an end", id(scene)),
                    "add a road that leads on; a scene without roads is an end",
                );
            }
        }
    }
}

/// Everything that can be reached from `start`, itself included.
fn reached(start: usize, next: &impl Fn(usize) -> Vec<usize>) -> BTreeSet<usize> {
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        open.extend(next(at).into_iter().filter(|to| seen.insert(*to)));
    }
    seen
}

fn words_of<'w>(table: &'w [(&str, &'w [&'w str])], locale: &Locale) -> &'w [&'w str] {
    let tag = locale.as_str();
    let language = tag.split('-').next().unwrap_or(tag);
    table
        .iter()
        .find(|(known, _)| *known == language)
        .map_or(&[], |(_, words)| words)
}
