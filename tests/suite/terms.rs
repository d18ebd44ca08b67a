//! Terms that link themselves: what they find, where they do not, and what is said about them.

use crate::book::{Book, Pages, line};
use keyward::pipeline::Builder;

const CONFIG: &str = "[book]\nid = \"test\"\ntitle = \"Test book\"\nlanguage = \"en\"\n\n[languages.fr]\n[languages.ar]\n";

fn term(title: &str, more: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndescription = \"What it is.\"\n{more}+++\n\nText.\n")
}

fn book() -> Book {
    Book::default().file("book.toml", CONFIG)
}

/// A book in languages that the theme has no words for, too.
fn wide_book() -> Book {
    let config = format!("{CONFIG}[languages.bg]\n[languages.el]\n");
    Book::default().file("book.toml", &config)
}

/// Words that link themselves, in order, with the file of the term.
fn links(html: &str) -> Vec<String> {
    let parts = html.split("<a class=\"term").skip(1);
    parts
        .map(|part| {
            let (tag, rest) = part.split_once('>').unwrap();
            let words = rest.split("</a>").next().unwrap();
            let name = tag.split(".html").next().unwrap();
            format!("{words} {}", name.rsplit('/').next().unwrap())
        })
        .collect()
}

fn linked(files: &[(&str, &str)], page: &str) -> Vec<String> {
    let mut book = book();
    for (path, text) in files {
        book = book.file(path, text);
    }
    let pages = book.page("content/en/page.md", page).pages();
    links(pages.prose("en/page.html"))
}

/// What a judged sample holds.
struct Sample {
    files: Vec<(String, String)>,
    sentences: Vec<String>,
}

