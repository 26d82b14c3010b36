//! What stops the build although the file can be read.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "build-error",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("build_error.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    if subject.target.refusal.is_some() {
        return Vec::new();
    }
    let build = &subject.every.build;
    let Some(failure) = build.failure.as_ref().filter(|it| !is_told_elsewhere(&it.text)) else {
        return Vec::new();
    };
    let hint =
        failure.hint.as_ref().map(|hint| format!(" Did you mean {hint}?")).unwrap_or_default();
    let line = failure.line.and_then(crate::source::LineNumber::new);
    let instruction =
        line.and_then(|line| subject.file.instructions.iter().find(|it| it.lines.contains(line)));
    let first = subject.file.instructions.first();
    let Some(instruction) = instruction.or(first) else { return Vec::new() };
    // These have pages of their own.
    let is_own = super::copy_from_self::own_stage(subject, instruction).is_some();
    if is_own || super::expose_range::refused(subject).is_some() {
        return Vec::new();
    }
    let message = format!("The build stops here: {}.{hint}", failure.text);
    vec![Draft::at(instruction.keyword_span, message).buildkit(&failure.text)]
}

/// Other checks say it in more words, or it is the wish of `error=true`.
fn is_told_elsewhere(text: &str) -> bool {
    text.starts_with("lint violation")
        || text.contains("should not be blank")
        || text.contains("invalid reference format")
}
