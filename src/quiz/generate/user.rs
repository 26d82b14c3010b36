//! Users that a file names or creates.

use super::candidate::Answer;
use super::scene::Scene;
use super::variables::script;
use crate::dockerfile::{Arguments, Instruction, Keyword};
use crate::shell;
use crate::source::Span;

/// Options of `useradd` and `adduser` (Debian 12, busybox 1.36) behind which a value stands.
const WITH_VALUE: [&str; 27] = [
    "-b",
    "-c",
    "-d",
    "-e",
    "-f",
    "-g",
    "-G",
    "-h",
    "-k",
    "-K",
    "-p",
    "-s",
    "-u",
    "-Z",
    "-R",
    "--uid",
    "--gid",
    "--shell",
    "--home",
    "--home-dir",
    "--comment",
    "--groups",
    "--ingroup",
    "--gecos",
    "--password",
    "--firstuid",
    "--base-dir",
];

/// A user as an answer; the ways to write root are one.
pub(super) fn answer(user: &str) -> Answer {
    if is_root(user) { Answer::code("root") } else { Answer::code(user) }
}

/// Whether this is root, which is also who runs where nobody is named.
pub(super) fn is_root(user: &str) -> bool {
    let name = user.split_once(':').map_or(user, |(name, _)| name);
    matches!(name, "" | "root" | "0")
}

/// The user that a USER line sets; `None` where that cannot be told.
pub(super) fn set_by(scene: &Scene<'_>, user: &Instruction) -> Option<String> {
    let stage = user.stage?;
    if scene.build.is_needed(stage) {
        let after = scene.build.before(stage, Span::empty(user.span.start + 1))?;
        let user = &after.state.user;
        return (!user.unknown).then(|| user.value.to_string());
    }
    let Arguments::Text(Some(word)) = &user.arguments else { return None };
    let written = word.value(&scene.file.source).trim();
    (!written.contains('$')).then(|| written.to_owned())
}

/// The USER lines among these.
pub(super) fn lines<'a>(
    instructions: impl IntoIterator<Item = &'a Instruction>,
) -> Vec<&'a Instruction> {
    let all = instructions.into_iter();
    all.filter(|instruction| instruction.keyword == Some(Keyword::User)).collect()
}

/// The user that the last `useradd` or `adduser` among these creates.
pub(super) fn created(scene: &Scene<'_>, runs: &[&Instruction]) -> Option<String> {
    runs.iter().rev().find_map(|run| {
        let script = script(scene.file, run)?;
        if !script.contains("adduser") && !script.contains("useradd") {
            return None;
        }
        let commands = shell::commands(&script);
        commands.iter().rev().find_map(|command| {
            let words: Vec<&str> = command.words.iter().map(|word| word.text.as_str()).collect();
            name_created(&words).map(str::to_owned)
        })
    })
}

fn name_created<'a>(words: &[&'a str]) -> Option<&'a str> {
    let program = shell::program_name(words.first()?);
    if !matches!(program, "adduser" | "useradd") {
        return None;
    }
    let mut skip = false;
    for word in &words[1..] {
        if std::mem::take(&mut skip) {
            continue;
        }
        if word.starts_with('-') {
            skip = WITH_VALUE.contains(word);
            continue;
        }
        let is_name = word.starts_with(|it: char| it.is_ascii_lowercase() || it == '_')
            && word.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-.".contains(&it));
        return is_name.then_some(*word);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_behind_options() {
        for (command, name) in [
            ("useradd -m -u 1000 app", Some("app")),
            ("adduser -S app -G nogroup", Some("app")),
            ("adduser --disabled-password --gecos '' app", Some("app")),
            ("/usr/sbin/useradd --uid=5 web", Some("web")),
            ("useradd $NAME", None),
            ("echo useradd app", None),
            ("useradd", None),
        ] {
            let commands = shell::commands(command);
            let words: Vec<&str> = commands[0].words.iter().map(|it| it.text.as_str()).collect();
            assert_eq!(name_created(&words), name, "{command}");
        }
    }

    #[test]
    fn root_has_several_names() {
        assert!(["", "root", "0", "0:0", "root:app"].into_iter().all(is_root));
        assert!(!["app", "1000", "rooty", ":0x"].into_iter().all(is_root));
    }
}
