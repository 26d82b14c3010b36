//! Whether focuses, conditions, tasks and fences fit the Dockerfiles of a lesson.

use std::sync::Arc;

use super::Checked;
use crate::analysis::Analysis;
use crate::build::Options;
use crate::dockerfile::{self, Keyword, ProblemLevel};
use crate::fact::Fact;
use crate::lesson::place::Problems;
use crate::lesson::trace::{Conditions, TracedCheck, TracedFence};
use crate::lesson::{Item, Sample};
use crate::select::World;
use crate::source::Source;

pub(super) fn check(checked: &Checked<'_>, problems: &mut Problems) {
    let sample = checked.lesson.sample.as_ref().map(read);
    match &sample {
        Some(sample) => focuses(checked, sample, problems),
        None => {
            if let Some(focus) = checked.trace.focuses.iter().find(|focus| !focus.optional) {
                problems.warning(
                    &focus.place,
                    "the lesson has no sample, so nobody knows whether its focuses find anything",
                    "sample: samples/name.Dockerfile",
                );
            }
        }
    }
    branches(checked, sample.as_ref(), problems);
    tasks(checked, sample.as_ref(), problems);
    for fence in &checked.trace.fences {
        check_fence(fence, problems);
    }
}

/// Reads a sample and works out what a build of it does.
pub(super) fn read(sample: &Sample) -> Analysis {
    let source = Source::new(sample.name.clone(), sample.text.clone().into_bytes());
    Analysis::of(Arc::new(dockerfile::parse(Arc::new(source))), Options::default())
}

pub(super) fn as_sample(analysis: &Analysis) -> World<'_> {
    World { analysis: Some(analysis), ..World::sample(&analysis.file) }
}

fn as_file_of_reader(analysis: &Analysis) -> World<'_> {
    World { analysis: Some(analysis), ..World::of(&analysis.file) }
}

/// Whether something behind these conditions is shown for a file.
pub(super) fn is_shown(conditions: &Conditions, world: &World<'_>) -> bool {
    conditions.iter().all(|(condition, holds)| condition.evaluate(world).value() == Some(holds))
}

fn focuses(checked: &Checked<'_>, sample: &Analysis, problems: &mut Problems) {
    let world = as_sample(sample);
    for focus in &checked.trace.focuses {
        if focus.optional || !is_shown(&focus.conditions, &world) {
            continue;
        }
        if !focus.selector.find(&world).is_empty() {
            continue;
        }
        match focus.selector.doubt(&world) {
            Some(reason) => problems.error(
                &focus.place,
                format!("nobody can tell what this focus finds in the sample: {reason}"),
            ),
            None => problems.error_with_hint(
                &focus.place,
                "this focus finds nothing in the sample",
                "if the text stands without it, write optional: true",
            ),
        }
    }
}

/// Whether each branch is shown for some file; asked only of lessons with fixtures.
fn branches(checked: &Checked<'_>, sample: Option<&Analysis>, problems: &mut Problems) {
    if checked.trace.fixtures.is_empty() {
        return;
    }
    let others: Vec<Analysis> =
        checked.trace.fixtures.iter().chain(checked.trace.solutions.values()).map(read).collect();
    let worlds: Vec<World<'_>> =
        sample.map(as_sample).into_iter().chain(others.iter().map(as_file_of_reader)).collect();
    for branch in &checked.trace.branches {
        if !worlds.iter().any(|world| is_shown(&branch.conditions, world)) {
            let holds = branch.conditions.last().is_none_or(|(_, holds)| *holds);
            let branch_name = if holds { "if" } else { "else" };
            problems.warning(
                &branch.place,
                format!("no sample and no fixture shows the {branch_name} branch"),
                "add a Dockerfile that does to fixtures",
            );
        }
    }
}

/// Whether each task starts unsolved and its solution solves it.
fn tasks(checked: &Checked<'_>, sample: Option<&Analysis>, problems: &mut Problems) {
    let mut ids = Vec::new();
    for step in &checked.lesson.steps {
        collect(&step.items, &mut ids);
    }
    for id in ids {
        let place = checked.trace.place_of(id).unwrap_or(&checked.start);
        let checks: Vec<&TracedCheck> =
            checked.trace.checks.iter().filter(|check| check.task.as_deref() == Some(id)).collect();
        if checks.is_empty() && !checked.trace.broken_checks.contains(id) {
            let hint = "write <!-- check: … --> behind what is to do";
            let message = format!("task {id} checks nothing");
            problems.error_with_hint(place, message, hint);
            continue;
        }
        match sample {
            Some(sample) => {
                for check in &checks {
                    prove(check, false, &as_sample(sample), problems);
                }
            }
            None => problems.error_with_hint(
                place,
                format!("task {id} has no sample to start from"),
                "sample: samples/name.Dockerfile in the front matter",
            ),
        }
        match checked.trace.solutions.get(id) {
            Some(solution) => {
                let solution = read(solution);
                for check in &checks {
                    prove(check, true, &as_sample(&solution), problems);
                }
            }
            None => problems.error_with_hint(
                place,
                format!("task {id} has no solution"),
                "solution: solutions/name.Dockerfile in its directive",
            ),
        }
    }
}

fn collect<'a>(items: &'a [Item], into: &mut Vec<&'a str>) {
    for item in items {
        match item {
            Item::Task(task) => into.push(&task.id),
            Item::Conditional { then, otherwise, .. } => {
                collect(then, into);
                collect(otherwise, into);
            }
            _ => {}
        }
    }
}

/// Reports a check that does not say on a file what it should.
fn prove(check: &TracedCheck, expected: bool, world: &World<'_>, problems: &mut Problems) {
    let file = if expected { "solution" } else { "sample" };
    match check.check.evaluate(world) {
        Fact::Known { value, .. } if value == expected => {}
        Fact::Known { .. } if expected => problems.error_with_hint(
            &check.place,
            "this check is false on the solution",
            "the solution must satisfy it; mend one of the two",
        ),
        Fact::Known { .. } => problems.error_with_hint(
            &check.place,
            "this check is true on the sample already",
            "nothing would be left to do; ask for something that the sample lacks",
        ),
        Fact::Unknown { reason } => {
            problems
                .error(&check.place, format!("nobody can tell this check on the {file}: {reason}"));
        }
    }
}

/// Whether a Dockerfile fence reads without errors, or is wrong where it says so.
fn check_fence(fence: &TracedFence, problems: &mut Problems) {
    let parse = |text: String| dockerfile::parse(Arc::new(Source::new("fence", text.into_bytes())));
    let mut file = parse(fence.text.clone());
    // A piece of a Dockerfile is read as if it stood in a stage.
    let has_from = file.instructions.iter().any(|it| it.keyword == Some(Keyword::From));
    let is_piece = !has_from && file.directives.is_empty() && !file.instructions.is_empty();
    if is_piece {
        file = parse(format!("FROM scratch\n{}", fence.text));
    }
    if fence.bad {
        if file.problems.is_empty() && has_from | is_piece {
            // A warning: the checks, which will see more, come with a later version.
            problems.warning(
                &fence.place,
                "this Dockerfile is tagged bad, and layerwise sees nothing wrong with it",
                "take the tag away, or show what is wrong",
            );
        }
        return;
    }
    for problem in file.problems.iter().filter(|it| it.level == ProblemLevel::Error) {
        let line = file.source.line_at(problem.span.start).get() - u32::from(is_piece);
        problems.error_with_hint(
            &fence.place,
            format!("line {line} of this Dockerfile: {}", problem.message),
            "tag it bad if that is meant: ```dockerfile bad",
        );
    }
}
