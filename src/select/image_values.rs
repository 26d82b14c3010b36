//! The parts of the image that a FROM names, as values.

use crate::build::reference::Reference;
use crate::dockerfile::{Arguments, Dockerfile, From, Instruction};
use crate::source::Span;

use super::pattern::Key;
use super::stages::Stages;
use super::values::{Value, Values, expanded, of_word};

/// The values of FROM for the keys about images and stages.
pub(super) fn values(
    file: &Dockerfile,
    stages: &Stages,
    instruction: &Instruction,
    key: &Key,
) -> Values {
    let Arguments::From(from) = &instruction.arguments else { return Values::default() };
    match key {
        Key::As => {
            Values { known: from.name.iter().map(|it| of_word(file, it)).collect(), open: None }
        }
        Key::Parent => parent(file, stages, instruction, from),
        Key::Image => image(file, stages, instruction, from),
        Key::Tag => part(file, stages, instruction, (from, from.reference.tag), |it| it.tag),
        _ => part(file, stages, instruction, (from, from.reference.digest), |it| it.digest),
    }
}

/// The whole reference: as a build reads it where that is known, else as written.
fn whole(
    file: &Dockerfile,
    stages: &Stages,
    instruction: &Instruction,
    from: &From,
) -> Option<Value> {
    let known =
        base(stages, instruction).map(|text| Value { text: text.to_owned(), ..Value::default() });
    known.or_else(|| Some(of_word(file, from.image.as_ref()?)))
}

/// What a FROM with a variable names in the build.
fn base<'s>(stages: &'s Stages, instruction: &Instruction) -> Option<&'s str> {
    stages.base(instruction.stage?.0 as usize)
}

/// The whole reference, the one without digest, and the one without tag.
fn image(file: &Dockerfile, stages: &Stages, instruction: &Instruction, from: &From) -> Values {
    let Some(whole) = whole(file, stages, instruction, from) else { return Values::default() };
    let variable_before = |end: usize| whole.variable.filter(|at| *at < end);
    let mut found = Values::default();
    let without_digest = whole.text.find('@').unwrap_or(whole.text.len());
    let name = &whole.text[..without_digest];
    let colon = tag_colon(name);
    for end in [Some(without_digest), colon].into_iter().flatten() {
        if end < whole.text.len() {
            found.known.push(Value {
                text: whole.text[..end].to_owned(),
                variable: variable_before(end),
                words: Vec::new(),
            });
        }
    }
    found.known.push(whole);
    found
}

/// The colon before the tag: the last one outside `${…}`, unless it belongs to a registry's port.
fn tag_colon(name: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut found = None;
    for (at, byte) in name.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => found = Some(at),
            b'/' if depth == 0 => found = None,
            _ => {}
        }
    }
    found
}

/// The tag or the digest.
fn part(
    file: &Dockerfile,
    stages: &Stages,
    instruction: &Instruction,
    (from, span): (&From, Option<Span>),
    of: fn(Reference) -> Option<String>,
) -> Values {
    // The build adds this tag where there is none, so that it does not tell.
    let is_told = |base: &&str| !base.ends_with(":latest");
    if let Some(base) = base(stages, instruction).filter(is_told) {
        let value = Reference::parse(base).ok().and_then(of);
        let known = value.into_iter().map(|text| Value { text, ..Value::default() });
        return Values { known: known.collect(), open: None };
    }
    let known: Vec<Value> =
        span.iter().map(|span| expanded(file.source.slice(*span), file.escape)).collect();
    let variable = from.image.as_ref().and_then(|word| of_word(file, word).variable);
    let open = (known.is_empty() && variable.is_some()).then(|| {
        "the base image is named by a variable, whose value is set when the image is built"
            .to_owned()
    });
    Values { known, open }
}

/// The earlier stage that FROM builds on.
fn parent(file: &Dockerfile, stages: &Stages, instruction: &Instruction, from: &From) -> Values {
    let Some(image) = whole(file, stages, instruction, from) else { return Values::default() };
    if image.variable.is_some() {
        let open = "the base is named by a variable, whose value is set when the image is built";
        return Values { known: Vec::new(), open: Some(open.to_owned()) };
    }
    let is_stage = instruction.stage.is_some_and(|stage| stages.parent(stage.0 as usize).is_some());
    Values { known: is_stage.then_some(image).into_iter().collect(), open: None }
}
