//! Questions to a finished [`Build`]: its stages with what crosses between
//! them, and the image of each with the instructions that decide it.

use super::command::Command;
use super::image::ImageConfig;
use super::dispatch::split_entry;
use super::environment::Variable;
use super::stage::{Adds, Image, Stage, State};
use super::{Build, Engine, Origin, Standing};
use crate::dockerfile::{Keyword, StageId};
use crate::source::Span;

/// A stage of the file, or an image that COPY or a mount names.
#[derive(Clone, Debug)]
pub struct StageOutline<'a> {
    /// Its number; stages of the file come first.
    pub number: usize,
    /// The name given with AS, in lower case; empty when there is none.
    pub name: &'a str,
    /// Whether it is a stage of the file.
    pub is_stage: bool,
    /// The line of its FROM.
    pub line: Option<u32>,
    /// Its FROM, or the instruction that names the image.
    pub span: Span,
    /// What it starts from.
    pub start: StartsFrom<'a>,
    /// Whether the target needs it.
    pub is_needed: bool,
    /// What it takes from others, by line.
    pub takings: Vec<Taking>,
}

/// What a stage starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartsFrom<'a> {
    /// Nothing: `scratch`.
    Nothing,
    /// An image, by its reference.
    Image(&'a str),
    /// Another stage, by its number.
    Stage(usize),
}

/// Files that cross from one stage or image into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// The number of what they come from.
    pub from: usize,
    /// The line of the instruction; for a trigger, that of the FROM that fires it.
    pub line: u32,
    /// The instruction.
    pub span: Span,
    /// How they cross.
    pub way: Way,
    /// The paths there, as written.
    pub paths: Vec<String>,
    /// Where they go, as written.
    pub to: String,
}

/// How files cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// COPY takes them over.
    Copy,
    /// RUN sees them while it runs.
    Mount,
}

/// The image that a stage makes.
#[derive(Clone, Copy, Debug)]
pub struct FinalImage<'a> {
    image: &'a Image,
    state: &'a State,
}

impl<'a> FinalImage<'a> {
    /// Its configuration. A member whose standing is unknown means nothing.
    pub fn config(self) -> &'a ImageConfig {
        &self.image.config
    }

    /// How sure a member of the configuration is, by its name there (`Cmd`).
    pub fn standing(self, member: &'static str) -> Standing {
        self.image.standing(member)
    }

    /// The instructions that decide a member, in the order of building.
    pub fn deciders(self, member: &str) -> &'a [Span] {
        self.image.deciders.get(member).map(Vec::as_slice).unwrap_or_default()
    }

    /// The entry of the table that assumed members rest on.
    pub fn origin(self) -> Option<&'a Origin> {
        self.image.origin.as_deref()
    }

    /// Why what no instruction sets is unknown; `None` where the base is known.
    pub fn unknown_base(self) -> Option<&'a str> {
        self.image.unknown_base.as_deref()
    }

    /// The variables of containers, in the image's order: ARGs are gone.
    pub fn environment(self) -> Vec<Variable> {
        let deciders = self.deciders("Env");
        let entry = |entry: &String| {
            let (name, value) = split_entry(entry);
            let last = self.state.environment.get(name);
            let own = last.filter(|it| it.set_by.is_some_and(|span| deciders.contains(&span)));
            Variable {
                name: name.to_owned(),
                value: value.to_owned(),
                unknown: own.is_some_and(|it| it.unknown),
                set_by: own.and_then(|it| it.set_by),
            }
        };
        self.image.config.env.iter().map(entry).collect()
    }

    /// The names of variables that the base image sets, as far as the table knows.
    pub fn base_variables(self) -> &'a [&'static str] {
        &self.image.variables
    }

    /// The operating system: `linux` or `windows`.
    pub fn system(self) -> &'a str {
        &self.image.platform.os
    }
}

