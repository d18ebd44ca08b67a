//! The themes in the program: one table of their files.

/// A theme's name, a file of it, and its text.
type File = (&'static str, &'static str, &'static str);

macro_rules! theme_files {
    ($($theme:literal { $($file:literal)* })*) => {
        /// Every file of every theme in the program.
        static FILES: &[File] = &[$($((
            $theme,
            $file,
            include_str!(concat!("../../themes/", $theme, "/", $file)),
        )),*),*];
    };
}

theme_files! {
    "default" {
        "theme.toml"
        "search-words/search-words.js"
        "search-index/search-index.js"
        "search-expand/search-expand.js"
        "search-rank/search-rank.js"
        "search-dialog/search-dialog.css"
        "search-dialog/search-dialog.js"
        "search/search.js"
        "search/search.css"
        "search/link.html"
        "search.html"
        "icon.svg"
        "discreet.svg"
        "page.html"
        "print.html"
        "404.html"
        "redirect.html"
        "base/base.html"
        "base/base.css"
        "base/base.js"
        "link/link.html"
        "header/header.html"
        "header/header.css"
        "header/header.js"
        "nav/nav.html"
        "nav/crumbs.html"
        "nav/nav.css"
        "header/shaft.html"
        "header/languages.html"
        "header/logo.html"
        "term/definitions.html"
        "term/equivalents.html"
        "term/letters.html"
        "term/term.css"
        "term/term.js"
        "entry/facts.html"
        "entry/fields.html"
        "way/way.html"
        "way/map.html"
        "way/way.css"
        "home/home.html"
        "home/home.css"
        "article/refs.html"
        "article/article.css"
        "article/goals.html"
        "listing/listing.html"
        "listing/items.html"
        "listing/card.html"
        "together/together.html"
        "together/matrix.html"
        "together/timeline.html"
        "together/each.html"
        "together/together.css"
        "compare/compare.html"
        "compare/topic.html"
        "compare/compare.css"
        "compare/compare.js"
        "facets/facets.html"
        "facets/facet.html"
        "facets/facets.css"
        "facets/facets.js"
        "review/review.html"
        "review/review.js"
        "listing/listing.css"
        "entry/entry.html"
        "entry/entry.css"
        "footer/footer.html"
        "footer/footer.css"
        "settings/settings.html"
        "settings/settings.css"
        "settings/settings.js"
        "settings/early.js"
        "quiz/quiz.css"
        "store/store.js"
        "quiz-fold/quiz-fold.js"
        "quiz-grade/quiz-grade.js"
        "quiz-controls/quiz-controls.js"
        "quiz-question/quiz-question.js"
        "quiz-test/quiz-test.css"
        "quiz-test/quiz-test.js"
        "quiz-scene/quiz-scene.css"
        "quiz-scene/quiz-scene.js"
        "quiz-task/quiz-task.css"
        "quiz/quiz.js"
        "print/print.css"
        "paper/paper.css"
        "quiz/quiz.html"
        "quiz/question.html"
        "quiz/scene.html"
        "quiz/key.html"
        "single/single.html"
        "single/leaf.html"
        "single/parts.html"
        "single/single.css"
        "single/opening.js"
        "single/single.js"
        "code/code.css"
        "progress/progress.js"
        "progress/early.js"
        "digest/digest.js"
        "qr/qr.js"
        "transfer/transfer.js"
        "cover/cover.js"
        "record/record.js"
        "statement/statement.js"
        "progress/progress.css"
        "progress/resume.html"
        "cover/cover.css"
        "record/record.css"
        "statement/statement.css"
        "progress.html"
        "statement.html"
        "print/chapter.html"
        "print/outside.html"
        "beside/beside.html"
        "beside/beside.css"
        "beside/beside.js"
        "ruler/ruler.html"
        "ruler/ruler.css"
        "ruler/ruler.js"
        "code/code.css"
        "pages/en/about.md"
        "pages/en/privacy.md"
        "pages/en/accessibility.md"
        "pages/en/licences.md"
        "pages/fr/about.md"
        "pages/fr/privacy.md"
        "pages/fr/accessibility.md"
        "pages/fr/licences.md"
        "pages/nl/about.md"
        "pages/nl/privacy.md"
        "pages/nl/accessibility.md"
        "pages/nl/licences.md"
        "pages/bg/about.md"
        "pages/bg/privacy.md"
        "pages/bg/accessibility.md"
        "pages/bg/licences.md"
        "pages/ar/about.md"
        "pages/ar/privacy.md"
        "pages/ar/accessibility.md"
        "pages/ar/licences.md"
        "pages/pt/about.md"
        "pages/pt/privacy.md"
        "pages/pt/accessibility.md"
        "pages/pt/licences.md"
        "pages/el/about.md"
        "pages/el/privacy.md"
        "pages/el/accessibility.md"
        "pages/el/licences.md"
        "chart/chart.css"
        "blank/blank.css"
        "blank/blank.js"
        "blank/local.js"
        "act-now/link.html"
        "act-now/act-now.css"
        "checklist/checklist.css"
        "checklist/checklist.js"
        "copy/copy.css"
        "copy/copy.js"
        "entry/uses.html"
        "locales/en.toml"
        "locales/fr.toml"
        "locales/nl.toml"
        "locales/bg.toml"
        "locales/ar.toml"
        "locales/pt.toml"
        "locales/el.toml"
    }
    "plain" {
        "theme.toml"
        "header/header.html"
        "footer/footer.html"
        "plain/plain.css"
    }
}

/// The theme that every other builds on in the end.
pub const BASE: &str = "default";

/// The files of a theme.
pub fn files(theme: &str) -> impl Iterator<Item = File> {
    FILES.iter().copied().filter(move |(own, ..)| *own == theme)
}

/// The text of a theme's file.
pub fn file(theme: &str, name: &str) -> Option<&'static str> {
    files(theme)
        .find(|(_, file, _)| *file == name)
        .map(|(.., text)| text)
}

/// Whether a theme is in the program.
pub fn has_theme(name: &str) -> bool {
    FILES.iter().any(|(theme, ..)| *theme == name)
}

/// Names of the themes in the program.
pub fn names() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<&str> = FILES.iter().map(|(theme, ..)| *theme).collect();
    names.dedup();
    names.into_iter()
}

/// The words of a language in the program.
pub fn locale(tag: &str) -> Option<&'static str> {
    file(BASE, &format!("locales/{tag}.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_table_names_every_file_of_the_themes() {
        let themes = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
        for theme in names() {
            let folder = themes.join(theme);
            let on_disk = walkdir::WalkDir::new(&folder)
                .sort_by_file_name()
                .into_iter();
            for entry in on_disk
                .flatten()
                .filter(|entry| entry.file_type().is_file())
            {
                let path = entry.path().strip_prefix(&folder).unwrap();
                let name = path.to_str().unwrap().replace('\\', "/");
                let known = FILES
                    .iter()
                    .any(|(own, file, _)| *own == theme && *file == name);
                assert!(known, "themes/{theme}/{name} is not in the table");
            }
        }
    }
}
