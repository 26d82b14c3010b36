//! A comment above ARG or FROM that names something else.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "definition-comment",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::Off,
    page: include_str!("definition_comment.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction) in subject.instructions() {
        let names: Vec<&str> = match &instruction.arguments {
            Arguments::From(from) => from.name.iter().map(|name| subject.text(name.span)).collect(),
            Arguments::Pairs(pairs) if instruction.keyword == Some(Keyword::Arg) => {
                pairs.iter().map(|pair| pair.key.value(&subject.file.source)).collect()
            }
            _ => continue,
        };
        let (Some(comment), Some(first)) = (instruction.comments.last(), names.first()) else {
            continue;
        };
        let start = subject.text(*comment).trim_start_matches('#').trim_start();
        let start = start.split(' ').next().unwrap_or_default();
        if !names.contains(&start) {
            let message = format!(
                "Docker shows a comment that begins with {first} as its description; this one begins otherwise."
            );
            found.push(Draft::at(*comment, message));
        }
    }
    found
}
