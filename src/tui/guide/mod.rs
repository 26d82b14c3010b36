//! The guide: the left pane, with the views Lesson and Explain.
//!
//! The [`Model`](super::Model) owns one [`Guide`] and is its only caller. In
//! each [`update`](super::update()) it calls, in this order:
//!
//! 1. [`Guide::update`] for an [`Action`] that belongs to the guide,
//!    [`Guide::click`] for a click into its area, [`Guide::scroll`] for the
//!    wheel over it, [`Guide::file_changed`] when another text stands in the file pane,
//!    [`Guide::selection_changed`] when another instruction is selected;
//! 2. what the returned [`Request`]s ask for;
//! 3. [`Guide::fit`], always, with the size that the guide will be drawn at: the
//!    place to lay texts out (once per width and content, not per call);
//! 4. [`Guide::highlights`], always.
//!
//! Drawing calls only [`Guide::draw`], [`Guide::heading`] and [`Guide::places`],
//! which change nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use crate::dockerfile::{Dockerfile, InstructionId};
use crate::source::{LineNumber, Span};

use super::keymap::Where;
use super::theme::{Role, Theme};
use super::{Action, Effect, Start, View};

/// What the guide may read while it decides or draws.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file that the file pane shows: the reader's own, or a sample.
    pub file: &'a Dockerfile,
    /// Whether that file is a sample and not the reader's.
    pub is_sample: bool,
    /// The selected instruction; `None` in a file without any.
    pub selected: Option<InstructionId>,
    /// Which view to show.
    pub view: View,
    /// Whether the guide has the keys.
    pub has_keys: bool,
    /// Whether values that look like secrets are to be masked.
    pub mask_secrets: bool,
    /// The looks.
    pub theme: &'a Theme,
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
    /// Show this sample in the file pane instead of the reader's file.
    ShowSample {
        /// What to call it.
        name: String,
        /// Its text.
        text: String,
    },
    /// Show the reader's file again.
    ShowFile,
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
    /// The current token of Explain.
    pub token: Option<Span>,
    /// Notes for the margin, at most one a line.
    pub notes: Vec<(LineNumber, String)>,
}

/// The left pane.
#[derive(Debug)]
pub struct Guide {
    size: Size,
}

impl Guide {
    /// Opens the lesson that `start` asks for. Reads no file. Where there is
    /// no Dockerfile of the reader's ([`StartFile::Sample`](super::StartFile::Sample)),
    /// [`Guide::sample`] is asked next.
    pub fn new(_start: &Start) -> Self {
        Self { size: Size::default() }
    }

    /// The sample to show to a reader without a Dockerfile: name and text.
    pub fn sample(&self) -> (String, String) {
        (
            "sample".to_owned(),
            "# syntax=docker/dockerfile:1\nFROM python:3.12-slim AS base\nCOPY . .\n".to_owned(),
        )
    }

    /// Does what the reader asks for. Gets the guide's own actions always, and
    /// movement (`Up` … `Bottom`, `Left`, `Right`) while the guide has the keys.
    pub fn update(&mut self, _action: Action, _context: &Context<'_>) -> Vec<Request> {
        Vec::new()
    }

    /// Another text stands in the file pane: a save, a sample, the first reading.
    /// Tick tasks here.
    pub fn file_changed(&mut self, _context: &Context<'_>) -> Vec<Request> {
        Vec::new()
    }

    /// Another instruction is selected.
    pub fn selection_changed(&mut self, _context: &Context<'_>) -> Vec<Request> {
        Vec::new()
    }

    /// A click, relative to the guide's upper left corner.
    pub fn click(&mut self, _at: Position, _context: &Context<'_>) -> Vec<Request> {
        Vec::new()
    }

    /// The wheel over the guide: positive rows go down.
    pub fn scroll(&mut self, _rows: i32) {}

    /// Lays out for this size, where size, theme or content changed since the last call.
    pub fn fit(&mut self, size: Size, _context: &Context<'_>) {
        self.size = size;
    }

    /// Which special key places are in force, the most special first. The
    /// model adds `Pane`, `File` and `Everywhere` itself.
    pub fn places(&self, context: &Context<'_>) -> Vec<Where> {
        match context.view {
            View::Lesson => vec![Where::Lesson],
            View::Explain => vec![Where::Explain],
        }
    }

    /// Whether letters go into an answer ([`Action::Insert`]) instead of the keymap.
    pub fn typing(&self) -> bool {
        false
    }

    /// What to mark in the file pane.
    pub fn highlights(&self) -> Highlights {
        Highlights::default()
    }

    /// The right end of the header, such as `Lesson 1 of 3 · step 2 of 6`.
    pub fn heading(&self) -> String {
        String::new()
    }

    /// Entries of the palette beside the actions of the keymap, such as lessons.
    pub fn palette(&self) -> Vec<(String, Action)> {
        Vec::new()
    }

    /// What `y` copies while the guide has the keys; `None`: the selected instruction.
    pub fn copy(&self, _context: &Context<'_>) -> Option<String> {
        None
    }

    /// Where the reader is, for the next start.
    pub fn place(&self) -> (Option<String>, usize) {
        (None, 0)
    }

    /// Draws into `area` of `buffer`; changes nothing else.
    ///
    /// ```text
    /// ┌ area ────────────────┐
    /// │ title of the step    │
    /// │                      │
    /// │ text, question, task │
    /// └──────────────────────┘
    /// ```
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, context: &Context<'_>) {
        let text = format!("{:?}", context.view);
        buffer.set_stringn(
            area.x,
            area.y,
            text,
            area.width.into(),
            context.theme.role(Role::Heading),
        );
    }
}
