//! Stages: what each FROM begins, and the names that are known so far.

use std::collections::HashSet;

use super::go;
use super::node::Node;
use super::syntax::{InstructionId, Keyword, Stage, StageId};

/// The names of the stages above a line.
#[derive(Debug, Default)]
pub(super) struct StageNames(HashSet<Box<str>>);

impl StageNames {
    /// Whether this word names one of the stages, in any case.
    pub(super) fn contains(&self, word: &[u8]) -> bool {
        if self.0.is_empty() {
            return false;
        }
        self.0.contains(&*go::to_lower(&go::lossy(word)))
    }

    /// Adds the name of the next stage, if it has one.
    pub(super) fn add(&mut self, name: Option<Box<str>>) {
        self.0.extend(name);
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
    pub(super) names: StageNames,
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
