//! Quizzes in a course: in lessons, in tests, in translations, on print pages.

use scraper::{ElementRef, Selector};
use serde_json::Value;

use super::{Shown, asked, quiz_file, shown, value, words};
use crate::book::Book;

const ROUND: &str = "## How many walk the round?\n\n<!-- q: r-1 -->\n\n- = 2\n\n## Where does it start?\n\n<!-- q: r-2 -->\n\n1. [x] At the gate\n2. [ ] In the yard\n   > No.\n3. [ ] In the kitchen\n   > No.\n\n## Who opens the gate?\n\n<!-- q: r-3 -->\n\n- = gate officer\n\n## Who keeps the book?\n\n<!-- q: r-4 -->\n\n- = leader\n";

pub(super) const LAMP: &str = "+++\nkind = \"scenario\"\nid = \"lamp\"\ntitle = \"The lamp\"\nstart = \"a-lamp-is-out\"\n+++\nA story.\n\n## A lamp is out\n\nThe stairs are dark.\n\n- [Report it.](#it-is-mended) (+2)\n- [Write it down.](#someone-stumbles)\n  > By the morning it is late.\n\n## Someone stumbles\n\nMs A. stumbles.\n\n- [Report it now.](#it-is-mended) (+1)\n\n## It is mended\n\nMs A. brings a lamp.\n\n> [!NOTE]\n> Read again: [the round](../01-round.md#the-start).\n";

/// A course with a lesson, a practice quiz in it, a check, a scenario and a final test.
pub(super) fn course() -> Book {
    let folder = "content/en/course/01-night";
    Book::new()
        .page("content/en/index.md", "Home\n")
        .file(&format!("{folder}/index.md"), "+++\ntitle = \"Night\"\n[[objectives]]\nid = \"n.round\"\ntext = \"Plan it.\"\n+++\nWelcome.\n")
        .file(&format!("{folder}/01-round.md"), "+++\ntitle = \"Round\"\nminutes = 5\nobjectives = [\"n.round\"]\n+++\n## The start\n\nAt the gate.\n\n[Quiz: The round](quiz/round.md)\n\n## The end\n\nGo back to the [quiz](quiz/round.md).\n")
        .file(&format!("{folder}/02-book.md"), "+++\ntitle = \"Book\"\nminutes = 5\n+++\nText.\n")
        .file(&format!("{folder}/quiz/round.md"), &quiz_file("id = \"round\"\nobjectives = [\"n.round\"]\n", ROUND))
        .file(&format!("{folder}/quiz/check.md"), "+++\nkind = \"quiz\"\nmode = \"check\"\nid = \"check\"\ntitle = \"Check\"\npass = 70\n+++\n## Two walk the round.\n\n<!-- q: c-1 -->\n\n1. [x] True\n2. [ ] False\n   > Two do.\n\n## Drawn\n\n- 2 from [The round](round.md)\n")
        .file(&format!("{folder}/quiz/lamp.md"), LAMP)
        .file("content/en/course/test.md", "+++\nkind = \"test\"\nid = \"final\"\ntitle = \"Test\"\nattempts = 2\nconfidence = true\ngroup = \"a\"\n+++\nTake your time.\n\n## Drawn\n\n- 2 from [The round](01-night/quiz/round.md)\n\n## The last one?\n\n<!-- q: f-1 -->\n\n- = 1\n")
}

const ROUND_FR: &str = "## Combien font la ronde ?\n\n<!-- q: r-1 -->\n\n- = 2\n\n## Où commence-t-elle ?\n\n<!-- q: r-2 -->\n\n1. [x] À la porte\n2. [ ] Dans la cour\n   > Non.\n3. [ ] À la cuisine\n   > Non.\n\n## Qui ouvre la porte ?\n\n<!-- q: r-3 -->\n\n- = portier\n- = le portier\n\n## Qui tient le registre ?\n\n<!-- q: r-4 -->\n\n- = chef\n";

