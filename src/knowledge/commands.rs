//! Commands with their sub-commands and flags.
//!
//! The table is cut into commands when it is first asked, and a command's part
//! is read when that command is asked for.

use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use super::Knowledge;
use crate::shell::program_name;

/// The table.
pub(super) const TEXT: &str = include_str!("commands.toml");

/// A command of the table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CommandEntry {
    /// What it does, as a sentence without its end.
    pub about: String,
    /// What its operands are, in a few words; empty where the table does not say.
    pub operand: String,
    /// How its flags are written.
    style: Style,
    /// What kind of packages its operands are: `os`, `pip`, `php` …; empty for none.
    pub packages: String,
    pub(super) flags: String,
    pub(super) subs: String,
    pub(super) aliases: Vec<String>,
    /// The flags, read from their lines.
    #[serde(skip)]
    pub flag: Vec<FlagLine>,
    /// The sub-commands, read from their lines.
    #[serde(skip)]
    pub sub: Vec<SubLine>,
}

/// How a command's flags are written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Style {
    /// One letter behind one dash, several of which may stand together; words behind two.
    #[default]
    Unix,
    /// Words behind one dash: `find -name`.
    Words,
    /// As Unix, and the first operand may be letters of flags without a dash: `tar xzf`.
    Tar,
    /// `--enable-`, `--with-` and the name of something.
    Features,
}

/// A flag of a command.
#[derive(Clone, Debug)]
pub struct FlagLine {
    /// The sub-command that has it; empty when all have it.
    pub sub: String,
    /// Its spellings.
    pub names: Vec<String>,
    /// Whether it takes a value.
    pub value: Takes,
    /// What it does.
    pub about: String,
}

/// Whether a flag takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// No value.
    Nothing,
    /// Only one that is written directly behind it.
    Attached,
    /// One that is written directly behind it, or the next word.
    Value,
}

/// A sub-command of a command.
#[derive(Clone, Debug)]
pub struct SubLine {
    /// Its name.
    pub name: String,
    /// What kind of packages its operands are; `+` where another sub-command follows.
    pub packages: String,
    /// What it does.
    pub about: String,
}

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

struct Section {
    text: &'static str,
    entry: OnceLock<CommandEntry>,
}

struct Index {
    sections: Vec<Section>,
    /// By name and alias: the section, and the alias's own text.
    names: HashMap<&'static str, (usize, Option<&'static str>)>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index { sections: Vec::new(), names: HashMap::new() };
    for text in TEXT.split("\n[").skip(1) {
        let place = index.sections.len();
        let (name, body) = text.split_once("]\n").unwrap_or((text, ""));
        index.names.insert(name.trim_matches('"'), (place, None));
        let aliases = body.lines().find_map(|line| line.strip_prefix("aliases = "));
        for alias in aliases.into_iter().flat_map(|list| list.split('"').skip(1).step_by(2)) {
            let (name, about) = match alias.split_once(": ") {
                Some((name, about)) => (name, Some(about)),
                None => (alias, None),
            };
            index.names.entry(name).or_insert((place, about));
        }
        index.sections.push(Section { text: body, entry: OnceLock::new() });
    }
    index
});

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
    let found = INDEX.names.get(name)?;
    let section = &INDEX.sections[found.0];
    let entry = section.entry.get_or_init(|| {
        let mut entry: CommandEntry = super::read(section.text);
        entry.read_lines();
        entry
    });
    Some(KnownCommand { about: found.1.unwrap_or(&entry.about), entry })
}

/// The names of all commands of our own table.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    INDEX.names.keys().copied()
}

/// `clone -b --branch =: this branch`.
pub(super) fn flag_line(line: &str) -> Option<FlagLine> {
    let (head, about) = line.split_once(": ")?;
    let mut flag = FlagLine {
        sub: String::new(),
        names: Vec::new(),
        value: Takes::Nothing,
        about: about.to_owned(),
    };
    for (place, word) in head.split(' ').enumerate() {
        match word {
            "=" => flag.value = Takes::Value,
            "=?" => flag.value = Takes::Attached,
            word if place == 0 && word.starts_with(|it: char| it.is_ascii_lowercase()) => {
                flag.sub = word.to_owned();
            }
            word => flag.names.push(word.to_owned()),
        }
    }
    Some(flag)
}

/// `install <os>: installs packages`.
pub(super) fn sub_line(line: &str) -> Option<SubLine> {
    let (head, about) = line.split_once(": ")?;
    let (name, kind) = head.split_once(" <").unwrap_or((head, ""));
    let packages = kind.trim_end_matches('>').to_owned();
    Some(SubLine { name: name.to_owned(), packages, about: about.to_owned() })
}

impl CommandEntry {
    /// Reads the lines of flags and sub-commands.
    pub(super) fn read_lines(&mut self) {
        self.flag = self.flags.lines().filter_map(flag_line).collect();
        self.sub = self.subs.lines().filter_map(sub_line).collect();
    }

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

    /// The sub-command of this name.
    pub fn sub(&self, name: &str) -> Option<&SubLine> {
        self.sub.iter().find(|sub| sub.name == name)
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

/// Whether every command of the table can be read, and the cut agrees with it.
pub(super) fn faults() -> Vec<String> {
    /// The file.
    #[derive(Deserialize)]
    struct Read {
        #[serde(flatten)]
        _origin: super::Origin,
        #[serde(flatten)]
        commands: BTreeMap<String, CommandEntry>,
    }
    let whole = match toml::from_str::<Read>(TEXT) {
        Ok(whole) => whole.commands,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults = Vec::new();
    if whole.len() != INDEX.sections.len() {
        faults.push(format!("{} commands, {} parts", whole.len(), INDEX.sections.len()));
    }
    for (name, entry) in &whole {
        let mut seen: Vec<(String, String)> = Vec::new();
        if entry.about.is_empty() || entry.about.ends_with('.') {
            faults.push(format!("{name}: about"));
        }
        for line in entry.flags.lines() {
            let Some(flag) = flag_line(line) else {
                faults.push(format!("{name}: {line}"));
                continue;
            };
            let is_flag = |name: &String| {
                name.starts_with(['-', '+', '!', '/'])
                    || name.ends_with('=')
                    || flag.value == Takes::Value
            };
            if flag.names.is_empty() || !flag.names.iter().all(is_flag) || flag.about.ends_with('.')
            {
                faults.push(format!("{name}: {line}"));
            }
            if !flag.sub.is_empty()
                && !entry.subs.lines().any(|it| it.split([':', ' ']).next() == Some(&flag.sub))
            {
                faults.push(format!("{name}: no sub-command {}", flag.sub));
            }
            for spelling in flag.names {
                let key = (flag.sub.clone(), spelling);
                if seen.contains(&key) {
                    faults.push(format!("{name}: twice {}", key.1));
                }
                seen.push(key);
            }
        }
        faults.extend(
            entry
                .subs
                .lines()
                .filter(|line| sub_line(line).is_none())
                .map(|line| format!("{name}: {line}")),
        );
    }
    faults
}
