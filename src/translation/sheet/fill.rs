//! Puts translated units back into the Markdown of a page, or refuses what would break it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, Part, Sheet, Unit, Version, line_of, numbered};
use crate::content::block::{self, Block, BlockKind, Piece, as_toml};
use crate::translation::{edited, front};

/// A translated unit as a file gives it.
#[derive(Debug, Clone)]
pub struct Target {
    /// Which unit of the sheet.
    pub unit: usize,
    /// The translation; `None` where it is empty.
    pub parts: Option<Vec<Part>>,
    /// The line of the file, for messages.
    pub line: usize,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line of the file.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What came of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Nothing in it is new.
    Same,
    /// Its text with so many new parts.
    New(String, usize),
    /// So many parts have no translation yet, so that there is no page to write.
    Open(usize),
}

/// Puts translations into a page. All of them are looked at, so that all refusals show at once.
pub fn fill(sheet: &Sheet, targets: &[Target]) -> Result<Change, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut new: BTreeMap<usize, (String, &Target)> = BTreeMap::new();
    for target in targets {
        let unit = &sheet.units[target.unit];
        match changed(sheet, unit, target) {
            Ok(None) => {}
            Ok(Some(raw)) => {
                new.insert(unit.block, (raw, target));
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    if new.is_empty() {
        return Ok(Change::Same);
    }
    let has_place = |block: &usize| sheet.pairs[*block].is_some();
    let text = match &sheet.target {
        Some(target) if new.keys().all(has_place) => replaced(sheet, target, &new),
        _ => {
            let is_open =
                |unit: &&Unit| !new.contains_key(&unit.block) && sheet.pairs[unit.block].is_none();
            let open = sheet.units.iter().filter(is_open).count();
            if open > 0 {
                return Ok(Change::Open(open));
            }
            rebuilt(sheet, &new).map_err(|refusal| vec![refusal])?
        }
    };
    verified(sheet, &text, &new).map_err(|refusal| vec![refusal])?;
    Ok(Change::New(text, new.len()))
}

/// A refusal at the line of a target.
fn refused(target: &Target, message: String, help: &str) -> Refusal {
    Refusal {
        line: target.line,
        message,
        help: help.to_owned(),
    }
}

/// The Markdown of a unit's translation, if it is not what the page has already.
fn changed(sheet: &Sheet, unit: &Unit, target: &Target) -> Result<Option<String>, Refusal> {
    let Some(parts) = &target.parts else {
        return match unit.target {
            None => Ok(None),
            Some(_) => Err(refused(
                target,
                format!("the translation of this {} is gone", unit.kind),
                "put it back; what a page has is never taken out of it here",
            )),
        };
    };
    let parts = trimmed(parts);
    if unit
        .target
        .as_ref()
        .is_some_and(|own| plain(&trimmed(own)) == plain(&parts))
    {
        return Ok(None);
    }
    whole(unit, &parts, target)?;
    let code = |number: &usize| unit.own.get(number).or_else(|| unit.codes.get(number));
    let kind = &sheet.source.blocks[unit.block].kind;
    markdown(kind, &parts, &code, sheet.is_quiz)
        .map(Some)
        .ok_or_else(|| {
            refused(
                target,
                "the words of this translation would become markup".to_owned(),
                "take out signs like `<`, `|`, `[` and line breaks that the original does not have",
            )
        })
}

/// Without space at the ends; words side by side are one part.
fn trimmed(parts: &[Part]) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match (part, joined.last_mut()) {
            (Part::Text(more), Some(Part::Text(text))) => text.push_str(more),
            _ => joined.push(part.clone()),
        }
    }
    if let Some(Part::Text(text)) = joined.first_mut() {
        *text = text.trim_start_matches(is_space).to_owned();
    }
    if let Some(Part::Text(text)) = joined.last_mut() {
        *text = text.trim_end_matches(is_space).to_owned();
    }
    joined.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
    joined
}

/// Space that formats change on their own; that of a language, like the narrow one, is text.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r')
}

/// Parts as they compare: runs of space are one.
fn plain(parts: &[Part]) -> Vec<Part> {
    let one = |text: &String| {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match is_space(c) {
                true if out.ends_with(' ') => {}
                true => out.push(' '),
                false => out.push(c),
            }
        }
        out
    };
    let parts = parts.iter().map(|part| match part {
        Part::Text(text) => Part::Text(one(text)),
        part => part.clone(),
    });
    parts.collect()
}

