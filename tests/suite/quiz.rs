//! Questions, quizzes, tests and scenarios: from an author's Markdown to forms that ask and tell.

mod course;
mod edits;
mod odd;
mod scenario;

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::book::Book;

/// A built page to look things up in.
struct Shown(Html);

impl Shown {
    fn new(html: &str) -> Shown {
        Shown(Html::parse_document(html))
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.0.select(&Selector::parse(selector).unwrap()).collect()
    }

    fn one(&self, selector: &str) -> ElementRef<'_> {
        match self.all(selector).as_slice() {
            [one] => *one,
            many => panic!("{} of `{selector}` in {}", many.len(), self.0.html()),
        }
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(words).collect()
    }

    fn values(&self, selector: &str, name: &str) -> Vec<String> {
        let all = self.all(selector);
        all.into_iter()
            .map(|element| value(element, name))
            .collect()
    }

    fn json(&self, selector: &str, name: &str) -> Value {
        serde_json::from_str(&value(self.one(selector), name)).unwrap()
    }

    /// What the script gets to know of a question.
    fn question(&self, id: &str) -> Value {
        self.json(&format!(".question[id='q-{id}']"), "data-question")
    }
}

fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn value(element: ElementRef<'_>, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_owned()
}

/// The text of a quiz file.
fn quiz_file(more: &str, body: &str) -> String {
    format!("+++\nkind = \"quiz\"\ntitle = \"Quiz\"\n{more}+++\n{body}")
}

/// A book with one quiz, and a lesson that explanations can lead to.
fn one_quiz(body: &str) -> Book {
    Book::new()
        .page("content/en/round.md", "## The start\n\nAt the gate.\n")
        .file("content/en/quiz.md", &quiz_file("id = \"k\"\n", body))
}

fn shown(book: &Book, address: &str) -> Shown {
    Shown::new(book.pages().html(address))
}

fn asked(body: &str) -> Shown {
    shown(&one_quiz(body), "en/quiz.html")
}

