//! The account that a command creates.

use super::program_name;

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

/// An account that a command creates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// Its number, where the command says it.
    pub number: Option<String>,
}

/// The account that `useradd` or `adduser` creates; `words` are those of one command, the program
/// first.
pub fn account(words: &[&str]) -> Option<Account> {
    let program = program_name(words.first()?);
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
        } else if let Some(value) = word.strip_prefix("-u").filter(|it| is_account_number(it)) {
            number = Some(value);
        } else if takes_next(word) {
            let value = rest.next();
            let is_uid = *word == "--uid" || !word.starts_with("--") && word.ends_with('u');
            number = value.copied().filter(|_| is_uid).or(number);
        }
    }
    let number = number.filter(|it| is_account_number(it)).map(str::to_owned);
    name.filter(|name| is_account_name(name)).map(|name| Account { name: name.to_owned(), number })
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

/// Whether an account is named by its number.
pub fn is_account_number(user: &str) -> bool {
    !user.is_empty() && user.bytes().all(|it| it.is_ascii_digit())
}

/// Whether a word can be the name of an account.
pub fn is_account_name(word: &str) -> bool {
    word.starts_with(|it: char| it.is_ascii_lowercase() || it == '_')
        && word.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-.".contains(&it))
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
        let commands = crate::shell::commands(command);
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
}
