//! Rules about files as a whole: where they stand, and what must not be published.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Config;
use crate::content;
use crate::diagnostic::{Code, Diagnostic, Span, code};
use crate::locale::Locale;
use crate::path;
use crate::site::{ContentFile, Site};
use crate::source::SourceTree;

/// Endings of files that run in a browser, on a server, or when they are opened.
const ACTIVE: &[&str] = &[
    "html", "htm", "xhtml", "xht", "shtml", "xml", "xsl", "xslt", "js", "mjs", "swf", "wasm",
    "jar", "php", "phtml", "phar", "asp", "aspx", "ashx", "asmx", "jsp", "jspx", "cgi", "pl", "py",
    "rb", "sh", "config", "exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe",
    "hta", "lnk", "url", "reg",
];

/// Names that some servers take for settings.
const SETTINGS: [&str; 2] = ["_headers", "_redirects"];

/// Files of the content that must not be published.
pub fn files(tree: &SourceTree, files: &[ContentFile]) -> Vec<Diagnostic> {
    files
        .iter()
        .filter_map(|file| refused(tree, &file.source))
        .collect()
}

fn refused(tree: &SourceTree, source: &Arc<str>) -> Option<Diagnostic> {
    let ending = source
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    let name = path::name(source);
    if SETTINGS.contains(&name) {
        let message = format!("`{name}` is read by some servers as settings and is not published");
        return Some(
            Diagnostic::new(&code::ACTIVE_ASSET, Span::file(source), message)
                .help("put it into the folder of the built site; files there are kept"),
        );
    }
    if ACTIVE.contains(&ending.as_str()) {
        return Some(
            Diagnostic::new(&code::ACTIVE_ASSET, Span::file(source), format!("files of type `.{ending}` are programs or pages and are not published"))
                .help("write the page in Markdown; a script of the book's own belongs in `[output.html] additional-js`"),
        );
    }
    match ending.as_str() {
        "svg" | "svgz" => match tree.text(source) {
            Some(text) => content::check_svg(source, text),
            None => Some(
                Diagnostic::new(
                    &code::UNSAFE_SVG,
                    Span::file(source),
                    "this picture is packed and can't be looked into",
                )
                .help("save it as plain `.svg`"),
            ),
        },
        _ => None,
    }
}

/// Folders that `[navigation]` names and no language has.
pub fn navigation(site: &Site, config: &Config) -> Vec<Diagnostic> {
    let folders: BTreeSet<&str> = (site.pages.iter())
        .filter(|page| page.document.is_index())
        .map(|page| page.folder())
        .filter(|folder| !folder.is_empty())
        .collect();
    let tops: BTreeSet<&str> = folders
        .iter()
        .copied()
        .filter(|folder| !folder.contains('/'))
        .collect();
    let lists = [
        ("order", &config.navigation.order, &folders),
        ("header", &config.navigation.header, &tops),
    ];
    let unknown = lists.into_iter().flat_map(|(key, asked, known)| {
        let unknown = asked
            .iter()
            .filter(|folder| !known.contains(folder.as_str()));
        unknown.map(move |folder| {
            let place = config.place_in(&["navigation", key], folder);
            let message = format!("no language has a folder `{folder}` with an `index.md`");
            let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            Diagnostic::new(&code::UNKNOWN_FOLDER, place, message).suggest(
                folder,
                known.iter().copied(),
                format!("there are: {}", names.join(", ")),
            )
        })
    });
    unknown.collect()
}

/// Pages that should have been checked again by that day, and translations that are stale or lack
/// a term.
pub fn reviews(site: &Site, today: Date) -> Vec<Diagnostic> {
    let mut found = overdue(site, today);
    found.extend(site.terms_not_used());
    found.extend(stale(site, &code::STALE_TRANSLATION));
    found
}

/// Translations whose originals changed, under a rule that speaks of them.
fn stale(site: &Site, code: &'static Code) -> Vec<Diagnostic> {
    let own = site.pages.iter().filter(|page| !page.is_fallback(site));
    own.filter_map(|page| {
        let behind = page.behind(site)?;
        let file = &page.document.source;
        let message = format!(
            "{} of {} parts changed in `{}` since this was translated",
            behind.changed, behind.parts, page.original.source
        );
        Some(Diagnostic::new(code, Span::file(file), message).help(format!(
            "`keyward translations` shows what changed; when the translation follows, run `keyward translations stamp {file}`"
        )))
    })
    .collect()
}

