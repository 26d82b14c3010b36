//! Markdown to lesson.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::added::Bounded;
use super::beside::Beside;
use super::builder::{Builder, Built};
use super::front_matter::{self, FrontMatter};
use super::place::{Page, Place, Problems};
use super::settings::Text;
use super::trace::Trace;
use super::{Lesson, LessonProblem, Sample, ask, files};
use crate::doc::{Block, BlockKind, markdown};
use crate::source::Source;

/// The folder of a lesson, through which the loader asks for samples and
/// included files. Paths are relative to the folder and never leave it:
/// the loader refuses `..` and absolute paths before it asks.
pub trait LessonFolder {
    /// The text of a file.
    ///
    /// # Errors
    /// A sentence that says why there is none; it need not name the path.
    fn read(&self, path: &Path) -> Result<String, String>;

    /// The names of the files in a folder, for patterns such as `fixtures/*.Dockerfile`.
    ///
    /// # Errors
    /// A sentence that says why they cannot be listed.
    fn list(&self, folder: &Path) -> Result<Vec<String>, String>;

    /// Whether a link leads somewhere. Unlike [`read`](Self::read) this is
    /// also asked for folders and for paths with `..`.
    fn exists(&self, path: &Path) -> bool {
        self.read(path).is_ok()
    }
}

/// A lesson without files beside it.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFolder;

impl LessonFolder for NoFolder {
    fn read(&self, _path: &Path) -> Result<String, String> {
        Err("this lesson has no files beside it".to_owned())
    }

    fn list(&self, _folder: &Path) -> Result<Vec<String>, String> {
        Err("this lesson has no files beside it".to_owned())
    }
}

/// A lesson and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The lesson as far as it could be read.
    pub lesson: Lesson,
    /// What is wrong, in the file's order.
    pub problems: Vec<LessonProblem>,
}

/// Reads a lesson. `name` is the file as messages call it, `text` its Markdown.
/// Never fails and never panics; any Markdown file is a lesson.
pub fn load(name: &str, text: &str, folder: &dyn LessonFolder) -> Loaded {
    let (lesson, problems, _) = load_traced(name, text, folder);
    let mut problems = problems.list;
    problems.sort();
    Loaded { lesson, problems }
}

/// As [`load`], with what the checker wants to know.
pub(super) fn load_traced(
    name: &str,
    text: &str,
    folder: &dyn LessonFolder,
) -> (Lesson, Problems, Trace) {
    let folder = &Bounded::new(folder);
    let mut problems = Problems::default();
    let page = Rc::new(Page { source: Source::new(name, text.as_bytes().to_vec()) });
    let start = Place::new(&page, 0);
    let text = if text.len() > files::LARGEST_LESSON {
        let most = files::LARGEST_LESSON / 1024;
        problems.error(&start, format!("{name} is larger than {most} KiB, so it is not read"));
        ""
    } else {
        text
    };
    let markdown = markdown::read(text);
    let front = match &markdown.front_matter {
        Some(front) => {
            let start = start.plus(front.origin.span.start as usize);
            front_matter::read(&front.text, &start, &mut problems)
        }
        None => FrontMatter::default(),
    };
    let blocks = &markdown.document.blocks;
    let title = front.title.clone().or_else(|| blocks.iter().find_map(level_one));
    let title = title.unwrap_or_else(|| title_from_name(name));
    let mut builder = Builder::new(&page, folder, &mut problems, &title);
    builder.trace.is_lesson = front.is_lesson;
    builder.read(blocks);
    let mut built = builder.finish();
    let mut trace = std::mem::take(&mut built.trace);
    trace_settings(&front, &mut trace);
    let sample = sample(front.sample.as_ref(), built.main_sample.take(), folder, &mut problems);
    let sample = beside(front.folder.as_ref(), sample, folder, &mut problems);
    let id = front.id.as_ref().map_or_else(|| id_from_name(name), |id| id.text.clone());
    let mut lesson = lesson(front, id, title, sample, built);
    ask::name_asks(&mut lesson);
    (lesson, problems, trace)
}

