//! A password in an address.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "secret-in-url",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("secret_in_url.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction) in subject.instructions() {
        let text = subject.text(instruction.span);
        for (at, _) in text.match_indices("://") {
            let rest = &text[at + 3..];
            let end = rest
                .find(|it: char| {
                    it.is_whitespace()
                        || matches!(it, '/' | '"' | '\'' | '@' | '<' | '>' | '\\' | ')')
                })
                .unwrap_or(rest.len());
            let Some((user, password)) = rest[..end].split_once(':') else { continue };
            if !rest[end..].starts_with('@')
                || password.is_empty()
                || password.starts_with(['$', '{', '%', '[', '*'])
                || user.starts_with('<')
            {
                continue;
            }
            let line_start = text[..at].rfind('\n').map_or(0, |it| it + 1);
            if text[line_start..at].trim_start().starts_with('#') {
                continue;
            }
            let is_shipped = instruction.stage.is_some_and(|stage| subject.is_shipped(stage));
            let host = rest[end..].trim_start_matches('@');
            // During a build nothing listens there: the address only has to look like one.
            if !is_shipped && ["localhost", "127.0.0.1"].iter().any(|own| host.starts_with(own)) {
                continue;
            }
            let start = instruction.span.start + (at + 3 + user.len() + 1) as u32;
            let span = Span::new(start, start + password.len() as u32);
            let whose = if user.is_empty() { "this address" } else { user };
            let message = match is_shipped {
                true => {
                    format!("The password of {whose} stands in the image for everybody who has it.")
                }
                false => format!(
                    "The password of {whose} stands in the file, for everybody who can read that. The image that is shipped does not name it."
                ),
            };
            found.push(Draft::at(span, message));
        }
    }
    found
}
