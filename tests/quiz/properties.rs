//! What holds for every question of every file.

use std::collections::BTreeSet;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::lesson::{Ask, QuestionKind};
use layerwise::quiz::generate::Generated;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::{analysis, choices, every_ask, facts, known_bases, plain, questions};
use crate::properties::generate::{damaged, pieces, recorded};

/// Panics where one of the questions about a file is not as questions should be.
pub fn check_all(analysis: &Analysis, seed: u64) -> usize {
    let mut count = 0;
    let facts = facts::of(analysis);
    for ask in every_ask() {
        let made = match questions(&ask, analysis, seed) {
            Ok(made) => made,
            Err(not_asked) => {
                assert!(!not_asked.reason.is_empty());
                continue;
            }
        };
        assert!(!made.is_empty() && made.len() <= ask.count as usize);
        let again = questions(&ask, analysis, seed).unwrap();
        assert_eq!(format!("{made:?}"), format!("{again:?}"), "the seed decides");
        for made in &made {
            check(&ask, made, analysis, &facts);
            count += 1;
        }
    }
    count
}

pub fn check(ask: &Ask, made: &Generated, analysis: &Analysis, facts: &Value) {
    if !matches!(made.question.kind, QuestionKind::Single(_) | QuestionKind::Multiple(_)) {
        check_other(made);
        check_proof(made, analysis);
        return facts::check(ask, made, analysis, facts);
    }
    let options = choices(made);
    let texts: BTreeSet<String> = options.iter().map(|it| it.text.words()).collect();
    assert_eq!(texts.len(), options.len(), "options are distinct: {options:?}");
    let right = options.iter().filter(|it| it.right).count();
    match made.question.kind {
        QuestionKind::Multiple(_) => assert!(right >= 1 && right < options.len()),
        _ => assert!(right == 1 && options.len() >= 3),
    }
    assert_eq!(made.beliefs.len(), options.len());
    for (choice, belief) in options.iter().zip(&made.beliefs) {
        assert_eq!(choice.right, belief.is_none());
        if let Some(belief) = belief {
            let feedback = plain(&choice.feedback);
            let claim = belief.claim.replace('`', "");
            assert!(feedback.replace('`', "").contains(&claim), "{feedback:?} lacks {claim:?}");
        }
    }
    check_proof(made, analysis);
    facts::check(ask, made, analysis, facts);
}

/// Typed answers, lines to put in order, own words.
fn check_other(made: &Generated) {
    let question = &made.question;
    match &question.kind {
        QuestionKind::Short { answers } => {
            assert!(!answers.is_empty());
            assert!(!question.diagnoses.is_empty() && !made.beliefs.is_empty());
            for wrong in &question.diagnoses {
                let typed = wrong.typed.as_ref().unwrap();
                assert!(!answers.contains(typed), "{typed} is right and wrong");
            }
        }
        QuestionKind::Order(lines) => {
            let own: Vec<usize> = (0..lines.len()).collect();
            assert!(lines.len() >= 3 && !question.orders.contains(&own));
            for order in &question.orders {
                let mut places = order.clone();
                places.sort_unstable();
                assert_eq!(places, own, "each line once");
            }
            let distinct: BTreeSet<String> = lines.iter().map(|line| line.words()).collect();
            assert_eq!(distinct.len(), lines.len());
        }
        QuestionKind::Explain { rubric } => {
            let distinct: BTreeSet<&String> = rubric.iter().collect();
            assert!(rubric.len() >= 3 && distinct.len() == rubric.len());
        }
        other => panic!("not generated: {other:?}"),
    }
}

fn check_proof(made: &Generated, analysis: &Analysis) {
    assert!(!made.proof.is_empty(), "something decides it");
    let length = analysis.file.source.text().len() as u32;
    assert!(made.proof.iter().chain(&made.about).all(|span| span.end <= length));
    assert!(!made.question.explanation.is_empty() && !made.question.hints.is_empty());
    assert!(made.question.skill.is_some());
}

const NAMES: [&str; 5] = ["A", "B", "TARGETARCH", "PATH", "V"];
const WORDS: [&str; 8] = ["1", "two", "$A", "${B:-x}", "\"q q\"", "/opt", "app", "$V/bin"];

/// Lines; `@` becomes a name and `%` a word.
const LINES: [&str; 25] = [
    "ENV @=%",
    "ENV @=% V=$@",
    "ARG @=%",
    "ARG @",
    "RUN echo $@",
    "RUN export @=%",
    "RUN useradd app",
    "RUN cd % && make",
    "WORKDIR %",
    "WORKDIR /srv",
    "USER %",
    "USER 0",
    "COPY . %",
    "COPY --chown=% a b/",
    "LABEL l=%",
    "CMD [\"serve\", \"$@\"]",
    "CMD serve $@",
    "ENTRYPOINT [\"run\"]",
    "ENTRYPOINT run %",
    "CMD ['x', 'y']",
    "EXPOSE 80",
    "SHELL [\"/bin/bash\", \"-c\"]",
    "ENV @ % # note",
    "RUN unset @",
    "MAINTAINER %",
];

/// A line that builds, whatever stands above it.
fn line() -> impl Strategy<Value = String> {
    let (name, word) = (select(&NAMES[..]), select(&WORDS[..]));
    (select(&LINES[..]), name, word)
        .prop_map(|(template, name, word)| template.replace('@', name).replace('%', word))
}

/// Files of several stages that build on each other and copy from each other.
pub fn stages() -> impl Strategy<Value = String> {
    let stage = (0_usize..4, prop::collection::vec(line(), 0..9), any::<bool>());
    let globals = prop::collection::vec(select(&NAMES[..]), 0..2);
    (globals, prop::collection::vec(stage, 1..5)).prop_map(|(globals, stages)| {
        let mut text: String = globals.iter().map(|name| format!("ARG {name}=global\n")).collect();
        for (number, (base, lines, copies)) in stages.iter().enumerate() {
            let base = match base.checked_sub(1).filter(|base| *base < number) {
                Some(base) => format!("s{base}"),
                None => "python:3.12".to_owned(),
            };
            text += &format!("FROM {base} AS s{number}\n{}\n", lines.join("\n"));
            if *copies && number > 0 {
                text += &format!("COPY --from=s{} /x /y\n", number - 1);
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn files_of_several_stages(text in stages(), seed: u64) {
        check_all(&analysis(text.as_bytes(), known_bases()), seed);
        check_all(&analysis(text.as_bytes(), Options::default()), seed);
    }

    #[test]
    fn any_file(text in prop_oneof![
        pieces().prop_map(String::into_bytes),
        recorded().prop_map(String::into_bytes),
        damaged(),
    ], seed: u64) {
        check_all(&analysis(&text, known_bases()), seed);
        check_all(&analysis(&text, Options::default()), seed);
    }
}
