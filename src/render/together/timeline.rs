//! What happened when: a picture and a table of the same data.

use std::fmt::Write;

use super::view::{Event, Timeline};
use super::{Maker, entry_name, escaped};
use crate::config::View;
use crate::locale::Dir;
use crate::render::day;
use crate::render::view::Html;
use crate::site::PageIndex;
use crate::site::section::{Row, tables};

/// Width of the drawing, in its own units.
const WIDTH: f64 = 920.0;
/// Room for the names of the lanes.
const NAMES: f64 = 190.0;
/// Room at the other end.
const END: f64 = 24.0;
/// Height of a lane.
const LANE: f64 = 44.0;
/// Points nearer to each other than this stand one above the other.
const NEAR: f64 = 15.0;
/// Letters of a name that have room.
const LETTERS: usize = 22;

/// Something that happened, with its time as years.
struct Point {
    entry: PageIndex,
    written: String,
    start: f64,
    end: f64,
    cells: Row,
}

impl Maker<'_> {
    pub(super) fn timeline(&self, view: &View, entries: &[PageIndex]) -> Timeline {
        let site = self.viewer.site;
        let strings = site.strings_of(self.page);
        let name = view.section.as_deref().unwrap_or_default();
        let mut heads: Option<(PageIndex, Row)> = None;
        let mut points = Vec::new();
        for entry in entries {
            let sections = self.section(*entry, name).into_iter();
            for (head, rows) in sections.flat_map(|section| tables(&section.piece)) {
                let found = rows.into_iter().filter_map(|cells| point(*entry, cells));
                let before = points.len();
                points.extend(found);
                if points.len() > before {
                    heads.get_or_insert((*entry, head));
                }
            }
        }
        points.sort_by(|a: &Point, b| a.start.total_cmp(&b.start).then(a.end.total_cmp(&b.end)));
        let head = |number: usize| {
            let (entry, head) = heads.as_ref()?;
            Some(plain_text(&self.html(*entry, head.get(number)?)))
        };
        let widest = points.iter().map(|point| point.cells.len()).max();
        let mut columns = vec![
            head(0).unwrap_or_default(),
            entry_name(strings, &view.kind).to_owned(),
        ];
        columns.extend((1..widest.unwrap_or(1)).map(|number| head(number).unwrap_or_default()));
        let caption = self.page.title().to_owned();
        Timeline {
            svg: Html::new(&self.drawing(&points, entries, &caption)),
            caption,
            rows: points
                .iter()
                .map(|point| {
                    let locale = &site.pages[point.entry].document.locale;
                    let mut cells: Vec<Html> = point.cells[1..]
                        .iter()
                        .map(|cell| Html::new(&self.html(point.entry, cell)))
                        .collect();
                    cells.resize(columns.len() - 2, Html::default());
                    Event {
                        when: day::words(strings, &point.written),
                        link: self.viewer.link(self.at, point.entry),
                        cells,
                        lang: locale.to_string(),
                        dir: locale.dir().as_str(),
                    }
                })
                .collect(),
            columns,
        }
    }

    /// The drawing: a lane for each entry, a mark for each date. All of it stands in the table.
    fn drawing(&self, points: &[Point], entries: &[PageIndex], title: &str) -> String {
        let (Some(first), Some(last)) = (
            points.iter().map(|point| point.start).reduce(f64::min),
            points.iter().map(|point| point.end).reduce(f64::max),
        ) else {
            return String::new();
        };
        let lanes: Vec<PageIndex> = entries
            .iter()
            .copied()
            .filter(|entry| points.iter().any(|point| point.entry == *entry))
            .collect();
        let (first, last) = (first.floor(), last.ceil().max(first.floor() + 1.0));
        let is_rtl = self.viewer.site.locales[self.page.locale].dir() == Dir::Rtl;
        let mirror = |x: f64| if is_rtl { WIDTH - x } else { x };
        let x = |time: f64| mirror(NAMES + (time - first) / (last - first) * (WIDTH - NAMES - END));
        let bottom = lanes.len() as f64 * LANE + 8.0;
        let mut svg = format!(
            "<svg class=\"timeline\" viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-labelledby=\"timeline-picture-title\"><title id=\"timeline-picture-title\">{}</title>",
            bottom + 34.0,
            escaped(&format!("{title}, {first:.0}–{last:.0}"))
        );
        self.axis(&mut svg, first, last, bottom, &x);
        for (number, entry) in lanes.iter().enumerate() {
            let y = number as f64 * LANE + LANE / 2.0;
            let (start, end) = (x(first), x(last));
            let name = shortened(self.viewer.site.pages[*entry].title());
            let anchor = if is_rtl { "end" } else { "start" };
            let _ = write!(
                svg,
                "<path class=\"lane\" d=\"M{start:.1} {y:.1}H{end:.1}\"/><text class=\"name\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                mirror(0.0),
                y + 5.0,
                escaped(&name)
            );
            marks(
                &mut svg,
                points.iter().filter(|point| point.entry == *entry),
                y,
                &x,
            );
        }
        svg.push_str("</svg>");
        svg
    }

    fn axis(&self, svg: &mut String, first: f64, last: f64, bottom: f64, x: &dyn Fn(f64) -> f64) {
        let years = last - first;
        let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
        let step = steps
            .into_iter()
            .find(|step| years / step <= 12.0)
            .unwrap_or(500.0);
        let (start, end) = (x(first), x(last));
        let _ = write!(
            svg,
            "<path class=\"axis\" d=\"M{start:.1} {bottom:.1}H{end:.1}\"/>"
        );
        let mut year = (first / step).ceil() * step;
        while year <= last {
            let at = x(year);
            let _ = write!(
                svg,
                "<path class=\"axis\" d=\"M{at:.1} {bottom:.1}v7\"/><text class=\"year\" x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{year:.0}</text>",
                bottom + 24.0
            );
            year += step;
        }
    }
}

