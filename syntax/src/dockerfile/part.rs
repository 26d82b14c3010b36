//! A range of a logical line.

/// From one byte offset of a logical line up to and without another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Part {
    /// Offsets that were counted in a slice.
    pub(super) fn new(start: usize, end: usize) -> Self {
        // A source holds at most 64 MiB, so offsets fit.
        Self { start: start as u32, end: end as u32 }
    }

    pub(super) fn empty(at: usize) -> Self {
        Self::new(at, at)
    }

    pub(super) fn is_empty(self) -> bool {
        self.start >= self.end
    }

    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The bytes of the line that it means.
    pub(super) fn of(self, line: &[u8]) -> &[u8] {
        &line[self.range()]
    }

    /// A range counted from the begin of this part.
    pub(super) fn within(self, range: std::ops::Range<usize>) -> Part {
        Part::new(self.start as usize + range.start, self.start as usize + range.end)
    }
}
