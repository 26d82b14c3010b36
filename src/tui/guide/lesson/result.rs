//! What a question shows once it was answered: the verdict, the explanation, the hints.

use crate::doc::{Block, Text};
use crate::lesson::{Question, QuestionKind};
use crate::quiz::{Attempt, Given, Standing, diagnosis};
use crate::source::safe_line;
use crate::tui::theme::Role;
use crate::tui::{Action, guide};

use super::super::rows::{Anchor, Paper, Prefix};

/// What grading said, and the explanation when the question is closed.
pub(super) fn write_result(
    paper: &mut Paper<'_>,
    question: &Question,
    attempt: &Attempt,
    group: usize,
) {
    if attempt.from_earlier {
        return write_earlier(paper, question, attempt, group);
    }
    let Some((given, verdict)) = attempt.last() else { return };
    paper.blank();
    let left = match attempt.tries_left() {
        1 => "One try left.".to_owned(),
        count => format!("{count} tries left."),
    };
    let (hits, of) = verdict.parts;
    let (role, words) = match (attempt.standing, given) {
        (Standing::Closed { right: true, .. }, Given::Explained { .. }) => {
            (Role::Good, format!("✓ All {of} points."))
        }
        (Standing::Closed { solid: true, .. }, _) => {
            (Role::Good, "✓ Right, on the first try.".to_owned())
        }
        (Standing::Closed { right: true, .. }, _) => (Role::Good, "✓ Right.".to_owned()),
        (Standing::Closed { .. }, Given::Explained { .. }) => {
            (Role::Text, format!("{hits} of {of} points. Compare with the explanation."))
        }
        (Standing::Closed { .. }, Given::Text(_)) => (Role::Bad, "✗ Not this time.".to_owned()),
        (Standing::Closed { .. }, Given::Order(_)) => {
            (Role::Bad, "✗ Not this time. This is the right order.".to_owned())
        }
        (Standing::Closed { .. }, _) => {
            (Role::Bad, "✗ Not this time. The right answer has the mark ✓.".to_owned())
        }
        (Standing::Open, Given::Choice(_)) if of > 1 => {
            (Role::Bad, format!("✗ Not yet: {hits} of {of} options are as they should be. {left}"))
        }
        (Standing::Open, Given::Order(_)) => {
            (Role::Bad, format!("✗ Not yet: {hits} of {of} lines are in their place. {left}"))
        }
        (Standing::Open, Given::Text(text)) => {
            (Role::Bad, format!("✗ Not “{}”. {left}", safe_line(text)))
        }
        (Standing::Open, _) => (Role::Bad, format!("✗ Not this one. {left}")),
    };
    paper.words(role, &words, &Prefix::default());
    write_diagnosis(paper, question, given);
    if !attempt.is_open() {
        write_explanation(paper, question, group);
    }
    paper.anchor(paper.rows.len() - 1, Anchor::Answer);
}

/// What the answer as a whole says of what the reader believes.
fn write_diagnosis(paper: &mut Paper<'_>, question: &Question, given: &Given) {
    let Some(diagnosis) = diagnosis(question, given) else { return };
    paper.blank();
    let bar = Prefix::bar("│ ", paper.role(Role::Bad));
    paper.blocks(&diagnosis.feedback, &bar, None);
}

/// What is known of an answer of an earlier session.
fn write_earlier(paper: &mut Paper<'_>, question: &Question, attempt: &Attempt, group: usize) {
    paper.blank();
    let (role, words) = match attempt.standing {
        Standing::Closed { right: true, .. }
            if matches!(question.kind, QuestionKind::Explain { .. }) =>
        {
            (Role::Good, "✓ Answered before, by your own count with all points.".to_owned())
        }
        Standing::Closed { solid: true, .. } => {
            (Role::Good, "✓ Answered before: right, on the first try.".to_owned())
        }
        Standing::Closed { right: true, .. } => {
            (Role::Good, "✓ Answered before: right.".to_owned())
        }
        _ if matches!(question.kind, QuestionKind::Explain { .. }) => {
            (Role::Text, "○ Answered before, by your own count not with all points.".to_owned())
        }
        _ => (Role::Text, "○ Answered before, not rightly.".to_owned()),
    };
    let again = format!(" {} asks it again.", guide::key_of(Action::Retry));
    paper.words(role, &(words + &again), &Prefix::default());
    write_explanation(paper, question, group);
}

fn write_explanation(paper: &mut Paper<'_>, question: &Question, group: usize) {
    if let QuestionKind::Short { answers } = &question.kind
        && let Some(answer) = answers.first()
    {
        let answer = Text::new().plain("The answer: ").code(answer.as_str());
        paper.text(&answer, &Prefix::default());
    }
    if !question.explanation.is_empty() {
        paper.blank();
        paper.words(Role::Strong, "Why", &Prefix::default());
        let bar = Prefix::bar("│ ", paper.role(Role::Border));
        paper.blocks(&question.explanation, &bar, Some(group));
    }
}

/// The hints shown so far.
pub(super) fn write_hints(paper: &mut Paper<'_>, hints: &[Vec<Block>], shown: usize) {
    for (at, hint) in hints.iter().take(shown).enumerate() {
        paper.blank();
        let start = paper.rows.len();
        let words = format!("Hint {} of {}", at + 1, hints.len());
        paper.words(Role::Hint, &words, &Prefix::default());
        let bar = Prefix::bar("│ ", paper.role(Role::Hint));
        paper.blocks(hint, &bar, None);
        if at + 1 == shown {
            paper.anchor(start, Anchor::Hint);
        }
    }
}
