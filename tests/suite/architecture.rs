//! The shape of the code: which module may use which, and the map in `lib.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Layers from the top; a module uses what is below its own layer, never above or beside.
const LAYERS: &[&[&str]] = &[
    &["pipeline"],
    &["pack"],
    &["hosting"],
    &["compress", "emit", "watch", "serve"],
    &["check", "render", "search"],
    &["site", "exchange"],
    &["strings", "translation"],
    &["content", "picture"],
    &["bibliography"],
    &["config", "source"],
    &["toml_source"],
    &["diagnostic", "error", "path", "locale", "text"],
];

/// Arrows against the layers, each with its reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    // What is published, served and packed is the pipeline's `Output`, a plain value.
    ("emit", "pipeline"),
    ("serve", "pipeline"),
    ("pack", "pipeline"),
    ("compress", "pipeline"),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&module))
        .unwrap_or_else(|| panic!("module `{module}` has no layer"))
}

/// Files of the library with the module that each belongs to.
fn files() -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(source())
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        let path = entry.path().strip_prefix(source()).unwrap();
        let top = path
            .iter()
            .next()
            .map(|part| part.to_string_lossy().trim_end_matches(".rs").to_owned());
        match top.as_deref() {
            Some("main" | "lib" | "cli" | "") | None => {}
            Some(top) if path.extension().is_some_and(|ending| ending == "rs") => {
                files.push((top.to_owned(), entry.into_path()));
            }
            Some(_) => {}
        }
    }
    files
}

/// The program without its unit tests.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn modules_use_what_is_below_them() {
    let mut arrows = 0;
    for (module, path) in files() {
        for part in code_of(&path).split("crate::").skip(1) {
            let used: String = part
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            // `use crate::{a, b}` is written out in this project, so that this test can read it.
            assert!(
                !used.is_empty(),
                "{}: write out `crate::{{…}}`",
                path.display()
            );
            if used == module || EXCEPTIONS.contains(&(module.as_str(), used.as_str())) {
                continue;
            }
            assert!(
                layer(&module) < layer(&used),
                "{}: `{module}` must not use `{used}`",
                path.display()
            );
            arrows += 1;
        }
    }
    assert!(arrows > 40, "{arrows}");
}

#[test]
fn only_some_modules_touch_disk_and_libraries() {
    // A package is written and read beside the site's folder, so that `emit` knows nothing of zips.
    let disk: &[&str] = &[
        "source.rs",
        "emit.rs",
        "serve/mod.rs",
        "pack/archive.rs",
        "pack/single.rs",
        "pack/verify.rs",
    ];
    let rules: &[(&str, &[&str])] = &[
        ("std::fs", disk),
        ("fs::read", disk),
        ("println!", &[]),
        ("std::env", &[]),
        ("SystemTime", &["source.rs"]),
        // A quiz is HTML that its template gets in pieces.
        (
            "tera::",
            &[
                "render/print.rs",
                "render/theme.rs",
                "render/failure.rs",
                "render/quiz/mod.rs",
                "render/quiz/view.rs",
                "render/single/mod.rs",
            ],
        ),
        ("hayagriva::", &["bibliography.rs"]),
        ("csscolorparser", &["render/colour.rs"]),
        ("minify_html", &["render/minify.rs"]),
        ("flate2", &["compress.rs"]),
        ("brotli", &["compress.rs"]),
        (
            "zip::",
            &["pack/archive.rs", "pack/verify.rs", "translation/word.rs"],
        ),
        (
            "sha2::",
            &["pack/mod.rs", "pack/archive.rs", "render/single/inline.rs"],
        ),
        ("lol_html", &["render/single/rewrite.rs"]),
        ("image::", &["picture.rs"]),
        ("fast_image_resize", &["picture.rs"]),
        ("syntect", &["content/markdown/highlight.rs"]),
        ("similar::", &["translation/compare.rs"]),
        ("walkdir", &["source.rs", "emit.rs"]),
        ("notify", &["watch.rs"]),
        ("ammonia", &["content/markdown/raw_html.rs"]),
        ("snowball_stemmers_rs", &["text/stem.rs"]),
        (
            "pulldown_cmark::",
            &[
                "content/markdown/writer/mod.rs",
                "content/markdown/writer/inline.rs",
                "content/markdown/writer/block.rs",
                "content/markdown/writer/chart.rs",
                "content/markdown/writer/piece.rs",
                "content/block/mod.rs",
                "content/block/inline.rs",
                "content/quiz/comment.rs",
                "content/quiz/item.rs",
                "content/quiz/section.rs",
                "content/quiz/task.rs",
                "content/markdown/writer/table.rs",
            ],
        ),
        ("static mut", &[]),
        ("Mutex", &[]),
    ];
    for (_, path) in files() {
        let code = code_of(&path);
        let lines = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        let name = path
            .strip_prefix(source())
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        for (what, allowed) in rules {
            let is_allowed = allowed.contains(&name.as_str());
            assert!(is_allowed || !lines.contains(what), "{name} uses `{what}`");
        }
    }
}

#[test]
fn the_map_in_the_crates_documentation_names_every_module() {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
    let mapped: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("//! | [`"))
        .filter_map(|line| line.split('`').next())
        .map(str::to_owned)
        .collect();
    let modules: BTreeSet<String> = files().into_iter().map(|(module, _)| module).collect();
    assert_eq!(mapped, modules);
    for module in &modules {
        assert!(
            text.contains(&format!("pub mod {module};")),
            "`{module}` is not declared"
        );
    }
}

#[test]
fn every_file_opens_with_what_a_reader_finds_in_it() {
    for entry in walkdir::WalkDir::new(source()).into_iter().flatten() {
        if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "rs")
        {
            let text = fs::read_to_string(entry.path()).unwrap();
            assert!(text.starts_with("//! "), "{}", entry.path().display());
        }
    }
}
