//! What small pieces of Markdown become, and one whole small site.

use crate::book::{Book, Pages, line};

#[test]
fn markdown_becomes_this_html() {
    insta::glob!("../golden", "*.md", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let page = format!("+++\ntitle = \"Page\"\n+++\n{text}");
        let built = Book::new().file("content/en/index.md", &page).build();
        let findings: Vec<String> = built.findings.iter().map(line).collect();
        let prose = Pages::of(&built).prose("en/index.html").to_owned();
        insta::assert_snapshot!(format!("{}\n---\n{prose}", findings.join("\n")));
    });
}

/// A site with each kind of page.
fn small_site() -> Book {
    let config = "[book]\nid = \"small\"\ntitle = \"Small\"\n[languages.fr]\ntitle = \"Petit\"\n[output.html]\nsite-url = \"https://example.org/s\"\n";
    Book::new()
        .file("book.toml", config)
        .page("content/en/index.md", "Go to [the lesson](course/01-first/01-one.md#what).\n")
        .file(
            "content/en/course/01-first/index.md",
            "+++\ntitle = \"First\"\nminutes = 3\n[[objectives]]\nid = \"f.do\"\ntext = \"Do it.\"\n+++\nHello.\n",
        )
        .file(
            "content/en/course/01-first/01-one.md",
            "+++\ntitle = \"One\"\nobjectives = [\"f.do\"]\naliases = [\"old/one.html\"]\n+++\n## What\n\nA fact [@book, page 3]. See [the word](../../terms/word.md).\n",
        )
        .page("content/en/course/01-first/02-two.md", "Second.\n")
        .page("content/en/terms/word.md", "A word.\n")
        .file("content/en/sources/book.md", "+++\ntitle = \"A book\"\nshort = \"Book\"\ncite = \"A. Author (2020), A book\"\n+++\n")
        .file("content/fr/course/01-first/01-one.md", "+++\ntitle = \"Un\"\n+++\n## Quoi\n\nVoir \"ici\" : [suite](02-two.md).\n")
}

/// Without the hashes in asset names, which change with every touch of the theme.
fn plain_names(text: &str) -> String {
    let mut parts = text.split("assets/");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('-').unwrap();
        out.push_str(&format!("assets/{name}-HASH{}", &rest[12..]));
    }
    out
}

#[test]
fn a_small_site_has_these_files() {
    let pages = small_site().pages();
    // How many pieces an index has says nothing.
    let is_piece = |name: &&String| name.starts_with("assets/search/");
    assert!(pages.0.keys().any(|name| is_piece(&name)));
    let names = pages.0.keys().filter(|name| !is_piece(name));
    let mut names: Vec<String> = names.map(|name| plain_names(name)).collect();
    names.sort_unstable();
    insta::assert_snapshot!(names.join("\n"));
}

#[test]
fn a_lesson_is_this_page() {
    insta::assert_snapshot!(plain_names(
        small_site().pages().html("en/course/first/one.html")
    ));
}

#[test]
fn a_translated_lesson_is_this_page() {
    insta::assert_snapshot!(plain_names(
        small_site().pages().html("fr/course/first/one.html")
    ));
}

#[test]
fn a_source_says_who_cites_it() {
    insta::assert_snapshot!(plain_names(
        small_site().pages().html("en/sources/book.html")
    ));
}

#[test]
fn other_files_are_these() {
    let pages = small_site().pages();
    for address in [
        "404.html",
        "sitemap.xml",
        "robots.txt",
        "en/old/one.html",
        "en/course/first/print.html",
    ] {
        insta::assert_snapshot!(address, plain_names(pages.html(address)));
    }
}

#[test]
fn minified_templates_make_the_same_page_as_plain_ones() {
    // A comment with a statement inside a tag keeps a template from being minified.
    let plain = |name: &str| {
        let text = std::fs::read_to_string(format!(
            "{}/themes/default/{name}",
            env!("CARGO_MANIFEST_DIR")
        ))
        .unwrap();
        format!("{text}{{% if false %}}<i {{% if true %}}hidden{{% endif %}}></i>{{% endif %}}")
    };
    let mut book = small_site();
    for name in [
        "base/base.html",
        "header/header.html",
        "nav/nav.html",
        "listing/listing.html",
        "entry/entry.html",
        "footer/footer.html",
    ] {
        book = book.file(&format!("theme/{name}"), &plain(name));
    }
    let (minified, plain) = (small_site().pages(), book.pages());
    let mut compared = 0;
    for (address, html) in minified
        .0
        .iter()
        .filter(|(address, _)| address.ends_with(".html"))
    {
        let shape = |html: &str| {
            let document = scraper::Html::parse_document(html);
            let mut parts: Vec<String> = Vec::new();
            for node in document.tree.root().descendants() {
                match node.value() {
                    scraper::Node::Element(element) => {
                        let mut attributes: Vec<String> = element
                            .attrs()
                            .map(|(name, value)| format!("{name}={value}"))
                            .collect();
                        attributes.sort();
                        parts.push(format!("<{} {}>", element.name(), attributes.join(" ")));
                    }
                    scraper::Node::Text(text) => {
                        parts.extend(text.split_whitespace().map(str::to_owned))
                    }
                    _ => {}
                }
            }
            parts
        };
        assert_eq!(shape(html), shape(plain.html(address)), "{address}");
        compared += 1;
    }
    assert!(compared > 10, "{compared}");
}

/// The course in `tests/golden/course`: a question of each type, a scenario and a test.
fn small_course() -> Book {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/course");
    let entries = walkdir::WalkDir::new(&folder).into_iter().flatten();
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.fold(Book::default(), |book, file| {
        let path = file.path().strip_prefix(&folder).unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        book.file(&path.to_str().unwrap().replace('\\', "/"), &text)
    })
}

#[test]
fn a_course_becomes_these_quizzes() {
    let built = small_course().build();
    assert_eq!(
        built.findings.iter().map(line).collect::<Vec<_>>(),
        [] as [&str; 0]
    );
    let pages = Pages::of(&built);
    for (name, address) in [
        ("quiz", "en/course/night/round.html"),
        ("quiz-in-french", "fr/course/night/round.html"),
        ("scenario", "en/course/night/quiz/lamp.html"),
        ("test", "en/course/test.html"),
    ] {
        let lines = pages
            .prose(address)
            .replace("><", ">\n<")
            .replace("> <", ">\n<");
        insta::assert_snapshot!(name, plain_names(&lines));
    }
}
