//! Aiken: a question, its answers as lines with letters, and `ANSWER: B`.

use super::{Answer, Body, Item, Pool, Problem};

/// Writes the questions in which one of several answers is chosen; Aiken has no other.
pub(super) fn write(pools: &[Pool]) -> String {
    let items = pools.iter().flat_map(|pool| &pool.items);
    items.filter_map(question).collect::<Vec<_>>().join("\n")
}

fn question(item: &Item) -> Option<String> {
    let Body::Choice {
        is_multiple: false,
        answers,
    } = &item.body
    else {
        return None;
    };
    let right = answers.iter().position(|answer| answer.is_right)?;
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = format!(
        "{}\n",
        one_line(&format!("{} {}", item.prompt, item.matter))
    );
    for (letter, answer) in ('A'..='Z').zip(answers) {
        out.push_str(&format!("{letter}. {}\n", one_line(&answer.text)));
    }
    out.push_str(&format!("ANSWER: {}\n", ('A'..='Z').nth(right)?));
    Some(out)
}

/// Reads Aiken.
pub(super) fn read(text: &str) -> (Pool, Vec<Problem>) {
    let mut pool = Pool::default();
    let mut problems = Vec::new();
    let mut prompt: Vec<&str> = Vec::new();
    let mut answers: Vec<Answer> = Vec::new();
    for (number, line) in text.lines().map(str::trim).enumerate() {
        let mut say = |message: &str| {
            problems.push(Problem {
                line: number + 1,
                message: message.to_owned(),
            });
        };
        if let Some(letter) = line.strip_prefix("ANSWER:") {
            let right = letter.trim().chars().next().and_then(|letter| {
                ('A'..='Z').position(|known| known == letter.to_ascii_uppercase())
            });
            match right.and_then(|right| answers.get_mut(right)) {
                Some(answer) if !prompt.is_empty() => {
                    answer.is_right = true;
                    pool.items.push(Item {
                        prompt: prompt.join(" "),
                        body: Body::Choice {
                            is_multiple: false,
                            answers: std::mem::take(&mut answers),
                        },
                        ..Item::default()
                    });
                }
                Some(_) => say("there is no question above this answer"),
                None => say("no answer above has this letter"),
            }
            prompt.clear();
            answers.clear();
        } else if let Some(text) = lettered(line, answers.len()) {
            answers.push(Answer {
                text: text.to_owned(),
                ..Answer::default()
            });
        } else if !line.is_empty() {
            if !answers.is_empty() {
                say("the question above has no line `ANSWER: `");
                prompt.clear();
                answers.clear();
            }
            prompt.push(line);
        }
    }
    if !prompt.is_empty() {
        problems.push(Problem {
            line: text.lines().count(),
            message: "the last question has no line `ANSWER: `".into(),
        });
    }
    (pool, problems)
}

/// The words of the answer with the letter that is due: `A. …` or `A) …`.
fn lettered(line: &str, position: usize) -> Option<&str> {
    let letter = ('A'..='Z').nth(position)?;
    let rest = line.strip_prefix(letter)?;
    rest.strip_prefix(['.', ')'])?
        .strip_prefix(' ')
        .map(str::trim)
}
