//! What a link can lead to, by what an author writes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
    ) -> Self {
        let mut targets = HashMap::new();
        let mut anchors = HashMap::new();
        for page in site.pages.iter().filter(|page| !page.is_fallback(site)) {
            let document = &page.document;
            targets.insert(
                (page.locale, document.local.clone()),
                Target::Page(document.id.path.clone()),
            );
            anchors.insert(document.source.clone(), anchors_of(page));
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

fn anchors_of(page: &Page) -> HashMap<String, String> {
    let body = &page.document.body;
    let headings = body.headings.iter().zip(page.resolved.heading_ids.iter());
    let mut anchors: HashMap<String, String> = HashMap::new();
    for (heading, id) in headings.clone() {
        anchors
            .entry(heading.id.clone())
            .or_insert_with(|| id.clone());
    }
    let raw = body.anchors.iter().map(|(id, _)| id);
    for id in page.resolved.heading_ids.iter().chain(raw) {
        anchors.insert(id.clone(), id.clone());
    }
    anchors
}
