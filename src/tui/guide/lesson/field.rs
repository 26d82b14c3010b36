//! The row of a question that takes what is typed, or shows the line that is marked.

use crate::quiz::Field;
use crate::source::safe_line;
use crate::tui::theme::Role;
use crate::tui::{Action, guide};

use super::super::rows::{Anchor, Paper, Target};
use super::question::{Manner, Pointing};

/// The line that is marked in the file.
pub(super) fn write_line(paper: &mut Paper<'_>, manner: Manner<'_>) {
    let Pointing::Line(line) = manner.pointing else { return };
    let words = match line {
        Some(line) => (line.to_owned(), paper.role(Role::Text)),
        None => ("no line is marked yet".to_owned(), paper.role(Role::Muted)),
    };
    let start = paper.rows.len();
    paper.row(vec![("  > ".to_owned(), paper.role(Role::Key)), words]);
    paper.anchor(start, Anchor::Option(0));
    paper.aim(start..start + 1, &Target::Point);
}

pub(super) fn write_field(paper: &mut Paper<'_>, field: &Field, manner: Manner<'_>, open: bool) {
    let text = paper.role(Role::Text);
    let (before, behind) = field.text().split_at(field.cursor());
    let mut row = vec![("  > ".to_owned(), paper.role(Role::Key))];
    if open && manner.in_force && manner.typing {
        let mut rest = unicode_segmentation::UnicodeSegmentation::graphemes(behind, true);
        let under = rest.next().unwrap_or(" ");
        let room = paper.width().saturating_sub(8);
        row.push((tail(&safe_line(before), room), text));
        row.push((safe_line(under).into_owned(), paper.role(Role::Cursor)));
        row.push((safe_line(rest.as_str()).into_owned(), text));
    } else {
        row.push((safe_line(field.text()).into_owned(), text));
        if open {
            let (key, blank) = (guide::key_of(Action::Submit), field.text().is_empty());
            let words = if blank { "to type your answer" } else { "to go on typing" };
            let gap = if blank { "" } else { "  " };
            row.push((format!("{gap}{key} {words}"), paper.role(Role::Muted)));
        }
    }
    let start = paper.rows.len();
    paper.row(row);
    if open {
        paper.anchor(start, Anchor::Option(0));
        if manner.active {
            paper.aim(start..start + 1, &Target::Option(0));
        }
    }
}

/// The end of a text, as much as fits.
fn tail(text: &str, columns: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation as _;
    use unicode_width::UnicodeWidthStr as _;
    let mut width = 0;
    let fits = |part: &&str| {
        width += part.width();
        width <= columns
    };
    let count = text.graphemes(true).rev().take_while(fits).map(str::len).sum::<usize>();
    text[text.len() - count..].to_owned()
}