fn overdue(site: &Site, today: Date) -> Vec<Diagnostic> {
    let own = site.pages.iter().filter(|page| !page.is_fallback(site));
    own.filter_map(|page| {
        let due = page
            .document
            .front
            .review_due()
            .filter(|due| *due < today)?;
        let owner = page.document.front.owner.as_deref();
        let owner = owner.map_or(String::new(), |owner| format!("; {owner} looks after it"));
        Some(
            Diagnostic::new(
                &code::REVIEW_OVERDUE,
                Span::file(&page.document.source),
                format!("this page was to be checked again by {due}{owner}"),
            )
            .help("check that it still holds, then set `reviewed` to today"),
        )
    })
    .collect()
}

/// What a release needs: checks that are not overdue, places that are filled, fresh translations.
pub fn release(site: &Site, today: Date) -> Vec<Diagnostic> {
    let mut found = stale(site, &code::TRANSLATION_DUE);
    let own = site.pages.iter().filter(|page| !page.is_fallback(site));
    found.extend(own.flat_map(|page| {
        let document = &page.document;
        let due = document.front.review_due().filter(|due| *due < today);
        let overdue = due.map(|due| {
            Diagnostic::new(
                &code::REVIEW_DUE,
                Span::file(&document.source),
                format!("this page was to be checked again by {due}"),
            )
            .help("check that it still holds, then set `reviewed` to today")
        });
        let open = document.body.open_places.iter().map(|(what, range)| {
            let what = if what.is_empty() { "this place" } else { what };
            Diagnostic::new(
                &code::OPEN_PLACE,
                document.span(range.clone()),
                format!("still to be filled in for your country: {what}"),
            )
            .help("write what holds in your country, then take the comment away")
        });
        overdue.into_iter().chain(open).collect::<Vec<_>>()
    }));
    found
}

/// A file that is neither a page nor meant to be published, by its name.
pub fn unused(source: &Arc<str>) -> Option<Diagnostic> {
    let lower = path::name(source).to_lowercase();
    let (message, help) = if lower.ends_with(".md") || lower.ends_with(".markdown") {
        (
            "this file is not read as a page, because its name does not end with `.md`",
            "rename it so that it ends with `.md`, in small letters",
        )
    } else if is_leftover(&lower) {
        (
            "this file is what a program left behind, and is not published",
            "remove it",
        )
    } else {
        return None;
    };
    Some(Diagnostic::new(&code::STRAY_FILE, Span::file(source), message).help(help))
}

/// Whether editors and systems leave files of that name behind.
fn is_leftover(name: &str) -> bool {
    let ends = [
        "~",
        ".bak",
        ".orig",
        ".rej",
        ".tmp",
        ".temp",
        ".swp",
        ".keyward-new",
    ];
    ends.iter().any(|end| name.ends_with(end))
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || ["thumbs.db", "desktop.ini"].contains(&name)
}

/// A file of the content folder outside every language's folder; each folder is named once.
pub fn misplaced(
    source: &Arc<str>,
    src: &str,
    folder: &str,
    locales: &[Locale],
    before: &[Diagnostic],
) -> Option<Diagnostic> {
    let tags = || locales.iter().map(Locale::as_str);
    let first = format!("{src}/{}/", tags().next().unwrap_or("en"));
    if folder.is_empty() {
        return Some(
            Diagnostic::new(
                &code::STRAY_FILE,
                Span::file(source),
                "this file stands outside the languages' folders and is not used",
            )
            .help(format!("move it into `{first}`")),
        );
    }
    let (code, message, help) = match Locale::parse(folder) {
        None => (
            &code::BAD_LOCALE,
            format!("folder `{folder}` is no language tag"),
            format!("move it into `{first}`, or name it by a language, like `fr` or `pt-BR`"),
        ),
        Some(locale) => (
            &code::UNKNOWN_LOCALE_FOLDER,
            format!("folder `{folder}` is no language of this book"),
            match tags().find(|tag| *tag == locale.as_str()) {
                Some(tag) => format!("rename the folder to `{tag}`"),
                None => format!("declare it in `book.toml` with a line `[languages.{locale}]`"),
            },
        ),
    };
    let diagnostic = Diagnostic::new(code, Span::file(source), message).help(help);
    let named = before
        .iter()
        .any(|known| known.message == diagnostic.message);
    (!named).then_some(diagnostic)
}
