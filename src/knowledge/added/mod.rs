//! Tables that a reader or a team added, in the form of ours.
//!
//! They come from outside, so everything is bounded, every slip is told with its
//! place, and what is wrong is left out while the rest counts.

mod kinds;
mod reading;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use reading::Reading;
pub use reading::{Fault, TableFile};

use super::commands::{self, KnownCommand};
use super::stored::{ImageEntry, alias};
use super::{CommandEntry, Described, Ports, Users, VariableMeaning};

/// The kinds of tables that can be added. A file's name begins with its kind:
/// `commands.toml`, `packages-team.toml`.
pub const KINDS: [&str; 7] =
    ["commands", "packages", "names", "images", "ports", "users", "registries"];

/// So many files are read at most.
pub const MOST_FILES: usize = 64;
/// A table of more bytes is not read.
pub const MOST_BYTES: usize = 512 * 1024;
/// So many entries are taken of all tables together.
const MOST_ENTRIES: usize = 20_000;

/// A text, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) text: String,
    /// `FILE:LINE`.
    pub(super) place: String,
}

/// A command of an added table.
#[derive(Debug)]
pub(super) struct AddedCommand {
    entry: CommandEntry,
    /// Its other names, as they are written.
    aliases: Vec<String>,
    pub(super) place: String,
}

/// What was added.
#[derive(Debug, Default)]
pub(super) struct Added {
    commands: Vec<AddedCommand>,
    /// By name and alias: the command, and the alias's own text.
    command_names: HashMap<String, (usize, Option<String>)>,
    /// By kind and name, as `plain` writes it.
    pub(super) packages: BTreeMap<String, HashMap<String, Told>>,
    families: BTreeMap<String, Told>,
    prefixes: BTreeMap<String, Told>,
    pub(super) variables: HashMap<String, Told>,
    pub(super) endings: HashMap<String, Told>,
    pub(super) images: BTreeMap<String, Told>,
    /// By complete repository.
    pub(super) families_of_images: HashMap<String, Arc<ImageEntry>>,
    pub(super) ports: Ports,
    pub(super) users: Users,
    pub(super) registries: HashMap<String, Described>,
    /// Each file with the number of its entries.
    pub(super) files: Vec<(String, usize)>,
    entries: usize,
}

impl Added {
    /// Reads tables, the nearest first.
    pub(super) fn read(files: &[TableFile]) -> (Self, Vec<Fault>) {
        let mut added = Self::default();
        let mut faults = Vec::new();
        // Kinds of packages that a command brings are known before packages are read.
        let (first, second): (Vec<_>, Vec<_>) =
            files.iter().take(MOST_FILES).partition(|file| file.kind() == Some("commands"));
        for file in first.into_iter().chain(second) {
            let before = added.entries;
            let mut reading = Reading::new(file);
            kinds::read(&mut added, &mut reading);
            faults.extend(reading.finish());
            added.files.push((file.name.clone(), added.entries - before));
        }
        if let Some(file) = files.get(MOST_FILES) {
            let message =
                format!("more than {MOST_FILES} tables; this one and what follows is not read");
            faults.push(Fault::of_file(&file.name, message));
        }
        added.join_with_ours();
        (added, faults)
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether one more entry is taken.
    fn has_room(&mut self) -> bool {
        self.entries += 1;
        self.entries <= MOST_ENTRIES
    }

    /// A command that our table has too goes on with what ours says.
    fn join_with_ours(&mut self) {
        for (name, (place, _)) in &self.command_names {
            let Some(ours) = commands::by_name(name) else { continue };
            let Some(command) = self.commands.get_mut(*place) else { continue };
            // By the command's own name only: an alias may belong to another of ours.
            if command.aliases.iter().any(|other| alias(other).0 == name) {
                continue;
            }
            if command.entry.about.is_empty() {
                ours.about.clone_into(&mut command.entry.about);
            }
            command.entry.add(ours.entry);
        }
    }

    /// Adds a command; one that is there already gets what the new one says beside it.
    fn command_of(&mut self, name: &str, entry: CommandEntry, aliases: Vec<String>, place: String) {
        if let Some((known, None)) = self.command_names.get(name)
            && let Some(command) = self.commands.get_mut(*known)
        {
            command.entry.add(&entry);
            return;
        }
        let at = self.commands.len();
        self.command_names.insert(name.to_owned(), (at, None));
        for other in &aliases {
            let (other, about) = alias(other);
            let named = (at, about.map(str::to_owned));
            self.command_names.entry(other.to_owned()).or_insert(named);
        }
        self.commands.push(AddedCommand { entry, aliases, place });
    }

    /// A command by exactly this name.
    pub(super) fn command(&self, name: &str) -> Option<KnownCommand<'_>> {
        let (place, about) = self.command_names.get(name)?;
        let entry = &self.commands.get(*place)?.entry;
        Some(KnownCommand { about: about.as_deref().unwrap_or(&entry.about), entry })
    }

