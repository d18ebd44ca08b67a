//! How long a cold build takes, beside the floor of the same machine and minute: pulldown-cmark
//! over the same bytes, and as many files written, on all cores.
//!
//! `cargo bench --bench build` prints both and their ratio; `-- PAGES` sets the number of pages
//! (10,000), `-- PAGES RUNS` that of the runs (5). Figures are CPU seconds (user and system) of
//! this process, and wall seconds; each is the median.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use keyward::emit;
use keyward::pipeline::{self, Builder, Options};
use rayon::prelude::*;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LOCALES: [&str; 4] = ["en", "fr", "bg", "el"];

/// A page in ten has a block of code, in one of two languages.
const CODE_EVERY: usize = 10;

/// Lessons of a module.
const MODULE: usize = 20;

const WORDS: [&[&str]; 4] = [
    &[
        "prison", "staff", "observe", "record", "change", "release", "support", "agency", "trust",
        "safety", "the", "and", "of", "work", "person",
    ],
    &[
        "prison",
        "personnel",
        "observer",
        "noter",
        "changement",
        "sortie",
        "appui",
        "service",
        "confiance",
        "sécurité",
        "le",
        "et",
        "de",
        "travail",
        "personne",
    ],
    &[
        "затвор",
        "персонал",
        "наблюдение",
        "запис",
        "промяна",
        "освобождаване",
        "подкрепа",
        "служба",
        "доверие",
        "сигурност",
        "и",
        "на",
        "за",
        "работа",
        "лице",
    ],
    &[
        "φυλακή",
        "προσωπικό",
        "παρατήρηση",
        "καταγραφή",
        "αλλαγή",
        "αποφυλάκιση",
        "στήριξη",
        "υπηρεσία",
        "εμπιστοσύνη",
        "ασφάλεια",
        "και",
        "το",
        "της",
        "εργασία",
        "πρόσωπο",
    ],
];

fn main() {
    let numbers: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let pages = numbers.first().copied().unwrap_or(10_000);
    let runs = numbers.get(1).copied().unwrap_or(5);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("book");
    let bytes = write_corpus(&root, pages);
    println!(
        "corpus: {pages} pages, {} languages, {:.1} MiB of Markdown",
        LOCALES.len(),
        bytes as f64 / (1 << 20) as f64
    );

    let mut floors = Vec::new();
    let mut builds = Vec::new();
    for run in 0..runs {
        floors.push(measure(|| {
            floor(&root, &folder.path().join(format!("floor-{run}")))
        }));
        builds.push(measure(|| {
            build(&root, &folder.path().join(format!("site-{run}")))
        }));
        let _ = fs::remove_dir_all(folder.path().join(format!("floor-{run}")));
        if run + 1 < runs {
            let _ = fs::remove_dir_all(folder.path().join(format!("site-{run}")));
        }
    }
    let (floor_cpu, floor_wall) = medians(&floors);
    let (build_cpu, build_wall) = medians(&builds);
    println!("floor: {floor_cpu:.2} s CPU, {floor_wall:.2} s wall");
    println!("build: {build_cpu:.2} s CPU, {build_wall:.2} s wall");
    println!(
        "ratio: {:.2} (CPU), {:.2} (wall)",
        build_cpu / floor_cpu,
        build_wall / floor_wall
    );
    println!("peak memory: {} MiB", peak_memory());

    let edit = edited(&root);
    println!("one edit, remembered: {:.3} s wall", edit.as_secs_f64());
}

/// CPU and wall time of a piece of work.
fn measure(work: impl FnOnce()) -> (f64, f64) {
    let (cpu, wall) = (cpu_time(), Instant::now());
    work();
    (
        (cpu_time() - cpu).as_secs_f64(),
        wall.elapsed().as_secs_f64(),
    )
}

fn medians(figures: &[(f64, f64)]) -> (f64, f64) {
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    (
        median(figures.iter().map(|f| f.0).collect()),
        median(figures.iter().map(|f| f.1).collect()),
    )
}

/// CPU time of this process so far, all threads, user and system.
fn cpu_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    )
}

/// The most memory that this process has held, in MiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

fn floor(root: &Path, out: &Path) {
    fs::create_dir_all(out).expect("a folder");
    let files: Vec<PathBuf> = walkdir::WalkDir::new(root.join("content"))
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.par_iter().enumerate().for_each(|(number, path)| {
        let text = fs::read_to_string(path).expect("the corpus is text");
        let mut html = String::with_capacity(text.len() * 3 / 2);
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&text));
        fs::write(out.join(format!("{number}.html")), html).expect("a file");
    });
}

