//! A stack of changes as a scenario: what the screen says, the command line says.

use std::sync::Arc;

use layerwise::build::Options;
use layerwise::cache::{Change, Scenario, State, Status};
use layerwise::host::{Cancel, ContextFolder, Enter};
use layerwise::tui::{Effect, Forecaster, Message};

use super::{FILE, PATHS, Play, add, folder, guide, play};
use crate::command_line::with_dockerfile;

#[test]
fn the_changes_are_saved_as_a_scenario() {
    let mut play = play(120, 40);
    play.keys("S");
    assert!(play.footer().contains("no change to save"), "{}", play.footer());
    add(&mut play, "edit of src/app.ts");
    play.keys("S");
    let saved = play.effects.iter().find_map(|effect| match effect {
        Effect::SaveScenario(text) => Some(text.clone()),
        _ => None,
    });
    let scenario = Scenario::from_json(&saved.unwrap()).unwrap();
    let change = Change::Append { path: "src/app.ts".to_owned(), text: "\n".to_owned() };
    assert_eq!(scenario.ops, [change]);
    assert!(scenario.before.is_none(), "it is about the folder that it is run in, built as it is");
    play.send(Message::Done("Saved for x".to_owned()));
    assert!(play.footer().contains("Saved for x"), "{}", play.footer());
}

#[test]
fn what_the_reader_said_of_base_images_is_saved_with_them() {
    let mut options = Options::default();
    let base = serde_json::json!({"Env": ["N=1", "API_TOKEN=hunter2"], "Cmd": ["x"]});
    options.bases.insert("team/base:1", base).unwrap();
    let text = serde_json::to_string(&Scenario::of_own_folder(&options, Vec::new())).unwrap();
    let again = Scenario::from_json(&text).unwrap().options(Options::default()).unwrap();
    let config = &again.bases.to_json()["docker.io/team/base:1"]["Config"];
    assert_eq!(config["Env"], serde_json::json!(["N=1", "API_TOKEN=secret-1"]));
    assert_eq!(config["Cmd"][0], "x");
}

/// What the command line says of a saved stack is what the screen shows: for the
/// target and the arguments that were chosen, and whatever changed.
#[test]
fn a_saved_scenario_is_run_by_the_command_line() {
    let bench = with_dockerfile(FILE);
    for path in &PATHS[1..] {
        bench.write(path, format!("the text of {path}\n"));
    }
    let path = bench.path("Dockerfile");
    let mut context = ContextFolder::new(bench.path(""), Some(&path), Enter::WhatMayBeSent);
    let mut snapshot = context.scan(&Cancel::default()).unwrap().unwrap();
    let files: Vec<_> = snapshot.ids().collect();
    context.digest(&mut snapshot, files, &Cancel::default());
    let mut play = Play::new(FILE, 120, 60);
    play.folder = Some(Arc::new(snapshot));
    play.keys("4 t").type_text("stage 1").keys("Enter");
    play.keys("A").type_text("VERSION").keys("Enter").type_text("7").keys("Enter");
    play.keys("A").type_text("another").keys("Enter").type_text("API_TOKEN=hunter2").keys("Enter");
    let mut stacks = 0;
    for stack in [
        &["edit of src/app.ts"][..],
        &["edit of package.json", "a build in between", "--no-cache"],
        &["--target deps", "the builder forgets everything"],
        &["no --target: the last stage", "a newer node:22-alpine", "--build-arg VERSION=another"],
        &["a fresh clone", "--no-cache-filter deps", "edit of src/app.ts"],
    ] {
        play.keys("x");
        for words in stack {
            play.keys("g");
            let is_ready = guide(&play)
                .lines()
                .any(|row| row.trim_start_matches([' ', '▌', '✓']).starts_with(words));
            if !is_ready {
                add(&mut play, "the target, a base image");
            }
            add(&mut play, words);
        }
        play.effects.clear();
        play.keys("S");
        let saved = play.effects.iter().find_map(|effect| match effect {
            Effect::SaveScenario(text) => Some(text.clone()),
            _ => None,
        });
        let saved = saved.unwrap();
        assert!(saved.contains("\"target\": \"build\"") && !saved.contains("hunter2"), "{saved}");
        bench.write("../saved.json", &saved);
        let ran = bench.run("cache --scenario ../saved.json --format json").expect(0).json();
        let steps = ran["expect"].as_array().unwrap().iter();
        let printed: Vec<(u64, &str, bool)> = steps
            .map(|step| {
                let depends = step["depends_on_run_output"].as_bool().unwrap();
                (step["line"].as_u64().unwrap(), step["status"].as_str().unwrap(), depends)
            })
            .collect();
        let question = play.model.cache_question().unwrap();
        let forecast = Forecaster::default().answer(question).forecast;
        let shown: Vec<(u64, &str, bool)> = forecast
            .steps
            .iter()
            .map(|step| match step.status {
                Status::Cached => (step.line.into(), "cached", false),
                Status::Runs => (step.line.into(), "ran", false),
                Status::DependsOnOutput => (step.line.into(), "unknown", true),
                Status::NeedsBase => (step.line.into(), "unknown", false),
            })
            .collect();
        assert_eq!(printed, shown, "{stack:?}");
        stacks += usize::from(!shown.is_empty());
    }
    assert_eq!(stacks, 5);
}

#[test]
fn the_screen_and_a_scenario_of_the_command_line_say_the_same() {
    let mut play = play(120, 40);
    add(&mut play, "edit of package.json");
    play.keys("Enter");
    add(&mut play, "--build-arg VERSION=another");
    let question = play.model.cache_question().unwrap();
    let shown = Forecaster::default().answer(question);
    assert_eq!(shown.changes.len(), 3);
    let options = play.model.analysis.as_ref().unwrap().options.clone();
    let state = State::of_snapshot(&folder(&PATHS), FILE, options);
    let scenario = Scenario { ops: shown.changes.clone(), ..Scenario::default() };
    assert_eq!(scenario.run(state).steps, shown.forecast.steps);
}
