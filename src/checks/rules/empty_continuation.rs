//! A blank line inside an instruction.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "empty-continuation",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("empty_continuation.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let file = subject.file;
    let swallows = |id| {
        let mut problems = file.problems.iter();
        problems.any(|it| it.kind == ProblemKind::SwallowedInstruction && it.instruction == id)
    };
    file.problems
        .iter()
        .filter(|problem| problem.kind == ProblemKind::EmptyContinuation)
        .filter_map(|problem| {
            let instruction = file.instructions.get(problem.instruction?.0 as usize)?;
            if instruction.refused {
                return None;
            }
            let open = open_end(subject, instruction);
            let (title, message) = match open {
                None => (
                    "Remove the blank lines",
                    "A blank line stands inside this instruction, which goes on behind it.",
                ),
                Some(_) => (
                    "Remove the sign that it goes on",
                    "The last line says that the instruction goes on, and nothing follows: what is added below becomes a part of it.",
                ),
            };
            let edits = blank_lines(subject, instruction).into_iter().chain(open);
            let fix = (!swallows(problem.instruction)).then(|| Fix::safe(title, edits));
            Some(Draft::at(problem.span, message).buildkit("Empty continuation line").fix(fix))
        })
        .collect()
}

fn blank_lines(subject: &Subject<'_>, instruction: &Instruction) -> Vec<Edit> {
    let source = &subject.file.source;
    let first = source.line_at(instruction.span.start).index();
    let last = source.line_at(instruction.logical.span.end.max(1) - 1).index();
    let lines = (first..=last).map(crate::source::LineNumber::from_index);
    lines
        .filter(|line| source.slice(source.line_span(*line)).trim().is_empty())
        .map(|line| Edit::remove(source.line_span_with_end(line)))
        .collect()
}

/// Takes away the escape character at the end of a file's last instruction,
/// when nothing but blank lines is behind it.
fn open_end(subject: &Subject<'_>, instruction: &Instruction) -> Option<Edit> {
    let rest = &subject.file.source.text()[instruction.span.start as usize..];
    let body = rest.trim_end().strip_suffix(subject.file.escape.byte() as char)?;
    let start = instruction.span.start + body.trim_end().len() as u32;
    let end = instruction.span.start + rest.trim_end().len() as u32;
    Some(Edit::remove(Span::new(start, end)))
}
