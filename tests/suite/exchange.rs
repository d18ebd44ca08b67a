//! Questions in the formats of other programs, and back.

use keyward::content::Document;
use keyward::exchange::{self, Body, Format, Item, Pool};
use keyward::pipeline::{Builder, Options};

use crate::book::Book;

const ALL_TYPES: &str = r#"+++
kind = "quiz"
id = "all"
title = "All types"
+++

## Which key opens door {B}: the *left* one?

<!-- q: x-1 · obj: a.keys, a.doors · 2 points -->

Look at the board first. 2 + 2 = 4, ~10 %.

1. [ ] The left one
   > No: that is \#1.
2. [x] The right one, "always"
   > Yes.
3. [ ] Both (25%)

> [!TIP]
> It hangs on the right.

> [!NOTE]
> Doors are marked. Read again: [Doors](../index.md).

## Which of these are keys?

<!-- q: x-2 -->

- [x] A thing of metal
- [x] A card
- [ ] A door
  > That is what it opens.

## A key can be lost.

<!-- q: x-3 -->

1. [x] True
2. [ ] False
   > Sadly it can.

## What opens a door?

<!-- q: x-4 -->

- = key
- = a key card (50%)
  > Nearly.
- ~ lock
  > That closes it.

## How many keys?

<!-- q: x-5 -->

- = 6
- = 5 .. 7 (50%)
  > Near.

## Who has which?

<!-- q: x-6 -->

- Officer -> wing key
- Cook -> kitchen key
- -> garden key

## Sort them

<!-- q: x-7 -->

|   | Metal | Card |
|---|:-:|:-:|
| Wing |  x |   |
| Gate |   | x |

## Put in order

<!-- q: x-8 -->

1. Sign for the key
2. Take it
3. Give it back

## What would you change?

<!-- q: x-9 -->
"#;

fn document(text: &str) -> std::sync::Arc<Document> {
    let book = Book::new()
        .page("content/en/index.md", "")
        .file("content/en/quiz.md", text);
    let documents = Builder::default().documents(&book.tree(), &Options::default());
    let wanted = documents.iter().find(|document| document.quiz.is_some());
    wanted.expect("there is a quiz").clone()
}

fn pool(text: &str) -> Pool {
    exchange::pool(&document(text)).expect("it is a quiz")
}

fn again(pool: &Pool, format: Format) -> Vec<Item> {
    let written = exchange::write(std::slice::from_ref(pool), format);
    let (read, problems) = exchange::read(&written, format);
    assert_eq!(problems, [], "{written}");
    read.items
}

#[test]
fn gift_keeps_every_type_of_question() {
    let pool = pool(ALL_TYPES);
    assert_eq!(pool.items.len(), 9);
    let items = again(&pool, Format::Gift);
    for (read, written) in items.iter().zip(&pool.items) {
        assert_eq!(read, written);
    }
    assert_eq!(items.len(), 9);
}

#[test]
fn our_own_markdown_is_read_as_it_was_written() {
    let first = pool(ALL_TYPES);
    let second = pool(&exchange::to_markdown(&first, "All types"));
    for (read, written) in second.items.iter().zip(&first.items) {
        assert_eq!(read, written);
    }
    assert_eq!(second.items.len(), first.items.len());
}

#[test]
fn gift_is_written_as_moodle_reads_it() {
    let gift = exchange::write(&[pool(ALL_TYPES)], Format::Gift);
    for wanted in [
        "$CATEGORY: $course$/all\n",
        "// [id:x-1] [tag:obj-a.keys] [tag:obj-a.doors] [tag:points-2]\n",
        "::x-1::[markdown]**Which key opens door \\{B\\}\\: the *left* one?**\\n\\nLook at",
        "2 + 2 \\= 4, \\~10 %.",
        "\n\t=The right one, \"always\"#Yes.",
        "\n\t~%25%Both#",
        "\n\t~%50%A card#\n\t~%-100%A door#That is what it opens.",
        "{TRUE#Sadly it can.}",
        "\n\t=%0%lock#That closes it.",
        "{#\n\t=%100%6:0#\n\t=%50%5..7#Near.",
        "\n\t= -> garden key",
        "// keyward-columns: Metal | Card\n",
        "\n\t=2 -> Take it",
        "::x-9::[markdown]**What would you change?** {}",
    ] {
        assert!(gift.contains(wanted), "{wanted}\nis not in\n{gift}");
    }
}

#[test]
fn a_table_keeps_what_a_spreadsheet_can_hold() {
    let pool = pool(ALL_TYPES);
    let items = again(&pool, Format::Csv);
    assert_eq!(items.len(), pool.items.len());
    for (read, written) in items.iter().zip(&pool.items) {
        assert_eq!(read.body, written.body);
        assert_eq!(
            (&read.id, &read.prompt, &read.matter, &read.explanation),
            (
                &written.id,
                &written.prompt,
                &written.matter,
                &written.explanation
            )
        );
    }
    let (_, problems) = exchange::read("a;b\n1;2\n", Format::Csv);
    assert!(problems[0].message.contains("no column `type`"));
    let (_, problems) = exchange::read(
        "type,question,answer,marks\none,Why?,So,many\n",
        Format::Csv,
    );
    assert_eq!(problems[0].line, 2);
}

#[test]
fn aiken_brings_questions_in() {
    let text = "What is a key?\nA. A door\nB) A thing that opens\n\nANSWER: B\n\nNo end\nA. One\n";
    let (pool, problems) = exchange::read(text, Format::Aiken);
    assert_eq!(problems.len(), 1);
    let Body::Choice { answers, .. } = &pool.items[0].body else {
        panic!("a choice");
    };
    assert!(answers[1].is_right && !answers[0].is_right);
    let markdown = exchange::to_markdown(&pool, "From \"elsewhere\"");
    assert!(
        markdown.starts_with("+++\nkind = \"quiz\"\ntitle = "),
        "{markdown}"
    );
    assert!(markdown.contains("## What is a key?\n\n1. [ ] A door\n2. [x] A thing that opens\n"));
}

#[test]
fn odd_gift_is_told_by_line_and_harms_nothing() {
    let text = "// nothing\n\nNo answers\n\n::a::Q1 {=yes ~no}\n\nQ2 {\n=open\n\nQ3 {#six}";
    let (pool, problems) = exchange::read(text, Format::Gift);
    assert_eq!(pool.items.len(), 1);
    assert_eq!(pool.items[0].prompt, "Q1");
    assert_eq!(problems[0].line, 3);
    assert!(problems.iter().all(|problem| !problem.message.is_empty()));
    for junk in [
        "{",
        "}",
        "::",
        "{=",
        "{#}",
        "{T#}",
        "\\",
        "a {\\",
        "$CATEGORY:",
        "{=%x%a}",
    ] {
        exchange::read(junk, Format::Gift);
    }
}

#[test]
fn missing_word_questions_keep_their_gap() {
    let (pool, problems) = exchange::read("The key {=opens ~closes} the door.\n", Format::Gift);
    assert_eq!(problems, []);
    assert_eq!(pool.items[0].prompt, "The key _____ the door.");
}
