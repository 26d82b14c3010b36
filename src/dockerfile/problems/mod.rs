//! Problems in a learner's words.

use std::borrow::Cow;

use super::assemble::nodes;
use super::gather::Gathered;
use super::lower::Place;
use super::problem::{BuildkitError, Phase, Problem, ProblemKind, ProblemLevel};
use super::reader::{Reader, Scratch};
use super::refusal::Refusal;
use super::syntax::{Directive, Dockerfile, Instruction, InstructionId, Keyword};
use crate::source::{LineNumber, Source, Span};

/// Collects problems while the file is read.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
}

fn plain(
    kind: ProblemKind,
    level: ProblemLevel,
    span: Span,
    text: impl Into<Cow<'static, str>>,
) -> Problem {
    Problem {
        kind,
        level,
        span,
        instruction: None,
        message: text.into(),
        reason: "".into(),
        hint: None,
        buildkit: None,
    }
}

fn error(text: String, line: Option<u32>, phase: Phase) -> Option<Box<BuildkitError>> {
    Some(Box::new(BuildkitError { text: text.into(), nearest: Vec::new(), line, phase }))
}

impl Problems {
    pub(super) fn line_too_long(&mut self, span: Span, line: usize) {
        let text = "dockerfile line greater than max allowed size of 65535".to_owned();
        let mut problem = plain(ProblemKind::LineTooLong, ProblemLevel::Error, span, text.clone());
        problem.buildkit = error(text, Some(line as u32 - 1), Phase::Line);
        self.list.push(problem);
    }

    pub(super) fn duplicate_directive(&mut self, directive: &Directive) {
        let text = format!("only one {} parser directive can be used", directive.kind.name());
        let mut problem = plain(
            ProblemKind::DuplicateDirective,
            ProblemLevel::Error,
            directive.name.join(directive.value),
            text.clone(),
        );
        problem.buildkit = error(text, Some(directive.line.get() - 1), Phase::Line);
        self.list.push(problem);
    }

    pub(super) fn bad_escape(&mut self, directive: &Directive, source: &Source) {
        let value = source.slice(directive.value);
        let text = format!("invalid escape token '{value}' does not match ` or \\");
        let mut problem =
            plain(ProblemKind::BadEscape, ProblemLevel::Error, directive.value, text.clone());
        problem.buildkit = error(text, Some(directive.line.get() - 1), Phase::Line);
        self.list.push(problem);
    }

    pub(super) fn indented_directive(&mut self, directive: &Directive) {
        let problem = plain(
            ProblemKind::DirectiveIgnored,
            ProblemLevel::Warning,
            directive.name.join(directive.value),
            "This directive is indented, so it does not count.",
        );
        self.list.push(problem);
    }

    /// All problems in the file's order.
    pub(super) fn finish(mut self, file: &Dockerfile, lines: usize) -> Vec<Problem> {
        if file.source.text().is_empty() {
            let text = "the Dockerfile cannot be empty".to_owned();
            let mut problem =
                plain(ProblemKind::EmptyFile, ProblemLevel::Error, Span::empty(0), text.clone());
            problem.buildkit = error(text, None, Phase::Line);
            self.list.push(problem);
        } else if file.instructions.is_empty() {
            let text = "file with no instructions".to_owned();
            let mut problem = plain(
                ProblemKind::NoInstruction,
                ProblemLevel::Error,
                Span::empty(0),
                text.clone(),
            );
            problem.buildkit = error(text, Some(lines as u32), Phase::Line);
            self.list.push(problem);
        } else if file.stages.is_empty()
            && file.instructions.iter().all(|it| it.keyword == Some(Keyword::Arg) && !it.refused)
        {
            let text = "dockerfile contains no stages to build".to_owned();
            let mut problem =
                plain(ProblemKind::NoStage, ProblemLevel::Error, Span::empty(0), text.clone());
            problem.buildkit = error(text, None, Phase::Stages);
            self.list.push(problem);
        }
        self.list.sort_by_key(|problem| problem.span.start);
        self.list
    }
}

impl Reader<'_> {
    /// Reports what is wrong with one instruction.
    pub(super) fn report(
        &mut self,
        id: InstructionId,
        gathered: &Gathered,
        place: Place<'_>,
        scratch: &Scratch,
        refusal: Option<Refusal>,
    ) {
        _ = nodes(scratch).count();
        if let Some(blank) = gathered.first_blank {
            let line = LineNumber::from_index(blank - 1);
            let mut problem = plain(
                ProblemKind::EmptyContinuation,
                ProblemLevel::Warning,
                self.source.line_span_with_end(line),
                "A blank line stands inside this instruction.",
            );
            problem.instruction = Some(id);
            self.problems.list.push(problem);
        }
        let Some(refusal) = refusal else { return };
        let mut problem = plain(
            refusal.kind,
            ProblemLevel::Error,
            place.span(refusal.part),
            refusal.text.clone(),
        );
        problem.instruction = Some(id);
        problem.buildkit = Some(Box::new(BuildkitError {
            text: refusal.text,
            nearest: refusal.nearest,
            line: Some(gathered.first_line as u32),
            phase: refusal.phase,
        }));
        self.problems.list.push(problem);
    }

    /// Reports an instruction before the first FROM.
    pub(super) fn check_stage(&mut self, instruction: &Instruction, id: InstructionId) {
        let allowed = matches!(instruction.keyword, Some(Keyword::Arg | Keyword::From));
        if instruction.refused || allowed || instruction.stage.is_some() {
            return;
        }
        let text = "no build stage in current context".to_owned();
        let mut problem = plain(
            ProblemKind::BeforeFirstStage,
            ProblemLevel::Error,
            instruction.keyword_span,
            text.clone(),
        );
        problem.instruction = Some(id);
        problem.buildkit = error(text, Some(instruction.lines.first.get()), Phase::Instruction);
        self.problems.list.push(problem);
    }
}
