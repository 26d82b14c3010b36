//! What would make a step run again, from the file alone.

use crate::build::Build;
use crate::build::graph::{StageNode, Start};
use crate::build::step::Step;
use crate::source::{Span, safe_line};
use crate::stages::familiar;

/// At most so many variables or sources are named.
const MOST: usize = 4;

/// What would make the step of a line run again, as a sentence; `None` where no
/// step that the target needs stands there. Names in it are from outside, and
/// safe for a terminal. Takes time in line with the file's length.
pub fn runs_again_when(build: &Build, line: u32) -> Option<String> {
    let number = build.steps.iter().position(|step| step.line == line)?;
    let step = &build.steps[number];
    let nodes = build.stage_nodes();
    let mut causes = match step.kind {
        "RUN" => of_run(step, &nodes),
        "WORKDIR" => vec!["the folder or the user changes".to_owned()],
        _ => of_copy(step, &nodes),
    };
    let above = above(build, &nodes, number);
    if step.is_linked {
        let merge = above.map(|above| format!(" Only its merge is done again when {above}."));
        return Some(format!(
            "It runs again when {}.{}",
            joined(&causes),
            merge.unwrap_or_default()
        ));
    }
    causes.extend(above);
    Some(format!("It runs again when {}.", joined(&causes)))
}

