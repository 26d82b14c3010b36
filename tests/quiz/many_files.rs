//! Three hundred Dockerfiles: what each generator makes of them, and that every
//! right answer is the engine's fact.
//!
//! `cargo test many_files -- --nocapture` prints the counts. Real files can be
//! looked at beside them: `LAYERWISE_FILES=FOLDER` names a folder of Dockerfiles.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::knowledge::Knowledge;
use layerwise::lesson::Moment;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::properties::{check, stages};
use super::{analysis, every_ask, facts, folder, known_bases, questions_in};
use crate::truth;

/// What one way to ask makes of all files.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    files: usize,
    questions: usize,
    not_asked: usize,
}

/// The samples and solutions of the course.
fn of_the_course() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons");
    let mut folders = vec![root];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files.retain(|path| path.extension().is_some_and(|end| end == "Dockerfile"));
    files.sort();
    files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// Files of several stages, always the same.
fn generated(count: usize) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let strategy = stages();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Real files from a folder that is named in the environment.
fn real() -> Vec<Vec<u8>> {
    let Some(folder) = std::env::var_os("LAYERWISE_FILES") else { return Vec::new() };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn look_at(analysis: &Analysis, seed: u64, counts: &mut BTreeMap<String, Count>) {
    let facts = facts::of(analysis);
    let snapshot = &folder();
    for ask in every_ask() {
        let when = if ask.when == Moment::Run { " at run time" } else { "" };
        let count = counts.entry(format!("{}{when}", ask.generator.name())).or_default();
        match questions_in(snapshot, &ask, analysis, seed) {
            Ok(made) => {
                count.files += 1;
                count.questions += made.len();
                for made in &made {
                    check(&ask, made, analysis);
                    facts::check(&ask, made, analysis, snapshot, &facts);
                }
            }
            Err(_) => count.not_asked += 1,
        }
    }
}

#[test]
fn every_generator_asks_what_the_engine_knows() {
    let mut files: Vec<Vec<u8>> = of_the_course().into_iter().map(String::into_bytes).collect();
    let recorded = truth::facts::cases();
    let recorded = recorded.map(|case| case["source"].as_str().unwrap().to_owned());
    files.extend(recorded.step_by(4).take(120).map(String::into_bytes));
    files.extend(
        generated(300_usize.saturating_sub(files.len())).into_iter().map(String::into_bytes),
    );
    assert_eq!(files.len(), 300);
    files.extend(real());
    let mut counts = BTreeMap::new();
    for (seed, text) in (0..).zip(&files) {
        // By turns with nothing known of base images, with the table, and with all known.
        let options = match seed % 3 {
            0 => Options::default(),
            1 => Options {
                table: Some(Knowledge::default().table_of_images()),
                ..Options::default()
            },
            _ => known_bases(),
        };
        look_at(&analysis(text, options), seed, &mut counts);
    }
    println!("{} files", files.len());
    for (name, Count { files, questions, not_asked }) in &counts {
        println!(
            "{name:>24}: {questions:>5} questions about {files:>4} files; none about {not_asked}"
        );
        assert!(*questions > 0, "{name} asks nothing");
    }
}
