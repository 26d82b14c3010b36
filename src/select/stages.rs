//! Which stage builds on which, as far as the syntax tells.

use crate::dockerfile::{Arguments, Dockerfile, Instruction, Stage};

use super::pattern::{StageFilter, Which};
use super::world::World;

/// The stages of a file with what each builds on.
pub(super) struct Stages {
    /// For each stage, the earlier stage that its FROM names.
    parents: Vec<Parent>,
    /// For each stage whose FROM holds a variable, what it names in the build, where that
    /// was worked out.
    bases: Vec<Option<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parent {
    /// An image from outside, or nothing.
    Image,
    Stage(usize),
    /// FROM names it by a variable.
    Unknown,
}

/// What is known about a stage and a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    Yes,
    No,
    Unknown,
}

impl Stages {
    pub(super) fn of(world: &World<'_>) -> Self {
        let file = world.file;
        let mut latest = std::collections::HashMap::new();
        let mut parents = Vec::with_capacity(file.stages.len());
        let holds_variable =
            |stage: &Stage| image(file, stage).is_some_and(|written| written.contains('$'));
        let known = match file.stages.iter().any(holds_variable) {
            true => world.bases().unwrap_or_default(),
            false => Vec::new(),
        };
        let mut bases = Vec::with_capacity(file.stages.len());
        for (index, stage) in file.stages.iter().enumerate() {
            let base = known.get(index).filter(|_| holds_variable(stage));
            let named = base.map(String::as_str).or_else(|| image(file, stage));
            parents.push(match named {
                Some(image) if image.contains('$') => Parent::Unknown,
                Some(image) => latest
                    .get(&image.to_lowercase())
                    .map_or(Parent::Image, |index| Parent::Stage(*index)),
                None => Parent::Image,
            });
            bases.push(base.cloned());
            if let Some(name) = &stage.name {
                latest.insert(name.to_string(), index);
            }
        }
        Self { parents, bases }
    }

    /// What the FROM of a stage names in the build, where it holds a variable and that is known.
    pub(super) fn base(&self, stage: usize) -> Option<&str> {
        self.bases.get(stage)?.as_deref()
    }

    pub(super) fn count(&self) -> usize {
        self.parents.len()
    }

    /// The earlier stage that a stage builds on.
    pub(super) fn parent(&self, stage: usize) -> Option<usize> {
        match self.parents.get(stage) {
            Some(Parent::Stage(parent)) => Some(*parent),
            _ => None,
        }
    }

    /// For each stage whether the filter chooses it.
    pub(super) fn select(&self, filter: &StageFilter, world: &World<'_>) -> Vec<Belongs> {
        let chosen = match &filter.which {
            Which::Final => self.only(self.count().checked_sub(1)),
            Which::Target => match world.target {
                Some(target) => self.only(target_named(target, world.file)),
                None => self.only(self.count().checked_sub(1)),
            },
            Which::Named(name) => self.all_named(name, world.file),
            Which::From(base) => self.built_on(base, world.file),
        };
        if !filter.negated {
            return chosen;
        }
        let swap = |it| match it {
            Belongs::Yes => Belongs::No,
            Belongs::No => Belongs::Yes,
            Belongs::Unknown => Belongs::Unknown,
        };
        chosen.into_iter().map(swap).collect()
    }

    fn only(&self, stage: Option<usize>) -> Vec<Belongs> {
        (0..self.count())
            .map(|index| if Some(index) == stage { Belongs::Yes } else { Belongs::No })
            .collect()
    }

    /// Every stage of this name; two may share one. Without one, the stage of this number.
    fn all_named(&self, name: &str, file: &Dockerfile) -> Vec<Belongs> {
        let lower = name.to_lowercase();
        let same = |stage: &Stage| stage.name.as_deref() == Some(lower.as_str());
        if !file.stages.iter().any(same) {
            return self.only(name.parse().ok().filter(|number| *number < self.count()));
        }
        file.stages.iter().map(|it| if same(it) { Belongs::Yes } else { Belongs::No }).collect()
    }

    /// The stages that build on a stage or image, directly or through others.
    fn built_on(&self, base: &str, file: &Dockerfile) -> Vec<Belongs> {
        let base = base.to_lowercase();
        let mut chosen: Vec<Belongs> = Vec::with_capacity(self.count());
        for (index, stage) in file.stages.iter().enumerate() {
            let named = self.base(index).or_else(|| image(file, stage));
            let names = named.is_some_and(|image| is_image(image, &base));
            chosen.push(match self.parents[index] {
                _ if names => Belongs::Yes,
                Parent::Stage(parent) => chosen[parent],
                Parent::Image => Belongs::No,
                Parent::Unknown => Belongs::Unknown,
            });
        }
        chosen
    }
}

/// The stage that `--target` means: the last of this name. BuildKit knows no numbers there.
fn target_named(name: &str, file: &Dockerfile) -> Option<usize> {
    let lower = name.to_lowercase();
    file.stages.iter().rposition(|stage| stage.name.as_deref() == Some(lower.as_str()))
}

/// The image or stage that a stage's FROM names, as written.
fn image<'f>(file: &'f Dockerfile, stage: &Stage) -> Option<&'f str> {
    match &instruction(file, stage.from.0)?.arguments {
        Arguments::From(from) => from.image.as_ref().map(|word| word.value(&file.source)),
        _ => None,
    }
}

fn instruction(file: &Dockerfile, index: u32) -> Option<&Instruction> {
    file.instructions.get(index as usize)
}

/// Whether `written` is `wanted` (in lower case), with or without tag and digest.
fn is_image(written: &str, wanted: &str) -> bool {
    let written = written.to_lowercase();
    let without_digest = written.split('@').next().unwrap_or(&written);
    let repository = match without_digest.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => repository,
        _ => without_digest,
    };
    [written.as_str(), without_digest, repository].contains(&wanted)
}
