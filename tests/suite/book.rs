//! Small books for the other tests.

use std::collections::BTreeMap;

use keyward::diagnostic::Finding;
use keyward::pipeline::{Builder, Built, File, Options};
use keyward::source::SourceTree;

/// The `book.toml` that tests use where they do not say otherwise.
pub const CONFIG: &str = "[book]\nid = \"test\"\ntitle = \"Test book\"\n\n[languages.fr]\n";

/// A book of texts by path.
#[derive(Clone, Default)]
pub struct Book {
    pub files: BTreeMap<String, String>,
}

impl Book {
    /// A book with the usual `book.toml`.
    pub fn new() -> Book {
        Book::default().file("book.toml", CONFIG)
    }

    /// The same with a file.
    pub fn file(mut self, path: &str, text: &str) -> Book {
        self.files.insert(path.to_owned(), text.to_owned());
        self
    }

    /// The same with a page that has a title.
    pub fn page(self, path: &str, body: &str) -> Book {
        let title = path
            .rsplit('/')
            .next()
            .unwrap()
            .trim_end_matches(".md")
            .to_owned();
        self.file(path, &format!("+++\ntitle = \"{title}\"\n+++\n{body}"))
    }

    pub fn tree(&self) -> SourceTree {
        SourceTree::from_texts(
            self.files
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str())),
        )
    }

    pub fn build(&self) -> Built {
        self.build_with(&Options::default())
    }

    pub fn build_with(&self, options: &Options) -> Built {
        Builder::default().build(&self.tree(), options, &mut |_, _| {})
    }

    /// The pages of a book without errors.
    pub fn pages(&self) -> Pages {
        Pages::of(&self.build())
    }

    /// Findings as `path:line:column: severity[code]: message`.
    pub fn findings(&self) -> Vec<String> {
        self.build().findings.iter().map(line).collect()
    }

    /// Writes the book to disk.
    pub fn write_to(&self, folder: &std::path::Path) {
        for (path, text) in &self.files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
}

/// A finding in one line.
pub fn line(finding: &Finding) -> String {
    format!(
        "{}:{}:{}: {}[{}]: {}",
        finding.path(),
        finding.line,
        finding.column,
        finding.severity(),
        finding.diagnostic.code.name,
        finding.diagnostic.message
    )
}

/// The texts of a built site.
pub struct Pages(pub BTreeMap<String, String>);

impl Pages {
    pub fn of(built: &Built) -> Pages {
        let findings: Vec<String> = built.findings.iter().map(line).collect();
        let output = built
            .output
            .as_ref()
            .unwrap_or_else(|| panic!("not built: {findings:#?}"));
        let texts = output.iter().filter_map(|(address, file)| match file {
            File::Bytes(bytes) => {
                Some((address.clone(), String::from_utf8_lossy(bytes).into_owned()))
            }
            File::Asset(_) => None,
        });
        Pages(texts.collect())
    }

    /// The HTML of a page.
    pub fn html(&self, address: &str) -> &str {
        match self.0.get(address) {
            Some(html) => html,
            None => panic!("no `{address}` in {:?}", self.0.keys().collect::<Vec<_>>()),
        }
    }

    /// The text of a page's body, between the tags of `<div class="prose">`.
    pub fn prose(&self, address: &str) -> &str {
        let html = self.html(address);
        let start = html
            .find("<div class=\"prose\">")
            .map(|at| at + 19)
            .expect("a body");
        let end = html[start..]
            .find("</article>")
            .map(|at| start + at)
            .expect("an end");
        html[start..end].trim().trim_end_matches("</div>").trim()
    }
}
