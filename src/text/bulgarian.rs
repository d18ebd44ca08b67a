//! A light stemmer for Bulgarian nouns and adjectives: articles, plurals, and the changes of
//! sound that come with them. It leaves derivation alone: `затвор` and `затворник` stay two words.

/// A stem is no shorter.
const SHORTEST: usize = 3;

/// The stem of a folded word.
pub fn stem(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() <= SHORTEST || !letters.iter().all(|c| matches!(c, 'а'..='я')) {
        return word.to_owned();
    }
    without_article(&mut letters);
    without_plural(&mut letters);
    in_one_sound(&mut letters);
    letters.into_iter().collect()
}

/// Takes the full article off; the short one is a vowel and goes with the endings.
fn without_article(word: &mut Vec<char>) {
    // Only behind these is `та`, `то` or `те` an article and no part of the word.
    const BEHIND: &[(&str, &[&str])] = &[
        ("та", &["а", "я", "ст", "щ", "д", "в", "ъл"]),
        ("то", &["о", "е", "и"]),
        ("те", &["и", "е"]),
        ("ът", &[""]),
        ("ят", &[""]),
    ];
    for (article, behind) in BEHIND {
        if !ends(word, article) {
            continue;
        }
        let bare = word.len() - article.chars().count();
        if bare >= SHORTEST && behind.iter().any(|end| ends(&word[..bare], end)) {
            word.truncate(bare);
            // случай, случаят.
            if *article == "ят" && is_vowel(word[bare - 1]) {
                word.push('й');
            }
        }
        return;
    }
}

/// Takes the ending of number and gender off.
fn without_plural(word: &mut Vec<char>) {
    for ending in ["ове", "еве"] {
        let bare = word.len().saturating_sub(3);
        if ends(word, ending) && bare >= SHORTEST - 1 {
            word.truncate(bare);
            return;
        }
    }
    if word.len() > SHORTEST && word.last().is_some_and(|c| is_vowel(*c)) {
        word.pop();
        // организация, организации; the `а` of полицай belongs to the word.
        if word.len() > SHORTEST && word.last() == Some(&'и') {
            word.pop();
        }
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'и' | 'о' | 'у' | 'я' | 'ю' | 'й' | 'ь')
}

/// Undoes what endings do to the sounds before them, the same for every form of a word.
fn in_one_sound(word: &mut Vec<char>) {
    let last = word.len() - 1;
    // A vowel that goes when an ending comes: служебен, служебна; център, центрове.
    if last >= SHORTEST && !is_vowel(word[last]) && word[last] != 'ъ' {
        let is_fleeting = match word[last - 1] {
            'ъ' => true,
            'е' => matches!(word[last], 'н' | 'ц'),
            _ => false,
        };
        if is_fleeting && !is_vowel(word[last - 2]) {
            word.remove(last - 1);
        }
    }
    // к, г, х before `и`: затворник, затворници.
    if let Some(end) = word.last_mut() {
        *end = match *end {
            'ц' => 'к',
            'з' => 'г',
            'с' => 'х',
            other => other,
        };
    }
    // мярка, мерки.
    let from_end = word.len().saturating_sub(3);
    if word.len() > SHORTEST && word[from_end] == 'я' {
        word[from_end] = 'е';
    }
}

fn ends(word: &[char], ending: &str) -> bool {
    let mut letters = word.iter().rev();
    ending
        .chars()
        .rev()
        .all(|c| letters.next().is_some_and(|own| *own == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms of one word to a line.
    const WORDS: &str = include_str!("../../tests/fixtures/bulgarian.txt");

    fn lines() -> impl Iterator<Item = Vec<&'static str>> {
        let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
        lines
            .map(|line| line.split_whitespace().collect::<Vec<_>>())
            .filter(|words| !words.is_empty())
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let (mut forms, mut missed) = (0, Vec::new());
        for words in lines() {
            let first = stem(words[0]);
            forms += words.len();
            for word in &words[1..] {
                if stem(word) != first {
                    missed.push(format!("{} {}: {first} {}", words[0], word, stem(word)));
                }
            }
        }
        assert!(forms > 300, "{forms}");
        // A light stemmer has no dictionary: a few irregular words stay apart.
        assert!(missed.len() * 50 <= forms, "{missed:#?}");
    }

    #[test]
    fn words_that_differ_keep_their_stems_apart() {
        let stems: Vec<(String, &str)> = lines().map(|words| (stem(words[0]), words[0])).collect();
        for (number, (stem, word)) in stems.iter().enumerate() {
            for (other, other_word) in &stems[..number] {
                assert!(stem != other, "{word} and {other_word}: {stem}");
            }
        }
    }

    #[test]
    fn short_and_foreign_words_stay() {
        for word in ["на", "и", "eu", "ран", "mandela", "2021"] {
            assert_eq!(stem(word), word);
        }
    }
}
