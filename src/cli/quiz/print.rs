//! What a question looks like as lines of text.

use std::fmt::Write as _;

use super::typed::letter;
use crate::doc::{Block, BlockKind, Text, plain_text};
use crate::dockerfile::Dockerfile;
use crate::lesson::{Choice, Question, QuestionKind, skill_called};
use crate::quiz::generate::{InFile, Pointed};
use crate::quiz::paper::Posed;
use crate::quiz::{Attempt, Draft, Given, Standing, diagnosis};
use crate::source::LineNumber;

/// Of a file with more instructions only those are listed that the question is about.
const MOST_LINES: usize = 60;

/// A question that is asked, and what its words are made with.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// The question.
    pub(super) posed: &'a Posed,
    /// The file that it is about; `None` for one that needs none.
    pub(super) file: Option<&'a Dockerfile>,
    /// How many columns a line has.
    pub(super) width: usize,
}

impl Sheet<'_> {
    fn question(&self) -> &Question {
        &self.posed.question
    }

    fn in_file(&self) -> Option<&InFile> {
        self.posed.made.as_ref().map(|made| &made.generated.in_file)
    }

    fn asks_for_line(&self) -> bool {
        let is_short = matches!(self.question().kind, QuestionKind::Short { .. });
        is_short && self.in_file() == Some(&InFile::Line)
    }

    /// An option with the number of the line that it is, by its place in the lesson.
    fn option_words(&self, place: usize, words: &Text) -> Text {
        let span = match self.in_file() {
            Some(InFile::Options { places, .. }) => places.get(place).copied().flatten(),
            _ => None,
        };
        match span.zip(self.file) {
            Some((span, file)) => {
                let line = Text::from(format!("line {}: ", file.source.line_at(span.start)));
                words.runs.iter().cloned().fold(line, Text::run)
            }
            None => words.clone(),
        }
    }

    /// Words behind a label, on as many lines as they need.
    fn item(&self, label: &str, words: &Text) -> String {
        let indent = label.chars().count();
        let shown =
            plain_text(&[Block::paragraph(words.clone())], self.width.saturating_sub(indent));
        hanging(label, &shown)
    }

    /// The question with its options.
    pub(super) fn whole(&self, number: usize, of: usize, attempt: &Attempt) -> String {
        let mut text = format!("\nQuestion {number} of {of}");
        if let Some(skill) = &self.question().skill {
            let _ = write!(text, " · {}", skill_called(skill));
        }
        text += "\n\n";
        text += &plain_text(&prompt(self.question()), self.width);
        text += &self.options(attempt);
        let _ = writeln!(text, "\n{}", self.how());
        text
    }

    /// How the question is answered, in one line.
    fn how(&self) -> &'static str {
        match &self.question().kind {
            QuestionKind::Single(_) => "Type one letter. h: hint, s: skip, q: quit.",
            QuestionKind::Multiple(_) => {
                "Type the letters of all that are right, such as ac. h: hint, s: skip, q: quit."
            }
            QuestionKind::TrueFalse { .. } => "Type t or f. h: hint, s: skip, q: quit.",
            QuestionKind::Order(_) => {
                "Type all letters in the right order, such as cab. h: hint, s: skip, q: quit."
            }
            QuestionKind::Short { .. } if self.asks_for_line() => {
                "Type the number of the line. :h hint, :s skip, :q quit."
            }
            QuestionKind::Short { .. } => "Type the answer. :h hint, :s skip, :q quit.",
            QuestionKind::Explain { .. } => {
                "Type your answer in one line. :h hint, :s skip, :q quit."
            }
        }
    }

    /// More about what can be typed.
    pub(super) fn help(&self) -> String {
        let mut text = format!("{}\n", self.how());
        let is_typed = matches!(
            self.question().kind,
            QuestionKind::Short { .. } | QuestionKind::Explain { .. }
        );
        if !is_typed {
            text += "Add ! where you are sure and ? where you are not, such as a! or a?.\n";
        }
        text
    }

    fn options(&self, attempt: &Attempt) -> String {
        let label = |place: usize| format!("  {}  ", letter(place));
        let mut text = String::new();
        match (&self.question().kind, &attempt.draft) {
            (QuestionKind::Single(choices) | QuestionKind::Multiple(choices), _) => {
                for (place, in_lesson) in attempt.shown.iter().enumerate() {
                    let Some(choice) = choices.get(*in_lesson) else { continue };
                    let words = self.option_words(*in_lesson, &choice.text);
                    text += &self.item(&label(place), &words);
                }
            }
            (QuestionKind::TrueFalse { .. }, _) => text += "  t  True\n  f  False\n",
            (QuestionKind::Order(lines), Draft::Order { lines: order, .. }) => {
                for (place, in_lesson) in order.iter().enumerate() {
                    let Some(line) = lines.get(*in_lesson) else { continue };
                    text += &self.item(&label(place), line);
                }
            }
            (QuestionKind::Short { answers }, _) if self.asks_for_line() => {
                for line in self.lines(answers) {
                    text += &line;
                }
            }
            _ => {}
        }
        if text.is_empty() { text } else { format!("\n{text}") }
    }

    /// The lines that can be pointed at, each with its number.
    fn lines(&self, answers: &[String]) -> Vec<String> {
        let Some(file) = self.file else { return Vec::new() };
        let wrong = self.question().diagnoses.iter().filter_map(|it| it.typed.as_ref());
        let known: Vec<u32> =
            answers.iter().chain(wrong).filter_map(|it| it.parse().ok()).collect();
        let is_short = file.instructions.len() <= MOST_LINES;
        let lines = file.instructions.iter().map(|at| at.lines.first);
        let lines: Vec<LineNumber> =
            lines.filter(|line| is_short || known.contains(&line.get())).collect();
        let columns = lines.last().map_or(1, |line| line.to_string().len());
        let item = |line: &LineNumber| {
            let number = line.to_string();
            self.item(&format!("  {number:>columns$}  "), &Pointed::at(file, *line).text)
        };
        lines.iter().map(item).collect()
    }

    /// The points of an answer in own words, to be ticked off.
    pub(super) fn rubric(&self, points: &[String]) -> String {
        let mut text =
            "A good answer has these points. Type the letters of those that yours has, or -.\n\n"
                .to_owned();
        for (place, point) in points.iter().enumerate() {
            text += &self.item(&format!("  {}  ", letter(place)), &Text::from(point.as_str()));
        }
        text
    }

    /// What grading said of the last answer, and the explanation when it is closed.
    pub(super) fn result(&self, attempt: &Attempt) -> String {
        let Some((given, verdict)) = attempt.last() else { return String::new() };
        let (hits, of) = verdict.parts;
        let mut text = match (attempt.standing, given) {
            (Standing::Closed { right: true, .. }, Given::Explained { .. }) => {
                format!("All {of} points.\n")
            }
            (Standing::Closed { .. }, Given::Explained { .. }) => {
                format!("{hits} of {of} points.\n")
            }
            (Standing::Closed { solid: true, .. }, _) => "Right, at the first try.\n".to_owned(),
            (Standing::Closed { right: true, .. }, _) => "Right.\n".to_owned(),
            (_, Given::Choice(_)) if of > 1 => {
                format!("Not right: {hits} of {of} options are as they should be.\n")
            }
            (_, Given::Order(_)) => {
                format!("Not right: {}.\n", verdict.in_place())
            }
            (_, Given::Text(typed)) if self.asks_for_line() => self.pointed(typed),
            _ => "Not right.\n".to_owned(),
        };
        text += &self.feedback(attempt, given);
        match attempt.tries_left() {
            0 => text += &self.explanation(attempt),
            1 => text += "One try left.\n\n",
            left => {
                let _ = writeln!(text, "{left} tries left.\n");
            }
        }
        text
    }

    /// What the line is and does that was pointed at wrongly.
    fn pointed(&self, typed: &str) -> String {
        let pointed = self.file.and_then(|file| Pointed::typed(file, typed));
        let Some(pointed) = pointed else { return "Not right.\n".to_owned() };
        let mut text = self.item("Not ", &pointed.name);
        if !pointed.does.is_empty() {
            text += &plain_text(&[Block::paragraph(pointed.does)], self.width);
        }
        text
    }

    /// What the wrong parts of an answer say of what the reader believes, each thing once.
    fn feedback(&self, attempt: &Attempt, given: &Given) -> String {
        let question = self.question();
        let mut remarks: Vec<&[Block]> = Vec::new();
        match (&question.kind, given) {
            (
                QuestionKind::Single(choices) | QuestionKind::Multiple(choices),
                Given::Choice(chosen),
            ) => {
                let wrong = |place: &usize| choices.get(*place).filter(|choice| !choice.right);
                remarks.extend(chosen.iter().filter_map(wrong).map(|it| it.feedback.as_slice()));
            }
            (QuestionKind::TrueFalse { answer, feedback }, Given::Truth(said))
                if answer != said =>
            {
                remarks.push(&feedback[usize::from(!said)]);
            }
            _ => {}
        }
        remarks.extend(diagnosis(question, given).map(|it| it.feedback.as_slice()));
        let mut told: Vec<&[Block]> = Vec::new();
        let mut text = String::new();
        for remark in remarks {
            if !told.contains(&remark) {
                told.push(remark);
                text += &plain_text(remark, self.width);
            }
        }
        text + &slips(question, attempt, given)
    }

    /// The right answer and why, with the lines that decide it.
    fn explanation(&self, attempt: &Attempt) -> String {
        let mut text = String::new();
        let is_right = matches!(attempt.standing, Standing::Closed { right: true, .. });
        if !is_right {
            text += &self.right_answer(attempt);
        }
        if !self.question().explanation.is_empty() {
            text += match self.question().kind {
                QuestionKind::Explain { .. } => "A good answer:\n",
                _ => "Why:\n",
            };
            let width = self.width.saturating_sub(2);
            for line in plain_text(&self.question().explanation, width).lines() {
                let _ = writeln!(text, "{}", format!("  {line}").trim_end());
            }
        }
        text
    }

    fn right_answer(&self, attempt: &Attempt) -> String {
        let mut text = "The answer:\n".to_owned();
        match &self.question().kind {
            QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => {
                for (place, in_lesson) in attempt.shown.iter().enumerate() {
                    let choice = choices.get(*in_lesson).filter(|choice| choice.right);
                    let Some(choice) = choice else { continue };
                    let words = self.option_words(*in_lesson, &choice.text);
                    text += &self.item(&format!("  {}  ", letter(place)), &words);
                }
            }
            QuestionKind::TrueFalse { answer, .. } => {
                text += if *answer { "  True\n" } else { "  False\n" };
            }
            QuestionKind::Order(lines) => {
                let given = match attempt.last() {
                    Some((Given::Order(given), _)) => given.as_slice(),
                    _ => &[],
                };
                let right = attempt.nearest_order(given).unwrap_or_default();
                for (number, place) in (1..).zip(&right) {
                    let Some(line) = lines.get(*place) else { continue };
                    text += &self.item(&format!("  {number}  "), line);
                }
            }
            QuestionKind::Short { answers } => {
                let answer = answers.first().map_or("", String::as_str);
                let file = self.file.filter(|_| self.asks_for_line());
                let words = file.and_then(|file| Pointed::typed(file, answer)).map(|it| it.name);
                text += &self.item("  ", &words.unwrap_or_else(|| Text::from(answer)));
            }
            QuestionKind::Explain { .. } => return String::new(),
        }
        text
    }

    /// The hint that was shown last.
    pub(super) fn hint(&self, attempt: &Attempt) -> String {
        let (number, hints) = (attempt.hints, &self.question().hints);
        let blocks = hints.get(number.saturating_sub(1));
        let words = blocks.map(|blocks| plain_text(blocks, self.width)).unwrap_or_default();
        format!("Hint {number} of {}: {words}", hints.len())
    }
}

