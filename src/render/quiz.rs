//! Quizzes as forms: what their templates and their script see.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::html::Filling;
use super::theme::Theme;
use crate::content::markdown::Piece;
use crate::content::quiz::{Choice, Form, NumberAnswer, Question, Quiz, Scene, Task};
use crate::diagnostic::Diagnostic;
use crate::path;
use crate::site::{Page, QuizPart, Site};
use crate::strings::Strings;
use crate::text::fold::{Folding, fold};

/// Number of the form that is printed: which questions of the pools it asks.
const PAPER_FORM: u32 = 1;

/// Where a quiz stands.
pub(super) enum Place {
    /// On its own page.
    Own,
    /// In another page, below a heading of these words.
    Inside(String),
}

/// A quiz as its template sees it.
#[derive(Debug, Serialize)]
struct QuizView {
    id: String,
    prefix: String,
    mode: &'static str,
    lang: String,
    dir: &'static str,
    data: String,
    title: Option<String>,
    level: u8,
    facts: Vec<String>,
    /// What the answers belong to: the printed form and the version of the text.
    edition: String,
    intro: tera::Value,
    questions: Vec<QuestionView>,
    scenes: Vec<SceneView>,
    notes: tera::Value,
}

#[derive(Debug, Default, Serialize)]
struct QuestionView {
    id: String,
    prefix: String,
    kind: &'static str,
    level: u8,
    number: String,
    is_hidden: bool,
    data: String,
    prompt: Html,
    ask: String,
    matter: Html,
    choices: Vec<ChoiceView>,
    areas: Option<String>,
    input: &'static str,
    options: Vec<ChoiceView>,
    rows: Vec<ChoiceView>,
    corner: Html,
    places: Vec<usize>,
    hints: Vec<Html>,
    right: Vec<Html>,
    said: Vec<SaidView>,
    explanation: Option<Html>,
}

/// Finished HTML.
#[derive(Debug, Clone)]
struct Html(tera::Value);

impl Default for Html {
    fn default() -> Self {
        Html::new("")
    }
}

impl Html {
    fn new(html: &str) -> Self {
        Html(tera::Value::safe_string(html))
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A choice, an item, a row or a column.
#[derive(Debug, Clone, Serialize)]
struct ChoiceView {
    key: String,
    number: usize,
    html: Html,
    text: String,
}

/// What is said about an answer.
#[derive(Debug, Serialize)]
struct SaidView {
    key: String,
    about: Html,
    html: Html,
}

#[derive(Debug, Serialize)]
struct SceneView {
    id: String,
    level: u8,
    data: String,
    title: Html,
    matter: Html,
    roads: Vec<RoadView>,
    is_end: bool,
    explanation: Option<Html>,
}

#[derive(Debug, Serialize)]
struct RoadView {
    html: Html,
    plain: String,
    points: i32,
    said: Option<Html>,
    key: String,
}

/// What the script gets to know of a quiz.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct QuizData<'a> {
    id: &'a str,
    mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pass: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tries: Option<u32>,
    hint_cost: u32,
    shuffle: &'static str,
    feedback: &'static str,
    confidence: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    cv: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    draw: Vec<DrawData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    form: u32,
}

#[derive(Debug, Serialize)]
struct DrawData {
    from: String,
    n: usize,
    ids: Vec<String>,
}

/// What the script gets to know of a question.
#[derive(Debug, Default, Serialize)]
struct QuestionData {
    id: String,
    t: &'static str,
    h: String,
    x: String,
    points: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    tries: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keep: Vec<String>,
    fixed: bool,
    conf: bool,
    obj: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    was: Vec<String>,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Key>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accents: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    typos: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
}

/// What is right.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Key {
    Weights(Ordered<i32>),
    Texts(Vec<TextKey>),
    Numbers(Vec<NumberKey>),
    Pairs(Ordered<String>),
    Order(Vec<String>),
}

#[derive(Debug, Serialize)]
struct TextKey {
    a: String,
    w: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    f: Option<String>,
}

