//! `var-value`: the value of a variable at a line, or in the container.

use std::collections::BTreeSet;

use super::candidate::{Answer, Candidate, Lead, join};
use super::scene::Scene;
use super::var_models::Models;
use super::variables::{
    Assignment, OF_THE_PLATFORM, assignments, is_name, references, script, sources,
};
use super::{Generated, NotAsked, Request};
use crate::doc::Text;
use crate::dockerfile::{Instruction, Keyword, StageId};
use crate::explain::mask::is_secret_name;
use crate::lesson::Moment;
use crate::source::Span;

/// Names that a shell or the container's start sets, so that the file does not tell their values.
const SET_ELSEWHERE: [&str; 9] =
    ["HOME", "PWD", "OLDPWD", "HOSTNAME", "TERM", "SHLVL", "IFS", "UID", "EUID"];

const HINT: &str = "Look for the lines above that set it and that count in this stage.";
const HINT_AT_RUN: &str = "Ask which of the lines that set it leave something in the image.";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
) -> Result<Vec<Generated>, NotAsked> {
    let mut why_not = NotAsked::because(match &request.ask.name {
        Some(name) => format!("it says nothing about the variable {name} that could be asked"),
        None => "it has no variable whose value could be asked".to_owned(),
    });
    let places = match request.ask.when {
        Moment::Build => at_build(request, scene),
        Moment::Run => at_run(request, scene),
    };
    let mut candidates = Vec::new();
    for place in request.some(places) {
        match place.candidate(scene) {
            Ok(candidate) => candidates.push(candidate),
            Err(reason) => why_not = reason,
        }
    }
    request.best(scene, candidates, why_not)
}

/// A variable at a place.
pub(super) struct Place<'a> {
    pub name: &'a str,
    pub stage: StageId,
    /// The instruction that uses it; `None` for the container.
    pub at: Option<&'a Instruction>,
}

/// The variables that instructions use, each with the instruction; else the
/// one that is asked for, at the last RUN of the target.
fn at_build<'a>(request: &Request<'a>, scene: &Scene<'a>) -> Vec<Place<'a>> {
    let wanted = request.ask.name.as_deref();
    let mut places = Vec::new();
    for at in scene.built() {
        let Some(stage) = at.stage else { continue };
        let mut names: Vec<&str> = Vec::new();
        for variable in at.variables.iter() {
            let name = scene.file.source.slice(variable.name);
            if !names.contains(&name)
                && wanted.is_none_or(|it| it == name)
                && is_used(scene, at, name)
            {
                names.push(name);
            }
        }
        places.extend(names.into_iter().map(|name| Place { name, stage, at: Some(at) }));
    }
    if let (Some(name), true) = (wanted, places.is_empty()) {
        let runs = scene.built().filter(|at| at.keyword == Some(Keyword::Run));
        let last = runs.filter(|at| at.stage == Some(scene.target)).last();
        let fits = last.filter(|at| is_used(scene, at, name) && is_askable(name));
        places.extend(fits.map(|at| Place { name, stage: scene.target, at: Some(at) }));
    }
    places
}

/// Whether an instruction reads a variable of the build, and no other of the same name.
fn is_used(scene: &Scene<'_>, at: &Instruction, name: &str) -> bool {
    if !is_askable(name) {
        return false;
    }
    match at.keyword {
        Some(Keyword::Run) => is_read_by_shell(scene, at, name),
        Some(
            Keyword::Env
            | Keyword::Arg
            | Keyword::Label
            | Keyword::Copy
            | Keyword::Add
            | Keyword::Workdir
            | Keyword::User
            | Keyword::Expose
            | Keyword::Volume
            | Keyword::Stopsignal,
        ) => true,
        _ => false,
    }
}

