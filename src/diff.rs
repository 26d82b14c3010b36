//! A difference between two texts, in the form of `diff -u`.

use std::fmt::Write as _;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// So many lines around a change are shown.
const AROUND: usize = 3;

/// A run of lines: what they were, and what they are.
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// What stands in the two lines above a difference.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// What the old text is called.
    pub old: &'a str,
    /// What the new text is called.
    pub new: &'a str,
}

impl<'a> Names<'a> {
    /// Both texts are states of one file.
    pub fn of(file: &'a str) -> Self {
        Self { old: file, new: file }
    }
}

/// The difference; empty when there is none.
pub fn unified(names: Names<'_>, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(old), lines(new));
    let changes = changes(&old, &new);
    if changes.is_empty() {
        return String::new();
    }
    let mut text = format!("--- {}\n+++ {}\n", names.old, names.new);
    for near in changes.chunk_by(|one, next| next.old.start - one.old.end <= 2 * AROUND) {
        hunk(&mut text, &old, &new, near);
    }
    text
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let mut input = InternedInput::default();
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let places = |range: Range<u32>| range.start as usize..range.end as usize;
    diff.hunks().map(|it| Change { old: places(it.before), new: places(it.after) }).collect()
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

#[cfg(test)]
mod tests {
    use super::{Names, unified};

    #[test]
    fn changes_stand_between_lines_that_stay() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
        let new = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nl\nm\n";
        let shown = unified(Names::of("x"), old, new);
        assert_eq!(
            shown,
            "--- x\n+++ x\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -8,5 +8,5 @@\n h\n i\n j\n-k\n l\n+m\n"
        );
        assert_eq!(unified(Names::of("x"), old, old), "");
    }

    #[test]
    fn a_missing_last_newline_is_told() {
        let shown = unified(Names::of("x"), "a", "b\n");
        assert_eq!(shown, "--- x\n+++ x\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n");
    }
}
