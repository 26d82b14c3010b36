//! The rows of the Stages view.

use ratatui::layout::Size;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::StagesView;
use crate::source::safe_line;
use crate::stages::{DrawnRow, Lit, Part, Piece};
use crate::tui::Action;
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::guide::{Context, key_of};
use crate::tui::theme::Role;
use crate::tui::widget::cut;

impl StagesView {
    pub(super) fn write(&mut self, size: Size, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| std::collections::BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        self.rows = None;
        if self.made_from.is_none() {
            let words = "The stages are being worked out.";
            paper.words(Role::Muted, words, &Prefix::default());
            return paper.rows;
        }
        let refusal = context.analysis.and_then(|analysis| analysis.refusal.as_ref());
        let refused = refusal.map(|refusal| self.graph.summary_of(Some(refusal)));
        if self.graph.stages.is_empty() && refused.is_none() {
            let words = "No stage of this file can be read yet. A stage begins with FROM; \
                         p goes to the next problem in the file.";
            paper.words(Role::Text, words, &Prefix::default());
            return paper.rows;
        }
        let summary = refused.unwrap_or_else(|| self.graph.summary());
        paper.words(Role::Text, &summary, &Prefix::default());
        self.write_compose(&mut paper, context);
        self.write_failure(&mut paper, context);
        paper.blank();
        let first = paper.rows.len();
        for row in self.graph.draw() {
            self.write_row(&mut paper, &row);
        }
        let is_chosen = |row: &Row| row.target == self.chosen.map(Target::Stage);
        let drawn = paper.rows[first..].iter();
        let own = drawn.enumerate().filter(|(_, row)| is_chosen(row)).map(|(at, _)| first + at);
        let own: Vec<usize> = own.collect();
        self.rows = own.first().copied().zip(own.last().copied());
        paper.blank();
        self.write_chosen(&mut paper);
        paper.rows
    }

    /// Which stage a Compose file builds, where that is another than the one that is shown.
    fn write_compose(&self, paper: &mut Paper<'_>, context: &Context<'_>) {
        let snapshot = context.surroundings.snapshot();
        let Some(said) = snapshot.and_then(|it| it.service.target.as_ref()) else { return };
        let Some(shown) = self.graph.stages.iter().find(|stage| stage.target) else { return };
        let is_shown = |name: &str| name.eq_ignore_ascii_case(&said.what);
        if shown.name.as_deref().is_some_and(is_shown) {
            return;
        }
        let (what, from) = (safe_line(&said.what), safe_line(&said.from));
        let words = format!("Compose builds {what} ({from}); shown here: {}.", shown.title());
        paper.words(Role::Muted, &words, &Prefix::default());
    }

    fn write_failure(&self, paper: &mut Paper<'_>, context: &Context<'_>) {
        let Some(analysis) = context.analysis else { return };
        let words = match (&analysis.refusal, &analysis.build.failure) {
            (Some(_), _) => "BuildKit refuses this file. This is what the rest of it would do \
                             without the lines that are marked."
                .to_owned(),
            (None, Some(failure)) => format!("A build stops: {}", safe_line(&failure.text)),
            (None, None) => return,
        };
        paper.words(Role::Warning, &words, &Prefix::default());
    }

    /// One row of the drawing. What does not fit goes below, behind the lines.
    fn write_row(&self, paper: &mut Paper<'_>, row: &DrawnRow) {
        let is_chosen = row.stage.is_some() && row.stage == self.chosen && row.edge.is_none();
        let name = row.pieces.iter().any(|it| matches!(it.part, Part::Name | Part::Target));
        let mark = is_chosen && name;
        let mut pieces: Vec<(String, Style)> = vec![(
            if mark { "▌" } else { " " }.to_owned(),
            paper.role(if mark { Role::BorderActive } else { Role::Text }),
        )];
        let room = paper.width().saturating_sub(1);
        // The line of what crosses stays whole: what stands before it gives way.
        let number = row.pieces.last().filter(|last| last.part == Part::LineNumber);
        let number = number.filter(|it| row.edge.is_some() && it.text.width() < room / 2);
        let before = &row.pieces[..row.pieces.len() - usize::from(number.is_some())];
        let width = number.map_or(0, |number| number.text.width());
        pieces.extend(cut_to(room - width, before.iter().map(|it| drawn(paper, it))));
        pieces.extend(cut_to(width, number.map(|it| drawn(paper, it))));
        let target = row.stage.map(Target::Stage);
        paper.row(pieces).target = target;
    }

    /// What the selected stage waits for, and how to build it alone.
    fn write_chosen(&self, paper: &mut Paper<'_>) {
        let Some(stage) = self.chosen.and_then(|chosen| self.graph.stages.get(chosen)) else {
            return;
        };
        paper.words(Role::Heading, &stage.title(), &Prefix::default());
        if let Some(words) = stage.unneeded_words() {
            let words = format!("The target does not need it: {words}.");
            paper.words(Role::Text, &words, &Prefix::default());
        }
        for edge in self.graph.edges_to(stage.number) {
            let words = format!("Line {} {}.", edge.line, edge.words(&self.graph));
            let rows = paper.words(Role::Text, &words, &Prefix::default());
            paper.aim(rows, &Target::Proof(edge.span));
        }
        let takers: Vec<String> = (self.graph.takers(stage.number))
            .map(|edge| format!("{} (line {})", self.graph.stages[edge.to].title(), edge.line))
            .collect();
        if !takers.is_empty() {
            let words = format!("It gives to {}.", takers.join(", "));
            paper.words(Role::Text, &words, &Prefix::default());
        }
        if let Some(name) = &stage.name
            && !stage.target
        {
            paper.blank();
            let words = format!("makes it the target, as --target {}", safe_line(name));
            let key = key_of(Action::Submit);
            paper.buttons(&[(&key, &words, Target::Submit)], 0);
        }
    }
}

/// The pieces of a drawn row, cut where the room ends.
pub(in crate::tui::guide) fn cut_to<'a>(
    mut room: usize,
    pieces: impl IntoIterator<Item = (&'a str, Style)>,
) -> Vec<(String, Style)> {
    let mut kept = Vec::new();
    for (whole, style) in pieces {
        let text = cut(whole, room);
        room -= text.width();
        let is_whole = text.len() == whole.len();
        kept.push((text, style));
        if !is_whole {
            break;
        }
    }
    kept
}

/// A piece with its look.
fn drawn<'p>(paper: &Paper<'_>, piece: &'p Piece) -> (&'p str, Style) {
    (piece.text.as_str(), look(paper, piece.part, piece.lit))
}

fn look(paper: &Paper<'_>, part: Part, lit: Lit) -> Style {
    let style = match part {
        Part::Line => paper.role(Role::Link).remove_modifier(ratatui::style::Modifier::UNDERLINED),
        Part::Name => paper.role(Role::Strong),
        Part::Target => paper.role(Role::Title),
        Part::Base | Part::Crossing => paper.role(Role::Text),
        Part::LineNumber | Part::Remark => paper.role(Role::Muted),
    };
    match lit {
        Lit::Yes => style,
        Lit::No => style.patch(paper.role(Role::Dimmed)),
    }
}
