//! The failure of a download in a pipe is lost.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "pipefail",
    level: Level::Hint,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("pipefail.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let shell = subject.shell_words(run.index);
        if run.script.text.contains("pipefail")
            || shell.iter().any(|word| word.contains("pipefail"))
        {
            continue;
        }
        let calls = &run.script.calls;
        for (place, call) in calls.iter().enumerate().filter(|(_, call)| call.joint == Joint::Pipe)
        {
            let Some(left) = run.script.left_of(place) else { continue };
            if !may_fail(&run.script, left) || takes_little(call) {
                continue;
            }
            let message = format!(
                "If {} fails, this RUN goes on with what {} made of nothing: only the last command of a pipe counts.",
                left.program(),
                call.program()
            );
            let Some(word) = left.words.first() else { continue };
            found.push(Draft::at(word.span, message));
            break;
        }
    }
    found
}

/// Whether the left side of a pipe fails for reasons outside the file, and nothing else notices.
fn may_fail(script: &Script, left: &Call) -> bool {
    let downloads = matches!(left.program(), "curl" | "wget");
    if left.is_inner {
        // The status of a substitution counts where a variable takes its output, and only there.
        let Some(name) = left.assigned_to() else { return false };
        let is_tested = ["-n", "-z"].iter().any(|test| {
            ["$", "\"$", "\"${", "${"]
                .iter()
                .any(|open| script.text.contains(&format!("{test} {open}{name}")))
        });
        return downloads && !is_tested;
    }
    downloads
        || matches!(
            left.program(),
            "git"
                | "gpg"
                | "openssl"
                | "unzip"
                | "gunzip"
                | "xz"
                | "zcat"
                | "mysqldump"
                | "pg_dump"
        )
}

/// Whether another check speaks of the right side, or it stops reading before the end: the left
/// side then dies of the closed pipe, and with `pipefail` the RUN would fail each time.
fn takes_little(right: &Call) -> bool {
    matches!(right.program(), "sh" | "bash" | "true" | "head")
        || right.program() == "grep" && right.has_option(&["-q", "-m", "--quiet", "--max-count"])
}
