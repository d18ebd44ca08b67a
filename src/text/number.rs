//! Numbers as people type them: digits of any script, decimal commas, groups of thousands.

use icu_normalizer::ComposingNormalizerBorrowed as Composing;

use super::fold::{ascii_digit, is_invisible};

/// The numbers that `text` can mean, in plain decimal form like `-3.5`, the likelier first.
///
/// Words beside the number do not matter. Text with no number or with several has none; `1,000`
/// has two, as the comma may part decimals or thousands.
pub fn readings(text: &str) -> Vec<String> {
    let characters: Vec<char> = Composing::new_nfkc()
        .normalize(text)
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match ascii_digit(c) {
            '٫' => '.',
            '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
            c => c,
        })
        .collect();
    match tokens(&ungrouped(&characters)).as_slice() {
        [token] => read(token),
        _ => Vec::new(),
    }
}

/// Without the spaces and apostrophes between groups of three digits.
fn ungrouped(characters: &[char]) -> Vec<char> {
    let is_digit = |index: usize| characters.get(index).is_some_and(char::is_ascii_digit);
    let parts = |index: usize| {
        let c = characters[index];
        (c.is_whitespace() || matches!(c, '\'' | '’' | '٬'))
            && index > 0
            && is_digit(index - 1)
            && (1..=3).all(|ahead| is_digit(index + ahead))
            && !is_digit(index + 4)
    };
    (0..characters.len())
        .filter(|index| !parts(*index))
        .map(|index| characters[index])
        .collect()
}

/// Runs of digits with points and commas inside, each with its sign.
fn tokens(characters: &[char]) -> Vec<String> {
    let is_digit = |index: usize| characters.get(index).is_some_and(char::is_ascii_digit);
    let mut tokens: Vec<String> = Vec::new();
    let mut inside = false;
    for (index, c) in characters.iter().enumerate() {
        let is_part = c.is_ascii_digit() || (matches!(c, '.' | ',') && is_digit(index + 1));
        match tokens.last_mut() {
            Some(token) if is_part && inside => token.push(*c),
            _ if is_part => {
                let sign = index
                    .checked_sub(1)
                    .is_some_and(|before| characters[before] == '-');
                tokens.push(if sign { format!("-{c}") } else { c.to_string() });
            }
            _ => {}
        }
        inside = is_part;
    }
    tokens
}

fn read(token: &str) -> Vec<String> {
    let (sign, digits) = match token.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", token),
    };
    let parts: Vec<&str> = digits.split(['.', ',']).collect();
    let signs: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let (last, groups) = parts.split_last().expect("a split has one part at least");
    let are_groups = |groups: &[&str]| {
        groups
            .first()
            .is_some_and(|first| matches!(first.len(), 1..=3) && !first.starts_with('0'))
            && groups[1..].iter().all(|group| group.len() == 3)
    };
    match signs.as_slice() {
        [] => vec![plain(sign, digits, "")],
        [_] => {
            let decimal = plain(sign, groups[0], last);
            match are_groups(&parts) {
                true => vec![decimal, plain(sign, &parts.concat(), "")],
                false => vec![decimal],
            }
        }
        [first, middle @ .., end] if middle.iter().all(|c| c == first) => match first == end {
            true if are_groups(&parts) => vec![plain(sign, &parts.concat(), "")],
            false if are_groups(groups) => vec![plain(sign, &groups.concat(), last)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// A number without zeros that say nothing.
fn plain(sign: &str, whole: &str, decimals: &str) -> String {
    let whole = whole.trim_start_matches('0');
    let decimals = decimals.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    match (whole, decimals) {
        ("0", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, decimals) => format!("{sign}{whole}.{decimals}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_vectors_that_the_script_follows_too() {
        let text = include_str!("../../tests/fixtures/short-text.json");
        let all: Value = serde_json::from_str(text).unwrap();
        let vectors = all["numbers"].as_array().unwrap();
        assert!(vectors.len() >= 20, "{}", vectors.len());
        for vector in vectors {
            let expected: Vec<&str> = vector["out"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_str)
                .collect();
            assert_eq!(
                readings(vector["in"].as_str().unwrap()),
                expected,
                "{vector}"
            );
        }
    }
}
