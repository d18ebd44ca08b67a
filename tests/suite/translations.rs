//! Translations behind their originals: reports, stamps, what readers see.

use std::fs;
use std::path::Path;

use keyward::pipeline::{Builder, Options};
use serde_json::Value;

use crate::book::{Book, Pages};
use crate::cli::keyward;

const CONFIG: &str = "[book]\nid = \"t\"\ntitle = \"T\"\n[languages.fr]\n[languages.nl]\n[languages.pt]\n[languages.pt-BR]\n";

const ENGLISH: &str = "+++\ntitle = \"Night\"\nkeypoints = [\"Two walk.\"]\n+++\n\nOfficers walk the round.\n\n## Why two {#why}\n\n- One walks.\n- One watches\n  from afar.\n\n| Hour | Who |\n| --- | --- |\n| 22 | Team A |\n";
const FRENCH: &str = "+++\ntitle = \"Nuit\"\nkeypoints = [\"On marche à deux.\"]\n+++\n\nLes agents font la ronde.\n\n## Pourquoi deux {#why}\n\n- L'un marche.\n- L'autre observe.\n\n| Heure | Qui |\n| --- | --- |\n| 22 | Équipe A |\n";

fn book() -> Book {
    Book::new()
        .file("book.toml", CONFIG)
        .page("content/en/index.md", "Hello\n")
        .page("content/fr/index.md", "Bonjour\n")
        .file("content/en/duty/01-night.md", ENGLISH)
        .file("content/fr/duty/01-night.md", FRENCH)
        .file("content/nl/duty/01-night.md", FRENCH)
        .page("content/pt/index.md", "Olá\n")
}

fn on_disk(book: &Book) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    book.write_to(folder.path());
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let ran = keyward(folder, arguments);
    let out = format!(
        "{}{}",
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr)
    );
    (ran.status.code().unwrap(), out)
}

fn report(folder: &Path) -> Vec<Value> {
    let ran = keyward(folder, &["translations", "--format", "json"]);
    serde_json::from_slice(&ran.stdout).unwrap()
}

/// Language, path and state of each page that is not fresh.
fn behind(folder: &Path) -> Vec<(String, String, String)> {
    let text = |status: &Value, key: &str| status[key].as_str().unwrap().to_owned();
    report(folder)
        .iter()
        .map(|status| {
            (
                text(status, "locale"),
                text(status, "path"),
                text(status, "state"),
            )
        })
        .filter(|(_, _, state)| state != "fresh")
        .collect()
}

