//! The search index of each language: what its script looks words up in.
//!
//! In: the linked site. Out: files, all of them classic scripts that hand one string each to the
//! search script: a root table at a fixed address, and behind it, under names that change with
//! what they hold, shards of the dictionary, tables of pages, the texts of their sections, and
//! the facets. `format.rs` says how they are written.
//!
//! The build knows how words are bent, the browser does not: a dictionary leads from each form of
//! a word that stands in a text to all forms of that word, and from each form to its sections. The
//! lists under `thesaurus/` add the sections of words that mean the same.

mod alias;
mod compound;
mod dictionary;
mod ending;
mod facet;
mod format;
mod page;
mod section;
mod shard;
mod stop;
mod table;
mod thesaurus;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::config::Config;
use crate::site::{Page, Site, route};
use dictionary::Dictionary;
use format::Writer;
use page::{Indexed, Source};
use table::Tables;

/// Files by address.
pub type Files = Vec<(String, Arc<[u8]>)>;

/// Remembers what was made of pages that did not change.
#[derive(Default)]
pub struct Memory {
    pages: HashMap<String, Arc<Indexed>>,
    files: HashMap<String, ([u8; 32], Files)>,
}

/// The files of every language's index.
pub fn index(site: &Site, config: &Config, memory: &mut Memory) -> Files {
    let known = &memory.pages;
    let sources: Vec<Option<Source>> = site
        .pages
        .par_iter()
        .map(|page| Source::of(site, page, config))
        .collect();
    let indexed: Vec<Option<Arc<Indexed>>> = sources
        .par_iter()
        .map(|source| {
            let source = source.as_ref()?;
            match known.get(&source.page.address) {
                Some(indexed) if indexed.key == source.key => Some(indexed.clone()),
                _ => Some(Arc::new(source.read())),
            }
        })
        .collect();
    memory.pages = indexed
        .iter()
        .zip(&site.pages)
        .filter_map(|(indexed, page)| Some((page.address.clone(), indexed.clone()?)))
        .collect();
    let made: Vec<(String, [u8; 32], Files)> = (0..site.locales.len())
        .into_par_iter()
        .map(|locale| {
            let pages = site.pages.iter().zip(&indexed);
            let pages: Vec<(&Page, &Indexed)> = pages
                .filter(|(page, _)| page.locale == locale)
                .filter_map(|(page, indexed)| Some((page, indexed.as_deref()?)))
                .collect();
            let index = Language::new(site, config, locale, pages);
            let tag = site.locales[locale].to_string();
            let files = match memory.files.get(&tag) {
                Some((key, files)) if *key == index.key => files.clone(),
                _ => index.files(),
            };
            (tag, index.key, files)
        })
        .collect();
    let mut all = Files::new();
    memory.files.clear();
    for (tag, key, files) in made {
        all.extend(files.iter().cloned());
        memory.files.insert(tag, (key, files));
    }
    all
}

/// What a file of an index hands over, as a member of a JSON object.
pub fn member(file: &[u8]) -> Option<String> {
    format::member(std::str::from_utf8(file).ok()?)
}

/// What goes into a language's index.
struct Language<'a> {
    site: &'a Site,
    locale: usize,
    pages: Vec<(&'a Page, &'a Indexed)>,
    aliases: Vec<alias::Alias>,
    facets: Vec<facet::Facet>,
    kinds: Vec<(String, String)>,
    key: [u8; 32],
}

/// The root table as the script reads it.
#[derive(Serialize)]
struct Root {
    /// The language whose rules part words.
    lang: String,
    /// Sections of all pages.
    sections: u32,
    /// Sections of each page.
    pages: String,
    /// Pages of a table.
    table: usize,
    /// First form and name of each shard.
    shards: String,
    /// Names of the tables, and of their texts.
    tables: String,
    /// The facets' name.
    facets: String,
    /// Kinds with their words.
    kinds: Vec<(String, String)>,
    /// Words that say little.
    stop: String,
    /// Endings of bent words.
    ends: String,
}

impl<'a> Language<'a> {
    fn new(
        site: &'a Site,
        config: &Config,
        locale: usize,
        pages: Vec<(&'a Page, &'a Indexed)>,
    ) -> Self {
        let firsts = first_sections(&pages);
        let aliases = alias::all(site, locale, &pages, &firsts);
        let facets = facet::all(site, &pages, config);
        let kinds = facet::kinds(site, locale, &pages);
        let mut hasher = blake3::Hasher::new();
        for (page, indexed) in &pages {
            hasher.update(&indexed.key).update(page.address.as_bytes());
        }
        hasher.update(format!("{aliases:?}{facets:?}{kinds:?}").as_bytes());
        Language {
            site,
            locale,
            pages,
            aliases,
            facets,
            kinds,
            key: *hasher.finalize().as_bytes(),
        }
    }

    fn files(&self) -> Files {
        let locale = &self.site.locales[self.locale];
        let mut writer = Writer::new(locale.as_str());
        let sections: Vec<u32> = (self.pages.iter())
            .map(|(_, indexed)| indexed.sections.len() as u32)
            .collect();
        let dictionary = Dictionary::new(locale.as_str(), &self.pages);
        let shards = shard::write(&dictionary, &self.aliases, &mut writer);
        let tables = Tables {
            locale: locale.as_str(),
            pages: &self.pages,
            kinds: &self.kinds,
        };
        let tables = tables.write(&mut writer);
        let facets = serde_json::to_string(&self.facets).expect("facets are texts and numbers");
        let root = Root {
            lang: locale.to_string(),
            sections: sections.iter().sum(),
            pages: sections
                .iter()
                .map(|count| format::number(*count))
                .collect(),
            table: table::size(self.pages.len()),
            shards,
            tables: tables.join(" "),
            facets: writer.add(&facets),
            kinds: self.kinds.clone(),
            stop: stop::words(locale.as_str()).join(" "),
            ends: ending::list(locale.as_str()).to_owned(),
        };
        let root = serde_json::to_string(&root).expect("the root is made of texts and numbers");
        writer.files(route::search_root(locale.as_str()), &root)
    }
}

/// The number of each page's first section.
fn first_sections(pages: &[(&Page, &Indexed)]) -> Vec<u32> {
    let mut next = 0;
    let firsts = pages.iter().map(|(_, indexed)| {
        let first = next;
        next += indexed.sections.len() as u32;
        first
    });
    firsts.collect()
}