/// The keys of what is right, and the thousandths or keys behind them.
fn entries(data: &Value) -> Vec<(String, Value)> {
    let key = data["key"].as_object().unwrap();
    key.iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

const ONE: &str = "## Where does the *round* start?\n\n<!-- q: r-1 · obj: n.round · 2 points -->\n\nThe count is complete.\n\n1. [ ] In the yard\n   > That is the day's round.\n2. [x] At the gate\n   > Yes: where the book is.\n3. [ ] In the kitchen (25%)\n   > Near, but no.\n\n> [!TIP]\n> Where is the book?\n\n> [!TIP]\n> And the keys?\n\n> [!NOTE]\n> The book tells. Read again: [The start](round.md#the-start), or [home](index.md).\n";

fn with_objective(book: Book) -> Book {
    book.page("content/en/index.md", "Home\n").file(
        "content/en/course/01-n/index.md",
        "+++\ntitle = \"N\"\nminutes = 1\n[[objectives]]\nid = \"n.round\"\ntext = \"Plan it.\"\n+++\n",
    )
}

#[test]
fn one_choice_has_part_marks_hints_feedback_and_a_way_back() {
    let page = shown(&with_objective(one_quiz(ONE)), "en/quiz.html");
    let form = page.one("section.quiz[id='quiz-k']");
    assert_eq!(form.attr("data-enhance"), Some("quiz"));
    assert_eq!(
        words(page.one("fieldset > legend .prompt")),
        "Where does the round start?"
    );
    assert_eq!(page.one(".prompt").value().name(), "h2");
    assert_eq!(page.texts(".prompt em"), ["round"]);
    assert_eq!(page.texts(".matter"), ["The count is complete."]);

    let data = page.question("r-1");
    assert_eq!(data["id"], "r-1");
    assert_eq!(data["t"], "one");
    assert_eq!(data["points"], 2000);
    assert_eq!(data["obj"][0], "n.round");
    assert_eq!(data["label"], "Where does the round start?");
    let radios = page.values(".choices input[type=radio][name='q-r-1']", "value");
    let labels = page.values(".choices label.choice", "data-key");
    assert_eq!(radios, labels);
    assert_eq!(radios.len(), 3);
    let worth: Vec<&Value> = radios.iter().map(|key| &data["key"][key]).collect();
    assert_eq!(worth, [0, 1000, 250]);
    assert_eq!(
        page.texts(".choices label.choice"),
        ["In the yard", "At the gate", "In the kitchen"]
    );

    assert!(page.one(".hints").attr("hidden").is_some());
    assert_eq!(
        page.texts(".hints .hint"),
        ["Where is the book?", "And the keys?"]
    );
    assert_eq!(
        words(page.one("details.answer .right-answer")),
        "Right answer: At the gate"
    );
    assert_eq!(page.values("details.answer .feedback", "data-for"), radios);
    assert_eq!(page.texts(".feedback .says")[1], "Yes: where the book is.");
    // The first link of the explanation, and no other, is where to read again.
    assert_eq!(
        page.values(".explanation a.read-again", "href"),
        ["round.html#the-start"]
    );
    assert_eq!(page.all(".explanation a").len(), 2);
    // Nothing in the page may submit without a script.
    assert!(
        page.all("section.quiz form, section.quiz button")
            .is_empty()
    );
}

#[test]
fn bullets_with_boxes_ask_for_all_that_apply() {
    let list = "- [x] Keys\n- [x] Radio\n- [ ] Cup\n  > It stays.\n";
    let page = asked(&format!(
        "## What do you take along?\n\n<!-- q: m -->\n\n{list}"
    ));
    let data = page.question("m");
    assert_eq!(
        (&data["t"], &data["credit"]),
        (&"many".into(), &"each".into())
    );
    let boxes = page.values("input[type=checkbox][name='q-m']", "value");
    let worth: Vec<&Value> = boxes.iter().map(|key| &data["key"][key]).collect();
    assert_eq!(worth, [1, 1, 0]);
    assert_eq!(page.texts(".right-answers li"), ["Keys", "Radio"]);

    let page = asked(&format!(
        "## What do you take along?\n\n<!-- q: m · credit: all -->\n\n{list}"
    ));
    assert_eq!(page.question("m")["credit"], "all");
    let weighed = list
        .replace("Keys", "Keys (50%)")
        .replace("Radio", "Radio (50%)")
        .replace("Cup", "Cup (-50%)");
    let page = asked(&format!(
        "## What do you take along?\n\n<!-- q: m -->\n\n{weighed}"
    ));
    let data = page.question("m");
    assert_eq!(data["credit"], "weights");
    let worth: Vec<&Value> = boxes.iter().map(|key| &data["key"][key]).collect();
    assert_eq!(
        worth,
        [500, 500, -500],
        "part marks are no part of a choice's key"
    );
}

#[test]
fn two_numbered_choices_are_a_statement_that_is_never_shuffled() {
    let page = asked(
        "## Two walk the round.\n\n<!-- q: t -->\n\n1. [x] True\n2. [ ] False\n   > Two do.\n",
    );
    let data = page.question("t");
    assert_eq!((&data["t"], &data["fixed"]), (&"tf".into(), &true.into()));
    assert_eq!(page.all("input[type=radio][name='q-t']").len(), 2);
    assert_eq!(page.texts(".feedback .for"), ["If you chose: False"]);
}

#[test]
fn typed_words_keep_their_marks_and_feedback() {
    let page = asked(
        "## What do you write into?\n\n<!-- q: w · accents: keep -->\n\n- = day book\n- = log (50%)\n  > Near.\n- ~ diary\n  > That is private.\n",
    );
    let input = page.one("input[name='q-w']");
    assert_eq!(input.attr("type"), Some("text"));
    assert_eq!(page.one("label[for='a-w']").attr("for"), input.attr("id"));
    let data = page.question("w");
    assert_eq!(data["t"], "text");
    assert_eq!(
        (&data["accents"], &data["case"], &data["typos"]),
        (&"keep".into(), &"ignore".into(), &false.into())
    );
    let answers: Vec<(&str, i64, bool)> = data["key"]
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| {
            (
                answer["a"].as_str().unwrap(),
                answer["w"].as_i64().unwrap(),
                answer["f"].is_string(),
            )
        })
        .collect();
    assert_eq!(
        answers,
        [
            ("day book", 1000, false),
            ("log", 500, true),
            ("diary", 0, true)
        ]
    );
    assert_eq!(words(page.one(".right-answer")), "Right answer: day book");
    let fed: Vec<&str> = data["key"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|answer| answer["f"].as_str())
        .collect();
    assert_eq!(page.values(".feedback", "data-for"), fed);
}

