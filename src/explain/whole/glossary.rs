//! The words that the document uses, for somebody who meets them for the first time.

use crate::doc::{Block, Text};
use crate::dockerfile::{Dockerfile, Keyword};
use crate::explain::compose::{concat, text};

/// When a word is explained.
enum When {
    Always,
    Stages,
    Has(&'static [Keyword]),
    Flag(&'static str),
}

const WORDS: [(&str, When, &str); 17] = [
    (
        "image",
        When::Always,
        "files and configuration, packed so that containers can be started from them",
    ),
    (
        "container",
        When::Always,
        "a running (or stopped) instance of an image, with a thin layer of its own for what it writes",
    ),
    (
        "layer",
        When::Always,
        "the files that one step added, changed or deleted; an image is a stack of them, and what a lower one holds stays in the image",
    ),
    (
        "cache",
        When::Always,
        "what the builder keeps of earlier builds; a step whose inputs are the same is taken from it",
    ),
    ("base image", When::Always, "the image that a stage starts from"),
    (
        "build context",
        When::Has(&[Keyword::Copy, Keyword::Add]),
        "the files that the build is sent, without those that `.dockerignore` leaves out",
    ),
    (
        "stage",
        When::Stages,
        "the instructions from one FROM to the next; only what the target needs is built",
    ),
    (
        "target",
        When::Stages,
        "the stage that the image is made from: the last one, or the one that `--target` names",
    ),
    (
        "build argument",
        When::Has(&[Keyword::Arg]),
        "a value that is given to the build; it is no variable of the container",
    ),
    (
        "environment variable",
        When::Has(&[Keyword::Env]),
        "a value by name that programs read; ENV keeps it in the image",
    ),
    (
        "shell form",
        When::Has(&[Keyword::Run, Keyword::Cmd, Keyword::Entrypoint]),
        "a command as one text that a shell reads",
    ),
    (
        "JSON form",
        When::Has(&[Keyword::Cmd, Keyword::Entrypoint]),
        "a command as a list of words that starts a program without a shell (also called exec form)",
    ),
    (
        "process 1",
        When::Has(&[Keyword::Cmd, Keyword::Entrypoint]),
        "the first process of a container: it gets the signals, and the container ends with it",
    ),
    (
        "health check",
        When::Has(&[Keyword::Healthcheck]),
        "a command by which Docker asks again and again whether the container works; Kubernetes takes no notice of it",
    ),
    (
        "published port",
        When::Has(&[Keyword::Expose]),
        "a port of the machine that leads to one of the container; EXPOSE alone publishes none",
    ),
    (
        "volume",
        When::Has(&[Keyword::Volume]),
        "a folder that lives outside of the container's own layer",
    ),
    (
        "mount",
        When::Flag("mount"),
        "files that a RUN sees and that do not become part of the image",
    ),
];

pub(super) fn blocks(file: &Dockerfile) -> Vec<Block> {
    let fits = |when: &When| match when {
        When::Always => true,
        When::Stages => file.stages.len() > 1,
        When::Has(keywords) => keywords.iter().any(|keyword| super::has(file, *keyword)),
        When::Flag(name) => file
            .instructions
            .iter()
            .any(|it| it.flags.iter().any(|flag| file.source.slice(flag.name) == *name)),
    };
    let line = |(word, _, about): &(&str, When, &str)| {
        concat([Text::new().strong(*word).plain(": "), text(&format!("{about}."), &[])])
    };
    let lines: Vec<Text> = WORDS.iter().filter(|(_, when, _)| fits(when)).map(line).collect();
    if file.stages.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(2, "Words used here"), Block::bullets(lines)]
}
