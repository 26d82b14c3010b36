//! What an added table of each kind holds.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::commands;
use super::super::packages::{kinds, plain};
use super::super::stored::{CommandText, ImageEntry, flag_line, sub_line};
use super::super::{Described, PortEntry, Takes, UserEntry};
use super::reading::{Reading, near};
use super::{Added, Told};
use crate::dockerfile::go::nearest;

/// The keys at the top of every table that are no entries.
const ORIGIN: [&str; 2] = ["source", "as_of"];

/// Reads a table into what was added.
pub(super) fn read(added: &mut Added, reading: &mut Reading<'_>) {
    let Some((kind, table)) = reading.table() else { return };
    let source = reading.about_file(&table, "source");
    let as_of = reading.about_file(&table, "as_of");
    for (key, value) in table.iter().filter(|(key, _)| !ORIGIN.contains(&&**key.get_ref())) {
        let name: &str = key.get_ref();
        let at = key.span().start;
        match (kind, name) {
            ("commands", _) => command(added, reading, (name, at), value),
            ("packages", _) => packages(added, reading, (name, at), value),
            ("names", "variables" | "endings" | "images") => names(added, reading, name, value),
            ("images", "image") => each(reading, value, |reading, value| {
                image(added, reading, value, (&source, &as_of));
            }),
            ("ports", "port") => each(reading, value, |reading, value| port(added, reading, value)),
            ("users", "user") => each(reading, value, |reading, value| user(added, reading, value)),
            ("registries", _) => registry(added, reading, name, value),
            _ => {
                let known: &[&str] = match kind {
                    "names" => &["variables", "endings", "images"],
                    "images" => &["image"],
                    "ports" => &["port"],
                    _ => &["user"],
                };
                let hint = near(name, known.iter().copied())
                    .unwrap_or_else(|| format!("it holds: {}", known.join(", ")));
                reading.error(at, format!("a table of {kind} holds no {name:?}"), Some(hint));
            }
        }
    }
}

/// The entries of an array: `[[port]]`.
fn each<'t>(
    reading: &mut Reading<'t>,
    value: &Spanned<DeValue<'t>>,
    mut read: impl FnMut(&mut Reading<'t>, &Spanned<DeValue<'t>>),
) {
    match value.get_ref().as_array() {
        Some(entries) => entries.iter().for_each(|entry| read(reading, entry)),
        None => {
            let message = "several may stand here: write the name in double brackets".to_owned();
            reading.error(value.span().start, message, Some("as in [[port]]".to_owned()));
        }
    }
}

fn command<'t>(
    added: &mut Added,
    reading: &mut Reading<'t>,
    (name, at): (&str, usize),
    value: &Spanned<DeValue<'t>>,
) {
    let Some(table) = reading.sub_table(value) else { return };
    let Some(text) = reading.entry::<CommandText>(value) else { return };
    let mut entry = text.entry();
    let start = |key: &str| table.get(key).map_or(at, |value| value.span().start);
    let ours = commands::by_name(name);
    if entry.about.is_empty() && ours.is_none() {
        reading.error(at, format!("{name} has no about: what does it do?"), None);
        return;
    }
    for (key, text) in [("about", &mut entry.about), ("operand", &mut entry.operand)] {
        if !text.is_empty() {
            *text = reading.checked(start(key), text).unwrap_or_default();
        }
    }
    for (line, at) in lines(reading, start("subs"), &text.subs) {
        let Some(mut sub) = sub_line(line) else {
            let hint = "as in: deploy: brings it to the servers".to_owned();
            reading.error(at, format!("{line:?} is no sub-command"), Some(hint));
            continue;
        };
        if let Some(about) = reading.checked(at, &sub.about) {
            sub.about = about;
            entry.sub.push(sub);
        }
    }
    for (line, at) in lines(reading, start("flags"), &text.flags) {
        let found = flag_line(line).filter(|flag| {
            let is_flag = |name: &String| {
                name.starts_with(['-', '+', '/', '!']) || flag.value == Takes::Value
            };
            !flag.names.is_empty() && flag.names.iter().all(is_flag)
        });
        let Some(mut flag) = found else {
            let hint = "as in: -o --output =: writes to this file".to_owned();
            reading.error(at, format!("{line:?} is no flag"), Some(hint));
            continue;
        };
        let subs = || entry.sub.iter().chain(ours.into_iter().flat_map(|ours| &ours.entry.sub));
        if !flag.sub.is_empty() && !subs().any(|sub| sub.name == flag.sub) {
            let hint = near(&flag.sub, subs().map(|sub| sub.name.as_str()));
            reading.error(at, format!("{name} has no sub-command {}", flag.sub), hint);
            continue;
        }
        if let Some(about) = reading.checked(at, &flag.about) {
            flag.about = about;
            entry.flag.push(flag);
        }
    }
    if added.has_room() {
        added.command_of(name, entry, text.aliases, reading.place(at));
    }
}

