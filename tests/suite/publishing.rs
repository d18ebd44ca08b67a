//! How a site reaches its folder: in one step, whole or not at all, harming nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::book::Book;
use crate::cli::keyward;

/// A book whose every page says `mark`.
fn book(mark: &str, pages: usize) -> Book {
    let config = format!("[book]\nid = \"t\"\ntitle = \"{mark}\"\n");
    let mut book = Book::new()
        .file("book.toml", &config)
        .page("content/en/index.md", &format!("{mark}\n"));
    for page in 0..pages {
        book = book.page(
            &format!("content/en/p{page}.md"),
            &format!("{mark} {page}\n\n{}", "Text. ".repeat(200)),
        );
    }
    book
}

/// The files of a folder with their texts.
fn tree(folder: &Path) -> BTreeMap<PathBuf, String> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_path_buf();
            (
                path,
                String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned(),
            )
        })
        .collect()
}

fn start(folder: &Path, arguments: &[&str]) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_keyward"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn leftovers(folder: &Path) -> Vec<String> {
    fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".keyward-"))
        .collect()
}

#[test]
fn a_hundred_kills_never_leave_a_mixed_site() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let pages = 150;
    let mut whole: BTreeMap<&str, BTreeMap<PathBuf, String>> = BTreeMap::new();
    let mut longest = Duration::ZERO;
    for mark in ["OLD", "NEW"] {
        book(mark, pages).write_to(root);
        let begin = Instant::now();
        assert!(start(root, &["build"]).wait().unwrap().success());
        longest = longest.max(begin.elapsed());
        whole.insert(mark, tree(&root.join("book")));
    }
    let mut killed = 0;
    for round in 0..100_u32 {
        let mark = if round % 2 == 0 { "OLD" } else { "NEW" };
        book(mark, pages).write_to(root);
        let mut child = start(root, &["build"]);
        std::thread::sleep(longest * (round % 25) / 25);
        killed += usize::from(child.kill().is_ok());
        child.wait().unwrap();
        let now = tree(&root.join("book"));
        assert!(
            whole.values().any(|site| *site == now),
            "round {round}: a mixed site"
        );
    }
    assert!(killed > 50, "only {killed} builds were killed in time");
    assert!(start(root, &["build"]).wait().unwrap().success());
    assert_eq!(
        leftovers(root),
        [""; 0],
        "the next build clears what killed ones left"
    );
}

#[test]
fn a_reader_never_sees_anything_but_a_whole_site() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("A", 60).write_to(root);
    assert!(start(root, &["build"]).wait().unwrap().success());
    let stop = std::sync::atomic::AtomicBool::new(false);
    let looks = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut looks = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                for page in ["book/index.html", "book/en/p0.html", "book/en/p59.html"] {
                    let text =
                        fs::read_to_string(root.join(page)).expect("the page is always there");
                    assert!(text.contains("</html>"), "{page} is cut off");
                    looks += 1;
                }
            }
            looks
        });
        for round in 0..20 {
            book(if round % 2 == 0 { "B" } else { "A" }, 60).write_to(root);
            assert!(start(root, &["build"]).wait().unwrap().success());
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        reader.join().unwrap()
    });
    assert!(looks > 100, "{looks}");
}

#[test]
fn two_builds_at_once_do_not_harm_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 80).write_to(root);
    for _ in 0..5 {
        let mut builds: Vec<_> = (0..4).map(|_| start(root, &["build"])).collect();
        for build in &mut builds {
            assert!(build.wait().unwrap().success());
        }
        assert_eq!(
            tree(&root.join("book"))
                .keys()
                .filter(|path| path.starts_with("en"))
                .count(),
            86
        );
    }
    assert_eq!(leftovers(root), [""; 0]);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 1).write_to(root);
    fs::create_dir(root.join("photos")).unwrap();
    fs::write(root.join("photos/x.jpg"), "x").unwrap();
    for out in [
        "photos",
        ".",
        "content/en/out",
        "content",
        "theme",
        "photos/x.jpg",
    ] {
        let before = tree(root);
        let built = keyward(root, &["build", "-d", out]);
        assert_eq!(built.status.code(), Some(1), "{out}");
        assert!(tree(root) == before, "{out}");
    }
    fs::create_dir(root.join("empty")).unwrap();
    assert!(keyward(root, &["build", "-d", "empty"]).status.success());
    assert!(
        keyward(root, &["build", "-d", "new/deep/er"])
            .status
            .success()
    );
}

