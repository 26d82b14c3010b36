//! The health check asks another port.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "healthcheck-port",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("healthcheck_port.md"),
    check,
};

use super::expose_mismatch::{bound_port, exposed};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let shipped = subject
        .of(Keyword::Healthcheck)
        .filter(|(_, it)| it.stage.is_some_and(|stage| subject.is_shipped(stage)));
    let Some((_, instruction)) = shipped.last() else { return Vec::new() };
    let text = subject.text(instruction.span);
    let mut found = Vec::new();
    for host in ["//localhost:", "//127.0.0.1:", "//0.0.0.0:"] {
        let Some(at) = text.find(host) else { continue };
        let rest = &text[at + host.len()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Ok(port) = rest[..digits].parse::<u16>() else { continue };
        let start = instruction.span.start + (at + host.len()) as u32;
        let span = Span::new(start, start + digits as u32);
        let ports = exposed(subject);
        let bound = bound_port(subject);
        match bound {
            Some((own, word)) if own != port => {
                let message = format!(
                    "The program listens on {own}, and this asks {port}: every check fails."
                );
                found.push(Draft::at(span, message).proof([word]));
            }
            None if !ports.is_empty() && !ports.contains(&port) => {
                let message = format!("{port} is not among the ports that EXPOSE names.");
                found.push(
                    Draft::at(span, message).depends_on("which ports the program listens on"),
                );
            }
            _ => {}
        }
    }
    found
}
