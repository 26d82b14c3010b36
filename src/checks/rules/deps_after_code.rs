//! Dependencies are installed behind the code.

use std::collections::{HashMap, HashSet};

use super::prelude::*;
use crate::dockerfile::{StageId, Transfer};

pub(super) const RULE: Rule = Rule {
    slug: "deps-after-code",
    level: Level::Warning,
    category: Category::Cache,
    standing: Usually::On,
    page: include_str!("deps_after_code.md"),
    check,
};

/// Commands that install what a manifest lists.
pub(crate) fn installs_listed(call: &Call) -> Option<&'static str> {
    if let Some(install) = install(call) {
        let is_list = |word: &Word| {
            matches!(word.text.as_str(), "-r" | "--requirement")
                || word.text.starts_with("-r")
                || word.text.starts_with("--requirement=")
        };
        return match install.manager {
            Manager::Pip if call.words.iter().any(is_list) && install.packages.is_empty() => {
                Some("pip")
            }
            Manager::Npm | Manager::Yarn | Manager::Pnpm
                if install.packages.is_empty() && !call.has_option(&["-g", "--global"]) =>
            {
                Some(match install.manager {
                    Manager::Npm => "npm",
                    Manager::Yarn => "yarn",
                    _ => "pnpm",
                })
            }
            _ => None,
        };
    }
    let commands: [(&[&str], &str); 10] = [
        (&["bundle", "install"], "bundler"),
        (&["composer", "install"], "composer"),
        (&["go", "mod", "download"], "go"),
        (&["cargo", "fetch"], "cargo"),
        (&["poetry", "install"], "poetry"),
        (&["pipenv", "install"], "pipenv"),
        (&["uv", "sync"], "uv"),
        (&["dotnet", "restore"], "dotnet"),
        (&["mvn", "dependency:go-offline"], "maven"),
        (&["mix", "deps.get"], "mix"),
    ];
    commands.iter().find(|(words, _)| call.is(words)).map(|(_, name)| *name)
}

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    let mut named = HashSet::new();
    let by_stage = copies_by_stage(subject);
    let mut setting_up = HashMap::new();
    for run in &subject.runs {
        let Some(stage) = by_stage.get(&run.stage) else { continue };
        let copies = &stage.all[..stage.all.partition_point(|copy| copy.index < run.index)];
        if copies.is_empty() {
            continue;
        }
        let listed = run.script.calls.iter().find_map(|call| Some((call, installs_listed(call)?)));
        let built = || run.script.calls.iter().find_map(|call| Some((call, builds(call)?)));
        let Some((call, tool)) = listed.or_else(built) else {
            let is_first = named.insert(run.stage);
            let whole = stage.whole.and_then(|whole| copies.get(whole));
            let sets_up = || {
                let first = setting_up.entry(run.stage);
                *first.or_insert_with(|| first_that_sets_up(subject, &stage.all))
            };
            let behind = || named_behind_everything(subject, run, whole?, sets_up);
            match is_first.then(behind).flatten() {
                Some(draft) => found.push(draft),
                None => _ = is_first && named.remove(&run.stage),
            }
            continue;
        };
        let is_build = listed.is_none();
        let binds =
            run.instruction.flags.iter().any(|flag| subject.text(flag.span).contains("bind"));
        let chain = subject.chain(run.stage);
        let earlier = subject
            .runs
            .iter()
            .filter(|other| other.index < run.index && chain.contains(&other.stage));
        let is_second = earlier
            .flat_map(|other| &other.script.calls)
            .any(|call| installs_listed(call) == Some(tool) || is_build && call.program() == tool);
        let moves = call.words.iter().any(|word| word.text.contains("/"))
            && tool == "pip"
            && !call.words.iter().any(|word| word.text.ends_with(".txt"));
        if binds || is_second || moves {
            continue;
        }
        let sources: Vec<(&Instruction, &str)> = copies
            .iter()
            .flat_map(|copy| {
                let words = copy.transfer.sources.iter();
                words.map(|word| (copy.instruction, word.value(&subject.file.source)))
            })
            .collect();
        let first = |wanted: fn(&str) -> bool| sources.iter().find(|(_, source)| wanted(source));
        let whole = first(is_everything);
        let Some((copy, source)) = whole.or_else(|| first(is_code)) else {
            continue;
        };
        let line = subject.line(copy.span);
        let cached = run.mounted.iter().any(|folder| {
            let kept = ["cache", "pkg", "registry", ".m2", ".gradle", ".npm", ".nuget", ".hex"];
            kept.iter().any(|part| folder.contains(part))
        });
        let (what, which) = match whole {
            Some(_) => ("everything".to_owned(), "any file"),
            None => ((*source).to_owned(), "a file in it"),
        };
        let does =
            if is_build { "downloads all that it builds with" } else { "installs everything" };
        let message = format!(
            "Line {line} copies {what} first, so after any change of {which} {tool} {does} again."
        );
        let draft = Draft::at(call.span(), message).proof([copy.span]);
        found.push(match () {
            () if is_build && cached => continue,
            () if tool == "go" && is_build => match downloads_modules(subject) {
                Some(true) => draft.level(Level::Hint),
                Some(false) => continue,
                None => {
                    draft.depends_on("whether go.mod names modules that lie in no vendor folder")
                }
            },
            () if cached || is_build => draft.level(Level::Hint),
            () => draft,
        });
    }
    found
}