fn edit(folder: &Path, path: &str, old: &str, new: &str) {
    let path = folder.join(path);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{text}");
    fs::write(path, text.replace(old, new)).unwrap();
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let all = walkdir::WalkDir::new(folder).sort_by_file_name();
    all.into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap();
            (name.display().to_string(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn missing() -> Vec<(String, String, String)> {
    [
        ("nl", "index"),
        ("pt", "duty/night"),
        ("pt-BR", "duty/night"),
    ]
    .map(|(tag, path)| (tag.into(), path.into(), "missing".into()))
    .to_vec()
}

#[test]
fn editing_a_paragraph_makes_its_translations_stale_by_that_block() {
    let folder = on_disk(&book());
    let at = folder.path();
    assert_eq!(behind(at), missing());
    let (_, table) = run(at, &["translations"]);
    assert!(table.contains("never stamped"), "{table}");

    let (code, said) = run(at, &["translations", "stamp"]);
    assert_eq!(
        (code, said.as_str()),
        (0, "Stamped 4 translations; 0 were stamped before.\n")
    );
    assert_eq!(behind(at), missing());

    let original = "content/en/duty/01-night.md";
    edit(
        at,
        original,
        "- One watches\n  from afar.",
        "- One watches from afar, and listens.",
    );
    let mut wanted = missing();
    wanted.insert(0, ("fr".into(), "duty/night".into(), "stale".into()));
    wanted.insert(1, ("nl".into(), "duty/night".into(), "stale".into()));
    assert_eq!(behind(at), wanted);
    let stale = report(at);
    let french = stale
        .iter()
        .find(|status| status["state"] == "stale")
        .unwrap();
    assert_eq!(
        french["blocks"],
        serde_json::json!([{
            "line": 11,
            "old": "One watches from afar.",
            "new": "One watches from afar, and listens.",
        }])
    );
    let (_, table) = run(at, &["translations"]);
    assert!(
        table.contains("stale content/fr/duty/01-night.md: 1 of 8 parts\n  content/en/duty/01-night.md:11\n    - One watches from afar.\n    + One watches from afar, and listens.\n"),
        "{table}"
    );
    let (_, html) = run(at, &["translations", "--format", "html"]);
    assert!(
        html.contains("One watches from <del>afar.</del><ins>afar, and listens.</ins>"),
        "{html}"
    );

    run(
        at,
        &["translations", "stamp", "content/fr/duty/01-night.md"],
    );
    wanted.remove(0);
    assert_eq!(behind(at), wanted, "only the French one is stamped");
    run(
        at,
        &["translations", "stamp", "--locale", "nl", "content/en/duty"],
    );
    assert_eq!(behind(at), missing());
}

#[test]
fn what_came_and_went_is_told_apart_from_what_changed() {
    let folder = on_disk(&book());
    let at = folder.path();
    run(at, &["translations", "stamp"]);
    let original = "content/en/duty/01-night.md";
    edit(at, original, "- One walks.\n", "");
    edit(at, original, "## Why", "Nobody walks alone.\n\n## Why");
    let all = report(at);
    let french = all
        .iter()
        .find(|status| status["state"] == "stale")
        .unwrap();
    assert_eq!(
        french["blocks"],
        serde_json::json!([
            {"line": 8, "old": "", "new": "Nobody walks alone."},
            {"line": 12, "old": "One walks.", "new": ""},
        ])
    );
}

#[test]
fn other_line_breaks_and_lines_without_words_make_nothing_stale() {
    let folder = on_disk(&book());
    let at = folder.path();
    run(at, &["translations", "stamp"]);
    let original = "content/en/duty/01-night.md";
    edit(at, original, "watches\n  from", "watches from");
    edit(
        at,
        original,
        "+++\n\nOff",
        "minutes = 4\n+++\n\n<!-- a note -->\n\nOff",
    );
    assert_eq!(behind(at), missing());
}

#[test]
fn a_stamp_writes_the_same_bytes_again_and_nothing_else() {
    let folder = on_disk(&book());
    let at = folder.path();
    let before = files(at);
    run(at, &["translations", "stamp"]);
    let once = files(at);
    let is_kept = |name: &str| name.starts_with("content/.sources/");
    let others: Vec<_> = once
        .iter()
        .filter(|(name, _)| !is_kept(name))
        .cloned()
        .collect();
    assert_eq!(others, before);
    let kept: Vec<&str> = once
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| is_kept(name))
        .collect();
    assert_eq!(
        kept,
        [
            "content/.sources/fr/duty/night.toml",
            "content/.sources/fr/index.toml",
            "content/.sources/nl/duty/night.toml",
            "content/.sources/pt/index.toml",
        ]
    );
    let (_, said) = run(at, &["translations", "stamp"]);
    assert_eq!(said, "Stamped 0 translations; 4 were stamped before.\n");
    fs::remove_dir_all(at.join("content/.sources")).unwrap();
    run(at, &["translations", "stamp"]);
    assert_eq!(files(at), once);
}

#[test]
fn scripts_can_fail_on_what_is_stale_or_missing() {
    let folder = on_disk(&book());
    let at = folder.path();
    run(at, &["translations", "stamp"]);
    assert_eq!(run(at, &["translations", "--fail-on", "stale"]).0, 0);
    assert_eq!(run(at, &["translations", "--fail-on", "missing"]).0, 1);
    edit(
        at,
        "content/en/duty/01-night.md",
        "Officers",
        "Two officers",
    );
    assert_eq!(run(at, &["translations", "--fail-on", "stale"]).0, 1);
    let (code, said) = run(at, &["translations", "stamp", "content/fr/nowhere.md"]);
    assert!(code == 1 && said.contains("names no page"), "{said}");
    let (code, said) = run(at, &["translations", "stamp", "--locale", "de"]);
    assert!(
        code == 1 && said.contains("it is translated to: fr, nl, pt, pt-BR"),
        "{said}"
    );
    let (code, said) = run(at, &["check", "--release"]);
    assert!(code == 1 && said.contains("translation-due"), "{said}");
}

/// The book after an edit of its English page, with the stamps of before.
fn stale_book() -> Book {
    let folder = on_disk(&book());
    run(folder.path(), &["translations", "stamp"]);
    edit(
        folder.path(),
        "content/en/duty/01-night.md",
        "One walks.",
        "One walks, and looks into each cell.",
    );
    edit(
        folder.path(),
        "content/en/duty/01-night.md",
        "Officers walk",
        "Two officers walk",
    );
    let texts = files(folder.path());
    let texts = texts
        .into_iter()
        .filter(|(name, _)| !name.starts_with("book/"));
    texts.fold(Book::default(), |book, (name, bytes)| {
        book.file(&name, &String::from_utf8(bytes).unwrap())
    })
}

#[test]
fn readers_of_a_stale_page_see_how_much_changed_and_where() {
    let pages = stale_book().pages();
    let html = pages.html("fr/duty/night.html");
    assert!(html.contains("2 parties sur 8 ont changé"), "{html}");
    assert!(
        html.contains("<a href=\"../../en/duty/night.html\" lang=\"en\" dir=\"ltr\">Night</a>")
            || html.contains("href=\"../../en/duty/night.html\"")
    );
    assert!(
        html.contains("href=\"../../en/duty/night.html#why\""),
        "{html}"
    );
    assert!(
        pages
            .html("nl/duty/night.html")
            .contains("2 van de 8 onderdelen")
    );
    for fresh in ["en/duty/night.html", "fr/index.html", "pt/duty/night.html"] {
        assert!(!pages.html(fresh).contains("notice stale"), "{fresh}");
    }
    let published: Vec<&String> = pages
        .0
        .keys()
        .filter(|name| name.contains(".sources"))
        .collect();
    assert!(published.is_empty(), "{published:?}");
}

#[test]
fn a_remembering_build_follows_stamps() {
    let stale = stale_book();
    let mut fresh = stale.clone();
    fresh.files.retain(|name, _| !name.contains(".sources"));
    let mut builder = Builder::default();
    let mut built = |book: &Book| {
        let built = builder.build(&book.tree(), &Options::default(), &mut |_, _| {});
        Pages::of(&built).0
    };
    for book in [&fresh, &stale, &fresh] {
        assert!(built(book) == Pages::of(&book.build()).0);
    }
}

#[test]
fn a_damaged_stamp_is_told_with_its_line() {
    let mut book = stale_book();
    let path = "content/.sources/fr/duty/night.toml";
    let text = book.files[path].replace("kind = \"heading\"\n", "");
    book.files.insert(path.into(), text);
    let findings = book.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(
        findings[0].starts_with("content/.sources/fr/duty/night.toml:16:1: error[bad-value]"),
        "{findings:?}"
    );
}