#[test]
fn typed_numbers_are_exact_ranges_unless_they_are_said_to_be_words() {
    let list = "- = 6 ± 0,1\n- = 5 .. 7 (50%)\n  > Near.\n";
    let page = asked(&format!("## How many?\n\n<!-- q: n -->\n\n{list}"));
    let data = page.question("n");
    assert_eq!(data["t"], "number");
    assert_eq!(
        data["key"][0],
        serde_json::json!({"lo": "5.9", "hi": "6.1", "w": 1000})
    );
    assert_eq!(
        (
            &data["key"][1]["lo"],
            &data["key"][1]["hi"],
            &data["key"][1]["w"]
        ),
        (&"5".into(), &"7".into(), &500.into())
    );
    let input = page.one("input[name='q-n']");
    assert_eq!(
        (input.attr("type"), input.attr("inputmode")),
        (Some("text"), Some("decimal"))
    );
    let hint = input.attr("aria-describedby").unwrap();
    assert!(!words(page.one(&format!("[id='{hint}']"))).is_empty());

    let page = asked("## Which extension?\n\n<!-- q: n · type: text -->\n\n- = 112\n");
    assert_eq!(page.question("n")["t"], "text");
    let wrong = one_quiz("## How many?\n\n<!-- q: n · type: number -->\n\n- = six\n").findings();
    assert!(
        wrong[0].contains("error[question-form]: not every answer"),
        "{wrong:?}"
    );
}

#[test]
fn pairs_are_matched_with_selects_of_mixed_right_sides() {
    let page = asked(
        "## Who does what?\n\n<!-- q: p -->\n\n- Gate officer -> opens the *gate*\n- Nurse → comes when `ill`\n- Leader of the shift -> keeps the book\n- -> cooks\n",
    );
    let data = page.question("p");
    assert_eq!(data["t"], "match");
    assert_eq!(
        page.texts("ul.match label"),
        ["Gate officer", "Nurse", "Leader of the shift"]
    );
    let lefts = page.values("ul.match li", "data-key");
    let names = page.values("ul.match select", "name");
    let wanted: Vec<String> = lefts.iter().map(|key| format!("q-p.{key}")).collect();
    assert_eq!(names, wanted);
    let options = page.values("ul.match li:first-child option", "value");
    assert_eq!(
        options.len(),
        5,
        "an empty one, three right ones and an extra"
    );
    assert_eq!(options[0], "");
    let pairs = entries(&data);
    assert_eq!(pairs.iter().map(|(left, _)| left).collect::<Vec<_>>(), {
        let mut sorted = lefts.iter().collect::<Vec<_>>();
        sorted.sort();
        sorted
    });
    assert!(
        pairs
            .iter()
            .all(|(_, right)| options.contains(&right.as_str().unwrap().to_owned()))
    );
    assert_eq!(page.texts(".right-answers li")[1], "Nurse: comes when ill");
}

