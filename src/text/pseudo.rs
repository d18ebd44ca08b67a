//! Words of a language that nobody speaks: accented, a third longer, in brackets. What stands on a
//! page without brackets is not translatable, and what has too little room shows.

/// What opens and closes each string.
pub const BRACKETS: [char; 2] = ['⟦', '⟧'];

/// What strings are filled up with.
const FILLING: &str = " öñé ţŵö ţĥŕéé ƒöûŕ ƒîṽé šîẋ šéṽéñ";

/// Letters and what they become.
const LETTERS: [(&str, &str); 2] = [
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ÅßÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"),
    ("abcdefghijklmnopqrstuvwxyz", "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž"),
];

/// A text with its letters accented. Names in braces and entities stay as they are.
pub fn accented(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let kept = match c {
            '{' => rest.find('}').map(|end| end + 1),
            '&' => entity(rest),
            _ => None,
        };
        let length = kept.unwrap_or(c.len_utf8());
        match kept {
            Some(length) => out.push_str(&rest[..length]),
            None => out.push(accent(c)),
        }
        rest = &rest[length..];
    }
    out
}

/// The length of the entity at the start of a text.
fn entity(text: &str) -> Option<usize> {
    let end = text.find(';').filter(|end| *end < 12)?;
    let name = &text[1..end];
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    (!name.is_empty() && name.chars().all(is_name)).then_some(end + 1)
}

fn accent(c: char) -> char {
    let found = LETTERS.iter().find_map(|(plain, accented)| {
        let at = plain.find(c)?;
        accented.chars().nth(at)
    });
    found.unwrap_or(c)
}

/// What makes a text of so many letters a third longer.
pub fn filling(letters: usize) -> String {
    let all = FILLING.chars().cycle();
    let filling: String = all.take(letters.div_ceil(3).max(2)).collect();
    filling.trim_end().to_owned()
}

/// A string of the interface; one without words is as it was.
pub fn string(text: &str) -> String {
    let words = without_names(text);
    if !words.contains(char::is_alphabetic) {
        return text.to_owned();
    }
    let letters = words
        .chars()
        .filter(|c| c.is_alphabetic() || c.is_whitespace())
        .count();
    let [open, close] = BRACKETS;
    format!("{open}{}{}{close}", accented(text), filling(letters))
}

/// A string that is a list of words, each of which stands by itself.
pub fn list(text: &str) -> String {
    let [open, close] = BRACKETS;
    let words = text
        .split(' ')
        .map(|word| format!("{open}{}{close}", accented(word)));
    words.collect::<Vec<_>>().join(" ")
}

/// A text without its names in braces.
fn without_names(text: &str) -> String {
    let parts = text.split('{').enumerate();
    let parts = parts.map(|(number, part)| match number {
        0 => part,
        _ => part.split_once('}').map_or("", |(_, behind)| behind),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_longer_and_keep_their_names() {
        assert_eq!(string("Skip {n} &amp; go"), "⟦Šķîþ {n} &amp; ĝö öñé⟧");
        assert_eq!(string("{n} · {m}"), "{n} · {m}");
        assert_eq!(list("May June"), "⟦Ṁåý⟧ ⟦Ĵûñé⟧");
        let long = "The whole of what can be done here and now";
        assert!(string(long).chars().count() * 3 >= long.chars().count() * 4);
    }
}