/// Whether the shell of a RUN reads the variable as the build has it: a shell
/// that knows `$NAME`, and a script that does not set the name itself.
fn is_read_by_shell(scene: &Scene<'_>, run: &Instruction, name: &str) -> bool {
    let sets = [format!("{name}="), format!("for {name}"), "read ".to_owned()];
    let sets_it = |script: &str| sets.iter().any(|set| script.contains(set.as_str()));
    let is_usual = scene.before(run).is_some_and(|before| {
        let shell = before.shell.first();
        before.shell_is_known
            && shell.is_none_or(|shell| shell.ends_with("sh") && !shell.contains("pwsh"))
    });
    let has_secret = run.flags.iter().any(|it| scene.file.source.slice(it.span).contains("env="));
    let is_windows = run.stage.is_none_or(|stage| scene.build.is_windows(stage));
    let reads = script(scene.file, run).is_some_and(|script| !sets_it(&script));
    reads && is_usual && !has_secret && !is_windows
}

/// Whether a value may be shown, and the file decides it.
pub(super) fn is_askable(name: &str) -> bool {
    is_name(name)
        && !is_secret_name(name)
        && !SET_ELSEWHERE.contains(&name)
        && !name.to_ascii_lowercase().ends_with("_proxy")
        && !name.starts_with("BUILDKIT_")
        && name != "SOURCE_DATE_EPOCH"
}

/// The variables that the file sets anywhere.
fn at_run<'a>(request: &Request<'a>, scene: &Scene<'a>) -> Vec<Place<'a>> {
    let names: BTreeSet<&str> = match request.ask.name.as_deref() {
        Some(name) => BTreeSet::from([name]),
        None => {
            assignments(scene.file, &scene.file.instructions).iter().map(|it| it.name).collect()
        }
    };
    let names = names.into_iter().filter(|name| is_askable(name) && *name != "PATH");
    names.map(|name| Place { name, stage: scene.target, at: None }).collect()
}

impl<'a> Place<'a> {
    fn candidate(&self, scene: &Scene<'a>) -> Result<Candidate, NotAsked> {
        let span = self.at.map_or(Span::empty(u32::MAX), |at| at.span);
        let above = assignments(scene.file, scene.above(self.stage, span));
        let globals = globals(scene);
        self.check_platform(scene, &above, &globals)?;
        let (right, mut proof) = match self.at {
            Some(at) => self.at_build(scene, at)?,
            None => self.at_run(scene, &above)?,
        };
        proof.extend(what_it_goes_back_to(self.name, &proof, &above, &globals));
        proof.extend(self.at.map(|at| at.span));
        let brought = above.iter().rev().find(|it| it.name == self.name);
        if brought.is_some_and(|it| it.is_argument && it.value.is_none()) {
            proof.extend(globals.iter().rev().find(|it| it.name == self.name).map(|it| it.at.span));
        }
        let models = Models::new(self, scene, &above, &globals, &right);
        Ok(Candidate {
            key: self.key(scene),
            about: self.at.map(|at| at.span),
            prompt: self.prompt(scene),
            mistakes: models.mistakes(),
            neighbours: models.neighbours(),
            why: self.why(&right),
            right: self.answer(&right),
            proof,
            lead: Lead::Decide,
            note: None,
            hint: if self.at.is_some() { HINT } else { HINT_AT_RUN },
        })
    }

    /// A value as an answer.
    pub(super) fn answer(&self, value: &str) -> Answer {
        Answer::value(value, "nothing: it is empty")
    }

    fn key(&self, scene: &Scene<'_>) -> String {
        let line = self.at.map(|at| scene.file.source.slice(at.span)).unwrap_or_default();
        format!("{} {line}", self.name)
    }

    fn prompt(&self, scene: &Scene<'_>) -> Text {
        let name = format!("${}", self.name);
        match self.at {
            Some(_) => Text::from("Which value does ").code(name).plain(" have in this line?"),
            None => {
                let text = Text::from("A container starts from the image of ");
                let text = match scene.build.stage_count() {
                    1 => text.plain("this file"),
                    _ => join(text, scene.named(self.stage)),
                };
                text.plain(". Which value does ").code(name).plain(" have in it?")
            }
        }
    }

    fn why(&self, right: &str) -> Text {
        let name = Text::new().code(self.name);
        match (right.is_empty(), self.at.is_some()) {
            (true, true) => name.plain(" has no value here: nothing above that counts sets one."),
            (true, false) => name.plain(" is not part of the image's environment."),
            (false, true) => name.plain(" has the value of the last line above that sets it."),
            (false, false) => {
                name.plain(" has the value of the last ").code("ENV").plain(" that sets it.")
            }
        }
    }

