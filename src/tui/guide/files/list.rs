//! Which paths the tree shows, in which order.

use std::collections::BTreeSet;

use crate::context::{NodeId, Snapshot, TakerPlace, Usage};

/// A folder with at most so many entries is shown unfolded at first.
const FEW: usize = 30;

/// Which paths are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::tui::guide) enum Fate {
    /// All.
    #[default]
    All,
    /// What may be sent.
    Sent,
    /// What is left out.
    LeftOut,
    /// What the selected instruction takes.
    Taken,
    /// What may be sent and nothing takes.
    Untaken,
}

impl Fate {
    /// All, in the order of the key.
    const ALL: [Fate; 5] = [Fate::All, Fate::Sent, Fate::LeftOut, Fate::Taken, Fate::Untaken];

    /// The next in turn.
    pub(in crate::tui::guide) fn next(self) -> Self {
        let at = Self::ALL.iter().position(|fate| *fate == self).unwrap_or_default();
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// What is shown, in words.
    pub(in crate::tui::guide) fn words(self) -> &'static str {
        match self {
            Fate::All => "everything",
            Fate::Sent => "what may be sent",
            Fate::LeftOut => "what is left out",
            Fate::Taken => "what the selected line takes",
            Fate::Untaken => "what may be sent and no line takes",
        }
    }
}

/// What the tree is filtered by.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui::guide) struct Filter<'a> {
    pub fate: Fate,
    /// Letters that a path has to have, in lower case; none for all.
    pub text: &'a str,
    /// The instructions at the selected line.
    pub takers: &'a [TakerPlace],
}

/// A path that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui::guide) struct Shown {
    pub node: NodeId,
    /// How many folders it lies in, the context itself included.
    pub depth: usize,
}

/// The paths, from top to bottom. `folded` and `unfolded` are the folders that
/// the reader folded and unfolded; while a text is looked for, all are unfolded.
pub(in crate::tui::guide) fn list(
    snapshot: &Snapshot,
    usage: &Usage,
    filter: Filter<'_>,
    unfolded: &BTreeSet<NodeId>,
) -> Vec<Shown> {
    let kept = kept(snapshot, usage, filter);
    let mut shown = Vec::new();
    let mut open = vec![Shown { node: Snapshot::ROOT, depth: 0 }];
    while let Some(next) = open.pop() {
        shown.push(next);
        let is_open = !filter.text.is_empty() || unfolded.contains(&next.node);
        if is_open {
            let children = snapshot.children(next.node).rev();
            let children =
                children.filter(|child| kept.as_ref().is_none_or(|it| it[child.place()]));
            open.extend(children.map(|node| Shown { node, depth: next.depth + 1 }));
        }
    }
    shown
}

/// For each place, whether the filter leaves it or something in it; `None` where it leaves all.
fn kept(snapshot: &Snapshot, usage: &Usage, filter: Filter<'_>) -> Option<Vec<bool>> {
    if filter.fate == Fate::All && filter.text.is_empty() {
        return None;
    }
    let mut kept = matching(snapshot, filter.text);
    if filter.fate != Fate::All {
        for id in snapshot.ids() {
            kept[id.place()] = kept[id.place()] && fits(snapshot, usage, filter, id);
        }
    }
    for id in snapshot.ids().rev() {
        if kept[id.place()] {
            kept[snapshot[id].parent.place()] = true;
        }
    }
    Some(kept)
}

fn fits(snapshot: &Snapshot, usage: &Usage, filter: Filter<'_>, id: NodeId) -> bool {
    let node = &snapshot[id];
    // A folder that holds something is shown for what it holds.
    let is_leaf = !node.is_folder() || !node.entered || node.is_empty_folder();
    match filter.fate {
        Fate::All => true,
        Fate::Sent => is_leaf && node.sent,
        Fate::LeftOut => is_leaf && !node.sent,
        Fate::Taken => {
            let takers = usage.takers_of(snapshot, id);
            is_leaf && takers.iter().any(|taker| filter.takers.contains(taker))
        }
        Fate::Untaken => is_leaf && node.sent && usage.takers_of(snapshot, id).is_empty(),
    }
}

/// For each place, whether its path has these letters.
fn matching(snapshot: &Snapshot, text: &str) -> Vec<bool> {
    let mut found = vec![text.is_empty(); snapshot.len() + 1];
    if text.is_empty() {
        return found;
    }
    let mut open = vec![(Snapshot::ROOT, String::new())];
    while let Some((folder, above)) = open.pop() {
        let mut path = above.clone();
        for child in snapshot.children(folder) {
            path.truncate(above.len());
            path.push_str(&snapshot[child].name.to_lowercase());
            found[child.place()] = path.contains(text);
            if snapshot[child].is_folder() {
                path.push('/');
                open.push((child, path.clone()));
            }
        }
    }
    found
}

/// The folders that are unfolded before the reader did anything: the context,
/// and all where there are few paths.
pub(in crate::tui::guide) fn first_unfolded(snapshot: &Snapshot) -> BTreeSet<NodeId> {
    if snapshot.len() > FEW {
        return BTreeSet::from([Snapshot::ROOT]);
    }
    snapshot.ids().filter(|id| snapshot[*id].is_folder()).collect()
}
