//! What each small table holds, and its look-ups.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What stands at the top of a table, and how much follows.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Origin {
    /// Who says so.
    pub source: String,
    /// When it was read there: `2026-08-21`.
    pub as_of: String,
    /// How many entries it has; names that share a text count each.
    pub entries: usize,
}

/// `instructions.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Instructions {
    /// By keyword in upper case.
    pub entries: BTreeMap<String, InstructionEntry>,
}

/// One of Docker's instructions.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct InstructionEntry {
    /// What it is for.
    pub about: String,
    /// What it leaves in the image.
    pub effect: EffectEntry,
    /// The same in words.
    pub leaves: String,
    /// The lessons that treat it, the most fitting first.
    pub lessons: Vec<String>,
}

/// What an instruction leaves in the image.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum EffectEntry {
    /// Files.
    Layer,
    /// Only what the image says about itself.
    Configuration,
    /// It starts a stage.
    Stage,
    /// Nothing: it counts during the build.
    Nothing,
}

impl Instructions {
    /// The entry of a keyword in upper case.
    pub fn get(&self, keyword: &str) -> Option<&InstructionEntry> {
        self.entries.get(keyword)
    }
}

/// `flags.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Flags {
    /// All flags.
    #[serde(default)]
    pub flag: Vec<FlagEntry>,
}

/// A flag of one or more instructions.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FlagEntry {
    /// The instructions that have it, in upper case.
    pub instructions: Vec<String>,
    /// The name without dashes.
    pub name: String,
    /// What its value is, in a few words.
    pub value: String,
    /// What it does.
    pub about: String,
    /// What holds when it is absent.
    pub default: String,
    /// The first version of the Dockerfile syntax that has it, where it is not as old as the instruction.
    pub since: Option<String>,
    /// Whether it may stand without a value and means `true` then.
    #[serde(default)]
    pub switch: bool,
    /// All values there are, with their meaning; empty when the value is free.
    #[serde(default)]
    pub choices: BTreeMap<String, String>,
    /// The lessons that treat it.
    #[serde(default)]
    pub lessons: Vec<String>,
}

impl Flags {
    /// The flag of an instruction (in upper case) with this name (without dashes).
    pub fn get(&self, instruction: &str, name: &str) -> Option<&FlagEntry> {
        self.flag.iter().find(|flag| flag.belongs_to(instruction) && flag.name == name)
    }
}

impl FlagEntry {
    /// Whether the instruction (in upper case) has the flag.
    pub fn belongs_to(&self, instruction: &str) -> bool {
        self.instructions.iter().any(|of| of == instruction)
    }
}

/// `mounts.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mounts {
    /// The types by name.
    #[serde(default)]
    pub r#type: BTreeMap<String, Described>,
    /// The options.
    #[serde(default)]
    pub option: Vec<MountOption>,
}

/// An option of one or more types of mounts.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MountOption {
    /// Every spelling.
    pub names: Vec<String>,
    /// The types of mounts that take it.
    pub mounts: Vec<String>,
    /// What it says.
    pub about: String,
    /// What holds when it is absent, by type of mount; `any` for those not named.
    pub default: BTreeMap<String, String>,
    /// Whether it may stand without a value and means `true` then.
    #[serde(default)]
    pub bare: bool,
    /// All values there are, with their meaning.
    #[serde(default)]
    pub choices: BTreeMap<String, String>,
}

impl Mounts {
    /// The option of a type of mount by any of its spellings.
    pub fn option(&self, mount: &str, name: &str) -> Option<&MountOption> {
        self.option
            .iter()
            .find(|option| option.takes(mount) && option.names.iter().any(|known| known == name))
    }

    /// Whether any type of mount has an option of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.option.iter().any(|option| option.names.iter().any(|known| known == name))
    }
}

impl MountOption {
    /// Whether this type of mount has the option.
    pub fn takes(&self, mount: &str) -> bool {
        self.mounts.iter().any(|known| known == mount)
    }

