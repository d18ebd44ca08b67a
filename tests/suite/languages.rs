//! Pages in several languages: addresses, fallbacks, headings, links, interface.

use crate::book::Book;

const CONFIG: &str = "[book]\nid = \"t\"\ntitle = \"T\"\n[languages.fr]\n[languages.ar]\n[languages.pt]\n[languages.pt-BR]\n[output.html]\nsite-url = \"https://example.org/x/\"\n";

fn book() -> Book {
    Book::new()
        .file("book.toml", CONFIG)
        .page("content/en/index.md", "Hello\n")
        .page(
            "content/en/a/02-b.md",
            "## Two words\n\nText \"quoted\"\n\n## More\n",
        )
        .page("content/en/a/index.md", "[b](02-b.md#more)\n")
        .page(
            "content/fr/a/02-b.md",
            "## Deux mots\n\nTexte \"cité\"\n\n## Plus\n",
        )
}

#[test]
fn every_language_has_every_page_at_the_same_address() {
    let pages = book().pages();
    for locale in ["en", "fr", "ar", "pt", "pt-BR"] {
        for page in ["index.html", "a/index.html", "a/b.html"] {
            pages.html(&format!("{locale}/{page}"));
        }
    }
}

#[test]
fn a_missing_translation_shows_the_original_and_says_so_in_the_readers_language() {
    let pages = book().pages();
    let html = pages.html("ar/a/b.html");
    assert!(
        html.contains("<html data-book=\"t\" dir=\"rtl\" lang=\"ar\">"),
        "{html}"
    );
    assert!(html.contains("<article dir=\"ltr\" lang=\"en\">"));
    assert!(html.contains("لم تُترجم هذه الصفحة بعد"));
    assert!(html.contains("content=\"noindex\""));
    assert!(html.contains("<link href=\"https://example.org/x/en/a/b.html\" rel=\"canonical\">"));
    assert!(!html.contains("hreflang=\"x-default\""));
    assert!(!pages.html("fr/a/b.html").contains("noindex"));
}

#[test]
fn a_regional_language_falls_back_to_its_bare_one_first() {
    let pages = book()
        .page("content/pt/a/02-b.md", "## Duas\n\nTexto\n\n## Mais\n")
        .pages();
    assert!(pages.html("pt-BR/a/b.html").contains("Texto"));
    assert!(
        pages
            .html("pt-BR/a/b.html")
            .contains("<article dir=\"ltr\" lang=\"pt\">")
    );
}

#[test]
fn headings_have_the_same_ids_in_every_language() {
    let pages = book().pages();
    assert!(
        pages
            .prose("fr/a/b.html")
            .contains("<h2 id=\"two-words\">Deux mots</h2>")
    );
    let missing = book()
        .page("content/fr/a/02-b.md", "## Deux mots\n")
        .findings();
    assert!(
        missing
            .iter()
            .any(|line| line.contains("warning[heading-mismatch]")),
        "{missing:?}"
    );
}

#[test]
fn a_heading_that_says_which_one_it_is_keeps_its_id_where_others_are_missing() {
    let pages = Book::new()
        .file(
            "book.toml",
            "[book]\nid = \"t\"\ntitle = \"T\"\n[languages.fr]\n",
        )
        .page(
            "content/en/index.md",
            "## One {#one}\n\n## Two {#two}\n\n## Three {#three}\n\n## Four {#four}\n",
        )
        .page(
            "content/fr/index.md",
            "## Un\n\n## Trois {#three}\n\n## Neuf\n",
        )
        .pages();
    let prose = pages.prose("fr/index.html");
    for heading in [
        "<h2 id=\"one\">Un</h2>",
        "<h2 id=\"three\">Trois</h2>",
        "<h2 id=\"neuf\">Neuf</h2>",
    ] {
        assert!(prose.contains(heading), "{heading}: {prose}");
    }
}

#[test]
fn a_translation_may_link_by_the_words_of_its_own_headings() {
    let pages = book()
        .page("content/fr/a/index.md", "[b](02-b.md#plus)\n")
        .pages();
    assert!(
        pages
            .prose("fr/a/index.html")
            .contains("href=\"b.html#more\"")
    );
}

