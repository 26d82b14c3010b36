//! Values that have a form of their own: durations, numbers, platforms, owners, modes, ports, signals.

use super::compose::{join, shown, text};
use crate::doc::Text;
use crate::knowledge::{self, Knowledge};

/// A truth value as Go reads it.
pub(super) fn truth(value: &str) -> Text {
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Text::from("Yes."),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Text::from("No."),
        _ => text("{value} is neither true nor false.", &[("value", value)]),
    }
}

/// The value of `--link`, `--parents`, `--keep-git-dir` or `--unpack`.
pub(super) fn switch(name: &str, value: &str) -> Text {
    let (yes, no) = match name {
        "link" => {
            ("The files get a layer of their own.", "The files go on top of the layer below.")
        }
        "parents" => ("Parent directories are kept.", "Parent directories are not kept."),
        "keep-git-dir" => ("The `.git` directory is kept.", "The `.git` directory is left out."),
        _ => ("Archives are unpacked, downloaded ones too.", "No archive is unpacked."),
    };
    match value.to_ascii_lowercase().as_str() {
        "true" => text(yes, &[]),
        "false" => text(no, &[]),
        _ => text("{value} is neither true nor false; BuildKit refuses it.", &[("value", value)]),
    }
}

/// A duration in Go's form, in nanoseconds; `None` when it is none.
pub(super) fn nanoseconds(value: &str) -> Option<f64> {
    let mut rest = value.strip_prefix(['+', '-']).unwrap_or(value);
    if rest == "0" {
        return Some(0.0);
    }
    if rest.is_empty() || value.starts_with('-') {
        return None;
    }
    let mut total = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let number: f64 = rest[..digits].parse().ok()?;
        let unit = &rest[digits..];
        let end = unit.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(unit.len());
        total += number
            * match &unit[..end] {
                "ns" => 1.0,
                "us" | "µs" | "μs" => 1e3,
                "ms" => 1e6,
                "s" => 1e9,
                "m" => 60e9,
                "h" => 3600e9,
                _ => return None,
            };
        rest = &unit[end..];
    }
    Some(total)
}

/// A duration in words: `1 minute 30 seconds`.
pub(super) fn duration_words(nanoseconds: f64) -> String {
    if nanoseconds == 0.0 {
        return "0 seconds".to_owned();
    }
    if nanoseconds < 1e9 {
        return format!("{} milliseconds", number(nanoseconds / 1e6));
    }
    let seconds = nanoseconds / 1e9;
    let (hours, minutes) = ((seconds / 3600.0).floor(), (seconds % 3600.0 / 60.0).floor());
    let left = seconds % 60.0;
    [(hours, "hour"), (minutes, "minute"), (left, "second")]
        .into_iter()
        .filter(|(count, _)| *count > 0.0)
        .map(|(count, unit)| counted(count, unit))
        .collect::<Vec<_>>()
        .join(" ")
}

fn counted(count: f64, unit: &str) -> String {
    let plural = if count == 1.0 { "" } else { "s" };
    format!("{} {unit}{plural}", number(count))
}

fn number(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    format!("{rounded}")
}

/// A duration of HEALTHCHECK, with what it means for the flag it belongs to.
pub(super) fn duration_flag(flag: &str, value: &str) -> Text {
    let Some(length) = nanoseconds(value) else {
        return text(
            "{value} is no duration; BuildKit refuses it. A duration is a number with a unit, such as `30s` or `1m30s`.",
            &[("value", value)],
        );
    };
    if length > 0.0 && length < 1e6 {
        return text(
            "{value} is shorter than a millisecond; BuildKit refuses it.",
            &[("value", value)],
        );
    }
    let words = duration_words(length);
    let meaning = match flag {
        _ if length == 0.0 => "Docker takes 0 as not given, so the default holds.".to_owned(),
        "interval" => format!(
            "The first check comes {words} after the container starts, each further one {words} after the one before has ended; during a start period `--start-interval` counts instead."
        ),
        "timeout" => {
            format!("A check that takes longer than {words} is killed and counts as failed.")
        }
        "start-period" => format!(
            "For {words} after the start failed checks do not count. Checks do run in that time: it is no wait before the first one."
        ),
        _ => format!("During the start period there are {words} between checks."),
    };
    text(&format!("{{value}} is {words}. {meaning}"), &[("value", value)])
}

/// The value of `--retries`.
pub(super) fn retries(value: &str) -> Text {
    match value.parse::<i64>() {
        Ok(0) => text(
            "Docker takes 0 as not given: 3 failed checks in a row make the container unhealthy.",
            &[],
        ),
        Ok(1) => Text::from("One failed check makes the container unhealthy."),
        Ok(count) if count > 1 => {
            Text::from(format!("{count} failed checks in a row make the container unhealthy."))
        }
        _ => text("{value} is no number of checks; BuildKit refuses it.", &[("value", value)]),
    }
}

