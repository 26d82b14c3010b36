//! One stage or several.

use super::model::{Answer, Answers, Choice, Follows, Question, Today, Topic};
use crate::audit::judge::development_apart;
use crate::audit::{Material, Verdict};
use crate::checks::packages::{install, name_of};
use crate::checks::rules::builds;

pub(super) static TOPIC: Topic = Topic {
    key: "stages",
    title: "One stage or several?",
    questions: &[
        Question {
            key: "compiles",
            asks: "Does the build need tools that the program does not?",
            options: &[
                ("yes", "yes", "the build needs tools that the program does not"),
                ("no", "no", "the build needs no tools of its own"),
            ],
        },
        Question {
            key: "images",
            asks: "Is an image for development or tests made from the same file?",
            options: &[
                ("several", "yes", "an image for development or tests is made from it too"),
                ("one", "no", "one image is made from it"),
            ],
        },
    ],
    choices: &[
        Choice {
            key: "one",
            name: "one stage",
            gives: "short, and read from top to bottom",
            costs: "whatever is installed for the build is shipped",
        },
        Choice {
            key: "several",
            name: "several stages",
            gives: "tools stay behind; stages that need nothing of each other are built at the same time; one file for several images",
            costs: "longer; what is to be shipped has to be copied by name",
        },
    ],
    today,
    find,
    follow,
};

fn today(material: &Material<'_>) -> Today {
    let needed = material.subject.stages.iter().filter(|stage| stage.is_needed);
    let froms: Vec<_> = needed.map(|stage| stage.from).collect();
    let (choice, says) = match froms.len() {
        0 => (None, "The file has no stage that could be built.".to_owned()),
        1 => (Some("one"), "The image needs one stage.".to_owned()),
        number => (Some("several"), format!("The image needs {number} stages.")),
    };
    Today { choice, says, proof: froms }
}

fn find(material: &Material<'_>, key: &str) -> Answer {
    match key {
        "compiles" => compiles(material),
        _ => images(material),
    }
}

fn compiles(material: &Material<'_>) -> Answer {
    let runs = material.subject.runs.iter();
    for call in runs.flat_map(|run| &run.script.calls) {
        let is_bundle = ["npm", "yarn", "pnpm"].contains(&call.program())
            && call.arguments().iter().any(|word| word.text == "build");
        if builds(call) || is_bundle || matches!(call.program(), "make" | "cmake" | "gcc" | "tsc") {
            return Answer::found(
                "yes",
                format!("{} builds something.", call.program()),
                [call.span()],
            );
        }
        let tool = install(call).and_then(|install| {
            let is_tool = |name: &str| {
                matches!(name, "gcc" | "g++" | "build-essential" | "build-base" | "make" | "cmake")
            };
            install.packages.into_iter().find(|word| is_tool(name_of(&word.text)))
        });
        if let Some(word) = tool {
            return Answer::found(
                "yes",
                format!("{} is installed.", name_of(&word.text)),
                [word.span],
            );
        }
    }
    Answer::found("no", "No instruction compiles anything or installs compilers.", [])
}

fn images(material: &Material<'_>) -> Answer {
    let apart = development_apart(material);
    match apart.verdict {
        Verdict::Done => Answer::found("several", apart.reason, apart.proof),
        _ => Answer::Open(String::new()),
    }
}

fn follow(answers: &Answers<'_>) -> Result<Follows, &'static str> {
    if answers.get("compiles")? == "yes" {
        return Ok(("several", vec!["What only the build needs is left behind in its stage."]));
    }
    match answers.get("images")? {
        "several" => Ok((
            "several",
            vec![
                "A stage for development builds on the common one, and the image that is shipped does not hold it.",
            ],
        )),
        _ => Ok((
            "one",
            vec!["There is nothing to leave behind: a second stage would only be longer."],
        )),
    }
}
