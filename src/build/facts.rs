//! The answer of the engine, written as the recordings write BuildKit's.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::assume::{Origin, Standing};
use super::lint::Warning;
use super::stage::{ADDED_TO, CreatedBy, HistoryEntry, Image};
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

/// One member that rests on the table of images.
#[derive(Clone, Debug, Serialize)]
struct Assumed {
    member: String,
    #[serde(flatten)]
    origin: Origin,
}

/// The members that are not sure.
#[derive(Default)]
struct Doubts {
    unknown: Vec<Unknown>,
    assumed: Vec<Assumed>,
}

impl Doubts {
    fn unknown(&mut self, member: impl Into<String>, reason: impl Into<String>) {
        self.unknown.push(Unknown { member: member.into(), reason: reason.into() });
    }

    fn assumed(&mut self, member: impl Into<String>, origin: Option<&Arc<Origin>>) {
        let origin = origin.map(|origin| Origin::clone(origin)).unwrap_or_default();
        self.assumed.push(Assumed { member: member.into(), origin });
    }

    fn write(self, more: &mut Map<String, Value>) {
        if !self.assumed.is_empty() {
            more.insert("assumed".to_owned(), json!(self.assumed));
        }
        if !self.unknown.is_empty() {
            more.insert("unknown".to_owned(), json!(self.unknown));
        }
    }
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
        let mut doubts = Doubts::default();
        let mut room = Room { variables: MOST_VARIABLES };
        add_image(&mut more, build, target, &mut room, &mut doubts);
        add_triggers(build, &mut doubts);
        more.insert("stages".to_owned(), stages(build));
        more.insert("images".to_owned(), json!(build.images));
        more.insert("after".to_owned(), after(build, &mut room, &mut doubts));
        if build.failure.is_none() {
            more.insert("steps".to_owned(), steps(build, &mut room, &mut doubts));
        }
        doubts.write(&mut more);
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
    doubts: &mut Doubts,
) {
    let image = &build.stages[target].image;
    let mut config = json!(build.config_of(target));
    if let Some(members) = config.as_object_mut() {
        hide_unknown(members, build, image, doubts);
    }
    more.insert("config".to_owned(), config);
    if !image.author.is_empty() {
        more.insert("author".to_owned(), json!(image.author));
    }
    let platform = image.platform.normalized().to_string();
    if platform != "linux/amd64" {
        more.insert("image_platform".to_owned(), json!(platform));
    }
    let count = |entry: &HistoryEntry| match &entry.created_by {
        CreatedBy::Text(_) => 0,
        CreatedBy::Run(_, arguments) => arguments.count(),
    };
    let reason = if build.history_of(target).any(|entry| entry.unknown) {
        reason(image, build)
    } else if !room.take(build.history_of(target).map(count).sum()) {
        TOO_LONG.to_owned()
    } else {
        more.insert("history".to_owned(), build.history_of(target).map(history_entry).collect());
        if ["Shell", "WorkingDir"].iter().any(|member| image.assumed.contains(member)) {
            doubts.assumed("history", image.origin.as_ref());
        }
        return;
    };
    doubts.unknown("history", reason);
}

/// The entries of a history.
#[cfg(test)]
pub(super) fn history(entries: &[HistoryEntry]) -> Value {
    entries.iter().map(history_entry).collect()
}

fn history_entry(entry: &HistoryEntry) -> Value {
    let created_by = match &entry.created_by {
        CreatedBy::Text(text) => text.clone(),
        CreatedBy::Run(words, arguments) => {
            format!("RUN {} # buildkit", arguments.before(&words.join(" ")))
        }
    };
    json!({"created_by": created_by, "empty": entry.empty})
}