/// The marks of a lane: dots, and bars for spans of time. Near ones step up and down.
fn marks<'p>(
    svg: &mut String,
    points: impl Iterator<Item = &'p Point>,
    y: f64,
    x: &dyn Fn(f64) -> f64,
) {
    let mut before = f64::NEG_INFINITY;
    let mut step = 0;
    for point in points {
        let (start, end) = (x(point.start), x(point.end));
        step = if (start - before).abs() < NEAR {
            step + 1
        } else {
            0
        };
        before = start;
        let y = y + [0.0, -10.0, 10.0][step % 3];
        let _ = match (end - start).abs() > NEAR && point.written.len() == "2018-2020".len() {
            true => write!(
                svg,
                "<path class=\"span\" d=\"M{start:.1} {y:.1}H{end:.1}\"/>"
            ),
            false => write!(svg, "<circle cx=\"{start:.1}\" cy=\"{y:.1}\" r=\"6\"/>"),
        };
    }
}

/// A row whose first cell is a date.
fn point(entry: PageIndex, cells: Row) -> Option<Point> {
    let written = plain_text(&cells.first()?.html).replace('–', "-");
    let written = written.trim().to_owned();
    let (start, end) = time(&written)?;
    Some(Point {
        entry,
        written,
        start,
        end,
        cells,
    })
}

/// `2014`, `2014-05`, `2015-07-03` or `2018-2020`, as years.
fn time(written: &str) -> Option<(f64, f64)> {
    let parts: Vec<&str> = written.split('-').map(str::trim).collect();
    let number = |part: &str| -> Option<f64> {
        let is_number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    };
    let year = number(parts.first().filter(|year| year.len() == 4)?)?;
    match parts[1..] {
        [] => Some((year, year)),
        [until] if until.len() == 4 => Some((year, number(until)?.max(year))),
        [month] => {
            let at = year + (number(month)? - 1.0).clamp(0.0, 11.0) / 12.0;
            Some((at, at))
        }
        [month, day] => {
            let at = year
                + (number(month)? - 1.0).clamp(0.0, 11.0) / 12.0
                + (number(day)? - 1.0).clamp(0.0, 30.0) / 366.0;
            Some((at, at))
        }
        _ => None,
    }
}

/// What stands between tags.
fn plain_text(html: &str) -> String {
    let mut out = String::new();
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c if !is_tag => out.push(c),
            _ => {}
        }
    }
    out
}

fn shortened(name: &str) -> String {
    match name.chars().count() > LETTERS {
        true => name.chars().take(LETTERS - 1).chain(['…']).collect(),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn dates_are_days_months_years_and_spans() {
        assert_eq!(time("2014"), Some((2014.0, 2014.0)));
        assert_eq!(time("2018-2020"), Some((2018.0, 2020.0)));
        assert_eq!(time("2014-07").map(|time| time.0), Some(2014.5));
        assert!(time("2015-07-03").is_some());
        for bad in [
            "",
            "May 2014",
            "14-05",
            "2014-",
            "2014-05-03-01",
            "about 2014",
        ] {
            assert_eq!(time(bad), None, "{bad}");
        }
    }
}