pub(super) fn in_french(book: Book) -> Book {
    let folder = "content/fr/course/01-night";
    book.file(&format!("{folder}/01-round.md"), "+++\ntitle = \"Ronde\"\n+++\n## Le début\n\nÀ la porte.\n\n[Questions : la ronde](quiz/round.md)\n\n## La fin\n\nRevenez aux [questions](quiz/round.md).\n")
        .file(&format!("{folder}/quiz/round.md"), &format!("+++\ntitle = \"Ronde\"\n+++\n{ROUND_FR}"))
}

const LESSON: &str = "en/course/night/round.html";

#[test]
fn the_course_of_these_tests_has_nothing_to_mend() {
    for book in [course(), in_french(course())] {
        assert_eq!(book.findings(), [] as [&str; 0]);
    }
}

#[test]
fn a_link_alone_in_its_paragraph_is_the_quiz_and_beside_words_it_is_a_link() {
    let page = shown(&course(), LESSON);
    let quiz = page.one("section.quiz");
    assert_eq!(quiz.attr("id"), Some("quiz-round"));
    assert_eq!(quiz.attr("aria-labelledby"), Some("quiz-round-title"));
    assert_eq!(
        words(page.one("h2[id='quiz-round-title']")),
        "Quiz: The round"
    );
    assert_eq!(page.all("section.quiz h3.prompt").len(), 4);
    let links = page.values(".prose > p a", "href");
    assert_eq!(links, ["quiz/round.html"]);
    // A link among items, or with a picture beside it, is alone in no paragraph.
    let other = course().file(
        "content/en/course/01-night/02-book.md",
        "+++\ntitle = \"Book\"\nminutes = 5\n+++\n- [Quiz](quiz/round.md)\n- [Lamp](quiz/lamp.md)\n\n[Quiz](quiz/round.md) [Lamp](quiz/lamp.md)\n",
    );
    assert!(
        shown(&other, "en/course/night/book.html")
            .all("section.quiz")
            .is_empty()
    );
}

#[test]
fn a_lesson_and_its_quiz_speak_the_same_language_or_fall_back_to_the_original() {
    let book = in_french(course());
    let page = shown(&book, "fr/course/night/round.html");
    assert_eq!(page.one("section.quiz").attr("lang"), Some("fr"));
    assert_eq!(
        words(page.one("h2[id='quiz-round-title']")),
        "Questions : la ronde"
    );
    assert_eq!(page.texts(".prompt")[1], "Où commence-t-elle ?");

    let mut untranslated = book.clone();
    untranslated
        .files
        .remove("content/fr/course/01-night/quiz/round.md");
    let page = shown(&untranslated, "fr/course/night/round.html");
    assert_eq!(page.one("section.quiz").attr("lang"), Some("en"));
    assert_eq!(page.texts(".prompt")[1], "Where does it start?");

    let mut only_quiz = book;
    only_quiz
        .files
        .remove("content/fr/course/01-night/01-round.md");
    let page = shown(&only_quiz, "fr/course/night/round.html");
    assert_eq!(page.one("article").attr("lang"), Some("en"));
    assert_eq!(page.all("section.quiz").len(), 1);
}

/// Ids, keys and scoring hashes of the questions of a page.
fn keys(page: &Shown) -> Vec<(Value, Value, Vec<String>)> {
    let questions = page.all(".question").into_iter().map(|question| {
        let data: Value = serde_json::from_str(&value(question, "data-question")).unwrap();
        let inputs = Selector::parse("input[value]").unwrap();
        let values = question.select(&inputs).map(|input| value(input, "value"));
        (data["id"].clone(), data["h"].clone(), values.collect())
    });
    questions.collect()
}

#[test]
fn keys_and_hashes_are_the_same_in_every_language() {
    let pages = in_french(course()).pages();
    let of = |address: &str| keys(&Shown::new(pages.html(address)));
    let english = of(LESSON);
    assert_eq!(english.len(), 4);
    assert_eq!(english, of("fr/course/night/round.html"));
    assert_eq!(english, of("en/course/night/quiz/round.html"));
}

