//! The pages that every site needs: made from the theme's texts and the publisher's values.

use keyward::pipeline::Options;

use crate::book::{Book, CONFIG, Pages, line};

const NAMES: [&str; 4] = ["about", "privacy", "accessibility", "licences"];

fn book(more: &str) -> Book {
    Book::new()
        .file("book.toml", &format!("{CONFIG}[languages.ar]\n{more}"))
        .page("content/en/index.md", "Home.\n")
}

/// Findings of a release.
fn release(book: &Book) -> Vec<String> {
    let options = Options {
        release: Some("2026-11-22".parse().unwrap()),
        ..Options::default()
    };
    book.build_with(&options)
        .findings
        .iter()
        .map(line)
        .collect()
}

#[test]
fn every_language_has_them_and_every_footer_leads_to_them() {
    let pages = book("").pages();
    for tag in ["en", "fr", "ar"] {
        let home = pages.html(&format!("{tag}/index.html"));
        let footer = home.split_once("<footer").unwrap().1;
        for name in NAMES {
            let html = pages.html(&format!("{tag}/{name}.html"));
            assert!(
                html.contains(&format!(" lang=\"{tag}\"><div class=\"head\">")),
                "{tag} {name}"
            );
            assert!(
                !html.contains("<p class=\"notice fallback\">"),
                "{tag} {name}"
            );
            assert!(
                footer.contains(&format!("href=\"{name}.html\"")),
                "{tag} {name}"
            );
            let body = pages.prose(&format!("{tag}/{name}.html"));
            assert!(!body.contains(['{', '}']), "{tag} {name}: {body}");
        }
    }
    assert!(
        !pages.html("en/index.html").contains("listing-title"),
        "no list of them on home"
    );
    assert!(pages.prose("en/privacy.html").contains("keyward1:test:"));
}

#[test]
fn what_the_publisher_says_stands_in_them_as_it_is() {
    let config = "[publisher]\nname = \"<b>Prison_Service</b> *A*\"\ncontact = \"help@example.org, 100\"\n\
        funding = [\"Paid by [x](y).\"]\n[publisher.accessibility]\nstatus = \"partial\"\ndate = 2026-11-22\n\
        limits = [\"No maps.\"]\n[languages.fr.publisher]\nname = \"Service\"\n";
    let pages = book(config).pages();
    let about = pages.prose("en/about.html");
    assert!(
        about.contains("&lt;b&gt;Prison_Service&lt;/b&gt; *A*"),
        "{about}"
    );
    assert!(
        about.contains("<a href=\"mailto:help@example.org\">help@example.org</a>, 100"),
        "{about}"
    );
    assert!(about.contains("<em>ask your IT service</em>"), "{about}");
    let french = pages.prose("fr/about.html");
    assert!(
        french.contains("<dd>Service</dd>") && french.contains("help@example.org"),
        "{french}"
    );
    let statement = pages.prose("en/accessibility.html");
    assert!(statement.contains("partially compliant") && statement.contains("2026-11-22"));
    assert!(statement.contains("<li>No maps.</li>"), "{statement}");
    assert!(
        pages
            .prose("en/licences.html")
            .contains("<li>Paid by [x](y).</li>")
    );
}

#[test]
fn a_page_of_the_books_own_takes_their_place() {
    let own = "Our own words.\n";
    let pages = book("").page("content/fr/privacy.md", own).pages();
    assert!(pages.prose("fr/privacy.html").contains("Our own words."));
    assert!(!pages.prose("en/privacy.html").contains("Our own words."));
    // The default language's own page is what all languages show.
    let pages = book("").page("content/en/09-about.md", own).pages();
    for tag in ["en", "fr", "ar"] {
        assert!(
            pages
                .prose(&format!("{tag}/about.html"))
                .contains("Our own words.")
        );
    }
    let pages = book("")
        .page("theme/pages/en/about.md", "By {name}.\n")
        .pages();
    assert!(pages.prose("en/about.html").starts_with("<p>By <em>"));
}

#[test]
fn a_release_asks_for_values_and_a_build_does_not() {
    let open = release(&book("[publisher]\nname = \"N\"\n"));
    assert!(
        open.iter().any(|finding| finding.starts_with("book.toml:7:2: error[open-place]: still to be filled in for your country: `address`, `contact`")),
        "{open:#?}"
    );
    assert!(
        open.iter()
            .any(|finding| finding.contains("`date`, `enforcement` in `[publisher.accessibility]`"))
    );
    assert!(
        !open.iter().any(|finding| finding.contains("`name`")),
        "{open:#?}"
    );
    assert_eq!(book("").findings(), Vec::<String>::new());
    let own = NAMES.iter().fold(book(""), |book, name| {
        book.page(&format!("content/en/{name}.md"), "Own.\n")
    });
    assert_eq!(release(&own), Vec::<String>::new());
}

#[test]
fn licences_name_the_sources_in_the_language_that_they_speak() {
    let source = "+++\ntitle = \"A book\"\ncite = \"A. (2020), A book\"\nlicence = \"CC BY 4.0\"\nnotice = \"Paid by F.\"\n+++\n";
    let book = book("")
        .file("content/en/sources/a-book.md", source)
        .page("content/fr/sources/a-book.md", "Livre.\n");
    let pages = book.pages();
    let english = pages.prose("en/licences.html");
    assert!(
        english.contains("<a href=\"sources/a-book.html\">A book</a>"),
        "{english}"
    );
    assert!(english.contains("Licence: CC BY 4.0"), "{english}");
    let french = pages.prose("fr/licences.html");
    assert!(
        french.contains("<span lang=\"en\" dir=\"ltr\">Paid by F.</span>"),
        "{french}"
    );
    let html = pages.html("en/sources/a-book.html");
    assert!(
        html.contains("Paid by F.") && !html.contains("backlinks-title"),
        "{html}"
    );
}

#[test]
fn a_default_language_without_texts_shows_english_and_says_so() {
    let config = "[book]\nid = \"pl\"\ntitle = \"T\"\nlanguage = \"pl\"\n";
    let book = Book::default()
        .file("book.toml", config)
        .page("content/pl/index.md", "Dom.\n");
    let built = book.build();
    let findings: Vec<String> = built.findings.iter().map(line).collect();
    assert!(
        findings
            .iter()
            .any(|finding| finding.contains("the built-in page `privacy` is missing in `pl`")),
        "{findings:#?}"
    );
    assert!(
        Pages::of(&built)
            .prose("pl/privacy.html")
            .contains("You need no name")
    );
}
