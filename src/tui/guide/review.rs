//! The Review view: how the skills sit, then questions about what is due, on
//! the file that is shown.
//!
//! A review is a lesson that is written from the reader's record: its first
//! step says what is due, each further one asks a question. So it is answered
//! with the same keys as a lesson.

use ratatui::layout::Size;

use crate::doc::{Block, Text};
use crate::lesson::{Course, Item, Lesson, Step, skill_called};
use crate::progress::words::{day_due, recall, spent};
use crate::progress::{Progress, Record, RecordKind, Timestamp};
use crate::quiz::generate::Material;
use crate::quiz::paper::{self, Paper, Posed, QUIZ, Wish};
use crate::source::{LineNumber, safe_line};
use crate::tui::{Action, Effect, Start, View};

use super::lesson::LessonView;
use super::{Context, Request, key_of};

/// How many questions one review asks.
const MOST_QUESTIONS: usize = 10;
/// How many a reader without a record is asked.
const FIRST_QUESTIONS: usize = 5;

/// The Review view.
#[derive(Debug)]
pub(super) struct Review {
    /// The review as a lesson.
    pub view: LessonView,
    seed: u64,
    /// It is to be written anew when it is next looked at.
    is_stale: bool,
    /// The lesson that the reader wants to show to know, instead of what is due.
    proves: Option<String>,
}

impl Review {
    /// A review that is written when it is first looked at.
    pub(super) fn new(start: &Start) -> Self {
        let view = LessonView::of_review(empty(), start.seed);
        Self { view, seed: start.seed, is_stale: true, proves: None }
    }

    /// Another file or another record: it is written anew.
    pub(super) fn forget(&mut self) {
        self.is_stale = true;
    }

    /// More is known around the file: it is written anew, unless it is being answered.
    pub(super) fn forget_unless_begun(&mut self) {
        self.is_stale |= self.view.step() == 0;
    }

    /// Asks about every skill of a lesson next.
    pub(super) fn prove(&mut self, lesson: &str) {
        self.proves = Some(lesson.to_owned());
        self.is_stale = true;
    }

    /// Writes the review where it is stale and can be written.
    pub(super) fn fit(
        &mut self,
        size: Size,
        progress: &Progress,
        course: &Course,
        context: &Context<'_>,
    ) {
        if context.view == View::Review && self.is_stale && context.analysis.is_some() {
            let (lesson, paper) = self.write(progress, course, context);
            self.view.take_review(lesson, paper, context);
            self.is_stale = false;
        }
        self.view.fit(size, context);
    }

    /// Begins the next review where this one is at its end.
    pub(super) fn goes_on(&mut self, action: Action) -> bool {
        let at_end = match action {
            Action::StepNext => self.view.is_at_end(),
            Action::Reveal => self.view.is_at_end() && !self.view.sheet.has_more(),
            _ => false,
        };
        if at_end {
            self.proves = None;
            self.is_stale = true;
        }
        at_end
    }

    /// The wish to keep that a lesson is known, once every question of its
    /// skills was answered at the first try without a hint.
    pub(super) fn proof(&mut self) -> Option<RecordKind> {
        if !self.view.is_all_solid() {
            return None;
        }
        self.proves.take().map(|lesson| RecordKind::Known { lesson })
    }

    fn write(
        &self,
        progress: &Progress,
        course: &Course,
        context: &Context<'_>,
    ) -> (Lesson, Vec<Posed>) {
        let now = context.clock;
        let level = |skill: &str| progress.level(skill);
        let seed = self.seed.wrapping_add(progress.records);
        let wish = |count| Wish { count, seed, generators: &[], skills: &[], level: &level };
        let material = context
            .analysis
            .map(|analysis| Material { analysis, snapshot: context.surroundings.snapshot() });
        let due = progress.due(now);
        let (words, paper) = match &self.proves {
            Some(lesson) => {
                let wish = wish(MOST_QUESTIONS);
                let paper = paper::of_lesson(course, material.as_ref(), lesson, &wish);
                (proving(course, lesson, paper.questions.len()), paper)
            }
            None if progress.skills.is_empty() => {
                let paper = match &material {
                    Some(material) => paper::of_file(material, &wish(FIRST_QUESTIONS)),
                    None => Paper::default(),
                };
                (first_words(&paper, context), paper)
            }
            None => {
                let skills = if due.is_empty() { progress.by_urgency(now) } else { due.clone() };
                let wish = wish(MOST_QUESTIONS);
                let mut paper = paper::review(course, material.as_ref(), &skills, &wish);
                if let Some(material) = &material {
                    fill_up(&mut paper, material, &wish, progress);
                }
                (due_words(due.len(), paper.questions.len()), paper)
            }
        };
        let mut blocks = vec![Block::paragraph(words)];
        blocks.extend(table(progress, now));
        (lesson(blocks, &paper), paper.questions)
    }
}

