//! Short answers made comparable: letters, marks, spaces and digits in one form each.
//!
//! The questions' script folds what a learner types, the build folds what an author accepts. Both
//! follow `tests/fixtures/short-text.json`.

use icu_casemap::CaseMapper;
use icu_normalizer::{
    ComposingNormalizerBorrowed as Composing, DecomposingNormalizerBorrowed as Decomposing,
};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

/// What of an answer counts; the usual is that neither accents nor case do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Folding<'a> {
    /// The language of the answer, a tag like `tr`: it decides about dotted i and joiners.
    pub lang: &'a str,
    /// Whether accents on Latin letters count.
    pub keep_accents: bool,
    /// Whether capitals count.
    pub keep_case: bool,
}

/// The form of `text` in which answers are compared.
///
/// Words are separated by one space each; what punctuation separated is separated by a space.
pub fn fold(text: &str, folding: Folding) -> String {
    let language = folding.lang.split('-').next().unwrap_or_default();
    let joiners_part = matches!(language, "fa" | "hi");
    // An acute that stands alone is meant as an apostrophe; compatibility would make a mark of it.
    let text = text.replace('´', " ");
    let text: String = Composing::new_nfkc()
        .normalize(&text)
        .chars()
        .map(|c| match c {
            '\u{200C}' if joiners_part => ' ',
            c => c,
        })
        .filter(|c| !is_invisible(*c))
        .collect();
    let text = match folding.keep_case {
        true => text,
        false => folded_case(&text, language),
    };
    let words: Vec<&str> = text
        .split(separates)
        .filter(|word| !word.is_empty())
        .collect();
    let text: String = words.join(" ").chars().map(ascii_digit).collect();
    let text = Composing::new_nfc().normalize(&text).into_owned();
    by_script(&text, folding.keep_accents)
}

/// How many slips of the pen lie between `typed` and `wanted`, both folded, if they are few enough
/// for the length: one from five letters on, two from nine. Answers with digits allow none.
pub fn slips(typed: &str, wanted: &str) -> Option<usize> {
    if typed == wanted {
        return Some(0);
    }
    let letters = wanted.chars().filter(|c| *c != ' ').count();
    let allowed = match letters {
        _ if wanted.contains(|c: char| c.is_ascii_digit()) => 0,
        9.. => 2,
        5.. => 1,
        _ => 0,
    };
    let slips = strsim::damerau_levenshtein(typed, wanted);
    (slips <= allowed).then_some(slips)
}

/// Marks of direction, joiners, zero-width spaces, soft hyphens.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{AD}' | '\u{FEFF}')
}

/// The digit 0 to 9 for a digit of any script; other characters stay.
pub(super) fn ascii_digit(c: char) -> char {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let is_digit = |code: u32| categories.get32(code) == GeneralCategory::DecimalNumber;
    let code = u32::from(c);
    if !is_digit(code) {
        return c;
    }
    // Decimal digits stand in rows from zero to nine.
    let before = (1..=code).take_while(|back| is_digit(code - back)).count();
    char::from_digit((before % 10) as u32, 10).unwrap_or(c)
}

/// Whether a character parts words: spaces, punctuation, and signs typed for quotes and hyphens.
fn separates(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    c.is_whitespace()
        || GeneralCategoryGroup::Punctuation.contains(category)
        || matches!(c, '`' | '\u{2B9}'..='\u{2BD}' | '\u{2044}' | '\u{2212}')
}

fn folded_case(text: &str, language: &str) -> String {
    let mapper = CaseMapper::new();
    match language {
        "tr" | "az" => mapper.fold_turkic_string(text).into_owned(),
        _ => mapper.fold_string(text).into_owned(),
    }
}

/// What each script writes in more than one way, in one.
fn by_script(text: &str, keep_accents: bool) -> String {
    let scripts = CodePointMapData::<Script>::new();
    let categories = CodePointMapData::<GeneralCategory>::new();
    let mut out = String::with_capacity(text.len());
    let mut bare = false;
    for c in text.chars() {
        if GeneralCategoryGroup::Mark.contains(categories.get(c))
            && scripts.get(c) == Script::Inherited
        {
            // Goes with the letter before it.
            if !bare && !is_vowel_mark(c) {
                out.push(c);
            }
            continue;
        }
        let script = scripts.get(c);
        bare = script == Script::Greek || (script == Script::Latin && !keep_accents);
        match c {
            'ß' => out.push_str("ss"),
            'ẞ' => out.push_str("SS"),
            'ς' => out.push('σ'),
            'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
            'ى' => out.push('ي'),
            'ة' => out.push('ه'),
            'ё' => out.push('е'),
            'Ё' => out.push('Е'),
            c if is_vowel_mark(c) => {}
            c if bare => {
                let letters = Decomposing::new_nfd().normalize_iter(std::iter::once(c));
                out.extend(
                    letters.filter(|c| !GeneralCategoryGroup::Mark.contains(categories.get(*c))),
                );
            }
            c => out.push(c),
        }
    }
    out
}

/// Vowel and reading marks of Arabic and Hebrew, and the stroke that stretches Arabic words.
fn is_vowel_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{65F}' | '\u{640}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn vectors(part: &str) -> Vec<Value> {
        let text = include_str!("../../tests/fixtures/short-text.json");
        let all: Value = serde_json::from_str(text).unwrap();
        all[part].as_array().unwrap().clone()
    }

    #[test]
    fn the_vectors_that_the_script_follows_too() {
        let vectors = vectors("fold");
        assert!(vectors.len() >= 60, "{}", vectors.len());
        for vector in vectors {
            let folding = Folding {
                lang: vector["lang"].as_str().unwrap_or("en"),
                keep_accents: vector["accents"] == "keep",
                keep_case: vector["case"] == "keep",
            };
            let folded = fold(vector["in"].as_str().unwrap(), folding);
            assert_eq!(folded, vector["out"].as_str().unwrap(), "{vector}");
            assert_eq!(fold(&folded, folding), folded, "folding twice: {vector}");
        }
    }

    #[test]
    fn slips_of_the_pen() {
        let vectors = vectors("slips");
        assert!(vectors.len() >= 10, "{}", vectors.len());
        for vector in vectors {
            let of = |name: &str| fold(vector[name].as_str().unwrap(), Folding::default());
            let expected = vector["slips"].as_u64().map(|slips| slips as usize);
            assert_eq!(slips(&of("typed"), &of("wanted")), expected, "{vector}");
        }
    }
}
