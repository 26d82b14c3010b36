//! What a question looks like as lines of text.

use std::fmt::Write as _;

use super::typed::letter;
use crate::doc::{Block, BlockKind, Text, plain_text};
use crate::lesson::{Choice, Question, QuestionKind};
use crate::quiz::generate::InFile;
use crate::quiz::paper::Posed;
use crate::quiz::{Attempt, Draft, Given, Standing, diagnosis};

/// The question with its options.
pub(super) fn question(
    number: usize,
    of: usize,
    posed: &Posed,
    attempt: &Attempt,
    width: usize,
) -> String {
    let question = &posed.question;
    let mut text = format!("\nQuestion {number} of {of}");
    if let Some(skill) = &question.skill {
        let _ = write!(text, " · {skill}");
    }
    text += "\n\n";
    text += &plain_text(&prompt(question), width);
    text += &options(question, attempt, width);
    let _ = writeln!(text, "\n{}", how(posed));
    text
}

/// What is asked, without the marks of a heading.
pub(super) fn prompt(question: &Question) -> Vec<Block> {
    let plain = |block: &Block| match &block.kind {
        BlockKind::Heading { text, .. } => Block::paragraph(text.clone()),
        _ => block.clone(),
    };
    question.prompt.iter().map(plain).collect()
}

/// How the question is answered, in one line.
pub(super) fn how(posed: &Posed) -> &'static str {
    let asks_for_line =
        posed.made.as_ref().is_some_and(|made| made.generated.in_file == InFile::Line);
    match &posed.question.kind {
        QuestionKind::Single(_) => "Type one letter. h: hint, s: skip, q: quit.",
        QuestionKind::Multiple(_) => {
            "Type the letters of all that are right, such as ac. h: hint, s: skip, q: quit."
        }
        QuestionKind::TrueFalse { .. } => "Type t or f. h: hint, s: skip, q: quit.",
        QuestionKind::Order(_) => {
            "Type all letters in the right order, such as cab. h: hint, s: skip, q: quit."
        }
        QuestionKind::Short { .. } if asks_for_line => {
            "Type the number of the line. :h hint, :s skip, :q quit."
        }
        QuestionKind::Short { .. } => "Type the answer. :h hint, :s skip, :q quit.",
        QuestionKind::Explain { .. } => "Type your answer in one line. :h hint, :s skip, :q quit.",
    }
}

/// More about what can be typed.
pub(super) fn help(posed: &Posed) -> String {
    let mut text = format!("{}\n", how(posed));
    if !matches!(posed.question.kind, QuestionKind::Short { .. } | QuestionKind::Explain { .. }) {
        text += "Add ! where you are sure and ? where you are not, such as a! or a?.\n";
    }
    text
}

