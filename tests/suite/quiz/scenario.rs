//! Scenarios: scenes, the roads between them, and what is said about roads that lead nowhere.

use super::course::{LAMP, course, in_french};
use super::{Shown, shown};
use crate::book::Book;

#[test]
fn roads_lead_to_the_same_scenes_in_every_language() {
    let lamp = "+++\nkind = \"scenario\"\ntitle = \"La lampe\"\n+++\nUne histoire.\n\n## Une lampe est cassée\n\nIl fait noir.\n\n- [Le signaler.](#reparee) (+2)\n- [L'écrire.](#someone-stumbles)\n  > Trop tard.\n\n## Quelqu'un trébuche\n\nMme A. trébuche.\n\n- [Le signaler.](#it-is-mended) (+1)\n\n## Réparée\n\nMme A. apporte une lampe.\n\n> [!NOTE]\n> À relire : [la ronde](../01-round.md#the-start).\n";
    // A road may name its scene in either language.
    let lamp = lamp.replace("#reparee", "#réparée");
    let book = in_french(course()).file("content/fr/course/01-night/quiz/lamp.md", &lamp);
    assert_eq!(book.findings(), [] as [&str; 0]);
    let pages = book.pages();
    let scenes = |address: &str| Shown::new(pages.html(address)).values(".scene", "data-scene");
    assert_eq!(
        scenes("en/course/night/quiz/lamp.html"),
        scenes("fr/course/night/quiz/lamp.html")
    );
}

#[test]
fn a_scenario_is_a_book_of_scenes_with_links_between_them() {
    let page = shown(&course(), "en/course/night/quiz/lamp.html");
    assert_eq!(page.json("section.quiz", "data-quiz")["mode"], "scenario");
    let scenes = page.values(".scene", "id");
    assert_eq!(
        scenes,
        ["a-lamp-is-out", "someone-stumbles", "it-is-mended"]
    );
    assert_eq!(
        page.texts(".scene h2"),
        ["A lamp is out", "Someone stumbles", "It is mended"]
    );
    for scene in page.all(".scene") {
        let title = format!("{}-title", scene.attr("id").unwrap());
        assert_eq!(
            page.all(&format!("h2[id='{title}'][tabindex='-1']")).len(),
            1
        );
    }
    for href in page.values(".roads a", "href") {
        assert!(
            scenes.iter().any(|scene| href == format!("#{scene}")),
            "{href}"
        );
    }
    assert_eq!(
        page.texts(".roads li > a"),
        ["Report it.", "Write it down.", "Report it now."]
    );
    let first = page.json(".scene[id='a-lamp-is-out']", "data-scene");
    assert_eq!(
        (&first["start"], &first["end"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        first["roads"]["0"],
        serde_json::json!({"to": "it-is-mended", "points": 2000})
    );
    assert_eq!(
        first["roads"]["1"],
        serde_json::json!({"to": "someone-stumbles", "points": 0})
    );
    let last = page.json(".scene[id='it-is-mended']", "data-scene");
    assert_eq!(
        (&last["start"], &last["end"]),
        (&false.into(), &true.into())
    );
    assert_eq!(
        page.texts(".roads .feedback .says"),
        ["By the morning it is late."]
    );
    assert_eq!(
        page.values("a.read-again", "href"),
        ["../round.html#the-start"]
    );
}

#[test]
fn roads_know_scenes_in_every_alphabet() {
    let text = LAMP
        .replace("It is mended", "Поправена & готова")
        .replace("#it-is-mended", "#поправена--готова")
        .replace("start = \"a-lamp-is-out\"\n", "");
    let book = course().file("content/en/course/01-night/quiz/lamp.md", &text);
    let findings = book.findings();
    assert!(findings.is_empty(), "{findings:?}");
    let page = shown(&book, "en/course/night/quiz/lamp.html");
    let scenes = page.values(".scene", "id");
    let data = page.json(".scene[id='a-lamp-is-out']", "data-scene");
    assert!(
        scenes.contains(&data["roads"]["0"]["to"].as_str().unwrap().to_owned()),
        "{scenes:?} {data}"
    );
}

#[test]
fn a_scenario_of_ten_thousand_scenes_is_checked_at_once() {
    let scenes: String = (0..10_000)
        .map(|scene| format!("## Scene {scene}\n\n- [On](#scene-{})\n\n", scene + 1))
        .collect();
    let text = format!(
        "+++\nkind = \"scenario\"\ntitle = \"Long\"\n+++\n{scenes}## Scene 10000\n\nThe end.\n"
    );
    let start = std::time::Instant::now();
    let findings = Book::new().file("content/en/long.md", &text).findings();
    assert_eq!(findings, [] as [&str; 0]);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn the_scenes_of_a_translation_may_start_where_the_original_does() {
    let start = LAMP.replace("start = \"a-lamp-is-out\"", "start = \"it-is-mended\"");
    let book = course().file("content/en/course/01-night/quiz/lamp.md", &start);
    let lines = book.findings();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines
            .iter()
            .all(|line| line.contains("warning[scene-unreachable]"))
    );
    let unknown = LAMP.replace("start = \"a-lamp-is-out\"", "start = \"a-lamp\"");
    let book = course().file("content/en/course/01-night/quiz/lamp.md", &unknown);
    assert!(
        book.findings()[0].contains("error[scenario-start]"),
        "{:?}",
        book.findings()
    );
}

#[test]
fn a_translated_scenario_says_that_it_is_one() {
    let text = "+++\ntitle = \"La lampe\"\n+++\nTexte.\n";
    let book = course().file("content/fr/course/01-night/quiz/lamp.md", text);
    let lines = book.findings();
    assert!(
        lines
            .iter()
            .any(|line| line.contains("error[quiz-translation]: this translation is no scenario")),
        "{lines:?}"
    );
}
