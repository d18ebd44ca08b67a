//! Quizzes as forms: what their templates and their script see.

mod data;
mod task;
pub(super) mod view;

use std::collections::{BTreeSet, HashMap};

use data::{
    DrawData, Ordered, QuestionData, QuizData, RoadData, SceneData, json, scoring_hash, short_hash,
};
use task::{ask, shuffled, task};
use view::{Html, QuestionView, QuizView, RoadView, SceneView};

use super::html::Filling;
use super::theme::Theme;
use crate::content::markdown::{Piece, typeset};
use crate::content::quiz::{Form, Question, Quiz, Scene};
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::path;
use crate::site::{Page, QuizPart, Site};
use crate::strings::Strings;

/// Number of the form that is printed: which questions of the pools it asks.
const PAPER_FORM: u32 = 1;

/// Where a quiz stands.
pub(super) enum Place {
    /// On its own page.
    Own,
    /// In another page, below a heading of these words.
    Inside(String),
}

/// The permanent name of a quiz: the author's, else its path.
pub(super) fn name(page: &Page) -> String {
    let stated = page
        .original
        .quiz
        .as_ref()
        .and_then(|quiz| quiz.setup.id.as_ref());
    match stated {
        Some((id, _)) => id.clone(),
        None => page.id().path.replace('/', "-"),
    }
}

/// The HTML of a quiz.
pub(super) fn html(
    site: &Site,
    theme: &Theme,
    part: &QuizPart,
    place: Place,
    prefix: &str,
) -> Result<String, Diagnostic> {
    with("quiz/quiz.html", site, theme, part, place, prefix)
}

/// The HTML of a quiz's answers, for trainers.
pub(super) fn key(site: &Site, theme: &Theme, part: &QuizPart) -> Result<String, Diagnostic> {
    with("quiz/key.html", site, theme, part, Place::Own, "")
}

fn with(
    template: &str,
    site: &Site,
    theme: &Theme,
    part: &QuizPart,
    place: Place,
    prefix: &str,
) -> Result<String, Diagnostic> {
    let page = &site.pages[part.page];
    let locale = site
        .locales
        .iter()
        .position(|locale| *locale == page.document.locale)
        .unwrap_or(0);
    let maker = Maker {
        site,
        strings: site.text_strings_of(page),
        prefix,
        level: match place {
            Place::Own => OWN_LEVEL,
            Place::Inside(_) => OWN_LEVEL + 1,
        },
    };
    let view = maker.view(part, place);
    theme.render(template, locale, &view, &[])
}

/// Level of the headings of questions on the quiz's own page.
const OWN_LEVEL: u8 = 2;

/// The id that the author gave to a question.
fn stated_id(question: &Question) -> Option<&str> {
    let (id, _) = question.settings.id.as_ref()?;
    Some(id)
}

struct Maker<'a> {
    site: &'a Site,
    strings: &'a Strings,
    prefix: &'a str,
    level: u8,
}

/// A question with what it is filled with.
struct Asked<'a> {
    /// Id of its heading, where that is no name that the author gave.
    anchor: Option<String>,
    quiz: String,
    position: usize,
    question: &'a Question,
    original: &'a Question,
    filling: Filling<'a>,
    lang: String,
    is_drawn: bool,
}

impl<'a> Maker<'a> {
    fn view(&self, part: &'a QuizPart, place: Place) -> QuizView {
        let page = &self.site.pages[part.page];
        let (quiz, original) = quizzes(page);
        let id = name(page);
        let filling = self.filling(part);
        let asked = self.asked(part);
        let shown = asked.iter().filter(|asked| asked.is_drawn).count();
        let mut number = 0;
        let questions = asked.iter().map(|asked| {
            number += usize::from(asked.is_drawn);
            let number = if asked.is_drawn { number } else { 0 };
            self.question(asked, number, shown, &original.setup)
        });
        QuizView {
            questions: questions.collect(),
            scenes: self.scenes(quiz, original, &filling, page),
            mode: mode(original),
            lang: page.document.locale.to_string(),
            dir: page.document.locale.dir().as_str(),
            data: json(&self.data(part, &id)),
            facts: self.facts(part, shown, &place),
            edition: self.strings.with(
                "quiz.edition",
                &[
                    ("form", &PAPER_FORM.to_string()),
                    ("version", &super::version(&page.document.fingerprint)),
                ],
            ),
            intro: safe(&filling.piece(&quiz.intro)),
            notes: safe(&filling.body(&page.document.body)),
            level: self.level,
            prefix: self.prefix.to_owned(),
            title: match place {
                Place::Own => None,
                Place::Inside(title) => Some(title),
            },
            id,
        }
    }

