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
    let Some(words) = python_words(subject) else { return Vec::new() };
    let is_known_base = is_image_of_python(subject)
        || subject.target_stage().is_some_and(|stage| stage.image.is_some());
    let runs_program = words.get(1).is_some_and(|word| word.ends_with(".py") || word == "-m");
    let is_set = runtime.environment.iter().any(|(name, _)| name == "PYTHONUNBUFFERED");
    if !runs_program || is_set || words.iter().any(|word| word.starts_with("-u")) || !is_known_base
    {
        return Vec::new();
    }
    let break_end = subject.line_end();
    let line = subject.file.source.line_span(subject.file.source.line_at(start.span.start)).start;
    let fix = Fix::safe(
        "Set PYTHONUNBUFFERED",
        [Edit::insert(line, format!("ENV PYTHONUNBUFFERED=1{break_end}"))],
    );
    let message = "Where no terminal is, Python collects what it prints: docker logs shows it late, and after a crash the last lines never.";
    vec![Draft::at(start.keyword_span, message).fix(fix)]
}

/// The words of the Python that is started, itself first; also behind the shell of the shell form,
/// where it is the only command.
fn python_words(subject: &Subject<'_>) -> Option<Vec<String>> {
    let argv = subject.runtime.as_ref()?.argv.value();
    let is_python =
        |word: &str| word.rsplit('/').next().is_some_and(|name| name.starts_with("python"));
    if let Some(argv) = argv.filter(|argv| argv.first().is_some_and(|word| is_python(word))) {
        return Some(argv.clone());
    }
    let may_start = match argv {
        Some(argv) => argv.len() == 3 && argv[1] == "-c",
        None => is_image_of_python(subject),
    };
    let [call] = may_start.then(|| subject.start_calls())? else { return None };
    // What is written somewhere else than to the terminal is not what `docker logs` shows.
    let is_shown = call.after.is_empty();
    (is_shown && is_python(call.program()))
        .then(|| call.words.iter().map(|word| word.text.clone()).collect())
}

/// Whether the base is Docker's image of Python. It sets neither ENTRYPOINT nor this variable, in
/// each version, also in those that the table of images no longer has.
fn is_image_of_python(subject: &Subject<'_>) -> bool {
    subject.target_stage().is_some_and(|stage| {
        let name = crate::knowledge::images::familiar_name(&stage.bottom);
        name.split([':', '@']).next() == Some("python")
    })
}