/// The lines of a text over several lines, each with its place in the file.
fn lines<'l>(reading: &Reading<'_>, at: usize, text: &'l str) -> Vec<(&'l str, usize)> {
    let written = reading.written(at);
    let first = usize::from(["\"\"\"\n", "'''\n"].iter().any(|it| written.starts_with(it)));
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    filled.map(|(place, line)| (line, reading.below(at, place + first))).collect()
}

/// Whether packages of this kind are looked up anywhere.
fn is_kind(added: &Added, kind: &str) -> bool {
    ["families", "prefixes"].contains(&kind)
        || kinds().any(|known| known == kind)
        || added.own_kinds().any(|known| known == kind)
}

fn packages<'t>(
    added: &mut Added,
    reading: &mut Reading<'t>,
    (kind, at): (&str, usize),
    value: &Spanned<DeValue<'t>>,
) {
    if !is_kind(added, kind) {
        let hint = nearest(kind, kinds()).map_or_else(
            || "name it behind a sub-command first: install <kind>: installs packages".to_owned(),
            |name| format!("did you mean {name}?"),
        );
        reading.error(at, format!("no command takes packages of the kind {kind:?}"), Some(hint));
        return;
    }
    let Some(table) = reading.sub_table(value) else { return };
    for (group, told) in texts(reading, table) {
        for name in group.split(' ').filter(|name| !name.is_empty()) {
            if !added.has_room() {
                return;
            }
            let told = told.clone();
            match kind {
                "families" => _ = added.families.entry(name.to_owned()).or_insert(told),
                "prefixes" => _ = added.prefixes.entry(name.to_owned()).or_insert(told),
                _ => {
                    let name = if kind == "os" { name.to_owned() } else { plain(name) };
                    let names = added.packages.entry(kind.to_owned()).or_default();
                    names.entry(name).or_insert(told);
                }
            }
        }
    }
}

fn names<'t>(
    added: &mut Added,
    reading: &mut Reading<'t>,
    what: &str,
    value: &Spanned<DeValue<'t>>,
) {
    let Some(table) = reading.sub_table(value) else { return };
    for (group, told) in texts(reading, table) {
        for name in group.split(' ').filter(|name| !name.is_empty()) {
            if !added.has_room() {
                return;
            }
            let (name, told) = (name.to_owned(), told.clone());
            match what {
                "variables" => _ = added.variables.entry(name).or_insert(told),
                "endings" => _ = added.endings.entry(name.to_ascii_uppercase()).or_insert(told),
                _ => _ = added.images.entry(name).or_insert(told),
            }
        }
    }
}

/// The texts of a table by their keys, without those that cannot be taken.
fn texts<'t>(reading: &mut Reading<'t>, table: &DeTable<'t>) -> Vec<(String, Told)> {
    let mut found = Vec::new();
    for (key, value) in table {
        if let Some(text) = reading.text(value) {
            let told = Told { text, place: reading.place(key.span().start) };
            found.push((key.get_ref().to_string(), told));
        }
    }
    found
}

fn image<'t>(
    added: &mut Added,
    reading: &mut Reading<'t>,
    value: &Spanned<DeValue<'t>>,
    origin: (&str, &str),
) {
    let at = value.span().start;
    let Some(mut entry) = reading.entry::<ImageEntry>(value) else { return };
    let variants = value.get_ref().get("variant").and_then(|it| it.get_ref().as_array());
    let written = variants.into_iter().flatten();
    let keys = written.map(|it| it.get_ref().as_table().into_iter().flat_map(|it| it.keys()));
    let keys = keys.map(|keys| keys.map(|key| key.get_ref().to_string()).collect());
    let place = reading.place(at);
    if let Err(wrong) = entry.become_added(keys, (origin.0, origin.1, &place)) {
        reading.error(at, wrong, None);
        return;
    }
    let entry = Arc::new(entry);
    for name in entry.repositories() {
        if added.has_room() {
            added.families_of_images.entry(name).or_insert_with(|| Arc::clone(&entry));
        }
    }
}

fn port<'t>(added: &mut Added, reading: &mut Reading<'t>, value: &Spanned<DeValue<'t>>) {
    let Some(mut entry) = reading.entry::<PortEntry>(value) else { return };
    if let Some(name) = reading.checked(value.span().start, &entry.name)
        && added.has_room()
    {
        entry.name = name;
        added.ports.port.push(entry);
    }
}

fn user<'t>(added: &mut Added, reading: &mut Reading<'t>, value: &Spanned<DeValue<'t>>) {
    let Some(mut entry) = reading.entry::<UserEntry>(value) else { return };
    if let Some(about) = reading.checked(value.span().start, &entry.about)
        && added.has_room()
    {
        entry.about = about + ".";
        added.users.user.push(entry);
    }
}

fn registry<'t>(
    added: &mut Added,
    reading: &mut Reading<'t>,
    name: &str,
    value: &Spanned<DeValue<'t>>,
) {
    let Some(mut entry) = reading.entry::<Described>(value) else { return };
    if let Some(about) = reading.checked(value.span().start, &entry.about)
        && added.has_room()
    {
        entry.about = about + ".";
        added.registries.entry(name.to_owned()).or_insert(entry);
    }
}
