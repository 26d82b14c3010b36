//! The right pane: the Dockerfile with marks.
//!
//! It holds the file that is shown (the reader's own, or a sample), which rows
//! it has at the present width, what is folded, searched and selected, and how
//! far it is scrolled. [`FilePane::fit`] lays out; drawing only reads.

mod failure;
mod fold;
mod glyph;
mod matching;
mod notice;
mod part;
mod rows;
mod scroll;
mod search;
mod selection;
mod state;

pub(in crate::tui) use fold::{Fold, Folds};
pub(in crate::tui) use glyph::LineText;
pub(in crate::tui) use notice::Notice;
pub(in crate::tui) use rows::Row;
pub(in crate::tui) use search::Search;
pub use state::Presence;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ratatui::layout::Size;

use crate::dockerfile::{Dockerfile, InstructionId, Problem, parse, parse_again};
use crate::explain::mask::secret_spans;
use crate::source::{LineNumber, Source, Span};

use super::guide::Guide;
use super::start::Start;
use crate::host::{Opened, Origin};
use failure::BuildFailure;
use matching::{Former, Matching};
use rows::{Rows, Shape};

/// The right pane.
#[derive(Debug)]
pub struct FilePane {
    /// The reader's file on disk, where there is one.
    path: Option<PathBuf>,
    /// What became of that file.
    presence: Presence,
    /// What stands here, while a sample is shown for a while instead.
    own: Option<Arc<Dockerfile>>,
    shown: Arc<Dockerfile>,
    /// Its problems, where some of them are not said.
    pardoned: Option<Vec<Problem>>,
    is_sample: bool,
    /// Where the reader was in what a sample took the place of.
    own_line: Option<LineNumber>,
    /// The reader has a Dockerfile, or brought one by standard input.
    has_own: bool,
    /// The copy of a sample that the reader practises on.
    practice: Option<PathBuf>,
    /// That copy is shown.
    practises: bool,
    /// That copy is in `own`.
    own_is_practice: bool,
    /// Grows with each text that is put in.
    generation: u64,
    selected: Option<InstructionId>,
    secrets: Vec<Span>,
    /// Why a build of the file would stop, where it can be read.
    failure: Option<BuildFailure>,
    folds: Folds,
    search: Search,
    wraps: bool,
    masks: bool,

    // The layout, for `size`.
    size: Size,
    rows: Rows,
    is_stale: bool,
    notice: Option<Notice>,
    /// The first row that is shown.
    top: usize,
    /// The first column that is shown, where lines are not wrapped.
    left: usize,
    /// What is to be brought into view at the next layout.
    wanted: Option<Wanted>,
    /// Whether some of the selected instruction is in view since the last layout.
    shows_selection: bool,
}

/// What is to be brought into view.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    /// The selected instruction, with a margin.
    Selection,
    /// The selected instruction, which was in view: no margin, so that nothing jumps.
    Remains,
    /// These bytes.
    Place(Span),
}

impl FilePane {
    /// The first state.
    pub fn new(start: &Start, guide: &Guide) -> Self {
        let Opened { source, origin, .. } = &start.file;
        let is_sample = *origin == Origin::Sample;
        let source = if is_sample {
            let (name, text) = guide.sample();
            Arc::new(Source::new(name, text.into_bytes()))
        } else {
            Arc::clone(source)
        };
        let path = match origin {
            Origin::File(path) => Some(path.clone()),
            Origin::StandardInput | Origin::Sample => None,
        };
        let shown = Arc::new(parse(source));
        let mut pane = Self {
            path,
            presence: Presence::Present,
            secrets: secret_spans(&shown),
            failure: None,
            folds: Folds::of(&shown),
            own: None,
            own_line: None,
            shown,
            pardoned: None,
            is_sample,
            has_own: !is_sample,
            practice: None,
            practises: false,
            own_is_practice: false,
            generation: 0,
            selected: None,
            search: Search::default(),
            wraps: start.settings.wrap,
            masks: true,
            size: Size::default(),
            rows: Rows::default(),
            is_stale: true,
            notice: None,
            top: 0,
            left: 0,
            wanted: None,
            shows_selection: false,
        };
        pane.begin(start.line.or(start.place.as_ref().and_then(|place| place.line)));
        pane
    }

