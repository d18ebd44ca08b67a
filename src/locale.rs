//! Languages: tags, direction of writing, quotation marks, plural categories, sort order.

use std::fmt;
use std::sync::Arc;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale::names::RegionDisplayName;
use icu_locale::subtags::Region;
use icu_locale::{Direction, LanguageIdentifier, LocaleDirectionality};
use icu_plurals::{PluralCategory, PluralRules};

/// A language tag of BCP 47 in its standard spelling, like `pt-BR`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(Arc<str>);

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dir {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Dir {
    /// The value of the `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Dir::Ltr => "ltr",
            Dir::Rtl => "rtl",
        }
    }
}

/// Quotation marks: opening and closing, then the pair for a quotation inside one.
///
/// French marks bring their narrow no-break space with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quotes {
    /// The outer pair.
    pub double: (&'static str, &'static str),
    /// The inner pair.
    pub single: (&'static str, &'static str),
}

const ENGLISH: Quotes = Quotes {
    double: ("“", "”"),
    single: ("‘", "’"),
};
const LOW_HIGH: Quotes = Quotes {
    double: ("„", "“"),
    single: ("‚", "‘"),
};
const LOW_RIGHT: Quotes = Quotes {
    double: ("„", "”"),
    single: ("‚", "’"),
};
const GUILLEMETS: Quotes = Quotes {
    double: ("«", "»"),
    single: ("“", "”"),
};
const SPACED_GUILLEMETS: Quotes = Quotes {
    double: ("«\u{202f}", "\u{202f}»"),
    single: ("“", "”"),
};

const RIGHT_RIGHT: Quotes = Quotes {
    double: ("”", "”"),
    single: ("’", "’"),
};
const CORNERS: Quotes = Quotes {
    double: ("「", "」"),
    single: ("『", "』"),
};

/// Languages whose marks differ from the English ones, after CLDR's delimiters. The longest
/// matching tag wins.
const QUOTES: &[(&str, Quotes)] = &[
    ("ar", GUILLEMETS),
    ("be", GUILLEMETS),
    ("bg", LOW_HIGH),
    ("ca", GUILLEMETS),
    ("cs", LOW_HIGH),
    ("de", LOW_HIGH),
    ("de-CH", GUILLEMETS),
    ("el", GUILLEMETS),
    ("es", GUILLEMETS),
    ("et", LOW_HIGH),
    ("fa", GUILLEMETS),
    ("fi", RIGHT_RIGHT),
    ("fr", SPACED_GUILLEMETS),
    ("he", RIGHT_RIGHT),
    ("hr", LOW_RIGHT),
    ("hu", LOW_RIGHT),
    ("hy", GUILLEMETS),
    ("is", LOW_HIGH),
    ("it", GUILLEMETS),
    ("ja", CORNERS),
    ("ka", LOW_HIGH),
    ("lt", LOW_HIGH),
    ("mk", LOW_HIGH),
    ("nb", GUILLEMETS),
    ("nn", GUILLEMETS),
    ("no", GUILLEMETS),
    ("pl", LOW_RIGHT),
    ("pt", GUILLEMETS),
    ("pt-BR", ENGLISH),
    ("ro", LOW_RIGHT),
    ("ru", GUILLEMETS),
    ("sk", LOW_HIGH),
    ("sl", LOW_HIGH),
    ("sq", GUILLEMETS),
    ("sr", LOW_RIGHT),
    ("sv", RIGHT_RIGHT),
    ("uk", GUILLEMETS),
];

/// The language that nobody speaks, in which what can't be translated shows.
pub const PSEUDO: &str = "en-XA";

impl Locale {
    /// Whether it is the language that nobody speaks.
    pub fn is_pseudo(&self) -> bool {
        self.as_str() == PSEUDO
    }

    /// Reads a tag; `None` if it is none of BCP 47's form.
    pub fn parse(tag: &str) -> Option<Locale> {
        let parsed: LanguageIdentifier = tag.parse().ok()?;
        (!parsed.language.is_unknown()).then(|| Locale(parsed.to_string().into()))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which way the language is written, by its script.
    pub fn dir(&self) -> Dir {
        match LocaleDirectionality::new_extended().get(&self.identifier()) {
            Some(Direction::RightToLeft) => Dir::Rtl,
            _ => Dir::Ltr,
        }
    }

    /// The marks that the language puts around a quotation.
    pub fn quotes(&self) -> Quotes {
        QUOTES
            .iter()
            .filter(|(tag, _)| self.is_or_under(tag))
            .max_by_key(|(tag, _)| tag.len())
            .map_or(ENGLISH, |(_, quotes)| *quotes)
    }

    /// The plural category of a whole number: `zero`, `one`, `two`, `few`, `many` or `other`.
    pub fn plural(&self, number: usize) -> &'static str {
        let rules = PluralRules::try_new_cardinal((&self.identifier()).into());
        match rules.map(|rules| rules.category_for(number)) {
            Ok(PluralCategory::Zero) => "zero",
            Ok(PluralCategory::One) => "one",
            Ok(PluralCategory::Two) => "two",
            Ok(PluralCategory::Few) => "few",
            Ok(PluralCategory::Many) => "many",
            Ok(PluralCategory::Other) | Err(_) => "other",
        }
    }

