//! Themes: colours and names of the book's own, themes that build on others, templates that fail.

use keyward::diagnostic::Finding;

use crate::book::{Book, Pages};

const HOME: &str = "+++\ntitle = \"Home\"\n+++\n";

fn book(settings: &str) -> Book {
    let config = format!("[book]\nid = \"test\"\ntitle = \"Long title of the book\"\n{settings}");
    Book::new()
        .file("book.toml", &config)
        .file("content/en/index.md", HOME)
        .file("content/en/about.md", "+++\ntitle = \"About\"\n+++\n")
}

/// The joined style sheet.
fn style(pages: &Pages) -> &str {
    let is_style = |(address, _): &(&String, &String)| {
        address.starts_with("assets/site-") && address.ends_with(".css")
    };
    pages
        .0
        .iter()
        .find(is_style)
        .map(|(_, text)| text.as_str())
        .expect("a style sheet")
}

#[test]
fn colours_and_fonts_of_the_book_stand_in_the_style() {
    let pages = book(
        "[output.html.tokens.light]\nline = \"MidnightBlue\"\n[output.html.tokens.dark]\nline = \"hsl(240 60% 80%)\"\n[output.html.tokens.fonts]\nsans = \"Verdana, sans-serif\"\n[languages.en.fonts]\nserif = \"Georgia, serif\"\n",
    )
    .pages();
    let style = style(&pages);
    let (light, dark) = style
        .split_once("@media (prefers-color-scheme: dark)")
        .unwrap();
    assert!(
        light.contains("--line: #191970;") && light.contains("--sans: Verdana, sans-serif;"),
        "{light}"
    );
    assert!(
        light.contains(":root:lang(en) { --serif: Georgia, serif; }"),
        "{light}"
    );
    assert_eq!(dark.matches("--line: #adadeb;").count(), 2, "{dark}");
    assert!(!pages.html("en/index.html").contains("style="));
}

#[test]
fn a_slip_in_a_token_is_named_with_its_place() {
    let findings = book(
        "[output.html.tokens.light]\nlin = \"#000\"\nink = \"blackish\"\nsoft = \"#0008\"\n[output.html.tokens.fonts]\nsans = \"Arial; } body { display: none\"\nserif = \"url(x.woff)\"\n[output.html]\nlogo = \"logo.svg\"\n",
    )
    .findings();
    assert_eq!(
        findings,
        [
            "book.toml:5:7: error[unknown-key]: the theme has no token `lin`",
            "book.toml:6:7: error[bad-value]: `blackish` is no colour",
            "book.toml:7:8: error[bad-value]: `#0008` lets through what is behind it",
            "book.toml:9:8: error[bad-value]: `Arial; } body { display: none` is no list of fonts",
            "book.toml:10:9: error[bad-value]: `url(x.woff)` is no list of fonts",
            "book.toml:12:8: error[missing-file]: there is no file `logo.svg`",
        ]
    );
}

#[test]
fn weak_contrast_is_a_warning_with_a_colour_that_would_do() {
    let built = book("[output.html.tokens.dark]\nlink = \"#333\"\n").build();
    let found: Vec<_> = built
        .findings
        .iter()
        .map(|finding| &finding.diagnostic)
        .collect();
    assert_eq!(found.len(), 2, "link on paper and on sheet: {found:#?}");
    assert!(found[0].message.starts_with("`link` (#333333) on `paper` (#11191b) has a contrast of 1.41 : 1 on dark ground; text needs 4.5 : 1"), "{}", found[0].message);
    let help = found[0].help.as_deref().unwrap();
    let better = help.split('"').nth(1).unwrap();
    let mended = book(&format!("[output.html.tokens.dark]\nlink = \"{better}\"\n")).build();
    let still = |finding: &&Finding| finding.diagnostic.message.contains("`paper`");
    assert_eq!(mended.findings.iter().filter(still).count(), 0);
    assert!(built.output.is_some());
}

#[test]
fn a_theme_of_the_book_may_bring_tokens_of_its_own() {
    let pages =
        book("[output.html]\ntheme = \"blue\"\n[output.html.tokens.light]\nsky = \"#def\"\n")
            .file(
                "themes/blue/theme.toml",
                "api = 1\nextends = \"plain\"\n[tokens.light]\nsky = \"#abc\"\n",
            )
            .pages();
    assert!(style(&pages).contains("--sky: #ddeeff;"));
    assert!(
        !pages.html("en/index.html").contains("<script"),
        "it builds on `plain`"
    );
}

