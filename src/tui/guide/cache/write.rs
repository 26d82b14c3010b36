//! The rows of the Cache view.

use ratatui::layout::Size;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::mark::role;
use super::predict::Verdict;
use super::{CacheView, Order, Spot};
use crate::cache::{Forecast, PREDICTED, Status, StepForecast, because, summary};
use crate::explain::advice;
use crate::mask::mask_text;
use crate::source::safe_line;
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::guide::{Context, key_of, key_while_typing};
use crate::tui::theme::Role;
use crate::tui::widget::cut;
use crate::tui::{Action, Surroundings};

/// With fewer rows only what is needed is said.
const LOW: u16 = 12;
/// Of a longer way to the change, its start and its end are told.
const LONG_WAY: usize = 5;

impl CacheView {
    pub(super) fn write(&mut self, size: Size, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| Default::default();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        self.rows = None;
        if self.find.is_open {
            self.write_find(&mut paper);
            self.write_offered(&mut paper, context);
            return paper.rows;
        }
        if self.stack.is_empty() {
            let words = "What runs again after a change";
            paper.words(Role::Heading, words, &Prefix::default());
        } else {
            self.write_stack(&mut paper, context);
        }
        let outlook = context.outlook;
        match outlook.map(|outlook| &outlook.forecast) {
            None => write_waiting(&mut paper, context),
            Some(Forecast { failure: Some(failure), .. }) => {
                let words = format!("The build does not start: {}", shown(failure, context));
                paper.words(Role::Warning, &words, &Prefix::default());
            }
            Some(forecast) if !self.stack.is_empty() => {
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
        self.write_offered(&mut paper, context);
        self.write_order(&mut paper, context);
        paper.rows
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
        for (change, number) in self.stack.iter().zip(1..) {
            let mark = (format!(" {number}  "), paper.role(Role::LineNumber));
            let words = shown(&change.words, context);
            paper.words(Role::Strong, &words, &Prefix::hanging(vec![mark]));
        }
        let (back, all) = (key_of(Action::TakeBack), key_of(Action::ForgetChanges));
        let words = match self.stack.len() {
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

    fn write_offered(&mut self, paper: &mut Paper<'_>, context: &Context<'_>) {
        if !self.offered.is_empty() && !self.find.is_open {
            let words = if self.stack.is_empty() { "What changes?" } else { "What else changes?" };
            paper.words(Role::Heading, words, &Prefix::default());
        }
        let first = paper.rows.len();
        for (place, ready) in self.offered.iter().enumerate() {
            let is_here = self.spot == Spot::Change(place);
            let is_added = self.stack.contains(ready);
            let mark = if is_added { "✓ " } else { "  " };
            let bar = if is_here { "▌" } else { " " };
            let words = cut(&shown(&ready.words, context), paper.width().saturating_sub(3));
            let look = if is_added { Role::Muted } else { Role::Text };
            let pieces = vec![
                (bar.to_owned(), paper.role(Role::BorderActive)),
                (mark.to_owned(), paper.role(Role::Good)),
                (words, paper.role(look)),
            ];
            let fill = if is_here { paper.role(Role::Selected) } else { Style::new() };
            let row = paper.row(pieces);
            row.fill = fill;
            row.target = Some(Target::Option(place));
        }
        if let Spot::Change(place) = self.spot
            && !self.offered.is_empty()
        {
            // The first one is shown with what stands above it.
            let above = if self.stack.is_empty() && place == 0 { 0 } else { first + place };
            self.rows = Some((above, first + place));
        }
        if self.find.is_open {
            let words = match (self.offered.is_empty(), self.find.more) {
                (true, _) => "No file of the folder has these letters.".to_owned(),
                (false, 0) => return,
                (false, more) => format!("… and {more} more"),
            };
            paper.words(Role::Muted, &words, &Prefix::indent(3));
            return;
        }
        write_absent(paper, context);
    }

    /// The letters that a path has to have.
    fn write_find(&self, paper: &mut Paper<'_>) {
        paper.words(Role::Heading, "Which file changes?", &Prefix::default());
        let field = self.find.field();
        let (before, behind) = field.text().split_at(field.cursor());
        let mut rest = behind.chars();
        let under = rest.next().map_or(" ".to_owned(), String::from);
        let mut pieces = vec![
            ("> ".to_owned(), paper.role(Role::Key)),
            (safe_line(before).into_owned(), paper.role(Role::Text)),
            (safe_line(&under).into_owned(), paper.role(Role::Cursor)),
            (safe_line(rest.as_str()).into_owned(), paper.role(Role::Text)),
        ];
        if field.text().is_empty() {
            let (add, close) = (key_while_typing(Action::Submit), key_while_typing(Action::Close));
            let words = format!(" type letters, {add} adds, {close} closes");
            pieces.push((words, paper.role(Role::Muted)));
        }
        paper.row(pieces);
        paper.blank();
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

/// Why there are no files to change.
fn write_absent(paper: &mut Paper<'_>, context: &Context<'_>) {
    let words = match context.surroundings {
        Surroundings::NoFolder if context.is_sample => {
            "This Dockerfile is a sample, and no files lie around it: there is none to edit, and \
             a COPY counts as if it took nothing."
                .to_owned()
        }
        Surroundings::NoFolder => {
            "No folder goes with this text: there is no file to edit, and a COPY counts as if it \
             took nothing. --context FOLDER names one."
                .to_owned()
        }
        Surroundings::Failed(reason) => {
            let key = key_of(Action::Rescan);
            format!(
                "The folder cannot be read, so that there is no file to edit: {}. {key} looks \
                 again.",
                safe_line(reason)
            )
        }
        Surroundings::Waiting | Surroundings::Known(_) | Surroundings::Example(_) => return,
    };
    paper.blank();
    paper.words(Role::Muted, &words, &Prefix::default());
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
    let name = cut(&shown(&step.name, context), paper.width().saturating_sub(used));
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
fn shown(text: &str, context: &Context<'_>) -> String {
    let masked = if context.mask_secrets { mask_text(text) } else { text.into() };
    safe_line(&masked.replace(['\n', '\t'], " ")).into_owned()
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
