//! What every explanation looks at: the instruction, the file around it, and what may be shown of it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;

use super::mask;
use super::survey::{Survey, unquoted};
use crate::dockerfile::{Arguments, Dockerfile, Flag, Instruction, Keyword, StageId, Word};
use crate::source::{LineNumber, Span};

/// The instruction that is explained, in its file.
pub(super) struct Scene<'a> {
    pub(super) survey: &'a Survey<'a>,
    pub(super) file: &'a Dockerfile,
    /// The instruction; inside an ONBUILD the one that it holds back.
    pub(super) instruction: &'a Instruction,
    /// Its place in the file; inside an ONBUILD that of the ONBUILD.
    pub(super) index: u32,
    /// Whether it waits in an ONBUILD for another build.
    pub(super) waits: bool,
    secrets: Vec<Span>,
    assigned: OnceCell<HashSet<&'a str>>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(survey: &'a Survey<'a>, index: u32, instruction: &'a Instruction) -> Self {
        let file = survey.file;
        let secrets = mask::secret_spans_of(file, instruction);
        let waits = survey.instruction(index).is_some_and(|at| !std::ptr::eq(at, instruction));
        Self { survey, file, instruction, index, waits, secrets, assigned: OnceCell::new() }
    }

    /// The text of a span as it may be shown: secrets masked.
    pub(super) fn show(&self, span: Span) -> Cow<'a, str> {
        mask::masked(self.file, span, &self.secrets)
    }

    /// The text of a span of the logical line as it may be shown: lines joined, secrets masked.
    pub(super) fn show_joined(&self, span: Span) -> Cow<'a, str> {
        if self.has_secret(span) {
            let shown = self.show(span);
            return match self.instruction.heredocs.is_empty() {
                true => Cow::Owned(lines_joined(&shown, self.file.escape.byte())),
                false => shown,
            };
        }
        self.instruction.logical.slice(&self.file.source, span)
    }

    /// A word as it may be shown: quotes removed, JSON decoded, secrets masked.
    pub(super) fn show_word<'b>(&self, word: &'b Word) -> Cow<'b, str>
    where
        'a: 'b,
    {
        if self.has_secret(word.span) {
            return Cow::Owned(unquoted(&self.show(word.span)).to_owned());
        }
        Cow::Borrowed(unquoted(self.word(word)))
    }

    /// A word as BuildKit takes it, for decisions; never show it.
    pub(super) fn word<'b>(&self, word: &'b Word) -> &'b str
    where
        'a: 'b,
    {
        word.value(&self.file.source)
    }

    /// The text of a span as written, for decisions; never show it.
    pub(super) fn raw(&self, span: Span) -> &'a str {
        self.file.source.slice(span)
    }

    /// The value of a flag as BuildKit takes it, for decisions; never show it.
    pub(super) fn flag_value<'b>(&self, flag: &'b Flag) -> Option<&'b str>
    where
        'a: 'b,
    {
        flag.value?;
        let clean = flag.clean.as_deref().unwrap_or_else(|| self.file.source.slice(flag.span));
        Some(clean.split_once('=')?.1)
    }

    /// The flag of this name, the last one when there are several.
    pub(super) fn flag(&self, name: &str) -> Option<&'a Flag> {
        let mut flags = self.instruction.flags.iter();
        flags.rfind(|flag| self.raw(flag.name) == name)
    }

    /// Whether the span touches a secret.
    pub(super) fn has_secret(&self, span: Span) -> bool {
        let first = self.secrets.partition_point(|secret| secret.end <= span.start);
        self.secrets.get(first).is_some_and(|secret| secret.overlaps(span))
    }

    /// Whether the shell text of the instruction sets the variable itself.
    pub(super) fn assigns(&self, name: &str) -> bool {
        let names = self.assigned.get_or_init(|| {
            let Arguments::Command(command) = &self.instruction.arguments else {
                return HashSet::new();
            };
            let heredocs = self.instruction.heredocs.iter().map(|heredoc| heredoc.body);
            let texts = std::iter::once(command.text).chain(heredocs);
            texts.flat_map(|span| assignments(self.raw(span))).collect()
        });
        names.contains(name)
    }

    /// The stage that the instruction belongs to.
    pub(super) fn stage(&self) -> Option<StageId> {
        self.instruction.stage
    }

    /// Whether the instruction stands above the first FROM.
    pub(super) fn is_global(&self) -> bool {
        self.stage().is_none() && !self.waits
    }

    /// Whether one of these instructions stands below in the same stage and fits.
    pub(super) fn is_below(
        &self,
        keywords: &[Keyword],
        fits: impl Fn(&Instruction) -> bool,
    ) -> bool {
        let Some(stage) = self.stage().and_then(|id| self.survey.stage(id)) else { return false };
        keywords.iter().any(|keyword| {
            let all = self.survey.in_stage(stage, *keyword);
            let below = &all[all.partition_point(|at| *at <= self.index)..];
            below.iter().filter_map(|at| self.survey.instruction(*at)).any(&fits)
        })
    }

    /// The line on which a span begins.
    pub(super) fn line(&self, span: Span) -> LineNumber {
        self.file.source.line_at(span.start)
    }
}

/// The names that a shell script sets: `NAME=…`, `for NAME in …`, `read NAME …`.
fn assignments(script: &str) -> impl Iterator<Item = &str> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let by_equals = memchr::memchr_iter(b'=', script.as_bytes()).filter_map(move |at| {
        // No variable has a longer name; the limit keeps a long line linear.
        let oldest = at.saturating_sub(128);
        let before = &script.as_bytes()[oldest..at];
        let length = before.iter().rev().take_while(|byte| is_name(byte)).count();
        let start = at - length;
        let begins = start == 0 || !b"${-".contains(&script.as_bytes()[start - 1]);
        script.get(start..at).filter(|name| !name.is_empty() && begins)
    });
    let words = script.split_whitespace();
    let by_word = words
        .clone()
        .zip(words.skip(1))
        .filter(|(first, _)| matches!(*first, "for" | "read"))
        .map(|(_, second)| second.trim_end_matches(';'));
    by_equals.chain(by_word)
}

/// What stands on several lines, on one: as BuildKit joins them, without the comments between.
fn lines_joined(text: &str, escape: u8) -> String {
    let is_part = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let bare = |line: &str| {
        let line = line.trim_end();
        line.strip_suffix(char::from(escape)).unwrap_or(line).to_owned()
    };
    text.lines().filter(is_part).map(bare).collect()
}
