//! Stages: what each FROM begins, and the names that are known so far.

use std::collections::HashSet;

use super::go;
use super::syntax::{Arguments, Instruction, InstructionId, Keyword, Stage, StageId};
use crate::source::Source;

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
        instruction: &Instruction,
        id: u32,
        source: &Source,
    ) -> Option<StageId> {
        if instruction.keyword == Some(Keyword::From) {
            let name = match &instruction.arguments {
                Arguments::From(from) => from.name.as_ref(),
                _ => None,
            };
            let name: Option<Box<str>> = name
                .filter(|_| !instruction.refused)
                .map(|name| go::to_lower(name.value(source)).into());
            self.names.0.extend(name.clone());
            self.list.push(Stage {
                id: StageId(self.list.len() as u32),
                from: InstructionId(id),
                instructions: id..id,
                name,
            });
        }
        let stage = self.list.last_mut()?;
        stage.instructions.end = id + 1;
        Some(stage.id)
    }
}
