//! The rows of the Cache view.

use ratatui::layout::Size;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::mark::role;
use super::offers::{write_absent, write_typed};
use super::page::Page;
use super::predict::Verdict;
use super::{CacheView, Order, Spot};
use crate::cache::{Forecast, PREDICTED, Status, StepForecast, because, summary};
use crate::explain::advice;
use crate::mask::mask_text;
use crate::source::safe_line;
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::guide::{Context, key_of};
use crate::tui::theme::Role;
use crate::tui::widget::cut;
use crate::tui::{Action, Surroundings};

/// With fewer rows only what is needed is said.
pub(super) const LOW: u16 = 12;
/// Of a longer way to the change, its start and its end are told.
const LONG_WAY: usize = 5;

impl CacheView {
    pub(super) fn write(&mut self, size: Size, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| Default::default();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        self.rows = None;
        if let Some(typed) = &self.typed {
            write_typed(&mut paper, typed, context);
            return paper.rows;
        }
        if self.page != Page::Start {
            self.write_page(&mut paper, size, context);
            return paper.rows;
        }
        if self.stack.changes.is_empty() {
            let words = "What runs again after a change";
            paper.words(Role::Heading, words, &Prefix::default());
        } else {
            self.write_stack(&mut paper, context);
        }
        self.write_stops(&mut paper, size, context);
        let outlook = context.outlook;
        match outlook.map(|outlook| &outlook.forecast) {
            None => write_waiting(&mut paper, context),
            Some(Forecast { failure: Some(failure), .. }) => {
                let words = format!("The build does not start: {}", shown(failure, context));
                paper.words(Role::Warning, &words, &Prefix::default());
            }
            Some(forecast) if !self.stack.changes.is_empty() => {
                self.write_forecast(&mut paper, forecast, context);
            }
            // There the changes are to be in view.
            Some(_) if size.height < LOW => {}
            Some(_) => {
                let key = key_of(Action::Submit);
                let words = format!(
                    "Suppose this file was just built. Choose what changes before the next \
                     build: {key} shows which steps run again."
                );
                paper.words(Role::Text, &words, &Prefix::default());
            }
        }
        paper.blank();
        if !self.offered.is_empty() {
            let is_first = self.stack.changes.is_empty();
            let words = if is_first { "What changes?" } else { "What else changes?" };
            paper.words(Role::Heading, words, &Prefix::default());
        }
        self.write_offers(&mut paper, context);
        write_absent(&mut paper, context);
        self.write_order(&mut paper, context);
        paper.rows
    }

    /// Where a build of the folder as it is stops before anything is cached.
    fn write_stops(&self, paper: &mut Paper<'_>, size: Size, context: &Context<'_>) {
        let Some(snapshot) = context.surroundings.snapshot() else { return };
        let told = self.files.survey.files(snapshot, context);
        let mut stops = self.files.survey.usage.stops();
        let Some((taker, source)) = stops.next() else { return };
        let text = match stops.count() {
            0 => told.empty_handed(taker, source),
            1 => told.empty_handed(taker, source).plain(" So it does at 1 more."),
            more => told.empty_handed(taker, source).plain(format!(" So it does at {more} more.")),
        };
        let text = match size.height < LOW || context.is_sample {
            true => text,
            false => text.plain(
                " Where the files lie elsewhere, --context FOLDER names the folder. What is said \
                 here supposes that the build goes on.",
            ),
        };
        let mark = ("! ".to_owned(), paper.role(Role::Warning));
        paper.text(&text, &Prefix::hanging(vec![mark]));
    }

    /// A better order of the file, where it was asked for.
    fn write_order(&mut self, paper: &mut Paper<'_>, context: &Context<'_>) {
        paper.blank();
        let first = paper.rows.len();
        match (self.order, context.order) {
            (Order::Hidden, _) => {
                let key = key_of(Action::BetterOrder);
                let words = format!("{key} looks for a better order of this file.");
                paper.words(Role::Muted, &words, &Prefix::default());
                return;
            }
            (_, None) => {
                let words = "A better order of this file is being looked for.";
                paper.words(Role::Muted, words, &Prefix::default());
            }
            (_, Some(advised)) => {
                paper.blocks(&advice::blocks(advised), &Prefix::default(), None);
            }
        }
        if self.order == Order::New {
            self.order = Order::Shown;
            self.rows = Some((first, paper.rows.len() - 1));
        }
    }

    fn write_stack(&self, paper: &mut Paper<'_>, context: &Context<'_>) {
        paper.words(Role::Heading, "After", &Prefix::default());
        for (change, number) in self.stack.changes.iter().zip(1..) {
            let mark = (format!(" {number}  "), paper.role(Role::LineNumber));
            let words = shown(&change.words, context);
            paper.words(Role::Strong, &words, &Prefix::hanging(vec![mark]));
        }
        let (back, all) = (key_of(Action::TakeBack), key_of(Action::ForgetChanges));
        let words = match self.stack.changes.len() {
            1 => format!("{back} takes it back"),
            _ => format!("{back} takes the last back, {all} all"),
        };
        paper.words(Role::Muted, &words, &Prefix::indent(4));
    }

