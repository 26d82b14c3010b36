//! `layerwise schema [NAME]`: the JSON schema of what is printed and read.

use std::collections::BTreeSet;

use clap::Args;
use serde_json::{Map, Value, json};

use super::exit::{Exit, Failure};
use super::surroundings::Surroundings;
use super::{finish, json};

/// Every definition; `tests/command_line/schema.rs` holds what is printed against it.
const SCHEMA: &str = include_str!("schema.json");

/// Print the JSON schema of what is printed and read
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise schema > layerwise.schema.json    everything\n  \
        layerwise schema stages                     what stages --format json prints\n  \
        layerwise schema scenario                   what cache --scenario reads"
)]
pub(super) struct SchemaArguments {
    /// A command, such as inspect, or a file that one reads: scenario or bases
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(
    arguments: &SchemaArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let Some(name) = &arguments.name else {
        return finish(surroundings.print(SCHEMA), Exit::Clean);
    };
    let schema: Value = serde_json::from_str(SCHEMA).expect("a test reads it");
    let definitions = schema["$defs"].as_object().expect("a test reads it");
    let Some(own) = part(definitions, name) else {
        let names: Vec<&str> = definitions.keys().map(String::as_str).collect();
        return Err(Failure::usage(
            format!("there is no schema {name}"),
            format!("the schemas are {}", names.join(", ")),
        ));
    };
    finish(json::write(std::io::stdout().lock(), &own), Exit::Clean)
}

/// One definition, with those that it refers to.
fn part(definitions: &Map<String, Value>, name: &str) -> Option<Value> {
    definitions.get(name)?;
    let mut open = vec![name.to_owned()];
    let mut used = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(definition) = definitions.get(&name)
            && used.insert(name)
        {
            references(definition, &mut open);
        }
    }
    let kept = definitions.iter().filter(|(name, _)| used.contains(*name));
    let kept: Map<String, Value> =
        kept.map(|(name, definition)| (name.clone(), definition.clone())).collect();
    Some(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("layerwise {name}"),
        "$ref": format!("#/$defs/{name}"),
        "$defs": kept,
    }))
}

/// The names that `$ref` gives in a definition, which is ours and nested only a few levels deep.
fn references(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str);
            names.extend(own.and_then(|it| it.strip_prefix("#/$defs/")).map(str::to_owned));
            members.values().for_each(|member| references(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, names)),
        _ => {}
    }
}
