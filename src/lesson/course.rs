//! The built-in course, which is the repository's `lessons` folder, and the lessons beside it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::registry::{EMBEDDED, Embedded};
use super::{AddedLesson, Lesson, LessonFiles, LessonFolder, LessonOrigin, LessonProblem};

/// Lessons in the order of the course.
#[derive(Debug, Default)]
pub struct Course {
    /// The lessons that are built in, in order.
    pub entries: Vec<CourseEntry>,
    /// Lessons from elsewhere, behind those of the course.
    pub added: Vec<CourseEntry>,
}

/// One lesson; one of the course is read when it is first asked for.
#[derive(Debug)]
pub struct CourseEntry {
    /// The lesson's id, under which progress is kept.
    pub id: String,
    /// The name of its folder, such as `03-from`.
    pub folder: String,
    source: EntrySource,
    lesson: OnceLock<Lesson>,
}

#[derive(Debug)]
enum EntrySource {
    Embedded(&'static Embedded),
    Added(Added),
}

/// What is known of a lesson from elsewhere beside the lesson itself.
#[derive(Debug)]
pub struct Added {
    /// Where it came from.
    pub origin: LessonOrigin,
    /// Its file.
    pub file: PathBuf,
    /// The id that is written in it, which another lesson may have, too.
    pub written_id: String,
    /// What is wrong with it.
    pub problems: Vec<LessonProblem>,
    /// The files that it is made of.
    pub files: LessonFiles,
    /// Stands for their texts.
    pub stamp: u64,
}

impl Course {
    /// The course that comes with the program.
    pub fn builtin() -> Self {
        let entry = |embedded: &'static Embedded| CourseEntry {
            id: embedded.id().to_owned(),
            folder: embedded.folder.to_owned(),
            source: EntrySource::Embedded(embedded),
            lesson: OnceLock::new(),
        };
        Self { entries: EMBEDDED.iter().map(entry).collect(), added: Vec::new() }
    }

    /// Adds a lesson from elsewhere, in the place of one of the same file. Gives the id under
    /// which it is found and its progress kept: its own, or, where another lesson has that
    /// already, one with its origin behind it, such as `from@repository`. So no lesson from
    /// elsewhere can take the place or the progress of another.
    pub fn add(&mut self, added: AddedLesson) -> String {
        let (folder, files) = (added.name(), added.files());
        let AddedLesson { origin, file, written_id, mut lesson, problems, stamp, .. } = added;
        let known = self.added.iter().position(|entry| entry.is_of(&file));
        let id = match known {
            Some(place) if self.added[place].written_id() == written_id => {
                self.added[place].id.clone()
            }
            _ => self.free_id(&written_id, origin),
        };
        lesson.id.clone_from(&id);
        let entry = CourseEntry {
            id: id.clone(),
            folder,
            source: EntrySource::Added(Added { origin, file, written_id, problems, files, stamp }),
            lesson: OnceLock::from(lesson),
        };
        match known {
            Some(place) => self.added[place] = entry,
            None => self.added.push(entry),
        }
        id
    }

    fn free_id(&self, written: &str, origin: LessonOrigin) -> String {
        // A number or a folder's name means a lesson of the course as well.
        let is_free = |id: &str| self.find(id).is_none();
        let marked = format!("{written}@{}", origin.name());
        let numbered = (2..).map(|number| format!("{marked}-{number}"));
        let mut ids = [written.to_owned(), marked.clone()].into_iter().chain(numbered);
        // There are more numbers than lessons.
        ids.find(|id| is_free(id)).unwrap_or_default()
    }

    /// The lessons of the course, and those from elsewhere.
    pub fn all(&self) -> impl Iterator<Item = &CourseEntry> {
        self.entries.iter().chain(&self.added)
    }

    /// A lesson by id, by folder name (`03-from`) or by number (`3`, `03`); one from elsewhere
    /// by its id.
    pub fn find(&self, name: &str) -> Option<&CourseEntry> {
        let of_course = self.position(name).map(|place| &self.entries[place]);
        of_course.or_else(|| self.added.iter().find(|entry| entry.id == name))
    }

    /// The place of a lesson in the course, counted from 0, by the names that
    /// [`find`](Self::find) takes.
    pub fn position(&self, name: &str) -> Option<usize> {
        let number = |text: &str| text.parse::<u32>().ok();
        let wanted = number(name);
        self.entries.iter().position(|entry| entry.id == name || entry.folder == name).or_else(
            || {
                let own = |entry: &CourseEntry| entry.folder.split('-').next().and_then(number);
                self.entries.iter().position(|entry| wanted.is_some() && own(entry) == wanted)
            },
        )
    }

    /// How many lessons the course has, where one with its siblings counts as one.
    pub fn count(&self) -> usize {
        self.entries.iter().filter(|entry| self.sibling_of(entry).is_none()).count()
    }

    /// Which lesson of the course that is, counted from 1; siblings have the same number.
    pub fn ordinal(&self, place: usize) -> usize {
        let until = self.entries.iter().take(place + 1);
        until.filter(|entry| self.sibling_of(entry).is_none()).count()
    }

