//! What the engine knows about a stage while it runs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::arguments::{ArgumentsAt, BuildArguments};
use super::assume::{Assumption, Origin, Standing};
use super::environment::{Environment, HandedOn};
use super::former::Extent;
use super::image::ImageConfig;
use super::platform::Platform;
use super::rewritten::Rewritten;
use super::trace::Traced;
use crate::dockerfile::Keyword;
use crate::dockerfile::record::Meaning;
use crate::source::Span;

/// A value that may rest on something that the file cannot tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maybe<T> {
    /// The value; meaningless when `unknown`.
    pub value: T,
    /// Whether the file cannot tell it.
    pub unknown: bool,
    /// The instruction that set it.
    pub set_by: Option<Span>,
    /// Whether it rests on the table of images, wholly or in part.
    pub assumed: bool,
}

impl<T> Maybe<T> {
    /// A value that an instruction set.
    pub(super) fn set(value: T, unknown: bool, set_by: Option<Span>) -> Self {
        Self { value, unknown, set_by, assumed: false }
    }
}

impl Maybe<Arc<str>> {
    /// Whether it is the same, whatever set it.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        (self.unknown, self.assumed) == (other.unknown, other.assumed)
            && (Arc::ptr_eq(&self.value, &other.value) || self.value == other.value)
    }

    /// Whether it is one and the same, without a look at the text.
    pub(super) fn is_certainly(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.value, &other.value)
            && (self.unknown, self.set_by) == (other.unknown, other.set_by)
    }
}

/// What RUN finds: the state between two instructions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The variables, ARGs included.
    pub environment: Environment,
    /// The working directory with slashes; empty when none was set.
    pub directory: Maybe<Arc<str>>,
    /// The user; empty when none was set.
    pub user: Maybe<Arc<str>>,
}

impl State {
    /// Whether nothing was set between the two.
    pub(super) fn is_certainly(&self, other: &Self) -> bool {
        self.environment.settings() == other.environment.settings()
            && self.directory.is_certainly(&other.directory)
            && self.user.is_certainly(&other.user)
    }
}

/// What a file system comes from, as far as a copy shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Output {
    /// Nothing.
    #[default]
    Scratch,
    /// An image that nothing was done to.
    Image(String),
    /// A step.
    Step,
}

/// The members of a configuration that instructions add to; the others they replace.
pub(super) const ADDED_TO: [&str; 4] = ["Env", "ExposedPorts", "Volumes", "Labels"];

/// The image of a stage while it is made. What is long is shared with the stages
/// that build on it; what they only add to is in `added` and `history`.
#[derive(Clone, Debug, Default)]
pub(super) struct Image {
    /// The configuration, without what the stages of the file add: variables
    /// (they are in the stage's state), ports, volumes and labels.
    pub(super) config: ImageConfig,
    pub(super) platform: Platform,
    pub(super) author: Arc<str>,
    /// Why the members that no instruction set are unknown.
    pub(super) unknown_base: Option<Arc<str>>,
    /// The members that are known all the same.
    pub(super) known: BTreeSet<&'static str>,
    /// Members whose values rest on unknown variables.
    pub(super) unknown: BTreeSet<&'static str>,
    /// Members that rest on the table of images.
    pub(super) assumed: BTreeSet<&'static str>,
    /// The instructions that decide each member that is replaced as a whole.
    pub(super) deciders: BTreeMap<&'static str, Vec<Span>>,
    /// The names of the variables that the table knows.
    pub(super) variables: Vec<String>,
    /// The entry of the table.
    pub(super) origin: Option<Arc<Origin>>,
}

impl Image {
    /// Notes that an instruction decides a member.
    pub(super) fn decide(&mut self, member: &'static str, unknown: bool) {
        self.known.insert(member);
        self.assumed.remove(member);
        if unknown {
            self.unknown.insert(member);
        } else {
            self.unknown.remove(member);
        }
    }

    /// Takes over what a table says.
    pub(super) fn assume(&mut self, assumption: Option<Assumption>) {
        let Some(assumption) = assumption else { return };
        self.config = assumption.config;
        self.known.clone_from(&assumption.known);
        self.assumed = assumption.known;
        self.variables = assumption.variables;
        self.origin = Some(Arc::new(assumption.origin));
    }

