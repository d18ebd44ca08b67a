//! Pictures in SVG: drawings may be published, programs may not.

use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::diagnostic::{Diagnostic, Span, code};

/// Elements of SVG that run code or bring in documents.
const ACTIVE: [&str; 6] = [
    "script",
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "handler",
];

/// Width and height of an SVG picture, from its `viewBox`, else from its own numbers.
pub fn size(text: &str) -> Option<(u32, u32)> {
    let mut reader = Reader::from_str(text);
    let root = loop {
        match reader.read_event().ok()? {
            Event::Start(root) | Event::Empty(root) => break root,
            Event::Eof => return None,
            _ => {}
        }
    };
    let attribute = |name: &str| {
        let found = root.try_get_attribute(name).ok().flatten()?;
        Some(found.value.into_owned())
    };
    let whole = |text: &str| {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        (1.0..=100_000.0)
            .contains(&number)
            .then_some(number.round() as u32)
    };
    let box_size = attribute("viewBox").and_then(|text| {
        let numbers: Vec<&str> = text
            .split([' ', ','])
            .filter(|part| !part.is_empty())
            .collect();
        match numbers.as_slice() {
            [_, _, width, height] => Some((whole(width)?, whole(height)?)),
            _ => None,
        }
    });
    box_size.or_else(|| Some((whole(&attribute("width")?)?, whole(&attribute("height")?)?)))
}

/// Says what in an SVG file could run code, load from elsewhere, or is not well-formed.
pub fn check(path: &Arc<str>, text: &str) -> Option<Diagnostic> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<String> = Vec::new();
    let mut has_root = false;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event() {
            Ok(event @ (Event::Start(_) | Event::Empty(_))) => {
                let (Event::Start(element) | Event::Empty(element)) = &event else {
                    continue;
                };
                let name = element.local_name().as_ref().to_lowercase();
                if let Some(what) = active_part(element) {
                    return Some(refuse(path, at, format!("this picture holds {what}")));
                }
                if open.is_empty() && name != "svg" {
                    return Some(refuse(path, at, "this file is no SVG picture".into()));
                }
                has_root = true;
                if matches!(event, Event::Start(_)) {
                    open.push(name);
                }
            }
            Ok(Event::End(_)) => {
                open.pop();
            }
            Ok(Event::Text(style))
                if open.last().is_some_and(|name| name == "style") && loads(style.as_ref()) =>
            {
                return Some(refuse(
                    path,
                    at,
                    "the style of this picture loads something from elsewhere".into(),
                ));
            }
            Ok(Event::CData(style))
                if open.last().is_some_and(|name| name == "style") && loads(style.as_ref()) =>
            {
                return Some(refuse(
                    path,
                    at,
                    "the style of this picture loads something from elsewhere".into(),
                ));
            }
            Ok(Event::Eof) if !open.is_empty() || !has_root => {
                return Some(refuse(path, at, "this picture is not complete".into()));
            }
            Ok(Event::DocType(doctype)) if doctype.contains('[') => {
                return Some(refuse(path, at, "this picture declares entities".into()));
            }
            Ok(Event::PI(instruction)) if instruction.starts_with("xml-stylesheet") => {
                return Some(refuse(path, at, "this picture loads a style sheet".into()));
            }
            Ok(Event::Eof) => return None,
            Ok(_) => {}
            Err(error) => {
                return Some(refuse(
                    path,
                    at,
                    format!("this is no well-formed SVG: {error}"),
                ));
            }
        }
    }
}

/// Whether a style brings in a file: anything but a reference to a part of the picture itself.
fn loads(style: &str) -> bool {
    let compact: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_lowercase();
    let reference = |rest: &str| rest.trim_start_matches(['"', '\'']).starts_with('#');
    compact.contains("@import")
        || compact.contains('\\')
        || compact
            .match_indices("url(")
            .any(|(at, _)| !reference(&compact[at + 4..]))
}

fn refuse(path: &Arc<str>, at: usize, message: String) -> Diagnostic {
    Diagnostic::new(&code::UNSAFE_SVG, Span::new(path, at..at), message)
        .help("export it again as a plain drawing ('Plain SVG' in Inkscape), or use a PNG")
}

fn active_part(element: &BytesStart<'_>) -> Option<String> {
    let name = element.local_name().as_ref().to_lowercase();
    if ACTIVE.contains(&name.as_str()) {
        return Some(format!("`<{name}>`"));
    }
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find_map(|attribute| {
            let key = attribute.key.local_name().as_ref().to_lowercase();
            let Ok(value) = quick_xml::escape::unescape(&attribute.value) else {
                return Some(format!("an unreadable value of `{key}`"));
            };
            let value: String = value
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect::<String>()
                .to_lowercase();
            if key.starts_with("on") {
                return Some(format!("the script attribute `{key}`"));
            }
            let is_address = key == "href" || key == "src";
            let local = value.starts_with('#')
                || value.starts_with("data:image/png")
                || value.starts_with("data:image/jpeg");
            // `to` and `values` can animate an address.
            let animated = ["to", "from", "values", "by"].contains(&key.as_str())
                && (value.contains("javascript:") || value.contains("data:"));
            if loads(&value) {
                return Some(format!("something from elsewhere in `{key}`"));
            }
            if (is_address && !local && name != "a") || value.contains("javascript:") || animated {
                return Some(format!(
                    "the address `{}`",
                    value.chars().take(60).collect::<String>()
                ));
            }
            None
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(inner: &str) -> Option<String> {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
        check(&"a.svg".into(), &svg).map(|diagnostic| diagnostic.message)
    }

    #[test]
    fn drawings_pass_and_programs_do_not() {
        assert_eq!(
            verdict(
                "<circle r='2'/><use href='#a'/><rect fill='url(#b)'/><style>a{fill:url('#c')}</style>"
            ),
            None
        );
        for text in ["", "no picture", "<svg><g>"] {
            assert!(check(&"a.svg".into(), text).is_some(), "{text}");
        }
        for bad in [
            "<script>x</script>",
            "<rect onload='x'/>",
            "<a href=' java&#x0A;script:x'/>",
            "<a href='javascript:x'/>",
            "<image href='https://example.org/x.png'/>",
            "<foreignObject/>",
            "<set to='javascript:x'/>",
            "<style>@import url(https://example.org/x.css)</style>",
            "<rect style='fill:url(https://example.org/x)'/>",
            "<g>",
        ] {
            assert!(verdict(bad).is_some(), "{bad}");
        }
    }
}
