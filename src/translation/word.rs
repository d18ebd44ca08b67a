//! Pages for translators as a Word file: a table, the original at the left, the translation at
//! the right. What is no words stands in it as `{1}`.

use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::delivery::{DeliveredPage, DeliveredUnit, Delivery, Key, marked, unmarked};
use super::sheet::{Code, Refusal, Sheet, Unit};
use super::xliff::{attribute, context, damaged, name_of, resolved, xml};
use crate::locale::{Dir, Locale};

/// Bytes to which the text of a file may unpack.
const LONGEST: u64 = 256 << 20;

/// The style of what is not part of the original.
const NOTE: &str = "KeywardNote";

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/></Types>";

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

const OF_DOCUMENT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";

const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Arial\"/><w:sz w:val=\"22\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"60\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Normal\"/><w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"KeywardNote\"><w:name w:val=\"Keyward Note\"/><w:basedOn w:val=\"Normal\"/><w:rPr><w:color w:val=\"595959\"/><w:sz w:val=\"17\"/></w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"KeywardPage\"><w:name w:val=\"Keyward Page\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>";

/// The pages as a file.
pub fn write(sheets: &[Sheet], from: &Locale, to: &Locale) -> Vec<u8> {
    let files = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/_rels/document.xml.rels", OF_DOCUMENT.to_owned()),
        ("word/document.xml", document(sheets, from, to)),
        ("word/styles.xml", STYLES.to_owned()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, text) in files {
        let added = zip
            .start_file(name, options)
            .and_then(|()| Ok(zip.write_all(text.as_bytes())?));
        added.expect("a zip in memory takes what it is given");
    }
    let written = zip.finish();
    written.expect("a zip in memory can be ended").into_inner()
}

fn document(sheets: &[Sheet], from: &Locale, to: &Locale) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
    );
    out.push_str(&paragraph(
        "Title",
        &format!("Translation: {from} → {to}"),
        None,
    ));
    for line in [
        "Write the translation into the right column. Leave the left column, the rows and the bold names of files as they are.",
        "{1} stands for something that is no words: a citation, a line break, a sign. {1}…{/1} goes around words: a link or emphasis. Keep each of them, where it belongs in your language. A brace of the text is written twice: {{.",
        "Grey lines help you and are not translated.",
    ] {
        out.push_str(&paragraph(NOTE, line, None));
    }
    out.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:color=\"808080\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"808080\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"808080\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:color=\"808080\"/></w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"4800\"/><w:gridCol w:w=\"4800\"/></w:tblGrid>");
    out.push_str(&format!(
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr>",
        cell(&paragraph(
            "KeywardPage",
            &format!("Original: {from}"),
            None
        )),
        cell(&paragraph(
            "KeywardPage",
            &format!("Translation: {to}"),
            None
        )),
    ));
    for sheet in sheets {
        out.push_str(&format!(
            "<w:tr><w:tc><w:tcPr><w:tcW w:w=\"9600\" w:type=\"dxa\"/><w:gridSpan w:val=\"2\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7E6E6\"/></w:tcPr>{}</w:tc></w:tr>",
            paragraph("KeywardPage", &sheet.original, None)
        ));
        for unit in &sheet.units {
            row(unit, from, to, &mut out);
        }
    }
    out.push_str("</w:tbl>");
    out.push_str(&paragraph("Normal", "", None));
    out.push_str("<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\"/></w:sectPr></w:body></w:document>");
    out
}

fn row(unit: &Unit, from: &Locale, to: &Locale, out: &mut String) {
    let mut left = paragraph("Normal", &unit.marked_source(), Some(from));
    left.push_str(&paragraph(NOTE, &context(unit), None));
    for (number, code) in &unit.codes {
        left.push_str(&paragraph(NOTE, &legend(*number, code), None));
    }
    for (number, code) in unit
        .own
        .iter()
        .filter(|(number, _)| !unit.codes.contains_key(number))
    {
        let line = format!("{} (only in the translation)", legend(*number, code));
        left.push_str(&paragraph(NOTE, &line, None));
    }
    if let Some(was) = &unit.was {
        let line = format!("Changed since it was translated. It was: {was}");
        left.push_str(&paragraph(NOTE, &line, None));
    }
    for (term, equivalents) in &unit.terms {
        let line = format!("{term} → {}", equivalents.join("; "));
        left.push_str(&paragraph(NOTE, &line, None));
    }
    let target = unit
        .target
        .as_ref()
        .map_or(String::new(), |target| marked(target));
    let right = paragraph("Normal", &target, Some(to));
    out.push_str(&format!("<w:tr>{}{}</w:tr>", cell(&left), cell(&right)));
}

fn legend(number: usize, code: &Code) -> String {
    let raw = match &code.close {
        Some(close) => format!("{}…{close}", code.open),
        None => code.open.clone(),
    };
    format!("{{{number}}} {}: {}", code.name(), raw.trim())
}

fn cell(inner: &str) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"4800\" w:type=\"dxa\"/></w:tcPr>{inner}</w:tc>")
}

