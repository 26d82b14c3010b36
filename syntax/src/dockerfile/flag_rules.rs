//! Which flags an instruction has, and what BuildKit refuses about flags.

use super::go;
use super::node::Node;
use super::part::Part;
use super::problem::ProblemKind;
use super::refusal::Refusal;
use super::split::RawFlag;
use super::syntax::Keyword;
use super::verdict::refuse;

/// A flag that an instruction has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FlagRule {
    pub(super) name: &'static str,
    pub(super) value: FlagValue,
}

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FlagValue {
    /// `--link`, `--link=true` or `--link=false`.
    Boolean,
    /// A text, once.
    Text,
    /// A text, any number of times.
    Texts,
}

const fn rule(name: &'static str, value: FlagValue) -> FlagRule {
    FlagRule { name, value }
}

const ADD: [FlagRule; 7] = [
    rule("chown", FlagValue::Text),
    rule("chmod", FlagValue::Text),
    rule("link", FlagValue::Boolean),
    rule("keep-git-dir", FlagValue::Boolean),
    rule("checksum", FlagValue::Text),
    rule("unpack", FlagValue::Boolean),
    rule("exclude", FlagValue::Texts),
];
const COPY: [FlagRule; 6] = [
    rule("chown", FlagValue::Text),
    rule("from", FlagValue::Text),
    rule("chmod", FlagValue::Text),
    rule("link", FlagValue::Boolean),
    rule("exclude", FlagValue::Texts),
    rule("parents", FlagValue::Boolean),
];
const FROM: [FlagRule; 1] = [rule("platform", FlagValue::Text)];
const HEALTHCHECK: [FlagRule; 5] = [
    rule("interval", FlagValue::Text),
    rule("timeout", FlagValue::Text),
    rule("start-period", FlagValue::Text),
    rule("start-interval", FlagValue::Text),
    rule("retries", FlagValue::Text),
];
const RUN: [FlagRule; 4] = [
    rule("mount", FlagValue::Texts),
    rule("network", FlagValue::Text),
    rule("security", FlagValue::Text),
    rule("device", FlagValue::Texts),
];

/// The flags of an instruction; most have none.
pub(super) fn of(keyword: Keyword) -> &'static [FlagRule] {
    match keyword {
        Keyword::Add => &ADD,
        Keyword::Copy => &COPY,
        Keyword::From => &FROM,
        Keyword::Healthcheck => &HEALTHCHECK,
        Keyword::Run => &RUN,
        _ => &[],
    }
}

/// Name and value of a flag as BuildKit sees them; the value is `None` without `=`.
pub(super) fn take_apart(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    let body = text.get(2..).unwrap_or_default();
    match memchr::memchr(b'=', body) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    }
}

/// The value of a flag that is given at most once, and its place.
pub(super) fn value<'a>(node: &'a Node, line: &'a [u8], name: &str) -> Option<(Part, &'a [u8])> {
    values(node, line, name).next()
}

/// The values of a flag in order, and their places.
pub(super) fn values<'a>(
    node: &'a Node,
    line: &'a [u8],
    name: &str,
) -> impl Iterator<Item = (Part, &'a [u8])> {
    node.split.flags.iter().filter_map(move |flag| {
        let (found, value) = take_apart(flag.text(line));
        (found == name.as_bytes()).then(|| (value_part(flag, line), value.unwrap_or_default()))
    })
}

/// Whether a flag is given, and its value behind the `=` if it has one.
pub(super) fn given<'a>(node: &'a Node, line: &'a [u8], name: &str) -> Option<Option<&'a [u8]>> {
    let flags = node.split.flags.iter().map(|flag| take_apart(flag.text(line)));
    flags.into_iter().find(|(found, _)| *found == name.as_bytes()).map(|(_, value)| value)
}

/// The place to mark for a flag's value: behind the `=`, or the flag when it has no value.
fn value_part(flag: &RawFlag, line: &[u8]) -> Part {
    match memchr::memchr(b'=', flag.part.of(line)) {
        Some(at) if at + 1 < flag.part.of(line).len() => {
            Part { start: flag.part.start + at as u32 + 1, end: flag.part.end }
        }
        _ => flag.part,
    }
}

/// Checks the flags one after the other against the rules.
pub(super) fn check(node: &Node, line: &[u8], rules: &'static [FlagRule]) -> Result<(), Refusal> {
    for (index, flag) in node.split.flags.iter().enumerate() {
        let (name, value) = take_apart(flag.text(line));
        let Some(rule) = rules.iter().find(|rule| rule.name.as_bytes() == name) else {
            return Err(unknown(flag, name, rules));
        };
        let seen = |earlier: &RawFlag| take_apart(earlier.text(line)).0 == name;
        if rule.value != FlagValue::Texts && node.split.flags[..index].iter().any(seen) {
            return Err(refuse(
                ProblemKind::DuplicateFlag,
                flag.part,
                format!("duplicate flag specified: --{}", rule.name),
            ));
        }
        check_value(flag, rule, value)?;
    }
    Ok(())
}

fn unknown(flag: &RawFlag, name: &[u8], rules: &'static [FlagRule]) -> Refusal {
    let name = go::lossy(name);
    let names = rules.iter().map(|rule| rule.name);
    let found = go::suggest(&name, names, go::Case::Matters);
    Refusal {
        nearest: found.map_or_else(Vec::new, |found| found.nearest),
        ..refuse(ProblemKind::UnknownFlag, flag.part, format!("unknown flag: --{name}"))
    }
}

fn check_value(flag: &RawFlag, rule: &FlagRule, value: Option<&[u8]>) -> Result<(), Refusal> {
    let missing = match rule.value {
        FlagValue::Boolean => value.is_some_and(<[u8]>::is_empty),
        FlagValue::Text | FlagValue::Texts => value.is_none(),
    };
    if missing {
        return Err(refuse(
            ProblemKind::FlagWithoutValue,
            flag.part,
            format!("missing a value on flag: --{}", rule.name),
        ));
    }
    if rule.value == FlagValue::Boolean && boolean(value).is_none() {
        let shown = go::lossy(value.unwrap_or_default());
        return Err(refuse(
            ProblemKind::FlagNotBoolean,
            flag.part,
            format!("expecting boolean value for flag --{}, not: {shown}", rule.name),
        ));
    }
    Ok(())
}

/// The value of a boolean flag; `None` when it is neither true nor false.
pub(super) fn boolean(value: Option<&[u8]>) -> Option<bool> {
    let text = go::to_lower(&go::lossy(value.unwrap_or_default()));
    match &*text {
        "" | "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}