#[test]
fn a_circle_of_themes_is_named() {
    let findings = book("[output.html]\ntheme = \"a\"\n")
        .file("themes/a/theme.toml", "api = 1\nextends = \"b\"\n")
        .file("themes/b/theme.toml", "api = 1\nextends = \"a\"\n")
        .findings();
    assert_eq!(
        findings,
        ["themes/b/theme.toml:2:11: error[theme]: theme `a` builds on itself"]
    );
}

#[test]
fn logo_and_short_title_stand_in_the_header() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 90 30\"><path d=\"M0 0h9\"/></svg>";
    let pages = book("short-title = \"Short\"\n[output.html]\nlogo = \"img/logo.svg\"\nlogo-alt = \"Service\"\n[languages.en]\nlogo-alt = \"Prison Service\"\n")
        .file("img/logo.svg", svg)
        .pages();
    let html = pages.html("en/about.html");
    assert!(html.contains("<title>About · Short</title>"), "{html}");
    let (_, logo) = html.split_once("<img ").unwrap();
    let (logo, _) = logo.split_once('>').unwrap();
    for part in ["alt=\"Prison Service\"", "width=\"120\"", "height=\"40\""] {
        assert!(logo.contains(part), "{logo}");
    }
    assert!(html.contains("<span>Short</span>"), "{html}");
    assert!(
        pages
            .html("en/index.html")
            .contains("<title>Home · Long title of the book</title>")
    );
}

/// A book with a page of each kind that a template treats in its own way.
fn every_kind(theme: &str) -> Book {
    book(&format!("[output.html]\ntheme = \"{theme}\"\n[languages.ar]\n[kinds.practice]\nfolder = \"practices\"\n[kinds.practice.fields]\ncountry = {{ type = \"country\", facet = true }}\n"))
        .page("content/en/course/index.md", "")
        .file("content/en/course/01-signs/index.md", "+++\ntitle = \"Signs\"\n[[objectives]]\nid = \"s.a\"\ntext = \"See\"\n+++\n")
        .file("content/en/course/01-signs/01-change.md", "+++\ntitle = \"Change\"\nminutes = 5\nkeypoints = [\"One\"]\nobjectives = [\"s.a\"]\n+++\nText [@guide].\n\n## A\n\n## B\n\n## C\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n> [!NOTE]\n> x\n")
        .file("content/en/terms/term.md", "+++\ntitle = \"Term\"\naliases = [\"terms/old.html\"]\n+++\n[Guide](../sources/guide.md)\n")
        .file("content/en/sources/guide.md", "+++\ntitle = \"Guide\"\ncite = \"A guide.\"\n+++\n")
        .file("content/en/practices/one.md", "+++\ntitle = \"One\"\ncountry = \"FR\"\n+++\n")
        .file("theme/locales/en.toml", "kind.practice.many = \"Practices\"\nfield.country = \"Country\"\ncountry.FR = \"France\"\n")
}

#[test]
fn the_plain_theme_shows_every_kind_of_page_and_runs_nothing() {
    let default = every_kind("default").pages();
    let plain = every_kind("plain").pages();
    let is_page = |address: &&String| address.ends_with(".html");
    let pages: Vec<&String> = plain.0.keys().filter(is_page).collect();
    // Without scripts nothing tells of progress, and nothing searches.
    let needs_script = |address: &&String| {
        ["/progress.html", "/statement.html", "/search.html"]
            .iter()
            .any(|name| address.ends_with(name))
    };
    let same = default
        .0
        .keys()
        .filter(is_page)
        .filter(|page| !needs_script(page));
    assert_eq!(pages, same.collect::<Vec<_>>());
    assert!(pages.len() > 15, "{pages:?}");
    assert!(!plain.0.keys().any(|address| address.ends_with(".js")));
    let main = |html: &str| {
        let (_, rest) = html.split_once("<main").unwrap();
        rest.split_once("</main>").unwrap().0.to_owned()
    };
    for page in pages {
        let html = plain.html(page);
        for word in ["<script", "style=", " on", "<form", "<button", "<input"] {
            let tags = html
                .split('<')
                .any(|tag| format!("<{}", tag.split('>').next().unwrap()).contains(word));
            assert!(!tags, "{page} has {word}");
        }
        assert_eq!(
            main(html),
            main(default.html(page)),
            "{page} says something else"
        );
    }
}

