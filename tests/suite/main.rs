//! What the program promises, tested from outside: one binary, one module per topic.

mod architecture;
mod book;
mod cli;
mod commonmark;
mod diagnostics;
mod discretion;
mod exchange;
mod golden;
mod incremental;
mod kinds;
mod knowledge;
mod languages;
mod pack;
mod paper;
mod pictures;
mod pseudo;
mod publishing;
mod quiz;
mod required;
mod search;
mod single;
mod terms;
mod theme;
mod translations;
mod translators;
mod untrusted;
