//! A service without a health check.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "healthcheck-missing",
    level: Level::Hint,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("healthcheck_missing.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(runtime) = &subject.runtime else { return Vec::new() };
    // Who starts it asks already.
    if subject.around.health.is_some() {
        return Vec::new();
    }
    let none = runtime.health.value().is_none_or(Option::is_none)
        && !subject
            .of(Keyword::Healthcheck)
            .any(|(_, it)| it.stage.is_some_and(|stage| subject.is_shipped(stage)));
    let starts = subject.effective_starts();
    let Some(start) = starts.first().filter(|_| none) else { return Vec::new() };
    let (ports, places) = &runtime.declared.ports;
    let is_first = |it: &Instruction| places.first() == Some(&it.span);
    // A port in a variable that the build fills is a port too.
    let is_open = |it: &Instruction| {
        ports.is_empty()
            && subject.text(it.span).contains('$')
            && it.stage.is_some_and(|stage| subject.is_shipped(stage))
    };
    let exposes = subject.of(Keyword::Expose).map(|(_, it)| it);
    let exposed = exposes.into_iter().find(|it| !ports.is_empty() && is_first(it) || is_open(it));
    let exposed = exposed.map(|it| it.keyword_span);
    let serves = || is_server(subject).then_some(start.keyword_span);
    let Some(span) = exposed.or_else(serves) else { return Vec::new() };
    vec![Draft::at(
        span,
        "This is a service, and the Dockerfile sets no health check: unless one is set where it is started, Docker only sees that the process exists.",
    )]
}

/// Whether what is started is a server by its name, which needs no EXPOSE to be one.
fn is_server(subject: &Subject<'_>) -> bool {
    let programs = [
        "nginx",
        "httpd",
        "httpd-foreground",
        "apache2-foreground",
        "caddy",
        "traefik",
        "haproxy",
        "gunicorn",
        "uwsgi",
        "uvicorn",
        "hypercorn",
        "daphne",
        "puma",
        "unicorn",
        "redis-server",
        "memcached",
        "mysqld",
        "mariadbd",
        "postgres",
        "mongod",
        "rabbitmq-server",
        "dovecot",
        "named",
        "pdns_server",
        "grafana-server",
        "oauth2_proxy",
        "oauth2-proxy",
    ];
    let [call] = subject.start_calls() else { return false };
    let verbs: [&[&str]; 3] = [&["flask", "run"], &["rails", "server"], &["rails", "s"]];
    let asks = ["-h", "--help", "-v", "-V", "--version", "-t"];
    let is_named = programs.contains(&call.program()) || verbs.iter().any(|words| call.is(words));
    is_named && !call.arguments().iter().any(|word| asks.contains(&word.text.as_str()))
}
