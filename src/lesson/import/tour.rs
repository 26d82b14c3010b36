//! A tour of CodeTour, which is a JSON file with one object a step.
//!
//! A step that points into a Dockerfile becomes a focus. A line number there goes wrong with
//! the next edit; so it is turned into a selector that means the same instruction. Fields that
//! are read: `title`, `description`, `nextTour`, and of a step `title`, `description`, `file`,
//! `line`, `selection` and `pattern`.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::markdown::{body, line};
use super::{Imported, front_matter};
use crate::dockerfile::{self, Dockerfile};
use crate::lesson::scaffold::NewFile;
use crate::lesson::{LessonFolder, files};
use crate::select::Selector;
use crate::source::{LineNumber, Source};

/// Makes a lesson of a tour. `folder` is the root of the repository that the tour goes through.
///
/// # Errors
/// When the text is no tour; why, in one sentence with the place.
pub fn import_tour(
    id: &str,
    title: Option<&str>,
    text: &str,
    folder: &dyn LessonFolder,
) -> Result<Imported, String> {
    let tour: Value = serde_json::from_str(text)
        .map_err(|error| format!("line {}: it is no JSON: {error}", error.line()))?;
    let steps = tour.get("steps").and_then(Value::as_array).ok_or("it has no steps")?;
    let title = title.or_else(|| words(&tour, "title")).unwrap_or(id).to_owned();
    let mut imported = Imported::default();
    let sample = sample(steps, folder, &mut imported);
    let mut more = String::new();
    if let Some((name, _)) = &sample {
        let _ = writeln!(more, "sample: samples/{name}");
    }
    if let Some(next) = words(&tour, "nextTour") {
        let _ =
            writeln!(more, "# TODO: next: [the id of the lesson made of the tour {}]", line(next));
    }
    let mut lesson = front_matter(id, &title, &more);
    let _ = writeln!(lesson, "# {}\n", line(&title));
    if let Some(description) = words(&tour, "description") {
        let _ = writeln!(lesson, "{}", body(description));
    }
    let file = sample.as_ref().map(|(_, text)| {
        dockerfile::parse(Arc::new(Source::new("sample", text.clone().into_bytes())))
    });
    for (at, step) in steps.iter().enumerate() {
        write_step(step, at + 1, file.as_ref(), &mut lesson, &mut imported.told);
        imported.taken += 1;
    }
    imported.files.push(NewFile { path: "lesson.md".to_owned(), text: lesson });
    if let Some((name, text)) = sample {
        imported.files.push(NewFile { path: format!("samples/{name}"), text });
    }
    Ok(imported)
}

fn words<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn is_dockerfile(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    name.contains("dockerfile") || name.contains("containerfile")
}

/// The Dockerfile that the tour goes through, with its name: the first that can be read.
fn sample(
    steps: &[Value],
    folder: &dyn LessonFolder,
    imported: &mut Imported,
) -> Option<(String, String)> {
    let mut paths: Vec<&str> = steps.iter().filter_map(|step| words(step, "file")).collect();
    paths.retain(|path| is_dockerfile(path));
    paths.dedup();
    for path in &paths {
        match files::read_sample(folder, path) {
            Ok((safe, text)) => {
                let others: Vec<&&str> = paths.iter().filter(|other| *other != path).collect();
                if !others.is_empty() {
                    let words = "the tour goes through several Dockerfiles, and the sample is";
                    imported.told.push(format!("{words} {path} alone"));
                }
                let name = safe.file_name().map(Path::new).unwrap_or(Path::new("Dockerfile"));
                let name = name.to_string_lossy();
                let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_.".contains(it);
                let name: String = name.chars().filter(|it| is_plain(*it)).collect();
                return Some((name, text));
            }
            Err(why) => imported.told.push(format!("the Dockerfile is not taken over: {why}")),
        }
    }
    None
}

fn write_step(
    step: &Value,
    number: usize,
    file: Option<&Dockerfile>,
    lesson: &mut String,
    told: &mut Vec<String>,
) {
    let description = words(step, "description").unwrap_or_default();
    let (heading, description) = match words(step, "title") {
        Some(title) => (title.to_owned(), description),
        None => match description.strip_prefix('#') {
            Some(rest) => {
                let (first, rest) = rest.split_once('\n').unwrap_or((rest, ""));
                (first.trim_start_matches('#').trim().to_owned(), rest)
            }
            None => (format!("Step {number}"), description),
        },
    };
    let _ = writeln!(lesson, "## {}\n", line(&heading));
    let path = words(step, "file");
    if let Some(path) = path.filter(|path| !is_dockerfile(path)) {
        let at = first_line(step).map(|line| format!(", line {line}")).unwrap_or_default();
        let _ = writeln!(lesson, "In `{}`{at}:\n", path.replace('`', ""));
    } else if path.is_some() {
        match focus(step, file) {
            Ok(Some(selector)) => {
                let selector = selector.replace('\'', "''");
                let _ = writeln!(lesson, "<!-- focus: {{sel: '{selector}', optional: true}} -->\n");
            }
            Ok(None) => lesson.push_str("<!-- focus: none -->\n\n"),
            Err(why) => {
                told.push(format!("step {number} marks nothing: {why}"));
                lesson.push_str("TODO: a focus for this step\n\n");
            }
        }
    }
    for key in ["commands", "view", "contents"] {
        if step.get(key).is_some() {
            told.push(format!("step {number}: {key} has no place in a lesson and is left out"));
        }
    }
    let text =
        if description.trim().is_empty() { "TODO: what is to be seen here" } else { description };
    let _ = writeln!(lesson, "{}", body(text.trim()));
}

fn first_line(step: &Value) -> Option<u64> {
    let selected = || step.pointer("/selection/start/line").and_then(Value::as_u64);
    step.get("line").and_then(Value::as_u64).or_else(selected)
}

/// A selector for what a step points at.
fn focus(step: &Value, file: Option<&Dockerfile>) -> Result<Option<String>, String> {
    if let Some(pattern) = words(step, "pattern") {
        // Patterns there go over lines of the file; ours over instructions, whose text begins
        // where the line begins.
        let pattern = pattern.replace('/', "\\/");
        let selector = format!("*[text=/{pattern}/]:first");
        return match Selector::parse(&selector) {
            Ok(_) => Ok(Some(selector)),
            Err(error) => Err(format!("the pattern cannot be taken over: {}", error.message)),
        };
    }
    let Some(line) = first_line(step) else { return Ok(None) };
    let Some(file) = file else {
        return Err(format!("line {line} means nothing without the Dockerfile"));
    };
    let wanted = u32::try_from(line).ok().and_then(LineNumber::new);
    let holds = |lines: crate::source::LineRange| {
        wanted.is_some_and(|wanted| lines.first <= wanted && wanted <= lines.last)
    };
    let place = file.instructions.iter().position(|it| holds(it.lines));
    let meant = place.and_then(|place| Some((place, file.instructions[place].keyword?)));
    let Some((place, keyword)) = meant else {
        return Err(format!("there is no instruction in line {line} of the Dockerfile"));
    };
    let before = file.instructions[..place].iter().filter(|it| it.keyword == Some(keyword));
    Ok(Some(match before.count() {
        0 => format!("{}:first", keyword.name()),
        count => format!("{}:nth({})", keyword.name(), count + 1),
    }))
}
