//! `cache-after-arg`: which steps run again with another build argument.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::models::{self, Model};
use super::{Case, Play, best, most_changes};
use crate::cache::{Inputs, NoCache};
use crate::context::Tree;
use crate::doc::Text;
use crate::dockerfile::StageId;
use crate::explain::mask::mask_text;
use crate::quiz::generate::scene::Scene;
use crate::quiz::generate::var_value::is_askable;
use crate::quiz::generate::variables::{Assignment, OF_THE_PLATFORM, assignments};
use crate::quiz::generate::{Generated, NotAsked, Request, belief};
use crate::source::{Span, safe_line};

const HINT: &str =
    "Ask of each step whether it gets an environment, and whether the argument is in it there.";

pub(in crate::quiz::generate) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let wanted = request.ask.name.as_deref();
    let declared = assignments(scene.file, &scene.file.instructions);
    let mut names: Vec<&str> = Vec::new();
    for argument in declared.iter().filter(|it| it.is_argument && is_built(scene, it)) {
        let name = argument.name;
        let is_meant = wanted.is_none_or(|wanted| wanted == name);
        if is_meant
            && is_askable(name)
            && !OF_THE_PLATFORM.contains(&name)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    let none = NotAsked::because(match wanted {
        Some(name) => format!("it declares no argument {}", safe_line(name)),
        None => "it declares no build argument".to_owned(),
    });
    if names.is_empty() {
        return Err(none);
    }
    let play = Play::new(inputs(scene));
    let names = request.some(names).into_iter().take(most_changes(scene));
    let cases = names.filter_map(|name| case(scene, &play, name, &declared));
    let cases = cases.collect();
    best(request, scene, cases, NotAsked::because("a build with another value does not start"))
}

/// The files do not matter here: they are the same in both builds.
fn inputs(scene: &Scene<'_>) -> Inputs {
    Inputs {
        file: Arc::clone(&scene.analysis.file),
        options: scene.options.clone(),
        context: Arc::new(Tree::default()),
        ignore: String::new(),
        no_cache: NoCache::Off,
        image_versions: BTreeMap::new(),
        unnoticed: BTreeSet::new(),
    }
}

/// Whether the target needs the stage that declares it; what stands above all stages counts.
fn is_built(scene: &Scene<'_>, argument: &Assignment<'_>) -> bool {
    argument.at.stage.is_none_or(|stage| scene.build.is_needed(stage))
}

fn case(scene: &Scene<'_>, play: &Play, name: &str, declared: &[Assignment<'_>]) -> Option<Case> {
    let own = || declared.iter().filter(|it| it.is_argument && it.name == name);
    let given = scene.options.arguments.get(name).map(String::as_str);
    let now = given.or_else(|| own().find_map(|it| it.value)).unwrap_or_default();
    let value = another(now);
    let setting = format!("{name}={value}");
    if mask_text(&setting) != setting {
        return None;
    }
    let forecast = play.after(|inputs| {
        inputs.options.arguments.insert(name.to_owned(), value.clone());
    })?;
    let proof: Vec<Span> = own().filter(|it| is_built(scene, it)).map(|it| it.at.span).collect();
    let command = format!("docker build --build-arg {} .", safe_line(&setting));
    let prompt = Text::from("You build again, and say ")
        .code(command)
        .plain(" this time. Which of these steps run again?");
    let models = wrong(scene, &forecast, name, &proof);
    Some(Case {
        key: name.to_owned(),
        prompt,
        models,
        none: Model::nothing(&belief::ARGUMENTS_DO_NOT_COUNT),
        forecast,
        proof,
        why_none: Text::from(
            "No step has the argument in its environment, so every one is cached.",
        ),
        hint: Text::from(HINT),
    })
}

fn wrong(
    scene: &Scene<'_>,
    forecast: &crate::cache::Forecast,
    name: &str,
    declared: &[Span],
) -> Vec<Model> {
    let writes: BTreeSet<u32> = scene
        .file
        .instructions
        .iter()
        .filter(|at| at.variables.iter().any(|it| scene.file.source.slice(it.name) == name))
        .map(|at| at.lines.first.get())
        .collect();
    let from = |stage: usize| {
        let stage = scene.from(StageId(u32::try_from(stage).ok()?))?;
        Some(stage.lines.first.get())
    };
    let where_written = models::spread(scene, |step| {
        writes.contains(&step.line) || from(step.stage).is_some_and(|line| writes.contains(&line))
    });
    let places: Vec<(usize, u32)> = declared.iter().filter_map(|at| place(scene, *at)).collect();
    let below = models::spread(scene, |step| {
        places.iter().any(|(stage, line)| step.stage == *stage && step.line > *line)
    });
    vec![
        Model::new(&belief::ARGUMENT_COUNTS_WHERE_WRITTEN, where_written),
        Model::new(&belief::COPY_GETS_THE_ENVIRONMENT, below),
        Model::new(&belief::ONLY_THE_CHANGED_RUNS, models::by_themselves(forecast)),
        Model::new(&belief::A_CHANGE_RUNS_EVERYTHING, models::all(forecast)),
    ]
}

/// The stage in which an instruction stands, and its line.
fn place(scene: &Scene<'_>, span: Span) -> Option<(usize, u32)> {
    let at = scene.file.instructions.iter().find(|it| it.span == span)?;
    Some((at.stage?.0 as usize, at.lines.first.get()))
}

/// Another value that looks like this one: the number at its end counted on, else a word.
fn another(now: &str) -> String {
    let plain = now.trim_matches(['"', '\'']);
    let is_simple = plain.chars().all(|it| it.is_ascii_alphanumeric() || "._-/:".contains(it));
    let start = plain.trim_end_matches(|it: char| it.is_ascii_digit());
    match plain[start.len()..].parse::<u32>() {
        Ok(number) if is_simple => format!("{start}{}", u64::from(number) + 1),
        _ if plain == "other" => "another".to_owned(),
        _ => "other".to_owned(),
    }
}
