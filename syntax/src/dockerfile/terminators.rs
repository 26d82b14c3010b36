//! The ends of heredocs.
//!
//! A heredoc without an end would let each search run to the end of the
//! file. After the first such search an index of all lines answers the next
//! ones, so that a file full of them still takes linear time.

use std::collections::HashMap;

use super::lines::Line;

/// Where each text stands as a whole line, in the file's order.
type Places<'a> = HashMap<&'a [u8], Vec<u32>>;

/// Finds the line that ends a heredoc.
pub(super) struct Terminators<'a> {
    bytes: &'a [u8],
    /// All lines, once a search was in vain: as written, and without tabs at the begin.
    index: Option<[Places<'a>; 2]>,
}

impl<'a> Terminators<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, index: None }
    }

    /// The first line at or behind `start` that is the name; `None` when the file has none.
    pub(super) fn find(&mut self, start: usize, name: &str, chomp: bool) -> Option<Line> {
        if let Some(index) = &self.index {
            let places = index[usize::from(chomp)].get(name.as_bytes())?;
            let next = places.partition_point(|place| (*place as usize) < start);
            return Line::at(self.bytes, *places.get(next)? as usize);
        }
        let mut at = start;
        while let Some(line) = Line::at(self.bytes, at) {
            if text(self.bytes, line, chomp) == name.as_bytes() {
                return Some(line);
            }
            at = line.end;
        }
        self.index = Some([false, true].map(|chomp| places(self.bytes, chomp)));
        None
    }
}

fn places(bytes: &[u8], chomp: bool) -> Places<'_> {
    let mut places = Places::new();
    let mut at = 0;
    while let Some(line) = Line::at(bytes, at) {
        places.entry(text(bytes, line, chomp)).or_default().push(line.start as u32);
        at = line.end;
    }
    places
}

fn text(bytes: &[u8], line: Line, chomp: bool) -> &[u8] {
    let text = &bytes[line.start..line.body_end];
    let tabs = if chomp { text.iter().take_while(|byte| **byte == b'\t').count() } else { 0 };
    &text[tabs..]
}
