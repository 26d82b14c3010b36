//! Answers that are marked in the file pane: which line decides, which steps
//! run, which lines or stages are meant.
//!
//! The marks are the draft of the attempt itself, so the guide shows the same.

use crate::dockerfile::InstructionId;
use crate::fact::listed;
use crate::quiz::generate::{InFile, Meaning};
use crate::quiz::{Attempt, Draft};
use crate::source::{LineNumber, Span};
use crate::tui::Action;
use crate::tui::keymap::Where;

use super::super::pointing::{Guess, guesses};
use super::super::{Context, Mark, Request};
use super::LessonView;
use super::question::Pointing;

impl LessonView {
    /// How the answer to the open question can be marked in the file.
    fn in_file(&self) -> Option<&InFile> {
        let attempt = self.active()?;
        let in_file = &self.asked.find(&attempt.question)?.in_file;
        let fits = match (in_file, &attempt.draft) {
            (InFile::Line, Draft::Text(_)) => true,
            (InFile::Options { places, .. }, Draft::Choice { marked, many: true }) => {
                places.len() == marked.len()
            }
            _ => false,
        };
        fits.then_some(in_file)
    }

    /// Whether the open question asks for a line of the file.
    pub(super) fn asks_for_line(&self) -> bool {
        matches!(self.in_file(), Some(InFile::Line))
    }

