//! The Lesson view: the current step with its pauses, questions and tasks.

mod act;
mod answer;
mod asked;
mod field;
mod force;
mod graph;
mod lit;
mod needs;
mod option;
mod order;
mod places;
mod point;
mod question;
mod record;
mod result;
mod resume;
mod saved;
mod shown;
mod task;
mod typed;
mod way;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use ratatui::layout::Size;

use crate::context::Snapshot;
use crate::curriculum::{Paths, STARTER};
use crate::doc::BlockId;
use crate::dockerfile::InstructionId;
use crate::lesson::{
    AddedLesson, Ask, Course, CourseEntry, Lesson, LessonOrigin, Question, Sample,
};
use crate::progress::Progress;
use crate::quiz::paper::{Posed, QUIZ};
use crate::quiz::{Attempt, Earlier, question_seed};
use crate::select::World;
use crate::tui::theme::Palette;
use crate::tui::{Depth, Start, StartLesson, Typed};

use super::rows::Anchor;
use super::sheet::Sheet;
use super::{Context, Request};
use asked::Asked;
use shown::{Shown, Stop};
use task::TaskState;

/// The Lesson view.
#[derive(Debug)]
pub(super) struct LessonView {
    /// The course.
    pub course: Course,
    /// The lesson that is open.
    pub lesson: Arc<Lesson>,
    /// What was answered and done so far.
    pub progress: Progress,
    step: usize,
    /// The step that a save cut off, and the one that is shown in its place.
    lost_step: Option<(usize, usize)>,
    /// For each step, how many of its pauses are revealed.
    revealed: Vec<usize>,
    attempts: BTreeMap<String, Attempt>,
    /// What was typed and not handed in when the attempts at it went.
    typed: Typed,
    tasks: BTreeMap<String, TaskState>,
    /// Questions that the reader left for later.
    later: BTreeSet<String>,
    /// The question that the last key wanted to leave: the next one does.
    leaving: Option<String>,
    /// The question that was left for later and is taken up now.
    taken: Option<String>,
    /// The question whose result is being read: what decides it stays lit
    /// until the reader turns to the next one.
    judged: Option<String>,
    /// The reader types into the field of the question in force.
    typing: bool,
    /// The question at whose field the reader stopped typing: until Enter its letters are
    /// commands again.
    stopped: Option<String>,
    /// What can be answered was in view when the guide was last laid out.
    is_in_view: bool,
    /// The question that was in view to its end at some time.
    seen_whole: Option<String>,
    /// Details that the reader folded or unfolded, by the item that holds them.
    folds: BTreeMap<usize, BTreeSet<BlockId>>,
    /// How much of the folder around the file the lesson needs.
    pub needs: Option<Depth>,
    /// The files beside the lesson's sample, where it lists some.
    pub beside: Option<Arc<Snapshot>>,
    /// Under which lessons the log keeps the answers of a review; empty in a lesson.
    homes: BTreeMap<String, String>,
    /// The session's seed, which shuffles options.
    seed: u64,
    /// Grows whenever another lesson, or another text of it, is shown.
    pub edition: u64,
    /// The lesson was complete when it was last looked at.
    complete: bool,
    /// The path that the reader is on; it counts while its lessons are read.
    pub path: Option<String>,
    paths: OnceLock<Paths>,
    /// The lesson that suits the language of the reader's file, and for which text.
    suited: Option<(u64, Option<String>)>,
    shown: Shown,
    /// The questions about the reader's file.
    asked: Asked,
    focused: Vec<InstructionId>,
    /// Which sample the file pane shows by the reader's wish, from 0; `None`: the reader's file.
    sample: Option<usize>,
    pub sheet: Sheet,
    wish: Wish,
    /// For which size, palette, holder of the keys and cursor the rows were laid out.
    laid_out: Option<((Size, Palette, bool), bool)>,
}

/// What the next layout brings into view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Wish {
    /// What is in view stays.
    #[default]
    Stay,
    /// The top.
    Top,
    /// All from the first to the last of these, as far as it fits.
    Both(Anchor, Anchor),
    /// This question with what grading said; where not all fits, from the
    /// chosen option on.
    Graded(Anchor),
    /// This, and what comes behind it as far as it fits.
    From(Anchor),
}

