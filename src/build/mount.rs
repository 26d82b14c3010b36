//! `RUN --mount=…` as BuildKit reads it (`instructions/commands_runmount.go`).

use super::words::go_quoted;
use crate::dockerfile::go;

/// What kind of mount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "each is the type of the same name")]
pub enum MountKind {
    #[default]
    Bind,
    Cache,
    Tmpfs,
    Secret,
    Ssh,
}

/// A mount after its variables were expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mount {
    /// Its type.
    pub kind: MountKind,
    /// The stage or image to mount from; empty for the context.
    pub from: String,
    /// The path to mount.
    pub source: String,
    /// Where to.
    pub target: String,
    /// Whether it cannot be written.
    pub read_only: bool,
    /// The limit of a tmpfs, in bytes; 0 for none.
    pub size: i64,
    /// The id of a cache, a secret or an ssh agent.
    pub id: String,
    /// How a cache is shared: `shared`, `private` or `locked`; empty where not given.
    pub sharing: String,
    /// Whether the build fails without it.
    pub required: bool,
    /// The variable that a secret is put into.
    pub env: Option<String>,
    /// The file mode.
    pub mode: Option<u32>,
    /// The owner.
    pub uid: Option<u32>,
    /// The group.
    pub gid: Option<u32>,
}

/// A refusal with BuildKit's text and suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The text.
    pub text: String,
    /// What BuildKit suggests.
    pub hint: Option<String>,
}

impl From<String> for Refusal {
    fn from(text: String) -> Self {
        Self { text, hint: None }
    }
}

const KINDS: [&str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];
const SHARINGS: [&str; 3] = ["shared", "private", "locked"];
const KEYS: [&str; 19] = [
    "type",
    "from",
    "source",
    "target",
    "readonly",
    "id",
    "sharing",
    "required",
    "size",
    "mode",
    "uid",
    "gid",
    "src",
    "dst",
    "destination",
    "ro",
    "rw",
    "readwrite",
    "env",
];

impl Mount {
    /// Reads the value of a `--mount` flag; `expand` gives each value after expansion.
    ///
    /// # Errors
    /// BuildKit's text.
    pub fn read(
        value: &str,
        mut expand: impl FnMut(&str) -> Result<String, String>,
    ) -> Result<Self, Refusal> {
        let fields = go::csv_fields(value.as_bytes())
            .map_err(|error| format!("failed to parse csv mounts: {error}"))?;
        let mut mount = Mount::default();
        let mut read_only = None;
        for field in &fields {
            let field = &*go::lossy(&field.text);
            let (key, value) = match field.split_once('=') {
                Some((key, value)) => (key.to_lowercase(), Some(value)),
                None => (field.to_lowercase(), None),
            };
            match value {
                None => mount.set_bare(&key, field, &mut read_only)?,
                Some(value) => {
                    let value = expand(value)?;
                    mount.set(&key, value, field, &mut read_only)?;
                }
            }
        }
        let writable = matches!(mount.kind, MountKind::Cache | MountKind::Tmpfs);
        mount.read_only = read_only.unwrap_or(!writable);
        mount.check()?;
        Ok(mount)
    }

    fn set_bare(
        &mut self,
        key: &str,
        field: &str,
        read_only: &mut Option<bool>,
    ) -> Result<(), String> {
        match key {
            "readonly" | "ro" => *read_only = Some(true),
            "readwrite" | "rw" => *read_only = Some(false),
            "required" if self.may_be_required() => self.required = true,
            "required" => return Err(self.unexpected(key)),
            _ => return Err(format!("invalid field '{field}' must be a key=value pair")),
        }
        Ok(())
    }

