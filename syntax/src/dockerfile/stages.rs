//! Stages: what each FROM begins, and the names that are known so far.

use std::collections::HashMap;

use super::go;
use super::node::Node;
use super::syntax::{Instruction, InstructionId, Keyword, Stage, StageId};

/// The names of a file's stages, each with the place of the first that has it.
#[derive(Clone, Debug, Default)]
pub(super) struct StageNames(HashMap<Box<str>, u32>);

impl StageNames {
    /// The names of these stages.
    pub(super) fn of(stages: &[Stage], instructions: &[Instruction]) -> Self {
        let mut names = HashMap::new();
        for stage in stages {
            let from = instructions.get(stage.from.0 as usize);
            if let (Some(name), Some(from)) = (&stage.name, from) {
                names.entry(name.clone()).or_insert(from.logical.span.start);
            }
        }
        Self(names)
    }

    /// Whether this word names a stage above this place of the file, in any case.
    pub(super) fn contains(&self, word: &[u8], at: u32) -> bool {
        if self.0.is_empty() {
            return false;
        }
        self.0.get(&*go::to_lower(&go::lossy(word))).is_some_and(|stage| *stage < at)
    }
}

/// The name that a FROM which BuildKit takes gives its stage, in small letters.
pub(super) fn name(node: &Node, line: &[u8]) -> Option<Box<str>> {
    if node.keyword != Some(Keyword::From) {
        return None;
    }
    let word = node.words.get(2)?;
    Some(go::to_lower(&go::lossy(word.of(line))).into())
}

/// Collects the stages while the file is read.
#[derive(Debug, Default)]
pub(super) struct Stages {
    pub(super) list: Vec<Stage>,
}

impl Stages {
    /// Takes the next instruction and gives the stage that it belongs to.
    pub(super) fn take(
        &mut self,
        keyword: Option<Keyword>,
        name: Option<Box<str>>,
        id: InstructionId,
    ) -> Option<StageId> {
        if keyword == Some(Keyword::From) {
            let number = StageId(self.list.len() as u32);
            self.list.push(Stage { id: number, from: id, instructions: id.0..id.0, name });
        }
        let stage = self.list.last_mut()?;
        stage.instructions.end = id.0 + 1;
        Some(stage.id)
    }
}
