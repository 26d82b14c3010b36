//! The Cache view: which steps run again after changes that the reader stacks.
//!
//! ```text
//! After                                          the changes, u takes the last back
//!   1  edit of src/app.py
//! 2 steps run again, 3 are cached.
//!
//!  ○ cached  3  [2/6] WORKDIR /app               the steps of the next build
//! ▌● runs    5  [4/6] COPY . .                   the selected one, with the reasons
//! ▌  Runs, because src/app.py, which it          down to the change
//! ▌  takes, changed.
//! predicted for BuildKit with a warm local cache
//!
//! What else changes?                             Enter adds one
//!   edit of package.json
//! ▸ a file or folder of the context              Enter opens another list (`page`)
//! ```

mod choose;
mod cursor;
mod mark;
mod offers;
mod page;
mod predict;
mod stack;
mod typed;
mod write;

use ratatui::layout::{Position, Size};

use super::files::FileTree;
use super::panel::Panel;
use super::pointing::Guess;
use super::rows::Target;
use super::sheet::Sheet;
use super::{Context, Highlights, Mark, Request, key_of};
use crate::cache::{Change, Forecast, Scenario, Status, because};
use crate::dockerfile::InstructionId;
use crate::source::{LineNumber, Span};
use crate::tui::keymap::Where;
use crate::tui::theme::Palette;
use crate::tui::{Action, Effect};
use cursor::Spot;
use mark::line_of;
use page::{Known, Offer, Page};
use predict::Prediction;
use stack::Stack;
use typed::Typed;

/// The view.
#[derive(Debug, Default)]
pub(super) struct CacheView {
    /// The changes that the forecast is about.
    stack: Stack,
    /// The name of the file that they are about.
    of: String,
    spot: Spot,
    /// The selected instruction that the cursor was last moved to.
    seen: Option<InstructionId>,
    /// What the last forecast offers beside its answers.
    known: Option<Known>,
    /// What the reader chooses from.
    page: Page,
    /// What can be chosen there.
    offered: Vec<Offer>,
    /// The files of the context.
    files: FileTree,
    /// The change that is typed.
    typed: Option<Typed>,
    /// What the reader expects, where they mark before they look.
    prediction: Prediction,
    /// Whether a better order is shown below.
    order: Order,
    /// Whether the cursor goes to the first step that runs as soon as that is known.
    is_new: bool,
    marks: Vec<(LineNumber, Mark)>,
    focus: Vec<Span>,
    sheet: Sheet,
    laid_out: Option<(Size, Palette)>,
    /// The rows under the cursor, to be brought into view.
    rows: Option<(usize, usize)>,
}

/// Whether a better order of the file is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    /// It was not asked for.
    #[default]
    Hidden,
    /// It is, and is to be brought into view.
    New,
    /// It is.
    Shown,
}

impl CacheView {
    /// The changes that the forecast is to be about.
    pub(super) fn changes(&self) -> Vec<Change> {
        self.stack.changes.iter().map(|it| it.change.clone()).collect()
    }

    /// Whether a better order is to be looked for.
    pub(super) fn wants_order(&self) -> bool {
        self.order != Order::Hidden
    }

    /// A better order was looked for.
    pub(super) fn order_came(&mut self) {
        self.order = Order::New;
        self.laid_out = None;
    }

    /// Another text stands in the file pane: changes of another file are not about it.
    pub(super) fn file_changed(&mut self, context: &Context<'_>) {
        if self.of != context.file.source.name {
            self.stack.changes.clear();
            self.prediction.begin_anew();
            self.leave_pages();
            self.spot = Spot::default();
            self.of.clone_from(&context.file.source.name);
        }
    }

    /// What the next build would do was worked out.
    pub(super) fn outlook_changed(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.laid_out = None;
        let Some(outlook) = context.outlook else { return Vec::new() };
        let (ready, asked) = (outlook.ready.clone(), outlook.asked.clone());
        self.known = Some(Known { generation: context.generation, ready, asked });
        if !std::mem::take(&mut self.is_new) {
            return Vec::new();
        }
        let steps = &outlook.forecast.steps;
        let first = steps.iter().position(|step| step.status != Status::Cached);
        // Where the reader is to say which runs, the cursor must not.
        let first = first.filter(|_| !self.prediction.is_on);
        match first.or((!steps.is_empty()).then_some(0)) {
            Some(step) => self.go_to(Spot::Step(step), context),
            None => Vec::new(),
        }
    }

