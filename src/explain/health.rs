//! HEALTHCHECK: how Docker asks a container whether it still works.

use super::command;
use super::compose::{join, text};
use super::draft::Draft;
use super::scene::Scene;
use super::values;
use crate::doc::Text;
use crate::dockerfile::{Command, Form, Healthcheck, Keyword, ProblemKind};

pub(super) fn explain(scene: &Scene<'_>, check: &Healthcheck, draft: &mut Draft) {
    let Some(word) = &check.sub_command else { return };
    let kind = scene.word(word).to_ascii_uppercase();
    if kind == "NONE" {
        draft.sentence = Text::from("Switches off the health check that the base image may have.");
        draft.token(
            word.span,
            "no check",
            [text("`NONE` takes away a check that comes with the base image.", &[])],
        );
        return;
    }
    draft.token(
        word.span,
        "sub-command",
        [text(
            "`CMD` begins the command of the check. It has nothing to do with the instruction CMD.",
            &[],
        )],
    );
    if let Some(command) = &check.command {
        command::tokens(scene, Keyword::Healthcheck, command, draft);
        draft.sentence = join([sentence(scene, command), timing(scene)]);
        pitfalls(scene, command, draft);
    }
}

fn sentence(scene: &Scene<'_>, command: &Command) -> Text {
    match command.form {
        Form::Json => {
            let line = command::json_line(scene, command);
            text(
                "Docker runs {line} in the container, without a shell. Exit code 0 means healthy, 1 unhealthy.",
                &[("line", &line)],
            )
        }
        _ => {
            let line = command::text_line(scene, command);
            text(
                "Docker lets the shell run {line} in the container. Exit code 0 means healthy, 1 unhealthy.",
                &[("line", &line)],
            )
        }
    }
}

/// The four times and the number of retries, those given and those implied.
fn timing(scene: &Scene<'_>) -> Text {
    let duration = |name: &str, default: f64| {
        let given =
            scene.flag(name).map(|flag| scene.flag_value(flag).and_then(values::nanoseconds));
        match given {
            Some(None) => None,
            Some(Some(length)) if length > 0.0 => Some(length),
            _ => Some(default),
        }
    };
    let retries = match scene
        .flag("retries")
        .map(|flag| scene.flag_value(flag).and_then(|value| value.parse::<u32>().ok()))
    {
        Some(None) => None,
        None | Some(Some(0)) => Some(3),
        Some(number) => number,
    };
    let (Some(interval), Some(timeout), Some(retries)) =
        (duration("interval", 30e9), duration("timeout", 30e9), retries)
    else {
        return Text::new();
    };
    let words = values::duration_words;
    // Until a check succeeds or the period ends. Without a period it never applies.
    let at_first = match (duration("start-period", 0.0), duration("start-interval", 5e9)) {
        (Some(period), Some(first)) if period > 0.0 && first != interval => {
            format!(" (every {} in the first {}, until it succeeds)", words(first), words(period))
        }
        _ => String::new(),
    };
    Text::from(format!(
        "It does so every {}{at_first}, gives each check {}, and calls the container unhealthy after {}.",
        words(interval),
        words(timeout),
        match retries {
            1 => "one failure".to_owned(),
            count => format!("{count} failures in a row"),
        }
    ))
}

fn pitfalls(scene: &Scene<'_>, command: &Command, draft: &mut Draft) {
    if command.form == Form::BrokenJson {
        draft.pitfall_unless(
 ProblemKind::BrokenExecForm,
            text("What stands behind the bracket makes it shell text: the shell looks for a program whose name begins with `[`, finds none, and the check fails every time. Without the brackets, or without the rest, it works.", &[]),
            [command.text],
        );
    }
    let value = scene.raw(command.text);
    if let Some(tool) = ["curl", "wget"].iter().find(|tool| value.contains(**tool)) {
        draft.pitfall(
            text("{tool} must be in the image; many small images do not have it, and then every check fails.", &[("tool", tool)]),
            [command.text],
        );
    }
    let Some(stage) = scene.stage().and_then(|id| scene.survey.stage(id)) else { return };
    let last = scene.survey.in_stage(stage, Keyword::Healthcheck).last();
    let later = last.filter(|last| **last > scene.index);
    if let Some(instruction) = later.and_then(|later| scene.survey.instruction(*later)) {
        let line = scene.line(instruction.span);
        draft.pitfall(
                Text::from(format!("It has no effect: the HEALTHCHECK on line {line} takes its place, for only the last one of a stage counts.")),
                [instruction.span],
            );
    }
    draft.pitfall(
        Text::from("Docker and Compose use the result; Kubernetes does not look at it and has probes of its own."),
        [scene.instruction.keyword_span],
    );
}
