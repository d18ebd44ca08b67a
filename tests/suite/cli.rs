//! The commands as people and programs use them: outputs, exit codes, messages.

use std::path::Path;
use std::process::{Command, Output};

use crate::book::Book;

/// Runs the program in a folder.
pub fn keyward(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keyward"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("KEYWARD_BOOK__TITLE")
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn book() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let book = Book::new()
        .page("content/en/index.md", "Hello\n")
        .page("content/en/a.md", "[home](index.md)\n");
    book.write_to(folder.path());
    (folder, book)
}

#[test]
fn init_makes_a_book_without_findings_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&keyward(folder.path(), &["init", "mine"])), 0);
    let mine = folder.path().join("mine");
    let checked = keyward(&mine, &["check", "--strict"]);
    assert_eq!(code(&checked), 0, "{}", err(&checked));
    assert_eq!(code(&keyward(&mine, &["build"])), 0);
    std::fs::write(mine.join("content/en/index.md"), "mine").unwrap();
    let again = keyward(folder.path(), &["init", "mine"]);
    assert_eq!(code(&again), 1);
    assert!(err(&again).contains("already there"), "{}", err(&again));
    assert_eq!(
        std::fs::read_to_string(mine.join("content/en/index.md")).unwrap(),
        "mine"
    );
}

#[test]
fn build_says_what_it_made_and_where() {
    let (folder, _) = book();
    let built = keyward(folder.path(), &["build"]);
    assert_eq!(code(&built), 0);
    let said = err(&built);
    for phase in ["load", "theme", "parse", "link", "check", "render", "emit"] {
        assert!(
            said.lines()
                .any(|line| line.trim_start().starts_with(phase)),
            "{phase}: {said}"
        );
    }
    assert!(said.contains("Built 12 pages in 2 languages"), "{said}");
    assert!(folder.path().join("book/en/a.html").is_file());
    assert_eq!(out(&built), "");
}

#[test]
fn the_destination_is_relative_to_the_current_folder() {
    let (folder, _) = book();
    std::fs::create_dir(folder.path().join("else")).unwrap();
    let built = keyward(&folder.path().join("else"), &["build", "..", "-d", "site"]);
    assert_eq!(code(&built), 0, "{}", err(&built));
    assert!(folder.path().join("else/site/index.html").is_file());
}

#[test]
fn wrong_usage_is_2_and_a_missing_book_is_1() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&keyward(folder.path(), &["buidl"])), 2);
    assert_eq!(
        code(&keyward(folder.path(), &["build", "--no-such-flag"])),
        2
    );
    assert_eq!(code(&keyward(folder.path(), &["explain", "brokn-link"])), 2);
    let missing = keyward(folder.path(), &["build"]);
    assert_eq!(code(&missing), 1);
    assert!(
        err(&missing).contains("no `book.toml`"),
        "{}",
        err(&missing)
    );
}

#[test]
fn an_error_publishes_nothing_and_names_its_place() {
    let (folder, book) = book();
    assert_eq!(code(&keyward(folder.path(), &["build"])), 0);
    let before = std::fs::read(folder.path().join("book/en/a.html")).unwrap();
    book.page("content/en/a.md", "Changed [x](nowhere.md)\n")
        .write_to(folder.path());
    let built = keyward(folder.path(), &["build"]);
    assert_eq!(code(&built), 1);
    let said = err(&built);
    assert!(said.contains("content/en/a.md:4:9"), "{said}");
    assert!(said.contains("error[broken-link]"), "{said}");
    assert_eq!(
        std::fs::read(folder.path().join("book/en/a.html")).unwrap(),
        before
    );
}

#[test]
fn keep_going_leaves_the_broken_pages_out_and_names_them() {
    let (folder, book) = book();
    book.page("content/en/b.md", "[x](nowhere.md)\n")
        .page("content/en/index.md", "[a](a.md) [b](b.md)\n")
        .write_to(folder.path());
    let built = keyward(folder.path(), &["build", "--keep-going"]);
    assert_eq!(code(&built), 1);
    assert!(
        err(&built).contains("left out: content/en/b.md"),
        "{}",
        err(&built)
    );
    assert!(folder.path().join("book/en/a.html").is_file());
    assert!(folder.path().join("book/en/index.html").is_file());
    assert!(!folder.path().join("book/en/b.html").exists());
}

