//! Questions made from a file.

mod generated;

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::dockerfile::parse;
use layerwise::lesson::{Ask, Choice, Generator, QuestionKind};
use layerwise::quiz::generate::{Generated, Material, NotAsked, generate};
use layerwise::source::Source;
use serde_json::json;

/// A file whose base images are known: they set PATH and a command, and nothing else.
fn analysis(text: &str) -> Analysis {
    analysis_with(text, &|_| {})
}

fn analysis_with(text: &str, choose: &dyn Fn(&mut Options)) -> Analysis {
    let mut options = Options::default();
    let image = json!({"Env": ["PATH=/usr/local/bin:/usr/bin:/bin"], "Cmd": ["python3"]});
    options.bases.insert("*", image).unwrap();
    choose(&mut options);
    of(text, options)
}

fn of(text: &str, options: Options) -> Analysis {
    let file = parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
    Analysis::of(Arc::new(file), options)
}

/// The questions of an ask about a file.
fn asked(ask: &Ask, analysis: &Analysis) -> Result<Vec<Generated>, NotAsked> {
    generate(ask, &Material { analysis }, 7)
}

fn plain(generator: Generator, text: &str) -> Result<Vec<Generated>, NotAsked> {
    asked(&Ask::plain(generator), &analysis(text))
}

/// The options of a question of choice.
fn choices(question: &Generated) -> &[Choice] {
    match &question.question.kind {
        QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => choices,
        other => panic!("no choice: {other:?}"),
    }
}

/// A question as text: what is asked, `✓` and `✗` with the beliefs, the lines that decide.
fn shown(question: &Generated, analysis: &Analysis) -> String {
    let plain = |blocks: &[layerwise::doc::Block]| {
        layerwise::doc::plain_text(blocks, 200).trim().to_owned()
    };
    let mut text = format!("{}: {}\n", question.question.id, plain(&question.question.prompt));
    for (choice, belief) in choices(question).iter().zip(&question.beliefs) {
        let mark = if choice.right { '✓' } else { '✗' };
        let id =
            belief.map(|belief| format!(" [{}]", belief.id.unwrap_or("-"))).unwrap_or_default();
        text += &format!("{mark} {}{id} {}\n", choice.text.words(), plain(&choice.feedback));
    }
    let lines =
        question.proof.iter().map(|span| analysis.file.source.line_at(span.start).to_string());
    text + &format!("lines {}\n", lines.collect::<Vec<_>>().join(" "))
}
