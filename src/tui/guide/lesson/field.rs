//! The rows of a question that are no options: what is typed, the line that is
//! marked, the lines that are put in order, the points that are ticked.

use crate::doc::Text;
use crate::quiz::{Attempt, Field, Standing};
use crate::source::safe_line;
use crate::tui::theme::Role;
use crate::tui::{Action, guide};

use super::super::rows::{Anchor, Paper, Prefix, Target};
use super::question::{Manner, Pointing, decorate_option, option_label, option_prefix};

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

pub(super) fn write_lines(
    paper: &mut Paper<'_>,
    attempt: &Attempt,
    manner: Manner<'_>,
    lines: &[Text],
    order: &[usize],
    grabbed: bool,
) {
    let closed = !attempt.is_open();
    let is_right = matches!(attempt.standing, Standing::Closed { right: true, .. });
    for (place, of_draft) in order.iter().enumerate() {
        // Of several right orders the reader's own stays.
        let in_lesson = if closed && !is_right { place } else { *of_draft };
        let Some(line) = lines.get(in_lesson) else { continue };
        let cursor = manner.in_force && attempt.cursor == place && !closed;
        let (mark, role) = match (closed, cursor && grabbed) {
            (true, _) => ("✓", Role::Good),
            (false, true) => ("↕", Role::Key),
            (false, false) => ("·", Role::Muted),
        };
        let first = option_prefix(paper, cursor, &(place + 1).to_string(), mark, role);
        let rows = paper.text(line, &Prefix::hanging(first));
        decorate_option(paper, rows, manner, attempt, place, cursor);
    }
}

pub(super) fn write_rubric(
    paper: &mut Paper<'_>,
    attempt: &Attempt,
    manner: Manner<'_>,
    text: &str,
    rubric: &[String],
    ticked: &[bool],
) {
    paper.words(Role::Text, &format!("“{}”", safe_line(text)), &Prefix::indent(2));
    paper.blank();
    let words = if attempt.is_open() {
        "A good answer has these points. Tick those that yours has:"
    } else {
        "The points of a good answer, as you ticked them:"
    };
    paper.words(Role::Muted, words, &Prefix::default());
    for (place, (point, tick)) in rubric.iter().zip(ticked).enumerate() {
        let cursor = manner.in_force && attempt.cursor == place && attempt.is_open();
        let (mark, role) = if *tick { ("[x]", Role::Good) } else { ("[ ]", Role::Text) };
        let first = option_prefix(paper, cursor, option_label(place), mark, role);
        let rows = paper.text(&Text::from(point.as_str()), &Prefix::hanging(first));
        decorate_option(paper, rows, manner, attempt, place, cursor);
    }
}
