//! Words of the same meaning: those that people say for those that texts write.

/// Groups of words by bare language, one a line.
const LISTS: &[(&str, &str)] = &[
    ("ar", include_str!("thesaurus/ar.txt")),
    ("bg", include_str!("thesaurus/bg.txt")),
    ("de", include_str!("thesaurus/de.txt")),
    ("el", include_str!("thesaurus/el.txt")),
    ("en", include_str!("thesaurus/en.txt")),
    ("es", include_str!("thesaurus/es.txt")),
    ("fr", include_str!("thesaurus/fr.txt")),
    ("it", include_str!("thesaurus/it.txt")),
    ("nl", include_str!("thesaurus/nl.txt")),
    ("pl", include_str!("thesaurus/pl.txt")),
    ("pt", include_str!("thesaurus/pt.txt")),
];

/// Groups of words that can stand for each other, as written, in the language of a tag; none where
/// it has no list.
pub(super) fn groups(tag: &str) -> impl Iterator<Item = std::str::Split<'static, &'static str>> {
    let bare = tag.split('-').next().unwrap_or_default();
    let list = LISTS.iter().find(|(language, _)| *language == bare);
    let lines = list.map_or("", |(_, lines)| lines).lines();
    lines.map(|line| line.split(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Analyser;

    #[test]
    fn each_group_has_several_words_of_one_piece() {
        for (language, lines) in LISTS {
            let mut analyser = Analyser::new(language);
            for line in lines.lines() {
                let words: Vec<&str> = line.split(", ").collect();
                assert!((2..=7).contains(&words.len()), "{language}: {line}");
                for word in words {
                    let is_word = word.chars().all(|c| c.is_alphabetic() || "-'’".contains(c));
                    assert!(is_word, "{language}: {line}: {word}");
                    assert!(!analyser.analyse(word).is_empty(), "{language}: {word}");
                }
            }
        }
    }
}
