//! A stack of changes as a JSON file: what was built, what changed since, and
//! what is built now. The members are those of the recordings.

mod before;
mod change;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use before::{Before, FileText};
pub use change::Change;

use super::forecast::{Daemon, Forecast};
use super::state::State;
use crate::build::Options;
use crate::mask::is_secret_name;

/// A scenario as it is written down.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Scenario {
    /// What was built first; without a Dockerfile, and where it is absent, the reader's own folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// What happened since, in order.
    #[serde(default)]
    pub ops: Vec<Change>,
    /// How the Dockerfile reads then, where it changed.
    #[serde(default, skip_serializing_if = "After::is_as_before")]
    pub after: After,
}

/// How things are afterwards.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct After {
    /// The whole Dockerfile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dockerfile: Option<String>,
}

impl After {
    fn is_as_before(&self) -> bool {
        self.dockerfile.is_none()
    }
}

/// The variables that a base image sets, as [`Bases::to_json`](crate::build::bases::Bases)
/// writes them: `NAME=value`.
fn variables<'i>(image: &'i mut Value) -> Vec<&'i mut Value> {
    let images = match image {
        Value::Array(images) => images.iter_mut().collect(),
        image => vec![image],
    };
    let of = |image: &'i mut Value| image.get_mut("Config")?.get_mut("Env")?.as_array_mut();
    images.into_iter().filter_map(of).flatten().collect()
}

impl Scenario {
    /// The changes of a build of the reader's own folder that is asked for
    /// this. Values whose names look like secrets are replaced by numbers, the
    /// same by the same, so that the forecast stays as it is.
    pub fn of_own_folder(options: &Options, ops: Vec<Change>) -> Self {
        let mut scenario = Self { before: Before::asking(options), ops, after: After::default() };
        let mut seen: Vec<String> = Vec::new();
        let mut hidden = |value: &str| {
            let known = seen.iter().position(|it| it == value).unwrap_or_else(|| {
                seen.push(value.to_owned());
                seen.len() - 1
            });
            format!("secret-{}", known + 1)
        };
        let before = scenario.before.iter_mut().flat_map(|before| &mut before.args);
        let changed = scenario.ops.iter_mut().filter_map(|change| match change {
            Change::SetArg { name, value } => Some((&*name, value)),
            _ => None,
        });
        for (_, value) in before.chain(changed).filter(|(name, _)| is_secret_name(name)) {
            *value = hidden(value);
        }
        let bases = scenario.before.iter_mut().filter_map(|before| before.bases.as_mut());
        for variable in bases.flat_map(|bases| bases.values_mut()).flat_map(variables) {
            if let Some((name, value)) = variable.as_str().and_then(|it| it.split_once('='))
                && is_secret_name(name)
            {
                *variable = format!("{name}={}", hidden(value)).into();
            }
        }
        scenario
    }

    /// Reads a scenario.
    ///
    /// # Errors
    /// What is wrong with the JSON, and where.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let read: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match read.before.as_ref().is_some_and(Before::lacks_its_dockerfile) {
            true => Err("before has a context, but no dockerfile".to_owned()),
            false => Ok(read),
        }
    }

    /// Writes it down, to be read by people too.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        Ok(text + "\n")
    }

    /// What a build of the reader's own folder is asked for: `options`, unless
    /// the scenario says otherwise.
    ///
    /// # Errors
    /// What is wrong with its platform or a base image of it.
    pub fn options(&self, options: Options) -> Result<Options, String> {
        match &self.before {
            Some(before) => before.options(options),
            None => Ok(options),
        }
    }

    /// Everything as it is before the first build; `None` where it is one of the
    /// reader's own folder.
    ///
    /// # Errors
    /// What is wrong with its platform or a base image of it.
    pub fn state(&self) -> Result<Option<State>, String> {
        self.before.as_ref().map_or(Ok(None), Before::state)
    }

    /// What the build after all changes will do, when `state` was built before them.
    pub fn run(&self, mut state: State) -> Forecast {
        if let Some(no_cache) = self.before.as_ref().and_then(Before::no_cache) {
            state.no_cache = no_cache;
        }
        let mut daemon = Daemon::default();
        daemon.build(&state.inputs());
        let after = self.after.dockerfile.as_deref();
        for change in &self.ops {
            change.happen(&mut state, &mut daemon, after);
        }
        if let Some(text) = after.filter(|text| *text != state.dockerfile) {
            state.set_dockerfile(text);
        }
        daemon.predict(&state.inputs())
    }
}
