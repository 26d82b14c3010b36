//! What the guide is told: another file, what was worked out, what was found or saved.

use std::sync::Arc;

use crate::cache::Change;
use crate::context::Snapshot;
use crate::host::Packs;
use crate::lesson::{AddedLesson, LessonFiles};
use crate::progress::Progress;

use super::super::surroundings::Depth;
use super::super::{Mend, View};
use super::panel::Panel as _;
use super::{Context, Guide, Request};

impl Guide {
    /// Takes what earlier sessions answered and did.
    pub fn take_progress(&mut self, progress: Progress, context: &Context<'_>) -> Vec<Request> {
        self.review.forget();
        let due = progress.due(context.clock).len();
        let mut requests = self.lesson.take_progress(progress, context);
        if due > 0 && context.view != View::Home {
            let skills =
                if due == 1 { "1 skill is".to_owned() } else { format!("{due} skills are") };
            let (review, home) = (View::Review.number(), View::Home.number());
            let words = format!("{skills} due for review: {review} asks. {home} is home.");
            requests.push(Request::Say(words));
        }
        requests
    }

    /// The highlighter is warm now: what was laid out plain is laid out again.
    pub fn colours_came(&mut self) {
        self.lesson.lay_out_again();
        self.review.view.lay_out_again();
        self.explain.lay_out_again();
    }

    /// Another text stands in the file pane: a save, a sample, the first reading.
    pub fn file_changed(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.explain.forget();
        self.forget_panels();
        self.cache.file_changed(context);
        self.review.forget();
        self.lesson.file_changed(context)
    }

    /// What follows from the file was worked out.
    pub fn analysis_changed(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.explain.forget();
        self.forget_panels();
        self.review.forget();
        self.lesson.facts_changed(context)
    }

    /// The folder around the file was scanned.
    pub fn surroundings_changed(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.forget_panels();
        self.review.forget_unless_begun();
        self.lesson.surroundings_changed(context)
    }

    /// Other checks run, or at other levels.
    pub fn check_settings_changed(&mut self, _context: &Context<'_>) -> Vec<Request> {
        self.checks.forget();
        self.lists.forget();
        self.home.forget();
        Vec::new()
    }

    /// A fix was written into the reader's file, or taken back.
    pub fn mended(&mut self, mend: Mend) {
        self.checks.mended(mend);
    }

    /// What the next build would do was worked out.
    pub fn outlook_changed(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.cache.outlook_changed(context)
    }

    /// A better order was looked for.
    pub fn order_came(&mut self) {
        self.cache.order_came();
    }

    /// Whether the reader asked for a better order.
    pub fn wants_order(&self) -> bool {
        self.cache.wants_order()
    }

    /// The changes that the reader stacked in the Cache view.
    pub fn changes(&self) -> Vec<Change> {
        self.cache.changes()
    }

    /// The files beside the sample of the open lesson, with a number that stands for them.
    pub fn example(&self) -> Option<(Arc<Snapshot>, u64)> {
        Some((self.lesson.beside.clone()?, u64::MAX - self.lesson.edition))
    }

    /// How much of the folder around the file the open lesson needs.
    pub fn lesson_needs(&self) -> Option<Depth> {
        self.lesson.needs
    }

    /// The lessons beside the course were read.
    pub fn take_lessons(&mut self, packs: Packs) -> Vec<Request> {
        self.lesson.take_packs(packs.lessons);
        let first = packs.left_out.first();
        let told = first.map(|first| {
            let more = match packs.left_out.len() - 1 {
                0 => String::new(),
                more => format!(" ({more} more)"),
            };
            Request::Say(format!("A lesson was left out: {first}{more}"))
        });
        told.into_iter().collect()
    }

    /// The files of the open lesson; `None` where it is one of the course.
    pub fn lesson_files(&self) -> Option<LessonFiles> {
        self.lesson.entry()?.added().map(|added| added.files.clone())
    }

    /// The open lesson was saved by its author.
    pub fn lesson_saved(&mut self, added: AddedLesson, context: &Context<'_>) -> Vec<Request> {
        self.lesson.saved(added, context)
    }
}
