//! What would make a step run again, from the file alone.

use std::collections::HashMap;

use crate::build::Build;
use crate::build::graph::{StageNode, Start};
use crate::build::step::Step;
use crate::source::{Span, safe_line};
use crate::stages::familiar;

/// At most so many variables or sources are named.
const MOST: usize = 4;

/// What would make the steps of a build run again.
pub struct Causes<'a> {
    build: &'a Build,
    nodes: Vec<StageNode<'a>>,
    /// For each line the first step that stands there.
    at: HashMap<u32, usize>,
    /// For each step the one before it in its stage.
    before: Vec<Option<usize>>,
    /// For each stage its last step.
    last: HashMap<usize, usize>,
}

/// The same as [`Causes::of_line`], for one line. Takes time in line with the file's length.
pub fn runs_again_when(build: &Build, line: u32) -> Option<String> {
    Causes::of(build).of_line(line)
}

impl<'a> Causes<'a> {
    /// Takes time in line with the file's length.
    pub fn of(build: &'a Build) -> Self {
        let (mut at, mut before, mut last) = (HashMap::new(), Vec::new(), HashMap::new());
        for (number, step) in build.steps.iter().enumerate() {
            at.entry(step.line).or_insert(number);
            before.push(last.insert(step.stage, number));
        }
        Self { build, nodes: build.stage_nodes(), at, before, last }
    }

    /// What would make the step of a line run again, as a sentence; `None` where
    /// no step that the target needs stands there. Names in it are from outside,
    /// and safe for a terminal.
    pub fn of_line(&self, line: u32) -> Option<String> {
        let number = *self.at.get(&line)?;
        let step = &self.build.steps[number];
        let mut causes = match step.kind {
            "RUN" => of_run(step, &self.nodes),
            "WORKDIR" => vec!["the folder or the user changes".to_owned()],
            _ => of_copy(step, &self.nodes),
        };
        let above = self.above(number);
        if step.is_linked {
            let merge = above.map(|above| format!(" Only its merge is done again when {above}."));
            let merge = merge.unwrap_or_default();
            return Some(format!("It runs again when {}.{merge}", joined(&causes)));
        }
        causes.extend(above);
        Some(format!("It runs again when {}.", joined(&causes)))
    }

    /// The places that the sentence of [`Causes::of_line`] names: what sets the variables that
    /// the step reads, in the file's order, and the line that it goes on from.
    pub fn proof_of_line(&self, line: u32) -> (Vec<Span>, Option<u32>) {
        let Some(number) = self.at.get(&line).copied() else { return (Vec::new(), None) };
        let variables = self.build.steps[number].env.iter().flat_map(|env| env.variables.iter());
        let mut spans: Vec<Span> = variables.filter_map(|it| self.build.setter(it)).collect();
        spans.sort_unstable();
        spans.dedup();
        let line = match self.goes_on_from(number) {
            Origin::Step { line, .. } => Some(line),
            Origin::Image { line, .. } => line,
            Origin::Nothing => None,
        };
        (spans, line)
    }

    /// What it goes on from, as a part of a sentence.
    fn above(&self, number: usize) -> Option<String> {
        match self.goes_on_from(number) {
            Origin::Step { line, is_own: true } => Some(format!("line {line} above it runs")),
            Origin::Step { line, .. } => Some(format!("line {line}, which it goes on from, runs")),
            Origin::Image { image, .. } => {
                Some(format!("{} becomes another image", familiar(image)))
            }
            Origin::Nothing => None,
        }
    }

    fn goes_on_from(&self, number: usize) -> Origin<'a> {
        let line = |step: usize| self.build.steps[step].line;
        if let Some(before) = self.before[number] {
            return Origin::Step { line: line(before), is_own: true };
        }
        let mut at = self.build.steps[number].stage;
        loop {
            let Some(node) = self.nodes.get(at) else { return Origin::Nothing };
            match node.start {
                Start::Image(image) => return Origin::Image { image, line: node.line },
                Start::Stage(base) if base < at => at = base,
                Start::Stage(_) | Start::Scratch => return Origin::Nothing,
            }
            if let Some(last) = self.last.get(&at) {
                return Origin::Step { line: line(*last), is_own: false };
            }
        }
    }
}

/// What a step goes on from.
enum Origin<'a> {
    /// The step of this line, in its own stage or in one that its stage starts from.
    Step { line: u32, is_own: bool },
    /// The image that its stage begins with, and the line that names it.
    Image { image: &'a str, line: Option<u32> },
    /// An empty folder, or what the file cannot tell.
    Nothing,
}

fn of_run(step: &Step, nodes: &[StageNode<'_>]) -> Vec<String> {
    let mut causes = vec!["its command, user, directory or shell changes".to_owned()];
    let variables = step.env.iter().flat_map(|env| env.variables.iter());
    let set = variables.filter(|it| it.set_by.is_some());
    let names: Vec<&str> = set.map(|it| &*it.name).collect();
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

/// What a stage or an image is called.
fn title(nodes: &[StageNode<'_>], place: usize) -> String {
    match nodes.get(place) {
        Some(node) if !node.name.is_empty() => safe_line(node.name).into_owned(),
        Some(StageNode { start: Start::Image(image), .. }) => familiar(image),
        _ => format!("stage {place}"),
    }
}

fn named(names: &[impl AsRef<str>], word: &str) -> String {
    let shown = names.iter().take(MOST).map(|name| safe_line(name.as_ref()).into_owned());
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
