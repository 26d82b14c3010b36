//! What stands before and after what, along the stages that build on each other.

use super::stages::Stages;
use super::world::World;

/// Where a set of instructions stands: for each stage the first and the last
/// of them, in the stage itself, in what it builds on, and in what builds on it.
///
/// Slot 0 is the part before the first FROM, which every stage builds on;
/// slot n + 1 is stage n.
pub(super) struct Reach {
    /// The first in the stage or in one that it builds on.
    first_below: Vec<Option<usize>>,
    /// The last in the stage or in one that builds on it.
    last_above: Vec<Option<usize>>,
}

impl Reach {
    /// `instructions` must come in the file's order.
    pub(super) fn of(
        instructions: impl Iterator<Item = usize>,
        stages: &Stages,
        world: &World<'_>,
    ) -> Self {
        let mut first = vec![None; stages.count() + 1];
        let mut last = vec![None; stages.count() + 1];
        for index in instructions {
            let slot = slot(world, index);
            first[slot] = first[slot].or(Some(index));
            last[slot] = Some(index);
        }
        for slot in 1..first.len() {
            let parent = stages.parent(slot - 1).map_or(0, |parent| parent + 1);
            first[slot] = smaller(first[slot], first[parent]);
        }
        for slot in (1..last.len()).rev() {
            let parent = stages.parent(slot - 1).map_or(0, |parent| parent + 1);
            last[parent] = last[parent].max(last[slot]);
        }
        Self { first_below: first, last_above: last }
    }

    /// Whether one of them stands after `index`.
    pub(super) fn later(&self, world: &World<'_>, index: usize) -> bool {
        self.last_above[slot(world, index)].is_some_and(|last| last > index)
    }

    /// Whether one of them stands before `index`.
    pub(super) fn earlier(&self, world: &World<'_>, index: usize) -> bool {
        self.first_below[slot(world, index)].is_some_and(|first| first < index)
    }
}

fn smaller(left: Option<usize>, right: Option<usize>) -> Option<usize> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

fn slot(world: &World<'_>, index: usize) -> usize {
    let stage = world.file.instructions[index].stage;
    stage.map_or(0, |stage| (stage.0 as usize + 1).min(world.file.stages.len()))
}
