//! `[publisher]`: who stands behind the site, for the pages that every site needs.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// `[publisher]`: values of the pages "about", "privacy", "accessibility" and "licences".
///
/// A language can say them in its own words, in `[languages.<tag>.publisher]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Publisher {
    /// Who publishes the site.
    pub name: Option<String>,
    /// Its postal address.
    pub address: Option<String>,
    /// Where questions and mistakes are written to: an e-mail address, a page, a telephone number.
    pub contact: Option<String>,
    /// The person who answers for the content.
    pub responsible: Option<String>,
    /// The authority whose staff is trained.
    pub authority: Option<String>,
    /// Who runs the server, or hands out the files.
    pub host: Option<String>,
    /// The data protection authority that readers can turn to.
    pub data_protection: Option<String>,
    /// Under which licence the texts stand.
    pub licence: Option<String>,
    /// Sentences that funders of this book ask for, in their own words.
    pub funding: Vec<String>,
    /// `[publisher.accessibility]`: the statement about accessibility.
    pub accessibility: Accessibility,
}

/// `[publisher.accessibility]`: the statement about accessibility.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Accessibility {
    /// How far the site meets EN 301 549 and WCAG 2.2, level AA.
    pub status: Option<Conformance>,
    /// The day on which that was found, like `2026-11-22`.
    #[serde(deserialize_with = "day")]
    #[schemars(with = "Option<String>")]
    pub date: Option<String>,
    /// The body that readers can turn to when the publisher gives no good answer.
    pub enforcement: Option<String>,
    /// What does not work for everybody yet, a sentence each.
    pub limits: Vec<String>,
}

/// How far a site meets the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Conformance {
    /// In every point.
    Full,
    /// But for the known limits.
    Partial,
    /// Not enough of it.
    Not,
}

impl Conformance {
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Conformance::Full => "publisher.status.full",
            Conformance::Partial => "publisher.status.partial",
            Conformance::Not => "publisher.status.not",
        }
    }
}

impl Publisher {
    /// The same, with what it lacks taken from `other`.
    pub(super) fn or(self, other: &Publisher) -> Publisher {
        let text = |own: Option<String>, other: &Option<String>| own.or_else(|| other.clone());
        let list = |own: Vec<String>, other: &Vec<String>| match own.is_empty() {
            true => other.clone(),
            false => own,
        };
        let (own, accessibility) = (self.accessibility, &other.accessibility);
        Publisher {
            name: text(self.name, &other.name),
            address: text(self.address, &other.address),
            contact: text(self.contact, &other.contact),
            responsible: text(self.responsible, &other.responsible),
            authority: text(self.authority, &other.authority),
            host: text(self.host, &other.host),
            data_protection: text(self.data_protection, &other.data_protection),
            licence: text(self.licence, &other.licence),
            funding: list(self.funding, &other.funding),
            accessibility: Accessibility {
                status: own.status.or(accessibility.status),
                date: text(own.date, &accessibility.date),
                enforcement: text(own.enforcement, &accessibility.enforcement),
                limits: list(own.limits, &accessibility.limits),
            },
        }
    }
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let value = toml::value::Datetime::deserialize(deserializer)?;
    match value.date {
        Some(date) => Ok(Some(date.to_string())),
        None => Err(serde::de::Error::custom(
            "expected a day like 2026-11-22, without quotes",
        )),
    }
}
