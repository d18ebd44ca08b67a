//! The names that readers see, by language: neutral ones where the book asks for discretion.

use super::{Config, Language};
use crate::locale::Locale;

impl Config {
    /// The table of a language, if it has one.
    pub fn language(&self, locale: &Locale) -> Option<&Language> {
        self.languages.get(locale.as_str())
    }

    /// The site's title in a language.
    pub fn title(&self, locale: &Locale) -> &str {
        self.own_title(locale).unwrap_or(match &self.discretion {
            Some(discretion) => &discretion.title,
            None => &self.book.title,
        })
    }

    /// The site's title where there is little room.
    pub fn short_title(&self, locale: &Locale) -> &str {
        self.own_short_title(locale).unwrap_or_else(|| {
            let short = self.book.short_title.as_deref();
            short
                .filter(|_| self.discretion.is_none())
                .unwrap_or_else(|| self.title(locale))
        })
    }

    /// The language that the short title is written in.
    pub fn short_title_language(&self, locale: &Locale) -> Locale {
        match self.own_short_title(locale) {
            Some(_) => locale.clone(),
            None => self.default_locale(),
        }
    }

    /// What is said about the whole site to those who are not on it.
    pub fn description(&self, locale: &Locale) -> Option<&str> {
        let language = self.language(locale);
        let (own, general) = match &self.discretion {
            Some(discretion) => (
                language.and_then(|language| language.discreet_description.as_deref()),
                discretion.description.as_deref(),
            ),
            None => (
                language.and_then(|language| language.description.as_deref()),
                Some(self.book.description.as_str()),
            ),
        };
        own.or(general).filter(|text| !text.is_empty())
    }

    /// The logo in words; none where it only repeats the title.
    pub fn logo_alt(&self, locale: &Locale) -> &str {
        self.language(locale)
            .and_then(|language| language.logo_alt.as_deref())
            .or(self.output.html.logo_alt.as_deref())
            .unwrap_or_default()
    }

    /// Whether addresses are made of letters without meaning.
    pub fn has_neutral_addresses(&self) -> bool {
        let discretion = self.discretion.as_ref();
        discretion.is_some_and(|discretion| discretion.neutral_addresses)
    }

    /// The short title, or else the title, that a language's own table gives.
    fn own_short_title(&self, locale: &Locale) -> Option<&str> {
        let short = self.language(locale)?.short_title.as_deref();
        short
            .filter(|_| self.discretion.is_none())
            .or_else(|| self.own_title(locale))
    }

    /// The title that a language's own table gives.
    fn own_title(&self, locale: &Locale) -> Option<&str> {
        let language = self.language(locale)?;
        match self.discretion {
            Some(_) => language.discreet_title.as_deref(),
            None => language.title.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read;

    const BOOK: &str = "[book]\nid = \"b\"\ntitle = \"Long title\"\nshort-title = \"Short\"\ndescription = \"What it is.\"\n[languages.fr]\ntitle = \"Titre\"\n[languages.ar]\n";

    fn names(config: &Config, tag: &str) -> (String, String, Locale) {
        let locale = Locale::parse(tag).unwrap();
        let title = config.title(&locale).to_owned();
        let short = config.short_title(&locale).to_owned();
        (title, short, config.short_title_language(&locale))
    }

    #[test]
    fn a_language_has_its_own_names_or_those_of_the_book() {
        let config = read(BOOK, &[]).value;
        let locale = |tag| Locale::parse(tag).unwrap();
        let wanted = |title: &str, short: &str, tag| (title.into(), short.into(), locale(tag));
        assert_eq!(names(&config, "en"), wanted("Long title", "Short", "en"));
        assert_eq!(names(&config, "fr"), wanted("Titre", "Titre", "fr"));
        assert_eq!(names(&config, "ar"), wanted("Long title", "Short", "en"));
        assert_eq!(config.description(&locale("ar")), Some("What it is."));
    }

    #[test]
    fn with_discretion_only_neutral_names_show() {
        let discretion = "[discretion]\ntitle = \"Staff training\"\n";
        let config = read(&format!("{BOOK}{discretion}"), &[]).value;
        for tag in ["en", "fr", "ar"] {
            let (title, short, language) = names(&config, tag);
            assert_eq!((&*title, &*short), ("Staff training", "Staff training"));
            assert_eq!(language.as_str(), "en");
            let locale = Locale::parse(tag).unwrap();
            assert_eq!(config.description(&locale), None);
        }
    }
}
