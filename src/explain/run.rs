//! RUN: a command of the build.

use super::command::{self, ShellHere};
use super::compose::{join, text};
use super::draft::Draft;
use super::inherit::Inherited;
use super::scene::Scene;
use super::{mounts, values};
use crate::doc::Text;
use crate::dockerfile::{Command, Form, Heredoc, Keyword, ProblemKind};
use crate::source::Span;

pub(super) fn explain(scene: &Scene<'_>, command: &Command, draft: &mut Draft) {
    let shell = command::shell(scene);
    command::tokens(scene, Keyword::Run, command, draft);
    draft.sentence = join([sentence(scene, command, &shell), user(scene, draft)]);
    if command.form != Form::Json {
        draft.proof.extend(&shell.proof);
    }
    let script = script(scene, command);
    match command.form {
        Form::Json => json_pitfalls(scene, command, draft),
        _ => {
            shell_pitfalls(scene, command, &script, &shell, draft);
            state_pitfalls(scene, command, &script, draft);
        }
    }
    flag_pitfalls(scene, &script, draft);
    nothing_to_run(scene, draft);
    for (word, lesson) in
        [("apt-get", "apt-right"), ("useradd", "non-root"), ("adduser", "non-root")]
    {
        if script.contains(word) {
            draft.lesson(lesson);
        }
    }
}

/// The text that the shell gets, in one string: for decisions, never to be shown.
fn script(scene: &Scene<'_>, command: &Command) -> String {
    match scene.instruction.heredocs.first() {
        Some(heredoc) if command.form == Form::Heredoc => scene.raw(heredoc.body).to_owned(),
        _ => scene.instruction.logical.slice(&scene.file.source, command.text).into_owned(),
    }
}

fn sentence(scene: &Scene<'_>, command: &Command, shell: &ShellHere) -> Text {
    match (command.form, scene.instruction.heredocs.first()) {
        (Form::Json, _) => {
            let line = command::json_line(scene, command);
            text("Runs the program {line} during the build, without a shell.", &[("line", &line)])
        }
        (Form::Heredoc, Some(heredoc)) => script_sentence(scene, heredoc, shell),
        _ if scene.raw(command.text).trim().is_empty() => {
            Text::from("Runs nothing: no command stands behind RUN.")
        }
        _ => {
            let line = command::text_line(scene, command);
            let runs = text(
                "Runs {line} with `{shell}` during the build.",
                &[("line", &line), ("shell", &shell.words)],
            );
            join([runs, super::gist::of(scene, &super::words::script(scene))])
        }
    }
}

fn script_sentence(scene: &Scene<'_>, heredoc: &Heredoc, shell: &ShellHere) -> Text {
    let body = scene.show(heredoc.body);
    let lines = values::count(body.lines().count(), "line");
    let first = values::first_line(&body);
    match first.strip_prefix("#!") {
        Some(program) => text(
            &format!(
                "Runs a script of {lines} during the build; its first line chooses {{program}} to read it."
            ),
            &[("program", program.trim())],
        ),
        None => text(
            &format!(
                "Runs a script of {lines} with `{{shell}}` during the build; it begins with {{first}}."
            ),
            &[("shell", &shell.words), ("first", &first)],
        ),
    }
}

/// As whom the command runs, and where.
fn user(scene: &Scene<'_>, draft: &mut Draft) -> Text {
    let user = match scene.survey.user(scene.stage(), scene.index) {
        Inherited::Known(user, proof) => {
            draft.proof.extend(proof);
            Some(user)
        }
        _ => None,
    };
    let directory = super::paths::current(scene).map(|(directory, proof)| {
        draft.proof.extend(proof);
        directory
    });
    let template = match (user, &directory) {
        (Some(_), Some(_)) => "It runs as {user} in {directory}.",
        (Some(_), None) => "It runs as {user}.",
        (None, Some(_)) => "It runs in {directory}.",
        (None, None) => return Text::new(),
    };
    let values = [
        ("user", user.unwrap_or_default()),
        ("directory", directory.as_deref().unwrap_or_default()),
    ];
    text(template, &values)
}

fn json_pitfalls(scene: &Scene<'_>, command: &Command, draft: &mut Draft) {
    let operator = command
        .words
        .iter()
        .find(|word| matches!(scene.word(word), "&&" | "||" | "|" | ";" | ">" | ">>"));
    if let Some(word) = operator {
        let shown = scene.show_word(word);
        draft.pitfall(
            text(
                "{word} means nothing without a shell: the program gets it as an argument.",
                &[("word", &shown)],
            ),
            [word.span],
        );
    }
    if let Some(word) = command.words.iter().find(|word| scene.word(word).contains('$')) {
        let inner_shell = command.words.iter().any(|word| scene.word(word) == "-c");
        if !inner_shell {
            draft.pitfall(
                Text::from("No shell reads the JSON form, so the variable is not replaced: the program gets the dollar sign."),
                [word.span],
            );
        }
    }
}

