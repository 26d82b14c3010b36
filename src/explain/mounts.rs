//! `RUN --mount`: its type, its options, and what each says here.

use super::compose::text;
use super::draft::Draft;
use super::scene::Scene;
use super::survey::unquoted;
use super::{image, values, variable};
use crate::doc::Text;
use crate::dockerfile::{Flag, FlagOption, Keyword};
use crate::knowledge::{self, MountOption};
use crate::source::Span;

/// The value of an option of a mount by any of its names.
pub(super) fn option<'a>(scene: &Scene<'a>, flag: &Flag, names: &[&str]) -> Option<&'a str> {
    let named = |option: &&FlagOption| {
        let key = scene.raw(option.key);
        names.iter().any(|name| key.eq_ignore_ascii_case(name))
    };
    flag.options.iter().rfind(named).map(|option| option.value.map_or("", |span| scene.raw(span)))
}

/// The type of a mount in lower case; a mount without one is a bind mount.
pub(super) fn mount_type(scene: &Scene<'_>, flag: &Flag) -> String {
    option(scene, flag, &["type"]).map_or("bind".to_owned(), |value| unquoted(value).to_lowercase())
}

/// The mounts of the instruction.
pub(super) fn of<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a Flag> {
    let file = scene.file;
    scene.instruction.flags.iter().filter(|flag| file.source.slice(flag.name) == "mount")
}

/// Explains the keys and values of a mount.
pub(super) fn explain(scene: &Scene<'_>, flag: &Flag, draft: &mut Draft) {
    let kind = mount_type(scene, flag);
    if let Some(described) = knowledge::mounts().r#type.get(&kind) {
        described.lessons.iter().for_each(|lesson| draft.lesson(lesson));
    }
    for at in &flag.options {
        let key = scene.raw(at.key).to_lowercase();
        // A type that does not exist is explained by its value, not by its option.
        let known_kind = if key == "type" { "bind" } else { kind.as_str() };
        let entry = knowledge::mounts().option(known_kind, &key);
        stopped_build(scene, &key, at, draft);
        let key_span = Span::new(at.key.start, at.value.map_or(at.key.end, |value| value.start));
        draft.token(key_span, "mount option", about(&kind, &key, entry, at));
        if let Some(span) = at.value {
            draft.token(span, &key, value_of(scene, &kind, &key, entry, span));
        }
    }
}

/// What BuildKit's parser lets pass, but the build stops at.
fn stopped_build(scene: &Scene<'_>, key: &str, at: &FlagOption, draft: &mut Draft) {
    let value = at.value.map(|span| unquoted(scene.raw(span)));
    let may_be_bare = matches!(key, "ro" | "readonly" | "rw" | "readwrite" | "required");
    let template = match value {
        _ if !knowledge::mounts().knows(key) => {
            "The build fails here: mounts have no option {key}."
        }
        None if !may_be_bare => "The build fails here: {key} wants a value behind `=`.",
        Some(value)
            if key == "type"
                && !value.contains('$')
                && !knowledge::mounts().r#type.contains_key(&value.to_lowercase()) =>
        {
            "The build fails here: {value} is no type of mount. There are bind, cache, tmpfs, secret and ssh."
        }
        _ => return,
    };
    let values = [("key", key), ("value", value.unwrap_or_default())];
    draft.pitfall(text(template, &values), [at.value.unwrap_or(at.key)]);
}

/// What an option is, and what holds without it.
fn about(kind: &str, key: &str, entry: Option<&MountOption>, at: &FlagOption) -> Vec<Text> {
    let values = [("key", key), ("kind", kind)];
    let Some(entry) = entry else {
        let template = if knowledge::mounts().knows(key) {
            "A mount of type {kind} has no option {key}."
        } else {
            "Mounts have no option {key}; BuildKit refuses it."
        };
        return vec![text(template, &values)];
    };
    let mut texts = vec![text(&entry.about, &[])];
    if at.value.is_none() && entry.bare {
        texts.push(text("Without a value it means `true`.", &[]));
    }
    if let Some(default) = entry.default_for(kind) {
        texts.push(text(&format!("Without it: {default}."), &[]));
    }
    texts
}

/// What the value of an option says here.
fn value_of(
    scene: &Scene<'_>,
    kind: &str,
    key: &str,
    entry: Option<&MountOption>,
    span: Span,
) -> Vec<Text> {
    let value = unquoted(scene.raw(span));
    let shown = scene.show(span);
    let with = |template: &str| vec![text(template, &[("value", unquoted(&shown))])];
    if let Some(meaning) = entry.and_then(|entry| entry.choices.get(&value.to_lowercase())) {
        return vec![text(meaning, &[])];
    }
    let variables = variable::explain_within(scene, span);
    if !variables.is_empty() {
        return variables;
    }
    match (key, kind) {
        ("type", _) => match knowledge::mounts().r#type.get(&value.to_lowercase()) {
            Some(described) => vec![text(&described.about, &[])],
            None => {
                with("{value} is no type of mount: there are bind, cache, tmpfs, secret and ssh.")
            }
        },
        ("from", _) => image::explain_source(scene, Keyword::Run, value),
        ("target" | "dst" | "destination", _) => target(scene, kind, value),
        ("source" | "src", "secret") | ("id", "secret") => {
            with("The secret that `docker build --secret id={value},…` gives.")
        }
        ("id", "ssh") => with("The agent or key that `docker build --ssh {value}` gives."),
        ("id", _) => with("The cache is named {value}."),
        ("source" | "src", _) => with("{value} of the source, counted from its root."),
        ("env", _) => with("The command finds the secret in the variable `${value}`."),
        ("size", _) => vec![values::size(value)],
        ("mode", _) => vec![values::mode(value)],
        ("uid" | "gid", _) => with("The number {value}."),
        ("required" | "readonly" | "ro" | "rw" | "readwrite", _) => vec![values::truth(value)],
        ("sharing", _) => {
            with("{value} is no way of sharing: there are shared, private and locked.")
        }
        _ => with("The value {value}."),
    }
}

fn target(scene: &Scene<'_>, kind: &str, value: &str) -> Vec<Text> {
    let place = super::paths::resolved(scene, value);
    let how = match kind {
        "secret" => "The command reads the secret from the file",
        "ssh" => "The command finds the agent's socket at",
        "cache" => "The command finds the cache at",
        "tmpfs" => "The command finds the empty directory at",
        _ => "The command sees the files at",
    };
    vec![text(&format!("{how} {{value}}."), &[("value", value)]), place]
}
