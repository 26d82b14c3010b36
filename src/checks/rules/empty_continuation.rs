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
            let fix = (!swallows(problem.instruction))
                .then(|| Fix::safe("Remove the blank lines", blank_lines(subject, instruction)));
            let message = "A blank line stands inside this instruction, which goes on behind it.";
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