fn build(root: &Path, out: &Path) {
    let options = Options::default();
    let tree = pipeline::load(root, &options, None, &BTreeSet::new()).expect("the corpus");
    let built = Builder::default().build(&tree, &options, &mut |_, _| {});
    let error = built
        .findings
        .iter()
        .find(|finding| finding.severity() == keyward::diagnostic::Severity::Error);
    assert!(error.is_none(), "{error:?}");
    emit::publish(built.output.as_ref().expect("no errors"), out).expect("a site");
}

/// Wall time of a rebuild in memory after one page changed, as the preview server does it.
fn edited(root: &Path) -> Duration {
    let options = Options::default();
    let mut builder = Builder::default();
    let first = pipeline::load(root, &options, None, &BTreeSet::new()).expect("the corpus");
    builder.build(&first, &options, &mut |_, _| {});
    let page = root.join("content/en/course/01-module-1/01-lesson-1.md");
    let text = fs::read_to_string(&page).expect("a page");
    fs::write(&page, text + "\nOne more line.\n").expect("a page");
    let start = Instant::now();
    let second =
        pipeline::load(root, &options, Some(&first), &BTreeSet::from([page])).expect("the corpus");
    let built = builder.build(&second, &options, &mut |_, _| {});
    assert!(built.output.is_some());
    start.elapsed()
}

/// Writes the corpus and returns its bytes.
fn write_corpus(root: &Path, pages: usize) -> usize {
    let languages: String = LOCALES[1..]
        .iter()
        .map(|tag| format!("[languages.{tag}]\n"))
        .collect();
    let config = format!("[book]\nid = \"bench\"\ntitle = \"Bench\"\n{languages}");
    fs::create_dir_all(root).expect("a folder");
    fs::write(root.join("book.toml"), config).expect("a file");
    let per_locale = pages / LOCALES.len();
    let mut bytes = 0;
    for (locale, tag) in LOCALES.iter().enumerate() {
        for number in 0..per_locale {
            let (module, lesson) = (number / MODULE + 1, number % MODULE);
            let name = if lesson == 0 {
                "index".to_owned()
            } else {
                format!("{lesson:02}-lesson-{lesson}")
            };
            let folder = root.join(format!("content/{tag}/course/{module:02}-module-{module}"));
            fs::create_dir_all(&folder).expect("a folder");
            let text = page(locale, number, lesson);
            bytes += text.len();
            fs::write(folder.join(format!("{name}.md")), text).expect("a file");
        }
    }
    bytes
}

/// A page of about 6 KiB with headings, links, a list, a table and emphasis.
fn page(locale: usize, number: usize, lesson: usize) -> String {
    let mut seed = number as u64 * 31 + 7;
    let mut word = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        WORDS[locale][(seed >> 33) as usize % WORDS[locale].len()]
    };
    let mut text = format!(
        "+++\ntitle = \"{} {} {number}\"\ndescription = \"{} {}\"\n+++\n",
        word(),
        word(),
        word(),
        word()
    );
    let other = if lesson == 1 {
        "index.md".to_owned()
    } else {
        "01-lesson-1.md".to_owned()
    };
    for section in 0..4 {
        let _ = write!(text, "\n## {} {} {section}\n\n", word(), word());
        for paragraph in 0..3 {
            for index in 0..if locale < 2 { 52 } else { 28 } {
                let sign = match index % 17 {
                    3 => " \"",
                    5 => "\", ",
                    11 => " it's *",
                    12 => "* ",
                    _ => " ",
                };
                text.push_str(word());
                text.push_str(sign);
            }
            let _ = write!(text, "**{}** [{}]({other}).\n\n", word(), word());
            if paragraph == 1 {
                let _ = write!(text, "- {}\n- {}\n- {}\n\n", word(), word(), word());
            }
        }
    }
    let _ = write!(
        text,
        "| {} | {} |\n|---|---|\n| {} | {} |\n| {} | {} |\n",
        word(),
        word(),
        word(),
        word(),
        word(),
        word()
    );
    if number.is_multiple_of(CODE_EVERY) {
        text.push_str(match number / CODE_EVERY % 2 {
            0 => "\n```toml\n[book]\nid = \"x\"\ntitle = \"A title\" # why\nnumbers = [1, 2, 3]\n```\n",
            _ => "\n```html\n<p class=\"x\">Text &amp; more</p>\n<!-- a comment -->\n<a href=\"y\">z</a>\n```\n",
        });
    }
    text
}
