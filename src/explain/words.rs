//! The words of shell text, each explained from the tables.

use std::collections::HashSet;

use super::compose::{join, text};
use super::draft::Draft;
use super::scene::Scene;
use super::{command, variable};
use crate::doc::Text;
use crate::knowledge::{self, FlagMeaning, Knowledge, Part};
use crate::shell::{self, Mark, MarkKind, Script, ShellWord};
use crate::source::Span;

/// Explains every word and operator of what the instruction runs.
pub(super) fn tokens(scene: &Scene<'_>, script: &Script, draft: &mut Draft) {
    let functions: HashSet<&str> = script
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Name)
        .map(|mark| mark.text.as_str())
        .collect();
    for command in &script.commands {
        for words in command.wrappers.iter().chain([&command.words]) {
            command_tokens(scene, words, &functions, command.opens, draft);
        }
    }
    for mark in &script.marks {
        mark_token(scene, script, mark, draft);
    }
}

fn command_tokens(
    scene: &Scene<'_>,
    words: &[ShellWord],
    functions: &HashSet<&str>,
    opens: bool,
    draft: &mut Draft,
) {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let is_function = texts.first().is_some_and(|name| functions.contains(*name));
    let parts = scene.survey.knowledge().anatomy(&texts);
    let mut program = "";
    for (word, part) in words.iter().zip(parts) {
        if matches!(part, Part::Program(_) | Part::Script) {
            program = shell::program_name(&word.text);
        }
        // What stands in a substitution is explained word by word, and so is a script.
        let is_script = opens && word.quoted && word.text.contains(' ');
        if word.holds_commands || is_script {
            continue;
        }
        let (label, first) = match part {
            Part::Program(None) if is_function => {
                ("function", Text::from("A function that this script defines."))
            }
            part => describe(scene, program, word, part),
        };
        let texts = std::iter::once(first).chain(variable::explain_within(scene, word.span));
        draft.token(word.span, label, texts);
    }
}

/// What one word of a command is: its label, and its explanation.
fn describe(
    scene: &Scene<'_>,
    program: &str,
    word: &ShellWord,
    part: Part<'_>,
) -> (&'static str, Text) {
    let shown = scene.show(word.span);
    let shown = shown.trim();
    match part {
        Part::Program(Some(known)) => ("command", text(&format!("{}.", known.about), &[])),
        Part::Program(None) => (
            "command",
            text(
                "{name}: not in layerwise's tables, so what it does is not known here.",
                &[("name", shown)],
            ),
        ),
        Part::Script => ("script", Text::from("A script; what it does stands in the file itself.")),
        Part::Variable => {
            ("variable", Text::from("What the variable holds becomes the word, or several."))
        }
        Part::Sub(about) => ("sub-command", text(&format!("{}.", capitalized(about)), &[])),
        Part::Flag(meanings) => ("flag", flags(program, shown, &meanings)),
        Part::Value { flag, about } => (
            "value",
            join([
                text("The value of {flag}.", &[("flag", &flag)]),
                text(&format!("{}.", capitalized(&about)), &[]),
            ]),
        ),
        Part::Package(kind) => {
            ("package", package(scene.survey.knowledge(), kind, &word.text, shown))
        }
        Part::PackageFile => (
            "package",
            Text::from("A file or an address that is installed instead of a package by name."),
        ),
        Part::Operand("") => {
            ("argument", text("An argument of {program}.", &[("program", program)]))
        }
        Part::Operand(about) => (
            "argument",
            join([
                text("An argument of {program}:", &[("program", program)]),
                text(&format!("{about}."), &[]),
            ]),
        ),
    }
}

fn flags(program: &str, shown: &str, meanings: &[FlagMeaning]) -> Text {
    match meanings {
        [] => text(
            "{flag} of {program}: not in layerwise's tables, so what it does is not known here.",
            &[("flag", shown), ("program", program)],
        ),
        [only] => text(&format!("{}.", capitalized(&only.about)), &[]),
        several => {
            let each = several
                .iter()
                .map(|flag| text(&format!("{{name}}: {}.", flag.about), &[("name", &flag.name)]));
            join(each)
        }
    }
}

