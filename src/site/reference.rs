//! Where links, pictures and citations lead.

use pulldown_cmark_escape::{escape_href, escape_html};

use super::target::{Target, Targets};
use super::{Page, PageIndex, QuizPart, Resolved, Site, checklist};
use crate::content::markdown::{Citation, Link, LinkRole, SlotKind};
use crate::content::{Detail, Document, KindId};
use crate::diagnostic::{Code, Diagnostic, Parsed, code};
use crate::path;

/// Schemes of addresses that a page may lead to.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Findings of one page for which the nearest match is looked up; beyond them it costs more than
/// it helps.
const SUGGESTIONS: usize = 20;

/// What is wrong with a link.
struct Problem {
    code: &'static Code,
    message: String,
    /// What was looked for, and whether it was an id on a page.
    wanted: Wanted,
    help: String,
}

enum Wanted {
    Nothing,
    File(String),
    Anchor(PageIndex, String),
}

/// Finds what the page at `index` refers to, with addresses as seen from the file `from`, and what
/// the quizzes refer to that stand on it.
pub(super) fn resolve(
    site: &Site,
    targets: &Targets,
    index: PageIndex,
    from: &str,
) -> Parsed<Resolved> {
    let mut parsed = resolve_text(site, targets, index, from);
    let resolved = &mut parsed.value;
    let document = &site.pages[index].document;
    let lone = document
        .body
        .slots
        .iter()
        .filter_map(|slot| match slot.kind {
            SlotKind::Embed(link) => Some(link),
            _ => None,
        });
    for link in lone.filter(|_| document.quiz.is_none()) {
        let Some(target) = resolved.targets[link as usize].filter(|target| *target != index) else {
            continue;
        };
        if has_quiz(site, target) {
            let quiz = quiz_from(site, targets, target, from);
            resolved.quizzes.push((link, quiz));
        } else if site.pages[target].id().kind == KindId::Checklist {
            let own = resolve_text(site, targets, target, from).value;
            resolved.lists.push((link, part(site, target, own)));
        }
    }
    if document.quiz.is_some() {
        let own = quiz_from(site, targets, index, from);
        resolved.quizzes.push((u32::MAX, own));
    }
    parsed
}

fn has_quiz(site: &Site, page: PageIndex) -> bool {
    site.pages[page].document.quiz.is_some()
}

/// A quiz with what it and the pools that it draws from refer to, as seen from `from`.
fn quiz_from(site: &Site, targets: &Targets, index: PageIndex, from: &str) -> QuizPart {
    let page = &site.pages[index];
    let resolved = resolve_text(site, targets, index, from).value;
    let draws = page.document.quiz.iter().flat_map(|quiz| &quiz.draws);
    let pools = draws.filter_map(|draw| {
        resolved.targets[draw.link as usize].filter(|pool| has_quiz(site, *pool) && *pool != index)
    });
    let pools = pools.map(|pool| {
        let resolved = resolve_text(site, targets, pool, from).value;
        part(site, pool, resolved)
    });
    let pools = pools.collect();
    QuizPart {
        pools,
        ..part(site, index, resolved)
    }
}

fn part(site: &Site, index: PageIndex, resolved: Resolved) -> QuizPart {
    let page = &site.pages[index];
    QuizPart {
        page: index,
        versions: [page.document.fingerprint, page.original.fingerprint],
        resolved,
        pools: Vec::new(),
    }
}

/// Finds what the text of the page at `index` refers to.
pub(super) fn resolve_text(
    site: &Site,
    targets: &Targets,
    index: PageIndex,
    from: &str,
) -> Parsed<Resolved> {
    let page = &site.pages[index];
    let context = Context {
        site,
        targets,
        page,
        from,
    };
    let mut out = Resolved {
        heading_ids: page.resolved.heading_ids.clone(),
        steps: checklist::keys(page),
        ..Resolved::default()
    };
    let mut diagnostics = Vec::new();
    for (number, link) in (0..).zip(&page.document.body.links) {
        if let Some(attributes) = context.picture(link) {
            out.pictures.insert(number, attributes);
        }
        let (href, target) = match context.link(link) {
            Ok(found) => found,
            Err(problem) => {
                diagnostics.push(context.complain(problem, link, diagnostics.len()));
                ("#".to_owned(), None)
            }
        };
        out.links.push(href);
        out.targets.push(target);
        let mention = target.filter(|page| site.pages[*page].id().kind.is_reference());
        out.mentions
            .extend(mention.filter(|page| !out.mentions.contains(page)));
    }
    for citation in &page.document.body.citations {
        match context.source(citation) {
            Ok(source) => {
                out.citations.push(context.citation(source, citation));
                if !out.sources.contains(&source) {
                    out.sources.push(source);
                }
            }
            Err(diagnostic) => {
                out.citations.push(String::new());
                diagnostics.push(diagnostic);
            }
        }
    }
    // A text is checked once, on the page of its own language.
    if page.is_fallback(site) {
        diagnostics.clear();
    }
    Parsed {
        value: out,
        diagnostics,
    }
}

