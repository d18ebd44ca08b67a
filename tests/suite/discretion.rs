//! `[discretion]`: what can be seen from outside says nothing of what the book is about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use keyward::pipeline::{self, Builder, Options};
use scraper::{Html, Selector};

use crate::book::{Book, Pages};

/// Stems of words that would tell what the shipped book is about.
const TOPIC: [&str; 14] = [
    "radical",
    "engag",
    "terror",
    "extrem",
    "violen",
    "rehab",
    "réhab",
    "probation",
    "prison",
    "integra",
    "agenc",
    "keyward project",
    "religi",
    "convers",
];

/// Names that are Keyward's own, or of a language.
const NEUTRAL: [&str; 5] = ["course", "index", "search", "sources", "terms"];

fn discreet(settings: &str) -> Book {
    let config = format!(
        "[book]\nid = \"test\"\ntitle = \"Radical book\"\ndescription = \"About radicals.\"\n[languages.fr]\ntitle = \"Livre radical\"\n[output.html]\nsite-url = \"https://example.org/kb/\"\n{settings}"
    );
    Book::new()
        .file("book.toml", &config)
        .page(
            "content/en/index.md",
            "[Signs](01-signs/02-change.md#what-to-see) ![Plan](plan.svg)",
        )
        .page(
            "content/fr/index.md",
            "[Signes](01-signs/02-change.md#ce-qui-se-voit)",
        )
        .page(
            "content/en/01-signs/02-change.md",
            "## What to see\n\n[up](index.md) and [here](#what-to-see)",
        )
        .page(
            "content/fr/01-signs/02-change.md",
            "## Ce qui se voit\n\n[ici](#what-to-see)",
        )
        .page("content/en/01-signs/index.md", "")
        .file(
            "content/en/plan.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        )
}

const ON: &str = "[discretion]\ntitle = \"Staff training\"\n";

/// Whatever a page of the site leads to is there, fragments included.
fn assert_links_hold(pages: &Pages) {
    let documents: BTreeMap<&str, Html> = pages
        .0
        .iter()
        .filter(|(address, _)| address.ends_with(".html") && *address != "404.html")
        .map(|(address, html)| (address.as_str(), Html::parse_document(html)))
        .collect();
    let links = Selector::parse("a[href], link[href], img[src], script[src]").unwrap();
    let mut looked = 0;
    for (address, document) in &documents {
        for element in document.select(&links) {
            let value = element.value();
            let href = value.attr("href").or_else(|| value.attr("src")).unwrap();
            if href.contains("://") || href.starts_with("mailto:") {
                continue;
            }
            let (file, fragment) = href.split_once('#').unwrap_or((href, ""));
            let target = match file {
                "" => (*address).to_owned(),
                file => keyward::path::resolve(keyward::path::parent(address), file).unwrap(),
            };
            assert!(
                pages.0.contains_key(&target),
                "{address}: {href} leads nowhere"
            );
            looked += 1;
            if !fragment.is_empty() {
                let id = Selector::parse(&format!("[id=\"{fragment}\"]")).unwrap();
                let there = documents[target.as_str()].select(&id).count();
                assert_eq!(there, 1, "{address}: {href} names no place");
            }
        }
    }
    assert!(looked > 10, "only {looked} links");
}

/// The `<title>` of each page.
fn titles(pages: &Pages) -> BTreeMap<&str, &str> {
    let html = pages
        .0
        .iter()
        .filter(|(address, _)| address.ends_with(".html"));
    html.map(|(address, html)| {
        let (_, rest) = html.split_once("<title>").unwrap();
        (address.as_str(), rest.split_once("</title>").unwrap().0)
    })
    .collect()
}

#[test]
fn nothing_of_the_shipped_book_shows_in_an_address_or_a_title() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let set = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let options = Options {
        overrides: vec![
            set("KEYWARD_DISCRETION__TITLE", "Staff training, Service"),
            set(
                "KEYWARD_LANGUAGES__FR__DISCREET_TITLE",
                "Formation du personnel",
            ),
        ],
        ..Options::default()
    };
    let tree = pipeline::load(root, &options, None, &BTreeSet::new()).unwrap();
    let built = Builder::default().build(&tree, &options, &mut |_, _| {});
    let pages = Pages::of(&built);
    let names: BTreeSet<&str> = tree
        .below("content")
        .flat_map(|(_, local, _)| local.split(['/', '.']))
        .map(keyward::path::strip_order)
        .filter(|name| name.len() > 4 && !NEUTRAL.contains(name))
        .collect();
    assert!(names.len() > 10, "{names:?}");
    let addresses: Vec<&String> = built.output.as_ref().unwrap().keys().collect();
    assert!(addresses.len() > 40);
    // What a theme calls its files says nothing of the book.
    let of_theme = |address: &&String| address.starts_with("assets/") && address.contains('-');
    for address in addresses.into_iter().filter(|address| !of_theme(address)) {
        let told = TOPIC
            .iter()
            .chain(&names)
            .find(|word| address.contains(**word));
        assert_eq!(told, None, "{address}");
    }
    let titles = titles(&pages);
    assert!(titles.len() > 40);
    for (address, title) in &titles {
        let small = title.to_lowercase();
        let told = TOPIC.iter().find(|word| small.contains(**word));
        assert_eq!(told, None, "{address}: {title}");
        let neutral = if address.starts_with("fr/") {
            "Formation du personnel"
        } else {
            "Staff training, Service"
        };
        assert!(
            title.contains(neutral) || title.contains("moved") || title.contains("chang"),
            "{address}: {title}"
        );
    }
    assert_links_hold(&pages);
}

