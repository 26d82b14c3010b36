use super::*;
use layerwise::lesson::{Ask, Generator, Moment};
use std::collections::BTreeMap;

#[test]
fn counts() {
    let mut counts: BTreeMap<String, (usize, usize, usize, usize)> = BTreeMap::new();
    for (number, line) in include_str!("../truth/facts.jsonl").lines().enumerate() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = case["source"].as_str().unwrap();
        let analysis = of(text, crate::truth::facts::options(&case));
        for generator in Generator::ALL {
            for when in [Moment::Build, Moment::Run] {
                let name = if generator == Generator::VarValue {
                    format!("var-value {when:?}")
                } else if when == Moment::Run {
                    continue;
                } else {
                    generator.name().to_owned()
                };
                let entry = counts.entry(name).or_default();
                let ask = Ask { when, count: 9, ..Ask::plain(generator) };
                match asked(&ask, &analysis) {
                    Err(_) => {}
                    Ok(questions) => {
                        entry.0 += 1;
                        entry.1 += questions.len();
                        for question in &questions {
                            entry.2 += question
                                .beliefs
                                .iter()
                                .flatten()
                                .filter(|it| !it.claim.starts_with("it were another"))
                                .count();
                            entry.3 += question.beliefs.iter().flatten().count();
                        }
                        if number % 97 == 5 {
                            println!("---- {}\n{text}", case["id"]);
                            for question in questions.iter().take(1) {
                                println!("{}", shown(question, &analysis));
                            }
                        }
                    }
                }
            }
        }
    }
    for (name, (files, questions, beliefs, wrong)) in counts {
        println!(
            "{name:20} files {files:5} questions {questions:5} wrong options {wrong} from beliefs {:.3}",
            beliefs as f64 / wrong.max(1) as f64
        );
    }
}
