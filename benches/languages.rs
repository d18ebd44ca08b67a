//! How long a book in 12 languages takes, all of it translated and stamped, and how much memory;
//! then what an edit of one string and of one original costs.
//!
//! `cargo bench --bench languages -- PAGES` sets the pages of each language (1,000). Both should
//! grow as the pages do.

use std::collections::BTreeMap;
use std::time::Instant;

use keyward::content::block::blocks;
use keyward::pipeline::{Builder, File, Options, Output};
use keyward::source::SourceTree;
use keyward::translation::stamp;

const LOCALES: [&str; 12] = [
    "en", "ar", "bg", "de", "el", "es", "fr", "it", "nl", "pl", "pt", "ro",
];

fn page(number: usize, locale: &str) -> String {
    let paragraphs = (0..6).map(|part| {
        format!("Page {number} in {locale} has a part {part}, and links to [another](page-{}.md).\n\n## Part {part}\n\n", number / 2)
    });
    let body: String = paragraphs.collect();
    format!("+++\ntitle = \"Page {number}\"\n+++\n\n{body}- one\n- two\n")
}

fn book(pages: usize) -> BTreeMap<String, String> {
    let languages: String = LOCALES[1..]
        .iter()
        .map(|tag| format!("[languages.{tag}]\n"))
        .collect();
    let config = format!("[book]\nid = \"bench\"\ntitle = \"Bench\"\n{languages}");
    let mut files = BTreeMap::from([("book.toml".to_owned(), config)]);
    for number in 0..pages {
        let path = |locale: &str| format!("content/{locale}/part/page-{number}.md");
        let original = page(number, "en");
        let kept = stamp::write(&blocks(&original, false, &["title"]));
        files.insert(path("en"), original);
        for locale in &LOCALES[1..] {
            files.insert(path(locale), page(number, locale));
            files.insert(
                format!("content/.sources/{locale}/part/page-{number}.toml"),
                kept.clone(),
            );
        }
    }
    files
}

fn timed(builder: &mut Builder, files: &BTreeMap<String, String>, what: &str) -> Output {
    let tree = SourceTree::from_texts(
        files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    let start = Instant::now();
    let built = builder.build(&tree, &Options::default(), &mut |_, _| {});
    println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
    built.output.expect("the book has no errors")
}

/// Pages that differ between two builds, by language.
fn made_again(before: &Output, after: &Output) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for (address, file) in after {
        if let (File::Bytes(new), Some(File::Bytes(old))) = (file, before.get(address))
            && new != old
        {
            let tag = address.split('/').next().unwrap_or_default();
            *count.entry(tag.to_owned()).or_insert(0) += 1;
        }
    }
    count
}

/// Most memory that the process had so far, in MB, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: Option<u64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kilobytes.map_or("unknown".to_owned(), |kilobytes| {
        format!("{} MB", kilobytes / 1024)
    })
}

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let pages: usize = numbers.next().unwrap_or(1_000);
    let mut files = book(pages);
    println!("{} languages by {pages} pages", LOCALES.len());
    let mut builder = Builder::default();
    let clean = timed(&mut builder, &files, "clean");
    println!("memory: {}", memory());
    let same = timed(&mut builder, &files, "again");
    assert!(same == clean);
    files.insert(
        "theme/locales/fr.toml".into(),
        "nav.home = \"Maison\"\n".into(),
    );
    let after = timed(&mut builder, &files, "a string of one language");
    println!("  other pages: {:?}", made_again(&clean, &after));
    let path = "content/en/part/page-1.md".to_owned();
    let edited = files[&path].replace("has a part 3", "now has a part 3");
    files.insert(path, edited);
    let stale = timed(&mut builder, &files, "a paragraph of one original");
    println!("  other pages: {:?}", made_again(&after, &stale));
}