#[test]
fn quotes_follow_the_language_of_the_text() {
    let pages = book().pages();
    assert!(pages.prose("en/a/b.html").contains("“quoted”"));
    assert!(
        pages
            .prose("fr/a/b.html")
            .contains("«\u{202f}cité\u{202f}»")
    );
    assert!(pages.prose("ar/a/b.html").contains("“quoted”"));
}

#[test]
fn titles_and_key_points_have_typographic_marks_too() {
    let page =
        "+++\ntitle = \"L'agent\"\nkeypoints = [\"Dire 'non' n'est pas \\\"grave\\\"\"]\n+++\n";
    let pages = book()
        .file("content/fr/a/02-b.md", &format!("{page}## A\n\n## B\n"))
        .pages();
    let html = pages.html("fr/a/b.html");
    assert!(html.contains("<h1>L’agent</h1>"), "{html}");
    assert!(html.contains("n’est pas «\u{202f}grave\u{202f}»"), "{html}");
}

#[test]
fn the_top_of_the_site_is_the_default_home_with_its_links_adjusted() {
    let pages = book()
        .page("content/en/index.md", "[b](a/02-b.md) ![p](p.svg)\n")
        .file(
            "content/en/p.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        )
        .pages();
    let root = pages.html("index.html");
    assert!(root.contains("<a href=\"en/a/b.html\">b</a>"), "{root}");
    assert!(root.contains("src=\"en/p.svg\""));
    assert!(root.contains("<link href=\"https://example.org/x/en/index.html\" rel=\"canonical\">"));
    assert!(pages.prose("fr/index.html").contains("src=\"../en/p.svg\""));
}

#[test]
fn a_page_of_one_language_stands_in_that_language_only() {
    let pages = book().page("content/fr/seul.md", "Texte\n").pages();
    pages.html("fr/seul.html");
    assert!(!pages.0.contains_key("en/seul.html"));
}

#[test]
fn a_slug_changes_the_address_and_not_the_identity() {
    let pages = book()
        .file(
            "content/fr/a/index.md",
            "+++\ntitle = \"A\"\nslug = \"rubrique\"\n+++\n[b](02-b.md)\n",
        )
        .file(
            "content/fr/a/02-b.md",
            "+++\ntitle = \"B\"\nslug = \"page\"\n+++\n## X\n\n## Y\n",
        )
        .pages();
    assert!(
        pages
            .prose("fr/rubrique/index.html")
            .contains("href=\"page.html\"")
    );
    assert!(
        pages
            .html("en/a/b.html")
            .contains("href=\"../../fr/rubrique/page.html\"")
    );
}

#[test]
fn values_without_language_come_from_the_default_language() {
    let kinds = "[kinds.practice]\nfolder = \"practices\"\n[kinds.practice.fields]\ncountry = { type = \"country\", facet = true }\nfound = { type = \"text\" }\n";
    let book = book()
        .file("book.toml", &format!("{CONFIG}{kinds}"))
        .file(
            "content/en/practices/p.md",
            "+++\ntitle = \"P\"\ncountry = \"BE\"\nfound = \"It helps\"\n+++\n",
        )
        .file(
            "content/fr/practices/p.md",
            "+++\ntitle = \"P fr\"\nfound = \"Cela aide\"\n+++\n",
        );
    let pages = book.pages();
    let html = pages.html("fr/practices/p.html");
    assert!(
        html.contains("Belgique") && html.contains("Cela aide") && !html.contains("It helps"),
        "{html}"
    );
    assert!(
        pages
            .html("fr/practices/by/country/be.html")
            .contains("P fr")
    );
    let doubled = book
        .file(
            "content/fr/practices/p.md",
            "+++\ntitle = \"P\"\ncountry = \"BE\"\n+++\n",
        )
        .findings();
    assert!(
        doubled
            .iter()
            .any(|line| line.contains("field-in-translation")),
        "{doubled:?}"
    );
}

#[test]
fn a_language_without_words_shows_english_and_is_reported_once() {
    let book = Book::new()
        .file(
            "book.toml",
            "[book]\nid = \"t\"\ntitle = \"T\"\n[languages.eo]\n",
        )
        .page("content/en/index.md", "x\n");
    let findings = book.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].contains("warning[missing-string]"));
    let own = book.file("theme/locales/eo.toml", "nav.skip = \"Salti\"\n");
    assert!(own.pages().html("eo/index.html").contains("Salti"));
}

