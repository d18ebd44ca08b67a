//! All that a template can see of a page, as one closed value.
//!
//! Nothing in a [`PageView`] leads back into the site: a page is rendered from it and its body
//! alone, so a page whose view did not change need not be rendered again.

use serde::Serialize;

use super::glossary::{DefinitionView, Equivalent, Letter};
pub use super::listing::view::{Facet, FacetValue, ListItem, Narrowed, Phase};
pub use super::quiz::view::Html;
pub use super::search::SearchView;
pub use super::together::view::Together;

/// Version of what templates can rely on.
pub const API: u32 = 1;

/// A page as its template sees it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Hash)]
pub struct PageView {
    /// Language of the page.
    pub lang: String,
    /// Its direction, `ltr` or `rtl`.
    pub dir: &'static str,
    /// Language of the text.
    pub text_lang: String,
    /// Direction of the text.
    pub text_dir: &'static str,
    /// Kind of the entry, like `lesson`.
    pub kind: String,
    /// The entry's path without language, like `course/introduction/your-part`.
    pub entry: String,
    /// Changes with the page's text: what a browser keeps says what it was about.
    pub version: String,
    /// What the scripts of the course say, as JSON, where the page loads them.
    pub script_words: Option<String>,
    /// What the scripts of the course know, as JSON, where the page loads them.
    pub course: Option<String>,
    /// Title of the page.
    pub title: String,
    /// Title for the browser's tab.
    pub head_title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// The sentence for those who are not on the page, like search results.
    pub head_description: Option<String>,
    /// The book's permanent id, for what the browser keeps.
    pub book: String,
    /// Title of the site.
    pub site_title: String,
    /// The language's home, under the site's short title.
    pub home: Link,
    /// The picture before the site's title.
    pub logo: Option<Logo>,
    /// Whether the page is it.
    pub is_home: bool,
    /// The way to the top of the output, like `../../`.
    pub root: String,
    /// Style sheets.
    pub styles: Vec<String>,
    /// Scripts.
    pub scripts: Vec<String>,
    /// The script that runs before the first paint.
    pub early: Option<String>,
    /// The site's icon.
    pub icon: Option<String>,
    /// The whole address of the original, when `site-url` is set.
    pub canonical: Option<String>,
    /// Whether search engines should pass it over.
    pub noindex: bool,
    /// The same page in each language, with whole addresses, when `site-url` is set.
    pub alternates: Vec<Alternate>,
    /// The same page in each language.
    pub languages: Vec<LanguageLink>,
    /// Tags of those of them whose text can stand beside the page's own, with spaces between.
    pub beside: String,
    /// The way to the search.
    pub search: Option<SearchView>,
    /// What to do at once.
    pub act_now: Option<Link>,
    /// Sections for the header.
    pub sections: Vec<Link>,
    /// Sections for a menu of the header, where there are many.
    pub reference: Vec<Link>,
    /// Whether the page is in one of the menu's sections.
    pub is_reference: bool,
    /// Pages at the top level, for the footer.
    pub footer: Vec<Link>,
    /// The way here from home.
    pub breadcrumbs: Vec<Link>,
    /// The sidebar.
    pub nav: Option<Nav>,
    /// Headings of the page.
    pub toc: Vec<TocEntry>,
    /// The page before in the reading order.
    pub previous: Option<Link>,
    /// The page behind in the reading order.
    pub next: Option<Link>,
    /// Said where the text is of another language than the page.
    pub fallback_notice: Option<String>,
    /// The page in the other languages that have it.
    pub offers: Vec<Offer>,
    /// Where the text is behind its original.
    pub stale: Option<Stale>,
    /// How long it takes, in words.
    pub minutes: Option<String>,
    /// Where a module or lesson stands in the course, in words.
    pub place: Option<String>,
    /// The course on home and on its own page, the lessons on a module's.
    pub way: Option<Way>,
    /// The module around the page, for the sidebar.
    pub module: Option<Way>,
    /// The line in the header of the course's pages.
    pub shaft: Option<Shaft>,
    /// What a learner can do afterwards.
    pub objectives: Vec<String>,
    /// Sentences to remember.
    pub keypoints: Vec<String>,
    /// Facts about an entry.
    pub fields: Vec<FieldView>,
    /// What a folder holds.
    pub listing: Vec<ListItem>,
    /// Heading of the list.
    pub listing_title: String,
    /// Ways to narrow the list.
    pub facets: Vec<Facet>,
    /// What is left of a list that can be narrowed.
    pub narrowed: Option<Narrowed>,
    /// Pages beside the entries of a kind that show them in another way.
    pub views: Vec<ListItem>,
    /// Entries that the page shows together.
    pub together: Option<Together>,
    /// By which source an entry is described.
    pub opening: Option<Link>,
    /// Sections that an entry of a kind could have and has not.
    pub gaps: Vec<String>,
    /// Whether the page is an entry of a declared kind.
    pub is_declared: bool,
    /// `columns` where the sidebar stands beside the text, `whole` where the text needs its room.
    pub layout: &'static str,
    /// Sources that the page cites.
    pub sources: Vec<SourceLink>,
    /// Pages that refer to this entry.
    pub backlinks: Vec<LinkGroup>,
    /// Where a source is used.
    pub uses: Vec<Use>,
    /// The citation of a source, for copying.
    pub copy: Option<String>,
    /// A term in the other languages that have it.
    pub equivalents: Vec<Equivalent>,
    /// The terms from A to Z, on their folder's page.
    pub letters: Vec<Letter>,
    /// What the terms mean that the text leads to.
    pub definitions: Vec<DefinitionView>,
    /// The module, the course or the glossary as one page to print.
    pub print: Option<String>,
    /// The answers of a quiz, in a build for trainers.
    pub key: Option<String>,
    /// Words for the link to it.
    pub print_label: String,
    /// Addresses outside the site that the text leads to, in order, for paper.
    pub outside: Vec<String>,
    /// Where the page can be edited.
    pub edit: Option<String>,
    /// The last change that matters to readers, as a day.
    pub updated: Option<String>,
    /// Who wrote the page and who looks after it.
    pub people: Vec<String>,
    /// When the page was checked and is to be checked again.
    pub review: Option<Review>,
}

