//! What a book sets of its look: colours, fonts, a logo, and how much of its subject can be seen
//! from outside.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// `[output.html.tokens]`: the theme's colours and fonts, by the names that the theme gives them.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tokens {
    /// Colours on light ground, like `line = "#0a5560"`, in any way of writing that CSS knows.
    pub light: BTreeMap<String, String>,
    /// Colours on dark ground; what is not named here is as on light ground.
    pub dark: BTreeMap<String, String>,
    /// Fonts that readers have, the best first: `sans = "Verdana, Arial, sans-serif"`.
    pub fonts: BTreeMap<String, String>,
}

/// `[discretion]`: what can be seen of the book from outside, over a reader's shoulder or in a
/// list of addresses.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Discretion {
    /// The title that the site shows in place of its own, like `Staff training, Prison Service`.
    pub title: String,
    /// What search results and link previews say about the site; nothing where it is missing.
    pub description: Option<String>,
    /// Whether the tab of the browser also names the page.
    #[serde(default)]
    pub page_titles: bool,
    /// Whether addresses are made of letters without meaning.
    #[serde(default = "yes")]
    pub neutral_addresses: bool,
}

fn yes() -> bool {
    true
}