/// Whether a translation has everything beside words that the original has, once and in one
/// another as it was.
fn whole(unit: &Unit, parts: &[Part], target: &Target) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<usize> = Vec::new();
    let known = |number: &usize| unit.own.contains_key(number) || unit.codes.contains_key(number);
    let help = "take the signs over from the original as they are; copy the whole original and translate the words in it";
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Open(number) | Part::Code(number) => {
                let code = unit.own.get(number).or_else(|| unit.codes.get(number));
                let is_pair = matches!(part, Part::Open(_));
                if !known(number) || code.is_some_and(|code| code.close.is_some() != is_pair) {
                    let message = format!("the original has no sign {number} of this kind");
                    return Err(refused(target, message, help));
                }
                if !seen.insert(*number) {
                    let message = format!("the sign {number} stands here twice");
                    return Err(refused(target, message, help));
                }
                if is_pair {
                    open.push(*number);
                }
            }
            Part::Close(number) => {
                if open.pop() != Some(*number) {
                    let message = format!("the sign {number} is closed where it is not open");
                    return Err(refused(target, message, help));
                }
            }
        }
    }
    if let Some(number) = open.first() {
        let message = format!("the sign {number} is never closed");
        return Err(refused(target, message, help));
    }
    let was_there = |number: &usize| unit.target.is_none() || unit.own.contains_key(number);
    let missing = unit.codes.iter().find(|(number, code)| {
        let is_asked = code.name() != "emphasis" || unit.target.is_none();
        !seen.contains(*number) && is_asked && was_there(number)
    });
    match missing {
        Some((number, code)) => {
            let raw = format!("{}{}", code.open, code.close.as_deref().unwrap_or_default());
            let shown = match raw.contains('`') {
                true => raw.trim().to_owned(),
                false => format!("`{}`", raw.trim()),
            };
            let name = code.name();
            let message = format!("this translation lacks the sign {number}, the {name} {shown}");
            Err(refused(target, message, help))
        }
        None => Ok(()),
    }
}

/// Parts as Markdown that reads as just these; `None` where there is no such Markdown.
fn markdown<'c>(
    kind: &BlockKind,
    parts: &[Part],
    code: &impl Fn(&usize) -> Option<&'c Code>,
    is_quiz: bool,
) -> Option<String> {
    let write = |escape: &dyn Fn(&str) -> String| -> Option<String> {
        let mut out = String::new();
        for part in parts {
            match part {
                Part::Text(text) => out.push_str(&escape(text)),
                Part::Open(number) | Part::Code(number) => out.push_str(&code(number)?.open),
                Part::Close(number) => out.push_str(code(number)?.close.as_deref()?),
            }
        }
        Some(out)
    };
    let one_line = |text: &str| text.replace(['\n', '\r', '\t'], " ");
    match kind {
        BlockKind::Field(_) => write(&|text| text.to_owned()),
        BlockKind::Chart if parts.iter().any(|part| matches!(part, Part::Code(_))) => {
            write(&|text| bars(&one_line(text)))
        }
        BlockKind::Chart => write(&one_line),
        BlockKind::Html => write(&|text| one_line(text).replace('<', "&lt;").replace('>', "&gt;")),
        BlockKind::Hidden => {
            let raw = write(&one_line)?;
            let texts = parts.iter().filter_map(|part| match part {
                Part::Text(text) => Some(text),
                _ => None,
            });
            let breaks = |text: &String| text.contains("--") || text.contains(['|', '·', '>']);
            (!texts.into_iter().any(breaks)).then_some(raw)
        }
        _ => {
            let is_row = *kind == BlockKind::Row;
            let as_is = write(&|text| match is_row {
                true => bars(&one_line(text)),
                false => one_line(text),
            })?;
            let reads = |raw: &str| reads_as(kind, raw, parts, is_quiz);
            if reads(&as_is) {
                return Some(as_is);
            }
            let escaped = write(&|text| escaped(&one_line(text)))?;
            reads(&escaped).then_some(escaped)
        }
    }
}

