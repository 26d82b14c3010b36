//! Reading a new state of a file: only what changed.
//!
//! A save changes a few lines. What stands above them was read already and is kept; what
//! stands below is moved to its new place as soon as the reader comes, between two
//! instructions, to a place from which on both texts are the same. The outcome is the tree
//! that reading the whole gives.

use std::sync::Arc;

use super::lines::LineKind;
use super::reader::{self, Reader, Scratch};
use super::shift::Shift;
use super::syntax::{Comment, Dockerfile, Instruction, InstructionId, Stage};
use crate::source::{Source, Span};

/// Reads a new state of a file.
pub(super) fn reread(source: &Arc<Source>, former: Arc<Dockerfile>) -> Dockerfile {
    match Arc::into_inner(former).filter(can_be_kept) {
        Some(former) => Former::new(former, source).read(source).0,
        None => reader::read(source),
    }
}

/// Words about problems name lines and neighbours, so a file that has some is read whole.
fn can_be_kept(former: &Dockerfile) -> bool {
    former.problems.is_empty()
}

/// The former tree, and what its text has in common with the present one.
struct Former {
    file: Dockerfile,
    /// How many instructions at the start are read as before.
    kept: usize,
    /// From this byte of the former text on it goes on like the present one.
    common_from: usize,
    /// How far everything behind it has moved.
    bytes: u32,
}

impl Former {
    fn new(file: Dockerfile, source: &Source) -> Self {
        let (old, new) = (file.source.text().as_bytes(), source.text().as_bytes());
        let start = common_start(old, new);
        let end = common_end(&old[start..], &new[start..]);
        let common_from = old.len() - end;
        let bytes = Shift::between(old.len(), new.len());
        // An instruction at the end of a file may go on where text was added.
        let ends_before = |it: &Instruction| behind(&file.source, it) <= start.min(old.len() - 1);
        let kept = if old.is_empty() { 0 } else { file.instructions.partition_point(ends_before) };
        Self { file, kept, common_from, bytes }
    }

    /// Gives the tree and how many instructions of the former one are in it.
    fn read(self, source: &Arc<Source>) -> (Dockerfile, usize) {
        let mut reader = self.reader(source);
        let mut scratch = Scratch::default();
        // The first former instruction behind which the texts are the same.
        let is_before = |it: &Instruction| behind(&self.file.source, it) < self.common_from;
        let mut last = self.kept + self.file.instructions[self.kept..].partition_point(is_before);
        while let Some(kind) = reader.step(&mut scratch) {
            if kind != LineKind::Text {
                continue;
            }
            while self.place(last).is_some_and(|place| place < reader.at) {
                last += 1;
            }
            if self.place(last) == Some(reader.at) && self.is_alike(last, &reader) {
                let shift = self.shift(last, &reader);
                return self.join(reader, source, Some((last, shift)));
            }
        }
        self.join(reader, source, None)
    }

