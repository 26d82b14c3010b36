//! `eol.toml` and `accounts.toml`: what has ended, and which accounts images ship.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Table, Value};

use super::super::stored::{DISTRIBUTION, EndedRelease};
use super::Making;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Product {
    name: String,
    images: Vec<String>,
    ended: Vec<Release>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    cycle: String,
    #[serde(default)]
    word: String,
    day: String,
}

/// The products whose releases stand in the tags of other images.
const DISTRIBUTIONS: [&str; 3] = ["Debian", "Ubuntu", "Alpine Linux"];

/// A record for each release, in the order of the table: the first that fits counts. It is
/// found by image and number, by image and word, and as a distribution's by its word.
pub(super) fn ended(making: &mut Making, table: Table) {
    let mut keys = BTreeMap::new();
    let mut images = BTreeMap::new();
    for (place, value) in making.list(table, "product").into_iter().enumerate() {
        let place = format!("product {}", place + 1);
        let Some(product) = making.read::<Product>(&place, value) else { continue };
        let name = &product.name;
        for image in &product.images {
            if let Some(other) = images.insert(image.clone(), name.clone()) {
                making.fault(name, format!("{image} is an image of {other} too"));
            }
        }
        for release in &product.ended {
            let title = format!("{name} {}", release.cycle);
            if release.day.len() != "2026-08-22".len() || release.cycle.is_empty() {
                making.fault(&title, "a release has a cycle, and a day as in 2026-08-22");
            }
            let number = making.records.len();
            let record = EndedRelease { name: &title, day: &release.day };
            let Some(record) = making.stored(&title, &record) else { continue };
            making.records.push(record);
            let of_image = |image: &String| {
                let word = (!release.word.is_empty()).then(|| format!("{image} ={}", release.word));
                [format!("{image} {}", release.cycle)].into_iter().chain(word)
            };
            let own = product.images.iter().flat_map(of_image);
            for key in own.chain(as_distribution(name, release)) {
                keys.entry(key).or_insert(number);
            }
        }
    }
    making.keys.extend(keys);
}

/// How a release of a distribution is called in the tags of other images.
fn as_distribution(product: &str, release: &Release) -> Option<String> {
    let word = match release.word.as_str() {
        _ if !DISTRIBUTIONS.contains(&product) => return None,
        "" => format!("alpine{}", release.cycle),
        word if word.len() > 3 => word.to_owned(),
        _ => return None,
    };
    Some(format!("{DISTRIBUTION} {word}"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfSystem {
    os: String,
    names: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfImage {
    repo: String,
    names: String,
}

/// The names of accounts as texts, by system and by image.
pub(super) fn accounts(making: &mut Making, table: Table) {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut read = |making: &mut Making, kind: &str, value: Value| {
        let key = if kind == "base" {
            let system = making.read::<OfSystem>(kind, value)?;
            (format!("base {}", system.os), system.names)
        } else {
            let image = making.read::<OfImage>(kind, value)?;
            (format!("image {}", image.repo), image.names)
        };
        let known = texts.entry(key.0).or_default();
        if !known.is_empty() {
            known.push(' ');
        }
        known.push_str(&key.1);
        Some(())
    };
    for (kind, value) in table {
        match (kind.as_str(), value) {
            ("base" | "image", Value::Array(entries)) => {
                for entry in entries {
                    read(making, &kind, entry);
                }
            }
            _ => making.fault(&kind, "a table of accounts holds [[base]] and [[image]] alone"),
        }
    }
    for (key, names) in texts {
        making.add([key], names.into_bytes());
    }
}
