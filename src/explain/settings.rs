//! USER, WORKDIR, STOPSIGNAL, VOLUME, EXPOSE, SHELL and MAINTAINER: what the image says about itself.

use super::command;
use super::compose::{enumerate, join, text};
use super::draft::Draft;
use super::inherit::Inherited;
use super::model::Effect;
use super::scene::Scene;
use super::survey::{joined, unquoted};
use super::{paths, values, variable};
use crate::doc::Text;
use crate::dockerfile::{Command, Form, Instruction, Keyword, ProblemKind, Word};

/// Explains an instruction whose whole rest is one value.
pub(super) fn explain_text(scene: &Scene<'_>, keyword: Keyword, word: &Word, draft: &mut Draft) {
    let shown = scene.show_word(word);
    let mut texts = match keyword {
        Keyword::User => user(scene, word, &shown, draft),
        Keyword::Workdir => directory(scene, word, &shown, draft),
        Keyword::Stopsignal => stop_signal(scene, word, &shown, draft),
        _ => maintainer(scene, word, &shown, draft),
    };
    texts.extend(variable::explain_within(scene, word.span));
    let label = match keyword {
        Keyword::User => "user",
        Keyword::Workdir => "directory",
        Keyword::Stopsignal => "signal",
        _ => "author",
    };
    draft.token(word.span, label, texts);
    inline_comment(scene, keyword, word, &shown, draft);
}

/// `#` is part of the value here.
fn inline_comment(
    scene: &Scene<'_>,
    keyword: Keyword,
    word: &Word,
    shown: &str,
    draft: &mut Draft,
) {
    let value = scene.word(word);
    let quoted = value.starts_with(['"', '\'']);
    if keyword != Keyword::Maintainer && !quoted && (value.contains(" #") || value.contains("\t#"))
    {
        let what = match keyword {
            Keyword::User => "the user is called",
            Keyword::Workdir => "the directory is called",
            _ => "the value is",
        };
        draft.pitfall_unless(
            ProblemKind::InlineComment,
            text(
                &format!("`#` begins no comment behind an instruction: {what} {{value}}."),
                &[("value", shown)],
            ),
            [word.span],
        );
    }
}

fn user(scene: &Scene<'_>, word: &Word, shown: &str, draft: &mut Draft) -> Vec<Text> {
    draft.sentence = text(
        "From here on RUN works as the user {user}, and so does the container.",
        &[("user", shown)],
    );
    let value = unquoted(scene.word(word));
    if variable::is_in(scene, word.span) {
        return Vec::new();
    }
    if value.contains('#') {
        return vec![text(
            "The user is called {user}, blanks and `#` included.",
            &[("user", shown)],
        )];
    }
    let name = value.split(':').next().unwrap_or(value);
    let by_name = name.parse::<u32>().is_err();
    let is_root = matches!(name, "root" | "0");
    if by_name && !is_root && !scene.survey.is_windows(scene.stage()) {
        draft.pitfall(
            text("Kubernetes can't tell from a name that it is not root: with `runAsNonRoot` it wants a number here.", &[]),
            [word.span],
        );
        draft.as_check("user-numeric");
    }
    if !is_root {
        files_of_root(scene, word, name, draft);
    }
    values::user(scene.survey.knowledge(), value)
}

/// USER does not change who owns the files of a COPY or ADD below.
fn files_of_root(scene: &Scene<'_>, word: &Word, name: &str, draft: &mut Draft) {
    let without_owner =
        |at: &Instruction| !at.flags.iter().any(|flag| scene.raw(flag.name) == "chown");
    if scene.survey.is_windows(scene.stage())
        || !scene.is_below(&[Keyword::Copy, Keyword::Add], without_owner)
    {
        return;
    }
    let directories = if scene.is_below(&[Keyword::Workdir], |_| true) {
        " Directories that WORKDIR creates below do belong to {name}."
    } else {
        ""
    };
    let template = format!(
        "COPY and ADD below still make files that belong to root; `--chown` gives them to {{name}}.{directories}"
    );
    draft.pitfall(text(&template, &[("name", name)]), [word.span]);
}

