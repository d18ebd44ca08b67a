//! Whether two words of one stem are forms of one word, and not two words of one family.
//!
//! Stemmers that search uses go further than inflection: to Snowball, `prevent` and `prevention`
//! are one. A link to the meaning of a word needs the difference.

use super::stem::regular;

/// Endings of nouns and adjectives, folded, by language. Two words are forms of one where they are
/// a common part and an ending each. A language that is missing here goes by its stems.
const ENDINGS: &[(&str, &str)] = &[
    ("en", "- s es y ies"),
    (
        "fr",
        "- s x e es al aux ale ales if ive ifs ives eur eurs euse euses rice rices er ers ere eres el elle els elles en enne ens ennes f ve fs ves",
    ),
    ("de", "- e en er es s n em ern nen in innen ens se sen"),
    ("nl", "- s e en er ers n es heid heden f v ven ven z zen"),
    ("es", "- s es a o as os e on ones z ces n nes"),
    ("it", "- a e i o he hi io ie ia tore tori trice trici ta"),
    (
        "pt",
        "- s es a o as os e ao oes aes aos l is el eis al ais m ns or ora ores oras",
    ),
    (
        "pl",
        "- a e i o u y em ie om ow ami ach owi iem iom iami iach ia ii iu ego emu ej ych ym ymi ich im imi iej iego iemu cie ci c sci k ki cy ni n ek ku ka ce iow owie l le la li r rze rzy d dzie t",
    ),
    (
        "el",
        "- α ασ αν ε εσ η ησ ην ι ιου ια ιων ο οσ ου ον οι ουσ ω ων υ υσ εισ εωσ εων εα εασ ματα ματοσ ματων μα μασ τα τοσ των σ ν υσ ιο ιοσ ιοι ιουσ ιασ ιεσ ιε αδεσ αδων ησ ουδεσ ρια ριασ ριεσ",
    ),
];

/// Whether folded words of one stem are forms of one word in a bare language.
pub fn is_inflection(language: &str, one: &str, other: &str) -> bool {
    let (one, other) = (regular(language, one), regular(language, other));
    let (one, other) = (&*one, &*other);
    if one == other {
        return true;
    }
    let Some((_, endings)) = ENDINGS.iter().find(|(tag, _)| *tag == language) else {
        return true;
    };
    let is_ending = |rest: &str| {
        let rest = if rest.is_empty() { "-" } else { rest };
        endings.split(' ').any(|ending| ending == rest)
    };
    let common = one
        .char_indices()
        .zip(other.chars())
        .take_while(|((_, a), b)| a == b)
        .map(|((at, c), _)| at + c.len_utf8())
        .last()
        .unwrap_or(0);
    let starts = one[..common].char_indices().map(|(at, _)| at);
    starts
        .chain([common])
        .skip(2)
        .any(|at| is_ending(&one[at..]) && is_ending(&other[at..]))
}

/// Whether the stress of `written` can be that of a form of `base`: in Greek it moves towards the
/// end of a word or stays, so that `φύλακες` is no form of `φυλακή`.
pub fn can_be_stressed_so(language: &str, base: &str, written: &str) -> bool {
    if language != "el" {
        return true;
    }
    match (stress(base), stress(written)) {
        (Some(base), Some(written)) => base <= written,
        _ => true,
    }
}

/// The place of the letter with an accent.
fn stress(word: &str) -> Option<usize> {
    let mut letters = word.chars();
    letters.position(|c| "άέήίόύώΐΰΆΈΉΊΌΎΏ".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stress_moves_towards_the_end() {
        assert!(can_be_stressed_so("el", "κρατούμενος", "κρατουμένων"));
        assert!(can_be_stressed_so("el", "φυλακή", "ΦΥΛΑΚΗ"));
        assert!(!can_be_stressed_so("el", "φυλακή", "φύλακες"));
    }

    #[test]
    fn forms_are_told_from_families() {
        for (language, one, other, wanted) in [
            ("en", "prison", "prisons", true),
            ("en", "agency", "agencies", true),
            ("en", "prevention", "prevent", false),
            ("en", "radicalisation", "radical", false),
            ("en", "community", "commune", false),
            ("fr", "radicalisation", "radicalise", false),
            ("fr", "penal", "penaux", true),
            ("fr", "social", "sociale", true),
            ("el", "κρατουμενοσ", "κρατουμενουσ", true),
            ("el", "προγραμμα", "προγραμματα", true),
            ("hr", "zatvor", "zatvorski", true),
        ] {
            assert_eq!(is_inflection(language, one, other), wanted, "{one} {other}");
        }
    }
}
