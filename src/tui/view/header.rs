//! ```text
//!  layerwise  Dockerfile · 3 stages · 14 instructions     Lesson 1 of 3 · step 2 of 6
//!  0 Home  1 Lesson  2 Explain  3 Stages  4 Cache  5 Context  6 Runtime  7 Checks  8 Review
//! ```
//!
//! The names of the panes stand there only where one pane is shown. Where
//! room is short, the least important words go first.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use crate::dockerfile::ProblemLevel;
use crate::source::safe_line;
use crate::tui::file_pane::Presence;
use crate::tui::theme::Role;
use crate::tui::widget::put;
use crate::tui::{Action, Model, Pane, View};

use super::{Frame, Target};

const NAME: &str = "layerwise";

/// Draws the two rows above the panes.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let theme = &model.theme;
    let heading = model.guide.heading(model.view);
    let room = usize::from(area.width).saturating_sub(2);
    let fits = |text: &str| safe_line(text).width() + 2 + heading.width() <= room;
    let mut parts = about_file(model, Words::Long);
    // The program's name gives way before what is said of the file would be cut.
    let least = about_file(model, Words::Short).swap_remove(0);
    let has_name = area.width >= 60 && (fits(&format!("{NAME}  {least}")) || !fits(&least));
    let lead = if has_name { NAME.len() + 2 } else { 0 };
    while parts.len() > 1 && !fits(&format!("{:lead$}{}", "", parts.join(" · "))) {
        parts.pop();
    }
    if !fits(&format!("{:lead$}{}", "", parts[0])) {
        // Cut in the middle, the longer words would say the opposite.
        parts = about_file(model, Words::Short);
        parts.truncate(1);
    }
    let mut x = area.x + 1;
    if has_name {
        x = put(buffer, (x, area.y), area.right(), NAME, theme.role(Role::Title)) + 2;
    }
    let heading_start =
        area.right().saturating_sub(1).saturating_sub(heading.width() as u16).max(x);
    let has_room = heading_start >= x + 12;
    // Where only one of the two has room, it is the one about the pane that is shown.
    let about_guide = !has_room && model.focus == Pane::Guide && !heading.is_empty();
    let end = if has_room { heading_start - 1 } else { area.right() };
    let words = if about_guide { heading.clone() } else { parts.join(" · ") };
    put(buffer, (x, area.y), end, &words, theme.role(Role::Strong));
    if has_room {
        put(buffer, (heading_start, area.y), area.right(), &heading, theme.role(Role::Muted));
    }
    draw_tabs(model, area, buffer);
}

fn draw_tabs(model: &Model, area: Rect, buffer: &mut Buffer) {
    let y = area.y + 1;
    let row = row(model, area);
    for tab in row.tabs {
        let role = if tab.view == model.view { Role::TabActive } else { Role::Tab };
        put(buffer, (tab.start, y), area.right(), &tab.words, model.theme.role(role));
    }
    if Frame::of(model).is_side_by_side() {
        return;
    }
    for (start, words, pane) in pane_names(area).into_iter().skip(row.names_left_out) {
        let role = if pane == Some(model.focus) { Role::TabActive } else { Role::Tab };
        put(buffer, (start, y), area.right(), words, model.theme.role(role));
    }
}

/// Below this width the reminder of the key that swaps the panes has no room.
const NARROWEST: u16 = 48;

/// The number and the name of a view, and where they stand.
struct Tab {
    view: View,
    words: String,
    start: u16,
}

impl Tab {
    fn contains(&self, x: u16) -> bool {
        (self.start..self.end()).contains(&x)
    }

    fn end(&self) -> u16 {
        self.start + self.words.width() as u16
    }
}

/// The tabs, and how many words at the right end give way to them.
struct Row {
    tabs: Vec<Tab>,
    names_left_out: usize,
}