/// Bars that part cells.
fn unescaped_bars(raw: &str) -> usize {
    let mut is_escaped = false;
    let mut bars = 0;
    for c in raw.chars() {
        bars += usize::from(c == '|' && !is_escaped);
        is_escaped = c == '\\' && !is_escaped;
    }
    bars
}

/// Bars of a table's cell that are words.
fn bars(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_escaped = false;
    for c in text.chars() {
        if c == '|' && !is_escaped {
            out.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        out.push(c);
    }
    out
}

/// Every sign that could be markup with a backslash; what has one keeps it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        let is_number =
            at > 0 && ".)".contains(c) && text[..at].chars().all(|c| c.is_ascii_digit());
        if !is_escaped && ("*_`[]<>#~|{}+-=!&\\".contains(c) || is_number) {
            let starts_escape = c == '\\'
                && text[at + 1..]
                    .chars()
                    .next()
                    .is_some_and(|next| next.is_ascii_punctuation());
            if !starts_escape {
                out.push('\\');
            }
        }
        is_escaped = c == '\\' && !is_escaped;
        out.push(c);
    }
    out
}

/// Whether a block of this Markdown has just these parts.
fn reads_as(kind: &BlockKind, raw: &str, parts: &[Part], is_quiz: bool) -> bool {
    let is_answer = is_quiz && *kind == BlockKind::Item;
    let (text, wanted) = match kind {
        BlockKind::Heading(level) => {
            let marks = "#".repeat(usize::from(*level));
            (format!("{marks} {raw}\n"), kind.clone())
        }
        BlockKind::Row => {
            let cells = " --- |".repeat(unescaped_bars(raw) + 1);
            (format!("| {raw} |\n|{cells}\n"), kind.clone())
        }
        // A task list's box is no word, so what looks like one is read as an item, too.
        BlockKind::Item => (format!("- {}\n", indented(raw)), BlockKind::Item),
        _ => (format!("{raw}\n"), BlockKind::Paragraph),
    };
    let read = block::blocks(&text, is_answer, &[]);
    let [block] = read.as_slice() else {
        return false;
    };
    block.kind == wanted && block.mark.is_empty() && same(&numbered(&block.pieces).0, parts)
}

fn indented(raw: &str) -> String {
    raw.replace('\n', "\n  ")
}

/// Whether parts say the same, however signs are numbered and words escaped.
fn same(read: &[Part], wanted: &[Part]) -> bool {
    let bare = |text: &str| {
        let mut out = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let is_escape = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
            if !is_escape {
                out.push(c);
            } else if let Some(next) = chars.next() {
                out.push(next);
            }
        }
        out
    };
    let (read, wanted) = (plain(&trimmed(read)), plain(&trimmed(wanted)));
    read.len() == wanted.len()
        && read.iter().zip(&wanted).all(|pair| match pair {
            (Part::Text(a), Part::Text(b)) => a == b || bare(a) == bare(b),
            (Part::Open(_), Part::Open(_))
            | (Part::Close(_), Part::Close(_))
            | (Part::Code(_), Part::Code(_)) => true,
            _ => false,
        })
}

/// Markdown for the place of a block: lines behind the first begin as the block's line does.
fn in_place(text: &str, block: &Block, raw: &str) -> String {
    if let BlockKind::Field(_) = block.kind {
        return as_toml(raw);
    }
    if !raw.contains('\n') {
        return raw.to_owned();
    }
    let start = text[..block.range.start].rfind('\n').map_or(0, |at| at + 1);
    let lead: String = text[start..block.range.start]
        .chars()
        .map(|c| if c == '>' { '>' } else { ' ' })
        .collect();
    let lead = match block.kind {
        BlockKind::Heading(_) => "",
        _ => lead.as_str(),
    };
    raw.replace('\n', &format!("\n{lead}"))
}

/// The translation with some of its blocks replaced.
fn replaced(sheet: &Sheet, target: &Version, new: &BTreeMap<usize, (String, &Target)>) -> String {
    let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for (block, (raw, _)) in new {
        if let Some(own) = sheet.pairs[*block] {
            let own = &target.blocks[own];
            let raw = in_place(&target.text, own, raw);
            edits.insert(own.range.start, (own.range.end, raw));
        }
    }
    edited(&target.text, &edits)
}

