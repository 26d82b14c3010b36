//! Words for FROM.

use super::super::flag_rules;
use super::super::problem::ProblemKind;
use super::super::syntax::Keyword;
use super::words::{Refused, Words};

const WHY: &str = "FROM takes an image, and after it at most AS and one name.";

pub(super) fn words(refused: &Refused<'_>) -> Words {
    if refused.refusal.kind == ProblemKind::BadStageName {
        return stage_name(refused);
    }
    let words: Vec<String> = refused.node.words.iter().map(|part| refused.text(*part)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.iter().any(|word| word.starts_with('#')) {
        return Words::new("The comment behind FROM is read as part of it.")
            .because(format!(
                "A comment is a line of its own; here each of its words counts. {WHY}"
            ))
            .hint("Move the comment to the line above.");
    }
    if let Some(flag) = words.iter().find(|word| is_flag(word)) {
        return Words::new(format!(
            "{flag} stands behind the image, where it is no flag any more."
        ))
        .because("Flags come directly behind the keyword.")
        .hint(format!("Write FROM {flag} {}.", words[0]));
    }
    match words.as_slice() {
        [] => Words::new("FROM names no image.")
            .because("A stage starts from an image, from an earlier stage, or from scratch.")
            .hint("Write the image, such as FROM python:3.13-slim, or FROM scratch."),
        [_, as_word] if as_word.eq_ignore_ascii_case("as") => {
            Words::new("Behind AS the stage's name is missing.")
                .because(WHY)
                .hint("Write a name behind AS, or remove AS.")
        }
        [image, name] => Words::new(format!("FROM does not know what “{name}” is."))
            .because(WHY)
            .hint(format!("If it is the stage's name, write FROM {image} AS {name}.")),
        [image, as_word, name] => Words::new(format!("“{as_word}” stands where AS is expected."))
            .because(WHY)
            .hint(format!("Write FROM {image} AS {name}.")),
        [_, as_word, name, more @ ..] if as_word.eq_ignore_ascii_case("as") => {
            let joined = [&[*name], more].concat().join("-").to_lowercase();
            Words::new("A stage's name is one word.")
                .because(WHY)
                .hint(format!("Write it without blanks, such as {joined}."))
        }
        _ => Words::new("FROM takes one image, not several words.")
            .because(WHY)
            .hint("Give each image a FROM of its own."),
    }
}

fn is_flag(word: &str) -> bool {
    let name = word.strip_prefix("--").and_then(|flag| flag.split('=').next());
    name.is_some_and(|name| flag_rules::of(Keyword::From).iter().any(|rule| rule.name == name))
}

fn stage_name(refused: &Refused<'_>) -> Words {
    let name = refused.part();
    let cleaned: String = name
        .to_lowercase()
        .chars()
        .map(|character| match character {
            'a'..='z' | '0'..='9' | '-' | '_' | '.' => character,
            _ => '-',
        })
        .collect();
    let proposed = match cleaned.chars().next() {
        Some('a'..='z') => cleaned,
        _ => format!("stage-{}", cleaned.trim_start_matches(['-', '_', '.'])),
    };
    Words::new(format!("“{name}” cannot be a stage's name."))
        .because(
            "A name begins with a letter and goes on with letters, digits, -, _ and . only; \
             so it cannot be mistaken for the number of a stage.",
        )
        .hint(format!("Call it {proposed}, for example."))
}
