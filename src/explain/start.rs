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
    if keyword == Keyword::Cmd
        && let Entrypoint::Program(at) | Entrypoint::Shell(at) = entrypoint_of(scene)
    {
        draft.proof.push(at.span);
    }
    replaced(scene, keyword, draft);
    form_pitfalls(scene, keyword, command, draft);
    if keyword == Keyword::Entrypoint {
        resets_command(scene, draft);
    }
}

fn command_of(instruction: &Instruction) -> Option<&Command> {
    match &instruction.arguments {
        Arguments::Command(command) => Some(command),
        _ => None,
    }
}

/// The ENTRYPOINT that is in force for a CMD.
#[derive(Clone, Copy)]
pub(super) enum Entrypoint<'a> {
    /// In JSON form: CMD gives it arguments.
    Program(&'a Instruction),
    /// In shell form: it ignores CMD.
    Shell(&'a Instruction),
    /// There is none.
    None,
    /// The base image decides.
    Unknown,
}

/// The last ENTRYPOINT of the stage, or of what it starts from.
pub(super) fn entrypoint_of<'a>(scene: &Scene<'a>) -> Entrypoint<'a> {
    let Some(stage) = scene.stage().and_then(|id| scene.survey.stage(id)) else {
        return Entrypoint::Unknown;
    };
    let found = scene.survey.nearest(Keyword::Entrypoint, scene.stage(), stage.instructions.end);
    match found.and_then(|at| Some((at, command_of(at)?))) {
        Some((at, _)) if at.refused => Entrypoint::Unknown,
        Some((_, command)) if command.form == Form::Json && command.words.is_empty() => {
            Entrypoint::None
        }
        Some((at, command)) if command.form == Form::Json => Entrypoint::Program(at),
        Some((at, _)) => Entrypoint::Shell(at),
        None if scene.survey.starts_from_nothing(scene.stage()) => Entrypoint::None,
        None => Entrypoint::Unknown,
    }
}

fn default_command(scene: &Scene<'_>, command: &Command) -> Text {
    if command.form == Form::Json && command.words.is_empty() {
        return Text::from("Sets an empty default command: what the base image says is gone.");
    }
    if scene.raw(command.text).trim().is_empty() {
        return Text::from("Sets no command: nothing stands behind CMD.");
    }
    let shell = command::shell(scene);
    let (words, what) = match command.form {
        Form::Json => (command::json_line(scene, command), "{line}"),
        _ => (command::text_line(scene, command), "`{shell}` with the text {line}"),
    };
    let without = if command.form == Form::Json { ", without a shell" } else { "" };
    let template = match entrypoint_of(scene) {
        Entrypoint::Program(at) => format!(
            "Gives {what} to the program of the ENTRYPOINT on line {} as its default arguments.",
            scene.line(at.span)
        ),
        Entrypoint::Shell(at) => {
            let line = scene.line(at.span);
            let template = format!(
                "Sets {what} as the default, without effect: the ENTRYPOINT on line {line} is in shell form and ignores CMD."
            );
            return text(&template, &[("line", &words), ("shell", &shell.words)]);
        }
        Entrypoint::None => format!("A container starts {what} by default{without}."),
        Entrypoint::Unknown => format!(
            "A container starts {what} by default{without}; if the base image has an ENTRYPOINT, that gets it as its arguments."
        ),
    };
    join([text(&template, &[("line", &words), ("shell", &shell.words)]), overridden()])
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
        _ if scene.raw(command.text).trim().is_empty() => {
            Text::from("Sets no program: nothing stands behind ENTRYPOINT.")
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

/// Whether the shell of this CMD or ENTRYPOINT can become the main process of a Linux container.
fn is_first_process(scene: &Scene<'_>, keyword: Keyword) -> bool {
    let starts = keyword == Keyword::Entrypoint
        || matches!(entrypoint_of(scene), Entrypoint::None | Entrypoint::Unknown);
    starts && !scene.is_below(&[keyword], |_| true) && !scene.survey.is_windows(scene.stage())
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
            let text_of_shell = scene.raw(command.text).trim_start();
            if text_of_shell.is_empty() {
                return;
            }
            let exec = text_of_shell.starts_with("exec ");
            if !exec && is_first_process(scene, keyword) {
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