impl Build {
    /// The stages and the images they take from, in the order of their numbers.
    pub fn outline(&self) -> Vec<StageOutline<'_>> {
        self.stages.iter().enumerate().map(|(number, stage)| self.outlined(number, stage)).collect()
    }

    /// The stage that is built; `None` where the build does not get so far.
    pub fn built_stage(&self) -> Option<StageId> {
        self.target.map(|place| StageId(u32::try_from(place).unwrap_or(u32::MAX)))
    }

    /// The image that a stage makes.
    pub fn image_of(&self, stage: StageId) -> Option<FinalImage<'_>> {
        let stage = self.stages.get(stage.0 as usize)?;
        Some(FinalImage { image: &stage.image, state: &stage.state })
    }

    fn outlined<'a>(&'a self, number: usize, stage: &'a Stage) -> StageOutline<'a> {
        let start = match (stage.base, stage.base_name.as_str()) {
            (Some(base), _) => StartsFrom::Stage(base),
            (None, "scratch") => StartsFrom::Nothing,
            (None, name) => StartsFrom::Image(name),
        };
        let takings = stage.commands.iter().flat_map(|command| self.takings(command));
        StageOutline {
            number,
            name: &stage.name,
            is_stage: number < self.file_stages,
            line: stage.line,
            span: stage.span,
            start,
            is_needed: self.reachable.get(number).copied().unwrap_or_default(),
            takings: takings.collect(),
        }
    }

    fn takings(&self, command: &Command) -> Vec<Taking> {
        if command.sources.is_empty() {
            return Vec::new();
        }
        let typed = command.typed();
        let mounts: Vec<&str> = command.mounts().filter(|mount| names_source(mount)).collect();
        let taking = |(index, from): (usize, &usize)| {
            let (way, paths, to) = match command.keyword {
                Keyword::Run => {
                    let mount = mounts.get(index).copied().unwrap_or_default();
                    let source = option(mount, &["source", "src"]).unwrap_or("/");
                    let target = option(mount, &["target", "dst", "destination"]);
                    (Way::Mount, vec![source.to_owned()], target.unwrap_or_default().to_owned())
                }
                _ => {
                    let sources = typed.sources.clone().unwrap_or_default();
                    (Way::Copy, sources, typed.dest.clone().unwrap_or_default())
                }
            };
            Taking { from: *from, line: command.line, span: command.span, way, paths, to }
        };
        // A cache that begins empty names no image that anything comes from.
        let is_empty = |from: usize| {
            self.stages.get(from).is_some_and(|it| it.is_image && it.base_name == "scratch")
        };
        let takings = command.sources.iter().enumerate().map(taking);
        takings.filter(|taking| !is_empty(taking.from)).collect()
    }
}

fn names_source(mount: &&str) -> bool {
    option(mount, &["from"]).is_some() || option(mount, &["type"]) == Some("cache")
}

fn option<'a>(mount: &'a str, names: &[&str]) -> Option<&'a str> {
    let options = mount.split(',').filter_map(|option| option.split_once('='));
    let mut fitting = options.filter(|(name, _)| names.contains(name)).map(|(_, value)| value);
    fitting.next()
}

impl Engine<'_> {
    /// Notes which members of the configuration an instruction decides.
    pub(super) fn note_decision(&mut self, place: usize, command: &Command) {
        use Keyword::{
            Cmd, Entrypoint, Env, Expose, Healthcheck, Label, Shell, Stopsignal, User, Volume,
            Workdir,
        };
        let stage = &mut self.stages[place];
        let system = stage.system();
        let resets_cmd = command.keyword == Entrypoint && stage.cmd_line.is_none();
        let image = &mut stage.image;
        let (member, adds) = match command.keyword {
            User => ("User", Adds::Nothing),
            Cmd => ("Cmd", Adds::Nothing),
            Entrypoint => ("Entrypoint", Adds::Nothing),
            Healthcheck => ("Healthcheck", Adds::Nothing),
            Stopsignal => ("StopSignal", Adds::Nothing),
            Shell => ("Shell", Adds::Nothing),
            Env => ("Env", Adds::Something),
            Expose => ("ExposedPorts", Adds::Something),
            Volume => ("Volumes", Adds::Something),
            Label => ("Labels", Adds::Something),
            Workdir => {
                let path = command.typed().path.unwrap_or_default();
                let starts_anew = system.is_absolute(&path) && !path.contains('$');
                ("WorkingDir", if starts_anew { Adds::Nothing } else { Adds::Something })
            }
            _ => return,
        };
        image.note_decider(member, command.span, adds);
        if resets_cmd {
            image.note_decider("Cmd", command.span, Adds::Nothing);
        }
        let uses_shell = matches!(command.keyword, Cmd | Entrypoint) && command.has_shell();
        if uses_shell && let Some(shell) = image.deciders.get("Shell").cloned() {
            let deciders = image.deciders.entry(member).or_default();
            deciders.splice(0..0, shell);
        }
    }
}
