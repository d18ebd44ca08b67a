//! Pages for paper: the module, the course and the glossary in one page each.

use crate::book::{Book, Pages};

fn pages() -> Pages {
    Book::new()
        .page("content/en/index.md", "Home.\n")
        .page("content/en/course/index.md", "All of it: <https://example.org/a>\n")
        .page("content/en/course/01-one/index.md", "## Lesson\n\nFirst.\n")
        .page(
            "content/en/course/01-one/01-lesson.md",
            "## Here\n\n[on](../02-two/01-lesson.md#there), [word](../../terms/word.md), [out](https://example.org/b)[^n]\n\n[^n]: A note.\n",
        )
        .page("content/en/course/02-two/index.md", "Second.\n")
        .page("content/en/course/02-two/01-lesson.md", "## There\n\n[up](#there) [one](../01-one/index.md)\n")
        .file("content/en/terms/word.md", "+++\ntitle = \"Word\"\nsynonyms = [\"Other\"]\n+++\nMeaning.\n")
        .pages()
}

#[test]
fn the_whole_course_is_one_page_whose_links_stay_on_it() {
    let pages = pages();
    let html = pages.html("en/course/print.html");
    for (id, title) in [
        ("one-title", "index"),
        ("one--lesson-title", "01-lesson"),
        ("two-title", "index"),
        ("two--lesson-title", "01-lesson"),
    ] {
        assert!(
            html.contains(&format!("<h1 id=\"{id}\">{title}</h1>")),
            "{id}: {html}"
        );
        assert!(html.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    assert!(
        html.contains("<a href=\"#two--lesson--there\">on</a>"),
        "{html}"
    );
    assert!(
        html.contains("<a href=\"#two--lesson--there\">up</a>"),
        "{html}"
    );
    assert!(html.contains("<a href=\"#one-title\">one</a>"), "{html}");
    assert!(
        html.contains("<a href=\"../terms/word.html\">word</a>"),
        "{html}"
    );
    assert!(
        pages
            .html("en/course/index.html")
            .contains("href=\"print.html\"")
    );
}

#[test]
fn links_to_other_sites_are_listed_in_their_order() {
    let pages = pages();
    let html = pages.html("en/course/print.html");
    let list = html.split_once("outside-title").unwrap().1;
    let first = list.find("https://example.org/a").unwrap();
    assert!(first < list.find("https://example.org/b").unwrap());
    assert!(
        pages
            .html("en/course/one/lesson.html")
            .contains("<bdi>https://example.org/b</bdi>")
    );
    assert!(
        !pages
            .html("en/course/two/lesson.html")
            .contains("outside-title")
    );
}

#[test]
fn the_glossary_is_one_page_with_the_facts_of_each_term() {
    let pages = pages();
    let html = pages.html("fr/terms/print.html");
    assert!(
        html.contains("<h1 id=\"word-title\">Word</h1>") && html.contains("Other"),
        "{html}"
    );
    assert!(
        pages
            .html("fr/terms/index.html")
            .contains("href=\"print.html\"")
    );
}

#[test]
fn ids_stand_once_on_paper() {
    let pages = pages();
    for (address, html) in pages
        .0
        .iter()
        .filter(|(address, _)| address.ends_with("print.html"))
    {
        let document = scraper::Html::parse_document(html);
        let selector = scraper::Selector::parse("[id]").unwrap();
        let ids: Vec<_> = document
            .select(&selector)
            .filter_map(|element| element.attr("id"))
            .collect();
        let once: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), once.len(), "{address}: {ids:?}");
        assert!(ids.len() > 2, "{address}");
    }
}
