//! Facets: what a list of entries can be narrowed by, and the lists that are built for it.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{Facet, FacetValue, Link, Narrowed};
use super::viewer::Viewer;
use crate::config::{Config, Field, FieldType, ViewType};
use crate::path;
use crate::site::field::{self, Shown};
use crate::site::{Page, PageIndex, Site, neutral, view};
use crate::strings::Strings;

/// Facets whose values are also combined in lists of two, in the order of `book.toml`.
const COMBINED: usize = 3;

/// Lists of two values that are built for a page; beyond them a pair of facets is left out whole.
const MOST_COMBINED: usize = 200;

/// Values by which a list is narrowed: field and value, as positions.
pub(super) type Choice = Vec<(usize, usize)>;

/// The entries that a page lists, with what they can be told apart by.
pub(super) struct Facets {
    /// The kind of the entries.
    pub(super) kind: String,
    fields: Vec<FacetField>,
    entries: Vec<(PageIndex, Vec<Vec<usize>>)>,
    combined: Vec<Combined>,
}

/// Two facets, and the pairs of their values that have entries in common.
type Combined = ((usize, usize), BTreeSet<(usize, usize)>);

struct FacetField {
    name: String,
    values: Vec<(String, String)>,
}

/// The kind whose entries a page lists: that of its folder, or of its view.
fn listed_kind<'a>(page: &Page, config: &'a Config) -> Option<&'a str> {
    let of_view = view::of(page, config).filter(|view| view.view_type == ViewType::List);
    if let Some(view) = of_view {
        return Some(&view.kind);
    }
    let mut kinds = config.kinds.iter();
    kinds
        .find(|(_, kind)| page.document.is_index() && kind.folder == page.folder())
        .map(|(name, _)| name.as_str())
}

impl Facets {
    /// The facets of every page that lists entries of a declared kind.
    pub(super) fn all(site: &Site, config: &Config) -> BTreeMap<PageIndex, Facets> {
        let pages = site.pages.iter().enumerate();
        pages
            .filter_map(|(index, page)| {
                let kind = listed_kind(page, config)?;
                Some((index, Facets::of(site, page, kind, config)))
            })
            .collect()
    }

    fn of(site: &Site, page: &Page, kind: &str, config: &Config) -> Facets {
        let strings = site.strings_of(page);
        let entries: Vec<PageIndex> = view::entries(site, page.locale, kind, config).collect();
        let fields = config
            .kinds
            .get(kind)
            .into_iter()
            .flat_map(|kind| &kind.fields);
        let fields = fields.filter(|(_, field)| field.facet);
        let mut facets = Facets {
            kind: kind.to_owned(),
            fields: Vec::new(),
            entries: entries.iter().map(|entry| (*entry, Vec::new())).collect(),
            combined: Vec::new(),
        };
        for (name, field) in fields {
            let own: Vec<Vec<String>> = entries
                .iter()
                .map(|entry| values_of(site, &site.pages[*entry], name, config))
                .collect();
            let present: BTreeSet<&String> = own.iter().flatten().collect();
            let label = |value: &str| value_label(site, page, (name, field), value, config);
            let mut values: Vec<(String, String)> = present
                .into_iter()
                .map(|value| (value.clone(), label(value)))
                .collect();
            sort(&mut values, field, strings);
            let position: BTreeMap<&str, usize> = values
                .iter()
                .enumerate()
                .map(|(position, (value, _))| (value.as_str(), position))
                .collect();
            for ((_, known), own) in facets.entries.iter_mut().zip(&own) {
                known.push(own.iter().map(|value| position[value.as_str()]).collect());
            }
            let name = name.clone();
            facets.fields.push(FacetField { name, values });
        }
        facets.combined = facets.combinations();
        facets
    }