    fn set(
        &mut self,
        key: &str,
        value: String,
        field: &str,
        read_only: &mut Option<bool>,
    ) -> Result<(), Refusal> {
        let flag = |value: &str| {
            go::parse_bool(value.as_bytes())
                .ok_or_else(|| format!("invalid value for {key}: {value}"))
        };
        let number = |radix: u32| {
            u32::from_str_radix(&value, radix)
                .ok()
                .filter(|_| !value.starts_with('+'))
                .ok_or_else(|| format!("invalid value {value} for {key}"))
        };
        match key {
            "type" => {
                self.kind = match value.to_lowercase().as_str() {
                    "bind" => MountKind::Bind,
                    "cache" => MountKind::Cache,
                    "tmpfs" => MountKind::Tmpfs,
                    "secret" => MountKind::Secret,
                    "ssh" => MountKind::Ssh,
                    _ => {
                        let text = format!("unsupported mount type {}", go_quoted(&value));
                        return Err(suggested(text, &value, &KINDS));
                    }
                };
            }
            "from" => self.from = value,
            "source" | "src" => self.source = value,
            "target" | "dst" | "destination" => self.target = value,
            "readonly" | "ro" => *read_only = Some(flag(&value)?),
            "readwrite" | "rw" => *read_only = Some(!flag(&value)?),
            "required" if self.may_be_required() => self.required = flag(&value)?,
            "size" if self.kind == MountKind::Tmpfs => {
                self.size =
                    bytes_of(&value).ok_or_else(|| format!("invalid value for {key}: {value}"))?;
            }
            "required" | "size" => return Err(self.unexpected(key).into()),
            "id" => self.id = value,
            "sharing" => {
                let lower = value.to_lowercase();
                if !SHARINGS.contains(&lower.as_str()) {
                    let text = format!("unsupported sharing value {}", go_quoted(&value));
                    return Err(suggested(text, &value, &SHARINGS));
                }
                self.sharing = lower;
            }
            "mode" => self.mode = Some(number(8)?),
            "uid" => self.uid = Some(number(10)?),
            "gid" => self.gid = Some(number(10)?),
            "env" => self.env = Some(value),
            _ => {
                let text = format!("unexpected key '{key}' in '{field}'");
                return Err(suggested(text, key, &KEYS));
            }
        }
        Ok(())
    }

    fn may_be_required(&self) -> bool {
        matches!(self.kind, MountKind::Secret | MountKind::Ssh)
    }

    fn unexpected(&self, key: &str) -> String {
        format!("unexpected key '{key}' for mount type '{}'", self.kind_name())
    }

    fn kind_name(&self) -> &'static str {
        match self.kind {
            MountKind::Bind => "bind",
            MountKind::Cache => "cache",
            MountKind::Tmpfs => "tmpfs",
            MountKind::Secret => "secret",
            MountKind::Ssh => "ssh",
        }
    }

    fn check(&self) -> Result<(), String> {
        let kind = self.kind_name();
        if !matches!(self.kind, MountKind::Secret | MountKind::Ssh | MountKind::Cache) {
            let given = [
                ("mode", self.mode.is_some()),
                ("uid", self.uid.is_some()),
                ("gid", self.gid.is_some()),
            ];
            if let Some((key, _)) = given.iter().find(|(_, given)| *given) {
                return Err(format!("{key} not allowed for \"{kind}\" type mounts"));
            }
        }
        if self.kind == MountKind::Secret {
            let refusals = [
                (!self.from.is_empty(), "secret mount should not have a from"),
                (!self.sharing.is_empty(), "secret mount should not define sharing"),
                (
                    self.source.is_empty() && self.target.is_empty() && self.id.is_empty(),
                    "invalid secret mount. one of source, target required",
                ),
                (!self.source.is_empty() && !self.id.is_empty(), "both source and id can't be set"),
            ];
            if let Some((_, text)) = refusals.iter().find(|(refused, _)| *refused) {
                return Err((*text).to_owned());
            }
        }
        if !self.sharing.is_empty() && self.kind != MountKind::Cache {
            return Err(format!("invalid cache sharing set for {kind} mount"));
        }
        Ok(())
    }
}

fn suggested(text: String, word: &str, options: &[&str]) -> Refusal {
    Refusal { text, hint: go::nearest(word, options.iter().copied()) }
}

/// `64m`, `1.5GB` or `10` in bytes, as `docker/go-units` reads memory sizes.
fn bytes_of(text: &str) -> Option<i64> {
    let end = text.rfind(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '))?;
    let (number, suffix) = (&text[..=end], &text[end + 1..]);
    let size: f64 = number.strip_suffix(' ').unwrap_or(number).parse().ok()?;
    if size < 0.0 {
        return None;
    }
    let suffix = suffix.to_lowercase();
    let (unit, rest) = match suffix.chars().next() {
        None => return Some(size as i64),
        Some(unit) => (unit, &suffix[unit.len_utf8()..]),
    };
    let power = match unit {
        'b' if rest.is_empty() => return Some(size as i64),
        'k' => 1,
        'm' => 2,
        'g' => 3,
        't' => 4,
        'p' => 5,
        _ => return None,
    };
    let scaled = size * 1024_f64.powi(power);
    matches!(rest, "" | "b" | "ib").then_some(scaled as i64)
}
