//! What the reader asks of the build: target and build arguments.

use crate::build::declared_arguments;
use crate::quiz::Field;
use crate::tui::commands::{Command, PaletteState};
use crate::tui::model::{Model, Overlay};
use crate::tui::{Action, Choose};

use super::{analysis, say};

/// Changes what is asked for; what follows is worked out anew.
pub(super) fn change(model: &mut Model, choose: Choose) {
    let said = words(&choose);
    if model.choices.choose(choose) {
        model.choice += 1;
        analysis::forget(model);
    }
    say(model, said);
}

fn words(choose: &Choose) -> String {
    match choose {
        Choose::Target(Some(target)) => format!("The target is {target} now."),
        Choose::Target(None) => "The target is the last stage now.".to_owned(),
        Choose::Argument { name, value: Some(_) } => format!("--build-arg {name} is set."),
        Choose::Argument { name, value: None } => format!("--build-arg {name} is taken away."),
        Choose::NoArguments => "No build argument is set.".to_owned(),
    }
}

/// Lists the stages that have names: BuildKit knows a target by its name alone
/// (recorded in tests/truth/facts.jsonl: `target stage "0" could not be found`).
pub(super) fn list_targets(model: &mut Model) {
    let last = Command {
        label: "The last stage, as docker build does".to_owned(),
        keys: String::new(),
        action: Action::ChooseTarget(None),
    };
    let stages = model.file.dockerfile().stages.iter().zip(0_u16..);
    let commands = stages.filter_map(|(stage, number)| {
        Some(Command {
            label: format!("{} (stage {number})", stage.name.as_ref()?),
            keys: String::new(),
            action: Action::ChooseTarget(Some(number)),
        })
    });
    let commands: Vec<Command> = std::iter::once(last).chain(commands).collect();
    open(model, "Target", "no stage has these letters", commands);
}

/// Chooses a stage of the list by its number.
pub(super) fn choose_target(model: &mut Model, number: Option<u16>) {
    let name = number.and_then(|number| {
        let stage = model.file.dockerfile().stages.get(usize::from(number));
        stage.and_then(|stage| stage.name.as_ref()).map(ToString::to_string)
    });
    change(model, Choose::Target(name));
}

/// Lists the arguments that the file declares, with the values that the reader gave.
pub(super) fn list_arguments(model: &mut Model) {
    let command = |label, action| Command { label, keys: String::new(), action };
    let mut commands: Vec<Command> = declared_arguments(model.file.dockerfile())
        .into_iter()
        .zip(0_u16..)
        .map(|(name, number)| {
            let label = match model.choices.arguments.get(name) {
                Some(_) if model.hides(name) => format!("{name} = (set, hidden)"),
                Some(value) => format!("{name} = {value}"),
                None => format!("{name} (as the file says)"),
            };
            command(label, Action::TypeArgument(Some(number)))
        })
        .collect();
    let other = "Another argument: type NAME=value".to_owned();
    commands.push(command(other, Action::TypeArgument(None)));
    if !model.choices.arguments.is_empty() {
        let words = "Take all values away".to_owned();
        commands.push(command(words, Action::ForgetArguments));
    }
    open(model, "Build arguments", "no argument has these letters", commands);
}

/// Opens the line in which a value is typed.
pub(super) fn type_argument(model: &mut Model, number: Option<u16>) {
    let names = declared_arguments(model.file.dockerfile());
    let name = number.and_then(|number| names.get(usize::from(number)).copied());
    let text = name.map(|name| {
        let value = model.choices.arguments.get(name).filter(|_| !model.hides(name));
        format!("{name}={}", value.map_or("", String::as_str))
    });
    model.overlay = Some(Overlay::Argument(Field::new(text.unwrap_or_default().as_str())));
}

/// Takes what was typed; a name alone takes the value away.
pub(super) fn take_argument(model: &mut Model, text: &str) {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name.trim(), Some(value.to_owned())),
        None => (text.trim(), None),
    };
    if name.is_empty() {
        return say(model, "Nothing was set: an argument is typed as NAME=value.");
    }
    change(model, Choose::Argument { name: name.to_owned(), value });
}

fn open(model: &mut Model, title: &'static str, empty: &'static str, commands: Vec<Command>) {
    model.overlay = Some(Overlay::Palette(PaletteState::of(title, empty, commands)));
}
