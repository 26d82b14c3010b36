//! `packages.toml`, `names.toml` and `words.toml`: texts, each found by every name that stands in its key.
//!
//! A name is stored behind its kind: `os curl`, `families npm:@babel/`, `variables PATH`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use toml::Table;

use super::super::stored::plain;
use super::Making;

type Texts = BTreeMap<String, String>;

pub(super) fn packages(making: &mut Making, table: Table) {
    let mut kinds = Vec::new();
    for (kind, value) in table {
        let Some(texts) = making.read::<Texts>(&kind, value) else { continue };
        match kind.as_str() {
            "families" | "prefixes" | "os" => add(making, &kind, texts, str::to_owned),
            _ => add(making, &kind, texts, plain),
        }
        if !["families", "prefixes"].contains(&kind.as_str()) {
            kinds.push(kind);
        }
    }
    making.add(["kinds".to_owned()], kinds.join(" ").into_bytes());
}

pub(super) fn names(making: &mut Making, table: Table) {
    for kind in ["rules", "options"] {
        let patterns = table.get(kind).and_then(toml::Value::as_table);
        let keys = patterns.into_iter().flat_map(Table::keys).flat_map(|key| key.split(' '));
        for pattern in keys.filter(|pattern| pattern.matches('*').count() != 1) {
            making.fault(kind, format!("{pattern:?} has not one `*`"));
        }
    }
    let kinds = ["variables", "rules", "options", "endings", "images"];
    of_kinds(
        making,
        table,
        &kinds,
        "a table of names holds variables, their rules and options, endings and images alone",
    );
}

/// The words within the names of images and variables.
const WORDS: [&str; 8] = [
    "settings",
    "first_words",
    "middle_words",
    "programs",
    "programs_of_images",
    "not_beside",
    "systems",
    "purposes",
];

pub(super) fn words(making: &mut Making, table: Table) {
    of_kinds(making, table, &WORDS, "no kind of word");
}

/// A table whose parts are all texts by names.
fn of_kinds(making: &mut Making, table: Table, kinds: &[&str], otherwise: &str) {
    for (kind, value) in table {
        if !kinds.contains(&kind.as_str()) {
            making.fault(&kind, otherwise);
        }
        let Some(texts) = making.read::<Texts>(&kind, value) else { continue };
        add(making, &kind, texts, str::to_owned);
    }
}

/// Adds texts by each name of their keys. Spellings that come to the same name may stand
/// beside each other.
fn add(making: &mut Making, kind: &str, texts: Texts, spelled: impl Fn(&str) -> String) {
    let mut seen = HashSet::new();
    for (group, text) in texts {
        making.sentence(&format!("{kind}: {group}"), &text);
        let names: BTreeSet<String> = group.split(' ').map(&spelled).collect();
        for name in &names {
            if name.is_empty() || !seen.insert(name.clone()) {
                making.fault(kind, format!("{name:?} is empty, or there twice"));
            }
        }
        making.add(names.into_iter().map(|name| format!("{kind} {name}")), text.into_bytes());
    }
}
