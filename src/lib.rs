//! Keyward.
pub mod config;
pub mod diagnostic;
pub mod emit;
pub mod error;
pub mod locale;
pub mod path;
pub mod source;
pub mod toml_source;
pub mod watch;
pub mod content;
pub mod check;
pub mod pipeline;
pub mod render;
pub mod serve;
pub mod site;
pub mod strings;
