//! yum, dnf or zypper asks, and nobody answers.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "yum-yes",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("yum_yes.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        for (place, call) in run.script.calls.iter().enumerate() {
            let Some((manager, _)) = manager(call) else { continue };
            let Some(verb) = packages::verb(call) else { continue };
            let verbs = [
                "install",
                "in",
                "update",
                "up",
                "upgrade",
                "remove",
                "rm",
                "groupinstall",
                "localinstall",
                "reinstall",
            ];
            if !matches!(manager, Manager::Dnf | Manager::Zypper)
                || call.program() == "microdnf"
                || !verbs.contains(&verb.text.as_str())
            {
                continue;
            }
            let yes = [
                "-y",
                "--assumeyes",
                "--assumeno",
                "-n",
                "--non-interactive",
                "--no-confirm",
                "--downloadonly",
            ];
            let is_answered = call.joint == Joint::Pipe
                && run
                    .script
                    .left_of(place)
                    .is_some_and(|left| matches!(left.program(), "yes" | "echo"));
            if call.has_option(&yes) || is_answered || run.script.text.contains("assumeyes=") {
                continue;
            }
            let fix = Fix::safe("Add -y", [Edit::insert(verb.span.end, " -y")]);
            let message = format!(
                "{} asks before it changes anything. Nobody can answer in a build, so it stops.",
                call.program()
            );
            found.push(Draft::at(verb.span, message).fix(fix));
        }
    }
    found
}
