//! What is said below the rows: what became of the file, and the problems of
//! the selected instruction.

use ratatui::layout::Size;

use crate::dockerfile::{Problem, ProblemLevel};
use crate::source::safe_line;
use crate::tui::widget::wrap_words;

use super::{FilePane, Presence};

/// Words below the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Notice {
    /// How bad it is.
    pub(in crate::tui) level: ProblemLevel,
    /// Its heading, one row.
    pub(in crate::tui) title: String,
    /// Its rows, wrapped.
    pub(in crate::tui) rows: Vec<String>,
}

impl Notice {
    /// What is to be said at present, cut to at most a third of the pane.
    pub(super) fn of(pane: &FilePane, size: Size) -> Option<Self> {
        let (level, title, text) =
            about_file(pane).or_else(|| about_problems(pane)).or_else(|| about_build(pane))?;
        let most = usize::from(size.height) / 3;
        let width = usize::from(size.width).saturating_sub(2);
        if most < 2 || width < 10 {
            return None;
        }
        let mut rows = wrap_words(&text, width);
        if rows.len() >= most {
            rows.truncate(most - 1);
            if let Some(last) = rows.last_mut() {
                last.push('…');
            }
        }
        Some(Self { level, title, rows })
    }

    /// How many rows it takes, its heading among them.
    pub(in crate::tui) fn height(&self) -> usize {
        self.rows.len() + 1
    }
}

fn about_file(pane: &FilePane) -> Option<(ProblemLevel, String, String)> {
    if pane.is_sample() {
        return None;
    }
    let (title, text) = match pane.presence() {
        Presence::Gone => (
            "the file is gone",
            "What you see is its last text. As soon as there is a file of this name again, \
             it is shown."
                .to_owned(),
        ),
        Presence::Unreadable(reason) => (
            "the file cannot be read",
            format!(
                "{}. What you see is what was read before. layerwise tries again when it changes.",
                safe_line(reason.trim_end_matches('.'))
            ),
        ),
        Presence::Present if pane.dockerfile().source.text().is_empty() => (
            "the file is empty",
            "Press e to open it in your editor. Each save is shown here at once.".to_owned(),
        ),
        Presence::Present => return None,
    };
    Some((ProblemLevel::Warning, title.to_owned(), text))
}

fn about_problems(pane: &FilePane) -> Option<(ProblemLevel, String, String)> {
    let id = pane.selected();
    let all = pane.problems();
    let of_selected = || all.iter().filter(|problem| problem.instruction == id);
    let of_file = || all.iter().filter(|problem| problem.instruction.is_none());
    let count = of_selected().count();
    let (problem, count) = match of_selected().max_by_key(|problem| problem.level) {
        Some(problem) => (problem, count),
        None => (of_file().next()?, of_file().count()),
    };
    let word = match problem.level {
        ProblemLevel::Error => "problem",
        ProblemLevel::Warning => "warning",
    };
    let line = pane.dockerfile().source.line_at(problem.span.start);
    let title = match count {
        1 => format!("{word} in line {line}"),
        count => format!("{word} in line {line}, one of {count}"),
    };
    Some((problem.level, title, text_of(problem)))
}

/// Why the build would stop at the selected instruction, or anywhere.
fn about_build(pane: &FilePane) -> Option<(ProblemLevel, String, String)> {
    let failure = pane.failure()?;
    let title = match failure.line {
        Some(line) if pane.selected_lines()?.contains(line) => {
            format!("the build stops at line {line}")
        }
        Some(_) => return None,
        None => "the build does not start".to_owned(),
    };
    Some((ProblemLevel::Error, title, failure.words()))
}

fn text_of(problem: &Problem) -> String {
    let mut text = safe_line(&problem.message).into_owned();
    if let Some(hint) = &problem.hint {
        text.push('\n');
        text.push_str(&safe_line(hint));
    }
    text
}
