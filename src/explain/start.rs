//! CMD and ENTRYPOINT: what a container starts.

use super::command;
use super::compose::{join, text};
use super::draft::Draft;
use super::scene::Scene;
use crate::doc::Text;
use crate::dockerfile::{Arguments, Command, Form, Instruction, Keyword, ProblemKind};

pub(super) fn explain(scene: &Scene<'_>, keyword: Keyword, command: &Command, draft: &mut Draft) {
    command::tokens(scene, keyword, command, draft);
    draft.sentence = match keyword {
        Keyword::Entrypoint => entrypoint(scene, command),
        _ => default_command(scene, command),
    };
    if command.form != Form::Json {
        draft.proof.extend(command::shell(scene).proof);
    }
    replaced(scene, keyword, draft);
    form_pitfalls(scene, keyword, command, draft);
    if keyword == Keyword::Entrypoint {
        resets_command(scene, draft);
    }
    if keyword == Keyword::Cmd {
        ignored_by_entrypoint(scene, command, draft);
    }
}

fn command_of(instruction: &Instruction) -> Option<&Command> {
    match &instruction.arguments {
        Arguments::Command(command) => Some(command),
        _ => None,
    }
}

/// Whether a CMD or ENTRYPOINT is in JSON form.
pub(super) fn is_json(instruction: &Instruction) -> bool {
    command_of(instruction).is_some_and(|command| command.form == Form::Json)
}

/// The ENTRYPOINT that is in force for this CMD: the last one of the stage, or of what it starts from.
pub(super) fn entrypoint_of<'a>(scene: &Scene<'a>) -> Option<&'a Instruction> {
    let stage = scene.stage().and_then(|id| scene.survey.stage(id))?;
    scene.survey.nearest(Keyword::Entrypoint, scene.stage(), stage.instructions.end)
}

fn default_command(scene: &Scene<'_>, command: &Command) -> Text {
    let shell = command::shell(scene);
    match command.form {
        Form::Json if command.words.is_empty() => {
            Text::from("Sets an empty default command: what the base image says is gone.")
        }
        Form::Json => {
            let line = command::json_line(scene, command);
            let template = match entrypoint_of(scene).filter(|at| is_json(at)) {
                Some(entry) => format!(
                    "Gives {{line}} to the program of the ENTRYPOINT on line {} as its default arguments.",
                    scene.line(entry.span)
                ),
                None => "A container starts {line} by default, without a shell; with an ENTRYPOINT of the base image these are its arguments.".to_owned(),
            };
            join([text(&template, &[("line", &line)]), overridden()])
        }
        _ => {
            let line = command::text_line(scene, command);
            let values = [("line", line.as_str()), ("shell", shell.words.as_str())];
            join([
                text("A container starts `{shell}` with the text {line} by default.", &values),
                overridden(),
            ])
        }
    }
}

fn overridden() -> Text {
    text("Words behind the image in `docker run` take its place.", &[])
}

fn entrypoint(scene: &Scene<'_>, command: &Command) -> Text {
    match command.form {
        Form::Json if command.words.is_empty() => Text::from(
            "Takes the program of the base image away: a container starts its CMD alone.",
        ),
        Form::Json => {
            let line = command::json_line(scene, command);
            text(
                "Every container starts {line}; CMD, or the words behind the image in `docker run`, follow as further arguments.",
                &[("line", &line)],
            )
        }
        _ => {
            let line = command::text_line(scene, command);
            let shell = command::shell(scene);
            text(
                "Every container starts `{shell}` with the text {line}.",
                &[("shell", &shell.words), ("line", &line)],
            )
        }
    }
}