fn paragraph(style: &str, text: &str, locale: Option<&Locale>) -> String {
    let is_rtl = locale.is_some_and(|locale| locale.dir() == Dir::Rtl);
    let bidi = if is_rtl { "<w:bidi/>" } else { "" };
    let language = locale.map_or(String::new(), |locale| match is_rtl {
        true => format!("<w:rPr><w:rtl/><w:lang w:bidi=\"{locale}\"/></w:rPr>"),
        false => format!("<w:rPr><w:lang w:val=\"{locale}\"/></w:rPr>"),
    });
    let text = text.replace('\n', " ");
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{bidi}</w:pPr><w:r>{language}<w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
        xml(&text)
    )
}

/// Reads such a file. A line in what is said about it is a row of its table.
pub fn read(bytes: &[u8]) -> Result<Delivery, Refusal> {
    let broken = |why: &dyn std::fmt::Display| damaged(1, &why.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let file = zip
        .by_name("word/document.xml")
        .map_err(|_| damaged(1, "it is no Word file"))?;
    let mut text = String::new();
    let read = file.take(LONGEST + 1).read_to_string(&mut text);
    read.map_err(|error| broken(&error))?;
    if text.len() as u64 > LONGEST {
        return Err(damaged(1, "it is larger than any book"));
    }
    delivery(rows(&text)?)
}

/// A paragraph: its style and its words.
type Paragraph = (String, String);

/// Rows of the first table, each with its cells.
fn rows(text: &str) -> Result<Vec<Vec<Vec<Paragraph>>>, Refusal> {
    let mut reader = Reader::from_str(text);
    let mut rows: Vec<Vec<Vec<Paragraph>>> = Vec::new();
    let (mut depth, mut is_text) = (0usize, false);
    let mut open: Vec<String> = Vec::new();
    loop {
        let here = rows.len().max(1);
        let event = reader
            .read_event()
            .map_err(|error| damaged(here, &error.to_string()))?;
        let words = match &event {
            Event::Text(text) => Some(text.to_string()),
            Event::CData(text) => Some(text.to_string()),
            Event::GeneralRef(entity) => resolved(entity),
            _ => None,
        };
        let last = rows
            .last_mut()
            .and_then(|row| row.last_mut())
            .filter(|_| depth == 1);
        match event {
            Event::Eof => break,
            Event::Start(tag) => {
                let name = name_of(&tag);
                match name.as_str() {
                    "tbl" => depth += 1,
                    "tr" if depth == 1 => rows.push(Vec::new()),
                    "tc" if depth == 1 => rows
                        .last_mut()
                        .into_iter()
                        .for_each(|row| row.push(Vec::new())),
                    "p" => last
                        .into_iter()
                        .for_each(|cell| cell.push(Paragraph::default())),
                    "t" => is_text = true,
                    _ => {}
                }
                open.push(name);
            }
            Event::Empty(tag) => {
                let paragraph = last.and_then(|cell| cell.last_mut());
                match (name_of(&tag).as_str(), paragraph) {
                    ("pStyle", Some((style, _))) => {
                        *style = attribute(&tag, "val").unwrap_or_default();
                    }
                    ("br" | "tab" | "cr", Some((_, words))) => words.push(' '),
                    ("noBreakHyphen", Some((_, words))) => words.push('\u{2011}'),
                    _ => {}
                }
            }
            Event::End(_) => match open.pop().as_deref() {
                Some("tbl") => depth = depth.saturating_sub(1),
                Some("t") => is_text = false,
                _ => {}
            },
            _ => {
                let paragraph = last.and_then(|cell| cell.last_mut()).filter(|_| is_text);
                if let (Some((_, own)), Some(words)) = (paragraph, words) {
                    own.push_str(&words);
                }
            }
        }
    }
    match open.last() {
        Some(name) => Err(damaged(
            rows.len().max(1),
            &format!("it ends inside of `{name}`"),
        )),
        None => Ok(rows),
    }
}

/// The words of a cell's paragraphs, without the grey ones.
fn words(cell: &[Paragraph]) -> String {
    let own = cell.iter().filter(|(style, _)| style != NOTE);
    let lines = own
        .map(|(_, words)| words.as_str())
        .filter(|words| !words.trim().is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

fn delivery(rows: Vec<Vec<Vec<Paragraph>>>) -> Result<Delivery, Refusal> {
    let mut delivery = Delivery::default();
    for (number, row) in rows.into_iter().enumerate() {
        let line = number + 1;
        match row.as_slice() {
            [left, right] if delivery.locale.is_empty() => {
                let locale = words(right);
                let locale = locale.rsplit(':').next().unwrap_or_default().trim();
                if words(left).is_empty() || locale.is_empty() {
                    return Err(damaged(line, "its first row does not name the languages"));
                }
                delivery.locale = locale.to_owned();
            }
            [page] => delivery.pages.push(DeliveredPage {
                original: words(page).trim().to_owned(),
                line,
                units: Vec::new(),
            }),
            [left, right] => {
                let target = words(right);
                let parts = unmarked(&target, |_| false);
                let unit = DeliveredUnit {
                    key: Key::Source(words(left)),
                    parts: (!target.trim().is_empty()).then_some(parts),
                    line,
                };
                match delivery.pages.last_mut() {
                    Some(page) => page.units.push(unit),
                    None => return Err(damaged(line, "this row belongs to no page")),
                }
            }
            _ => return Err(damaged(line, "this row has not two columns")),
        }
    }
    match delivery.locale.is_empty() {
        true => Err(damaged(1, "it has no table of originals and translations")),
        false => Ok(delivery),
    }
}
