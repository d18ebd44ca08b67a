//! The dictionary in pieces that are loaded one by one.

use super::alias::Alias;
use super::dictionary::{Class, Dictionary, Form};
use super::format::{Writer, letter, number, push_number};
use super::page::{LONGEST, Weight};

/// Bytes that a shard has at least, about.
const LEAST: usize = 3072;

/// What a shard has of the square root of the whole: a query loads few shards and the list of all,
/// and moves least where both grow alike.
const OF_ROOT: f64 = 2.4;

/// What an entry begins with, before the number of letters that its forms share.
const POINTER: u32 = 0;
const ALIAS: u32 = 1;
const CLASS: u32 = 2;

/// What stands before the words that a word gets sections from; none of the letters of numbers.
const LENT: char = '&';

/// An entry with the word that it stands at.
struct Entry {
    word: String,
    text: String,
    /// Other forms of the word.
    forms: Vec<String>,
}

/// Writes the shards, and returns first word and name of each, with spaces between them.
pub(super) fn write(dictionary: &Dictionary, aliases: &[Alias], writer: &mut Writer) -> String {
    let mut entries: Vec<Entry> = dictionary.classes.iter().map(class).collect();
    entries.extend(aliases.iter().map(alias));
    entries.sort_by(|a, b| a.word.cmp(&b.word).then_with(|| a.text.cmp(&b.text)));
    let mut shards = cut(entries);
    point(&mut shards);
    let mut last = "";
    let mut listed = Vec::new();
    for shard in &shards {
        let texts: Vec<&str> = shard.iter().map(|entry| entry.text.as_str()).collect();
        let name = writer.add(&texts.join("~"));
        listed.push(format!("{} {name}", apart(last, &shard[0].word)));
        last = shard
            .iter()
            .map(|entry| entry.word.as_str())
            .max()
            .unwrap_or_default();
    }
    listed.join(" ")
}

/// As much of a word as tells it from the one before.
fn apart<'a>(before: &str, word: &'a str) -> &'a str {
    let same = shared(before, word).len();
    let next = word[same..].chars().next().map_or(0, char::len_utf8);
    &word[..same + next]
}

/// Entries in pieces of about a size. Where a piece ends depends on the words around, so that an
/// edit changes few of them.
fn cut(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let all: usize = entries.iter().map(|entry| entry.text.len() + 1).sum();
    let size = LEAST.max((OF_ROOT * (all as f64).sqrt()) as usize);
    let mut shards: Vec<Vec<Entry>> = Vec::new();
    let mut bytes = usize::MAX;
    for entry in entries {
        let hash = blake3::hash(entry.word.as_bytes());
        let is_end = match bytes {
            _ if bytes < size / 2 => false,
            _ if bytes < size * 3 / 2 => hash.as_bytes()[0] < 8,
            _ => true,
        };
        // Entries of one word stay together.
        let last = shards.last().and_then(|shard| shard.last());
        let is_same = last.is_some_and(|last| last.word == entry.word);
        if shards.is_empty() || (is_end && !is_same) {
            shards.push(Vec::new());
            bytes = 0;
        }
        bytes += entry.text.len() + 1;
        shards.last_mut().expect("a shard was begun").push(entry);
    }
    shards
}

/// Adds to each shard the forms that belong into it by their letters but stand in another.
fn point(shards: &mut [Vec<Entry>]) {
    let firsts: Vec<String> = shards.iter().map(|shard| shard[0].word.clone()).collect();
    let place = |word: &str| {
        let behind = firsts.partition_point(|first| first.as_str() <= word);
        behind.saturating_sub(1)
    };
    let mut pointers: Vec<(usize, Entry)> = Vec::new();
    for (number, shard) in shards.iter().enumerate() {
        for entry in shard {
            let far = entry.forms.iter().filter(|form| place(form) != number);
            pointers.extend(far.map(|form| {
                let pointer = Entry {
                    word: form.clone(),
                    text: format!("{}{form}|{}", letter(POINTER), entry.word),
                    forms: Vec::new(),
                };
                (place(form), pointer)
            }));
        }
    }
    for (number, pointer) in pointers {
        shards[number].push(pointer);
    }
}

fn class(class: &Class) -> Entry {
    let mut text = String::new();
    push_flag(&mut text, CLASS, class.common);
    let first = &class.forms[0].text;
    for form in &class.forms {
        if !std::ptr::eq(form, &class.forms[0]) {
            text.push('|');
            let same = shared(first, &form.text);
            text.push(letter(same.chars().count().min(87) as u32));
        }
        text.push_str(&form.text[shared_bytes(first, form, class)..]);
        text.push('|');
        push_postings(&mut text, form);
    }
    for lent in &class.lent {
        text.push('|');
        text.push(LENT);
        text.push_str(&lent.text);
        text.push('|');
        push_postings(&mut text, lent);
    }
    Entry {
        word: first.clone(),
        text,
        forms: class.forms[1..]
            .iter()
            .map(|form| form.text.clone())
            .collect(),
    }
}

/// Bytes of a form that are not written again.
fn shared_bytes(first: &str, form: &Form, class: &Class) -> usize {
    match std::ptr::eq(form, &class.forms[0]) {
        true => 0,
        false => shared(first, &form.text).len(),
    }
}

/// The start that two words have in common, as far as one letter can count it.
fn shared<'a>(first: &str, other: &'a str) -> &'a str {
    let pairs = other.char_indices().zip(first.chars()).take(87);
    let same = pairs.take_while(|((_, a), b)| a == b);
    let end = same.map(|((at, c), _)| at + c.len_utf8()).last();
    &other[..end.unwrap_or(0)]
}

fn push_flag(text: &mut String, flag: u32, common: usize) {
    text.push(letter(flag + common.min(80) as u32));
}

fn push_postings(text: &mut String, form: &Form) {
    // How many there are is said where not all are kept.
    let left_out = form.count as usize > form.postings.len();
    push_number(text, if left_out { form.count } else { 0 });
    let mut before = 0;
    for posting in &form.postings {
        push_number(text, posting.section - before);
        before = posting.section;
        let Weight {
            level,
            position,
            length,
        } = posting.weight;
        text.push(letter(u32::from(level) + if position > 0 { 44 } else { 0 }));
        if position > 0 {
            // Most titles are short: one letter holds both.
            let length = u32::from(length.clamp(1, LONGEST));
            push_number(
                text,
                (u32::from(position) - 1) * u32::from(LONGEST) + length - 1,
            );
        }
    }
}

fn alias(alias: &Alias) -> Entry {
    let mut text = String::new();
    text.push(letter(ALIAS));
    text.push(letter(alias.common as u32));
    text.push_str(&alias.word);
    let members = [alias.others.join(" "), number(alias.section)];
    let own = alias.own.iter().map(|words| words.join(" "));
    for member in members.into_iter().chain(own) {
        text.push('|');
        text.push_str(&member);
    }
    Entry {
        word: alias.word.clone(),
        text,
        forms: Vec::new(),
    }
}
