//! A secret is removed too late.

use super::prelude::*;

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
    let mut found = Vec::new();
    for run in &subject.runs {
        let chain = subject.chain(run.stage);
        let directory =
            subject.before(run.index).map(|after| after.state.directory.value.to_string());
        for call in run.script.of_program(&["rm", "shred"]) {
            for word in call.arguments().iter().filter(|word| !word.text.starts_with('-')) {
                let path = absolute(&word.text.replace('~', "/root"), directory.as_deref());
                let copied = subject.copied(&chain, run.index).find(|(dest, it)| {
                    let Arguments::Transfer(transfer) = &it.arguments else { return false };
                    let names_secret = transfer
                        .sources
                        .iter()
                        .any(|source| is_secret_file(source.value(&subject.file.source)));
                    subject.flag(it, "from").is_none()
                        && (names_secret || is_secret_file(dest))
                        && (is_below(dest, &path) || is_below(&path, dest))
                });
                if let Some((_, copy)) = copied {
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
