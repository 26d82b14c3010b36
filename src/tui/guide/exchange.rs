//! What the guide and the model say to each other.

use std::path::Path;
use std::time::Duration;

use crate::analysis::Analysis;
use crate::cache::Advised;
use crate::doc::Highlighter;
use crate::dockerfile::{Dockerfile, InstructionId};
use crate::knowledge::Knowledge;
use crate::progress::Timestamp;
use crate::source::{LineNumber, Span};
use crate::tui::surroundings::Surroundings;
use crate::tui::theme::{Role, Theme};
use crate::tui::{CheckSettings, Choices, Choose, Effect, Outlook, View};

/// What the guide may read while it decides or draws.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file that the file pane shows: the reader's own, or a sample.
    pub file: &'a Dockerfile,
    /// What is known of images, commands, packages and names.
    pub knowledge: &'a Knowledge,
    /// Whether that file is a sample, or a copy of one, and not the reader's.
    pub is_sample: bool,
    /// Whether it is a copy of a sample, which the reader may edit.
    pub is_practice: bool,
    /// Whether the reader has a Dockerfile, shown at present or not.
    pub has_own: bool,
    /// The selected instruction; `None` in a file without any.
    pub selected: Option<InstructionId>,
    /// Which view to show.
    pub view: View,
    /// Whether the guide has the keys.
    pub has_keys: bool,
    /// Whether the file stands beside the guide, and not in its place.
    pub is_side_by_side: bool,
    /// Whether values that look like secrets are to be masked.
    pub mask_secrets: bool,
    /// Time since the program started.
    pub now: Duration,
    /// The time of day, for what is kept.
    pub clock: Timestamp,
    /// The looks.
    pub theme: &'a Theme,
    /// Colours for code in other languages than Dockerfile, once it is warm.
    pub highlighter: &'a Highlighter,
    /// Grows whenever another text stands in the file pane.
    pub generation: u64,
    /// What the reader chose of the build.
    pub choices: &'a Choices,
    /// What follows from the file; `None` while it is not worked out.
    pub analysis: Option<&'a Analysis>,
    /// What is known of the folder around the file.
    pub surroundings: Surroundings<'a>,
    /// Whether the digests of the files that this file refers to are still to come.
    pub awaits_contents: bool,
    /// What the next build would do, as far as it was asked for last.
    pub outlook: Option<&'a Outlook>,
    /// A better order of the file, as far as it was asked for.
    pub order: Option<&'a Advised>,
    /// The reader's own file, where it is shown as it is on disk.
    pub own_path: Option<&'a Path>,
    /// Which checks run, and a number that stands for that.
    pub checks: (&'a CheckSettings, u64),
    /// Grows whenever [`Context::surroundings`] are another scan's.
    pub answers: u64,
}

/// What the guide wants of the model, performed in order.
#[derive(Clone, Debug)]
pub enum Request {
    /// Select this instruction and bring it into view.
    Select(InstructionId),
    /// Bring this place of the file into view without selecting.
    Reveal(Span),
    /// Show this view.
    Show(View),
    /// Show this sample in the file pane for a while.
    ShowSample {
        /// What to call it.
        name: String,
        /// Its text.
        text: String,
    },
    /// Show this sample to a reader who has no file.
    UseSample {
        /// What to call it.
        name: String,
        /// Its text.
        text: String,
    },
    /// Show the reader's file again.
    ShowFile,
    /// Open this lesson of the course; the list of all where the id is empty.
    /// The guide does this itself.
    OpenLesson(String),
    /// Be on this path from now on; `None`: on none. The guide does this itself.
    TakePath(Option<String>),
    /// Ask about every skill of this lesson, to be done with it. The guide
    /// does this itself.
    Prove(String),
    /// Ask something else of the build.
    Choose(Choose),
    /// Scan the folder around the file again.
    Rescan,
    /// Give the keys to the guide.
    TakeKeys,
    /// Give the keys to the file, where an answer is marked.
    PointInFile,
    /// Say this in the status line until the next key.
    Say(String),
    /// Something for the loop.
    Perform(Effect),
}

/// What the guide marks in the file pane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlights {
    /// What the lesson talks about, in the file's order.
    pub focus: Vec<Span>,
    /// The directive or comment that Explain is about: it has the mark of what is
    /// selected in place of the instruction.
    pub line: Option<LineNumber>,
    /// The current token of Explain.
    pub token: Option<Span>,
    /// What proves the selected sentence of Explain, in the file's order.
    pub proof: Vec<Span>,
    /// Notes for the margin, at most one a line.
    pub notes: Vec<(LineNumber, String)>,
    /// Marks in the margin at the right, at most one a line, in the order of
    /// the lines. Where the view has no margin they stand beside the numbers.
    pub marks: Vec<(LineNumber, Mark)>,
    /// What does not matter now and is drawn dim, in the file's order.
    pub dimmed: Vec<Span>,
}

/// A mark in the margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// One column wide; it says the same without its colour.
    pub symbol: &'static str,
    /// Its look.
    pub role: Role,
}

/// The instruction that holds a place, or the first one behind it.
pub(super) fn instruction_at(context: &Context<'_>, span: Span) -> Option<InstructionId> {
    let all = &context.file.instructions;
    let index = all.partition_point(|it| it.span.end < span.start);
    (index < all.len()).then_some(InstructionId(index as u32))
}
