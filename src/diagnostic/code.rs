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
    ACT_NOW_MISSING "act-now-missing" Error,
    ALL_OF_THE_ABOVE "all-of-the-above" Hint,
    BAD_BIBLIOGRAPHY "bad-bibliography" Error,
    BAD_BLANK "bad-blank" Error,
    BAD_CHART "bad-chart" Error,
    BAD_FIELD "bad-field" Error,
    BAD_KIND "bad-kind" Error,
    BAD_LOCALE "bad-locale" Error,
    BAD_SLUG "bad-slug" Error,
    BAD_VALUE "bad-value" Error,
    BAD_VIEW "bad-view" Error,
    BROKEN_ANCHOR "broken-anchor" Error,
    BROKEN_LINK "broken-link" Error,
    CHECKLIST_TRANSLATION "checklist-translation" Warning,
    CHOICE_COUNT "choice-count" Hint,
    COURSE_LENGTH "course-length" Warning,
    BROKEN_PICTURE "broken-picture" Error,
    DOUBLE_ADDRESS "double-address" Error,
    DOUBLE_HEADING_ID "double-heading-id" Error,
    DOUBLE_OBJECTIVE "double-objective" Error,
    DOUBLE_QUESTION_ID "double-question-id" Error,
    DOUBLE_QUIZ "double-quiz" Error,
    DOUBLE_STEP "double-step" Error,
    EMPTY_BOOK "empty-book" Error,
    EMPTY_CHECKLIST "empty-checklist" Warning,
    EMPTY_QUIZ "empty-quiz" Warning,
    EXPLANATION_WITHOUT_LINK "explanation-without-link" Hint,
    FIELD_IN_TRANSLATION "field-in-translation" Warning,
    GRADE_WEIGHT "grade-weight" Hint,
    HEADING_MISMATCH "heading-mismatch" Warning,
    LINK_WITH_SPACE "link-with-space" Warning,
    LONGEST_IS_RIGHT "longest-is-right" Hint,
    LOW_CONTRAST "low-contrast" Warning,
    MDBOOK_KEY "mdbook-key" Warning,
    MISSING_FILE "missing-file" Error,
    MISSING_FOOTNOTE "missing-footnote" Warning,
    MISSING_FRONT_MATTER "missing-front-matter" Error,
    MISSING_KEY "missing-key" Error,
    MISSING_QUESTION_ID "missing-question-id" Warning,
    MISSING_STRING "missing-string" Warning,
    MISSING_WORDS "missing-words" Hint,
    NEGATIVE_QUESTION "negative-question" Hint,
    NESTING_TOO_DEEP "nesting-too-deep" Error,
    NO_RIGHT_ANSWER "no-right-answer" Error,
    NOT_A_QUIZ "not-a-quiz" Error,
    NOT_UTF8 "not-utf8" Error,
    NUMBER_OVERLAP "number-overlap" Warning,
    OPEN_PLACE "open-place" Error,
    OUTSIDE_BOOK "outside-book" Error,
    POOL_TOO_SMALL "pool-too-small" Warning,
    QUESTION_FORM "question-form" Error,
    QUESTION_SETTINGS "question-settings" Error,
    QUIZ_TRANSLATION "quiz-translation" Error,
    REMOTE_PICTURE "remote-picture" Error,
    REMOVED_HTML "removed-html" Warning,
    REVIEW_DUE "review-due" Error,
    REVIEW_OVERDUE "review-overdue" Hint,
    RIGHT_IN_SAME_PLACE "right-in-same-place" Hint,
    SAME_ANSWERS "same-answers" Warning,
    SAME_CHOICES "same-choices" Warning,
    SCENARIO_START "scenario-start" Error,
    SCENE_UNREACHABLE "scene-unreachable" Warning,
    SCENE_WITHOUT_END "scene-without-end" Error,
    SECOND_TITLE "second-title" Warning,
    STALE_TRANSLATION "stale-translation" Hint,
    STRAY_FILE "stray-file" Warning,
    TEMPLATE "template" Error,
    TERM_NOT_USED "term-not-used" Hint,
    TERM_TO_AVOID "term-to-avoid" Warning,
    TERM_TWICE "term-twice" Warning,
    TERM_UNUSED "term-unused" Hint,
    THEME "theme" Error,
    TOO_MANY_PAIRS "too-many-pairs" Hint,
    TOML_SYNTAX "toml-syntax" Error,
    TRANSLATION_DUE "translation-due" Error,
    TRANSLATION_STRUCTURE "translation-structure" Warning,
    TWO_ANSWER_LISTS "two-answer-lists" Error,
    TWO_RIGHT_ANSWERS "two-right-answers" Error,
    UNKNOWN_FOLDER "unknown-folder" Warning,
    UNKNOWN_KEY "unknown-key" Error,
    UNKNOWN_LOCALE_FOLDER "unknown-locale-folder" Error,
    UNKNOWN_OBJECTIVE "unknown-objective" Error,
    UNKNOWN_REFERENCE "unknown-reference" Error,
    UNKNOWN_SOURCE "unknown-source" Error,
    UNKNOWN_VIEW "unknown-view" Error,
    UNKNOWN_WORDS "unknown-words" Warning,
    UNPORTABLE_NAME "unportable-name" Error,
    UNREADABLE "unreadable" Error,
    UNSAFE_LINK "unsafe-link" Error,
    UNSAFE_SVG "unsafe-svg" Error,
    UNTAUGHT_OBJECTIVE "untaught-objective" Warning,
    UNTESTED_OBJECTIVE "untested-objective" Warning,
    UNUSED_VIEW "unused-view" Warning,
    WRONG_WITHOUT_FEEDBACK "wrong-without-feedback" Hint,
    YAML_FRONT_MATTER "yaml-front-matter" Error,
}
