//! What the checker wants to know about a lesson and a reader does not.

use std::collections::{HashMap, HashSet};

use super::Sample;
use super::ask::Ask;
use super::place::Place;
use crate::select::{Expression, Selector};

/// Places and parts that are noted while a lesson is read.
#[derive(Default)]
pub(super) struct Trace {
    /// Whether the front matter says that this is a lesson.
    pub(super) is_lesson: bool,
    /// Ids of questions and tasks with their places; an id may stand here twice.
    pub(super) ids: Vec<(String, Place)>,
    /// Where each option of a question stands.
    pub(super) options: HashMap<String, Vec<Place>>,
    /// The anchors of headings, as GitHub makes them.
    pub(super) anchors: HashMap<String, usize>,
    /// Directives that presenterm refuses.
    pub(super) not_presenterm: Vec<(&'static str, Place)>,
    /// Whether the front matter gives presenterm's directives a prefix, so that it passes by ours.
    pub(super) has_command_prefix: bool,
    pub(super) focuses: Vec<TracedFocus>,
    pub(super) branches: Vec<TracedBranch>,
    pub(super) checks: Vec<TracedCheck>,
    /// Tasks with a check that cannot be read.
    pub(super) broken_checks: HashSet<String>,
    pub(super) asks: Vec<TracedAsk>,
    pub(super) links: Vec<TracedLink>,
    pub(super) fences: Vec<TracedFence>,
    /// `requires` and `next` with their places.
    pub(super) requires: Vec<(String, Place)>,
    pub(super) next: Vec<(String, Place)>,
    /// The lesson's id, where it is written.
    pub(super) id: Option<Place>,
    /// The solution of each task.
    pub(super) solutions: HashMap<String, Sample>,
    /// Paths of Dockerfiles for authors' tests; the last part may hold a `*`.
    pub(super) fixture_paths: Vec<(String, Place)>,
    /// What the checker read at these paths.
    pub(super) fixtures: Vec<Sample>,
}

/// The conditions around something, each with whether it must hold.
pub(super) type Conditions = Vec<(Expression, bool)>;

pub(super) struct TracedFocus {
    pub(super) selector: Selector,
    pub(super) optional: bool,
    pub(super) place: Place,
    pub(super) conditions: Conditions,
}

pub(super) struct TracedBranch {
    pub(super) place: Place,
    /// The last is the branch's own.
    pub(super) conditions: Conditions,
}

pub(super) struct TracedCheck {
    /// The task that it belongs to.
    pub(super) task: Option<String>,
    pub(super) check: Expression,
    pub(super) place: Place,
}

pub(super) struct TracedAsk {
    pub(super) ask: Ask,
    pub(super) place: Place,
    pub(super) conditions: Conditions,
}

pub(super) struct TracedLink {
    pub(super) target: String,
    /// Where the block begins that holds it.
    pub(super) place: Place,
    /// How long the block is, in bytes.
    pub(super) length: usize,
}

pub(super) struct TracedFence {
    pub(super) text: String,
    pub(super) place: Place,
    /// Whether it is tagged as one that is wrong on purpose.
    pub(super) bad: bool,
}

impl Trace {
    /// Notes a heading's anchor: its letters small, blanks as dashes, other signs left out; a
    /// second one of the same name gets a number, as on GitHub.
    pub(super) fn note_anchor(&mut self, heading: &str) {
        let kept = heading.chars().filter_map(|it| match it {
            ' ' => Some('-'),
            '-' | '_' => Some(it),
            it => it.is_alphanumeric().then_some(it),
        });
        let anchor: String = kept.flat_map(char::to_lowercase).collect();
        // How many headings of this name came before.
        let count = self.anchors.entry(anchor.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let numbered = format!("{anchor}-{}", *count - 1);
            self.anchors.entry(numbered).or_insert(1);
        }
    }

    /// Where an option of a question stands; where the question stands when that is not known.
    pub(super) fn place_of_option<'t>(
        &'t self,
        id: &str,
        option: usize,
        question: &'t Place,
    ) -> &'t Place {
        self.options.get(id).and_then(|options| options.get(option)).unwrap_or(question)
    }

    /// Where a question or task stands.
    pub(super) fn place_of(&self, id: &str) -> Option<&Place> {
        self.ids.iter().find(|(known, _)| known == id).map(|(_, place)| place)
    }
}