/// Things that shell text does otherwise than it looks.
fn shell_pitfalls(
    scene: &Scene<'_>,
    command: &Command,
    script: &str,
    shell: &ShellHere,
    draft: &mut Draft,
) {
    if command.form == Form::BrokenJson {
        let proof = [command.text];
        draft.pitfall_unless(
 ProblemKind::BrokenExecForm,text("It looks like JSON and is none, so the shell gets the brackets too and looks for a program whose name begins with `[`.", &[]), proof);
    }
    if command.form == Form::Heredoc {
        heredoc_pitfall(scene, script, draft);
    } else if let Some(at) = inline_comment(script) {
        let behind = script[at..].trim_end();
        let rest = scene.instruction.logical.offset_of(command.text.start) + at as u32;
        let start = scene.instruction.logical.source_start(rest);
        let span = Span::new(start.min(command.text.end), command.text.end);
        let goes_on = scene.raw(span).trim_end().contains('\n');
        if goes_on {
            let line = values::first_line(behind);
            draft.pitfall(
                text("For the shell the lines are one, and {line} makes everything behind it a comment, the following lines included.", &[("line", &line)]),
                [span],
            );
        }
    }
    if has_pipe(script) && !shell.has_pipefail && !script.contains("pipefail") {
        draft.pitfall(
            text("Of commands joined by `|` only the last one's failure stops the build. A shell with `-o pipefail` changes that.", &[]),
            [command.text],
        );
        draft.as_check("pipefail");
    }
    if script.split_whitespace().any(|word| word == "sudo") && scene_user_is_default(scene) {
        draft.pitfall(text("RUN is root unless USER or the base image says otherwise, so `sudo` is not needed, and most images do not have it.", &[]), [command.text]);
        draft.as_check("sudo");
    }
}

fn scene_user_is_default(scene: &Scene<'_>) -> bool {
    match scene.survey.user(scene.stage(), scene.index) {
        Inherited::Known(user, _) => matches!(user, "root" | "0"),
        Inherited::Variable(_) | Inherited::TooFar => false,
        Inherited::Base | Inherited::Scratch => true,
    }
}

fn heredoc_pitfall(scene: &Scene<'_>, script: &str, draft: &mut Draft) {
    let commands = script.lines().filter(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    });
    let stops = ["set -e", "set -o errexit", "set -ex", "set -x -e"];
    let has_errexit = stops.iter().any(|stop| script.contains(stop))
        || script.lines().any(|line| line.trim_start().starts_with("set -") && line.contains('e'))
        || script.starts_with("#!")
            && script.lines().next().is_some_and(|line| line.contains(" -e"));
    if commands.count() > 1 && !has_errexit {
        let body = scene.instruction.heredocs.first().map(|heredoc| heredoc.body);
        draft.pitfall(
            text("Only the last command of the script decides whether the step fails: a failure before it is passed over. `set -e` as the first line stops at the first failure.", &[]),
            body,
        );
        draft.as_check("heredoc-no-errexit");
    }
}

/// Where a ` #` begins a comment for the shell; quotes are respected.
fn inline_comment(script: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    let mut bytes = script.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match (quote, byte) {
            (None, b'\\') | (Some(b'"'), b'\\') => {
                bytes.next();
            }
            (None, b'\'' | b'"') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'#') if before.is_ascii_whitespace() || b";&|(".contains(&before) => {
                return Some(at);
            }
            _ => {}
        }
        before = byte;
    }
    None
}

/// Whether the text joins commands by a single `|`; quotes are respected.
fn has_pipe(script: &str) -> bool {
    let mut quote = None;
    let bytes = script.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (byte, next) = (bytes[at], bytes.get(at + 1));
        match (quote, byte) {
            (None, b'\\') | (Some(b'"'), b'\\') => at += 1,
            (None, b'\'' | b'"') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'|') if next == Some(&b'|') => at += 1,
            (None, b'|') if at > 0 && bytes[at - 1] != b'>' => return true,
            _ => {}
        }
        at += 1;
    }
    false
}

