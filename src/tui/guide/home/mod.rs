//! The Home view: where the reader was, what is due, what the file needs most,
//! the paths, and the whole course to jump anywhere.
//!
//! ```text
//! Where you were
//! ▸ Order for the cache · step 2 of 6        the cursor; Enter opens
//!   Review: 3 of 12 skills are due
//!
//! What your file needs most
//!   Secrets · 11 min · path insecure         its lines are marked in the file
//!   line 2: A default for API_TOKEN …
//!
//! Paths
//!   Starter · 2 of 7 · 40 min left           Enter: its lessons
//!
//! All lessons · 3 of 28 done · 25 minutes spent
//!   ✓ 00 How layerwise works …
//! ```

mod write;

use std::collections::BTreeSet;

use ratatui::layout::{Position, Size};

use super::exchange::instruction_at;
use super::lesson::LessonView;
use super::rows::Target;
use super::sheet::Sheet;
use super::{Context, Highlights, Request};
use crate::checks::Finding;
use crate::curriculum::{Advice, Looked, advise};
use crate::source::Span;
use crate::tui::keymap::Where;
use crate::tui::theme::Palette;
use crate::tui::{Action, Choices, View};

/// What the advice follows from: the text, the folder, the checks, what is
/// built, and the reader's record.
type Key = (u64, u64, u64, Choices, u64);

/// What the rows were laid out for: size, theme, record, lesson and step, and
/// how many lessons there are from elsewhere.
type Laid = (Size, Palette, u64, String, usize, usize);

/// The Home view.
#[derive(Debug, Default)]
pub(super) struct HomeView {
    /// What the reader is advised; `None` while the file is worked out.
    advice: Option<Advice>,
    made_from: Option<Key>,
    /// The advice is about the reader's own file, which is not shown now.
    is_elsewhere: bool,
    /// What the cursor can stand on, from top to bottom.
    items: Vec<Item>,
    cursor: usize,
    /// The paths whose lessons are shown.
    unfolded: BTreeSet<String>,
    pub sheet: Sheet,
    laid_out: Option<Laid>,
    /// The rows under the cursor, to be brought into view.
    rows: Option<(usize, usize)>,
}

/// Something that the cursor can stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    /// Back to where the reader was.
    GoOn,
    /// The questions that are due.
    Review,
    /// A lesson that the file needs: the reason's places, the most important first.
    Need { lesson: String, path: Option<String>, proof: Vec<Span> },
    /// A path: Enter shows or hides its lessons.
    Path(String),
    /// A lesson, and the path that it stands on here.
    Lesson { lesson: String, path: Option<String> },
}

impl HomeView {
    /// Something changed: it is laid out anew.
    pub(super) fn forget(&mut self) {
        self.laid_out = None;
    }

    /// It is no longer shown: the next time it begins at its top, where Enter goes on.
    pub(super) fn leave(&mut self) {
        if self.cursor > 0 {
            self.cursor = 0;
            self.laid_out = None;
        }
    }

    /// Lays out, where size, theme or content changed since the last call.
    /// `findings` are those of what is shown.
    pub(super) fn fit(
        &mut self,
        size: Size,
        context: &Context<'_>,
        lesson: &LessonView,
        findings: &[Finding],
    ) {
        let place = (lesson.lesson.id.clone(), lesson.step());
        let records = lesson.progress.records;
        let added = lesson.course.added.len();
        let key = (size, context.theme.palette, records, place.0, place.1, added);
        if self.laid_out.as_ref() == Some(&key) {
            return;
        }
        self.refresh(context, lesson, findings);
        let rows = self.write(size, context, lesson);
        self.sheet.set(rows, size);
        self.laid_out = Some(key);
        if let Some((first, last)) = self.rows {
            // The first item is shown with what stands above it.
            self.sheet.show(if self.cursor == 0 { 0 } else { first }, last);
        }
    }