/// When a page is to be checked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Review {
    /// In words.
    pub words: String,
    /// The day, like `2027-07-31`, if there is one.
    pub due: Option<String>,
    /// What a script says behind it once the day is past.
    pub overdue: String,
}

/// Links under a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct LinkGroup {
    /// What they have in common.
    pub label: String,
    /// The links.
    pub links: Vec<Link>,
}

/// The picture before the site's title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Logo {
    /// Address.
    pub src: String,
    /// What it shows, in words; empty where it only repeats the title.
    pub alt: String,
    /// Width at the height of 40 pixels.
    pub width: Option<u32>,
}

/// A link with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Hash)]
pub struct Link {
    /// Words.
    pub title: String,
    /// Address.
    pub href: String,
    /// Language of the words, where it is not the page's.
    pub lang: Option<String>,
    /// Direction of the words, where `lang` is set.
    pub dir: Option<&'static str>,
    /// `page` for the page itself, `true` for what it is part of.
    pub current: Option<&'static str>,
}

/// What a reader is told of a translation whose original changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Stale {
    /// How much changed.
    pub text: String,
    /// Leads in to the links.
    pub read: String,
    /// Parts of the original with something new.
    pub links: Vec<Link>,
}

/// The same page in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct LanguageLink {
    /// Tag.
    pub lang: String,
    /// Direction.
    pub dir: &'static str,
    /// The language's name in itself.
    pub name: String,
    /// Address.
    pub href: String,
    /// Whether it is the page's language.
    pub current: bool,
}

/// The same page in another language, for a reader whose browser asks for that one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Offer {
    /// Tag.
    pub lang: String,
    /// Direction.
    pub dir: &'static str,
    /// Address.
    pub href: String,
    /// That the page is there, in that language.
    pub text: String,
    /// To stay on this page, in that language.
    pub stay: String,
}

/// The same page in another language, for search engines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Alternate {
    /// Tag, or `x-default`.
    pub lang: String,
    /// Whole address.
    pub href: String,
}

/// The sidebar: the section around the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Nav {
    /// The section.
    pub section: Link,
    /// What it holds, or a window of it.
    pub items: Vec<NavItem>,
    /// Whether the list is a window: the section's page has all of it.
    pub is_cut: bool,
}

/// An entry of the sidebar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct NavItem {
    /// The page.
    pub link: Link,
    /// What it holds, where the reader is in it.
    pub children: Vec<Link>,
}

/// Pages in the order in which a learner walks them: the course, or a module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Hash)]
pub struct Way {
    /// Its heading, like `Module 2`.
    pub name: String,
    /// The module, in the sidebar.
    pub link: Option<Link>,
    /// The page of the whole course.
    pub whole: Option<Link>,
    /// Where to start.
    pub start: Option<Link>,
    /// How many modules it has, in words; empty for a module.
    pub count: String,
    /// How long it takes, like `3 h 35 min`, where all modules state it.
    pub length: Option<String>,
    /// The stops, or a window of them.
    pub stops: Vec<Stop>,
    /// Whether they are a window: the way's page has all of them.
    pub is_cut: bool,
}

/// A page on a way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Stop {
    /// Its number, from 1.
    pub number: usize,
    /// `behind`, `here` or `ahead` of the reader.
    pub state: &'static str,
    /// How long the stretch behind it is drawn, 1 to 8, in proportion to the minutes.
    pub stretch: u32,
    /// The page.
    pub link: Link,
    /// One sentence about it.
    pub description: Option<String>,
    /// Language of the sentence.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
    /// How long it takes, like `15 min`.
    pub minutes: Option<String>,
}

/// The line in the header: decoration that repeats what the page says in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Shaft {
    /// How far the reader is, like `12.50%`.
    pub here: Option<String>,
    /// The stops.
    pub stops: Vec<ShaftStop>,
}

/// A stop of the line in the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct ShaftStop {
    /// Its place from the line's start, like `12.50%`.
    pub at: String,
    /// `behind`, `here` or `ahead` of the reader.
    pub state: &'static str,
}

/// A heading in the page's contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct TocEntry {
    /// Words.
    pub title: String,
    /// Id.
    pub id: String,
    /// 2 or 3.
    pub level: u8,
}

/// A fact about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct FieldView {
    /// What it is about.
    pub label: String,
    /// Text values; links where they have an address.
    pub values: Vec<Link>,
}

/// A page that cites a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Use {
    /// The page.
    pub link: Link,
    /// The places in the source that it names, in one line.
    pub places: String,
    /// Language of the line.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
}

/// A source that the page cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct SourceLink {
    /// The source's page.
    pub link: Link,
    /// The full citation.
    pub citation: String,
    /// Language of the citation.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
}