    fn filling(&self, part: &'a QuizPart) -> Filling<'a> {
        Filling {
            resolved: &part.resolved,
            strings: self.site.text_strings_of(&self.site.pages[part.page]),
            prefix: self.prefix,
            embeds: &[],
        }
    }

    /// The questions of the pools, then the quiz's own.
    fn asked(&self, part: &'a QuizPart) -> Vec<Asked<'a>> {
        let page = &self.site.pages[part.page];
        let (quiz, _) = quizzes(page);
        let mut asked = Vec::new();
        for (draw, pool) in quiz.draws.iter().zip(&part.pools) {
            let form = paper_form(self.site, part, pool, draw.count);
            for question in self.own(pool) {
                let id = question.original.id(&question.quiz, question.position);
                asked.push(Asked {
                    anchor: None,
                    is_drawn: form.contains(&id),
                    ..question
                });
            }
        }
        asked.extend(self.own(part));
        asked
    }

    fn own(&self, part: &'a QuizPart) -> Vec<Asked<'a>> {
        let page = &self.site.pages[part.page];
        let (quiz, original) = quizzes(page);
        let name = name(page);
        let sources = original.questions.iter();
        let by_id: HashMap<&str, &Question> = sources
            .filter_map(|source| Some((stated_id(source)?, source)))
            .collect();
        let known = |position: usize, question: &'a Question| {
            let by_id = stated_id(question).and_then(|id| by_id.get(id).copied());
            by_id
                .or(original.questions.get(position))
                .unwrap_or(question)
        };
        let ids = &page.resolved.heading_ids;
        // In another page its own headings have the ids.
        let anchor = |question: &Question| match stated_id(question) {
            None if self.level == OWN_LEVEL => {
                let id = ids.get(question.heading as usize)?;
                Some(format!("{}{id}", self.prefix))
            }
            _ => None,
        };
        let questions = quiz.questions.iter().enumerate();
        questions
            .map(|(position, question)| Asked {
                anchor: anchor(question),
                quiz: name.clone(),
                position,
                question,
                original: known(position, question),
                filling: self.filling(part),
                lang: page.document.locale.to_string(),
                is_drawn: true,
            })
            .collect()
    }

    fn data<'p>(&self, part: &'p QuizPart, id: &'p str) -> QuizData<'p>
    where
        'a: 'p,
    {
        let page = &self.site.pages[part.page];
        let (_, original) = quizzes(page);
        let setup = &original.setup;
        let draws = original.draws.iter().zip(&part.pools).map(|(draw, pool)| {
            let ids: Vec<String> = ids(self.site, pool);
            DrawData {
                from: name(&self.site.pages[pool.page]),
                n: draw
                    .count
                    .map_or(ids.len(), |count| (count as usize).min(ids.len())),
                ids,
            }
        });
        QuizData {
            id,
            mode: mode(original),
            pass: setup.pass,
            attempts: setup.attempts,
            tries: setup.tries,
            hint_cost: setup.hint_cost,
            shuffle: setup.shuffle.name(),
            feedback: setup.feedback.name(),
            confidence: setup.confidence,
            group: setup.group.as_deref(),
            cv: super::version(&page.document.fingerprint),
            minutes: crate::site::quiz::minutes(self.site, part.page),
            draw: draws.collect(),
            start: start(page, original)
                .filter(|_| setup.start.is_some())
                .and_then(|start| original.scenes.get(start))
                .map(|scene| {
                    let id = &page.resolved.heading_ids[scene.heading as usize];
                    format!("{}{id}", self.prefix)
                }),
            form: PAPER_FORM,
        }
    }

    /// What a reader should know before the first question.
    fn facts(&self, part: &QuizPart, shown: usize, place: &Place) -> Vec<String> {
        let page = &self.site.pages[part.page];
        let (_, original) = quizzes(page);
        let mut facts = Vec::new();
        if shown > 0 {
            facts.push(self.strings.count("quiz.questions", shown));
        }
        let minutes = crate::site::quiz::minutes(self.site, part.page);
        // On its own page the time stands below the title.
        if let (Some(minutes), Place::Inside(_)) = (minutes, place) {
            let minutes = self.strings.count("course.minutes", minutes as usize);
            facts.push(format!("{minutes}."));
        }
        facts.push(self.strings.get("quiz.no-limit").to_owned());
        if let Some(pass) = original.setup.pass {
            facts.push(self.strings.with("quiz.pass", &[("n", &pass.to_string())]));
        }
        facts
    }

    fn question(
        &self,
        asked: &Asked<'_>,
        number: usize,
        count: usize,
        setup: &crate::content::quiz::Setup,
    ) -> QuestionView {
        let Asked {
            question,
            original,
            filling,
            ..
        } = asked;
        let id = original.id(&asked.quiz, asked.position);
        let piece = |piece: &Piece| Html::new(&filling.piece(piece));
        let mut view = QuestionView {
            level: self.level,
            prefix: self.prefix.to_owned(),
            number: self.strings.with(
                "quiz.number",
                &[("n", &number.to_string()), ("of", &count.to_string())],
            ),
            is_hidden: !asked.is_drawn,
            prompt: piece(&question.prompt),
            matter: piece(&question.matter),
            hints: question.hints.iter().map(piece).collect(),
            explanation: question
                .explanation
                .as_ref()
                .map(|said| Html::new(&read_again(&filling.piece(&said.text)))),
            ..QuestionView::default()
        };
        let mut data = QuestionData {
            points: original.settings.points.unwrap_or(1) * 1000,
            tries: original.settings.tries,
            fixed: original.settings.keep_order,
            conf: original.settings.confidence || setup.confidence,
            obj: names(&original.settings.objectives),
            was: names(&original.settings.was),
            label: question.prompt.text.clone(),
            lang: Some(asked.lang.clone()),
            ..QuestionData::default()
        };
        task(
            &id,
            question,
            original,
            self.strings.get("colon"),
            &piece,
            &mut view,
            &mut data,
        );
        // Words that stand where no markup can.
        if let Some(text) = Locale::parse(&asked.lang) {
            for choice in view.options.iter_mut().chain(&mut view.rows) {
                choice.text = typeset(&choice.text, text.quotes());
            }
        }
        view.ask = self.strings.get(ask(data.t)).to_owned();
        data.h = scoring_hash(&data, &original.task);
        data.x = short_hash(&[&question.prompt.text, &question.matter.text]);
        data.id.clone_from(&id);
        view.kind = data.t;
        view.data = json(&data);
        view.id = id;
        view.anchor = asked.anchor.clone();
        view
    }

    fn scenes(
        &self,
        quiz: &Quiz,
        original: &Quiz,
        filling: &Filling<'_>,
        page: &Page,
    ) -> Vec<SceneView> {
        let ids = &page.resolved.heading_ids;
        let first = start(page, original).unwrap_or(0);
        let scene = |(position, scene): (usize, &Scene)| {
            let key = &ids[scene.heading as usize];
            let source = original.scenes.get(position).unwrap_or(scene);
            let roads = scene.roads.iter().zip(&source.roads).enumerate();
            let road_data = roads.clone().map(|(at, (road, source))| {
                let href = &filling.resolved.links[road.link as usize];
                let to = path::decode(href.strip_prefix('#').unwrap_or_default());
                let points = source.points * 1000;
                (at.to_string(), RoadData { to, points })
            });
            let data = SceneData {
                key: key.clone(),
                start: position == first,
                end: scene.roads.is_empty(),
                roads: Ordered(road_data.collect()),
            };
            SceneView {
                id: format!("{}{key}", self.prefix),
                level: self.level,
                data: json(&data),
                title: Html::new(&filling.piece(&scene.title)),
                matter: Html::new(&filling.piece(&scene.matter)),
                roads: roads
                    .map(|(at, (road, source))| RoadView {
                        plain: road.text.text.clone(),
                        points: source.points,
                        html: Html::new(&filling.piece(&road.text)),
                        said: road
                            .feedback
                            .as_ref()
                            .map(|said| Html::new(&filling.piece(said))),
                        key: at.to_string(),
                    })
                    .collect(),
                is_end: scene.roads.is_empty(),
                explanation: scene
                    .explanation
                    .as_ref()
                    .map(|said| Html::new(&read_again(&filling.piece(&said.text)))),
            }
        };
        quiz.scenes.iter().enumerate().map(scene).collect()
    }
}

/// A quiz in the language of its page, and the original.
fn quizzes(page: &Page) -> (&Quiz, &Quiz) {
    let own = page
        .document
        .quiz
        .as_deref()
        .expect("only quizzes are parts");
    (own, page.original.quiz.as_deref().unwrap_or(own))
}

/// The scene that a scenario begins with.
fn start(page: &Page, original: &Quiz) -> Option<usize> {
    original.start(&page.original.body.headings)
}

fn mode(quiz: &Quiz) -> &'static str {
    match quiz.setup.form {
        Form::Scenario => "scenario",
        Form::Quiz | Form::Test => quiz.setup.mode.name(),
    }
}

fn ids(site: &Site, part: &QuizPart) -> Vec<String> {
    let page = &site.pages[part.page];
    let (_, original) = quizzes(page);
    let name = name(page);
    let questions = original.questions.iter().enumerate();
    questions
        .map(|(position, question)| question.id(&name, position))
        .collect()
}

/// The questions of a pool that are printed: the same at every build.
fn paper_form(
    site: &Site,
    test: &QuizPart,
    pool: &QuizPart,
    count: Option<u32>,
) -> BTreeSet<String> {
    let all = ids(site, pool);
    let count = count.map_or(all.len(), |count| count as usize);
    let test = name(&site.pages[test.page]);
    shuffled(all, |id| format!("{test} {id}"))
        .into_iter()
        .take(count)
        .collect()
}

fn names(placed: &[crate::content::front_matter::Placed]) -> Vec<String> {
    placed.iter().map(|(name, _)| name.clone()).collect()
}

/// Marks the first link of an explanation.
fn read_again(html: &str) -> String {
    // A citation's link is none to read again at.
    let mut from = 0;
    while let Some(at) = html[from..].find("<a href=") {
        let at = from + at;
        if !html[..at].ends_with("<span class=\"citation\">(") {
            return format!(
                "{}<a class=\"read-again\" href={}",
                &html[..at],
                &html[at + "<a href=".len()..]
            );
        }
        from = at + 1;
    }
    html.to_owned()
}

fn safe(html: &str) -> tera::Value {
    tera::Value::safe_string(html)
}