#[test]
fn an_arrow_counts_only_between_spaces() {
    let page = asked(
        "## Which way?\n\n<!-- q: p -->\n\n- Gate->yard door -> A\n- Yard->kitchen door -> B\n",
    );
    assert_eq!(
        page.texts("ul.match label"),
        ["Gate->yard door", "Yard->kitchen door"]
    );
}

#[test]
fn a_table_of_crosses_is_a_grid_of_radios() {
    let page = asked(
        "## When? One cross for each row.\n\n<!-- q: g -->\n\n| What | Day | Night |\n|---|:-:|:-:|\n| Count | x | |\n| Round | | X |\n",
    );
    let data = page.question("g");
    assert_eq!(data["t"], "grid");
    assert_eq!(page.texts("table.grid th[scope=col]"), ["Day", "Night"]);
    assert_eq!(page.texts("table.grid th[scope=row]"), ["Count", "Round"]);
    assert_eq!(page.texts("table.grid thead td"), ["What"]);
    let rows = page.values("table.grid tbody tr", "data-key");
    let columns = page.values("table.grid tbody tr:first-child input", "value");
    assert_eq!(data["key"][&rows[0]], columns[0].as_str());
    assert_eq!(data["key"][&rows[1]], columns[1].as_str());
    assert_eq!(
        page.values("table.grid tbody tr:last-child input", "name"),
        vec![format!("q-g.{}", rows[1]); 2]
    );
    assert_eq!(
        page.values("table.grid tbody tr:last-child input", "aria-label"),
        ["Round: Day", "Round: Night"]
    );
    // A table that is none of crosses belongs to the text of the question.
    let page = asked(
        "## How many?\n\n<!-- q: g -->\n\n| Wing | Cells |\n|---|---|\n| C | 12 |\n\n- = 12\n",
    );
    assert_eq!(page.question("g")["t"], "number");
    assert_eq!(page.all(".matter table").len(), 1);
}

#[test]
fn numbers_without_boxes_are_put_in_order_and_never_shown_in_it() {
    for steps in 2..8 {
        let list: String = (1..=steps)
            .map(|step| format!("{step}. Step {step}\n"))
            .collect();
        let page = asked(&format!("## Order?\n\n<!-- q: o -->\n\n{list}"));
        let data = page.question("o");
        assert_eq!(
            (&data["t"], &data["credit"]),
            (&"order".into(), &"run".into())
        );
        let right: Vec<&str> = data["key"]
            .as_array()
            .unwrap()
            .iter()
            .map(|key| key.as_str().unwrap())
            .collect();
        let shown = page.values("ol.order li", "data-key");
        assert_ne!(shown, right);
        let mut sorted = (shown.clone(), right.clone());
        sorted.0.sort();
        sorted.1.sort();
        assert_eq!(sorted.0, sorted.1);
        let names: Vec<String> = shown.iter().map(|key| format!("q-o.{key}")).collect();
        assert_eq!(page.values("ol.order select", "name"), names);
        assert_eq!(page.all("ol.order li:first-child option").len(), steps + 1);
        assert_eq!(page.texts(".right-answers li")[0], "Step 1");
    }
}

#[test]
fn areas_make_a_choice_a_place_in_the_picture() {
    let page = shown(
        &one_quiz("## Where is the alarm?\n\n<!-- q: h -->\n\n![Plan of the office](plan.svg)\n\n1. [ ] The door (at 20,70 15x10)\n   > No.\n2. [x] The wall (at 60,20 12x8)\n3. [ ] The desk (25%) (at 80,45 8x12)\n   > Near.\n")
            .file("content/en/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><title>Plan</title></svg>"),
        "en/quiz.html",
    );
    let data = page.question("h");
    assert_eq!(
        (&data["t"], &data["fixed"]),
        (&"hotspot".into(), &true.into())
    );
    let keys = page.values("input[type=radio][name='q-h']", "value");
    let areas = page.json(".hotspot", "data-areas");
    assert_eq!(areas[&keys[0]], serde_json::json!([20, 70, 15, 10]));
    assert_eq!(areas[&keys[2]], serde_json::json!([80, 45, 8, 12]));
    assert_eq!(data["key"][&keys[2]], 250);
    assert_eq!(
        page.one(".hotspot img").attr("alt"),
        Some("Plan of the office")
    );
    assert_eq!(
        page.texts(".question .choices label"),
        ["The door", "The wall", "The desk"]
    );
}

