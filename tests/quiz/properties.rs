//! What holds for every question of every file.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::lesson::{Ask, QuestionKind};
use layerwise::quiz::generate::{Generated, InFile};
use layerwise::quiz::{Attempt, Given, Input, Submission};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::{analysis, choices, every_ask, facts, known_bases, plain, questions_in};
use crate::properties::generate::{damaged, pieces, recorded};

/// Panics where one of the questions about a file is not as questions should be.
pub fn check_all(analysis: &Analysis, seed: u64) -> usize {
    check_all_in(&super::folder(), analysis, seed).values().sum()
}

/// The same with these files around it; gives how many questions each generator made.
fn check_all_in(
    snapshot: &Snapshot,
    analysis: &Analysis,
    seed: u64,
) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let facts = facts::of(analysis);
    for ask in every_ask() {
        let made = match questions_in(snapshot, &ask, analysis, seed) {
            Ok(made) => made,
            Err(not_asked) => {
                assert!(!not_asked.reason.is_empty());
                continue;
            }
        };
        assert!(!made.is_empty() && made.len() <= ask.count as usize);
        let again = questions_in(snapshot, &ask, analysis, seed).unwrap();
        assert_eq!(format!("{made:?}"), format!("{again:?}"), "the seed decides");
        for made in &made {
            check(&ask, made, analysis);
            facts::check(&ask, made, analysis, snapshot, &facts);
            check_answers(made, seed);
        }
        *counts.entry(ask.generator.name()).or_default() += made.len();
    }
    counts
}

