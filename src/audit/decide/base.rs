//! Which base image.

use super::model::{Answer, Answers, Choice, Follows, Question, Today, Topic};
use crate::audit::Material;
use crate::checks::packages::{install, name_of};
use crate::knowledge::images::familiar_name;
use crate::source::Span;

pub(super) static TOPIC: Topic = Topic {
    key: "base",
    title: "Which base image?",
    questions: &[
        Question {
            key: "language",
            asks: "What does the program that runs need?",
            options: &[
                (
                    "interpreter",
                    "an interpreter: Python, Node, Ruby, PHP",
                    "the program needs an interpreter",
                ),
                ("runtime", "a virtual machine: Java, .NET", "it needs a virtual machine"),
                ("binary", "nothing but itself: a compiled program", "it is a compiled program"),
            ],
        },
        Question {
            key: "static",
            asks: "Is the program linked statically, so that it needs no C library?",
            options: &[
                ("yes", "yes", "it is linked statically"),
                ("no", "no", "it needs a C library"),
            ],
        },
        Question {
            key: "native",
            asks: "Are there packages with C code that would have to be compiled for musl?",
            options: &[
                ("yes", "yes", "packages would have to be compiled for musl"),
                (
                    "no",
                    "no, or all of them publish wheels for musl",
                    "no package has to be compiled for musl",
                ),
            ],
        },
        Question {
            key: "size",
            asks: "Does every megabyte count?",
            options: &[
                ("tight", "yes", "every megabyte counts"),
                ("normal", "no", "some tens of megabytes do not matter"),
            ],
        },
        Question {
            key: "shell",
            asks: "Does somebody need a shell in the container?",
            options: &[
                ("yes", "yes", "somebody needs a shell in it"),
                ("no", "no", "nobody needs a shell in it"),
            ],
        },
    ],
    choices: &[
        Choice {
            key: "full",
            name: "a full image, such as python:3.13",
            gives: "compilers and headers are there",
            costs: "about a gigabyte, and everything in it can have weaknesses",
        },
        Choice {
            key: "slim",
            name: "a slim image, such as python:3.13-slim",
            gives: "glibc, which packages are built for; a shell; apt",
            costs: "compilers, curl and the like have to be installed where they are needed",
        },
        Choice {
            key: "alpine",
            name: "an Alpine image, such as python:3.13-alpine",
            gives: "small; a shell; apk",
            costs: "musl: what has no wheel for it is compiled, and some programs behave differently",
        },
        Choice {
            key: "runtime",
            name: "the image of the runtime alone, such as eclipse-temurin:25-jre or dotnet/aspnet",
            gives: "what runs the program, without what builds it",
            costs: "the build needs another stage",
        },
        Choice {
            key: "distroless",
            name: "a distroless image, or scratch for a static program",
            gives: "next to nothing in it that could be weak",
            costs: "no shell and no package manager: looking inside takes docker debug or a second image",
        },
    ],
    today,
    find,
    follow,
};

fn today(material: &Material<'_>) -> Today {
    let Some(target) = material.subject.target_stage() else {
        return Today {
            says: "The file has no stage that could be built.".into(),
            ..Today::default()
        };
    };
    let name = familiar_name(&target.bottom);
    let size = target.image.as_ref().map_or("", |image| image.variant.size.as_str());
    let os = target.image.as_ref().map_or("", |image| image.variant.os.as_str());
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let choice = match () {
        () if name == "scratch" || os == "distroless" || has(&["distroless"]) => Some("distroless"),
        () if os == "alpine" || has(&["alpine"]) => Some("alpine"),
        () if has(&["aspnet", "dotnet/runtime", "jre"]) => Some("runtime"),
        () if has(&["slim"]) => Some("slim"),
        () if size == "large" => Some("full"),
        () => None,
    };
    Today { choice, says: format!("The image starts from {name}."), proof: material.froms() }
}

/// Repositories by what a program of theirs needs.
const NEEDS: [(&str, &[&str]); 3] = [
    ("interpreter", &["python", "node", "ruby", "php", "perl", "pypy", "bun", "denoland/deno"]),
    (
        "runtime",
        &[
            "openjdk",
            "eclipse-temurin",
            "amazoncorretto",
            "tomcat",
            "jetty",
            "dotnet/aspnet",
            "dotnet/runtime",
            "dotnet/sdk",
            "maven",
            "gradle",
        ],
    ),
    ("binary", &["golang", "rust", "gcc", "swift", "haskell"]),
];

