//! Tasks: their live ticks, and their rows.

use crate::fact::Fact;
use crate::lesson::{Task, TaskItem};
use crate::select::World;
use crate::source::safe_line;
use crate::tui::theme::Role;

use super::super::rows::{Anchor, Paper, Prefix, Target};

/// Whether one thing is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tick {
    /// It is.
    Done,
    /// It is not.
    Open,
    /// The file cannot tell; why.
    Unknown(String),
    /// Only the reader can tell, and has ticked it or not.
    Own(bool),
}

/// A file in the file pane: its name, and whether it is the lesson's.
pub(super) type Place = (String, bool);

/// How a task stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TaskState {
    /// One for each item.
    pub ticks: Vec<Tick>,
    /// All were done at some time, in this session or an earlier one.
    pub done: bool,
    /// It was done before this session looked.
    pub done_before: bool,
    /// The file had all of it before anything was changed, in the session that saw it first.
    pub had: bool,
    /// The file in which it was seen open last: done there afterwards, it was done by the reader.
    pub open_in: Option<Place>,
    /// For which text of the file it was judged first.
    pub first_text: Option<u64>,
    /// How many hints are shown.
    pub hints: usize,
}

impl TaskState {
    /// Whether all is done now.
    pub(super) fn holds(&self) -> bool {
        let done = |tick: &Tick| matches!(tick, Tick::Done | Tick::Own(true));
        !self.ticks.is_empty() && self.ticks.iter().all(done)
    }

    /// Judges the items anew; what the reader ticked stays ticked.
    pub(super) fn judge(&mut self, items: &[TaskItem], world: &World<'_>) {
        let ticks = items.iter().enumerate().map(|(at, item)| match &item.check {
            Some(_) => tick(item, world),
            None => match self.ticks.get(at) {
                Some(Tick::Own(ticked)) => Tick::Own(*ticked),
                _ => Tick::Own(false),
            },
        });
        self.ticks = ticks.collect();
    }

    /// Notes where it is open; what was open in a file and is done there now was not there
    /// before, whatever another file had.
    pub(super) fn note(&mut self, place: Place) {
        match self.holds() {
            true => self.had &= self.open_in.as_ref() != Some(&place),
            false => self.open_in = Some(place),
        }
    }
}

/// Judges one item.
pub(super) fn tick(item: &TaskItem, world: &World<'_>) -> Tick {
    match item.check.as_ref().map(|check| check.evaluate(world)) {
        None => Tick::Own(false),
        Some(Fact::Known { value: true, .. }) => Tick::Done,
        Some(Fact::Known { value: false, .. }) => Tick::Open,
        Some(Fact::Unknown { reason }) => Tick::Unknown(reason),
    }
}

/// Writes the items with their marks.
///
/// ```text
///  ✓ done  The base image has a tag
///  ○ open  The tag is not `latest`
///  ? ?     The user is not root
///          layerwise cannot tell: the base image may set a user.
/// ```
pub(super) fn write_items(
    paper: &mut Paper<'_>,
    items: &[TaskItem],
    ticks: &[Tick],
    world: &World<'_>,
    task: Option<&str>,
) {
    for (at, (item, tick)) in items.iter().zip(ticks).enumerate() {
        let (mark, word, role) = match tick {
            Tick::Done => ("✓", "done", Role::Good),
            Tick::Open => ("○", "open", Role::Text),
            Tick::Unknown(_) => ("?", "unknown", Role::Warning),
            Tick::Own(true) => ("[x]", "you say done", Role::Good),
            Tick::Own(false) => ("[ ]", "yours to tick", Role::Muted),
        };
        let style = paper.role(role);
        let first = vec![(format!(" {mark} "), style), (format!("{word}  "), style)];
        let text = crate::lesson::fill_text(&item.text, world);
        let rows = paper.text(&text, &Prefix::hanging(first));
        if let (Tick::Own(_), Some(task)) = (tick, task) {
            paper.aim(rows, &Target::Tick { task: task.to_owned(), item: at });
        }
        if let Tick::Unknown(reason) = tick {
            // What the fact is called in lessons says nothing to a reader.
            let named = reason.split_once(": ").filter(|(name, _)| !name.contains(' '));
            let reason = named.map_or(reason.as_str(), |(_, reason)| reason);
            paper.words(Role::Muted, &safe_line(&in_quotes(reason)), &Prefix::indent(3));
        }
    }
}

/// A reason as it is read beside a mark: its code in quotes, as words have no colour there.
pub(super) fn in_quotes(reason: &str) -> String {
    let mut text = String::with_capacity(reason.len());
    for (at, piece) in reason.split('`').enumerate() {
        text += match at % 2 {
            _ if at == 0 => "",
            0 => "\u{201d}",
            _ => "\u{201c}",
        };
        text += piece;
    }
    text
}

/// Writes a task.
pub(super) fn write(
    paper: &mut Paper<'_>,
    task: &Task,
    state: &TaskState,
    world: &World<'_>,
    advice: &str,
) {
    let filled = |block| crate::lesson::fill_block(block, world);
    let (mark, word, role) = match (state.holds(), state.done) {
        (true, _) if state.had => {
            ("✓", "Task: nothing to do here, so it counts as done", Role::Good)
        }
        (true, _) => ("✓", "Task: done", Role::Good),
        (false, true) if state.had => ("○", "Task: in order before, open in this file", Role::Text),
        (false, true) => ("○", "Task: done before, open in this file", Role::Text),
        (false, false) => ("○", "Task", Role::Strong),
    };
    paper.blank();
    paper.words(role, &format!("{mark} {word}"), &Prefix::default());
    let prompt: Vec<_> = task.prompt.iter().map(filled).collect();
    if !prompt.is_empty() {
        paper.blocks(&prompt, &Prefix::default(), None);
        paper.blank();
    }
    write_items(paper, &task.items, &state.ticks, world, Some(&task.id));
    super::result::write_hints(paper, &task.hints, state.hints);
    let end = paper.rows.len();
    if state.holds() && !state.had {
        paper.blank();
        let is_still = state.done_before && state.open_in.is_none();
        let words = if is_still { "✓ Still done." } else { "✓ Task done." };
        paper.words(Role::Good, words, &Prefix::default());
        if !task.explanation.is_empty() {
            let bar = Prefix::bar("│ ", paper.role(Role::Good));
            let explanation: Vec<_> = task.explanation.iter().map(filled).collect();
            paper.blocks(&explanation, &bar, None);
        }
        paper.anchor(end, Anchor::Answer);
    } else if !state.holds() {
        paper.blank();
        paper.words(Role::Muted, advice, &Prefix::default());
        let left = task.hints.len() - state.hints.min(task.hints.len());
        if left > 0 {
            let key = super::super::key_of(crate::tui::Action::Hint);
            paper.buttons(&[(&key, &format!("hint ({left} left)"), Target::Hint)], 0);
        }
    }
    paper.blank();
}
