//! Commands with their sub-commands and flags.

use super::Knowledge;
use super::own::Kept;
use super::stored::{CommandEntry, FlagLine, Named, Style, Takes};
use crate::shell::program_name;

/// Our own table.
static TABLE: Kept<Named> = Kept::new(include_bytes!(concat!(env!("OUT_DIR"), "/commands.blob")));

/// A command that the table knows.
#[derive(Clone, Copy, Debug)]
pub struct KnownCommand<'k> {
    /// What it does, as a sentence without its end.
    pub about: &'k str,
    /// Its flags and sub-commands; those of the command whose alias it is.
    pub entry: &'k CommandEntry,
}

/// A flag as it is written, explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagMeaning {
    /// The part of the word that is the flag: `-y` of `-qy`.
    pub name: String,
    /// What it does.
    pub about: String,
    /// The value that is written directly behind it.
    pub value: Option<String>,
    /// Whether its value is the next word.
    pub takes_next: bool,
}

impl Knowledge {
    /// What the tables say about a program as it is written in a command: with or without
    /// folders, with or without a version behind its name. `None` where they say nothing.
    pub fn command(&self, written: &str) -> Option<KnownCommand<'_>> {
        let added =
            self.added().and_then(|it| spellings(written).find_map(|name| it.command(name)));
        added.or_else(|| ours(written))
    }
}

/// The names by which a program is looked up, the most exact first.
fn spellings(written: &str) -> impl Iterator<Item = &str> {
    let name = program_name(written);
    let without_version =
        name.trim_end_matches(|it: char| it.is_ascii_digit() || ".-".contains(it));
    let folders = written.starts_with("/etc/init.d/").then_some("service");
    let names = [Some(written), folders, Some(name), Some(without_version)];
    names.into_iter().flatten().filter(|name| !name.is_empty())
}

/// What our own table says about a program.
fn ours(written: &str) -> Option<KnownCommand<'static>> {
    spellings(written).find_map(by_name)
}

/// The same by the name alone.
pub(super) fn by_name(name: &str) -> Option<KnownCommand<'static>> {
    match TABLE.get(name)? {
        Named::Command(entry) => Some(KnownCommand { about: &entry.about, entry }),
        Named::Alias(about, command) => match TABLE.at(*command as usize)? {
            Named::Command(entry) => Some(KnownCommand { about, entry }),
            Named::Alias(..) => None,
        },
    }
}

/// The names of all commands of our own table.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.blob.beginning("").map(|(name, _)| name)
}

impl CommandEntry {
    /// Adds what another entry of the same command says and this one does not.
    pub(super) fn add(&mut self, other: &CommandEntry) {
        for (own, others) in [
            (&mut self.about, &other.about),
            (&mut self.operand, &other.operand),
            (&mut self.packages, &other.packages),
        ] {
            if own.is_empty() {
                own.clone_from(others);
            }
        }
        if self.style == Style::default() {
            self.style = other.style;
        }
        self.flag.extend(other.flag.iter().cloned());
        self.sub.extend(other.sub.iter().cloned());
    }

    /// Whether the first operand may be letters of flags: `xzf` of `tar`.
    pub fn takes_bare_letters(&self) -> bool {
        self.style == Style::Tar
    }

    fn line(&self, sub: &str, name: &str) -> Option<&FlagLine> {
        let mut lines = self.flag.iter().filter(|line| line.names.iter().any(|own| own == name));
        let own = lines.clone().find(|line| !line.sub.is_empty() && line.sub == sub);
        own.or_else(|| lines.find(|line| line.sub.is_empty()))
    }

    /// What a word that begins like a flag means behind a sub-command (empty for none):
    /// one meaning for each flag that it holds. Empty where any of them is not known.
    pub fn flag(&self, sub: &str, word: &str) -> Vec<FlagMeaning> {
        self.whole(sub, word)
            .or_else(|| self.features(word))
            .or_else(|| self.letters(sub, word))
            .or_else(|| usual(word))
            .unwrap_or_default()
    }

