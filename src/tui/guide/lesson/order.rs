//! The lines of a question that are put in order.
//!
//! ```text
//! Your order
//!   1 ✓ FROM python
//!   2 ✗ COPY . .
//! The right order
//!   1 · FROM python
//! ```

use crate::doc::Text;
use crate::quiz::{Attempt, Given, Standing};
use crate::tui::theme::Role;

use super::super::rows::{Paper, Prefix};
use super::option::{decorate_option, option_prefix};
use super::question::Manner;

/// Writes the lines as they stand; behind a wrong answer also as they should.
pub(super) fn write_lines(
    paper: &mut Paper<'_>,
    attempt: &Attempt,
    manner: Manner<'_>,
    lines: &[Text],
    order: &[usize],
    grabbed: bool,
) {
    if !attempt.is_open() {
        return write_closed(paper, attempt, lines, order);
    }
    for (place, in_lesson) in order.iter().enumerate() {
        let Some(line) = lines.get(*in_lesson) else { continue };
        let cursor = manner.in_force && attempt.cursor == place;
        let (mark, role) = match cursor && grabbed {
            true => ("↕", Role::Key),
            false => ("·", Role::Muted),
        };
        let first = option_prefix(paper, cursor, &(place + 1).to_string(), mark, role);
        let rows = paper.text(line, &Prefix::hanging(first));
        decorate_option(paper, rows, manner, attempt, place, cursor);
    }
}

fn write_closed(paper: &mut Paper<'_>, attempt: &Attempt, lines: &[Text], order: &[usize]) {
    // Of several right orders the reader's own stays.
    if matches!(attempt.standing, Standing::Closed { right: true, .. }) {
        return write_order(paper, lines, order, |_| ("✓", Role::Good));
    }
    let given = match attempt.last() {
        Some((Given::Order(given), _)) => Some(given),
        _ => None,
    };
    let right = attempt.nearest_order(given.map_or(order, Vec::as_slice)).unwrap_or_default();
    if let Some(given) = given {
        paper.words(Role::Muted, "Your order", &Prefix::default());
        let text = |places: &[usize], place: usize| lines.get(*places.get(place)?);
        write_order(paper, lines, given, |place| match text(given, place) == text(&right, place) {
            true => ("✓", Role::Good),
            false => ("✗", Role::Bad),
        });
    }
    paper.words(Role::Muted, "The right order", &Prefix::default());
    write_order(paper, lines, &right, |_| ("✓", Role::Good));
}

fn write_order(
    paper: &mut Paper<'_>,
    lines: &[Text],
    order: &[usize],
    mark: impl Fn(usize) -> (&'static str, Role),
) {
    for (place, in_lesson) in order.iter().enumerate() {
        let Some(line) = lines.get(*in_lesson) else { continue };
        let (mark, role) = mark(place);
        let first = option_prefix(paper, false, &(place + 1).to_string(), mark, role);
        paper.text(line, &Prefix::hanging(first));
    }
}
