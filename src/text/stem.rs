//! Stems: what the inflected forms of a word share.

use std::borrow::Cow;

use snowball_stemmers_rs::{Algorithm, Stemmer as Snowball};

use super::{arabic, bulgarian, plain};

/// Finds the stems of a language's words.
pub struct Stemmer {
    language: &'static str,
    way: Way,
}

/// Languages whose stemmer is Snowball's. Its newer one for Dutch parts the numbers of a word; the
/// one for Arabic leaves part of many plurals (nDCG@10 of `tests/search/ar` is .11 less with it).
const STEMMERS: &[(&str, Algorithm)] = &[
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fr", Algorithm::French),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::DutchPorter),
    ("pl", Algorithm::Polish),
    ("pt", Algorithm::Portuguese),
];

enum Way {
    Snowball(Snowball),
    Arabic,
    Bulgarian,
    /// The language has no stemmer: a word is its own stem.
    None,
}

impl Stemmer {
    /// For a bare language, like `pt`.
    pub fn new(language: &str) -> Self {
        let found = STEMMERS.iter().find(|(tag, _)| *tag == language);
        match (found, language) {
            (Some((language, algorithm)), _) => Stemmer {
                language,
                way: Way::Snowball(Snowball::create(*algorithm)),
            },
            (None, "ar") => Stemmer {
                language: "ar",
                way: Way::Arabic,
            },
            (None, "bg") => Stemmer {
                language: "bg",
                way: Way::Bulgarian,
            },
            (None, _) => Stemmer {
                language: "",
                way: Way::None,
            },
        }
    }

    /// Whether the language has a stemmer.
    pub fn is_there(&self) -> bool {
        !matches!(self.way, Way::None)
    }

    /// The stem of a word as written, folded.
    pub fn stem(&self, word: &str) -> String {
        // Stemmers know accents, so that folding comes after them.
        let lower = plain::lower(word);
        match &self.way {
            Way::Snowball(snowball) => {
                let regular = regular(self.language, &lower);
                plain::plain(&snowball.stem(&regular))
            }
            Way::Arabic => arabic::stem(&plain::plain(&lower)).to_owned(),
            Way::Bulgarian => bulgarian::stem(&plain::plain(&lower)),
            Way::None => plain::plain(&lower),
        }
    }
}

/// Forms that no rule of their language's stemmer leads to the word's others, or that it takes for
/// another word's, like French "foyer" for "foi"; and a form, of another language if need be, whose
/// stem they get.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("en", "analyses", "analysis"),
    ("en", "children", "child"),
    ("en", "crises", "crisis"),
    ("en", "criteria", "criterion"),
    ("en", "memoranda", "memorandum"),
    ("en", "men", "man"),
    ("en", "phenomena", "phenomenon"),
    ("en", "women", "woman"),
    ("es", "caso", "casus"),
    ("es", "casos", "casus"),
    ("fr", "délit", "délits"),
    ("fr", "délits", "délits"),
    ("fr", "étranger", "étrangers"),
    ("fr", "étrangers", "étrangers"),
    ("fr", "étrangère", "étrangers"),
    ("fr", "étrangères", "étrangers"),
    ("fr", "foyer", "foyers"),
    ("fr", "foyers", "foyers"),
    ("fr", "loyer", "loyers"),
    ("fr", "loyers", "loyers"),
    ("it", "carcere", "carceri"),
    ("it", "caso", "casus"),
    ("it", "casi", "casus"),
    ("pt", "caso", "casus"),
    ("pt", "casos", "casus"),
];

/// How words for a movement begin, and the word whose stem they get: a stemmer must not take them
/// for forms of the faith's name.
const MOVEMENTS: &[(&str, &str)] = &[
    ("islamis", "islamist"),
    ("ισλαμισ", "ισλαμιστ"),
    ("ισλαμίσ", "ισλαμιστ"),
    ("jihadis", "jihadist"),
    ("djihadis", "djihadist"),
    ("yihadis", "yihadist"),
    ("τζιχαντισ", "τζιχαντιστ"),
    ("τζιχαντίσ", "τζιχαντιστ"),
];

/// Endings that a stemmer leaves as they are, with those of the word's other forms: the language,
/// the letters before the ending, the ending, what takes its place.
const LEFT: &[(&str, usize, &str, &str)] = &[
    ("el", 3, "ίες", "ία"),
    ("el", 3, "ίας", "ία"),
    ("el", 2, "ικό", "ικός"),
    ("el", 2, "ικά", "ικός"),
    ("el", 2, "ικού", "ικός"),
    ("el", 2, "έας", "είς"),
    ("el", 2, "έα", "είς"),
    ("el", 2, "έων", "είς"),
    ("el", 2, "οντας", "οντα"),
    ("el", 2, "ικών", "ικός"),
    ("el", 2, "ιο", "ια"),
    ("el", 3, "τρια", "της"),
    ("el", 3, "τριες", "της"),
    ("fr", 3, "ers", "er"),
    ("fr", 3, "ère", "er"),
    ("fr", 3, "ères", "er"),
    ("fr", 3, "trice", "teur"),
    ("fr", 3, "trices", "teur"),
    ("fr", 3, "euse", "eur"),
    ("fr", 3, "euses", "eur"),
    ("fr", 3, "us", "u"),
    ("fr", 3, "is", "i"),
    ("nl", 3, "nissen", "nis"),
    ("nl", 4, "enen", "ene"),
    ("pl", 3, "ek", "k"),
    ("pl", 3, "orzy", "or"),
    ("es", 2, "ces", "z"),
    ("es", 2, "enes", "en"),
    ("pt", 2, "ões", "ão"),
    ("pt", 2, "ães", "ão"),
    ("pt", 2, "ais", "al"),
    ("pt", 2, "éis", "el"),
    ("pt", 2, "veis", "vel"),
    ("pt", 2, "íceis", "ícil"),
    ("pt", 2, "ens", "em"),
];

/// The languages of these lists.
const IRREGULAR_LANGUAGES: [&str; 8] = ["el", "en", "es", "fr", "it", "nl", "pl", "pt"];

/// A word in small letters, in the form that the stemmer of a bare language understands.
pub(super) fn regular<'a>(language: &str, word: &'a str) -> Cow<'a, str> {
    if !IRREGULAR_LANGUAGES.contains(&language) {
        return Cow::Borrowed(word);
    }
    let irregular = IRREGULAR
        .iter()
        .find(|(tag, form, _)| *tag == language && *form == word);
    if let Some((_, _, base)) = irregular {
        return Cow::Borrowed(base);
    }
    if let Some((_, base)) = MOVEMENTS.iter().find(|(start, _)| word.starts_with(start)) {
        return Cow::Borrowed(base);
    }
    for (tag, before, ending, other) in LEFT {
        if *tag == language
            && let Some(start) = word.strip_suffix(ending)
            && start.chars().count() >= *before
        {
            return Cow::Owned(format!("{start}{other}"));
        }
    }
    Cow::Borrowed(word)
}