/// A page in the form of its original: the new texts, what the translation has, and what is no
/// words. Refused where the translation would lose something.
fn rebuilt(sheet: &Sheet, new: &BTreeMap<usize, (String, &Target)>) -> Result<String, Refusal> {
    let first = new.values().next().map_or(1, |(_, target)| target.line);
    if let Some(target) = &sheet.target {
        let kept: BTreeSet<usize> = sheet.pairs.iter().flatten().copied().collect();
        let is_lost = |at: &usize| !kept.contains(at) && !sheet.gone.contains(at);
        let lost = (0..target.blocks.len()).filter(is_lost);
        let mut lost = lost.filter(|at| target.blocks[*at].has_words());
        if let Some(lost) = lost.next() {
            let block = &target.blocks[lost];
            return Err(Refusal {
                line: first,
                message: format!(
                    "`{}` would lose what stands in its line {}, for which the original has nothing",
                    sheet.file,
                    line_of(&target.text, block.range.start)
                ),
                help: "take it out of the translation, or put its original into the original; then export again".to_owned(),
            });
        }
    }
    let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    let mut fields: Vec<(&Block, String)> = Vec::new();
    for (at, block) in sheet.source.blocks.iter().enumerate() {
        let own = match new.get(&at) {
            Some((raw, _)) => Some(raw.clone()),
            None => sheet.paired(at).map(|own| match own.kind {
                BlockKind::Field(_) => own.text(),
                _ => own.pieces.iter().map(Piece::raw).collect(),
            }),
        };
        match block.kind {
            BlockKind::Field(_) => fields.extend(own.map(|own| (block, own))),
            _ => {
                if let Some(own) = own {
                    let raw = in_place(&sheet.source.text, block, &own);
                    edits.insert(block.range.start, (block.range.end, raw));
                }
            }
        }
    }
    let body = edited(&sheet.source.text, &edits);
    let start = front::body_of(&body);
    let front = front::front(
        sheet.target.as_ref().map(|target| target.text.as_str()),
        &sheet.source.text,
        &fields,
        &sheet.fields,
    );
    let front = front.map_err(|message| Refusal {
        line: first,
        message: format!("`{}`: {message}", sheet.file),
        help: "add it to the translation's front matter by hand, then export again".to_owned(),
    })?;
    Ok(format!("{front}{}", &body[start..]))
}

/// Whether a new text reads as what was asked for, and all else as before.
fn verified(
    sheet: &Sheet,
    text: &str,
    new: &BTreeMap<usize, (String, &Target)>,
) -> Result<(), Refusal> {
    let fields: Vec<&str> = sheet.fields.iter().map(String::as_str).collect();
    let read = block::blocks(text, sheet.is_quiz, &fields);
    let in_place = sheet
        .target
        .as_ref()
        .filter(|_| new.keys().all(|block| sheet.pairs[*block].is_some()));
    let wanted = in_place.map_or(&sheet.source.blocks, |target| &target.blocks);
    let refusal = |target: &Target| {
        refused(
            target,
            "with this translation the page would have another structure".to_owned(),
            "take out signs that begin a list, a heading, a quotation or a table, and line breaks",
        )
    };
    let is_body = |block: &&Block| !matches!(block.kind, BlockKind::Field(_));
    let form = |blocks: &[Block]| -> Vec<(BlockKind, &'static str)> {
        let body = blocks.iter().filter(is_body);
        body.map(|block| (block.kind.clone(), block.mark)).collect()
    };
    let has_form = match in_place {
        Some(_) => read.len() == wanted.len() && form(&read) == form(wanted),
        None => form(&read) == form(wanted),
    };
    if !has_form {
        let first = new.values().next().map(|(_, target)| *target);
        return first.map_or(Ok(()), |target| Err(refusal(target)));
    }
    if in_place.is_none() {
        return Ok(());
    }
    for (block, (raw, target)) in new {
        let own = sheet.pairs[*block].and_then(|own| read.get(own));
        let is_there = own.is_some_and(|own| {
            let text: String = own.pieces.iter().map(Piece::raw).collect();
            plain(&[Part::Text(text)]) == plain(&[Part::Text(raw.clone())])
        });
        if !is_there {
            return Err(refusal(target));
        }
    }
    Ok(())
}
