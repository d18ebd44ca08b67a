//! The rules' names, weights and pages: one table.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::Severity;

/// A rule: its name never changes meaning.
pub struct Code {
    /// Kebab-case name.
    pub name: &'static str,
    /// How much a finding weighs.
    pub severity: Severity,
    /// What, why, an example and the mend, in Markdown; `keyward explain` prints it.
    pub page: &'static str,
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Code> {
    RULES.iter().copied().find(|code| code.name == name)
}

macro_rules! rules {
    ($($constant:ident $name:literal $severity:ident,)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $constant: Code = Code {
                name: $name,
                severity: Severity::$severity,
                page: include_str!(concat!("codes/", $name, ".md")),
            };
        )*

        /// Every rule, by name.
        pub static RULES: &[&Code] = &[$(&$constant),*];
    };
}

rules! {
    ACTIVE_ASSET "active-asset" Error,
    BAD_FIELD "bad-field" Error,
    BAD_KIND "bad-kind" Error,
    BAD_LOCALE "bad-locale" Error,
    BAD_SLUG "bad-slug" Error,
    BAD_VALUE "bad-value" Error,
    BROKEN_ANCHOR "broken-anchor" Error,
    BROKEN_LINK "broken-link" Error,
    DOUBLE_ADDRESS "double-address" Error,
    DOUBLE_HEADING_ID "double-heading-id" Error,
    DOUBLE_OBJECTIVE "double-objective" Error,
    EMPTY_BOOK "empty-book" Error,
    FIELD_IN_TRANSLATION "field-in-translation" Warning,
    HEADING_MISMATCH "heading-mismatch" Warning,
    LINK_WITH_SPACE "link-with-space" Warning,
    LOW_CONTRAST "low-contrast" Warning,
    MDBOOK_KEY "mdbook-key" Warning,
    MISSING_FILE "missing-file" Error,
    MISSING_FOOTNOTE "missing-footnote" Warning,
    MISSING_FRONT_MATTER "missing-front-matter" Error,
    MISSING_KEY "missing-key" Error,
    MISSING_STRING "missing-string" Warning,
    NESTING_TOO_DEEP "nesting-too-deep" Error,
    NOT_UTF8 "not-utf8" Error,
    OPEN_PLACE "open-place" Error,
    OUTSIDE_BOOK "outside-book" Error,
    REMOTE_PICTURE "remote-picture" Error,
    REMOVED_HTML "removed-html" Warning,
    REVIEW_DUE "review-due" Error,
    SECOND_TITLE "second-title" Warning,
    STRAY_FILE "stray-file" Warning,
    TEMPLATE "template" Error,
    THEME "theme" Error,
    TOML_SYNTAX "toml-syntax" Error,
    UNKNOWN_KEY "unknown-key" Error,
    UNKNOWN_LOCALE_FOLDER "unknown-locale-folder" Error,
    UNKNOWN_OBJECTIVE "unknown-objective" Error,
    UNKNOWN_REFERENCE "unknown-reference" Error,
    UNKNOWN_SOURCE "unknown-source" Error,
    UNPORTABLE_NAME "unportable-name" Error,
    UNREADABLE "unreadable" Error,
    UNSAFE_LINK "unsafe-link" Error,
    UNSAFE_SVG "unsafe-svg" Error,
    YAML_FRONT_MATTER "yaml-front-matter" Error,
}
