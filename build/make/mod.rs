//! Texts of tables in, blobs out. What is wrong is told with its file and its entry.

mod blob;
mod commands;
mod images;
mod support;
mod texts;

use std::fmt::Display;

use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::stored::{
    Directives, Flags, Forms, Instructions, Mounts, Origin, Platforms, Ports, Registries, Signals,
    Users, Variables,
};

/// The tables, in the order in which they are shown.
pub(crate) const FILES: [&str; 18] = [
    "instructions.toml",
    "flags.toml",
    "mounts.toml",
    "directives.toml",
    "forms.toml",
    "ports.toml",
    "signals.toml",
    "users.toml",
    "registries.toml",
    "variables.toml",
    "platforms.toml",
    "images.toml",
    "commands.toml",
    "packages.toml",
    "names.toml",
    "words.toml",
    "eol.toml",
    "accounts.toml",
];

/// Makes the blobs of all tables; `texts` stand in the order of [`FILES`].
///
/// # Errors
/// Everything that is wrong with them, a line each.
pub(crate) fn all(texts: &[String]) -> Result<Vec<(&'static str, Vec<u8>)>, Vec<String>> {
    let mut small = Making::default();
    let mut made = Vec::new();
    let mut wrong = Vec::new();
    small.add(["files".to_owned()], FILES.join(" ").into_bytes());
    for (name, text) in FILES.into_iter().zip(texts) {
        let mut making = Making { file: name, ..Making::default() };
        let Some(table) = making.begin(text, &mut small) else {
            wrong.extend(making.wrong);
            continue;
        };
        let blob = match name {
            "images.toml" => Some("images.blob"),
            "commands.toml" => Some("commands.blob"),
            "packages.toml" => Some("packages.blob"),
            "names.toml" => Some("names.blob"),
            "words.toml" => Some("words.blob"),
            "eol.toml" => Some("eol.blob"),
            "accounts.toml" => Some("accounts.blob"),
            _ => None,
        };
        match name {
            "images.toml" => images::make(&mut making, table),
            "commands.toml" => commands::make(&mut making, table),
            "packages.toml" => texts::packages(&mut making, table),
            "names.toml" => texts::names(&mut making, table),
            "words.toml" => texts::words(&mut making, table),
            "eol.toml" => support::ended(&mut making, table),
            "accounts.toml" => support::accounts(&mut making, table),
            _ => small_table(&mut small, &mut making, table),
        }
        if let Some(blob) = blob {
            made.push((blob, making.blob()));
        }
        wrong.extend(making.wrong);
    }
    made.push(("small.blob", small.blob()));
    wrong.extend(small.wrong);
    if wrong.is_empty() { Ok(made) } else { Err(wrong) }
}

/// A table that is stored as one record, by its name.
fn small_table(small: &mut Making, making: &mut Making, table: Table) {
    let file = making.file;
    let record = match file {
        "instructions.toml" => making.whole::<Instructions>(table),
        "flags.toml" => making.whole::<Flags>(table),
        "mounts.toml" => making.whole::<Mounts>(table),
        "directives.toml" => making.whole::<Directives>(table),
        "forms.toml" => making.whole::<Forms>(table),
        "ports.toml" => making.whole::<Ports>(table),
        "signals.toml" => making.whole::<Signals>(table),
        "users.toml" => making.whole::<Users>(table),
        "registries.toml" => making.whole::<Registries>(table),
        "variables.toml" => making.whole::<Variables>(table),
        "platforms.toml" => making.whole::<Platforms>(table),
        _ => None,
    };
    match record {
        Some(record) => small.add([file.to_owned()], record),
        None if making.wrong.is_empty() => making.fault("", "no kind of table"),
        None => {}
    }
}

/// A blob while it is made, and what is wrong with its table.
#[derive(Debug, Default)]
struct Making {
    file: &'static str,
    keys: Vec<(String, usize)>,
    records: Vec<Vec<u8>>,
    wrong: Vec<String>,
}

impl Making {
    fn fault(&mut self, entry: &str, what: impl Display) {
        let entry = if entry.is_empty() { String::new() } else { format!("{entry}: ") };
        self.wrong.push(format!("src/knowledge/{}: {entry}{what}", self.file));
    }

    /// Reads a table, and notes down where it comes from. Gives what follows that.
    fn begin(&mut self, text: &str, small: &mut Self) -> Option<Table> {
        let mut table = match text.parse::<Table>() {
            Ok(table) => table,
            Err(error) => {
                self.fault("", error);
                return None;
            }
        };
        let entries = entries(self.file, &table);
        let mut take = |key: &str| match table.remove(key) {
            Some(Value::String(text)) if !text.is_empty() => text,
            _ => {
                self.fault(key, "a text is missing at the top of the table");
                String::new()
            }
        };
        let (source, as_of) = (take("source"), take("as_of"));
        let origin = Origin { source, as_of, entries };
        if let Some(record) = self.stored("", &origin) {
            small.add([format!("origin {}", self.file)], record);
        }
        Some(table)
    }

    /// A value of an entry as a record of the program.
    fn read<T: DeserializeOwned>(&mut self, entry: &str, value: impl Into<Value>) -> Option<T> {
        value.into().try_into().map_err(|error| self.fault(entry, error)).ok()
    }

    /// The entries of a table that holds one array of tables alone.
    fn list(&mut self, table: Table, name: &str) -> Vec<Value> {
        let mut found = Vec::new();
        for (key, value) in table {
            match value {
                Value::Array(entries) if key == name => found = entries,
                _ => self.fault(&key, format!("this table holds [[{name}]] alone")),
            }
        }
        found
    }

    /// The bytes of a record.
    fn stored<T: Serialize>(&mut self, entry: &str, record: &T) -> Option<Vec<u8>> {
        postcard::to_allocvec(record).map_err(|error| self.fault(entry, error)).ok()
    }

    fn whole<T: DeserializeOwned + Serialize>(&mut self, table: Table) -> Option<Vec<u8>> {
        let table = self.read::<T>("", table)?;
        self.stored("", &table)
    }

    /// Adds a record under some keys.
    fn add(&mut self, keys: impl IntoIterator<Item = String>, record: Vec<u8>) {
        let number = self.records.len();
        self.records.push(record);
        self.keys.extend(keys.into_iter().map(|key| (key, number)));
    }

    /// A sentence of a table: it is there, and its end is put behind it where it is shown.
    fn sentence(&mut self, entry: &str, text: &str) {
        if text.is_empty() || text.ends_with('.') {
            self.fault(entry, "a text that is empty, or ends with a full stop");
        }
    }

    fn blob(&mut self) -> Vec<u8> {
        let keys = std::mem::take(&mut self.keys);
        blob::write(keys, &self.records).unwrap_or_else(|error| {
            self.fault("", error);
            Vec::new()
        })
    }
}

/// How many entries a table has; names that share a text count each.
fn entries(file: &str, table: &Table) -> usize {
    let entries = table.iter().map(|(key, value)| match value {
        Value::Array(entries) => entries.len(),
        Value::Table(inner) => match inner.values().all(Value::is_str) {
            // A table of texts, whose keys may hold several names; else one entry.
            true if ["packages.toml", "names.toml", "words.toml"].contains(&file) => {
                inner.keys().map(|key| key.split(' ').count()).sum()
            }
            _ => 1,
        },
        _ if key == "source" || key == "as_of" => 0,
        _ => 1,
    });
    entries.sum()
}
