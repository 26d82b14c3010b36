//! One instruction: from its logical line to its place in the tree.

use super::gather::Gathered;
use super::go;
use super::heredocs::{self, Marker};
use super::lines::Line;
use super::list::List;
use super::lower::{self, Place};
use super::node::{Node, Shape};
use super::paint::{self, Depth, Painter};
use super::part::Part;
use super::problem::ProblemKind;
use super::problems::Report;
use super::reader::{Purpose, Reader, Scratch};
use super::refusal::{Phase, Refusal};
use super::stages::{self, StageNames};
use super::syntax::{
    Arguments, Escape, Heredoc, Instruction, InstructionId, Keyword, Logical, LogicalPiece,
    StageId, TokenKind,
};
use super::verdict;
use super::weave::Weave;
use crate::source::{LineNumber, LineRange, Span};

impl Reader<'_> {
    /// Reads the instruction that begins at `first` in this line.
    pub(super) fn instruction(&mut self, line: Line, first: usize, scratch: &mut Scratch) {
        let gathered = self.gather(line, first, scratch);
        let joined = std::mem::take(&mut scratch.joined);
        let range = gathered.logical.span.range();
        let bytes = if gathered.logical.pieces.is_empty() { &self.bytes[range] } else { &joined };
        let place = Place { line: bytes, logical: &gathered.logical, source: self.source };
        scratch.node.read(bytes, Part::new(0, bytes.len()), self.escape);
        match self.purpose {
            Purpose::Tokens(stages) => self.read_tokens(&gathered, place, scratch, stages),
            Purpose::Tree => {
                self.read_line(&gathered, place, scratch);
                if let Some(instruction) = self.instructions.last_mut() {
                    instruction.logical = gathered.logical;
                }
            }
        }
        scratch.joined = joined;
    }

    /// The tokens of an instruction and its heredocs.
    fn read_tokens(
        &mut self,
        gathered: &Gathered,
        place: Place<'_>,
        scratch: &mut Scratch,
        stages: &StageNames,
    ) {
        let line = place.line;
        if scratch.node.shape == Shape::Instruction {
            scratch.held_back.read(line, scratch.node.text, self.escape);
        }
        let markers = find_markers(line, scratch).unwrap_or_default();
        find_overlays(line, scratch, &markers, self.escape);
        self.paint(place, scratch, stages);
        self.heredocs(&markers, place, &mut (gathered.end as u32));
    }

    /// Adds the instruction with everything but its logical line.
    fn read_line(&mut self, gathered: &Gathered, place: Place<'_>, scratch: &mut Scratch) {
        let Place { line, .. } = place;
        let mut refusal = scratch.node.refusal.clone();
        if scratch.node.shape == Shape::Instruction {
            refusal = read_held_back(line, scratch, self.escape);
        }
        let markers = match find_markers(line, scratch) {
            Ok(markers) => markers,
            Err(why) => {
                refusal = refusal.or(Some(why));
                Vec::new()
            }
        };
        let mut end = gathered.end as u32;
        let (heredocs, unterminated) = self.heredocs(&markers, place, &mut end);
        refusal = refusal.or(unterminated);
        if refusal.is_none() {
            refusal = verdict::check(&scratch.node, line).err();
        }
        let id = InstructionId(self.above + self.instructions.len() as u32);
        let refused = refusal.is_some();
        let report = Report { id, gathered, place, scratch, heredocs: &heredocs };
        self.report(&report, refusal);
        let name = if refused { None } else { stages::name(&scratch.node, line) };
        let stage = self.stages.take(scratch.node.keyword, name, id);
        if !refused && stage.is_none() {
            let span = place.span(scratch.node.split.keyword);
            self.check_stage(id, scratch.node.keyword, gathered.first_line, span);
        }
        let outcome = Outcome { heredocs: heredocs.into(), stage, refused, end };
        let instruction = self.lower(gathered, place, scratch, outcome);
        self.instructions.push(instruction);
    }

    fn lower(
        &mut self,
        gathered: &Gathered,
        place: Place<'_>,
        scratch: &mut Scratch,
        outcome: Outcome,
    ) -> Instruction {
        let Outcome { heredocs, stage, refused, end } = outcome;
        let first = LineNumber::from_index(gathered.first_line - 1);
        let lines = LineRange { first, last: LineNumber::from_index(self.line - 1) };
        let keyword_span = place.span(scratch.node.split.keyword);
        let arguments = if scratch.node.shape == Shape::Instruction {
            let held_back = self.held_back(&scratch.held_back, place, lines, end);
            Arguments::Onbuild(Some(Box::new(held_back)))
        } else {
            lower::arguments(&scratch.node, place)
        };
        find_variables(place.line, scratch, self.escape);
        Instruction {
            keyword: scratch.node.keyword,
            keyword_span,
            span: Span::new(keyword_span.start, end.max(keyword_span.end)),
            lines,
            logical: Logical::default(),
            flags: lower::flags(&scratch.node, place),
            arguments,
            heredocs,
            variables: lower::variables(&scratch.variables, place),
            comments: if self.pending.is_empty() {
                Default::default()
            } else {
                std::mem::take(&mut self.pending).into()
            },
            stage,
            refused,
            meaning: Default::default(),
        }
    }

    fn paint(&mut self, place: Place<'_>, scratch: &Scratch, stages: &StageNames) {
        let text = place.source.text();
        let overlays = &scratch.overlays;
        let tokens = &mut self.tokens;
        let mut weave = Weave::new(tokens, text, place.logical, &scratch.gaps, overlays);
        for (node, depth) in nodes(scratch).zip([Depth::Outer, Depth::HeldBack]) {
            let at = place.logical.span.start;
            let mut painter =
                Painter { node, line: place.line, stages, at, depth, weave: &mut weave };
            painter.head();
            painter.rest();
            painter.left_over();
        }
        weave.finish(TokenKind::Blank);
    }

    /// The instruction that an ONBUILD holds back.
    fn held_back(&self, node: &Node, place: Place<'_>, lines: LineRange, end: u32) -> Instruction {
        let part = Part { start: node.split.keyword.start, end: place.logical.length };
        let keyword_span = place.span(node.split.keyword);
        let refused = node.refusal.is_some() || verdict::check(node, place.line).is_err();
        Instruction {
            keyword: node.keyword,
            keyword_span,
            span: Span::new(keyword_span.start, end.max(keyword_span.end)),
            lines: LineRange { first: self.source.line_at(keyword_span.start), ..lines },
            logical: part_of(place.logical, part),
            flags: lower::flags(node, place),
            arguments: lower::arguments(node, place),
            heredocs: Default::default(),
            variables: Default::default(),
            comments: Default::default(),
            stage: None,
            refused,
            meaning: Default::default(),
        }
    }
}

