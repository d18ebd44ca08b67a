//! Quizzes that no author means: long, deep, broken. All are told about, none stops a build.

use keyward::pipeline::{Builder, Options};

use super::{one_quiz, quiz_file};
use crate::book::Book;

#[test]
fn a_quiz_of_ten_thousand_questions_is_built() {
    let questions: String = (0..10_000)
        .map(|at| format!("## Question {at}\n\n<!-- q: n-{at} -->\n\n- = {at}\n\n"))
        .collect();
    let book = Book::new()
        .file(
            "content/en/quiz.md",
            &quiz_file("id = \"long\"\n", &questions),
        )
        .file(
            "content/fr/quiz.md",
            &format!("+++\ntitle = \"Long\"\n+++\n{questions}"),
        );
    let start = std::time::Instant::now();
    let pages = book.pages();
    assert!(pages.html("fr/quiz.html").contains("id=\"q-n-9999\""));
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}

/// Bodies of quizzes that no author means, with a word of what is said about each.
const ODD: &[(&str, &str)] = &[
    ("## Q\n\n<!-- q: a -->\n\n- = *\n", "takes everything"),
    ("## Q\n\n<!-- q: a -->\n\n- = (50%)\n", "takes everything"),
    (
        "## Q\n\n<!-- q: a -->\n\n- ~ (0%)\n- = x\n",
        "takes everything",
    ),
    ("## Q\n\n<!-- q: a -->\n\n- [ ]\n- [x]\n", "has no words"),
    ("## Q\n\n<!-- q: a -->\n\n- one\n- two\n", "fits no type"),
    (
        "## Q\n\n<!-- q: a -->\n\n- A -> b\n- two\n",
        "some have none",
    ),
    (
        "## Q\n\n<!-- q: a -->\n\n- A ->\n- B -> c\n",
        "nothing behind its arrow",
    ),
    ("## Q\n\n<!-- q: a -->\n\n- A -> b\n", "only one pair"),
    (
        "## Q\n\n<!-- q: a -->\n\n1. alone\n",
        "alone can't be put in order",
    ),
    (
        "## Q\n\n<!-- q: a -->\n\n1. [x] A\n2. B\n3. [ ] C\n   > No.\n",
        "no box",
    ),
    (
        "## Q\n\n<!-- q: a -->\n\n| W | D | N |\n|---|---|---|\n| A | x | x |\n",
        "more than one cross",
    ),
    (
        "## Q\n\n<!-- q: a -->\n\n| W | D | N |\n|---|---|---|\n| A | x | |\n| B | | |\n",
        "no cross",
    ),
    (
        "## Q\n\n<!-- q: a -->\n\n1. [x] A (at 90,90 20x20)\n2. [ ] B (at 1,1 2x2)\n   > No.\n",
        "leaves the picture",
    ),
    (
        "## Q\n\n<!-- q: ß! -->\n\n- = x\n",
        "no name for a question",
    ),
    (
        "## Q\n\n<!-- q: a · tries: 0 -->\n\n- = x\n",
        "no number of tries",
    ),
    ("## Q\n\n<!-- q: a · scale: 5-1 -->\n\n- = x\n", "no scale"),
    (
        "## Q\n\n<!-- q: a · 900 points -->\n\n- = x\n",
        "no setting",
    ),
    (
        "## Q\n\n<!-- q: a · case: big -->\n\n- = x\n",
        "can't be `big`",
    ),
    ("## \n\n<!-- q: a -->\n\n- = x\n", "no words"),
    ("## Q\n\n<!-- q: a -->\n\n- = x\n  - = y\n    - = z\n", ""),
    (
        "## Q\n\n<!-- q: a -->\n\n- [x] a\n  - [ ] b\n    1. [x] c\n- [ ] d\n  > No.\n- [ ] e\n  > No.\n",
        "",
    ),
    ("## Q\n\n<!-- q: a\n\n- = x\n", "no id"),
    ("## Q\n\n<!-- q: a -->\n<!-- q: b -->\n\n- = x\n", ""),
    (
        "## Q\n\n<!-- -->\n\n<!---->\n\n<!-- · · -->\n\n<!-- q: a ·· -->\n\n- = x\n",
        "",
    ),
    ("## Q\n\n<!-- q: a -->\n\n```\n- = x\n", ""),
    (
        "## Q\n\n<!-- q: a -->\n\n> [!TIP]\n\n> [!NOTE]\n\n- = x\n  >\n",
        "no link to read again",
    ),
    ("## Q\n\n<!-- q: a -->\n\n- = x\n  > ```\n  > open\n", ""),
    ("## **Q [x](\n\n<!-- q: a -->\n\n- = **x\n", ""),
    ("## Q\n\n<!-- q: a -->\n\n- = x[^1]\n\n[^1]: note\n", ""),
    (
        "## Q\n\n<!-- q: a -->\n\n1. [x] (25%) (at 1,1 1x1)\n2. [ ] (\n   > No.\n3. [ ] )\n   > No.\n",
        "",
    ),
    (
        "## Q\n\n<!-- q: a -->\n\n- = 99999999999999999999999999\n- = 1e400\n- = NaN (NaN%)\n",
        "",
    ),
    (
        "## Q\n\n<!-- q: a -->\n\n- 99999999999 from [x](quiz.md)\n",
        "",
    ),
    (
        "## Q\n\n- 1 from [x](quiz.md)\n",
        "no questions can be drawn",
    ),
    ("## Q\n\n- 1 from [x](nowhere.md)\n", "leads nowhere"),
    ("### Deeper\n\ntext\n", "no question"),
    ("", "no question"),
];

