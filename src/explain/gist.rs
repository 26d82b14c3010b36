//! What the commands of a RUN do, in one sentence: only where every one of them is known and
//! runs in order.

use super::compose::{concat, enumerate};
use super::scene::Scene;
use super::survey::{Index, Survey};
use crate::doc::Text;
use crate::dockerfile::{Dockerfile, InstructionId, Keyword};
use crate::knowledge::{Knowledge, Part};
use crate::shell::{Inside, Joint, Script, SimpleCommand, program_name};

/// A sentence tells of so many commands; with more of them the parts tell it better.
const MOST_COMMANDS: usize = 6;
/// So many operands are named.
const MOST_NAMES: usize = 4;

/// Programs whose first operand says how, and not what.
const HOW_FIRST: [&str; 3] = ["chgrp", "chmod", "chown"];

/// Programs that only set something for the others; the sentence passes them by.
const SETTINGS: [&str; 4] = ["set", "true", ":", "export"];

/// What the commands of a RUN do, in one sentence; empty where that cannot be said of all of
/// them, and of other instructions.
pub fn gist(file: &Dockerfile, instruction: InstructionId) -> Text {
    let index = Index::default();
    let survey = Survey::new(file, &index);
    match survey.instruction(instruction.0) {
        Some(run) if run.keyword == Some(Keyword::Run) => {
            let scene = Scene::new(&survey, instruction.0, run);
            of(&scene, &super::words::script(&scene))
        }
        _ => Text::new(),
    }
}

/// "It fetches the lists of packages, then installs packages: `gcc`." Empty where that cannot
/// be said of all commands.
pub(super) fn of(scene: &Scene<'_>, script: &Script) -> Text {
    let own = script.commands.iter().filter(|command| !is_setting(command));
    let own: Vec<&SimpleCommand> = own.take(MOST_COMMANDS + 1).collect();
    let in_order = |command: &&SimpleCommand| {
        matches!(command.joint, Joint::Start | Joint::And | Joint::Then)
            && command.inside == Inside::Script
            && !command.opens
    };
    let has_branches =
        script.marks.iter().any(|mark| mark.kind == crate::shell::MarkKind::Reserved);
    if own.is_empty() || own.len() > MOST_COMMANDS || has_branches || !own.iter().all(in_order) {
        return Text::new();
    }
    let told: Option<Vec<Text>> =
        own.iter().map(|command| what(scene, scene.survey.knowledge(), command)).collect();
    let Some(told) = told else { return Text::new() };
    let mut sentence = Text::from("It ");
    for (place, text) in told.into_iter().enumerate() {
        sentence = sentence.plain(if place == 0 { "" } else { ", then " });
        sentence = concat([sentence, text]);
    }
    sentence.plain(".")
}

fn is_setting(command: &SimpleCommand) -> bool {
    command.words.first().is_some_and(|word| SETTINGS.contains(&word.text.as_str()))
}

/// What one command does, and to what.
fn what(scene: &Scene<'_>, knowledge: &Knowledge, command: &SimpleCommand) -> Option<Text> {
    let texts: Vec<&str> = command.words.iter().map(|word| word.text.as_str()).collect();
    let parts = knowledge.anatomy(&texts);
    let (mut about, mut program) = ("", "");
    let (mut names, mut values): (Vec<String>, Vec<String>) = Default::default();
    for (word, part) in command.words.iter().zip(&parts) {
        let shown = || scene.show_joined(word.span).trim().to_owned();
        match part {
            Part::Program(known) => {
                (about, program) = (known.as_ref()?.about, program_name(&word.text));
                names.clear();
                values.clear();
            }
            Part::Sub(text) => about = text,
            Part::Package(_) | Part::PackageFile | Part::Operand(_) => names.push(shown()),
            Part::Script => return None,
            Part::Value { flag, .. } => values.push(format!("{flag} {}", shown())),
            Part::Flag(_) | Part::Variable => {}
        }
    }
    if HOW_FIRST.contains(&program) && !names.is_empty() {
        names.remove(0);
    }
    // A text of several sentences is no part of one.
    let first = about.split([';', ':', ',']).next().unwrap_or_default().trim();
    if first.is_empty() || first.contains(". ") {
        return None;
    }
    let mut letters = first.chars();
    let small = letters.next().map(|it| it.to_lowercase().chain(letters).collect::<String>())?;
    // `pip install -r requirements.txt`: only a value says what.
    let names = if names.is_empty() { values } else { names };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Some(match names.is_empty() {
        true => Text::from(small),
        false => concat([
            Text::from(format!("{small} (")),
            enumerate(&names, MOST_NAMES),
            Text::from(")"),
        ]),
    })
}
