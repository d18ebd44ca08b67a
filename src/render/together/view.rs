//! What templates see of entries that a page shows together.

use serde::Serialize;

use crate::render::view::{Html, Link, LinkGroup};

/// Entries that a page shows together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub enum Together {
    /// A table with a row for each.
    Matrix(Matrix),
    /// Two of them, side by side.
    Compare(Compare),
    /// What happened when.
    Timeline(Timeline),
    /// What refers to each.
    ForEach(Vec<Each>),
}

/// A table with a row for each entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Matrix {
    /// What the table shows.
    pub caption: String,
    /// The heading of the rows' headings.
    pub corner: String,
    /// Headings of the columns.
    pub columns: Vec<Link>,
    /// Rows, group by group.
    pub groups: Vec<RowGroup>,
    /// Whether cells hold text and not marks.
    pub is_text: bool,
    /// The same as a class, `texts` or `marks`.
    pub form: &'static str,
}

/// Rows that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct RowGroup {
    /// What it is.
    pub label: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// An entry in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Row {
    /// The entry.
    pub link: Link,
    /// What it has in each column.
    pub cells: Vec<Cell>,
}

/// What an entry has of one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Hash)]
pub struct Cell {
    /// The entry.
    pub name: Link,
    /// The entry's name in ids.
    pub key: String,
    /// Text of the entry; empty where it has none.
    pub html: Html,
    /// Where it stands in the entry.
    pub link: Option<Link>,
    /// Whether there is something.
    pub is_there: bool,
    /// Language of the text.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
}

/// Entries side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Compare {
    /// Topic by topic: all entries on the page where two are chosen, two on the page of a pair.
    pub topics: Vec<Topic>,
    /// For each entry the pairs with others.
    pub pairs: Vec<LinkGroup>,
    /// The entries that the topics tell of.
    pub entries: Vec<Cell>,
    /// Whether they are the two of a pair.
    pub is_pair: bool,
}

/// What entries say on one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Topic {
    /// What it is.
    pub label: String,
    /// Its name in ids.
    pub key: String,
    /// What each entry says.
    pub cells: Vec<Cell>,
}

/// What happened when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Timeline {
    /// What the picture and the table show.
    pub caption: String,
    /// The drawing.
    pub svg: Html,
    /// Headings of the table's columns.
    pub columns: Vec<String>,
    /// What happened, in order.
    pub rows: Vec<Event>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Event {
    /// When, in words.
    pub when: String,
    /// The entry that tells of it.
    pub link: Link,
    /// What.
    pub cells: Vec<Html>,
    /// Language of the text.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
}

/// What refers to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Each {
    /// The entry.
    pub link: Link,
    /// Its name in ids.
    pub key: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Language of the sentence.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
    /// What refers to it, by kind.
    pub groups: Vec<LinkGroup>,
}
