//! Compilers are shipped.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "build-tools-in-final",
    level: Level::Hint,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("build_tools_in_final.md"),
    check,
};

/// Packages that only a build needs.
const TOOLS: [&str; 12] = [
    "build-essential",
    "gcc",
    "g++",
    "make",
    "cmake",
    "build-base",
    "autoconf",
    "automake",
    "libtool",
    "gcc-c++",
    "clang",
    "cargo",
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(target) = subject.target_stage() else { return Vec::new() };
    let named =
        ["dev", "test", "build", "ci", "debug"].iter().any(|word| target.name.contains(word));
    if subject.effective_starts().is_empty() || named {
        return Vec::new();
    }
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        let removes = run.script.calls.iter().any(|call| {
            packages::verb(call).is_some_and(|verb| {
                matches!(verb.text.as_str(), "purge" | "remove" | "autoremove" | "del" | "erase")
            })
        });
        if removes {
            continue;
        }
        for install in run.script.calls.iter().filter_map(install) {
            if matches!(
                install.manager,
                Manager::Pip | Manager::Npm | Manager::Yarn | Manager::Pnpm
            ) {
                continue;
            }
            let is_tool = |word: &&Word| {
                let name = name_of(&word.text);
                TOOLS.contains(&name)
            };
            let Some(word) = install.packages.iter().copied().find(is_tool) else { continue };
            let message = format!(
                "{} is in the image that is shipped, and the program that is started is built by then.",
                name_of(&word.text)
            );
            found.push(
                Draft::at(word.span, message)
                    .depends_on("whether the program compiles something when it runs"),
            );
        }
    }
    found
}