/// The value of `--platform`: operating system, architecture and variant.
pub(super) fn platform(value: &str) -> Vec<Text> {
    let known = knowledge::platforms();
    let mut parts = value.split('/');
    let (system, architecture, variant) = (parts.next(), parts.next(), parts.next());
    let mut sentences = Vec::new();
    if let Some(system) = system.filter(|system| !system.is_empty()) {
        sentences.push(match known.systems.get(system) {
            Some(name) => text(&format!("The operating system is {name}."), &[]),
            None => text("The operating system is {system}.", &[("system", system)]),
        });
    }
    if let Some(architecture) = architecture {
        sentences.push(match known.architectures.get(architecture) {
            Some(name) => text(&format!("`{architecture}` means {name}."), &[]),
            None => text("The architecture is {name}.", &[("name", architecture)]),
        });
    }
    if let Some(variant) = variant {
        sentences
            .push(text("{variant} is the variant of the architecture.", &[("variant", variant)]));
    }
    vec![join(sentences)]
}

/// The value of `--chown`.
pub(super) fn owner(value: &str) -> Text {
    let (user, group) = match value.split_once(':') {
        Some((user, group)) => (user, Some(group)),
        None => (value, None),
    };
    let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    let first = match is_number(user) || user == "root" {
        true => text("The files belong to the user {user}.", &[("user", user)]),
        false => text(
            "The files belong to the user {user}, where the image has such an account at this line; else to root, without an error.",
            &[("user", user)],
        ),
    };
    let second = match group {
        Some(group) if !group.is_empty() && !is_number(group) && group != "root" => text(
            "Their group is {group}, where the image has it at this line; else it is the group of that user.",
            &[("group", group)],
        ),
        Some(group) if !group.is_empty() => text("Their group is {group}.", &[("group", group)]),
        _ if is_number(user) || user == "root" => {
            Text::from("No group is named: the group has the same number.")
        }
        _ => text(
            "No group is named: it is the user's own group in `/etc/passwd` of the stage.",
            &[],
        ),
    };
    let by_name = !is_number(user) || group.is_some_and(|group| !is_number(group));
    let third = if by_name && user != "root" {
        text("Names are looked up in `/etc/passwd` and `/etc/group` of this stage.", &[])
    } else {
        Text::new()
    };
    join([first, second, third])
}

/// A file mode, octal or symbolic.
pub(super) fn mode(value: &str) -> Text {
    let octal = value.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    match u32::from_str_radix(value, 8) {
        Ok(bits) if octal && bits <= 0o7777 => {
            let who = [("the owner", 6), ("the group", 3), ("everybody else", 0)];
            let parts: Vec<String> = who
                .iter()
                .map(|(who, shift)| format!("{who} {}", permissions(bits >> shift & 7)))
                .collect();
            let special = match bits >> 9 {
                0 => "",
                _ => " The first digit sets special bits (set-user-id, set-group-id, sticky).",
            };
            text(&format!("{{value}}: {}.{special}", parts.join(", ")), &[("value", value)])
        }
        Ok(_) if octal => text("{value} is above 7777, the highest mode.", &[("value", value)]),
        _ => text(
            "{value} changes the permissions that the files have, in the form of the command chmod.",
            &[("value", value)],
        ),
    }
}

fn permissions(bits: u32) -> &'static str {
    match bits {
        0 => "may do nothing",
        1 => "may only execute",
        2 => "may only write",
        3 => "may write and execute",
        4 => "may read",
        5 => "may read and execute",
        6 => "may read and write",
        _ => "may read, write and execute",
    }
}

/// The value of `--checksum`.
pub(super) fn checksum(value: &str) -> Text {
    match value.strip_prefix("sha256:") {
        Some(_) => text("The download must have this SHA-256 digest, else the build fails.", &[]),
        None => text(
            "The commit {value}: what is fetched must be it, else the build fails.",
            &[("value", value)],
        ),
    }
}

/// A size such as `64m`.
pub(super) fn size(value: &str) -> Text {
    text("At most {value}.", &[("value", value)])
}

