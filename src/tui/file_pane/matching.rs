//! Finding a former instruction in a changed file.
//!
//! The reader's place is an instruction, not a line: lines above it come and
//! go, and the instruction itself may be the one that is being edited.

use std::ops::Range;

use crate::dockerfile::{Dockerfile, Instruction, InstructionId};

/// Which instructions of two texts of a file are the same.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    former: &'a Dockerfile,
    present: &'a Dockerfile,
    /// How many are equal at the start.
    prefix: usize,
    /// How many are equal at the end, beyond the prefix.
    suffix: usize,
}

impl<'a> Matching<'a> {
    /// Compares two texts of a file.
    pub(super) fn new(former: &'a Dockerfile, present: &'a Dockerfile) -> Self {
        let (old, new) = (&former.instructions, &present.instructions);
        let equal = |a: &Instruction, b: &Instruction| {
            former.source.slice(a.span) == present.source.slice(b.span)
        };
        let prefix = old.iter().zip(new).take_while(|(a, b)| equal(a, b)).count();
        let most = old.len().min(new.len()) - prefix;
        let ends = old.iter().rev().zip(new.iter().rev());
        let suffix = ends.take(most).take_while(|(a, b)| equal(a, b)).count();
        Self { former, present, prefix, suffix }
    }

    /// The present place of a former instruction; `None` when the file has
    /// none any more. An instruction that is gone gives its neighbour.
    pub(super) fn find(&self, id: InstructionId) -> Option<InstructionId> {
        let (old, new) = (self.former.instructions.len(), self.present.instructions.len());
        let place = (id.0 as usize).min(old.checked_sub(1)?);
        let last = new.checked_sub(1)?;
        let found = if place < self.prefix {
            place
        } else if place >= old - self.suffix {
            place + new - old
        } else {
            let near = self.prefix..new - self.suffix;
            self.find_changed(place, near).unwrap_or(place)
        };
        Some(InstructionId(found.min(last) as u32))
    }

    /// The present place of an instruction that is surely the same: unchanged,
    /// or changed in place. Costs nothing, unlike [`Matching::find`].
    pub(super) fn find_surely(&self, id: InstructionId) -> Option<InstructionId> {
        let (old, new) = (self.former.instructions.len(), self.present.instructions.len());
        let place = id.0 as usize;
        if place < self.prefix || old == new {
            Some(id)
        } else {
            (place + self.suffix >= old).then(|| InstructionId((place + new - old) as u32))
        }
    }

    /// The most similar instruction among those that changed.
    fn find_changed(&self, place: usize, near: Range<usize>) -> Option<usize> {
        let old = &self.former.instructions[place];
        let text = self.former.source.slice(old.span);
        let offset = place - self.prefix;
        let best = near
            .map(|index| {
                let new = &self.present.instructions[index];
                let same = similarity(text, self.present.source.slice(new.span));
                let is_same_kind = new.keyword == old.keyword && new.keyword.is_some();
                let distance = (index - self.prefix).abs_diff(offset);
                (same + u32::from(is_same_kind) * 300, distance, index)
            })
            .max_by_key(|(score, distance, _)| (*score, std::cmp::Reverse(*distance)));
        best.filter(|(score, ..)| *score >= 300).map(|(.., index)| index)
    }
}

/// How much two texts share at their ends, from 0 to 1000.
fn similarity(a: &str, b: &str) -> u32 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1000;
    }
    let most = a.len().min(b.len());
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let ends = a.iter().rev().zip(b.iter().rev()).take(most - start);
    let end = ends.take_while(|(a, b)| a == b).count();
    ((start + end) * 1000 / longest) as u32
}