#[test]
fn without_a_list_a_question_is_open_and_with_a_scale_it_is_rated() {
    let page = asked(
        "## What was new to you?\n\n<!-- q: open -->\n\n> [!NOTE]\n> Speak with a colleague, see [home](index.md).\n\n## Rate this\n\n<!-- q: rate · scale: 1-4 no | yes -->\n\n1. It was clear.\n2. It was useful.\n",
    );
    let open = page.question("open");
    assert_eq!(open["t"], "open");
    assert!(open.get("key").is_none());
    assert_eq!(page.all("textarea[name='q-open'][id='a-open']").len(), 1);
    let rate = page.question("rate");
    assert_eq!(rate["t"], "scale");
    assert!(rate.get("key").is_none());
    assert_eq!(
        page.values("table.grid tbody tr:first-child input", "value"),
        ["1", "2", "3", "4"]
    );
    assert_eq!(
        page.texts("table.grid th[scope=col]"),
        ["1 no", "2", "3", "4 yes"]
    );
}

#[test]
fn the_hidden_line_sets_what_it_says_and_stays_hidden() {
    let page = asked(
        "## Which?\n\n<!-- q: new-1 · was: old-1, old-2 · tries: 1 · keep order · confidence -->\n\n1. [x] A\n2. [ ] B\n   > No.\n3. [ ] C\n   > No.\n\n<!-- an author's own remark -->\n",
    );
    let data = page.question("new-1");
    assert_eq!(data["was"], serde_json::json!(["old-1", "old-2"]));
    assert_eq!(
        (&data["tries"], &data["fixed"], &data["conf"]),
        (&1.into(), &true.into(), &true.into())
    );
    assert!(!page.0.html().contains("old-1 -->"));
    assert!(!page.0.html().contains("own remark"));
}

#[test]
fn the_last_of_a_kept_question_stays_last_in_a_shuffle() {
    let page = asked(
        "## Which?\n\n<!-- q: k · keep -->\n\n1. [x] A\n2. [ ] B\n   > No.\n3. [ ] Neither\n   > No.\n",
    );
    let keys = page.values("input[name='q-k']", "value");
    assert_eq!(page.question("k")["keep"], serde_json::json!([keys[2]]));
}

#[test]
fn answers_are_the_same_where_the_comparison_makes_no_difference() {
    let said = |hidden: &str, list: &str| {
        let book = one_quiz(&format!("## What?\n\n<!-- q: a{hidden} -->\n\n{list}"));
        let lines = book.findings();
        lines
            .iter()
            .any(|line| line.contains("[same-answers]") || line.contains("[same-choices]"))
    };
    assert!(said("", "- = détention\n- = Detention\n"));
    assert!(said("", "- = day book\n- = day-book\n"));
    assert!(!said(" · case: keep", "- = Wing\n- = wing\n"));
    assert!(!said(" · accents: keep", "- = côte\n- = cote\n"));
    assert!(!said("", "- = day book\n- = daybook\n"));
    assert!(!said("", "- = край\n- = краи\n"));
    assert!(said(
        "",
        "1. [x] At the gate\n2. [ ] at the gate.\n   > No.\n3. [ ] C\n   > No.\n"
    ));
    assert!(!said(
        "",
        "1. [x] -5\n2. [ ] 5\n   > No.\n3. [ ] +5\n   > No.\n"
    ));
}
