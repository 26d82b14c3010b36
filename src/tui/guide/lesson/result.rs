//! What a question shows once it was answered: the verdict, the explanation, the hints.

use crate::doc::{Block, Text};
use crate::lesson::{Question, QuestionKind};
use crate::quiz::{Attempt, Draft, Given, Standing, Verdict, diagnosis, normalise};
use crate::source::safe_line;
use crate::tui::theme::Role;
use crate::tui::{Action, guide};

use super::super::rows::{Anchor, Paper, Prefix};
use super::option::{choices_of, tells};
use super::places::Places;

/// What grading said of the last answer, or what is known of an earlier one.
pub(super) fn write_verdict(
    paper: &mut Paper<'_>,
    question: &Question,
    attempt: &Attempt,
    places: &Places,
) {
    let (role, words) = match attempt.last() {
        _ if attempt.from_earlier => earlier(question, attempt),
        Some((given, verdict)) => verdict_words(attempt, given, *verdict, places),
        None => return,
    };
    paper.blank();
    let rows = paper.words(role, &words, &Prefix::default());
    paper.anchor(rows.start, Anchor::Verdict);
    if attempt.is_open() {
        write_pointed(paper, attempt, places);
    }
    write_answer(paper, question, attempt, places);
}

fn verdict_words(
    attempt: &Attempt,
    given: &Given,
    verdict: Verdict,
    places: &Places,
) -> (Role, String) {
    let left = match attempt.tries_left() {
        1 => "One try left.".to_owned(),
        count => format!("{count} tries left."),
    };
    let (hits, of) = verdict.parts;
    match (attempt.standing, given) {
        (Standing::Closed { right: true, .. }, Given::Explained { .. }) => {
            (Role::Good, format!("✓ All {of} points."))
        }
        (Standing::Closed { solid: true, .. }, _) => {
            (Role::Good, "✓ Right, on the first try.".to_owned())
        }
        (Standing::Closed { right: true, .. }, _) => (Role::Good, "✓ Right.".to_owned()),
        (Standing::Closed { .. }, Given::Explained { .. }) => {
            (Role::Text, format!("{hits} of {of} points. Compare with the answer below."))
        }
        (Standing::Closed { .. }, Given::Text(_)) => (Role::Bad, "✗ Not this time.".to_owned()),
        (Standing::Closed { .. }, Given::Order(_)) => {
            (Role::Bad, format!("✗ Not this time: {}.", verdict.in_place()))
        }
        (Standing::Closed { .. }, _) => {
            (Role::Bad, "✗ Not this time. What is right has the mark ✓.".to_owned())
        }
        (Standing::Open, Given::Choice(_)) if of > 1 => {
            (Role::Bad, format!("✗ Not yet: {hits} of {of} options are as they should be. {left}"))
        }
        // It says nothing of the lines as they stand now.
        (Standing::Open, Given::Order(given)) if is_moved(attempt, given) => {
            (Role::Muted, format!("Last answer: {}. {left}", verdict.in_place()))
        }
        (Standing::Open, Given::Order(_)) => {
            (Role::Bad, format!("✗ Not yet: {}. {left}", verdict.in_place()))
        }
        (Standing::Open, Given::Text(text)) if places.given.is_some() => {
            (Role::Bad, format!("✗ Not line {}. {left}", safe_line(text)))
        }
        (Standing::Open, Given::Text(text)) => {
            (Role::Bad, format!("✗ Not “{}”. {left}", safe_line(text)))
        }
        (Standing::Open, _) => (Role::Bad, format!("✗ Not this one. {left}")),
    }
}

/// Whether lines were moved since they were handed in.
fn is_moved(attempt: &Attempt, given: &[usize]) -> bool {
    matches!(&attempt.draft, Draft::Order { lines, .. } if lines.as_slice() != given)
}

