//! ENV or LABEL with a blank instead of `=`.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "env-legacy",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("env_legacy.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "LegacyKeyValueFormat")
        .filter_map(|(warning, instruction)| {
            let Arguments::Pairs(pairs) = &instruction.arguments else { return None };
            let [pair] = &**pairs else { return None };
            let value = pair.value.as_ref()?;
            let text = subject.text(value.span);
            let has_comment = text.contains(" #");
            let message = match has_comment {
                true => {
                    "Without =, the whole rest of the line is the value, the part behind # too."
                }
                false => "Without =, the whole rest of the line is the value.",
            };
            let gap = Span::new(pair.key.span.end, value.span.end);
            let fix = (!has_comment).then(|| quoted(text)).flatten().map(|value| {
                Fix::safe("Write it with =", [Edit::replace(gap, format!("={value}"))])
            });
            let draft = Draft::at(pair.key.span.join(value.span), message);
            Some(draft.buildkit(&warning.detail).fix(fix))
        })
        .collect()
}

/// The value for the form with `=`; `None` where quotes would have to be changed.
fn quoted(value: &str) -> Option<String> {
    let value = value.trim();
    if value.contains(['"', '\'', '\\', '\n', '`']) {
        return None;
    }
    Some(if value.contains([' ', '\t']) { format!("\"{value}\"") } else { value.to_owned() })
}