#[test]
fn check_speaks_json_sarif_and_github() {
    let (folder, book) = book();
    book.page("content/en/a.md", "é [x](nowhere.md) <script>x</script>\n")
        .write_to(folder.path());
    let json = keyward(folder.path(), &["check", "--format", "json"]);
    assert_eq!(code(&json), 1);
    let value: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(value["errors"], 1);
    assert_eq!(value["warnings"], 1);
    let first = &value["diagnostics"][0];
    assert_eq!(first["code"], "broken-link");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["file"], "content/en/a.md");
    assert_eq!((&first["line"], &first["column"]), (&4.into(), &3.into()));
    assert!(first["message"].is_string() && first["help"].is_string());

    let sarif: serde_json::Value = serde_json::from_str(&out(&keyward(
        folder.path(),
        &["check", "--format", "sarif"],
    )))
    .unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 2);
    let github = out(&keyward(folder.path(), &["check", "--format", "github"]));
    assert!(
        github.starts_with("::error file=content/en/a.md,line=4,col=3,title=broken-link::"),
        "{github}"
    );
    assert!(!folder.path().join("book").exists(), "check writes nothing");
}

#[test]
fn warnings_fail_only_when_strict() {
    let (folder, book) = book();
    book.page("content/en/a.md", "<script>x</script>\n")
        .write_to(folder.path());
    assert_eq!(code(&keyward(folder.path(), &["check"])), 0);
    assert_eq!(code(&keyward(folder.path(), &["check", "--strict"])), 1);
    assert_eq!(code(&keyward(folder.path(), &["build"])), 0);
}

#[test]
fn drafts_come_only_when_asked_for() {
    let (folder, book) = book();
    book.file("content/en/d.md", "+++\ntitle = \"D\"\ndraft = true\n+++\n")
        .write_to(folder.path());
    keyward(folder.path(), &["build"]);
    assert!(!folder.path().join("book/en/d.html").exists());
    keyward(folder.path(), &["build", "--drafts"]);
    assert!(folder.path().join("book/en/d.html").exists());
}

#[test]
fn site_url_and_the_environment_override_the_book() {
    let (folder, _) = book();
    let built = Command::new(env!("CARGO_BIN_EXE_keyward"))
        .args(["build", "--site-url", "https://example.org/x"])
        .env("KEYWARD_BOOK__TITLE", "Other title")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(code(&built), 0, "{}", err(&built));
    let html = std::fs::read_to_string(folder.path().join("book/en/a.html")).unwrap();
    assert!(html.contains("Other title"), "{html}");
    assert!(html.contains("https://example.org/"), "{html}");
    let wrong = Command::new(env!("CARGO_BIN_EXE_keyward"))
        .arg("build")
        .env("KEYWARD_BOOK__TITEL", "x")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(code(&wrong), 1);
    assert!(
        err(&wrong).contains("KEYWARD_BOOK__TITEL"),
        "{}",
        err(&wrong)
    );
}

#[test]
fn clean_removes_what_was_made_and_nothing_else() {
    let (folder, _) = book();
    keyward(folder.path(), &["build"]);
    std::fs::write(folder.path().join("book/en/notes.txt"), "mine").unwrap();
    assert_eq!(code(&keyward(folder.path(), &["clean"])), 0);
    assert!(folder.path().join("book/en/notes.txt").is_file());
    assert!(!folder.path().join("book/en/a.html").exists());
    std::fs::remove_file(folder.path().join("book/en/notes.txt")).unwrap();
    let foreign = folder.path().join("photos");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("x.jpg"), "x").unwrap();
    assert_eq!(code(&keyward(folder.path(), &["clean", "-d", "photos"])), 1);
    assert!(foreign.join("x.jpg").is_file());
}

#[test]
fn schema_explain_and_completions_print_data() {
    let folder = tempfile::tempdir().unwrap();
    for of in ["book", "page", "module", "lesson", "term", "source"] {
        let schema: serde_json::Value =
            serde_json::from_str(&out(&keyward(folder.path(), &["schema", of]))).unwrap();
        assert!(
            schema["properties"]
                .as_object()
                .is_some_and(|keys| !keys.is_empty()),
            "{of}"
        );
    }
    assert!(out(&keyward(folder.path(), &["explain", "broken-link"])).starts_with("# broken-link"));
    assert!(out(&keyward(folder.path(), &["explain"])).lines().count() > 30);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            out(&keyward(folder.path(), &["completions", shell])).contains("keyward"),
            "{shell}"
        );
    }
}

