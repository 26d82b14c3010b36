//! What BuildKit's instruction parser refuses, in the order in which it looks.

use std::borrow::Cow;

use super::flag_rules;
use super::go;
use super::heredocs;
use super::node::{Node, Shape};
use super::part::Part;
use super::problem::ProblemKind;
use super::refusal::{Phase, Refusal};
use super::run_flags;
use super::syntax::Keyword;

/// A shortcut for what every check gives.
type Verdict = Result<(), Refusal>;

/// The refusal of one instruction that passed the line parser.
pub(super) fn check(node: &Node, line: &[u8]) -> Verdict {
    let Some(keyword) = node.keyword else { return Err(unknown_keyword(node, line)) };
    match keyword {
        Keyword::Add | Keyword::Copy => transfer(node, line, keyword),
        Keyword::Arg => names(node, line, keyword),
        Keyword::Cmd | Keyword::Entrypoint => flag_rules::check(node, line, &[]),
        Keyword::Env | Keyword::Label => {
            flag_rules::check(node, line, &[])?;
            names(node, line, keyword)
        }
        Keyword::Expose => {
            at_least_one(node, keyword)?;
            flag_rules::check(node, line, &[])
        }
        Keyword::From => from(node, line),
        Keyword::Healthcheck => healthcheck(node, line),
        Keyword::Onbuild => onbuild(node, line),
        Keyword::Run => run(node, line),
        Keyword::Shell => shell(node, line),
        Keyword::Stopsignal => exactly_one(node, keyword),
        Keyword::Maintainer | Keyword::User | Keyword::Workdir => {
            exactly_one(node, keyword)?;
            flag_rules::check(node, line, &[])
        }
        Keyword::Volume => volume(node, line),
    }
}

/// A refusal of this pass.
pub(super) fn refuse(kind: ProblemKind, part: Part, text: impl Into<Cow<'static, str>>) -> Refusal {
    Refusal { kind, phase: Phase::Instruction, part, text: text.into(), nearest: Vec::new() }
}

fn unknown_keyword(node: &Node, line: &[u8]) -> Refusal {
    let word = go::lossy(node.split.keyword.of(line));
    let names = Keyword::ALL.map(Keyword::lower_name);
    let found = go::suggest(&word, names, go::Case::Ignored);
    Refusal {
        nearest: found.map_or_else(Vec::new, |found| found.nearest),
        ..refuse(
            ProblemKind::UnknownKeyword,
            node.split.keyword,
            format!("unknown instruction: {word}"),
        )
    }
}

fn at_least_one(node: &Node, keyword: Keyword) -> Verdict {
    if node.argument_count() > 0 {
        return Ok(());
    }
    Err(refuse(
        ProblemKind::MissingArgument,
        node.split.keyword,
        format!("{} requires at least one argument", keyword.name()),
    ))
}

fn exactly_one(node: &Node, keyword: Keyword) -> Verdict {
    if node.argument_count() == 1 {
        return Ok(());
    }
    Err(refuse(
        ProblemKind::MissingArgument,
        node.split.keyword,
        format!("{} requires exactly one argument", keyword.name()),
    ))
}

fn names(node: &Node, line: &[u8], keyword: Keyword) -> Verdict {
    at_least_one(node, keyword)?;
    let blank = match keyword {
        Keyword::Arg => node.words.iter().find(|word| word.of(line).first() == Some(&b'=')),
        _ => node.words.iter().step_by(2).find(|key| key.is_empty()),
    };
    blank.map_or(Ok(()), |part| {
        Err(refuse(
            ProblemKind::BlankName,
            Part { start: part.start, end: part.start + 1 },
            format!("{} names can not be blank", keyword.name()),
        ))
    })
}

fn transfer(node: &Node, line: &[u8], keyword: Keyword) -> Verdict {
    if node.argument_count() < 2 {
        return Err(refuse(
            ProblemKind::MissingDestination,
            if node.text.is_empty() { node.split.keyword } else { node.text },
            format!(
                "{} requires at least two arguments, but only one was provided. \
                 Destination could not be determined",
                keyword.name()
            ),
        ));
    }
    flag_rules::check(node, line, flag_rules::of(keyword))?;
    let last = node.words.len() - 1;
    if heredocs::is_marker(&node.word(line, last)) {
        return Err(refuse(
            ProblemKind::HeredocAsDestination,
            node.words[last],
            format!("{} cannot accept a heredoc as a destination", keyword.name()),
        ));
    }
    Ok(())
}

