//! `cwd-at-line`: in which directory an instruction runs.

use super::belief;
use super::candidate::{Answer, Candidate, Lead, Mistake};
use super::scene::Scene;
use super::variables::script;
use super::{Generated, NotAsked, Request};
use crate::build::paths;
use crate::doc::Text;
use crate::dockerfile::{Arguments, Instruction, Keyword, StageId};
use crate::shell;
use crate::source::Span;

const HINT: &str = "Look for the `WORKDIR` lines above, in this stage and in those it builds on.";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let mut why_not =
        NotAsked::because("it has no `RUN` for which two other directories could be thought of");
    let runs = scene.built().filter(|at| at.keyword == Some(Keyword::Run)).collect();
    let mut candidates = Vec::new();
    for run in request.some(runs) {
        let Some(stage) = run.stage.filter(|stage| !scene.build.is_windows(*stage)) else {
            continue;
        };
        match candidate(scene, run, stage) {
            Ok(candidate) => candidates.push(candidate),
            Err(reason) => why_not = reason,
        }
    }
    request.best(scene, candidates, why_not)
}

fn candidate<'a>(
    scene: &Scene<'a>,
    run: &'a Instruction,
    stage: StageId,
) -> Result<Candidate, NotAsked> {
    let before = scene.before(run).ok_or_else(|| NotAsked::because("the stage is not built"))?;
    let right = &before.state.directory;
    if right.unknown {
        return Err(scene.hidden(stage, "the directory"));
    }
    let proof = right.set_by.or_else(|| scene.root(stage)).into_iter().chain([run.span]);
    let why = match right.set_by {
        Some(_) => Text::from("The ").code("WORKDIR").plain(" lines above decide."),
        None => {
            Text::from("No ").code("WORKDIR").plain(" stands above, so the base image decides.")
        }
    };
    Ok(Candidate {
        key: scene.file.source.slice(run.span).to_owned(),
        about: Some(run.span),
        prompt: Text::from("In which directory does this line start?"),
        right: answer(&right.value),
        mistakes: mistakes(scene, run, stage),
        neighbours: others(scene),
        proof: proof.collect(),
        lead: Lead::Decide,
        note: Scene::note(before, right),
        hint: HINT,
        why,
    })
}

fn answer(directory: &str) -> Answer {
    Answer::code(if directory.is_empty() { "/" } else { directory })
}

fn lines<'a>(instructions: impl IntoIterator<Item = &'a Instruction>) -> Vec<&'a Instruction> {
    let all = instructions.into_iter();
    all.filter(|instruction| instruction.keyword == Some(Keyword::Workdir)).collect()
}

/// The path of a WORKDIR as written, where nothing in it is to be expanded.
fn written<'a>(scene: &Scene<'a>, line: &'a Instruction) -> Option<&'a str> {
    let Arguments::Text(Some(word)) = &line.arguments else { return None };
    let path = word.value(&scene.file.source).trim().trim_matches(['"', '\'']);
    (!path.contains('$') && !path.is_empty()).then_some(path)
}

/// The directory behind a WORKDIR.
fn set_by<'a>(scene: &Scene<'a>, line: &'a Instruction) -> Option<String> {
    let stage = line.stage?;
    if !scene.build.is_needed(stage) {
        return written(scene, line).map(|path| paths::join("/", path));
    }
    let after = scene.build.before(stage, Span::empty(line.span.start + 1))?;
    let directory = &after.state.directory;
    (!directory.unknown).then(|| directory.value.to_string())
}

fn mistakes<'a>(scene: &Scene<'a>, run: &'a Instruction, stage: StageId) -> Vec<Mistake> {
    let above = scene.above(stage, run.span);
    let own = lines(above.iter().copied());
    let foreign = lines(scene.elsewhere(stage));
    let below = lines(scene.below(stage, run.span));
    let relative = own.last().and_then(|line| written(scene, line));
    let found = [
        (changed_into(scene, &above), &belief::CD_LASTS),
        (foreign.last().and_then(|line| set_by(scene, line)), &belief::STAGES_SHARE_DIRECTORY),
        (relative.map(|path| paths::join("/", path)), &belief::WORKDIR_STARTS_AT_ROOT),
        (below.last().and_then(|line| set_by(scene, line)), &belief::LATER_DIRECTORY_COUNTS),
        (own.first().and_then(|line| set_by(scene, line)), &belief::EARLIER_DIRECTORY_COUNTS),
        (copied_into(scene, &above), &belief::DESTINATION_IS_THE_DIRECTORY),
        (Some("/".to_owned()), &belief::RUN_STARTS_AT_ROOT),
    ];
    let mut mistakes: Vec<Mistake> = found
        .into_iter()
        .filter_map(|(directory, belief)| Some(Mistake::new(answer(&directory?), belief)))
        .collect();
    let host = Answer::words("the folder on the host where `docker build` was called");
    mistakes.push(Mistake::new(host, &belief::DIRECTORY_OF_THE_HOST));
    mistakes
}

/// The instructions behind the last WORKDIR, the last first.
fn since_workdir<'s, 'a>(
    above: &'s [&'a Instruction],
) -> impl Iterator<Item = &'s &'a Instruction> {
    above.iter().rev().take_while(|at| at.keyword != Some(Keyword::Workdir))
}

/// Where the last `cd` behind the last WORKDIR leads.
fn changed_into(scene: &Scene<'_>, above: &[&Instruction]) -> Option<String> {
    since_workdir(above).find_map(|run| {
        let text = script(scene.file, run).filter(|text| text.contains("cd "))?;
        let commands = shell::commands(&text);
        let changes = commands.iter().rev().filter(|it| it.words[0].text == "cd");
        let mut targets = changes.filter_map(|it| it.words.get(1));
        let target = targets.find(|word| !word.text.contains(['$', '~', '`']))?.text.as_str();
        let directory = &scene.before(run)?.state.directory;
        match target {
            "-" => None,
            path if path.starts_with('/') => Some(paths::clean(path)),
            _ if directory.unknown => None,
            path => Some(paths::join(&directory.value, path)),
        }
    })
}

/// The folder that the last COPY or ADD behind the last WORKDIR fills.
fn copied_into(scene: &Scene<'_>, above: &[&Instruction]) -> Option<String> {
    since_workdir(above).find_map(|at| {
        let is_copy = matches!(at.keyword, Some(Keyword::Copy | Keyword::Add));
        let step = scene.step(at).filter(|step| is_copy && step.unknown.is_empty())?;
        let target = step.copies.as_ref()?.first()?.dest.trim_end_matches('/').to_owned();
        (!target.is_empty()).then_some(target)
    })
}

/// The directories of all WORKDIR lines.
fn others(scene: &Scene<'_>) -> Vec<Mistake> {
    let all = lines(&scene.file.instructions);
    let directories = all.into_iter().take(8).filter_map(|line| set_by(scene, line));
    directories.map(|it| Mistake::new(answer(&it), &belief::ANOTHER_DIRECTORY)).collect()
}
