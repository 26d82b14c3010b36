//! The health check calls a program that is not there.

use super::prelude::*;
use crate::knowledge::images::Presence;

pub(super) const RULE: Rule = Rule {
    slug: "healthcheck-tool-missing",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("healthcheck_tool_missing.md"),
    check,
};

/// Tools that the table of images speaks of, with the packages that bring them.
const TOOLS: [(&str, &[&str]); 6] = [
    ("curl", &["curl"]),
    ("wget", &["wget"]),
    ("pgrep", &["pgrep", "procps", "procps-ng"]),
    ("ps", &["ps", "procps", "procps-ng"]),
    ("git", &["git"]),
    ("python3", &["python3", "python"]),
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let shipped = subject
        .of(Keyword::Healthcheck)
        .filter(|(_, it)| it.stage.is_some_and(|stage| subject.is_shipped(stage)));
    let Some((_, instruction)) = shipped.last() else { return Vec::new() };
    let (Some(target), Arguments::Healthcheck(health)) =
        (subject.target_stage(), &instruction.arguments)
    else {
        return Vec::new();
    };
    let Some(command) = &health.command else { return Vec::new() };
    let script = Script::of(subject.file, instruction, command);
    let chain = subject.chain(target.id);
    let mut found = Vec::new();
    for call in &script.calls {
        let Some((tool, packages)) = TOOLS.iter().find(|(name, _)| *name == call.program()) else {
            continue;
        };
        let absent = subject.has_tool(target.id, tool) == Presence::Absent
            && !packages
                .iter()
                .any(|package| subject.has_tool(target.id, package) == Presence::Present);
        let may_come =
            subject.runs.iter().any(|run| chain.contains(&run.stage) && brings_unknown(run, tool))
                || subject.copied(&chain, usize::MAX).any(|(dest, it)| {
                    dest.ends_with(tool)
                        || matches!(
                            dest,
                            "/" | "/usr" | "/usr/bin" | "/usr/local" | "/usr/local/bin" | "/bin"
                        )
                        || subject.text(it.span).contains(tool)
                });
        let image = target.image.as_ref();
        if let (true, false, Some(image), Some(word)) =
            (absent, may_come, image, call.words.first())
        {
            let message = format!(
                "{} has no {tool} ({}), and nothing here installs it: every check fails, and the container is always unhealthy.",
                image.origin.image,
                image.origin.note()
            );
            found.push(Draft::at(word.span, message).proof([target.from]));
        }
    }
    found
}

/// Whether a RUN may bring a tool without naming its package.
fn brings_unknown(run: &RunView<'_>, tool: &str) -> bool {
    run.script.calls.iter().any(|call| {
        let program = call.program();
        let is_script = program.ends_with(".sh")
            || matches!(program, "sh" | "bash" | "make" | "ansible-playbook");
        let reads =
            call.words.iter().any(|word| word.text.contains("$(") || word.text.contains("xargs"));
        is_script || reads || call.words.iter().skip(1).any(|word| word.text.contains(tool))
    })
}
