//! Commands in their forms: shell text, JSON strings, heredocs.

use super::compose::{document, join, text};
use super::draft::Draft;
use super::inherit::Inherited;
use super::scene::Scene;
use super::start::Entrypoint;
use super::{values, variable, words};
use crate::doc::Text;
use crate::dockerfile::{
    Arguments, Command, Form, Heredoc, Instruction, Keyword, Token, TokenKind,
};
use crate::knowledge;
use crate::shell::{self, Dialect};
use crate::source::Span;

/// The label of an instruction's keyword.
pub(super) const KEYWORD_LABEL: &str = "instruction";

/// The label of shell text.
pub(super) const SHELL_LABEL: &str = "shell text";

/// The shell that reads shell form at the instruction.
pub(super) struct ShellHere {
    /// As one command line: `/bin/sh -c`.
    pub(super) words: String,
    /// Where it comes from, as a sentence.
    pub(super) reason: Text,
    /// The SHELL instruction.
    pub(super) proof: Vec<Span>,
    /// Whether it stops at the first failing command of a pipe.
    pub(super) has_pipefail: bool,
}

/// The shell that reads shell form at the instruction, as far as the file decides it.
pub(super) fn shell(scene: &Scene<'_>) -> ShellHere {
    // What ONBUILD holds back runs with the shell that the finished image has.
    let outer = scene.survey.instruction(scene.index).filter(|_| scene.waits);
    let (stage, before) = match outer.and_then(|outer| scene.survey.stage(outer.stage?)) {
        Some(stage) => (Some(stage.id), stage.instructions.end),
        None => (scene.stage(), scene.index),
    };
    match scene.survey.shell(stage, before) {
        Inherited::Known(words, proof) => {
            let line = proof.first().map_or(0, |span| scene.line(*span).get());
            ShellHere {
                words: words.join(" "),
                reason: Text::from(format!("SHELL on line {line} chooses it.")),
                has_pipefail: words.contains(&"pipefail"),
                proof,
            }
        }
        _ if scene.survey.is_windows(stage) => ShellHere {
            words: "cmd /S /C".to_owned(),
            reason: Text::from("That is the default on Windows. A base image can set another."),
            proof: Vec::new(),
            has_pipefail: false,
        },
        _ => ShellHere {
            words: "/bin/sh -c".to_owned(),
            reason: text(
                "That is the default on Linux; on Windows it is `cmd /S /C`. A base image can set another.",
                &[],
            ),
            proof: Vec::new(),
            has_pipefail: false,
        },
    }
}

/// The language of shell form at the instruction.
pub(super) fn dialect(scene: &Scene<'_>) -> Dialect {
    shell::dialect_of_argv(shell(scene).words.split(' '))
}

/// Explains the words of a command, whatever its form.
pub(super) fn tokens(scene: &Scene<'_>, keyword: Keyword, command: &Command, draft: &mut Draft) {
    match command.form {
        Form::Json => json_tokens(scene, keyword, command, draft),
        Form::Shell | Form::BrokenJson | Form::Heredoc => {
            shell_text(scene, keyword, command, draft);
        }
    }
}

/// The words of shell text; the keyword carries who reads the whole.
fn shell_text(scene: &Scene<'_>, keyword: Keyword, command: &Command, draft: &mut Draft) {
    let before = draft.tokens.len();
    words::tokens(scene, &words::script(scene), draft);
    let shell = shell(scene);
    let form = match command.form {
        Form::BrokenJson => &knowledge::forms().broken_json,
        _ => &knowledge::forms().shell,
    };
    let who = text("`{shell}` reads it.", &[("shell", &shell.words)]);
    let texts = [text(&form.about, &[]), join([who, shell.reason]), first_process(keyword)];
    let keyword = draft.tokens[..before].iter_mut().rfind(|token| token.label == KEYWORD_LABEL);
    if let Some(keyword) = keyword {
        keyword.text.blocks.extend(document(texts).blocks);
    }
}

/// Who is the main process when a shell reads the command.
fn first_process(keyword: Keyword) -> Text {
    match keyword {
        Keyword::Cmd | Keyword::Entrypoint => text(
            "In the container the shell is the main process (PID 1), and what it starts is its child, unless the command begins with `exec` or the shell replaces itself by a single command.",
            &[],
        ),
        _ => Text::new(),
    }
}

