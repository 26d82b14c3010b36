//! What a lesson is made of.

use std::path::PathBuf;
use std::sync::Arc;

use super::ask::Ask;
use super::beside::Beside;
use crate::doc::{Block, Code, Text};
use crate::select::{Expression, Selector};
use crate::source::{LineNumber, Span};

/// One lesson.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Stable; progress is keyed by it. A plain Markdown file gets one from its name.
    pub id: String,
    /// The title.
    pub title: String,
    /// What the reader can do afterwards.
    pub goal: Option<String>,
    /// How much it asks for.
    pub level: Option<Level>,
    /// About how long it takes, in minutes.
    pub minutes: Option<u32>,
    /// Ids of lessons that should come before: advice, never a lock.
    pub requires: Vec<String>,
    /// Skills it trains, such as `cache.order`.
    pub skills: Vec<String>,
    /// Ids of lessons to go on with.
    pub next: Vec<String>,
    /// What was checked, when, against what.
    pub verified: Option<Verified>,
    /// The Dockerfile to show when the reader has none.
    pub sample: Option<Sample>,
    /// Every Dockerfile fence of the lesson, in order, viewable in the file pane.
    pub fences: Vec<Sample>,
    /// The steps: what stands before the first `##` is the first.
    pub steps: Vec<Step>,
}

/// How much a lesson asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each says it")]
pub enum Level {
    Beginner,
    Intermediate,
    Advanced,
}

/// What a lesson was checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// BuildKit's version.
    pub buildkit: Option<String>,
    /// The version of the Dockerfile frontend.
    pub dockerfile: Option<String>,
    /// The day, as YYYY-MM-DD.
    pub date: Option<String>,
}

/// A Dockerfile that comes with a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// What to call it on screen.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The files that lie beside it; `None` where the lesson lists none.
    pub beside: Option<Arc<Beside>>,
}

/// One step of a lesson.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its heading.
    pub title: Text,
    /// What it holds, from top to bottom.
    pub items: Vec<Item>,
    /// The line of its heading in the lesson's file.
    pub line: LineNumber,
}

/// A piece of a step.
#[derive(Clone, Debug)]
pub enum Item {
    /// Text.
    Block(Block),
    /// From here on these instructions are highlighted.
    Focus(Focus),
    /// The rest waits for Space.
    Pause,
    /// Shown by what the reader's file says; neither branch when that is unknown.
    Conditional {
        /// The condition.
        condition: Expression,
        /// When it holds.
        then: Vec<Item>,
        /// When it does not.
        otherwise: Vec<Item>,
    },
    /// A question.
    Question(Question),
    /// A question made from the reader's file.
    Ask(Ask),
    /// Something to do in the file.
    Task(Task),
    /// A check list that judges the reader's file without being a task.
    CheckList(Vec<TaskItem>),
    /// For the facilitator.
    SpeakerNote(String),
    /// Vote, discuss, vote again.
    Discuss {
        /// How long to discuss, in minutes.
        minutes: Option<u32>,
    },
}

/// What a step highlights in the file.
#[derive(Clone, Debug)]
pub struct Focus {
    /// What to highlight; `None` clears.
    pub selector: Option<Selector>,
    /// All matches, or only the first.
    pub all: bool,
    /// Whether the sample may lack it.
    pub optional: bool,
    /// A note in the margin.
    pub note: Option<String>,
}

/// A written question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Unique in the course.
    pub id: String,
    /// The skill it trains.
    pub skill: Option<String>,
    /// The wrong belief it is about, such as `M04`.
    pub misconception: Option<String>,
    /// How many tries before the explanation.
    pub tries: u32,
    /// What is asked.
    pub prompt: Vec<Block>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Hints from weak to strong.
    pub hints: Vec<Vec<Block>>,
    /// Wrong answers that tell, as a whole, what the reader believes.
    pub diagnoses: Vec<Diagnosis>,
    /// Of lines to put in order: further orders that are right, each as places
    /// in the right order.
    pub orders: Vec<Vec<usize>>,
    /// Shown after the answer.
    pub explanation: Vec<Block>,
    /// Changes when the question changes.
    pub hash: String,
    /// How its options are shown.
    pub arrangement: Arrangement,
    /// The option, by its place, that stands for none of the others.
    pub none: Option<usize>,
    /// Where it stands in the lesson's file.
    pub origin: Span,
}

/// A wrong answer as a whole, and what is said to it.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The options that are marked, by their places in the lesson, in order;
    /// where lines are put in order, that order.
    pub marked: Vec<usize>,
    /// What is typed, where the answer is.
    pub typed: Option<String>,
    /// Said to a reader who answered just this.
    pub feedback: Vec<Block>,
}

/// In which order the options of a choice are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// In an order that the session's seed decides.
    #[default]
    Shuffled,
    /// As they stand: options that are lines or steps read best in the file's order.
    AsWritten,
}

/// How a question is answered.
#[derive(Clone, Debug)]
pub enum QuestionKind {
    /// One option is right.
    Single(Vec<Choice>),
    /// Some options are right.
    Multiple(Vec<Choice>),
    /// True or false.
    TrueFalse {
        /// The right answer.
        answer: bool,
        /// Feedback for choosing true, and for choosing false.
        feedback: [Vec<Block>; 2],
    },
    /// Put these into this order.
    Order(Vec<Text>),
    /// A short answer.
    Short {
        /// All that are accepted; the first is shown.
        answers: Vec<String>,
    },
    /// In the reader's own words, ticked off by the reader.
    Explain {
        /// The points that a good answer has.
        rubric: Vec<String>,
    },
}

/// An option of a choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What it says.
    pub text: Text,
    /// Whether it is right.
    pub right: bool,
    /// Said to a reader who chose it.
    pub feedback: Vec<Block>,
}

/// Something to do in the file.
#[derive(Clone, Debug)]
pub struct Task {
    /// Unique in the course.
    pub id: String,
    /// What is to do.
    pub prompt: Vec<Block>,
    /// Ticked as the file comes to satisfy them.
    pub items: Vec<TaskItem>,
    /// Hints from weak to strong.
    pub hints: Vec<Vec<Block>>,
    /// A Dockerfile that satisfies all, below the lesson's folder.
    pub solution: Option<PathBuf>,
    /// Shown when it is done.
    pub explanation: Vec<Block>,
    /// Where it stands in the lesson's file.
    pub origin: Span,
}

/// One thing to do.
#[derive(Clone, Debug)]
pub struct TaskItem {
    /// What to do.
    pub text: Text,
    /// When it is done; `None` when the reader ticks it.
    pub check: Option<Expression>,
}

/// A code fence of a lesson that is a Dockerfile.
pub type Fence = Code;
