//! Whether focuses, conditions, tasks and fences fit the Dockerfiles of a lesson.

use std::cell::OnceCell;
use std::sync::Arc;

use super::Checked;
use crate::analysis::Analysis;
use crate::build::Options;
use crate::checks;
use crate::dockerfile::{self, Keyword, ProblemLevel};
use crate::fact::Fact;
use crate::lesson::place::Problems;
use crate::lesson::trace::{Conditions, Trace, TracedBranch, TracedCheck, TracedFence};
use crate::lesson::{Course, Item, Sample};
use crate::select::World;
use crate::source::Source;

pub(super) fn check(
    checked: &Checked<'_>,
    files_of_course: &FilesOfCourse,
    problems: &mut Problems,
) {
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
    branches(checked, sample.as_ref(), files_of_course, problems);
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

/// Whether each branch is shown for some file: the sample, a fixture, a solution, a Dockerfile
/// of the text, or, where the author names no fixtures, one of the course.
fn branches(
    checked: &Checked<'_>,
    sample: Option<&Analysis>,
    files_of_course: &FilesOfCourse,
    problems: &mut Problems,
) {
    if checked.trace.branches.is_empty() {
        return;
    }
    let Trace { fixtures, solutions, .. } = &checked.trace;
    let own = fixtures.iter().chain(solutions.values()).chain(&checked.lesson.fences);
    let others: Vec<Analysis> = own.map(read).collect();
    let worlds: Vec<World<'_>> =
        sample.map(as_sample).into_iter().chain(others.iter().map(as_file_of_reader)).collect();
    let by_course = |branch: &TracedBranch| {
        let files = files_of_course.get_or_init(files_of_the_course);
        let mut worlds = files.iter().map(as_file_of_reader);
        fixtures.is_empty() && worlds.any(|world| is_shown(&branch.conditions, &world))
    };
    for branch in &checked.trace.branches {
        let is_reached = worlds.iter().any(|world| is_shown(&branch.conditions, world));
        if !is_reached && !by_course(branch) {
            let holds = branch.conditions.last().is_none_or(|(_, holds)| *holds);
            let branch_name = if holds { "if" } else { "else" };
            problems.warning(
                &branch.place,
                format!("no sample and no fixture shows the {branch_name} branch"),
                "add a Dockerfile that does: fixtures: [fixtures/*.Dockerfile] in the front matter",
            );
        }
    }
}

/// Dockerfiles of the course, read when a branch is shown by none of a lesson's own.
pub(super) type FilesOfCourse = OnceCell<Vec<Analysis>>;

fn files_of_the_course() -> Vec<Analysis> {
    let course = Course::builtin();
    let mut texts: Vec<String> = Vec::new();
    for entry in &course.entries {
        for folder in ["fixtures", "samples", "solutions"] {
            let folder = std::path::Path::new(folder);
            let names = entry.files().list(folder).unwrap_or_default();
            let names = names.iter().filter(|name| name.ends_with(".Dockerfile"));
            texts.extend(names.filter_map(|name| entry.files().read(&folder.join(name)).ok()));
        }
    }
    texts.sort();
    texts.dedup();
    let sample = |text| Sample { name: "Dockerfile".to_owned(), text, beside: None };
    texts.into_iter().map(|text| read(&sample(text))).collect()
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
    let analyse = |text: String| read(&Sample { name: "fence".to_owned(), text, beside: None });
    let mut analysis = analyse(fence.text.clone());
    // A piece of a Dockerfile is read as if it stood in a stage.
    let has_from = analysis.file.instructions.iter().any(|it| it.keyword == Some(Keyword::From));
    let has_directive = !analysis.file.directives.is_empty();
    let is_piece = !has_from && !has_directive && !analysis.file.instructions.is_empty();
    if is_piece {
        analysis = analyse(format!("FROM scratch\n{}", fence.text));
    }
    let file = &analysis.file;
    if fence.bad {
        let is_read = has_from | is_piece;
        if is_read && file.problems.is_empty() && is_clean(&analysis) {
            problems.error_with_hint(
                &fence.place,
                "this Dockerfile is tagged bad, and layerwise finds nothing wrong with it",
                "take the tag away, or show what is wrong",
            );
        }
        return;
    }
    for problem in file.problems.iter().filter(|it| it.level == ProblemLevel::Error) {
        let line = file.source.line_at(problem.span.start).get() - u32::from(is_piece);
        problems.error_with_hint(
            &fence.place.below(line),
            format!("line {line} of this Dockerfile: {}", problem.message),
            "tag it bad if that is meant: ```dockerfile bad",
        );
    }
}

/// Whether neither the build nor a check has anything to say about a file.
fn is_clean(analysis: &Analysis) -> bool {
    let settings = checks::Settings::default();
    analysis.build.failure.is_none()
        && checks::check(analysis, &checks::Around::default(), &settings).is_empty()
}