fn options(question: &Question, attempt: &Attempt, width: usize) -> String {
    let mut text = String::new();
    let mut option = |label: &str, words: &Text| {
        let shown = plain_text(&[Block::paragraph(words.clone())], width.saturating_sub(5));
        text += &hanging(&format!("  {label}  "), &shown);
    };
    match (&question.kind, &attempt.draft) {
        (QuestionKind::Single(choices) | QuestionKind::Multiple(choices), _) => {
            for (place, in_lesson) in attempt.shown.iter().enumerate() {
                if let Some(choice) = choices.get(*in_lesson) {
                    option(&letter(place).to_string(), &choice.text);
                }
            }
        }
        (QuestionKind::TrueFalse { .. }, _) => {
            option("t", &Text::from("True"));
            option("f", &Text::from("False"));
        }
        (QuestionKind::Order(lines), Draft::Order { lines: order, .. }) => {
            for (place, in_lesson) in order.iter().enumerate() {
                if let Some(line) = lines.get(*in_lesson) {
                    option(&letter(place).to_string(), line);
                }
            }
        }
        _ => {}
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}

/// The points of an answer in own words, to be ticked off.
pub(super) fn rubric(points: &[String], width: usize) -> String {
    let mut text =
        "A good answer has these points. Type the letters of those that yours has, or -.\n\n"
            .to_owned();
    for (place, point) in points.iter().enumerate() {
        let shown =
            plain_text(&[Block::paragraph(Text::from(point.as_str()))], width.saturating_sub(5));
        text += &hanging(&format!("  {}  ", letter(place)), &shown);
    }
    text
}

/// What grading said of the last answer, and the explanation when it is closed.
pub(super) fn result(question: &Question, attempt: &Attempt, width: usize) -> String {
    let Some((given, verdict)) = attempt.last() else { return String::new() };
    let (hits, of) = verdict.parts;
    let mut text = match (attempt.standing, given) {
        (Standing::Closed { right: true, .. }, Given::Explained { .. }) => {
            format!("All {of} points.\n")
        }
        (Standing::Closed { .. }, Given::Explained { .. }) => format!("{hits} of {of} points.\n"),
        (Standing::Closed { solid: true, .. }, _) => "Right, at the first try.\n".to_owned(),
        (Standing::Closed { right: true, .. }, _) => "Right.\n".to_owned(),
        (_, Given::Choice(_)) if of > 1 => {
            format!("Not right: {hits} of {of} options are as they should be.\n")
        }
        (_, Given::Order(_)) => format!("Not right: {hits} of {of} lines are in their place.\n"),
        _ => "Not right.\n".to_owned(),
    };
    text += &feedback(question, given, width);
    match attempt.tries_left() {
        0 => text += &explanation(question, attempt, width),
        1 => text += "One try left.\n\n",
        left => {
            let _ = writeln!(text, "{left} tries left.\n");
        }
    }
    text
}

/// What the wrong parts of an answer say of what the reader believes.
fn feedback(question: &Question, given: &Given, width: usize) -> String {
    let mut text = String::new();
    let mut say = |blocks: &[Block]| text += &plain_text(blocks, width);
    match (&question.kind, given) {
        (
            QuestionKind::Single(choices) | QuestionKind::Multiple(choices),
            Given::Choice(chosen),
        ) => {
            let wrong = |place: &usize| choices.get(*place).filter(|choice| !choice.right);
            chosen.iter().filter_map(wrong).for_each(|choice| say(&choice.feedback));
        }
        (QuestionKind::TrueFalse { answer, feedback }, Given::Truth(said)) if answer != said => {
            say(&feedback[usize::from(!said)]);
        }
        _ => {}
    }
    if let Some(diagnosis) = diagnosis(question, given) {
        say(&diagnosis.feedback);
    }
    text
}

/// The right answer and why, with the lines that decide it.
pub(super) fn explanation(question: &Question, attempt: &Attempt, width: usize) -> String {
    let mut text = String::new();
    let is_right = matches!(attempt.standing, Standing::Closed { right: true, .. });
    if !is_right {
        text += &right_answer(question, attempt, width);
    }
    if !question.explanation.is_empty() {
        text += "Why:\n";
        for line in plain_text(&question.explanation, width.saturating_sub(2)).lines() {
            let _ = writeln!(text, "{}", format!("  {line}").trim_end());
        }
    }
    text
}

fn right_answer(question: &Question, attempt: &Attempt, width: usize) -> String {
    let right = |choices: &[Choice]| {
        let shown = attempt.shown.iter().enumerate();
        let right = shown.filter_map(|(place, in_lesson)| {
            let choice = choices.get(*in_lesson).filter(|choice| choice.right)?;
            Some((letter(place), choice.text.clone()))
        });
        right.collect::<Vec<_>>()
    };
    let mut text = "The answer:\n".to_owned();
    match &question.kind {
        QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => {
            for (letter, words) in right(choices) {
                let shown = plain_text(&[Block::paragraph(words)], width.saturating_sub(5));
                text += &hanging(&format!("  {letter}  "), &shown);
            }
        }
        QuestionKind::TrueFalse { answer, .. } => {
            text += if *answer { "  True\n" } else { "  False\n" };
        }
        QuestionKind::Order(lines) => {
            for (number, line) in (1..).zip(lines) {
                let shown = plain_text(&[Block::paragraph(line.clone())], width.saturating_sub(5));
                text += &hanging(&format!("  {number}  "), &shown);
            }
        }
        QuestionKind::Short { answers } => {
            let _ = writeln!(text, "  {}", answers.first().map_or("", String::as_str));
        }
        QuestionKind::Explain { .. } => return String::new(),
    }
    text
}

/// The hint that was shown last.
pub(super) fn hint(question: &Question, attempt: &Attempt, width: usize) -> String {
    let number = attempt.hints;
    let blocks = question.hints.get(number.saturating_sub(1));
    let words = blocks.map(|blocks| plain_text(blocks, width)).unwrap_or_default();
    format!("Hint {number} of {}: {words}", question.hints.len())
}

/// A label before the first line, blanks of its width before the others.
fn hanging(label: &str, shown: &str) -> String {
    let blank = " ".repeat(label.chars().count());
    let lines = shown.trim_end().lines().enumerate();
    lines.fold(String::new(), |text, (at, line)| {
        text + &format!("{}{line}\n", if at == 0 { label } else { &blank })
    })
}
