//! Moving what was read to where it stands now.

use super::syntax::{
    Arguments, Command, Flag, FlagOption, From, Healthcheck, Heredoc, ImageReference, Instruction,
    Logical, Pair, StageId, Transfer, Variable, Word,
};
use crate::source::{LineNumber, LineRange, Span};

/// How far something moves; differences that may be negative, so they wrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shift {
    /// Bytes.
    pub(super) bytes: u32,
    /// Lines.
    pub(super) lines: u32,
    /// Numbers of stages.
    pub(super) stages: u32,
}

impl Shift {
    /// The difference between two numbers.
    pub(super) fn between(former: usize, present: usize) -> u32 {
        (present as u32).wrapping_sub(former as u32)
    }

    /// Whether everything stays.
    pub(super) fn is_nothing(self) -> bool {
        self == Self::default()
    }

    pub(super) fn offset(self, offset: u32) -> u32 {
        offset.wrapping_add(self.bytes)
    }

    pub(super) fn span(self, span: &mut Span) {
        span.start = self.offset(span.start);
        span.end = self.offset(span.end);
    }

    pub(super) fn line(self, line: LineNumber) -> LineNumber {
        LineNumber::from_index((line.index() as u32).wrapping_add(self.lines) as usize)
    }

    pub(super) fn stage(self, stage: StageId) -> StageId {
        StageId(stage.0.wrapping_add(self.stages))
    }

    /// Moves an instruction with everything in it.
    pub(super) fn instruction(self, instruction: &mut Instruction) {
        // Taken apart, so that a new member is not forgotten.
        let Instruction {
            keyword: _,
            keyword_span,
            span,
            lines,
            logical,
            flags,
            arguments,
            heredocs,
            variables,
            comments,
            stage,
            refused: _,
            meaning: _,
        } = instruction;
        self.span(keyword_span);
        self.span(span);
        *lines = LineRange { first: self.line(lines.first), last: self.line(lines.last) };
        self.logical(logical);
        flags.iter_mut().for_each(|flag| self.flag(flag));
        self.arguments(arguments);
        heredocs.iter_mut().for_each(|heredoc| self.heredoc(heredoc));
        variables.iter_mut().for_each(|variable| self.variable(variable));
        comments.iter_mut().for_each(|comment| self.span(comment));
        *stage = stage.map(|stage| self.stage(stage));
    }

    fn option(self, span: &mut Option<Span>) {
        if let Some(span) = span {
            self.span(span);
        }
    }

    fn logical(self, logical: &mut Logical) {
        let Logical { span, length: _, pieces } = logical;
        self.span(span);
        pieces.iter_mut().for_each(|piece| piece.source = self.offset(piece.source));
    }

    fn flag(self, flag: &mut Flag) {
        let Flag { span, name, value, clean: _, options } = flag;
        self.span(span);
        self.span(name);
        self.option(value);
        for FlagOption { key, value } in options.iter_mut() {
            self.span(key);
            self.option(value);
        }
    }

    fn heredoc(self, heredoc: &mut Heredoc) {
        let Heredoc { marker, name: _, expand: _, chomp: _, descriptor: _, body, terminator } =
            heredoc;
        self.span(marker);
        self.span(body);
        self.option(terminator);
    }

    fn variable(self, variable: &mut Variable) {
        let Variable { span, name, operator, argument } = variable;
        self.span(span);
        self.span(name);
        self.option(operator);
        self.option(argument);
    }

    fn word(self, word: &mut Word) {
        let Word { span, differs: _ } = word;
        self.span(span);
    }

    fn words<'a>(self, words: impl IntoIterator<Item = &'a mut Word>) {
        words.into_iter().for_each(|word| self.word(word));
    }

    fn arguments(self, arguments: &mut Arguments) {
        match arguments {
            Arguments::From(from) => self.from(from),
            Arguments::Command(command) => self.command(command),
            Arguments::Transfer(Transfer { sources, destination, form: _ }) => {
                self.words(sources.iter_mut().chain(destination));
            }
            Arguments::Pairs(pairs) => pairs.iter_mut().for_each(|pair| self.pair(pair)),
            Arguments::Words { words, form: _ } => self.words(words),
            Arguments::Text(text) => self.words(text.as_deref_mut()),
            Arguments::Healthcheck(health) => {
                let Healthcheck { sub_command, command } = &mut **health;
                self.words(sub_command);
                if let Some(command) = command {
                    self.command(command);
                }
            }
            Arguments::Onbuild(held_back) => {
                // No deeper than one: what is held back holds nothing back.
                if let Some(held_back) = held_back {
                    self.instruction(held_back);
                }
            }
            Arguments::Unknown(span) => self.span(span),
        }
    }

    fn from(self, from: &mut From) {
        let From { image, reference, as_span, name } = from;
        let ImageReference { registry, repository, tag, digest } = reference;
        for span in [registry, repository, tag, digest, as_span] {
            self.option(span);
        }
        self.words(image.iter_mut().chain(name));
    }

    fn command(self, command: &mut Command) {
        let Command { form: _, words, text } = command;
        self.words(words.iter_mut());
        self.span(text);
    }

    fn pair(self, pair: &mut Pair) {
        let Pair { key, value, equals } = pair;
        self.words(std::iter::once(key).chain(value));
        self.option(equals);
    }
}