    /// The forecast that is shown; `None` without changes and while it is worked out.
    fn forecast<'a>(&self, context: &Context<'a>) -> Option<&'a Forecast> {
        let outlook = context.outlook?;
        let is_shown = self.page == Page::Start && self.typed.is_none();
        (is_shown && !self.stack.changes.is_empty()).then_some(&outlook.forecast)
    }

    fn steps(&self, context: &Context<'_>) -> usize {
        self.forecast(context).map_or(0, |forecast| forecast.steps.len())
    }

    /// Works out anew what follows from another file, forecast or selection.
    fn refresh(&mut self, context: &Context<'_>) {
        if self.of.is_empty() {
            self.of.clone_from(&context.file.source.name);
        }
        self.refresh_files(context);
        self.offered = self.with_facts(context, |facts| self.page.offers(facts));
        if self.seen != context.selected {
            self.seen = context.selected;
            let line = line_of(context.selected, context.file).map(LineNumber::get);
            let steps = self.forecast(context).map(|it| &it.steps[..]).unwrap_or_default();
            let step = steps.iter().position(|step| Some(step.line) == line);
            if let (Spot::Step(_), Some(step)) = (self.spot, step) {
                self.spot = Spot::Step(step);
            }
        }
        self.spot = match self.spot {
            Spot::Step(_) if self.steps(context) == 0 => Spot::Change(0),
            Spot::Step(step) => Spot::Step(step.min(self.steps(context) - 1)),
            Spot::Change(place) => Spot::Change(place.min(self.offered.len().saturating_sub(1))),
        };
        self.mark(context);
    }

    /// The changes as a file.
    fn save(&self, context: &Context<'_>) -> Vec<Request> {
        let Some(analysis) = context.analysis.filter(|_| !self.stack.changes.is_empty()) else {
            return vec![Request::Say("There is no change to save yet.".to_owned())];
        };
        let scenario = Scenario::of_own_folder(&analysis.options, self.changes());
        vec![match scenario.to_json() {
            Ok(text) => Request::Perform(Effect::SaveScenario(text)),
            Err(reason) => Request::Say(format!("The changes cannot be saved: {reason}.")),
        }]
    }

    /// Begins or ends marking first.
    fn predict(&mut self) -> Vec<Request> {
        self.prediction.toggle();
        let words = match self.prediction.is_on {
            true => "Mark first which steps run; the forecast is shown afterwards.",
            false => "The forecast is shown at once.",
        };
        vec![Request::Say(words.to_owned())]
    }

    /// Marks the step under the cursor as one that runs.
    fn mark_step(&mut self) -> Vec<Request> {
        match self.spot {
            Spot::Step(step) if self.prediction.hides() => {
                self.prediction.mark(step, Guess::Other);
                Vec::new()
            }
            _ => {
                let key = key_of(Action::Predict);
                let words = format!("Steps are marked before the forecast is shown: see {key}.");
                vec![Request::Say(words)]
            }
        }
    }

    fn take_back(&mut self) -> Vec<Request> {
        let words = match self.stack.changes.pop() {
            Some(last) => format!("Taken back: {}.", last.words),
            None => "There is no change to take back.".to_owned(),
        };
        self.prediction.begin_anew();
        self.sheet.rewind();
        vec![Request::Say(words)]
    }
}

impl Panel for CacheView {
    fn forget(&mut self) {
        self.laid_out = None;
    }