/// What a package is, or that the tables do not know it.
pub(super) fn package(knowledge: &Knowledge, kind: &str, written: &str, shown: &str) -> Text {
    let name = knowledge::without_version(kind, written);
    let first = match knowledge.package(kind, written) {
        Some(about) => what_it_is(name, &about),
        None => text(
            "{name}: not in layerwise's tables, so what it is is not known here.",
            &[("name", name)],
        ),
    };
    let version = match name.len() < written.len() {
        true => text("{shown} asks for this version or form of it.", &[("shown", shown)]),
        false => Text::new(),
    };
    join([first, version])
}

/// A package with what the tables say of it. That may be a thing, several, or
/// what is done with it, so it stands behind a colon. A name is not said twice:
/// of "curl, which fetches files" the sentence is "curl fetches files".
pub(super) fn what_it_is(name: &str, about: &str) -> Text {
    let own = about.split_once(", ").filter(|(first, _)| first.eq_ignore_ascii_case(name));
    let is_thing = |rest: &str| ["a ", "an ", "the "].iter().any(|it| rest.starts_with(it));
    let template = match own.map(|(_, rest)| (rest, rest.strip_prefix("which "))) {
        Some((_, Some(does))) => format!("{{name}} {does}."),
        Some((rest, None)) if is_thing(rest) => format!("{{name}}: {rest}."),
        _ => format!("{{name}}: {about}."),
    };
    text(&template, &[("name", name)])
}

fn mark_token(scene: &Scene<'_>, script: &Script, mark: &Mark, draft: &mut Draft) {
    // The markers of heredocs that BuildKit reads have explanations of their own.
    if scene.instruction.heredocs.iter().any(|heredoc| heredoc.marker.overlaps(mark.span)) {
        return;
    }
    let (label, first) = match mark.kind {
        MarkKind::Operator => ("operator", operator(&mark.text)),
        MarkKind::Reserved => ("word of the shell", reserved(&mark.text)),
        MarkKind::Assignment => ("assignment", assignment(scene.survey.knowledge(), mark)),
        MarkKind::Redirection => ("redirection", redirection(&mark.text)),
        MarkKind::Target => ("file", Text::from("Where the redirection leads or comes from.")),
        MarkKind::Item => ("item", Text::from("A value that the shell goes through or looks at.")),
        MarkKind::Pattern => {
            ("pattern", text("A pattern; when it fits, what stands behind the `)` runs.", &[]))
        }
        MarkKind::Name => (
            "name",
            Text::from("The name of a function, or of the variable that takes each value in turn."),
        ),
        MarkKind::Comment => {
            ("comment", Text::from("A comment of the shell: it takes no notice of it."))
        }
        MarkKind::Arithmetic => ("calculation", Text::from("The shell calculates this.")),
        MarkKind::Body => ("heredoc", Text::from("The text that the command before reads.")),
    };
    let span = without_commands(scene, script, mark);
    let texts = std::iter::once(first).chain(variable::explain_within(scene, span));
    draft.token(span, label, texts);
}

/// The span of a mark; where commands stand in it, the name before its `=` alone, or nothing.
fn without_commands(scene: &Scene<'_>, script: &Script, mark: &Mark) -> Span {
    let start = |command: &shell::SimpleCommand| {
        command.wrappers.first().unwrap_or(&command.words).first().map_or(0, |word| word.span.start)
    };
    let first = script.commands.partition_point(|command| start(command) < mark.span.start);
    let holds = script
        .commands
        .get(first)
        .is_some_and(|command| start(command) < mark.span.end && mark.kind != MarkKind::Body);
    match (holds, scene.raw(mark.span).find('=')) {
        (false, _) => mark.span,
        (true, Some(at)) if mark.kind == MarkKind::Assignment => {
            Span::new(mark.span.start, mark.span.start + at as u32 + 1)
        }
        (true, _) => Span::empty(mark.span.start),
    }
}

fn operator(sign: &str) -> Text {
    text(
        match sign {
            "&&" => "What follows runs only when what stands before succeeded.",
            "||" => "What follows runs only when what stands before failed.",
            "|" => "What follows reads what the command before writes.",
            "|&" => "What follows reads what the command before writes, failures included.",
            ";" => "What follows runs in any case, unless the shell stops at failures (`set -e`).",
            "&" => "The command before runs in the background.",
            ";;" | ";&" | ";;&" => "Ends a branch of `case`.",
            "(" => {
                "What stands in the parentheses runs in a shell of its own, or follows a pattern."
            }
            ")" => "Ends the parenthesis, or a pattern.",
            "{" => "Begins a block.",
            "}" => "Ends a block.",
            _ => "A sign of the shell between commands.",
        },
        &[],
    )
}

