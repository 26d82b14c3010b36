//! `commands.toml`: a record for each command, found by its name and its other names.

use std::collections::{BTreeMap, HashSet};

use toml::Table;

use super::super::stored::{CommandEntry, CommandText, FlagLine, Named, Takes};
use super::super::stored::{alias, flag_line, sub_line};
use super::Making;

pub(super) fn make(making: &mut Making, table: Table) {
    let mut others = BTreeMap::new();
    let mut names = HashSet::new();
    for (name, value) in table {
        let Some(text) = making.read::<CommandText>(&name, value) else { continue };
        let entry = read(making, &name, &text);
        let number = u32::try_from(making.records.len()).unwrap_or(u32::MAX);
        if let Some(record) = making.stored(&name, &Named::Command(entry)) {
            making.add([name.clone()], record);
        }
        for other in &text.aliases {
            let (other, about) = alias(other);
            let taken = others.insert(other.to_owned(), (number, about.map(str::to_owned)));
            if taken.is_some() {
                making.fault(&name, format!("{other} is another command's name too"));
            }
        }
        names.insert(name);
    }
    // A command's own name goes before another's second one.
    for (name, (command, about)) in others.into_iter().filter(|(name, _)| !names.contains(name)) {
        match about {
            None => making.keys.push((name, command as usize)),
            Some(about) => {
                if let Some(record) = making.stored(&name, &Named::Alias(about, command)) {
                    making.add([name], record);
                }
            }
        }
    }
}

/// A command with the lines of its flags and sub-commands.
fn read(making: &mut Making, name: &str, text: &CommandText) -> CommandEntry {
    let mut entry = text.entry();
    making.sentence(name, &entry.about);
    for line in text.subs.lines() {
        match sub_line(line) {
            Some(sub) => entry.sub.push(sub),
            None => making.fault(name, format!("{line:?} is no sub-command")),
        }
    }
    let mut seen = HashSet::new();
    for line in text.flags.lines() {
        let Some(flag) = flag_line(line).filter(is_flag) else {
            making.fault(name, format!("{line:?} is no flag"));
            continue;
        };
        if !flag.sub.is_empty() && entry.sub(&flag.sub).is_none() {
            making.fault(name, format!("it has no sub-command {}", flag.sub));
        }
        for spelling in &flag.names {
            if !seen.insert((flag.sub.clone(), spelling.clone())) {
                making.fault(name, format!("{spelling} is there twice"));
            }
        }
        entry.flag.push(flag);
    }
    entry
}

fn is_flag(flag: &FlagLine) -> bool {
    let is_name = |name: &String| {
        name.starts_with(['-', '+', '!', '/']) || name.ends_with('=') || flag.value == Takes::Value
    };
    !flag.names.is_empty() && flag.names.iter().all(is_name) && !flag.about.ends_with('.')
}
