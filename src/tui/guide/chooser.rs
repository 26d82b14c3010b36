//! The list of all lessons, to choose one from.
//!
//! ```text
//! Lessons · 1 of 3 done
//! > from▏
//! ▸ ✓ 03 from  FROM: base, tag, variant, digest    7 min · done
//!   ◐ 02 anatomy …                                 8 min · 3 of 7
//! ```

use ratatui::layout::{Position, Size};

use crate::curriculum::{lessons_done, state_of};
use crate::doc::Text;
use crate::lesson::{Course, CourseEntry};
use crate::progress::{LessonState, Progress};
use crate::quiz::Field;
use crate::source::safe_line;
use crate::tui::Action;
use crate::tui::theme::Role;

use super::Context;
use super::line;
use super::rows::{Anchor, Paper, Prefix, Target};
use super::sheet::Sheet;

/// The open list.
#[derive(Debug)]
pub(super) struct Chooser {
    filter: Field,
    /// The place of the cursor among what the filter leaves, from 0.
    cursor: usize,
    pub sheet: Sheet,
}

/// What becomes of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// It stays open.
    Stay,
    /// It closes.
    Close,
    /// This lesson is opened.
    Open(String),
}

impl Chooser {
    /// The list with the cursor at a lesson.
    pub(super) fn new(number: Option<usize>) -> Self {
        Self { filter: Field::default(), cursor: number.unwrap_or(0), sheet: Sheet::default() }
    }

    /// Does what the reader asks for.
    pub(super) fn update(&mut self, action: Action, course: &Course) -> Choice {
        let count = self.found(course).len();
        match action {
            Action::Up => self.cursor = self.cursor.saturating_sub(1),
            Action::Down => self.cursor += 1,
            Action::PageUp => self.cursor = self.cursor.saturating_sub(10),
            Action::PageDown => self.cursor += 10,
            Action::Close | Action::Lessons => return Choice::Close,
            Action::Submit => {
                return match self.found(course).get(self.cursor) {
                    Some(entry) => Choice::Open(entry.id.clone()),
                    None => Choice::Stay,
                };
            }
            // What is typed changes what is found, so the cursor begins anew.
            Action::Insert(_) | Action::Erase => {
                line::edit(&mut self.filter, action);
                self.cursor = 0;
                if let Some(entry) = self.numbered(course) {
                    return Choice::Open(entry.id.clone());
                }
            }
            action => {
                line::edit(&mut self.filter, action);
            }
        }
        self.cursor = self.cursor.min(count.saturating_sub(1));
        Choice::Stay
    }

    /// Types into the filter.
    pub(super) fn type_text(&mut self, text: &str) {
        self.filter.insert(text);
        self.cursor = 0;
    }

    /// Opens the lesson that was clicked.
    pub(super) fn click(&self, at: Position) -> Choice {
        match self.sheet.target_at(at) {
            Some(Target::Lesson(id)) => Choice::Open(id.clone()),
            _ => Choice::Stay,
        }
    }

    /// The lesson whose number is typed in full, where only one has it.
    fn numbered<'a>(&self, course: &'a Course) -> Option<&'a CourseEntry> {
        let typed = self.filter.text();
        let is_number = typed.len() == 2 && typed.bytes().all(|byte| byte.is_ascii_digit());
        let mut found = self.found(course).into_iter();
        let only = found.next().filter(|_| is_number && found.next().is_none())?;
        only.folder.starts_with(typed).then_some(only)
    }

    /// The lessons that the filter leaves: each of its words is in the title,
    /// the id, the goal or a skill.
    fn found<'a>(&self, course: &'a Course) -> Vec<&'a CourseEntry> {
        let wanted = self.filter.text().to_lowercase();
        let fits = |entry: &&CourseEntry| {
            let lesson = entry.lesson();
            let goal = lesson.goal.as_deref().unwrap_or_default();
            let skills = lesson.skills.join(" ");
            let all = [&entry.id, &entry.folder, &lesson.title, goal, &skills].join(" ");
            let all = all.to_lowercase();
            wanted.split_whitespace().all(|word| all.contains(word))
        };
        course.all().filter(fits).collect()
    }

    /// Lays the list out.
    pub(super) fn fit(
        &mut self,
        size: Size,
        context: &Context<'_>,
        course: &Course,
        progress: &Progress,
    ) {
        let folds = |_| std::collections::BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        let state = |entry: &CourseEntry| state_of(entry, progress).unwrap_or_default();
        let (done, count) = lessons_done(course, progress);
        let more = match course.added.len() {
            0 => String::new(),
            added => format!(" · {added} more behind them"),
        };
        paper.row(vec![
            ("Lessons".to_owned(), paper.theme.role(Role::Heading)),
            (format!(" · {done} of {count} done{more}"), paper.theme.role(Role::Muted)),
        ]);
        self.write_filter(&mut paper);
        paper.blank();
        let found = self.found(course);
        for (at, entry) in found.iter().enumerate() {
            write_entry(&mut paper, entry, state(entry), at, self.cursor == at);
        }
        if found.is_empty() {
            paper.words(Role::Muted, "No lesson has all these words.", &Prefix::default());
        }
        self.sheet.set(paper.rows, size);
        let cursor = Anchor::Option(self.cursor);
        if let Some(row) = self.sheet.find_from(0, cursor) {
            let above = if self.cursor == 0 { 0 } else { row };
            self.sheet.show(above, row + 1);
        }
    }

    fn write_filter(&self, paper: &mut Paper<'_>) {
        let mut pieces = line::pieces(paper, &self.filter, true);
        if self.filter.text().is_empty() {
            let words = " type to filter, or a number".to_owned();
            pieces.push((words, paper.role(Role::Muted)));
        }
        paper.row(pieces);
    }
}

pub(super) fn write_entry(
    paper: &mut Paper<'_>,
    entry: &CourseEntry,
    state: LessonState,
    at: usize,
    cursor: bool,
) {
    let (mark, role) = match (state.done, state.started) {
        (true, _) => ("✓", Role::Good),
        (false, true) => ("◐", Role::Key),
        (false, false) => ("○", Role::Muted),
    };
    let arrow = if cursor { "▸ " } else { "  " };
    let number = match entry.added() {
        None => entry.folder.split('-').next().unwrap_or_default(),
        Some(_) => "··",
    };
    let first = vec![
        (arrow.to_owned(), paper.role(Role::Key)),
        (format!("{mark} "), paper.role(role)),
        (format!("{} ", safe_line(number)), paper.role(Role::Muted)),
    ];
    let done = state.answered + state.tasks_done;
    let all = state.questions + state.tasks;
    let mut facts = Vec::new();
    facts.extend(entry.added().map(|added| added.origin.words().to_owned()));
    facts.extend((entry.written_id() != entry.id).then(|| entry.id.clone()));
    facts.extend(entry.minutes().map(|minutes| format!("{minutes} min")));
    match (state.done, state.started) {
        (true, _) => facts.push("done".to_owned()),
        (false, true) => facts.push(format!("{done} of {all}")),
        (false, false) => {}
    }
    let text = Text::new().strong(entry.title()).muted(format!(" · {}", facts.join(" · ")));
    let rows = paper.text(&text, &Prefix::hanging(first));
    paper.aim(rows.clone(), &Target::Lesson(entry.id.clone()));
    paper.anchor(rows.start, Anchor::Option(at));
    if cursor {
        let fill = paper.role(Role::Selected);
        for row in &mut paper.rows[rows] {
            row.fill = fill;
        }
    }
}
