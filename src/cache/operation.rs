//! What counts in the key of a step: its operation, member by member.
//!
//! What is not here does not count: proxies, the values of secrets, the source
//! path of a bind mount, the id of a cache with an id of its own, the folder a
//! COPY takes from (BuildKit's `solver/llbsolver/ops`, 73ed6825c, and the
//! experiments recorded in `tests/truth/cache.jsonl`).

use serde_json::json;

use super::digest::{Digest, Digester};
use crate::build::paths;
use crate::build::step::{Copied, MountedAt, Owner, RunEnvironment, Step};

/// A member of a step's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// RUN: the words of the command, the shell left aside.
    Command,
    /// RUN: the shell before the command, and the words around it.
    Shell,
    /// RUN: the variables in order.
    Variables,
    /// RUN: the working directory.
    Directory,
    /// RUN and WORKDIR: the user.
    User,
    /// RUN: the mounts.
    Mounts,
    /// RUN: the secrets in variables.
    Secrets,
    /// RUN: the network, the security mode and the host's name.
    Surroundings,
    /// COPY and ADD: the names of the sources.
    Sources,
    /// COPY and ADD: the destination.
    Destination,
    /// COPY and ADD: `--chown`.
    Ownership,
    /// COPY and ADD: `--chmod`.
    Mode,
    /// COPY and ADD: `--exclude` and `--parents`.
    Filters,
    /// COPY and ADD: whether archives are unpacked, which tells the two apart.
    Unpacking,
    /// WORKDIR: the folder.
    Path,
    /// WORKDIR: the time that SOURCE_DATE_EPOCH gives it.
    Time,
}

/// How many variables are compared one by one where others are open. With
/// more, a step counts as one that may be the same.
const MOST_COMPARED: usize = 500;

/// The value of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Known.
    Known(String),
    /// It rests on what the base image sets; equal texts mean equal values.
    Open(String),
}

/// The operation of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operation {
    /// `RUN`, `COPY`, `WORKDIR` or `LINK`; ADD is a COPY here.
    pub kind: &'static str,
    /// The members in a fixed order.
    pub members: Vec<(Member, Value)>,
    /// RUN: the variables themselves, to tell which of them differ.
    pub(super) environment: Option<RunEnvironment>,
    /// How the inputs are put together, which counts too.
    pub(super) shape: String,
}

impl Operation {
    /// The operation of a step; `open` gives the text that stands for a member
    /// which the file cannot tell.
    pub(super) fn of(
        step: &Step,
        surroundings: &Surroundings<'_>,
        open: impl Fn(&str) -> String,
    ) -> Self {
        let mut members = match step.kind {
            "RUN" => of_run(step, surroundings),
            "WORKDIR" => of_workdir(step, surroundings),
            "LINK" => Vec::new(),
            _ => of_copy(step.copies.as_deref().unwrap_or_default()),
        };
        for (member, value) in &mut members {
            let field = member.field();
            // The base is the same where this counts, and so are its own variables.
            let is_sure = *member == Member::Variables && !has_unknown_value(step);
            if let Value::Known(text) = value
                && step.unknown.contains(&field)
                && !is_sure
            {
                *value = Value::Open(open(&format!("{field} {text}")));
            }
        }
        let kind = if step.kind == "ADD" { "COPY" } else { step.kind };
        Self { kind, members, environment: step.env.clone(), shape: String::new() }
    }

    /// What stands for the operation where every member has to be equal.
    pub(super) fn digest(&self) -> Digest {
        let mut digester = Digester::new(self.kind).text(&self.shape);
        for (member, value) in &self.members {
            let (kind, text) = match value {
                Value::Known(text) => ("known", text),
                Value::Open(text) => ("open", text),
            };
            digester = digester.number(*member as u64).text(kind).text(text);
        }
        digester.finish()
    }

    /// What operations that may be equal have in common.
    pub(super) fn family(&self) -> Digest {
        let first = self.members.first().map(|(_, value)| value);
        let first = match first {
            Some(Value::Known(text)) => text,
            _ => "",
        };
        Digester::new(self.kind).text(&self.shape).text(first).finish()
    }

    /// Whether a member is open.
    pub(super) fn is_open(&self) -> bool {
        self.members.iter().any(|(_, value)| matches!(value, Value::Open(_)))
    }

    /// Whether it may be the same as another: equal where both are known.
    pub(super) fn may_equal(&self, other: &Self) -> bool {
        let pairs = || self.members.iter().zip(&other.members);
        let fits = |((left, one), (right, another)): (&(Member, Value), &(Member, Value))| {
            let both_known = matches!((one, another), (Value::Known(_), Value::Known(_)));
            left == right && (!both_known || one == another)
        };
        self.kind == other.kind
            && self.shape == other.shape
            && self.members.len() == other.members.len()
            && pairs().all(fits)
            && !self.has_other_variables(other)
    }

