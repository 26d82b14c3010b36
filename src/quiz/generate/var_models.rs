//! What a variable would be if wrong beliefs were true, worked out on the reader's file.

use std::collections::BTreeMap;

use super::belief::{self, Belief};
use super::candidate::{Answer, Mistake};
use super::scene::Scene;
use super::var_value::{Place, is_askable};
use super::variables::{Assignment, Manner, Values, assignments, exported, is_unset, sources};
use crate::build::expand::Rules;
use crate::dockerfile::{Escape, Keyword};
use crate::source::Span;

/// The wrong models of variables, run on the reader's file.
pub(super) struct Models<'m, 'a> {
    place: &'m Place<'a>,
    scene: &'m Scene<'a>,
    /// What sets variables above the place, in the order of building.
    above: &'m [Assignment<'a>],
    globals: &'m [Assignment<'a>],
    right: &'m str,
    /// The variables that the base brings.
    start: Values,
}

/// A value with the belief that leads to it.
type Found = Vec<(String, &'static Belief)>;

impl<'m, 'a> Models<'m, 'a> {
    pub(super) fn new(
        place: &'m Place<'a>,
        scene: &'m Scene<'a>,
        above: &'m [Assignment<'a>],
        globals: &'m [Assignment<'a>],
        right: &'m str,
    ) -> Self {
        let start = base_values(scene, place);
        Self { place, scene, above, globals, right, start }
    }

    /// What the variable would be if each belief were true, the most telling first.
    pub(super) fn mistakes(&self) -> Vec<Mistake> {
        let values = self.values().into_iter();
        let mut mistakes: Vec<Mistake> =
            values.map(|(value, belief)| Mistake::new(self.place.answer(&value), belief)).collect();
        let Some(at) = self.place.at else { return mistakes };
        let written = Answer::code(&format!("${}", self.place.name));
        if self.right.is_empty() {
            mistakes.push(Mistake::new(written, &belief::UNSET_STAYS_AS_WRITTEN));
            let stops = Answer::words("none: the build stops here");
            mistakes.push(Mistake::new(stops, &belief::UNSET_STOPS_THE_BUILD));
        } else if at.keyword != Some(Keyword::Run) {
            mistakes.push(Mistake::new(written, &belief::DOLLARS_ARE_FOR_SHELLS));
        }
        mistakes
    }

    fn values(&self) -> Found {
        let mut found = Found::new();
        self.of_the_moment(&mut found);
        self.of_other_places(&mut found);
        self.of_precedence(&mut found);
        self.of_commands(&mut found);
        self.of_reading(&mut found);
        self.of_order(&mut found);
        self.of_nothing(&mut found);
        keep_set(found)
    }

    /// The value after these assignments, by the usual rules.
    fn with(&self, set: &[Assignment<'_>]) -> String {
        self.manner().value(self.place.name, &self.start, set)
    }

    fn joined(&self, first: &[Assignment<'_>], second: &[Assignment<'_>]) -> String {
        self.with(&[first, second].concat())
    }

    fn of_the_moment(&self, found: &mut Found) {
        let name = self.place.name;
        if let Some(at) = self.place.at {
            let here = assignments(self.scene.file, [at]);
            let at_once = Manner { at_once: true, ..self.manner() };
            let value = at_once.value(name, &self.start, &[self.above, &here].concat());
            found.push((value, &belief::PAIRS_SEE_EACH_OTHER));
            return;
        }
        let end = self.scene.end(self.place.stage);
        let variable = end.and_then(|end| end.state.environment.get(name));
        let value = variable.filter(|it| !it.unknown).map(|it| it.value.to_string());
        found.extend(value.map(|value| (value, &belief::ARG_REACHES_CONTAINER)));
    }

    /// What is set above the first FROM, and in other stages.
    fn of_other_places(&self, found: &mut Found) {
        found.push((self.joined(self.globals, self.above), &belief::GLOBAL_ARG_IS_VISIBLE));
        let elsewhere = assignments(self.scene.file, self.scene.elsewhere(self.place.stage));
        found.push((self.joined(&elsewhere, self.above), &belief::STAGES_SHARE));
        let is_own = |it: &&Assignment<'_>| it.at.stage == Some(self.place.stage);
        let own: Vec<_> = self.above.iter().filter(is_own).copied().collect();
        found.push((self.with(&own), &belief::ARGS_DO_NOT_INHERIT));
        found.extend(self.platform().map(|value| (value, &belief::PLATFORM_IS_JUST_THERE)));
    }

    fn of_precedence(&self, found: &mut Found) {
        let (arguments, others): (Vec<Assignment<'_>>, Vec<Assignment<'_>>) =
            self.above.iter().partition(|it| it.is_argument);
        // Without an ARG and an ENV of one name neither belief says anything about the file.
        let names = sources(self.place.name, self.above);
        let is_both = |name: &&str| {
            [&arguments, &others].iter().all(|list| list.iter().any(|it| it.name == *name))
        };
        if !names.iter().any(is_both) {
            return;
        }
        found.push((self.joined(&arguments, &others), &belief::ENV_ALWAYS_WINS));
        found.push((self.joined(&others, &arguments), &belief::ARG_ALWAYS_WINS));
    }

    /// What commands of RUN do to the shell's own variables.
    fn of_commands(&self, found: &mut Found) {
        let (scene, name) = (self.scene, self.place.name);
        let end = self.place.at.map_or(Span::empty(u32::MAX), |at| at.span);
        let runs = scene.above(self.place.stage, end);
        let export = exported(scene.file, &runs, name);
        found.extend(export.map(|value| (value, &belief::EXPORT_LASTS)));
        if is_unset(scene.file, &runs, name) {
            found.push((String::new(), &belief::UNSET_REMOVES));
        }
    }

    /// How a value is read.
    fn of_reading(&self, found: &mut Found) {
        let name = self.place.name;
        let comments = Manner { comments: true, ..self.manner() };
        let value = comments.value(name, &self.start, self.above);
        found.push((value, &belief::COMMENT_BEHIND_VALUE));
        let none = BTreeMap::new();
        let not_given = Manner { given: &none, ..self.manner() };
        let value = not_given.value(name, &self.start, self.above);
        found.push((value, &belief::DEFAULT_BEATS_THE_FLAG));
        let last = self.above.iter().rev().find(|it| it.name == name);
        let written = last.and_then(|it| it.value).unwrap_or_default();
        let belief = match written.contains('$') {
            true => &belief::VALUES_STAY_AS_WRITTEN,
            false => &belief::QUOTES_STAY,
        };
        found.push((written.to_owned(), belief));
    }

    fn of_order(&self, found: &mut Found) {
        if let Some(at) = self.place.at {
            let below = assignments(self.scene.file, self.scene.below(self.place.stage, at.span));
            found.push((self.joined(self.above, &below), &belief::LATER_VALUE_COUNTS));
        }
        let sets = |it: &Assignment<'_>| it.name == self.place.name && it.value.is_some();
        if let Some(first) = self.above.iter().position(sets) {
            found.push((self.with(&self.above[..=first]), &belief::FIRST_VALUE_STAYS));
        }
    }

    /// Beliefs by which a set variable is not set.
    fn of_nothing(&self, found: &mut Found) {
        let (arguments, others): (Vec<_>, Vec<_>) =
            self.above.iter().partition(|it| it.is_argument);
        let (without_env, without_arguments) = (self.with(&arguments), self.with(&others));
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
    pub(super) fn neighbours(&self) -> Vec<Mistake> {
        let usual = self.manner();
        let others = self.above.iter().rev().chain(self.globals);
        let others = others.filter(|it| it.name != self.place.name && is_askable(it.name));
        let values = others.take(4).map(|it| {
            let set = if it.at.stage.is_some() { self.above } else { self.globals };
            usual.value(it.name, &self.start, set)
        });
        let set = values.filter(|value| !value.is_empty());
        set.map(|value| Mistake::new(self.place.answer(&value), &belief::ANOTHER_VARIABLE))
            .collect()
    }
}

/// The known variables that the image brings which a stage goes back to.
fn base_values(scene: &Scene<'_>, place: &Place<'_>) -> Values {
    let first = scene.chain(place.stage).first().copied();
    let from = first.and_then(|stage| Some((stage, scene.from(stage)?)));
    let behind =
        from.and_then(|(stage, from)| scene.build.before(stage, Span::empty(from.span.start + 1)));
    behind.map(|after| Values::of(&after.state.environment)).unwrap_or_default()
}

/// Where a belief leads to no value by accident, say because the file does not
/// set the variable there, the belief is not shown at work.
fn keep_set(found: Found) -> Found {
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
