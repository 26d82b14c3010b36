//! Questions to a finished [`Build`] about the image that a stage makes: its
//! configuration, how sure each member is, and the instructions that decide it.

use super::command::Command;
use super::environment::{SetBy, Variable};
use super::image::ImageConfig;
use super::stage::{ADDED_TO, Stage};
use super::{Build, Engine, Origin, Standing};
use crate::dockerfile::{Keyword, StageId};
use crate::source::Span;

/// So many deciders of a member are kept: more prove nothing to a person.
const MOST_DECIDERS: usize = 64;

/// The image that a stage makes.
#[derive(Clone, Debug)]
pub struct FinalImage<'a> {
    /// Its configuration. A member whose standing is unknown means nothing.
    pub config: ImageConfig,
    /// The stage and those below it, the lowest first.
    chain: Vec<&'a Stage>,
    /// Their places.
    places: Vec<usize>,
    stage: &'a Stage,
}

impl<'a> FinalImage<'a> {
    /// How sure a member of the configuration is, by its name there (`Cmd`).
    pub fn standing(&self, member: &'static str) -> Standing {
        self.stage.image.standing(member)
    }

    /// Whether what the file's instructions add to a member is known, although
    /// the base image may add more.
    pub fn knows_own(&self, member: &'static str) -> bool {
        !self.stage.image.unknown.contains(member)
    }

    /// The instructions that decide a member, in the order of building; the
    /// first 64 of a relative directory.
    pub fn deciders(&self, member: &str) -> Vec<Span> {
        if ADDED_TO.contains(&member) {
            let added = self.chain.iter().flat_map(|stage| &stage.added.deciders);
            return added.filter(|(name, _)| *name == member).map(|(_, span)| *span).collect();
        }
        self.stage.image.deciders.get(member).cloned().unwrap_or_default()
    }

    /// The entry of the table that assumed members rest on.
    pub fn origin(&self) -> Option<&'a Origin> {
        self.stage.image.origin.as_deref()
    }

    /// Why what no instruction sets is unknown; `None` where the base is known.
    pub fn unknown_base(&self) -> Option<&'a str> {
        self.stage.image.unknown_base.as_deref()
    }

    /// The variables of containers, in the image's order: ARGs are gone.
    pub fn environment(&self) -> impl Iterator<Item = &'a Variable> {
        self.stage.state.environment.image()
    }

    /// The instruction that set one of these variables; `None` where the base image did.
    pub fn setter(&self, variable: &Variable) -> Option<Span> {
        let SetBy { stage, number } = variable.set_by?;
        // A stage stands below the one that it builds on.
        let at = self.places.binary_search(&(stage as usize)).ok()?;
        self.chain.get(at)?.setters.get(number as usize).copied()
    }

    /// The names of variables that the base image sets, as far as the table knows.
    pub fn base_variables(&self) -> &'a [String] {
        &self.stage.image.variables
    }

    /// The image at the bottom: a complete reference, or `scratch`.
    pub fn base(&self) -> &'a str {
        self.chain.first().map_or("", |stage| &stage.base_name)
    }

    /// The FROMs that lead to it, the lowest first.
    pub fn froms(&self) -> Vec<Span> {
        self.chain.iter().map(|stage| stage.span).collect()
    }

    /// The stages that it is made of, the lowest first.
    pub fn stages(&self) -> impl Iterator<Item = StageId> {
        self.places.iter().map(|place| StageId(u32::try_from(*place).unwrap_or(u32::MAX)))
    }
}

impl Build {
    /// The stage that is built; `None` where the build does not get so far.
    pub fn built_stage(&self) -> Option<StageId> {
        self.target.map(|place| StageId(u32::try_from(place).unwrap_or(u32::MAX)))
    }

    /// The image that a stage makes. Takes time for all that the stage and
    /// those below it set.
    pub fn image_of(&self, stage: StageId) -> Option<FinalImage<'_>> {
        let place = stage.0 as usize;
        let config = self.config_of(place)?;
        let below = |place: &usize| self.stages.get(*place)?.base;
        let mut places: Vec<usize> = std::iter::successors(Some(place), below).collect();
        places.reverse();
        let stage = self.stages.get(place)?;
        Some(FinalImage { config, chain: self.chain(place), places, stage })
    }
}

impl Engine<'_> {
    /// Notes which members of the configuration an instruction decides.
    pub(super) fn note_decision(&mut self, place: usize, command: &Command<'_>) {
        let Some(member) = member_of(command.keyword) else { return };
        let stage = &mut self.stages[place];
        if ADDED_TO.contains(&member) {
            stage.added.deciders.push((member, command.span));
            return;
        }
        let goes_on = command.keyword == Keyword::Workdir
            && command.typed().path.as_ref().is_some_and(|path| !stage.system().is_absolute(path));
        let resets_cmd = command.keyword == Keyword::Entrypoint && stage.cmd_line.is_none();
        let deciders = &mut stage.image.deciders;
        let uses_shell = command.keyword != Keyword::Shell && command.has_shell();
        let shell = deciders.get("Shell").filter(|_| uses_shell).cloned().unwrap_or_default();
        let spans = deciders.entry(member).or_default();
        if !goes_on {
            *spans = shell;
        }
        if spans.len() < MOST_DECIDERS {
            spans.push(command.span);
        }
        if resets_cmd {
            deciders.insert("Cmd", vec![command.span]);
        }
    }
}

/// The member of the configuration that an instruction decides or adds to.
fn member_of(keyword: Keyword) -> Option<&'static str> {
    Some(match keyword {
        Keyword::User => "User",
        Keyword::Workdir => "WorkingDir",
        Keyword::Cmd => "Cmd",
        Keyword::Entrypoint => "Entrypoint",
        Keyword::Healthcheck => "Healthcheck",
        Keyword::Stopsignal => "StopSignal",
        Keyword::Shell => "Shell",
        Keyword::Env => "Env",
        Keyword::Expose => "ExposedPorts",
        Keyword::Volume => "Volumes",
        Keyword::Label => "Labels",
        _ => return None,
    })
}