fn of_run(step: &Step, nodes: &[StageNode<'_>]) -> Vec<String> {
    let mut causes = vec!["its command, user, directory or shell changes".to_owned()];
    let variables = step.env.iter().flat_map(|env| env.variables.iter());
    let set = variables.filter(|it| it.set_by.is_some());
    let names: Vec<String> = set.map(|it| it.name.clone()).collect();
    if !names.is_empty() {
        causes.push(format!("{} has another value", named(&names, "or")));
    }
    for mount in step.mounts.iter().filter(|mount| mount.kind == "bind") {
        let source = mount.source.as_deref().unwrap_or_default().trim_start_matches('/');
        let what = if source.is_empty() { "a file" } else { source };
        causes.push(match (mount.source_stage, &mount.inline) {
            (Some(place), _) => format!("what it mounts from {} differs", title(nodes, place)),
            (None, Some(_)) => continue,
            (None, None) => format!("{} that it mounts changes", safe_line(what)),
        });
    }
    causes
}

fn of_copy(step: &Step, nodes: &[StageNode<'_>]) -> Vec<String> {
    let mut causes = vec!["its sources or its destination change".to_owned()];
    let copies = step.copies.as_deref().unwrap_or_default();
    let of_context = |it: &&crate::build::step::Copied| {
        it.inline.is_none() && step.source.is_none() && it.from.as_deref() == Some("context")
    };
    let sources: Vec<String> = copies
        .iter()
        .filter(of_context)
        .map(|copied| copied.src.trim_start_matches('/').to_owned())
        .collect();
    if step.sources_unknown {
        causes.push("what it takes changes, which the file cannot tell".to_owned());
    } else if let Some(place) = step.source {
        causes.push(format!("what it takes from {} differs", title(nodes, place)));
    } else if sources.iter().any(|source| source.is_empty() || source == ".") {
        causes.push("any file that is sent changes, comes or goes".to_owned());
    } else if !sources.is_empty() {
        causes.push(format!("{} changes", named(&sources, "or")));
    }
    causes
}

/// The places that the sentence of [`runs_again_when`] names, in the file's order: what sets
/// the variables that the step reads, as bytes, and the line that it goes on from.
pub fn runs_again_by(build: &Build, line: u32) -> (Vec<Span>, Option<u32>) {
    let Some(number) = build.steps.iter().position(|step| step.line == line) else {
        return (Vec::new(), None);
    };
    let step = &build.steps[number];
    let variables = step.env.iter().flat_map(|env| env.variables.iter());
    let mut spans: Vec<Span> = variables.filter_map(|it| it.set_by).collect();
    spans.sort_unstable();
    spans.dedup();
    let line = match before(build, &build.stage_nodes(), number) {
        Before::Step { line, .. } => Some(line),
        Before::Image { line, .. } => line,
        Before::Nothing => None,
    };
    (spans, line)
}

/// What a step goes on from.
enum Before<'b> {
    /// The step of this line, in its own stage or in one that its stage starts from.
    Step { line: u32, is_own: bool },
    /// The image that its stage begins with, and the line that names it.
    Image { image: &'b str, line: Option<u32> },
    /// An empty folder, or what the file cannot tell.
    Nothing,
}

fn before<'b>(build: &'b Build, nodes: &[StageNode<'b>], number: usize) -> Before<'b> {
    let mut at = build.steps[number].stage;
    let last = |stage: usize, steps: &[Step]| {
        steps.iter().rev().find(|step| step.stage == stage).map(|step| step.line)
    };
    if let Some(line) = last(at, &build.steps[..number]) {
        return Before::Step { line, is_own: true };
    }
    loop {
        let Some(node) = nodes.get(at) else { return Before::Nothing };
        match node.start {
            Start::Image(image) => return Before::Image { image, line: node.line },
            Start::Stage(base) if base < at => at = base,
            Start::Stage(_) | Start::Scratch => return Before::Nothing,
        }
        if let Some(line) = last(at, &build.steps) {
            return Before::Step { line, is_own: false };
        }
    }
}

/// The same as a part of a sentence.
fn above(build: &Build, nodes: &[StageNode<'_>], number: usize) -> Option<String> {
    match before(build, nodes, number) {
        Before::Step { line, is_own: true } => Some(format!("line {line} above it runs")),
        Before::Step { line, .. } => Some(format!("line {line}, which it goes on from, runs")),
        Before::Image { image, .. } => Some(format!("{} becomes another image", familiar(image))),
        Before::Nothing => None,
    }
}

/// What a stage or an image is called.
fn title(nodes: &[StageNode<'_>], place: usize) -> String {
    match nodes.get(place) {
        Some(node) if !node.name.is_empty() => safe_line(node.name).into_owned(),
        Some(StageNode { start: Start::Image(image), .. }) => familiar(image),
        _ => format!("stage {place}"),
    }
}

fn named(names: &[String], word: &str) -> String {
    let shown = names.iter().take(MOST).map(|name| safe_line(name).into_owned());
    let mut shown: Vec<String> = shown.collect();
    if names.len() > MOST {
        shown.push(format!("{} more", names.len() - MOST));
    }
    match shown.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} {word} {last}", all.join(", ")),
        all => all.join(", "),
    }
}

fn joined(causes: &[String]) -> String {
    match causes {
        [all @ .., last] if !all.is_empty() => format!("{}, or when {last}", all.join(", when ")),
        all => all.join(""),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::build::{self, Options};
    use crate::dockerfile;
    use crate::source::Source;

    #[track_caller]
    fn check(text: &str, line: u32, expected: &str) {
        let file = dockerfile::parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
        let build = build::evaluate(&file, &Options::default());
        let sentence = runs_again_when(&build, line).unwrap_or_default();
        assert_eq!(sentence, expected, "line {line}");
    }

    const FILE: &str = "\
FROM node:22 AS deps
ARG VERSION=1
ENV A=1
COPY package.json yarn.lock ./
RUN npm ci
FROM deps AS unneeded
RUN no
FROM deps
WORKDIR /app
COPY . .
COPY --from=deps /x /y
COPY --link a /b
RUN --mount=type=bind,source=c,target=/c make
ENV LATER=1
";

    #[test]
    fn each_kind_of_step_has_its_causes() {
        let copy = "It runs again when its sources or its destination change, when ";
        check(FILE, 1, "");
        check(
            FILE,
            4,
            &format!(
                "{copy}package.json or yarn.lock changes, or when node:22 becomes another image."
            ),
        );
        check(
            FILE,
            5,
            "It runs again when its command, user, directory or shell changes, when VERSION or A has another value, or when line 4 above it runs.",
        );
        check(FILE, 7, "");
        check(
            FILE,
            9,
            "It runs again when the folder or the user changes, or when line 5, which it goes on from, runs.",
        );
        check(
            FILE,
            10,
            &format!(
                "{copy}any file that is sent changes, comes or goes, or when line 9 above it runs."
            ),
        );
        check(
            FILE,
            11,
            &format!("{copy}what it takes from deps differs, or when line 10 above it runs."),
        );
        check(
            FILE,
            12,
            "It runs again when its sources or its destination change, or when a changes. Only its merge is done again when line 11 above it runs.",
        );
        check(
            FILE,
            13,
            "It runs again when its command, user, directory or shell changes, when VERSION or A has another value, when c that it mounts changes, or when line 12 above it runs.",
        );
    }
}
