//! The skills as lines of text.

use std::fmt::Write as _;

use crate::lesson::skill_words;
use crate::progress::words::{recall, spent, times, when_due};
use crate::progress::{Progress, Timestamp};
use crate::source::safe_line;

/// The skills that were asked, what is due, and the time spent; empty where nothing was.
pub(super) fn text(progress: &Progress, now: Timestamp) -> String {
    if progress.skills.is_empty() {
        return String::new();
    }
    let shown: Vec<_> = progress.skills.keys().map(|name| safe_line(name)).collect();
    let widest = shown.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let mut text = "\nSkills\n".to_owned();
    for (name, (skill, memory)) in shown.iter().zip(&progress.skills) {
        let (when, times) = (when_due(memory, now), times(memory));
        let words = skill_words(skill).map(|words| format!("{words}: ")).unwrap_or_default();
        let (recall, last) = (recall(memory, now), memory.last.day());
        let _ = writeln!(
            text,
            "{name:widest$}  {words}{when} · asked {times} · recall {recall} · last on {last}"
        );
    }
    text += &match progress.due(now).len() {
        0 => "\nNothing is due today.".to_owned(),
        1 => "\n1 skill is due: layerwise review".to_owned(),
        count => format!("\n{count} skills are due: layerwise review"),
    };
    let _ = writeln!(text, "\nTime spent: {}.", spent(progress.spent));
    text
}
