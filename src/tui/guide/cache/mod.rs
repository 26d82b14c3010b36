//! The Cache view: changes to choose from, and what a build runs again after them.
//!
//! ```text
//! What runs again after a change
//!
//! ▸ edit of app.py                          changes to choose from; Enter makes one
//!   another --build-arg RELEASE
//!
//! Changed: edit of app.py                   the changes so far; u takes the last back
//! 4 steps run again, 2 are cached.
//!
//! Line 8 ● runs, because line 7 above it …  why, for the selected step, down to
//! Line 7 ● runs, because app.py, …          the change
//! ```

mod write;

use ratatui::layout::{Position, Size};

use super::panel::Panel;
use super::rows::{Anchor, Target};
use super::sheet::Sheet;
use super::{Context, Highlights, Mark, Request};
use crate::cache::{Change, Forecast, Scenario, State, Status, usual_changes};
use crate::dockerfile::InstructionId;
use crate::source::LineNumber;
use crate::tui::keymap::Where;
use crate::tui::theme::{Palette, Role};
use crate::tui::{Action, Surroundings};

/// A longer file is left to the command line: it would hold up the screen.
const LONGEST_FILE: usize = 500;
/// So is a folder with more paths.
const MOST_PATHS: usize = 5_000;

/// A change with what to call it.
type Named = (String, Change);

/// The Cache view.
#[derive(Debug, Default)]
pub(super) struct CacheView {
    /// Why there is nothing to choose.
    absent: Option<String>,
    /// Everything before the changes.
    state: Option<State>,
    /// What can be chosen.
    ready: Vec<Named>,
    cursor: usize,
    /// Whether the cursor is to be brought into view.
    moved: bool,
    /// What was chosen, the last one on top.
    stack: Vec<Named>,
    forecast: Forecast,
    made_from: Option<(u64, super::super::Choices, u64)>,
    sheet: Sheet,
    laid_out: Option<(Size, Palette)>,
}

impl CacheView {
    /// Works out anew what another file, choice or folder makes of the changes.
    fn refresh(&mut self, context: &Context<'_>) {
        let from = (context.generation, context.choices.clone(), context.answers);
        if self.made_from.as_ref() == Some(&from) {
            return;
        }
        self.state = None;
        match before(context) {
            Ok(state) => {
                self.absent = None;
                self.ready = ready(&state, context);
                self.cursor = self.cursor.min(self.ready.len().saturating_sub(1));
                self.state = Some(state);
                self.made_from = Some(from);
            }
            Err(reason) => {
                self.absent = Some(reason);
                self.ready.clear();
            }
        }
        self.predict();
    }

    fn predict(&mut self) {
        let Some(state) = &self.state else {
            self.forecast = Forecast::default();
            return;
        };
        let ops = self.stack.iter().map(|(_, change)| change.clone()).collect();
        self.forecast = Scenario { ops, ..Scenario::default() }.run(state.clone());
        self.laid_out = None;
    }

    /// Selects the step that stands so many steps away from the selected line.
    fn step(&self, by: isize, context: &Context<'_>) -> Vec<Request> {
        let mut lines: Vec<u32> = self.forecast.steps.iter().map(|step| step.line).collect();
        lines.dedup();
        let line = selected_line(context).unwrap_or_default();
        let next = match by {
            1 => lines.iter().find(|it| **it > line),
            _ => lines.iter().rev().find(|it| **it < line),
        };
        let instructions = context.file.instructions.iter();
        let found = next.and_then(|next| {
            let mut lines = instructions.map(|it| it.lines.first.get());
            lines.position(|line| line == *next)
        });
        match found {
            Some(place) => vec![Request::Select(InstructionId(place as u32))],
            None => vec![Request::Say("There is no further step.".to_owned())],
        }
    }
}

/// The line of the selected instruction.
fn selected_line(context: &Context<'_>) -> Option<u32> {
    let selected = context.file.instructions.get(context.selected?.0 as usize)?;
    Some(selected.lines.first.get())
}

