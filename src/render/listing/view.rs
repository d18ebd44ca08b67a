//! What templates see of lists and of what narrows them.

use serde::Serialize;

use crate::render::view::{FieldView, Link};

/// What is left of a list that can be narrowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Narrowed {
    /// Heading of the list, like `Practices: 3 of 5. Prison`.
    pub title: String,
    /// The heading with open places for a script, `{n}` and `{by}`.
    pub words: String,
    /// The heading of the whole list.
    pub whole: String,
    /// Said where nothing is left.
    pub none: String,
    /// The way to the whole list.
    pub clear: Option<String>,
    /// Words for it.
    pub clear_label: String,
}

/// A value that an entry has or has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Phase {
    /// Its words.
    pub label: String,
    /// Whether the entry has it.
    pub is_on: bool,
}

/// An entry of a list page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct ListItem {
    /// The page.
    pub link: Link,
    /// One sentence about it.
    pub description: Option<String>,
    /// Language of the sentence.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
    /// How long it takes, in words.
    pub minutes: Option<String>,
    /// Facts to show beside it.
    pub facts: Vec<FieldView>,
    /// Values of which all are shown, those of the entry marked.
    pub phases: Vec<Phase>,
    /// Its values for a script, in a list that can be narrowed.
    pub tokens: Option<String>,
}

/// A way to narrow a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Facet {
    /// What it narrows by.
    pub label: String,
    /// Values with how many entries have each.
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct FacetValue {
    /// The list of entries with this value.
    pub link: Link,
    /// Its name in a fragment.
    pub token: String,
    /// How many they are.
    pub count: usize,
}
