//! Rows of the guide, laid out once per width and content.

use std::collections::BTreeSet;
use std::ops::Range;

use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::context::NodeId;
use crate::doc::{self, Block, BlockId, Details, Highlighter, LayoutOptions, Look, Text};
use crate::source::Span;
use crate::tui::Action;
use crate::tui::theme::{Role, Theme};

use super::Context;

/// What a click on a row, or on a part of it, does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Chooses this option of the question that is open, by its shown place.
    Option(usize),
    /// Hands the answer in.
    Submit,
    /// Gives the keys to the file, where the answer is marked.
    Point,
    /// Shows a hint.
    Hint,
    /// Says sure or not sure.
    Confidence,
    /// Leaves the question for later.
    Skip,
    /// Takes this question up, again or for the first time.
    Question(String),
    /// Ticks an item that only the reader can judge.
    Tick {
        /// The task's id.
        task: String,
        /// The item, from 0.
        item: usize,
    },
    /// Shows more, or goes on to the next step.
    GoOn,
    /// Folds or unfolds details.
    Fold(usize, BlockId),
    /// Shows this Dockerfile of the lesson in the file pane.
    Sample {
        /// What to call it.
        name: String,
        /// Its text.
        text: String,
    },
    /// Opens a lesson.
    Lesson(String),
    /// Selects a stage by its number.
    Stage(usize),
    /// Selects an answer of Runtime by its place.
    Answer(usize),
    /// Selects a path of the folder around the file.
    Path(NodeId),
    /// Selects a token of the explained instruction; `None` the whole.
    Token(Option<usize>),
    /// Selects a sentence of the explanation; its proof is marked in the file.
    Sentence(usize),
    /// Folds or unfolds a command of the explained RUN.
    Part(usize),
    /// Opens the page of the chosen token.
    Page,
    /// Closes it.
    Back,
    /// Does what this action does in the view.
    Do(Action),
    /// Shows a place in the file.
    Proof(Span),
}

/// A place that is brought into view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The first row of this item of the step.
    Item(usize),
    /// An option of the question that is open, by its shown place.
    Option(usize),
    /// An option that the last answer chose.
    Chosen,
    /// What grading said of an answer.
    Verdict,
    /// The end of the question that was answered last: the feedback, the explanation.
    Answer,
    /// The last row of what can be done at the question that is open.
    Actions,
    /// The newest hint.
    Hint,
    /// What comes when the step is done.
    End,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// What stands in it, from left to right; safe for a terminal.
    pub pieces: Vec<(String, Style)>,
    /// The look of the whole row, under its pieces.
    pub fill: Style,
    /// What a click anywhere in it does.
    pub target: Option<Target>,
    /// What a click into these columns does; goes before `target`.
    pub hot: Vec<(Range<u16>, Target)>,
    /// What begins here.
    pub anchors: Vec<Anchor>,
}

impl Row {
    /// Its width in columns.
    pub(super) fn width(&self) -> usize {
        self.pieces.iter().map(|(text, _)| text.width()).sum()
    }

    /// What a click on a column does.
    pub(super) fn target_at(&self, column: u16) -> Option<&Target> {
        let hot = self.hot.iter().find(|(columns, _)| columns.contains(&column));
        hot.map(|(_, target)| target).or(self.target.as_ref())
    }
}

/// Rows being written.
pub(super) struct Paper<'a> {
    /// The rows so far.
    pub rows: Vec<Row>,
    /// The looks.
    pub theme: &'a Theme,
    highlighter: &'a Highlighter,
    width: usize,
    folds: &'a dyn Fn(usize) -> BTreeSet<BlockId>,
}

/// Written before the first and before each further row of something.
#[derive(Clone, Debug, Default)]
pub(super) struct Prefix {
    /// Before the first row.
    pub first: Vec<(String, Style)>,
    /// Before the others; as wide as `first`.
    pub rest: Vec<(String, Style)>,
}

impl Prefix {
    /// Blanks before every row.
    pub(super) fn indent(columns: usize) -> Self {
        let blanks = vec![(" ".repeat(columns), Style::new())];
        Self { first: blanks.clone(), rest: blanks }
    }

    /// A mark before the first row, and blanks of its width before the others.
    pub(super) fn hanging(first: Vec<(String, Style)>) -> Self {
        let columns = first.iter().map(|(text, _)| text.width()).sum();
        Self { first, rest: vec![(" ".repeat(columns), Style::new())] }
    }

    /// The same mark before every row.
    pub(super) fn bar(mark: &str, style: Style) -> Self {
        let bar = vec![(mark.to_owned(), style)];
        Self { first: bar.clone(), rest: bar }
    }

    fn width(&self) -> usize {
        self.first.iter().map(|(text, _)| text.width()).sum()
    }
}

