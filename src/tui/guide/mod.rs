//! The guide: the left pane, with the views.
//!
//! The [`Model`](super::Model) owns one [`Guide`] and is its only caller. In
//! each [`update`](super::update()) it calls, in this order:
//!
//! 1. [`Guide::update`] for an [`Action`] that belongs to the guide,
//!    [`Guide::click`] for a click into its area, [`Guide::scroll`] for the
//!    wheel over it, [`Guide::file_changed`] when another text stands in the file pane,
//!    [`Guide::selection_changed`] when another instruction is selected;
//! 2. what the returned [`Request`]s ask for;
//! 3. [`Guide::fit`], always, with the size that the guide will be drawn at: the
//!    place to lay texts out (once per width and content, not per call);
//! 4. [`Guide::highlights`], always.
//!
//! Drawing calls only [`Guide::draw`], [`Guide::heading`] and [`Guide::places`],
//! which change nothing.

mod cache;
mod checks;
mod chooser;
mod context;
mod exchange;
mod explain;
mod files;
mod home;
mod lesson;
mod line;
mod lists;
mod looks;
mod news;
mod panel;
mod pointing;
mod review;
mod rows;
mod runtime;
mod sheet;
mod stages;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use crate::dockerfile::InstructionId;
use crate::progress::Record;
use crate::source::Span;

use super::keymap::Where;
use super::{Action, Effect, Start, Typed, View};
use cache::CacheView;
use checks::ChecksView;
use chooser::{Choice, Chooser};
use context::ContextView;
pub use exchange::{Context, Highlights, Mark, Request};
use explain::ExplainView;
use home::HomeView;
use lesson::LessonView;
pub(in crate::tui) use line::edit;
use lists::ListsView;
use panel::Panel;
use review::Review;
use runtime::RuntimeView;
use sheet::Sheet;
use stages::StagesView;

/// The left pane.
#[derive(Debug)]
pub struct Guide {
    lesson: LessonView,
    home: HomeView,
    review: Review,
    explain: ExplainView,
    stages: StagesView,
    cache: CacheView,
    context: ContextView,
    runtime: RuntimeView,
    checks: ChecksView,
    lists: ListsView,
    chooser: Option<Chooser>,
    marks: Highlights,
    typing: bool,
    /// Whether the first file was looked at.
    began: bool,
}

impl Guide {
    /// Opens the lesson that `start` asks for. Reads no file. Where there is
    /// no Dockerfile of the reader's ([`Origin::Sample`](crate::host::Origin::Sample)),
    /// [`Guide::sample`] is asked next.
    pub fn new(start: &Start) -> Self {
        Self {
            lesson: LessonView::new(start),
            home: HomeView::default(),
            review: Review::new(start),
            explain: ExplainView::default(),
            stages: StagesView::default(),
            cache: CacheView::default(),
            context: ContextView::default(),
            runtime: RuntimeView::default(),
            checks: ChecksView::default(),
            lists: ListsView::default(),
            chooser: None,
            marks: Highlights::default(),
            typing: false,
            began: false,
        }
    }

    /// The sample to show to a reader without a Dockerfile: name and text.
    pub fn sample(&self) -> (String, String) {
        match self.lesson.sample() {
            Some(sample) => (sample.name.clone(), sample.text.clone()),
            None => {
                let source = crate::host::sample().source;
                (source.name.clone(), source.text().to_owned())
            }
        }
    }

