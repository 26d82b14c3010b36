//! The rows of a question.
//!
//! ```text
//! Question · choose one
//! Which step runs again first?
//! Hint 1 of 2
//! │ Which step reads the file?
//! ▸ a ○ FROM python
//!   b ✗ COPY . .
//!       │ Its input changed.
//! ✗ Not this one. One try left.
//! Enter answer · h hint (1 left) · u sure? · Esc later
//! ```

use unicode_width::UnicodeWidthStr as _;

use crate::lesson::{Question, QuestionKind};
use crate::quiz::{Attempt, Confidence, Draft, Standing};
use crate::tui::theme::Role;
use crate::tui::{Action, guide};

use super::super::rows::{Anchor, Paper, Prefix, Target};
use super::field::{write_field, write_line, write_rubric};
use super::option::{MOST_LETTERS, choices_of, tells, write_choice};
use super::order::write_lines;
use super::places::Places;
use super::result::{write_hints, write_reasons, write_verdict};

/// How the question is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner<'a> {
    /// It takes the keys, so it shows its cursor.
    pub in_force: bool,
    /// It is the open one: clicks answer it.
    pub active: bool,
    /// The keys go to the guide, and not to the file.
    pub has_keys: bool,
    /// The reader types into its field.
    pub typing: bool,
    /// A letter begins to type.
    pub begins: bool,
    /// Whom it asks about.
    pub about: About,
    /// How it can be answered in the file pane.
    pub pointing: Pointing<'a>,
    /// The places of the file that its options and answers stand for.
    pub places: &'a Places,
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
    /// Steps are marked there as those that run.
    Steps,
}

impl Pointing<'_> {
    fn is_line(self) -> bool {
        matches!(self, Pointing::Line(_))
    }
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
                "New question: what it asks about changed"
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
    let rows = write_title(paper, question, attempt, manner);
    if !manner.active && attempt.is_open() {
        paper.aim(rows, &Target::Question(question.id.clone()));
    }
    paper.blocks(&question.prompt, &Prefix::default(), None);
    // What grading said stands where the reader looks: below the options while
    // they can be mended, above them once that is over.
    if attempt.is_open() {
        write_hints(paper, &question.hints, attempt.hints);
        paper.blank();
        write_answer(paper, question, attempt, manner);
        write_verdict(paper, question, attempt, manner.places);
        write_reasons(paper, question, attempt, manner.places, group);
        write_buttons(paper, question, attempt, manner);
    } else {
        write_verdict(paper, question, attempt, manner.places);
        paper.blank();
        write_answer(paper, question, attempt, manner);
        write_reasons(paper, question, attempt, manner.places, group);
    }
    paper.blank();
}

/// What it is and how it is answered: on one row where they have room.
fn write_title(
    paper: &mut Paper<'_>,
    question: &Question,
    attempt: &Attempt,
    manner: Manner<'_>,
) -> std::ops::Range<usize> {
    let start = paper.rows.len();
    let title = manner.about.title(attempt);
    let how = how_to_answer(question, attempt, manner);
    let label = paper.role(Role::Strong);
    let behind = format!(" · {how}");
    if title.width() + behind.width() <= paper.width() {
        let muted = paper.role(Role::Muted);
        paper.row(vec![(title.to_owned(), label), (behind, muted)]);
    } else {
        paper.row(vec![(title.to_owned(), label)]);
        paper.words(Role::Muted, &how, &Prefix::default());
    }
    start..paper.rows.len()
}