impl LessonView {
    /// Opens the lesson that `start` asks for.
    pub(super) fn new(start: &Start) -> Self {
        let mut course = Course::builtin();
        let remembered = start.place.as_ref().and_then(|place| place.lesson.as_deref());
        let lesson = match &start.lesson {
            StartLesson::Added(added) => {
                let id = course.add((**added).clone());
                of_course(&course, Some(&id))
            }
            StartLesson::Id(id) => of_course(&course, Some(id)),
            StartLesson::Remembered => of_course(&course, remembered),
        };
        let same = remembered == Some(lesson.id.as_str());
        let step = start.place.as_ref().filter(|_| same).map_or(0, |place| place.step);
        let mut view = Self::with(course, lesson, start.seed);
        view.path = match (&start.place, &start.lesson) {
            // Who is here for the first time is on the path for who begins.
            (None, StartLesson::Remembered) => Some(STARTER.to_owned()),
            (place, _) => place.as_ref().and_then(|place| place.path.clone()),
        };
        view.typed = start.place.as_ref().map(|place| place.typed.clone()).unwrap_or_default();
        view.step = step.min(view.lesson.steps.len().saturating_sub(1));
        view.needs = needs::of_lesson(&view.lesson);
        view.beside = beside(&view.lesson);
        view.revealed = vec![0; view.lesson.steps.len()];
        view
    }

    /// A review, which is answered like a lesson.
    pub(super) fn of_review(lesson: Lesson, seed: u64) -> Self {
        Self::with(Course::default(), lesson, seed)
    }

    fn with(course: Course, lesson: Lesson, seed: u64) -> Self {
        Self {
            course,
            lost_step: None,
            revealed: vec![0; lesson.steps.len()],
            lesson: Arc::new(lesson),
            progress: Progress::default(),
            step: 0,
            attempts: BTreeMap::new(),
            typed: Typed::new(),
            tasks: BTreeMap::new(),
            later: BTreeSet::new(),
            leaving: None,
            taken: None,
            judged: None,
            typing: false,
            stopped: None,
            is_in_view: false,
            seen_whole: None,
            folds: BTreeMap::new(),
            needs: None,
            beside: None,
            homes: BTreeMap::new(),
            seed,
            edition: 0,
            complete: false,
            path: None,
            paths: OnceLock::new(),
            suited: None,
            shown: Shown::default(),
            asked: Asked::default(),
            focused: Vec::new(),
            sample: None,
            sheet: Sheet::default(),
            wish: Wish::Top,
            laid_out: None,
        }
    }

    /// Shows another review from its start.
    pub(super) fn take_review(
        &mut self,
        lesson: Lesson,
        questions: Vec<Posed>,
        context: &Context<'_>,
    ) {
        self.take_lesson(lesson);
        self.progress = Progress::default();
        self.complete = false;
        self.homes =
            questions.iter().map(|it| (it.question.id.clone(), it.lesson.clone())).collect();
        self.asked.take(questions);
        self.begin_step(context);
    }

    /// Whether it is a review.
    fn is_review(&self) -> bool {
        self.lesson.id == QUIZ
    }

    /// Whether it is at its last step, with nothing left to answer there.
    pub(super) fn is_at_end(&self) -> bool {
        let is_last = self.step + 1 >= self.lesson.steps.len();
        is_last && self.step > 0 && self.shown.stop == Stop::Step
    }

    /// Whether every question was right at the first try, without a hint.
    pub(super) fn is_all_solid(&self) -> bool {
        let state = self.state_of(&self.lesson);
        state.questions > 0 && state.solid == state.questions
    }

    /// The place of the open lesson in the course, from 0.
    pub(super) fn number(&self) -> Option<usize> {
        self.course.entries.iter().position(|entry| entry.id == self.lesson.id)
    }

    /// The place of the open lesson among all that there are, from 0.
    pub(super) fn place_in_list(&self) -> Option<usize> {
        self.course.all().position(|entry| entry.id == self.lesson.id)
    }

    /// Takes the lessons beside the course, in the place of those that were known; one that
    /// was named by its file stays.
    pub(super) fn take_packs(&mut self, lessons: Vec<AddedLesson>) {
        let is_named = |entry: &CourseEntry| entry.origin() == LessonOrigin::File;
        let is_open = |entry: &CourseEntry| entry.id == self.lesson.id;
        self.course.added.retain(|entry| is_named(entry) || is_open(entry));
        for lesson in lessons {
            self.course.add(lesson);
        }
    }

    /// The step, from 0.
    pub(super) fn step(&self) -> usize {
        self.step
    }

