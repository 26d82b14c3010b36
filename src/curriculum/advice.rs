//! Where a reader best begins: by the file, and by what was done already.

use super::needs::{Need, Reason, needs};
use super::paths::{Path, Paths, is_done};
use crate::analysis::Analysis;
use crate::checks::{Around, Finding, Level};
use crate::lesson::Course;
use crate::progress::Progress;

/// The lesson with which a reader begins who has done none.
const FIRST: &str = "tour";

/// What a reader is advised to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// Where to begin, or to go on.
    pub begin: Begin,
    /// What the file needs, the most urgent first; empty without a file.
    pub needs: Vec<Need>,
    /// What could not be told of the file, in sentences.
    pub open: Vec<String>,
}

/// The lesson to read now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Begin {
    /// Its id; `None` when all are done.
    pub lesson: Option<String>,
    /// The path that it is read on; `None` where it stands on none.
    pub path: Option<String>,
    /// Why, the most important first.
    pub why: Vec<Reason>,
    /// Lessons that should come before and are not done; on the path for who begins,
    /// those that stand on it.
    pub before: Vec<String>,
}

/// A file with what the checks find in it.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// The file.
    pub analysis: &'a Analysis,
    /// What lies around it, as far as it was looked at.
    pub around: &'a Around,
    /// What the checks found.
    pub findings: &'a [Finding],
}

/// Works out the advice. `file` is the reader's own; `None` where there is none.
///
/// What is wrong for certain and more than a hint goes first, then the path
/// for who begins, then hints, then what the file is. Lessons that are done are
/// passed over. What is not certain decides nothing.
pub fn advise(
    course: &Course,
    paths: &Paths,
    file: Option<Looked<'_>>,
    progress: &Progress,
) -> Advice {
    let (needs, open) = match file {
        Some(Looked { analysis, around, findings }) => needs(analysis, around, findings, paths),
        None => Default::default(),
    };
    let reader = Reader { course, paths, progress, has_file: file.is_some() };
    let mut begin = reader.begin(&needs);
    begin.before = reader.before(begin.lesson.as_deref());
    let is_on = |path: &&Path| begin.path.as_ref() == Some(&path.id);
    if let Some(path) = paths.starter().filter(is_on) {
        // It is walked from its start, and leaves out what it does not need.
        begin.before.retain(|id| path.holds(id));
    }
    Advice { begin, needs, open }
}

struct Reader<'a> {
    course: &'a Course,
    paths: &'a Paths,
    progress: &'a Progress,
    has_file: bool,
}

impl Reader<'_> {
    fn begin(&self, needs: &[Need]) -> Begin {
        let is_open = |need: &&Need| need.is_sure() && !self.is_done(&need.lesson);
        let mut open = needs.iter().filter(is_open);
        let grave = |need: &&Need| need.level.is_some_and(|level| level >= Level::Warning);
        if let Some(need) = open.clone().find(grave) {
            return of_need(need);
        }
        if let Some(begin) = self.starter() {
            return begin;
        }
        match open.next() {
            Some(need) => of_need(need),
            None => self.rest(),
        }
    }

    /// The next lesson for who begins; `None` when these are done.
    fn starter(&self) -> Option<Begin> {
        let path = self.paths.starter()?;
        let way = path.way(self.course, self.progress);
        let lesson = way.next.clone()?;
        let count = way.done.len();
        let words = match (self.has_file, way.count()) {
            (false, 0) => {
                "There is no Dockerfile of yours here. This path begins at the beginning, \
                           on samples."
                    .to_owned()
            }
            (true, 0) => "No error and no warning is certain in your file. This path begins \
                          at the beginning."
                .to_owned(),
            (_, done) => format!("You have done {done} of the {count} lessons of this path."),
        };
        let why = vec![Reason::sure(words, Vec::new())];
        Some(Begin { lesson: Some(lesson), path: Some(path.id.clone()), why, before: Vec::new() })
    }

    /// The next lesson of the course that is not done.
    fn rest(&self) -> Begin {
        let next = self.course.entries.iter().find(|entry| !is_done(entry, self.progress));
        let lesson = next.map(|entry| entry.id.clone());
        let words = match &lesson {
            Some(_) => "It is the first lesson of the course that you have not done.",
            None => "You have done every lesson. What you know comes back for review.",
        };
        let why = vec![Reason::sure(words.to_owned(), Vec::new())];
        Begin { lesson, path: None, why, before: Vec::new() }
    }

    /// What a lesson requires and is not done; for who did nothing yet, the first lesson as well.
    fn before(&self, lesson: Option<&str>) -> Vec<String> {
        let entry = lesson.and_then(|id| self.course.find(id));
        let Some(entry) = entry.filter(|entry| entry.id != FIRST) else { return Vec::new() };
        let is_new = self.progress.lessons.is_empty() && self.course.find(FIRST).is_some();
        let mut before: Vec<String> = is_new.then(|| FIRST.to_owned()).into_iter().collect();
        let required = entry.lesson().requires.iter();
        before.extend(required.filter(|id| *id != FIRST && !self.is_done(id)).cloned());
        before
    }

    fn is_done(&self, lesson: &str) -> bool {
        self.course.find(lesson).is_some_and(|entry| is_done(entry, self.progress))
    }
}

fn of_need(need: &Need) -> Begin {
    let why = need.reasons.iter().filter(|reason| reason.depends_on.is_none()).cloned().collect();
    Begin { lesson: Some(need.lesson.clone()), path: need.path.clone(), why, before: Vec::new() }
}
