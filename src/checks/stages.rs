//! The stages as checks see them, and the state that each instruction finds.

use crate::analysis::Analysis;
use crate::build::Build;
use crate::build::reference::Reference;
use crate::dockerfile::{Dockerfile, StageId};
use crate::knowledge::images::KnownImage;
use crate::source::Span;

/// A stage.
#[derive(Clone, Debug)]
pub struct StageView {
    /// Its number.
    pub id: StageId,
    /// The stage that it builds on.
    pub base: Option<StageId>,
    /// The image that it starts from, without the stages between: a complete reference.
    pub bottom: String,
    /// What the table says of that image.
    pub image: Option<KnownImage>,
    /// Its name in small letters; empty when it has none.
    pub name: String,
    /// Its FROM.
    pub from: Span,
    /// Whether the target is made of it.
    pub in_target: bool,
    /// Whether the target needs it.
    pub is_needed: bool,
    /// Whether it is for Windows.
    pub is_windows: bool,
}

/// The stages of a file, in its order.
pub(super) fn stages(target: &Analysis, every: &Build) -> Vec<StageView> {
    let outline = every.outline();
    let in_target: Vec<StageId> = target
        .build
        .built_stage()
        .and_then(|id| target.build.image_of(id))
        .map(|image| image.stages().collect())
        .unwrap_or_default();
    let mut views: Vec<StageView> = Vec::with_capacity(outline.len());
    for (place, stage) in outline.into_iter().enumerate() {
        let id = StageId(u32::try_from(place).unwrap_or(u32::MAX));
        let below = stage.base.and_then(|base| views.get(base));
        let bottom = below.map_or_else(|| stage.base_name.clone(), |below| below.bottom.clone());
        let image = match below {
            Some(below) => below.image.clone(),
            None => Reference::parse(&bottom).ok().and_then(|it| target.knowledge.find_image(&it)),
        };
        let is_windows = every.is_windows(id)
            || image.as_ref().is_some_and(|image| image.variant.os == "windows")
            || ["windows", "nanoserver"].iter().any(|word| bottom.contains(word));
        views.push(StageView {
            id,
            base: stage.base.map(|base| StageId(base as u32)),
            bottom,
            image,
            name: stage.name,
            from: stage.span,
            in_target: in_target.contains(&id),
            is_needed: target.build.is_needed(id),
            is_windows,
        });
    }
    views
}

/// For each instruction, the last state before it in its stage: a place in the build's states.
pub(super) fn states(file: &Dockerfile, build: &Build) -> Vec<Option<usize>> {
    let mut starts = vec![None; file.stages.len()];
    for (place, after) in build.after.iter().enumerate() {
        if let Some(start) = starts.get_mut(after.stage) {
            start.get_or_insert(place);
        }
    }
    let mut next = starts.clone();
    let mut found = Vec::with_capacity(file.instructions.len());
    for instruction in &file.instructions {
        let stage = instruction.stage.map_or(usize::MAX, |stage| stage.0 as usize);
        let Some(Some(at)) = next.get_mut(stage) else {
            found.push(None);
            continue;
        };
        let is_before = |place: usize| {
            build.after.get(place).is_some_and(|after| {
                after.stage == stage && after.span.start < instruction.span.start
            })
        };
        while is_before(*at + 1) {
            *at += 1;
        }
        found.push(is_before(*at).then_some(*at));
    }
    found
}