#[derive(Debug, Serialize)]
struct NumberKey {
    lo: String,
    hi: String,
    w: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    f: Option<String>,
}

/// A map that is written in its own order.
#[derive(Debug)]
struct Ordered<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[derive(Debug, Serialize)]
struct SceneData {
    key: String,
    start: bool,
    end: bool,
    roads: Ordered<RoadData>,
}

#[derive(Debug, Serialize)]
struct RoadData {
    to: String,
    points: i32,
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
            Place::Own => 2,
            Place::Inside(_) => 3,
        },
    };
    let view = maker.view(part, place);
    theme.render(template, locale, &view, &[])
}

struct Maker<'a> {
    site: &'a Site,
    strings: &'a Strings,
    prefix: &'a str,
    level: u8,
}

/// A question with what it is filled with.
struct Asked<'a> {
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
            quizzes: &[],
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
        let stated = |question: &'a Question| Some(question.settings.id.as_ref()?.0.as_str());
        let sources = original.questions.iter();
        let by_id: HashMap<&str, &Question> = sources
            .filter_map(|source| Some((stated(source)?, source)))
            .collect();
        let known = |position: usize, question: &'a Question| {
            let by_id = stated(question).and_then(|id| by_id.get(id).copied());
            by_id
                .or(original.questions.get(position))
                .unwrap_or(question)
        };
        let questions = quiz.questions.iter().enumerate();
        questions
            .map(|(position, question)| Asked {
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
        task(&id, question, original, &piece, &mut view, &mut data);
        view.ask = self.strings.get(ask(data.t)).to_owned();
        data.h = scoring_hash(&data, &original.task);
        data.x = short_hash(&[&question.prompt.text, &question.matter.text]);
        data.id.clone_from(&id);
        view.kind = data.t;
        view.data = json(&data);
        view.id = id;
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

/// A number that is right: a range only where it is one.
fn number_words(answer: &NumberAnswer) -> String {
    match answer.low == answer.high {
        true => answer.low.to_string(),
        false => answer.text.clone(),
    }
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

/// Things in an order that depends on nothing but their names.
fn shuffled<T>(mut things: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    things.sort_by_cached_key(|thing| *blake3::hash(name(thing).as_bytes()).as_bytes());
    things
}

/// What `ask` words a type of question has.
fn ask(kind: &str) -> &'static str {
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
fn task(
    id: &str,
    question: &Question,
    original: &Question,
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
            let key = |at: usize| format!("a{at}");
            let folding = Folding {
                lang: &asked_lang,
                keep_accents: original.settings.keep_accents,
                keep_case: original.settings.keep_case,
            };
            let texts = answers.iter().enumerate().map(|(at, answer)| TextKey {
                a: fold(&answer.text, folding),
                w: answer.weight,
                f: answer.feedback.is_some().then(|| key(at)),
            });
            data.key = Some(Key::Texts(texts.collect()));
            let best = answers.iter().filter(|answer| answer.weight >= 1000);
            view.right = best
                .map(|answer| Html::new(&escaped(&answer.text)))
                .collect();
            let said = answers.iter().enumerate().filter_map(|(at, answer)| {
                let said = answer.feedback.as_ref()?;
                Some(SaidView {
                    key: key(at),
                    about: Html::new(&escaped(&answer.text)),
                    html: piece(said),
                })
            });
            view.said = said.collect();
        }
        (Task::Number(answers), _) => {
            data.t = "number";
            let key = |at: usize| format!("a{at}");
            let numbers = answers.iter().enumerate().map(|(at, answer)| NumberKey {
                lo: answer.low.to_string(),
                hi: answer.high.to_string(),
                w: answer.weight,
                f: answer.feedback.is_some().then(|| key(at)),
            });
            data.key = Some(Key::Numbers(numbers.collect()));
            let best = answers.iter().filter(|answer| answer.weight >= 1000);
            view.right = best
                .map(|answer| Html::new(&escaped(&number_words(answer))))
                .collect();
            let said = answers.iter().enumerate().filter_map(|(at, answer)| {
                let said = answer.feedback.as_ref()?;
                Some(SaidView {
                    key: key(at),
                    about: Html::new(&escaped(&number_words(answer))),
                    html: piece(said),
                })
            });
            view.said = said.collect();
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
                    view.right.push(joined(piece(words), piece(&pair.right)));
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
                        .push(joined(piece(row), piece(columns.get(*column)?)));
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

fn choice(
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
fn weights(choices: &[Choice], is_multiple: bool) -> Vec<i32> {
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

fn credit(choices: &[Choice], question: &Question) -> &'static str {
    match () {
        () if question.settings.all_or_nothing => "all",
        () if choices.iter().any(|choice| choice.weight.is_some()) => "weights",
        () => "each",
    }
}

fn views<'p>(
    pieces: impl Iterator<Item = &'p Piece>,
    keys: &[String],
    piece: &impl Fn(&Piece) -> Html,
) -> Vec<ChoiceView> {
    let each = pieces.zip(keys).enumerate();
    each.map(|(at, (text, key))| shown(key, at, text, piece))
        .collect()
}

fn shown(key: &str, at: usize, text: &Piece, piece: &impl Fn(&Piece) -> Html) -> ChoiceView {
    ChoiceView {
        key: key.to_owned(),
        number: at + 1,
        html: piece(text),
        text: text.text.clone(),
    }
}

fn joined(left: Html, right: Html) -> Html {
    let text = |html: Html| html.0.as_str().unwrap_or_default().to_owned();
    Html::new(&format!("<b>{}</b>: {}", text(left), text(right)))
}

/// Permanent keys without language: of the original's words, each once.
fn keys<'p>(pieces: impl Iterator<Item = &'p Piece>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let of = |piece: &Piece| {
        let mut number = 0;
        loop {
            let key = key_of(&piece.text, number);
            if taken.insert(key.clone()) {
                return key;
            }
            number += 1;
        }
    };
    pieces.map(of).collect()
}

/// The same where equal words are the same thing.
fn keys_by_text<'p>(pieces: impl Iterator<Item = &'p Piece>) -> Vec<String> {
    pieces.map(|piece| key_of(&piece.text, 0)).collect()
}

fn key_of(text: &str, number: usize) -> String {
    let folded = text.to_lowercase();
    short_hash(&[&folded, &number.to_string()])[..6].to_owned()
}

/// Changes with what is right and what counts how much, and with nothing else.
fn scoring_hash(data: &QuestionData, original: &Task) -> String {
    let key = match &data.key {
        Some(Key::Weights(weights)) => {
            let mut each: Vec<String> = weights
                .0
                .iter()
                .map(|(key, weight)| format!("{key}={weight}"))
                .collect();
            each.sort();
            each.join(" ")
        }
        Some(Key::Pairs(pairs)) => {
            let mut each: Vec<String> = pairs
                .0
                .iter()
                .map(|(left, right)| format!("{left}={right}"))
                .collect();
            each.sort();
            each.join(" ")
        }
        // Typed answers differ by language; the original's stand for all.
        Some(Key::Texts(_)) => match original {
            Task::Text(answers) => answers
                .iter()
                .map(|answer| format!("{}={}", answer.text, answer.weight))
                .collect::<Vec<_>>()
                .join("\n"),
            _ => String::new(),
        },
        other => json(other),
    };
    short_hash(&[data.t, &key, data.credit.unwrap_or_default()])
}

fn short_hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex()[..8].to_owned()
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

fn escaped(text: &str) -> String {
    let mut out = String::new();
    pulldown_cmark_escape::escape_html_body_text(&mut out, text)
        .expect("writing to a String can't fail");
    out
}

fn safe(html: &str) -> tera::Value {
    tera::Value::safe_string(html)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("text and numbers can be written as JSON")
}