/// A COPY or ADD from the context.
struct CopyView<'a> {
    index: usize,
    instruction: &'a Instruction,
    transfer: &'a Transfer,
}

/// What a stage copies from the context, in order.
#[derive(Default)]
struct Copies<'a> {
    all: Vec<CopyView<'a>>,
    /// The first of them that copies everything.
    whole: Option<usize>,
}

fn copies_by_stage<'s>(subject: &'s Subject<'_>) -> HashMap<StageId, Copies<'s>> {
    let mut by_stage: HashMap<StageId, Copies<'s>> = HashMap::new();
    for (index, instruction, transfer) in subject.transfers() {
        let Some(stage) = instruction.stage else { continue };
        if subject.flag(instruction, "from").is_none() {
            let copies = by_stage.entry(stage).or_default();
            let mut sources = transfer.sources.iter().map(|word| word.value(&subject.file.source));
            if copies.whole.is_none() && sources.any(is_everything) {
                copies.whole = Some(copies.all.len());
            }
            copies.all.push(CopyView { index, instruction, transfer });
        }
    }
    by_stage
}

/// The first copy whose files may change how packages are installed, by where they go.
fn first_that_sets_up(subject: &Subject<'_>, copies: &[CopyView<'_>]) -> Option<usize> {
    let sets_up = |copy: &&CopyView<'_>| {
        subject.destination(copy.instruction).is_none_or(|place| {
            place == "/"
                || ["/etc", "/usr", "/var", "/root"].iter().any(|top| place.starts_with(top))
        })
    };
    copies.iter().find(sets_up).map(|copy| copy.index)
}

/// A RUN that does nothing but install packages that it names, behind a COPY of everything: it
/// needs none of it. What stands between could prepare the installation from the copied files, so
/// nothing may stand there but other such RUNs.
fn named_behind_everything(
    subject: &Subject<'_>,
    run: &RunView<'_>,
    whole: &CopyView<'_>,
    sets_up: impl FnOnce() -> Option<usize>,
) -> Option<Draft> {
    let CopyView { index, instruction: copy, .. } = whole;
    let install = names_only(run)?;
    let is_system =
        matches!(install.manager, Manager::Apt | Manager::Apk | Manager::Dnf | Manager::Zypper);
    if is_system && sets_up().is_some_and(|first| first < run.index) {
        return None;
    }
    let between = |other: &&RunView<'_>| {
        other.stage == run.stage && *index < other.index && other.index < run.index
    };
    if subject.runs.iter().filter(between).any(|other| names_only(other).is_none()) {
        return None;
    }
    let message = format!(
        "Line {} copies everything first, so after any change of any file these packages are installed again, and they need none of it.",
        subject.line(copy.span)
    );
    let span = install.call.span();
    Some(Draft::at(span, message).level(Level::Hint).proof([copy.span]))
}