impl<'a> Paper<'a> {
    /// Empty paper of this width. `folds` tells which details of a group of
    /// blocks are toggled.
    pub(super) fn new(
        width: usize,
        context: &Context<'a>,
        folds: &'a dyn Fn(usize) -> BTreeSet<BlockId>,
    ) -> Self {
        let Context { theme, highlighter, .. } = *context;
        Self { rows: Vec::new(), theme, highlighter, width: width.max(doc::MIN_WIDTH), folds }
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The look of a role.
    pub(super) fn role(&self, role: Role) -> Style {
        self.theme.role(role)
    }

    /// One blank row, where the last is not blank already.
    pub(super) fn blank(&mut self) {
        if self.rows.last().is_some_and(|row| !row.pieces.is_empty()) {
            self.rows.push(Row::default());
        }
    }

    /// A row of these pieces, as they are.
    pub(super) fn row(&mut self, pieces: Vec<(String, Style)>) -> &mut Row {
        self.rows.push(Row { pieces, ..Row::default() });
        let last = self.rows.len() - 1;
        &mut self.rows[last]
    }

    /// Words of one role, wrapped.
    pub(super) fn words(&mut self, role: Role, words: &str, prefix: &Prefix) -> Range<usize> {
        let style = self.role(role);
        let start = self.rows.len();
        self.text(&Text::from(words), prefix);
        let indent = prefix.first.len();
        for row in &mut self.rows[start..] {
            for piece in row.pieces.iter_mut().skip(indent) {
                piece.1 = style;
            }
        }
        start..self.rows.len()
    }

    /// A text with its looks, wrapped.
    pub(super) fn text(&mut self, text: &Text, prefix: &Prefix) -> Range<usize> {
        let block = Block::paragraph(text.clone());
        self.blocks(std::slice::from_ref(&block), prefix, None)
    }

    /// Blocks. Details in them can be folded where they belong to a `group`.
    pub(super) fn blocks(
        &mut self,
        blocks: &[Block],
        prefix: &Prefix,
        group: Option<usize>,
    ) -> Range<usize> {
        let toggled = group.map(self.folds).unwrap_or_default();
        let width = self.width.saturating_sub(prefix.width()).max(doc::MIN_WIDTH);
        let options = LayoutOptions {
            details: Details::Toggled(&toggled),
            highlighter: Some(self.highlighter),
            ..LayoutOptions::new(width)
        };
        let layout = doc::layout(blocks, &options);
        let start = self.rows.len();
        for (at, row) in layout.rows.iter().enumerate() {
            let before = if at == 0 { &prefix.first } else { &prefix.rest };
            let mut pieces = before.clone();
            let words = row.pieces.iter();
            pieces.extend(words.map(|piece| (piece.text.clone(), self.look(&piece.look))));
            let fold = layout.details_at(at).zip(group);
            let proof = layout.block_at(at).and_then(|block| block.proof.first());
            let target = match fold {
                Some((block, group)) => Some(Target::Fold(group, block)),
                None => proof.map(|span| Target::Proof(*span)),
            };
            self.rows.push(Row { pieces, target, ..Row::default() });
        }
        start..self.rows.len()
    }

    /// Gives these rows a target.
    pub(super) fn aim(&mut self, rows: Range<usize>, target: &Target) {
        for row in &mut self.rows[rows] {
            row.target = Some(target.clone());
        }
    }

    /// Notes that something begins at this row.
    pub(super) fn anchor(&mut self, row: usize, anchor: Anchor) {
        if let Some(row) = self.rows.get_mut(row) {
            row.anchors.push(anchor);
        }
    }

    /// A row of buttons: each a key, a word and what a click does; those that
    /// do not fit go into the next row.
    pub(super) fn buttons(&mut self, buttons: &[(&str, &str, Target)], indent: usize) {
        let mut row = Row { pieces: vec![(" ".repeat(indent), Style::new())], ..Row::default() };
        for (key, word, target) in buttons {
            let width = key.width() + 1 + word.width();
            if row.hot.last().is_some() && row.width() + 3 + width > self.width {
                let next = Row { pieces: vec![row.pieces[0].clone()], ..Row::default() };
                self.rows.push(std::mem::replace(&mut row, next));
            }
            if !row.hot.is_empty() {
                row.pieces.push((" · ".to_owned(), self.role(Role::Muted)));
            }
            let start = row.width();
            row.pieces.push(((*key).to_owned(), self.role(Role::Key)));
            let room = self.width.saturating_sub(start + key.width() + 1);
            let mut lines = wrapped(word, room).into_iter();
            let first = lines.next().unwrap_or_default();
            row.pieces.push((format!(" {first}"), self.role(Role::Muted)));
            row.hot.push((start as u16..row.width() as u16, target.clone()));
            for line in lines {
                let blank = " ".repeat(start + key.width() + 1);
                let pieces = vec![(blank, Style::new()), (line, self.role(Role::Muted))];
                self.rows.push(std::mem::replace(&mut row, Row { pieces, ..Row::default() }));
                row.hot.push((start as u16..row.width() as u16, target.clone()));
            }
        }
        self.rows.push(row);
    }

    fn look(&self, look: &Look) -> Style {
        super::looks::style(self.theme, look)
    }
}

/// Words in lines of at most this width; a word that is longer has a line of its own.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
