//! ENV uses what the same ENV sets.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "env-self-reference",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("env_self_reference.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (index, instruction, pairs) in subject.pairs(Keyword::Env) {
        for (place, pair) in pairs.iter().enumerate() {
            let Some(value) = &pair.value else { continue };
            for variable in instruction.variables.iter().filter(|it| value.span.covers(it.span)) {
                let name = subject.text(variable.name);
                let key =
                    |pair: &crate::dockerfile::Pair| pair.key.value(&subject.file.source) == name;
                let Some(earlier) = pairs[..place].iter().find(|pair| key(pair)) else { continue };
                let new = earlier.value.as_ref().map(|value| subject.text(value.span));
                if key(pair) || subject.variable(index, name).is_some_and(|old| Some(old) == new) {
                    continue;
                }
                let message = format!(
                    "In one ENV all values are worked out first: this is the {name} from before, not the one that stands beside it."
                );
                found.push(Draft::at(variable.span, message).proof([earlier.key.span]));
            }
        }
    }
    found
}
