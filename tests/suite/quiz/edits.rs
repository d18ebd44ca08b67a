//! A build that remembers must equal one that starts afresh, whichever file of a quiz was edited.

use keyward::pipeline::{Builder, Options, Output};

use super::Shown;
use super::course::{course, in_french};
use crate::book::{Book, line};

fn built(builder: &mut Builder, book: &Book) -> (Option<Output>, Vec<String>) {
    let built = builder.build(&book.tree(), &Options::default(), &mut |_, _| {});
    (built.output, built.findings.iter().map(line).collect())
}

#[test]
fn two_builds_of_a_course_give_the_same_bytes() {
    let book = in_french(course());
    let first = built(&mut Builder::default(), &book);
    assert!(first.0.is_some());
    assert!(first == built(&mut Builder::default(), &book));
}

#[test]
fn after_an_edit_of_a_quiz_a_remembering_build_equals_a_clean_one() {
    let folder = "content/en/course/01-night/quiz";
    let french = "content/fr/course/01-night/quiz/round.md";
    let round = format!("{folder}/round.md");
    let edits: &[(&str, &str, &str, bool)] = &[
        (&round, "Who keeps the book?", "Who writes the book?", true),
        (
            &round,
            "- = gate officer",
            "- = gate officer\n- = the gate officer",
            true,
        ),
        // What is right stands in the original; its pages in French change with it.
        (
            &round,
            "1. [x] At the gate\n2. [ ] In the yard\n   > No.",
            "1. [ ] At the gate\n   > No.\n2. [x] In the yard",
            false,
        ),
        (
            french,
            "1. [x] À la porte\n2. [ ] Dans la cour\n   > Non.",
            "1. [ ] À la porte\n   > Non.\n2. [x] Dans la cour",
            true,
        ),
        (french, "Qui tient", "Qui garde", true),
        (
            &round,
            "<!-- q: r-1 -->",
            "<!-- q: r-1 · 3 points -->",
            true,
        ),
        (&round, "id = \"round\"", "id = \"rounds\"", true),
        (&round, "title = \"Quiz\"", "title = \"Questions\"", true),
        (
            "content/en/course/01-night/quiz/lamp.md",
            "#someone-stumbles",
            "#it-is-mended",
            true,
        ),
        (
            "content/en/course/01-night/quiz/check.md",
            "2 from",
            "1 from",
            true,
        ),
        ("content/en/course/test.md", "2 from", "all from", true),
        (
            "content/en/course/01-night/01-round.md",
            "## The start",
            "## The beginning",
            false,
        ),
        (
            &format!("{folder}/lamp.md"),
            "#the-start",
            "#the-beginning",
            true,
        ),
        (
            "content/en/course/01-night/01-round.md",
            "[Quiz: The round](quiz/round.md)\n",
            "See the [quiz](quiz/round.md).\n",
            true,
        ),
    ];
    let mut book = in_french(course());
    let mut builder = Builder::default();
    let mut last = built(&mut builder, &book);
    for (path, before, after, is_built) in edits {
        let text = &book.files[*path];
        assert!(text.contains(before), "{path} has no {before}");
        let text = text.replace(before, after);
        book = book.file(path, &text);
        let remembered = built(&mut builder, &book);
        let clean = built(&mut Builder::default(), &book);
        assert_eq!(remembered.1, clean.1, "{before}");
        assert!(remembered.0 == clean.0, "{before}: the sites differ");
        assert_eq!(clean.0.is_some(), *is_built, "{before}: {:?}", clean.1);
        assert!(clean != last, "{before} changed nothing");
        last = clean;
    }
}

#[test]
fn the_points_of_an_original_reach_the_lessons_that_hold_its_translation() {
    let mut book = in_french(course());
    let mut builder = Builder::default();
    built(&mut builder, &book);
    let round = "content/en/course/01-night/quiz/round.md";
    let text = book.files[round].replace("<!-- q: r-2 -->", "<!-- q: r-2 · 4 points -->");
    book = book.file(round, &text);
    let pages =
        crate::book::Pages::of(&builder.build(&book.tree(), &Options::default(), &mut |_, _| {}));
    let page = Shown::new(pages.html("fr/course/night/round.html"));
    assert_eq!(page.question("r-2")["points"], 4000);
}
