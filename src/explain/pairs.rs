//! ENV, ARG and LABEL: keys and values.

use std::collections::HashMap;

use super::compose::{enumerate, join, text};
use super::draft::Draft;
use super::mask;
use super::scene::Scene;
use super::survey::unquoted;
use super::{uses, variable};
use crate::doc::Text;
use crate::dockerfile::{Keyword, Pair, ProblemKind};
use crate::knowledge::{self, Knowledge};
use crate::source::Span;

pub(super) fn explain(scene: &Scene<'_>, keyword: Keyword, pairs: &[Pair], draft: &mut Draft) {
    draft.sentence = match keyword {
        Keyword::Arg => argument_sentence(scene, pairs),
        Keyword::Label => label_sentence(scene, pairs),
        _ => environment_sentence(scene, pairs),
    };
    if keyword == Keyword::Arg && scene.is_global() {
        draft.leaves = Text::from("Nothing: FROM lines use it, and stages that declare it again.");
    }
    for pair in pairs {
        draft.token(pair.key.span, key_label(keyword), key_texts(scene, keyword, pair));
        if keyword != Keyword::Label && key(scene, pair) != "PATH" {
            draft.more(uses::told(scene, pair));
        }
        if let Some(value) = &pair.value {
            let mut texts = value_texts(scene, keyword, pair);
            texts.extend(variable::explain_within(scene, value.span));
            draft.token(value.span, "value", texts);
        }
    }
    for pair in pairs {
        legacy(scene, keyword, pair, draft);
        secret(scene, keyword, pair, draft);
    }
    match keyword {
        Keyword::Arg => argument_pitfalls(scene, pairs, draft),
        Keyword::Env => environment_pitfalls(scene, pairs, draft),
        _ => {}
    }
}

/// Whether the pair is written with a blank instead of `=`.
fn is_legacy(keyword: Keyword, pair: &Pair) -> bool {
    keyword != Keyword::Arg && pair.equals.is_none() && pair.value.is_some()
}

/// The key as programs read it.
pub(super) fn key<'a, 'b>(scene: &Scene<'a>, pair: &'b Pair) -> &'b str
where
    'a: 'b,
{
    unquoted(scene.word(&pair.key))
}

fn shown(scene: &Scene<'_>, keyword: Keyword, pair: &Pair) -> String {
    match &pair.value {
        // The legacy form keeps quotes as written only when they are not around the whole value.
        Some(value) if is_legacy(keyword, pair) => scene.show_joined(value.span).into_owned(),
        Some(value) => scene.show_word(value).into_owned(),
        None => String::new(),
    }
}

fn key_label(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Arg => "build argument",
        Keyword::Label => "label",
        _ => "variable",
    }
}

fn one_or_all(scene: &Scene<'_>, keyword: Keyword, pairs: &[Pair], one: &str, many: &str) -> Text {
    match pairs {
        [] => Text::new(),
        [pair] => {
            let value = shown(scene, keyword, pair);
            text(one, &[("key", key(scene, pair)), ("value", &value)])
        }
        _ => {
            let keys: Vec<&str> = pairs.iter().map(|pair| key(scene, pair)).collect();
            let count = pairs.len();
            super::compose::concat([
                Text::from(format!("{many} {count} {}: ", noun(keyword))),
                enumerate(&keys, 6),
                Text::from("."),
            ])
        }
    }
}

fn noun(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Arg => "build arguments",
        Keyword::Label => "labels",
        _ => "variables",
    }
}

fn environment_sentence(scene: &Scene<'_>, pairs: &[Pair]) -> Text {
    let what = one_or_all(scene, Keyword::Env, pairs, "Sets {key} to {value}.", "Sets");
    let them = if pairs.len() == 1 { "it" } else { "them" };
    let scope = format!(
        "The instructions below in this stage, stages that start from it, and every container of the image have {them}."
    );
    join([what, Text::from(scope)])
}

fn label_sentence(scene: &Scene<'_>, pairs: &[Pair]) -> Text {
    one_or_all(
        scene,
        Keyword::Label,
        pairs,
        "Gives the image the label {key} with the value {value}.",
        "Gives the image",
    )
}

fn argument_sentence(scene: &Scene<'_>, pairs: &[Pair]) -> Text {
    let one = match pairs.first() {
        Some(pair) if pair.value.is_some() => {
            "Declares the build argument {key}, which is {value} unless `--build-arg {key}=…` says otherwise."
        }
        _ => "Declares the build argument {key} without a default.",
    };
    let what = one_or_all(scene, Keyword::Arg, pairs, one, "Declares");
    let scope = if scene.is_global() {
        "This line stands above the first FROM, so FROM lines see it, and stages only after an `ARG` of the same name of their own."
    } else {
        "This holds from here to the end of the stage and in stages that start from it; RUN has it in its environment."
    };
    join([what, text(scope, &[])])
}

