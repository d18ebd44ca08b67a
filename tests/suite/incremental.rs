//! A build that remembers must equal one that starts afresh; two builds must give equal bytes.

use std::sync::Arc;

use keyward::pipeline::{Builder, File, Options, Output};

use crate::book::Book;

/// A small generator of numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}

fn start() -> Book {
    let config = "[book]\nid = \"t\"\ntitle = \"T\"\n[languages.fr]\n[languages.ar]\n\
        [kinds.practice]\nfolder = \"practices\"\nfields.country = { type = \"country\", facet = true }\n";
    let mut book = Book::new()
        .file("book.toml", config)
        .page("content/en/index.md", "Home\n");
    for module in 1..4 {
        book = book.page(
            &format!("content/en/course/0{module}-m{module}/index.md"),
            "Module\n",
        );
        for lesson in 1..5 {
            let text =
                format!("## A\n\nSee [next](0{lesson}-l{lesson}.md#a). \"Quoted\" [@src].\n");
            book = book.page(
                &format!("content/en/course/0{module}-m{module}/0{lesson}-l{lesson}.md"),
                &text,
            );
        }
    }
    book.page("content/en/sources/src.md", "Text\n")
        .page("content/fr/course/01-m1/01-l1.md", "## B\n\nTexte\n")
        .file(
            "content/en/practices/p.md",
            "+++\ntitle = \"P\"\ncountry = \"FR\"\n+++\n",
        )
}

/// One of the things that an author does to a book.
fn edit(book: &mut Book, random: &mut Random, step: usize) {
    let paths: Vec<String> = book
        .files
        .keys()
        .filter(|path| path.ends_with(".md"))
        .cloned()
        .collect();
    let path = paths[random.below(paths.len())].clone();
    match random.below(8) {
        0 => {
            book.files.remove(&path);
        }
        1 => {
            let text = format!("+++\ntitle = \"New {step}\"\n+++\n## H{step}\n");
            book.files.insert(format!("content/en/new-{step}.md"), text);
        }
        2 => {
            let text = book.files[&path].replace("content/en", "content/fr");
            book.files
                .insert(path.replace("content/en/", "content/fr/"), text);
        }
        3 => {
            let config = book.files["book.toml"].replace("title = \"T", "title = \"TT");
            book.files.insert("book.toml".into(), config);
        }
        4 => {
            book.files.insert(
                "theme/locales/fr.toml".into(),
                format!("nav.home = \"Maison {step}\"\n"),
            );
        }
        5 => {
            let text = book.files[&path].replace("title = \"", &format!("title = \"{step} "));
            book.files.insert(path, text);
        }
        6 => {
            let text = book.files[&path].replace("## A", "## A changed");
            book.files.insert(path, text);
        }
        _ => {
            book.files
                .get_mut(&path)
                .unwrap()
                .push_str(&format!("\nMore {step} [x](../index.md).\n"));
        }
    }
}

fn built(builder: &mut Builder, book: &Book) -> (Option<Output>, Vec<String>) {
    let built = builder.build(&book.tree(), &Options::default(), &mut |_, _| {});
    let findings = built.findings.iter().map(crate::book::line).collect();
    (built.output, findings)
}

#[test]
fn after_any_edit_a_remembering_build_equals_a_clean_one() {
    let mut published = 0;
    for seed in 0..6 {
        let mut random = Random(seed);
        let mut book = start();
        let mut builder = Builder::default();
        for step in 0..25 {
            edit(&mut book, &mut random, step);
            let remembered = built(&mut builder, &book);
            let clean = built(&mut Builder::default(), &book);
            assert_eq!(remembered.1, clean.1, "seed {seed}, step {step}");
            assert!(
                remembered.0 == clean.0,
                "seed {seed}, step {step}: the sites differ"
            );
            published += usize::from(clean.0.is_some());
        }
    }
    assert!(
        published > 20,
        "only {published} of the edited books could be published"
    );
}

#[test]
fn one_thread_makes_the_same_bytes_as_many() {
    let many = built(&mut Builder::default(), &start());
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let one = pool.install(|| built(&mut Builder::default(), &start()));
    assert!(many.0.is_some());
    assert!(many == one);
}

#[test]
fn the_folder_of_the_book_leaves_no_trace_in_its_site() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let site = |root: &std::path::Path| {
        start().write_to(root);
        let tree =
            keyward::pipeline::load(root, &Options::default(), None, &Default::default()).unwrap();
        Builder::default()
            .build(&tree, &Options::default(), &mut |_, _| {})
            .output
            .unwrap()
    };
    assert!(site(here.path()) == site(&there.path().join("deeper/folder")));
}

#[test]
fn a_second_load_reads_what_changed_and_equals_a_first_one() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let load = |previous: Option<&keyward::source::SourceTree>, touched: &[&str]| {
        let root = std::fs::canonicalize(root).unwrap();
        let touched = touched.iter().map(|path| root.join(path)).collect();
        keyward::pipeline::load(&root, &Options::default(), previous, &touched).unwrap()
    };
    start().write_to(root);
    let first = load(None, &[]);
    let path = "content/en/index.md";
    // Same length, and within the tick of a coarse clock: only the touched path tells.
    let text = std::fs::read_to_string(root.join(path))
        .unwrap()
        .replace("Home", "Haus");
    std::fs::write(root.join(path), text).unwrap();
    std::fs::remove_file(root.join("content/en/practices/p.md")).unwrap();
    let second = load(Some(&first), &[path]);
    assert!(second.text(path).unwrap().contains("Haus"));
    assert!(second.text("content/en/practices/p.md").is_none());
    let afresh = load(None, &[]);
    assert_eq!(
        second.files.keys().collect::<Vec<_>>(),
        afresh.files.keys().collect::<Vec<_>>()
    );
    assert!(
        second
            .files
            .iter()
            .all(|(path, file)| file.data == afresh.files[path].data)
    );
}

#[test]
fn an_edit_of_a_string_makes_only_the_pages_of_its_language_again() {
    let mut book = start();
    let mut builder = Builder::default();
    let before = built(&mut builder, &book).0.unwrap();
    let words = "nav.home = \"Maison\"\n";
    book.files
        .insert("theme/locales/fr.toml".into(), words.into());
    let after = built(&mut builder, &book).0.unwrap();
    let pages = [
        "course/m1/l1.html",
        "course/m2/l2.html",
        "index.html",
        "sources/src.html",
    ];
    for page in pages {
        for (tag, is_kept) in [("en", true), ("ar", true), ("fr", false)] {
            let address = format!("{tag}/{page}");
            let (File::Bytes(old), File::Bytes(new)) = (&before[&address], &after[&address]) else {
                panic!("{address} is a page");
            };
            assert_eq!(Arc::ptr_eq(old, new), is_kept, "{address}");
        }
    }
    assert!(after == built(&mut Builder::default(), &book).0.unwrap());
}