/// What is known of an instruction before it is put into the tree.
struct Outcome {
    heredocs: List<Heredoc>,
    stage: Option<StageId>,
    refused: bool,
    /// End of the last line that belongs to it.
    end: u32,
}

/// The instruction and, for ONBUILD, the one it holds back.
pub(super) fn nodes(scratch: &Scratch) -> impl Iterator<Item = &Node> {
    let held_back = (scratch.node.shape == Shape::Instruction).then_some(&scratch.held_back);
    std::iter::once(&scratch.node).chain(held_back)
}

/// Reads what an ONBUILD holds back. Of a chain the second is kept, and the
/// last gives BuildKit's error; a loop takes the place of its recursion.
fn read_held_back(line: &[u8], scratch: &mut Scratch, escape: Escape) -> Option<Refusal> {
    scratch.held_back.read(line, scratch.node.text, escape);
    let mut refusal = scratch.held_back.refusal.clone();
    if scratch.held_back.shape == Shape::Instruction {
        let mut node = Node::default();
        let mut part = scratch.held_back.text;
        loop {
            node.read(line, part, escape);
            if node.shape != Shape::Instruction {
                break;
            }
            part = node.text;
        }
        refusal = node.refusal.take();
    }
    refusal
}

/// The heredocs of RUN, COPY and ADD, also held back, in any form but JSON.
fn find_markers(line: &[u8], scratch: &Scratch) -> Result<Vec<Marker>, Refusal> {
    let node =
        if scratch.node.shape == Shape::Instruction { &scratch.held_back } else { &scratch.node };
    let can_hold = matches!(node.keyword, Some(Keyword::Run | Keyword::Copy | Keyword::Add));
    if !can_hold || node.shape == Shape::Json || !has_two_marks(line) {
        return Ok(Vec::new());
    }
    heredocs::find(&go::lossy(line)).map_err(|(part, why)| Refusal {
        kind: ProblemKind::BadHeredocName,
        phase: Phase::Line,
        part,
        text: why.into(),
        nearest: Vec::new(),
    })
}

/// The variables of the instruction and of the one it holds back.
fn find_variables(line: &[u8], scratch: &mut Scratch, escape: Escape) {
    let mut variables = std::mem::take(&mut scratch.variables);
    variables.clear();
    for node in nodes(scratch) {
        paint::variables(node, line, escape, &mut variables);
    }
    scratch.variables = variables;
}

/// Variables and heredoc markers, which are tokens of their own inside words and shell text.
fn find_overlays(line: &[u8], scratch: &mut Scratch, markers: &[Marker], escape: Escape) {
    find_variables(line, scratch, escape);
    let Scratch { overlays, variables, .. } = scratch;
    overlays.clear();
    overlays.extend(variables.iter().map(|it| (it.part, TokenKind::Variable)));
    if !markers.is_empty() {
        overlays.extend(markers.iter().map(|it| (it.part, TokenKind::HeredocMarker)));
        overlays.sort_by_key(|(part, _)| part.start);
    }
}

/// The logical text of a part of a logical line.
fn part_of(logical: &Logical, part: Part) -> Logical {
    let span = logical.source_span(part.start, part.end);
    let length = part.end - part.start;
    if logical.pieces.is_empty() {
        return Logical { span, length, ..Logical::default() };
    }
    let first = logical.pieces.partition_point(|piece| piece.at <= part.start).saturating_sub(1);
    let pieces = logical.pieces[first..].iter().filter(|piece| piece.at < part.end);
    let pieces = pieces.map(|piece| {
        let skipped = part.start.saturating_sub(piece.at);
        LogicalPiece { at: piece.at + skipped - part.start, source: piece.source + skipped }
    });
    Logical { span, length, pieces: pieces.collect() }
}

/// Whether `<<` stands anywhere.
fn has_two_marks(line: &[u8]) -> bool {
    memchr::memchr_iter(b'<', line).any(|at| line.get(at + 1) == Some(&b'<'))
}
