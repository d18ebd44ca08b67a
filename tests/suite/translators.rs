//! Texts to translators and back: nothing is lost, nothing breaks, what is unchanged stays as it
//! is to the byte.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use keyward::config::{self, Config};
use keyward::content::Document;
use keyward::locale::Locale;
use keyward::pipeline::{self, Builder, Options};
use keyward::source::SourceTree;
use keyward::translation::delivery::{self, Delivery, Outcome};
use keyward::translation::sheet::{Glossary, Part, Sheet};
use keyward::translation::{word, xliff};
use proptest::prelude::*;

use crate::book::Book;
use crate::cli::keyward;

/// A book read for translators.
struct Read {
    tree: SourceTree,
    config: Config,
    documents: Vec<Arc<Document>>,
}

impl Read {
    fn of(tree: SourceTree) -> Read {
        let text = tree.text("book.toml").unwrap().clone();
        let config = config::read(&text, &[]).value;
        let documents = Builder::default().documents(&tree, &Options::default());
        Read {
            tree,
            config,
            documents,
        }
    }

    fn sheets(&self, tag: &str) -> BTreeMap<String, Sheet> {
        let (from, to) = (self.config.default_locale(), Locale::parse(tag).unwrap());
        let mut glossary = Glossary::new(&self.documents, &from, &to);
        let in_language = |locale: &Locale| {
            let own = self.documents.iter().filter(|d| d.locale == *locale);
            own.map(|document| (document.id.path.clone(), document))
                .collect::<BTreeMap<_, _>>()
        };
        let theirs = in_language(&to);
        in_language(&from)
            .into_iter()
            .map(|(path, original)| {
                let translation = theirs.get(&path).map(|document| &***document);
                let sheet = Sheet::new(
                    &self.tree,
                    original,
                    translation,
                    &to,
                    &mut glossary,
                    &self.config,
                );
                (original.source.to_string(), sheet)
            })
            .collect()
    }
}

fn shipped() -> Read {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = pipeline::load(root, &Options::default(), None, &BTreeSet::new()).unwrap();
    Read::of(tree)
}

/// What comes back of sheets in each format, untouched.
fn returned(
    sheets: BTreeMap<String, Sheet>,
    tag: &str,
) -> (Vec<Delivery>, BTreeMap<String, Sheet>) {
    let (from, to) = (Locale::parse("en").unwrap(), Locale::parse(tag).unwrap());
    let names: Vec<String> = sheets.keys().cloned().collect();
    let list: Vec<Sheet> = sheets.into_values().collect();
    let deliveries = vec![
        xliff::read(&xliff::write(&list, &from, &to)).unwrap(),
        word::read(&word::write(&list, &from, &to)).unwrap(),
    ];
    (deliveries, names.into_iter().zip(list).collect())
}

#[test]
fn the_shipped_book_comes_back_from_translators_without_a_change() {
    let book = shipped();
    for locale in book.config.locales().iter().skip(1) {
        let tag = locale.as_str();
        let sheets = book.sheets(tag);
        let translated: usize = sheets
            .values()
            .flat_map(|sheet| &sheet.units)
            .filter(|unit| unit.target.is_some())
            .count();
        assert!(translated > 1500, "{tag}: {translated}");
        let lacking: Vec<String> = sheets
            .values()
            .filter(|sheet| sheet.units.iter().any(|unit| unit.target.is_some()))
            .flat_map(|sheet| sheet.units.iter().map(move |unit| (sheet, unit)))
            .filter(|(_, unit)| unit.target.is_none())
            .map(|(sheet, unit)| format!("{}:{}", sheet.original, unit.line))
            .collect();
        // Where a translation is behind, a part can have none.
        assert!(lacking.len() * 50 < translated, "{tag}: {lacking:?}");
        let (deliveries, sheets) = returned(sheets, tag);
        for delivery in deliveries {
            assert_eq!(delivery.locale, tag);
            let outcome = delivery::apply(&delivery, &sheets);
            assert_eq!(outcome.refusals, []);
            assert_eq!(outcome.files, BTreeMap::new());
            assert_eq!(outcome.same, sheets.len());
        }
    }
}

/// Words that would be markup, and words of other scripts.
const HOSTILE: [&str; 14] = [
    "mot",
    "*a*",
    "_b_",
    "<b>c</b>",
    "1. d",
    "# e",
    "| f |",
    "`g`",
    "[h](i.md)",
    "> j",
    "- k",
    "\\l",
    "Ελληνικά &amp; \u{a0}», «",
    "{1} [@src] ~~m~~",
];

