//! The right answers, worked out anew from what `inspect` prints.

use layerwise::analysis::Analysis;
use layerwise::build::bases::Found;
use layerwise::build::image::ImageConfig;
use layerwise::build::platform::Platform;
use layerwise::build::reference::Reference;
use layerwise::build::{self, Assumption, Options, Table};
use layerwise::cache::{Change, Daemon, State, Status};
use layerwise::context::Snapshot;
use layerwise::dockerfile::{Instruction, Keyword, StageId};
use layerwise::explain::mask::{MASK, mask_text};
use layerwise::knowledge::Knowledge;
use layerwise::lesson::{Ask, Generator, Moment, QuestionKind};
use layerwise::quiz::generate::Generated;
use layerwise::source::{Span, safe_line};
use serde_json::{Value, json};

use super::{choices, plain};

/// What `inspect` prints of a file. What is asked holds whatever an unknown base
/// image says, so that here it says something.
pub fn of(analysis: &Analysis) -> Value {
    let options = Options { table: Some(Table::new(told)), ..analysis.options.clone() };
    let mut facts = json!(build::facts(&build::evaluate(&analysis.file, &options)));
    // A table knows names of variables without their values, and where one
    // value is open `inspect` prints none of them.
    let mut options = analysis.options.clone();
    if options.bases.find("docker.io/team/base:3", &Platform::linux_amd64()) == Found::Unknown {
        options.bases = super::known_bases().bases;
    }
    let known = json!(build::facts(&build::evaluate(&analysis.file, &options)));
    match known.get("config") {
        Some(config) if facts.get("config").is_some() => {
            facts["config"]["Env"] = config["Env"].clone();
        }
        _ => return known,
    }
    // An entry stands there only where something changes, which may be told by one of the two alone.
    let place = |state: &Value| ["stage", "line", "instr"].map(|name| state[name].clone());
    let known = known["after"].as_array().cloned().unwrap_or_default();
    for state in facts["after"].as_array_mut().into_iter().flatten() {
        let same = known.iter().find(|known| place(known) == place(state));
        if let Some(environment) = same.and_then(|known| known.get("env")) {
            state["env"] = environment.clone();
        }
    }
    facts
}

/// What the table says of an image, and about the rest what [`super::STUB`] says.
fn told(reference: &Reference, platform: &Platform) -> Option<Assumption> {
    let mut told = Knowledge::default().assume(reference, platform).unwrap_or_default();
    let stub: ImageConfig = serde_json::from_str(super::STUB).unwrap();
    if !told.known.contains("Cmd") {
        told.config.cmd = stub.cmd;
    }
    told.known.extend(["Cmd", "Entrypoint", "ExposedPorts", "Healthcheck", "Labels"]);
    told.known.extend(["OnBuild", "Shell", "StopSignal", "User", "Volumes", "WorkingDir"]);
    Some(told)
}

