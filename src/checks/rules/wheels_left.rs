//! What was installed from stays as a layer.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "wheels-left",
    level: Level::Warning,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("wheels_left.md"),
    check,
};

use super::chown_layer::{absolute, is_below};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (index, instruction, transfer) in subject.transfers() {
        let Some(stage) = instruction.stage.filter(|stage| subject.is_shipped(*stage)) else {
            continue;
        };
        let Some(dest) = subject.destination(instruction) else { continue };
        let has_wheels = transfer.sources.iter().any(|word| {
            let text = word.value(&subject.file.source);
            text.contains("wheel") || text.ends_with(".whl")
        });
        if !has_wheels {
            continue;
        }
        let later = subject.runs.iter().filter(|run| run.index > index && run.stage == stage);
        let uses = |run: &&RunView<'_>| {
            let directory =
                subject.before(run.index).map(|after| after.state.directory.value.to_string());
            let installs = run
                .script
                .calls
                .iter()
                .filter(|call| install(call).is_some_and(|it| it.manager == Manager::Pip));
            installs.into_iter().flat_map(|call| call.arguments()).any(|word| {
                let path = word.text.rsplit('=').next().unwrap_or_default();
                let path =
                    absolute(path.split('*').next().unwrap_or_default(), directory.as_deref());
                path.len() > 1
                    && (is_below(&path, &dest) || is_below(&dest, &path))
                    && path != directory.as_deref().unwrap_or("")
            })
        };
        if let Some(run) = later.into_iter().find(uses) {
            let line = subject.line(run.instruction.span);
            let message = format!(
                "The wheels stay in this layer after line {line} has installed them: the image holds everything twice."
            );
            let span = transfer.sources.first().map_or(instruction.keyword_span, |word| word.span);
            found.push(Draft::at(span, message).proof([run.instruction.span]));
        }
    }
    found
}
