//! The package's own pages: the way in, the way to use it, and the sheet for those who decide.
//!
//! Plain HTML without style or script, so that they read the same from a stick and in a viewer.

use std::collections::BTreeMap;
use std::fmt::Write;

use pulldown_cmark_escape::escape_html;

use crate::pack::{Book, Difference, MARKER, SUMS};
use crate::pipeline::File;
use crate::serve::POLICY;
use crate::strings::Strings;

/// Parts of the way to use a package, each a heading and a text.
const STEPS: [&str; 5] = ["unpack", "disk", "server", "check", "replace"];

/// How many files of a kind a sheet names; the rest it counts.
const NAMED: usize = 200;

/// What a change sheet tells of the files.
pub(super) struct Sheet<'a> {
    /// The site's files by path in the zip.
    pub files: &'a BTreeMap<String, File>,
    /// One sum for all of them.
    pub content: String,
    /// What changed since the former package, if there is one.
    pub difference: Option<Difference>,
}

/// All pages with their names.
pub(super) fn all(book: &Book<'_>, sheet: &Sheet<'_>) -> Vec<(String, String)> {
    let mut pages = vec![
        ("START.html".to_owned(), start(book)),
        ("CHANGE-SHEET.html".to_owned(), change_sheet(book, sheet)),
    ];
    for strings in book.strings {
        let name = format!("HOW-TO.{}.html", strings.locale().as_str());
        pages.push((name, how_to(book, strings)));
    }
    pages
}

/// The way into the site, in every language of the book.
fn start(book: &Book<'_>) -> String {
    let mut body = String::new();
    for strings in book.strings {
        let tag = strings.locale().as_str();
        let dir = strings.locale().dir().as_str();
        put(
            &mut body,
            format_args!("<section lang=\"{tag}\" dir=\"{dir}\">\n"),
        );
        element(&mut body, "h2", title(book, strings));
        for (href, key) in [
            (format!("site/{tag}/index.html"), "pack.open"),
            (format!("HOW-TO.{tag}.html"), "pack.how-to"),
            ("CHANGE-SHEET.html".to_owned(), "pack.change-sheet"),
        ] {
            put(&mut body, format_args!("<p><a href=\"{href}\">"));
            text(&mut body, strings.get(key));
            body.push_str("</a></p>\n");
        }
        body.push_str("</section>\n");
    }
    document(&book.strings[0], title(book, &book.strings[0]), &body)
}

fn how_to(book: &Book<'_>, strings: &Strings) -> String {
    let mut body = String::new();
    element(&mut body, "p", title(book, strings));
    for step in STEPS {
        element(&mut body, "h2", strings.get(&format!("pack.{step}")));
        element(&mut body, "p", strings.get(&format!("pack.{step}-text")));
        if step == "check" {
            put(
                &mut body,
                format_args!("<pre dir=\"ltr\">sha256sum -c {SUMS}</pre>\n"),
            );
        }
    }
    body.push_str("<p><a href=\"START.html\">");
    text(&mut body, strings.get("pack.open"));
    body.push_str("</a></p>\n");
    document(strings, strings.get("pack.how-to"), &body)
}

/// The sheet for an IT board. It is in English, whatever the book's languages.
fn change_sheet(book: &Book<'_>, sheet: &Sheet<'_>) -> String {
    let mut body = String::new();
    element(&mut body, "h2", "What is in it");
    contents(&mut body, book, sheet);
    element(&mut body, "h2", "What changed");
    changes(&mut body, sheet.difference.as_ref());
    element(&mut body, "h2", "What it does on the network");
    element(
        &mut body,
        "p",
        "Nothing is requested from outside: every page, style, script and picture comes from the site's own folder. Nothing runs on the server; it only sends files. The site works under the policy below, which the browser enforces and the files in hosting/ set.",
    );
    put(
        &mut body,
        format_args!("<pre>Content-Security-Policy: {POLICY}</pre>\n"),
    );
    element(&mut body, "h2", "What a browser stores");
    element(
        &mut body,
        "p",
        "No cookies, no account, no service worker. Whatever the pages remember for a reader, like a setting, stays on the reader's own device, in the browser's local storage, under names that begin with the book's identity (above). Nothing of it is sent anywhere; clearing the browser's site data removes it.",
    );
    element(&mut body, "h2", "How to put it in place, and back");
    element(
        &mut body,
        "p",
        "Unpack beside the running site, compare the sums, then exchange the two folders. Keep the former folder: to roll back, exchange them again. There is no database and nothing to migrate.",
    );
    element(&mut body, "h2", "How to check it");
    put(
        &mut body,
        format_args!(
            "<pre>keyward pack --verify PACKAGE.zip   # before unpacking\nsha256sum -c {SUMS}             # after unpacking\ngrep '  site/' {SUMS} | sha256sum   # the sum of the whole site</pre>\n"
        ),
    );
    english(
        &format!("Change sheet: {}", title(book, &book.strings[0])),
        &body,
    )
}