/// The tabs from left to right. So that all have their names, the reminder of
/// the key that swaps the panes gives way, then the pane that is shown first,
/// then the other one, and at last the margin; where even that is not enough, the
/// view that is shown has its name and the others have their numbers.
fn row(model: &Model, area: Rect) -> Row {
    let is_side_by_side = Frame::of(model).is_side_by_side();
    let views = || std::iter::once(View::Home).chain(View::ALL);
    let names = pane_names(area);
    for (margin, gap, names_left_out) in [(1, 2, 0), (1, 1, 1), (1, 1, 2), (1, 1, 3), (0, 1, 3)] {
        let end = match names.get(names_left_out).filter(|_| !is_side_by_side) {
            Some((start, ..)) => start.saturating_sub(1),
            None => area.right(),
        };
        let tabs = tabs_with(views(), area.x + margin, gap, |_| true);
        if tabs.last().is_none_or(|tab| tab.end() <= end) {
            return Row { tabs, names_left_out };
        }
    }
    // On the narrowest screens the numbers need the room of the reminder.
    let names_left_out = usize::from(area.width < NARROWEST);
    let tabs = tabs_with(views(), area.x + 1, 1, |view| view == model.view);
    Row { tabs, names_left_out }
}

fn tabs_with(
    views: impl IntoIterator<Item = View>,
    mut x: u16,
    gap: u16,
    is_named: impl Fn(View) -> bool,
) -> Vec<Tab> {
    let tab = |view: View| {
        let number = view.number();
        let words = match is_named(view) {
            true => format!("{number} {}", view.title()),
            false => number.to_string(),
        };
        let start = x;
        x += words.width() as u16 + gap;
        Tab { view, words, start }
    };
    views.into_iter().map(tab).collect()
}

/// Where the names of the panes begin, at the right end.
fn pane_names(area: Rect) -> [(u16, &'static str, Option<Pane>); 3] {
    let end = area.right().saturating_sub(1);
    [
        (end.saturating_sub(16), "Tab", None),
        (end.saturating_sub(11), "guide", Some(Pane::Guide)),
        (end.saturating_sub(4), "file", Some(Pane::File)),
    ]
}

/// What lies under a place of the header.
pub(super) fn target_at(model: &Model, area: Rect, at: Position) -> Target {
    if at.y != area.y + 1 {
        return Target::Nothing;
    }
    let row = row(model, area);
    let names = pane_names(area);
    let first = names.get(row.names_left_out).filter(|_| !Frame::of(model).is_side_by_side());
    match row.tabs.into_iter().find(|tab| tab.contains(at.x)) {
        Some(tab) => Target::Tab(Action::Show(tab.view)),
        None if first.is_some_and(|(start, ..)| at.x >= *start) => Target::OtherPane,
        None => Target::Nothing,
    }
}

/// How much is said about a sample.
#[derive(Clone, Copy)]
enum Words {
    Long,
    Short,
}

/// Words about the file, the most important first.
fn about_file(model: &Model, words: Words) -> Vec<String> {
    let pane = &model.file;
    let file = pane.dockerfile();
    let mut name = file.source.name.clone();
    let origin = match (pane.is_practice(), pane.is_sample(), words) {
        (true, _, Words::Long) => " (your copy of the sample)",
        (true, _, Words::Short) => " (your copy)",
        (false, true, Words::Long) => " (sample, not your file)",
        (false, true, Words::Short) => " (sample)",
        (false, false, _) => "",
    };
    name.push_str(origin);
    let mut parts = vec![name];
    parts.extend(model.choices.target.as_ref().map(|target| format!("target {target}")));
    match pane.presence() {
        Presence::Gone => parts.push("gone".to_owned()),
        Presence::Unreadable(_) => parts.push("unreadable".to_owned()),
        Presence::Present => {}
    }
    let problems = pane.problems();
    let errors = problems.iter().filter(|it| it.level == ProblemLevel::Error).count();
    let warnings = problems.len() - errors;
    parts.extend(model.file.failure().map(|_| "the build stops".to_owned()));
    // What the reader of the file says is among the findings, so only one of them is counted.
    match model.guide.finding_count(&model.context()) {
        Some(findings) => parts.extend(counted(findings, "finding")),
        None => {
            parts.extend(counted(errors, "problem"));
            parts.extend(counted(warnings, "warning"));
        }
    }
    parts.extend(counted(file.instructions.len(), "instruction"));
    if file.stages.len() > 1 {
        parts.extend(counted(file.stages.len(), "stage"));
    }
    parts
}

fn counted(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        count => Some(format!("{count} {what}s")),
    }
}
