//! The hand-over: the same bytes for the same book, nothing overwritten, and every damage named.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::book::Book;
use crate::cli::keyward;

/// The entries of a zip.
type Entries = BTreeMap<String, Vec<u8>>;

/// A book that says `mark`, with a picture, in a folder of its own.
fn book(mark: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_book(mark, folder.path());
    folder
}

fn write_book(mark: &str, folder: &Path) {
    Book::new()
        .page("content/en/index.md", &format!("{mark}\n"))
        .page("content/en/a.md", "![p](img/p.bin)\n")
        .page("content/fr/a.md", "Bonjour\n")
        .write_to(folder);
    fs::create_dir_all(folder.join("content/en/img")).unwrap();
    fs::write(folder.join("content/en/img/p.bin"), [7; 5000]).unwrap();
}

/// A packed book, as bytes.
fn packed(mark: &str) -> Vec<u8> {
    let folder = book(mark);
    run(folder.path(), &["pack", "-o", "x.zip"]);
    fs::read(folder.path().join("x.zip")).unwrap()
}

/// Runs the program, which is to succeed; returns what it said.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = keyward(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    said
}

fn entries(bytes: &[u8]) -> Entries {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn text(entries: &Entries, name: &str) -> String {
    let bytes = entries
        .get(name)
        .unwrap_or_else(|| panic!("no `{name}` in {:?}", entries.keys()));
    String::from_utf8(bytes.clone()).unwrap()
}

fn zipped(entries: &Entries) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What `pack --verify` says of a zip, and its exit code.
fn verified(bytes: &[u8]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.zip"), bytes).unwrap();
    let output = keyward(folder.path(), &["pack", "--verify", "x.zip"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 1, "a check unpacks nothing");
    (output.status.code(), said)
}

/// Fails unless the check refuses a zip with these words.
fn assert_refused(bytes: &[u8], words: &str) {
    let (code, said) = verified(bytes);
    assert_eq!(code, Some(1), "{words}: {said}");
    assert!(said.contains(words), "{words}: {said}");
}

/// Writes other bytes of the same length over all that are like `from`.
fn patched(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let mut places = 0;
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from.as_bytes()) {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
            places += 1;
        }
    }
    assert!(places >= 2, "{from}: {places}");
    bytes
}

#[test]
fn a_package_has_all_that_the_other_side_needs_and_is_whole() {
    let bytes = packed("Hello");
    let entries = entries(&bytes);
    for name in [
        "site/index.html",
        "site/en/img/p.bin",
        "hosting/nginx.conf",
        "hosting/web.config",
        "LICENCES/LICENSE-MIT",
        "KEYWARD-PACKAGE",
    ] {
        assert!(entries.contains_key(name), "{name}");
    }
    let start = text(&entries, "START.html");
    for link in ["site/en/index.html", "site/fr/index.html", "HOW-TO.fr.html"] {
        assert!(start.contains(&format!("href=\"{link}\"")), "{start}");
        assert!(entries.contains_key(link), "{link}");
    }
    assert!(!start.contains("<script"), "{start}");
    assert!(text(&entries, "HOW-TO.fr.html").contains("clé USB"));
    assert!(text(&entries, "HOW-TO.en.html").contains("memory stick"));
    let sums = text(&entries, "SHA256SUMS");
    assert_eq!(sums.lines().count(), entries.len() - 1);
    let (code, said) = verified(&bytes);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("is whole"), "{said}");
    let sum = said.lines().last().unwrap().rsplit(' ').next().unwrap();
    assert_eq!(sum.len(), 64);
    assert!(text(&entries, "CHANGE-SHEET.html").contains(sum), "{sum}");
}