#[test]
fn heads_say_nothing_and_the_page_itself_stays() {
    let pages = discreet(ON).pages();
    let address = address_of(&pages, "en/", "<h1>02-change</h1>");
    let html = pages.html(&address);
    assert!(html.contains("<title>Staff training</title>"), "{html}");
    assert!(html.contains("<meta content=\"noindex\" name=\"robots\">"));
    assert!(!html.contains("name=\"description\"") && !html.to_lowercase().contains("radical"));
    assert!(!pages.0.contains_key("sitemap.xml"));
    assert_links_hold(&pages);

    let told = "[discretion]\ntitle = \"Staff training\"\ndescription = \"Training.\"\npage-titles = true\n";
    let pages = discreet(told).pages();
    let html = pages.html(&address);
    assert!(html.contains("<title>02-change · Staff training</title>"));
    assert!(html.contains("<meta content=\"Training.\" name=\"description\">"));
}

#[test]
fn titles_alone_leave_addresses_as_they_are() {
    let pages =
        discreet("[discretion]\ntitle = \"Staff training\"\nneutral-addresses = false\n").pages();
    let html = pages.html("en/signs/change.html");
    assert!(html.contains("<title>Staff training</title>"));
    assert!(html.contains("id=\"what-to-see\""));
}

/// The page of a language that holds a text.
fn address_of(pages: &Pages, start: &str, text: &str) -> String {
    let mut found = pages
        .0
        .iter()
        .filter(|(address, html)| address.starts_with(start) && html.contains(text));
    let (address, _) = found
        .next()
        .unwrap_or_else(|| panic!("no page with {text}"));
    address.clone()
}

#[test]
fn a_neutral_address_hangs_on_nothing_but_the_identity() {
    let text = "<h1>02-change</h1>";
    let address = address_of(&discreet(ON).pages(), "en/", text);
    let below = address.strip_prefix("en/").unwrap();
    assert!(discreet(ON).pages().0.contains_key(&format!("fr/{below}")));

    let mut other = discreet(ON)
        .page("content/en/01-signs/01-before.md", "")
        .page("content/en/00-first.md", "");
    let page = other.files.remove("content/en/01-signs/02-change.md");
    let moved = page
        .unwrap()
        .replace("+++\n##", "slug = \"other\"\n+++\n##");
    other = other.file("content/en/07-signs/09-change.md", &moved);
    let index = other.files.remove("content/en/01-signs/index.md").unwrap();
    let before = other
        .files
        .remove("content/en/01-signs/01-before.md")
        .unwrap();
    let other = other
        .file("content/en/07-signs/index.md", &index)
        .file("content/en/07-signs/01-before.md", &before)
        .page("content/en/index.md", "")
        .file("content/fr/index.md", "+++\ntitle = \"x\"\n+++\n");
    assert!(other.pages().html(&address).contains(text));
}

#[test]
fn a_moved_page_is_found_under_its_former_neutral_address() {
    let before = discreet(ON).page("content/en/old.md", "").pages();
    let former = address_of(&before, "en/", "<h1>old</h1>");
    let redirect = format!("{ON}[output.html.redirect]\n\"go.html\" = \"en/new.html\"\n");
    let book = discreet(&redirect).file(
        "content/en/new.md",
        "+++\ntitle = \"New\"\naliases = [\"old.html\"]\n+++\n",
    );
    let pages = book.pages();
    let new = address_of(&pages, "en/", "<h1>New</h1>");
    let href = format!("href=\"{}\"", keyward::path::href(&former, &new));
    assert!(
        pages.html(&former).contains(&href),
        "{}",
        pages.html(&former)
    );
    assert!(pages.html("go.html").contains(&format!("href=\"{new}\"")));
}