fn contents(body: &mut String, book: &Book<'_>, sheet: &Sheet<'_>) {
    let languages: Vec<&str> = book
        .strings
        .iter()
        .map(|strings| strings.locale().as_str())
        .collect();
    let total: u64 = sheet.files.values().map(length).sum();
    let address = book.config.site_url();
    body.push_str("<dl>\n");
    for (name, value) in [
        ("Title", title(book, &book.strings[0])),
        ("Identity", book.config.book.id.as_str()),
        ("Made by", concat!("Keyward ", env!("CARGO_PKG_VERSION"))),
        (
            "Address",
            address.as_deref().unwrap_or("any; all links are relative"),
        ),
        ("Languages", &languages.join(", ")),
        ("Pages", &book.pages.to_string()),
        ("Files of the site", &sheet.files.len().to_string()),
        ("Bytes of the site", &total.to_string()),
        ("SHA-256 of the site", &sheet.content),
    ] {
        element(body, "dt", name);
        element(body, "dd", value);
    }
    body.push_str("</dl>\n");
    put(
        body,
        format_args!(
            "<p>site/ is the site; hosting/ has settings for web servers; LICENCES/ has the licences of the program, and the texts' own are named in the site; {SUMS} has the SHA-256 of every file; {MARKER} tells Keyward that the zip is its own.</p>\n"
        ),
    );
}

fn length(file: &File) -> u64 {
    match file {
        File::Bytes(bytes) => bytes.len() as u64,
        File::Asset(asset) => asset.len,
    }
}

fn changes(body: &mut String, difference: Option<&Difference>) {
    let Some(difference) = difference else {
        element(
            body,
            "p",
            "This package was not compared with a former one.",
        );
        return;
    };
    for (name, files) in [
        ("Added", &difference.added),
        ("Changed", &difference.changed),
        ("Removed", &difference.removed),
    ] {
        element(body, "h3", &format!("{name}: {}", files.len()));
        if files.is_empty() {
            continue;
        }
        body.push_str("<ul>\n");
        for file in files.iter().take(NAMED) {
            element(body, "li", file);
        }
        body.push_str("</ul>\n");
        if files.len() > NAMED {
            element(body, "p", &format!("and {} more", files.len() - NAMED));
        }
    }
}

/// The site's title in a language.
fn title<'a>(book: &Book<'a>, strings: &Strings) -> &'a str {
    book.config.title(strings.locale())
}

fn document(strings: &Strings, title: &str, body: &str) -> String {
    let locale = strings.locale();
    frame(locale.as_str(), locale.dir().as_str(), title, body)
}

fn english(title: &str, body: &str) -> String {
    frame("en", "ltr", title, body)
}

fn frame(lang: &str, dir: &str, title: &str, body: &str) -> String {
    let mut page = String::new();
    put(
        &mut page,
        format_args!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
        ),
    );
    element(&mut page, "title", title);
    page.push_str("</head>\n<body>\n<main>\n");
    element(&mut page, "h1", title);
    page.push_str(body);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn element(out: &mut String, name: &str, inner: &str) {
    put(out, format_args!("<{name}>"));
    text(out, inner);
    put(out, format_args!("</{name}>\n"));
}

fn text(out: &mut String, text: &str) {
    escape_html(&mut *out, text).expect("writing to a String can't fail");
}

fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    out.write_fmt(what).expect("writing to a String can't fail");
}
