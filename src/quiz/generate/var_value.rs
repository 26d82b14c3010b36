//! `var-value`: the value of a variable at a line, or in the container.

use std::collections::{BTreeMap, BTreeSet};

use super::belief::{self, Belief};
use super::candidate::{Answer, Candidate, Mistake, join};
use super::scene::Scene;
use super::variables::{
    Assignment, Manner, OF_THE_PLATFORM, Values, assignments, exported, is_name, is_unset, script,
    sources,
};
use super::{Generated, NotAsked, Request};
use crate::build::expand::Rules;
use crate::doc::Text;
use crate::dockerfile::{Escape, Instruction, Keyword, StageId};
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
struct Place<'a> {
    name: &'a str,
    stage: StageId,
    /// The instruction that uses it; `None` for the container.
    at: Option<&'a Instruction>,
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
        Some(Keyword::Run) => {
            let sets = [format!("{name}="), format!("for {name}"), "read ".to_owned()];
            let foreign_shell = scene.before(at).is_none_or(|before| {
                !before.shell_is_known
                    || before.shell.first().is_some_and(|shell| !shell.ends_with("sh"))
                    || before.shell.first().is_some_and(|shell| shell.contains("pwsh"))
            });
            let has_secret =
                at.flags.iter().any(|it| scene.file.source.slice(it.span).contains("env="));
            let is_windows = at.stage.is_none_or(|stage| scene.build.is_windows(stage));
            script(scene.file, at).is_some_and(|script| {
                !sets.iter().any(|set| script.contains(set.as_str()))
                    && !(foreign_shell || has_secret || is_windows)
            })
        }
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

/// Whether a value may be shown, and the file decides it.
fn is_askable(name: &str) -> bool {
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
        proof.extend(self.at.map(|at| at.span));
        let brought = above.iter().rev().find(|it| it.name == self.name);
        if brought.is_some_and(|it| it.is_argument && it.value.is_none()) {
            proof.extend(globals.iter().rev().find(|it| it.name == self.name).map(|it| it.at.span));
        }
        let models = Models { place: self, scene, above, globals, right: &right };
        let answer = |value: &str| self.answer(value);
        let mistakes = models.mistakes();
        let mistakes = mistakes.into_iter().map(|(value, belief)| Mistake::new(value, belief));
        let neighbours = models.neighbours();
        Ok(Candidate {
            key: self.key(scene),
            about: self.at.map(|at| at.span),
            prompt: self.prompt(scene),
            mistakes: mistakes.collect(),
            neighbours: neighbours
                .into_iter()
                .map(|value| Mistake::new(answer(&value), &belief::ANOTHER_VARIABLE))
                .collect(),
            why: self.why(&right),
            right: answer(&right),
            proof,
            hint: if self.at.is_some() { HINT } else { HINT_AT_RUN },
        })
    }

    fn answer(&self, value: &str) -> Answer {
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
                Ok((variable.value.clone(), variable.set_by.or(from).into_iter().collect()))
            }
            None if environment.open => Err(scene.hidden(self.stage, self.name)),
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
        let config = scene.build.config(self.stage).ok_or_else(hidden)?;
        let start = format!("{}=", self.name);
        let value = config.env.iter().rev().find_map(|entry| entry.strip_prefix(start.as_str()));
        let set_by = above.iter().rev().find(|it| it.name == self.name && !it.is_argument);
        let root = scene.root(self.stage);
        match (value, set_by) {
            (Some(value), Some(set_by)) => {
                let stage = set_by.at.stage.ok_or_else(hidden)?;
                let behind = Span::empty(set_by.at.span.start + 1);
                let after = scene.build.before(stage, behind).ok_or_else(hidden)?;
                let variable = after.state.environment.get(self.name);
                if variable.is_none_or(|variable| variable.unknown) {
                    return Err(hidden());
                }
                Ok((value.to_owned(), vec![set_by.at.span]))
            }
            (Some(value), None) => Ok((value.to_owned(), root.into_iter().collect())),
            (None, _) if scene.build.unknown_base(self.stage).is_some() => Err(hidden()),
            (None, _) => {
                let arguments = above.iter().rev().find(|it| it.name == self.name);
                Ok((String::new(), arguments.map(|it| it.at.span).or(root).into_iter().collect()))
            }
        }
    }
}