    /// Where a command stands.
    pub(super) fn place_of_command(&self, name: &str) -> Option<&str> {
        let (place, _) = self.command_names.get(name)?;
        Some(&self.commands.get(*place)?.place)
    }

    /// A package by its kind and its plain name.
    pub(super) fn package(&self, kind: &str, name: &str) -> Option<&str> {
        Some(&self.packages.get(kind)?.get(name)?.text)
    }

    /// What a variable is for: by its name, else by its last word.
    pub(super) fn variable(&self, name: &str) -> Option<VariableMeaning> {
        if let Some(told) = self.variables.get(name) {
            return Some(VariableMeaning { about: told.text.clone(), by_name: false });
        }
        let last = name.rsplit(['_', '-', '.']).next().unwrap_or(name).to_ascii_uppercase();
        let told = self.endings.get(&last)?;
        Some(VariableMeaning { about: told.text.clone(), by_name: true })
    }

    /// What all packages of a family are, by its key.
    pub(super) fn family(&self, fits: impl Fn(&str) -> bool) -> Option<&str> {
        self.families.iter().find(|(start, _)| fits(start)).map(|(_, told)| told.text.as_str())
    }

    /// What OS packages are that begin like this: the longest beginning.
    pub(super) fn beginning(&self, fits: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
        let fitting = self.prefixes.iter().filter(|(start, _)| fits(start));
        let longest = fitting.max_by_key(|(start, _)| start.len())?;
        Some((longest.0, &longest.1.text))
    }

    /// Packages of this plain name, by kind.
    pub(super) fn packages_called(&self, name: &str) -> impl Iterator<Item = (&str, &Told)> {
        let kinds = self.packages.iter();
        kinds.filter_map(move |(kind, names)| Some((kind.as_str(), names.get(name)?)))
    }

    /// Variables and images of exactly this name.
    pub(super) fn names_called(&self, name: &str) -> impl Iterator<Item = (&'static str, &Told)> {
        let variable = self.variables.get(name).map(|told| ("variable", told));
        let image = self.images.get(name).map(|told| ("image", told));
        variable.into_iter().chain(image)
    }

    /// The names of all entries that are looked up by their name.
    pub(super) fn all_names(&self) -> impl Iterator<Item = &str> {
        let packages = self.packages.values().flat_map(HashMap::keys);
        let names = self.variables.keys().chain(self.images.keys());
        self.command_names.keys().chain(packages).chain(names).map(String::as_str)
    }

    /// The kinds of packages that commands of these tables take.
    fn own_kinds(&self) -> impl Iterator<Item = &str> {
        self.commands.iter().flat_map(|command| {
            let subs = command.entry.sub.iter().map(|sub| sub.packages.as_str());
            subs.chain([command.entry.packages.as_str()]).filter(|kind| !kind.is_empty())
        })
    }
}
