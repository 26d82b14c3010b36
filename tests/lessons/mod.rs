//! Lessons: loading, checking, reading, the course.

mod checking;
mod course;
mod coverage;
mod loading;
mod paths;
mod questions;
mod reading;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use layerwise::dockerfile::{Dockerfile, parse};
use layerwise::lesson::{CourseFile, Lesson, LessonFolder, LessonProblem, check, load};
use layerwise::quiz::generate::SampleAsker;
use layerwise::source::Source;

/// The files beside a lesson, from memory.
#[derive(Default)]
struct Files(HashMap<PathBuf, String>);

impl Files {
    fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| (path.into(), (*text).to_owned())).collect())
    }
}

impl LessonFolder for Files {
    fn read(&self, path: &Path) -> Result<String, String> {
        self.0.get(path).cloned().ok_or_else(|| "there is no such file".to_owned())
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>, String> {
        let inside = self.0.keys().filter(|path| path.parent() == Some(folder));
        let mut names: Vec<String> =
            inside.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        names.sort();
        Ok(names)
    }
}

/// A lesson that must load without a problem.
#[track_caller]
fn lesson(text: &str) -> Lesson {
    lesson_with(text, &[])
}

#[track_caller]
fn lesson_with(text: &str, files: &[(&str, &str)]) -> Lesson {
    let loaded = load("lesson.md", text, &Files::of(files));
    assert_eq!(shown(&loaded.problems), Vec::<String>::new());
    loaded.lesson
}

/// The problems of loading, as `line:column: message (hint)`.
fn problems(text: &str, files: &[(&str, &str)]) -> Vec<String> {
    shown(&load("lesson.md", text, &Files::of(files)).problems)
}

/// The problems of the checker for one lesson.
fn checked(text: &str, files: &[(&str, &str)]) -> Vec<String> {
    let folder = Files::of(files);
    let file = CourseFile { name: "lesson.md".to_owned(), text: text.to_owned(), folder: &folder };
    shown(&check(&[file], &SampleAsker))
}

fn shown(problems: &[LessonProblem]) -> Vec<String> {
    problems
        .iter()
        .map(|problem| {
            let file = if problem.file == "lesson.md" { "" } else { &problem.file };
            let hint = problem.hint.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
            let level = format!("{:?}", problem.level).to_lowercase();
            format!("{file}{}:{} {level}: {}{hint}", problem.line, problem.column, problem.message)
        })
        .collect()
}

fn dockerfile(text: &str) -> Dockerfile {
    parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())))
}

/// A lesson's items as a tree, one a line.
fn outline(lesson: &Lesson) -> String {
    use layerwise::lesson::Item;
    fn add(item: &Item, depth: usize, into: &mut String) {
        let name = match item {
            Item::Block(block) => format!("{:?}", block.kind)
                .split(['(', ' ', '{'])
                .next()
                .unwrap_or_default()
                .to_lowercase(),
            Item::Focus(focus) => {
                let selector = focus.selector.as_ref().map_or("none", |it| &it.text);
                let all = if focus.all { " all" } else { "" };
                let optional = if focus.optional { " optional" } else { "" };
                let note = focus.note.as_ref().map(|it| format!(" {it:?}")).unwrap_or_default();
                format!("focus {selector}{all}{optional}{note}")
            }
            Item::Pause => "pause".to_owned(),
            Item::Conditional { condition, then, otherwise } => {
                *into += &format!("{:w$}if {}\n", "", condition.text, w = depth * 2);
                then.iter().for_each(|item| add(item, depth + 1, into));
                if !otherwise.is_empty() {
                    *into += &format!("{:w$}else\n", "", w = depth * 2);
                    otherwise.iter().for_each(|item| add(item, depth + 1, into));
                }
                return;
            }
            Item::Question(it) => format!(
                "question {} ({} prompt, {} hints, {} tries, {} explanation)",
                it.id,
                it.prompt.len(),
                it.hints.len(),
                it.tries,
                it.explanation.len()
            ),
            Item::Ask(ask) => {
                let ids: Vec<String> = ask.ids().collect();
                let settings = [&ask.name, &ask.target, &ask.path].into_iter().flatten();
                let settings: String = settings.map(|it| format!(" {it:?}")).collect();
                format!("ask {:?}{settings} {}", ask.when, ids.join(" "))
            }
            Item::Task(task) => {
                let checks = task.items.iter().filter(|item| item.check.is_some()).count();
                format!("task {} ({} items, {checks} checks)", task.id, task.items.len())
            }
            Item::CheckList(items) => {
                let checks = items.iter().filter(|item| item.check.is_some()).count();
                format!("check list ({} items, {checks} checks)", items.len())
            }
            Item::SpeakerNote(note) => format!("speaker note {note:?}"),
            Item::Discuss { minutes } => format!("discuss {minutes:?}"),
        };
        *into += &format!("{:w$}{name}\n", "", w = depth * 2);
    }
    let mut found = String::new();
    for step in &lesson.steps {
        found += &format!("{} (line {})\n", step.title.words(), step.line);
        step.items.iter().for_each(|item| add(item, 1, &mut found));
    }
    found
}
