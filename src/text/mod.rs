//! Text that is compared: words of a text and of a query in one form, and what a learner types
//! beside what an author accepts.

pub mod arabic;
pub mod bulgarian;
pub mod fold;
pub mod inflection;
pub mod number;
pub mod plain;
pub mod pseudo;
pub mod stem;
pub mod tokenize;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use ahash::AHashMap;
use stem::Stemmer;
use tokenize::Shape;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Whether it is a word, a part of one with hyphens, or such a word joined.
    pub shape: Shape,
    /// The form in which spellings of one word are equal: see [`plain::plain`] and [`own`].
    pub folded: Arc<str>,
    /// The folded stem, which inflected forms of one word share; the folded form where the
    /// language has no stemmer.
    pub stem: Arc<str>,
}

/// The words of `text`, whose language is the tag `locale`.
///
/// A word with hyphens comes joined first, then in its parts.
pub fn analyse(locale: &str, text: &str) -> Vec<Token> {
    Analyser::new(locale).analyse(text)
}

/// Analyses texts of one language; remembers the words that it met.
pub struct Analyser {
    language: String,
    stemmer: Stemmer,
    /// What is known of words as written, by their number among `forms`.
    known: AHashMap<String, usize>,
    forms: Vec<Forms>,
    keys: AHashMap<String, u32>,
}

thread_local! {
    static ANALYSERS: RefCell<HashMap<String, Analyser>> = RefCell::default();
}

/// Words that an analyser remembers at most from one text to the next.
const REMEMBERED: usize = 200_000;

/// Works with this thread's analyser for the language of a tag, which knows the words of earlier
/// texts.
pub fn with_analyser<T>(locale: &str, work: impl FnOnce(&mut Analyser) -> T) -> T {
    let language = language(locale);
    let kept = ANALYSERS.with_borrow_mut(|all| all.remove(language));
    let mut analyser = kept
        .filter(|kept| kept.known.len() + kept.keys.len() < REMEMBERED)
        .unwrap_or_else(|| Analyser::new(language));
    let done = work(&mut analyser);
    ANALYSERS.with_borrow_mut(|all| all.insert(language.to_owned(), analyser));
    done
}

/// Folded form and stem.
#[derive(Debug, Clone)]
struct Forms {
    folded: Arc<str>,
    stem: Arc<str>,
}

impl Analyser {
    /// For the language of a tag, like `pt-BR`.
    pub fn new(locale: &str) -> Self {
        let language = language(locale);
        Analyser {
            language: language.to_owned(),
            stemmer: Stemmer::new(language),
            known: AHashMap::new(),
            forms: Vec::new(),
            keys: AHashMap::new(),
        }
    }

    /// Its bare language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The words of `text`.
    pub fn analyse(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        for word in tokenize::words(&self.language, text) {
            let forms = self.forms(word.text(text).as_ref());
            tokens.push(Token {
                range: word.range,
                shape: word.shape,
                folded: forms.folded.clone(),
                stem: forms.stem.clone(),
            });
        }
        tokens
    }

    /// The stem of a word as written, folded.
    pub fn stem(&mut self, word: &str) -> &str {
        &self.forms(word).stem
    }

    /// [`key`] of the stem of a word as written.
    pub fn key(&mut self, word: &str) -> u32 {
        if let Some(key) = self.keys.get(word) {
            return *key;
        }
        let key = key(&self.stemmer.stem(word));
        self.keys.insert(word.to_owned(), key);
        key
    }

    fn forms(&mut self, word: &str) -> &Forms {
        let number = match self.known.get(word) {
            Some(number) => *number,
            None => {
                self.forms.push(Forms {
                    folded: own(&self.language, &plain::plain(word)).into(),
                    stem: self.stemmer.stem(word).into(),
                });
                self.known.insert(word.to_owned(), self.forms.len() - 1);
                self.forms.len() - 1
            }
        };
        &self.forms[number]
    }
}

/// A folded word of a bare language without other words that are written together with it.
pub fn own<'a>(language: &str, folded: &'a str) -> &'a str {
    match language {
        "ar" => arabic::own(folded),
        _ => folded,
    }
}

/// A number for a stem, by which words are compared first; two stems seldom share one.
pub fn key(stem: &str) -> u32 {
    // FNV-1a: words are short, and nothing here must be hard to guess.
    stem.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// The bare language of a tag: `pt` of `pt-BR`.
fn language(locale: &str) -> &str {
    locale.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn vectors(part: &str) -> Vec<Value> {
        let all: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/tokens.json")).unwrap();
        all[part].as_array().unwrap().clone()
    }

    #[test]
    fn the_vectors_of_folding_that_a_script_follows_too() {
        let vectors = vectors("fold");
        assert!(vectors.len() >= 60, "{}", vectors.len());
        for vector in vectors {
            let (input, wanted) = (vector[0].as_str().unwrap(), vector[1].as_str().unwrap());
            assert_eq!(plain::plain(input), wanted, "{input}");
        }
    }

    #[test]
    fn the_vectors_of_words_that_a_script_follows_too() {
        let vectors = vectors("tokens");
        assert!(vectors.len() >= 40, "{}", vectors.len());
        for vector in vectors {
            let lang = vector["lang"].as_str().unwrap();
            let text = vector["in"].as_str().unwrap();
            let got: Vec<Value> = analyse(lang, text)
                .into_iter()
                .map(|token| {
                    serde_json::json!([&text[token.range], &*token.folded, token.shape.name()])
                })
                .collect();
            assert_eq!(Value::from(got), vector["out"], "{lang}: {text}");
        }
    }

    #[test]
    fn forms_of_a_word_share_their_stem() {
        for vector in vectors("stems") {
            let lang = vector["lang"].as_str().unwrap();
            let words = vector["words"].as_array().unwrap();
            let mut analyser = Analyser::new(lang);
            let first = analyser.stem(words[0].as_str().unwrap()).to_owned();
            for word in words {
                let word = word.as_str().unwrap();
                assert_eq!(analyser.stem(word), first, "{lang}: {word}");
            }
        }
    }

    #[test]
    fn other_words_do_not() {
        for vector in vectors("apart") {
            let lang = vector["lang"].as_str().unwrap();
            let words = vector["words"].as_array().unwrap();
            let mut analyser = Analyser::new(lang);
            let first = analyser.stem(words[0].as_str().unwrap()).to_owned();
            for word in &words[1..] {
                let word = word.as_str().unwrap();
                assert_ne!(analyser.stem(word), first, "{lang}: {word}");
            }
        }
    }

    #[test]
    fn a_language_without_a_stemmer_is_not_stemmed() {
        let tokens = analyse("hr", "Zatvorenici");
        assert_eq!(&*tokens[0].stem, "zatvorenici");
    }
}