/// Ports as EXPOSE reads them: `[ip:][host:]first[-last][/protocol]`.
pub(super) fn port(knowledge: &Knowledge, value: &str) -> Vec<Text> {
    let (address, container) = value.rsplit_once(':').map_or((None, value), |(a, c)| (Some(a), c));
    let (range, protocol) = container.split_once('/').unwrap_or((container, "tcp"));
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let (Ok(low), Ok(high)) = (first.parse::<u16>(), last.parse::<u16>()) else {
        return vec![text(
            "{value} is no port, and the build fails here: a port is a number from 0 to 65535, with `/tcp`, `/udp` or `/sctp` behind it.",
            &[("value", value)],
        )];
    };
    let protocol = if protocol.is_empty() { "tcp" } else { protocol };
    let upper = protocol.to_ascii_uppercase();
    let mut texts = vec![match (low, high) {
        _ if high < low => {
            text("{range} runs backwards; BuildKit refuses it.", &[("range", range)])
        }
        _ if low == high => Text::from(format!("Port {low} over {upper}.")),
        _ => Text::from(format!(
            "The {} ports {low} to {high} over {upper}.",
            u32::from(high) - u32::from(low) + 1
        )),
    }];
    if !container.contains('/') {
        texts.push(text("No protocol is written, so it is TCP.", &[]));
    }
    if low == high {
        texts.extend(port_meaning(knowledge, low));
    }
    if let Some(address) = address {
        texts.push(text(
            "{address} in front of the colon has no effect: EXPOSE maps nothing. `docker run --publish` does.",
            &[("address", address)],
        ));
    }
    vec![join(texts)]
}

fn port_meaning(knowledge: &Knowledge, number: u16) -> Option<Text> {
    let known = knowledge.port(number)?;
    let words = if known.convention { "is often used for" } else { "is the usual port of" };
    Some(Text::from(format!("{number} {words} {}.", known.name)))
}

/// A signal's name or number.
pub(super) fn signal(value: &str) -> Text {
    match knowledge::signals().get(value) {
        Some((name, known)) => {
            let head = format!("{name} (number {}). ", known.number);
            text(&format!("{head}{}", known.about), &[])
        }
        None => text(
            "What {value} means to the program is not known to layerwise.",
            &[("value", value)],
        ),
    }
}

/// A user with an optional group, as USER takes it.
pub(super) fn user(knowledge: &Knowledge, value: &str) -> Vec<Text> {
    let (user, group) = value.split_once(':').map_or((value, None), |(u, g)| (u, Some(g)));
    let number = user.parse::<u32>().ok();
    let mut texts = vec![match (number, knowledge.user(user)) {
        (Some(0), _) => text("User number 0 is root, with all rights inside the container.", &[]),
        (Some(_), Some(known)) => {
            text(&format!("User number {{user}}. {}", known.about), &[("user", user)])
        }
        (Some(_), None) => {
            text("User number {user}. A number needs no entry in `/etc/passwd`.", &[("user", user)])
        }
        (None, Some(known)) => {
            text(&format!("{{user}}: {}", lower_the(&known.about)), &[("user", user)])
        }
        (None, None) => text(
            "The user {user}, looked up by name in `/etc/passwd` of the image.",
            &[("user", user)],
        ),
    }];
    match group {
        Some(group) => texts.push(text(
            "The group is {group}, and no other: further groups of the user do not count.",
            &[("group", group)],
        )),
        None if number.is_some() => texts.push(Text::from(
            "No group is written: it is the one that the image knows for this number, else root's group.",
        )),
        None => {}
    }
    vec![join(texts)]
}

fn lower_the(words: &str) -> String {
    words.strip_prefix("The ").map_or_else(|| words.to_owned(), |rest| format!("the {rest}"))
}

/// A count with its noun: `1 file`, `2 files`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The first line of a longer text, for a sentence.
pub(super) fn first_line(value: &str) -> String {
    let line = value.trim_start().lines().next().unwrap_or_default().trim_end();
    let collapsed: Vec<&str> = line.split_whitespace().take(24).collect();
    shown(&collapsed.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_told_in_words() {
        let words = |value: &str| nanoseconds(value).map(duration_words);
        assert_eq!(words("30s").as_deref(), Some("30 seconds"));
        assert_eq!(words("1m30s").as_deref(), Some("1 minute 30 seconds"));
        assert_eq!(words("1.5h").as_deref(), Some("1 hour 30 minutes"));
        assert_eq!(words("500ms").as_deref(), Some("500 milliseconds"));
        assert_eq!(words("30"), None);
        assert_eq!(words(""), None);
        assert_eq!(words("s"), None);
    }

    #[test]
    fn modes_are_told_in_words() {
        let expected = "755: the owner may read, write and execute, the group may read and execute, everybody else may read and execute.";
        assert_eq!(mode("755").words(), expected);
        assert!(mode("u+x").words().contains("changes the permissions"));
    }
}