/// Panics where a right option is not what the facts say.
pub fn check(ask: &Ask, made: &Generated, analysis: &Analysis, snapshot: &Snapshot, facts: &Value) {
    if facts.get("config").is_none() {
        // Only a base image that nobody knows could make it build.
        return;
    }
    let right = right_options(made);
    match ask.generator {
        Generator::Argv => same(&right, &argv(facts)),
        Generator::Pid1 => same(&right, words(&command(facts)).first().unwrap()),
        Generator::UserAtRuntime => same(&right, user(facts["config"]["User"].as_str())),
        Generator::VarValue if ask.when == Moment::Run => {
            let name = variable(made);
            let start = format!("{name}=");
            let entries = words(&facts["config"]["Env"]);
            let value = entries.iter().rev().find_map(|entry| entry.strip_prefix(&start));
            same(&right, value.unwrap_or_default());
        }
        Generator::VarValue => {
            let value = before(made, analysis, facts, "env");
            same(&right, value[variable(made).as_str()].as_str().unwrap_or_default());
        }
        Generator::UserAtLine => {
            same(&right, user(before(made, analysis, facts, "user").as_str()));
        }
        Generator::CwdAtLine => {
            let directory = before(made, analysis, facts, "cwd");
            same(&right, directory.as_str().unwrap());
        }
        Generator::OwnerOfCopy => {
            let copied = &step(facts, about(made, analysis)).unwrap()["copies"][0];
            let one = |name: &str| match &copied[name] {
                Value::Number(number) => Some(number.to_string()),
                Value::String(name) => Some(name.clone()),
                _ => None,
            };
            let owner = match (one("user"), one("group")) {
                (Some(user), Some(group)) if user != "0" => format!("{user}:{group}"),
                (Some(user), _) => user,
                (None, _) => String::new(),
            };
            same(&right, user(Some(&owner)));
        }
        Generator::AddsLayer => {
            for choice in choices(made) {
                let mut lines = instructions(analysis, &choice.text.words());
                assert!(lines.any(|it| step(facts, it).is_some() == choice.right), "{choice:?}");
            }
        }
        Generator::StagesBuilt => {
            // The question may be about another target than the facts.
            let target = plain(&made.question.prompt);
            let target = target.split_once("--target ").map(|(_, rest)| rest);
            let target = target.and_then(|rest| rest.split(' ').next()).map(str::to_owned);
            let target = target.or_else(|| analysis.options.target.clone());
            let options = Options { target, ..analysis.options.clone() };
            let facts = json!(build::facts(&build::evaluate(&analysis.file, &options)));
            for choice in choices(made) {
                let mut lines = instructions(analysis, &choice.text.words());
                let stages = facts["stages"].as_array().unwrap();
                let is_built = |it: &Instruction| {
                    let line = it.lines.first.get();
                    stages.iter().any(|stage| stage["line"] == line && stage["reachable"] == true)
                };
                assert!(lines.any(|it| is_built(it) == choice.right), "{choice:?}");
            }
        }
        Generator::CacheAfterArg => {
            let argument = command_in(made, "--build-arg ");
            let (name, value) = argument.split_once('=').unwrap();
            let (name, value) = (name.to_owned(), value.to_owned());
            cache(made, analysis, snapshot, &Change::SetArg { name, value });
        }
        Generator::CacheAfterEdit => {
            let (path, text) = (command_in(made, "something in "), "edited".to_owned());
            cache(made, analysis, snapshot, &Change::Write { path, text });
        }
        Generator::CacheAfterTouch => {
            let path = command_in(made, "touch ");
            cache(made, analysis, snapshot, &Change::Touch { path });
        }
        Generator::Sent => super::sent::check(made, analysis, snapshot),
        Generator::InFinalImage => {
            let at = about(made, analysis);
            let is_part = chain(analysis).contains(&at.stage.unwrap());
            if !plain(&made.question.prompt).contains("Is the layer of this line") {
                return super::contents::check(made, analysis, at, is_part);
            }
            assert_eq!(right[0].starts_with("yes"), is_part, "{right:?}");
            let is_built = analysis.build.is_needed(at.stage.unwrap());
            assert_eq!(right[0].contains("not built at all"), !is_built, "{right:?}");
        }
        Generator::PointAtLine => point(made, analysis, facts),
        Generator::ExplainLine => explain(made, analysis, facts),
        Generator::CacheOrder => order(made, analysis, snapshot),
    }
}

/// What the right options say; none where there are no options.
fn right_options(made: &Generated) -> Vec<String> {
    match &made.question.kind {
        QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => {
            choices.iter().filter(|it| it.right).map(|it| it.text.words()).collect()
        }
        _ => Vec::new(),
    }
}

/// The stages that the image is made of.
fn chain(analysis: &Analysis) -> Vec<StageId> {
    let target = analysis.build.built_stage();
    std::iter::successors(target, |stage| analysis.build.base_stage(*stage)).collect()
}

/// The line decides: without it the image is another, or says it by another line.
fn point(made: &Generated, analysis: &Analysis, facts: &Value) {
    let QuestionKind::Short { answers } = &made.question.kind else { panic!("{made:?}") };
    let line: u32 = answers[0].parse().unwrap();
    let mut all = analysis.file.instructions.iter();
    let at = all.find(|it| it.lines.first.get() == line).unwrap();
    assert!(chain(analysis).contains(&at.stage.unwrap()));
    let member = match at.keyword.unwrap() {
        Keyword::User => "User",
        Keyword::Workdir => "WorkingDir",
        Keyword::Cmd => "Cmd",
        Keyword::Entrypoint => "Entrypoint",
        Keyword::Healthcheck => "Healthcheck",
        Keyword::Stopsignal => "StopSignal",
        Keyword::Shell => "Shell",
        other => panic!("{other:?} decides nothing"),
    };
    // No line of the image below it sets the same.
    let later = analysis
        .file
        .instructions
        .iter()
        .filter(|it| it.keyword == at.keyword && it.span.start > at.span.start);
    for other in later {
        assert!(!chain(analysis).contains(&other.stage.unwrap()), "{member} is set again");
    }
    if let (Some(value), Keyword::User) = (facts["config"]["User"].as_str(), at.keyword.unwrap()) {
        let text = analysis.file.source.slice(at.span);
        assert!(text.contains('$') || text.contains(value), "{value} is not of {text}");
    }
}

