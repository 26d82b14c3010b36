//! A secret is removed too late.

use super::prelude::*;

/// So many copies of secrets are followed.
const MOST_SECRETS: usize = 100;

pub(super) const RULE: Rule = Rule {
    slug: "secret-rm-later",
    level: Level::Error,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("secret_rm_later.md"),
    check,
};

use super::chown_layer::{absolute, is_below};
use super::secret_file_copied::is_secret_file;

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let secrets: Vec<(usize, String, &Instruction)> = subject
        .transfers()
        .filter(|(_, it, _)| subject.flag(it, "from").is_none())
        .filter_map(|(index, it, transfer)| {
            let place = subject.destination(it)?;
            let source = &subject.file.source;
            let is_secret = is_secret_file(&place)
                || transfer.sources.iter().any(|word| is_secret_file(word.value(source)));
            is_secret.then_some((index, place, it))
        })
        .take(MOST_SECRETS)
        .collect();
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|_| !secrets.is_empty()) {
        let chain = subject.chain(run.stage);
        let directory =
            subject.before(run.index).map(|after| after.state.directory.value.to_string());
        for call in run.script.of_program(&["rm", "shred"]) {
            for word in call.arguments().iter().filter(|word| !word.text.starts_with('-')) {
                let path = absolute(&word.text.replace('~', "/root"), directory.as_deref());
                let copied = secrets.iter().find(|(index, place, it)| {
                    *index < run.index
                        && it.stage.is_some_and(|stage| chain.contains(&stage))
                        && (is_below(place, &path) || is_below(&path, place))
                });
                if let Some((_, _, copy)) = copied {
                    let line = subject.line(copy.span);
                    let message = format!(
                        "The secret stays in the layer of line {line}: whoever has the image can unpack it there."
                    );
                    found.push(Draft::at(call.span(), message).proof([copy.span]));
                }
            }
        }
    }
    found
}