/// A short review goes on with questions about what was never asked.
fn fill_up(paper: &mut Paper, material: &Material<'_>, wish: &Wish<'_>, progress: &Progress) {
    let left = FIRST_QUESTIONS.saturating_sub(paper.questions.len());
    let more = paper::of_file(material, wish).questions.into_iter();
    let is_new = |posed: &Posed| {
        posed.question.skill.as_ref().is_some_and(|skill| !progress.skills.contains_key(skill))
    };
    paper.questions.extend(more.filter(is_new).take(left));
}

/// What stands there until the file is worked out.
fn empty() -> Lesson {
    lesson(vec![Block::paragraph("This file is being worked out.")], &Paper::default())
}

fn lesson(overview: Vec<Block>, paper: &Paper) -> Lesson {
    let line = LineNumber::FIRST;
    let items = overview.into_iter().map(Item::Block).collect();
    let mut steps = vec![Step { title: Text::from("Review"), items, line }];
    let count = paper.questions.len();
    for (number, posed) in (1..).zip(&paper.questions) {
        let skill = posed.question.skill.as_deref().unwrap_or_default();
        let title = Text::from(format!("Question {number} of {count} · {}", skill_called(skill)));
        steps.push(Step { title, items: vec![Item::Question(posed.question.clone())], line });
    }
    Lesson {
        id: QUIZ.to_owned(),
        title: "Review".to_owned(),
        goal: None,
        level: None,
        minutes: None,
        requires: Vec::new(),
        skills: Vec::new(),
        next: Vec::new(),
        verified: None,
        sample: None,
        fences: Vec::new(),
        steps,
    }
}

fn due_words(due: usize, asked: usize) -> String {
    let next = key_of(Action::StepNext);
    let due = match due {
        0 => "Nothing is due today. What comes next can be answered now, too.".to_owned(),
        1 => "1 skill is due today.".to_owned(),
        count => format!("{count} skills are due today."),
    };
    match asked {
        0 => format!("{due} Neither this file nor the course has a question about them."),
        1 => format!("{due} {next} asks 1 question."),
        count => format!("{due} {next} asks {count} questions."),
    }
}

fn first_words(paper: &Paper, context: &Context<'_>) -> String {
    let next = key_of(Action::StepNext);
    match paper.questions.len() {
        0 => format!(
            "You have answered no question yet, and this file gives none{}.",
            why_none(paper, context)
        ),
        count => format!(
            "You have answered no question yet. {next} asks {count} about this file. Each skill \
             that you answer comes back here before it is forgotten."
        ),
    }
}

/// The reason that stands behind every question that was not asked, and what to do.
fn why_none(paper: &Paper, context: &Context<'_>) -> String {
    let is_refused = context.analysis.is_some_and(|it| it.stop().is_some());
    match paper.one_reason() {
        Some(reason) if is_refused => {
            let next = match context.is_sample {
                true => "It is a sample: open a lesson, or start with a file of your own",
                false => "Mend that and save, or open a lesson",
            };
            format!(": {}. {next}", safe_line(reason))
        }
        Some(reason) => format!(": {}. Open a lesson first", safe_line(reason)),
        None => " that has one certain answer. Open a lesson first".to_owned(),
    }
}

fn proving(course: &Course, lesson: &str, asked: usize) -> String {
    let title = safe_line(course.find(lesson).map_or(lesson, |entry| entry.title()));
    if asked == 0 {
        return format!("The lesson “{title}” has no question that could show that you know it.");
    }
    format!(
        "Show that you know the lesson “{title}”. It counts as done when every answer is right at \
         the first try, without a hint. {} begins.",
        key_of(Action::StepNext)
    )
}

/// The skills, the most forgotten first, and the time spent.
fn table(progress: &Progress, now: Timestamp) -> Vec<Block> {
    if progress.skills.is_empty() {
        return Vec::new();
    }
    let rows = progress.by_urgency(now).into_iter().filter_map(|name| {
        let memory = progress.skills.get(name)?;
        Some([
            skill_called(name).into_owned(),
            day_due(memory, now),
            recall(memory, now),
            memory.reviews.to_string(),
        ])
    });
    let head = ["Skill", "Due", "Recall", "Asked"].map(str::to_owned);
    vec![
        Block::table(head, rows),
        Block::paragraph(Text::new().muted(format!(
            "Recall: how likely you know it today; – if you were asked today. Time spent: {}.",
            spent(progress.spent)
        ))),
    ]
}

/// What of a view's wishes is to be known to the other views as well.
pub(super) fn records<'r>(
    requests: &'r [Request],
    at: Timestamp,
) -> impl Iterator<Item = Record> + 'r {
    requests.iter().filter_map(move |request| match request {
        Request::Perform(Effect::Record(kind)) => Some(Record { at, kind: kind.clone() }),
        _ => None,
    })
}
