//! MAINTAINER instead of a label.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "maintainer",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("maintainer.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    subject
        .of(Keyword::Maintainer)
        .map(|(_, instruction)| {
            let value = match &instruction.arguments {
                Arguments::Text(Some(word)) => subject.text(word.span).trim(),
                _ => "",
            };
            let bare = value.trim_matches('"');
            let is_plain = !bare.contains(['"', '\\', '\n', '$', '`']) && !bare.is_empty();
            let fix = is_plain.then(|| {
                let keyword = match subject.text(instruction.keyword_span) {
                    word if word == word.to_lowercase() => "label",
                    _ => "LABEL",
                };
                let text = format!("{keyword} org.opencontainers.image.authors=\"{bare}\"");
                Fix::safe("Use the label for authors", [Edit::replace(instruction.span, text)])
            });
            let message = "MAINTAINER is deprecated. A label says the same, and tools can read it.";
            Draft::at(instruction.keyword_span, message)
                .buildkit("Maintainer instruction is deprecated in favor of using label")
                .fix(fix)
        })
        .collect()
}
