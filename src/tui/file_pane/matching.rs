//! Finding a former instruction in a changed file.
//!
//! The reader's place is an instruction, not a line: lines above it come and
//! go, and the instruction itself may be the one that is being edited.

use std::ops::Range;

use crate::dockerfile::{Dockerfile, InstructionId, Keyword};
use crate::source::{LineNumber, fingerprint};

/// Another kind counts more than another text.
const SAME_KIND: u32 = 300;

/// What is kept of a file's former text, so that its tree can be dropped
/// before the present text is read: two trees of a large file are too many.
#[derive(Debug)]
pub(super) struct Former {
    /// A hash of each instruction's text.
    hashes: Vec<u64>,
    selected: Option<Selected>,
}

/// The instruction that was selected.
#[derive(Debug)]
struct Selected {
    place: usize,
    keyword: Option<Keyword>,
    text: String,
    line: LineNumber,
}

impl Former {
    /// Keeps what is needed of a file.
    pub(super) fn of(file: &Dockerfile, selected: Option<InstructionId>) -> Self {
        let selected = selected.and_then(|id| {
            let instruction = file.instructions.get(id.0 as usize)?;
            Some(Selected {
                place: id.0 as usize,
                keyword: instruction.keyword,
                text: file.source.slice(instruction.span).to_owned(),
                line: instruction.lines.first,
            })
        });
        Self { hashes: hashes(file).collect(), selected }
    }

    /// The first line of the instruction that was selected.
    pub(super) fn selected_line(&self) -> Option<LineNumber> {
        self.selected.as_ref().map(|selected| selected.line)
    }
}

fn hashes(file: &Dockerfile) -> impl DoubleEndedIterator<Item = u64> + ExactSizeIterator {
    let text = file.source.text().as_bytes();
    file.instructions.iter().map(|instruction| fingerprint(&text[instruction.span.range()]))
}

/// Which instructions of two texts of a file are the same.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    former: &'a Former,
    present: &'a Dockerfile,
    /// How many are equal at the start.
    prefix: usize,
    /// How many are equal at the end, beyond the prefix.
    suffix: usize,
}

impl<'a> Matching<'a> {
    /// Compares two texts of a file.
    pub(super) fn new(former: &'a Former, present: &'a Dockerfile) -> Self {
        let old = || former.hashes.iter().copied();
        let is_same = |(a, b): &(u64, u64)| a == b;
        let prefix = old().zip(hashes(present)).take_while(is_same).count();
        let most = old().len().min(present.instructions.len()) - prefix;
        let ends = old().rev().zip(hashes(present).rev());
        let suffix = ends.take(most).take_while(is_same).count();
        Self { former, present, prefix, suffix }
    }

    /// The present place of the instruction that was selected; `None` when the
    /// file has none any more. One that is gone gives its neighbour.
    pub(super) fn find_selected(&self) -> Option<InstructionId> {
        let selected = self.former.selected.as_ref()?;
        let last = self.present.instructions.len().checked_sub(1)?;
        let found = self.shifted(selected.place).unwrap_or_else(|| {
            let near = self.prefix..last + 1 - self.suffix;
            self.find_changed(selected, near).unwrap_or(selected.place)
        });
        Some(InstructionId(found.min(last) as u32))
    }

    /// The present place of an instruction that is surely the same: unchanged,
    /// or changed in place.
    pub(super) fn find_surely(&self, id: InstructionId) -> Option<InstructionId> {
        let is_as_long = self.former.hashes.len() == self.present.instructions.len();
        let place = self.shifted(id.0 as usize).or(is_as_long.then_some(id.0 as usize));
        place.map(|place| InstructionId(place as u32))
    }

    /// The present place of an instruction that is equal from the start or from the end on.
    fn shifted(&self, place: usize) -> Option<usize> {
        let (old, new) = (self.former.hashes.len(), self.present.instructions.len());
        if place < self.prefix {
            Some(place)
        } else {
            (place + self.suffix >= old).then(|| place + new - old)
        }
    }

    /// The most similar instruction among those that changed.
    fn find_changed(&self, selected: &Selected, near: Range<usize>) -> Option<usize> {
        let offset = selected.place - self.prefix;
        let best = near
            .map(|index| {
                let new = &self.present.instructions[index];
                let same = similarity(&selected.text, self.present.source.slice(new.span));
                let is_same_kind = new.keyword == selected.keyword && new.keyword.is_some();
                let distance = (index - self.prefix).abs_diff(offset);
                (same + u32::from(is_same_kind) * SAME_KIND, distance, index)
            })
            .max_by_key(|(score, distance, _)| (*score, std::cmp::Reverse(*distance)));
        best.filter(|(score, ..)| *score >= SAME_KIND).map(|(.., index)| index)
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
