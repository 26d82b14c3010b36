//! The answer as a table for people, and as JSON for programs.

use serde_json::{Map, Value, json};

use crate::cache::{Forecast, PREDICTED, Status, StepForecast, because, reason, summary};
use crate::doc::{Block, Text};
use crate::explain::mask::mask_text;

/// The members of the recordings, with our reasons.
pub(super) fn json(forecast: &Forecast) -> Value {
    let steps: Vec<Value> = (0..forecast.steps.len()).map(|step| of_step(forecast, step)).collect();
    let mut report = json!({
        "schema_version": 1,
        "predicted_for": "BuildKit with a warm local cache",
        "expect": steps,
    });
    if let Some(failure) = &forecast.failure {
        report["error"] = json!(failure);
    }
    if let Some((line, path)) = forecast.stop() {
        report["stops"] = json!({"line": line, "path": path});
    }
    report
}

fn of_step(forecast: &Forecast, number: usize) -> Value {
    let step = &forecast.steps[number];
    let mut members = Map::new();
    members.insert("line".to_owned(), json!(step.line));
    members.insert("step".to_owned(), json!(step.name));
    let status = match step.status {
        Status::Cached => "cached",
        Status::Runs => "ran",
        Status::DependsOnOutput | Status::NeedsBase => "unknown",
    };
    members.insert("status".to_owned(), json!(status));
    let depends = step.status == Status::DependsOnOutput;
    members.insert("depends_on_run_output".to_owned(), json!(depends));
    let marks = [
        ("downstream_only", step.is_downstream_only),
        ("link", step.kind == "LINK"),
        ("shared", step.is_shared),
        ("inputless", step.is_inputless && step.kind == "WORKDIR"),
        ("needs_base_config", step.status == Status::NeedsBase),
    ];
    for (name, _) in marks.into_iter().filter(|(_, holds)| *holds) {
        members.insert(name.to_owned(), json!(true));
    }
    let way = because(forecast, number);
    let reasons: Vec<Value> =
        way.into_iter().map(|(line, text)| json!({"line": line, "text": text})).collect();
    members.insert("reasons".to_owned(), json!(reasons));
    Value::Object(members)
}

/// The answer for people.
pub(super) fn blocks(title: &str, forecast: &Forecast) -> Vec<Block> {
    let mut blocks = vec![Block::heading(2, Text::new().plain(title))];
    if let Some(failure) = &forecast.failure {
        let text = format!("The build does not start: {failure}");
        blocks.push(Block::paragraph(Text::new().plain(text)));
        return blocks;
    }
    blocks.push(Block::paragraph(Text::new().plain(summary(forecast))));
    if !forecast.steps.is_empty() {
        let rows = forecast.steps.iter().map(|step| {
            let shown = shown(step);
            [
                Text::new().plain(step.line.to_string()),
                Text::new().code(shown),
                Text::new().plain(format!("{} {}", step.status.symbol(), step.status.words())),
                Text::new().plain(reason(step)),
            ]
        });
        let head = ["line", "step", "answer", "why"].map(|word| Text::new().plain(word));
        blocks.push(Block::table(head, rows));
    }
    blocks.push(Block::paragraph(Text::new().muted(format!("{PREDICTED}."))));
    blocks
}

/// The step's name, short enough for a table.
fn shown(step: &StepForecast) -> String {
    cut(&visible(step), 48)
}

/// The name in one line, values that look like secrets masked.
fn visible(step: &StepForecast) -> String {
    mask_text(&step.name).replace(char::is_whitespace, " ")
}

/// The answer as plain text: each step on its line, the reason below it where it does not stay cached.
pub(super) fn text(title: &str, forecast: &Forecast, width: usize) -> String {
    let mut text = format!("{title}\n");
    if let Some(failure) = &forecast.failure {
        return format!("{text}The build does not start: {failure}\n");
    }
    text.push_str(&format!("{}\n", summary(forecast)));
    if !forecast.steps.is_empty() {
        text.push('\n');
    }
    let column = |step: &StepForecast| step.status.words().len();
    let answers = forecast.steps.iter().map(column).max().unwrap_or_default();
    let lines = forecast.steps.iter().map(|step| step.line.to_string().len()).max();
    let lines = lines.unwrap_or_default();
    let start = 2 + answers + 2 + 5 + lines + 2;
    for step in &forecast.steps {
        let (symbol, words) = (step.status.symbol(), step.status.words());
        let name = cut(&visible(step), width.saturating_sub(start));
        let line = step.line;
        text.push_str(&format!("{symbol} {words:<answers$}  line {line:>lines$}  {name}\n"));
        if step.status != Status::Cached {
            for row in wrapped(&reason(step), width.saturating_sub(start).max(30)) {
                text.push_str(&format!("{:start$}{row}\n", ""));
            }
        }
    }
    text.push_str(&format!("\n{PREDICTED}\n"));
    text
}

/// The text in at most so many columns; what is cut off is shown as cut off.
fn cut(text: &str, width: usize) -> String {
    let width = width.max(20);
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width - 1).collect();
    format!("{kept}…")
}

/// The words in rows of at most so many columns.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in text.split(' ') {
        let last = rows.last().map_or(0, |row| row.chars().count());
        match rows.last_mut() {
            Some(row) if last == 0 => row.push_str(word),
            Some(row) if last + 1 + word.chars().count() <= width => {
                row.push(' ');
                row.push_str(word);
            }
            _ => rows.push(word.to_owned()),
        }
    }
    rows
}
