//! What stands in a line of the file that a reader points at.

use super::candidate::line_of;
use crate::doc::Text;
use crate::dockerfile::{Dockerfile, InstructionId};
use crate::explain;
use crate::source::LineNumber;

/// A line that a reader points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// Its number and its text, such as "line 3: `USER app`".
    pub name: Text,
    /// Its text alone; empty where it holds no instruction.
    pub text: Text,
    /// What it does, in a sentence or two; empty where it holds no instruction.
    pub does: Text,
}

impl Pointed {
    /// What stands in this line of a file. Secrets are masked.
    pub fn at(file: &Dockerfile, line: LineNumber) -> Self {
        let id = explain::instruction_at(file, line);
        let instruction = id.and_then(|id| file.instructions.get(id.0 as usize));
        let Some((id, instruction)) = id.zip(instruction) else {
            let name = Text::from(format!("line {line}, which holds no instruction"));
            return Self { name, text: Text::default(), does: Text::default() };
        };
        let shown = line_of(file, instruction.span);
        let name = Text::from(format!("line {line}: ")).code(shown.as_str());
        Self { name, text: Text::new().code(shown), does: does(file, id) }
    }

    /// The same for what was typed as the number of a line.
    pub fn typed(file: &Dockerfile, typed: &str) -> Option<Self> {
        Some(Self::at(file, LineNumber::new(typed.trim().parse().ok()?)?))
    }
}

/// What an instruction does, as Explain says it.
pub(super) fn does(file: &Dockerfile, id: InstructionId) -> Text {
    explain::explain(file, id).sentence
}
