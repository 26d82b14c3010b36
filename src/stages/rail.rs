//! The lines at the left of the drawing: from a stage down to all that take from it.

use super::{Graph, Lit};

/// A stage's line, from the row of the stage to the last row that takes from it.
#[derive(Clone, Copy, Debug)]
struct Lane {
    stage: usize,
    /// Whether something that the target needs takes from it.
    lit: Lit,
    /// How many takers are still to come.
    left: usize,
}

/// The lanes while the rows are written from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Rail {
    lanes: Vec<Option<Lane>>,
}

/// So many lines are drawn side by side; further ones are only said in words.
const MOST: usize = 12;

impl Rail {
    /// How many lanes a graph needs at most.
    pub(super) fn width_of(graph: &Graph) -> usize {
        let mut rail = Self::default();
        let mut most = 0;
        for stage in &graph.stages {
            rail.begin(graph, stage.number);
            for edge in graph.edges_to(stage.number) {
                if let Some(from) = edge.from {
                    rail.take(from);
                }
            }
            most = most.max(rail.lanes.len());
        }
        most
    }

    /// Begins the line of a stage, where something takes from it; gives its lane.
    pub(super) fn begin(&mut self, graph: &Graph, stage: usize) -> Option<usize> {
        let takers = || graph.takers(stage);
        let left = takers().filter(|edge| edge.to > stage).count();
        if left == 0 {
            return None;
        }
        let is_needed = takers().any(|edge| !graph.stages[edge.to].left_out);
        let lit = if is_needed { Lit::Yes } else { Lit::No };
        let lane = Lane { stage, lit, left };
        let free = self.lanes.iter().position(Option::is_none);
        let place = free.or_else(|| {
            (self.lanes.len() < MOST).then(|| {
                self.lanes.push(None);
                self.lanes.len() - 1
            })
        })?;
        self.lanes[place] = Some(lane);
        Some(place)
    }

    /// Something takes from a stage: gives its lane, and whether it goes on below.
    pub(super) fn take(&mut self, stage: usize) -> Option<(usize, bool)> {
        let is_its = |lane: &Option<Lane>| lane.is_some_and(|lane| lane.stage == stage);
        let place = self.lanes.iter().position(is_its)?;
        let lane = self.lanes[place].as_mut()?;
        lane.left -= 1;
        let goes_on = lane.left > 0;
        if !goes_on {
            self.lanes[place] = None;
        }
        Some((place, goes_on))
    }

    /// The cells of a row in which nothing joins; two columns for each lane.
    pub(super) fn plain(&self, width: usize) -> Vec<(&'static str, Lit)> {
        (0..width).map(|place| self.cell(place)).collect()
    }

    /// The cells of a row in which a line goes from a lane to the words at the
    /// right: `corner` stands in the lane, `─` between, crossings where lines cross.
    pub(super) fn joined(
        &self,
        width: usize,
        from: usize,
        corner: &'static str,
        lit: Lit,
    ) -> Vec<(&'static str, Lit)> {
        let cell = |place: usize| match place.cmp(&from) {
            std::cmp::Ordering::Less => self.cell(place),
            std::cmp::Ordering::Equal => (corner, lit),
            std::cmp::Ordering::Greater => match self.lane(place) {
                Some(_) => ("┼─", lit),
                None => ("──", lit),
            },
        };
        (0..width).map(cell).collect()
    }

    fn lane(&self, place: usize) -> Option<Lane> {
        self.lanes.get(place).copied().flatten()
    }

    fn cell(&self, place: usize) -> (&'static str, Lit) {
        match self.lane(place) {
            Some(lane) => ("│ ", lane.lit),
            None => ("  ", Lit::No),
        }
    }
}
