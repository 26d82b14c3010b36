//! From the tree to the document: what an instruction says, token by token.

mod model;

pub use model::*;

use crate::dockerfile::{Dockerfile, InstructionId};

/// Explains one instruction of a file.
pub fn explain(_file: &Dockerfile, instruction: InstructionId) -> Explanation {
    Explanation { instruction, ..Explanation::default() }
}
