//! Checklists, Act now and its blanks, charts, and citations, from outside.

use std::fs;
use std::path::Path;

use keyward::pipeline::{Builder, Options};

use crate::book::{Book, Pages};
use crate::cli::keyward;

fn part<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text
        .find(start)
        .unwrap_or_else(|| panic!("no `{start}` in {text}"));
    let length = text[from..]
        .find(end)
        .unwrap_or_else(|| panic!("no `{end}`"));
    &text[from..from + length]
}

/// The keys of the steps on a page, in order.
fn keys(html: &str) -> Vec<&str> {
    let parts = html.split("data-step=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap()).collect()
}

// ------------------------------------------------------------------ checklists

const RELEASE: &str = "Read [home](../index.md).\n\n- [ ] Keys and *money* [@guide, page 2]\n  - [ ] In a bag\n- [x] Papers {#papers}\n\n1. [ ] Bus\n\n   It stops at the gate.\n\n2. [ ] Bus\n";

fn release() -> Book {
    Book::new()
        .page(
            "content/en/index.md",
            "Home.\n\n[Release day](checklists/release.md)\n\nEnd.\n",
        )
        .file(
            "content/en/sources/guide.md",
            "+++\ntitle = \"Guide\"\n+++\n",
        )
        .page("content/en/checklists/release.md", RELEASE)
}

#[test]
fn a_checklist_has_boxes_with_labels_and_keys_that_stay() {
    let pages = release().pages();
    let html = pages.html("en/checklists/release.html");
    let keys = keys(html);
    assert_eq!(keys.len(), 5);
    assert_eq!(keys[2], "papers");
    assert_eq!(
        keys[4],
        format!("{}-2", keys[3]),
        "two steps of the same words"
    );
    let prose = pages.prose("en/checklists/release.html");
    assert!(!prose.contains("{#papers}") && !prose.contains("checked"));
    assert!(html.contains("data-list=\"checklists/release\""));
    let first = part(
        html,
        "<label class=\"step\"><input type=\"checkbox\"",
        "</label>",
    );
    assert!(
        first.contains("<em>money</em>") && first.contains("class=\"citation\""),
        "{first}"
    );
    // Another order and other markup leave the key as it is.
    let moved = RELEASE.replace(
        "- [ ] Keys and *money* [@guide, page 2]",
        "- [ ] **Keys** and money",
    );
    let moved = release().page(
        "content/en/checklists/release.md",
        &format!("- [ ] New\n\n{moved}"),
    );
    let moved = moved.pages();
    assert_eq!(
        keys,
        self::keys(moved.html("en/checklists/release.html"))[1..]
    );
}

#[test]
fn a_translation_has_the_keys_of_its_original() {
    let french = "[Accueil](../index.md)\n\n- [ ] Clés [@guide]\n  - [ ] Dans un sac\n- [ ] Papiers\n\n1. [ ] Bus\n\n2. [ ] Autre bus\n";
    let book = release().page("content/fr/checklists/release.md", french);
    assert_eq!(book.findings(), [] as [&str; 0]);
    let pages = book.pages();
    let [en, fr] = ["en", "fr"].map(|tag| pages.html(&format!("{tag}/checklists/release.html")));
    assert_eq!(keys(en), keys(fr));
    assert!(fr.contains("{n} sur {of}"));
}

#[test]
fn a_link_alone_in_its_paragraph_becomes_the_list() {
    let pages = release().pages();
    let home = pages.html("en/index.html");
    assert_eq!(keys(home), keys(pages.html("en/checklists/release.html")));
    // Links in it lead from the page that it stands on.
    assert!(
        home.contains("Read <a href=\"index.html\">home</a>"),
        "{home}"
    );
    assert!(home.contains(
        "<p class=\"inside-title\"><a href=\"checklists/release.html\">Release day</a></p>"
    ));
    assert!(home.contains("assets/store-") && home.contains("assets/checklist-"));
    let lone = pages.html("en/sources/guide.html");
    assert!(!lone.contains("assets/checklist-") && !lone.contains("assets/store-"));
}

#[test]
fn a_changed_list_changes_the_page_that_it_stands_on() {
    let book = release();
    let mut builder = Builder::default();
    builder.build(&book.tree(), &Options::default(), &mut |_, _| {});
    let book = book.page("content/en/checklists/release.md", "- [ ] Only this\n");
    let built = builder.build(&book.tree(), &Options::default(), &mut |_, _| {});
    let again = Pages::of(&built);
    assert_eq!(again.0, book.pages().0);
    assert!(again.html("en/index.html").contains("Only this"));
}

// ------------------------------------------------------------------ Act now and blanks

fn acting() -> Book {
    let config = format!(
        "{}[act-now]\npage = \"help/act-now\"\n",
        crate::book::CONFIG
    );
    Book::default()
        .file("book.toml", &config)
        .page("content/en/index.md", "Home.\n")
        .page(
            "content/en/help/01-act-now.md",
            "## Look\n\n- [Control room](blank:control-room)\n",
        )
        .page("content/en/help/other.md", "Text.\n")
}

#[test]
fn every_header_leads_to_the_page_to_act_on_and_the_footer_does_not() {
    let pages = acting().pages();
    for (address, href) in [
        ("en/index.html", "help/act-now.html"),
        ("fr/help/other.html", "act-now.html"),
        ("index.html", "en/help/act-now.html"),
    ] {
        let header = part(pages.html(address), "<header", "</header>");
        let link = part(header, "<li class=\"act\">", "</li>");
        assert!(
            link.contains(&format!("href=\"{href}\"")),
            "{address}: {link}"
        );
        assert!(
            link.contains("<svg") && link.contains("01-act-now<"),
            "{link}"
        );
    }
    let own = pages.html("en/help/act-now.html");
    assert!(part(own, "<li class=\"act\">", "</li>").contains("aria-current=\"page\""));
    assert!(own.contains("class=\"kind-act-now\""));
    let plain = acting().file("theme/x.txt", "");
    let config = format!(
        "{}[output.html]\ntheme = \"plain\"\n",
        plain.files["book.toml"]
    );
    let plain = plain.file("book.toml", &config).pages();
    let header = part(plain.html("en/index.html"), "<header", "</header>");
    assert!(header.contains("help/act-now.html"));
    // Nothing there could fill the blanks.
    assert!(!plain.0.contains_key("local.js"));
}

#[test]
fn local_js_is_written_for_blanks_and_loaded_where_they_are() {
    let pages = acting().pages();
    let local = pages.html("local.js");
    assert!(
        local.contains("window.keyward.local({\n  // \"control-room\": \"\",\n});"),
        "{local}"
    );
    assert!(
        pages
            .html("en/help/act-now.html")
            .contains("<script src=\"../../local.js\" defer></script>")
    );
    assert!(!pages.html("en/help/other.html").contains("local.js"));
    let paper = acting()
        .page("content/en/course/01-a/index.md", "Text.\n")
        .page("content/en/course/01-a/01-x.md", "[Nurse](blank:nurse)\n")
        .pages();
    let paper = paper.html("en/course/a/print.html");
    assert_eq!(paper.matches("local.js\" defer").count(), 1, "{paper}");
    let own = "window.keyward.local({ \"control-room\": \"4711\" });\n";
    assert_eq!(acting().file("local.js", own).pages().html("local.js"), own);
    let none = Book::new().page("content/en/index.md", "Home.\n").pages();
    assert!(!none.0.contains_key("local.js"));
}

#[test]
fn a_new_build_keeps_what_an_administration_filled() {
    let folder = tempfile::tempdir().unwrap();
    acting().write_to(folder.path());
    let build = |folder: &Path| {
        let output = keyward(folder, &["build", "-d", "site", "--compress"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    };
    build(folder.path());
    let local = folder.path().join("site/local.js");
    assert!(!folder.path().join("site/local.js.gz").exists());
    // An untouched example follows the book.
    let page = folder.path().join("content/en/help/other.md");
    fs::write(&page, "+++\ntitle = \"Other\"\n+++\n[Nurse](blank:nurse)\n").unwrap();
    build(folder.path());
    assert!(fs::read_to_string(&local).unwrap().contains("\"nurse\""));
    let filled = "window.keyward.local({\n  \"nurse\": \"12\",\n});\n";
    fs::remove_file(&local).unwrap();
    fs::write(&local, filled).unwrap();
    fs::write(
        &page,
        "+++\ntitle = \"Other\"\n+++\n[Nurse](blank:nurse) again\n",
    )
    .unwrap();
    build(folder.path());
    assert_eq!(fs::read_to_string(&local).unwrap(), filled);
    assert!(
        fs::read_to_string(folder.path().join("site/en/help/other.html"))
            .unwrap()
            .contains("again")
    );
    keyward(folder.path(), &["clean", "-d", "site"]);
    assert_eq!(fs::read_to_string(&local).unwrap(), filled);
}

#[test]
fn the_single_file_keeps_blanks_on_paper_and_takes_the_books_own_values() {
    let single = |book: &Book| {
        let options = Options {
            single: true,
            ..Options::default()
        };
        let built = book.build_with(&options);
        built.courses[0].html.clone()
    };
    let plain = single(&acting());
    assert!(plain.contains("data-blank=\"control-room\"") && !plain.contains("local.js"));
    let own = acting().file(
        "local.js",
        "window.keyward.local({ \"control-room\": \"4711\" });\n",
    );
    assert!(single(&own).contains("\"control-room\": \"4711\""));
}

// ------------------------------------------------------------------ charts

#[test]
fn a_chart_has_no_style_of_its_own_and_its_ids_stay_apart_on_paper() {
    let chart =
        "```chart bars\ntitle: T\ndescription: D\n\n| A | B |\n| --- | --- |\n| x | 1 |\n```\n";
    let book = Book::new()
        .page("content/en/index.md", chart)
        .page("content/en/course/01-a/index.md", "Text.\n")
        .page(
            "content/en/course/01-a/01-x.md",
            &format!("{chart}\n{chart}"),
        )
        .page("content/en/course/01-a/02-y.md", chart);
    let pages = book.pages();
    let html = pages.html("en/course/a/print.html");
    let ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .map(|part| part.split('"').next().unwrap())
        .collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for described in html.split("aria-describedby=\"").skip(1) {
        let id = described.split('"').next().unwrap();
        assert!(ids.contains(&id), "{id}");
    }
    assert!(!html.contains("style=") && html.matches("role=\"img\"").count() == 3);
}

// ------------------------------------------------------------------ citations

const BIB: &str = "@book{doe2020,\n  author = {Doe, Jane},\n  title = {Prisons \\& words},\n  publisher = {Press},\n  year = {2020}\n}\n\n@report{own, title = {Not this}}\n";

fn cited() -> Book {
    Book::new()
        .page("content/en/index.md", "A [@doe2020, page 4], b [@doe2020, page 9; @own; @paper].\n")
        .page("content/fr/index.md", "A [@doe2020, page 4; @paper; @own].\n")
        .file("content/en/sources/references.bib", BIB)
        .file("content/en/sources/own.md", "+++\ntitle = \"Own\"\ncite = \"As written\"\ntype = \"report\"\n+++\n")
        .file(
            "content/en/sources/paper.md",
            "+++\ntitle = \"Signs\"\ntype = \"article\"\nauthor = [\"Doe, Jane\", \"Roe, Richard\"]\nin = \"Journal\"\nvolume = \"4\"\nyear = \"2021\"\n+++\n",
        )
}

#[test]
fn sources_from_bibtex_and_fields_are_cited_in_the_style_and_the_language() {
    let book = cited();
    assert_eq!(book.findings(), [] as [&str; 0]);
    let pages = book.pages();
    let refs = part(
        pages.html("en/index.html"),
        "aria-labelledby=\"refs-title\"",
        "</section>",
    );
    for citation in [
        "Doe, J. (2020). Prisons &amp; words. Press.",
        "As written",
        "Doe, J., &amp; Roe, R. (2021). Signs. Journal, 4.",
    ] {
        assert!(refs.contains(citation), "{citation} in {refs}");
    }
    assert!(
        pages
            .html("en/index.html")
            .contains("sources/doe2020.html\">Doe 2020</a>, page 4")
    );
    let config = format!(
        "{}[citations]\nstyle = \"chicago-author-date\"\n",
        crate::book::CONFIG
    );
    let other = cited().file("book.toml", &config).pages();
    let refs = part(
        other.html("fr/index.html"),
        "aria-labelledby=\"refs-title\"",
        "</section>",
    );
    assert!(refs.contains("Doe, Jane, et Richard Roe. 2021."), "{refs}");
    assert!(
        refs.contains("<span lang=\"fr\"") || refs.contains("lang=\"fr\""),
        "{refs}"
    );
    // The page with all sources has them, too.
    assert!(
        pages
            .html("en/licences.html")
            .contains("Prisons &amp; words")
    );
    assert!(!pages.0.keys().any(|name| name.ends_with(".bib")));
}

#[test]
fn a_source_says_where_it_is_used_with_the_places() {
    let pages = cited().pages();
    let html = pages.html("en/sources/doe2020.html");
    let uses = part(html, "aria-labelledby=\"uses-title\"", "</section>");
    assert!(
        uses.contains("<a href=\"../index.html\">") && uses.contains("page 4; page 9"),
        "{uses}"
    );
    assert!(
        html.contains("data-text=\"Doe, J. (2020). Prisons &amp; words. Press.\""),
        "{html}"
    );
}

#[test]
fn what_is_wrong_with_citations_is_said() {
    let config = format!(
        "{}[citations]\nstyle = \"appa\"\nbibliography = \"none.bib\"\n",
        crate::book::CONFIG
    );
    let book = cited()
        .file("book.toml", &config)
        .file(
            "content/en/sources/typed.md",
            "+++\ntitle = \"T\"\ntype = \"buch\"\n+++\n",
        )
        .file("content/fr/sources/other.bib", BIB)
        .file("content/en/sources/broken.bib", "@book{a, title = {x\n");
    let findings = book.findings();
    let has = |text: &str| findings.iter().any(|finding| finding.contains(text));
    assert!(
        has("book.toml:7:9: error[bad-value]: `appa` is no style"),
        "{findings:#?}"
    );
    assert!(
        has("error[missing-file]: there is no file `none.bib`"),
        "{findings:#?}"
    );
    assert!(
        has("typed.md:3:8: error[bad-value]: `buch` is no type of source"),
        "{findings:#?}"
    );
    assert!(has("other.bib:1:1: warning[stray-file]"), "{findings:#?}");
    assert!(
        has("broken.bib:") && has("[bad-bibliography]: this is no BibTeX"),
        "{findings:#?}"
    );
}
