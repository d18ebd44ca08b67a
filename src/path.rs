//! Paths inside the book and the site, always with `/`: order prefixes, relative addresses.

/// A name without its order prefix: `02-signs` is `signs`.
///
/// A prefix is one to three digits and a hyphen, with something behind it; `2024-report` is a name.
pub fn strip_order(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    match name[digits..].strip_prefix('-') {
        Some(rest) if (1..=3).contains(&digits) && !rest.is_empty() => rest,
        _ => name,
    }
}

/// The order that a name's prefix asks for; names without one come last.
pub fn order_of(name: &str) -> u32 {
    let rest = strip_order(name);
    name[..name.len() - rest.len()]
        .trim_end_matches('-')
        .parse()
        .unwrap_or(u32::MAX)
}

/// Everything before the last `/`; empty at the top.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Everything behind the last `/`.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// `folder/name`, or `name` where the folder is the top.
pub fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Where `target`, as written in a file of `folder`, leads; `None` above the top.
pub fn resolve(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The relative path from the file `from` to the file `to`, not yet encoded.
pub fn relative(from: &str, to: &str) -> String {
    let pairs = from.bytes().zip(to.bytes());
    let same = pairs.take_while(|(a, b)| a == b).count();
    let shared = from.as_bytes()[..same]
        .iter()
        .rposition(|byte| *byte == b'/');
    let shared = shared.map_or(0, |slash| slash + 1);
    let up = from[shared..].bytes().filter(|byte| *byte == b'/').count();
    let mut out = String::with_capacity(3 * up + to.len() - shared);
    for _ in 0..up {
        out.push_str("../");
    }
    out.push_str(&to[shared..]);
    out
}

/// The relative address from page `from` to file `to`, percent-encoded for an attribute.
pub fn href(from: &str, to: &str) -> String {
    encode(&relative(from, to))
}

/// A name with its letters composed (NFC), as authors type it: some disks hand out `e` and an
/// accent where the author wrote `é`.
pub fn composed(name: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc()
        .normalize(name)
        .into_owned()
}

/// Percent-encodes what may not stand in a path of an address or in an attribute.
pub fn encode(path: &str) -> String {
    let is_special = |c: char| {
        matches!(
            c,
            '\0'..=' '
                | '\x7f'
                | '"'
                | '#'
                | '%'
                | '&'
                | '\''
                | '<'
                | '>'
                | '?'
                | '\\'
                | '^'
                | '`'
                | '{'
                | '|'
                | '}'
                | ':'
        )
    };
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find(is_special) {
        out.push_str(&rest[..at]);
        out.push_str(&format!("%{:02X}", rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out
}

/// Undoes percent-encoding; leaves what is no valid encoding.
pub fn decode(written: &str) -> String {
    let bytes = written.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = (bytes[i] == b'%')
            .then(|| written.get(i + 1..i + 3))
            .flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| written.to_owned())
}

/// Why a name can't be carried to every disk and host, if it can't.
pub fn unportable(name: &str) -> Option<&'static str> {
    const RESERVED: [&str; 22] = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
        "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    if name.contains(['<', '>', ':', '"', '|', '?', '*', '\\']) || name.contains(char::is_control) {
        Some("it has a character that Windows and memory sticks refuse")
    } else if name.ends_with(['.', ' ']) {
        Some("Windows drops a full stop or space at the end")
    } else if RESERVED.contains(&stem.as_str()) {
        Some("Windows keeps this name for a device")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_prefixes_are_short_numbers() {
        assert_eq!(strip_order("02-signs"), "signs");
        assert_eq!(strip_order("2024-report"), "2024-report");
        assert_eq!(strip_order("01-"), "01-");
        assert_eq!(strip_order("signs"), "signs");
        assert_eq!(order_of("010-a"), 10);
        assert_eq!(order_of("a"), u32::MAX);
    }

    #[test]
    fn relative_addresses_lead_from_page_to_file() {
        assert_eq!(relative("en/a/b.html", "en/a/c.html"), "c.html");
        assert_eq!(relative("en/a/b.html", "en/a/d/c.html"), "d/c.html");
        assert_eq!(relative("en/a/b.html", "fr/a/b.html"), "../../fr/a/b.html");
        assert_eq!(
            relative("en/a/b.html", "assets/x.css"),
            "../../assets/x.css"
        );
        assert_eq!(relative("index.html", "en/index.html"), "en/index.html");
        assert_eq!(relative("en/a.html", "en/a/x.html"), "a/x.html");
        assert_eq!(href("en/a.html", "en/b c.html"), "b%20c.html");
    }

    #[test]
    fn targets_resolve_within_the_top() {
        assert_eq!(resolve("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(resolve("a", "./x/../y.md").as_deref(), Some("a/y.md"));
        assert_eq!(resolve("a", "../../y.md"), None);
    }

    #[test]
    fn decoding_undoes_encoding() {
        for name in ["a b", "50%", "ü#x", "a?b&c"] {
            assert_eq!(decode(&encode(name)), name);
        }
        assert_eq!(decode("100%zz"), "100%zz");
    }
}