fn find(material: &Material<'_>, key: &str) -> Answer {
    match key {
        "language" => language(material),
        "static" => is_static(material),
        "native" => native(material),
        _ => Answer::Open(String::new()),
    }
}

fn language(material: &Material<'_>) -> Answer {
    let subject = &material.subject;
    let mut stages: Vec<_> =
        subject.stages.iter().filter(|it| it.is_needed && it.base.is_none()).collect();
    // What the image itself starts from decides before what only builds.
    stages.sort_by_key(|stage| !stage.in_target);
    for stage in stages {
        let name = stage.bottom.split([':', '@']).next().unwrap_or_default();
        let is = |own: &&str| name.ends_with(&format!("/{own}"));
        if let Some((value, _)) = NEEDS.iter().find(|(_, names)| names.iter().any(is)) {
            let reason = format!("{} says so.", familiar_name(&stage.bottom));
            return Answer::found(value, reason, [stage.from]);
        }
    }
    Answer::Open(String::new())
}

fn is_static(material: &Material<'_>) -> Answer {
    let subject = &material.subject;
    if let Some(stage) = subject.target_stage().filter(|stage| stage.bottom == "scratch") {
        return Answer::found(
            "yes",
            "The image starts empty, so the program finds no library.",
            [stage.from],
        );
    }
    let off =
        subject.runs.iter().find(|run| subject.variable(run.index, "CGO_ENABLED") == Some("0"));
    let by_run = subject.runs.iter().find(|run| run.script.text.contains("CGO_ENABLED=0"));
    match off.or(by_run) {
        Some(run) => {
            Answer::found("yes", "CGO_ENABLED is 0 where it is built.", [run.instruction.span])
        }
        None => Answer::Open(String::new()),
    }
}

/// Packages that are installed to compile something, or to compile against.
fn for_compiling(package: &str) -> bool {
    let name = name_of(package);
    matches!(name, "gcc" | "g++" | "build-essential" | "build-base" | "clang" | "musl-dev")
        || name.ends_with("-dev")
        || name.ends_with("-devel")
}

fn native(material: &Material<'_>) -> Answer {
    let runs = material.subject.runs.iter();
    let installs = runs.flat_map(|run| &run.script.calls).filter_map(install);
    let found = installs.flat_map(|it| it.packages).find(|word| for_compiling(&word.text));
    match found {
        Some(word) => {
            let reason =
                format!("{} is installed, so something is compiled already.", name_of(&word.text));
            Answer::found("yes", reason, [word.span] as [Span; 1])
        }
        None => Answer::Open("Nothing is installed here to compile with.".into()),
    }
}

fn follow(answers: &Answers<'_>) -> Result<Follows, &'static str> {
    if answers.get("language")? == "binary" && answers.get("static")? == "yes" {
        return Ok(match answers.get("shell")? {
            "yes" => (
                "alpine",
                vec!["A static program runs on any image; Alpine is a small one with a shell."],
            ),
            _ => (
                "distroless",
                vec![
                    "A static program needs no distribution.",
                    "distroless/static has certificates, time zones and a user that is not root, which scratch has not.",
                ],
            ),
        });
    }
    if answers.get("language")? == "binary" {
        return Ok((
            "slim",
            vec![
                "The program needs the C library that it was built against: take one of the same distribution.",
            ],
        ));
    }
    if answers.get("language")? == "runtime" {
        return Ok((
            "runtime",
            vec!["jdk, sdk, maven and gradle are for building; what they build needs less."],
        ));
    }
    match answers.get("native")? {
        "yes" => Ok((
            "slim",
            vec![
                "Packages with C code are published for glibc, and install in seconds there.",
                "What Alpine saves is soon spent on compilers and minutes.",
            ],
        )),
        _ => match answers.get("size")? {
            "tight" => Ok((
                "alpine",
                vec!["Nothing has to be compiled for musl, so only its size counts."],
            )),
            _ => Ok((
                "slim",
                vec![
                    "glibc is what most people test with; the difference in size is some tens of megabytes.",
                ],
            )),
        },
    }
}