    /// Does what the reader asks for. Gets the guide's own actions always, and
    /// movement (`Up` … `Bottom`, `Left`, `Right`) while the guide has the keys.
    pub fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        if let Some(chooser) = &mut self.chooser {
            let choice = chooser.update(action, &self.lesson.course);
            return self.chosen(choice, context);
        }
        let requests = match (action, context.view) {
            (Action::Lessons, _) => {
                self.chooser = Some(Chooser::new(self.lesson.number()));
                vec![Request::TakeKeys]
            }
            (Action::OwnFile, _) => self.lesson.own_file(),
            (Action::NextSample, View::Review) => {
                let words = "A review shows no sample. It would begin anew: 1 is the lesson.";
                vec![Request::Say(words.to_owned())]
            }
            (Action::OpenLesson(_) | Action::NextSample, _) | (_, View::Lesson) => {
                self.lesson.update(action, context)
            }
            (Action::ToggleLists, View::Checks) => {
                self.lists.is_shown = !self.lists.is_shown;
                self.forget_panels();
                Vec::new()
            }
            (Action::Known, View::Review) => Vec::new(),
            (_, View::Home) => self.home.update(action, context, &self.lesson),
            (_, View::Review) if self.review.goes_on(action) => Vec::new(),
            (_, View::Review) => self.review.view.update(action, context),
            (_, View::Explain) => self.explain.update(action, context, &self.lesson.course),
            (_, view) => self.panel(view).map_or_else(Vec::new, |it| it.update(action, context)),
        };
        self.follow(requests, context)
    }

    /// Types text into the field that is open.
    pub fn paste(&mut self, text: &str, context: &Context<'_>) {
        match &mut self.chooser {
            Some(chooser) => chooser.type_text(text),
            None => match self.panel(context.view) {
                Some(panel) => panel.paste(text, context),
                None if context.view == View::Review => self.review.view.paste(text, context),
                None => self.lesson.paste(text, context),
            },
        }
    }

    fn forget_panels(&mut self) {
        for view in View::ALL {
            if let Some(panel) = self.panel(view) {
                panel.forget();
            }
        }
        self.home.forget();
    }

    /// The views that are panels; `None` for the lesson and the explanation.
    fn panel(&mut self, view: View) -> Option<&mut dyn Panel> {
        match view {
            View::Lesson | View::Explain | View::Review | View::Home => None,
            View::Stages => Some(&mut self.stages),
            View::Cache => Some(&mut self.cache),
            View::Context => Some(&mut self.context),
            View::Runtime => Some(&mut self.runtime),
            View::Checks if self.lists.is_shown => Some(&mut self.lists),
            View::Checks => Some(&mut self.checks),
        }
    }

    /// The same, to look at.
    fn shown_panel(&self, view: View) -> Option<&dyn Panel> {
        match view {
            View::Lesson | View::Explain | View::Review | View::Home => None,
            View::Stages => Some(&self.stages),
            View::Cache => Some(&self.cache),
            View::Context => Some(&self.context),
            View::Runtime => Some(&self.runtime),
            View::Checks if self.lists.is_shown => Some(&self.lists),
            View::Checks => Some(&self.checks),
        }
    }

    /// Another instruction is selected.
    pub fn selection_changed(&mut self, _context: &Context<'_>) -> Vec<Request> {
        self.explain.forget();
        self.forget_panels();
        Vec::new()
    }

    /// A click, relative to the guide's upper left corner.
    pub fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        if let Some(chooser) = &self.chooser {
            let choice = chooser.click(at);
            return self.chosen(choice, context);
        }
        let requests = match context.view {
            View::Lesson => self.lesson.click(at, context),
            View::Review => self.review.view.click(at, context),
            View::Explain => self.explain.click(at, context),
            View::Home => self.home.click(at, &self.lesson),
            view => self.panel(view).map_or_else(Vec::new, |it| it.click(at, context)),
        };
        self.follow(requests, context)
    }

    /// A place of the file pane was clicked.
    pub fn point_at(&mut self, offset: u32, context: &Context<'_>) -> Vec<Request> {
        match context.view {
            View::Explain => self.explain.point_at(offset, context),
            _ => Vec::new(),
        }
    }

    /// Where the reader begins to mark an answer in the file; `None` where
    /// nothing is marked there, or the selected line can be marked itself.
    pub fn first_to_mark(&self, context: &Context<'_>) -> Option<InstructionId> {
        match context.view {
            View::Lesson => self.lesson.first_to_mark(context),
            View::Review => self.review.view.first_to_mark(context),
            _ => None,
        }
    }

    /// An instruction of the file pane was clicked: where an answer is marked there, it is marked.
    pub fn mark_at(&mut self, id: InstructionId, context: &Context<'_>) -> Vec<Request> {
        match context.view {
            View::Lesson => self.lesson.mark_at(id, context),
            View::Review => self.review.view.mark_at(id, context),
            view => self.panel(view).map_or_else(Vec::new, |it| it.mark_at(id, context)),
        }
    }

    /// The wheel over the guide: positive rows go down.
    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        match (&mut self.chooser, context.view) {
            (Some(chooser), _) => {
                chooser.sheet.scroll_by(i64::from(rows));
            }
            (None, View::Lesson) => self.lesson.scroll(rows),
            (None, View::Review) => self.review.view.scroll(rows),
            (None, View::Home) => {
                self.home.sheet.scroll_by(i64::from(rows));
            }
            (None, View::Explain) => {
                self.explain.sheet.scroll_by(i64::from(rows));
            }
            (None, view) => {
                if let Some(panel) = self.panel(view) {
                    panel.scroll(rows);
                }
            }
        }
    }

    /// Lays out for this size, where size, theme or content changed since the last call.
    pub fn fit(&mut self, size: Size, context: &Context<'_>) {
        if !std::mem::replace(&mut self.began, true) {
            self.explain.forget();
            // What follows for the log is asked again when the progress comes.
            self.lesson.refresh(context);
        }
        let course = &self.lesson.course;
        if context.view == View::Explain {
            self.explain.fit(size, context, course);
        }
        if context.view == View::Home {
            self.checks.keep_up(context);
            self.home.fit(size, context, &self.lesson, self.checks.findings());
        } else {
            self.home.leave();
        }
        if let Some(panel) = self.panel(context.view) {
            panel.fit(size, context);
        }
        let course = &self.lesson.course;
        if let Some(chooser) = &mut self.chooser {
            chooser.fit(size, context, course, &self.lesson.progress);
        }
        self.lesson.fit(size, context);
        self.review.fit(size, &self.lesson.progress, &self.lesson.course, context);
        self.typing = self.chooser.is_some() || self.view_types(context);
        self.marks = match context.view {
            View::Lesson => self.lesson.highlights(context),
            View::Review => self.review.view.highlights(context),
            View::Explain => self.explain.highlights(),
            View::Home => self.home.highlights(context),
            view => self.shown_panel(view).map(Panel::highlights).unwrap_or_default(),
        };
    }

    /// Whether the question of this view has a hint that is not shown yet.
    pub(in crate::tui) fn has_hint(&self, view: View) -> bool {
        match view {
            View::Review => self.review.view.has_hint(),
            _ => self.lesson.has_hint(),
        }
    }

    /// Whether the question of this view takes how sure the reader is.
    pub(in crate::tui) fn takes_confidence(&self, view: View) -> bool {
        match view {
            View::Review => self.review.view.takes_confidence(),
            _ => self.lesson.takes_confidence(),
        }
    }

    fn view_types(&self, context: &Context<'_>) -> bool {
        match context.view {
            View::Lesson => self.lesson.typing(context),
            View::Review => self.review.view.typing(context),
            view => self.shown_panel(view).is_some_and(Panel::typing),
        }
    }

    /// Which special key places are in force, the most special first. The
    /// model adds `Pane`, `File` and `Everywhere` itself.
    pub fn places(&self, context: &Context<'_>) -> Vec<Where> {
        match (&self.chooser, context.view) {
            (Some(_), _) => vec![Where::Chooser, Where::Prompt],
            (None, View::Lesson) => self.lesson.places(context),
            (None, View::Review) => self.review.view.places(context),
            (None, View::Explain) => self.explain.places(),
            (None, View::Home) => self.home.places(),
            (None, view) => self.shown_panel(view).map(Panel::places).unwrap_or_default(),
        }
    }

    /// Whether letters go into an answer ([`Action::Insert`]) instead of the keymap.
    pub fn typing(&self) -> bool {
        self.typing
    }

    /// Whether a letter begins an answer, whatever it is bound to.
    pub fn takes_letter(&self, letter: char, context: &Context<'_>) -> bool {
        let takes = match context.view {
            View::Lesson => self.lesson.takes_letter(letter, context),
            View::Review => self.review.view.takes_letter(letter, context),
            _ => false,
        };
        self.chooser.is_none() && takes
    }

    /// What to mark in the file pane.
    pub fn highlights(&self) -> Highlights {
        self.marks.clone()
    }

    /// What a task or a question of the lesson marks in the file.
    pub fn asked_for(&self, view: View) -> &[Span] {
        let asks = match view {
            View::Lesson => self.lesson.asks(),
            View::Review => self.review.view.asks(),
            _ => false,
        };
        if asks { &self.marks.focus } else { &[] }
    }

    /// The right end of the header, such as `Lesson 1 of 3 · step 2 of 6`.
    pub fn heading(&self, view: View) -> String {
        match view {
            View::Review => self.review.view.heading(),
            _ => self.lesson.heading(),
        }
    }

    /// How many findings there are in what is shown, in the views that are about findings;
    /// `None` in the others, and while they are worked out.
    pub fn finding_count(&self, context: &Context<'_>) -> Option<usize> {
        let is_about_findings = matches!(context.view, View::Home | View::Checks);
        self.checks.count(context).filter(|_| is_about_findings)
    }

    /// Entries of the palette beside the actions of the keymap, such as lessons.
    pub fn palette(&self) -> Vec<(String, Action)> {
        let entries = self.lesson.course.all().zip(0_u16..);
        entries
            .map(|(entry, number)| {
                // With its id, by which texts and commands name it.
                let label =
                    format!("Lesson: {} ({})", entry.title(), crate::source::safe_line(&entry.id));
                (label, Action::OpenLesson(number))
            })
            .collect()
    }

    /// What `y` copies while the guide has the keys; `None`: the selected instruction.
    pub fn copy(&self, context: &Context<'_>) -> Option<String> {
        match context.view {
            View::Explain => self.explain.copy(context),
            view => self.shown_panel(view).and_then(|panel| panel.copy(context)),
        }
    }

    /// Where the reader is, for the next start.
    pub fn place(&self) -> (Option<String>, usize) {
        (Some(self.lesson.lesson.id.clone()), self.lesson.step())
    }

    /// Own words that were typed and not handed in.
    pub fn typed(&self) -> Typed {
        self.lesson.typed()
    }

    /// The path through the course that the reader is on.
    pub fn path(&self) -> Option<String> {
        self.lesson.path.clone()
    }

    /// Draws into `area` of `buffer`; changes nothing else.
    ///
    /// ```text
    /// ┌ area ────────────────┐
    /// │ title of the step    │
    /// │                      │
    /// │ text, question, task │
    /// └──────────────────────┘
    /// ```
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, context: &Context<'_>) {
        self.sheet(context).draw(area, buffer);
    }

    /// Whether the guide has more above and below what it shows.
    pub fn hidden(&self, context: &Context<'_>) -> (bool, bool) {
        self.sheet(context).hidden()
    }

    fn sheet(&self, context: &Context<'_>) -> &Sheet {
        if let Some(chooser) = &self.chooser {
            return &chooser.sheet;
        }
        match context.view {
            View::Explain => &self.explain.sheet,
            View::Home => &self.home.sheet,
            View::Review => &self.review.view.sheet,
            view => self.shown_panel(view).map_or(&self.lesson.sheet, Panel::sheet),
        }
    }

    fn chosen(&mut self, choice: Choice, context: &Context<'_>) -> Vec<Request> {
        match choice {
            Choice::Stay => Vec::new(),
            Choice::Close => {
                self.chooser = None;
                Vec::new()
            }
            Choice::Open(id) => {
                self.chooser = None;
                self.lesson.open(&id, context)
            }
        }
    }

    /// Does itself what the views ask of the guide, and hands the rest on.
    fn follow(&mut self, requests: Vec<Request>, context: &Context<'_>) -> Vec<Request> {
        let mut left = Vec::new();
        let news = match context.view {
            View::Review => self.take_answers(&requests, context),
            _ => Vec::new(),
        };
        for request in requests {
            match request {
                Request::Prove(lesson) if !self.lesson.can_ask(&lesson) => {
                    let words = "This lesson has no question that could show that you know it.";
                    left.push(Request::Say(words.to_owned()));
                }
                Request::Prove(lesson) => {
                    self.review.prove(&lesson);
                    left.push(Request::Show(View::Review));
                }
                Request::TakePath(path) => self.lesson.path = path,
                Request::OpenLesson(id) if id.is_empty() => {
                    self.chooser = Some(Chooser::new(self.lesson.place_in_list()));
                }
                Request::OpenLesson(id) => left.extend(self.lesson.open(&id, context)),
                other => left.push(other),
            }
        }
        left.extend(news);
        left
    }

    /// What was answered in a review counts in the other views, too. Gives
    /// what follows: a lesson that is known now.
    fn take_answers(&mut self, requests: &[Request], context: &Context<'_>) -> Vec<Request> {
        for record in review::records(requests, context.clock) {
            self.lesson.progress.take_record(&record);
        }
        let Some(kind) = self.review.proof() else { return Vec::new() };
        self.lesson.progress.take_record(&Record { at: context.clock, kind: kind.clone() });
        let words = "✓ You know this lesson: it counts as done.".to_owned();
        vec![Request::Perform(Effect::Record(kind)), Request::Say(words)]
    }
}

/// The key of an action while letters are typed.
fn key_while_typing(action: Action) -> String {
    let mut bindings = super::keymap::BINDINGS.iter();
    let binding = bindings
        .find(|it| it.action == action && [Where::Answer, Where::Typing].contains(&it.place));
    binding.map(|binding| binding.keys[0].name()).unwrap_or_default()
}

/// The first key of an action, as the keymap has it.
fn key_of(action: Action) -> String {
    let binding = super::keymap::BINDINGS.iter().find(|binding| binding.action == action);
    binding.map(|binding| binding.keys[0].name()).unwrap_or_default()
}
