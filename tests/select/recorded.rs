//! Selectors held against what BuildKit took from recorded files.

use std::collections::BTreeSet;

use layerwise::lesson::{Course, Item};
use layerwise::select::{Selector, World};
use serde_json::Value;

use super::file;

fn recordings() -> Vec<Value> {
    let text = include_str!("../truth/parse.jsonl");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The first lines of what a selector chooses.
fn lines(world: &World<'_>, selector: &str) -> BTreeSet<u64> {
    let selector = Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"));
    let line = |id: layerwise::dockerfile::InstructionId| {
        u64::from(world.file.instructions[id.0 as usize].lines.first.get())
    };
    selector.find(world).into_iter().map(line).collect()
}

/// The lines of the recorded instructions that satisfy a condition.
fn recorded(record: &Value, wanted: impl Fn(&str, &Value) -> bool) -> BTreeSet<u64> {
    let instructions = record["instructions"].as_array().unwrap();
    instructions
        .iter()
        .filter(|it| wanted(&it["keyword"].as_str().unwrap().to_uppercase(), &it["typed"]))
        .map(|it| it["start_line"].as_u64().unwrap())
        .collect()
}

#[test]
fn forms_and_flags_are_those_that_buildkit_took() {
    let mut compared = 0;
    for record in recordings().iter().filter(|record| record["accepted"] == true) {
        let file = file(record["source"].as_str().unwrap());
        let world = World::of(&file);
        let id = &record["id"];
        let legacy = recorded(record, |_, typed| {
            typed["pairs"].as_array().is_some_and(|it| it.iter().any(|it| it["legacy"] == true))
        });
        assert_eq!(lines(&world, "*[form=legacy]:not(ONBUILD)"), legacy, "{id}");
        let command = |keyword: &str| matches!(keyword, "RUN" | "CMD" | "ENTRYPOINT");
        let exec = recorded(record, |keyword, typed| command(keyword) && typed["shell"] == false);
        assert_eq!(
            lines(&world, "RUN[form=exec], CMD[form=exec], ENTRYPOINT[form=exec]"),
            exec,
            "{id}"
        );
        for flag in ["from", "chown", "chmod", "platform", "network"] {
            let given = recorded(record, |_, typed| {
                typed[flag].as_str().is_some_and(|value| !value.is_empty())
            });
            // What stands for the default was not recorded.
            let found = lines(
                &world,
                &format!("*[--{flag}]:not(ONBUILD, [--{flag}=\"\"], [--{flag}=default])"),
            );
            assert!(given.is_subset(&lines(&world, &format!("*[--{flag}]"))), "{id} {flag}");
            assert!(found.is_subset(&given), "{id} {flag}: {found:?} {given:?}");
        }
        let named =
            recorded(record, |keyword, typed| keyword == "FROM" && typed["name"].is_string());
        assert_eq!(lines(&world, "FROM[as]"), named, "{id}");
        compared += 1;
    }
    assert!(compared > 500, "only {compared} files were compared");
}

#[test]
fn words_without_quotes_are_found_as_written() {
    let plain = |text: &str| {
        !text.is_empty()
            && text.chars().all(|it| it.is_ascii_alphanumeric() || "/._-:".contains(it))
    };
    let mut compared = 0;
    for record in recordings().iter().filter(|record| record["accepted"] == true) {
        let file = file(record["source"].as_str().unwrap());
        let world = World::of(&file);
        for instruction in record["instructions"].as_array().unwrap() {
            let (typed, line) =
                (&instruction["typed"], instruction["start_line"].as_u64().unwrap());
            let one = |key: &str, value: &Value| {
                value.as_str().filter(|it| plain(it)).map(|it| format!("*[{key}=\"{it}\"]"))
            };
            let many = |key: &str, values: &Value| -> Vec<String> {
                values.as_array().into_iter().flatten().filter_map(|it| one(key, it)).collect()
            };
            let mut selectors = many("src", &typed["sources"]);
            selectors.extend(many("port", &typed["ports"]));
            selectors.extend(many("value", &typed["volumes"]));
            let single = [
                ("dest", "dest"),
                ("image", "base"),
                ("as", "name"),
                ("value", "user"),
                ("value", "path"),
                ("value", "signal"),
                ("--from", "from"),
            ];
            selectors.extend(single.iter().filter_map(|(key, field)| one(key, &typed[*field])));
            for pair in typed["pairs"].as_array().into_iter().flatten() {
                selectors.extend(one("key", &pair["key"]));
                selectors.extend(one("value", &pair["value"]));
            }
            for selector in selectors {
                assert!(lines(&world, &selector).contains(&line), "{} {selector}", record["id"]);
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "only {compared} words were compared");
}

#[test]
fn the_course_can_be_read_beside_any_recorded_file() {
    let course = Course::builtin();
    // A share of them: each is read beside all lessons.
    for record in recordings().iter().step_by(4) {
        let file = file(record["source"].as_str().unwrap());
        let world = World::of(&file);
        for lesson in course.entries.iter().map(|entry| entry.lesson()) {
            for step in 0..lesson.steps.len() {
                for item in lesson.visible_items(step, 99, &world).items {
                    match item {
                        Item::Focus(focus) => {
                            let _ = focus.selector.as_ref().map(|it| it.find(&world));
                        }
                        Item::Task(task) => {
                            let checks = task.items.iter().filter_map(|item| item.check.as_ref());
                            checks.for_each(|check| _ = check.evaluate(&world));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}