#[test]
fn the_scoring_hash_changes_with_what_is_right_and_not_with_its_words() {
    let h = |body: &str| keys(&asked(body))[0].1.clone();
    let one = "## Where?\n\n<!-- q: a -->\n\nText.\n\n1. [x] Gate\n   > Yes.\n2. [ ] Yard\n   > No.\n3. [ ] Hall\n   > No.\n";
    let same = [
        one.replace("Where?", "At which place?"),
        one.replace("Text.", "Other text."),
        one.replace("> No.", "> Think of the book."),
        one.replace(
            "1. [x] Gate\n   > Yes.\n2. [ ] Yard\n   > No.\n",
            "1. [ ] Yard\n   > No.\n2. [x] Gate\n   > Yes.\n",
        ),
    ];
    for text in same {
        assert_eq!(h(one), h(&text), "{text}");
    }
    let other = [
        one.replace("[x] Gate", "[ ] Gate")
            .replace("[ ] Yard", "[x] Yard"),
        one.replace("Hall", "Hall (50%)"),
        one.replace("3. [ ] Hall\n   > No.\n", ""),
        one.replace("Hall", "Kitchen"),
        one.replace("1. ", "- ")
            .replace("2. ", "- ")
            .replace("3. ", "- ")
            .replace("\n   >", "\n  >"),
    ];
    for text in other {
        assert_ne!(h(one), h(&text), "{text}");
    }
    for (before, after) in [
        ("- = day book\n", "- = logbook\n"),
        ("- = day book\n", "- = day book\n- = log (50%)\n"),
        ("- = 5 .. 7\n", "- = 5 .. 8\n"),
        ("1. One\n2. Two\n3. Three\n", "1. Two\n2. One\n3. Three\n"),
        ("- A -> x\n- B -> y\n", "- A -> y\n- B -> x\n"),
        (
            "- [x] A\n- [x] B\n- [ ] C\n  > No.\n",
            "- [x] A\n- [ ] B\n  > No.\n- [ ] C\n  > No.\n",
        ),
        (
            "| W | Day | Night |\n|---|---|---|\n| A | x | |\n| B | | x |\n",
            "| W | Day | Night |\n|---|---|---|\n| A | | x |\n| B | | x |\n",
        ),
    ] {
        let text = |list: &str| format!("## What?\n\n<!-- q: a -->\n\n{list}");
        assert_ne!(h(&text(before)), h(&text(after)), "{before}");
        assert_eq!(
            h(&text(before)),
            h(&text(before).replace("What?", "And what?")),
            "{before}"
        );
    }
}

#[test]
fn a_test_shows_one_drawn_form_and_hides_the_rest_of_its_pools() {
    let page = shown(&course(), "en/course/test.html");
    let data = page.json("section.quiz", "data-quiz");
    assert_eq!(
        (&data["id"], &data["mode"]),
        (&"final".into(), &"final".into())
    );
    assert_eq!(
        (&data["pass"], &data["attempts"], &data["tries"]),
        (&80.into(), &2.into(), &1.into())
    );
    assert_eq!(
        (&data["shuffle"], &data["feedback"]),
        (&"all".into(), &"at-end".into())
    );
    assert_eq!(
        (&data["confidence"], &data["group"], &data["form"]),
        (&true.into(), &"a".into(), &1.into())
    );
    let draw = &data["draw"];
    assert_eq!(
        *draw,
        serde_json::json!([{"from": "round", "n": 2, "ids": ["r-1", "r-2", "r-3", "r-4"]}])
    );
    assert_eq!(page.all(".question").len(), 5);
    let shown_ids = page.values(".question:not([hidden])", "id");
    assert_eq!(shown_ids.len(), 3);
    assert_eq!(shown_ids[2], "q-f-1");
    assert_eq!(
        page.texts(".question:not([hidden]) .no"),
        ["Question 1 of 3", "Question 2 of 3", "Question 3 of 3"]
    );
    assert_eq!(page.all(".question[hidden]").len(), 2);
    assert!(
        page.values(".question", "data-question")
            .iter()
            .all(|data| data.contains("\"conf\":true"))
    );
    assert_eq!(words(page.one(".intro")), "Take your time.");
    // The heading above the draws is for the author.
    assert!(!page.texts("section.quiz")[0].contains("Drawn"));

    let all = course().file(
        "content/en/course/test.md",
        "+++\nkind = \"test\"\ntitle = \"Test\"\n+++\n## Drawn\n\n- all from [The round](01-night/quiz/round.md)\n",
    );
    let page = shown(&all, "en/course/test.html");
    assert_eq!(page.json("section.quiz", "data-quiz")["draw"][0]["n"], 4);
    assert_eq!(page.all(".question:not([hidden])").len(), 4);
}

