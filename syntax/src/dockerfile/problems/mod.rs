//! Problems in a learner's words: every refusal and every trap has its own.

mod arguments;
mod file;
mod flags;
mod from;
mod healthcheck;
mod heredoc;
mod json;
mod keyword;
mod pairs;
mod traps;
mod words;

use super::gather::Gathered;
use super::lower::Place;
use super::node::Shape;
use super::problem::{BuildkitError, Phase, Problem, ProblemKind, ProblemLevel};
use super::reader::{Reader, Scratch};
use super::refusal::Refusal;
use super::syntax::{Heredoc, InstructionId, Keyword};
use super::verdict;
use crate::source::{LineNumber, Span};
use words::{Refused, Words};

/// Collects problems while the file is read.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    /// A word stands where the first FROM was meant, and was reported.
    has_misspelt_from: bool,
}

/// A problem of no instruction that BuildKit says nothing about.
fn problem(kind: ProblemKind, level: ProblemLevel, span: Span, words: Words) -> Problem {
    let Words { message, reason, hint } = words;
    Problem { kind, level, span, instruction: None, message, reason, hint, buildkit: None }
}

/// What is known of an instruction when its problems are told.
pub(super) struct Report<'a> {
    pub(super) id: InstructionId,
    pub(super) gathered: &'a Gathered,
    pub(super) place: Place<'a>,
    pub(super) scratch: &'a Scratch,
    pub(super) heredocs: &'a [Heredoc],
}

impl Reader<'_> {
    /// Tells what is wrong with one instruction.
    pub(super) fn report(&mut self, report: &Report<'_>, refusal: Option<Refusal>) {
        let is_refused = refusal.is_some();
        if let Some(refusal) = refusal {
            self.problems.has_misspelt_from |= is_misspelt_from(report, &refusal);
            let problem = self.refused(report, refusal);
            self.add(report.id, problem);
        }
        if report.gathered.first_blank.is_some() || !report.gathered.logical.pieces.is_empty() {
            self.report_continuation(report);
        }
        let scratch = report.scratch;
        let line = report.place.line;
        let node = if scratch.node.shape == Shape::Instruction {
            if !is_refused {
                self.report_held_back(report);
            }
            &scratch.held_back
        } else {
            &scratch.node
        };
        if is_refused {
            return;
        }
        for trap in traps::find(node, line, report.gathered) {
            let span = report.place.span(trap.part);
            let problem = problem(trap.kind, ProblemLevel::Warning, span, trap.words);
            self.add(report.id, problem);
        }
    }

    fn add(&mut self, id: InstructionId, problem: Problem) {
        self.problems.list.push(Problem { instruction: Some(id), ..problem });
    }

    fn refused(&self, report: &Report<'_>, refusal: Refusal) -> Problem {
        let scratch = report.scratch;
        let is_inner = scratch.node.shape == Shape::Instruction && refusal.phase == Phase::Line;
        let node = if is_inner { &scratch.held_back } else { &scratch.node };
        let place = report.place;
        let (above, above_number) = self.line_above(report.gathered);
        let refused = Refused { refusal: &refusal, node, place, above, above_number };
        let words = words_for(&refused, report.heredocs);
        let span = place.span(refusal.part);
        Problem {
            buildkit: Some(Box::new(BuildkitError {
                text: refusal.text,
                nearest: refusal.nearest,
                line: Some(report.gathered.first_line as u32),
                phase: refusal.phase,
            })),
            ..problem(refusal.kind, ProblemLevel::Error, span, words)
        }
    }

    /// The last physical line above an instruction that is not blank, and its number.
    fn line_above(&self, gathered: &Gathered) -> (&str, u32) {
        let first = gathered.first_line as u32;
        // A few blank lines may stand between; more of them are no accident.
        for number in (first.saturating_sub(4)..first).rev() {
            let Some(line) = LineNumber::new(number) else { break };
            let text = self.source.slice(self.source.line_span(line));
            if !text.trim().is_empty() {
                return (text, number);
            }
        }
        ("", 0)
    }

    /// Blank lines inside an instruction, and instructions that it swallows.
    fn report_continuation(&mut self, report: &Report<'_>) {
        if let Some(blank) = report.gathered.first_blank {
            let line = LineNumber::from_index(blank - 1);
            let words = Words::new("A blank line stands inside this instruction.")
                .because(
                    "The line above it ends in \\, so BuildKit skips the blank line and goes on. \
                     It warns that a later version will refuse this.",
                )
                .hint("Remove the blank line, or the \\ above it if the instruction ends there.");
            let span = self.source.line_span_with_end(line);
            let level = ProblemLevel::Warning;
            self.add(report.id, problem(ProblemKind::EmptyContinuation, level, span, words));
        }
        if let Some((start, keyword)) = traps::swallowed(report.gathered, self.bytes) {
            let name = keyword.name();
            let line = self.source.line_at(start);
            let words = Words::new(format!("This {name} is not an instruction of its own."))
                .because(format!(
                    "A line above ends in \\, so line {line} has become part of the instruction \
                     that begins in line {}.",
                    report.gathered.first_line
                ))
                .hint(format!("Remove the last \\ above line {line}."));
            let span = Span::new(start, start + name.len() as u32);
            let level = ProblemLevel::Warning;
            self.add(report.id, problem(ProblemKind::SwallowedInstruction, level, span, words));
        }
    }

    /// What BuildKit will refuse when the instruction of an ONBUILD is run.
    fn report_held_back(&mut self, report: &Report<'_>) {
        let node = &report.scratch.held_back;
        let Err(refusal) = verdict::check(node, report.place.line) else { return };
        let refused =
            Refused { refusal: &refusal, node, place: report.place, above: "", above_number: 0 };
        let words = words_for(&refused, report.heredocs);
        let words = Words {
            reason: format!(
                "{} BuildKit takes this file; the build that starts from its image is refused.",
                words.reason
            )
            .into(),
            ..words
        };
        let span = report.place.span(refusal.part);
        self.add(report.id, problem(refusal.kind, ProblemLevel::Warning, span, words));
    }

    /// Reports an instruction before the first FROM. Where that is only misspelt, its own
    /// problem is the one to mend: to move what stands below it would be wrong.
    pub(super) fn check_stage(
        &mut self,
        id: InstructionId,
        keyword: Option<Keyword>,
        first_line: usize,
        span: Span,
    ) {
        let Some(keyword) = keyword.filter(|it| *it != Keyword::Arg) else { return };
        if self.problems.has_misspelt_from {
            return;
        }
        let name = keyword.name();
        let words = Words::new(format!("{name} stands before the first FROM."))
            .because("FROM begins a stage, and every instruction but ARG works inside one.")
            .hint(format!("Move {name} below a FROM."));
        let buildkit = Some(Box::new(BuildkitError {
            text: "no build stage in current context".into(),
            nearest: Vec::new(),
            line: Some(first_line as u32),
            phase: Phase::Instruction,
        }));
        let found = problem(ProblemKind::BeforeFirstStage, ProblemLevel::Error, span, words);
        self.add(id, Problem { buildkit, ..found });
    }
}