fn how_to_answer(question: &Question, attempt: &Attempt, manner: Manner<'_>) -> String {
    let about = manner.about;
    let how = match &question.kind {
        _ if manner.places.is_line => "point at the line",
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
        (
            QuestionKind::Single(_) | QuestionKind::Multiple(_) | QuestionKind::TrueFalse { .. },
            _,
        ) => write_choices(paper, question, attempt, manner),
        (QuestionKind::Order(lines), Draft::Order { lines: order, grabbed }) => {
            write_lines(paper, attempt, manner, lines, order, *grabbed);
        }
        (_, Draft::Text(_)) if manner.places.is_line => {
            write_line(paper, attempt, manner);
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
    let words = match count {
        _ if !attempt.is_open() => return,
        MOST_LETTERS => "h shows a hint, so the last one has the letter i.",
        count if count > MOST_LETTERS => "The arrows and Space choose those without a letter.",
        _ => return,
    };
    paper.words(Role::Muted, words, &Prefix::indent(2));
}

fn write_choices(
    paper: &mut Paper<'_>,
    question: &Question,
    attempt: &Attempt,
    manner: Manner<'_>,
) {
    let choices = choices_of(question);
    let tells = tells(&choices, attempt);
    if let Some(stages) = &manner.places.stages {
        stages.write(paper, attempt, manner, &choices);
        // What is said of a stage would part the lines of the graph.
        paper.blank();
    }
    for (place, in_lesson) in attempt.shown.iter().enumerate() {
        let Some(choice) = choices.get(*in_lesson) else { continue };
        match &manner.places.stages {
            Some(_) if tells[*in_lesson] => {
                let named = Manner { active: false, in_force: false, ..manner };
                write_choice(paper, attempt, named, place, choice, true);
            }
            Some(_) => {}
            None => write_choice(paper, attempt, manner, place, choice, tells[*in_lesson]),
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
    let is_marked_there = !matches!(manner.pointing, Pointing::No);
    if !manner.has_keys && !is_marked_there {
        let words = "back to this question: the keys go to the file now";
        return paper.buttons(&[(&key(Action::NextPane), words, Target::Do(Action::NextPane))], 0);
    }
    let has_field = attempt.draft.field().is_some();
    // The same words as in the footer.
    let types_next = has_field && !manner.typing && !manner.pointing.is_line();
    let answer = if types_next { "type" } else { "answer" };
    let (submit, hint, sure, skip) =
        (key(Action::Submit), key(Action::Hint), key(Action::Confidence), key(Action::Close));
    let left = attempt.hint_count() - attempt.hints;
    let hint_words = format!("hint ({left} left)");
    let sure_words = match attempt.confidence {
        None => "sure?",
        Some(Confidence::Sure) => "✓ sure",
        Some(Confidence::NotSure) => "✓ not sure",
    };
    // What is typed begins an answer, so that it is no letter there.
    let types = manner.typing || types_next;
    let hint = if types { guide::key_while_typing(Action::Hint) } else { hint };
    let pane = key(Action::NextPane);
    let mut buttons = vec![(submit.as_str(), answer, Target::Submit)];
    match manner.pointing {
        Pointing::No => {}
        Pointing::Line(None) => buttons[0] = (&submit, "point at it in the file", Target::Point),
        Pointing::Line(Some(_)) => buttons.push((&pane, "another line", Target::Point)),
        Pointing::Lines | Pointing::Steps => {
            buttons.push((&pane, "mark them in the file", Target::Point));
        }
    }
    let (move_keys, grab) =
        (format!("{}/{}", key(Action::MoveDown), key(Action::MoveUp)), key(Action::Mark));
    if let Draft::Order { grabbed, .. } = attempt.draft {
        let words = if grabbed { "let go" } else { "grab" };
        buttons.push((&move_keys, "move line", Target::Do(Action::MoveDown)));
        buttons.push((&grab, words, Target::Do(Action::Mark)));
    }
    if left > 0 {
        buttons.push((hint.as_str(), hint_words.as_str(), Target::Hint));
    }
    if (!has_field || manner.pointing.is_line()) && !matches!(attempt.draft, Draft::Rubric { .. }) {
        buttons.push((sure.as_str(), sure_words, Target::Confidence));
    }
    let skip_words = if manner.typing { "stop typing" } else { "later" };
    buttons.push((skip.as_str(), skip_words, Target::Skip));
    paper.buttons(&buttons, 0);
    paper.anchor(paper.rows.len() - 1, Anchor::Actions);
}