    /// A reader that stands behind what is kept.
    fn reader<'a>(&self, source: &'a Source) -> Reader<'a> {
        let Some(last) = self.kept.checked_sub(1) else { return Reader::of_tree(source) };
        let last = &self.file.instructions[last];
        let stages = self.file.stages.iter().take_while(|it| (it.from.0 as usize) < self.kept);
        let mut stages: Vec<Stage> = stages.cloned().collect();
        if let Some(open) = stages.last_mut() {
            open.instructions.end = self.kept as u32;
        }
        let mut reader = Reader::of_tree(source);
        reader.go_on_behind(behind(&self.file.source, last), last.lines.last, self.file.escape);
        reader.directives.clone_from(&self.file.directives);
        reader.above = self.kept as u32;
        reader.stages.list = stages;
        reader
    }

    /// Where the text behind a former instruction stands now.
    fn place(&self, index: usize) -> Option<usize> {
        let at = behind(&self.file.source, self.file.instructions.get(index)?);
        Some((at as u32).wrapping_add(self.bytes) as usize)
    }

    /// Whether the reader is in the state in which it was behind a former instruction.
    fn is_alike(&self, last: usize, reader: &Reader<'_>) -> bool {
        let had_stage = self.file.instructions[last].stage.is_some();
        reader.escape == self.file.escape && had_stage != reader.stages.list.is_empty()
    }

    fn shift(&self, last: usize, reader: &Reader<'_>) -> Shift {
        let former = &self.file.instructions[last];
        let stages = former.stage.map_or(0, |stage| stage.0 as usize + 1);
        Shift {
            bytes: self.bytes,
            lines: Shift::between(former.lines.last.index() + 1, reader.line),
            stages: Shift::between(stages, reader.stages.list.len()),
        }
    }

    /// Puts together what is kept, what was read, and what moves.
    fn join(
        self,
        mut reader: Reader<'_>,
        source: &Arc<Source>,
        moved: Option<(usize, Shift)>,
    ) -> (Dockerfile, usize) {
        let Self { mut file, kept, .. } = self;
        let above = kept.checked_sub(1).map_or(0, |last| {
            let end = behind(&file.source, &file.instructions[last]) as u32;
            file.comments.partition_point(|comment| comment.span.end <= end)
        });
        let count = file.instructions.len();
        let (read_end, comments_end) = match moved {
            Some((last, shift)) => {
                let end = behind(&file.source, &file.instructions[last]) as u32;
                let below = file.comments.partition_point(|comment| comment.span.start < end);
                let read = kept + reader.instructions.len();
                move_all(shift, &mut file.instructions[last + 1..], &mut file.comments[below..]);
                let places = Shift::between(last + 1, read);
                append_stages(&mut reader.stages.list, &file.stages, last, shift, places);
                (last + 1, below)
            }
            None => (count, file.comments.len()),
        };
        file.instructions.splice(kept..read_end, std::mem::take(&mut reader.instructions));
        file.comments.splice(above..comments_end, std::mem::take(&mut reader.comments));
        reader.instructions = file.instructions;
        reader.comments = file.comments;
        (reader.finish(source), kept + count - read_end)
    }
}

/// Moves what stands below the changed lines.
fn move_all(shift: Shift, instructions: &mut [Instruction], comments: &mut [Comment]) {
    if shift.is_nothing() {
        return;
    }
    instructions.iter_mut().for_each(|it| shift.instruction(it));
    for Comment { span, in_continuation: _ } in comments {
        shift.span(span);
    }
}

/// The stages that begin behind a former instruction, and the rest of the one that it is in.
fn append_stages(
    stages: &mut Vec<Stage>,
    former: &[Stage],
    last: usize,
    shift: Shift,
    places: u32,
) {
    let place = |at: u32| at.wrapping_add(places);
    let open = former.partition_point(|stage| stage.from.0 as usize <= last);
    if let (Some(open), Some(stage)) = (former[..open].last(), stages.last_mut()) {
        stage.instructions.end = place(open.instructions.end);
    }
    stages.extend(former[open..].iter().map(|stage| Stage {
        id: shift.stage(stage.id),
        from: InstructionId(place(stage.from.0)),
        instructions: place(stage.instructions.start)..place(stage.instructions.end),
        name: stage.name.clone(),
    }));
}

/// Where the line behind an instruction begins.
fn behind(source: &Source, instruction: &Instruction) -> usize {
    let Span { end, .. } = source.line_span_with_end(instruction.lines.last);
    end as usize
}

/// How many bytes are compared at once.
const BLOCK: usize = 1024;

/// How many bytes are the same at the start.
fn common_start(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK));
    let start = BLOCK * blocks.take_while(|(a, b)| a == b).count();
    let bytes = a[start..].iter().zip(&b[start..]);
    start + bytes.take_while(|(a, b)| a == b).count()
}

/// How many bytes are the same at the end.
fn common_end(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.rchunks_exact(BLOCK).zip(b.rchunks_exact(BLOCK));
    let end = BLOCK * blocks.take_while(|(a, b)| a == b).count();
    let bytes = a[..a.len() - end].iter().rev().zip(b[..b.len() - end].iter().rev());
    end + bytes.take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
#[path = "reread_tests.rs"]
mod tests;