    /// Whether a variable surely has another value, whatever the base sets.
    fn has_other_variables(&self, other: &Self) -> bool {
        let (Some(one), Some(another)) = (&self.environment, &other.environment) else {
            return false;
        };
        let (one, another) = (&one.variables, &another.variables);
        one.count() <= MOST_COMPARED && one.surely_differs(another)
    }

    /// The value of a member.
    pub(super) fn get(&self, member: Member) -> Option<&Value> {
        self.members.iter().find(|(own, _)| *own == member).map(|(_, value)| value)
    }
}

impl Member {
    /// The field of [`Step`] that says when the member cannot be told.
    fn field(self) -> &'static str {
        match self {
            Member::Shell => "argv",
            Member::Variables => "env",
            Member::Directory => "cwd",
            Member::User => "user",
            Member::Mounts => "mounts",
            Member::Destination | Member::Ownership | Member::Mode => "copies",
            Member::Path => "path",
            _ => "",
        }
    }
}

/// What comes from the build arguments without being declared.
pub(super) struct Surroundings<'a> {
    /// The value of SOURCE_DATE_EPOCH.
    pub(super) epoch: Option<&'a str>,
    /// The value of BUILDKIT_SANDBOX_HOSTNAME.
    pub(super) host: Option<&'a str>,
}

fn known(value: impl Into<String>) -> Value {
    Value::Known(value.into())
}

fn of_run(step: &Step, surroundings: &Surroundings<'_>) -> Vec<(Member, Value)> {
    let words = step.argv.as_ref().map_or(&[][..], |words| words.as_slice());
    let (command, around) = words.split_last().map_or(("", words), |(last, rest)| (last, rest));
    let mounts: Vec<String> = step.mounts.iter().map(mount).collect();
    let secrets = json!(step.secret_env).to_string();
    let around_it = json!([step.network, step.security, surroundings.host]).to_string();
    vec![
        (Member::Command, known(command)),
        (Member::Shell, known(json!(around).to_string())),
        (Member::Variables, known(variables(step))),
        (Member::Directory, known(step.cwd.as_deref().unwrap_or_default())),
        (Member::User, known(step.user.as_deref().unwrap_or_default())),
        (Member::Mounts, known(mounts.join("\n"))),
        (Member::Secrets, known(secrets)),
        (Member::Surroundings, known(around_it)),
    ]
}

/// The variables in order, as a digest: there may be many, and many RUNs share them.
fn variables(step: &Step) -> String {
    let mut digester = Digester::new("variables");
    for entry in step.env.iter().flat_map(RunEnvironment::entries) {
        digester = digester.text(&entry);
    }
    digester.finish().to_string()
}

fn has_unknown_value(step: &Step) -> bool {
    step.env.as_ref().is_some_and(|env| env.variables.has_unknown_value())
}

/// A mount without what does not count: where it takes from, and the id of a
/// cache that has its own.
fn mount(mount: &MountedAt) -> String {
    let has_own_id = mount.kind == "cache"
        && mount.id.as_deref().is_some_and(|id| paths::clean(id) != paths::clean(&mount.target));
    let mut counted = MountedAt { source: None, from: None, ..mount.clone() };
    if has_own_id {
        counted.id = Some("own".to_owned());
        counted.sharing = None;
    }
    json!([counted, mount.made_with, mount.inline.is_some()]).to_string()
}

fn of_workdir(step: &Step, surroundings: &Surroundings<'_>) -> Vec<(Member, Value)> {
    let owner = match &step.owner {
        _ if step.unknown.contains(&"owner") => Value::Open("owner".to_owned()),
        owner => known(json!(owner).to_string()),
    };
    vec![
        (Member::Path, known(step.path.clone().unwrap_or_default())),
        (Member::User, owner),
        (Member::Time, known(surroundings.epoch.unwrap_or_default())),
    ]
}

fn of_copy(copies: &[Copied]) -> Vec<(Member, Value)> {
    let each = |part: &dyn Fn(&Copied) -> serde_json::Value| {
        let parts: Vec<serde_json::Value> = copies.iter().map(part).collect();
        known(json!(parts).to_string())
    };
    let owner = |owner: &Option<Owner>| json!(owner);
    vec![
        (Member::Sources, each(&|copied| json!(paths::base(&copied.src)))),
        (Member::Destination, each(&|copied| json!(copied.dest))),
        (Member::Ownership, each(&|it| json!([owner(&it.user), owner(&it.group)]))),
        (Member::Mode, each(&|copied| json!([copied.mode, copied.mode_str]))),
        (Member::Filters, each(&|it| json!([it.include, it.exclude, it.required]))),
        (Member::Unpacking, each(&|copied| json!(copied.unpack))),
    ]
}
