//! Pages for translators as XLIFF 2: what tools of translators and Weblate take.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::delivery::{DeliveredPage, DeliveredUnit, Delivery, Key};
use super::sheet::{Code, Part, Refusal, Sheet, Unit};
use crate::locale::Locale;

/// The namespace of all versions that begin with 2.
const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";

/// The pages as one file.
pub fn write(sheets: &[Sheet], from: &Locale, to: &Locale) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"{NAMESPACE}\" version=\"2.0\" srcLang=\"{from}\" trgLang=\"{to}\">\n"
    );
    for (number, sheet) in sheets.iter().enumerate() {
        out.push_str(&format!(
            "  <file id=\"f{}\" original=\"{}\">\n",
            number + 1,
            xml(&sheet.original)
        ));
        for unit in &sheet.units {
            write_unit(unit, &mut out);
        }
        out.push_str("  </file>\n");
    }
    out.push_str("</xliff>\n");
    out
}

fn write_unit(unit: &Unit, out: &mut String) {
    out.push_str(&format!(
        "    <unit id=\"{}\" name=\"{}\">\n",
        xml(&unit.id),
        xml(&unit.kind)
    ));
    out.push_str("      <notes>\n");
    let mut note = |category: &str, text: &str| {
        out.push_str(&format!(
            "        <note category=\"{category}\">{}</note>\n",
            xml(text)
        ));
    };
    note("context", &context(unit));
    if let Some(was) = &unit.was {
        note(
            "changed",
            &format!("Changed since it was translated. It was: {was}"),
        );
    }
    for (term, equivalents) in &unit.terms {
        note("term", &format!("{term} → {}", equivalents.join("; ")));
    }
    out.push_str("      </notes>\n");
    let data = Data::of(unit);
    data.write(out);
    let state = match (&unit.target, &unit.was) {
        (Some(_), None) => "translated",
        _ => "initial",
    };
    out.push_str(&format!("      <segment state=\"{state}\">\n"));
    out.push_str("        <source xml:space=\"preserve\">");
    data.parts(&unit.source, &unit.codes, out);
    out.push_str("</source>\n");
    if let Some(target) = &unit.target {
        out.push_str("        <target xml:space=\"preserve\">");
        data.parts(target, &unit.own, out);
        out.push_str("</target>\n");
    }
    out.push_str("      </segment>\n    </unit>\n");
}

/// Where a unit stands, in words.
pub(super) fn context(unit: &Unit) -> String {
    let mut parts = vec![format!("{}, line {}", unit.kind, unit.line)];
    parts.extend(unit.trail.iter().cloned());
    parts.join(" › ")
}

/// What the numbers of a unit stand for, each text once.
struct Data(BTreeMap<String, String>);

impl Data {
    fn of(unit: &Unit) -> Data {
        let codes = unit.codes.values().chain(unit.own.values());
        let texts = codes.flat_map(|code| std::iter::once(&code.open).chain(&code.close));
        let texts: BTreeSet<&String> = texts.collect();
        let named = texts.into_iter().enumerate();
        Data(
            named
                .map(|(number, text)| (text.clone(), format!("d{}", number + 1)))
                .collect(),
        )
    }

    fn write(&self, out: &mut String) {
        if self.0.is_empty() {
            return;
        }
        out.push_str("      <originalData>\n");
        let mut all: Vec<(&String, &String)> = self.0.iter().collect();
        all.sort_by_key(|(_, id)| id[1..].parse::<usize>().unwrap_or(0));
        for (text, id) in all {
            out.push_str(&format!(
                "        <data id=\"{id}\" xml:space=\"preserve\">{}</data>\n",
                xml(text)
            ));
        }
        out.push_str("      </originalData>\n");
    }

    fn id(&self, text: &str) -> &str {
        self.0.get(text).map_or("", String::as_str)
    }

    fn parts(&self, parts: &[Part], codes: &BTreeMap<usize, Code>, out: &mut String) {
        let kind = |code: &Code| match code.name() {
            "link" => "link",
            "picture" => "image",
            "emphasis" => "fmt",
            "citation" => "quote",
            _ => "other",
        };
        for part in parts {
            match part {
                Part::Text(text) => out.push_str(&xml(text)),
                Part::Open(number) => {
                    if let Some(code) = codes.get(number) {
                        let close = code.close.as_deref().unwrap_or_default();
                        out.push_str(&format!(
                            "<pc id=\"{number}\" type=\"{}\" canCopy=\"no\" canDelete=\"no\" dataRefStart=\"{}\" dataRefEnd=\"{}\">",
                            kind(code),
                            self.id(&code.open),
                            self.id(close),
                        ));
                    }
                }
                Part::Close(_) => out.push_str("</pc>"),
                Part::Code(number) => {
                    if let Some(code) = codes.get(number) {
                        out.push_str(&format!(
                            "<ph id=\"{number}\" type=\"{}\" canCopy=\"no\" canDelete=\"no\" dataRef=\"{}\"/>",
                            kind(code),
                            self.id(&code.open),
                        ));
                    }
                }
            }
        }
    }
}

/// Text for XML, without what can't stand in it.
pub(super) fn xml(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\t' | '\r');
    let text: String = text.chars().filter(allowed).collect();
    escape(text.as_str()).into_owned()
}

/// Reads such a file; at the first thing that is not as it must be, says where.
pub fn read(text: &str) -> Result<Delivery, Refusal> {
    let mut reading = Reading::new(text);
    let mut counted = 0;
    loop {
        let before = reading.reader.buffer_position();
        let event = reading.reader.read_event();
        reading.line += lines(text, counted, before);
        counted = before;
        match event {
            Ok(Event::Eof) => break,
            Ok(event) => reading.event(event)?,
            Err(error) => {
                let line = 1 + lines(text, 0, reading.reader.error_position());
                return Err(damaged(line, &error.to_string()));
            }
        }
    }
    reading.finish()
}