#[test]
fn the_shipped_book_has_no_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checked = keyward(root, &["check", "--strict"]);
    assert_eq!(code(&checked), 0, "{}", err(&checked));
}

#[test]
fn fix_makes_what_can_only_be_meant_one_way_and_touches_nothing_else() {
    let (folder, book) = book();
    let text = "\u{feff}+++\r\ntitle = \"A\"\r\ntag = [\"x\"]\r\n+++\r\n[x](indexx.md) [y](nothing-like-it.md) [z](my form.docx)\r\n";
    book.file("content/en/a.md", text).write_to(folder.path());
    let fixed = keyward(folder.path(), &["check", "--fix"]);
    assert_eq!(code(&fixed), 1, "{}", err(&fixed));
    let wanted = text
        .replace("tag =", "tags =")
        .replace("indexx.md", "index.md")
        .replace("my form.docx", "<my form.docx>");
    assert_eq!(
        std::fs::read_to_string(folder.path().join("content/en/a.md")).unwrap(),
        wanted
    );
    assert!(err(&fixed).contains("Mended 3 places"), "{}", err(&fixed));
}

#[test]
fn a_release_asks_for_checks_and_open_places() {
    let (folder, book) = book();
    book.file(
        "content/en/a.md",
        "+++\ntitle = \"A\"\nreviewed = 2024-01-01\nreview-in = \"1 year\"\n+++\n<!-- TODO national: law -->\n",
    )
    .write_to(folder.path());
    assert_eq!(code(&keyward(folder.path(), &["check", "--strict"])), 0);
    let as_of = |seconds: &str| {
        Command::new(env!("CARGO_BIN_EXE_keyward"))
            .args(["check", "--release"])
            .env("SOURCE_DATE_EPOCH", seconds)
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let early = err(&as_of("1704300000"));
    assert!(
        early.contains("open-place") && !early.contains("review-due"),
        "{early}"
    );
    let late = as_of("1800000000");
    assert_eq!(code(&late), 1);
    assert!(err(&late).contains("review-due"), "{}", err(&late));
}

#[test]
fn a_reader_that_goes_away_stops_nothing() {
    let (folder, _) = book();
    for arguments in [
        ["build", "."],
        ["completions", "bash"],
        ["explain", "broken-link"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_keyward"))
            .args(arguments)
            .current_dir(folder.path())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
    }
    assert!(folder.path().join("book/en/a.html").is_file());
}

#[test]
fn a_book_is_named_after_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    keyward(folder.path(), &["init", "Prison course 2"]);
    let text = std::fs::read_to_string(folder.path().join("Prison course 2/book.toml")).unwrap();
    assert!(text.contains("id = \"prison-course-2\""), "{text}");
}

#[test]
fn a_value_of_the_environment_that_does_not_fit_is_a_text() {
    let (folder, _) = book();
    let built = Command::new(env!("CARGO_BIN_EXE_keyward"))
        .args(["build", "-q"])
        .env("KEYWARD_BOOK__TITLE", "2024")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(code(&built), 0, "{}", err(&built));
    let html = std::fs::read_to_string(folder.path().join("book/en/a.html")).unwrap();
    assert!(html.contains("<title>a · 2024</title>"), "{html}");
}

#[test]
fn keep_going_never_publishes_a_site_without_its_home() {
    let (folder, book) = book();
    keyward(folder.path(), &["build"]);
    book.page("content/en/index.md", "[x](nowhere.md)\n")
        .write_to(folder.path());
    assert_eq!(code(&keyward(folder.path(), &["build", "--keep-going"])), 1);
    let html = std::fs::read_to_string(folder.path().join("book/en/index.html")).unwrap();
    assert!(html.contains("Hello"));
}

#[test]
fn site_url_must_be_an_address_of_a_folder() {
    let (folder, _) = book();
    for bad in [
        "https://a.org/?q=1",
        "https://a.org/#x",
        "https://",
        "ftp://a.org",
        "a.org",
        "https://a.org/index.html",
        "https://a b.org/",
    ] {
        assert_eq!(
            code(&keyward(folder.path(), &["build", "--site-url", bad])),
            1,
            "{bad}"
        );
    }
    for good in [
        "https://a.org",
        "HTTPS://a.org/x/",
        "http://intranet:8080/t",
    ] {
        assert_eq!(
            code(&keyward(folder.path(), &["build", "--site-url", good])),
            0,
            "{good}"
        );
    }
}