    /// The build machine's platform is not in the file.
    fn check_platform(
        &self,
        scene: &Scene<'_>,
        above: &[Assignment<'_>],
        globals: &[Assignment<'_>],
    ) -> Result<(), NotAsked> {
        let all: Vec<_> = globals.iter().chain(above).copied().collect();
        let declared = |name: &&str| all.iter().any(|it| it.name == *name);
        let sources = sources(self.name, &all);
        let depends = OF_THE_PLATFORM.iter().any(|name| sources.contains(name) && declared(name));
        if depends && scene.options.platform.is_none() {
            let name = self.name;
            return Err(NotAsked::because(format!(
                "{name} depends on the platform that is built for, and none is chosen"
            )));
        }
        Ok(())
    }

    /// The value that an instruction finds, with what decides it.
    fn at_build(
        &self,
        scene: &Scene<'_>,
        at: &Instruction,
    ) -> Result<(String, Vec<Span>), NotAsked> {
        let before = scene.before(at).ok_or_else(|| NotAsked::because("the stage is not built"))?;
        let environment = &before.state.environment;
        match environment.get(self.name) {
            Some(variable) if variable.unknown => Err(scene.hidden(self.stage, self.name)),
            Some(variable) => {
                let from = scene.root(self.stage).filter(|_| variable.set_by.is_none());
                Ok((
                    variable.value.clone(),
                    scene.build.setter(variable).or(from).into_iter().collect(),
                ))
            }
            None if environment.is_open() => Err(scene.hidden(self.stage, self.name)),
            None => Ok((String::new(), scene.root(self.stage).into_iter().collect())),
        }
    }

    /// The value in the image's environment, with what decides it.
    fn at_run(
        &self,
        scene: &Scene<'_>,
        above: &[Assignment<'_>],
    ) -> Result<(String, Vec<Span>), NotAsked> {
        let hidden = || scene.hidden(self.stage, self.name);
        let end = scene.end(self.stage).ok_or_else(hidden)?;
        let environment = &end.state.environment;
        let root = scene.root(self.stage);
        match environment.get_in_image(self.name) {
            Some(variable) if variable.unknown => Err(hidden()),
            Some(variable) => Ok((
                variable.value.to_string(),
                scene.build.setter(variable).or(root).into_iter().collect(),
            )),
            None if environment.is_open() => Err(hidden()),
            None => {
                let arguments = above.iter().rev().find(|it| it.name == self.name);
                Ok((String::new(), arguments.map(|it| it.at.span).or(root).into_iter().collect()))
            }
        }
    }
}

/// The lines that set what a value is made of: the last above each line that names it.
fn what_it_goes_back_to(
    name: &str,
    decides: &[Span],
    above: &[Assignment<'_>],
    globals: &[Assignment<'_>],
) -> Vec<Span> {
    let mut lines = Vec::new();
    let set_by = above.iter().rev().find(|it| it.name == name && decides.contains(&it.at.span));
    let mut left: Vec<&Assignment<'_>> = set_by.into_iter().collect();
    while let Some(assignment) = left.pop() {
        for name in references(assignment.value.unwrap_or_default()) {
            let is_before = |it: &&Assignment<'_>| it.at.span.start < assignment.at.span.start;
            let all = globals.iter().chain(above).filter(is_before);
            // An ARG without a default has the value of the one above the first FROM.
            let set = all.filter(|it| it.name == name).collect::<Vec<_>>();
            let last = set.iter().rposition(|it| it.value.is_some()).unwrap_or(0);
            for source in set.into_iter().skip(last) {
                if !lines.contains(&source.at.span) {
                    lines.push(source.at.span);
                    left.push(source);
                }
            }
        }
    }
    lines
}

fn globals<'a>(scene: &Scene<'a>) -> Vec<Assignment<'a>> {
    let above = scene.file.instructions.iter().take_while(|it| it.stage.is_none());
    assignments(scene.file, above)
}
