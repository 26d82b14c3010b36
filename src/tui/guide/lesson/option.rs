//! The options of a question, with what the reader did to them.
//!
//! ```text
//! ▸ a ○  3 COPY . .
//!   b ✗ 12 RUN make  ← you marked this
//!       │ This would be right if …
//!   c ✓ 14 COPY --from=base /a /b  ← you left this out
//! ```
//!
//! Once one of several was wrong, its mark stays beside that of the chosen one:
//!
//! ```text
//!   a  ○ root
//! ▸ b ✗● app
//! ```

use std::borrow::Cow;

use ratatui::style::Style;

use crate::doc::{Block, BlockKind, Text};
use crate::lesson::{Choice, Question, QuestionKind};
use crate::quiz::{Attempt, Draft};
use crate::tui::theme::Role;

use super::super::rows::{Anchor, Paper, Prefix, Target};
use super::question::Manner;

/// The keys of options: letters, because digits show the views. `h` shows a
/// hint; from the ninth on the arrows lead there.
const OPTION_LETTERS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "i"];

/// How many options have a letter.
pub(super) const MOST_LETTERS: usize = OPTION_LETTERS.len();

/// How many have one that means nothing else in a lesson.
pub(super) const USUAL_LETTERS: usize = 4;

pub(super) fn option_label(place: usize) -> &'static str {
    OPTION_LETTERS.get(place).copied().unwrap_or("·")
}

/// What can be chosen from, in the lesson's order; nothing where that is no choice.
pub(super) fn choices_of(question: &Question) -> Cow<'_, [Choice]> {
    match &question.kind {
        QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => {
            Cow::Borrowed(choices.as_slice())
        }
        QuestionKind::TrueFalse { answer, feedback } => {
            let truth = [("True", *answer), ("False", !*answer)];
            let choice = |(word, right): (&str, bool)| {
                let feedback = feedback[usize::from(word == "False")].clone();
                Choice { text: Text::from(word), right, feedback }
            };
            Cow::Owned(truth.map(choice).to_vec())
        }
        _ => Cow::Borrowed(&[]),
    }
}

/// For each option, by its place in the lesson, whether its remark is shown.
/// Of several with one remark a chosen one tells it for all, else the first.
pub(super) fn tells(choices: &[Choice], attempt: &Attempt) -> Vec<bool> {
    let many = matches!(attempt.draft, Draft::Choice { many: true, .. });
    let shows = |place: usize, choice: &Choice| match (!attempt.is_open(), many) {
        (true, _) => attempt.is_in_last(place) || choice.right,
        (false, false) => attempt.was_tried(place),
        (false, true) => attempt.is_in_last(place) && !choice.right,
    };
    let (chosen, others): (Vec<usize>, Vec<usize>) =
        (0..choices.len()).partition(|place| attempt.is_in_last(*place));
    let mut told: Vec<&[Block]> = Vec::new();
    let mut tells = vec![false; choices.len()];
    for place in chosen.into_iter().chain(others) {
        let choice = &choices[place];
        let remark = choice.feedback.as_slice();
        if shows(place, choice) && !remark.is_empty() && !told.contains(&remark) {
            told.push(remark);
            tells[place] = true;
        }
    }
    tells
}

/// The mark of an option, by its place in the lesson: what the reader marked
/// while it can be answered, then what is right.
pub(super) fn mark_of(attempt: &Attempt, place: usize, right: bool) -> (&'static str, Role) {
    let many = matches!(attempt.draft, Draft::Choice { many: true, .. });
    let is_marked = attempt.is_marked(place);
    if !attempt.is_open() {
        let is_missed = many && attempt.last().is_some() && !attempt.is_in_last(place);
        return match right {
            true if is_missed => ("✓", Role::Warning),
            true => ("✓", Role::Good),
            false if attempt.is_in_last(place) => ("✗", Role::Bad),
            false if !many && attempt.was_tried(place) => ("✗", Role::Bad),
            false => ("·", Role::Muted),
        };
    }
    match (many, is_marked) {
        (true, true) => ("[x]", Role::Key),
        (true, false) => ("[ ]", Role::Text),
        (false, true) => ("●", Role::Key),
        (false, false) => ("○", Role::Text),
    }
}

/// What stands before the mark of an option of which one is chosen, while it
/// can be answered: that it was wrong, or the room for that beside one that was.
pub(super) fn tried_before(
    attempt: &Attempt,
    place: usize,
    right: bool,
) -> Option<(&'static str, Role)> {
    let many = matches!(attempt.draft, Draft::Choice { many: true, .. });
    if many || !attempt.is_open() || attempt.answers.is_empty() {
        return None;
    }
    Some(match attempt.was_tried(place) && !right {
        true => ("✗", Role::Bad),
        false => (" ", Role::Text),
    })
}

