//! COPY of a file that the ignore file leaves out.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "copy-ignored",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("copy_ignored.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "CopyIgnoredFile")
        .filter_map(|(warning, instruction)| {
            let Arguments::Transfer(transfer) = &instruction.arguments else { return None };
            let path = warning.detail.split('"').nth(1)?;
            let cleaned = |word: &crate::dockerfile::Word| {
                crate::build::paths::clean(word.value(&subject.file.source))
            };
            let source = transfer.sources.iter().find(|word| cleaned(word) == path);
            let span = source.map_or(instruction.keyword_span, |word| word.span);
            let name = subject.around.ignore.as_ref().and_then(|ignore| ignore.name.clone());
            let name = name.unwrap_or_else(|| ".dockerignore".to_owned());
            let message = format!("{name} leaves {path} out, so the build does not find it.");
            Some(Draft::at(span, message).buildkit(&warning.detail))
        })
        .collect()
}
