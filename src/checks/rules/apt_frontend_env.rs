//! DEBIAN_FRONTEND stays in the image.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "apt-frontend-env",
    level: Level::Hint,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("apt_frontend_env.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction, pairs) in subject.pairs(Keyword::Env) {
        if !instruction.stage.is_some_and(|stage| subject.is_shipped(stage)) {
            continue;
        }
        for pair in pairs {
            let value = pair.value.as_ref().map(|value| subject.text(value.span).trim_matches('"'));
            if pair.key.value(&subject.file.source) != "DEBIAN_FRONTEND" || value == Some("") {
                continue;
            }
            let alone = pairs.len() == 1 && pair.equals.is_some();
            let fix = alone.then(|| {
                let keyword =
                    if subject.text(instruction.keyword_span) == "env" { "arg" } else { "ARG" };
                Fix::safe(
                    "Use ARG, which ends with the build",
                    [Edit::replace(instruction.keyword_span, keyword)],
                )
            });
            let message = "It is for the build, and ENV leaves it in every container: whoever installs something there is never asked.";
            found.push(Draft::at(pair.key.span, message).fix(fix));
        }
    }
    found
}