#[test]
fn the_same_book_gives_the_same_bytes_in_any_folder_on_any_number_of_threads() {
    let first = packed("Hello");
    let folder = book("Hello");
    let inner = folder.path().join("deep/er");
    fs::create_dir_all(&inner).unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_keyward"))
        .args(["pack", "../..", "-o", "y.zip"])
        .env("RAYON_NUM_THREADS", "1")
        .env("TZ", "Asia/Tokyo")
        .current_dir(&inner)
        .status()
        .unwrap();
    assert!(status.success());
    assert!(fs::read(inner.join("y.zip")).unwrap() == first);
    assert!(packed("Other") != first);
}

#[test]
fn the_change_sheet_names_what_changed_since_the_former_package() {
    let folder = book("Hello");
    let root = folder.path();
    run(root, &["pack", "-o", "old.zip"]);
    write_book("Changed", root);
    fs::remove_file(root.join("content/en/a.md")).unwrap();
    fs::remove_file(root.join("content/fr/a.md")).unwrap();
    fs::write(root.join("content/en/b.md"), "+++\ntitle = \"B\"\n+++\n").unwrap();
    run(root, &["pack", "-o", "new.zip", "--since", "old.zip"]);
    let entries = entries(&fs::read(root.join("new.zip")).unwrap());
    let sheet = text(&entries, "CHANGE-SHEET.html");
    let part = |from: &str, to: &str| {
        let rest = sheet.split_once(from).unwrap().1;
        rest.split_once(to).unwrap().0.to_owned()
    };
    assert!(
        part("Added:", "Changed:").contains("site/en/b.html"),
        "{sheet}"
    );
    assert!(
        part("Changed:", "Removed:").contains("site/en/index.html"),
        "{sheet}"
    );
    assert!(
        part("Removed:", "<h2>").contains("site/fr/a.html"),
        "{sheet}"
    );
    fs::write(root.join("old.zip"), "no zip").unwrap();
    let output = keyward(root, &["pack", "-o", "z.zip", "--since", "old.zip"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!root.join("z.zip").exists());
}

#[test]
fn only_a_package_of_keyward_is_replaced() {
    let folder = book("Hello");
    let root = folder.path();
    let foreign = zipped(&Entries::from([("photo.jpg".to_owned(), vec![1])]));
    for bytes in [b"my notes".to_vec(), foreign] {
        fs::write(root.join("mine.zip"), &bytes).unwrap();
        let output = keyward(root, &["pack", "-o", "mine.zip"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("left alone"), "{said}");
        assert!(fs::read(root.join("mine.zip")).unwrap() == bytes);
    }
    assert_eq!(
        keyward(root, &["pack", "-o", "content"]).status.code(),
        Some(1)
    );
    run(root, &["pack"]);
    let before = fs::read(root.join("test.zip")).unwrap();
    write_book("Changed", root);
    run(root, &["pack"]);
    assert!(fs::read(root.join("test.zip")).unwrap() != before);
    fs::write(
        root.join("content/en/a.md"),
        "+++\ntitle = \"A\"\n+++\n[x](no.md)\n",
    )
    .unwrap();
    let before = fs::read(root.join("test.zip")).unwrap();
    assert_eq!(keyward(root, &["pack"]).status.code(), Some(1));
    assert!(fs::read(root.join("test.zip")).unwrap() == before);
    let staged = fs::read_dir(root)
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().contains("keyward-"))
        .count();
    assert_eq!(staged, 0, "nothing is left beside the zip");
}

#[test]
fn every_damage_is_named() {
    let bytes = packed("Hello");
    let whole = entries(&bytes);
    let with = |change: &dyn Fn(&mut Entries)| {
        let mut entries = whole.clone();
        change(&mut entries);
        zipped(&entries)
    };
    let page = "site/en/a.html";
    let changed = with(&|entries| entries.get_mut(page).unwrap().push(b'x'));
    assert_refused(&changed, "`site/en/a.html` is not what was packed");
    let missing = with(&|entries| drop(entries.remove(page)));
    assert_refused(&missing, "`site/en/a.html` is missing");
    let extra = with(&|entries| drop(entries.insert("site/evil.html".into(), vec![b'x'])));
    assert_refused(&extra, "`site/evil.html` is not in `SHA256SUMS`");
    let unmarked = with(&|entries| drop(entries.remove("KEYWARD-PACKAGE")));
    assert_refused(&unmarked, "`keyward pack` did not make this zip");
    let unsummed = with(&|entries| drop(entries.remove("SHA256SUMS")));
    assert_refused(&unsummed, "`SHA256SUMS` is missing");
    let garbled = with(&|entries| entries.get_mut("SHA256SUMS").unwrap().extend(b"what\n"));
    assert_refused(&garbled, "is no sum and name");
    assert_refused(b"my notes", "no zip");
    assert_refused(&bytes[..bytes.len() / 2], "no zip");
    // A bit that falls over in a packed picture.
    let at = bytes
        .windows(100)
        .position(|part| part == [7; 100])
        .unwrap();
    let mut fallen = bytes.clone();
    fallen[at + 50] ^= 1;
    assert_refused(&fallen, "`site/en/img/p.bin` is damaged");
}

#[test]
fn a_hostile_zip_is_refused_by_name() {
    let mut entries = entries(&packed("Hello"));
    entries.insert("QQ/RRRR/a.txt".into(), vec![b'x']);
    entries.insert("QQ/RRRR/b.txt".into(), vec![b'y']);
    let plain = zipped(&entries);
    for (from, to, words) in [
        ("QQ/RRRR/a", "../RRRR/a", "leads out of the folder"),
        ("QQ/RRRR/a", "QQ/../R/a", "leads out of the folder"),
        ("QQ/RRRR/a", "..\\RRRR/a", "leads out of the folder"),
        ("QQ/RRRR/a", "/Q/RRRR/a", "outside of the folder"),
        ("QQ/RRRR/a", "C:/RRRR/a", "outside of the folder"),
        ("QQ/RRRR/a", "QQ/RR\n\x1b/a", "signs in its name"),
        ("QQ/RRRR/a", "QQ/RRRR/b", "same name"),
    ] {
        let hostile = patched(&plain, from, to);
        assert_refused(&hostile, words);
        let (_, said) = verified(&hostile);
        assert!(!said.contains('\x1b'), "{said:?}");
    }
}

#[test]
fn links_and_bombs_in_a_zip_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("site", "/etc", SimpleFileOptions::default())
        .unwrap();
    let link = zip.finish().unwrap().into_inner();
    assert_refused(&link, "`site` is a link");

    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("site/big.html", SimpleFileOptions::default())
        .unwrap();
    for _ in 0..64 {
        zip.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert_refused(&bomb, "zip bomb");
}

#[test]
fn a_package_unpacked_by_others_passes_sha256sum() {
    let Ok(found) = Command::new("sha256sum").arg("--version").output() else {
        return;
    };
    assert!(found.status.success());
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in entries(&packed("Hello")) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let checked = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(checked.status.success(), "{checked:?}");
}

#[test]
fn values_that_an_administration_filled_in_are_noted_and_nothing_else_is_let_through() {
    let folder = tempfile::tempdir().unwrap();
    Book::new()
        .page(
            "content/en/index.md",
            "[Control room](blank:control-room)\n",
        )
        .write_to(folder.path());
    run(folder.path(), &["pack", "-o", "x.zip"]);
    let mut entries = entries(&fs::read(folder.path().join("x.zip")).unwrap());
    let filled = b"window.keyward.local({ \"control-room\": \"4711\" });\n".to_vec();
    assert!(entries.insert("site/local.js".into(), filled).is_some());
    let (code, said) = verified(&zipped(&entries));
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("note: `site/local.js` is not as it was packed"),
        "{said}"
    );
    entries.insert("site/en/local.js".into(), b"x".to_vec());
    assert_refused(&zipped(&entries), "`site/en/local.js` is not in");
}