    /// The narrowed lists: one value, and two values of different facets that have entries in
    /// common.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::new();
        for (field, of) in self.fields.iter().enumerate() {
            choices.extend((0..of.values.len()).map(|value| vec![(field, value)]));
        }
        for ((first, second), pairs) in &self.combined {
            let pairs = pairs.iter();
            choices.extend(pairs.map(|(a, b)| vec![(*first, *a), (*second, *b)]));
        }
        choices
    }

    fn combinations(&self) -> Vec<Combined> {
        let many = self.fields.len().min(COMBINED);
        let mut room = MOST_COMBINED;
        let all = (0..many).flat_map(|first| (first + 1..many).map(move |second| (first, second)));
        let all = all.map(|(first, second)| ((first, second), self.pairs(first, second)));
        all.filter(|(_, pairs)| {
            let fits = pairs.len() <= room;
            room -= if fits { pairs.len() } else { 0 };
            fits
        })
        .collect()
    }

    /// How many entries of a choice have each value of a field.
    fn counts(&self, field: usize, choice: &[(usize, usize)]) -> Vec<usize> {
        let mut counts = vec![0; self.fields[field].values.len()];
        let entries = self.entries.iter();
        for (_, values) in entries.filter(|(_, values)| matches(values, choice)) {
            for value in &values[field] {
                counts[*value] += 1;
            }
        }
        counts
    }

    fn pairs(&self, first: usize, second: usize) -> BTreeSet<(usize, usize)> {
        let entries = self.entries.iter();
        entries
            .flat_map(|(_, values)| {
                let (a, b) = (&values[first], &values[second]);
                a.iter().flat_map(move |a| b.iter().map(move |b| (*a, *b)))
            })
            .collect()
    }

    /// The entries that a choice leaves.
    pub(super) fn entries(
        &self,
        choice: &[(usize, usize)],
    ) -> impl Iterator<Item = (PageIndex, &[Vec<usize>])> {
        let entries = self.entries.iter();
        entries
            .filter(move |(_, values)| matches(values, choice))
            .map(|(entry, values)| (*entry, values.as_slice()))
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The words of a choice, like `Denmark, Prison`.
    pub(super) fn words(&self, choice: &[(usize, usize)]) -> String {
        let words = choice.iter().map(|choice| self.label(*choice));
        words.collect::<Vec<_>>().join(", ")
    }

    fn label(&self, (field, value): (usize, usize)) -> &str {
        &self.fields[field].values[value].1
    }

    /// What an entry's values are called in a fragment, with spaces between them.
    pub(super) fn tokens(&self, values: &[Vec<usize>], config: &Config) -> String {
        let values = values.iter().enumerate();
        let all =
            values.flat_map(|(field, values)| values.iter().map(move |value| (field, *value)));
        all.map(|choice| self.token(choice, config))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn token(&self, (field, value): (usize, usize), config: &Config) -> String {
        let field = &self.fields[field];
        let token = format!(
            "{}={}",
            path::encode(&field.name),
            path::encode(&field.values[value].0)
                .replace('/', "%2F")
                .replace('&', "%26")
        );
        match config.has_neutral_addresses() {
            true => neutral::name(&token),
            false => token,
        }
    }

    /// The file of a narrowed list.
    pub(super) fn address(
        &self,
        page: &Page,
        choice: &[(usize, usize)],
        config: &Config,
    ) -> String {
        let folder = path::parent(&page.address);
        let parts = choice.iter().map(|(field, value)| {
            let field = &self.fields[*field];
            (field.name.as_str(), field.values[*value].0.as_str())
        });
        let parts: Vec<(&str, &str)> = parts.collect();
        let below = match page.document.is_index() {
            true => "by".to_owned(),
            false => format!("{}-by", path::name(&page.address).trim_end_matches(".html")),
        };
        address(&path::join(folder, &below), &parts, config)
    }

    /// A choice of another language's facets in these.
    pub(super) fn choice_of(&self, other: &Facets, choice: &[(usize, usize)]) -> Option<Choice> {
        let translated = choice.iter().map(|(field, value)| {
            let of = &other.fields[*field];
            let field = self.fields.iter().position(|own| own.name == of.name)?;
            let mut values = self.fields[field].values.iter();
            let value = values.position(|own| own.0 == of.values[*value].0)?;
            Some((field, value))
        });
        translated.collect()
    }

    /// The way to the list without its choice, or with another.
    fn href(&self, page: &Page, choice: &[(usize, usize)], at: &str, config: &Config) -> String {
        match choice.is_empty() {
            true => path::href(at, &page.address),
            false => path::href(at, &self.address(page, choice, config)),
        }
    }

    /// The facets as a page shows them: what each value would leave, and where that list stands.
    pub(super) fn shown(
        &self,
        page: &Page,
        chosen: &[(usize, usize)],
        at: &str,
        strings: &Strings,
        config: &Config,
    ) -> Vec<Facet> {
        let is_built = |choice: &[(usize, usize)]| match choice {
            [_] | [] => true,
            [(a, _), (b, _)] => self.combined.iter().any(|(pair, _)| *pair == (*a, *b)),
            _ => false,
        };
        let fields = self.fields.iter().enumerate();
        fields
            .map(|(number, field)| {
                let others: Choice = chosen
                    .iter()
                    .copied()
                    .filter(|(own, _)| *own != number)
                    .collect();
                let (together, alone) = (self.counts(number, &others), self.counts(number, &[]));
                let value = |value: usize| {
                    let is_chosen = chosen.contains(&(number, value));
                    let mut wanted = others.clone();
                    wanted.push((number, value));
                    wanted.sort_unstable();
                    let (target, count) = match is_chosen {
                        true => (others.clone(), together[value]),
                        false if is_built(&wanted) => (wanted, together[value]),
                        false => (vec![(number, value)], alone[value]),
                    };
                    (count > 0).then(|| FacetValue {
                        link: Link {
                            title: field.values[value].1.clone(),
                            href: self.href(page, &target, at, config),
                            current: is_chosen.then_some("true"),
                            ..Link::default()
                        },
                        token: self.token((number, value), config),
                        count,
                    })
                };
                Facet {
                    label: label(strings, &format!("field.{}", field.name), &field.name),
                    values: (0..field.values.len()).filter_map(value).collect(),
                }
            })
            .filter(|facet| {
                facet.values.len() > 1 || facet.values.iter().any(|v| v.link.current.is_some())
            })
            .collect()
    }
}

impl Viewer<'_> {
    /// How many of a list's entries are left, in words, and the way to all of them.
    pub(super) fn narrowed(
        &self,
        index: PageIndex,
        choice: &[(usize, usize)],
        at: &str,
    ) -> Option<Narrowed> {
        let facets = self
            .facets
            .get(&index)
            .filter(|facets| !facets.fields.is_empty())?;
        let page = &self.site.pages[index];
        let strings = self.site.strings_of(page);
        let all = facets.len().to_string();
        let kind = strings.get_or(&format!("kind.{}", facets.kind), &facets.kind);
        let count = facets.entries(choice).count().to_string();
        Some(Narrowed {
            title: match choice.is_empty() {
                true => strings.with("list.all", &[("kind", kind), ("n", &all)]),
                false => strings.with(
                    "list.some",
                    &[
                        ("kind", kind),
                        ("n", &count),
                        ("all", &all),
                        ("by", &facets.words(choice)),
                    ],
                ),
            },
            words: strings.with("list.some", &[("kind", kind), ("all", &all)]),
            whole: strings.with("list.all", &[("kind", kind), ("n", &all)]),
            none: strings.get("list.none").to_owned(),
            // A part of the list is narrowed by links alone.
            script: if choice.is_empty() { "facets" } else { "" },
            clear: (!choice.is_empty()).then(|| path::href(at, &page.address)),
            clear_label: strings.with("list.show-all", &[("n", &all)]),
        })
    }
}

