//! A package manager without a cache mount; only when selected.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "cache-mount",
    level: Level::Hint,
    category: Category::Cache,
    standing: Usually::Off,
    page: include_str!("cache_mount.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| run.script.form != Reader::Exec) {
        if !run.mounted.is_empty() {
            continue;
        }
        let Some((call, program, folders)) = run.script.calls.iter().find_map(|call| {
            let (program, folders) = keeps(call)?;
            Some((call, program, folders))
        }) else {
            continue;
        };
        let message = format!(
            "When this step runs again, {program} downloads everything again. A cache mount on {} keeps it from one build to the next, and out of the image.",
            folders.join(" and ")
        );
        let is_root = subject.user(run.index).is_some_and(|user| matches!(user, "" | "root" | "0"));
        let mounts: Vec<String> =
            folders.iter().map(|folder| format!(" --mount=type=cache,target={folder}")).collect();
        // apt throws its downloads away unless it is told not to, and two builds must not share it.
        let is_simple = is_root
            && program != "apt"
            && !call.has_option(&["--no-cache-dir", "--no-cache"])
            && !run.script.text.contains("cache clean");
        let fix = is_simple.then(|| {
            let at = run.instruction.keyword_span.end;
            Fix::to_confirm("Add a cache mount", [Edit::insert(at, mounts.concat())])
        });
        found.push(Draft::at(call.span(), message).fix(fix));
    }
    found
}

/// What a command downloads into, as root: the program's name, and its folders.
fn keeps(call: &Call) -> Option<(&'static str, &'static [&'static str])> {
    if let Some(install) = install(call) {
        return Some(match install.manager {
            Manager::Apt => ("apt", &["/var/cache/apt", "/var/lib/apt"]),
            Manager::Pip => ("pip", &["/root/.cache/pip"]),
            Manager::Npm => ("npm", &["/root/.npm"]),
            Manager::Yarn => ("yarn", &["/usr/local/share/.cache/yarn"]),
            Manager::Dnf if call.program() == "dnf" => ("dnf", &["/var/cache/dnf"]),
            _ => return None,
        });
    }
    let commands: [(&[&str], _, &[&str]); 6] = [
        (&["go", "mod", "download"], "go", &["/go/pkg/mod"]),
        (&["go", "build"], "go", &["/go/pkg/mod", "/root/.cache/go-build"]),
        (&["cargo", "build"], "cargo", &["/usr/local/cargo/registry"]),
        (&["uv", "sync"], "uv", &["/root/.cache/uv"]),
        (&["composer", "install"], "composer", &["/root/.composer/cache"]),
        (&["dotnet", "restore"], "dotnet", &["/root/.nuget/packages"]),
    ];
    commands.into_iter().find(|(words, _, _)| call.is(words)).map(|(_, name, it)| (name, it))
}