/// Everything as it is before a change; else what to say.
fn before(context: &Context<'_>) -> Result<State, String> {
    let waits = "What a build does is being worked out.";
    let analysis = context.analysis.ok_or(waits)?;
    if context.file.instructions.len() > LONGEST_FILE {
        return Err("This file is too long for this view; layerwise cache says the same.".into());
    }
    if analysis.refusal.is_some() {
        return Err("BuildKit refuses this file, so that nothing is built. p goes to the next \
                    problem in it."
            .to_owned());
    }
    let text = context.file.source.text();
    match context.surroundings {
        Surroundings::Waiting => Err("The folder is being looked through.".to_owned()),
        Surroundings::Known(folder) | Surroundings::Example(folder)
            if folder.len() > MOST_PATHS =>
        {
            Err("The folder holds too many files for this view; layerwise cache says the same."
                .to_owned())
        }
        Surroundings::Known(folder) | Surroundings::Example(folder) => {
            Ok(State::of_snapshot(folder, text, analysis.options.clone()))
        }
        Surroundings::NoFolder | Surroundings::Failed(_) => {
            Ok(State::without_context(text, analysis.options.clone()))
        }
    }
}

/// The changes of every day, then those that are made to run more.
fn ready(state: &State, context: &Context<'_>) -> Vec<Named> {
    let mut ready = usual_changes(state);
    let touched = ready.iter().find_map(|(_, change)| match change {
        Change::Append { path, .. } => Some(path.clone()),
        _ => None,
    });
    if let Some(path) = touched {
        ready.push((format!("touch {path}, its time alone"), Change::Touch { path }));
    }
    let images = context.analysis.into_iter().flat_map(|it| it.build.images.keys());
    ready.extend(images.map(|image| {
        let change = Change::BaseImageChanged { image: image.clone(), version: 1 };
        (format!("a newer image behind {image}"), change)
    }));
    let change = Change::SetOption { name: "no-cache".to_owned(), value: String::new() };
    ready.push(("docker build --no-cache".to_owned(), change));
    ready
}

impl Panel for CacheView {
    fn forget(&mut self) {
        self.laid_out = None;
    }

    fn fit(&mut self, size: Size, context: &Context<'_>) {
        self.refresh(context);
        let key = (size, context.theme.palette);
        if self.laid_out == Some(key) {
            return;
        }
        let rows = self.write(size, context);
        self.sheet.set(rows, size);
        if std::mem::take(&mut self.moved)
            && let Some(row) = self.sheet.find_from(0, Anchor::Option(self.cursor))
        {
            self.sheet.show(row, row);
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
        vec![Where::Cache]
    }

    fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        self.laid_out = None;
        self.moved = matches!(action, Action::Down | Action::Up);
        match action {
            Action::Down => {
                self.cursor = (self.cursor + 1).min(self.ready.len().saturating_sub(1));
            }
            Action::Up => self.cursor = self.cursor.saturating_sub(1),
            Action::Submit => {
                self.stack.extend(self.ready.get(self.cursor).cloned());
                self.predict();
            }
            Action::TakeBack if self.stack.pop().is_none() => {
                return vec![Request::Say("There is no change to take back.".to_owned())];
            }
            Action::TakeBack => self.predict(),
            Action::InstructionNext => return self.step(1, context),
            Action::InstructionPrevious => return self.step(-1, context),
            action => {
                self.sheet.act(action);
            }
        }
        Vec::new()
    }

    fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        if let Some(Target::Option(place)) = self.sheet.target_at(at) {
            self.cursor = *place;
            return self.update(Action::Submit, context);
        }
        Vec::new()
    }

    fn highlights(&self) -> Highlights {
        let mut marks: Vec<(LineNumber, Mark)> = Vec::new();
        for step in &self.forecast.steps {
            let Some(line) = LineNumber::new(step.line) else { continue };
            let role = match step.status {
                Status::Cached => Role::Good,
                Status::Runs => Role::Warning,
                Status::DependsOnOutput | Status::NeedsBase => Role::Key,
            };
            let mark = Mark { symbol: step.status.symbol(), role };
            match marks.last_mut() {
                // Of two steps of one line, the one that is not cached counts.
                Some((last, own)) if *last == line => {
                    if step.status != Status::Cached {
                        *own = mark;
                    }
                }
                _ => marks.push((line, mark)),
            }
        }
        Highlights { marks, ..Highlights::default() }
    }
}
