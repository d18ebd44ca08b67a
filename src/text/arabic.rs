//! A light stemmer for Arabic.
//!
//! The rules are those of Light10 (Larkey, Ballesteros and Connell, "Light stemming for Arabic
//! information retrieval", 2007), and behind them the endings of those who own and of the
//! accusative. What stands before a word goes in the folded form already, as words are looked up
//! by their first letters; a script follows that rule too.

/// Letters that a word has left at least behind an article, and behind a bare "and".
const BEHIND_ARTICLE: usize = 3;
const BEHIND_AND: usize = 4;

/// Endings with how many letters have to stand before them; each may go once, in this order.
const ENDINGS: [(&str, usize); 14] = [
    ("هما", 3),
    ("هم", 3),
    ("هن", 3),
    ("كم", 3),
    ("نا", 3),
    ("ها", 2),
    ("وا", 3),
    ("ان", 2),
    ("ات", 2),
    ("ون", 2),
    ("ين", 2),
    ("يه", 2),
    ("ه", 2),
    ("ي", 2),
];

/// The stem of a folded word.
pub(super) fn stem(word: &str) -> &str {
    let mut stem = own(word);
    // The accusative: before it stands a whole word.
    stem = without(stem, "ا", 3);
    for (ending, least) in ENDINGS {
        stem = without(stem, ending, least);
    }
    stem
}

/// A word without an ending, where so many letters are left.
fn without<'a>(word: &'a str, ending: &str, least: usize) -> &'a str {
    let rest = word.strip_suffix(ending);
    rest.filter(|rest| rest.chars().nth(least - 1).is_some())
        .unwrap_or(word)
}

/// A folded word without the article, and without "and", "in", "as" and "to" before it.
pub fn own(word: &str) -> &str {
    let is_left = |rest: &&str, least: usize| rest.chars().nth(least - 1).is_some();
    let behind_and = word.strip_prefix('و');
    let start = behind_and.unwrap_or(word);
    let article = start.strip_prefix(['ب', 'ك', 'ف']).unwrap_or(start);
    let behind_article = article
        .strip_prefix("ال")
        .or_else(|| start.strip_prefix("ال"))
        .or_else(|| start.strip_prefix("لل"));
    behind_article
        .filter(|rest| is_left(rest, BEHIND_ARTICLE))
        .or_else(|| behind_and.filter(|rest| is_left(rest, BEHIND_AND)))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_and_what_is_joined_to_it_go() {
        for (word, wanted) in [
            ("السجن", "سجن"),
            ("والسجن", "سجن"),
            ("بالسجن", "سجن"),
            ("وبالسجن", "سجن"),
            ("للضحايا", "ضحايا"),
            ("وللضحايا", "ضحايا"),
            ("ومراقبه", "مراقبه"),
            // Too little would be left.
            ("الم", "الم"),
            ("والد", "والد"),
            ("وقت", "وقت"),
            ("كال", "كال"),
        ] {
            assert_eq!(own(word), wanted, "{word}");
        }
    }

    #[test]
    fn endings_go() {
        for (word, wanted) in [
            ("ملفات", "ملف"),
            ("متطرفون", "متطرف"),
            ("والمتطرفين", "متطرف"),
            ("اطفالهم", "اطفال"),
            ("كتابا", "كتاب"),
            ("زياره", "زيار"),
            ("زيارات", "زيار"),
            ("كتبه", "كتب"),
            ("ابن", "ابن"),
        ] {
            assert_eq!(stem(word), wanted, "{word}");
        }
    }
}