    /// The file that is shown.
    pub fn dockerfile(&self) -> &Dockerfile {
        &self.shown
    }

    /// The file that is shown, to be kept beside the pane.
    pub(in crate::tui) fn shared(&self) -> Arc<Dockerfile> {
        Arc::clone(&self.shown)
    }

    /// Whether a sample is shown and not the reader's file.
    pub fn is_sample(&self) -> bool {
        self.is_sample
    }

    /// Whether the reader has a Dockerfile, shown at present or not.
    pub fn has_own(&self) -> bool {
        self.has_own
    }

    /// Whether a sample is shown for a while instead of what stands here.
    pub fn is_visiting(&self) -> bool {
        self.own.is_some() && !self.practises
    }

    /// Whether the reader's copy of a sample is shown.
    pub fn is_practice(&self) -> bool {
        self.practises
    }

    /// The reader's file on disk.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The file that the editor opens: the copy of a sample while it is shown, else the reader's.
    pub fn path_to_edit(&self) -> Option<&Path> {
        if self.practises { self.practice.as_deref() } else { self.path() }
    }

    /// What became of the reader's file.
    pub fn presence(&self) -> &Presence {
        &self.presence
    }

    /// Whether long lines are wrapped.
    pub fn wraps(&self) -> bool {
        self.wraps
    }

    /// Grows whenever another text is shown.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The line at the upper edge of the pane.
    pub fn top_line(&self) -> Option<LineNumber> {
        self.rows.at(self.top).map(|row| row.line)
    }

    /// The places of values that look like secrets.
    pub fn secrets(&self) -> &[Span] {
        &self.secrets
    }

    /// Whether the file holds values that look like secrets.
    pub fn has_secrets(&self) -> bool {
        !self.secrets.is_empty()
    }

    /// What can be folded.
    pub(in crate::tui) fn folds(&self) -> &Folds {
        &self.folds
    }

    /// The search and its matches.
    pub(in crate::tui) fn search(&self) -> &Search {
        &self.search
    }

    /// What is said below the rows.
    pub(in crate::tui) fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// The first row and the first column that are shown.
    pub(in crate::tui) fn corner(&self) -> (usize, usize) {
        (self.top, if self.wraps { 0 } else { self.left })
    }

    /// Whether rows are hidden above and below what is shown.
    pub(in crate::tui) fn hidden(&self) -> (bool, bool) {
        (self.top > 0, self.top + self.height() < self.rows.count())
    }

    /// What stands in a row, counted from the top of the file.
    pub(in crate::tui) fn row(&self, row: usize) -> Option<Row> {
        self.rows.at(row)
    }