    /// The lesson that another one stands in for: the first with the same
    /// number in the name of its folder. `None` for that one itself.
    pub fn sibling_of(&self, entry: &CourseEntry) -> Option<&CourseEntry> {
        let number = entry.number()?;
        let first = self.entries.iter().find(|other| other.number() == Some(number))?;
        (first.id != entry.id).then_some(first)
    }

    /// The lesson to go on with: the first that `next` names and that exists,
    /// else the next one in the course.
    pub fn after(&self, id: &str) -> Option<&CourseEntry> {
        let entry = self.find(id)?;
        let named = &entry.lesson().next;
        // A lesson from elsewhere means its neighbours first, whatever they are called.
        let beside = |name: &String| {
            let origin = entry.added()?.origin;
            self.added.iter().find(|it| {
                it.added().is_some_and(|it| it.origin == origin && it.written_id == *name)
            })
        };
        let named = named.iter().find_map(|next| beside(next).or_else(|| self.find(next)));
        named.or_else(|| {
            let list = if entry.added().is_some() { &self.added } else { &self.entries };
            let place = list.iter().position(|it| it.id == entry.id)?;
            list.get(place + 1).filter(|next| next.origin() == entry.origin())
        })
    }
}

impl CourseEntry {
    /// The number that its folder begins with; `None` where it has none.
    fn number(&self) -> Option<&str> {
        let (number, _) = self.folder.split_once('-')?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some(number)
    }

    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        self.lesson.get_or_init(|| super::load(&self.name(), self.text(), self.files()).lesson)
    }

    /// What is known of a lesson from elsewhere; `None` for one of the course.
    pub fn added(&self) -> Option<&Added> {
        match &self.source {
            EntrySource::Embedded(_) => None,
            EntrySource::Added(added) => Some(added),
        }
    }

    /// Where it came from.
    pub fn origin(&self) -> LessonOrigin {
        self.added().map_or(LessonOrigin::Course, |added| added.origin)
    }

    /// The id that is written in it; [`CourseEntry::id`] is another where that was taken.
    pub fn written_id(&self) -> &str {
        self.added().map_or(&self.id, |added| &added.written_id)
    }

    /// What to tell a reader whose answers are kept under another id than the written one.
    pub fn taken_id(&self) -> Option<String> {
        let written = self.written_id();
        (written != self.id).then(|| {
            format!("Its progress is kept under {}: {written} is another lesson.", self.id)
        })
    }

    fn is_of(&self, file: &Path) -> bool {
        self.added().is_some_and(|added| added.file == file)
    }

    /// The lesson's title. A lesson that was not read yet is not read for it:
    /// lists of lessons stand in the first frame.
    pub fn title(&self) -> &str {
        let written = || {
            let front_matter = self.text().strip_prefix("---\n")?.split("\n---").next()?;
            let line = front_matter.lines().find_map(|line| line.strip_prefix("title:"))?.trim();
            let quoted = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
            let title = quoted.unwrap_or(line);
            // What YAML escapes or writes in other ways is left to the loader.
            (!title.contains(['"', '\\', '\'', '>', '|', '#'])).then_some(title)
        };
        match self.lesson.get() {
            Some(lesson) => &lesson.title,
            None => written().unwrap_or_else(|| &self.lesson().title),
        }
    }

    /// About how many minutes it takes; read in the same way.
    pub fn minutes(&self) -> Option<u32> {
        if let Some(lesson) = self.lesson.get() {
            return lesson.minutes;
        }
        let front_matter =
            self.text().strip_prefix("---\n").and_then(|it| it.split("\n---").next());
        let written = front_matter?.lines().find_map(|line| line.strip_prefix("minutes:"))?.trim();
        // What is not written as a plain number is left to the loader.
        written.parse().ok().or_else(|| self.lesson().minutes)
    }

    /// The lesson's file as messages call it, such as `lessons/03-from/lesson.md`.
    pub fn name(&self) -> String {
        match &self.source {
            EntrySource::Embedded(_) => format!("lessons/{}/lesson.md", self.folder),
            EntrySource::Added(added) => added.file.to_string_lossy().into_owned(),
        }
    }

    /// The Markdown of a lesson of the course; one from elsewhere is read already, and its
    /// text is not kept.
    pub fn text(&self) -> &'static str {
        match &self.source {
            EntrySource::Embedded(embedded) => embedded.text,
            EntrySource::Added(_) => "",
        }
    }

    /// The files beside a lesson of the course.
    pub fn files(&self) -> &'static dyn LessonFolder {
        match &self.source {
            EntrySource::Embedded(embedded) => *embedded,
            EntrySource::Added(_) => &super::NoFolder,
        }
    }
}

impl LessonFolder for Embedded {
    fn read(&self, path: &Path) -> Result<String, String> {
        self.files
            .iter()
            .find(|(name, _)| Path::new(name) == path)
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| "this lesson has no such file".to_owned())
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>, String> {
        let paths = self.files.iter().map(|(name, _)| Path::new(name));
        let inside = paths.filter(|path| path.parent() == Some(folder));
        Ok(inside.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect())
    }
}
