//! `layerwise cache --advise`: a better order, with what it saves.

use serde_json::{Value, json};

use super::Format;
use crate::cache::{Advice, Advised, Gain, Kind, NOTHING_GAINED, Rerun};
use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::cli::{finish, json};
use crate::doc;
use crate::explain::advice::blocks;
use crate::explain::mask::mask_text;

pub(super) fn print(
    advised: &Advised,
    format: Format,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let document = || doc::Document::new(blocks(advised));
    let printed = match format {
        Format::Json => json::write(std::io::stdout().lock(), &as_json(advised)),
        Format::Markdown => surroundings.print_safe(&doc::markdown::write(&document())),
        Format::Text => {
            surroundings.print_safe(&doc::plain_text(&document().blocks, surroundings.width()))
        }
    };
    finish(printed, Exit::Clean)
}

fn as_json(advised: &Advised) -> Value {
    let mut report = json!({
        "schema_version": 1,
        "predicted_for": "BuildKit with a warm local cache",
    });
    let (changes, advice, reason) = match advised {
        Advised::Better(advice) => (&advice.gains[..], of_advice(advice), None),
        Advised::Nothing(gains) => (&gains[..], Value::Null, Some(NOTHING_GAINED)),
        Advised::Unknown(reason) => (&[][..], Value::Null, Some(reason.as_str())),
    };
    report["changes"] = changes.iter().map(of_gain).collect();
    report["advice"] = advice;
    if let Some(reason) = reason {
        report["reason"] = json!(reason);
    }
    report
}

fn of_advice(advice: &Advice) -> Value {
    let moves = advice.moves.iter().map(|it| json!({"text": it.words, "assumes": it.assumes}));
    json!({
        "moves": moves.collect::<Vec<Value>>(),
        "diff": mask_text(&advice.diff),
    })
}

fn of_gain(gain: &Gain) -> Value {
    let kind = match gain.kind {
        Kind::Source => "source",
        Kind::List => "list",
        Kind::Argument => "argument",
    };
    let rerun = |it: Rerun| json!({"steps": it.steps, "runs": it.runs});
    json!({"kind": kind, "name": gain.name, "before": rerun(gain.before), "after": rerun(gain.after)})
}