/// How many lines end between two places.
fn lines(text: &str, from: u64, to: u64) -> usize {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let between = &text.as_bytes()[place(from)..place(to)];
    between.iter().filter(|b| **b == b'\n').count()
}

pub(super) fn damaged(line: usize, why: &str) -> Refusal {
    Refusal {
        line,
        message: format!("this file is damaged: {why}"),
        help: "ask for it once more, or export again; nothing was changed".to_owned(),
    }
}

/// What is read at the moment.
struct Reading<'t> {
    reader: Reader<&'t [u8]>,
    line: usize,
    open: Vec<String>,
    delivery: Delivery,
    is_xliff: bool,
    unit: Option<DeliveredUnit>,
    /// Parts of the target that is open, and numbers of what is open in it.
    target: Option<(Vec<Part>, Vec<usize>)>,
    /// Whether the segment that is open had one.
    has_target: bool,
}

impl<'t> Reading<'t> {
    fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        Reading {
            reader,
            line: 1,
            open: Vec::new(),
            delivery: Delivery::default(),
            is_xliff: false,
            unit: None,
            target: None,
            has_target: false,
        }
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), Refusal> {
        match event {
            Event::Start(tag) => {
                let name = name_of(&tag);
                self.start(&name, &tag, false)?;
                self.open.push(name);
            }
            Event::Empty(tag) => {
                let name = name_of(&tag);
                self.start(&name, &tag, true)?;
                self.end(&name);
            }
            Event::End(_) => {
                if let Some(name) = self.open.pop() {
                    self.end(&name);
                }
            }
            Event::Text(text) => {
                self.words(&text);
            }
            Event::CData(text) => {
                self.words(&text);
            }
            Event::GeneralRef(entity) => {
                let text = resolved(&entity)
                    .ok_or_else(|| damaged(self.line, "it has an unknown entity"))?;
                self.words(&text);
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, name: &str, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), Refusal> {
        let line = self.line;
        let value = |key: &str| attribute(tag, key);
        let needed = |key: &str| {
            value(key).ok_or_else(|| damaged(line, &format!("`<{name}>` has no `{key}`")))
        };
        match name {
            "xliff" => {
                self.is_xliff = true;
                let version = needed("version")?;
                if !version.starts_with('2') {
                    return Err(damaged(
                        line,
                        &format!("it is XLIFF {version}, and only XLIFF 2 is read"),
                    ));
                }
                self.delivery.locale = needed("trgLang")?;
            }
            "file" => self.delivery.pages.push(DeliveredPage {
                original: needed("original")?,
                line,
                units: Vec::new(),
            }),
            "unit" => {
                self.unit = Some(DeliveredUnit {
                    key: Key::Id(needed("id")?),
                    parts: None,
                    line,
                });
            }
            "segment" => self.has_target = false,
            "target" if self.has_target => {
                return Err(damaged(line, "a segment has two translations"));
            }
            "target" if self.unit.is_some() && !is_empty => {
                self.has_target = true;
                self.target = Some((Vec::new(), Vec::new()));
            }
            "pc" | "ph" | "sc" | "ec" if self.target.is_some() => {
                let id = match name {
                    "ec" => value("startRef").or_else(|| value("id")),
                    _ => value("id"),
                };
                let id = id.ok_or_else(|| damaged(line, &format!("`<{name}>` has no `id`")))?;
                let number: usize = id
                    .parse()
                    .map_err(|_| damaged(line, &format!("`{id}` is no number of a sign")))?;
                if let Some((parts, open)) = &mut self.target {
                    match name {
                        "pc" => {
                            parts.push(Part::Open(number));
                            open.push(number);
                        }
                        "ph" => parts.push(Part::Code(number)),
                        "sc" => parts.push(Part::Open(number)),
                        _ => parts.push(Part::Close(number)),
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "pc" => {
                if let Some((parts, open)) = &mut self.target
                    && let Some(number) = open.pop()
                {
                    parts.push(Part::Close(number));
                }
            }
            "target" => {
                let parts = self.target.take().map_or(Vec::new(), |(parts, _)| parts);
                let is_empty = parts
                    .iter()
                    .all(|part| matches!(part, Part::Text(text) if text.trim().is_empty()));
                if let (Some(unit), false) = (&mut self.unit, is_empty) {
                    unit.parts.get_or_insert_default().extend(parts);
                }
            }
            "unit" => {
                if let (Some(unit), Some(page)) = (self.unit.take(), self.delivery.pages.last_mut())
                {
                    page.units.push(unit);
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if let Some((parts, _)) = &mut self.target {
            match parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(text),
                _ => parts.push(Part::Text(text.to_owned())),
            }
        }
    }

    fn finish(self) -> Result<Delivery, Refusal> {
        if let Some(name) = self.open.last() {
            return Err(damaged(self.line, &format!("it ends inside of `<{name}>`")));
        }
        match self.is_xliff {
            true => Ok(self.delivery),
            false => Err(damaged(1, "it is no XLIFF")),
        }
    }
}

pub(super) fn name_of(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

pub(super) fn attribute(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = tag.attributes().flatten();
    let mut found = found.filter(|own| own.key.local_name().as_ref() == key);
    let value = found.next()?;
    quick_xml::escape::unescape(&value.value)
        .ok()
        .map(Into::into)
}

/// The text of an entity: one of XML's own, or a character by number.
pub(super) fn resolved(entity: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Some(c.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(entity).map(str::to_owned)
}
