//! Walks the blocks and writes rows under the indents of what holds them.

mod margin;

use std::mem;

use super::super::measure;
use super::super::rows::{BlockId, Layout, Look, PlacedBlock, Role, Row};
use super::super::{Alert, Block, BlockKind, List, ListItem, Text};
use super::inline::Inlines;
use super::wrap::{self, Line, Span};
use super::{Details, LayoutOptions, MIN_WIDTH, Marks, code, table};
use crate::doc::markdown::MAX_DEPTH;

/// What stands before the rows of a nested block.
struct Indent {
    /// Before the first row, until that is written.
    first: Option<String>,
    /// Before all others; empty for blanks.
    rest: &'static str,
    /// The width of either.
    columns: usize,
    role: Role,
}

pub(super) struct Printer<'a> {
    options: &'a LayoutOptions<'a>,
    width: usize,
    rows: Vec<Row>,
    placed: Vec<PlacedBlock>,
    inlines: Inlines<'a>,
    indents: Vec<Indent>,
    /// How many of them, from the outside, are left out for want of room.
    hidden: usize,
    /// Columns that the others take.
    indented: usize,
    /// The block that rows belong to.
    block: BlockId,
    /// How many containers are open.
    depth: usize,
    /// How many lists are open; their bullets differ.
    list_depth: usize,
}

impl<'a> Printer<'a> {
    pub(super) fn new(options: &'a LayoutOptions<'a>) -> Self {
        Self {
            options,
            width: options.width.max(MIN_WIDTH),
            rows: Vec::new(),
            placed: Vec::new(),
            inlines: Inlines::new(options.marks),
            indents: Vec::new(),
            hidden: 0,
            indented: 0,
            block: BlockId::default(),
            depth: 0,
            list_depth: 0,
        }
    }

    pub(super) fn finish(self) -> Layout {
        Layout { rows: self.rows, blocks: self.placed, links: self.inlines.links }
    }

