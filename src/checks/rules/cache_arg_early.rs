//! A value that changes with each build stands early.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "cache-arg-early",
    level: Level::Warning,
    category: Category::Cache,
    standing: Usually::On,
    page: include_str!("cache_arg_early.md"),
    check,
};

/// Names of arguments that are another value in each build.
const CHANGING: [&str; 22] = [
    "GIT_SHA",
    "GIT_COMMIT",
    "GIT_HASH",
    "GIT_REV",
    "GIT_REVISION",
    "GITHUB_SHA",
    "COMMIT",
    "COMMIT_SHA",
    "COMMIT_HASH",
    "COMMIT_ID",
    "REVISION",
    "VCS_REF",
    "VCS_REVISION",
    "BUILD_DATE",
    "BUILD_TIME",
    "BUILD_TIMESTAMP",
    "BUILD_NUMBER",
    "BUILD_ID",
    "BUILD_SHA",
    "CI_COMMIT_SHA",
    "SOURCE_COMMIT",
    "DATE_CREATED",
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    let is_expensive = |run: &&RunView<'_>| {
        run.script.calls.iter().any(|call| install(call).is_some() || is_build(call))
    };
    let expensive: Vec<&RunView<'_>> = subject.runs.iter().filter(is_expensive).collect();
    for (index, instruction, pairs) in subject.pairs(Keyword::Arg) {
        let Some(stage) = instruction.stage else { continue };
        for pair in pairs {
            let name = pair.key.value(&subject.file.source);
            if !CHANGING.contains(&name) {
                continue;
            }
            let mut later = expensive.iter().filter(|run| run.stage == stage && run.index > index);
            let Some(run) = later.find(|run| !run.script.text.contains(name)) else { continue };
            let line = subject.line(run.instruction.span);
            let message = format!(
                "{name} is another value in each build, and an ARG counts for every RUN below it: line {line} runs anew each time, although it does not use it."
            );
            found.push(Draft::at(pair.key.span, message).proof([run.instruction.span]));
        }
    }
    found
}

fn is_build(call: &Call) -> bool {
    [
        &["go", "mod"][..],
        &["go", "build"],
        &["cargo", "build"],
        &["bundle", "install"],
        &["composer", "install"],
        &["mvn"],
        &["gradle"],
        &["make"],
        &["poetry", "install"],
        &["dotnet", "restore"],
    ]
    .iter()
    .any(|words| call.is(words))
}