    /// A flag that is the whole word, or the word up to a `=`.
    fn whole(&self, sub: &str, word: &str) -> Option<Vec<FlagMeaning>> {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word, None),
        };
        let found = self.line(sub, word).map(|line| (line, word, None));
        let found = found.or_else(|| Some((self.line(sub, name)?, name, value)));
        let found = found.or_else(|| {
            // `-O2`, `-Xmx512m`: the longest that it begins with.
            let attached = self.flag.iter().filter(|line| {
                line.value != Takes::Nothing && (line.sub.is_empty() || line.sub == sub)
            });
            let names = attached.flat_map(|line| line.names.iter().map(move |name| (line, name)));
            let fits = names.filter(|(_, name)| {
                word.starts_with(name.as_str())
                    && (self.style == Style::Words || name.ends_with(':'))
                    && !name.starts_with("--")
            });
            let (line, name) = fits.max_by_key(|(_, name)| name.len())?;
            Some((line, name.as_str(), word.get(name.len()..)))
        });
        let (line, name, value) = found?;
        Some(vec![FlagMeaning {
            name: name.to_owned(),
            about: line.about.clone(),
            value: value.filter(|value| !value.is_empty()).map(str::to_owned),
            takes_next: line.value == Takes::Value && value.is_none(),
        }])
    }

    /// `--enable-mbstring`, `--with-openssl=/usr`.
    fn features(&self, word: &str) -> Option<Vec<FlagMeaning>> {
        if self.style != Style::Features {
            return None;
        }
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
        let forms = [
            ("--enable-", "builds it with"),
            ("--disable-", "builds it without"),
            ("--with-", "builds it with"),
            ("--without-", "builds it without"),
        ];
        let (what, does) =
            forms.iter().find_map(|(start, does)| Some((name.strip_prefix(start)?, does)))?;
        let about = format!("{does} what the project calls {what}");
        Some(vec![FlagMeaning { name: name.to_owned(), about, value, takes_next: false }])
    }

    /// Several letters behind one dash: `-rf`, `-j4`, and `-oFILE`.
    fn letters(&self, sub: &str, word: &str) -> Option<Vec<FlagMeaning>> {
        let letters = match word.strip_prefix('-') {
            Some(letters) => letters,
            None if self.takes_bare_letters() => word,
            None => word.strip_prefix('+')?,
        };
        if self.style == Style::Words || letters.is_empty() || letters.starts_with('-') {
            return None;
        }
        let sign = if word.starts_with('+') { '+' } else { '-' };
        let bare = !word.starts_with(sign);
        let mut found = Vec::new();
        for (at, letter) in letters.char_indices() {
            let name = format!("{sign}{letter}");
            let line = self.line(sub, &name)?;
            let rest = &letters[at + letter.len_utf8()..];
            // Without a dash all letters are flags, and the values follow as words.
            let attached = line.value != Takes::Nothing && !rest.is_empty() && !bare;
            found.push(FlagMeaning {
                name,
                about: line.about.clone(),
                value: attached.then(|| rest.to_owned()),
                takes_next: line.value == Takes::Value && !attached,
            });
            if attached {
                break;
            }
        }
        Some(found)
    }
}

/// Flags that nearly every program has.
fn usual(word: &str) -> Option<Vec<FlagMeaning>> {
    let about = match word {
        "--" => "what follows is no flag",
        "--version" => "by habit: says its version",
        "--help" => "by habit: explains how it is used",
        "-" => "by habit: its input, or its output",
        _ => {
            let number = word.strip_prefix('-')?;
            let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
            is_number.then_some("by habit: so many")?
        }
    };
    let name = word.to_owned();
    Some(vec![FlagMeaning { name, about: about.to_owned(), value: None, takes_next: false }])
}
