//! What a hostile or careless author writes never reaches a reader's browser, and never hangs or
//! crashes a build.

use std::time::{Duration, Instant};

use crate::book::Book;

/// Elements and attributes that must never be in a page's text.
fn dangerous(html: &str) -> Vec<String> {
    let fragment = scraper::Html::parse_fragment(html);
    let mut found = Vec::new();
    for node in fragment.tree.root().descendants() {
        let Some(element) = node.value().as_element() else {
            continue;
        };
        let bad = [
            "script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg",
            "math", "template",
        ];
        if bad.contains(&element.name()) {
            found.push(format!("<{}>", element.name()));
        }
        for (name, value) in element.attrs() {
            let compact: String = value
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect::<String>()
                .to_lowercase();
            let is_address =
                ["href", "src", "action", "formaction", "poster", "data"].contains(&name);
            if name.starts_with("on")
                || name == "style"
                || name == "srcdoc"
                || (is_address
                    && (compact.starts_with("javascript:")
                        || compact.starts_with("data:")
                        || compact.starts_with("vbscript:")))
            {
                found.push(format!("{name}={value}"));
            }
        }
    }
    found
}

const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//example.org/x.js></SCRIPT>",
    "a <img src=x onerror=alert(1)> b",
    "<div onclick='x'>a</div>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe srcdoc='<script>x</script>'></iframe>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<form action='https://example.org'><input name=q><button>go</button></form>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[><script>alert(1)</script>]]>",
    "<?x ><script>alert(1)</script>?>",
    "<b <script>alert(1)</script>>",
    "<b title=\"><script>alert(1)</script>\">x</b>",
    "<b title='\"><img src=x onerror=alert(1)>'>x</b>",
    "<textarea></textarea><script>alert(1)</script></textarea>",
    "<template><script>x</script></template>",
    "<td onclick=x><tr style=x>",
    "<details ontoggle=x open>",
    "<style>*{background:url(//example.org)}</style>",
    "<base href=//example.org>",
    "<meta http-equiv=refresh content='0;url=//example.org'>",
    "<object data=x></object><embed src=x>",
    "<p>unclosed <b>bold <i>both",
    "</div></article></main></body></html>",
    "<a\nhref=\"x.md\nonclick=\">y</a>",
    "<xmp><script>x</script></xmp>",
    "<plaintext>",
    "<title></title><script>x</script>",
    "&lt;script&gt; <b>&lt;script&gt;</b>",
    "\u{202e}txet esrever \u{0}",
];

#[test]
fn no_attack_reaches_a_page() {
    for attack in ATTACKS {
        // As a block, in a paragraph, in a list, in a table cell, in a heading.
        let line = attack.replace('\n', " ");
        for text in [
            format!("{attack}\n"),
            format!("text {line} text\n"),
            format!("- item {line}\n\n> {line}\n"),
            format!("| a |\n|---|\n| {line} |\n"),
            format!("## Heading {line}\n"),
        ] {
            let built = Book::new().page("content/en/index.md", &text).build();
            let Some(_) = &built.output else { continue };
            let pages = crate::book::Pages::of(&built);
            let prose = pages.prose("en/index.html");
            assert_eq!(dangerous(prose), [""; 0], "{text:?} became {prose}");
            // What the author leaves open or closes too much must not touch the page around it.
            let html = pages.html("en/index.html");
            let whole = scraper::Html::parse_document(html);
            let selector = scraper::Selector::parse("body > footer.site-footer").unwrap();
            assert_eq!(
                whole.select(&selector).count(),
                1,
                "{text:?} broke the page"
            );
        }
    }
}

#[test]
fn dangerous_addresses_are_errors() {
    for target in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
    ] {
        let findings = Book::new()
            .page("content/en/index.md", &format!("[x](<{target}>)\n"))
            .findings();
        assert_eq!(findings.len(), 1, "{target}: {findings:?}");
        assert!(findings[0].contains("error[unsafe-link]"), "{findings:?}");
    }
    let remote = Book::new()
        .page("content/en/index.md", "![x](https://example.org/x.png)\n")
        .findings();
    assert!(remote[0].contains("error[remote-picture]"), "{remote:?}");
}

#[test]
fn titles_and_descriptions_are_text() {
    let evil = "</title><script>alert(1)</script>\\\"'&";
    let page = format!(
        "+++\ntitle = \"{evil}\"\ndescription = \"{evil}\"\nkeypoints = [\"{evil}\"]\n+++\n## {evil}\n"
    );
    let pages = Book::new()
        .file("content/en/a/b.md", &page)
        .page("content/en/a/c.md", "x\n")
        .pages();
    for (address, html) in pages
        .0
        .iter()
        .filter(|(address, _)| address.ends_with(".html"))
    {
        let scripts = html.matches("<script").count();
        let own = html.matches("<script src=\"").count();
        assert!(own > 0, "{address}");
        assert_eq!(scripts, own, "{address}: {html}");
    }
}

