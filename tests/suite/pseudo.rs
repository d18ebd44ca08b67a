//! The language that nobody speaks: whatever stands without brackets can't be translated.

use keyward::pipeline::Options;
use scraper::{Html, Node};

use crate::book::{Book, Pages};

/// A site with each kind of page, the example course among them.
fn book() -> Book {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/course");
    let mut book = Book::default();
    for entry in walkdir::WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        if entry.file_type().is_file() {
            let name = entry
                .path()
                .strip_prefix(&root)
                .unwrap()
                .display()
                .to_string();
            book = book.file(&name, &std::fs::read_to_string(entry.path()).unwrap());
        }
    }
    book.page("content/en/terms/lamp.md", "A light [@book, page 3].\n")
        .page("content/en/checklists/keys.md", "- [ ] Big key\n- [ ] Small key\n")
        .page("content/en/chart.md", "```chart bars\ntitle: Who\ndescription: Two.\n\n| A | B |\n| --- | ---: |\n| officer | 2 |\n| teacher | 3 |\n```\n\nText[^1].\n\n[^1]: Note.\n\n> [!NOTE]\n> Look.\n")
        .file(
            "content/en/sources/book.md",
            "+++\ntitle = \"A book\"\nshort = \"Book\"\nupdated = 2026-01-02\nreviewed = 2026-01-02\nreview-in = \"12 months\"\n+++\nText\n",
        )
}

fn built() -> Pages {
    let options = Options {
        pseudo: true,
        trainer: true,
        ..Options::default()
    };
    Pages::of(&book().build_with(&options))
}

/// Letters that stand in no brackets, three or more side by side. Letters with accents are of the
/// content, whose brackets can stand around more than what is shown of it.
fn bare(html: &str) -> Vec<String> {
    // What stands there for readers without scripts is looked at, too.
    let html = html
        .replace("<noscript>", "<div>")
        .replace("</noscript>", "</div>");
    let html = Html::parse_document(&html);
    let mut found = Vec::new();
    let mut depth = 0;
    let root = html.tree.root();
    let mut words = |text: &str, depth: &mut i32| {
        let mut out = String::new();
        for c in text.chars() {
            match c {
                '⟦' => *depth += 1,
                '⟧' => *depth -= 1,
                c if *depth == 0 => out.push(c),
                _ => out.push(' '),
            }
        }
        // Names for values in what scripts say.
        let out: String = out
            .split('{')
            .map(|part| part.split_once('}').map_or(part, |(_, behind)| behind))
            .collect();
        let runs = out.split(|c: char| !c.is_ascii_alphabetic());
        found.extend(runs.filter(|run| run.len() > 2).map(str::to_owned));
    };
    for node in root.descendants() {
        let is_foreign = node
            .ancestors()
            .chain([node])
            .any(|above| match above.value() {
                Node::Element(element) => {
                    let lang = element.attr("lang");
                    lang.is_some_and(|lang| lang != "en-XA")
                        || ["script", "style", "code", "pre", "head"].contains(&element.name())
                }
                _ => false,
            });
        if is_foreign {
            continue;
        }
        match node.value() {
            Node::Text(text) => words(text, &mut depth),
            Node::Element(element) => {
                for key in [
                    "aria-label",
                    "alt",
                    "title",
                    "placeholder",
                    "data-label",
                    "data-copied",
                    "data-by-hand",
                ] {
                    words(element.attr(key).unwrap_or_default(), &mut 0);
                }
                // What scripts say: `"key":"words"`.
                for member in element
                    .attr("data-words")
                    .unwrap_or_default()
                    .split("\",\"")
                {
                    words(
                        member.split_once("\":\"").map_or("", |(_, said)| said),
                        &mut 0,
                    );
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn no_string_of_the_interface_stands_without_its_brackets() {
    let pages = built();
    let (mut looked, mut problems) = (0, Vec::new());
    for (address, html) in &pages.0 {
        if address.starts_with("en-XA/") && address.ends_with(".html") {
            looked += 1;
            let bare = bare(html);
            if !bare.is_empty() {
                problems.push(format!("{address}: {bare:?}"));
            }
        }
    }
    assert!(looked > 15, "{looked}");
    assert_eq!(problems, [] as [&str; 0]);
}

#[test]
fn a_string_that_is_not_translatable_shows() {
    let book = book().file(
        "theme/footer/footer.html",
        "<footer><p>Made by hand</p><p>{{ t['nav.home'] }}</p></footer>",
    );
    let options = Options {
        pseudo: true,
        ..Options::default()
    };
    let pages = Pages::of(&book.build_with(&options));
    let bare = bare(pages.html("en-XA/index.html"));
    assert_eq!(bare, ["Made", "hand"]);
}

#[test]
fn texts_are_a_third_longer_and_the_other_languages_stay_as_they_are() {
    let pages = built();
    let html = pages.html("en-XA/chart.html");
    assert!(html.contains("⟦Ļööķ. ö⟧"), "{html}");
    let with = &pages.0;
    let without = Pages::of(&book().build_with(&Options {
        trainer: true,
        ..Options::default()
    }));
    let count = without
        .0
        .keys()
        .filter(|name| name.ends_with(".html"))
        .count();
    assert!(count > 15);
    let pseudo = with
        .keys()
        .filter(|name| name.starts_with("en-XA/"))
        .count();
    assert!(pseudo > 15 && !without.0.keys().any(|name| name.starts_with("en-XA/")));
}