    /// How the language sorts titles: spaces and hyphens do not count first.
    pub fn collator(&self) -> CollatorBorrowed<'static> {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Tertiary);
        options.alternate_handling = Some(AlternateHandling::NonIgnorable);
        Collator::try_new((&self.identifier()).into(), options)
            .or_else(|_| Collator::try_new(Default::default(), options))
            .expect("the root collation is compiled in")
    }

    /// The name of a country of ISO 3166-1 in the language; its two letters where there is none.
    pub fn country(&self, code: &str) -> String {
        let Ok(region) = code.parse::<Region>() else {
            return code.to_owned();
        };
        let name = RegionDisplayName::try_new_light((&self.identifier()).into(), region)
            .map_or_else(|_| code.to_owned(), |name| name.to_string());
        match self.is_pseudo() {
            true => format!("⟦{name}⟧"),
            false => name,
        }
    }

    /// How the language tells letters apart: `é` is `e` in French, `ł` is not `l` in Polish.
    pub fn letter_collator(&self) -> CollatorBorrowed<'static> {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        options.alternate_handling = Some(AlternateHandling::NonIgnorable);
        Collator::try_new((&self.identifier()).into(), options)
            .or_else(|_| Collator::try_new(Default::default(), options))
            .expect("the root collation is compiled in")
    }

    /// The tags from this one to its bare language: `pt-BR`, `pt`.
    pub fn chain(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.as_str()), |tag| {
            tag.rsplit_once('-').map(|(shorter, _)| shorter)
        })
    }

    fn is_or_under(&self, tag: &str) -> bool {
        self.chain().any(|own| own == tag)
    }

    fn identifier(&self) -> LanguageIdentifier {
        self.0
            .parse()
            .expect("a Locale holds a tag that was parsed")
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Whether `word` means "all" where a test draws questions: `all from [Cases](cases.md)`.
pub fn means_all(word: &str) -> bool {
    [
        "all",
        "tout",
        "tous",
        "toutes",
        "alle",
        "todas",
        "todos",
        "tutte",
        "tutti",
        "wszystkie",
        "toate",
        "όλα",
        "όλες",
        "όλοι",
        "всички",
        "كل",
    ]
    .contains(&word.to_lowercase().as_str())
}

/// Whether `word` means "from" where a test draws questions: `3 from [Indicators](indicators.md)`.
pub fn means_from(word: &str) -> bool {
    [
        "from", "de", "des", "van", "uit", "von", "aus", "da", "das", "do", "dos", "di", "del",
        "z", "ze", "din", "από", "απο", "от", "من",
    ]
    .contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(tag: &str) -> Locale {
        Locale::parse(tag).unwrap()
    }

    #[test]
    fn tags_are_checked_and_spelt_in_the_standard_way() {
        assert_eq!(locale("PT-br").as_str(), "pt-BR");
        assert_eq!(locale("zh-hant").as_str(), "zh-Hant");
        for bad in ["", "e", "english language", "en_GB!", "und", "123"] {
            assert_eq!(Locale::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn direction_follows_the_script() {
        for (tag, dir) in [
            ("ar", Dir::Rtl),
            ("he", Dir::Rtl),
            ("fa", Dir::Rtl),
            ("el", Dir::Ltr),
        ] {
            assert_eq!(locale(tag).dir(), dir, "{tag}");
        }
    }

    #[test]
    fn quotes_take_the_longest_tag() {
        assert_eq!(locale("pt").quotes().double.0, "«");
        assert_eq!(locale("pt-BR").quotes().double.0, "“");
        assert_eq!(locale("bg").quotes().double, ("„", "“"));
        assert_eq!(locale("nl").quotes().double, ("“", "”"));
    }

    #[test]
    fn plurals_follow_cldr() {
        assert_eq!(locale("fr").plural(0), "one");
        assert_eq!(locale("en").plural(0), "other");
        assert_eq!(locale("ar").plural(3), "few");
        assert_eq!(locale("pl").plural(22), "few");
    }

    #[test]
    fn countries_have_names_in_each_language() {
        assert_eq!(locale("en").country("DK"), "Denmark");
        assert_eq!(locale("fr").country("GR"), "Grèce");
        assert_eq!(locale("ar").country("FR"), "فرنسا");
        assert_eq!(locale("bg").country("DE"), "Германия");
    }

    #[test]
    fn titles_sort_by_the_language() {
        let collator = locale("fr").collator();
        let mut titles = ["Zone", "état", "Étude", "eau"];
        titles.sort_by(|a, b| collator.compare(a, b));
        assert_eq!(titles, ["eau", "état", "Étude", "Zone"]);
    }
}
