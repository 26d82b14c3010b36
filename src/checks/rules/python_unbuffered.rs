//! Python keeps its output back.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "python-unbuffered",
    level: Level::Hint,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("python_unbuffered.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(runtime) = &subject.runtime else { return Vec::new() };
    let starts = subject.effective_starts();
    let Some(start) = starts.last() else { return Vec::new() };
    let Some(argv) = runtime.argv.value() else { return Vec::new() };
    let Some(program) = argv.first().map(|word| word.rsplit('/').next().unwrap_or_default()) else {
        return Vec::new();
    };
    let is_python = program.starts_with("python")
        && argv.get(1).is_some_and(|word| word.ends_with(".py") || word == "-m");
    let is_set = runtime.environment.iter().any(|(name, _)| name == "PYTHONUNBUFFERED");
    let known_base = subject.target_stage().is_some_and(|stage| stage.image.is_some());
    if !is_python || is_set || argv.iter().any(|word| word.starts_with("-u")) || !known_base {
        return Vec::new();
    }
    let break_end = if subject.file.source.text().contains("\r\n") { "\r\n" } else { "\n" };
    let line = subject.file.source.line_span(subject.file.source.line_at(start.span.start)).start;
    let fix = Fix::safe(
        "Set PYTHONUNBUFFERED",
        [Edit::insert(line, format!("ENV PYTHONUNBUFFERED=1{break_end}"))],
    );
    let message = "Where no terminal is, Python collects what it prints: docker logs shows it late, and after a crash the last lines never.";
    vec![Draft::at(start.keyword_span, message).fix(fix)]
}
