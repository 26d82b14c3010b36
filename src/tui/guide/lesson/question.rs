//! The rows of a question.
//!
//! ```text
//! Question · choose one
//! Which steps run again?
//! ▸ 1 ○ FROM python
//!   2 ✗ COPY . .
//!       │ Its input changed.
//! ✗ Not yet. One try left.
//! Hint 1 of 2
//! │ Which step reads the file?
//! Enter answer · h hint · u sure? · Esc later
//! ```

use ratatui::style::Style;

use crate::doc::{Block, Text};
use crate::lesson::{Choice, Question, QuestionKind};
use crate::quiz::{Attempt, Confidence, Draft, Given, Standing};
use crate::tui::theme::Role;
use crate::tui::{Action, guide};

use super::super::rows::{Anchor, Paper, Prefix, Target};
use super::field::{write_field, write_line, write_lines, write_rubric};
use super::graph::StageOptions;
use super::result::{write_hints, write_result};

/// How the question is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner<'a> {
    /// It takes the keys, so it shows its cursor.
    pub in_force: bool,
    /// It is the open one: clicks answer it.
    pub active: bool,
    /// The reader types into its field.
    pub typing: bool,
    /// Whom it asks about.
    pub about: About,
    /// How it can be answered in the file pane.
    pub pointing: Pointing<'a>,
}

/// How a question can be answered in the file pane.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pointing<'a> {
    /// It cannot.
    No,
    /// A line is marked there: this one.
    Line(Option<&'a str>),
    /// Lines are marked there as those that are asked for.
    Lines,
    /// Stages are, and are drawn here as a graph.
    Stages(&'a StageOptions),
    /// Steps are marked there as those that run.
    Steps,
}

/// Where a question comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The lesson's author wrote it.
    Lesson,
    /// It is made from the file that is shown.
    File,
}

impl About {
    fn title(self, attempt: &Attempt) -> &'static str {
        match self {
            About::Lesson => "Question",
            About::File if attempt.outdated && attempt.is_open() => {
                "New question: the file changed"
            }
            About::File => "Question about this file",
        }
    }
}

/// Writes a question. `group` names the blocks of its explanation, for their folds.
pub(super) fn write(
    paper: &mut Paper<'_>,
    question: &Question,
    attempt: &Attempt,
    manner: Manner<'_>,
    group: usize,
) {
    paper.blank();
    let label = paper.role(Role::Strong);
    let muted = paper.role(Role::Muted);
    let row = paper.row(vec![
        (manner.about.title(attempt).to_owned(), label),
        (format!(" · {}", how_to_answer(question, attempt, manner)), muted),
    ]);
    if !manner.active && attempt.is_open() {
        row.target = Some(Target::Question(question.id.clone()));
    }
    paper.blocks(&question.prompt, &Prefix::default(), None);
    paper.blank();
    write_answer(paper, question, attempt, manner);
    write_result(paper, question, attempt, group);
    if attempt.is_open() {
        write_hints(paper, &question.hints, attempt.hints);
        write_buttons(paper, question, attempt, manner);
    }
    paper.blank();
}

fn how_to_answer(question: &Question, attempt: &Attempt, manner: Manner<'_>) -> String {
    let about = manner.about;
    let how = match &question.kind {
        _ if matches!(manner.pointing, Pointing::Line(_)) => "point at the line",
        _ if matches!(manner.pointing, Pointing::Steps) => "mark every step that runs",
        QuestionKind::Single(_) => "choose one",
        QuestionKind::Multiple(_) => "choose all that are right",
        QuestionKind::TrueFalse { .. } => "true or false",
        QuestionKind::Order(_) => "put the lines in order",
        QuestionKind::Short { .. } => "type a short answer",
        QuestionKind::Explain { .. } => "in your own words",
    };
    match attempt.standing {
        Standing::Open if attempt.outdated && about == About::Lesson => {
            format!("{how} · changed since you answered")
        }
        Standing::Open if attempt.tries_before > 0 && attempt.answers.is_empty() => {
            format!("{how} · {}", tries_left(attempt))
        }
        Standing::Open => how.to_owned(),
        Standing::Closed { .. } => "answered".to_owned(),
    }
}

fn tries_left(attempt: &Attempt) -> String {
    match attempt.tries_left() {
        1 => "one try left".to_owned(),
        count => format!("{count} tries left"),
    }
}

