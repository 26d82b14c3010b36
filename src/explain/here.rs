//! What an instruction finds, in a sentence: user, directory, shell, variables.

use std::borrow::Cow;

use crate::analysis::Analysis;
use crate::doc::Text;
use crate::fact::{Fact, listed};
use crate::mask::mask_text;
use crate::runtime::at_line;
use crate::source::{LineNumber, Source, Span, safe_line};

/// How many variables are named.
const MOST: usize = 8;

/// What the instruction at a line finds, such as *It finds the user root, the
/// directory /app (line 3), and the variable PORT=3000 (line 4).* `None` where
/// nothing is built. Secrets are masked. Takes time in line with the file.
pub fn found_here(analysis: &Analysis, line: LineNumber) -> Option<Text> {
    let state = at_line(analysis, line).ok()?;
    let source = &analysis.file.source;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    let mut add = |what: &'static str, value: Option<Text>| match value {
        Some(value) => known.push(joined(Text::from(format!("the {what} ")), value)),
        None => unknown.push(format!("the {what}")),
    };
    add("user", named(&state.user(), source, |user| Cow::Borrowed(user.name.as_str())));
    add("directory", named(&state.directory(), source, |it| Cow::Borrowed(it)));
    let shell = state.shell();
    if shell.value().is_none_or(|words| !words.is_empty()) {
        add("shell", named(&shell, source, |words| Cow::Owned(words.join(" "))));
    }
    let count = state.variables().count();
    let first = if count == 1 { "the variable " } else { "the variables " };
    for (place, (name, value)) in state.variables().take(MOST).enumerate() {
        let start = Text::from(if place == 0 { first } else { "" });
        known.push(match &value {
            Fact::Known { value, proof, .. } => {
                start.code(shown(&format!("{name}={value}"))).plain(lines(source, proof, None))
            }
            Fact::Unknown { .. } => start.code(shown(name)).plain(", whose value is not known"),
        });
    }
    let more = count.saturating_sub(MOST);
    if more > 0 {
        known.push(Text::from(format!("and {more} more")));
    }
    let base = state.base_variables().filter(|_| state.is_open());
    let more = base.map(|(names, note)| {
        let names = names.join(", ");
        let words = format!("The base image sets {names} too: {note}; their values are not known.");
        safe_line(&words).into_owned()
    });
    Some(sentences(known, &unknown, (state.is_open(), more)))
}

/// The places that decide what [`found_here`] says, in the file's order. Takes time in line
/// with the file.
pub fn found_here_by(analysis: &Analysis, line: LineNumber) -> Vec<Span> {
    let Ok(state) = at_line(analysis, line) else { return Vec::new() };
    let mut spans = [proof(state.user()), proof(state.directory()), proof(state.shell())].concat();
    spans.extend(state.variables().take(MOST).flat_map(|(_, value)| proof(value)));
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn proof<T>(fact: Fact<T>) -> Vec<Span> {
    match fact {
        Fact::Known { proof, .. } => proof,
        Fact::Unknown { .. } => Vec::new(),
    }
}

/// `is_open`: whether the base image may set variables; `more`: what is known of those.
fn sentences(
    known: Vec<Text>,
    unknown: &[String],
    (is_open, more): (bool, Option<String>),
) -> Text {
    let mut text = Text::new();
    for (place, part) in known.into_iter().enumerate() {
        text = joined(text.plain(if place == 0 { "It finds " } else { ", " }), part);
    }
    if !text.runs.is_empty() {
        text = text.plain(".");
    }
    let base = match (unknown, is_open) {
        ([], false) => return text,
        ([], true) if let Some(more) = &more => more.clone(),
        ([], true) => "The base image may set more variables; that is not known here.".to_owned(),
        (_, true) => format!(
            "The base image decides {}, and may set more variables; it is not known here.",
            listed(unknown)
        ),
        (_, false) => format!("The base image decides {}; it is not known here.", listed(unknown)),
    };
    let gap = if text.runs.is_empty() { "" } else { " " };
    text.plain(gap).plain(base)
}

/// A value with what it rests on; `None` where it is not known.
fn named<T>(fact: &Fact<T>, source: &Source, words: impl Fn(&T) -> Cow<'_, str>) -> Option<Text> {
    let Fact::Known { value, proof, note } = fact else { return None };
    Some(Text::new().code(shown(&words(value))).plain(lines(source, proof, note.as_deref())))
}

fn joined(start: Text, rest: Text) -> Text {
    rest.runs.into_iter().fold(start, Text::run)
}

fn shown(text: &str) -> String {
    safe_line(&mask_text(text)).into_owned()
}

/// ` (line 3)`, ` (layerwise's table of images)`, or nothing.
fn lines(source: &Source, proof: &[Span], note: Option<&str>) -> String {
    let line = proof.first().map(|span| format!("line {}", source.line_at(span.start)));
    let note = note.map(|_| "layerwise's table of images".to_owned());
    let parts: Vec<String> = line.into_iter().chain(note).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::build::Options;
    use crate::dockerfile;

    fn found(text: &str, line: u32) -> Option<String> {
        let file = dockerfile::parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
        let analysis = Analysis::of(Arc::new(file), Options::default());
        let line = analysis.file.source.line_at(
            text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum::<usize>() as u32,
        );
        found_here(&analysis, line).map(|text| text.words())
    }

    #[test]
    fn what_is_set_above_is_found_with_its_line() {
        let file = "FROM scratch\nWORKDIR /app\nENV PORT=3000\nARG API_TOKEN=abc\nUSER me\nRUN x\n";
        let words = found(file, 6).unwrap();
        assert!(words.starts_with("It finds the user me (line 5), the directory /app (line 2), "));
        assert!(words.contains("the variables PORT=3000 (line 3), API_TOKEN="), "{words}");
        assert!(!words.contains("abc"), "{words}");
        assert_eq!(found(file, 1), None);
    }

    #[test]
    fn what_the_table_knows_of_the_base_is_said() {
        let words = found("FROM python:3.14-slim\nENV A=1\nRUN x\n", 3).unwrap();
        assert!(words.contains("the variable A=1"), "{words}");
        assert!(words.contains("The base image sets PATH, "), "{words}");
        assert!(words.contains("too: python:3.14-slim, as of "), "{words}");
        assert!(!words.contains("not known here"), "{words}");
    }

    #[test]
    fn what_the_base_decides_is_not_known() {
        let words = found("FROM team/base\nRUN x\n", 2).unwrap();
        let expected = "The base image decides the user, the directory and the shell, and may set \
                        more variables; it is not known here.";
        assert_eq!(words, expected);
    }
}
