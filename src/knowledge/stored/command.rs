//! Commands: as a section of a table says them, and as they are stored.

use serde::{Deserialize, Serialize};

/// A command as its section of a table says it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CommandText {
    pub(crate) about: String,
    pub(crate) operand: String,
    pub(crate) style: Style,
    pub(crate) packages: String,
    /// A flag a line, see [`flag_line`].
    pub(crate) flags: String,
    /// A sub-command a line, see [`sub_line`].
    pub(crate) subs: String,
    /// Other names, some with a text of their own: `zcat: Writes out …`.
    pub(crate) aliases: Vec<String>,
}

/// A command of the table.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct CommandEntry {
    /// What it does, as a sentence without its end.
    pub about: String,
    /// What its operands are, in a few words; empty where the table does not say.
    pub operand: String,
    /// How its flags are written.
    pub(crate) style: Style,
    /// What kind of packages its operands are: `os`, `pip`, `php` …; empty for none.
    pub packages: String,
    /// Its flags.
    pub flag: Vec<FlagLine>,
    /// Its sub-commands.
    pub sub: Vec<SubLine>,
}

/// What our own table has under a name.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) enum Named {
    /// A command.
    Command(CommandEntry),
    /// A name of a command that says something else: what, and the command's record.
    Alias(String, u32),
}

/// How a command's flags are written.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Style {
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
#[derive(Clone, Debug, Deserialize, Serialize)]
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
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub enum Takes {
    /// No value.
    Nothing,
    /// Only one that is written directly behind it.
    Attached,
    /// One that is written directly behind it, or the next word.
    Value,
}

/// A sub-command of a command.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct SubLine {
    /// Its name.
    pub name: String,
    /// What kind of packages its operands are; `+` where another sub-command follows.
    pub packages: String,
    /// What it does.
    pub about: String,
}

/// `clone -b --branch =: this branch`.
pub(crate) fn flag_line(line: &str) -> Option<FlagLine> {
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
pub(crate) fn sub_line(line: &str) -> Option<SubLine> {
    let (head, about) = line.split_once(": ")?;
    let (name, kind) = head.split_once(" <").unwrap_or((head, ""));
    let packages = kind.trim_end_matches('>').to_owned();
    Some(SubLine { name: name.to_owned(), packages, about: about.to_owned() })
}

/// A name and, where it has one, its own text: an entry of `aliases`.
pub(crate) fn alias(written: &str) -> (&str, Option<&str>) {
    match written.split_once(": ") {
        Some((name, about)) => (name, Some(about)),
        None => (written, None),
    }
}

impl CommandText {
    /// The command without its lines of flags and sub-commands.
    pub(crate) fn entry(&self) -> CommandEntry {
        CommandEntry {
            about: self.about.clone(),
            operand: self.operand.clone(),
            style: self.style,
            packages: self.packages.clone(),
            flag: Vec::new(),
            sub: Vec::new(),
        }
    }
}

impl CommandEntry {
    /// The sub-command of this name.
    pub fn sub(&self, name: &str) -> Option<&SubLine> {
        self.sub.iter().find(|sub| sub.name == name)
    }
}
