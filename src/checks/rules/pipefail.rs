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
            let fails = matches!(
                left.program(),
                "curl"
                    | "wget"
                    | "git"
                    | "gpg"
                    | "openssl"
                    | "unzip"
                    | "gunzip"
                    | "xz"
                    | "zcat"
                    | "mysqldump"
                    | "pg_dump"
            );
            if !fails || matches!(call.program(), "sh" | "bash" | "true") {
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
