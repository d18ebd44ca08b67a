//! The page of each rule, as `keyward explain` prints it: its example must make its message.

use jiff::civil::date;
use keyward::diagnostic::code::RULES;
use keyward::pipeline::Options;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::book::{Book, line};

/// Rules about what only a disk can hold; `publishing` and `untrusted` test them.
const ON_DISK: [&str; 3] = ["not-utf8", "outside-book", "unreadable"];

/// Rules about more files than a page can show; `kinds` tests them.
const OF_MANY: [&str; 1] = ["too-many-pairs"];

/// Rules that only a release asks for.
const OF_RELEASE: [&str; 3] = ["open-place", "review-due", "translation-due"];

/// Rules that only `check` asks for, not a build.
const OF_CHECK: [&str; 3] = ["review-overdue", "stale-translation", "term-not-used"];

/// What a rule's page shows.
#[derive(Default)]
struct Page {
    sections: Vec<String>,
    files: Vec<(String, String)>,
    message: Option<String>,
}

/// Reads a rule's page: a block of code behind a path in code is a file, the block under
/// `## Message` is what is said.
fn read(text: &str) -> Page {
    let mut page = Page::default();
    let (mut heading, mut block) = (false, None::<String>);
    let mut path = String::new();
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                heading = true;
                page.sections.push(String::new());
            }
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Start(Tag::CodeBlock(_)) => block = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => {
                let text = block.take().unwrap_or_default();
                match page.sections.last().map(String::as_str) {
                    Some("Message") => page.message = Some(text),
                    Some("Example") => page.files.push((std::mem::take(&mut path), text)),
                    _ => {}
                }
            }
            Event::Text(text) => {
                if let Some(block) = &mut block {
                    block.push_str(&text);
                } else if heading {
                    page.sections.last_mut().unwrap().push_str(&text);
                }
            }
            Event::Code(code) => path = code.into_string(),
            _ => {}
        }
    }
    page
}

#[test]
fn every_rule_has_a_page_whose_example_makes_its_message() {
    let mut problems = Vec::new();
    for code in RULES {
        let page = read(code.page);
        if page.sections != [code.name, "Example", "Message", "Mend"] {
            problems.push(format!("{}: sections are {:?}", code.name, page.sections));
            continue;
        }
        if ON_DISK.contains(&code.name) || OF_MANY.contains(&code.name) {
            continue;
        }
        let mut book = Book::new();
        for (path, text) in &page.files {
            book = book.file(path, text);
        }
        let said: Vec<String> = book
            .build_with(&Options {
                reviews: OF_CHECK.contains(&code.name).then(|| date(2026, 1, 1)),
                release: OF_RELEASE.contains(&code.name).then(|| date(2026, 1, 1)),
                ..Options::default()
            })
            .findings
            .iter()
            // A release asks for several things; a page shows what its own rule asks for.
            .filter(|finding| {
                !OF_RELEASE.contains(&code.name) || finding.diagnostic.code.name == code.name
            })
            .map(|finding| {
                let help = finding.diagnostic.help.as_deref().unwrap_or_default();
                format!("{}\nhelp: {help}\n", line(finding))
            })
            .collect();
        let wanted = page.message.unwrap_or_default();
        if said.join("") != wanted || !wanted.contains(&format!("[{}]", code.name)) {
            problems.push(format!(
                "{}: the page says\n{wanted}but it is\n{}",
                code.name,
                said.join("")
            ));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
