//! What sets variables, and what their values would be by other rules than BuildKit's.

use std::collections::{BTreeMap, BTreeSet};

use crate::build::environment::Environment;
use crate::build::expand::{Rules, Variables};
use crate::dockerfile::{Arguments, Dockerfile, Form, Instruction, Keyword};
use crate::shell;

/// The variables whose values depend on the platform that is built for.
pub(super) const OF_THE_PLATFORM: [&str; 10] = [
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETOSVERSION",
    "TARGETARCH",
    "TARGETVARIANT",
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDOSVERSION",
    "BUILDARCH",
    "BUILDVARIANT",
];

/// One pair of an ENV or ARG.
#[derive(Clone, Copy, Debug)]
pub(super) struct Assignment<'a> {
    pub is_argument: bool,
    pub name: &'a str,
    /// As written, quotes included; `None` for an ARG without a default.
    pub value: Option<&'a str>,
    /// Whether it is the form with a blank between name and value.
    pub is_legacy: bool,
    pub at: &'a Instruction,
}

/// The pairs of these instructions, in their order.
pub(super) fn assignments<'a>(
    file: &'a Dockerfile,
    instructions: impl IntoIterator<Item = &'a Instruction>,
) -> Vec<Assignment<'a>> {
    let mut found = Vec::new();
    for at in instructions {
        let is_argument = at.keyword == Some(Keyword::Arg);
        let Arguments::Pairs(pairs) = &at.arguments else { continue };
        if !is_argument && at.keyword != Some(Keyword::Env) {
            continue;
        }
        for pair in pairs {
            let name = pair.key.value(&file.source);
            let value = pair.value.as_ref().map(|value| value.value(&file.source));
            let is_legacy = !is_argument && pair.equals.is_none();
            if is_name(name) {
                found.push(Assignment { is_argument, name, value, is_legacy, at });
            }
        }
    }
    found
}

/// Whether a shell and BuildKit take this for the name of a variable.
pub(super) fn is_name(name: &str) -> bool {
    !name.starts_with(|letter: char| letter.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Values by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(BTreeMap<String, String>);

impl Variables for Values {
    fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl Values {
    /// The known variables of a state.
    pub(super) fn of(environment: &Environment) -> Self {
        let known = environment.iter().filter(|variable| !variable.unknown);
        Self(known.map(|it| (it.name.clone(), it.value.clone())).collect())
    }

    /// The value of a variable; empty where it is not set.
    pub(super) fn get(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }
}

/// Rules by which values are worked out, right or wrong.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    pub rules: Rules,
    /// The values of `--build-arg`.
    pub given: &'a BTreeMap<String, String>,
    /// Whether the default of an ARG counts.
    pub defaults: bool,
    /// Whether a `#` behind a blank ends a value.
    pub comments: bool,
    /// Whether the pairs of one instruction see each other's new values.
    pub at_once: bool,
}

impl Manner<'_> {
    /// The value of a variable after these assignments; empty where nothing sets it.
    pub(super) fn value(&self, name: &str, start: &Values, set: &[Assignment<'_>]) -> String {
        let mut values = start.clone();
        let mut waiting: Vec<(&Assignment<'_>, String)> = Vec::new();
        for assignment in relevant(name, set) {
            let begins =
                waiting.first().is_some_and(|(first, _)| first.at.span != assignment.at.span);
            if begins || self.at_once {
                take(&mut values, &mut waiting);
            }
            if let Some(value) = self.one(assignment, &values) {
                waiting.push((assignment, value));
            }
        }
        take(&mut values, &mut waiting);
        values.get(name)
    }

    fn one(&self, assignment: &Assignment<'_>, values: &Values) -> Option<String> {
        let given = self.given.get(assignment.name).filter(|_| assignment.is_argument);
        if let Some(given) = given {
            return Some(given.clone());
        }
        if assignment.is_argument && !self.defaults {
            return None;
        }
        let mut written = assignment.value?;
        if self.comments && assignment.is_legacy {
            written = written.split_once(" #").map_or(written, |(value, _)| value.trim_end());
        }
        self.rules.expand(written, values).ok().map(|expanded| expanded.text)
    }
}

fn take(values: &mut Values, waiting: &mut Vec<(&Assignment<'_>, String)>) {
    for (assignment, value) in waiting.drain(..) {
        values.0.insert(assignment.name.to_owned(), value);
    }
}

/// The assignments that a variable's value goes back to, in their order.
fn relevant<'s, 'a>(name: &str, set: &'s [Assignment<'a>]) -> Vec<&'s Assignment<'a>> {
    let mut wanted: BTreeSet<&str> = BTreeSet::from([name]);
    let mut found = Vec::new();
    for assignment in set.iter().rev() {
        if wanted.contains(assignment.name) {
            wanted.extend(references(assignment.value.unwrap_or_default()));
            found.push(assignment);
        }
    }
    found.reverse();
    found
}

/// All names that the value of a variable goes back to, itself included.
pub(super) fn sources<'a>(name: &'a str, set: &[Assignment<'a>]) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::from([name]);
    for assignment in relevant(name, set) {
        names.insert(assignment.name);
        names.extend(references(assignment.value.unwrap_or_default()));
    }
    names
}

/// The names behind the dollars of a text.
pub(super) fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split('$').skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '_');
        rest.get(..end.unwrap_or(rest.len())).filter(|name| is_name(name))
    })
}

/// The text of a RUN in shell form.
pub(super) fn script<'a>(
    file: &'a Dockerfile,
    run: &Instruction,
) -> Option<std::borrow::Cow<'a, str>> {
    match &run.arguments {
        Arguments::Command(command)
            if run.keyword == Some(Keyword::Run) && command.form != Form::Json =>
        {
            Some(run.logical.slice(&file.source, command.text))
        }
        _ => None,
    }
}

/// What `export` in one of these RUNs sets a variable to, the last counting.
pub(super) fn exported(file: &Dockerfile, runs: &[&Instruction], name: &str) -> Option<String> {
    let start = format!("{name}=");
    let scripts = runs.iter().rev().filter_map(|run| script(file, run));
    for script in scripts.filter(|script| script.contains("export")) {
        for command in shell::commands(&script).iter().rev() {
            let [first, words @ ..] = command.words.as_slice() else { continue };
            let value = words.iter().find_map(|word| word.text.strip_prefix(start.as_str()));
            if first.text == "export" && value.is_some_and(|value| !value.contains(['$', '`'])) {
                return value.map(str::to_owned);
            }
        }
    }
    None
}

/// Whether one of these RUNs says `unset NAME`.
pub(super) fn is_unset(file: &Dockerfile, runs: &[&Instruction], name: &str) -> bool {
    let mut scripts = runs.iter().filter_map(|run| script(file, run));
    scripts.any(|script| {
        script.contains("unset")
            && shell::commands(&script).iter().any(|command| {
                let texts = || command.words.iter().map(|word| word.text.as_str());
                texts().next() == Some("unset") && texts().skip(1).any(|word| word == name)
            })
    })
}