/// Reads a sample: terms as `title | synonyms | abbreviations | more`, a blank line, sentences with
/// the mentions that a reader would expect to be links in `[[…]]`.
fn sample(language: &str, text: &str) -> Sample {
    let (terms, sentences) = text.split_once("\n\n").unwrap();
    let files = terms.lines().enumerate().map(|(number, line)| {
        let mut parts = line.split('|').map(str::trim);
        let title = parts.next().unwrap();
        let list = |part: &str| {
            let words = part.split([';', ',']).map(str::trim);
            let quoted: Vec<String> = words
                .filter(|word| !word.is_empty())
                .map(|word| format!("\"{word}\""))
                .collect();
            format!("[{}]", quoted.join(", "))
        };
        let (mut synonyms, mut abbreviations) = (Vec::new(), Vec::new());
        let mut forms = String::new();
        for part in parts {
            let is_short = |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > 1;
            match part.strip_prefix("forms = ") {
                Some(list_of) => forms = format!("forms = {}\n", list(list_of)),
                None if is_short(part) && !part.contains(' ') => abbreviations.push(part),
                None => synonyms.push(part),
            }
        }
        let more = format!(
            "synonyms = {}\nabbreviations = {}\n{forms}",
            list(&synonyms.join(";")),
            list(&abbreviations.join(";"))
        );
        let path = format!("content/{language}/terms/t{number:02}.md");
        (path, term(title, &more))
    });
    Sample {
        files: files.collect(),
        sentences: sentences
            .lines()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}

/// Judges a sample: right, found, and expected mentions.
fn judge(language: &str, text: &str) -> (usize, usize, usize) {
    let sample = sample(language, text);
    assert!(sample.sentences.len() >= 40);
    let mut book = wide_book();
    for (path, text) in &sample.files {
        book = book.file(path, text);
    }
    let sections: String = sample
        .sentences
        .iter()
        .enumerate()
        .map(|(number, sentence)| {
            let bare = sentence.replace("[[", "").replace("]]", "");
            format!("## {number} {{#s{number}}}\n\n{bare}\n\n")
        })
        .collect();
    let path = format!("content/{language}/page.md");
    let pages = book.page(&path, &sections).pages();
    let prose = pages.prose(&format!("{language}/page.html")).to_owned();
    let (mut right, mut found, mut expected) = (0, 0, 0);
    for (section, sentence) in prose.split("<h2").skip(1).zip(&sample.sentences) {
        let wanted: Vec<&str> = sentence
            .split("[[")
            .skip(1)
            .map(|part| part.split("]]").next().unwrap())
            .collect();
        let got: Vec<String> = links(section)
            .iter()
            .map(|link| link.rsplit_once(' ').unwrap().0.to_owned())
            .collect();
        expected += wanted.len();
        found += got.len();
        let mut left = got.clone();
        for want in &wanted {
            // An ending behind an apostrophe is no part of the link.
            let bare = want.trim_end_matches("'s").replace('\'', "’");
            match left.iter().position(|one| *one == bare) {
                Some(at) => {
                    left.remove(at);
                    right += 1;
                }
                None => println!("{language}: missed {want}: {sentence}"),
            }
        }
        for wrong in left {
            println!("{language}: wrong {wrong}: {sentence}");
        }
    }
    (right, found, expected)
}

#[test]
fn judged_samples_in_four_languages() {
    let mut short = Vec::new();
    for (language, text) in [
        ("en", include_str!("../fixtures/terms/en.txt")),
        ("fr", include_str!("../fixtures/terms/fr.txt")),
        ("bg", include_str!("../fixtures/terms/bg.txt")),
        ("el", include_str!("../fixtures/terms/el.txt")),
    ] {
        let (right, found, expected) = judge(language, text);
        let precision = right as f64 / found as f64;
        let recall = right as f64 / expected as f64;
        println!(
            "{language}: precision {precision:.3}, recall {recall:.3} ({right} of {expected}, {found} found)"
        );
        if precision < 0.98 || recall < 0.95 {
            short.push(language);
        }
    }
    assert!(short.is_empty(), "{short:?}");
}

#[test]
fn the_first_mention_in_each_section_links_itself_and_no_heading_link_or_code_does() {
    let files = [("content/en/terms/wing.md", term("Wing", ""))];
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
    let got = linked(
        &files,
        "A wing and a wing.\n\n## The wing\n\nTwo `wing` and wings.\n\n## Linked\n\nA wing, then [the wing](terms/wing.md).\n\n## Other\n\n<p lang=\"fr\">wing</p>\n\nTable: A wing\n\n| wing |\n| --- |\n| wing |\n",
    );
    assert_eq!(got, ["wing wing", "wings wing", "wing wing"]);
}

#[test]
fn a_picture_holds_no_link_its_table_does() {
    let files = [("content/en/terms/wing.md", term("Wing", ""))];
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
    let got = linked(
        &files,
        "```chart bars\ntitle: Places\ndescription: Bars of places.\n\n| Place | People |\n| --- | ---: |\n| the wing | 5 |\n| cells | 2 |\n```\n",
    );
    assert_eq!(got, ["wing wing"]);
}

#[test]
fn terms_and_pages_can_opt_out() {
    let quiet = term("Wing", "auto-link = false\n");
    assert!(linked(&[("content/en/terms/wing.md", &quiet)], "A wing.").is_empty());
    let wing = term("Wing", "");
    let book = book()
        .file("content/en/terms/wing.md", &wing)
        .file("content/en/terms/cell.md", &term("Cell", ""))
        .file(
            "content/en/a.md",
            "+++\ntitle = \"A\"\nno-links = [\"wing\"]\n+++\nA cell in a wing.",
        )
        .file(
            "content/en/b.md",
            "+++\ntitle = \"B\"\nauto-links = false\n+++\nA cell in a wing.",
        )
        .file(
            "content/en/c.md",
            "+++\ntitle = \"C\"\nno-links = [\"wimg\"]\n+++\nText.",
        );
    let built = book.build();
    let said: Vec<String> = built.findings.iter().map(line).collect();
    assert_eq!(
        said,
        ["content/en/c.md:3:13: error[unknown-reference]: there is no `wimg` in `terms/`"]
    );
    let mut files = book;
    files.files.remove("content/en/c.md");
    let pages = files.pages();
    assert_eq!(links(pages.prose("en/a.html")), ["cell cell"]);
    assert!(links(pages.prose("en/b.html")).is_empty());
}

#[test]
fn the_longest_term_wins_and_quizzes_have_no_links() {
    let (risk, assessment) = (term("Risk", ""), term("Risk assessment", ""));
    let files = [
        ("content/en/terms/risk.md", risk.as_str()),
        ("content/en/terms/risk-assessment.md", assessment.as_str()),
        (
            "content/en/check.md",
            "+++\ntitle = \"Check\"\nkind = \"quiz\"\nid = \"c\"\n+++\n\n## Which risk? {#q}\n\n- [x] The risk.\n- [ ] No risk.\n\n> The risk.\n",
        ),
    ];
    assert_eq!(
        linked(
            &files,
            "Two risk assessments. The risk. [Check](check.md)\n\n[Check](check.md)\n"
        ),
        ["risk assessments risk-assessment", "risk risk"]
    );
}

#[test]
fn an_edit_to_a_term_makes_only_the_pages_anew_that_it_shows_on() {
    let before = book()
        .file("content/en/terms/wing.md", &term("Wing", ""))
        .page("content/en/a.md", "A wing.\n")
        .page("content/en/b.md", "A cell.\n");
    let mut builder = Builder::default();
    let build = |builder: &mut Builder, book: &Book| {
        Pages::of(&builder.build(&book.tree(), &Default::default(), &mut |_, _| {}))
    };
    let first = build(&mut builder, &before);
    let after = before.clone().file(
        "content/en/terms/wing.md",
        &term("Wing", "synonyms = [\"cell\"]\n"),
    );
    let second = build(&mut builder, &after);
    assert_eq!(second.0, after.pages().0);
    assert_eq!(first.html("en/a.html"), second.html("en/a.html"));
    assert!(second.prose("en/b.html").contains("class=\"term\""));
}

#[test]
fn meanings_stand_once_on_a_page_and_each_language_has_its_own() {
    let book = book()
        .file("content/en/terms/wing.md", &term("Wing", ""))
        .file("content/fr/terms/wing.md", &term("Aile", ""))
        .page("content/en/a.md", "A wing.\n\n## B\n\nA wing.\n")
        .page("content/fr/a.md", "Une aile, a wing.\n")
        .page("content/en/b.md", "A wing.\n");
    let pages = book.pages();
    let english = pages.html("en/a.html");
    assert_eq!(english.matches("What it is.").count(), 1);
    assert_eq!(links(pages.prose("fr/a.html")), ["aile wing"]);
    // A page that is shown in English for want of a French one has English terms.
    assert_eq!(links(pages.prose("fr/b.html")), ["wing wing"]);
    let term = pages.html("en/terms/wing.html");
    assert!(term.contains("<bdi lang=\"fr\">Aile</bdi>"), "{term}");
    assert!(!term.contains("<bdi lang=\"ar\""));
}

#[test]
fn words_to_avoid_link_too_and_say_what_to_say_instead() {
    let inmate = term("Inmate", "status = \"avoid\"\ninstead = [\"prisoner\"]\n");
    let book = book()
        .file("content/en/terms/inmate.md", &inmate)
        .file("content/en/terms/prisoner.md", &term("Prisoner", ""))
        .page("content/en/a.md", "The inmates. A prisoner.\n");
    let pages = book.pages();
    assert!(pages.prose("en/a.html").contains("class=\"term avoid\""));
    assert_eq!(
        book.findings(),
        ["content/en/a.md:4:5: warning[term-to-avoid]: `inmates` is a word to avoid"]
    );
}

#[test]
fn the_a_to_z_follows_the_language() {
    let mut book = wide_book();
    for (number, title) in [
        "Zone",
        "Évaluation",
        "Échange",
        "École",
        "Étape",
        "Eau",
        "112",
    ]
    .iter()
    .enumerate()
    {
        let more = if number == 0 {
            "synonyms = [\"Aire\"]\n"
        } else {
            ""
        };
        book = book.file(
            &format!("content/en/terms/t{number}.md"),
            &term(title, more),
        );
        book = book.file(
            &format!("content/fr/terms/t{number}.md"),
            &term(title, more),
        );
    }
    for (number, title) in ["السجن", "المراقبة", "أمن", "إدماج"].iter().enumerate()
    {
        book = book.file(&format!("content/ar/terms/t{number}.md"), &term(title, ""));
    }
    for (number, title) in ["Άδεια", "αρωγή", "Ψυχολόγος"].iter().enumerate() {
        book = book.file(&format!("content/el/terms/t{number}.md"), &term(title, ""));
    }
    let pages = book.pages();
    let letters = |address: &str| -> Vec<String> {
        let html = pages.html(address);
        let parts = html.split("<h2 id=\"letter-").skip(1);
        parts
            .map(|part| part.split_once('>').unwrap().1)
            .map(|part| part.split('<').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(letters("fr/terms/index.html"), ["#", "A", "E", "Z"]);
    let arabic = letters("ar/terms/index.html");
    for letter in ["ا", "س", "م"] {
        assert!(arabic.contains(&letter.to_owned()), "{arabic:?}");
    }
    let greek = letters("el/terms/index.html");
    assert_eq!(
        greek.iter().filter(|letter| *letter == "Α").count(),
        1,
        "{greek:?}"
    );
    let french = pages.html("fr/terms/index.html");
    let at = |word: &str| french.find(&format!(">{word}</a>")).unwrap();
    assert!(at("Eau") < at("Échange") && at("Échange") < at("École") && at("École") < at("Étape"));
}