/// The first installation of a RUN whose commands only install packages by their names, from
/// nothing that lies in the image.
fn names_only<'r>(run: &'r RunView<'_>) -> Option<packages::Install<'r>> {
    let calls = &run.script.calls;
    let is_plain = |call: &Call| {
        let tidies = match call.program() {
            "rm" => call.arguments().iter().all(|word| {
                ["-", "/var/", "/tmp/", "/root/."].iter().any(|start| word.text.starts_with(start))
            }),
            "set" | "true" | ":" => true,
            _ => packages::verb(call).is_some_and(|verb| {
                let verbs = [
                    "update",
                    "upgrade",
                    "clean",
                    "autoclean",
                    "autoremove",
                    "remove",
                    "purge",
                    "del",
                    "cache",
                    "makecache",
                ];
                verbs.contains(&verb.text.as_str())
            }),
        };
        !call.is_inner
            && !call.after.contains('<')
            && (tidies || install(call).is_some_and(|it| is_by_name(&it)))
    };
    if !run.mounted.is_empty() || !run.instruction.flags.is_empty() || !calls.iter().all(is_plain) {
        return None;
    }
    let is_worth = |it: &packages::Install<'_>| {
        it.packages
            .iter()
            .any(|word| !matches!(name_of(&word.text), "pip" | "setuptools" | "wheel" | "npm"))
    };
    calls.iter().filter_map(install).find(is_worth)
}

/// Whether an installation names packages, and no file, folder or variable.
fn is_by_name(install: &packages::Install<'_>) -> bool {
    let is_name = |word: &&Word| {
        let text = word.text.as_str();
        let is_file = [".deb", ".rpm", ".apk", ".whl", ".tgz", ".gz", ".zip"]
            .iter()
            .any(|end| text.ends_with(end));
        // `@types/node` is a name.
        !is_file
            && !text.starts_with('.')
            && !text.contains(['$', '`', '*'])
            && (text.starts_with('@') || !text.contains('/'))
    };
    let reads_files = |word: &Word| {
        let text = word.text.as_str();
        [
            "-r",
            "-c",
            "-e",
            "-f",
            "--requirement",
            "--constraint",
            "--editable",
            "--find-links",
            "--target",
            "--prefix",
        ]
        .iter()
        .any(|option| {
            text == *option || text.strip_prefix(option).is_some_and(|rest| rest.starts_with('='))
        })
    };
    let is_apart = match install.manager {
        Manager::Npm | Manager::Pnpm | Manager::Yarn => {
            install.call.has_option(&["-g", "--global"])
        }
        Manager::Pip => !install.call.words.iter().any(reads_files),
        _ => true,
    };
    is_apart && !install.packages.is_empty() && install.packages.iter().all(is_name)
}

/// Whether a command builds, and downloads on the way what is not there.
fn builds(call: &Call) -> Option<&'static str> {
    let commands: [(&[&str], &str); 9] = [
        (&["go", "build"], "go"),
        (&["cargo", "build"], "cargo"),
        (&["mvn", "package"], "mvn"),
        (&["mvn", "install"], "mvn"),
        (&["mvn", "clean"], "mvn"),
        (&["gradle", "build"], "gradle"),
        (&["gradlew", "build"], "gradlew"),
        (&["dotnet", "publish"], "dotnet"),
        (&["dotnet", "build"], "dotnet"),
    ];
    let is_vendored = call.has_option(&["--offline", "--frozen", "--no-restore"])
        || call.words.iter().any(|word| word.text == "-mod=vendor")
        || call.program() == "mvn" && call.has_option(&["-o"]);
    let found = commands.iter().find(|(words, _)| call.is(words));
    found.filter(|_| !is_vendored).map(|(_, name)| *name)
}

/// Whether the Go modules of the folder come over the network.
fn downloads_modules(subject: &Subject<'_>) -> Option<bool> {
    let (has_module, is_vendored) =
        (subject.around.holds("go.sum")?, subject.around.holds("vendor")?);
    Some(has_module && !is_vendored)
}

fn is_everything(source: &str) -> bool {
    matches!(source, "." | "./" | "./." | "*" | "./*")
}

/// Whether a source is a folder that holds code, by its name or that of the one it lies in. Folders such as
/// `packages` or `vendor` hold what is installed, and come first by right.
fn is_code(source: &str) -> bool {
    let source = source.trim_start_matches("./").trim_end_matches('/');
    let folders = [
        "src",
        "app",
        "public",
        "static",
        "assets",
        "templates",
        "views",
        "test",
        "tests",
        "docs",
        "hooks",
    ];
    let mut parts = source.split('/');
    let files = [
        "Gemfile", "Pipfile", "Makefile", "Rakefile", "Procfile", "LICENSE", "README", "VERSION",
        "gradlew", "mvnw",
    ];
    let is_folder = source
        .rsplit('/')
        .next()
        .is_some_and(|last| !last.contains(['.', '*']) && !files.contains(&last));
    is_folder && parts.next().is_some_and(|first| folders.contains(&first))
}
