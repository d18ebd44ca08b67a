//! Every example of the CommonMark specification.

use keyward::content::markdown::commonmark;
use serde::Deserialize;

#[derive(Deserialize)]
struct Example {
    example: usize,
    markdown: String,
    html: String,
}

#[test]
fn every_example_of_the_specification_comes_out_as_it_says() {
    let text = include_str!("../fixtures/commonmark-0.31.2.json");
    let examples: Vec<Example> = serde_json::from_str(text).unwrap();
    assert_eq!(examples.len(), 652);
    let wrong: Vec<String> = examples
        .iter()
        .filter(|example| commonmark(&example.markdown) != example.html)
        .map(|example| {
            format!(
                "{}: {:?} is {:?}",
                example.example,
                example.markdown,
                commonmark(&example.markdown)
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
