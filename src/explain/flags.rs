//! Flags of instructions: name and value, each with what it says here.

use super::compose::text;
use super::draft::Draft;
use super::scene::Scene;
use super::{image, mounts, values, variable};
use crate::doc::Text;
use crate::dockerfile::{Flag, Keyword};
use crate::knowledge::{self, FlagEntry};
use crate::source::Span;

/// Explains all flags of the instruction.
pub(super) fn explain(scene: &Scene<'_>, keyword: Keyword, draft: &mut Draft) {
    for flag in &scene.instruction.flags {
        let name = scene.raw(flag.name);
        let entry = knowledge::flags().get(keyword.name(), name);
        let name_span = match flag.value {
            Some(value) => Span::new(flag.span.start, value.start.max(flag.span.start)),
            None => flag.span,
        };
        draft.token(name_span, "flag", about(keyword, name, entry, flag));
        for lesson in entry.map_or(&[][..], |entry| &entry.lessons) {
            draft.lesson(lesson);
        }
        match (entry, flag.value) {
            (Some(entry), Some(_)) if entry.name == "mount" => mounts::explain(scene, flag, draft),
            (Some(entry), Some(value)) => {
                let from = entry.name == "from" && image::is_stage(scene, flag);
                let label = if from { "stage" } else { entry.value.as_str() };
                draft.token(value, label, value_of(scene, keyword, entry, flag, value));
            }
            (None, Some(value)) => {
                draft.token(
                    value,
                    "value",
                    [Text::from("The value of a flag that Docker does not know.")],
                );
            }
            (_, None) => {}
        }
    }
}

/// What a flag is, and what holds without it.
fn about(keyword: Keyword, name: &str, entry: Option<&FlagEntry>, flag: &Flag) -> Vec<Text> {
    let Some(entry) = entry else {
        let unknown = "{keyword} has no flag `--{name}`; BuildKit refuses it.";
        return vec![text(unknown, &[("keyword", keyword.name()), ("name", name)])];
    };
    let mut texts = vec![text(&entry.about, &[])];
    if entry.switch && flag.value.is_none() {
        texts.push(Text::from("Without a value it means true."));
    }
    texts.push(text(&format!("Without the flag: {}.", entry.default), &[]));
    if let Some(since) = &entry.since {
        let template = "Since version {since} of the Dockerfile syntax.";
        texts.push(text(template, &[("since", since)]));
    }
    texts
}

/// What a flag's value says here.
fn value_of(
    scene: &Scene<'_>,
    keyword: Keyword,
    entry: &FlagEntry,
    flag: &Flag,
    span: Span,
) -> Vec<Text> {
    let value = scene.flag_value(flag).unwrap_or_default();
    let variables = variable::explain_within(scene, span);
    if let Some(meaning) = entry.choices.get(value) {
        return vec![text(meaning, &[])];
    }
    let shown = scene.show(span);
    let mut texts = match entry.name.as_str() {
        _ if !variables.is_empty() => Vec::new(),
        "platform" => values::platform(value),
        "chown" => vec![values::owner(value)],
        "chmod" => vec![values::mode(value)],
        "checksum" => vec![values::checksum(value)],
        "interval" | "timeout" | "start-period" | "start-interval" => {
            vec![values::duration_flag(&entry.name, value)]
        }
        "retries" => vec![values::retries(value)],
        "link" | "parents" | "keep-git-dir" | "unpack" => vec![values::switch(&entry.name, value)],
        "exclude" => vec![text("Files that match {value} are not copied.", &[("value", &shown)])],
        "from" => return image::explain_source(scene, keyword, value),
        "device" => vec![text("The device {value}.", &[("value", &shown)])],
        _ => Vec::new(),
    };
    if texts.is_empty() && variables.is_empty() && !entry.choices.is_empty() {
        let known: Vec<&str> = entry.choices.keys().map(String::as_str).collect();
        let template = "{value} is none of the values that BuildKit knows: {known}.";
        texts.push(text(template, &[("value", &shown), ("known", &known.join(", "))]));
    }
    texts.extend(variables);
    texts
}
