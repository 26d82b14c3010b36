//! Remarks that stand beside what an instruction does: the author's words and the problems.

use super::compose::{self, quote, text};
use super::mask;
use super::model::{Note, NoteKind};
use super::scene::Scene;
use crate::doc::{Alert, Text};
use crate::dockerfile::{Problem, ProblemLevel};

/// The author's comment directly above the instruction, shown as theirs.
pub(super) fn author(scene: &Scene<'_>) -> Option<Note> {
    let comments = &scene.instruction.comments;
    let lines: Vec<String> = comments
        .iter()
        .map(|span| undecorated(&scene.show(*span)).to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return None;
    }
    let head = Text::new().strong("The author writes:");
    let words =
        Text::from(lines.iter().map(|line| compose::shown(line)).collect::<Vec<_>>().join("\n"));
    let block = quote(None, vec![head, words], comments.to_vec());
    Some(Note { kind: NoteKind::Author, block, check: None })
}

/// The words of a comment without the signs around them, and without rows of signs.
fn undecorated(comment: &str) -> &str {
    let words = comment.trim_start_matches('#').trim();
    let is_sign = |it: char| "-=*~_#+/".contains(it);
    let row = |text: &str| text.chars().take_while(|it| is_sign(*it)).count() >= 3;
    let mut words = if row(words) { words.trim_start_matches(is_sign).trim_start() } else { words };
    let ends_in_row = words.chars().rev().take_while(|it| is_sign(*it)).count() >= 3;
    if ends_in_row {
        words = words.trim_end_matches(is_sign).trim_end();
    }
    words
}

/// What is wrong with the instruction, in full.
pub(super) fn problems(scene: &Scene<'_>) -> impl Iterator<Item = Note> {
    scene.survey.problems(scene.index).map(note)
}

/// A problem with its reason, what to try, and BuildKit's own words.
pub(super) fn note(problem: &Problem) -> Note {
    let (kind, alert) = match problem.level {
        ProblemLevel::Error => (NoteKind::Error, Alert::Caution),
        ProblemLevel::Warning => (NoteKind::Warning, Alert::Warning),
    };
    let masked =
        |words: &str| Text::from(crate::source::safe_line(&mask::mask_text(words)).into_owned());
    let mut texts = vec![masked(&problem.message)];
    if !problem.reason.is_empty() {
        texts.push(masked(&problem.reason));
    }
    if let Some(hint) = &problem.hint {
        texts.push(compose::concat([Text::new().strong("Try:").plain(" "), masked(hint)]));
    }
    if let Some(error) = &problem.buildkit {
        texts
            .push(text("BuildKit's own words: {text}", &[("text", &mask::mask_text(&error.text))]));
    }
    Note { kind, block: quote(Some(alert), texts, vec![problem.span]), check: None }
}
