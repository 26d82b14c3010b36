//! Users that a file names or creates.

use super::candidate::{Answer, Mistake};
use super::scene::Scene;
use super::variables::script;
use crate::build::graph::Start;
use crate::build::reference::Reference;
use crate::checks;
use crate::dockerfile::{Arguments, Instruction, Keyword, StageId};
use crate::knowledge::support;
use crate::shell::{self, Account, is_account_name, is_account_number};
use crate::source::Span;

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

/// The user that the last `useradd` or `adduser` among these creates, unless a `USER` among them
/// names it: then more than its creation speaks for it.
pub(super) fn only_created(scene: &Scene<'_>, above: &[&Instruction]) -> Option<String> {
    let name = accounts(scene, above).pop()?.name;
    let users = lines(above.iter().copied());
    let mut named = users.into_iter().filter_map(|user| set_by(scene, user));
    (!named.any(|user| user.split(':').next() == Some(name.as_str()))).then_some(name)
}

/// The users that these create, in their order.
fn accounts(scene: &Scene<'_>, runs: &[&Instruction]) -> Vec<Account> {
    let scripts = runs.iter().filter_map(|run| script(scene.file, run));
    let scripts = scripts.filter(|it| it.contains("adduser") || it.contains("useradd"));
    let of_script = |script: std::borrow::Cow<'_, str>| {
        let commands = shell::commands(&script);
        let accounts = commands.iter().filter_map(|command| {
            let words: Vec<&str> = command.words.iter().map(|word| word.text.as_str()).collect();
            shell::account(&words)
        });
        accounts.collect::<Vec<_>>()
    };
    scripts.flat_map(of_script).collect()
}

/// The places that name an account which is surely not there. What runs below such a USER stops.
pub(super) fn without_account(scene: &Scene<'_>) -> Vec<Span> {
    let rules = checks::called("user-undefined");
    checks::find(&rules, scene.analysis).into_iter().map(|finding| finding.span).collect()
}

/// Why nobody is asked who runs there.
pub(super) const NOBODY: &str =
    "the image has no account of the name that `USER` says, so nothing runs there";

/// Whether an account is there for certain when an instruction runs: a line above makes it, or
/// the image at the bottom of its stage has it by the table.
pub(super) fn exists(
    scene: &Scene<'_>,
    instruction: &Instruction,
    stage: StageId,
    name: &str,
) -> bool {
    let above = scene.above(stage, instruction.span);
    let is_of_image = || {
        let bottom = scene.chain(stage).first()?.0 as usize;
        let Start::Image(bottom) = scene.build.stage_start(bottom)? else { return None };
        let bottom = Reference::parse(bottom).ok()?;
        let image = scene.analysis.knowledge.find_image(&bottom)?;
        support::has_account(&bottom, &image.variant.os, name)
    };
    is_root(name)
        || accounts(scene, &above).iter().any(|account| account.name == name)
        || is_of_image() == Some(true)
}

/// Whether a group is there for certain when an instruction runs: a line above makes it, by
/// itself or with the account of its name.
pub(super) fn group_exists(
    scene: &Scene<'_>,
    instruction: &Instruction,
    stage: StageId,
    name: &str,
) -> bool {
    let above = scene.above(stage, instruction.span);
    let scripts = above.iter().filter_map(|run| script(scene.file, run));
    let makes = |script: std::borrow::Cow<'_, str>| {
        shell::commands(&script).iter().any(|command| {
            let words: Vec<&str> = command.words.iter().map(|word| word.text.as_str()).collect();
            makes_group(&words, name)
        })
    };
    is_root(name) || scripts.into_iter().any(makes)
}

/// Whether a command makes a group: `groupadd`, or `useradd` where nothing names another one.
/// What `adduser` does differs from system to system.
fn makes_group(words: &[&str], name: &str) -> bool {
    let Some((program, rest)) = words.split_first() else { return false };
    match shell::program_name(program) {
        "groupadd" | "addgroup" => rest.contains(&name),
        "useradd" => {
            let names_another = |word: &&str| {
                let letters = word.starts_with('-') && !word.starts_with("--");
                word.starts_with("--gid")
                    || *word == "--no-user-group"
                    || letters && word.contains(['g', 'N'])
            };
            !rest.iter().any(names_another)
                && shell::account(words).is_some_and(|account| account.name == name)
        }
        _ => false,
    }
}

/// Drops the wrong users that are, or may be, the right one by another name: an
/// account has a name and a number, and either says who runs.
pub(super) fn drop_same(scene: &Scene<'_>, right: &str, mistakes: &mut Vec<Mistake>) {
    let all: Vec<&Instruction> = scene.file.instructions.iter().collect();
    let accounts = accounts(scene, &all);
    mistakes.retain(|mistake| !may_be_same(right, &mistake.answer.key, &accounts));
}

/// Whether one of these is a name, the other a number, and both may be one account; or whether
/// one of them is the other without its group.
fn may_be_same(one: &str, other: &str, accounts: &[Account]) -> bool {
    let has_group = |user: &str| user.contains(':');
    let of_user = |user: &str| user.split_once(':').map_or(user, |(user, _)| user).to_owned();
    let lacks_group = has_group(one) != has_group(other);
    let (one, other) = (of_user(one), of_user(other));
    if one == other {
        return lacks_group;
    }
    let (name, number) = match (is_account_number(&one), is_account_number(&other)) {
        (true, false) => (other, one),
        (false, true) => (one, other),
        _ => return false,
    };
    if is_root(&name) || is_root(&number) || !is_account_name(&name) {
        return false;
    }
    let of_name = |account: &&Account| account.name == name;
    let mut known = accounts.iter().filter(of_name).peekable();
    known.peek().is_none() || known.any(|it| it.number.as_ref().is_none_or(|it| *it == number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_number_may_be_one_account() {
        let of = |name: &str, number: Option<&str>| Account {
            name: name.to_owned(),
            number: number.map(str::to_owned),
        };
        let accounts = [of("app", Some("10001")), of("web", None)];
        for (one, other, same) in [
            ("10001", "app", true),
            ("app", "10001", true),
            ("10001:0", "app:app", true),
            ("10002", "app", false),
            ("10001", "web", true),
            ("10001", "of-the-base-image", true),
            ("web", "app", false),
            ("10001", "10002", false),
            ("10001", "root", false),
            ("app", "0", false),
            ("app:app", "app", true),
            ("10001", "10001:0", true),
            ("app:app", "app:web", false),
            ("10001 # not root", "10001", false),
        ] {
            assert_eq!(may_be_same(one, other, &accounts), same, "{one} {other}");
        }
    }

    #[test]
    fn root_has_several_names() {
        assert!(["", "root", "0", "0:0", "root:app"].into_iter().all(is_root));
        assert!(!["app", "1000", "rooty", ":0x"].into_iter().all(is_root));
    }
}
