//! BuildKit's own checks: what `docker build --check` says.

use std::sync::Arc;

use super::around::Around;
use super::subject::Subject;
use crate::build::lint::Warning;
use crate::build::{self, Failure, Ignoring, Options, Scope};
use crate::context::IgnoreFile;
use crate::dockerfile::{Dockerfile, Instruction};

/// The names of BuildKit's checks (73ed6825c, 2026-08-21).
pub const NAMES: [&str; 22] = [
    "ConsistentInstructionCasing",
    "CopyIgnoredFile",
    "DuplicateStageName",
    "ExposeInvalidFormat",
    "ExposeProtoCasing",
    "FromAsCasing",
    "FromPlatformFlagConstDisallowed",
    "InvalidBaseImagePlatform",
    "InvalidDefaultArgInFrom",
    "InvalidDefinitionDescription",
    "JSONArgsRecommended",
    "LegacyKeyValueFormat",
    "MaintainerDeprecated",
    "MultipleInstructionsDisallowed",
    "NoEmptyContinuation",
    "RedundantTargetPlatform",
    "ReservedStageName",
    "SecretsUsedInArgOrEnv",
    "StageNameCasing",
    "UndefinedArgInFrom",
    "UndefinedVar",
    "WorkdirRelativePath",
];

/// What `docker build --check` says.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Its warnings, by line, check and text.
    pub warnings: Vec<Warning>,
    /// What it would say if the base image, which is not known, does not set the variable.
    pub possible: Vec<Warning>,
    /// The error that it ends with.
    pub error: Option<Failure>,
}

/// What BuildKit asks of an ignore file: nothing where a line brings something
/// back, as the walk may then decide otherwise.
pub fn ignoring(ignore: &IgnoreFile) -> Option<Ignoring> {
    if ignore.patterns.is_empty() || ignore.has_exceptions() {
        return None;
    }
    let ignore = ignore.clone();
    Some(Ignoring(Arc::new(move |path| ignore.leaves_out_alone(path))))
}

/// Runs BuildKit's checks as `docker build --check` does: over all stages,
/// unless a target was chosen.
pub fn check(file: &Dockerfile, around: &Around, options: &Options) -> Verdict {
    let is_targeted = options.target.as_deref().is_some_and(|target| !target.is_empty());
    let scope = if is_targeted { Scope::Target } else { Scope::EveryStage };
    let ignoring = around.ignore_file().and_then(ignoring);
    let options = Options { scope, ignoring, ..options.clone() };
    let build = build::evaluate(file, &options);
    Verdict { warnings: build.warnings, possible: build.possible_warnings, error: build.failure }
}

/// The warnings of one of BuildKit's checks over all stages, each with its instruction.
pub(super) fn warnings<'s>(
    subject: &'s Subject<'_>,
    name: &'static str,
) -> impl Iterator<Item = (&'s Warning, &'s Instruction)> {
    let own = subject.every.build.warnings.iter().filter(move |warning| warning.rule == name);
    own.filter_map(|warning| Some((warning, at(subject, warning.line)?)))
}

/// What BuildKit would say if an unknown base image sets nothing.
pub(super) fn possible<'s>(
    subject: &'s Subject<'_>,
    name: &'static str,
) -> impl Iterator<Item = (&'s Warning, &'s Instruction)> {
    let own = subject.every.build.possible_warnings.iter();
    let own = own.filter(move |warning| warning.rule == name);
    own.filter_map(|warning| Some((warning, at(subject, warning.line)?)))
}

/// The instruction that a line belongs to.
fn at<'s>(subject: &'s Subject<'_>, line: u32) -> Option<&'s Instruction> {
    let instructions = &subject.file.instructions;
    let after = instructions.partition_point(|it| it.lines.first.get() <= line);
    instructions.get(after.checked_sub(1)?).filter(|it| line <= it.lines.last.get())
}
