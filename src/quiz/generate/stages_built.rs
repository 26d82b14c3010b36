//! `stages-built`: which stages are built for a target.

use super::candidate::{Part, join, line_of};
use super::scene::Scene;
use super::{Generated, InFile, Material, Meaning, NotAsked, Request, belief, multiple};
use crate::analysis::Analysis;
use crate::build::Options;
use crate::doc::Text;
use crate::dockerfile::StageId;
use crate::quiz::shuffled;
use crate::source::{Span, safe_line};

/// How many stages are offered that are built, and how many that are not.
const MOST_OF_EACH: usize = 3;
/// How many other targets are tried where the reader's needs every stage.
const TARGETS_TRIED: usize = 8;

const HINT: &str = "Start at the target, and follow each `FROM` and each `--from` from there.";

pub(super) fn questions(
    request: &Request<'_>,
    material: &Material<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let scene = Scene::of(material)?;
    if scene.build.stage_count() < 2 {
        return Err(NotAsked::because("it has one stage only"));
    }
    if let Some(target) = &request.ask.target {
        let known = scene
            .file
            .stages
            .iter()
            .any(|stage| stage.name.as_deref() == Some(target.to_lowercase().as_str()));
        if !known {
            return Err(NotAsked::because(format!("it has no stage called {}", safe_line(target))));
        }
        let other = with_target(material, target.clone());
        return question(request, &Scene::of(&with_analysis(material, &other))?);
    }
    if let Ok(question) = question(request, &scene) {
        return Ok(question);
    }
    let names: Vec<String> = scene
        .file
        .stages
        .iter()
        .filter_map(|stage| stage.name.as_deref())
        .map(str::to_owned)
        .collect();
    for place in shuffled(names.len(), request.seed).into_iter().take(TARGETS_TRIED) {
        let other = with_target(material, names[place].clone());
        let other = Scene::of(&with_analysis(material, &other));
        if let Ok(question) = other.and_then(|scene| question(request, &scene)) {
            return Ok(question);
        }
    }
    Err(NotAsked::because("every target needs every stage"))
}

fn with_target(material: &Material<'_>, target: String) -> Analysis {
    let options = Options { target: Some(target), ..material.analysis.options.clone() };
    material.analysis.again(options)
}

/// What is known besides the analysis stays.
fn with_analysis<'a>(material: &Material<'a>, analysis: &'a Analysis) -> Material<'a> {
    let mut other = *material;
    other.analysis = analysis;
    other
}

fn question(request: &Request<'_>, scene: &Scene<'_>) -> Result<Vec<Generated>, NotAsked> {
    let stages = (0..scene.build.stage_count()).filter_map(|it| u32::try_from(it).ok());
    let (built, left): (Vec<StageId>, Vec<StageId>) =
        stages.map(StageId).partition(|stage| scene.build.is_needed(*stage));
    if left.is_empty() {
        return Err(NotAsked::because("the target needs every stage"));
    }
    let mut chosen: Vec<StageId> = request.some(built).into_iter().take(MOST_OF_EACH).collect();
    if !chosen.contains(&scene.target) {
        chosen.pop();
        chosen.push(scene.target);
    }
    chosen.extend(request.some(left).into_iter().take(MOST_OF_EACH));
    chosen.sort_unstable();
    let mut proof = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let froms = chosen.iter().filter_map(|stage| scene.from(*stage));
    let lines: Vec<String> = froms.map(|from| line_of(scene.file, from.span)).collect();
    for stage in chosen {
        let Some(from) = scene.from(stage) else { continue };
        let line = line_of(scene.file, from.span);
        let mut text = Text::new().code(line.as_str());
        // Stages may even have the same name.
        if lines.iter().filter(|other| **other == line).count() > 1 {
            text = text.plain(format!(" · line {}", from.lines.first));
        }
        let (why, by) = reason(scene, stage);
        if scene.build.is_needed(stage) {
            proof.push(from.span);
            proof.extend(by);
        }
        let place = Some(from.span);
        parts.push(Part { text, place, belief: wrong(scene, stage), why });
    }
    let named = scene.options.target.is_some();
    let command =
        match scene.file.stages.get(scene.target.0 as usize).and_then(|it| it.name.as_deref()) {
            Some(name) if named => format!("docker build --target {} .", safe_line(name)),
            _ => "docker build .".to_owned(),
        };
    let prompt = Text::from("Which of these stages does ").code(command).plain(" build?");
    let in_file = InFile::of_parts(&parts, Meaning::Built);
    Ok(vec![Generated { in_file, ..multiple(scene, prompt, &parts, proof, HINT) }])
}

fn wrong(scene: &Scene<'_>, stage: StageId) -> Option<&'static belief::Belief> {
    match scene.build.is_needed(stage) {
        true => None,
        false if stage < scene.target => Some(&belief::STAGES_ABOVE_ARE_BUILT),
        false => Some(&belief::ALL_STAGES_ARE_BUILT),
    }
}

/// Why a stage is built, with the place that says so.
fn reason(scene: &Scene<'_>, stage: StageId) -> (Text, Option<Span>) {
    if stage == scene.target {
        return (Text::from("It is the target."), None);
    }
    let stages = (0..scene.build.stage_count()).filter_map(|it| u32::try_from(it).ok());
    let needed: Vec<StageId> =
        stages.map(StageId).filter(|stage| scene.build.is_needed(*stage)).collect();
    if let Some(user) = needed.iter().find(|it| scene.build.base_stage(**it) == Some(stage)) {
        let text = join(Text::from("It is the base of "), scene.named(*user)).plain(".");
        return (text, scene.from(*user).map(|from| from.span));
    }
    let lines = needed.iter().flat_map(|it| scene.build.sources(*it));
    let line = lines.into_iter().find(|(source, _)| *source == stage).map(|(_, line)| line);
    let line = line.unwrap_or_default();
    let mut instructions = scene.file.instructions.iter();
    let at = instructions.find(|it| it.lines.first.get() == line).map(|it| it.span);
    (Text::from(format!("Line {line} takes files from it.")), at)
}