/// An unknown base may have triggers, which run before everything else of its stage.
fn add_triggers(build: &Build, doubts: &mut Doubts) {
    let stages = build.stages.iter().take(build.file_stages).enumerate();
    for (index, stage) in stages {
        let reachable = build.reachable.get(index).copied().unwrap_or_default();
        if let Some(reason) = stage.image.unknown_base.clone()
            && stage.base.is_none()
            && reachable
        {
            let member = format!("stages[{index}].triggers");
            match stage.image.assumed.contains("OnBuild") {
                true => doubts.assumed(member, stage.image.origin.as_ref()),
                false => doubts.unknown(member, &*reason),
            }
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
    doubts: &mut Doubts,
) {
    let replaced =
        ["User", "WorkingDir", "Entrypoint", "Cmd", "StopSignal", "Healthcheck", "Shell"];
    for member in replaced.into_iter().chain(ADDED_TO) {
        match image.standing(member) {
            Standing::Decided => {}
            Standing::Assumed => {
                doubts.assumed(format!("config.{member}"), image.origin.as_ref());
            }
            Standing::Unknown => {
                members.remove(member);
                doubts.unknown(format!("config.{member}"), reason(image, build));
            }
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
fn after(build: &Build, room: &mut Room, doubts: &mut Doubts) -> Value {
    let mut entries = Vec::new();
    let mut last: Option<&After> = None;
    for after in &build.after {
        let (index, unknown_before) = (entries.len(), doubts.unknown.len());
        let before = last.filter(|last| last.stage == after.stage);
        let mut entry = Map::new();
        entry.insert("stage".to_owned(), json!(after.stage));
        entry.insert("line".to_owned(), json!(after.line));
        entry.insert("instr".to_owned(), json!(format!("{:?}", after.keyword).to_uppercase()));
        if after.is_trigger {
            entry.insert("onbuild".to_owned(), json!(true));
        }
        Members { entry: &mut entry, index, build, after, room, doubts }.add(before);
        if entry.len() > 3 || before.is_none() || doubts.unknown.len() > unknown_before {
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
    doubts: &'a mut Doubts,
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
            let standing = Standing::of(state.directory.unknown, state.directory.assumed);
            self.put("cwd", json!(directory(self.after).0), standing);
        }
        let user = |after: &After| (after.state.user.value.clone(), after.state.user.unknown);
        if before.is_none_or(|before| user(before) != user(self.after)) {
            let standing = Standing::of(state.user.unknown, state.user.assumed);
            self.put("user", json!(state.user.value), standing);
        }
        let shell_differs = match before {
            Some(before) => {
                !Arc::ptr_eq(&before.shell, &self.after.shell) && before.shell != self.after.shell
            }
            None => {
                let is_usual = self.after.shell.is_empty() && self.after.shell_is_known;
                !is_usual || self.after.shell_is_assumed
            }
        };
        if shell_differs {
            let standing = Standing::of(!self.after.shell_is_known, self.after.shell_is_assumed);
            self.put("shell", json!(self.after.shell), standing);
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

    fn put(&mut self, member: &str, value: Value, standing: Standing) {
        if standing == Standing::Unknown {
            let image = &self.build.stages[self.after.stage].image;
            return self.leave_out(member, reason(image, self.build));
        }
        self.entry.insert(member.to_owned(), value);
        if standing == Standing::Assumed {
            let member = format!("after[{}].{member}", self.index);
            self.doubts.assumed(member, self.after.origin.as_ref());
        }
    }

    fn leave_out(&mut self, member: &str, reason: String) {
        let member = format!("after[{}].{member}", self.index);
        self.doubts.unknown(member, reason);
    }
}

fn steps(build: &Build, room: &mut Room, doubts: &mut Doubts) -> Value {
    let step = |(index, step): (usize, &Step)| {
        let variables = step.env.as_ref().map_or(0, RunEnvironment::count);
        let is_unknown = step.unknown.contains(&"env");
        let mut value = if !is_unknown && room.take(variables) {
            json!(step)
        } else {
            json!(Step { env: None, ..step.clone() })
        };
        if !is_unknown && step.env.is_some() && value.get("env").is_none() {
            doubts.unknown(format!("steps[{index}].env"), TOO_LONG);
        }
        if let Some(members) = value.as_object_mut() {
            for member in &step.unknown {
                members.remove(*member);
                let reason = "it rests on what the base image sets";
                doubts.unknown(format!("steps[{index}].{member}"), reason);
            }
            for member in step.assumed.iter().filter(|member| !step.unknown.contains(member)) {
                doubts.assumed(format!("steps[{index}].{member}"), step.origin.as_ref());
            }
        }
        value
    };
    build.steps.iter().enumerate().map(step).collect()
}
