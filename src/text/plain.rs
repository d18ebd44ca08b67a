//! The form of a word in which its spellings are equal: without case, accents and variants of
//! letters.
//!
//! The build folds the words of the pages, a script those of a query; both follow
//! `tests/fixtures/tokens.json`.

use std::borrow::Cow;

use icu_normalizer::{
    ComposingNormalizerBorrowed as Composing, DecomposingNormalizerBorrowed as Decomposing,
};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

use super::fold::{ascii_digit, is_invisible};

/// `word` folded: small letters, compatible forms in one, no marks on Latin, Greek, Cyrillic,
/// Arabic and Hebrew letters (`й` and `ё` aside: one is a letter of its own, the other `е`), no
/// letter with a stroke or of two.
pub fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let scripts = CodePointMapData::<Script>::new();
    let categories = CodePointMapData::<GeneralCategory>::new();
    let lower = word.to_lowercase();
    let composed = Composing::new_nfkc().normalize(&lower);
    let mut out = String::with_capacity(word.len());
    let mut drops_marks = false;
    for c in composed.chars().flat_map(char::to_lowercase) {
        if is_invisible(c) {
            continue;
        }
        if c == 'й' {
            out.push(c);
            drops_marks = true;
            continue;
        }
        for c in Decomposing::new_nfkd().normalize_iter(std::iter::once(c)) {
            if GeneralCategoryGroup::Mark.contains(categories.get(c)) {
                if !drops_marks {
                    out.push(c);
                }
                continue;
            }
            let script = scripts.get(c);
            drops_marks = [
                Script::Latin,
                Script::Greek,
                Script::Cyrillic,
                Script::Arabic,
                Script::Hebrew,
            ]
            .contains(&script);
            push(&mut out, c);
        }
    }
    Composing::new_nfc().normalize(&out).into_owned()
}

/// A letter in the form that stands for all its variants.
fn push(out: &mut String, c: char) {
    match c {
        'ß' => out.push_str("ss"),
        'œ' => out.push_str("oe"),
        'æ' => out.push_str("ae"),
        'þ' => out.push_str("th"),
        'ł' => out.push('l'),
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ħ' => out.push('h'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        'ٱ' => out.push('ا'),
        'ة' => out.push('ه'),
        'ى' | 'ی' => out.push('ي'),
        'ک' => out.push('ك'),
        // The stroke that stretches Arabic words.
        '\u{640}' => {}
        c => out.push(ascii_digit(c)),
    }
}

/// `word` in small letters and composed, with its accents: what stemmers read.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        return Cow::Borrowed(word);
    }
    let lower: String = word
        .to_lowercase()
        .chars()
        .filter(|c| !is_invisible(*c))
        .collect();
    Cow::Owned(Composing::new_nfc().normalize(&lower).into_owned())
}