fn explain(made: &Generated, analysis: &Analysis, facts: &Value) {
    let QuestionKind::Explain { rubric } = &made.question.kind else { panic!("{made:?}") };
    let named = user(before(made, analysis, facts, "user").as_str()).to_owned();
    if let Some(point) = rubric.iter().find(|point| point.starts_with("The user ")) {
        let shown = safe_line(&mask_text(&named)).into_owned();
        assert_eq!(*point, format!("The user {shown} runs it"));
    }
    if let Some(point) = rubric.iter().find(|point| point.starts_with("It starts in")) {
        let directory = before(made, analysis, facts, "cwd");
        let shown = safe_line(&mask_text(directory.as_str().unwrap())).into_owned();
        assert_eq!(*point, format!("It starts in the directory {shown}"));
    }
}

/// Each right order runs as few steps again as the others, and no other order does.
fn order(made: &Generated, analysis: &Analysis, snapshot: &Snapshot) {
    let QuestionKind::Order(lines) = &made.question.kind else { panic!("{made:?}") };
    let path = command_in(made, "a change in ");
    let texts: Vec<String> = lines.iter().map(|line| line.words()).collect();
    // The places in the file are those of the lines that the proof names.
    let slots: Vec<Span> = made.proof.clone();
    let source = analysis.file.source.text();
    let whole = |text: &String| {
        let start = text.trim_end_matches('…').trim_end();
        let text = |span: &Span| &source[span.start as usize..span.end as usize];
        let is =
            |span: &&Span| text(span).starts_with(start) || joined(text(span)).starts_with(start);
        let span = slots.iter().find(is).unwrap();
        &source[span.start as usize..span.end as usize]
    };
    let runs = |order: &[usize]| {
        let mut text = source.to_owned();
        for (slot, place) in slots.iter().zip(order).rev() {
            text.replace_range(slot.start as usize..slot.end as usize, whole(&texts[*place]));
        }
        let mut state = State::of_snapshot(snapshot, &text, analysis.options.clone());
        let mut daemon = Daemon::default();
        daemon.build(&state.inputs());
        state.apply(&Change::Write { path: path.clone(), text: "edited".to_owned() }, None);
        let forecast = daemon.predict(&state.inputs());
        assert!(forecast.failure.is_none());
        forecast.steps.iter().filter(|step| step.status == Status::Runs).count()
    };
    let own: Vec<usize> = (0..lines.len()).collect();
    let least = runs(&own);
    for order in &made.question.orders {
        assert_eq!(runs(order), least, "{order:?} of {texts:?}");
    }
}

/// The word behind this in the question.
fn command_in(made: &Generated, before: &str) -> String {
    let prompt = plain(&made.question.prompt);
    let (_, rest) = prompt.split_once(before).unwrap();
    rest.trim_start_matches('`').split([' ', '`']).next().unwrap().to_owned()
}

/// Forecasts a build anew, with the base images known, and compares the marks.
/// What was certain with unknown bases has to be the same then.
fn cache(made: &Generated, analysis: &Analysis, snapshot: &Snapshot, change: &Change) {
    let mut options = analysis.options.clone();
    if options.bases.find("docker.io/team/base:3", &Platform::linux_amd64()) == Found::Unknown {
        options.bases = super::known_bases().bases;
    }
    let text = analysis.file.source.text();
    let mut state = State::of_snapshot(snapshot, text, options);
    let mut daemon = Daemon::default();
    daemon.build(&state.inputs());
    state.apply(change, None);
    let forecast = daemon.predict(&state.inputs());
    let (last, steps) = choices(made).split_last().unwrap();
    assert_eq!(last.right, steps.iter().all(|it| !it.right), "none is right where no step is");
    for choice in steps {
        let is_so = |it: &Instruction| {
            let line = it.lines.first.get();
            let step = forecast.steps.iter().find(|step| step.line == line);
            step.is_some_and(|step| {
                step.status == if choice.right { Status::Runs } else { Status::Cached }
            })
        };
        let mut lines = instructions(analysis, &choice.text.words());
        assert!(lines.any(is_so), "{choice:?} {forecast:#?}");
    }
}

/// Whether an option says this value, as far as it shows it.
#[track_caller]
fn same(right: &[String], value: &str) {
    let [right] = right else { panic!("not one right option: {right:?}") };
    let shown = safe_line(&mask_text(value)).into_owned();
    let is_same = match right.strip_suffix('…') {
        _ if right == "nothing: it is empty" => value.is_empty(),
        Some(start) => shown.starts_with(start) || shown == *right,
        None => shown == *right,
    };
    assert!(is_same || right.contains(MASK), "the option {right:?} is not {value:?}");
}