    /// Works the advice out where something of it changed.
    fn refresh(&mut self, context: &Context<'_>, lesson: &LessonView, findings: &[Finding]) {
        let (course, progress, paths) = (&lesson.course, &lesson.progress, lesson.paths());
        self.is_elsewhere = context.has_own && context.is_sample;
        if !context.has_own {
            self.advice = Some(advise(course, paths, None, progress));
            self.made_from = None;
            return;
        }
        let Some(analysis) = context.analysis.filter(|_| !self.is_elsewhere) else {
            // What is known of the reader's file stays, as long as it is about the same text.
            let is_other = self.made_from.as_ref().is_some_and(|it| it.0 != context.generation);
            if is_other && !self.is_elsewhere {
                self.advice = None;
            }
            return;
        };
        let key = (
            context.generation,
            context.answers,
            context.checks.1,
            context.choices.clone(),
            progress.records,
        );
        if self.made_from.as_ref() == Some(&key) && self.advice.is_some() {
            return;
        }
        let around = context.surroundings.around(context.file);
        let looked = Looked { analysis, around: &around, findings };
        self.advice = Some(advise(course, paths, Some(looked), progress));
        self.made_from = Some(key);
    }

    /// The special places of the keymap that are in force.
    pub(super) fn places(&self) -> Vec<Where> {
        vec![Where::Home]
    }

    /// Does what the reader asks for.
    pub(super) fn update(
        &mut self,
        action: Action,
        context: &Context<'_>,
        lesson: &LessonView,
    ) -> Vec<Request> {
        let page = self.sheet.height().saturating_sub(2).max(1) / 2;
        let last = self.items.len().saturating_sub(1);
        let to = match action {
            Action::Up => self.cursor.saturating_sub(1),
            Action::Down => self.cursor + 1,
            Action::PageUp | Action::HalfUp => self.cursor.saturating_sub(page),
            Action::PageDown | Action::HalfDown => self.cursor + page,
            Action::Top => 0,
            Action::Bottom => last,
            Action::Submit => return self.open(self.cursor, lesson),
            Action::Reveal => return go_on(lesson),
            Action::Known => return self.know(),
            _ => return Vec::new(),
        };
        self.select(to.min(last), context)
    }

    /// Opens what was clicked.
    pub(super) fn click(&mut self, at: Position, lesson: &LessonView) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            Some(Target::Option(place)) => self.open(place, lesson),
            _ => Vec::new(),
        }
    }

    /// What to mark in the file pane: the lines that are the reason.
    pub(super) fn highlights(&self, context: &Context<'_>) -> Highlights {
        let is_shown = self.made_from.as_ref().is_some_and(|it| it.0 == context.generation);
        let focus = match self.items.get(self.cursor) {
            Some(Item::Need { proof, .. }) if is_shown && !self.is_elsewhere => proof.clone(),
            _ => Vec::new(),
        };
        Highlights { focus, ..Highlights::default() }
    }

    fn select(&mut self, place: usize, context: &Context<'_>) -> Vec<Request> {
        self.cursor = place;
        self.laid_out = None;
        let highlights = self.highlights(context);
        let first = highlights.focus.first();
        let found = first.and_then(|span| instruction_at(context, *span));
        found.map(Request::Select).into_iter().collect()
    }

    fn open(&mut self, place: usize, lesson: &LessonView) -> Vec<Request> {
        self.laid_out = None;
        match self.items.get(place) {
            None => Vec::new(),
            Some(Item::GoOn) => go_on(lesson),
            Some(Item::Review) => vec![Request::Show(View::Review)],
            Some(Item::Need { lesson, path, .. } | Item::Lesson { lesson, path }) => {
                vec![Request::TakePath(path.clone()), Request::OpenLesson(lesson.clone())]
            }
            Some(Item::Path(id)) => {
                let id = id.clone();
                self.cursor = place;
                if !self.unfolded.remove(&id) {
                    self.unfolded.insert(id);
                }
                Vec::new()
            }
        }
    }

    /// “I know this”, of the lesson under the cursor.
    fn know(&self) -> Vec<Request> {
        match self.items.get(self.cursor) {
            Some(Item::Need { lesson, .. } | Item::Lesson { lesson, .. }) => {
                vec![Request::Prove(lesson.clone())]
            }
            _ => vec![Request::Say("Put the cursor on a lesson first.".to_owned())],
        }
    }
}

/// Back to the step where the reader was; from a lesson that is done, to the next one.
fn go_on(lesson: &LessonView) -> Vec<Request> {
    match next(lesson) {
        Some(id) => vec![Request::OpenLesson(id)],
        None => vec![Request::Show(View::Lesson)],
    }
}

/// The lesson behind the one that the reader was in, where that is done and at its end.
fn next(lesson: &LessonView) -> Option<String> {
    let is_last = lesson.step() + 1 >= lesson.lesson.steps.len();
    let is_done = is_last && lesson.state_of(&lesson.lesson).done;
    lesson.next_lesson().filter(|_| is_done).map(|entry| entry.id.clone())
}
