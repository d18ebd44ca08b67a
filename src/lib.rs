//! Keyward turns a folder of Markdown into a static, multilingual knowledge base and training
//! site.
//!
//! A build is a function from files to files. Everything is read once, turned into values, passed
//! forward through pure stages, and written once:
//!
//! ```text
//! source    load(root)                  -> SourceTree        the only reading of disk
//! render    Theme::load(tree, config)   -> Theme             templates minified and compiled once
//! picture   Memory::pictures(files)  -> [Picture]        sizes and smaller copies, remembered by hash
//! content   parse(file, config)         -> Parsed<Document>  per file, in parallel, remembered
//! site      Site::link(documents)       -> Parsed<Site>      the whole site; each page gets its `Resolved`
//! check     files(tree)                 -> [Diagnostic]      rules about files as a whole
//! render    Viewer::view(page)          -> PageView          all that a template can see
//! render    page(site, theme, view)     -> HTML              per page, in parallel, remembered by its view
//! search    index(site)                 -> files             the index of each language; pages that stayed are remembered
//! emit      publish(output, folder)     -> files             the only writing: stages a tree, swaps it in
//! ```
//!
//! Markdown is parsed and written once, with open places (slots) for what the rest of the site
//! decides; linking finds the values and rendering fills them in. No stage asks for the clock, the
//! environment or the order of threads. An author's mistakes are values
//! ([`diagnostic::Diagnostic`]), failures of the environment are errors ([`error::Error`]).
//!
//! # Modules, from the top; each uses those below it
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`pipeline`] | the stages in order |
//! | [`pack`] | the site as a zip for others, and its check |
//! | [`hosting`] | configuration for web servers |
//! | [`compress`] | packed copies of text files |
//! | [`emit`] | the site to disk, in one step |
//! | [`watch`] | "something changed" |
//! | [`serve`] | the preview server |
//! | [`check`] | rules about files as a whole |
//! | [`search`] | the index of each language, for its script |
//! | [`render`] | views, templates, filled bodies, assets |
//! | [`exchange`] | questions in the formats of other programs |
//! | [`site`] | the linked whole: addresses, navigation, references |
//! | [`translation`] | what changed since a page was translated, and what translators get |
//! | [`strings`] | words of the interface, by language |
//! | [`content`] | what authors write, file by file |
//! | [`picture`] | sizes and smaller copies of pictures |
//! | [`bibliography`] | citations in a style and a language |
//! | [`config`] | `book.toml` and declared kinds |
//! | [`source`] | the book's files |
//! | [`text`] | words: tokens, folded forms, stems; what a learner types, beside what an author accepts |
//! | [`toml_source`] | TOML with every slip reported |
//! | [`diagnostic`] | findings, their codes and pages |
//! | [`error`] | what the environment can do to us |
//! | [`path`] | paths and relative addresses |
//! | [`locale`] | languages: tags, direction, quotes, plurals, sorting |

#![warn(missing_docs)]

pub mod bibliography;
pub mod check;
pub mod compress;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod emit;
pub mod error;
pub mod exchange;
pub mod hosting;
pub mod locale;
pub mod pack;
pub mod path;
pub mod picture;
pub mod pipeline;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod strings;
pub mod text;
pub mod toml_source;
pub mod translation;
pub mod watch;