#[test]
fn files_of_others_in_the_site_are_kept_and_old_pages_go() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 3).write_to(root);
    assert!(keyward(root, &["build"]).status.success());
    fs::write(root.join("book/local-numbers.js"), "mine").unwrap();
    fs::create_dir_all(root.join("book/extra/deep")).unwrap();
    fs::write(root.join("book/extra/deep/x.txt"), "mine too").unwrap();
    fs::remove_file(root.join("content/en/p2.md")).unwrap();
    assert!(keyward(root, &["build"]).status.success());
    assert!(!root.join("book/en/p2.html").exists());
    assert_eq!(
        fs::read_to_string(root.join("book/local-numbers.js")).unwrap(),
        "mine"
    );
    assert_eq!(
        fs::read_to_string(root.join("book/extra/deep/x.txt")).unwrap(),
        "mine too"
    );
    // A page that would go where somebody's file stands is an error, and the file stays.
    fs::write(root.join("book/en/own.html"), "somebody's").unwrap();
    fs::write(
        root.join("content/en/own.md"),
        "+++\ntitle = \"Own\"\n+++\n",
    )
    .unwrap();
    assert_eq!(keyward(root, &["build"]).status.code(), Some(1));
    assert_eq!(
        fs::read_to_string(root.join("book/en/own.html")).unwrap(),
        "somebody's"
    );
}

#[test]
fn files_are_copied_byte_for_byte_and_a_second_build_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 1)
        .page("content/en/pic.md", "![p](img/p.bin)\n")
        .write_to(root);
    fs::create_dir_all(root.join("content/en/img")).unwrap();
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    fs::write(root.join("content/en/img/p.bin"), &bytes).unwrap();
    assert!(keyward(root, &["build"]).status.success());
    assert_eq!(fs::read(root.join("book/en/img/p.bin")).unwrap(), bytes);
    let before = tree(&root.join("book"));
    assert!(keyward(root, &["build"]).status.success());
    assert!(tree(&root.join("book")) == before);
}

#[cfg(unix)]
#[test]
fn packed_copies_stay_the_same_file_until_their_page_changes_and_go_with_it() {
    use std::os::unix::fs::MetadataExt;

    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 2).write_to(root);
    let inode = |name: &str| fs::metadata(root.join("book").join(name)).unwrap().ino();
    assert!(keyward(root, &["build", "--compress"]).status.success());
    let before = tree(&root.join("book"));
    let inodes = ["en/p0.html.gz", "en/p0.html.br"].map(inode);
    assert!(keyward(root, &["build", "--compress"]).status.success());
    assert!(tree(&root.join("book")) == before);
    assert_eq!(inodes, ["en/p0.html.gz", "en/p0.html.br"].map(inode));
    fs::remove_file(root.join("content/en/p1.md")).unwrap();
    assert!(keyward(root, &["build", "--compress"]).status.success());
    assert!(!root.join("book/en/p1.html.gz").exists());
    assert!(keyward(root, &["build"]).status.success());
    assert!(!root.join("book/en/p0.html.br").exists());
}

#[cfg(unix)]
#[test]
fn what_a_disk_can_hold_is_named_and_leaves_the_old_site_whole() {
    use std::os::unix::ffi::OsStrExt;

    type Case<'a> = (&'a str, &'a dyn Fn(&Path));
    let cases: [Case<'_>; 5] = [
        ("outside-book", &|root| {
            std::os::unix::fs::symlink("/etc/hostname", root.join("content/en/link.md")).unwrap()
        }),
        ("outside-book", &|root| {
            std::os::unix::fs::symlink("/etc", root.join("content/en/folder")).unwrap()
        }),
        ("unreadable", &|root| {
            std::os::unix::fs::symlink("gone.md", root.join("content/en/dead.md")).unwrap()
        }),
        ("not-utf8", &|root| {
            fs::write(
                root.join("content/en/latin.md"),
                b"+++\ntitle = \"A\"\n+++\ncaf\xe9\n",
            )
            .unwrap()
        }),
        ("unportable-name", &|root| {
            fs::write(
                root.join("content/en")
                    .join(std::ffi::OsStr::from_bytes(b"a\xff.md")),
                "x",
            )
            .unwrap()
        }),
    ];
    for (code, break_it) in cases {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        book("X", 1).write_to(root);
        assert!(keyward(root, &["build"]).status.success());
        let before = tree(&root.join("book"));
        break_it(root);
        let built = keyward(root, &["build"]);
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        assert_eq!(built.status.code(), Some(1), "{code}: {said}");
        assert!(said.contains(&format!("error[{code}]")), "{code}: {said}");
        assert!(said.contains("content/en/"), "{code}: {said}");
        assert!(tree(&root.join("book")) == before, "{code}");
    }
}

