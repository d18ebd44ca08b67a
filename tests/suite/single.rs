//! The single-file course: whole, closed in itself, and the same bytes for the same book.

use std::collections::BTreeSet;
use std::fs;

use keyward::pipeline::{Builder, Options};
use scraper::{Html, Selector};

use crate::book::Book;
use crate::cli::keyward;

/// A book whose pages share heading ids, footnotes and names.
fn book() -> Book {
    let text = "## Same {#same}\n\nA word.[^1] See [below](#same) and [up](../index.md#top).\n\n[^1]: A note.\n";
    Book::new()
        .page("content/en/index.md", "## Top\n\n[One](a/one.md#same), [again](a/two.md), ![p](a/p.svg), [out](https://example.org/x?a=1&b=2)\n")
        .page("content/en/a/one.md", text)
        .page("content/en/a/two.md", text)
        .page("content/en/settings.md", "[here](#)\n")
        .page("content/fr/a/one.md", "## Le même\n\nUn mot.\n")
        .file("content/en/a/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>")
}

fn courses(book: &Book) -> Vec<(String, String)> {
    let options = Options {
        single: true,
        ..Options::default()
    };
    let built = Builder::default().build(&book.tree(), &options, &mut |_, _| {});
    let courses = built.courses.into_iter();
    courses.map(|course| (course.name, course.html)).collect()
}

fn all(html: &Html, selector: &str, attribute: &str) -> Vec<String> {
    html.select(&Selector::parse(selector).unwrap())
        .filter_map(|element| element.attr(attribute).map(str::to_owned))
        .collect()
}

#[test]
fn there_is_a_file_for_each_language_and_it_is_the_same_each_time() {
    let first = courses(&book());
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["test-en.html", "test-fr.html"]);
    assert_eq!(first, courses(&book()));
}

#[test]
fn ids_are_unique_and_every_link_within_the_file_has_its_target() {
    for (name, text) in courses(&book()) {
        let html = Html::parse_document(&text);
        let ids = all(&html, "[id]", "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: {ids:?}");
        assert!(
            unique.contains(&"/a/two~same".to_owned()),
            "{name}: {ids:?}"
        );
        let mut looked = 0;
        for href in all(&html, "a[href^='#']", "href") {
            assert!(unique.contains(&href[1..].to_owned()), "{name}: {href}");
            looked += 1;
        }
        for list in ["aria-labelledby", "for"] {
            for named in all(&html, &format!("[{list}]"), list) {
                let mut own = named.split(' ');
                assert!(
                    own.all(|id| unique.contains(&id.to_owned())),
                    "{name}: {named}"
                );
                looked += 1;
            }
        }
        assert!(looked > 20, "{name}: {looked}");
    }
}

#[test]
fn nothing_is_loaded_and_only_the_other_language_is_another_file() {
    for (name, text) in courses(&book()) {
        let html = Html::parse_document(&text);
        for source in all(&html, "[src]", "src") {
            assert!(
                source.starts_with("data:image/svg+xml;base64,"),
                "{name}: {source}"
            );
        }
        assert_eq!(all(&html, "img", "src").len(), 1);
        let away: BTreeSet<String> = all(&html, "a", "href")
            .into_iter()
            .filter(|href| !href.starts_with('#'))
            .collect();
        let other = if name == "test-en.html" { "fr" } else { "en" };
        for href in away {
            let known = href == "https://example.org/x?a=1&b=2"
                || href.starts_with(&format!("test-{other}.html#/"));
            assert!(known, "{name}: {href}");
        }
        assert!(!text.contains("<link rel=\"stylesheet\"") && !text.contains("<script src"));
    }
}

#[test]
fn links_keep_their_place() {
    let english = &courses(&book())[0].1;
    assert!(english.contains("<a href=\"#/a/one~same\">One</a>"));
    assert!(english.contains("<a href=\"#/index~top\">up</a>"));
    assert!(english.contains("<a href=\"#/a/two~same\">below</a>"));
    assert!(english.contains("<a href=\"#/settings\">here</a>"));
    assert!(english.contains("id=\"/a/two~fn-1\""));
}

#[test]
fn every_script_and_style_of_the_site_is_in_it_under_its_hash() {
    use base64::Engine;
    use sha2::Digest;

    let book = book()
        .file("own.js", "window.own = '</script><b>';\n")
        .file("own.css", "b { color: red }\n")
        .file("book.toml", "[book]\nid = \"test\"\ntitle = \"Test\"\n[languages.fr]\n[output.html]\nadditional-js = [\"own.js\"]\nadditional-css = [\"own.css\"]\n");
    let text = &courses(&book)[0].1;
    let html = Html::parse_document(text);
    let policy = all(&html, "meta[http-equiv]", "content").remove(0);
    // The search index is data, which no browser runs.
    let inside: Vec<String> = html
        .select(&Selector::parse("script:not([type]), style").unwrap())
        .map(|element| element.text().collect::<String>())
        .collect();
    assert!(inside.len() >= 7, "{}", inside.len());
    for text in &inside {
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text));
        assert!(policy.contains(&hash), "{text}");
    }
    assert_eq!(policy.matches("'sha256-").count(), inside.len());
    let at = |part: &str| {
        let found = inside.iter().position(|text| text.contains(part));
        found.unwrap_or_else(|| panic!("no {part}"))
    };
    // What starts others comes before those, and the book's own before the router.
    assert!(at(".enhance=") < at("window.own = '<\\/script><b>'"));
    assert!(at("window.own") < at("until-found"));
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[test]
fn only_a_file_of_keywards_own_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    book().write_to(folder.path());
    let pack = || keyward(folder.path(), &["pack", "--single-file", "-o", "out"]);
    assert_eq!(pack().status.code(), Some(0));
    assert_eq!(pack().status.code(), Some(0));
    let path = folder.path().join("out/test-fr.html");
    fs::write(&path, "mine").unwrap();
    assert_eq!(pack().status.code(), Some(1));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    let names: Vec<_> = fs::read_dir(folder.path().join("out")).unwrap().collect();
    assert_eq!(names.len(), 2);
}