/// Text of the shell that is no word of its own.
pub(super) fn further_shell_text() -> Vec<Text> {
    vec![text(
        "A part of the shell text: quotes, or the signs around a command whose output takes its place (`$( )`).",
        &[],
    )]
}

/// Explains the strings of a JSON array, each in its place.
fn json_tokens(scene: &Scene<'_>, keyword: Keyword, command: &Command, draft: &mut Draft) {
    if let Some(open) = scene.file.tokens.within(command.text).next() {
        let span = Span::new(open.span.start.max(command.text.start), open.span.end);
        if open.kind == TokenKind::JsonBracket {
            draft.token(span, "JSON form", [text(&knowledge::forms().json.about, &[])]);
        }
    }
    let entrypoint = match keyword {
        Keyword::Cmd => super::start::entrypoint_of(scene),
        _ => Entrypoint::None,
    };
    let texts: Vec<&str> = command.words.iter().map(|word| scene.word(word)).collect();
    // Behind an ENTRYPOINT the strings of CMD are arguments of another program.
    let known = match entrypoint {
        Entrypoint::None | Entrypoint::Unknown if keyword != Keyword::Shell => {
            words::of_strings(scene.survey.knowledge(), &texts)
        }
        _ => Vec::new(),
    };
    for (index, word) in command.words.iter().enumerate() {
        let shown = scene.show_word(word);
        let (label, first) = match entrypoint {
            Entrypoint::Program(at) => ("argument", arguments_of(scene, at, index, &shown)),
            Entrypoint::Shell(at) => ("argument", ignored(scene, at, &shown)),
            Entrypoint::Unknown if index == 0 && keyword == Keyword::Cmd => {
                ("program", perhaps_program(&shown))
            }
            _ if index == 0 => ("program", json_word(keyword, index, &shown)),
            _ => ("argument", json_word(keyword, index, &shown)),
        };
        let variables = variable::explain_within(scene, word.span);
        let (kind, known) = known.get(index).cloned().unwrap_or_default();
        let label = kind.filter(|_| index > 0).unwrap_or(label);
        let reached = if kind == Some("value") { words::address(&shown) } else { Text::new() };
        draft.token(word.span, label, [first, known, reached].into_iter().chain(variables));
    }
}

/// A string of CMD that becomes an argument of the ENTRYPOINT's program.
fn arguments_of(scene: &Scene<'_>, entrypoint: &Instruction, index: usize, value: &str) -> Text {
    let line = scene.line(entrypoint.span);
    let template = format!(
        "{{value}}, exactly as written: word {} behind the words of the ENTRYPOINT on line {line}.",
        index + 1
    );
    text(&template, &[("value", value)])
}

/// A string of CMD that an ENTRYPOINT in shell form ignores.
fn ignored(scene: &Scene<'_>, entrypoint: &Instruction, value: &str) -> Text {
    let line = scene.line(entrypoint.span);
    let template =
        format!("{{value}} has no effect: the ENTRYPOINT on line {line} is in shell form.");
    text(&template, &[("value", value)])
}

/// The first string of CMD where the base image may have an ENTRYPOINT.
fn perhaps_program(value: &str) -> Text {
    let path = if value.contains('/') { "" } else { ", looked up in `PATH`" };
    let template = format!(
        "The program {{value}}{path}; if the base image has an ENTRYPOINT, it is the first argument of that instead."
    );
    text(&template, &[("value", value)])
}

fn json_word(keyword: Keyword, index: usize, value: &str) -> Text {
    let values = [("value", value)];
    match (keyword, index) {
        (Keyword::Shell, 0) => text("The shell's program: {value}.", &values),
        (Keyword::Shell, _) => text(
            "An argument of the shell: {value}. The text of the command comes behind the last one.",
            &values,
        ),
        (_, 0) if value.contains('/') => text("The program: {value}.", &values),
        (_, 0) => text("The program {value}, looked up in `PATH`.", &values),
        (_, _) => text(
            &format!("Argument {index} of the program, exactly as written: {{value}}."),
            &values,
        ),
    }
}

