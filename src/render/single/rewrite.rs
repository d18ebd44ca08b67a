//! A page's HTML as part of a file of many: ids of its own, links within the file, pictures inside.

use std::borrow::Cow;
use std::cell::RefCell;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str};

use super::Read;
use super::leaf::{JOINT, Leaves};
use crate::path;
use crate::render::viewer::Subject;

/// Bytes of the largest file that goes in. Browsers hold such a file in memory many times over.
pub const MOST: usize = 8 << 20;

/// Pixels across of the widest picture that goes in where there is a choice.
const WIDEST: u32 = 1280;

/// Attributes that name ids of the same page.
const ID_LISTS: [&str; 14] = [
    "for",
    "list",
    "form",
    "headers",
    "popovertarget",
    "commandfor",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
];

/// Where a piece of HTML comes from, and what its links lead to.
pub(super) struct Place<'a> {
    leaves: &'a Leaves,
    locale: usize,
    address: &'a str,
    /// Id of the leaf; none for the file around the leaves.
    leaf: Option<&'a str>,
    read: Read<'a>,
}

/// Rewritten HTML.
pub(super) struct Rewritten {
    /// The HTML.
    pub(super) html: String,
    /// Files that were too large to go in.
    pub(super) left_out: Vec<String>,
}

/// What stands for an address.
enum Target {
    /// It stays as it is.
    Same,
    /// Another address.
    Other(String),
    /// A file that stands inside, with its name.
    Inside(String, String),
    /// Nothing.
    None,
}

impl<'a> Place<'a> {
    /// The place of a leaf.
    pub(super) fn of(
        leaves: &'a Leaves,
        locale: usize,
        subject: &'a Subject,
        read: Read<'a>,
    ) -> Self {
        Place {
            leaf: leaves.id(&subject.address),
            ..Place::frame(leaves, locale, subject, read)
        }
    }

    /// The place of what stands around the leaves.
    pub(super) fn frame(
        leaves: &'a Leaves,
        locale: usize,
        home: &'a Subject,
        read: Read<'a>,
    ) -> Self {
        Place {
            leaves,
            locale,
            address: &home.address,
            leaf: None,
            read,
        }
    }

    /// Rewrites a piece of HTML.
    pub(super) fn rewrite(&self, html: &str) -> Rewritten {
        let left_out = RefCell::new(Vec::new());
        let settings =
            RewriteStrSettings::new().append_element_content_handler(element!("*", |element| {
                self.element(element, &mut left_out.borrow_mut());
                Ok(())
            }));
        let html = rewrite_str(html, settings).expect("no handler fails, and memory has no limit");
        Rewritten {
            html,
            left_out: left_out.into_inner(),
        }
    }

    fn element(&self, element: &mut Element<'_, '_>, left_out: &mut Vec<String>) {
        let name = element.tag_name();
        if name == "main" && self.leaf.is_some() {
            // The file has one of its own around all leaves.
            element.remove_attribute("id");
            add_class(element, "main");
            element.set_tag_name("div").expect("`div` is a tag's name");
        }
        if let Some(copy) = element.get_attribute("srcset").as_deref().and_then(copy_of) {
            self.set(element, "src", copy);
        }
        let attributes: Vec<(String, String)> = element
            .attributes()
            .iter()
            .map(|attribute| (attribute.name(), attribute.value()))
            .collect();
        for (attribute, value) in attributes {
            match attribute.as_str() {
                "id" => self.set(element, "id", &self.id(&value)),
                "name" if has_group(&name, element) => self.set(element, "name", &self.id(&value)),
                "data-enhance" if self.leaf.is_some() => {
                    // Started when the leaf is shown for the first time.
                    element.remove_attribute("data-enhance");
                    self.set(element, "data-enhance-later", &value);
                }
                "srcset" | "sizes" => element.remove_attribute(&attribute),
                "href" | "xlink:href" | "src" | "poster" => {
                    self.address(element, &attribute, &value, left_out);
                }
                list if ID_LISTS.contains(&list) => {
                    let ids: Vec<String> = value.split_whitespace().map(|id| self.id(id)).collect();
                    self.set(element, list, &ids.join(" "));
                }
                other if self.leaf.is_some() && value.contains("url(#") => {
                    let own = format!("url(#{}", self.id(""));
                    self.set(element, other, &value.replace("url(#", &own));
                }
                _ => {}
            }
        }
    }