#[test]
fn the_interface_is_whole_in_every_language_that_is_shipped() {
    let keys = |tag: &str| {
        let path = format!(
            "{}/themes/default/locales/{tag}.toml",
            env!("CARGO_MANIFEST_DIR")
        );
        let text = std::fs::read_to_string(&path).unwrap();
        keyward::strings::read(&path.as_str().into(), &text)
    };
    let english = keys("en");
    assert!(english.value.len() > 40);
    for tag in ["fr", "ar"] {
        let own = keys(tag);
        assert_eq!(own.diagnostics, []);
        let missing: Vec<&String> = english
            .value
            .keys()
            .filter(|key| !own.value.contains_key(*key))
            .collect();
        assert!(missing.is_empty(), "{tag}: {missing:?}");
        let unknown: Vec<&String> = own
            .value
            .keys()
            .filter(|key| {
                let base = key.rsplit_once('.').map_or("", |(base, _)| base);
                !english.value.contains_key(*key)
                    && !english.value.contains_key(&format!("{base}.other"))
            })
            .collect();
        assert!(unknown.is_empty(), "{tag}: {unknown:?}");
    }
}

#[test]
fn ids_of_the_page_itself_are_never_given_to_headings() {
    let body = "## Main\n\n## Toc title\n\n## fn-1\n\nx[^a]\n\n[^a]: note\n";
    let pages = book().page("content/en/c.md", body).pages();
    let html = pages.html("en/c.html");
    let ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    let explicit = book()
        .page(
            "content/en/c.md",
            "## A {#main}\n\n<p id=\"x\">a</p>\n\n<p id=\"x\">b</p>\n",
        )
        .findings();
    let errors: Vec<_> = explicit
        .iter()
        .filter(|line| line.contains("double-heading-id"))
        .collect();
    assert_eq!(errors.len(), 2, "{explicit:?}");
}

#[test]
fn facet_values_never_share_a_page() {
    let config = "[book]\nid = \"t\"\ntitle = \"T\"\n[kinds.p]\nfolder = \"ps\"\nfields.level = { type = \"one-of\", values = [\"A b\", \"a-b\", \"a/b\", \"\", \"con\"], facet = true }\n";
    let mut book = Book::new()
        .file("book.toml", config)
        .page("content/en/index.md", "x\n");
    for (number, value) in ["A b", "a-b", "a/b", "", "con"].iter().enumerate() {
        book = book.file(
            &format!("content/en/ps/p{number}.md"),
            &format!("+++\ntitle = \"P{number}\"\nlevel = \"{value}\"\n+++\n"),
        );
    }
    let pages = book.pages();
    let lists: Vec<&String> = pages
        .0
        .keys()
        .filter(|address| address.contains("/by/level/"))
        .collect();
    assert_eq!(lists.len(), 5, "{lists:?}");
}

#[test]
fn a_draft_takes_its_translations_with_it_and_links_to_it_are_named_so() {
    let book = book()
        .file("content/en/d.md", "+++\ntitle = \"D\"\ndraft = true\n+++\n")
        .page("content/fr/d.md", "Texte\n");
    assert!(!book.pages().0.contains_key("fr/d.html"));
    let findings = book.page("content/en/e.md", "[d](d.md)\n").findings();
    assert!(
        findings
            .iter()
            .any(|line| line.contains("leads to a page that is not published")),
        "{findings:?}"
    );
}

#[test]
fn an_alias_is_blamed_where_it_stands() {
    let book = book().file(
        "content/en/c.md",
        "+++\ntitle = \"C\"\naliases = [\"/en/older.html\", \"en/old.html\", \"a/b.html\"]\n+++\n",
    );
    let findings = book.findings();
    let errors: Vec<_> = findings
        .iter()
        .filter(|line| line.contains("error"))
        .collect();
    assert!(!errors.is_empty());
    for error in errors {
        assert!(error.starts_with("content/en/c.md:3:"), "{error}");
        assert!(error.contains("a/b.html"), "{error}");
    }
}