#[test]
fn a_book_can_allow_more_but_never_what_runs_code() {
    let config = "[book]\nid = \"t\"\ntitle = \"T\"\n[output.html.raw-html]\nelements = [\"video\", \"script\", \"iframe\"]\nattributes = [\"controls\", \"onclick\", \"style\"]\n";
    let text =
        "<video controls onclick=\"x()\" style=\"x\"></video><script>x</script><iframe></iframe>\n";
    let pages = Book::new()
        .file("book.toml", config)
        .page("content/en/index.md", text)
        .pages();
    let prose = pages.prose("en/index.html");
    assert!(prose.contains("<video controls=\"\"></video>"), "{prose}");
    assert_eq!(dangerous(prose), [""; 0]);
}

fn timed(name: &str, text: &str) -> Vec<String> {
    let start = Instant::now();
    let findings = Book::new().page("content/en/index.md", text).findings();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{name} took {took:?}");
    findings
}

#[test]
fn pathological_text_ends_in_time_or_is_refused_by_name() {
    let nested = timed("quotes", &format!("{} x\n", ">".repeat(50_000)));
    assert!(
        nested
            .iter()
            .any(|line| line.contains("error[nesting-too-deep]")),
        "{:?}",
        &nested[..nested.len().min(3)]
    );
    assert_eq!(
        timed("headings", &"## Same heading\n\n".repeat(20_000)),
        [""; 0]
    );
    assert_eq!(timed("links", &"[x](index.md) ".repeat(100_000)), [""; 0]);
    assert_eq!(
        timed("broken links", &"[x](nowhere.md) ".repeat(100_000)).len(),
        100_000
    );
    assert_eq!(
        timed(
            "broken links on one line",
            &"[x](nowhere.md) ".repeat(100_000)
        )
        .len(),
        100_000
    );
    timed("open links", &"[a](".repeat(100_000));
    timed("open links with spaces", &"[a](x ".repeat(50_000));
    timed("bad attributes", &"<i onclick=x>a</i> ".repeat(20_000));
    timed("unknown sources", &"[@nobody] ".repeat(20_000));
    timed("brackets", &"[".repeat(50_000));
    timed("stars", &"*a_ ".repeat(50_000));
    timed(
        "lists",
        &(0..2_000)
            .map(|depth| format!("{}- x\n", " ".repeat(depth * 2)))
            .collect::<String>(),
    );
    timed("raw elements", &"<b>".repeat(50_000));
    timed(
        "tables",
        &format!(
            "|{}\n|{}\n{}",
            "a|".repeat(2_000),
            "-|".repeat(2_000),
            "|x\n".repeat(2_000)
        ),
    );
    timed(
        "footnotes",
        &format!("{}\n\n[^a]: x\n", "[^a]".repeat(20_000)),
    );
    timed("code", &format!("```rust\n{}\n```\n", "{".repeat(100_000)));
    timed("backticks", &"`a``b".repeat(20_000));
}

#[test]
fn files_that_run_are_refused() {
    for (name, code) in [
        ("x.html", "active-asset"),
        ("x.PHP", "active-asset"),
        ("web.config", "active-asset"),
        ("_headers", "active-asset"),
        ("x.js", "active-asset"),
        ("x.svg", "unsafe-svg"),
    ] {
        let findings = Book::new()
            .page("content/en/index.md", "x\n")
            .file(
                &format!("content/en/{name}"),
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>",
            )
            .findings();
        assert!(
            findings[0].contains(&format!("error[{code}]")),
            "{findings:?}"
        );
    }
}

#[test]
fn leftovers_are_named_and_not_published() {
    for name in [
        "page.md~",
        "page.md.bak",
        "~$letter.docx",
        "Thumbs.db",
        "page.MD",
        "page.markdown",
    ] {
        let built = Book::new()
            .page("content/en/index.md", "x\n")
            .file(&format!("content/en/{name}"), "secret")
            .build();
        assert_eq!(built.findings.len(), 1, "{name}");
        assert_eq!(built.findings[0].diagnostic.code.name, "stray-file");
        assert!(
            !built
                .output
                .unwrap()
                .keys()
                .any(|address| address.contains(name)),
            "{name}"
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_builds_or_is_refused_and_never_panics(text in "(\\PC|[\\n<>\\[\\](){}*_`#+.!|:\"'&^@=-]| |\\n){0,120}") {
        let built = Book::new().file("content/en/index.md", &text).build();
        if built.output.is_some() {
            let pages = crate::book::Pages::of(&built);
            proptest::prop_assert_eq!(dangerous(pages.prose("en/index.html")), Vec::<String>::new());
        }
    }

    #[test]
    fn any_book_toml_is_read_or_refused_and_never_panics(text in "(\\PC|[\\n=\\[\\]{}\",.#-]|book|title|languages|kinds){0,80}") {
        Book::new().file("book.toml", &text).page("content/en/index.md", "x").build();
    }
}