/// The shell's state that ends with the command, and files that a later layer only hides.
fn state_pitfalls(scene: &Scene<'_>, command: &Command, script: &str, draft: &mut Draft) {
    let proof = [command.text];
    let words: Vec<&str> = script.split_whitespace().take(6).collect();
    let chained = script.contains("&&")
        || script.contains(';')
        || script.contains('|')
        || script.trim().contains('\n');
    match (words.as_slice(), chained) {
        (["cd", ..], false) => draft.pitfall(
            text("The change of directory ends with this RUN: the next instruction starts where it started. WORKDIR changes it for all that follow.", &[]),
            proof,
        ),
        (["cd", ..], true) => draft.pitfall(
            text("`cd` holds up to the end of this RUN only; the next instruction starts where this one started.", &[]),
            proof,
        ),
        (["export" | "alias" | "umask" | "unset", ..], false) => draft.pitfall(
            text("What {word} changes ends with this RUN: each RUN has a new shell. ENV sets variables that stay.", &[("word", words[0])]),
            proof,
        ),
        (["source" | ".", _, ..], false) => draft.pitfall(
            Text::from("What the file sets ends with this RUN: each RUN has a new shell."),
            proof,
        ),
        (["rm", ..], _) if is_taken_from(scene) => draft.pitfall(
            Text::from("Files that come from an instruction above stay in its layer, in this stage. What other stages take from here comes without them."),
            proof,
        ),
        (["rm", ..], _) => draft.pitfall(
            Text::from("Files that come from an instruction above stay in its layer: deleting them here only hides them, and the image does not become smaller."),
            proof,
        ),
        (["chown" | "chmod", flag, ..], _) if flag.starts_with('-') && flag.contains('R') => draft.pitfall(
            text("Every file that changes its owner or its permissions is stored a second time, in this layer. `COPY --chown` and `COPY --chmod` avoid that for copied files.", &[]),
            proof,
        ),
        _ => {}
    }
    apt_pitfall(script, command.text, draft);
}

/// Whether files are copied out of this stage and its layers go nowhere: no stage starts from
/// it, and a build without `--target` makes another.
fn is_taken_from(scene: &Scene<'_>) -> bool {
    let Some(stage) = scene.stage().and_then(|id| scene.survey.stage(id)) else { return false };
    let uses = scene.survey.uses(stage.id);
    let is_base = uses.iter().any(|at| at.keyword == Keyword::From);
    !scene.survey.is_last(stage) && !uses.is_empty() && !is_base
}

fn apt_pitfall(script: &str, span: Span, draft: &mut Draft) {
    let updates = ["apt-get update", "apt update"].iter().any(|words| script.contains(words));
    let installs = ["install", "upgrade", "build-dep", "dist-upgrade"]
        .iter()
        .any(|word| script.contains(word));
    if updates && !installs {
        draft.pitfall(
            text("The package lists are kept in this step's cache. A later `apt-get install` can then work with lists that are long out of date; in one RUN both are always done together.", &[]),
            [span],
        );
        draft.as_check("cache-update-alone");
    }
}

/// In a stage that starts from nothing there is no program, unless files came first.
fn nothing_to_run(scene: &Scene<'_>, draft: &mut Draft) {
    let Some(stage) = scene.stage().and_then(|id| scene.survey.stage(id)) else { return };
    let is_empty = matches!(scene.survey.shell(scene.stage(), scene.index), Inherited::Scratch)
        && scene.survey.base_of(stage).is_none()
        && [Keyword::Copy, Keyword::Add]
            .iter()
            .all(|keyword| scene.survey.last_before(stage, *keyword, scene.index).is_none());
    let from = scene.survey.instruction(stage.from.0).map(|from| from.span);
    if is_empty && mounts::of(scene).next().is_none() {
        draft.pitfall(text("The stage starts from `scratch` and nothing was copied into it: there is no shell and no program that could run.", &[]), from);
        draft.as_check("run-in-scratch");
    }
}

fn flag_pitfalls(scene: &Scene<'_>, script: &str, draft: &mut Draft) {
    for flag in mounts::of(scene) {
        let kind = mounts::mount_type(scene, flag);
        let no_cache =
            ["--no-cache-dir", "--no-cache"].into_iter().find(|word| script.contains(word));
        if let (true, Some(word)) = (kind == "cache", no_cache) {
            draft.pitfall(
                text("The cache mount and {word} work against each other: the flag keeps the program from using the cache.", &[("word", word)]),
                [flag.span],
            );
        }
        let required = mounts::option(scene, flag, &["required"]);
        if kind == "secret" && required.is_none() {
            draft.pitfall(
                text("When the build is not given this secret, the command runs without it. `required=true` makes the build stop instead.", &[]),
                [flag.span],
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_the_shell_are_found_outside_of_quotes() {
        assert_eq!(inline_comment("a # b"), Some(2));
        assert_eq!(inline_comment("echo '# no' \"# no\" a#b \\# c"), None);
        assert_eq!(inline_comment("#x"), Some(0));
    }

    #[test]
    fn pipes_are_not_or() {
        assert!(has_pipe("a | b"));
        assert!(!has_pipe("a || b '|' \"|\""));
        assert!(!has_pipe("a >| b"));
    }
}
