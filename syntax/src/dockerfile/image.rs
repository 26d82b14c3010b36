//! The parts of an image reference, as far as they can be told before variables are expanded.

use super::part::Part;

/// The parts as places in the logical line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RawReference {
    pub(super) registry: Option<Part>,
    pub(super) repository: Option<Part>,
    pub(super) tag: Option<Part>,
    pub(super) digest: Option<Part>,
}

/// Takes a word such as `ghcr.io/team/app:1@sha256:…` apart. A word that is
/// one variable has no parts: its value may hold any of them.
pub(super) fn read(line: &[u8], word: Part) -> RawReference {
    let bytes = word.of(line);
    let marks = marks_outside_braces(bytes);
    let find = |wanted: u8| marks.iter().find(|(_, byte)| *byte == wanted).map(|(at, _)| *at);
    let at_sign = find(b'@');
    let name_end = at_sign.unwrap_or(bytes.len());
    let last_slash =
        marks.iter().rev().find(|(at, byte)| *byte == b'/' && *at < name_end).map(|(at, _)| *at);
    let colon = marks
        .iter()
        .find(|(at, byte)| {
            *byte == b':' && *at < name_end && last_slash.is_none_or(|slash| *at > slash)
        })
        .map(|(at, _)| *at);
    let repository_end = colon.unwrap_or(name_end);
    let first_slash = find(b'/').filter(|at| *at < repository_end);
    let registry_end = first_slash.filter(|at| is_registry(&bytes[..*at]));
    let repository_start = registry_end.map_or(0, |at| at + 1);
    let repository = &bytes[repository_start..repository_end];
    let is_variable = is_one_variable(repository) && registry_end.is_none();
    let part = |range| Some(word.within(range)).filter(|part| !part.is_empty());
    RawReference {
        registry: registry_end.and_then(|at| part(0..at)),
        repository: if is_variable { None } else { part(repository_start..repository_end) },
        tag: colon.and_then(|at| part(at + 1..name_end)),
        digest: at_sign.and_then(|at| part(at + 1..bytes.len())),
    }
}

/// Docker's rule: a first component with a dot or a port, or `localhost`.
fn is_registry(component: &[u8]) -> bool {
    component == b"localhost"
        || marks_outside_braces(component).iter().any(|(_, byte)| matches!(byte, b'.' | b':'))
}

fn is_one_variable(bytes: &[u8]) -> bool {
    match bytes {
        [b'$', b'{', .., b'}'] => true,
        [b'$', name @ ..] => name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_'),
        _ => false,
    }
}

/// The places of `/`, `:`, `@` and `.` that stand outside `${…}`.
fn marks_outside_braces(bytes: &[u8]) -> Vec<(usize, u8)> {
    let mut depth = 0usize;
    let mut marks = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' if at > 0 && bytes[at - 1] == b'$' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'/' | b':' | b'@' | b'.' if depth == 0 => marks.push((at, *byte)),
            _ => {}
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: [&str; 4]) {
        let found = read(word.as_bytes(), Part::new(0, word.len()));
        let text = |part: Option<Part>| part.map_or("", |part| &word[part.range()]);
        let shown =
            [text(found.registry), text(found.repository), text(found.tag), text(found.digest)];
        assert_eq!(shown, expected, "{word}");
    }

    #[test]
    fn takes_references_apart() {
        check("python", ["", "python", "", ""]);
        check("python:3.12-slim", ["", "python", "3.12-slim", ""]);
        check("team/app@sha256:ab", ["", "team/app", "", "sha256:ab"]);
        check("ghcr.io/team/app:1@sha256:ab", ["ghcr.io", "team/app", "1", "sha256:ab"]);
        check("localhost:5000/app", ["localhost:5000", "app", "", ""]);
        check("localhost/app", ["localhost", "app", "", ""]);
        check("${BASE:-python:3}", ["", "", "", ""]);
        check("$BASE:1", ["", "", "1", ""]);
        check("python:${V:-3}", ["", "python", "${V:-3}", ""]);
        check("$REGISTRY/app", ["", "$REGISTRY/app", "", ""]);
        check("r.io:$PORT/app:1", ["r.io:$PORT", "app", "1", ""]);
        check("a:", ["", "a", "", ""]);
    }
}