struct Context<'a> {
    site: &'a Site,
    targets: &'a Targets,
    page: &'a Page,
    from: &'a str,
}

impl Context<'_> {
    /// The address for a link, escaped, and the page that it leads to.
    fn link(&self, link: &Link) -> Result<(String, Option<PageIndex>), Problem> {
        let target = link.target.as_str();
        if let Some(outside) = self.outside(link)? {
            return Ok((outside, None));
        }
        let (rest, fragment) = match target.split_once('#') {
            Some((rest, fragment)) => (rest, Some(path::decode(fragment))),
            None => (target, None),
        };
        let written = rest.split('?').next().unwrap_or(rest);
        if written.is_empty() {
            return match fragment {
                Some(fragment) => Ok((self.anchor(self.page_index(), &fragment, "")?, None)),
                None => Err(problem(
                    &code::BROKEN_LINK,
                    "this link leads nowhere: it has no target".into(),
                    "write the target between the round brackets",
                )),
            };
        }
        let (locale, local) = self.local(written)?;
        match self.find(locale, &local) {
            Some(Target::Page(entry)) => {
                let shown_in = if locale == self.text_locale() {
                    self.page.locale
                } else {
                    locale
                };
                let Some(index) = self.site.page_at(shown_in, entry) else {
                    return Err(self.missing(written, link.role, local));
                };
                let href = path::href(self.from, &self.site.pages[index].address);
                let href = match fragment {
                    Some(fragment) => self.anchor(index, &fragment, &href)?,
                    None => escaped(&href),
                };
                Ok((href, Some(index)))
            }
            Some(Target::File(address, _)) => Ok((escaped(&path::href(self.from, address)), None)),
            None => Err(self.missing(written, link.role, local)),
        }
    }

    /// Size and copies of the picture that the link shows.
    fn picture(&self, link: &Link) -> Option<String> {
        if link.role != LinkRole::Embed || link.target.contains([':', '#']) {
            return None;
        }
        let written = link.target.split('?').next()?;
        let (locale, local) = self.local(written).ok()?;
        let Some(Target::File(address, Some(picture))) = self.find(locale, &local) else {
            return None;
        };
        let href = |address: &str| escaped(&path::href(self.from, address));
        Some(picture.attributes(&href(address), href))
    }

    /// An address outside the site, if the link has one and may.
    fn outside(&self, link: &Link) -> Result<Option<String>, Problem> {
        let compact: String = link
            .target
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .collect();
        let scheme = match compact.split_once(':') {
            _ if compact.starts_with("//") => "https",
            Some((scheme, _)) if is_scheme(scheme) => scheme,
            _ => return Ok(None),
        };
        if !SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
            let help = match (scheme.len(), link.role) {
                (1, _) | (4, _) if scheme.len() == 1 || scheme == "file" => {
                    "put a copy of the file into the book and name it by its way from this file"
                }
                (_, LinkRole::Embed) => {
                    "save the picture as a file beside the page, and name the file"
                }
                _ => {
                    "link to a page of the book, or to an address that starts with `https:`, `mailto:` or `tel:`"
                }
            };
            return Err(problem(
                &code::UNSAFE_LINK,
                format!("addresses that start with `{scheme}:` are not published"),
                help,
            ));
        }
        if link.role == LinkRole::Embed {
            return Err(problem(
                &code::REMOTE_PICTURE,
                "this picture would be loaded from another site".into(),
                "save the picture beside the page, if its licence allows, and name the file; a page of the site loads nothing from elsewhere",
            ));
        }
        Ok(Some(escaped(&link.target)))
    }

    /// The language's folder and the path below it that `written` names.
    fn local(&self, written: &str) -> Result<(usize, String), Problem> {
        let document = &self.page.document;
        let out = |message: String| {
            problem(
                &code::BROKEN_LINK,
                message,
                "write the way from this file to the other, like `../terms/probation.md`",
            )
        };
        if written.starts_with('/') {
            return Err(out(format!(
                "link to `{written}` starts at the top of a server"
            )));
        }
        let base = path::join(document.locale.as_str(), path::parent(&document.local));
        let full = path::resolve(&base, &path::composed(&path::decode(written)))
            .ok_or_else(|| out(format!("link to `{written}` leads out of the book")))?;
        let (tag, local) = full.split_once('/').unwrap_or((full.as_str(), ""));
        let locale = self
            .site
            .locales
            .iter()
            .position(|locale| locale.as_str() == tag);
        match locale {
            Some(locale) => Ok((locale, local.to_owned())),
            None => Err(out(format!(
                "link to `{written}` leads out of the languages' folders"
            ))),
        }
    }

    /// What stands at a path; a folder stands for its page.
    fn find(&self, locale: usize, local: &str) -> Option<&Target> {
        let local = local.trim_end_matches('/');
        self.targets
            .find(locale, local)
            .or_else(|| self.targets.find(locale, &path::join(local, "index.md")))
    }

    /// `href` with the id that `fragment` means on the page at `index`, escaped.
    fn anchor(&self, index: PageIndex, fragment: &str, href: &str) -> Result<String, Problem> {
        let target = &self.site.pages[index];
        let id = self
            .targets
            .anchors
            .get(&target.document.source)
            .and_then(|anchors| anchors.get(fragment));
        match id {
            Some(id) => Ok(escaped(&format!("{href}#{}", path::encode(id)))),
            None if fragment.is_empty() => Ok(escaped(&format!("{href}#"))),
            None => Err(Problem {
                code: &code::BROKEN_ANCHOR,
                message: match &*target.document.source {
                    "" => format!("there is no heading `#{fragment}` on that page"),
                    source => format!("there is no heading `#{fragment}` in `{source}`"),
                },
                wanted: Wanted::Anchor(index, fragment.to_owned()),
                help: "link to a heading that is there, or take the part from `#` away".into(),
            }),
        }
    }

    fn missing(&self, written: &str, role: LinkRole, local: String) -> Problem {
        let key = (self.page.document.locale.clone(), local.as_str().into());
        if self.targets.hidden.contains(&key) {
            return problem(
                &code::BROKEN_LINK,
                format!("link to `{written}` leads to a page that is not published"),
                "take `draft = true` away there, or build with `--drafts`",
            );
        }
        match role {
            LinkRole::Anchor => Problem {
                code: &code::BROKEN_LINK,
                message: format!("link to `{written}` leads nowhere"),
                help: if written.starts_with("www.") {
                    format!("write the whole address: `https://{written}`")
                } else if local.ends_with(".md") || !path::name(&local).contains('.') {
                    "write the way from this file to a file that is there, like `../terms/probation.md`".into()
                } else {
                    "put the file into the book, and write its name as it is, small and capital letters included".into()
                },
                wanted: Wanted::File(local),
            },
            LinkRole::Embed => Problem {
                code: &code::MISSING_FILE,
                message: format!("there is no file `{written}`"),
                wanted: Wanted::File(local),
                help: "put the picture beside the page and write its name as it is, small and capital letters included".into(),
            },
        }
    }

    fn complain(&self, problem: Problem, link: &Link, before: usize) -> Diagnostic {
        let document = &self.page.document;
        let near = match problem.wanted {
            _ if before >= SUGGESTIONS => None,
            Wanted::Nothing => None,
            Wanted::File(local) => {
                let (written, _) = link.target.split_once('#').unwrap_or((&link.target, ""));
                self.near_file(&local)
                    .map(|near| (written.to_owned(), near))
            }
            Wanted::Anchor(index, fragment) => {
                let target = &self.site.pages[index].document;
                let anchors = self.targets.anchors.get(&target.source);
                let known = anchors.into_iter().flat_map(|anchors| anchors.keys());
                let mut known: Vec<&str> = known.map(String::as_str).collect();
                known.sort_unstable();
                let near = crate::diagnostic::nearest(&fragment, known);
                near.map(|id| (format!("#{fragment}"), format!("#{id}")))
            }
        };
        let span = document.span(link.range.clone());
        let diagnostic = Diagnostic::new(problem.code, span, problem.message);
        match near {
            Some((old, near)) => diagnostic
                .help(format!("did you mean `{near}`?"))
                .fix(old, near),
            None => diagnostic.help(problem.help),
        }
    }

    /// The way to the file that was probably meant: of the same name but for its order prefix,
    /// else of the nearest path.
    fn near_file(&self, local: &str) -> Option<String> {
        let here = self.text_locale();
        let folder = path::parent(&self.page.document.local);
        let mut known: Vec<&str> = self
            .targets
            .files
            .keys()
            .filter(|(locale, _)| *locale == here || *locale == 0)
            .map(|(_, local)| &**local)
            .collect();
        known.sort_unstable();
        known.dedup();
        let bare = |path: &str| {
            path.split('/')
                .map(path::strip_order)
                .collect::<Vec<_>>()
                .join("/")
        };
        let wanted = bare(local);
        let renumbered = known
            .iter()
            .find(|path| bare(path) == wanted || bare(path) == format!("{wanted}.md"));
        let near = renumbered
            .copied()
            .or_else(|| crate::diagnostic::nearest(local, known))?;
        Some(path::relative(&path::join(folder, "x"), near))
    }

    fn source(&self, citation: &Citation) -> Result<PageIndex, Diagnostic> {
        let entry = format!("sources/{}", citation.source);
        let bare = path::strip_order(path::name(&citation.source).trim_end_matches(".md"));
        self.site.page_at(self.page.locale, &entry).ok_or_else(|| {
            let known = self
                .site
                .pages
                .iter()
                .filter(|page| page.locale == self.page.locale);
            let names = known.filter_map(|page| page.id().path.strip_prefix("sources/"));
            Diagnostic::new(
                &code::UNKNOWN_SOURCE,
                self.page.document.span(citation.range.clone()),
                format!("there is no source `{}`", citation.source),
            )
            .suggest(
                bare,
                names.filter(|name| *name != "index"),
                format!("write `sources/{bare}.md` with its `title`, `short` and `cite`"),
            )
        })
    }

    /// `(INTEGRA guide, chapter 3)`, its name a link.
    fn citation(&self, source: PageIndex, citation: &Citation) -> String {
        let source = &self.site.pages[source];
        let href = escaped(&path::href(self.from, &source.address));
        let mut out = format!("<span class=\"citation\">(<a href=\"{href}\">");
        push_escaped(&mut out, short_name(source));
        out.push_str("</a>");
        if !citation.locator.is_empty() {
            out.push_str(", ");
            push_escaped(&mut out, &citation.locator);
        }
        out.push_str(")</span>");
        out
    }

    fn text_locale(&self) -> usize {
        let locale = &self.page.document.locale;
        self.site
            .locales
            .iter()
            .position(|known| known == locale)
            .unwrap_or(0)
    }

    fn page_index(&self) -> PageIndex {
        self.site
            .page_at(self.page.locale, &self.page.document.id.path)
            .expect("a page stands under its own path")
    }
}

/// The label of a source at its citations.
pub(crate) fn short_name(source: &Page) -> &str {
    let short = |document: &Document| match &document.detail {
        Detail::Source(detail) => detail.short.is_some(),
        _ => false,
    };
    let document = [&source.document, &source.original]
        .into_iter()
        .find(|document| short(document));
    match document.map(|document| &document.detail) {
        Some(Detail::Source(detail)) => detail.short.as_deref().unwrap_or_default(),
        _ => source.title(),
    }
}

fn problem(code: &'static Code, message: String, help: &str) -> Problem {
    Problem {
        code,
        message,
        wanted: Wanted::Nothing,
        help: help.to_owned(),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

fn escaped(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    escape_href(&mut out, address).expect("writing to a String can't fail");
    out
}

fn push_escaped(out: &mut String, text: &str) {
    escape_html(out, text).expect("writing to a String can't fail");
}
