//! The program listens inside the container only.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "bind-loopback",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("bind_loopback.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let calls = subject.start_calls();
    let [.., call] = calls else { return Vec::new() };
    let words = call.arguments();
    let is_loopback = |text: &str| {
        text.starts_with("127.0.0.1") || text == "localhost" || text.starts_with("localhost:")
    };
    let program = call.program();
    let options = [
        "--host",
        "-b",
        "--bind",
        "-h",
        "--listen",
        "--address",
        "-H",
        "--hostname",
        "--server.address",
        "-S",
        "-a",
    ];
    for (at, word) in words.iter().enumerate() {
        let (name, value) = word.text.split_once('=').unwrap_or((&word.text, ""));
        let next = words.get(at + 1);
        if options.contains(&name) {
            let (text, span) = match (value, next) {
                ("", Some(next)) => (next.text.as_str(), next.span),
                (value, _) => (value, word.span),
            };
            return match is_loopback(text) && !is_client(program) {
                true => vec![Draft::at(span, MESSAGE)],
                false => Vec::new(),
            };
        }
        if word.text == "runserver" {
            return match next.filter(|next| !next.text.starts_with('-')) {
                Some(next) if is_loopback(&next.text) => vec![Draft::at(next.span, MESSAGE)],
                // A port alone means the loopback address.
                Some(next) if next.text.bytes().all(|byte| byte.is_ascii_digit()) => {
                    vec![Draft::at(next.span, MESSAGE)]
                }
                Some(_) => Vec::new(),
                None if words.len() == at + 1 => vec![Draft::at(word.span, MESSAGE)],
                None => Vec::new(),
            };
        }
    }
    let serves = match program {
        "uvicorn" | "hypercorn" => true,
        "flask" => words.iter().any(|word| word.text == "run"),
        "mkdocs" | "jekyll" => words.iter().any(|word| word.text == "serve"),
        _ => false,
    };
    let set = ["UVICORN_HOST", "FLASK_RUN_HOST"].iter().any(|name| {
        subject
            .runtime
            .as_ref()
            .is_some_and(|runtime| runtime.environment.iter().any(|(own, _)| own == name))
    });
    let has_more = calls.len() > 1
        || words.iter().any(|word| {
            word.text.contains('$')
                || word.text == "--uds"
                || word.text == "--fd"
                || word.text == "-c"
                || word.text == "--config"
        });
    match call.words.first() {
        Some(first) if serves && !set && !has_more => {
            let message = format!(
                "{program} listens on 127.0.0.1 unless it is told otherwise: nothing outside the container can reach it, -p or not."
            );
            vec![Draft::at(first.span, message)]
        }
        _ => Vec::new(),
    }
}

const MESSAGE: &str = "This is the container's own loopback address: nothing outside can reach it, whatever docker run -p says.";

/// Programs that connect to an address instead of listening there.
fn is_client(program: &str) -> bool {
    matches!(
        program,
        "curl"
            | "wget"
            | "psql"
            | "mysql"
            | "redis-cli"
            | "celery"
            | "ssh"
            | "nc"
            | "mongo"
            | "mongosh"
            | "kafka-console-consumer.sh"
    )
}
