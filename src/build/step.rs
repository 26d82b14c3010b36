//! The steps of a build.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::assume::Origin;
use super::environment::Environment;
use super::step_name::StepName;

/// One operation that `docker build` shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The line of the instruction.
    pub line: u32,
    /// `RUN`, `COPY`, `ADD`, `WORKDIR`, or `LINK` for the merge of `COPY --link`.
    pub kind: &'static str,
    /// The name that `docker build` prints.
    #[serde(skip_serializing_if = "StepName::is_empty")]
    pub name: StepName,
    /// RUN: the program and its arguments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub argv: Option<Arc<Vec<String>>>,
    /// RUN: the environment in BuildKit's order; `null` when there is nothing in it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "null_when_empty")]
    pub env: Option<RunEnvironment>,
    /// RUN: the working directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cwd: Option<Arc<str>>,
    /// RUN: the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Arc<str>>,
    /// RUN: what is mounted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mounts: Vec<MountedAt>,
    /// RUN: secrets in the environment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secret_env: Vec<SecretVariable>,
    /// RUN: `none` or `host`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// RUN: `insecure`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<String>,
    /// RUN: the proxies of build arguments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<BTreeMap<&'static str, String>>,
    /// COPY and ADD: one entry a source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<Vec<Copied>>,
    /// WORKDIR: the folder that is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// WORKDIR: who owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// Whether the same operation stands at several lines.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// The members that the file cannot tell.
    #[serde(skip)]
    pub unknown: Vec<&'static str>,
    /// The number of its stage.
    #[serde(skip)]
    pub stage: usize,
    /// COPY: the stage or image that `--from` names, by its number.
    #[serde(skip)]
    pub source: Option<usize>,
    /// COPY and ADD: whether it is made on an empty image and merged afterwards (`--link`).
    #[serde(skip)]
    pub is_linked: bool,
    /// The members that rest on the table of images.
    #[serde(skip)]
    pub assumed: Vec<&'static str>,
    /// The entry of the table.
    #[serde(skip)]
    pub origin: Option<Arc<Origin>>,
    /// COPY and ADD: whether the file cannot tell what is copied.
    #[serde(skip)]
    pub sources_unknown: bool,
    /// COPY and ADD: whether the file cannot tell where it goes.
    #[serde(skip)]
    pub destination_unknown: bool,
}

impl Step {
    /// Whether it is a RUN of nothing, which BuildKit refuses when it is sent.
    pub fn has_no_command(&self) -> bool {
        self.argv.as_ref().is_some_and(|words| words.is_empty())
    }
}

fn null_when_empty<S: Serializer>(
    environment: &Option<RunEnvironment>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    environment.as_ref().filter(|it| it.count() > 0).serialize(serializer)
}

/// The environment of a RUN. It shares the variables with the state that they
/// come from; serialized, it is a list of `NAME=value`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunEnvironment {
    /// The variables.
    pub variables: Environment,
    /// The socket of the ssh agent, for `SSH_AUTH_SOCK`.
    pub socket: Option<String>,
}

impl RunEnvironment {
    /// How many entries there are.
    pub fn count(&self) -> usize {
        self.variables.count() + usize::from(self.socket.is_some())
    }

    /// The entries, `NAME=value`, in BuildKit's order.
    pub fn entries(&self) -> impl Iterator<Item = String> {
        let variables = self.variables.iter();
        let socket = self.socket.iter().map(|socket| format!("SSH_AUTH_SOCK={socket}"));
        variables.map(|it| format!("{}={}", it.name, it.value)).chain(socket)
    }
}

impl Serialize for RunEnvironment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.entries())
    }
}

/// A user or group: a number or a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Owner {
    /// A number; `root` is 0.
    Number(i32),
    /// A name that the image's own files resolve.
    Name(String),
}

impl Owner {
    /// Reads what stands on one side of the colon.
    pub fn read(text: &str) -> Self {
        if text == "root" {
            return Owner::Number(0);
        }
        text.parse().map_or_else(|_| Owner::Name(text.to_owned()), Owner::Number)
    }

    /// Reads `user:group`.
    pub fn pair(text: &str) -> (Owner, Option<Owner>) {
        match text.split_once(':') {
            Some((user, group)) => (Owner::read(user), Some(Owner::read(group))),
            None => (Owner::read(text), None),
        }
    }
}

/// A mount of a RUN.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each is the key of the same name")]
pub struct MountedAt {
    pub target: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub readonly: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sharing: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gid: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// The number of the stage or image behind it.
    #[serde(skip)]
    pub source_stage: Option<usize>,
    /// User, group and mode of the folder that is made for a cache.
    #[serde(skip)]
    pub made_with: Option<(Option<u32>, Option<u32>, Option<u32>)>,
}

/// A secret that RUN finds in a variable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each is the key of the same name")]
pub struct SecretVariable {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// One source of a COPY or ADD.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each is the flag of the same name, or says it")]
pub struct Copied {
    pub src: String,
    pub dest: String,
    /// `context`, `stage`, `image:…` or an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Cow<'static, str>>,
    /// The text of a heredoc.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Owner>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Owner>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode_str: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unpack: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
}

impl Copied {
    /// Whether it comes from the context.
    pub fn is_from_context(&self) -> bool {
        self.from.as_deref() == Some("context")
    }
}