pub fn check(ask: &Ask, made: &Generated, analysis: &Analysis) {
    check_proof(ask, made, analysis);
    check_in_file(made, analysis);
    if !matches!(made.question.kind, QuestionKind::Single(_) | QuestionKind::Multiple(_)) {
        return check_other(made);
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
}

/// Answers with each option alone: it is graded as it should be, and what is
/// wrong leads back to a belief, whatever order the options are shown in.
fn check_answers(made: &Generated, seed: u64) {
    if !matches!(made.question.kind, QuestionKind::Single(_) | QuestionKind::Multiple(_)) {
        return;
    }
    let options = choices(made);
    let right: Vec<usize> = (0..options.len()).filter(|place| options[*place].right).collect();
    for (chosen, option) in options.iter().enumerate() {
        let mut attempt = Attempt::new(&made.question, seed);
        let place = attempt.shown.iter().position(|shown| *shown == chosen).unwrap();
        assert!(attempt.enter(&Input::Pick(place)));
        let submission = attempt.submit(Duration::ZERO);
        let Submission::Graded(verdict) = submission else { panic!("{submission:?}") };
        assert_eq!(verdict.correct, right == [chosen], "{option:?}");
        let Some((Given::Choice(given), _)) = attempt.last() else { panic!("{attempt:?}") };
        assert_eq!(given, &[chosen]);
        assert_eq!(made.beliefs[given[0]].is_some(), !option.right);
    }
    if let Some(typed) = made.typed() {
        for wrong in &typed.diagnoses {
            assert!(names_belief(made, &wrong.feedback), "{wrong:?}");
        }
    }
    for diagnosis in &made.question.diagnoses {
        assert_ne!(diagnosis.marked, right, "what a belief marks is not right");
        let words = plain(&diagnosis.feedback);
        assert!(words.contains("would be right if"), "{words}");
    }
}

/// Whether what is said to a wrong answer is what one of the question's beliefs says.
fn names_belief(made: &Generated, feedback: &[layerwise::doc::Block]) -> bool {
    let words = plain(feedback).replace('`', "");
    let is_said = |it: &layerwise::quiz::generate::Belief| {
        words.contains(&it.claim.replace('`', "")) && words.contains(&it.truth.replace('`', ""))
    };
    made.beliefs.iter().flatten().any(|belief| is_said(belief))
}

/// Typed answers, lines to put in order, own words.
fn check_other(made: &Generated) {
    let question = &made.question;
    match &question.kind {
        QuestionKind::Short { answers } => {
            assert!(!answers.is_empty());
            assert!(!question.diagnoses.is_empty() && !made.beliefs.is_empty());
            for wrong in &question.diagnoses {
                assert!(names_belief(made, &wrong.feedback), "{wrong:?}");
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
            // Every wrong order is told what it would take for it to be right.
            let all: usize = (1..=lines.len()).product();
            assert_eq!(question.diagnoses.len(), all - question.orders.len() - 1);
            for wrong in &question.diagnoses {
                let is_right = wrong.marked == own || question.orders.contains(&wrong.marked);
                assert!(!is_right && names_belief(made, &wrong.feedback), "{wrong:?}");
            }
        }
        QuestionKind::Explain { rubric } => {
            let distinct: BTreeSet<&String> = rubric.iter().collect();
            assert!(rubric.len() >= 3 && distinct.len() == rubric.len());
        }
        other => panic!("not generated: {other:?}"),
    }
}

/// What can be marked in the file is what the options say.
fn check_in_file(made: &Generated, analysis: &Analysis) {
    let InFile::Options { places, .. } = &made.in_file else {
        let is_line = made.in_file == InFile::Line;
        assert_eq!(is_line, matches!(made.question.kind, QuestionKind::Short { .. }));
        return;
    };
    let options = choices(made);
    assert_eq!(places.len(), options.len());
    let mut seen = BTreeSet::new();
    for (place, option) in places.iter().zip(options) {
        let Some(span) = place else {
            assert_eq!(option.text.words(), "none of them");
            continue;
        };
        assert!(seen.insert(*span), "two options are one line");
        let at = analysis.file.instructions.iter().find(|it| it.span == *span).unwrap();
        let said = option.text.words();
        let text = analysis.file.source.slice(at.span);
        let same = said.chars().zip(text.chars()).take_while(|(one, other)| one == other).count();
        assert!(same >= 3, "{said}: {text}");
    }
}

fn check_proof(ask: &Ask, made: &Generated, analysis: &Analysis) {
    assert!(!made.proof.is_empty(), "something decides it: {ask:?}");
    let length = analysis.file.source.text().len() as u32;
    assert!(made.proof.iter().chain(&made.about).all(|span| span.end <= length));
    assert!(!made.question.explanation.is_empty() && !made.question.hints.is_empty());
    assert!(made.question.skill.is_some());
}

const NAMES: [&str; 5] = ["A", "B", "TARGETARCH", "PATH", "V"];
const WORDS: [&str; 8] = ["1", "two", "$A", "${B:-x}", "\"q q\"", "/opt", "app", "$V/bin"];

/// Lines; `@` becomes a name and `%` a word.
const LINES: [&str; 26] = [
    "COPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . ./",
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

const PATHS: [&str; 12] = [
    "a",
    "a/b",
    "app",
    "app/main.py",
    "b",
    "docs/a.md",
    "requirements.txt",
    "run.log",
    "x",
    "y/x",
    ".env",
    "node_modules/x/i.js",
];
const PATTERNS: [&str; 9] =
    ["*.log", "**/*.md", "node_modules", "a", "!a/b", "*", "!app", "Docker*", ".*"];

/// Folders whose Dockerfile lies at the root, below it, or elsewhere, with a list or none.
fn folders() -> impl Strategy<Value = Snapshot> {
    let paths = prop::collection::btree_set(select(&PATHS[..]), 0..11);
    let lists = prop::collection::btree_set(0..4_usize, 0..4);
    let patterns = prop::collection::vec(select(&PATTERNS[..]), 0..4);
    let dockerfile = select(vec![None, Some("Dockerfile"), Some("deploy/Dockerfile")]);
    (paths, lists, patterns, dockerfile).prop_map(|(paths, lists, patterns, dockerfile)| {
        let own = dockerfile.map(|path| format!("{path}.dockerignore"));
        let all = [".dockerignore", "deploy/.dockerignore", "deploy/README.md"];
        let mut tree = Tree::default();
        let lists = lists.iter().filter_map(|place| all.get(*place).copied().or(own.as_deref()));
        for path in paths.into_iter().chain(lists).chain(dockerfile) {
            let above = path.rsplit_once('/').map(|(above, _)| above);
            let is_free = above.is_none_or(|above| tree.get(above).is_none_or(Entry::is_folder));
            if is_free && tree.get(path).is_none() {
                let kind = EntryKind::File;
                tree.insert(path, Entry { kind, mode: 0o644, size: 1, digest: None });
            }
        }
        // As the scan chooses the list.
        let own = own.filter(|own| tree.get(own).is_some());
        let common = tree.get(".dockerignore").map(|_| ".dockerignore".to_owned());
        let name = own.or(common);
        let text = patterns.join("\n");
        let name = name.map(|path| path.rsplit('/').next().unwrap_or_default().to_owned());
        let ignore = name.map(|name| Ignore::read(name, &text)).unwrap_or_default();
        let mut snapshot = Snapshot::of_tree("folder", &tree, ignore);
        snapshot.dockerfile = dockerfile.map(str::to_owned);
        snapshot
    })
}

/// By chance every generator has its questions, so that what holds for all of them is tried.
#[test]
fn chance_gives_every_generator_questions() {
    let mut runner = TestRunner::deterministic();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..200 {
        let text = stages().new_tree(&mut runner).unwrap().current();
        let snapshot = folders().new_tree(&mut runner).unwrap().current();
        let analysis = analysis(text.as_bytes(), known_bases());
        for (name, count) in check_all_in(&snapshot, &analysis, seed) {
            *counts.entry(name).or_default() += count;
        }
    }
    println!("{counts:?}");
    for ask in every_ask() {
        let name = ask.generator.name();
        assert!(counts.get(name).is_some_and(|count| *count >= 3), "{name}: {counts:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn files_of_several_stages(text in stages(), snapshot in folders(), seed: u64) {
        check_all_in(&snapshot, &analysis(text.as_bytes(), known_bases()), seed);
        check_all_in(&snapshot, &analysis(text.as_bytes(), Options::default()), seed);
    }

    #[test]
    fn any_file(text in prop_oneof![
        pieces().prop_map(String::into_bytes),
        recorded().prop_map(String::into_bytes),
        damaged(),
    ], snapshot in folders(), seed: u64) {
        check_all_in(&snapshot, &analysis(&text, known_bases()), seed);
        check_all_in(&snapshot, &analysis(&text, Options::default()), seed);
    }
}
