//! A difference between two texts, in the form of `diff -u`.

use std::fmt::Write as _;

/// So many lines around a change are shown.
const AROUND: usize = 3;

/// A run of lines: what they were, and what they are.
struct Change {
    old: std::ops::Range<usize>,
    new: std::ops::Range<usize>,
}

/// The difference; empty when there is none.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(old), lines(new));
    let changes = changes(&old, &new);
    if changes.is_empty() {
        return String::new();
    }
    let mut text = format!("--- {name}\n+++ {name}\n");
    let mut at = 0;
    while at < changes.len() {
        let mut end = at + 1;
        while end < changes.len() && changes[end].old.start - changes[end - 1].old.end <= 2 * AROUND
        {
            end += 1;
        }
        hunk(&mut text, &old, &new, &changes[at..end]);
        at = end;
    }
    text
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn hunk(text: &mut String, old: &[&str], new: &[&str], changes: &[Change]) {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return };
    let before = AROUND.min(first.old.start);
    let after = AROUND.min(old.len() - last.old.end);
    let (old_start, old_end) = (first.old.start - before, last.old.end + after);
    let new_start = first.new.start - before;
    let new_count = last.new.end + after - new_start;
    let _ = writeln!(
        text,
        "@@ -{},{} +{},{new_count} @@",
        old_start + 1,
        old_end - old_start,
        new_start + 1
    );
    let mut at = old_start;
    for change in changes {
        rows(text, ' ', &old[at..change.old.start]);
        rows(text, '-', &old[change.old.clone()]);
        rows(text, '+', &new[change.new.clone()]);
        at = change.old.end;
    }
    rows(text, ' ', &old[at..old_end]);
}

fn rows(text: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        text.push(sign);
        text.push_str(line.trim_end_matches(['\n', '\r']));
        text.push('\n');
        if !line.ends_with('\n') {
            text.push_str("\\ No newline at end of file\n");
        }
    }
}

/// Which lines changed. Fixes change few lines and keep their order, so equal
/// lines are looked for a short way ahead; what is found is right, if not
/// always the shortest.
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let mut found = Vec::new();
    let (mut left, mut right) = (0, 0);
    while left < old.len() || right < new.len() {
        if left < old.len() && right < new.len() && old[left] == new[right] {
            (left, right) = (left + 1, right + 1);
            continue;
        }
        let (skip_old, skip_new) = meeting(&old[left..], &new[right..]);
        found.push(Change { old: left..left + skip_old, new: right..right + skip_new });
        (left, right) = (left + skip_old, right + skip_new);
    }
    found
}

/// How many lines of each to pass over until they are equal again.
fn meeting(old: &[&str], new: &[&str]) -> (usize, usize) {
    const FARTHEST: usize = 200;
    for distance in 1..FARTHEST {
        for skip_old in 0..=distance.min(old.len()) {
            let skip_new = distance - skip_old;
            if skip_new > new.len() {
                continue;
            }
            match (old.get(skip_old), new.get(skip_new)) {
                (Some(one), Some(other)) if one == other => return (skip_old, skip_new),
                (None, None) => return (skip_old, skip_new),
                _ => {}
            }
        }
    }
    (old.len(), new.len())
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn changes_stand_between_lines_that_stay() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
        let new = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nl\nm\n";
        let shown = unified("x", old, new);
        assert_eq!(
            shown,
            "--- x\n+++ x\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -8,5 +8,5 @@\n h\n i\n j\n-k\n l\n+m\n"
        );
        assert_eq!(unified("x", old, old), "");
    }

    #[test]
    fn a_missing_last_newline_is_told() {
        let shown = unified("x", "a", "b\n");
        assert_eq!(shown, "--- x\n+++ x\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n");
    }
}