/// What is known of an answer of an earlier session.
fn earlier(question: &Question, attempt: &Attempt) -> (Role, String) {
    let by_own_count = matches!(question.kind, QuestionKind::Explain { .. });
    let (role, words) = match attempt.standing {
        Standing::Closed { right: true, .. } if by_own_count => {
            (Role::Good, "✓ Answered before, by your own count with all points.")
        }
        Standing::Closed { solid: true, .. } => {
            (Role::Good, "✓ Answered before: right, on the first try.")
        }
        Standing::Closed { right: true, .. } => (Role::Good, "✓ Answered before: right."),
        _ if by_own_count => {
            (Role::Text, "○ Answered before, by your own count not with all points.")
        }
        _ => (Role::Text, "○ Answered before, not rightly."),
    };
    (role, format!("{words} {} asks it again.", guide::key_of(Action::Retry)))
}

/// The line that the reader pointed at.
pub(super) fn write_pointed(paper: &mut Paper<'_>, attempt: &Attempt, places: &Places) {
    let Some(given) = places.given.as_ref() else { return };
    let role = if is_wrong(attempt) { Role::Bad } else { Role::Good };
    let bar = Prefix::bar("│ ", paper.role(role));
    paper.text(&given.name, &bar);
}

/// What the line does that the reader pointed at, where it was not the right one. It may be
/// long, so it stands below what is said of the answer.
fn write_does(paper: &mut Paper<'_>, attempt: &Attempt, places: &Places) {
    let Some(given) = places.given.as_ref() else { return };
    if is_wrong(attempt) && !given.does.is_empty() {
        let bar = Prefix::bar("│ ", paper.role(Role::Bad));
        paper.text(&given.does, &bar);
    }
}

fn is_wrong(attempt: &Attempt) -> bool {
    attempt.last().is_some_and(|(_, verdict)| !verdict.correct)
}

/// The right answer, where it is typed or pointed at and was not given in these words.
fn write_answer(paper: &mut Paper<'_>, question: &Question, attempt: &Attempt, places: &Places) {
    let QuestionKind::Short { answers } = &question.kind else { return };
    let Some(answer) = answers.first().filter(|_| !attempt.is_open()) else { return };
    let is_given = matches!(
        attempt.last(),
        Some((Given::Text(text), verdict))
            if verdict.correct && (places.given.is_some() || normalise(text) == normalise(answer))
    );
    let said = Text::new().plain("The answer: ");
    match &places.right {
        _ if is_given => {}
        Some(right) => {
            let said = right.name.runs.iter().cloned().fold(said, Text::run);
            paper.text(&said, &Prefix::default());
        }
        None => {
            paper.text(&said.code(answer.as_str()), &Prefix::default());
        }
    }
}

/// What the answer as a whole says of what the reader believes; when the
/// question is over, why the answer is so.
pub(super) fn write_reasons(
    paper: &mut Paper<'_>,
    question: &Question,
    attempt: &Attempt,
    places: &Places,
    group: usize,
) {
    if attempt.last().is_none() && !attempt.from_earlier {
        return;
    }
    if let Some((given, _)) = attempt.last() {
        write_diagnosis(paper, question, attempt, given);
        write_does(paper, attempt, places);
    }
    if !attempt.is_open() && !question.explanation.is_empty() {
        paper.blank();
        let heading = match question.kind {
            QuestionKind::Explain { .. } => "A good answer",
            _ => "Why",
        };
        paper.words(Role::Strong, heading, &Prefix::default());
        let bar = Prefix::bar("│ ", paper.role(Role::Border));
        paper.blocks(&question.explanation, &bar, Some(group));
    }
    paper.anchor(paper.rows.len() - 1, Anchor::Answer);
}

/// Said once: an option may have told the same already.
fn write_diagnosis(paper: &mut Paper<'_>, question: &Question, attempt: &Attempt, given: &Given) {
    let Some(diagnosis) = diagnosis(question, given) else { return };
    let choices = choices_of(question);
    let told = choices.iter().zip(tells(&choices, attempt));
    if told.into_iter().any(|(choice, tells)| tells && choice.feedback == diagnosis.feedback) {
        return;
    }
    // While it can be tried again the verdict stands right above; the line that was pointed
    // at always does.
    if !attempt.is_open() && !matches!(question.kind, QuestionKind::Short { .. }) {
        paper.blank();
    }
    let bar = Prefix::bar("│ ", paper.role(Role::Bad));
    paper.blocks(&diagnosis.feedback, &bar, None);
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