/// The heredoc whose marker, body or end a span belongs to. Markers stand in order, and so do bodies.
fn heredoc_at<'a>(scene: &Scene<'a>, span: Span) -> Option<&'a Heredoc> {
    let heredocs = &scene.instruction.heredocs;
    let by_marker = heredocs.partition_point(|heredoc| heredoc.marker.start <= span.start);
    let by_body = heredocs.partition_point(|heredoc| heredoc.body.start <= span.start);
    let holds = |heredoc: &&Heredoc| {
        heredoc.marker.overlaps(span)
            || heredoc.body.overlaps(span)
            || heredoc.terminator.is_some_and(|end| end.overlaps(span))
    };
    [by_marker, by_body]
        .into_iter()
        .filter_map(|behind| heredocs.get(behind.checked_sub(1)?))
        .find(holds)
}

/// Explains a heredoc's marker, body or end.
pub(super) fn heredoc_token(scene: &Scene<'_>, token: Token) -> (&'static str, Vec<Text>) {
    let Some(heredoc) = heredoc_at(scene, token.span) else {
        return ("heredoc", vec![Text::from("Part of a heredoc.")]);
    };
    match token.kind {
        TokenKind::HeredocMarker => {
            let mut texts = marker(scene, heredoc);
            // The words of a script are explained for themselves.
            texts.extend(is_script(scene).then(|| body(scene, heredoc)));
            ("heredoc marker", texts)
        }
        TokenKind::HeredocBody => {
            let variables = variable::explain_within(scene, heredoc.body);
            ("heredoc", std::iter::once(body(scene, heredoc)).chain(variables).collect())
        }
        _ => (
            "heredoc end",
            vec![text("The line {name} alone ends the heredoc.", &[("name", &heredoc.name)])],
        ),
    }
}

fn marker(scene: &Scene<'_>, heredoc: &Heredoc) -> Vec<Text> {
    let name = text(
        "{marker} begins a heredoc: the lines below, up to the line {name} alone, are its text.",
        &[("marker", scene.raw(heredoc.marker)), ("name", &heredoc.name)],
    );
    let expand = match (heredoc.expand, scene.instruction.keyword) {
        _ if is_script(scene) => Text::from(
            "The text is the script itself: the shell replaces variables in it, whether the name is quoted or not.",
        ),
        (false, _) => Text::from("The name is quoted, so variables in the text stay as they are."),
        (true, Some(Keyword::Copy | Keyword::Add)) => {
            Text::from("The name is not quoted, so BuildKit replaces variables in the text.")
        }
        (true, _) => Text::from(
            "The name is not quoted; the shell replaces variables in the text when it runs.",
        ),
    };
    let chomp = if heredoc.chomp {
        text("`<<-` takes away the tabs at the beginning of each line.", &[])
    } else {
        Text::new()
    };
    vec![name, join([expand, chomp])]
}

/// Whether the heredoc is the whole command, not the input of one.
fn is_script(scene: &Scene<'_>) -> bool {
    matches!(
        &scene.instruction.arguments,
        Arguments::Command(command) if command.form == Form::Heredoc
    )
}

fn body(scene: &Scene<'_>, heredoc: &Heredoc) -> Text {
    let lines = scene.raw(heredoc.body).lines().count();
    let what = match scene.instruction.keyword {
        Some(Keyword::Copy | Keyword::Add) => "the content of the file",
        _ if is_script(scene) => "the script",
        _ => "what the command reads from its standard input",
    };
    text(
        &format!("The text of the heredoc {{name}}, {}: {what}.", values::count(lines, "line")),
        &[("name", &heredoc.name)],
    )
}

/// The words of a command in JSON form as one line, for a sentence.
pub(super) fn json_line(scene: &Scene<'_>, command: &Command) -> String {
    let words: Vec<_> = command.words.iter().map(|word| scene.show_word(word)).collect();
    words.join(" ")
}

/// The first line of a command's text, for a sentence.
pub(super) fn text_line(scene: &Scene<'_>, command: &Command) -> String {
    values::first_line(&scene.show_joined(command.text))
}