    /// What holds for this type of mount when the option is absent.
    pub fn default_for(&self, mount: &str) -> Option<&str> {
        self.default.get(mount).or_else(|| self.default.get("any")).map(String::as_str)
    }
}

/// Something with a text and lessons.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Described {
    /// What it is.
    pub about: String,
    /// What holds when it is absent.
    #[serde(default)]
    pub default: String,
    /// The lessons that treat it.
    #[serde(default)]
    pub lessons: Vec<String>,
}

/// `directives.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Directives {
    /// By name in lower case.
    pub entries: BTreeMap<String, Described>,
}

/// `forms.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    /// Words or shell text.
    pub shell: FormEntry,
    /// A JSON array.
    pub json: FormEntry,
    /// Starts like JSON and is none.
    pub broken_json: FormEntry,
    /// A heredoc.
    pub heredoc: FormEntry,
    /// `KEY value`.
    pub legacy: FormEntry,
}

/// A form of arguments.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FormEntry {
    /// What we call it.
    pub name: String,
    /// What it means.
    pub about: String,
}

/// `ports.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ports {
    /// All ports.
    #[serde(default)]
    pub port: Vec<PortEntry>,
}

/// A port with a usual meaning.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PortEntry {
    /// 0 to 65535.
    pub number: u16,
    /// What usually listens there.
    pub name: String,
    /// Whether it is only a habit and not the port that was registered for it.
    #[serde(default)]
    pub convention: bool,
}

impl Ports {
    /// The entry of a port.
    pub fn get(&self, number: u16) -> Option<&PortEntry> {
        self.port.iter().find(|port| port.number == number)
    }
}

/// `signals.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Signals {
    /// By name with `SIG`.
    pub entries: BTreeMap<String, SignalEntry>,
}

/// A signal.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SignalEntry {
    /// Its number on Linux (x86-64, arm64).
    pub number: u8,
    /// What it means.
    pub about: String,
}

impl Signals {
    /// A signal by number, by name, or by name without `SIG`, in any case.
    pub fn get(&self, written: &str) -> Option<(&str, &SignalEntry)> {
        let upper = written.to_ascii_uppercase();
        let number = upper.parse::<u8>().ok();
        let full = if upper.starts_with("SIG") { upper } else { format!("SIG{upper}") };
        self.entries
            .iter()
            .find(|(name, entry)| **name == full || Some(entry.number) == number)
            .map(|(name, entry)| (name.as_str(), entry))
    }
}

/// `users.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Users {
    /// All accounts.
    #[serde(default)]
    pub user: Vec<UserEntry>,
}

/// An account.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct UserEntry {
    /// Its names.
    pub names: Vec<String>,
    /// Its number, where it is the same in all images.
    pub number: Option<u32>,
    /// What it is.
    pub about: String,
}

impl Users {
    /// An account by name, in any case (Windows ignores it), or by number.
    pub fn get(&self, written: &str) -> Option<&UserEntry> {
        let number = written.parse::<u32>().ok();
        self.user.iter().find(|user| {
            user.names.iter().any(|name| name.eq_ignore_ascii_case(written))
                || (number.is_some() && user.number == number)
        })
    }
}

/// `registries.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Registries {
    /// By host.
    pub entries: BTreeMap<String, Described>,
}

/// `variables.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Variables {
    /// The automatic platform arguments by name.
    #[serde(default)]
    pub platform_arguments: BTreeMap<String, String>,
    /// The proxy arguments.
    #[serde(default)]
    pub predefined_arguments: Predefined,
    /// The operators of `${NAME…}`.
    #[serde(default)]
    pub operators: BTreeMap<String, String>,
}

/// Arguments that need no ARG.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Predefined {
    /// Their names.
    pub names: Vec<String>,
    /// What they are.
    pub about: String,
}

/// `platforms.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Platforms {
    /// Operating systems.
    #[serde(default)]
    pub systems: BTreeMap<String, String>,
    /// Processor architectures.
    #[serde(default)]
    pub architectures: BTreeMap<String, String>,
}
