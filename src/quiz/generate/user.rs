//! Users that a file names or creates.

use super::candidate::{Answer, Mistake};
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

/// A user that a `RUN` creates.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Account {
    name: String,
    /// Its number, where the command says it.
    number: Option<String>,
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
            account(&words)
        });
        accounts.collect::<Vec<_>>()
    };
    scripts.flat_map(of_script).collect()
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
    let (name, number) = match (is_number(&one), is_number(&other)) {
        (true, false) => (other, one),
        (false, true) => (one, other),
        _ => return false,
    };
    if is_root(&name) || is_root(&number) || !is_name(&name) {
        return false;
    }
    let of_name = |account: &&Account| account.name == name;
    let mut known = accounts.iter().filter(of_name).peekable();
    known.peek().is_none() || known.any(|it| it.number.as_ref().is_none_or(|it| *it == number))
}

fn is_number(user: &str) -> bool {
    !user.is_empty() && user.bytes().all(|it| it.is_ascii_digit())
}

fn is_name(word: &str) -> bool {
    word.starts_with(|it: char| it.is_ascii_lowercase() || it == '_')
        && word.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-.".contains(&it))
}

/// The account that this command creates.
fn account(words: &[&str]) -> Option<Account> {
    let program = shell::program_name(words.first()?);
    if !matches!(program, "adduser" | "useradd") {
        return None;
    }
    let mut number = None;
    let mut rest = words[1..].iter();
    let mut name = None;
    while let Some(word) = rest.next() {
        if !word.starts_with('-') {
            name = name.or(Some(*word));
            continue;
        }
        if let Some(value) = word.strip_prefix("--uid=") {
            number = Some(value);
        } else if let Some(value) = word.strip_prefix("-u").filter(|it| is_number(it)) {
            number = Some(value);
        } else if takes_next(word) {
            let value = rest.next();
            let is_uid = *word == "--uid" || !word.starts_with("--") && word.ends_with('u');
            number = value.copied().filter(|_| is_uid).or(number);
        }
    }
    let number = number.filter(|it| is_number(it)).map(str::to_owned);
    name.filter(|name| is_name(name)).map(|name| Account { name: name.to_owned(), number })
}

/// Whether the value of this option is the next word. In letters that stand
/// together, such as `-ms`, the last may have one.
fn takes_next(option: &str) -> bool {
    let has_value = |option: &str| WITH_VALUE.contains(&option);
    let Some(letters) = option.strip_prefix('-').filter(|it| !it.starts_with('-')) else {
        return has_value(option);
    };
    letters
        .char_indices()
        .find(|(_, it)| has_value(&format!("-{it}")))
        .is_some_and(|(at, letter)| at + letter.len_utf8() == letters.len())
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
            ("useradd -ms /bin/bash app", Some("app")),
            ("useradd", None),
        ] {
            let account = account_of(command);
            assert_eq!(account.map(|it| it.name), name.map(str::to_owned), "{command}");
        }
    }

    fn account_of(command: &str) -> Option<Account> {
        let commands = shell::commands(command);
        let words: Vec<&str> = commands[0].words.iter().map(|it| it.text.as_str()).collect();
        account(&words)
    }

    #[test]
    fn numbers_stand_in_options() {
        for (command, number) in [
            ("useradd --uid 10001 app", Some("10001")),
            ("useradd --uid=10001 app", Some("10001")),
            ("useradd app -u 10001", Some("10001")),
            ("useradd -u10001 app", Some("10001")),
            ("useradd -mu 10001 app", Some("10001")),
            ("adduser -D -g 5 -u 10001 app", Some("10001")),
            ("adduser --gid 5 app", None),
            ("adduser -S app", None),
            ("useradd -u $ID app", None),
        ] {
            let account = account_of(command).unwrap_or_else(|| panic!("{command}"));
            assert_eq!(account.number.as_deref(), number, "{command}");
        }
    }

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
