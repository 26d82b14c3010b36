//! What serves: a server for production, or one for development.

use crate::audit::{Judgement, Material};
use crate::dockerfile::Keyword;

/// Servers that are made for production, by their program.
pub(in crate::audit) const FOR_PRODUCTION: [&str; 9] = [
    "gunicorn",
    "uwsgi",
    "uvicorn",
    "hypercorn",
    "waitress-serve",
    "daphne",
    "granian",
    "mod_wsgi-express",
    "bjoern",
];

/// Whether a Python program is served by a server for production.
pub(in crate::audit) fn production_server(material: &Material<'_>) -> Judgement {
    if let Some(found) = material.by_checks(&["dev-server", "debug-enabled"]) {
        return found;
    }
    let runtime = match material.runtime() {
        Ok(runtime) => runtime,
        Err(unknown) => return unknown,
    };
    let starts = material.subject.effective_starts();
    let proof: Vec<_> = starts.iter().map(|it| it.span).collect();
    let calls = material.subject.start_calls();
    let Some(call) = calls.last() else {
        let judgement = match runtime.argv.value() {
            Some(words) if words.is_empty() => {
                Judgement::not_applicable("The image starts nothing by itself.")
            }
            _ => Judgement::unknown("What starts is decided by the base image."),
        };
        return judgement.proved_by(material.froms());
    };
    let program = call.program();
    if FOR_PRODUCTION.contains(&program) {
        return Judgement::done(format!("{program} serves, which is made for production."))
            .proved_by(proof);
    }
    if program.starts_with("python") {
        let file = call.arguments().first().map_or("", |word| word.text.as_str());
        let message = format!(
            "{program} {file} starts. Whether that is a server for development stands in the program itself."
        );
        return Judgement::unknown(message).proved_by(proof);
    }
    if is_python(material) {
        let message = format!(
            "{program} starts, and nothing here says whether it serves with a server for production."
        );
        return Judgement::unknown(message).proved_by(proof);
    }
    Judgement::not_applicable(format!(
        "{program} starts: this item is about web programs in Python."
    ))
    .proved_by(proof)
}

/// Whether the image runs Python, by its base or by what it installs.
pub(in crate::audit) fn is_python(material: &Material<'_>) -> bool {
    let subject = &material.subject;
    let by_base = subject.target_stage().is_some_and(|stage| {
        stage.bottom.split([':', '@']).next().is_some_and(|name| name.ends_with("/python"))
    });
    let starts = subject.start_calls();
    let program = starts.last().map_or("", |call| call.program());
    let by_start =
        program.starts_with("python") || FOR_PRODUCTION.contains(&program) || program == "flask";
    by_base && subject.of(Keyword::From).next().is_some() || by_start
}
