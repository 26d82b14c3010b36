//! The drawing: one row for each stage in the file's order, and below it one
//! row for each thing that it takes, on a line from where it comes.
//!
//! ```text
//! ╭─── deps    FROM node:22-alpine  line 1
//! │
//! │ ╭─ build   FROM node:22-alpine  line 6
//! ╰─┼▸   copies /app/node_modules from deps  line 8
//!   │
//!   │  run     target  FROM node:22-slim  line 14
//!   ╰▸   copies /app/dist from build  line 16
//! ```

use super::rail::Rail;
use super::words::familiar;
use super::{EdgeKind, Graph, Node};

/// Whether something lies on the target's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lit {
    /// The target needs it.
    Yes,
    /// It does not.
    No,
}

/// What a piece of a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Lines.
    Line,
    /// A stage's name.
    Name,
    /// A stage's name where it is the target.
    Target,
    /// What a stage starts from.
    Base,
    /// What crosses.
    Crossing,
    /// A line number.
    LineNumber,
    /// A remark.
    Remark,
}

/// A piece of a row; safe for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// What it is.
    pub part: Part,
    /// Whether it lies on the target's path.
    pub lit: Lit,
}

/// A row of the drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrawnRow {
    /// From left to right.
    pub pieces: Vec<Piece>,
    /// The stage that the row is about.
    pub stage: Option<usize>,
    /// The place among [`Graph::edges`] that the row is about.
    pub edge: Option<usize>,
}

impl DrawnRow {
    /// Its text without blanks at the end.
    pub fn text(&self) -> String {
        let text: String = self.pieces.iter().map(|piece| piece.text.as_str()).collect();
        text.trim_end().to_owned()
    }
}

impl Graph {
    /// Draws it. The rows are as wide as their words: a surface that has less
    /// room cuts or wraps them behind [`Graph::rail_width`] columns.
    pub fn draw(&self) -> Vec<DrawnRow> {
        let pen = Pen {
            graph: self,
            rail: Rail::default(),
            lanes: Rail::width_of(self),
            names: self.stages.iter().map(|it| it.title().chars().count()).max().unwrap_or(0),
            rows: Vec::new(),
        };
        pen.draw()
    }

    /// How many columns the lines at the left take.
    pub fn rail_width(&self) -> usize {
        Rail::width_of(self) * 2 + 1
    }
}

struct Pen<'a> {
    graph: &'a Graph,
    rail: Rail,
    lanes: usize,
    /// Columns for names.
    names: usize,
    rows: Vec<DrawnRow>,
}

/// Names are put under each other up to this width.
const WIDEST_NAME: usize = 20;

impl Pen<'_> {
    fn draw(mut self) -> Vec<DrawnRow> {
        for stage in &self.graph.stages {
            if stage.number > 0 {
                let cells = self.rail.plain(self.lanes);
                self.row(cells, Vec::new(), None, None);
            }
            self.draw_stage(stage);
        }
        self.rows
    }

    fn draw_stage(&mut self, stage: &Node) {
        let lit = lit(!stage.left_out);
        let cells = match self.rail.begin(self.graph, stage.number) {
            Some(lane) => self.rail.joined(self.lanes, lane, "╭─", lit),
            None => self.rail.plain(self.lanes),
        };
        self.row(cells, self.stage_words(stage), Some(stage.number), None);
        let first = self.graph.edges.partition_point(|edge| edge.to < stage.number);
        for (place, edge) in (first..).zip(self.graph.edges_to(stage.number)) {
            let cells = match edge.from.and_then(|from| self.rail.take(from)) {
                Some((lane, true)) => self.rail.joined(self.lanes, lane, "├─", lit),
                Some((lane, false)) => self.rail.joined(self.lanes, lane, "╰─", lit),
                None => self.rail.plain(self.lanes),
            };
            let words = format!("  {}", edge.words(self.graph));
            let mut pieces = vec![piece(words, Part::Crossing, lit)];
            if edge.kind != EdgeKind::Start {
                pieces.push(piece(format!("  line {}", edge.line), Part::LineNumber, lit));
            }
            self.row(cells, pieces, Some(stage.number), Some(place));
        }
        if let Some(words) = stage.unneeded_words() {
            let cells = self.rail.plain(self.lanes);
            let pieces = vec![piece(format!("  {words}"), Part::Remark, lit)];
            self.row(cells, pieces, Some(stage.number), None);
        }
    }

    fn stage_words(&self, stage: &Node) -> Vec<Piece> {
        let lit = lit(!stage.left_out);
        let title = stage.title();
        let width = self.names.min(WIDEST_NAME);
        let blanks = " ".repeat(width.saturating_sub(title.chars().count()));
        let part = if stage.target { Part::Target } else { Part::Name };
        let mut pieces = vec![piece(title, part, lit), piece(blanks, Part::Base, lit)];
        if stage.target {
            pieces.push(piece("  target".to_owned(), Part::Remark, lit));
        }
        if let Some(image) = &stage.image {
            pieces.push(piece(format!("  FROM {}", familiar(image)), Part::Base, lit));
        }
        pieces.push(piece(format!("  line {}", stage.line), Part::LineNumber, lit));
        pieces
    }

    fn row(
        &mut self,
        cells: Vec<(&'static str, Lit)>,
        words: Vec<Piece>,
        stage: Option<usize>,
        edge: Option<usize>,
    ) {
        let mut pieces: Vec<Piece> = Vec::new();
        let joins = cells.last().is_some_and(|(cell, _)| cell.ends_with('─'));
        let end = match (joins, edge) {
            (true, Some(_)) => ("▸", Lit::Yes),
            (true, None) => ("─", Lit::Yes),
            (false, _) => (" ", Lit::No),
        };
        let end_lit = cells.last().map_or(Lit::No, |(_, lit)| *lit);
        for (text, lit) in cells.into_iter().chain([(end.0, end_lit)]) {
            match pieces.last_mut().filter(|last| last.lit == lit) {
                Some(last) => last.text.push_str(text),
                None => pieces.push(piece(text.to_owned(), Part::Line, lit)),
            }
        }
        pieces.push(piece(" ".to_owned(), Part::Line, Lit::No));
        pieces.extend(words);
        self.rows.push(DrawnRow { pieces, stage, edge });
    }
}

fn lit(counts: bool) -> Lit {
    if counts { Lit::Yes } else { Lit::No }
}

fn piece(text: String, part: Part, lit: Lit) -> Piece {
    Piece { text, part, lit }
}
