//! Words for flags.

use super::super::flag_rules::{self, FlagValue};
use super::super::part::Part;
use super::super::problem::ProblemKind;
use super::super::syntax::Keyword;
use super::words::{Refused, Words, alternatives};

pub(super) fn words(refused: &Refused<'_>) -> Words {
    let flag = refused.part();
    let name = flag.split('=').next().unwrap_or_default().to_owned();
    match refused.refusal.kind {
        ProblemKind::UnknownFlag => unknown(refused, &name),
        ProblemKind::DuplicateFlag => Words::new(format!("{name} stands twice."))
            .because(format!("{} takes it once.", refused.keyword()))
            .hint("Keep the one that you mean."),
        ProblemKind::FlagWithoutValue => without_value(refused, &name),
        ProblemKind::FlagNotBoolean => {
            let value = flag.split_once('=').map_or("", |(_, value)| value);
            Words::new(format!("{name} is either true or false, not “{value}”."))
                .because("BuildKit takes no other words for yes and no here, 1 and yes included.")
                .hint(format!("Write {name} to switch it on, or leave it out."))
        }
        ProblemKind::VariableInMountFrom => Words::new("from= of --mount takes no variable.")
            .because("BuildKit must know the stages before it expands anything in RUN.")
            .hint("Give the image a name with FROM $IMAGE AS tools, and write from=tools."),
        ProblemKind::BadMount => Words::new("This --mount cannot be read.")
            .because(format!(
                "Its value is a list of keys with commas between, and BuildKit says: {}.",
                refused.refusal.text
            ))
            .hint("Write it like --mount=type=cache,target=/root/.cache, without inner quotes."),
        ProblemKind::BadDevice => Words::new("This --device cannot be read.")
            .because(format!("BuildKit says: {}.", refused.refusal.text))
            .hint("Write it like --device=name=vendor.com/class,required."),
        ProblemKind::BadNetwork => {
            Words::new(format!("“{flag}” is not a network that RUN can have."))
                .because("A RUN has the build's network, none, or that of the host.")
                .hint("Write --network=default, --network=none or --network=host.")
        }
        _ => Words::new(format!("“{flag}” is not a security mode."))
            .because("A RUN is either in the sandbox or outside it.")
            .hint("Write --security=sandbox or --security=insecure."),
    }
}

fn unknown(refused: &Refused<'_>, name: &str) -> Words {
    let keyword = refused.keyword();
    let words = Words::new(format!("{keyword} has no flag {name}."));
    let rules = refused.node.keyword.map(flag_rules::of).unwrap_or_default();
    let nearest: Vec<String> =
        refused.refusal.nearest.iter().map(|name| format!("--{name}")).collect();
    if !nearest.is_empty() {
        return words
            .because("Flags are written exactly, small letters included.")
            .hint(format!("Did you mean {}?", alternatives(&nearest)));
    }
    if rules.is_empty() {
        return without_flags(refused, words);
    }
    let known: Vec<String> = rules.iter().map(|rule| format!("--{}", rule.name)).collect();
    let owner = Keyword::ALL.into_iter().find(|keyword| {
        flag_rules::of(*keyword).iter().any(|rule| name.get(2..) == Some(rule.name))
    });
    let known = format!("{keyword} has {}.", known.join(", "));
    match owner {
        Some(owner) => words.because(known).hint(format!("{name} is a flag of {}.", owner.name())),
        None => words
            .because(known)
            .hint("If it is meant for the program, write it behind the program's name."),
    }
}

fn without_flags(refused: &Refused<'_>, words: Words) -> Words {
    let words = words.because(format!(
        "{} has no flags, and what begins with -- directly behind the keyword is taken as one.",
        refused.keyword()
    ));
    match refused.node.keyword {
        Some(Keyword::Cmd | Keyword::Entrypoint) => {
            let list = json_list(refused);
            words.hint(format!("Use the JSON form: {} [{list}].", refused.keyword()))
        }
        _ => words.hint("Remove it, or put -- and a blank before it if it is a value."),
    }
}

/// Flags and words of a command as the strings of a JSON list, shortened.
fn json_list(refused: &Refused<'_>) -> String {
    let whole = Part { start: refused.refusal.part.start, ..refused.node.split.rest };
    let text = refused.text(whole);
    let strings: Vec<String> = text.split_whitespace().map(|word| format!("{word:?}")).collect();
    strings.join(", ")
}

fn without_value(refused: &Refused<'_>, name: &str) -> Words {
    let rules = refused.node.keyword.map(flag_rules::of).unwrap_or_default();
    let is_boolean = rules
        .iter()
        .any(|rule| name.get(2..) == Some(rule.name) && rule.value == FlagValue::Boolean);
    if is_boolean {
        return Words::new(format!("Nothing stands behind the = of {name}."))
            .because("It is either true or false.")
            .hint(format!("Write {name} to switch it on."));
    }
    let next = refused
        .node
        .split
        .flags
        .is_empty()
        .then_some(())
        .map_or_else(|| first_word(refused), |()| None);
    let hint = match next {
        Some(next) => format!("Write {name}={next}."),
        None => format!("Write {name}= and its value."),
    };
    Words::new(format!("{name} needs its value behind a =."))
        .because("A flag ends at the first blank; what follows is an argument already.")
        .hint(hint)
}

fn first_word(refused: &Refused<'_>) -> Option<String> {
    let rest = refused.node.split.rest;
    let word = refused.text(rest).split_whitespace().next()?.to_owned();
    (!word.starts_with("--")).then_some(word)
}