/// Whether a word that is no keyword was most likely meant as FROM: `FORM`, `FROMpython`.
fn is_misspelt_from(report: &Report<'_>, refusal: &Refusal) -> bool {
    let from = Keyword::From.name();
    let word = report.scratch.node.split.keyword.of(report.place.line);
    let begins = word.get(..from.len()).is_some_and(|it| it.eq_ignore_ascii_case(from.as_bytes()));
    let is_near = || refusal.nearest.iter().any(|name| name.eq_ignore_ascii_case(from));
    refusal.kind == ProblemKind::UnknownKeyword && (begins || is_near())
}

fn words_for(refused: &Refused<'_>, heredocs: &[Heredoc]) -> Words {
    match refused.refusal.kind {
        ProblemKind::UnknownKeyword => keyword::unknown(refused),
        ProblemKind::FromArguments | ProblemKind::BadStageName => from::words(refused),
        ProblemKind::UnknownFlag
        | ProblemKind::DuplicateFlag
        | ProblemKind::FlagWithoutValue
        | ProblemKind::FlagNotBoolean
        | ProblemKind::VariableInMountFrom
        | ProblemKind::BadMount
        | ProblemKind::BadDevice
        | ProblemKind::BadNetwork
        | ProblemKind::BadSecurity => flags::words(refused),
        ProblemKind::HealthcheckType
        | ProblemKind::HealthcheckWithoutCommand
        | ProblemKind::HealthcheckNoneArguments
        | ProblemKind::BadDuration
        | ProblemKind::BadRetries => healthcheck::words(refused),
        ProblemKind::PairWithoutEquals | ProblemKind::PairWithoutValue => pairs::words(refused),
        ProblemKind::JsonNotStrings => json::not_strings(refused),
        ProblemKind::UnterminatedHeredoc | ProblemKind::BadHeredocName => {
            heredoc::words(refused, heredocs)
        }
        _ => arguments::words(refused),
    }
}