fn matches(values: &[Vec<usize>], choice: &[(usize, usize)]) -> bool {
    choice
        .iter()
        .all(|(field, value)| values[*field].contains(value))
}

/// Values of a list in its order, others by their words.
fn sort(values: &mut [(String, String)], field: &Field, strings: &Strings) {
    let collator = strings.locale().collator();
    let place = |value: &str| field.values.iter().position(|known| known == value);
    values.sort_by(|(a, a_label), (b, b_label)| {
        place(a)
            .cmp(&place(b))
            .then_with(|| collator.compare(a_label, b_label))
            .then_with(|| a.cmp(b))
    });
}

/// The values of an entry's field, as facets and columns tell them apart.
pub(super) fn values_of(site: &Site, entry: &Page, name: &str, config: &Config) -> Vec<String> {
    let shown = field::shown(site, entry, config);
    let value = shown.into_iter().find(|(known, ..)| *known == name);
    let mut values: Vec<String> = match value {
        Some((_, _, Shown::Texts(FieldType::Date, days))) => days
            .iter()
            .map(|day| day.chars().take(4).collect())
            .collect(),
        Some((_, _, Shown::Texts(_, texts))) => texts.to_vec(),
        Some((_, _, Shown::Pages(pages))) => pages
            .iter()
            .map(|page| path::name(&site.pages[*page].id().path).to_owned())
            .collect(),
        None => Vec::new(),
    };
    values.sort_unstable();
    values.dedup();
    values
}