#[test]
fn a_draw_is_written_in_the_authors_language() {
    for list in [
        "- 2 de [R](01-night/quiz/round.md)",
        "- tous [R](01-night/quiz/round.md)",
        "* 2 [R](01-night/quiz/round.md)",
    ] {
        let book = course().file(
            "content/en/course/test.md",
            &format!("+++\nkind = \"test\"\ntitle = \"Test\"\n+++\n## Drawn\n\n{list}\n"),
        );
        assert_eq!(
            shown(&book, "en/course/test.html").all(".question").len(),
            4,
            "{list}"
        );
    }
}

#[test]
fn a_quiz_and_a_test_that_draws_from_it_do_not_stand_on_one_page() {
    let book = course().file(
        "content/en/course/01-night/02-book.md",
        "+++\ntitle = \"Book\"\nminutes = 5\n+++\n[The round](quiz/round.md)\n\n[The check](quiz/check.md)\n",
    );
    assert_eq!(
        book.findings(),
        [
            "content/en/course/01-night/02-book.md:7:1: error[double-quiz]: the quiz `Quiz` stands on this page already"
        ]
    );
}

#[test]
fn a_link_to_a_question_without_a_name_leads_to_it() {
    let book = course()
        .file(
            "content/en/course/01-night/02-book.md",
            "+++\ntitle = \"Book\"\nminutes = 5\n+++\nSee [the question](quiz/more.md#who-keeps-the-keys).\n",
        )
        .file(
            "content/en/course/01-night/quiz/more.md",
            &quiz_file("id = \"more\"\n", "## Who keeps the keys?\n\n- = leader\n"),
        );
    let page = shown(&book, "en/course/night/book.html");
    assert_eq!(
        page.values(".prose a", "href"),
        ["quiz/more.html#who-keeps-the-keys"]
    );
    let quiz = shown(&book, "en/course/night/quiz/more.html");
    quiz.one(".question [id='who-keeps-the-keys']");
}

#[test]
fn nothing_is_drawn_twice_from_one_quiz() {
    let book = course().file(
        "content/en/course/test.md",
        "+++\nkind = \"test\"\ntitle = \"Test\"\n+++\n## Drawn\n\n- 1 from [R](01-night/quiz/round.md)\n- 1 from [R](01-night/quiz/round.md)\n",
    );
    assert_eq!(
        book.findings(),
        [
            "content/en/course/test.md:8:1: error[double-quiz]: questions are drawn from `Quiz` already"
        ]
    );
}