    fn write_forecast(
        &mut self,
        paper: &mut Paper<'_>,
        forecast: &Forecast,
        context: &Context<'_>,
    ) {
        let words = if self.prediction.hides() {
            let (mark, submit) = (key_of(Action::Mark), key_of(Action::Submit));
            format!("Which steps run? {mark} marks one, {submit} compares with the forecast.")
        } else if self.prediction.is_compared {
            self.prediction.result(forecast)
        } else {
            summary(forecast)
        };
        paper.words(Role::Text, &words, &Prefix::default());
        paper.blank();
        let lines = forecast.steps.iter().map(|step| step.line.to_string().len()).max();
        let lines = lines.unwrap_or_default();
        for (number, step) in forecast.steps.iter().enumerate() {
            let is_here = self.spot == Spot::Step(number);
            let first = paper.rows.len();
            let verdict = self.prediction.verdict(number, step.status);
            let answer = match (self.prediction.hides(), self.prediction.is_marked(number)) {
                (true, true) => ("[x] runs ".to_owned(), Role::Key),
                (true, false) => ("[ ]      ".to_owned(), Role::Muted),
                (false, _) => answer(step.status, verdict),
            };
            write_step(paper, step, answer, is_here, lines, context);
            let is_told = is_here || verdict == Some(Verdict::Wrong);
            if is_told && !self.prediction.hides() {
                let bar = if is_here { "▌  " } else { "   " };
                write_way(paper, &because(forecast, number), bar, context);
            }
            if is_here {
                self.rows = Some((first, paper.rows.len() - 1));
            }
            paper.aim(first..paper.rows.len(), &Target::Answer(number));
        }
        paper.words(Role::Muted, &format!("{PREDICTED}."), &Prefix::default());
    }
}

/// What stands before the line: the answer, and whether the guess was right.
fn answer(status: Status, verdict: Option<Verdict>) -> (String, Role) {
    let look = match verdict {
        Some(Verdict::Wrong) => Role::Bad,
        _ => role(status),
    };
    let mark = match verdict {
        Some(Verdict::Right) => "✓ ",
        Some(Verdict::Wrong) => "✗ ",
        Some(Verdict::Open) => "  ",
        None => "",
    };
    (format!("{mark}{} {:<8}", status.symbol(), word(status)), look)
}

fn write_waiting(paper: &mut Paper<'_>, context: &Context<'_>) {
    let words = match context.surroundings {
        Surroundings::Waiting => "The folder is being looked through.",
        _ => "The forecast is being worked out.",
    };
    paper.words(Role::Muted, words, &Prefix::default());
}

fn write_step(
    paper: &mut Paper<'_>,
    step: &StepForecast,
    (answer, look): (String, Role),
    is_here: bool,
    lines: usize,
    context: &Context<'_>,
) {
    let look = paper.role(look);
    let line = step.line;
    let mut pieces = vec![
        (if is_here { "▌" } else { " " }.to_owned(), paper.role(Role::BorderActive)),
        (answer, look),
        (format!("{line:>lines$}  "), paper.role(Role::LineNumber)),
    ];
    let used: usize = pieces.iter().map(|(text, _)| text.width()).sum();
    // Blanks that indented a continuation would push the words out of the row.
    let name = step.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = cut(&shown(&name, context), paper.width().saturating_sub(used));
    pieces.push((name, paper.role(Role::Text)));
    let fill = if is_here { paper.role(Role::Selected) } else { Style::new() };
    paper.row(pieces).fill = fill;
}

/// The reasons, from the step down to the change.
fn write_way(paper: &mut Paper<'_>, way: &[(u32, String)], bar: &str, context: &Context<'_>) {
    let bar = (bar.to_owned(), paper.role(Role::BorderActive));
    let prefix = Prefix { first: vec![bar.clone()], rest: vec![bar] };
    let left_out = if way.len() > LONG_WAY { 2..way.len() - 2 } else { 0..0 };
    for (place, (line, words)) in way.iter().enumerate() {
        if left_out.contains(&place) {
            if place == left_out.start {
                let words = format!("… {} more in between …", left_out.len());
                paper.words(Role::Muted, &words, &prefix);
            }
            continue;
        }
        let words = shown(words, context);
        let words = match place {
            0 => capitalized(&words),
            _ => format!("Line {line} {words}"),
        };
        paper.words(Role::Text, &format!("{words}."), &prefix);
    }
}

/// The answer in one word; the sentence says the rest.
fn word(status: Status) -> &'static str {
    match status {
        Status::DependsOnOutput => "depends",
        status => status.words(),
    }
}

/// In one line, safe for a terminal, and without secrets while these are hidden.
pub(super) fn shown(text: &str, context: &Context<'_>) -> String {
    let masked = if context.mask_secrets { mask_text(text) } else { text.into() };
    safe_line(&masked.replace(['\n', '\t'], " ")).into_owned()
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