#[test]
fn whatever_words_come_back_stand_in_their_place_and_nowhere_else() {
    let book = shipped();
    let sheets = book.sheets("fr");
    let mut random = 7usize;
    let mut next = |limit: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % limit
    };
    let (mut deliveries, sheets) = returned(sheets, "fr");
    let mut delivery = deliveries.remove(0);
    let mut wanted: BTreeMap<String, BTreeMap<String, Vec<Part>>> = BTreeMap::new();
    for page in &mut delivery.pages {
        let sheet = &sheets[&page.original];
        for unit in &mut page.units {
            let delivery::Key::Id(id) = &unit.key else {
                unreachable!()
            };
            let own = &sheet.units[sheet.unit(id).unwrap()];
            // A hidden line takes words only.
            if next(9) > 0 || own.kind == "hidden" {
                continue;
            }
            let word = HOSTILE[next(HOSTILE.len())];
            let Some(parts) = &mut unit.parts else {
                continue;
            };
            match parts.iter_mut().find_map(|part| match part {
                Part::Text(text) if text.contains(char::is_alphabetic) => Some(text),
                _ => None,
            }) {
                Some(text) if next(2) == 0 => *text = format!("{word} {}", text.trim_start()),
                Some(text) => *text = text.replacen(' ', &format!(" {word} "), 1),
                None => continue,
            }
            let parts = parts.clone();
            wanted
                .entry(sheet.file.clone())
                .or_default()
                .insert(id.clone(), parts);
        }
    }
    let outcome = delivery::apply(&delivery, &sheets);
    assert_eq!(outcome.refusals, []);
    let changed = outcome.files.len();
    assert!(changed > 100, "{changed}");
    // The book with what was written.
    let mut texts: BTreeMap<String, String> = book
        .tree
        .files
        .keys()
        .filter_map(|path| Some((path.to_string(), book.tree.text(path)?.to_string())))
        .collect();
    for (path, (text, _)) in &outcome.files {
        texts.insert(path.clone(), text.clone());
    }
    let after = Read::of(SourceTree::from_texts(
        texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    ));
    let bare = |parts: &[Part]| {
        let line = delivery::marked(parts)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace('\\', "");
        line.split([' ', '\n'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (original, sheet) in after.sheets("fr") {
        let before = &sheets[&original];
        assert_eq!(sheet.units.len(), before.units.len(), "{original}");
        for (unit, before) in sheet.units.iter().zip(&before.units) {
            let edited = wanted.get(&sheet.file).and_then(|page| page.get(&unit.id));
            let target = unit.target.as_deref().map(bare);
            let asked = edited.or(before.target.as_ref()).map(|parts| bare(parts));
            assert_eq!(target, asked, "{original}:{}", unit.line);
        }
    }
}

const CONFIG: &str = "[book]\nid = \"t\"\ntitle = \"T\"\n[languages.fr]\n[languages.ar]\n";
const ENGLISH: &str = "+++\ntitle = \"Night\"\nminutes = 3\nkeypoints = [\"Two walk.\", \"One writes.\"]\n+++\n\nOfficers walk the [round](02-day.md), as [@src, page 3] says.\n\n## Why two {#why}\n\n- One **walks**.\n- One watches\n  from afar.\n\n> [!NOTE]\n> Use `keys`.\n\n| Hour | Who |\n| --- | --- |\n| 22 | Team A |\n";
const FRENCH: &str = "+++\ntitle = \"Nuit\"\nkeypoints = [\"On marche à deux.\", \"L'un écrit.\"]\n+++\n\nLes agents font la [ronde](02-day.md), comme le dit [@src, page 3].\n\n## Pourquoi deux {#why}\n\n- L'un **marche**.\n- L'autre observe\n  de loin.\n\n> [!NOTE]\n> Prenez les `clés`.\n\n| Heure | Qui |\n| --- | --- |\n| 22 | Équipe A |\n";
const QUIZ: &str = "+++\nkind = \"quiz\"\ntitle = \"Check\"\n+++\n\n## What is first?\n\n<!-- q: n-1 -->\n\n1. [ ] Run\n   > No.\n2. [x] Look (50 %)\n\n## Match\n\n<!-- q: n-2 -->\n\n- day -> sun\n- night -> moon\n";

fn book() -> Book {
    Book::new()
        .file("book.toml", CONFIG)
        .page("content/en/index.md", "Hello\n")
        .page("content/fr/index.md", "Bonjour\n")
        .file("content/en/01-night.md", ENGLISH)
        .file("content/fr/01-night.md", FRENCH)
        .page("content/en/02-day.md", "Day\n")
        .file("content/en/check.md", QUIZ)
        .page("content/en/sources/src.md", "Text\n")
        .file(
            "content/en/terms/officer.md",
            "+++\ntitle = \"Officer\"\n+++\nText\n",
        )
        .file(
            "content/fr/terms/officer.md",
            "+++\ntitle = \"Agent\"\nsynonyms = [\"surveillant\"]\n+++\nTexte\n",
        )
}

fn on_disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    book().write_to(folder.path());
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let ran = keyward(folder, arguments);
    (
        ran.status.code().unwrap(),
        String::from_utf8_lossy(&ran.stderr).into_owned(),
    )
}

fn exported(folder: &Path, arguments: &[&str]) -> String {
    let _ = fs::remove_file(folder.join("out.xlf"));
    let mut all = vec!["translations", "export"];
    all.extend(arguments);
    all.extend(["--output", "out.xlf"]);
    let (code, said) = run(folder, &all);
    assert_eq!(code, 0, "{said}");
    fs::read_to_string(folder.join("out.xlf")).unwrap()
}

/// What an import of an edited export says; the book after it.
fn imported(folder: &Path, text: &str) -> (i32, String) {
    fs::write(folder.join("back.xlf"), text).unwrap();
    run(folder, &["translations", "import", "back.xlf"])
}

fn page(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn a_file_for_translators_has_context_terms_and_signs() {
    let folder = on_disk();
    let text = exported(folder.path(), &["fr", "content/en/01-night.md"]);
    for part in [
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"en\" trgLang=\"fr\">",
        "<file id=\"f1\" original=\"content/en/01-night.md\">",
        "<note category=\"context\">item, line 11 › Why two</note>",
        "<note category=\"term\">Officer → Agent; surveillant</note>",
        "xml:space=\"preserve\">](02-day.md)</data>",
        "<source xml:space=\"preserve\">Officers walk the <pc id=\"1\" type=\"link\" canCopy=\"no\" canDelete=\"no\" dataRefStart=",
        "<target xml:space=\"preserve\">Prenez les <ph id=\"1\"",
        "<segment state=\"translated\">",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("content/en/02-day.md"));
    let (code, said) = run(
        folder.path(),
        &["translations", "export", "fr", "--output", "out.xlf"],
    );
    assert!(code == 1 && said.contains("cannot write"), "{said}");
}

#[test]
fn an_import_changes_the_words_that_changed_and_nothing_else() {
    let folder = on_disk();
    let at = folder.path();
    let text = exported(at, &["fr"]);
    assert_eq!(imported(at, &text).0, 0);
    assert_eq!(page(at, "content/fr/01-night.md"), FRENCH);
    assert!(!at.join("content/fr/check.md").exists());
    let text = text
        .replace(
            "L&apos;autre observe de loin.",
            "L&apos;autre observe * 2 fois, &lt;de loin&gt;.",
        )
        .replace("Équipe A", "Équipe A | B")
        .replace(">On marche à deux.<", ">On &quot;marche&quot; à deux.<");
    let (code, said) = imported(at, &text);
    assert_eq!(code, 0, "{said}");
    assert_eq!(
        page(at, "content/fr/01-night.md"),
        FRENCH
            .replace(
                "L'autre observe\n  de loin.",
                "L'autre observe \\* 2 fois, \\<de loin\\>."
            )
            .replace("Équipe A", "Équipe A \\| B")
            .replace("On marche à deux", "On \\\"marche\\\" à deux")
    );
}

#[test]
fn a_page_that_is_new_in_a_language_has_the_form_of_its_original() {
    let folder = on_disk();
    let at = folder.path();
    let text = exported(at, &["ar"]);
    // Every original stands as its own translation, with other words.
    let mut out = String::new();
    for line in text.lines() {
        out.push_str(line);
        out.push('\n');
        if line.contains("<source") {
            let target = line
                .replace("source", "target")
                .replace("the", "DIE")
                .replace("day", "TAG");
            out.push_str(&target);
        }
    }
    let (code, said) = imported(at, &out);
    assert_eq!(code, 0, "{said}");
    assert_eq!(
        page(at, "content/ar/01-night.md"),
        ENGLISH
            .replace("minutes = 3\n", "")
            .replace(
                "[\"Two walk.\", \"One writes.\"]",
                "[\n  \"Two walk.\",\n  \"One writes.\",\n]"
            )
            .replace("walk the", "walk DIE")
            .replace("watches\n  from", "watches from")
    );
    assert_eq!(
        page(at, "content/ar/check.md"),
        QUIZ.replace("day ->", "TAG ->")
    );
    let (code, said) = run(at, &["check", "--strict"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_half_translated_new_page_is_left_out_and_named() {
    let folder = on_disk();
    let at = folder.path();
    let text = exported(at, &["ar", "content/en/01-night.md"]);
    let source = "<source xml:space=\"preserve\">Two walk.</source>";
    let text = text.replace(source, &format!("{source}<target>x</target>"));
    let (code, said) = imported(at, &text);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("left out: content/en/01-night.md: "),
        "{said}"
    );
    assert!(!at.join("content/ar").exists());
}

#[test]
fn what_the_original_gained_since_gets_its_place_in_the_translation() {
    let folder = on_disk();
    let at = folder.path();
    run(at, &["translations", "stamp"]);
    let edited = ENGLISH
        .replace("- One **walks**.", "- One **walks**.\n- One phones.")
        .replace("| 22 | Team A |\n", "")
        .replace("Use `keys`.", "Use the `keys`.");
    fs::write(at.join("content/en/01-night.md"), edited).unwrap();
    let text = exported(at, &["fr", "content/en/01-night.md"]);
    assert!(
        text.contains(
            "<note category=\"changed\">Changed since it was translated. It was: Use `keys`.</note>"
        ),
        "{text}"
    );
    let source = "<source xml:space=\"preserve\">One phones.</source>";
    assert!(text.contains(source), "{text}");
    let text = text.replace(source, &format!("{source}<target>L'un téléphone.</target>"));
    let (code, said) = imported(at, &text);
    assert_eq!(code, 0, "{said}");
    assert_eq!(
        page(at, "content/fr/01-night.md"),
        FRENCH
            .replace(
                "- L'un **marche**.",
                "- L'un **marche**.\n- L'un téléphone."
            )
            .replace("L'autre observe\n  de", "L'autre observe de")
            .replace("| 22 | Équipe A |\n", "")
    );
}

#[test]
fn what_would_break_a_page_is_refused_with_its_line() {
    let folder = on_disk();
    let at = folder.path();
    let text = exported(at, &["fr", "content/en/01-night.md"]);
    let line = |part: &str| {
        let start = text.find(part).unwrap();
        let unit = text[..start].rfind("<unit").unwrap();
        text[..unit].matches('\n').count() + 1
    };
    let before = page(at, "content/fr/01-night.md");
    let code = text.find("Prenez les <ph").unwrap();
    let code = &text[code..code + text[code..].find("/>").unwrap() + 2];
    let cases = [
        (
            code,
            "Prenez les clés".to_owned(),
            "lacks the sign 1, the code `keys`",
        ),
        (
            code,
            format!("{code} {}", &code["Prenez les ".len()..]),
            "stands here twice",
        ),
        (code, code.replace("id=\"1\"", "id=\"7\""), "no sign 7"),
        (
            ">Pourquoi deux<",
            "><".to_owned(),
            "the translation of this heading is gone",
        ),
        ("Pourquoi deux", "Pourquoi\n\n# deux".to_owned(), ""),
    ];
    for (old, new, message) in cases {
        assert!(text.contains(old), "{old}");
        let (code, said) = imported(at, &text.replace(old, &new));
        if message.is_empty() {
            // Line breaks are spaces, and what looks like markup is words.
            assert_eq!(code, 0, "{said}");
            assert!(
                page(at, "content/fr/01-night.md").contains("## Pourquoi  "),
                "{said}"
            );
            fs::write(at.join("content/fr/01-night.md"), &before).unwrap();
            continue;
        }
        assert_eq!(code, 1, "{said}");
        assert!(said.contains(message), "{message}\n{said}");
        assert!(
            said.starts_with(&format!("back.xlf:{}: error: ", line(old))),
            "{}\n{said}",
            line(old)
        );
        assert!(said.contains("nothing was changed"), "{said}");
        assert_eq!(page(at, "content/fr/01-night.md"), before);
    }
}

#[test]
fn a_damaged_file_is_refused_with_its_line() {
    let folder = on_disk();
    let at = folder.path();
    let text = exported(at, &["fr", "content/en/01-night.md"]);
    let fifth: usize = text.match_indices('\n').nth(4).unwrap().0;
    let cut = text.find("Pourquoi deux").unwrap();
    let cut_line = text[..cut].matches('\n').count() + 1;
    let unit = text.find("<unit id=\"").unwrap() + "<unit id=\"".len();
    let stranger = format!("{}zz{}", &text[..unit], &text[unit..]);
    let unit_line = text[..unit].matches('\n').count() + 1;
    for (damaged, line) in [
        (text[..cut].to_owned(), cut_line),
        (format!("{}</wrong>{}", &text[..fifth], &text[fifth..]), 5),
        (text.replace("version=\"2.0\"", "version=\"1.2\""), 2),
        (text.replace(" trgLang=\"fr\"", ""), 2),
        (
            text.replace("content/en/01-night.md", "content/en/99.md"),
            3,
        ),
        (stranger.replace("zz0-", "0-zz"), unit_line),
        ("hello".to_owned(), 1),
    ] {
        let (code, said) = imported(at, &damaged);
        assert_eq!(code, 1, "{said}");
        assert!(
            said.starts_with(&format!("back.xlf:{line}: error: ")),
            "{line}\n{said}"
        );
    }
    let (code, said) = imported(at, &text.replace("trgLang=\"fr\"", "trgLang=\"de\""));
    assert!(code == 1 && said.contains("`de` is no language"), "{said}");
    fs::write(at.join("back.docx"), "PK, but no zip").unwrap();
    let (code, said) = run(at, &["translations", "import", "back.docx"]);
    assert!(
        code == 1 && said.starts_with("back.docx:1: error: this file is damaged"),
        "{said}"
    );
}

#[test]
fn a_word_file_brings_words_back_and_is_refused_by_its_row() {
    let folder = on_disk();
    let at = folder.path();
    let (code, said) = run(
        at,
        &[
            "translations",
            "export",
            "fr",
            "content/en/01-night.md",
            "--to",
            "word",
        ],
    );
    assert_eq!(code, 0, "{said}");
    let bytes = fs::read(at.join("t-fr.docx")).unwrap();
    let document = document_of(&bytes);
    assert!(document.contains("Prenez les {1}."), "{document}");
    assert!(document.contains("Officers walk the {1}round{/1}, as {2}page 3{/2} says."));
    let edit = |old: &str, new: &str| {
        assert!(document.contains(old), "{old}");
        fs::write(
            at.join("back.docx"),
            with_document(&document.replace(old, new)),
        )
        .unwrap();
        run(at, &["translations", "import", "back.docx"])
    };
    let (code, said) = edit("Prenez les {1}.", "Prenez toujours les {1}.");
    assert_eq!(code, 0, "{said}");
    assert_eq!(
        page(at, "content/fr/01-night.md"),
        FRENCH.replace("Prenez les", "Prenez toujours les")
    );
    let (code, said) = edit("Prenez les {1}.", "Prenez les clés.");
    assert!(
        code == 1 && said.starts_with("back.docx:10: error: this translation lacks the sign 1"),
        "{said}"
    );
    let (code, said) = edit(">One writes.<", ">One reads.<");
    assert!(
        code == 1
            && said.starts_with("back.docx:5: error: `content/en/01-night.md` has no such part"),
        "{said}"
    );
}

fn document_of(bytes: &[u8]) -> String {
    use std::io::Read as _;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn with_document(text: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(
        "word/document.xml",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Any words of a translator come to stand in the page as they are, or nothing is written.
    #[test]
    fn any_words_come_back_as_they_are(words in "[a-zα ]{1,4}[-*_`<>\\[\\](){}#|~!&\\\\.0-9a-z @+=:\"']{0,12}[a-z]") {
        let before = Read::of(book().tree());
        let (mut deliveries, sheets) = returned(before.sheets("fr"), "fr");
        let mut delivery = deliveries.remove(0);
        let page = delivery.pages.iter_mut().find(|page| page.original == "content/en/01-night.md").unwrap();
        let item = page.units.iter_mut().find(|unit| unit.parts == Some(vec![Part::Text("L'autre observe de loin.".into())])).unwrap();
        item.parts = Some(vec![Part::Text(words.clone())]);
        let Outcome { files, refusals, .. } = delivery::apply(&delivery, &sheets);
        if refusals.is_empty() {
            let (text, _) = &files["content/fr/01-night.md"];
            let after = Read::of(book().file("content/fr/01-night.md", text).tree());
            let units: Vec<String> = after.sheets("fr")["content/en/01-night.md"].units.iter()
                .map(|unit| delivery::marked(unit.target.as_deref().unwrap_or_default())).collect();
            let mut wanted: Vec<String> = sheets["content/en/01-night.md"].units.iter()
                .map(|unit| delivery::marked(unit.target.as_deref().unwrap_or_default())).collect();
            let at = wanted.iter().position(|text| text == "L'autre observe de loin.").unwrap();
            let got = units[at].clone();
            wanted[at] = got.clone();
            prop_assert_eq!(&units, &wanted, "all else is as it was");
            let bare = |text: &str| text.replace('\\', "").split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(bare(&got), bare(&words.trim().replace('{', "{{")));
        } else {
            prop_assert!(files.is_empty());
        }
    }
}
