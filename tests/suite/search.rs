//! The search index: what is in it, what stays out, and what an edit changes.

use std::collections::BTreeSet;

use keyward::pipeline::{Builder, File, Options, Output};

use crate::book::Book;

fn start() -> Book {
    Book::new()
        .file(
            "book.toml",
            "[book]\nid = \"t\"\ntitle = \"T\"\n[languages.fr]\n",
        )
        .page("content/en/index.md", "Home\n")
        .page(
            "content/en/guide/one.md",
            "Elephants.\n\n## Weather {#w}\n\nRainbows.\n",
        )
        .page("content/fr/guide/one.md", "Girafes.\n\n## Temps\n\nOrages.\n")
        .file(
            "content/en/guide/two.md",
            "+++\ntitle = \"Two\"\nsearch = false\n+++\nOkapis.\n",
        )
        .file(
            "content/en/guide/three.md",
            "+++\ntitle = \"Three\"\ndraft = true\n+++\nDodos.\n",
        )
        .file(
            "content/en/guide/quiz.md",
            "+++\ntitle = \"Animals\"\nkind = \"quiz\"\n+++\n\n## Which one runs?\n\n- [x] antelopes\n  > Because of gazelles.\n- [ ] hippos\n",
        )
}

fn built(builder: &mut Builder, book: &Book) -> Output {
    let built = builder.build(&book.tree(), &Options::default(), &mut |_, _| {});
    built.output.expect("the book has no errors")
}

/// Addresses of the index with what stands there.
fn index(output: &Output) -> Vec<(&str, String)> {
    let files = output.iter().filter(|(address, _)| {
        address.starts_with("search/") || address.starts_with("assets/search/")
    });
    files
        .filter_map(|(address, file)| match file {
            File::Bytes(bytes) => {
                Some((address.as_str(), String::from_utf8(bytes.to_vec()).unwrap()))
            }
            File::Asset(_) => None,
        })
        .collect()
}

#[test]
fn an_index_has_what_readers_see_and_nothing_else() {
    let output = built(&mut Builder::default(), &start());
    let files = index(&output);
    let all: String = files.iter().map(|(_, text)| text.to_lowercase()).collect();
    for word in ["elephant", "rainbow", "girafe", "orage", "which one runs"] {
        assert!(all.contains(word), "{word}");
    }
    for word in ["okapi", "dodo", "antelope", "gazelle", "hippo"] {
        assert!(!all.contains(word), "{word}");
    }
    for (address, text) in files {
        let name = address.rsplit_once('/').unwrap().1.trim_end_matches(".js");
        let call = format!("keyward.found(\"{name}\",\"");
        assert!(text.starts_with(&call), "{address}: {text}");
    }
}

#[test]
fn an_edit_changes_the_index_of_its_language_alone() {
    let mut builder = Builder::default();
    let mut book = start();
    let before = built(&mut builder, &book);
    book = book.page(
        "content/fr/guide/one.md",
        "Zèbres.\n\n## Temps\n\nOrages.\n",
    );
    let after = built(&mut builder, &book);
    let files = |output: &Output, tag: &str| -> BTreeSet<(String, String)> {
        let own = [format!("search/{tag}."), format!("assets/search/{tag}/")];
        let files = index(output).into_iter();
        files
            .filter(|(address, _)| own.iter().any(|start| address.starts_with(start)))
            .map(|(address, text)| (address.to_owned(), text))
            .collect()
    };
    assert!(files(&before, "en").len() > 3);
    assert_eq!(files(&before, "en"), files(&after, "en"));
    assert_ne!(files(&before, "fr"), files(&after, "fr"));
}

#[test]
fn a_language_without_a_stemmer_is_searched_as_it_stands() {
    let book = start().file(
        "book.toml",
        "[book]\nid = \"t\"\ntitle = \"T\"\n[languages.fr]\n[languages.hr]\n",
    );
    let book = book.page(
        "content/hr/guide/one.md",
        "Zatvorenici.\n\n## Vrijeme\n\nOluja.\n",
    );
    let output = built(&mut Builder::default(), &book);
    let files = index(&output);
    let mut own = files.iter().filter(|(address, _)| address.contains("/hr"));
    assert!(own.any(|(_, text)| text.contains("zatvorenici")));
}

#[test]
fn a_word_that_no_text_has_leads_to_those_of_its_meaning() {
    let book = Book::new()
        .page("content/en/index.md", "Home\n")
        .page("content/en/work.md", "The employers decide.\n");
    let output = built(&mut Builder::default(), &book);
    let all: String = index(&output).into_iter().map(|(_, text)| text).collect();
    assert!(all.contains("boss|!|&employers|"));
    assert!(
        !all.contains("chaplain"),
        "words without a meaning here stay out"
    );
}