/// Notes what the checker wants to know of the front matter.
fn trace_settings(front: &FrontMatter, trace: &mut Trace) {
    let pair = |text: &Text| (text.text.clone(), text.place.clone());
    trace.id = front.id.as_ref().map(|id| id.place.clone());
    trace.requires = front.requires.iter().map(pair).collect();
    trace.next = front.next.iter().map(pair).collect();
    trace.has_command_prefix = front.has_command_prefix;
    trace.fixture_paths = front.fixtures.iter().map(pair).collect();
}

/// Puts the parts together.
fn lesson(
    front: FrontMatter,
    id: String,
    title: String,
    sample: Option<Sample>,
    built: Built,
) -> Lesson {
    let words = |texts: Vec<Text>| texts.into_iter().map(|text| text.text).collect();
    Lesson {
        id,
        title,
        goal: front.goal,
        level: front.level,
        minutes: front.minutes,
        requires: words(front.requires),
        skills: front.skills,
        next: words(front.next),
        verified: front.verified,
        sample,
        fences: built.fences,
        steps: built.steps,
    }
}

fn level_one(block: &Block) -> Option<String> {
    match &block.kind {
        BlockKind::Heading { level: 1, text } if !text.is_empty() => Some(text.words()),
        _ => None,
    }
}

/// The sample of the front matter, else the fence tagged `sample=main`.
fn sample(
    path: Option<&Text>,
    fence: Option<Sample>,
    folder: &dyn LessonFolder,
    problems: &mut Problems,
) -> Option<Sample> {
    let Some(path) = path else { return fence };
    if path.text == "main" && fence.is_some() {
        return fence;
    }
    match files::read_sample(folder, &path.text) {
        Ok((safe, text)) => Some(Sample { name: file_name(&safe), text, beside: None }),
        Err(why) => {
            problems.error(&path.place, format!("the sample is missing: {why}"));
            fence
        }
    }
}

/// The sample with the files that the front matter lists beside it.
fn beside(
    path: Option<&Text>,
    sample: Option<Sample>,
    folder: &dyn LessonFolder,
    problems: &mut Problems,
) -> Option<Sample> {
    let Some(path) = path else { return sample };
    let Some(sample) = sample else {
        problems.error(&path.place, "there is no sample for these files to lie beside");
        return None;
    };
    match files::read_sample(folder, &path.text).and_then(|(_, text)| Beside::read(&text)) {
        Ok(beside) => Some(Sample { beside: Some(Arc::new(beside)), ..sample }),
        Err(why) => {
            problems.error(&path.place, format!("the files beside the sample: {why}"));
            Some(sample)
        }
    }
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The part of a file's name that says something: the folder's for `lesson.md`.
fn telling_name(name: &str) -> String {
    let path = Path::new(name);
    let stem = |path: &Path| path.file_stem().map(|it| it.to_string_lossy().into_owned());
    let own = stem(path).unwrap_or_default();
    let folder = path.parent().and_then(Path::file_name).map(|it| it.to_string_lossy());
    match (own.to_lowercase().as_str(), folder) {
        ("lesson" | "readme" | "index", Some(folder)) => folder.into_owned(),
        _ => own,
    }
}

fn title_from_name(name: &str) -> String {
    let name = telling_name(name);
    if name.is_empty() { "Lesson".to_owned() } else { name }
}

/// The id of a lesson that is made of this file: its name without what stands behind the dot.
pub fn lesson_id(file: &Path) -> String {
    id_from_name(&file.file_stem().unwrap_or_default().to_string_lossy())
}

/// An id from a file's name: small letters, digits and dashes.
fn id_from_name(name: &str) -> String {
    let mut id = String::new();
    for character in telling_name(name).chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            id.push(character);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        if id.len() == 64 {
            break;
        }
    }
    let id = id.trim_matches('-');
    if id.is_empty() { "lesson".to_owned() } else { id.to_owned() }
}