    /// Notes that an instruction's value for a member rests on the shell that the table names.
    pub(super) fn rest_on_shell(&mut self, member: &'static str) {
        if self.assumed.contains("Shell") {
            self.assumed.insert(member);
        }
    }

    /// How sure a member is.
    pub(super) fn standing(&self, member: &'static str) -> Standing {
        let has_base = self.unknown_base.is_some() && !self.known.contains(member);
        let is_added_to = ADDED_TO.contains(&member);
        let is_unknown = self.unknown.contains(member)
            || if is_added_to { has_base } else { !self.knows(member) };
        Standing::of(is_unknown, self.assumed.contains(member))
    }

    /// Whether a member that is replaced as a whole is known.
    pub(super) fn knows(&self, member: &'static str) -> bool {
        (self.unknown_base.is_none() || self.known.contains(member))
            && !self.unknown.contains(member)
    }
}

/// The names and values of a LABEL.
pub(super) type Labels = Arc<[(String, String)]>;

/// What a stage adds to the image of its base.
#[derive(Clone, Debug, Default)]
pub(super) struct Added {
    pub(super) exposed_ports: BTreeSet<String>,
    pub(super) volumes: BTreeSet<String>,
    /// What each LABEL sets; of equal names the last counts.
    pub(super) labels: Vec<Labels>,
    pub(super) history: Rewritten<HistoryEntry>,
    /// The instructions that add to members of the configuration.
    pub(super) deciders: Vec<(&'static str, Span)>,
}

/// What made an entry of an image's history.
#[derive(Clone, Debug)]
pub(super) enum CreatedBy {
    /// An instruction, as the entry says it.
    Text(String),
    /// A RUN: its words, and the arguments that stand before them.
    Run(Arc<Vec<String>>, ArgumentsAt),
}

/// One entry of an image's history.
#[derive(Clone, Debug)]
pub(super) struct HistoryEntry {
    /// What made it.
    pub(super) created_by: CreatedBy,
    /// Whether it adds no layer.
    pub(super) empty: bool,
    /// Whether its text rests on something unknown.
    pub(super) unknown: bool,
}

/// A stage, or an image that COPY or a mount names.
#[derive(Clone, Debug, Default)]
pub(super) struct Stage {
    /// The name given with AS, in lower case.
    pub(super) name: String,
    /// The name in the progress output.
    pub(super) shown_name: String,
    /// What the names of its steps begin with: that name, the platform before it where it is asked for.
    pub(super) label: Arc<str>,
    /// The base: as written, then expanded, then complete.
    pub(super) base_name: String,
    /// The line of its FROM, or of the COPY that names the image.
    pub(super) line: Option<u32>,
    pub(super) span: Span,
    /// The stage it builds on.
    pub(super) base: Option<usize>,
    /// The stages it copies or mounts from, with the line of the instruction.
    pub(super) needs: Vec<(usize, u32)>,
    /// Where each of them stands in `needs`.
    pub(super) need_places: BTreeMap<usize, usize>,
    /// Once all ran: those that set variables, directory, user or shell, with their lines.
    pub(super) settings: Vec<(u32, Keyword, Arc<Meaning>)>,
    pub(super) platform: Option<Platform>,
    pub(super) image: Image,
    pub(super) added: Added,
    pub(super) state: State,
    /// The instructions that set variables.
    pub(super) setters: Vec<Span>,
    /// What its instructions did, where that is kept.
    pub(super) trace: Rewritten<Traced>,
    /// Where all that is in the build's lists.
    pub(super) extent: Extent,
    /// The variables that a stage on top of it begins with, once there is one.
    pub(super) handed_on: Option<HandedOn>,
    pub(super) output: Output,
    pub(super) build_arguments: BuildArguments,
    pub(super) dispatched: bool,
    pub(super) resolved: bool,
    pub(super) triggers_taken: bool,
    /// Whether it is no stage of the file.
    pub(super) is_image: bool,
    pub(super) step: usize,
    pub(super) steps: usize,
    pub(super) workdir_was_set: bool,
    pub(super) entrypoint_line: Option<u32>,
    pub(super) cmd_line: Option<u32>,
    pub(super) healthcheck_line: Option<u32>,
}

impl Stage {
    /// What COPY or a mount of an image makes.
    pub(super) fn of_image(name: &str, line: Option<u32>, span: Span) -> Self {
        Self { base_name: name.to_owned(), line, span, is_image: true, ..Self::default() }
    }
}
