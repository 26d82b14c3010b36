//! Reading a log in pieces, as they come from a file.

use super::skills::SkillTable;
use super::state::Progress;

/// A line longer than this is no record; it is passed over without being kept in memory.
const LONGEST_LINE: usize = 1024 * 1024;

/// A reading of a log that is not at its end yet.
#[derive(Clone, Debug, Default)]
pub struct LogReading {
    progress: Progress,
    /// The beginning of a line whose end has not come yet.
    open: Vec<u8>,
    /// Bytes of whole lines so far.
    whole: u64,
    /// Bytes behind the last whole line.
    open_bytes: u64,
    skills: SkillTable,
}

impl LogReading {
    /// Goes on where an earlier reading had come: `progress` follows from the
    /// first `whole` bytes of the log, which end with a newline or are none.
    pub fn resume(progress: Progress, whole: u64) -> Self {
        Self { progress, whole, ..Self::default() }
    }

    /// Takes the next bytes of the log, cut anywhere.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while let Some(at) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = (&bytes[..at], &bytes[at + 1..]);
            if self.open_bytes == 0 {
                self.progress.take_line(line, &mut self.skills);
                self.whole += line.len() as u64 + 1;
            } else {
                self.extend(line);
                self.progress.take_line(&self.open, &mut self.skills);
                self.open.clear();
                self.whole += self.open_bytes + 1;
                self.open_bytes = 0;
            }
            bytes = rest;
        }
        self.extend(bytes);
    }

    /// What follows from the whole lines so far, and how many bytes they are:
    /// what a later reading can [`resume`](Self::resume) from.
    pub fn so_far(&self) -> (&Progress, u64) {
        (&self.progress, self.whole)
    }

    /// The end of the log: a last line without a newline counts if it is whole.
    pub fn finish(mut self) -> Progress {
        let line = std::mem::take(&mut self.open);
        self.progress.take_line(&line, &mut self.skills);
        self.progress
    }

    /// Adds to the open line, and keeps no more of it than shows that it is too long.
    fn extend(&mut self, bytes: &[u8]) {
        self.open_bytes += bytes.len() as u64;
        let room = (LONGEST_LINE + 1).saturating_sub(self.open.len());
        self.open.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}
