//! Walking: from word to word, from command to command, from instruction to instruction.

use super::subject::Place;
use super::{Context, ExplainView, Request, Wanted};

impl ExplainView {
    /// To the instruction, directive or comment beside.
    pub(super) fn step(&mut self, by: i64, context: &Context<'_>) -> Vec<Request> {
        let place = self.subject.as_ref().and_then(|subject| subject.beside(context.file, by));
        self.go_to(place, by, context)
    }

    /// To the next instruction (`1`), or the one before (`-1`).
    pub(super) fn step_instruction(&mut self, by: i64, context: &Context<'_>) -> Vec<Request> {
        let subject = self.subject.as_ref();
        let id = subject.and_then(|subject| subject.instruction_beside(context.file, by));
        self.go_to(id.map(Place::Instruction), by, context)
    }

    fn go_to(&mut self, place: Option<Place>, by: i64, context: &Context<'_>) -> Vec<Request> {
        match place {
            Some(Place::Instruction(id)) => {
                self.line = None;
                self.take(place, context);
                vec![Request::Select(id)]
            }
            Some(Place::Line(line)) => {
                self.line = Some(line);
                self.take(place, context);
                vec![Request::Reveal(context.file.source.line_span(line))]
            }
            None if by < 0 => vec![Request::Say("Nothing is above this.".to_owned())],
            None => vec![Request::Say("Nothing is below this.".to_owned())],
        }
    }

    /// From the whole instruction to its first token, and so on; back the same way.
    pub(super) fn step_token(&mut self, by: isize) -> Vec<Request> {
        let count = self.subject.as_ref().map_or(0, |it| it.tokens.len());
        let next = match (self.token, by > 0) {
            (None, true) if count > 0 => Some(0),
            (None, _) | (Some(0), false) => None,
            (Some(token), true) => Some((token + 1).min(count.saturating_sub(1))),
            (Some(token), false) => Some(token - 1),
        };
        self.choose(next)
    }

    /// Chooses a token; `None` for the whole instruction.
    pub(super) fn choose(&mut self, token: Option<usize>) -> Vec<Request> {
        if token != self.token || self.sentence.is_some() {
            self.token = token;
            self.sentence = None;
            self.laid_out = None;
            self.sheet.rewind();
        }
        self.current().map(|token| Request::Reveal(token.span)).into_iter().collect()
    }

    /// To the first word of the next command of a RUN (`1`), or of the one before (`-1`).
    pub(super) fn step_part(&mut self, by: isize) -> Vec<Request> {
        let Some(subject) = self.subject.as_ref().filter(|it| it.parts.len() > 1) else {
            return vec![Request::Say("This is not made of several commands.".to_owned())];
        };
        let last = subject.parts.len() - 1;
        let next = match self.token.and_then(|token| self.part_of(token)) {
            None if by > 0 => 0,
            None => last,
            Some(part) => part.saturating_add_signed(by).min(last),
        };
        let token = subject.first_token(next);
        self.choose(token)
    }

    /// The command that a token belongs to.
    pub(super) fn part_of(&self, token: usize) -> Option<usize> {
        let subject = self.subject.as_ref().filter(|it| it.parts.len() > 1)?;
        let span = subject.tokens.get(token)?.span;
        subject.parts.iter().position(|part| part.span.contains(span.start))
    }

    /// Folds or unfolds the command of the chosen token; without one, all.
    pub(super) fn toggle_fold(&mut self) -> Vec<Request> {
        match self.token.and_then(|token| self.part_of(token)) {
            Some(part) => self.toggle_part(part),
            None => self.toggle_folds(),
        }
    }

    /// Folds or unfolds a command.
    pub(super) fn toggle_part(&mut self, part: usize) -> Vec<Request> {
        if !self.unfolded.remove(&part) {
            self.unfolded.insert(part);
        }
        self.show_part(part);
        Vec::new()
    }

    /// Unfolds all commands; folds them where one is unfolded.
    pub(super) fn toggle_folds(&mut self) -> Vec<Request> {
        let count = self.subject.as_ref().map_or(0, |it| it.parts.len());
        if count < 2 {
            return vec![Request::Say("There is nothing to fold in this explanation.".to_owned())];
        }
        if self.unfolded.is_empty() {
            self.unfolded = (0..count).collect();
        } else {
            self.unfolded.clear();
        }
        self.show_part(0);
        Vec::new()
    }

    fn show_part(&mut self, part: usize) {
        self.laid_out = None;
        self.wanted = Some(Wanted::Part(part));
    }
}