fn user(name: Option<&str>) -> &str {
    let name = name.unwrap_or_default();
    let first = name.split_once(':').map_or(name, |(first, _)| first);
    if matches!(first, "" | "0" | "root") { "root" } else { name }
}

fn command(facts: &Value) -> Value {
    let mut line = words(&facts["config"]["Entrypoint"]);
    line.extend(words(&facts["config"]["Cmd"]));
    json!(line)
}

fn argv(facts: &Value) -> String {
    let line = words(&command(facts));
    let quoted: Vec<String> = line.iter().map(|word| json!(word).to_string()).collect();
    format!("[{}]", quoted.join(", "))
}

fn words(list: &Value) -> Vec<String> {
    let words = list.as_array().into_iter().flatten();
    words.map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// The name in `Which value does $NAME have`.
fn variable(made: &Generated) -> String {
    let prompt = plain(&made.question.prompt[made.question.prompt.len() - 1..]);
    let name = prompt.rsplit_once('$').unwrap().1;
    name.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect()
}

fn about<'a>(made: &Generated, analysis: &'a Analysis) -> &'a Instruction {
    let mut all = analysis.file.instructions.iter();
    all.find(|it| it.span == made.about[0]).unwrap()
}

fn instructions<'a>(
    analysis: &'a Analysis,
    shown: &str,
) -> impl Iterator<Item = &'a Instruction> + use<'a> {
    let (text, place) = match shown.rsplit_once(" · ") {
        Some((text, place)) => (text, Some(place.trim_start_matches("in ").to_owned())),
        None => (shown, None),
    };
    let start = text.trim_end_matches('…').trim_end().to_owned();
    let stages = &analysis.file.stages;
    let name = |number: usize| match &stages[number].name {
        Some(name) => format!("the stage {}", safe_line(name)),
        None if number + 1 == stages.len() => "the last stage".to_owned(),
        None => format!("stage {} of {}", number + 1, stages.len()),
    };
    let instructions = analysis.file.instructions.iter();
    let of_stage = instructions.filter(move |it| {
        let Some(place) = &place else { return true };
        let line = format!("line {}", it.lines.first);
        line == *place || it.stage.is_some_and(|own| name(own.0 as usize) == *place)
    });
    of_stage.filter(move |it| {
        let text = analysis.file.source.slice(it.span);
        let shown = |text: &str| safe_line(&mask_text(text)).starts_with(&start);
        shown(text) || text.starts_with(&start) || shown(&joined(text))
    })
}

/// The lines of an instruction as one: where the first says little, the next are shown as well.
fn joined(text: &str) -> String {
    let line = |line: &str| line.trim().trim_end_matches(['\\', '`']).trim().replace('\t', " ");
    let lines = text.lines().map(line).filter(|it| !it.is_empty() && !it.starts_with('#'));
    lines.collect::<Vec<_>>().join(" ")
}

fn step<'a>(facts: &'a Value, instruction: &Instruction) -> Option<&'a Value> {
    let line = instruction.lines.first.get();
    facts["steps"].as_array().unwrap().iter().find(|step| step["line"] == line)
}

/// A member of the state before an instruction: the last of its stage that is written down.
fn before(made: &Generated, analysis: &Analysis, facts: &Value, member: &str) -> Value {
    let at = about(made, analysis);
    let (stage, line) = (at.stage.unwrap().0, at.lines.first.get());
    let states = facts["after"].as_array().unwrap().iter();
    let mut earlier =
        states.filter(|it| it["stage"] == stage && it["line"].as_u64().unwrap() < u64::from(line));
    let last = earlier.rfind(|it| it.get(member).is_some());
    last.map(|it| it[member].clone()).unwrap_or_default()
}

#[test]
fn the_lines_that_a_value_is_made_of_are_part_of_its_proof() {
    let text = "FROM a AS x\nARG VERSION=dev\nENV PORT=8000 OTHER=1\nENV PORT=9000\n\
                ENV URL=http://localhost:$PORT/$VERSION\nRUN echo $URL\n";
    let analysis = super::analysis(text.as_bytes(), super::known_bases());
    let ask = Ask { name: Some("URL".to_owned()), ..Ask::plain(Generator::VarValue) };
    let made = &super::questions(&ask, &analysis, 0).unwrap()[0];
    let line = |span: &Span| analysis.file.source.line_at(span.start).get();
    let mut lines: Vec<u32> = made.proof.iter().map(line).collect();
    lines.sort_unstable();
    assert_eq!(lines, [2, 4, 5, 6]);
    let remarks = super::choices(made).iter().map(|it| super::plain(&it.feedback));
    let all = remarks.collect::<String>();
    assert!(!all.contains("always won"), "no ARG and ENV share a name: {all}");
}
