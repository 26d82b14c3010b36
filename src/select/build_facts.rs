//! The facts about the image that a build makes: `final.user`, `env("PORT")` …

use super::expression::{Ask, BuildFact, Value};
use super::values::simple_commands;
use super::world::World;
use super::{account, folder_facts, packages};
use crate::analysis::Analysis;
use crate::build::reference::Reference;
use crate::checks;
use crate::dockerfile::{Dockerfile, Instruction, Keyword};
use crate::fact::Fact;
use crate::knowledge::Knowledge;
use crate::knowledge::images::{self, Presence};
use crate::runtime::{FirstProcess, Runtime, User};
use crate::source::Span;

/// What a fact is, with the reason where it cannot be told.
pub(super) fn value(fact: &BuildFact, argument: Option<&str>, world: &World<'_>) -> Fact<Value> {
    let argument = argument.unwrap_or_default();
    let found = match fact.ask {
        Ask::HasIgnoreFile => folder_facts::has_ignore_file(world),
        Ask::IsSent => folder_facts::is_sent(argument, world),
        Ask::Findings => match world.analysis {
            Some(analysis) => findings(argument, analysis),
            None => Fact::unknown("what a build does was not worked out"),
        },
        _ => match runtime(world) {
            Ok((analysis, runtime)) => ask(fact.ask, argument, analysis, &runtime),
            Err(reason) => Fact::unknown(reason),
        },
    };
    match found {
        Fact::Unknown { reason } => Fact::unknown(format!("{}: {reason}", fact.name)),
        known @ Fact::Known { .. } => known,
    }
}

fn runtime<'a>(world: &World<'a>) -> Result<(&'a Analysis, Runtime), String> {
    let analysis = world.analysis.ok_or("what a build does was not worked out")?;
    // The places that prove it must be places of this text.
    if !std::ptr::eq(&raw const *analysis.file, world.file) {
        return Err("what a build does is being worked out".to_owned());
    }
    if analysis.refusal.is_some() {
        return Err("BuildKit refuses the file".to_owned());
    }
    Ok((analysis, Runtime::of(analysis)?))
}

fn ask(ask: Ask, argument: &str, analysis: &Analysis, runtime: &Runtime) -> Fact<Value> {
    let text = |text: String| Value::Text(text);
    match ask {
        Ask::User => runtime.user.clone().map(|user| text(user.name)),
        Ask::UserIsRoot => runtime.user.clone().map(|user| Value::Truth(user.is_root())),
        Ask::UserIsNumeric => {
            runtime.user.clone().map(|user: User| Value::Truth(user.is_numeric()))
        }
        Ask::UserIsMade => account::is_made(analysis, runtime),
        Ask::Directory => runtime.directory.clone().map(text),
        Ask::CommandLine => runtime
            .argv
            .clone()
            .map(|words| text(serde_json::to_string(&words).unwrap_or_default())),
        Ask::StartsShell => starts_shell(&runtime.first_process),
        Ask::Ports => runtime.ports.clone().map(|ports| text(ports.join(", "))),
        Ask::Base => runtime.base.clone().map(|base| text(images::familiar_name(&base))),
        Ask::BaseFamily => base_family(runtime, &analysis.knowledge),
        Ask::Has => has(argument, analysis, runtime).map(Value::Truth),
        Ask::Variable => variable(argument, runtime).map(Value::Text),
        Ask::HasIgnoreFile | Ask::IsSent | Ask::Findings => {
            Fact::unknown("layerwise cannot tell it yet")
        }
    }
}

fn starts_shell(process: &Fact<FirstProcess>) -> Fact<Value> {
    match process.value().map(FirstProcess::is_shell) {
        Some(None) => Fact::unknown("a script is started, and what it does stands in the script"),
        _ => process.clone().map(|it| Value::Truth(it.is_shell().unwrap_or_default())),
    }
}

fn known_base(runtime: &Runtime, knowledge: &Knowledge) -> Fact<images::KnownImage> {
    let Some(base) = runtime.base.value() else { return Fact::unknown("there is no base image") };
    let found = Reference::parse(base).ok().and_then(|reference| knowledge.find_image(&reference));
    match found {
        Some(image) => {
            let note = image.origin.note();
            Fact::known(image, runtime.base.proof().to_vec()).noted(note)
        }
        None => Fact::unknown(format!("the table of images does not hold {base}")),
    }
}

