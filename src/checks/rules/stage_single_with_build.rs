//! The toolchain is shipped.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "stage-single-with-build",
    level: Level::Warning,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("stage_single_with_build.md"),
    check,
};

/// Images whose purpose is to build.
const TOOLCHAINS: [&str; 6] = ["golang", "rust", "maven", "gradle", "dotnet/sdk", "haskell"];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(target) = subject.target_stage() else { return Vec::new() };
    let starts = subject.effective_starts();
    let runs_tool = subject.start_calls().iter().any(|call| {
        matches!(call.program(), "go" | "cargo" | "mvn" | "gradle" | "dotnet" | "bash" | "sh")
            && call.is(&["go", "run"])
            || matches!(call.program(), "mvn" | "gradle" | "gradlew" | "cargo" | "bash" | "sh")
    });
    let named_for_development =
        ["dev", "test", "build", "ci"].iter().any(|word| target.name.contains(word));
    if starts.is_empty() || runs_tool || named_for_development {
        return Vec::new();
    }
    let Some(tool) = TOOLCHAINS.iter().find(|name| {
        let bottom = target.bottom.split([':', '@']).next().unwrap_or_default();
        bottom.ends_with(&format!("/{name}"))
    }) else {
        return Vec::new();
    };
    let shipped = subject.chain(target.id);
    let runs = subject.runs.iter().filter(|run| shipped.contains(&run.stage));
    let mut builds = runs.flat_map(|run| &run.script.calls).filter(|call| builds(call));
    let Some(call) = builds.next() else { return Vec::new() };
    let message = format!(
        "The image that is shipped holds the whole {tool} toolchain: this builds in the stage that is run."
    );
    vec![Draft::at(call.span(), message).proof([target.from])]
}

pub(crate) fn builds(call: &Call) -> bool {
    [
        &["go", "build"][..],
        &["go", "install"],
        &["cargo", "build"],
        &["cargo", "install"],
        &["mvn", "package"],
        &["mvn", "install"],
        &["mvn", "clean"],
        &["gradle", "build"],
        &["dotnet", "publish"],
        &["dotnet", "build"],
    ]
    .iter()
    .any(|words| call.is(words))
}