    fn address(
        &self,
        element: &mut Element<'_, '_>,
        attribute: &str,
        value: &str,
        left_out: &mut Vec<String>,
    ) {
        match self.target(&unescaped(value), left_out) {
            Target::Same => {}
            Target::Other(address) => self.set(element, attribute, &escaped(&address)),
            Target::Inside(data, name) => {
                self.set(element, attribute, &data);
                if element.tag_name() == "a" {
                    self.set(element, "download", &escaped(&name));
                }
            }
            Target::None => element.remove_attribute(attribute),
        }
    }

    fn set(&self, element: &mut Element<'_, '_>, attribute: &str, value: &str) {
        element
            .set_attribute(attribute, value)
            .expect("the name comes from an element or from here");
    }

    /// An id as it is in the file; an id of a leaf is that already.
    fn id(&self, id: &str) -> String {
        match self.leaf {
            Some(leaf) if !id.starts_with('/') => format!("{leaf}{JOINT}{id}"),
            _ => id.to_owned(),
        }
    }

    /// What an address on the page leads to.
    fn target(&self, href: &str, left_out: &mut Vec<String>) -> Target {
        let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
        if path.is_empty() {
            return match (self.leaf, fragment) {
                (None, _) => Target::Same,
                (Some(leaf), "") => Target::Other(format!("#{leaf}")),
                (Some(_), id) => Target::Other(format!("#{}", self.id(id))),
            };
        }
        if path.starts_with("//") || has_scheme(path) {
            return Target::Same;
        }
        let path = path.split('?').next().unwrap_or(path);
        let folder = path::parent(self.address);
        let Some(address) = path::resolve(folder, &path::decode(path)) else {
            return Target::None;
        };
        match self.leaves.find(&address) {
            Some((locale, leaf)) => {
                let file = match locale == self.locale {
                    true => "",
                    false => &self.leaves.files[locale],
                };
                let joint = if fragment.is_empty() { "" } else { "~" };
                Target::Other(format!("{file}#{leaf}{joint}{fragment}"))
            }
            None => self.file(&address, left_out),
        }
    }

    /// A file's content as an address.
    fn file(&self, address: &str, left_out: &mut Vec<String>) -> Target {
        match (self.read)(address) {
            Some(bytes) if bytes.len() <= MOST => {
                let mime = mime_guess::from_path(address).first_or_octet_stream();
                let data = format!("data:{mime};base64,{}", STANDARD.encode(bytes));
                Target::Inside(data, path::name(address).to_owned())
            }
            Some(_) => {
                left_out.push(address.to_owned());
                Target::None
            }
            None => Target::None,
        }
    }
}

/// The copy of a picture that goes in: the widest that a text column of double density needs.
fn copy_of(srcset: &str) -> Option<&str> {
    let copies = srcset.split(", ").filter_map(|copy| {
        let (address, width) = copy.rsplit_once(' ')?;
        let width: u32 = width.strip_suffix('w')?.parse().ok()?;
        (width <= WIDEST).then_some(address)
    });
    copies.last()
}

/// Whether the element's `name` groups it with others of the document.
fn has_group(tag: &str, element: &Element<'_, '_>) -> bool {
    let is_radio = || {
        element
            .get_attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("radio"))
    };
    tag == "details" || (tag == "input" && is_radio())
}

fn add_class(element: &mut Element<'_, '_>, class: &str) {
    let classes = match element.get_attribute("class") {
        Some(others) => format!("{others} {class}"),
        None => class.to_owned(),
    };
    element
        .set_attribute("class", &classes)
        .expect("`class` is an attribute's name");
}

fn has_scheme(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    path.split_once(':')
        .is_some_and(|(scheme, _)| !scheme.is_empty() && scheme.chars().all(is_plain))
}

fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return value.into();
    }
    [
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(value.to_owned(), |text, (entity, sign)| {
        text.replace(entity, sign)
    })
    .into()
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;")
}
