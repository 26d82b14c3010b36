//! The answer of the engine, written as the recordings write BuildKit's.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::arguments::ArgumentsAt;
use super::lint::Warning;
use super::stage::{HistoryEntry, Image};
use super::step::{RunEnvironment, Step};
use super::{After, Build, Failure};

/// What a build does, with the members of the recordings.
#[derive(Clone, Debug, Serialize)]
pub struct Facts {
    /// Why it does not start.
    pub error: Option<Value>,
    /// What the build checks say.
    pub warnings: Vec<Warning>,
    /// The other members; none when the build does not start.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// One member that cannot be told.
#[derive(Clone, Debug, Serialize)]
struct Unknown {
    member: String,
    reason: String,
}

/// How many variables are written at most, all states and steps together. A
/// file of people has some thousands; each state of a hostile one may have as
/// many as the file has lines.
const MOST_VARIABLES: usize = 500_000;

const TOO_LONG: &str =
    "too long to write: the states of this file hold more than 500,000 variables";

/// What may still be written.
struct Room {
    variables: usize,
}

impl Room {
    /// Takes room for so many variables; false when there is none left.
    fn take(&mut self, variables: usize) -> bool {
        let left = self.variables.checked_sub(variables);
        self.variables = left.unwrap_or_default();
        left.is_some()
    }
}

/// Writes down what a build does.
pub fn facts(build: &Build) -> Facts {
    let mut more = Map::new();
    let refused_late = |failure: &Failure| failure.text.starts_with("marshal:");
    let is_refused = build.failure.as_ref().is_some_and(|failure| !refused_late(failure));
    if let Some(target) = build.target.filter(|_| !is_refused) {
        let mut unknown = Vec::new();
        let mut room = Room { variables: MOST_VARIABLES };
        add_image(&mut more, build, target, &mut room, &mut unknown);
        add_triggers(build, &mut unknown);
        more.insert("stages".to_owned(), stages(build));
        more.insert("images".to_owned(), json!(build.images));
        more.insert("after".to_owned(), after(build, &mut room, &mut unknown));
        if build.failure.is_none() {
            more.insert("steps".to_owned(), steps(build, &mut room, &mut unknown));
        }
        if !unknown.is_empty() {
            more.insert("unknown".to_owned(), json!(unknown));
        }
    }
    let error = build.failure.as_ref().map(error);
    Facts { error, warnings: build.warnings.clone(), more }
}

fn error(failure: &Failure) -> Value {
    let mut error = json!({"text": failure.text, "line": failure.line});
    if let (Some(hint), Some(members)) = (&failure.hint, error.as_object_mut()) {
        members.insert("hint".to_owned(), json!(hint));
    }
    error
}

fn add_image(
    more: &mut Map<String, Value>,
    build: &Build,
    target: usize,
    room: &mut Room,
    unknown: &mut Vec<Unknown>,
) {
    let image = &build.stages[target].image;
    let mut config = json!(build.config_of(target));
    if let Some(members) = config.as_object_mut() {
        hide_unknown(members, build, image, unknown);
    }
    more.insert("config".to_owned(), config);
    if !image.author.is_empty() {
        more.insert("author".to_owned(), json!(image.author));
    }
    let platform = image.platform.normalized().to_string();
    if platform != "linux/amd64" {
        more.insert("image_platform".to_owned(), json!(platform));
    }
    let count = |entry: &HistoryEntry| entry.arguments.as_ref().map_or(0, ArgumentsAt::count);
    let reason = if build.history_of(target).any(|entry| entry.unknown) {
        reason(image, build)
    } else if !room.take(build.history_of(target).map(count).sum()) {
        TOO_LONG.to_owned()
    } else {
        more.insert("history".to_owned(), build.history_of(target).map(history_entry).collect());
        return;
    };
    unknown.push(Unknown { member: "history".to_owned(), reason });
}

fn history_entry(entry: &HistoryEntry) -> Value {
    let created_by = match &entry.arguments {
        Some(arguments) => format!("RUN {} # buildkit", arguments.before(&entry.created_by)),
        None => entry.created_by.clone(),
    };
    json!({"created_by": created_by, "empty": entry.empty})
}

/// An unknown base may have triggers, which run before everything else of its stage.
fn add_triggers(build: &Build, unknown: &mut Vec<Unknown>) {
    let stages = build.stages.iter().take(build.file_stages).enumerate();
    for (index, stage) in stages {
        let reachable = build.reachable.get(index).copied().unwrap_or_default();
        if let Some(reason) = stage.image.unknown_base.clone()
            && stage.base.is_none()
            && reachable
        {
            let member = format!("stages[{index}].triggers");
            unknown.push(Unknown { member, reason: reason.to_string() });
        }
    }
}

fn reason(image: &Image, build: &Build) -> String {
    let usual = if build.is_cut_short {
        "it rests on a variable that the file does not set, or on a value too long to work out"
    } else {
        "it rests on a variable that the file does not set"
    };
    image.unknown_base.as_deref().unwrap_or(usual).to_owned()
}

/// Takes away what the base image decides when it is unknown.
fn hide_unknown(
    members: &mut Map<String, Value>,
    build: &Build,
    image: &Image,
    unknown: &mut Vec<Unknown>,
) {
    let replaced =
        ["User", "WorkingDir", "Entrypoint", "Cmd", "StopSignal", "Healthcheck", "Shell"];
    let added_to = ["Env", "ExposedPorts", "Volumes", "Labels"];
    let is_known = |member: &'static str| {
        let may_have_more = added_to.contains(&member) && image.unknown_base.is_some();
        !may_have_more
            && (added_to.contains(&member) || image.knows(member))
            && !image.unknown.contains(member)
    };
    for member in replaced.into_iter().chain(added_to) {
        if !is_known(member) {
            members.remove(member);
            let (member, reason) = (format!("config.{member}"), reason(image, build));
            unknown.push(Unknown { member, reason });
        }
    }
}

