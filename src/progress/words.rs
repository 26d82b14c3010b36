//! Skills and times as people say them.

use super::{Memory, Timestamp};

/// When a skill is due: `due`, `due tomorrow`, `due in 5 days`.
pub fn when_due(memory: &Memory, now: Timestamp) -> String {
    match memory.days_left(now) {
        0 => "due".to_owned(),
        _ => format!("due {}", day_due(memory, now)),
    }
}

/// The day when a skill is due: `today`, `tomorrow`, `in 5 days`.
pub fn day_due(memory: &Memory, now: Timestamp) -> String {
    match memory.days_left(now) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}

/// How often a skill was asked: `once`, `3 times`.
pub fn times(memory: &Memory) -> String {
    match memory.reviews {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}

/// How likely a skill is still known today, in per cent. On the day of an answer nothing is
/// forgotten yet, and to know it proves nothing: then `–`.
pub fn recall(memory: &Memory, now: Timestamp) -> String {
    match memory.last.day() == now.day() {
        true => "–".to_owned(),
        false => format!("{} %", (memory.recall_on_day(now) * 100.0).round()),
    }
}

/// A length of time in milliseconds: `1 minute`, `2 h 5 min`.
pub fn spent(milliseconds: u64) -> String {
    let minutes = milliseconds / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, 1) => "1 minute".to_owned(),
        (0, minutes) => format!("{minutes} minutes"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