#[test]
fn odd_quizzes_are_told_about_and_never_stop_a_build() {
    for form in ["quiz", "test", "scenario"] {
        for (body, told) in ODD {
            let text = format!("+++\nkind = \"{form}\"\ntitle = \"Q\"\n+++\n{body}");
            for text in [text.clone(), text.replace('\n', "\r\n")] {
                let book = Book::new().file("content/en/quiz.md", &text).file(
                    "content/fr/quiz.md",
                    &text.replace(&format!("kind = \"{form}\""), ""),
                );
                let findings = book.findings();
                let is_told = findings.iter().any(|finding| finding.contains(told));
                assert!(
                    form == "scenario" || is_told || told.is_empty(),
                    "{body}: {findings:?}"
                );
            }
        }
    }
}

#[test]
fn deep_lists_and_quotations_do_not_stop_a_build() {
    for (open, is_list) in [("- ", true), ("1. ", true), ("> ", false), ("- = ", true)] {
        let deep = match is_list {
            true => (0..3_000)
                .map(|at| format!("{}{open}x\n", " ".repeat((at % 200) * open.len().min(3))))
                .collect(),
            false => format!("{}x\n", open.repeat(3_000)),
        };
        let nested = format!("{}- = x\n", open.repeat(500));
        for list in [deep, nested] {
            let book = one_quiz(&format!("## Q\n\n<!-- q: a -->\n\n{list}"));
            book.findings();
        }
    }
}

/// Pieces of which quizzes are made.
const PIECES: &[&str] = &[
    "## A\n",
    "## B\n\n",
    "<!-- q: a -->\n",
    "<!-- q: a · obj: x · keep -->\n\n",
    "<!-- ",
    "-->",
    "- [ ] a\n",
    "- [x] b\n",
    "1. [x] c\n",
    "1. [ ] d (50%)\n",
    "2. e\n",
    "- = x\n",
    "- ~ y (-5%)\n",
    "- = 5 .. 7\n",
    "- a -> b\n",
    "- -> c\n",
    "- → d\n",
    "- [go](#a)\n",
    "- [go](#b) (+2)\n",
    "- 2 from [p](quiz.md)\n",
    "- all [p](other.md)\n",
    "  > said\n",
    "> [!TIP]\n> t\n",
    "> [!NOTE]\n> n [l](quiz.md#a)\n",
    "\n",
    "| a | b |\n|---|---|\n",
    "| c | x |\n",
    "| d | |\n",
    "    ",
    "  ",
    "\t",
    "```\n",
    "[^1]",
    "[^1]: n\n",
    "[@s]",
    "**",
    "`",
    "(at 1,2 3x4)\n",
    "<div>",
    "</div>\n",
    "![p](p.svg)",
    "\u{202e}é ",
];

#[test]
fn no_mixture_of_pieces_panics() {
    let mut state = 7u64;
    let mut below = move |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    let mut builder = Builder::default();
    for round in 0..400 {
        let body: String = (0..below(30))
            .map(|_| PIECES[below(PIECES.len())])
            .collect();
        let form = ["quiz", "test", "scenario"][round % 3];
        let book = Book::new()
            .file(
                "content/en/quiz.md",
                &format!("+++\nkind = \"{form}\"\ntitle = \"Q\"\n+++\n{body}"),
            )
            .file(
                "content/fr/quiz.md",
                &format!("+++\ntitle = \"Q\"\n+++\n{}", body.replace("[x]", "[ ]")),
            )
            .page("content/en/index.md", "[Quiz](quiz.md)\n");
        builder.build(&book.tree(), &Options::default(), &mut |_, _| {});
    }
}
