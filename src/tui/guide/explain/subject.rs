//! What is explained: an instruction, or a line that is none.

use crate::doc::Block;
use crate::dockerfile::{Dockerfile, InstructionId};
use crate::explain::mask::secret_spans_of;
use crate::explain::{
    Index, Part, Thing, TokenExplanation, explain_by, explain_line, instruction_at, parts,
    things_of,
};
use crate::source::{LineNumber, LineRange, Span};
use crate::tui::guide::Context;

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
    secrets: Vec<Span>,
    /// What in it has a page.
    things: Vec<(Span, Thing)>,
    /// The commands that it runs.
    pub parts: Vec<Part>,
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
                    things: things_of(file, index, id),
                    parts: parts(file, index, id),
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
                    things: Vec::new(),
                    parts: Vec::new(),
                })
            }
        }
    }

    /// What is masked at present.
    pub(super) fn secrets(&self, context: &Context<'_>) -> &[Span] {
        if context.mask_secrets { &self.secrets } else { &[] }
    }

    /// What the page of a token is about: the narrowest thing that stands in it, else the
    /// narrowest that it is a part of; for a flag, a sub-command or a value the command.
    pub(super) fn thing(&self, token: usize) -> Option<&Thing> {
        let token = self.tokens.get(token)?;
        let own = self.things.iter().filter(|(span, _)| span.overlaps(token.span));
        let narrowest = own.min_by_key(|(span, _)| span.len());
        let of_command = || {
            let is_part = matches!(token.label.as_str(), "flag" | "sub-command" | "value");
            let before = self.things.iter().rev().filter(|(span, _)| span.start < token.span.start);
            let mut commands = before.filter(|(_, thing)| matches!(thing, Thing::Command(_)));
            commands.next().filter(|_| is_part && !self.parts.is_empty())
        };
        narrowest.or_else(of_command).map(|(_, thing)| thing)
    }

    /// The tokens of one of the commands, each with its place.
    pub(super) fn tokens_of(
        &self,
        part: usize,
    ) -> impl Iterator<Item = (usize, &TokenExplanation)> {
        let span = self.parts.get(part).map_or(Span::empty(0), |part| part.span);
        let first = self.tokens.partition_point(|token| token.span.start < span.start);
        let own = self.tokens.iter().enumerate().skip(first);
        own.take_while(move |(_, token)| token.span.start < span.end)
    }

    /// The token at which one of the commands begins, the sign before it left aside.
    pub(super) fn first_token(&self, part: usize) -> Option<usize> {
        let body = self.parts.get(part)?.body;
        let mut tokens = self.tokens_of(part);
        tokens.find(|(_, token)| token.span.start >= body.start).map(|(place, _)| place)
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