/// The words of a field's value.
pub(super) fn value_label(
    site: &Site,
    page: &Page,
    (name, field): (&str, &Field),
    value: &str,
    config: &Config,
) -> String {
    if !field.field_type.is_reference() {
        return text_label(site.strings_of(page), name, field.field_type, value);
    }
    let folder = field.kind.as_deref();
    let folder = folder.map_or("", |kind| field::folder_of(kind, config));
    let target = site.page_at(page.locale, &path::join(folder, value));
    target
        .map_or(value, |target| site.pages[target].title())
        .to_owned()
}

/// The words of `key`, or the name with spaces for hyphens.
pub(super) fn label(strings: &Strings, key: &str, name: &str) -> String {
    strings
        .find(key)
        .map_or_else(|| name.replace('-', " "), str::to_owned)
}

/// The words of a value that is no entry.
pub(super) fn text_label(
    strings: &Strings,
    name: &str,
    field_type: FieldType,
    value: &str,
) -> String {
    match field_type {
        FieldType::Country => {
            let own = strings.find(&format!("country.{value}"));
            own.map_or_else(|| strings.locale().country(value), str::to_owned)
        }
        FieldType::OneOf | FieldType::SomeOf => {
            label(strings, &format!("field.{name}.{value}"), value)
        }
        FieldType::Date => super::day::words(strings, value),
        _ => value.to_owned(),
    }
}

/// The file of a narrowed list. A value that is no plain name gets a hash behind it, so that two
/// values never share a file, on no disk.
fn address(folder: &str, parts: &[(&str, &str)], config: &Config) -> String {
    if config.has_neutral_addresses() {
        let parts = parts.iter().map(|(name, value)| format!("{name}/{value}"));
        let name = parts.collect::<Vec<_>>().join("/");
        return format!("{folder}/{}.html", neutral::name(&name));
    }
    let parts = parts
        .iter()
        .map(|(name, value)| format!("{name}/{}", file_name(value)));
    format!("{folder}/{}.html", parts.collect::<Vec<_>>().join("/"))
}

fn file_name(value: &str) -> String {
    let plain: String = value
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .flat_map(char::to_lowercase)
        .collect();
    let is_code = value.len() == 2 && value.bytes().all(|b| b.is_ascii_uppercase());
    let is_plain = (plain == value || is_code) && path::unportable(&plain).is_none();
    match is_plain && !plain.is_empty() {
        true => plain,
        false => format!("{plain}-{}", &blake3::hash(value.as_bytes()).to_hex()[..6]),
    }
}
