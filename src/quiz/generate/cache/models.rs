//! Which steps would run again if a wrong belief about the cache were true.

use std::collections::BTreeSet;

use crate::build::step::Step;
use crate::cache::{Forecast, Reason, Status};
use crate::dockerfile::StageId;
use crate::quiz::generate::Belief;
use crate::quiz::generate::scene::Scene;

/// What a belief makes of a build.
pub(super) struct Model {
    pub belief: &'static Belief,
    /// The lines of the steps that run.
    pub runs: BTreeSet<u32>,
}

impl Model {
    pub(super) fn new(belief: &'static Belief, runs: BTreeSet<u32>) -> Self {
        Self { belief, runs }
    }

    /// The belief that nothing runs.
    pub(super) fn nothing(belief: &'static Belief) -> Self {
        Self { belief, runs: BTreeSet::new() }
    }
}

/// The lines of all steps.
pub(super) fn all(forecast: &Forecast) -> BTreeSet<u32> {
    forecast.steps.iter().map(|step| step.line).collect()
}

/// The lines of the steps that run.
pub(super) fn running(forecast: &Forecast) -> BTreeSet<u32> {
    let steps = forecast.steps.iter().filter(|step| step.status == Status::Runs);
    steps.map(|step| step.line).collect()
}

/// The lines of the steps that run by themselves: no step above makes them.
pub(super) fn by_themselves(forecast: &Forecast) -> BTreeSet<u32> {
    let follows = |reason: Option<&Reason>| matches!(reason, Some(Reason::Above { .. }));
    let steps = forecast.steps.iter().filter(|step| step.status == Status::Runs);
    steps.filter(|step| !follows(step.reasons.first())).map(|step| step.line).collect()
}

/// These lines, and every step that goes on from one of them or takes from a
/// stage in which one of them stands.
pub(super) fn spread(scene: &Scene<'_>, seeds: impl Fn(&Step) -> bool) -> BTreeSet<u32> {
    let count = scene.build.stage_count();
    let mut of_stage: Vec<Vec<&Step>> = vec![Vec::new(); count];
    for step in &scene.build.steps {
        if let Some(steps) = of_stage.get_mut(step.stage) {
            steps.push(step);
        }
    }
    let mut is_new = vec![false; count];
    let mut lines = BTreeSet::new();
    for (stage, steps) in of_stage.iter().enumerate() {
        let base = u32::try_from(stage).ok().and_then(|it| scene.build.base_stage(StageId(it)));
        is_new[stage] = base.is_some_and(|base| is_new[base.0 as usize]);
        for step in steps {
            let mounts = step.mounts.iter().filter_map(|mount| mount.source_stage);
            let mut taken = step.source.into_iter().chain(mounts);
            is_new[stage] |=
                seeds(step) || taken.any(|from| is_new.get(from).copied().unwrap_or_default());
            if is_new[stage] {
                lines.insert(step.line);
            }
        }
    }
    lines
}