#[test]
fn time_is_estimated_from_words_and_types_unless_it_is_stated() {
    let minutes = |book: &Book, address: &str| {
        shown(book, address).json("section.quiz", "data-quiz")["minutes"].clone()
    };
    let round = "en/course/night/quiz/round.html";
    assert_eq!(minutes(&course(), round), 4);
    let long = ROUND.replace(
        "<!-- q: r-1 -->",
        &format!("<!-- q: r-1 -->\n\n{}", "word ".repeat(400)),
    );
    let book = course().file(
        "content/en/course/01-night/quiz/round.md",
        &quiz_file("id = \"round\"\nobjectives = [\"n.round\"]\n", &long),
    );
    assert_eq!(minutes(&book, round), 6);
    // Two of the pool's four questions, and one of its own.
    assert_eq!(minutes(&course(), "en/course/test.html"), 3);
    let stated = course().file(
        "content/en/course/01-night/quiz/round.md",
        &quiz_file(
            "id = \"round\"\nobjectives = [\"n.round\"]\nminutes = 9\n",
            ROUND,
        ),
    );
    assert_eq!(minutes(&stated, round), 9);
    let facts = words(shown(&stated, round).one(".quiz-facts"));
    assert_eq!(facts, "4 questions. No time limit.");
}

#[test]
fn checks_and_scenarios_stand_behind_the_lessons_and_pools_nowhere() {
    let pages = course().pages();
    assert!(
        !pages
            .0
            .keys()
            .any(|address| address.ends_with("/quiz/index.html"))
    );
    let page = |address: &str| Shown::new(pages.html(address));
    let neighbours = |address: &str| page(address).values(".neighbours a", "href");
    assert_eq!(
        neighbours("en/course/night/book.html"),
        ["round.html", "quiz/lamp.html"]
    );
    assert_eq!(
        neighbours("en/course/night/quiz/lamp.html"),
        ["../book.html", "check.html"]
    );
    assert_eq!(
        neighbours("en/course/night/quiz/check.html"),
        ["lamp.html", "../../test.html"]
    );
    assert_eq!(neighbours("en/course/test.html"), ["night/quiz/check.html"]);
    assert_eq!(
        neighbours("en/course/night/quiz/round.html"),
        [] as [&str; 0]
    );
    let listed = page("en/course/night/book.html").values(".section-nav a", "href");
    let place = |href: &str| listed.iter().position(|listed| listed == href);
    assert!(place("quiz/lamp.html") > place("round.html"), "{listed:?}");
    assert!(
        place("quiz/check.html") > place("quiz/lamp.html"),
        "{listed:?}"
    );
    assert_eq!(place("quiz/round.html"), None);
}

#[test]
fn a_modules_print_page_holds_its_quizzes_and_no_id_twice() {
    let page = shown(&in_french(course()), "en/course/night/print.html");
    assert_eq!(
        page.all("section.quiz").len(),
        3,
        "the embedded one, the check and the scenario"
    );
    let ids = page.values("[id]", "id");
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert_eq!(ids.len(), once.len(), "{ids:?}");
    for href in page.values("a[href^='#']", "href") {
        assert!(ids.contains(&href[1..].to_owned()), "{href} of {ids:?}");
    }
    for target in page
        .values("label[for]", "for")
        .iter()
        .chain(&page.values("input[aria-describedby]", "aria-describedby"))
    {
        assert!(ids.contains(target), "{target} of {ids:?}");
    }
    // Equal names would join the radios of two quizzes to one group.
    let questions = page.all(".question");
    let names = |question: &ElementRef<'_>| -> Vec<String> {
        let inputs = Selector::parse("[name]").unwrap();
        question
            .select(&inputs)
            .map(|input| value(input, "name"))
            .collect()
    };
    for (at, question) in questions.iter().enumerate() {
        let others = questions[at + 1..]
            .iter()
            .flat_map(&names)
            .collect::<Vec<_>>();
        assert!(
            names(question).iter().all(|name| !others.contains(name)),
            "{others:?}"
        );
    }
}

#[test]
fn a_slip_in_an_objective_is_told_once() {
    let book = course().file(
        "content/en/course/01-night/01-round.md",
        "+++\ntitle = \"Round\"\nminutes = 5\nobjectives = [\"n.rounds\"]\n+++\n## The start\n",
    );
    let lines = book.findings();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("[unknown-objective]"));
}