    /// The lesson's own Dockerfile, else the first that its text shows.
    pub(super) fn sample(&self) -> Option<&Sample> {
        self.lesson.sample.as_ref().or(self.lesson.fences.first())
    }

    /// Computes anew what is shown, after a change of the step, the answers or
    /// the file. Gives what follows: a task that is done now belongs into the log.
    pub(super) fn refresh(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.suit(context);
        let world = world(context);
        let lesson = Arc::clone(&self.lesson);
        self.resume_step(&lesson, &world);
        let revealed = self.revealed.get(self.step).copied().unwrap_or(0);
        let mut asked = std::mem::take(&mut self.asked);
        asked.begin();
        let known = (&self.progress, lesson.id.as_str());
        let expand = |ask: &Ask| asked.items(ask, known, context);
        let waits = |question: &Question| self.waits(question);
        let shown = Shown::of(&lesson, self.step, revealed, &world, expand, waits);
        self.asked = asked;
        for question in shown.questions() {
            if self.attempt(question).is_none() {
                let mut attempt = self.earlier(question);
                self.restore_typed(question, &mut attempt);
                self.attempts.insert(question.id.clone(), attempt);
            }
        }
        let is_open = |id: &String| self.attempts.get(id).is_some_and(Attempt::is_open);
        self.taken = self.taken.take().filter(is_open);
        self.focused = shown
            .focus
            .as_ref()
            .and_then(|focus| Some((focus.all, focus.selector.as_ref()?.find(&world))))
            .map(|(all, found)| if all { found } else { found.into_iter().take(1).collect() })
            .unwrap_or_default();
        self.shown = shown;
        self.laid_out = None;
        self.judge(&world, context)
    }

    /// Whether a question hides what stands behind it.
    fn waits(&self, question: &Question) -> bool {
        if self.later.contains(&question.id) {
            return false;
        }
        match self.attempt(question) {
            Some(attempt) => attempt.is_open(),
            None => self.earlier(question).is_open(),
        }
    }

    /// The attempt at a question as it is now: one that is made from the file
    /// may have become another.
    fn attempt(&self, question: &Question) -> Option<&Attempt> {
        self.attempts.get(&question.id).filter(|attempt| attempt.hash == question.hash)
    }

    /// A question as earlier sessions left it.
    fn earlier(&self, question: &Question) -> Attempt {
        let seed = question_seed(self.seed, &question.id);
        match self.progress.item(&self.lesson.id, &question.id) {
            None => Attempt::new(question, seed),
            Some(known) => {
                let earlier = Earlier {
                    hash: &known.hash,
                    right: known.right,
                    closed: known.closed,
                    solid: known.solid,
                    tries: known.tries,
                };
                Attempt::resume(question, &earlier, seed)
            }
        }
    }

    /// The right end of the header.
    pub(super) fn heading(&self) -> String {
        let steps = self.lesson.steps.len().max(1);
        let step = format!("step {} of {steps}", self.step + 1);
        if let Some(path) = self.on_path() {
            let place = path.lessons.iter().position(|id| *id == self.lesson.id).unwrap_or(0);
            let all = path.lessons.len();
            return format!("{} {} of {all} · {step}", path.title, place + 1);
        }
        match self.number() {
            Some(number) => {
                let (number, count) = (self.course.ordinal(number), self.course.count());
                format!("Lesson {number} of {count} · {step}")
            }
            None if self.is_review() => format!("Review · {step}"),
            None => match self.course.find(&self.lesson.id) {
                Some(entry) if entry.origin() != LessonOrigin::File => {
                    format!("Lesson {} · {step}", entry.origin().words())
                }
                _ => step,
            },
        }
    }
}

/// The files beside the sample of a lesson.
fn beside(lesson: &Lesson) -> Option<Arc<Snapshot>> {
    let sample = lesson.sample.as_ref()?;
    Some(Arc::new(sample.beside.as_ref()?.snapshot()))
}

/// What expressions look at.
pub(super) fn world<'a>(context: &Context<'a>) -> World<'a> {
    World {
        file: context.file,
        is_sample: context.is_sample,
        target: None,
        analysis: context.analysis,
        snapshot: context.surroundings.snapshot(),
    }
}

fn of_course(course: &Course, id: Option<&str>) -> Lesson {
    let entry = id.and_then(|id| course.find(id)).or(course.entries.first());
    entry.map(|entry| entry.lesson().clone()).unwrap_or_else(|| {
        crate::lesson::load("empty", "# No lessons\n", &crate::lesson::NoFolder).lesson
    })
}