/// Which letters were left out and which were not to be typed, where several were to be.
fn slips(question: &Question, attempt: &Attempt, given: &Given) -> String {
    let (QuestionKind::Multiple(choices), 0) = (&question.kind, attempt.tries_left()) else {
        return String::new();
    };
    let letters = |is_slip: &dyn Fn(usize, &Choice) -> bool| -> Vec<String> {
        let shown = attempt.shown.iter().enumerate();
        let slip = |(place, in_lesson): (usize, &usize)| {
            let choice = choices.get(*in_lesson)?;
            is_slip(*in_lesson, choice).then(|| letter(place).to_string())
        };
        shown.filter_map(slip).collect()
    };
    let missed = letters(&|place, choice| choice.right && !given.has(place));
    let wrong = letters(&|place, choice| !choice.right && given.has(place));
    let mut text = String::new();
    for (words, letters) in [("You left out", missed), ("Not right of yours", wrong)] {
        if !letters.is_empty() {
            let _ = writeln!(text, "{words}: {}.", letters.join(", "));
        }
    }
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

/// A label before the first line, blanks of its width before the others.
fn hanging(label: &str, shown: &str) -> String {
    let blank = " ".repeat(label.chars().count());
    let lines = shown.trim_end().lines().enumerate();
    lines.fold(String::new(), |text, (at, line)| {
        text + &format!("{}{line}\n", if at == 0 { label } else { &blank })
    })
}
