//! FROM is invalid without a build argument.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "from-arg-no-default",
    level: Level::Hint,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("from_arg_no_default.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "InvalidDefaultArgInFrom")
        .filter_map(|(warning, instruction)| {
            let Arguments::From(from) = &instruction.arguments else { return None };
            let image = from.image.as_ref()?;
            let text = image.value(&subject.file.source);
            if text.contains(":?") {
                return None;
            }
            let message = format!(
                "Without a build argument, {text} is the name of no image, and the build stops."
            );
            Some(Draft::at(image.span, message).buildkit(&warning.detail))
        })
        .collect()
}
