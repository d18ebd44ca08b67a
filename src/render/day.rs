//! Days and years in the words of a language.

use crate::strings::Strings;

/// `2024-07-31` as `31 July 2024`, `2024-07` as `July 2024`, and a span of them with a dash; what
/// is no day stays as it is.
pub(super) fn words(strings: &Strings, day: &str) -> String {
    let numbers: Vec<Option<usize>> = day.split('-').map(|part| part.parse().ok()).collect();
    match numbers.as_slice() {
        [Some(year), Some(until)] if *until > 12 => format!("{year}–{until}"),
        [Some(year), Some(month)] => month_name(strings, *month)
            .map_or_else(|| day.to_owned(), |month| format!("{month} {year}")),
        [Some(year), Some(month), Some(number)] => month_name(strings, *month).map_or_else(
            || day.to_owned(),
            |month| {
                strings
                    .count("date.day", *number)
                    .replace("{month}", month)
                    .replace("{year}", &year.to_string())
            },
        ),
        _ => day.to_owned(),
    }
}

fn month_name(strings: &Strings, month: usize) -> Option<&str> {
    let months = strings.find("date.months")?;
    months.split(' ').nth(month.checked_sub(1)?)
}
