//! Field values of declared kinds, checked against their types.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::{Field, FieldType, Kind};
use crate::diagnostic::{Diagnostic, Parsed, Span, code};
use crate::toml_source::{self, Fragment};

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FieldValue {
    /// Words, days, addresses, countries or values, as written; one of them where the type has
    /// no lists.
    Plain(Vec<String>),
    /// Entries of another kind, by their path below its folder.
    Refs(Vec<String>),
    /// Something that does not fit; there is a finding about it.
    Invalid,
}

/// Countries of ISO 3166-1, by their two letters.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ \
DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT \
GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY \
KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX \
MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS \
RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN \
TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Takes the fields of `kind` out of a front matter and checks their types.
///
/// Whether a required field is there is known only where the entry's languages come together.
pub fn take_fields(
    table: &mut DeTable<'_>,
    kind: &Kind,
    fragment: Fragment<'_>,
) -> Parsed<Vec<(String, FieldValue, Range<usize>)>> {
    let mut values = Vec::new();
    let mut diagnostics = Vec::new();
    for (name, field) in &kind.fields {
        let Some((_, value)) = toml_source::take(table, name) else {
            continue;
        };
        let span = fragment.span(value.span());
        match read(name, &value, field) {
            Ok(read) => values.push((name.clone(), read, span.range)),
            Err(problem) => {
                values.push((name.clone(), FieldValue::Invalid, span.range.clone()));
                diagnostics.push(complaint(name, problem, span));
            }
        }
    }
    Parsed {
        value: values,
        diagnostics,
    }
}

/// What is wrong with a value, and the mend.
type Problem = (String, String);

fn complaint(name: &str, (message, help): Problem, span: Span) -> Diagnostic {
    Diagnostic::new(&code::BAD_FIELD, span, format!("`{name}` {message}")).help(help)
}

fn read(name: &str, value: &Spanned<DeValue<'_>>, field: &Field) -> Result<FieldValue, Problem> {
    let value = value.get_ref();
    let text = value.as_str().map(str::to_owned);
    let some = |texts: Option<Vec<String>>, message: &str, help: &str| {
        texts
            .map(FieldValue::Plain)
            .ok_or_else(|| (message.to_owned(), help.to_owned()))
    };
    let plain = |text: Option<String>, message: &str, help: &str| {
        some(text.map(|text| vec![text]), message, help)
    };
    let list = texts(value);
    match field.field_type {
        FieldType::Text => plain(text, "is no text", "put it in double quotes"),
        FieldType::Texts => some(
            list,
            "is no list of texts",
            "write a list like `[\"since 2015\", \"twice a year\"]`",
        ),
        FieldType::Date => plain(
            day(value),
            "is no day or year",
            "write `2024-07-31` or `2024`, without quotes",
        ),
        FieldType::Url => plain(
            text.filter(|text| {
                ["https://", "http://"]
                    .iter()
                    .any(|scheme| text.starts_with(scheme))
            }),
            "is no web address",
            "write it whole, like `\"https://example.org/report\"`",
        ),
        FieldType::Country => some(
            list.or(text.map(|text| vec![text]))
                .filter(|codes| codes.iter().all(|code| is_country(code))),
            "is no country",
            "write its two capital letters, like `\"FR\"` for France, or a list of them",
        ),
        FieldType::OneOf => one_of(&field.values, text.as_deref(), value),
        FieldType::SomeOf => match list {
            Some(list) => match list.iter().find(|item| !field.values.contains(item)) {
                Some(strange) => one_of(&field.values, Some(strange), value),
                None => Ok(FieldValue::Plain(list)),
            },
            None => Err((
                "is no list of values".into(),
                format!("write a list of some of: `{}`", field.values.join("`, `")),
            )),
        },
        FieldType::Section => Err((
            "is a part of the text".into(),
            format!("write it below the front matter, under `## Its heading {{#{name}}}`"),
        )),
        FieldType::Ref => text
            .map(|text| FieldValue::Refs(vec![text]))
            .ok_or_else(|| {
                (
                    "is no name of an entry".into(),
                    "write the entry's file name in double quotes, without `.md`".into(),
                )
            }),
        FieldType::Refs => list.map(FieldValue::Refs).ok_or_else(|| {
            (
                "is no list of names".into(),
                "write a list like `[\"judge\", \"mentor\"]`".into(),
            )
        }),
    }
}

fn one_of(
    values: &[String],
    text: Option<&str>,
    value: &DeValue<'_>,
) -> Result<FieldValue, Problem> {
    match text {
        Some(text) if values.iter().any(|value| value == text) => {
            Ok(FieldValue::Plain(vec![text.to_owned()]))
        }
        text => Err((
            format!("can't be `{}`", text.unwrap_or(value.type_str())),
            format!("use one of: `{}`", values.join("`, `")),
        )),
    }
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && COUNTRIES.split(' ').any(|code| code == text)
}

/// A list of texts.
fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    let items = value.as_array()?.iter();
    items
        .map(|item| item.get_ref().as_str().map(str::to_owned))
        .collect()
}

/// A TOML day without a time, or a year of four digits.
fn day(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::Datetime(datetime) if datetime.time.is_none() => Some(datetime.to_string()),
        DeValue::Integer(year) if year.as_str().len() == 4 => Some(year.as_str().to_owned()),
        _ => None,
    }
}
