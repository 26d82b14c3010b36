//! The facts about the folder around the file: `dockerignore.exists`, `sent("path")`.

use super::expression::Value;
use super::world::World;
use crate::build::paths::clean;
use crate::context::Snapshot;
use crate::fact::Fact;

/// Whether an ignore file counts, by either of its names.
pub(super) fn has_ignore_file(world: &World<'_>) -> Fact<Value> {
    match snapshot(world) {
        Ok(snapshot) => {
            let fact = Fact::known(Value::Truth(snapshot.ignore.name.is_some()), Vec::new());
            match &snapshot.ignore.name {
                Some(name) => fact.noted(name.as_str()),
                None => fact,
            }
        }
        Err(reason) => Fact::unknown(reason),
    }
}

/// Whether a path may be sent; one that is not there is judged as a file of that name.
pub(super) fn is_sent(path: &str, world: &World<'_>) -> Fact<Value> {
    let snapshot = match snapshot(world) {
        Ok(snapshot) => snapshot,
        Err(reason) => return Fact::unknown(reason),
    };
    let path = clean(&format!("/{path}"));
    let path = path.trim_start_matches('/');
    let Some((is_sent, decided_by)) = snapshot.judge(path) else {
        return Fact::unknown("the ignore file is refused, so no build starts");
    };
    let fact = Fact::known(Value::Truth(is_sent), Vec::new());
    let ignore = &snapshot.ignore;
    match decided_by.and_then(|place| ignore.file.pattern(place)).zip(ignore.name.as_deref()) {
        Some((pattern, name)) => {
            fact.noted(format!("line {} of {name}, {}", pattern.line, pattern.text))
        }
        None => fact,
    }
}

fn snapshot<'a>(world: &World<'a>) -> Result<&'a Snapshot, &'static str> {
    world.snapshot.ok_or("the folder around this file is not known")
}
