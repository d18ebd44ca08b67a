//! Styles and scripts inside a file, and the policy that lets through just these.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::render::theme::Theme;

/// The router: shows one leaf at a time.
const ROUTER: &str = "single/single.js";

/// What the file needs beside the site's own style.
const STYLE: &str = "single/single.css";

/// Runs before the first paint, so that a file that is still loading shows one leaf.
const OPENING: &str = "single/opening.js";

/// What stands inside.
pub(super) struct Inline {
    /// Scripts for the head.
    pub(super) first_scripts: Vec<String>,
    /// Styles, in order.
    pub(super) styles: Vec<String>,
    /// Scripts for the end of the body, in order.
    pub(super) last_scripts: Vec<String>,
    /// The icon, as an address that holds it.
    pub(super) icon: Option<String>,
}

impl Inline {
    /// All that the theme and the book have. Every script goes in, also one that a site loads only
    /// where it is needed; those of every page come first.
    pub(super) fn of(theme: &Theme) -> Inline {
        let assets = &theme.assets;
        let text = |address: &str| -> String {
            let found = assets.files.iter().find(|(known, _)| known == address);
            found.map_or_else(String::new, |(_, bytes)| {
                String::from_utf8_lossy(bytes).into_owned()
            })
        };
        let all = |ending: &str, first: &[String]| -> Vec<String> {
            let others = assets.files.iter().map(|(address, _)| address);
            let others = others.filter(|address| {
                address.ends_with(ending)
                    && !first.contains(address)
                    && assets.early.as_ref() != Some(*address)
            });
            first
                .iter()
                .chain(others)
                .map(|address| text(address))
                .collect()
        };
        let own = |name: &str| theme.file(name).map(str::to_owned);
        let early = assets.early.iter().map(|address| text(address));
        let mut styles = all(".css", &assets.styles);
        styles.extend(own(STYLE));
        let mut last_scripts = all(".js", &assets.scripts);
        last_scripts.extend(theme.local.iter().map(|text| text.to_string()));
        last_scripts.extend(own(ROUTER));
        let fenced = |texts: Vec<String>, element| -> Vec<String> {
            texts.iter().map(|text| fence(text, element)).collect()
        };
        Inline {
            first_scripts: fenced(early.chain(own(OPENING)).collect(), "script"),
            styles: fenced(styles, "style"),
            last_scripts: fenced(last_scripts, "script"),
            icon: assets.icon.as_ref().map(|icon| {
                let svg = STANDARD.encode(text(icon));
                format!("data:image/svg+xml;base64,{svg}")
            }),
        }
    }

    /// The policy: what stands inside by its hash, pictures and sounds that stand inside, nothing else.
    pub(super) fn policy(&self) -> String {
        let scripts = self.first_scripts.iter().chain(&self.last_scripts);
        format!(
            "default-src 'none'; script-src{}; style-src{}; img-src data:; media-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types keyward",
            hashes(scripts),
            hashes(self.styles.iter()),
        )
    }
}

fn hashes<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    texts
        .map(|text| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(text))))
        .collect()
}

/// A text that does not end the element that it stands in.
fn fence(text: &str, element: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let (before, behind) = rest.split_at(at + 1);
        out.push_str(before);
        let name = behind.get(1..1 + element.len()).unwrap_or_default();
        if name.eq_ignore_ascii_case(element) {
            out.push('\\');
        }
        rest = behind;
    }
    out.push_str(rest);
    // This would make what follows a comment to an HTML parser.
    out.replace("<!--", "<\\!--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_does_not_end_its_element() {
        assert_eq!(fence("a('</Script>')", "script"), "a('<\\/Script>')");
        assert_eq!(fence("a('</p><!--')", "script"), "a('</p><\\!--')");
        assert_eq!(fence("</", "style"), "</");
    }

    #[test]
    fn the_policy_names_each_text_by_its_hash() {
        let inline = Inline {
            first_scripts: vec!["a".into()],
            styles: vec!["b".into()],
            last_scripts: vec!["c".into()],
            icon: None,
        };
        let policy = inline.policy();
        assert!(policy.contains("script-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=' 'sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=';"), "{policy}");
        assert!(
            policy.contains("style-src 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=';"),
            "{policy}"
        );
    }
}