fn directory(scene: &Scene<'_>, word: &Word, shown: &str, draft: &mut Draft) -> Vec<Text> {
    let value = unquoted(scene.word(word));
    let variables = variable::is_in(scene, word.span);
    if value == "/" {
        draft.effect = Effect::Configuration;
        draft.leaves =
            Text::from("Only configuration, no layer: the root directory is always there.");
    }
    if variables || paths::is_absolute(value) {
        draft.sentence = text(
            "From here on instructions work in {value}, and the container starts there.",
            &[("value", shown)],
        );
    } else {
        relative_directory(scene, word, value, draft);
    }
    owner_of_directory(scene, value, draft);
    vec![text(
        "{value}: the directory and what is missing above it are created.",
        &[("value", shown)],
    )]
}

fn relative_directory(scene: &Scene<'_>, word: &Word, value: &str, draft: &mut Draft) {
    match scene.survey.directory(scene.stage(), scene.index) {
        Inherited::Known(before, proof) => {
            let place = joined(&before, value);
            draft.sentence = text(
                "From here on instructions work in {place}, and the container starts there: {value} goes on from {before}.",
                &[("place", &place), ("value", value), ("before", &before)],
            );
            if let Some(span) = proof.last() {
                let line = scene.line(*span);
                draft.pitfall(
                    text(&format!("A relative path goes on from the WORKDIR before it (line {line}); it changes with that one."), &[]),
                    [*span, word.span],
                );
            }
        }
        other => {
            let reason = paths::unknown_directory(scene, &other);
            draft.sentence = text(
                "From here on instructions work in {value}, counted from the current directory, and the container starts there.",
                &[("value", value)],
            );
            draft.pitfall(
                text(&format!("A relative path goes on from the current directory, {reason}. An absolute path does not change with it."), &[]),
                [word.span],
            );
        }
    }
}

fn owner_of_directory(scene: &Scene<'_>, value: &str, draft: &mut Draft) {
    if value == "/" {
        return;
    }
    if let Inherited::Known(user, proof) = scene.survey.user(scene.stage(), scene.index)
        && !matches!(user, "root" | "0")
    {
        let line = proof.first().map_or(0, |span| scene.line(*span).get());
        draft.pitfall(
                text(&format!("When the directory is missing it is created as the current user: {{user}} (line {line})."), &[("user", user)]),
                proof,
            );
    }
}

fn stop_signal(scene: &Scene<'_>, word: &Word, shown: &str, draft: &mut Draft) -> Vec<Text> {
    draft.sentence = text(
        "`docker stop` sends {signal} to the main process, and after the waiting time (10 seconds unless told otherwise) SIGKILL.",
        &[("signal", shown)],
    );
    if variable::is_in(scene, word.span) {
        return Vec::new();
    }
    let name = crate::knowledge::signals().get(unquoted(scene.word(word))).map(|(name, _)| name);
    if matches!(name, Some("SIGKILL" | "SIGSTOP")) {
        draft.pitfall(
            text("No program can catch {signal}: it gets no chance to save anything or to end in order.", &[("signal", shown)]),
            [word.span],
        );
    }
    vec![values::signal(unquoted(scene.word(word)))]
}

fn maintainer(_scene: &Scene<'_>, word: &Word, shown: &str, draft: &mut Draft) -> Vec<Text> {
    draft.sentence = text("Writes {name} into the image as its author.", &[("name", shown)]);
    draft.pitfall(
        text("MAINTAINER is deprecated. `LABEL org.opencontainers.image.authors=…` says the same; BuildKit warns (MaintainerDeprecated).", &[]),
        [word.span],
    );
    vec![text("The author: {name}.", &[("name", shown)])]
}

