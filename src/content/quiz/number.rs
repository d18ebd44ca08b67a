//! Decimal numbers as authors write them, exactly.

use std::fmt;

/// Digits behind the point that are kept.
const PLACES: usize = 9;

/// A decimal number, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(i128);

impl Decimal {
    /// Reads a number with a point or a comma and an optional sign.
    pub fn parse(text: &str) -> Option<Decimal> {
        let text = text.trim().replace('\u{2212}', "-");
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(&text)),
        };
        let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let is_number = !whole.is_empty()
            && whole.len() <= 18
            && part.len() <= PLACES
            && is_digits(whole)
            && is_digits(part)
            && !digits.ends_with(['.', ',']);
        if !is_number {
            return None;
        }
        let all: i128 = format!("{whole}{part:0<PLACES$}").parse().ok()?;
        Some(Decimal(sign * all))
    }

    fn plus(self, other: Decimal) -> Decimal {
        Decimal(self.0 + other.0)
    }

    fn minus(self, other: Decimal) -> Decimal {
        Decimal(self.0 - other.0)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = 10i128.pow(PLACES as u32);
        let (whole, part) = (self.0.abs() / one, self.0.abs() % one);
        let sign = if self.0 < 0 { "-" } else { "" };
        let part = format!("{part:0>PLACES$}");
        match part.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            part => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

/// The lowest and highest number that `6`, `6 ± 1` or `5 .. 7` means.
pub(super) fn range(text: &str) -> Option<(Decimal, Decimal)> {
    if let Some((middle, off)) = text.split_once('±').or_else(|| text.split_once("+-")) {
        let (middle, off) = (Decimal::parse(middle)?, Decimal::parse(off)?);
        return (off.0 >= 0).then(|| (middle.minus(off), middle.plus(off)));
    }
    if let Some((low, high)) = text.split_once("..").or_else(|| text.split_once('…')) {
        let (low, high) = (Decimal::parse(low)?, Decimal::parse(high)?);
        return (low <= high).then_some((low, high));
    }
    Decimal::parse(text).map(|number| (number, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        let shown = |text: &str| range(text).map(|(low, high)| format!("{low} {high}"));
        assert_eq!(shown("6 ± 0,1").unwrap(), "5.9 6.1");
        assert_eq!(shown("-0.3 ± 0.1").unwrap(), "-0.4 -0.2");
        assert_eq!(shown("5 .. 7").unwrap(), "5 7");
        assert_eq!(shown("0.30").unwrap(), "0.3 0.3");
        for wrong in ["", "six", "7 .. 5", "6 ± -1", "1.", "1,2,3", "± 1"] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }
}
