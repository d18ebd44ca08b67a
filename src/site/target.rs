//! What a link can lead to, by what an author writes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::heading::HeadingIds;
use super::route::Routes;
use super::{ContentFile, Page, Site};
use crate::content::Document;
use crate::locale::Locale;
use crate::picture::Picture;

/// What a link can lead to, by what an author writes.
pub(super) struct Targets {
    /// Path of the entry, or of the file in the output, by language and path below its folder.
    pub(super) files: HashMap<(usize, Arc<str>), Target>,
    /// Documents that are not published, by language and path below its folder.
    pub(super) hidden: HashSet<(Locale, Arc<str>)>,
    /// Ids of a document, as written and as published, by the published one.
    pub(super) anchors: HashMap<Arc<str>, HashMap<String, String>>,
}

/// What stands at a path.
pub(super) enum Target {
    Page(Arc<str>),
    File(String, Option<Arc<Picture>>),
}

impl Targets {
    pub(super) fn new(
        site: &Site,
        hidden: &[Arc<Document>],
        files: &[ContentFile],
        routes: &Routes,
        headings: &HeadingIds,
    ) -> Self {
        let mut targets = HashMap::new();
        let mut anchors = HashMap::new();
        for page in site.pages.iter().filter(|page| !page.is_fallback(site)) {
            let document = &page.document;
            targets.insert(
                (page.locale, document.local.clone()),
                Target::Page(document.id.path.clone()),
            );
            anchors.insert(
                document.source.clone(),
                anchors_of(page, &headings[&document.source_key()]),
            );
        }
        for file in files {
            targets.insert(
                (file.locale, file.local.clone()),
                Target::File(routes.file(file.locale, &file.local), file.picture.clone()),
            );
        }
        Targets {
            hidden: hidden
                .iter()
                .map(|document| (document.locale.clone(), document.local.clone()))
                .collect(),
            files: targets,
            anchors,
        }
    }

    /// What stands at a path below a language's folder; what a translation lacks, the default
    /// language has.
    pub(super) fn find(&self, locale: usize, local: &str) -> Option<&Target> {
        let local: Arc<str> = local.into();
        self.files
            .get(&(locale, local.clone()))
            .or_else(|| self.files.get(&(0, local)))
    }
}

/// What a link can name on a page, with the id that it means: a heading by its own words, or by
/// the id that it shares with the other languages.
fn anchors_of(page: &Page, shared: &[String]) -> HashMap<String, String> {
    let body = &page.document.body;
    let published = page.resolved.heading_ids.iter();
    let mut anchors: HashMap<String, String> = HashMap::new();
    for (heading, id) in body.headings.iter().zip(published.clone()) {
        anchors
            .entry(heading.id.clone())
            .or_insert_with(|| id.clone());
    }
    let raw = body.anchors.iter().map(|(id, _)| (id, id));
    for (known, id) in shared.iter().zip(published).chain(raw) {
        anchors.insert(known.clone(), id.clone());
    }
    anchors
}
