//! EXPOSE names another port than the program has.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "expose-mismatch",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("expose_mismatch.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let ports = exposed(subject);
    let Some((port, word)) = bound_port(subject) else { return Vec::new() };
    if ports.is_empty() || ports.contains(&port) {
        return Vec::new();
    }
    let own = subject
        .of(Keyword::Expose)
        .filter(|(_, it)| it.stage.is_some_and(|stage| subject.is_shipped(stage)));
    let Some((_, instruction)) = own.last() else { return Vec::new() };
    let Arguments::Words { words, .. } = &instruction.arguments else { return Vec::new() };
    let Some(first) = words.first() else { return Vec::new() };
    let message = format!("The program listens on {port}, which EXPOSE does not name.");
    vec![Draft::at(first.span, message).proof([word])]
}

/// The numbers of the ports that the file exposes; empty where one cannot be told.
pub(super) fn exposed(subject: &Subject<'_>) -> Vec<u16> {
    let Some(runtime) = &subject.runtime else { return Vec::new() };
    let (ports, _) = &runtime.declared.ports;
    let numbers: Vec<Option<u16>> =
        ports.iter().map(|port| port.split('/').next().unwrap_or_default().parse().ok()).collect();
    if numbers.iter().any(Option::is_none) {
        Vec::new()
    } else {
        numbers.into_iter().flatten().collect()
    }
}

/// The port that the command line tells the program to listen on, with its place.
pub(super) fn bound_port(subject: &Subject<'_>) -> Option<(u16, Span)> {
    let calls = subject.start_calls();
    let call = calls.last()?;
    let words = call.arguments();
    let number = |text: &str| text.rsplit(':').next().and_then(|it| it.parse::<u16>().ok());
    let options: &[&str] = match call.program() {
        "uvicorn" | "flask" | "hypercorn" | "daphne" | "streamlit" | "rails" | "php" => {
            &["--port", "-p", "--server.port", "-S"]
        }
        "gunicorn" => &["-b", "--bind"],
        _ => &[],
    };
    for (at, word) in words.iter().enumerate() {
        let (name, value) = word.text.split_once('=').unwrap_or((&word.text, ""));
        if options.contains(&name) {
            let (text, span) = match value {
                "" => words.get(at + 1).map(|next| (next.text.as_str(), next.span))?,
                value => (value, word.span),
            };
            return number(text).map(|port| (port, span));
        }
    }
    let is_python = call.program().starts_with("manage.py")
        || call.program() == "http.server"
        || call.program().starts_with("python");
    let behind = |name: &str| {
        words.iter().position(|word| word.text == name).and_then(|at| words.get(at + 1))
    };
    let plain = match call.program() {
        "http.server" => words.first(),
        _ if is_python => behind("runserver"),
        _ => None,
    }?;
    number(&plain.text).map(|port| (port, plain.span))
}
