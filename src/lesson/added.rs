//! Lessons that are not built into the program: a team's, a reader's own, a file that was named.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};

use super::{Item, Lesson, LessonFolder, LessonProblem, LessonProblemLevel, Loaded, Step, load};
use crate::doc::{Alert, Block, BlockKind, Text};
use crate::source::fingerprint;

/// Where a lesson came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LessonOrigin {
    /// Built into the program.
    #[default]
    Course,
    /// `.layerwise/lessons` at the root of the repository.
    Repository,
    /// `lessons` in the reader's configuration folder.
    Configuration,
    /// The folder that was named with `--lessons`.
    Folder,
    /// A file that was named.
    File,
}

impl LessonOrigin {
    /// One word for programs, and for the key of a lesson whose id is taken.
    pub fn name(self) -> &'static str {
        match self {
            LessonOrigin::Course => "course",
            LessonOrigin::Repository => "repository",
            LessonOrigin::Configuration => "configuration",
            LessonOrigin::Folder => "folder",
            LessonOrigin::File => "file",
        }
    }

    /// The same for people, as it stands behind a lesson's title.
    pub fn words(self) -> &'static str {
        match self {
            LessonOrigin::Course => "of the course",
            LessonOrigin::Repository => "of this repository",
            LessonOrigin::Configuration => "of your own",
            LessonOrigin::Folder => "of the named folder",
            LessonOrigin::File => "of a file",
        }
    }
}

/// A lesson that was read from somewhere else than the program itself.
#[derive(Clone, Debug)]
pub struct AddedLesson {
    /// Where it came from.
    pub origin: LessonOrigin,
    /// Its file.
    pub file: PathBuf,
    /// The id that is written in it.
    pub written_id: String,
    /// The lesson; [`Course::add`](super::Course::add) gives it another id where its own is taken.
    pub lesson: Lesson,
    /// What is wrong with it, in the file's order.
    pub problems: Vec<LessonProblem>,
    /// The files of its folder that it is made of, beside its own.
    pub parts: Vec<PathBuf>,
    /// Stands for its text and those of its parts: another one means that something changed.
    pub stamp: u64,
}

impl AddedLesson {
    /// Reads a lesson; `name` is its file as messages call it.
    pub fn read(
        origin: LessonOrigin,
        file: impl Into<PathBuf>,
        text: &str,
        folder: &dyn LessonFolder,
    ) -> Self {
        let file = file.into();
        let noted = Noted { folder, paths: RefCell::default(), stamp: Cell::default() };
        noted.stamp(text);
        let Loaded { mut lesson, problems } = load(&file.to_string_lossy(), text, &noted);
        show_errors(&mut lesson, &file.to_string_lossy(), &problems);
        let stamp = noted.stamp.get();
        let (written_id, parts) = (lesson.id.clone(), noted.paths.into_inner());
        Self { origin, file, written_id, lesson, problems, parts, stamp }
    }

    /// Its errors; what is only worth a look is not among them.
    pub fn errors(&self) -> impl Iterator<Item = &LessonProblem> {
        self.problems.iter().filter(|problem| problem.level == LessonProblemLevel::Error)
    }

    /// The files that it is made of.
    pub fn files(&self) -> LessonFiles {
        let folder = self.file.parent().unwrap_or(Path::new(""));
        let parts = self.parts.iter().take(MOST_WATCHED).map(|part| folder.join(part)).collect();
        LessonFiles { origin: self.origin, file: self.file.clone(), parts }
    }

    /// What to call it in a list: the folder's name, or the file's where it is no `lesson.md`.
    pub fn name(&self) -> String {
        let is_lesson = self.file.file_name().is_some_and(|name| name == "lesson.md");
        let named = if is_lesson { self.file.parent() } else { Some(self.file.as_path()) };
        let name = named.and_then(Path::file_stem);
        name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// The files of a lesson, to be watched while its author writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonFiles {
    /// Where it came from.
    pub origin: LessonOrigin,
    /// Its own file.
    pub file: PathBuf,
    /// Samples, solutions and included files.
    pub parts: Vec<PathBuf>,
}

/// At most so many parts of a lesson are watched.
const MOST_WATCHED: usize = 16;

/// Says each error at the top of the step that it stands in, so that nobody takes what is left
/// of the step for all of it.
fn show_errors(lesson: &mut Lesson, file: &str, problems: &[LessonProblem]) {
    let errors = problems.iter().filter(|it| it.level == LessonProblemLevel::Error);
    for problem in errors.rev() {
        let is_own = problem.file == file;
        let before = |step: &&mut Step| !is_own || step.line.get() <= problem.line;
        let place = lesson.steps.iter_mut().take_while(before).count().max(1) - 1;
        let Some(step) = lesson.steps.get_mut(if is_own { place } else { 0 }) else { continue };
        let LessonProblem { line, column, message, hint, .. } = problem;
        let place = match is_own {
            true => format!("Line {line}, column {column}: "),
            false => format!("{}, line {line}, column {column}: ", problem.file),
        };
        let mut text = Text::new().strong(place).plain(message.as_str());
        if let Some(hint) = hint {
            text = text.plain(format!(" ({hint})"));
        }
        let blocks = vec![Block::paragraph(text)];
        let quote = BlockKind::Quote { alert: Some(Alert::Caution), blocks };
        step.items.insert(0, Item::Block(quote.into()));
    }
}

/// A folder that notes what was asked for.
struct Noted<'a> {
    folder: &'a dyn LessonFolder,
    paths: RefCell<Vec<PathBuf>>,
    stamp: Cell<u64>,
}

impl Noted<'_> {
    fn stamp(&self, text: &str) {
        let stamp = self.stamp.get().rotate_left(5) ^ fingerprint(text.as_bytes());
        self.stamp.set(stamp);
    }
}

impl LessonFolder for Noted<'_> {
    fn read(&self, path: &Path) -> Result<String, String> {
        let mut paths = self.paths.borrow_mut();
        if !paths.iter().any(|known| known == path) {
            paths.push(path.to_owned());
        }
        let text = self.folder.read(path);
        self.stamp(text.as_ref().unwrap_or_else(|why| why));
        text
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>, String> {
        self.folder.list(folder)
    }

    fn exists(&self, path: &Path) -> bool {
        self.folder.exists(path)
    }
}

/// At most so many files of its folder are read for one lesson.
const MOST_FILES: usize = 200;
/// At most so many bytes of files are read for one lesson (8 MiB).
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// A folder that gives only so much, whatever a lesson asks of it.
pub(super) struct Bounded<'a> {
    folder: &'a dyn LessonFolder,
    files: Cell<usize>,
    bytes: Cell<usize>,
}

impl<'a> Bounded<'a> {
    pub(super) fn new(folder: &'a dyn LessonFolder) -> Self {
        Self { folder, files: Cell::new(0), bytes: Cell::new(0) }
    }
}

impl LessonFolder for Bounded<'_> {
    fn read(&self, path: &Path) -> Result<String, String> {
        self.files.set(self.files.get() + 1);
        if self.files.get() > MOST_FILES {
            return Err(format!("a lesson reads at most {MOST_FILES} files"));
        }
        if self.bytes.get() >= MOST_BYTES {
            return Err(format!("a lesson reads at most {} MiB of files", MOST_BYTES >> 20));
        }
        let text = self.folder.read(path)?;
        self.bytes.set(self.bytes.get() + text.len());
        Ok(text)
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>, String> {
        self.folder.list(folder)
    }

    fn exists(&self, path: &Path) -> bool {
        self.folder.exists(path)
    }
}
