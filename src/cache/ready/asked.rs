//! Changes of what the build is asked for, and of what the builder remembers.

use super::Ready;
use crate::build::graph::{StageNode, Start};
use crate::build::{self, Build};
use crate::cache::scenario::Change;
use crate::cache::state::State;
use crate::dockerfile::Dockerfile;
use crate::stages::familiar;

/// At most so many changes of one kind.
const MOST: usize = 200;

/// A moved base image, another target, no cache: those that come up most, at most
/// so many `most` of a kind.
pub(super) fn usual(state: &State, most: usize) -> Vec<Ready> {
    let file = state.inputs().file;
    let build = build::evaluate(&file, &state.options);
    let nodes = build.stage_nodes();
    let mut ready = moved(state, &nodes, most);
    ready.extend(targets(&file, &build, &nodes, most));
    ready.push(no_cache());
    ready
}

/// Everything that a build can be asked otherwise, and that can happen to the builder.
pub fn asked(state: &State) -> Vec<Ready> {
    let file = state.inputs().file;
    let build = build::evaluate(&file, &state.options);
    let nodes = build.stage_nodes();
    let mut ready = targets(&file, &build, &nodes, MOST);
    if state.options.target.is_some() {
        let last = Change::SetTarget { name: String::new() };
        ready.push(Ready::new("no --target: the last stage", last));
    }
    ready.extend(moved(state, &nodes, MOST));
    ready.push(no_cache());
    let named = nodes.iter().take(file.stages.len()).filter(|node| !node.name.is_empty());
    ready.extend(named.take(MOST).map(|node| {
        let value = node.name.to_owned();
        let change = Change::SetOption { name: "no-cache".to_owned(), value };
        Ready::new(format!("--no-cache-filter {}", node.name), change)
    }));
    ready.extend(secrets(&build).into_iter().take(MOST).map(|name| {
        let words = format!("another value of the secret {name}");
        let value = "another".to_owned();
        Ready::new(words, Change::SetSecret { name: name.to_owned(), value })
    }));
    ready.extend([
        Ready::new("a build in between", Change::Build {}),
        Ready::new("a fresh clone: the same files, other times", Change::Relocate {}),
        Ready::new("the builder forgets the files it was sent", Change::PruneContext {}),
        Ready::new("the builder forgets everything", Change::PruneAll {}),
    ]);
    ready
}

fn no_cache() -> Ready {
    let change = Change::SetOption { name: "no-cache".to_owned(), value: String::new() };
    Ready::new("--no-cache", change)
}

/// The images that the target needs, each as a newer one.
fn moved(state: &State, nodes: &[StageNode<'_>], most: usize) -> Vec<Ready> {
    let mut images: Vec<&str> = Vec::new();
    for node in nodes.iter().filter(|node| node.reachable) {
        if let Start::Image(image) = node.start
            && !images.contains(&image)
        {
            images.push(image);
        }
    }
    let moved = images.into_iter().take(most).map(|image| {
        let version = state.image_versions.get(image).map_or(1, |version| version + 1);
        let change = Change::BaseImageChanged { image: image.to_owned(), version };
        Ready::new(format!("a newer {}", familiar(image)), change)
    });
    moved.collect()
}

/// The stages that could be the target instead.
fn targets(file: &Dockerfile, build: &Build, nodes: &[StageNode<'_>], most: usize) -> Vec<Ready> {
    let target = build.target_stage();
    let of_file = nodes.iter().enumerate().take(file.stages.len());
    let others = of_file.filter(|(number, node)| Some(*number) != target && !node.name.is_empty());
    let others = others.take(most).map(|(_, node)| {
        let change = Change::SetTarget { name: node.name.to_owned() };
        Ready::new(format!("--target {}", node.name), change)
    });
    others.collect()
}

/// The secrets that the target's steps are given.
fn secrets(build: &Build) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for step in &build.steps {
        let mounted = step.mounts.iter().filter(|mount| mount.kind == "secret");
        let mounted = mounted.filter_map(|mount| mount.id.as_deref());
        for name in mounted.chain(step.secret_env.iter().map(|secret| secret.id.as_str())) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Options;

    #[test]
    fn all_that_a_build_can_be_asked_otherwise() {
        let text = "FROM a AS x\nRUN --mount=type=secret,id=key --mount=type=secret,id=t,env=T y\n\
                    FROM x\nFROM b AS z\nCOPY --from=x /c /\n";
        let options = Options { target: Some("x".to_owned()), ..Options::default() };
        let words: Vec<String> =
            asked(&State::without_context(text, options)).into_iter().map(|it| it.words).collect();
        let expected = [
            "--target z",
            "no --target: the last stage",
            "a newer a:latest",
            "--no-cache",
            "--no-cache-filter x",
            "--no-cache-filter z",
            "another value of the secret key",
            "another value of the secret t",
            "a build in between",
            "a fresh clone: the same files, other times",
            "the builder forgets the files it was sent",
            "the builder forgets everything",
        ];
        assert_eq!(words, expected);
    }
}