    /// Lays out sibling blocks with a blank row between them.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        self.siblings(blocks, Spacing::Loose);
    }

    fn siblings(&mut self, blocks: &'a [Block], spacing: Spacing) {
        let mut needs_blank = false;
        for block in blocks {
            let shows = shows_something(&block.kind);
            if shows && needs_blank && spacing == Spacing::Loose {
                self.blank();
            }
            needs_blank |= shows;
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        let id = BlockId(self.placed.len() as u32);
        let parent = (self.depth > 0).then_some(self.block);
        let start = self.rows.len();
        self.placed.push(PlacedBlock {
            rows: start..start,
            parent,
            origin: block.origin,
            proof: block.proof.clone(),
            ..PlacedBlock::default()
        });
        let outer = mem::replace(&mut self.block, id);
        self.depth += 1;
        if self.depth > MAX_DEPTH + 2 {
            self.line(one_piece("…", Role::Mark));
        } else {
            self.kind(&block.kind);
        }
        self.depth -= 1;
        self.block = outer;
        if let Some(placed) = self.placed.get_mut(id.0 as usize) {
            // Of details only the summary's rows are their own.
            if placed.rows.is_empty() {
                placed.rows.end = self.rows.len();
            }
        }
    }

    fn kind(&mut self, kind: &'a BlockKind) {
        match kind {
            BlockKind::Heading { level, text } => self.heading(*level, text),
            BlockKind::Paragraph(text) => self.text(text, Role::Text),
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote { alert, blocks } => self.quote(*alert, blocks),
            BlockKind::Table(table) => {
                let room = self.room();
                for line in table::lines(table, &mut self.inlines, room) {
                    self.line(line);
                }
            }
            BlockKind::Code(code) => {
                for line in code::lines(code, self.room(), self.options.highlighter) {
                    self.line(line);
                }
            }
            BlockKind::Details { summary, blocks, open } => self.details(summary, blocks, *open),
            BlockKind::Footnote { label, blocks } => {
                let label = crate::source::safe_line(label);
                self.indent(format!("[{label}] "), "", Role::Marker);
                self.siblings(blocks, Spacing::Loose);
                self.outdent();
            }
            BlockKind::Rule => {
                let room = self.room();
                self.line(one_piece(&"─".repeat(room), Role::Line));
            }
            BlockKind::Comment(_) => {}
        }
    }

    fn heading(&mut self, level: u8, text: &'a Text) {
        if let Some(placed) = self.placed.last_mut() {
            placed.heading = Some(text.words());
        }
        match self.options.marks {
            Marks::Look => self.text(text, Role::Heading(level)),
            Marks::Written => {
                let hashes = "#".repeat(usize::from(level));
                self.indent(format!("{hashes} "), "", Role::Heading(level));
                self.text(text, Role::Heading(level));
                self.outdent();
            }
        }
    }

    fn text(&mut self, text: &'a Text, role: Role) {
        let spans = self.inlines.spans(text, role);
        for line in wrap::wrap(&spans, self.room()) {
            self.line(line);
        }
    }

    /// Words that are not the document's own.
    fn words(&mut self, words: &str, role: Role) {
        let span = Span { text: words.into(), look: Look { role, ..Look::default() } };
        for line in wrap::wrap(&[span], self.room()) {
            self.line(line);
        }
    }

    fn list(&mut self, list: &'a List) {
        const BULLETS: [&str; 3] = ["• ", "◦ ", "▪ "];
        let spacing = if list.is_short() { Spacing::Tight } else { Spacing::Loose };
        let last = list.start.map(|start| start.saturating_add(list.items.len() as u64 - 1));
        let digits = last.map_or(0, |last| last.to_string().len());
        let bullet = BULLETS[self.list_depth % BULLETS.len()];
        self.list_depth += 1;
        for (place, item) in list.items.iter().enumerate() {
            if place > 0 && spacing == Spacing::Loose {
                self.blank();
            }
            let number = list.start.map(|start| start.saturating_add(place as u64));
            let marker = match number {
                Some(number) => format!("{number:>digits$}. "),
                None if item.task.is_some() => String::new(),
                None => bullet.to_owned(),
            };
            self.item(item, marker, spacing);
        }
        self.list_depth -= 1;
    }

    fn item(&mut self, item: &'a ListItem, marker: String, spacing: Spacing) {
        let start = self.rows.len();
        let has_marker = !marker.is_empty();
        if has_marker {
            self.indent(marker, "", Role::Marker);
        }
        if let Some(done) = item.task {
            let (mark, role) =
                if done { ("[x] ", Role::TaskDone) } else { ("[ ] ", Role::TaskOpen) };
            self.indent(mark.to_owned(), "", role);
        }
        self.siblings(&item.blocks, spacing);
        if self.rows.len() == start {
            self.line(Line::default());
        }
        if item.task.is_some() {
            self.outdent();
        }
        if has_marker {
            self.outdent();
        }
    }

    fn quote(&mut self, alert: Option<Alert>, blocks: &'a [Block]) {
        let role = alert.map_or(Role::Bar, Role::Alert);
        let bar = if alert.is_some() { "┃ " } else { "│ " };
        self.indent(bar.to_owned(), bar, role);
        if let Some(alert) = alert {
            self.words(alert_title(alert), role);
        }
        self.siblings(blocks, Spacing::Loose);
        self.outdent();
    }

    fn details(&mut self, summary: &'a Text, blocks: &'a [Block], open: bool) {
        let id = self.block;
        let unfolded = match self.options.details {
            Details::Open => true,
            Details::AsWritten => open,
            Details::Toggled(toggled) => open != toggled.contains(&id),
        };
        let start = self.rows.len();
        self.indent(if unfolded { "▾ " } else { "▸ " }.to_owned(), "", Role::Fold);
        if summary.is_empty() {
            self.words("Details", Role::Summary);
        } else {
            self.text(summary, Role::Summary);
        }
        let end = self.rows.len();
        if let Some(placed) = self.placed.get_mut(id.0 as usize) {
            placed.rows = start..end;
            placed.unfolded = Some(unfolded);
        }
        if unfolded {
            if blocks.iter().any(|block| shows_something(&block.kind)) {
                self.blank();
            }
            self.siblings(blocks, Spacing::Loose);
        } else {
            self.count_folded(blocks, id, self.depth);
        }
        self.outdent();
    }

    /// Numbers the blocks that are not shown, so that numbers do not depend on folds.
    fn count_folded(&mut self, blocks: &'a [Block], parent: BlockId, depth: usize) {
        for block in blocks {
            let id = BlockId(self.placed.len() as u32);
            let end = self.rows.len();
            self.placed.push(PlacedBlock {
                rows: end..end,
                parent: Some(parent),
                origin: block.origin,
                proof: block.proof.clone(),
                ..PlacedBlock::default()
            });
            if depth > MAX_DEPTH + 2 {
                continue;
            }
            match &block.kind {
                BlockKind::Quote { blocks, .. }
                | BlockKind::Footnote { blocks, .. }
                | BlockKind::Details { blocks, .. } => self.count_folded(blocks, id, depth + 1),
                BlockKind::List(list) => {
                    for item in &list.items {
                        self.count_folded(&item.blocks, id, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spacing {
    /// No blank rows between siblings.
    Tight,
    /// One blank row between siblings.
    Loose,
}

fn one_piece(text: &str, role: Role) -> Line {
    let mut line = Line::default();
    line.push(text, measure::width(text), Look { role, ..Look::default() });
    line
}

/// Comments have no rows.
fn shows_something(kind: &BlockKind) -> bool {
    !matches!(kind, BlockKind::Comment(_))
}

fn alert_title(alert: Alert) -> &'static str {
    match alert {
        Alert::Note => "Note",
        Alert::Tip => "Tip",
        Alert::Important => "Important",
        Alert::Warning => "Warning",
        Alert::Caution => "Caution",
    }
}
