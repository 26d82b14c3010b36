//! A file as blocks of whole lines: each instruction with the comments directly above it.

use std::ops::Range;

use crate::dockerfile::{Dockerfile, Instruction};
use crate::source::safe_line;

/// How much of an instruction a sentence shows, in characters.
const LONGEST: usize = 48;

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

    /// The text with the block of instruction `from` before that of instruction
    /// `before`, which may be one more than there are, and further lines before it.
    pub(super) fn moved(&self, from: usize, before: usize, more: &[String]) -> Option<String> {
        let block = self.blocks.get(from)?.clone();
        let place = match self.blocks.get(before) {
            Some(block) => block.start,
            None => self.blocks.last()?.end,
        };
        if block.contains(&place) {
            return None;
        }
        let ending = if self.lines.first()?.ends_with("\r\n") { "\r\n" } else { "\n" };
        let whole = |line: &str| match line.ends_with('\n') {
            true => line.to_owned(),
            false => format!("{line}{ending}"),
        };
        let moved = self.lines[block.clone()].iter().map(|line| whole(line));
        let mut new: Vec<String> = more.iter().map(|line| format!("{line}{ending}")).collect();
        new.extend(moved);
        let mut text = String::new();
        for number in 0..=self.lines.len() {
            if number == place {
                text.extend(new.drain(..));
            }
            match self.lines.get(number) {
                // What stands last gets a line ending once something comes behind it.
                Some(line) if !block.contains(&number) => text.push_str(&whole(line)),
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
    let text = file.source.slice(instruction.span);
    let first = text.lines().next().unwrap_or_default();
    let first = first.trim_end_matches(char::from(file.escape.byte())).trim_end();
    let is_whole = first.chars().count() <= LONGEST && !text.trim_end().contains('\n');
    let start: String = first.chars().take(LONGEST).collect();
    let start = safe_line(start.trim_end()).into_owned();
    if is_whole { start } else { format!("{start} …") }
}