fn key_texts(scene: &Scene<'_>, keyword: Keyword, pair: &Pair) -> Vec<Text> {
    let key = key(scene, pair);
    let name = [("key", key)];
    match keyword {
        Keyword::Label => label_key(key),
        Keyword::Arg => {
            let mut texts = argument_key(scene, pair, key);
            let is_said = knowledge::variables().platform_arguments.contains_key(key);
            texts.extend((!is_said).then(|| meaning(scene.survey.knowledge(), key)));
            texts
        }
        _ => {
            vec![text("The variable's name: {key}.", &name), meaning(scene.survey.knowledge(), key)]
        }
    }
}

/// What a variable of this name is for, where the tables know it or the name says it.
pub(super) fn meaning(knowledge: &Knowledge, name: &str) -> Text {
    knowledge.variable(name).map_or_else(Text::new, |known| {
        let it = if known.by_name { "By its name it" } else { "It" };
        text(&format!("{it} {}.", known.about), &[])
    })
}

fn label_key(key: &str) -> Vec<Text> {
    let name = text("The label's name: {key}.", &[("key", key)]);
    let known = match key {
        "maintainer" => "who looks after the image",
        "org.opencontainers.image.authors" => "who is responsible for the image",
        "org.opencontainers.image.source" => "where the source code is",
        "org.opencontainers.image.version" => "the version of what is in the image",
        "org.opencontainers.image.revision" => "the commit that the image was built from",
        "org.opencontainers.image.licenses" => "the licences of what is in the image",
        "org.opencontainers.image.title" => "the name of the image for people",
        "org.opencontainers.image.description" => "what is in the image",
        "org.opencontainers.image.created" => "when the image was built",
        "org.opencontainers.image.url" => "where more about the image stands",
        "org.opencontainers.image.documentation" => "where the documentation is",
        "org.opencontainers.image.vendor" => "who distributes the image",
        _ => {
            return vec![name, Text::from("Its meaning is a matter of those who use it.")];
        }
    };
    vec![name, Text::from(format!("By convention it tells {known}."))]
}

fn argument_key(scene: &Scene<'_>, pair: &Pair, key: &str) -> Vec<Text> {
    let name = [("key", key)];
    let mut texts = vec![text(
        "The argument's name: {key}. `docker build --build-arg {key}=…` sets it.",
        &name,
    )];
    let variables = knowledge::variables();
    if let Some(meaning) = variables.platform_arguments.get(key) {
        texts.push(text(&format!("BuildKit sets it by itself: {meaning}."), &[]));
    } else if variables.predefined_arguments.names.iter().any(|known| known == key) {
        texts.push(text(&variables.predefined_arguments.about, &[]));
        texts.push(text("With this ARG it does appear in the history, and a change of it makes steps run again.", &[]));
    } else if pair.value.is_none() && scene.stage().is_some() {
        texts.push(without_default(scene, key));
    }
    texts
}

/// An ARG without a default in a stage takes the global one's.
fn without_default(scene: &Scene<'_>, key: &str) -> Text {
    match scene.survey.declared_globally(key, scene.index) {
        Some(global) if global.pair.value.is_some() => {
            let line = scene.line(global.instruction.span);
            text(&format!("It takes the default of the ARG on line {line}."), &[])
        }
        _ => text(
            "Without `--build-arg` it has no value here, unless an ENV above or the base image sets a variable {key}.",
            &[("key", key)],
        ),
    }
}

fn value_texts(scene: &Scene<'_>, keyword: Keyword, pair: &Pair) -> Vec<Text> {
    let Some(word) = &pair.value else { return Vec::new() };
    let value = shown(scene, keyword, pair);
    let raw = scene.word(word);
    let what = if keyword == Keyword::Arg { "The default" } else { "The value" };
    let mut texts = vec![text(&format!("{what}: {{value}}."), &[("value", &value)])];
    if is_legacy(keyword, pair) {
        texts.push(text(&knowledge::forms().legacy.about, &[]));
    } else if raw.starts_with('\'') {
        texts.push(Text::from(
            "Single quotes: no variable is replaced in it. The quotes are not part of the value.",
        ));
    } else if raw.starts_with('"') {
        texts.push(Text::from("The double quotes keep blanks together; they are not part of the value, and variables are replaced in it."));
    }
    texts
}

fn legacy(scene: &Scene<'_>, keyword: Keyword, pair: &Pair, draft: &mut Draft) {
    let Some(value) = pair.value.as_ref().filter(|_| is_legacy(keyword, pair)) else { return };
    let raw = scene.word(value);
    let shown = shown(scene, keyword, pair);
    let key = key(scene, pair);
    let comment = raw.find(" #").or_else(|| raw.find("\t#"));
    if comment.is_some() {
        draft.pitfall_unless(
 ProblemKind::InlineComment,
            text("`#` begins no comment here: the value of {key} is the whole rest of the line, {value}.", &[("key", key), ("value", &shown)]),
            [value.span],
        );
    } else if raw.contains('=') {
        draft.pitfall_unless(
            ProblemKind::SpacedEquals,
            text("With a blank behind the key there is only one variable: {key}, with the whole rest {value} as its value.", &[("key", key), ("value", &shown)]),
            [value.span],
        );
    } else {
        draft.pitfall(
            text(&format!("`{} {{key}}={{value}}` says the same without the old form, about which BuildKit warns (LegacyKeyValueFormat).", keyword.name()), &[("key", key), ("value", &shown)]),
            [value.span],
        );
    }
}

