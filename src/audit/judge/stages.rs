//! Stages: whether what builds is kept apart from what runs.

use crate::audit::{Judgement, Material};
use crate::build::outline::Supplier;
use crate::checks::packages::{Manager, install, name_of};
use crate::checks::rules::{DEV_TOOLS, builds};
use crate::dockerfile::StageId;
use crate::fact::listed;
use crate::knowledge::images::{Presence, familiar_name};
use crate::source::Span;

/// Checks that see what only a build needs in the image.
const LEFT_IN: [&str; 2] = ["stage-single-with-build", "build-tools-in-final"];

/// Whether the image takes results from a stage that it is not made of.
pub(in crate::audit) fn several_stages(material: &Material<'_>) -> Judgement {
    let subject = &material.subject;
    if subject.target_stage().is_none() {
        return Judgement::unknown("The file has no stage that could be built.");
    }
    let taken = taken(material);
    let left = material.by_checks(&LEFT_IN);
    if !taken.is_empty() {
        let done = Judgement::done(
            "The image takes what other stages made, and leaves their tools behind.",
        )
        .proved_by(taken);
        return match left {
            Some(left) => done.adding("Even so:").adding(&left.reason).proved_by(left.proof),
            None => done,
        };
    }
    let chain = material.froms();
    if let Some(left) = left {
        let how = match chain.len() {
            1 => "One stage builds and runs.",
            _ => "The stages build on each other, so the image holds all that they install.",
        };
        return Judgement::not_done(how)
            .adding(&left.reason)
            .proved_by(left.proof)
            .proved_by(chain);
    }
    if let Some((span, _)) = material.shipped_calls().find(|(_, call)| builds(call)) {
        return Judgement::not_done(
            "This builds in the stage that is run, so the tools and sources stay in the image.",
        )
        .proved_by([span]);
    }
    Judgement::not_applicable(
        "No instruction compiles anything or installs compilers, so a second stage would leave nothing behind.",
    )
    .proved_by(chain)
}

/// The instructions that take something from another stage into the image, with that stage's FROM.
fn taken(material: &Material<'_>) -> Vec<Span> {
    let subject = &material.subject;
    let mut found = Vec::new();
    for need in &subject.every.build.needs {
        let Supplier::Stage(of) = need.of else { continue };
        let (by, of) = (StageId(need.by as u32), StageId(of as u32));
        if subject.is_shipped(by) && !subject.is_shipped(of) {
            found.push(need.span);
            found.extend(subject.stage(of).map(|stage| stage.from));
        }
    }
    found
}

/// Whether the image is free of compilers and tools for development.
pub(in crate::audit) fn no_build_tools(material: &Material<'_>) -> Judgement {
    let subject = &material.subject;
    let Some(target) = subject.target_stage() else {
        return Judgement::unknown("The file has no stage that could be built.");
    };
    let checks =
        ["stage-single-with-build", "build-tools-in-final", "dev-deps", "base-not-minimal"];
    if let Some(left) = material.by_checks(&checks) {
        let froms = material.froms();
        return match froms.len() {
            1 => left,
            _ => left.adding("What a stage builds on is in it too.").proved_by(froms),
        };
    }
    let name = familiar_name(&target.bottom);
    let none = "No stage that the image is made of installs a compiler or a tool for development";
    match subject.has_tool(target.id, "gcc") {
        Presence::Present => Judgement::not_done(format!("{name} brings a compiler.")),
        Presence::Absent => Judgement::done(format!("{none}.")),
        Presence::NotSaid if target.image.is_some() || target.bottom == "scratch" => {
            Judgement::done(format!("{none}."))
        }
        Presence::NotSaid => {
            Judgement::unknown(format!("{none}, but nothing is known of what {name} brings."))
        }
    }
    .proved_by(material.froms())
}

/// Whether tools for development have a stage of their own.
pub(in crate::audit) fn development_apart(material: &Material<'_>) -> Judgement {
    if let Some(left) = material.by_checks(&["dev-deps", "dev-server"]) {
        return left;
    }
    let subject = &material.subject;
    let is_tool = |word: &str| DEV_TOOLS.contains(&name_of(word));
    let mut names = Vec::new();
    let mut proof = Vec::new();
    for run in subject.runs.iter().filter(|run| !subject.is_shipped(run.stage)) {
        let installs = run.script.calls.iter().filter_map(install);
        let tools: Vec<String> = installs
            .filter(|install| install.manager == Manager::Pip)
            .flat_map(|install| install.packages)
            .filter(|word| is_tool(&word.text))
            .map(|word| name_of(&word.text).to_owned())
            .collect();
        if !tools.is_empty() {
            proof.push(run.instruction.span);
            proof.extend(subject.stage(run.stage).map(|stage| stage.from));
            names.extend(tools);
        }
    }
    if !names.is_empty() {
        names.truncate(4);
        let message = format!("{} stand in a stage that the image does not hold.", listed(&names));
        return Judgement::done(message).proved_by(proof);
    }
    let named = ["dev", "test", "lint", "debug"];
    let is_named = |name: &str| named.iter().any(|word| name.contains(word));
    let mut apart = subject.stages.iter().filter(|stage| !stage.in_target && is_named(&stage.name));
    match apart.next() {
        Some(stage) => Judgement::done(format!("{} is a stage of its own.", stage.name))
            .proved_by([stage.from]),
        None => Judgement::not_applicable(
            "No instruction installs a tool for development that is known.",
        ),
    }
}
