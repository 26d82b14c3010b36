//! `images.toml`: a record for each repository, found by its name and its aliases.

use regex_lite::Regex;
use toml::{Table, Value};

use super::super::stored::{ImageEntry, Variant};
use super::Making;

pub(super) fn make(making: &mut Making, table: Table) {
    for (place, value) in making.list(table, "image").into_iter().enumerate() {
        let name = value.get("repo").and_then(Value::as_str);
        let name = name.map_or_else(|| format!("image {}", place + 1), str::to_owned);
        let Some(image) = making.read::<ImageEntry>(&name, value) else { continue };
        let names = || std::iter::once(&image.repo).chain(&image.aliases);
        for own in names().filter(|own| !is_familiar(own)) {
            making.fault(&name, format!("{own:?} is not written as people write it"));
        }
        if image.variant.is_empty() {
            making.fault(&name, "it has no [[image.variant]]");
        }
        for variant in &image.variant {
            if let Some(wrong) = wrong_with(variant) {
                making.fault(&name, format!("the family {:?}: {wrong}", variant.r#match));
            }
        }
        if let Some(record) = making.stored(&name, &image) {
            making.add(names().cloned(), record);
        }
    }
}

/// A name is looked up in its short form: without `docker.io/` and `library/`.
fn is_familiar(name: &str) -> bool {
    !name.is_empty()
        && !["docker.io/", "index.docker.io/", "library/"].iter().any(|it| name.starts_with(it))
        && !name.contains(['@', ' '])
}

fn wrong_with(variant: &Variant) -> Option<String> {
    if let Err(error) = Regex::new(&variant.r#match) {
        return Some(error.to_string());
    }
    let named = [("os", &variant.os), ("source", &variant.source), ("as_of", &variant.as_of)];
    let missing = named.into_iter().find(|(_, text)| text.is_empty());
    missing.map(|(key, _)| format!("it has no {key}"))
}
