//! Questions made from a file.

mod beliefs;
mod contents;
mod difficulty;
mod facts;
mod kinds;
mod many_files;
mod properties;
mod recorded;
mod sent;

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::doc::{Block, plain_text};
use layerwise::dockerfile::parse;
use layerwise::lesson::{Ask, Choice, Generator, Moment, QuestionKind};
use layerwise::quiz::generate::{Generated, Material, NotAsked, generate};
use layerwise::source::Source;

/// Options with every base image known: it sets PATH and a command, and nothing else.
/// The configuration of a base image that the reader knows.
const STUB: &str = r#"{"Env": ["PATH=/usr/local/bin:/usr/bin:/bin"], "Cmd": ["python3"]}"#;

fn known_bases() -> Options {
    let mut options = Options::default();
    options.bases.insert("*", serde_json::from_str(STUB).unwrap()).unwrap();
    options
}

/// What lies beside every file: what the files of these tests take, and more.
fn folder() -> Snapshot {
    let mut tree = Tree::default();
    let names = ["a", "app.py", "docs/guide.md", "requirements.txt", "run.log", "settings.py"];
    for name in names.into_iter().chain(["src/index.js", "package.json", "x", ".dockerignore"]) {
        tree.insert(name, Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None });
    }
    Snapshot::of_tree("folder", &tree, Ignore::read(".dockerignore", "*.log\n"))
}

fn analysis(text: &[u8], options: Options) -> Analysis {
    let file = parse(Arc::new(Source::new("Dockerfile", text.to_vec())));
    Analysis::of(Arc::new(file), options)
}

/// Every way to ask, for as many questions as there are.
fn every_ask() -> Vec<Ask> {
    let mut asks: Vec<Ask> =
        Generator::ALL.into_iter().map(|it| Ask { count: 9, ..Ask::plain(it) }).collect();
    asks.push(Ask { when: Moment::Run, count: 9, ..Ask::plain(Generator::VarValue) });
    asks
}

fn questions(ask: &Ask, analysis: &Analysis, seed: u64) -> Result<Vec<Generated>, NotAsked> {
    questions_in(&folder(), ask, analysis, seed)
}

/// The same, with these files around the Dockerfile.
fn questions_in(
    snapshot: &Snapshot,
    ask: &Ask,
    analysis: &Analysis,
    seed: u64,
) -> Result<Vec<Generated>, NotAsked> {
    generate(ask, &Material { analysis, snapshot: Some(snapshot) }, seed)
}

/// The options of a question of choice.
fn choices(question: &Generated) -> &[Choice] {
    match &question.question.kind {
        QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => choices,
        other => panic!("no choice: {other:?}"),
    }
}

fn plain(blocks: &[Block]) -> String {
    plain_text(blocks, 300).trim().to_owned()
}
