//! Kinds that a book declares: lists, sections, views and words, without Rust for any of them.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use keyward::pipeline::Options;

use crate::book::{Book, Pages, line};

/// The small book on first aid in `tests/golden/first-aid`.
fn first_aid() -> Book {
    fn add(book: Book, root: &Path, folder: &Path) -> Book {
        let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
        entries.sort_by_key(fs::DirEntry::path);
        entries.iter().fold(book, |book, entry| {
            let path = entry.path();
            if path.is_dir() {
                return add(book, root, &path);
            }
            let local = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            book.file(&local, &fs::read_to_string(&path).unwrap())
        })
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/first-aid");
    add(Book::default(), &root, &root)
}

/// What stands in `<main>`, one element a line.
fn main_of(pages: &Pages, address: &str) -> String {
    let html = pages.html(address);
    let start = html.find("<main").expect("a main part");
    let end = html.find("</main>").expect("its end");
    html[start..end].replace("><", ">\n<")
}

#[test]
fn a_book_on_first_aid_has_its_own_kinds_and_views() {
    let built = first_aid().build();
    let findings: Vec<String> = built.findings.iter().map(line).collect();
    assert_eq!(findings, Vec::<String>::new());
    let pages = Pages::of(&built);
    for (name, address) in [
        ("entry", "en/injuries/burn.html"),
        ("entry-fr", "fr/injuries/burn.html"),
        ("list", "en/injuries/index.html"),
        (
            "list-of-two-values",
            "en/injuries/by/place/home/urgency/now.html",
        ),
        ("list-view", "en/all.html"),
        ("matrix-of-marks", "en/injuries/by-topic.html"),
        ("matrix-of-texts", "en/injuries/what-to-do.html"),
        ("matrix-of-values", "en/injuries/by-kit.html"),
        ("compare", "en/injuries/two.html"),
        ("compare-pair", "en/injuries/two-burn-cut.html"),
        ("compare-pair-fr", "fr/injuries/two-burn-cut.html"),
        ("timeline", "en/services/history.html"),
        ("for-each", "en/kit/by-item.html"),
    ] {
        insta::assert_snapshot!(format!("first-aid-{name}"), main_of(&pages, address));
    }
}

#[test]
fn home_lists_folders_in_the_order_asked_for_and_the_header_those_named() {
    let pages = first_aid().pages();
    let html = pages.html("en/index.html");
    let at = |text: &str| html.rfind(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at("services/index.html") < at("injuries/index.html"));
    assert!(at("injuries/index.html") < at("kit/index.html"));
    let header = &html[html.find("<header").unwrap()..html.find("</header>").unwrap()];
    assert!(
        header.contains("injuries/") && !header.contains("kit/"),
        "{header}"
    );
}

#[test]
fn a_list_is_narrowed_by_one_value_and_by_two_that_have_something_in_common() {
    let pages = first_aid().pages();
    let has = |address: &str| pages.0.contains_key(address);
    assert!(has("en/injuries/by/place/home.html"));
    assert!(has("en/injuries/by/place/road/urgency/today.html"));
    assert!(!has("en/injuries/by/place/road/urgency/now.html"));
    let list = pages.html("en/injuries/by/place/home/urgency/now.html");
    assert!(
        list.contains("Injuries: 1 of 3. At home, At once"),
        "{list}"
    );
    assert!(list.contains("burn.html") && !list.contains("sting.html"));
    let fr = pages.html("fr/services/by/country/dk.html");
    assert!(fr.contains("Danemark"), "{fr}");
}

#[test]
fn neutral_addresses_hide_values_and_pairs() {
    let mut book = first_aid();
    let config = book.files["book.toml"].clone();
    book = book.file(
        "book.toml",
        &format!("{config}\n[discretion]\ntitle = \"Training\"\nneutral-addresses = true\n"),
    );
    let built = book.build();
    let pages = Pages::of(&built);
    for word in ["burn", "urgency", "injur", "home", "two"] {
        let strange: Vec<&String> = (pages.0.keys())
            // What a theme calls its files says nothing of the book.
            .filter(|name| name.contains(word) && !name.starts_with("assets/"))
            .collect();
        assert!(strange.is_empty(), "{strange:?}");
    }
    let list = pages
        .0
        .iter()
        .find(|(_, html)| html.contains("data-tokens"));
    let (_, html) = list.expect("a list that can be narrowed");
    assert!(!html.contains("data-tokens=\"place=") && !html.contains("data-token=\"place="));
}

#[test]
fn fields_are_checked_by_their_types() {
    let said = |front: &str| {
        let page = format!("+++\ntitle = \"X\"\n{front}\n+++\n");
        let book = first_aid().file("content/en/injuries/x.md", &page);
        book.findings().join("\n")
    };
    let ok = "urgency = \"now\"";
    assert!(said("").contains("`urgency` is missing"));
    assert!(said("urgency = \"soon\"").contains("`urgency` can't be `soon`"));
    assert!(said(&format!("{ok}\nplace = [\"moon\"]")).contains("`place` can't be `moon`"));
    assert!(said(&format!("{ok}\nplace = \"home\"")).contains("`place` is no list of values"));
    assert!(said(&format!("{ok}\nrisks = \"one\"")).contains("`risks` is no list of texts"));
    assert!(said(&format!("{ok}\nsee = \"red\"")).contains("`see` is a part of the text"));
    let service = |country: &str| {
        let page = format!("+++\ntitle = \"X\"\ncountry = {country}\n+++\n");
        let book = first_aid().file("content/en/services/x.md", &page);
        book.findings().join("\n")
    };
    assert_eq!(service("[\"FR\", \"GR\"]"), "");
    assert!(service("[\"FR\", \"Greece\"]").contains("`country` is no country"));
}

#[test]
fn a_page_that_shows_a_view_is_no_entry_in_any_language() {
    let pages = first_aid().pages();
    let list = pages.html("fr/injuries/index.html");
    assert!(
        list.contains("Blessures : 3")
            || list.contains("Blessures\u{202f}: 3")
            || list.contains("Blessures\u{a0}: 3"),
        "{list}"
    );
}

#[test]
fn of_many_entries_the_first_are_compared_and_a_hint_says_so() {
    let book = (0..30).fold(first_aid(), |book, number| {
        book.file(
            &format!("content/en/injuries/{number:02}-n{number}.md"),
            &format!("+++\ntitle = \"N {number}\"\nurgency = \"now\"\n+++\n"),
        )
    });
    let built = book.build();
    let said: Vec<String> = built.findings.iter().map(line).collect();
    let wanted = "hint[too-many-pairs]: 33 entries make 528 pairs; only the first 20 entries can be compared";
    assert!(said.iter().any(|said| said.ends_with(wanted)), "{said:#?}");
    let pages = Pages::of(&built);
    let pairs = pages
        .0
        .keys()
        .filter(|name| name.starts_with("en/injuries/two-"));
    assert_eq!(pairs.count(), 190);
}

#[test]
fn an_overdue_check_is_a_hint_with_the_owner() {
    let options = Options {
        reviews: Some(date(2026, 1, 1)),
        ..Options::default()
    };
    let built = first_aid().build_with(&options);
    let said: Vec<String> = built.findings.iter().map(line).collect();
    assert_eq!(
        said,
        [
            "content/en/injuries/burn.md:1:1: hint[review-overdue]: this page was to be checked again by 2025-03-01; Dr Lee looks after it"
        ]
    );
}
