//! What is explained: an instruction, or a line that is none.

use crate::doc::Block;
use crate::dockerfile::{Dockerfile, InstructionId};
use crate::explain::mask::secret_spans_of;
use crate::explain::{Index, TokenExplanation, explain_by, explain_line, instruction_at};
use crate::source::{LineNumber, LineRange, Span};

/// Where the explained thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// An instruction.
    Instruction(InstructionId),
    /// A directive or a comment.
    Line(LineNumber),
}

/// What is explained.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// Where it stands.
    pub place: Place,
    /// The keyword, or what kind of line it is.
    pub title: String,
    /// Its lines.
    pub lines: LineRange,
    /// Its bytes.
    pub span: Span,
    /// What it says and does.
    pub summary: Vec<Block>,
    /// Its tokens.
    pub tokens: Vec<TokenExplanation>,
    /// Ids of the lessons that treat it.
    pub lessons: Vec<String>,
    /// The values in it that look like secrets.
    pub secrets: Vec<Span>,
}

impl Subject {
    /// Explains what stands at a place; `None` where the file has no such place.
    pub(super) fn at(file: &Dockerfile, index: &Index, place: Place) -> Option<Self> {
        match place {
            Place::Instruction(id) => {
                let instruction = file.instructions.get(id.0 as usize)?;
                let explanation = explain_by(file, index, id);
                Some(Self {
                    place,
                    title: file.source.slice(instruction.keyword_span).to_uppercase(),
                    lines: instruction.lines,
                    span: instruction.span,
                    summary: explanation.summary.blocks,
                    tokens: explanation.tokens,
                    lessons: explanation.lessons,
                    secrets: secret_spans_of(file, instruction),
                })
            }
            Place::Line(line) => {
                let explanation = explain_line(file, line);
                Some(Self {
                    place,
                    title: explanation.label,
                    lines: LineRange { first: line, last: line },
                    span: file.source.line_span(line),
                    summary: explanation.text.blocks,
                    tokens: explanation.tokens,
                    lessons: explanation.lessons,
                    secrets: Vec::new(),
                })
            }
        }
    }

    /// The instruction before (`-1`) or behind (`1`).
    pub(super) fn instruction_beside(&self, file: &Dockerfile, by: i64) -> Option<InstructionId> {
        let all = &file.instructions;
        let index = match by < 0 {
            true => all.partition_point(|at| at.span.start < self.span.start).checked_sub(1)?,
            false => all.partition_point(|at| at.span.start <= self.span.start),
        };
        (index < all.len()).then_some(InstructionId(index as u32))
    }

    /// The place before (`-1`) or behind (`1`): instructions, directives and
    /// comments; empty lines are passed over.
    pub(super) fn beside(&self, file: &Dockerfile, by: i64) -> Option<Place> {
        let edge = if by < 0 { self.lines.first } else { self.lines.last };
        let mut index = edge.index() as i64 + by;
        while let Ok(at) = usize::try_from(index) {
            if at >= file.source.line_count() {
                return None;
            }
            let line = LineNumber::from_index(at);
            if let Some(id) = instruction_at(file, line) {
                return Some(Place::Instruction(id));
            }
            if !file.source.slice(file.source.line_span(line)).trim().is_empty() {
                return Some(Place::Line(line));
            }
            index += by;
        }
        None
    }
}