fn base_family(runtime: &Runtime, knowledge: &Knowledge) -> Fact<Value> {
    if runtime.base.value().is_some_and(|base| base == "scratch") {
        return runtime.base.clone().map(Value::Text);
    }
    known_base(runtime, knowledge).map(|image| Value::Text(image.variant.os.clone()))
}

/// Known only where it is sure: the table says so of the base image, or a RUN
/// of the image's stages installs a package of this name, whatever happens.
fn has(tool: &str, analysis: &Analysis, runtime: &Runtime) -> Fact<bool> {
    let changes = Changes::of(tool, analysis, runtime);
    let base = known_base(runtime, &analysis.knowledge);
    let presence = base.value().map(|image| image.variant.presence(tool));
    let is_empty = runtime.base.value().is_some_and(|base| base == "scratch");
    match presence {
        _ if changes.may_remove => Fact::unknown(format!(
            "whether {tool} is still there after what is removed is not sure"
        )),
        _ if !changes.installs.is_empty() => Fact::known(true, changes.installs),
        Some(Presence::Present) => base.map(|_| true),
        Some(Presence::Absent) if !changes.any => base.map(|_| false),
        Some(Presence::Absent) => Fact::unknown(format!(
            "the base image has no {tool}, but a later instruction may have brought it"
        )),
        None if is_empty && !changes.any => runtime.base.clone().map(|_| false),
        _ => Fact::unknown(format!("nothing says whether the image holds {tool}")),
    }
}

/// What the instructions of the image's stages do to its files.
#[derive(Default)]
struct Changes {
    /// Those that install the package for certain.
    installs: Vec<Span>,
    any: bool,
    may_remove: bool,
}

impl Changes {
    fn of(package: &str, analysis: &Analysis, runtime: &Runtime) -> Self {
        let file = &analysis.file;
        let stages = runtime.stages.iter().filter_map(|stage| file.stages.get(stage.0 as usize));
        let places = stages.flat_map(|stage| stage.instructions.clone());
        let mut changes = Self::default();
        for instruction in places.filter_map(|place| file.instructions.get(place as usize)) {
            match instruction.keyword {
                Some(Keyword::Run) => changes.add(package, file, instruction),
                Some(Keyword::Copy | Keyword::Add | Keyword::Onbuild) => changes.any = true,
                _ => {}
            }
        }
        changes
    }

    fn add(&mut self, package: &str, file: &Dockerfile, instruction: &Instruction) {
        self.any = true;
        let text = instruction.logical.text(&file.source);
        let mut depends = ["||", "then", "case"].iter().any(|word| text.contains(word));
        for command in simple_commands(file, instruction) {
            let words: Vec<&str> = command.words.iter().map(|word| word.text.as_str()).collect();
            let removes = ["remove", "purge", "autoremove", "del", "uninstall", "erase"];
            self.may_remove |= words.iter().any(|word| removes.contains(word))
                && words.iter().any(|word| *word == package || word.starts_with("auto"));
            depends |= words.iter().any(|word| matches!(*word, "[" | "[[" | "test" | "exit"));
            let installs = packages::installed(&command).iter().any(|it| it == package);
            if installs && !depends {
                self.installs.push(instruction.span);
            }
        }
    }
}

/// The value in a container.
fn variable(name: &str, runtime: &Runtime) -> Fact<String> {
    let found = runtime.environment.iter().find(|(own, _)| own == name);
    match (found, &runtime.more_variables) {
        (Some((_, value)), _) => value.clone(),
        (None, Some(_)) => Fact::unknown(format!("the base image may set {name}")),
        (None, None) => Fact::unknown(format!("no container has a variable {name}")),
    }
}

/// Whether a check finds something. What it finds under a condition is unknown.
fn findings(name: &str, analysis: &Analysis) -> Fact<Value> {
    let rules = checks::called(name);
    if rules.is_empty() {
        let name: String = name.chars().take(40).collect();
        return Fact::unknown(format!("no check is called {name}"));
    }
    let found = checks::find(&rules, analysis);
    let mut sure: Vec<_> =
        found.iter().filter(|it| it.depends_on.is_none()).map(|it| it.span).collect();
    sure.sort_unstable();
    let depends = found.iter().find_map(|finding| finding.depends_on.as_deref());
    match (sure.is_empty(), depends) {
        (false, _) => Fact::known(Value::Truth(true), sure),
        (true, Some(what)) => Fact::unknown(format!("it depends on {what}")),
        (true, None) => Fact::known(Value::Truth(false), Vec::new()),
    }
}