    fn fit(&mut self, size: Size, context: &Context<'_>) {
        let key = (size, context.theme.palette);
        if self.laid_out == Some(key) {
            return;
        }
        self.refresh(context);
        if let Some(snapshot) = self.shows_tree(context) {
            let (rows, hidden) = self.write_tree(size, snapshot, context);
            self.sheet.set_window(rows, size, hidden);
            self.laid_out = Some(key);
            return;
        }
        let rows = self.write(size, context);
        self.sheet.set(rows, size);
        if let Some((first, last)) = self.rows {
            self.sheet.show(first, last);
        }
        self.laid_out = Some(key);
    }

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn sheet_mut(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    fn places(&self) -> Vec<Where> {
        match (self.typing(), &self.page) {
            (true, _) => vec![Where::Prompt],
            (false, Page::Start) if self.prediction.hides() => {
                vec![Where::Pointing, Where::Predicting, Where::Cache]
            }
            (false, Page::Start) => vec![Where::Cache],
            (false, Page::Files) => vec![Where::Tree, Where::Choosing],
            (false, _) => vec![Where::Choosing],
        }
    }

    fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        let scrolls = matches!(
            action,
            Action::Up
                | Action::Down
                | Action::PageUp
                | Action::PageDown
                | Action::HalfUp
                | Action::HalfDown
        );
        // Where the cursor moves, that lays out anew; the window may leave it behind.
        if !scrolls {
            self.laid_out = None;
        }
        if self.typed.is_some() {
            return self.type_change(action, context);
        }
        if let Some(snapshot) = self.shows_tree(context) {
            return self.in_tree(action, snapshot, context);
        }
        if let Some(requests) = self.point(action, context) {
            return requests;
        }
        match action {
            Action::Down => self.step(1, context),
            Action::Up => self.step(-1, context),
            Action::Find if context.surroundings.snapshot().is_some() => self.open(Page::Files),
            Action::Find => vec![Request::Say("There is no folder to choose from.".to_owned())],
            Action::Close => self.go_back(context),
            Action::SaveScenario => self.save(context),
            Action::BetterOrder => {
                self.order = match self.order {
                    Order::Hidden => Order::New,
                    Order::New | Order::Shown => Order::Hidden,
                };
                Vec::new()
            }
            Action::Predict => self.predict(),
            Action::Mark => self.mark_step(),
            Action::Submit if self.prediction.hides() && matches!(self.spot, Spot::Step(_)) => {
                self.compare(context)
            }
            Action::Top => self.move_to(0, context),
            Action::Bottom => {
                let last = (self.steps(context) + self.offered.len()).saturating_sub(1);
                self.move_to(last, context)
            }
            Action::Submit => self.choose(context),
            Action::TakeBack => self.take_back(),
            Action::ForgetChanges => {
                self.stack.changes.clear();
                self.prediction.begin_anew();
                self.sheet.rewind();
                vec![Request::Say("All changes are taken back.".to_owned())]
            }
            Action::Rescan => {
                let words = "The folder is looked through again.";
                vec![Request::Rescan, Request::Say(words.to_owned())]
            }
            action => {
                self.sheet.act(action);
                Vec::new()
            }
        }
    }

    fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            Some(Target::Answer(step)) => self.go_to(Spot::Step(step), context),
            Some(Target::Option(place)) => {
                self.spot = Spot::Change(place);
                self.laid_out = None;
                self.choose(context)
            }
            Some(Target::Path(path)) => {
                if let Some(snapshot) = self.shows_tree(context) {
                    self.files.tree.click(path, snapshot);
                    self.laid_out = None;
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn mark_at(&mut self, id: InstructionId, context: &Context<'_>) -> Vec<Request> {
        self.mark_line(id, Guess::Other, context).unwrap_or_default()
    }

    fn scroll(&mut self, rows: i32) {
        if self.sheet.is_window() {
            self.files.tree.scroll(rows as isize);
            self.laid_out = None;
        } else {
            self.sheet.scroll_by(i64::from(rows));
        }
    }

    fn highlights(&self) -> Highlights {
        Highlights { marks: self.marks.clone(), focus: self.focus.clone(), ..Highlights::default() }
    }

    fn typing(&self) -> bool {
        self.typed.is_some() || self.files.typing
    }

    fn paste(&mut self, text: &str, _context: &Context<'_>) {
        match &mut self.typed {
            Some(typed) => typed.field.insert(text.lines().next().unwrap_or_default()),
            None => self.files.paste(text),
        }
        self.laid_out = None;
    }

    fn copy(&self, context: &Context<'_>) -> Option<String> {
        let forecast = self.forecast(context).filter(|_| !self.prediction.hides())?;
        let Spot::Step(step) = self.spot else { return None };
        let way = because(forecast, step);
        let lines = way.iter().map(|(line, words)| format!("line {line}: {words}\n"));
        Some(crate::mask::mask_text(&lines.collect::<String>()).into_owned())
    }
}