    /// A line's text with its masks.
    pub(in crate::tui) fn line(&self, line: LineNumber) -> LineText<'_> {
        let span = self.shown.source.line_span(line);
        let masks = if self.masks { self.secrets.as_slice() } else { &[] };
        LineText::new(self.shown.source.slice(span), span.start, masks)
    }

    /// The bytes of a line that a row shows, and how far the row is indented.
    pub(in crate::tui) fn part(&self, row: Row, text: &LineText<'_>) -> (usize, usize, usize) {
        let end = text.text.len();
        if !self.wraps || self.rows.height_of(row.line) <= 1 {
            return (0, end, 0);
        }
        let width = self.text_width();
        let breaks = self.rows.breaks(row.line, text, width);
        let at = |part: usize| breaks.get(part).map_or(end, |start| *start as usize);
        match row.part {
            0 => (0, at(0), 0),
            part => (at(part - 1), at(part), text.hang(width)),
        }
    }

    /// Columns left of the text: the mark of the selection, the mark of a
    /// problem, the number, a blank, the lesson's bar, a blank.
    pub(in crate::tui) fn gutter_width(&self) -> usize {
        self.number_width() + 5
    }

    /// Columns of the line numbers.
    pub(in crate::tui) fn number_width(&self) -> usize {
        (self.shown.source.line_count().ilog10() as usize + 1).max(2)
    }

    /// Columns for text.
    fn text_width(&self) -> usize {
        usize::from(self.size.width).saturating_sub(self.gutter_width()).max(1)
    }

    /// Rows for text.
    pub(in crate::tui) fn height(&self) -> usize {
        let below = self.notice.as_ref().map_or(0, Notice::height);
        usize::from(self.size.height).saturating_sub(below)
    }

    /// Lays out for this size, keeping the reader's place.
    pub fn fit(&mut self, size: Size, mask_secrets: bool) {
        let is_narrower = size.width != self.size.width && self.wraps;
        if self.is_stale || is_narrower || (self.masks != mask_secrets && self.has_secrets()) {
            self.masks = mask_secrets;
            self.size = size;
            self.lay_out();
        }
        self.masks = mask_secrets;
        self.size = size;
        self.notice = Notice::of(self, size);
        self.bring_into_view();
        let view = self.top..self.top + self.height();
        let selected = self.selected_rows();
        self.shows_selection =
            selected.is_some_and(|(first, end)| first < view.end && end > view.start);
    }

    /// Counts the rows anew; the line at the top stays at the top.
    fn lay_out(&mut self) {
        let anchor = self.rows.at(self.top);
        let masks = if self.masks { self.secrets.as_slice() } else { &[] };
        let wrap = self.wraps.then(|| self.text_width());
        let shape = Shape { source: &self.shown.source, masks, folds: &self.folds, wrap };
        self.rows = Rows::new(&shape);
        self.is_stale = false;
        if let Some(anchor) = anchor {
            let height = self.rows.height_of(anchor.line).max(1);
            self.top = self.rows.row_of(anchor.line) + anchor.part.min(height - 1);
        }
    }

    /// Puts another text into the pane. Where it is a new state of the same
    /// file, the reader's place, folds and search are kept.
    fn put(&mut self, source: Source, continuity: Continuity) {
        let former = Former::of(&self.shown, self.selected);
        // The new tree is made of the former one, so that there is never room for both.
        let nothing = Arc::new(parse(Arc::new(Source::new("", Vec::new()))));
        let before = std::mem::replace(&mut self.shown, nothing);
        self.take_tree(Arc::new(parse_again(Arc::new(source), before)), &former, continuity);
    }

    fn take_tree(&mut self, file: Arc<Dockerfile>, former: &Former, continuity: Continuity) {
        self.shown = file;
        self.pardon();
        self.is_stale = true;
        self.generation += 1;
        self.secrets = secret_spans(&self.shown);
        let former_folds = std::mem::replace(&mut self.folds, Folds::of(&self.shown));
        match continuity {
            Continuity::SameFile => {
                let matching = Matching::new(former, &self.shown);
                self.folds.keep(&former_folds, |id| matching.find_surely(id));
                let found = matching.find_selected();
                self.keep_height_on_screen(former, found);
            }
            Continuity::OtherFile => {
                self.top = 0;
                self.left = 0;
            }
        }
        if self.selected.is_none() || continuity == Continuity::OtherFile {
            self.begin(None);
        }
        let query = std::mem::take(&mut self.search.query);
        let standing = self.search.current;
        self.search = Search::new(&query, self.shown.source.text());
        self.search.current = standing.min(self.search.matches.len().saturating_sub(1));
    }

    /// Selects the instruction found again, as high on the screen as it was.
    fn keep_height_on_screen(&mut self, former: &Former, found: Option<InstructionId>) {
        let instruction = found.and_then(|id| self.shown.instructions.get(id.0 as usize));
        let after = instruction.map(|instruction| instruction.lines.first);
        let before = former.selected_line();
        let was_visible = self.shows_selection;
        self.selected = found;
        if let (Some(before), Some(after), Some(anchor)) = (before, after, self.rows.at(self.top)) {
            // The rows are counted anew only at the next layout, which keeps the line at the
            // top: so that line moves by as much as the selected one.
            let moved = anchor.line.index() + after.index();
            let last = self.shown.source.line_count() - 1;
            self.top = moved.saturating_sub(before.index()).min(last);
            self.rows = Rows::identity(self.shown.source.line_count());
        }
        if was_visible {
            self.wanted = Some(Wanted::Remains);
        }
    }

    /// Selects the instruction at this line, else the first.
    fn begin(&mut self, line: Option<LineNumber>) {
        let at_line = line.and_then(|line| self.instruction_near(line));
        let first = (!self.shown.instructions.is_empty()).then_some(InstructionId(0));
        self.selected = at_line.or(first);
        self.wanted = Some(Wanted::Selection);
    }
}

/// Whether a text continues the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Continuity {
    SameFile,
    OtherFile,
}