#[test]
fn a_name_in_decomposed_letters_is_found_by_the_composed_ones() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 0)
        .page(
            "content/en/index.md",
            "[x](caf\u{e9}.md) ![y](<im g/\u{e9}.bin>)\n",
        )
        .write_to(root);
    fs::write(
        root.join("content/en/cafe\u{301}.md"),
        "+++\ntitle = \"C\"\n+++\n",
    )
    .unwrap();
    fs::create_dir(root.join("content/en/im g")).unwrap();
    fs::write(root.join("content/en/im g/e\u{301}.bin"), "x").unwrap();
    let built = keyward(root, &["build"]);
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    assert!(root.join("book/en/caf\u{e9}.html").is_file());
    assert!(root.join("book/en/im g/\u{e9}.bin").is_file());
}

#[cfg(unix)]
#[test]
fn a_link_within_the_book_is_followed_and_a_circle_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 1).write_to(root);
    std::os::unix::fs::symlink("p0.md", root.join("content/en/same.md")).unwrap();
    assert!(keyward(root, &["build"]).status.success());
    assert!(root.join("book/en/same.html").is_file());
    std::os::unix::fs::symlink(".", root.join("content/en/circle")).unwrap();
    let built = keyward(root, &["build"]);
    assert_eq!(built.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&built.stderr).contains("unreadable"));
}

#[test]
fn a_template_error_names_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 1).write_to(root);
    assert!(keyward(root, &["build"]).status.success());
    let before = tree(&root.join("book"));
    for (text, place) in [
        (
            "<footer>\n{{ nothing }}\n</footer>\n",
            "theme/footer/footer.html:2:",
        ),
        (
            "<footer>\n\n{% if %}\n</footer>\n",
            "theme/footer/footer.html:3:",
        ),
    ] {
        book("X", 1)
            .file("theme/footer/footer.html", text)
            .write_to(root);
        let built = keyward(root, &["build"]);
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        assert_eq!(built.status.code(), Some(1), "{said}");
        assert!(
            said.contains("error[template]") && said.contains(place),
            "{said}"
        );
        assert!(tree(&root.join("book")) == before);
    }
}

#[cfg(unix)]
#[test]
fn clean_never_reaches_through_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 1).write_to(root);
    assert!(keyward(root, &["build"]).status.success());
    fs::create_dir(root.join("precious")).unwrap();
    fs::write(root.join("precious/p0.html"), "mine").unwrap();
    fs::remove_dir_all(root.join("book/en")).unwrap();
    std::os::unix::fs::symlink(root.join("precious"), root.join("book/en")).unwrap();
    assert!(keyward(root, &["clean"]).status.success());
    assert_eq!(
        fs::read_to_string(root.join("precious/p0.html")).unwrap(),
        "mine"
    );
}

#[test]
fn after_clean_a_folder_with_files_of_others_can_be_built_into_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 1).write_to(root);
    assert!(keyward(root, &["build"]).status.success());
    fs::write(root.join("book/mine.txt"), "mine").unwrap();
    assert!(keyward(root, &["clean"]).status.success());
    assert!(keyward(root, &["build"]).status.success());
    assert_eq!(
        fs::read_to_string(root.join("book/mine.txt")).unwrap(),
        "mine"
    );
}

#[cfg(unix)]
#[test]
fn a_build_keeps_the_mode_of_the_sites_folder() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 1).write_to(root);
    assert!(keyward(root, &["build"]).status.success());
    fs::set_permissions(root.join("book"), fs::Permissions::from_mode(0o2750)).unwrap();
    book("Y", 1).write_to(root);
    assert!(keyward(root, &["build"]).status.success());
    let mode = fs::metadata(root.join("book"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o7777, 0o2750);
}

#[cfg(unix)]
#[test]
fn hidden_files_are_not_published_through_links() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    book("X", 1).write_to(root);
    fs::create_dir(root.join(".git")).unwrap();
    fs::write(root.join(".git/config"), "token").unwrap();
    std::os::unix::fs::symlink("../../.git/config", root.join("content/en/cfg.txt")).unwrap();
    let built = keyward(root, &["build"]);
    assert_eq!(built.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&built.stderr).contains("error[outside-book]"));
}
