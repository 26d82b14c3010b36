//! Why a step is cached or runs, as data.

use super::forecast::Answer;
use super::graph::Graph;
use super::inputs::Inputs;
use crate::build::Build;
use crate::context::Tree;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing that it reads changed.
    Unchanged,
}

/// The build before, to tell changes from.
#[derive(Clone, Debug)]
pub(super) struct Earlier {
    pub(super) context: Tree,
}

impl Earlier {
    pub(super) fn of(_build: &Build, _graph: &Graph, _inputs: &Inputs, context: Tree) -> Self {
        Self { context }
    }
}

/// Everything that reasons are found in.
pub(super) struct Why<'a> {
    pub(super) build: &'a Build,
    pub(super) graph: &'a Graph,
    pub(super) inputs: &'a Inputs,
    pub(super) answers: &'a [Answer],
    pub(super) earlier: Option<&'a Earlier>,
    pub(super) context: &'a Tree,
}

impl Why<'_> {
    pub(super) fn reasons(&self, _step: usize) -> Vec<Reason> {
        vec![Reason::Unchanged]
    }
}
