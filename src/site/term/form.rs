//! Ways to write a term, and whether some words are one of them.

use crate::content::front_matter::TermDetail;
use crate::content::words::Word;
use crate::text::tokenize::{Shape, is_hyphen};
use crate::text::{Analyser, Token, inflection, key, plain};

/// A way to write a term.
#[derive(Clone)]
pub(super) struct Form {
    /// Number of the term.
    pub(super) term: usize,
    /// As its author wrote it.
    pub(super) text: String,
    /// Its words.
    pub(super) words: Vec<FormWord>,
    /// The bare language.
    language: String,
}

/// A word of a form.
#[derive(Clone)]
pub(super) struct FormWord {
    /// The key of its stem.
    pub(super) key: u32,
    written: String,
    folded: String,
    fits: Fits,
}

/// Which words are a form's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fits {
    /// Its inflected forms, large or small.
    Inflected,
    /// Its inflected forms with a capital: part of a name.
    Name,
    /// Only the word, large or small.
    Exact,
    /// Only the letters: an abbreviation.
    Letters,
}

/// Longest ending of an abbreviation, as in `NGOs` and `МВР-то`.
const ENDING: usize = 3;

/// All ways to write a term: as its `forms` say, else its title, synonyms and abbreviations.
pub(super) fn forms_of(language: &str, title: &str, term: &TermDetail, number: usize) -> Vec<Form> {
    let mut analyser = Analyser::new(language);
    let mut forms = Vec::new();
    let mut add = |text: &str, usual: Fits| {
        forms.extend(ways(&mut analyser, language, text, usual, number));
    };
    if !term.forms.is_empty() {
        term.forms.iter().for_each(|form| add(form, Fits::Exact));
        return forms;
    }
    add(title, Fits::Inflected);
    for synonym in &term.synonyms {
        add(synonym, Fits::Inflected);
    }
    for abbreviation in &term.abbreviations {
        add(abbreviation, Fits::Letters);
    }
    forms
}

/// A text as a form: its words with hyphens in parts, and joined where it has such.
fn ways(
    analyser: &mut Analyser,
    language: &str,
    text: &str,
    usual: Fits,
    term: usize,
) -> Vec<Form> {
    let tokens = analyser.analyse(text);
    let bare = language.split('-').next().unwrap_or_default();
    let mut shapes = vec![Shape::Part];
    if tokens.iter().any(|token| token.shape == Shape::Joined) {
        shapes.push(Shape::Joined);
    }
    // An abbreviation of more, `NGOs`, need not have the stem of one.
    let several = tokens.last().map(|last| {
        let written = &text[last.range.clone()];
        key(analyser.stem(&format!("{written}s")))
    });
    let of_shape = |shape: Shape| {
        let own = tokens
            .iter()
            .filter(move |token| token.shape == Shape::Whole || token.shape == shape);
        let words: Vec<FormWord> = own
            .enumerate()
            .map(|(place, token)| word(text, token, place, bare, usual))
            .collect();
        Form {
            term,
            text: text.to_owned(),
            words,
            language: bare.to_owned(),
        }
    };
    let mut forms: Vec<Form> = Vec::new();
    for form in shapes.into_iter().map(of_shape) {
        let Some(last) = form.words.last() else {
            continue;
        };
        if let (Fits::Letters, Some(several)) = (last.fits, several) {
            let mut more = form.clone();
            more.words.last_mut().expect("it has one").key = several;
            forms.push(more);
        }
        forms.push(form);
    }
    forms
}

fn word(text: &str, token: &Token, place: usize, language: &str, usual: Fits) -> FormWord {
    let written: String = text[token.range.clone()]
        .chars()
        .filter(|c| !is_hyphen(*c))
        .collect();
    let capitals = written.chars().filter(|c| c.is_uppercase()).count();
    let has_capital = written.starts_with(char::is_uppercase);
    let fits = match usual {
        Fits::Letters if capitals > 0 => Fits::Letters,
        _ if capitals > 1 => Fits::Letters,
        // Every noun has a capital in German.
        Fits::Inflected if has_capital && place > 0 && language != "de" => Fits::Name,
        Fits::Letters => Fits::Exact,
        usual => usual,
    };
    FormWord {
        key: key(&token.stem),
        folded: token.folded.to_string(),
        written,
        fits,
    }
}

impl Form {
    /// Whether words, as written, are this form.
    pub(super) fn is<'a>(&self, words: impl Iterator<Item = &'a str>) -> bool {
        let mut own = self.words.iter();
        words
            .into_iter()
            .all(|word| own.next().is_some_and(|own| own.is(word, &self.language)))
            && own.next().is_none()
    }

    /// Whether the part of a word with hyphens ends a mention though others follow: `МВР-то`.
    pub(super) fn takes_ending(&self, html: &str, words: &[Word], last: usize) -> bool {
        let is_short = self
            .words
            .last()
            .is_some_and(|word| word.fits == Fits::Letters);
        let next = words.get(last + 1);
        is_short
            && next.is_some_and(|next| {
                let ending = &html[next.range()];
                !next.bond.behind
                    && ending.chars().count() <= ENDING
                    && ending.chars().all(char::is_lowercase)
            })
    }

    /// The form as one text, in which equal forms are equal.
    pub(super) fn folded(&self) -> String {
        let words = self.words.iter().map(|word| match word.fits {
            Fits::Letters => word.written.as_str(),
            _ => word.folded.as_str(),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

impl FormWord {
    fn is(&self, word: &str, language: &str) -> bool {
        let word: String = word.chars().filter(|c| !is_hyphen(*c)).collect();
        let word = word.as_str();
        match self.fits {
            Fits::Letters => word
                .strip_prefix(self.written.as_str())
                .is_some_and(|rest| {
                    rest.chars().count() < ENDING && rest.chars().all(char::is_lowercase)
                }),
            Fits::Exact => plain::plain(word) == self.folded,
            Fits::Name if !word.starts_with(char::is_uppercase) => false,
            Fits::Name | Fits::Inflected => {
                inflection::can_be_stressed_so(language, &self.written, word)
                    && inflection::is_inflection(language, &plain::plain(word), &self.folded)
            }
        }
    }
}
