//! What the tables say about a name, and which tables there are, for `layerwise knowledge`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::own::{files, origin};
use super::{CommandEntry, Knowledge, commands, images, names, packages};
use crate::build::reference::Reference;
use crate::dockerfile::go::nearest;

/// An entry as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// What it is an entry of: `command`, `package (os)`, `variable`, `image` …
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it says.
    pub about: String,
    /// Its parts, such as sub-commands and flags, each with what it says.
    pub parts: Vec<Part>,
    /// Where it stands: a table of ours, or a place in an added one.
    pub from: String,
}

/// A part of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name: `install`, `-y --yes`.
    pub name: String,
    /// What it says.
    pub about: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableSummary {
    /// Its file: a name of ours, or the path of an added one.
    pub table: String,
    /// How many entries it has; names that share a text count each.
    pub entries: usize,
    /// Where its facts come from; empty where it does not say.
    pub source: String,
    /// Their day; empty where it does not say.
    pub as_of: String,
    /// Whether the reader or a team added it.
    pub is_added: bool,
}

impl Knowledge {
    /// Every entry of exactly this name, those of added tables first. A package may be
    /// named with its kind: `pip:flask`.
    pub fn show(&self, name: &str) -> Vec<Shown> {
        let mut found = Vec::new();
        self.show_command(name, &mut found);
        self.show_packages(name, &mut found);
        self.show_names(name, &mut found);
        found
    }

    fn show_command(&self, name: &str, found: &mut Vec<Shown>) {
        let Some(known) = self.command(name) else { return };
        let added = self.added().and_then(|added| added.place_of_command(name));
        let (about, parts) = (known.about.to_owned(), parts_of(known.entry));
        found.push(shown("command", name, about, added.unwrap_or("commands.toml"), parts));
    }

    fn show_packages(&self, name: &str, found: &mut Vec<Shown>) {
        let (wanted, name) = match name.split_once(':') {
            Some((kind, name)) => (Some(kind), name),
            None => (None, name),
        };
        let plain = packages::plain(name);
        let is_wanted = |kind: &str| wanted.is_none_or(|wanted| wanted == kind);
        let mut of_kinds: BTreeMap<&str, (String, &str)> = BTreeMap::new();
        for (kind, about) in packages::by_name(name).chain(packages::by_name(&plain)) {
            of_kinds.insert(kind, (about.to_owned(), "packages.toml"));
        }
        for (kind, told) in self.added().into_iter().flat_map(|it| it.packages_called(&plain)) {
            of_kinds.insert(kind, (told.text.clone(), &told.place));
        }
        if of_kinds.is_empty() {
            // By the parts of the name: `libpq-dev`.
            let os = self.package("os", name).map(|about| (about, "packages.toml"));
            of_kinds.extend(os.map(|os| ("os", os)));
        }
        for (kind, (about, from)) in of_kinds.into_iter().filter(|(kind, _)| is_wanted(kind)) {
            found.push(shown(&format!("package ({kind})"), name, about, from, Vec::new()));
        }
    }

    fn show_names(&self, name: &str, found: &mut Vec<Shown>) {
        let added = self.added();
        let mut plain = |kind: &str, about: &str, from: &str| {
            found.push(shown(kind, name, about.to_owned(), from, Vec::new()));
        };
        let told = added.into_iter().flat_map(|added| added.names_called(name));
        let told: Vec<_> = told.collect();
        for (kind, told) in &told {
            plain(kind, &told.text, &told.place);
        }
        for (kind, about) in names::by_name(name) {
            if let Some(about) = about.filter(|_| told.iter().all(|(own, _)| *own != kind)) {
                plain(kind, about, "names.toml");
            }
        }
        if let Some(port) = name.parse().ok().and_then(|number| self.port(number)) {
            plain("port", &port.name, "ports.toml");
        }
        if let Some(user) = self.user(name) {
            plain("account", &user.about, "users.toml");
        }
        if let Some(registry) = self.registry(name) {
            plain("registry", &registry.about, "registries.toml");
        }
        let image = Reference::parse(name).ok().filter(|_| name != "scratch");
        if let Some(image) = image.and_then(|reference| self.find_image(&reference)) {
            let from = format!("{} ({})", image.origin.source, image.origin.as_of);
            let (kind, about) = ("image's contents", images::words(&image));
            found.push(shown(kind, &image.origin.image, about, &from, Vec::new()));
        }
    }

    /// A name that is in the tables and looks like this one.
    pub fn nearest(&self, name: &str) -> Option<String> {
        let added = self.added().into_iter().flat_map(|added| added.all_names());
        let added = added.map(str::to_owned);
        let ours = commands::names().chain(names::all()).chain(packages::all());
        let all: Vec<String> = added.chain(ours.map(str::to_owned)).collect();
        nearest(name, all.iter().map(String::as_str))
    }

    /// Every table, the added ones first.
    pub fn tables(&self) -> Vec<TableSummary> {
        let added = self.added().into_iter().flat_map(|added| &added.files);
        let mut tables: Vec<TableSummary> = added
            .map(|(table, entries)| TableSummary {
                table: table.clone(),
                entries: *entries,
                source: String::new(),
                as_of: String::new(),
                is_added: true,
            })
            .collect();
        tables.extend(files().map(summary));
        tables
    }
}

fn shown(kind: &str, name: &str, about: String, from: &str, parts: Vec<Part>) -> Shown {
    let (kind, name, from) = (kind.to_owned(), name.to_owned(), from.to_owned());
    Shown { kind, name, about, parts, from }
}

fn parts_of(entry: &CommandEntry) -> Vec<Part> {
    let subs = entry.sub.iter().map(|sub| (sub.name.clone(), &sub.about));
    let flags = entry.flag.iter().map(|flag| {
        let own = if flag.sub.is_empty() { String::new() } else { format!("{} ", flag.sub) };
        (own + &flag.names.join(" "), &flag.about)
    });
    subs.chain(flags).map(|(name, about)| Part { name, about: about.clone() }).collect()
}

fn summary(name: &str) -> TableSummary {
    let origin = origin(name);
    TableSummary {
        table: name.to_owned(),
        entries: origin.entries,
        source: origin.source,
        as_of: origin.as_of,
        is_added: false,
    }
}