fn write_answer(paper: &mut Paper<'_>, question: &Question, attempt: &Attempt, manner: Manner<'_>) {
    match (&question.kind, &attempt.draft) {
        (QuestionKind::Multiple(_), _) if graph(attempt, manner).is_some() => {
            if let Some(stages) = graph(attempt, manner) {
                stages.write(paper, attempt, manner);
            }
        }
        (QuestionKind::Single(choices) | QuestionKind::Multiple(choices), _) => {
            let tells = tells(choices, attempt);
            for (place, in_lesson) in attempt.shown.iter().enumerate() {
                if let Some(choice) = choices.get(*in_lesson) {
                    write_choice(paper, attempt, manner, place, choice, tells[*in_lesson]);
                }
            }
        }
        (QuestionKind::TrueFalse { answer, feedback }, _) => {
            let choices = [("True", *answer), ("False", !*answer)].map(|(word, right)| {
                let feedback = feedback[usize::from(word == "False")].clone();
                Choice { text: Text::from(word), right, feedback }
            });
            let tells = tells(&choices, attempt);
            for (place, choice) in choices.iter().enumerate() {
                write_choice(paper, attempt, manner, place, choice, tells[place]);
            }
        }
        (QuestionKind::Order(lines), Draft::Order { lines: order, grabbed }) => {
            write_lines(paper, attempt, manner, lines, order, *grabbed);
        }
        (_, Draft::Text(_)) if matches!(manner.pointing, Pointing::Line(_)) => {
            write_line(paper, manner);
        }
        (_, Draft::Text(field) | Draft::Words(field)) => {
            write_field(paper, field, manner, attempt.is_open());
        }
        (QuestionKind::Explain { rubric }, Draft::Rubric { text, ticked }) => {
            write_rubric(paper, attempt, manner, text, rubric, ticked);
        }
        _ => {}
    }
    let count = match &attempt.draft {
        Draft::Choice { .. } => attempt.shown.len(),
        Draft::Rubric { ticked, .. } => ticked.len(),
        _ => 0,
    };
    if attempt.is_open() && count > OPTION_LETTERS.len() {
        let words = "The arrows and Space choose those without a letter.";
        paper.words(Role::Muted, words, &Prefix::indent(2));
    }
}

/// The stages as a graph, until an answer has a remark to stand beside.
fn graph<'a>(attempt: &Attempt, manner: Manner<'a>) -> Option<&'a StageOptions> {
    match manner.pointing {
        Pointing::Stages(stages) if attempt.answers.is_empty() => Some(stages),
        _ => None,
    }
}

/// Whether this option, by its place in the lesson, was part of an answer.
fn was_given(given: &Given, place: usize) -> bool {
    match given {
        Given::Choice(chosen) => chosen.contains(&place),
        Given::Truth(said) => *said == (place == 0),
        _ => false,
    }
}

