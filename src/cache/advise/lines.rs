//! A file as blocks of whole lines: each instruction with the comments directly above it.

use std::ops::Range;

use crate::dockerfile::{Dockerfile, Instruction};
use crate::source::safe_line;

/// How much of an instruction a sentence shows, in characters.
const LONGEST: usize = 48;

/// What a text gets at another place.
pub(super) enum Piece {
    /// The block of an instruction, which is taken from where it stands.
    Block(usize),
    /// A further line.
    New(String),
}

/// The lines of a file, and which of them each instruction has.
pub(super) struct Lines {
    lines: Vec<String>,
    /// For each instruction its lines, counted from 0, the comments above it included.
    blocks: Vec<Range<usize>>,
}

impl Lines {
    pub(super) fn of(file: &Dockerfile) -> Self {
        let lines = file.source.text().split_inclusive('\n').map(str::to_owned).collect();
        let line = |offset: u32| file.source.line_at(offset).get() as usize - 1;
        let blocks = file.instructions.iter().map(|instruction| {
            let first =
                instruction.comments.iter().next().map_or(instruction.span.start, |it| it.start);
            line(first)..instruction.lines.last.get() as usize
        });
        Self { blocks: blocks.collect(), lines }
    }

    /// The text with these pieces, one below the other, before the block of
    /// instruction `before`, which may be one more than there are.
    pub(super) fn moved(&self, pieces: &[Piece], before: usize) -> Option<String> {
        let place = match self.blocks.get(before) {
            Some(block) => block.start,
            None => self.blocks.last()?.end,
        };
        let ending = if self.lines.first()?.ends_with("\r\n") { "\r\n" } else { "\n" };
        let whole = |line: &str| match line.ends_with('\n') {
            true => line.to_owned(),
            false => format!("{line}{ending}"),
        };
        let mut new: Vec<String> = Vec::new();
        let mut taken: Vec<Range<usize>> = Vec::new();
        for piece in pieces {
            match piece {
                Piece::New(line) => new.push(format!("{line}{ending}")),
                Piece::Block(number) => {
                    let block = self.blocks.get(*number).filter(|block| !block.contains(&place))?;
                    new.extend(self.lines[block.clone()].iter().map(|line| whole(line)));
                    taken.push(block.clone());
                }
            }
        }
        let mut text = String::new();
        for number in 0..=self.lines.len() {
            if number == place {
                text.extend(new.drain(..));
            }
            match self.lines.get(number) {
                // What stands last gets a line ending once something comes behind it.
                Some(line) if !taken.iter().any(|block| block.contains(&number)) => {
                    text.push_str(&whole(line));
                }
                _ => {}
            }
        }
        // A file that ended without a line ending still does.
        if self.lines.last().is_some_and(|line| !line.ends_with('\n')) {
            text.truncate(text.trim_end_matches(ending).len());
        }
        Some(text)
    }
}

/// The beginning of an instruction, to be named in a sentence.
pub(super) fn shown(file: &Dockerfile, instruction: &Instruction) -> String {
    let written = file.source.slice(instruction.span).trim_end();
    // Continued lines are joined: what is moved is told apart by its words.
    let text = match written.contains('\n') {
        false => written.to_owned(),
        true => {
            let joined = instruction.logical.text(&file.source);
            joined.split_whitespace().collect::<Vec<_>>().join(" ")
        }
    };
    let is_whole = text.chars().count() <= LONGEST && instruction.heredocs.is_empty();
    let start: String = text.chars().take(LONGEST).collect();
    let start = safe_line(start.trim_end()).into_owned();
    if is_whole { start } else { format!("{start} …") }
}