fn reserved(word: &str) -> Text {
    text(
        match word {
            "if" => {
                "Runs the command behind it; when that succeeds, what stands behind `then` runs."
            }
            "then" => "What follows runs when the condition held.",
            "else" => "What follows runs when the condition did not hold.",
            "elif" => "Another condition, when those before did not hold.",
            "fi" => "Ends the `if`.",
            "for" | "select" | "foreach" => "Goes through values, one after the other.",
            "in" => "The values or patterns follow.",
            "while" => "Goes on as long as the command behind it succeeds.",
            "until" => "Goes on until the command behind it succeeds.",
            "do" => "What is done each time follows.",
            "done" => "Ends the loop.",
            "case" => "Chooses by patterns what runs.",
            "esac" => "Ends the `case`.",
            "function" => "Defines a function.",
            "!" => "Turns success into failure and failure into success.",
            "{" => "Begins a group of commands in the same shell.",
            "}" => "Ends the group.",
            _ => "A word of the shell.",
        },
        &[],
    )
}

fn assignment(knowledge: &Knowledge, mark: &Mark) -> Text {
    let name = mark.text.split(['=', '+', '[']).next().unwrap_or_default();
    let first = text(
        "Sets the variable {name}: for the command behind it, or, where it stands alone, up to the end of this shell.",
        &[("name", name)],
    );
    join([first, super::pairs::meaning(knowledge, name)])
}

fn redirection(sign: &str) -> Text {
    let number = sign.trim_end_matches(['<', '>', '&', '|', '-']);
    let from = match number {
        "" => "what the command writes",
        "2" => "what the command says about failures",
        _ => "what goes through this channel of the command",
    };
    let words = match sign.trim_start_matches(number) {
        ">" | ">|" => format!("Writes {from} into the file, instead of what it held."),
        ">>" => format!("Adds {from} to the file."),
        ">&" => format!("Sends {from} to where the channel behind it goes."),
        "&>" | "&>>" => "Writes everything, failures included, into the file.".to_owned(),
        "<" => "Lets the command read the file.".to_owned(),
        "<<" | "<<-" => {
            "Lets the command read the text below, up to the line of this name.".to_owned()
        }
        "<<<" => "Lets the command read the text behind it.".to_owned(),
        _ => "Changes where something is read from or written to.".to_owned(),
    };
    Text::from(words)
}

/// What an address means to listen at; an empty text for anything else.
pub(super) fn address(value: &str) -> Text {
    let host = value.rsplit_once(':').map_or(value, |(host, _)| host);
    match host.trim_matches(['[', ']']) {
        "0.0.0.0" | "::" => text(
            "{value} is every address of the container; without it nothing outside of the container reaches the program.",
            &[("value", value)],
        ),
        "127.0.0.1" | "localhost" | "::1" => text(
            "{value} is the container itself: only what runs inside of it reaches the program there.",
            &[("value", value)],
        ),
        _ => Text::new(),
    }
}

/// The first letter large.
fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The script that the instruction runs.
pub(super) fn script(scene: &Scene<'_>) -> Script {
    shell::script_of(scene.file, scene.instruction, command::dialect(scene))
}

/// What the tables say about each string of the JSON form, where it runs a program: what kind
/// of word it is, where they know it, and what it does; an empty text where they say nothing.
pub(super) fn of_strings(
    knowledge: &Knowledge,
    texts: &[&str],
) -> Vec<(Option<&'static str>, Text)> {
    let parts = knowledge.anatomy(texts);
    let known = parts.into_iter().map(|part| match part {
        Part::Program(Some(known)) => (None, text(&format!("{}.", known.about), &[])),
        Part::Flag(meanings) if !meanings.is_empty() => {
            let address = meanings.iter().filter_map(|it| it.value.as_deref()).map(address);
            let said = std::iter::once(flags("", "", &meanings)).chain(address);
            (Some("flag"), join(said))
        }
        Part::Sub(about) => (Some("sub-command"), text(&format!("{}.", capitalized(about)), &[])),
        Part::Value { flag, .. } => {
            (Some("value"), text("It is the value of {flag}.", &[("flag", &flag)]))
        }
        Part::Operand(about) if !about.is_empty() => (None, text(&format!("It is {about}."), &[])),
        _ => (None, Text::new()),
    });
    known.collect()
}