fn secret(scene: &Scene<'_>, keyword: Keyword, pair: &Pair, draft: &mut Draft) {
    let key = key(scene, pair);
    if keyword == Keyword::Label || !mask::is_secret_name(key) {
        return;
    }
    let template = match keyword {
        Keyword::Arg => {
            "By its name {key} is a secret. The value of a build argument can be read in the history of the image. `RUN --mount=type=secret` leaves no trace."
        }
        _ => {
            "By its name {key} is a secret. Everybody who has the image can read its value. `RUN --mount=type=secret` gives it to one command of the build, and for the container it is set when it starts."
        }
    };
    draft.pitfall(text(template, &[("key", key)]), [pair.key.span]);
    draft.lesson("secrets");
}

fn argument_pitfalls(scene: &Scene<'_>, pairs: &[Pair], draft: &mut Draft) {
    for pair in pairs {
        let key = key(scene, pair);
        if scene.is_global() {
            hidden_in_stages(scene, pair, key, draft);
            continue;
        }
        let stage = scene.stage().and_then(|id| scene.survey.stage(id));
        let environment = stage.and_then(|stage| {
            let part = stage.instructions.start..scene.index;
            scene.survey.last_declared(Keyword::Env, key, part)
        });
        if let (Some(before), true) = (environment, pair.value.is_some()) {
            let line = scene.line(before.instruction.span);
            draft.pitfall(
                text(&format!("ENV on line {line} sets {{key}} too. From here on the build uses this argument; containers get the value of the ENV."), &[("key", key)]),
                [before.instruction.span],
            );
        }
    }
}

/// A global ARG that a stage uses without declaring it again.
fn hidden_in_stages(scene: &Scene<'_>, pair: &Pair, key: &str, draft: &mut Draft) {
    if !scene.survey.is_used_in_a_stage(key) {
        return;
    }
    let first = scene.file.stages.first().map_or(u32::MAX, |stage| stage.instructions.start);
    let declared_again = [Keyword::Arg, Keyword::Env]
        .iter()
        .any(|keyword| scene.survey.first_declared(*keyword, key, first..u32::MAX).is_some());
    if !declared_again {
        draft.pitfall(
            text("No stage has an `ARG {key}` of its own, so in every stage `${key}` is empty, unless the base image sets it.", &[("key", key)]),
            [pair.key.span],
        );
    }
}

fn environment_pitfalls(scene: &Scene<'_>, pairs: &[Pair], draft: &mut Draft) {
    let mut earlier: HashMap<&str, Span> = HashMap::new();
    for pair in pairs {
        let second = key(scene, pair);
        if let Some(value) = &pair.value
            && let Some((first, span)) = uses_one_of(scene, value.span, &earlier)
        {
            draft.pitfall(
                text("{second} still gets the value that `${first}` had before this line: all values of one ENV are worked out first.", &[("second", second), ("first", first)]),
                [span, value.span],
            );
        }
        earlier.insert(second, pair.key.span);
        later_argument(scene, pair, draft);
        if second == "DEBIAN_FRONTEND" {
            draft.pitfall(
                text(
                    "Every container of the image keeps this setting. `ARG DEBIAN_FRONTEND=…` limits it to the build.",
                    &[],
                ),
                [pair.key.span],
            );
        }
    }
}

/// The first variable inside a span that is one of these keys.
fn uses_one_of<'a>(
    scene: &Scene<'a>,
    span: Span,
    keys: &HashMap<&str, Span>,
) -> Option<(&'a str, Span)> {
    variable::within(scene, span).find_map(|variable| {
        let name = scene.raw(variable.name);
        keys.get(name).map(|key| (name, *key))
    })
}

fn later_argument(scene: &Scene<'_>, pair: &Pair, draft: &mut Draft) {
    let key = key(scene, pair);
    let stage = scene.stage().and_then(|id| scene.survey.stage(id));
    let later = stage.and_then(|stage| {
        let part = scene.index + 1..stage.instructions.end;
        scene.survey.last_declared(Keyword::Arg, key, part)
    });
    let later = later.filter(|at| at.pair.value.is_some());
    if let Some(argument) = later {
        let line = scene.line(argument.instruction.span);
        draft.pitfall(
            text(&format!("The ARG on line {line} has the same name: from there on the build uses its value, and containers get this one."), &[]),
            [argument.instruction.span],
        );
    }
}
