//! A context in numbers: how much is sent, what the lines of the ignore file
//! leave out, what is largest, and how much of it the instructions take.

use std::collections::BTreeMap;

use super::ignore::PatternPlace;
use super::snapshot::{NodeId, Snapshot};
use super::usage::Usage;
use crate::arrange::Arrange as _;

/// How many of the largest are listed.
const MOST_LISTED: usize = 5;

/// A number of files with their bytes. Links and the like count as files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Count {
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }
}

/// What a pattern of the ignore file leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The files that it decides over.
    pub files: Count,
    /// Folders that the scan passed by: what they hold was not counted.
    pub folders_passed_by: u64,
}

/// A context in numbers.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// What each pattern leaves out; patterns that leave out nothing are missing.
    pub left_out: BTreeMap<PatternPlace, LeftOut>,
    /// Folders that the scan passed by.
    pub passed_by: u64,
    /// The largest files that are sent, the largest first.
    pub largest_files: Vec<NodeId>,
    /// The folders of which most is sent, the largest first. A folder of which
    /// more than half lies in one folder below it is not among them.
    pub largest_folders: Vec<NodeId>,
    /// What may be sent and what some instruction of the chosen target takes.
    pub taken_by_target: Count,
    /// What may be sent and what no instruction takes.
    pub untaken: Count,
    /// What each of [`Usage::takers`] takes, in their order.
    pub takers: Vec<Count>,
}

impl Summary {
    /// Counts. Takes time in line with the number of paths, times the
    /// instructions that take each.
    pub fn of(snapshot: &Snapshot, usage: &Usage) -> Self {
        let mut summary =
            Self { takers: vec![Count::default(); usage.takers.len()], ..Self::default() };
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for id in snapshot.ids() {
            let node = &snapshot[id];
            summary.passed_by += u64::from(!node.entered);
            if !node.sent {
                summary.leave_out(snapshot, id);
            } else if !node.is_folder() {
                files.push((node.size, id));
                summary.take(usage, snapshot, id);
            } else if id != Snapshot::ROOT && stands_for_itself(snapshot, id) {
                folders.push((node.holds.sent_bytes, id));
            }
        }
        summary.largest_files = largest(files);
        summary.largest_folders = largest(folders);
        summary
    }

    fn leave_out(&mut self, snapshot: &Snapshot, id: NodeId) {
        let node = &snapshot[id];
        let Some(place) = node.decision.decided_by else { return };
        let entry = self.left_out.entry(place).or_default();
        if !node.is_folder() {
            entry.files.add(node.size);
        } else if !node.entered {
            entry.folders_passed_by += 1;
        }
    }

    fn take(&mut self, usage: &Usage, snapshot: &Snapshot, id: NodeId) {
        let bytes = snapshot[id].size;
        let takers = usage.takers_of(snapshot, id);
        for place in &takers {
            self.takers[place.index()].add(bytes);
        }
        if takers.is_empty() {
            self.untaken.add(bytes);
        } else if takers.iter().any(|place| usage.takers[place.index()].in_target) {
            self.taken_by_target.add(bytes);
        }
    }
}

fn stands_for_itself(snapshot: &Snapshot, folder: NodeId) -> bool {
    let whole = snapshot[folder].holds.sent_bytes;
    let below = |child: NodeId| {
        let child = &snapshot[child];
        child.is_folder() && child.holds.sent_bytes > whole / 2
    };
    whole > 0 && !snapshot.children(folder).any(below)
}

fn largest(mut sized: Vec<(u64, NodeId)>) -> Vec<NodeId> {
    sized.retain(|(size, _)| *size > 0);
    sized.arrange_by_key(|(size, id)| (std::cmp::Reverse(*size), *id));
    sized.truncate(MOST_LISTED);
    sized.into_iter().map(|(_, id)| id).collect()
}

/// A number of bytes as Docker writes it: units of 1,000.
pub fn bytes_text(bytes: u64) -> String {
    let mut unit = "B";
    let mut value = bytes as f64;
    for next in ["kB", "MB", "GB", "TB"] {
        // What would be rounded to 1000 takes the next unit.
        if value < 999.5 {
            break;
        }
        value /= 1000.0;
        unit = next;
    }
    if unit == "B" || value >= 99.95 {
        format!("{value:.0} {unit}")
    } else {
        format!("{value:.1} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::bytes_text;

    #[test]
    fn bytes_have_the_unit_that_reads_best() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (99_949, "99.9 kB"),
            (99_951, "100 kB"),
            (999_999, "1.0 MB"),
            (1_234_567_890, "1.2 GB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(bytes_text(bytes), text);
        }
    }
}