fn from(node: &Node, line: &[u8]) -> Verdict {
    match node.words.as_slice() {
        [_] => {}
        [_, as_word, name] if go::equal_fold_as(as_word.of(line)) => {
            if !is_stage_name(&go::lossy(name.of(line))) {
                let shown = go::quote(name.of(line));
                return Err(refuse(
                    ProblemKind::BadStageName,
                    *name,
                    format!(
                        "invalid name for build stage: {shown}, \
                         name can't start with a number or contain symbols"
                    ),
                ));
            }
        }
        words => {
            let part = match words {
                [] => node.split.keyword,
                [_, rest @ .., last] => {
                    Part { start: rest.first().unwrap_or(last).start, end: last.end }
                }
                [only] => *only,
            };
            return Err(refuse(
                ProblemKind::FromArguments,
                part,
                "FROM requires either one or three arguments",
            ));
        }
    }
    flag_rules::check(node, line, flag_rules::of(Keyword::From))
}

fn is_stage_name(name: &str) -> bool {
    if !name.is_ascii() {
        let lower = go::to_lower(name);
        return lower.is_ascii() && is_stage_name(&lower);
    }
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()) && name.bytes().all(is_part)
}

fn onbuild(node: &Node, line: &[u8]) -> Verdict {
    at_least_one(node, Keyword::Onbuild)?;
    flag_rules::check(node, line, &[])?;
    let word = Part { end: super::split::word_end(line, node.text), ..node.text };
    let trigger = go::to_upper(&go::lossy(word.of(line)));
    match &*trigger {
        "ONBUILD" => Err(refuse(
            ProblemKind::ChainedOnbuild,
            word,
            "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
        )),
        "FROM" | "MAINTAINER" => Err(refuse(
            ProblemKind::OnbuildTrigger,
            word,
            format!("{trigger} isn't allowed as an ONBUILD trigger"),
        )),
        _ => Ok(()),
    }
}

fn run(node: &Node, line: &[u8]) -> Verdict {
    flag_rules::check(node, line, flag_rules::of(Keyword::Run))?;
    run_flags::check(node, line)
}

fn shell(node: &Node, line: &[u8]) -> Verdict {
    flag_rules::check(node, line, &[])?;
    at_least_one(node, Keyword::Shell)?;
    if node.shape == Shape::Json {
        return Ok(());
    }
    Err(refuse(
        ProblemKind::ShellNotJson,
        node.text,
        "SHELL requires the arguments to be in JSON form",
    ))
}

fn volume(node: &Node, line: &[u8]) -> Verdict {
    at_least_one(node, Keyword::Volume)?;
    flag_rules::check(node, line, &[])?;
    for (index, part) in node.words.iter().enumerate() {
        if node.word(line, index).trim().is_empty() {
            return Err(refuse(
                ProblemKind::EmptyVolume,
                *part,
                "VOLUME specified can not be an empty string",
            ));
        }
    }
    Ok(())
}

fn healthcheck(node: &Node, line: &[u8]) -> Verdict {
    let Some(sub_command) = node.sub_command else {
        return at_least_one(node, Keyword::Healthcheck);
    };
    let kind = go::to_upper(&go::lossy(sub_command.of(line)));
    if kind == "NONE" {
        if node.command_count() > 0 {
            return Err(refuse(
                ProblemKind::HealthcheckNoneArguments,
                node.text,
                "HEALTHCHECK NONE takes no arguments",
            ));
        }
        return Ok(());
    }
    flag_rules::check(node, line, flag_rules::of(Keyword::Healthcheck))?;
    if kind != "CMD" {
        return Err(refuse(
            ProblemKind::HealthcheckType,
            sub_command,
            format!("Unknown type {} in HEALTHCHECK (try CMD)", go::quote(kind.as_bytes())),
        ));
    }
    if node.command_count() == 0 {
        return Err(refuse(
            ProblemKind::HealthcheckWithoutCommand,
            sub_command,
            "Missing command after HEALTHCHECK CMD",
        ));
    }
    for name in ["interval", "timeout", "start-period", "start-interval"] {
        interval(node, line, name)?;
    }
    retries(node, line)
}

fn interval(node: &Node, line: &[u8], name: &str) -> Verdict {
    let Some((part, value)) = flag_rules::value(node, line, name) else { return Ok(()) };
    match go::parse_duration(value) {
        _ if value.is_empty() => Ok(()),
        Ok(0) => Ok(()),
        Ok(nanoseconds) if nanoseconds < 1_000_000 => Err(refuse(
            ProblemKind::BadDuration,
            part,
            format!("Interval \"{name}\" cannot be less than 1ms"),
        )),
        Ok(_) => Ok(()),
        Err(why) => Err(refuse(ProblemKind::BadDuration, part, why)),
    }
}

fn retries(node: &Node, line: &[u8]) -> Verdict {
    let Some((part, value)) = flag_rules::value(node, line, "retries") else { return Ok(()) };
    match go::parse_int32(value) {
        _ if value.is_empty() => Ok(()),
        Ok(count) if count < 0 => Err(refuse(
            ProblemKind::BadRetries,
            part,
            format!("--retries cannot be negative ({count})"),
        )),
        Ok(_) => Ok(()),
        Err(why) => Err(refuse(ProblemKind::BadRetries, part, why)),
    }
}
