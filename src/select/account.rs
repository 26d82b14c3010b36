//! `final.user.made`: whether the container runs as the account that the file makes.

use super::expression::Value;
use super::values::simple_commands;
use crate::analysis::Analysis;
use crate::dockerfile::Keyword;
use crate::fact::Fact;
use crate::runtime::Runtime;
use crate::shell;
use crate::source::{Span, safe_line};

/// An account that a `RUN` of the image makes.
struct Account {
    /// Its command, to be named.
    command: String,
    /// All words of that command: one of them is the name.
    words: Vec<String>,
    /// Its number, where the command gives one.
    number: Option<u32>,
    line: Span,
}

/// True where the user of the container is an account that the image's stages
/// make, and where these make none. A number that no command gives can belong
/// to any account, and a name that no command gives may be one of the base image.
pub(super) fn is_made(analysis: &Analysis, runtime: &Runtime) -> Fact<Value> {
    let Some(user) = runtime.user.value() else {
        return runtime.user.clone().map(|_| Value::Truth(false));
    };
    let accounts = accounts(analysis, runtime);
    let known = |truth: bool, lines: Vec<Span>| {
        let mut proof = runtime.user.proof().to_vec();
        proof.extend(lines);
        proof.sort_unstable();
        Fact::known(Value::Truth(truth), proof)
    };
    let lines = |all: &[Account]| all.iter().map(|it| it.line).collect::<Vec<_>>();
    let is_it = |it: &&Account| match user.number {
        Some(number) => it.number == Some(number),
        None => it.words.contains(&user.name),
    };
    match (accounts.iter().find(is_it), user.number) {
        _ if accounts.is_empty() => known(true, Vec::new()),
        (Some(account), _) => known(true, vec![account.line]),
        (None, Some(0)) => known(false, lines(&accounts)),
        (None, Some(number)) => match accounts.iter().find(|it| it.number.is_none()) {
            Some(open) => Fact::unknown(format!(
                "`{}` gives the account no number that can be read, so nobody can tell that it \
                 is {number}; --uid {number} would say so",
                safe_line(&open.command)
            )),
            None => known(false, lines(&accounts)),
        },
        (None, None) => {
            Fact::unknown(format!("the base image may have the account {}", safe_line(&user.name)))
        }
    }
}

fn accounts(analysis: &Analysis, runtime: &Runtime) -> Vec<Account> {
    let file = &analysis.file;
    let stages = runtime.stages.iter().filter_map(|stage| file.stages.get(stage.0 as usize));
    let places = stages.flat_map(|stage| stage.instructions.clone());
    let all = places.filter_map(|place| file.instructions.get(place as usize));
    let runs = all.filter(|it| it.keyword == Some(Keyword::Run));
    let accounts = runs.flat_map(|run| {
        simple_commands(file, run).into_iter().filter_map(|command| {
            let words: Vec<String> = command.words.into_iter().map(|word| word.text).collect();
            let makes = matches!(shell::program_name(words.first()?), "useradd" | "adduser");
            makes.then(|| Account {
                command: words.join(" "),
                number: number(&words),
                words,
                line: run.span,
            })
        })
    });
    accounts.collect()
}

/// The number behind `-u` or `--uid`, also where `-u` is the last of letters in one word.
fn number(words: &[String]) -> Option<u32> {
    let options = words.iter().skip(1).enumerate();
    options.into_iter().find_map(|(at, word)| {
        let next = || words.get(at + 2)?.parse().ok();
        match word.strip_prefix("--uid") {
            Some("") => return next(),
            Some(rest) => return rest.strip_prefix('=')?.parse().ok(),
            None => {}
        }
        let letters = word.strip_prefix('-').filter(|it| !it.starts_with('-'))?;
        match letters.strip_prefix('u') {
            Some(digits) if !digits.is_empty() => digits.parse().ok(),
            _ if letters.ends_with('u') => next(),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_behind_its_option() {
        for (command, expected) in [
            ("useradd --uid 10001 app", Some(10001)),
            ("useradd --uid=10001 app", Some(10001)),
            ("adduser -D -u 5 app", Some(5)),
            ("adduser -Du 5 app", Some(5)),
            ("useradd -u5 app", Some(5)),
            ("useradd --uid $ID app", None),
            ("useradd --system app", None),
            ("useradd --user-group app", None),
        ] {
            let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
            assert_eq!(number(&words), expected, "{command}");
        }
    }
}
