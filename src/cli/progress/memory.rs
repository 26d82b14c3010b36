//! The skills as lines of text.

use std::fmt::Write as _;

use super::MINUTE;
use crate::progress::{Memory, Progress, Timestamp};
use crate::source::safe_line;

/// The skills that were asked, what is due, and the time spent; empty where nothing was.
pub(super) fn text(progress: &Progress, now: Timestamp) -> String {
    if progress.skills.is_empty() {
        return String::new();
    }
    let shown: Vec<_> = progress.skills.keys().map(|name| safe_line(name)).collect();
    let widest = shown.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let mut text = "\nSkills\n".to_owned();
    for (name, memory) in shown.iter().zip(progress.skills.values()) {
        let _ = writeln!(text, "{name:widest$}  {}", says(memory, now));
    }
    text += &match progress.due(now).len() {
        0 => "\nNothing is due today.".to_owned(),
        1 => "\n1 skill is due: layerwise review".to_owned(),
        count => format!("\n{count} skills are due: layerwise review"),
    };
    let _ = writeln!(text, "\nTime spent: {}.", spent(progress.spent));
    text
}

fn says(memory: &Memory, now: Timestamp) -> String {
    let when = match memory.days_left(now) {
        0 => "due".to_owned(),
        1 => "due tomorrow".to_owned(),
        days => format!("due in {days} days"),
    };
    let asked = match memory.reviews {
        1 => "asked once".to_owned(),
        count => format!("asked {count} times"),
    };
    let recall = (memory.recall(now) * 100.0).round();
    format!("{when} · {asked} · recall {recall} % · last on {}", memory.last.day())
}

/// A time as people say it.
fn spent(milliseconds: u64) -> String {
    let minutes = milliseconds / MINUTE;
    match (minutes / 60, minutes % 60) {
        (0, 1) => "1 minute".to_owned(),
        (0, minutes) => format!("{minutes} minutes"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
