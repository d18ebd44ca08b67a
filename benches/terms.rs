//! What terms that link themselves cost in a large book: the time of linking beside that of
//! parsing, with and without terms.
//!
//! `cargo bench --bench terms` takes 10,000 pages and 2,000 terms; `-- PAGES TERMS` others. A
//! third of the words of a page are words of terms. Figures are wall seconds of the phases.

use std::fmt::Write as _;

use keyward::pipeline::{Builder, Options};
use keyward::source::SourceTree;

/// Syllables of which words are made.
const SYLLABLES: [&str; 16] = [
    "ba", "co", "di", "fu", "ge", "ha", "ki", "lo", "ma", "ne", "po", "ra", "si", "tu", "ve", "zo",
];

/// Words of a page.
const WORDS: usize = 600;

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

/// The word of a number: two numbers never share one.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    word + "n"
}

fn page(number: usize, terms: usize) -> String {
    let mut random = Random(number as u64);
    let mut text = format!("+++\ntitle = \"Page {number}\"\n+++\n");
    for section in 0..6 {
        let _ = write!(text, "\n## Section {section}\n\n");
        for index in 0..WORDS / 6 {
            let of_term = random.below(3) == 0;
            let number = match of_term {
                true => random.below(terms * 2),
                false => terms * 2 + random.below(20_000),
            };
            text.push_str(&word(number));
            let plural = if random.below(4) == 0 { "s" } else { "" };
            text.push_str(plural);
            text.push_str(if index % 12 == 11 { ".\n\n" } else { " " });
        }
    }
    text
}

/// Phases of a cold build, in seconds.
fn phases(files: &[(String, String)]) -> Vec<(&'static str, f64)> {
    let texts = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    let tree = SourceTree::from_texts(texts);
    let built = Builder::default().build(&tree, &Options::default(), &mut |_, _| {});
    assert!(!built.has_errors());
    let timings = built.timings.into_iter();
    timings
        .map(|(name, time)| (name, time.as_secs_f64()))
        .collect()
}

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let (pages, terms) = (
        numbers.next().unwrap_or(10_000),
        numbers.next().unwrap_or(2_000),
    );
    let config = "[book]\nid = \"bench\"\ntitle = \"Bench\"\n".to_owned();
    let mut files = vec![("book.toml".to_owned(), config)];
    files.extend((0..pages).map(|number| {
        let folder = number / 20;
        let path = format!("content/en/part/{folder:03}/page-{number}.md");
        (path, page(number, terms))
    }));
    let bare = files.clone();
    files.extend((0..terms).map(|number| {
        // Every second term has two words.
        let title = match number % 2 {
            0 => word(number * 2),
            _ => format!("{} {}", word(number * 2), word(number * 2 + 1)),
        };
        let text =
            format!("+++\ntitle = \"{title}\"\ndescription = \"What {title} is.\"\n+++\nText.\n");
        (format!("content/en/terms/term-{number}.md"), text)
    }));
    for (what, files) in [("without terms", &bare), ("with terms", &files)] {
        println!("{what}:");
        for (name, seconds) in phases(files) {
            println!("  {name}: {seconds:.2} s");
        }
    }
}