/// For each option, by its place in the lesson, whether its remark is shown.
/// Of several with one remark a chosen one tells it for all, else the first.
fn tells(choices: &[Choice], attempt: &Attempt) -> Vec<bool> {
    let many = matches!(attempt.draft, Draft::Choice { many: true, .. });
    let in_last = |place: usize| attempt.last().is_some_and(|(given, _)| was_given(given, place));
    let shows = |place: usize, choice: &Choice| match (!attempt.is_open(), many) {
        (true, false) => in_last(place) || choice.right,
        (true, true) => true,
        (false, false) => attempt.answers.iter().any(|(given, _)| was_given(given, place)),
        (false, true) => in_last(place) && !choice.right,
    };
    let (chosen, others): (Vec<usize>, Vec<usize>) =
        (0..choices.len()).partition(|place| in_last(*place));
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

fn write_choice(
    paper: &mut Paper<'_>,
    attempt: &Attempt,
    manner: Manner<'_>,
    place: usize,
    choice: &Choice,
    tells: bool,
) {
    let Draft::Choice { marked, many } = &attempt.draft else { return };
    let in_lesson = attempt.shown.get(place).copied().unwrap_or(place);
    let closed = !attempt.is_open();
    let marked = marked.get(in_lesson) == Some(&true);
    let tried = attempt.answers.iter().any(|(given, _)| was_given(given, in_lesson));
    let in_last = attempt.last().is_some_and(|(given, _)| was_given(given, in_lesson));
    let (mark, role) = match (closed, choice.right) {
        (true, true) => ("✓", Role::Good),
        (true, false) if in_last => ("✗", Role::Bad),
        (true, false) => ("·", Role::Muted),
        (false, false) if tried && !marked => ("✗", Role::Bad),
        (false, _) if *many && marked => ("[x]", Role::Key),
        (false, _) if *many => ("[ ]", Role::Text),
        (false, _) if marked => ("●", Role::Key),
        (false, _) => ("○", Role::Text),
    };
    let cursor = manner.in_force && attempt.cursor == place;
    let label = match (attempt.is_truth(), place) {
        (true, 0) => "t".to_owned(),
        (true, _) => "f".to_owned(),
        (false, _) => option_label(place).to_owned(),
    };
    let first = option_prefix(paper, cursor, &label, mark, role);
    let indent = first.iter().map(|(text, _)| text.chars().count()).sum();
    let rows = paper.text(&choice.text, &Prefix::hanging(first));
    if in_last {
        paper.anchor(rows.start, Anchor::Chosen);
    }
    decorate_option(paper, rows, manner, attempt, place, cursor);
    if tells {
        let role = if choice.right { Role::Good } else { Role::Bad };
        let mut bar = Prefix::indent(indent);
        for side in [&mut bar.first, &mut bar.rest] {
            side.push(("│ ".to_owned(), paper.role(role)));
        }
        paper.blocks(&choice.feedback, &bar, None);
    }
}

/// The keys of options. Letters, because digits show the views; from the
/// fifth on letters have other meanings, and the arrows lead there.
const OPTION_LETTERS: [&str; 4] = ["a", "b", "c", "d"];

pub(super) fn option_label(place: usize) -> &'static str {
    OPTION_LETTERS.get(place).copied().unwrap_or("·")
}

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

/// What can be done now, to be clicked; the footer says the keys as well.
fn write_buttons(
    paper: &mut Paper<'_>,
    question: &Question,
    attempt: &Attempt,
    manner: Manner<'_>,
) {
    paper.blank();
    let key = guide::key_of;
    if !manner.active {
        let target = Target::Question(question.id.clone());
        let words = "answer it now (left for later)";
        return paper.buttons(&[(&key(Action::Submit), words, target)], 0);
    }
    let has_field = attempt.draft.field().is_some();
    let answer = match attempt.draft {
        _ if matches!(manner.pointing, Pointing::Line(_)) => "answer",
        _ if has_field && !manner.typing => "type",
        Draft::Words(_) => "compare",
        Draft::Rubric { .. } => "done",
        _ => "answer",
    };
    let (submit, hint, sure, skip) =
        (key(Action::Submit), key(Action::Hint), key(Action::Confidence), key(Action::Close));
    let left = attempt.hint_count() - attempt.hints;
    let hint_words = format!("hint ({left} left)");
    let sure_words = match attempt.confidence {
        None => "sure or not?",
        Some(Confidence::Sure) => "✓ sure",
        Some(Confidence::NotSure) => "✓ not sure",
    };
    let hint = if manner.typing { guide::key_while_typing(Action::Hint) } else { hint };
    let pane = key(Action::NextPane);
    let mut buttons = vec![(submit.as_str(), answer, Target::Submit)];
    match manner.pointing {
        Pointing::No => {}
        Pointing::Line(None) => buttons[0] = (&submit, "point at it in the file", Target::Point),
        Pointing::Line(Some(_)) => buttons.push((&pane, "another line", Target::Point)),
        Pointing::Lines | Pointing::Stages(_) | Pointing::Steps => {
            buttons.push((&pane, "mark them in the file", Target::Point));
        }
    }
    if left > 0 {
        buttons.push((hint.as_str(), hint_words.as_str(), Target::Hint));
    }
    let is_line = matches!(manner.pointing, Pointing::Line(_));
    if (!has_field || is_line) && !matches!(attempt.draft, Draft::Rubric { .. }) {
        buttons.push((sure.as_str(), sure_words, Target::Confidence));
    }
    let skip_words = if manner.typing { "stop typing" } else { "later" };
    buttons.push((skip.as_str(), skip_words, Target::Skip));
    let start = paper.rows.len();
    paper.buttons(&buttons, 0);
    paper.anchor(start, Anchor::Answer);
}