fn globals<'a>(scene: &Scene<'a>) -> Vec<Assignment<'a>> {
    let above = scene.file.instructions.iter().take_while(|it| it.stage.is_none());
    assignments(scene.file, above)
}

/// The wrong models of variables, run on the reader's file.
struct Models<'m, 'a> {
    place: &'m Place<'a>,
    scene: &'m Scene<'a>,
    /// What sets variables above the place, in the order of building.
    above: Vec<Assignment<'a>>,
    globals: Vec<Assignment<'a>>,
    right: &'m str,
}

impl Models<'_, '_> {
    /// What the variable would be if each belief were true, the most telling first.
    fn mistakes(&self) -> Vec<(Answer, &'static Belief)> {
        let values = self.values();
        let is_unset = self.right.is_empty();
        let mut mistakes: Vec<(Answer, &'static Belief)> =
            values.into_iter().map(|(value, belief)| (self.place.answer(&value), belief)).collect();
        let written = || Answer::code(&format!("${}", self.place.name));
        if !is_unset && self.place.at.is_some_and(|at| at.keyword != Some(Keyword::Run)) {
            mistakes.push((written(), &belief::DOLLARS_ARE_FOR_SHELLS));
        }
        if is_unset && self.place.at.is_some() {
            mistakes.push((written(), &belief::UNSET_STAYS_AS_WRITTEN));
            let stops = Answer::words("none: the build stops here");
            mistakes.push((stops, &belief::UNSET_STOPS_THE_BUILD));
        }
        mistakes
    }

    fn values(&self) -> Vec<(String, &'static Belief)> {
        let (scene, stage, name) = (self.scene, self.place.stage, self.place.name);
        let none = BTreeMap::new();
        let usual = self.manner();
        let with = |set: &[Assignment<'_>]| usual.value(name, &self.start(), set);
        let (arguments, others): (Vec<_>, Vec<_>) =
            self.above.iter().partition(|it| it.is_argument);
        let joined =
            |first: &[Assignment<'_>], second: &[Assignment<'_>]| with(&[first, second].concat());
        let own: Vec<_> =
            self.above.iter().filter(|it| it.at.stage == Some(stage)).copied().collect();
        let elsewhere = assignments(scene.file, scene.elsewhere(stage));
        let mut found = Vec::new();
        if let Some(at) = self.place.at {
            let here = assignments(scene.file, [at]);
            let at_once = Manner { at_once: true, ..usual };
            let both = [self.above.as_slice(), &here].concat();
            found.push((at_once.value(name, &self.start(), &both), &belief::PAIRS_SEE_EACH_OTHER));
        } else {
            let end = scene.end(stage).and_then(|end| end.state.environment.get(name).cloned());
            let end = end.filter(|it| !it.unknown).map(|it| it.value).unwrap_or_default();
            found.push((end, &belief::ARG_REACHES_CONTAINER));
        }
        found.push((joined(&self.globals, &self.above), &belief::GLOBAL_ARG_IS_VISIBLE));
        found.push((joined(&elsewhere, &self.above), &belief::STAGES_SHARE));
        found.push((joined(&arguments, &others), &belief::ENV_ALWAYS_WINS));
        found.push((joined(&others, &arguments), &belief::ARG_ALWAYS_WINS));
        let runs = scene.above(stage, self.place.at.map_or(Span::empty(u32::MAX), |it| it.span));
        let export = exported(scene.file, &runs, name);
        found.extend(export.map(|value| (value, &belief::EXPORT_LASTS)));
        if is_unset(scene.file, &runs, name) {
            found.push((String::new(), &belief::UNSET_REMOVES));
        }
        let comments = Manner { comments: true, ..usual };
        found.push((
            comments.value(name, &self.start(), &self.above),
            &belief::COMMENT_BEHIND_VALUE,
        ));
        found.extend(self.platform().map(|value| (value, &belief::PLATFORM_IS_JUST_THERE)));
        found.push((with(&own), &belief::ARGS_DO_NOT_INHERIT));
        let not_given = Manner { given: &none, ..usual };
        found.push((
            not_given.value(name, &self.start(), &self.above),
            &belief::DEFAULT_BEATS_THE_FLAG,
        ));
        if let Some(at) = self.place.at {
            let below = assignments(scene.file, scene.below(stage, at.span));
            found.push((joined(&self.above, &below), &belief::LATER_VALUE_COUNTS));
        }
        let first = self.above.iter().position(|it| it.name == name && it.value.is_some());
        let first = first.map(|at| with(&self.above[..=at]));
        found.extend(first.map(|value| (value, &belief::FIRST_VALUE_STAYS)));
        let last = self.above.iter().rev().find(|it| it.name == name);
        let last = last.and_then(|it| it.value).unwrap_or_default();
        let belief = match last.contains('$') {
            true => &belief::VALUES_STAY_AS_WRITTEN,
            false => &belief::QUOTES_STAY,
        };
        found.push((last.to_owned(), belief));
        self.add_empty(&mut found, with(&others), with(&arguments));
        self.keep_set(found)
    }

    /// Beliefs by which a set variable is not set.
    fn add_empty(
        &self,
        found: &mut Vec<(String, &'static Belief)>,
        without_arguments: String,
        without_env: String,
    ) {
        match self.place.at {
            Some(_) if without_env != self.right => {
                found.push((without_env, &belief::ENV_IS_FOR_CONTAINERS));
            }
            None => found.push((String::new(), &belief::ENV_IS_FOR_BUILDS)),
            _ => {}
        }
        if without_arguments != self.right {
            found.push((without_arguments, &belief::ARG_NEEDS_THE_FLAG));
        }
    }

    /// Where a belief leads to no value by accident, say because the file
    /// does not set the variable there, the belief is not shown at work.
    fn keep_set(&self, found: Vec<(String, &'static Belief)>) -> Vec<(String, &'static Belief)> {
        let leads_to_nothing = [
            &belief::UNSET_REMOVES,
            &belief::ARGS_DO_NOT_INHERIT,
            &belief::ENV_IS_FOR_CONTAINERS,
            &belief::ENV_IS_FOR_BUILDS,
            &belief::ARG_NEEDS_THE_FLAG,
        ];
        let keeps = |(value, belief): &(String, &'static Belief)| {
            !value.is_empty() || leads_to_nothing.contains(belief)
        };
        found.into_iter().filter(keeps).collect()
    }

    /// The variables that the base brings.
    fn start(&self) -> Values {
        let first = self.scene.chain(self.place.stage).first().copied();
        let from = first.and_then(|stage| Some((stage, self.scene.from(stage)?)));
        let state = from.and_then(|(stage, from)| {
            self.scene.build.before(stage, Span::empty(from.span.start + 1))
        });
        state.map(|after| Values::of(&after.state.environment)).unwrap_or_default()
    }

    fn manner(&self) -> Manner<'_> {
        let escape = if self.scene.file.escape == Escape::Backtick { '`' } else { '\\' };
        Manner {
            rules: Rules::usual(escape),
            given: &self.scene.options.arguments,
            defaults: true,
            comments: false,
            at_once: false,
        }
    }

    /// What a variable of the platform would be if no ARG had to ask for it.
    fn platform(&self) -> Option<String> {
        let name = self.place.name;
        let platform = self.scene.options.platform.clone();
        let platform = platform.unwrap_or_else(crate::build::platform::Platform::linux_amd64);
        match name {
            "TARGETARCH" | "BUILDARCH" => Some(platform.architecture),
            "TARGETOS" | "BUILDOS" => Some(platform.os),
            "TARGETPLATFORM" | "BUILDPLATFORM" => Some(platform.to_string()),
            _ => None,
        }
    }

    /// The values of the other variables above.
    fn neighbours(&self) -> Vec<String> {
        let usual = self.manner();
        let start = self.start();
        let others = self.above.iter().rev().chain(&self.globals);
        let others = others.filter(|it| it.name != self.place.name && is_askable(it.name));
        let values = others.take(4).map(|it| {
            let set = if it.at.stage.is_some() { &self.above } else { &self.globals };
            usual.value(it.name, &start, set)
        });
        values.filter(|value| !value.is_empty()).collect()
    }
}
