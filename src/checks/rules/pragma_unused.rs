//! A comment that silences nothing.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "pragma-unused",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("pragma_unused.md"),
    check,
};

/// The engine reports it when all other checks have run.
fn check(_: &Subject<'_>) -> Vec<Draft> {
    Vec::new()
}