fn stages(build: &Build) -> Value {
    let stages = build.stages.iter().take(build.file_stages).enumerate();
    let stage = |(index, stage): (usize, &super::stage::Stage)| {
        let reachable = build.reachable.get(index).copied().unwrap_or_default();
        let base = Some(&stage.base_name).filter(|_| reachable);
        let mut entry = json!({
            "index": index, "line": stage.line, "base": base, "reachable": reachable,
        });
        if let Some(members) = entry.as_object_mut() {
            if !stage.name.is_empty() {
                members.insert("name".to_owned(), json!(stage.name));
            }
            if let Some(base) = stage.base {
                members.insert("base_stage".to_owned(), json!(base));
            }
            if build.target == Some(index) {
                members.insert("target".to_owned(), json!(true));
            }
        }
        entry
    };
    stages.map(stage).collect()
}

/// Each state; what did not change since the stage's last is left out.
fn after(build: &Build, room: &mut Room, unknown: &mut Vec<Unknown>) -> Value {
    let mut entries = Vec::new();
    let mut last: Option<&After> = None;
    for after in &build.after {
        let (index, unknown_before) = (entries.len(), unknown.len());
        let before = last.filter(|last| last.stage == after.stage);
        let mut entry = Map::new();
        entry.insert("stage".to_owned(), json!(after.stage));
        entry.insert("line".to_owned(), json!(after.line));
        entry.insert("instr".to_owned(), json!(format!("{:?}", after.keyword).to_uppercase()));
        if after.is_trigger {
            entry.insert("onbuild".to_owned(), json!(true));
        }
        Members { entry: &mut entry, index, build, after, room, unknown }.add(before);
        if entry.len() > 3 || before.is_none() || unknown.len() > unknown_before {
            entries.push(Value::Object(entry));
            last = Some(after);
        }
    }
    Value::Array(entries)
}

struct Members<'a> {
    entry: &'a mut Map<String, Value>,
    index: usize,
    build: &'a Build,
    after: &'a After,
    room: &'a mut Room,
    unknown: &'a mut Vec<Unknown>,
}

impl Members<'_> {
    fn add(&mut self, before: Option<&After>) {
        let state = &self.after.state;
        let environment = &state.environment;
        let is_same = |before: &After| before.state.environment.shows_the_same(environment);
        if !before.is_some_and(is_same) {
            self.put_environment();
        }
        let directory = |after: &After| {
            let directory = &after.state.directory;
            let is_root = directory.value.is_empty();
            (if is_root { "/".into() } else { Arc::clone(&directory.value) }, directory.unknown)
        };
        if before.is_none_or(|before| directory(before) != directory(self.after)) {
            self.put("cwd", json!(directory(self.after).0), !state.directory.unknown);
        }
        let user = |after: &After| (after.state.user.value.clone(), after.state.user.unknown);
        if before.is_none_or(|before| user(before) != user(self.after)) {
            self.put("user", json!(state.user.value), !state.user.unknown);
        }
        let shell_differs = match before {
            Some(before) => {
                !Arc::ptr_eq(&before.shell, &self.after.shell) && before.shell != self.after.shell
            }
            None => !self.after.shell.is_empty() || !self.after.shell_is_known,
        };
        if shell_differs {
            self.put("shell", json!(self.after.shell), self.after.shell_is_known);
        }
    }

    fn put_environment(&mut self) {
        let environment = &self.after.state.environment;
        if !environment.is_known() {
            return self
                .leave_out("env", reason(&self.build.stages[self.after.stage].image, self.build));
        }
        if !self.room.take(environment.count()) {
            return self.leave_out("env", TOO_LONG.to_owned());
        }
        let variables = environment.iter();
        let variables: BTreeMap<&str, &str> =
            variables.map(|it| (it.name.as_str(), it.value.as_str())).collect();
        self.entry.insert("env".to_owned(), json!(variables));
    }

    fn put(&mut self, member: &str, value: Value, is_known: bool) {
        if is_known {
            self.entry.insert(member.to_owned(), value);
            return;
        }
        self.leave_out(member, reason(&self.build.stages[self.after.stage].image, self.build));
    }

    fn leave_out(&mut self, member: &str, reason: String) {
        let member = format!("after[{}].{member}", self.index);
        self.unknown.push(Unknown { member, reason });
    }
}

fn steps(build: &Build, room: &mut Room, unknown: &mut Vec<Unknown>) -> Value {
    let step = |(index, step): (usize, &Step)| {
        let variables = step.env.as_ref().map_or(0, RunEnvironment::count);
        let is_unknown = step.unknown.contains(&"env");
        let mut value = if !is_unknown && room.take(variables) {
            json!(step)
        } else {
            json!(Step { env: None, ..step.clone() })
        };
        if !is_unknown && step.env.is_some() && value.get("env").is_none() {
            let member = format!("steps[{index}].env");
            unknown.push(Unknown { member, reason: TOO_LONG.to_owned() });
        }
        if let Some(members) = value.as_object_mut() {
            for member in &step.unknown {
                members.remove(*member);
                unknown.push(Unknown {
                    member: format!("steps[{index}].{member}"),
                    reason: "it rests on what the base image sets".to_owned(),
                });
            }
        }
        value
    };
    build.steps.iter().enumerate().map(step).collect()
}