    /// The same for the rows of the question.
    pub(super) fn pointing<'a>(&self, line: Option<&'a str>) -> Pointing<'a> {
        match self.in_file() {
            None | Some(InFile::No) => Pointing::No,
            Some(InFile::Line) => Pointing::Line(line),
            Some(InFile::Options { meaning: Meaning::Runs, .. }) => Pointing::Steps,
            Some(InFile::Options { .. }) => Pointing::Lines,
        }
    }

    /// Whether lines of the file can be marked now, once the file has the keys.
    pub(super) fn can_point(&self) -> bool {
        self.is_in_view && self.in_file().is_some()
    }

    /// The places of the keymap for that.
    pub(super) fn places_in_file(&self) -> Vec<Where> {
        match self.in_file().filter(|_| self.is_in_view) {
            Some(InFile::Options { meaning: Meaning::Runs, .. }) => {
                vec![Where::Pointing, Where::Predicting]
            }
            Some(_) => vec![Where::Pointing],
            None => Vec::new(),
        }
    }

    /// What an action does while an answer is marked in the file; `None`: nothing of its own.
    pub(super) fn point(&mut self, action: Action, context: &Context<'_>) -> Option<Vec<Request>> {
        if context.has_keys || !self.can_point() {
            return None;
        }
        match action {
            Action::Submit => Some(self.submit_marks(context)),
            Action::Close => Some(vec![Request::TakeKeys]),
            // In a narrow window the hint stands in the pane that is not shown.
            Action::Hint => {
                let mut requests = self.hint(context);
                requests.insert(0, Request::TakeKeys);
                Some(requests)
            }
            _ => Some(self.mark_line(context.selected?, Guess::of(action)?, context)),
        }
    }

    /// The first line that the open question asks about, unless one of them is selected.
    pub(in crate::tui::guide) fn first_to_mark(
        &self,
        context: &Context<'_>,
    ) -> Option<InstructionId> {
        let in_file = self.in_file().filter(|_| self.is_in_view)?;
        let mut all = (0..).map(InstructionId).zip(&context.file.instructions);
        let mut asked = all.by_ref().filter(|(_, it)| in_file.option_at(it.span).is_some());
        let first = asked.next()?.0;
        let is_selected = |id| context.selected == Some(id);
        (!is_selected(first) && !asked.any(|(id, _)| is_selected(id))).then_some(first)
    }

    /// An instruction of the file was clicked.
    pub(in crate::tui::guide) fn mark_at(
        &mut self,
        id: InstructionId,
        context: &Context<'_>,
    ) -> Vec<Request> {
        match self.can_point() {
            true => self.mark_line(id, Guess::Other, context),
            false => Vec::new(),
        }
    }

    fn mark_line(
        &mut self,
        id: InstructionId,
        guess: Guess,
        context: &Context<'_>,
    ) -> Vec<Request> {
        let Some(instruction) = context.file.instructions.get(id.0 as usize) else {
            return Vec::new();
        };
        let Some(in_file) = self.in_file() else { return Vec::new() };
        let option = in_file.option_at(instruction.span);
        let is_line = *in_file == InFile::Line;
        let refusal = not_asked_about(in_file, context);
        self.judged = None;
        let Some(attempt) = self.active_mut() else { return Vec::new() };
        if is_line {
            let number = instruction.lines.first.to_string();
            let was_marked = attempt.draft.field().is_some_and(|it| it.text() == number);
            attempt.set_text(if guess.applied(was_marked) { &number } else { "" });
        } else if let Some(option) = option {
            attempt.set_mark(option, guess.applied(attempt.is_marked(option)));
        } else {
            return vec![Request::Say(refusal)];
        }
        self.entered();
        Vec::new()
    }

    /// Hands in what is marked in the file. Without a mark every step is cached.
    fn submit_marks(&mut self, context: &Context<'_>) -> Vec<Request> {
        // A step without a mark is cached; of lines, none is an answer to be chosen.
        let none = match self.in_file() {
            Some(InFile::Options { meaning: Meaning::Runs, .. }) => {
                self.in_file().and_then(InFile::none)
            }
            _ => None,
        };
        let Some(attempt) = self.active_mut() else { return Vec::new() };
        let is_empty = match &attempt.draft {
            Draft::Choice { marked, .. } => !marked.contains(&true),
            draft => draft.field().is_none_or(|field| field.text().is_empty()),
        };
        match none {
            Some(none) if is_empty => attempt.set_mark(none, true),
            None if is_empty => {
                let key = super::super::key_of(Action::Mark);
                return vec![Request::Say(format!("Mark a line first: {key}."))];
            }
            _ => {}
        }
        let (id, before) = (attempt.question.clone(), attempt.answers.len());
        let mut requests = self.submit(context);
        let after = self.attempts.get(&id).map_or(before, |attempt| attempt.answers.len());
        if after > before {
            requests.insert(0, Request::TakeKeys);
        }
        requests
    }

    /// What the reader marked so far, beside the lines.
    pub(super) fn marks(&self, context: &Context<'_>) -> Vec<(LineNumber, Mark)> {
        let (Some(in_file), Some(attempt)) = (self.in_file(), self.active()) else {
            return Vec::new();
        };
        let lines = match in_file {
            InFile::Options { places, .. } => {
                let places = places.iter().enumerate();
                let line = |(option, place): (usize, &Option<_>)| {
                    let span: crate::source::Span = (*place)?;
                    let line = context.file.source.line_at(span.start);
                    Some((line, attempt.is_marked(option)))
                };
                places.filter_map(line).collect()
            }
            _ => marked_line(attempt).map(|line| (line, true)).into_iter().collect(),
        };
        guesses(lines)
    }

    /// The line that is marked as the answer, as the guide shows it.
    pub(super) fn marked_line(&self, context: &Context<'_>) -> Option<String> {
        let line = marked_line(self.active().filter(|_| self.asks_for_line())?)?;
        let mut all = context.file.instructions.iter();
        let instruction = all.find(|it| it.lines.first == line)?;
        let text = context.file.source.slice(instruction.span);
        let first = text.lines().next().unwrap_or_default();
        let masked = match context.mask_secrets {
            true => crate::mask::mask_text(first),
            false => first.into(),
        };
        Some(format!("line {line}: {}", crate::source::safe_line(&masked)))
    }
}

/// Which lines are asked about: in a narrow window their list is out of view.
fn not_asked_about(in_file: &InFile, context: &Context<'_>) -> String {
    let InFile::Options { places, .. } = in_file else { return String::new() };
    let line = |span: &Span| context.file.source.line_at(span.start).to_string();
    let mut lines: Vec<String> = places.iter().flatten().map(line).collect();
    lines.dedup();
    let (what, are) = match lines.len() {
        1 => ("line", "is"),
        _ => ("lines", "are"),
    };
    format!("Not this line: {what} {} {are} asked about.", listed(&lines))
}

/// The line whose number the draft holds.
fn marked_line(attempt: &Attempt) -> Option<LineNumber> {
    LineNumber::new(attempt.draft.field()?.text().parse().ok()?)
}