/// Only the last one of a stage counts.
fn replaced(scene: &Scene<'_>, keyword: Keyword, draft: &mut Draft) {
    let Some(stage) = scene.stage().and_then(|id| scene.survey.stage(id)) else { return };
    let all = scene.survey.in_stage(stage, keyword);
    let later = all.last().filter(|last| **last > scene.index);
    if let Some(instruction) = later.and_then(|last| scene.survey.instruction(*last)) {
        let template = format!(
            "It has no effect: the {} on line {} takes its place, for only the last one of a stage counts. BuildKit warns (MultipleInstructionsDisallowed).",
            keyword.name(),
            scene.line(instruction.span)
        );
        draft.pitfall(Text::from(template), [instruction.span]);
    }
}

fn form_pitfalls(scene: &Scene<'_>, keyword: Keyword, command: &Command, draft: &mut Draft) {
    let proof = [command.text];
    match command.form {
        Form::Json => {
            let variable = command.words.iter().find(|word| scene.word(word).contains('$'));
            let has_shell = command.words.iter().any(|word| scene.word(word) == "-c");
            if let (Some(word), false) = (variable, has_shell) {
                let shown = scene.show_word(word);
                draft.pitfall(
                    text("The JSON form has no shell, so the program gets {word} as it is written; no variable is replaced.", &[("word", &shown)]),
                    [word.span],
                );
            }
        }
        Form::BrokenJson => draft.pitfall_unless(
 ProblemKind::BrokenExecForm,
            text("It looks like JSON and is none, so a shell gets the whole text, brackets included, and looks for a program whose name begins with `[`. JSON needs double quotes, a comma between the strings, none at the end, and nothing behind the bracket.", &[]),
            proof,
        ),
        _ => {
            let exec = scene.raw(command.text).trim_start().starts_with("exec ");
            if !exec {
                draft.pitfall(
                    text("The shell is the main process (PID 1) and does not pass on the signal of `docker stop`: a program that it started is killed after 10 seconds. Some shells replace themselves by a single command; `exec` in front, or the JSON form, does it always.", &[]),
                    proof,
                );
            }
            if keyword == Keyword::Entrypoint {
                draft.pitfall(
                    text("In shell form ENTRYPOINT ignores CMD and all words behind the image in `docker run`.", &[]),
                    proof,
                );
            }
        }
    }
}

/// ENTRYPOINT empties the CMD of what the stage starts from.
fn resets_command(scene: &Scene<'_>, draft: &mut Draft) {
    let Some(stage) = scene.stage().and_then(|id| scene.survey.stage(id)) else { return };
    if !scene.survey.in_stage(stage, Keyword::Cmd).is_empty() {
        return;
    }
    let base = scene.survey.base_of(stage);
    if base.is_none()
        && scene.survey.image_of(stage).is_some_and(|image| scene.word(image) == "scratch")
    {
        return;
    }
    let inherited = base
        .and_then(|base| scene.survey.nearest(Keyword::Cmd, Some(base.id), base.instructions.end));
    let (text, proof) = match inherited {
        Some(command) => (
            Text::from(format!(
                "It empties the CMD on line {}, which came with the stage this one starts from. Without a CMD in this stage there are no default arguments.",
                scene.line(command.span)
            )),
            vec![command.span],
        ),
        None => (
            Text::from(
                "It empties the CMD of the base image. This stage sets none, so there are no default arguments.",
            ),
            vec![scene.instruction.span],
        ),
    };
    draft.pitfall(text, proof);
}

fn ignored_by_entrypoint(scene: &Scene<'_>, command: &Command, draft: &mut Draft) {
    let Some(entrypoint) = entrypoint_of(scene) else { return };
    let line = scene.line(entrypoint.span);
    if !is_json(entrypoint) && !entrypoint.refused {
        draft.pitfall(
            Text::from(format!("The ENTRYPOINT on line {line} is in shell form and ignores CMD.")),
            [entrypoint.span],
        );
    } else if command.form != Form::Json && is_json(entrypoint) {
        let shell = command::shell(scene);
        draft.pitfall(
            text(
                &format!("The program of the ENTRYPOINT on line {line} gets `{{shell}}` and this text as its arguments, since CMD is in shell form."),
                &[("shell", &shell.words)],
            ),
            [entrypoint.span],
        );
    }
}
