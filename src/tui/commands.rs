//! The commands of the palette: every action of the keymap that makes sense
//! without a cursor, and what the guide adds, such as lessons.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::arrange::Arrange as _;
use crate::quiz::Field;

use super::keymap::{BINDINGS, Where};
use super::{Action, keymap};

/// One row of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What it is called.
    pub label: String,
    /// Its keys; empty where it has none.
    pub keys: String,
    /// What it does.
    pub action: Action,
}

/// An open palette.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaletteState {
    /// What is typed.
    pub field: Field,
    /// The commands that match it, the best first.
    pub matches: Vec<Command>,
    /// The chosen one, as a place in `matches`.
    pub chosen: usize,
    /// What is listed.
    pub title: &'static str,
    /// Said where nothing matches.
    pub empty: &'static str,
    all: Vec<Command>,
}

impl PaletteState {
    /// Opens with all commands that the places in force allow, and those of the guide.
    pub(super) fn new(places: &[Where], of_guide: Vec<(String, Action)>) -> Self {
        let mut all: Vec<Command> = Vec::new();
        let commands = BINDINGS.iter().filter(|binding| is_command(binding.action));
        let mut sorted: Vec<_> = commands.collect();
        sorted.arrange_by_key(|binding| binding.place != Where::Everywhere);
        for binding in sorted {
            let is_known = all.iter().any(|command| command.action == binding.action);
            if places.contains(&binding.place) && !is_known {
                let label = binding.description.to_owned();
                let keys = keymap::names(binding.keys);
                all.push(Command { label, keys, action: binding.action });
            }
        }
        let of_guide = of_guide.into_iter();
        all.extend(of_guide.map(|(label, action)| Command { label, keys: String::new(), action }));
        Self::of("Commands", "no command has these letters", all)
    }

    /// Opens with these commands.
    pub(super) fn of(title: &'static str, empty: &'static str, all: Vec<Command>) -> Self {
        Self { field: Field::default(), matches: all.clone(), chosen: 0, title, empty, all }
    }

    /// Filters by what is typed now.
    pub(super) fn filter(&mut self) {
        self.chosen = 0;
        let typed = self.field.text().trim();
        if typed.is_empty() {
            self.matches.clone_from(&self.all);
            return;
        }
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let mut letters = Vec::new();
        let mut found: Vec<(u32, &Command)> = (self.all.iter())
            .filter_map(|command| {
                let label = Utf32Str::new(&command.label, &mut letters);
                pattern.score(label, &mut matcher).map(|score| (score, command))
            })
            .collect();
        found.arrange_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.matches = found.into_iter().map(|(_, command)| command.clone()).collect();
    }

    /// Chooses the command so many rows further down, without going around.
    pub(super) fn step(&mut self, rows: isize) {
        let last = self.matches.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(rows).min(last);
    }
}

/// Whether an action makes sense when it is chosen from a list.
fn is_command(action: Action) -> bool {
    !matches!(
        action,
        Action::Up
            | Action::Down
            | Action::Left
            | Action::Right
            | Action::PageUp
            | Action::PageDown
            | Action::HalfUp
            | Action::HalfDown
            | Action::Top
            | Action::Bottom
            | Action::Palette
            | Action::Close
            | Action::MoveUp
            | Action::MoveDown
            | Action::Choose(_)
            | Action::ChooseTrue
            | Action::ChooseFalse
    )
}
