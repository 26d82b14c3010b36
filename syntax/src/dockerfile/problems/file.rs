//! Problems of directives and of the whole file.

use super::super::problem::{BuildkitError, Phase, Problem, ProblemKind, ProblemLevel};
use super::super::syntax::{Directive, DirectiveKind, Dockerfile, Keyword};
use super::words::{Words, shown};
use super::{Problems, problem};
use crate::source::{LineNumber, Source, Span};

fn error(text: String, line: Option<u32>, phase: Phase) -> Option<Box<BuildkitError>> {
    Some(Box::new(BuildkitError { text: text.into(), nearest: Vec::new(), line, phase }))
}

fn refused(
    kind: ProblemKind,
    span: Span,
    words: Words,
    buildkit: Option<Box<BuildkitError>>,
) -> Problem {
    Problem { buildkit, ..problem(kind, ProblemLevel::Error, span, words) }
}

impl Problems {
    /// A line that BuildKit's reader cannot take; `reported` is the number that it says.
    pub(in super::super) fn line_too_long(&mut self, span: Span, reported: usize) {
        let words = Words::new("This line is too long for BuildKit.")
            .because("It reads lines of at most 65,535 bytes and stops at a longer one.")
            .hint("Break the line with \\ at its end, or put the text into a file and COPY it.");
        let text = "dockerfile line greater than max allowed size of 65535".to_owned();
        let buildkit = error(text, Some(reported as u32), Phase::Line);
        self.list.push(refused(ProblemKind::LineTooLong, span, words, buildkit));
    }

    pub(in super::super) fn duplicate_directive(&mut self, directive: &Directive) {
        let name = directive.kind.name();
        let words = Words::new(format!("The directive {name} stands twice."))
            .because("Each directive may be given once, even with the same value.")
            .hint("Delete one of the two lines.");
        let text = format!("only one {name} parser directive can be used");
        // BuildKit counts directives' lines from 0.
        let buildkit = error(text, Some(directive.line.get() - 1), Phase::Line);
        let span = directive.name.join(directive.value);
        self.list.push(refused(ProblemKind::DuplicateDirective, span, words, buildkit));
    }

    pub(in super::super) fn bad_escape(&mut self, directive: &Directive, source: &Source) {
        let value = source.slice(directive.value);
        let words =
            Words::new(format!("“{}” cannot be the escape character.", shown(value.as_bytes())))
                .because("It is either \\ or `, and nothing else may stand on the line.")
                .hint("Write # escape=` for Windows paths, or remove the line.");
        let text = format!("invalid escape token '{value}' does not match ` or \\");
        let buildkit = error(text, Some(directive.line.get() - 1), Phase::Line);
        self.list.push(refused(ProblemKind::BadEscape, directive.value, words, buildkit));
    }

    /// A `syntax` or `check` with blanks before its `#`.
    pub(in super::super) fn indented_directive(&mut self, directive: &Directive) {
        let name = directive.kind.name();
        let words = Words::new(format!("This {name} does not count, because it is indented."))
            .because("BuildKit looks for it only at the very begin of a line.")
            .hint("Remove the blanks before the #.");
        let span = directive.name.join(directive.value);
        let level = ProblemLevel::Warning;
        self.list.push(problem(ProblemKind::DirectiveIgnored, level, span, words));
    }

    /// What is written like a directive behind the place for directives.
    pub(in super::super) fn late_directive(&mut self, kind: DirectiveKind, span: Span) {
        let name = kind.name();
        let words =
            Words::new(format!("Here # {name}= is only a comment, because it comes too late."))
                .because(
                    "Directives count only at the top of the file: a comment, a blank line or an \
                 instruction above ends the place for them.",
                )
                .hint("Move it to the first line of the file.");
        let level = ProblemLevel::Warning;
        self.list.push(problem(ProblemKind::DirectiveIgnored, level, span, words));
    }

    /// What is wrong with the file as a whole; gives all problems in the file's order.
    pub(in super::super) fn finish(mut self, file: &Dockerfile, lines: usize) -> Vec<Problem> {
        self.list.extend(whole(file, lines));
        self.list.sort_by_key(|problem| problem.span.start);
        self.list.shrink_to_fit();
        self.list
    }
}

fn whole(file: &Dockerfile, lines: usize) -> Option<Problem> {
    let from = "Write FROM and the image to start from, such as FROM python:3.13-slim.";
    if file.source.text().is_empty() {
        let words = Words::new("The file is empty.")
            .because("BuildKit wants at least one FROM.")
            .hint(from);
        let buildkit = error("the Dockerfile cannot be empty".to_owned(), None, Phase::Line);
        return Some(refused(ProblemKind::EmptyFile, Span::empty(0), words, buildkit));
    }
    if file.instructions.is_empty() {
        let words = Words::new("The file holds no instruction.")
            .because("Comments and blank lines alone build nothing.")
            .hint(from);
        let text = "file with no instructions".to_owned();
        let buildkit = error(text, Some(lines as u32), Phase::Line);
        let span = file.source.line_span(LineNumber::FIRST);
        return Some(refused(ProblemKind::NoInstruction, span, words, buildkit));
    }
    // Anything but a correct ARG before the first FROM has a problem of its own already.
    let only_arguments =
        file.instructions.iter().all(|it| it.keyword == Some(Keyword::Arg) && !it.refused);
    if !only_arguments {
        return None;
    }
    let words = Words::new("The file has no FROM.")
        .because("A build makes an image stage by stage, and FROM begins a stage.")
        .hint(from);
    let text = "dockerfile contains no stages to build".to_owned();
    let buildkit = error(text, None, Phase::Stages);
    Some(refused(ProblemKind::NoStage, file.instructions[0].keyword_span, words, buildkit))
}