/// Explains EXPOSE.
pub(super) fn explain_ports(scene: &Scene<'_>, words: &[Word], draft: &mut Draft) {
    let shown: Vec<_> = words.iter().map(|word| scene.show_word(word)).collect();
    let ports: Vec<&str> = shown.iter().map(|port| container_port(port)).collect();
    draft.sentence = super::compose::concat([
        Text::from("Says that the program in the image listens on "),
        enumerate(&ports, 6),
        Text::from("."),
    ]);
    for word in words {
        let value = unquoted(scene.word(word));
        let mut texts = variable::explain_within(scene, word.span);
        if texts.is_empty() {
            texts = values::port(scene.survey.knowledge(), value);
        }
        draft.token(word.span, "port", texts);
        let protocol = value.split_once('/').map_or("", |(_, protocol)| protocol);
        if protocol.bytes().any(|byte| byte.is_ascii_uppercase()) {
            draft.pitfall(text("The protocol is written in lower case, else BuildKit warns (ExposeProtoCasing).", &[]), [word.span]);
        }
        if value.contains(':') && !value.contains('$') {
            let container = container_port(value);
            draft.pitfall(
                text("EXPOSE maps no ports: only {container} counts, and BuildKit warns (ExposeInvalidFormat).", &[("container", container)]),
                [word.span],
            );
        }
    }
    if let Some(sign) = words.iter().find(|word| scene.word(word).starts_with('#')) {
        draft.pitfall_unless(
 ProblemKind::InlineComment,text("`#` begins no comment behind an instruction: it and the words behind it count as ports.", &[]), [sign.span]);
    }
    draft.pitfall(
        text("Nothing is published by it. `docker run --publish` makes a port reachable from outside; `--publish-all` takes the ports named here.", &[]),
        [scene.instruction.keyword_span],
    );
}

/// `80/tcp` in `8080:80/tcp`: what EXPOSE takes of a mapping.
fn container_port(value: &str) -> &str {
    if value.contains('$') {
        return value;
    }
    value.rsplit(':').next().unwrap_or(value)
}

/// Explains VOLUME.
pub(super) fn explain_volumes(scene: &Scene<'_>, words: &[Word], form: Form, draft: &mut Draft) {
    let shown: Vec<_> = words.iter().map(|word| scene.show_word(word)).collect();
    let names: Vec<&str> = shown.iter().map(AsRef::as_ref).collect();
    draft.sentence = super::compose::concat([
        Text::from("Every container keeps what it writes to "),
        enumerate(&names, 6),
        Text::from(" in a volume of its own, unless it is started with another one there."),
    ]);
    for (word, shown) in words.iter().zip(&shown) {
        let mut texts = vec![text("The directory {path} in the container.", &[("path", shown)])];
        texts.extend(variable::explain_within(scene, word.span));
        draft.token(word.span, "directory", texts);
    }
    if form == Form::BrokenJson {
        let proof = words.iter().map(|word| word.span);
        draft.pitfall_unless(
 ProblemKind::BrokenExecForm,text("It looks like JSON and is none, so brackets and quotes become part of the directories' names.", &[]), proof);
    }
    draft.pitfall(
        Text::from("A new container gets a new volume, filled with what the image has there; data of an older container is not in it. No directory of the host can be named here."),
        [scene.instruction.keyword_span],
    );
    if !scene.is_below(&[Keyword::Run, Keyword::Copy, Keyword::Add], |_| true) {
        return;
    }
    draft.pitfall(
        Text::from("Instructions below that change files there: BuildKit keeps the changes, Docker's old builder throws them away."),
        [scene.instruction.keyword_span],
    );
}

/// Explains SHELL.
pub(super) fn explain_shell(scene: &Scene<'_>, command: &Command, draft: &mut Draft) {
    command::tokens(scene, Keyword::Shell, command, draft);
    let line = command::json_line(scene, command);
    draft.sentence = join([
        text(
            "From here on in this stage `{line}` reads the shell forms of RUN, CMD, ENTRYPOINT and HEALTHCHECK.",
            &[("line", &line)],
        ),
        text("JSON forms are not affected.", &[]),
    ]);
    let ends_in_command = command.words.last().is_some_and(|word| {
        let last = scene.word(word).to_ascii_lowercase();
        last.starts_with('-') && last.ends_with('c')
            || matches!(last.as_str(), "/c" | "-command" | "-encodedcommand")
    });
    if command.form == Form::Json && !ends_in_command && command.words.len() < 2 {
        draft.pitfall(
            text("The text of a command comes directly behind these words. Most shells need `-c` as the last one, else they take the text for the name of a script.", &[]),
            [command.text],
        );
    }
}
