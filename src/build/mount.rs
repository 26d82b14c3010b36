//! `RUN --mount=…` as BuildKit reads it (`instructions/commands_runmount.go`).

use super::expand::go_quoted;

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
        let fields =
            csv_fields(value).map_err(|error| format!("failed to parse csv mounts: {error}"))?;
        let mut mount = Mount::default();
        let mut read_only = None;
        for field in &fields {
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
            parse_bool(value).ok_or_else(|| format!("invalid value for {key}: {value}"))
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
    Refusal { text, hint: nearest(word, options.iter().copied()) }
}

/// The option nearest to a word as BuildKit suggests it: at most two edits
/// away, and not the word itself (`util/suggest`).
pub fn nearest<'a>(word: &str, options: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for option in options {
        let distance = edit_distance(word, option);
        if distance == 0 {
            return None;
        }
        if distance <= 2 && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, option));
        }
    }
    best.map(|(_, option)| option.to_owned())
}

fn edit_distance(first: &str, second: &str) -> usize {
    let second: Vec<char> = second.chars().collect();
    let mut row: Vec<usize> = (0..=second.len()).collect();
    for (line, letter) in first.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (place, other) in second.iter().enumerate() {
            let above = row[place + 1];
            row[place + 1] =
                (diagonal + usize::from(letter != *other)).min(above + 1).min(row[place] + 1);
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Go's `strconv.ParseBool`.
pub fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
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

/// The fields of one line of comma-separated values.
fn csv_fields(line: &str) -> Result<Vec<String>, String> {
    let mut fields = Vec::new();
    let mut rest = line;
    let column = |rest: &str| line.len() - rest.len() + 1;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut field = String::new();
            let mut tail = quoted;
            loop {
                let Some((text, after)) = tail.split_once('"') else {
                    let at = column("");
                    return Err(format!(
                        "parse error on line 1, column {at}: extraneous or missing \" in quoted-field"
                    ));
                };
                field.push_str(text);
                tail = after;
                match tail.strip_prefix('"') {
                    Some(after) => {
                        field.push('"');
                        tail = after;
                    }
                    None => break,
                }
            }
            fields.push(field);
            match tail.strip_prefix(',') {
                Some(after) => rest = after,
                None if tail.is_empty() => return Ok(fields),
                None => {
                    let at = column(tail);
                    return Err(format!(
                        "parse error on line 1, column {at}: extraneous or missing \" in quoted-field"
                    ));
                }
            }
            continue;
        }
        let (field, after) = match rest.split_once(',') {
            Some((field, after)) => (field, Some(after)),
            None => (rest, None),
        };
        if let Some(place) = field.find('"') {
            let at = column(rest) + place;
            return Err(format!("parse error on line 1, column {at}: bare \" in non-quoted-field"));
        }
        fields.push(field.to_owned());
        match after {
            Some(after) => rest = after,
            None => return Ok(fields),
        }
    }
}
