//! Writes questions as Keyward's own Markdown.

use super::{Answer, Body, Item, Pool};

/// The questions as a quiz's file.
pub(super) fn write(pool: &Pool, title: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = format!("+++\nkind = \"quiz\"\ntitle = {}\n+++\n", quoted(title));
    for item in &pool.items {
        out.push('\n');
        out.push_str(&question(item));
    }
    out
}

fn question(item: &Item) -> String {
    let mut out = format!("## {}\n", one_line(&item.prompt));
    let mut settings = Vec::new();
    settings.extend(item.id.as_ref().map(|id| format!("q: {id}")));
    if !item.objectives.is_empty() {
        settings.push(format!("obj: {}", item.objectives.join(", ")));
    }
    settings.extend(item.points.map(|points| format!("{points} points")));
    if !settings.is_empty() {
        out.push_str(&format!("\n<!-- {} -->\n", settings.join(" · ")));
    }
    if !item.matter.is_empty() {
        out.push_str(&format!("\n{}\n", item.matter));
    }
    out.push_str(&answers(&item.body));
    for hint in &item.hints {
        out.push_str(&notice("TIP", hint));
    }
    if !item.explanation.is_empty() {
        out.push_str(&notice("NOTE", &item.explanation));
    }
    out
}

fn answers(body: &Body) -> String {
    let mut out = String::from("\n");
    match body {
        Body::Choice {
            is_multiple,
            answers,
        } => {
            for (at, answer) in answers.iter().enumerate() {
                let mark = if *is_multiple {
                    "-".to_owned()
                } else {
                    format!("{}.", at + 1)
                };
                let tick = if answer.is_right { "x" } else { " " };
                let line = format!(
                    "{mark} [{tick}] {}",
                    continued(&answer.text, mark.len() + 1)
                );
                out.push_str(&line);
                out.push_str(&marks(answer));
                out.push('\n');
                out.push_str(&feedback(&answer.feedback, mark.len() + 1));
            }
        }
        Body::Typed { answers, .. } => {
            for answer in answers {
                let mark = if answer.is_right { "=" } else { "~" };
                out.push_str(&format!(
                    "- {mark} {}{}\n",
                    one_line(&answer.text),
                    marks(answer)
                ));
                out.push_str(&feedback(&answer.feedback, 2));
            }
        }
        Body::Match(pairs) => {
            for (left, right) in pairs {
                let line = format!("- {} -> {}", one_line(left), one_line(right));
                out.push_str(&line.replace("-  ->", "- ->"));
                out.push('\n');
            }
        }
        Body::Grid { columns, rows } => {
            let cell = |text: &str| one_line(text).replace('|', "\\|");
            let heads: Vec<String> = columns.iter().map(|column| cell(column)).collect();
            out.push_str(&format!("|   | {} |\n", heads.join(" | ")));
            out.push_str(&format!("|---|{}\n", ":-:|".repeat(columns.len())));
            for (row, right) in rows {
                let crosses =
                    (0..columns.len()).map(|at| if at == *right { " x |" } else { "   |" });
                out.push_str(&format!(
                    "| {} |{}\n",
                    cell(row),
                    crosses.collect::<String>()
                ));
            }
        }
        Body::Order(steps) => {
            for (at, step) in steps.iter().enumerate() {
                out.push_str(&format!("{}. {}\n", at + 1, one_line(step)));
            }
        }
        Body::Open => return String::new(),
    }
    out
}

fn marks(answer: &Answer) -> String {
    let mut out = String::new();
    if let Some(weight) = answer.weight {
        out.push_str(&format!(" ({}%)", percent(weight)));
    }
    if let Some([left, top, width, height]) = answer.area {
        out.push_str(&format!(" (at {left},{top} {width}x{height})"));
    }
    out
}

/// Thousandths as percent, with a decimal where there is one.
pub(super) fn percent(weight: i32) -> String {
    match weight % 10 {
        0 => (weight / 10).to_string(),
        _ => format!("{:.1}", f64::from(weight) / 10.0),
    }
}

fn feedback(text: &str, indent: usize) -> String {
    let space = " ".repeat(indent);
    let lines = text.lines().filter(|_| !text.is_empty());
    lines
        .map(|line| format!("{space}> {line}").trim_end().to_owned() + "\n")
        .collect()
}

fn notice(kind: &str, text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| format!("> {line}").trim_end().to_owned() + "\n");
    format!("\n> [!{kind}]\n{}", lines.collect::<String>())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn continued(text: &str, indent: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(indent)))
}