/// Findings and helps of a book with one template of its own.
fn failure(name: &str, text: &str) -> (String, String) {
    let built = every_kind("default").file(name, text).build();
    assert!(built.output.is_none());
    let is_template = |finding: &&Finding| finding.diagnostic.code.name == "template";
    let found: Vec<&Finding> = built.findings.iter().filter(is_template).collect();
    let [finding] = found[..] else {
        panic!("{found:#?}")
    };
    let help = finding.diagnostic.help.clone().unwrap();
    (crate::book::line(finding), help)
}

#[test]
fn a_missing_value_is_named_with_the_values_at_hand() {
    let (line, help) = failure(
        "theme/footer/footer.html",
        "<footer>\n  {{ sitetitle }}\n</footer>\n",
    );
    assert_eq!(
        line,
        "theme/footer/footer.html:2:6: error[template]: this template fails: there is no value `sitetitle` here"
    );
    assert!(
        help.starts_with("did you mean `site_title`? at hand here: "),
        "{help}"
    );
    assert!(
        help.contains("`site_title` = \"Long title of the book\""),
        "{help}"
    );
    assert!(help.contains("`scripts` = [1 of them]"), "{help}");
}

#[test]
fn inside_a_loop_the_values_are_those_of_the_round() {
    let (line, help) = failure(
        "theme/footer/footer.html",
        "<footer>\n{% for page in footer %}<p>{{ page.hrf }}</p>{% endfor %}\n</footer>\n",
    );
    assert_eq!(
        line,
        "theme/footer/footer.html:2:36: error[template]: this template fails: `page` has no value `hrf`"
    );
    assert_eq!(
        help.split(" = ").next(),
        Some("did you mean `href`? `page` holds `current`"),
        "{help}"
    );
    assert!(help.contains("`title` = \"About\""), "{help}");
}

#[test]
fn inside_a_component_the_values_are_its_own() {
    let (line, help) = failure(
        "theme/link/link.html",
        "{% component words(of) %}{{ of.title }}{% endcomponent words %}\n{% component link(to) %}<a href=\"{{ to.url }}\">{{ to.title }}</a>{% endcomponent link %}\n",
    );
    assert!(
        line.starts_with("theme/link/link.html:2:") && line.ends_with("`to` has no value `url`"),
        "{line}"
    );
    assert!(
        help.contains("`to` holds ") && help.contains("`href` = \""),
        "{help}"
    );
}

#[test]
fn a_missing_word_a_wrong_filter_and_a_wrong_template_are_named() {
    let (line, help) = failure("theme/footer/footer.html", "<p>{{ t['nav.skp'] }}</p>\n");
    assert!(
        line.starts_with("theme/footer/footer.html:1:")
            && line.ends_with("`t` has no value `nav.skp`"),
        "{line}"
    );
    assert!(help.starts_with("did you mean `nav.skip`?"), "{help}");

    let (line, help) = failure("theme/footer/footer.html", "<p>\n{{ title | uper }}</p>\n");
    assert_eq!(
        line,
        "theme/footer/footer.html:2:12: error[template]: this template fails: Unknown filter `uper`"
    );
    assert_eq!(help, "did you mean `upper`?");

    let (line, help) = failure(
        "theme/footer/footer.html",
        "{% include \"nav/crumb.html\" %}\n",
    );
    assert!(
        line.starts_with("theme/footer/footer.html:1:")
            && line.ends_with("Unknown template `nav/crumb.html`"),
        "{line}"
    );
    assert_eq!(help, "did you mean `nav/crumbs.html`?");
}

#[test]
fn a_filter_on_a_value_of_another_kind_shows_what_there_is() {
    let (line, help) = failure("theme/footer/footer.html", "<p>{{ footer | upper }}</p>\n");
    assert!(line.starts_with("theme/footer/footer.html:1:"), "{line}");
    assert!(
        help.contains("; at hand here: ") && help.contains("`footer` = [4 of them]"),
        "{help}"
    );
}