/// What the reader did to an option that was not to be done, in words that
/// stand behind it once the question is closed.
fn slip(attempt: &Attempt, place: usize, right: bool) -> Option<&'static str> {
    let many = matches!(attempt.draft, Draft::Choice { many: true, .. });
    attempt.last().filter(|_| !attempt.is_open())?;
    match (attempt.is_in_last(place), right) {
        (false, true) if many => Some("you left this out"),
        (true, false) if many => Some("you marked this"),
        (true, false) => Some("you chose this"),
        _ => None,
    }
}

/// Writes the option that is shown at a place, and its remark where `tells`.
pub(super) fn write_choice(
    paper: &mut Paper<'_>,
    attempt: &Attempt,
    manner: Manner<'_>,
    place: usize,
    choice: &Choice,
    tells: bool,
) {
    let in_lesson = attempt.shown.get(place).copied().unwrap_or(place);
    let (mark, role) = mark_of(attempt, in_lesson, choice.right);
    let cursor = manner.in_force && attempt.cursor == place;
    let label = match (attempt.is_truth(), place) {
        (true, 0) => "t",
        (true, _) => "f",
        (false, _) => option_label(place),
    };
    let mut first = option_prefix(paper, cursor, label, mark, role);
    if let Some((mark, role)) = tried_before(attempt, in_lesson, choice.right) {
        first.insert(2, (mark.to_owned(), paper.role(role)));
    }
    let indent = first.iter().map(|(text, _)| text.chars().count()).sum();
    let (line, columns) = manner.places.line_of_option(in_lesson);
    if columns > 0 {
        first.push((format!("{line:>columns$} "), paper.role(Role::Muted)));
    }
    let text = match slip(attempt, in_lesson, choice.right) {
        Some(words) => choice.text.clone().muted(format!("  ← {words}")),
        None => choice.text.clone(),
    };
    let rows = paper.text(&text, &Prefix::hanging(first));
    if attempt.is_in_last(in_lesson) {
        paper.anchor(rows.start, Anchor::Chosen);
    }
    decorate_option(paper, rows, manner, attempt, place, cursor);
    if tells {
        let many = matches!(attempt.draft, Draft::Choice { many: true, .. });
        // The verdict above said so already; of an option that was not chosen it would say
        // that the answer was right.
        let is_said = !attempt.is_in_last(in_lesson) || (!attempt.is_open() && !many);
        let blocks = match is_said && choice.right {
            true => without_praise(&choice.feedback),
            false => choice.feedback.clone(),
        };
        write_remark(paper, choice, &blocks, indent);
    }
}

/// The remark without "Right." or "Yes:" at its start.
fn without_praise(remark: &[Block]) -> Vec<Block> {
    let mut blocks = remark.to_vec();
    let first = blocks.first_mut().map(|block| &mut block.kind);
    let Some(BlockKind::Paragraph(text)) = first else { return blocks };
    let Some(run) = text.runs.first_mut() else { return blocks };
    let is_praise = |word: &str| matches!(word, "Right" | "Yes");
    let Some((_, rest)) = run
        .text
        .split_once([' ', '\n'])
        .filter(|(word, _)| is_praise(word.trim_end_matches(['.', ':', ','])))
        .filter(|(word, _)| word.ends_with(['.', ':', ',']))
    else {
        return blocks;
    };
    let mut letters = rest.chars();
    let start = letters.next().map(|first| first.to_uppercase().to_string());
    run.text = format!("{}{}", start.unwrap_or_default(), letters.as_str());
    blocks
}

fn write_remark(paper: &mut Paper<'_>, choice: &Choice, blocks: &[Block], indent: usize) {
    let role = if choice.right { Role::Good } else { Role::Bad };
    let mut bar = Prefix::indent(indent);
    for side in [&mut bar.first, &mut bar.rest] {
        side.push(("│ ".to_owned(), paper.role(role)));
    }
    paper.blocks(blocks, &bar, None);
}

/// What stands before an option: the cursor, its letter, its mark.
pub(super) fn option_prefix(
    paper: &Paper<'_>,
    cursor: bool,
    label: &str,
    mark: &str,
    role: Role,
) -> Vec<(String, Style)> {
    let arrow = if cursor { "▸ " } else { "  " };
    vec![
        (arrow.to_owned(), paper.role(Role::Key)),
        (format!("{label} "), paper.role(Role::Key)),
        (format!("{mark} "), paper.role(role)),
    ]
}

/// Makes the rows of an option react: to clicks, and to the cursor.
pub(super) fn decorate_option(
    paper: &mut Paper<'_>,
    rows: std::ops::Range<usize>,
    manner: Manner<'_>,
    attempt: &Attempt,
    place: usize,
    cursor: bool,
) {
    if !attempt.is_open() {
        return;
    }
    let target = match manner.active {
        true => Target::Option(place),
        false => Target::Question(attempt.question.clone()),
    };
    paper.aim(rows.clone(), &target);
    if manner.active {
        paper.anchor(rows.start, Anchor::Option(place));
    }
    if cursor {
        let fill = paper.role(Role::Selected);
        for row in &mut paper.rows[rows] {
            row.fill = fill;
        }
    }
}
