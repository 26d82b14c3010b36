//! The page of the numbers: what is largest, what each line takes, what each
//! line of the ignore file leaves out, and what is worth knowing.

use std::ops::Range;

use ratatui::layout::Size;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{ContextView, Page};
use crate::context::{Count, NodeId, Snapshot, bytes_text};
use crate::doc::Text;
use crate::explain::files::{Files, counted, left_out, named, shown_path};
use crate::source::{LineNumber, Span, safe_line};
use crate::tui::Action;
use crate::tui::guide::files::{FINDS_NOTHING, Survey, TAKES, TAKES_ELSEWHERE, TAKES_PART};
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::guide::{Context, Request};
use crate::tui::theme::Role;

/// At most so many oddities are told.
const MOST_ODDITIES: usize = 100;

/// The rows that stand for something to go to.
fn spots(rows: &[Row]) -> Vec<Range<usize>> {
    let mut spots: Vec<Range<usize>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(target) = &row.target else { continue };
        match spots.last_mut() {
            Some(last) if last.end == at && rows[at - 1].target.as_ref() == Some(target) => {
                last.end = at + 1;
            }
            _ => spots.push(at..at + 1),
        }
    }
    spots
}

impl ContextView {
    pub(super) fn write_overview(
        &mut self,
        size: Size,
        snapshot: &Snapshot,
        context: &Context<'_>,
    ) -> Vec<Row> {
        let folds = |_| Default::default();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        let told = self.files.survey.files(snapshot, context);
        match told.refused() {
            Some(refused) => paper.text(&refused, &Prefix::default()),
            None => paper.text(&told.sums(&self.files.survey.summary), &Prefix::default()),
        };
        let summary = &self.files.survey.summary;
        largest(&mut paper, "Largest folders", snapshot, &summary.largest_folders);
        largest(&mut paper, "Largest files", snapshot, &summary.largest_files);
        self.takers(&mut paper, &told, context);
        self.left_out(&mut paper, snapshot);
        worth_knowing(&mut paper, &told);
        legend(&mut paper);
        let spots = spots(&paper.rows);
        self.spot = self.spot.min(spots.len().saturating_sub(1));
        let fill = paper.role(Role::Selected);
        for row in spots.get(self.spot).cloned().unwrap_or_default() {
            paper.rows[row].fill = fill;
            if let Some((mark, _)) = paper.rows[row].pieces.first_mut() {
                *mark = mark.replacen(' ', "▌", 1);
            }
        }
        paper.rows
    }

    /// Brings the row of the cursor into view.
    pub(super) fn show_spot(&mut self) {
        if self.page != Page::Overview {
            return;
        }
        let rows = self.sheet.rows();
        let spots = spots(rows);
        let last = rows.len();
        if let Some(spot) = spots.get(self.spot).cloned() {
            // With the first comes what stands above it, with the last what stands below.
            let end = if self.spot + 1 == spots.len() { last } else { spot.end };
            self.sheet.show(spot.start, end.saturating_sub(1));
            if self.spot == 0 && spot.end <= self.sheet.height() {
                self.sheet.rewind();
            }
        }
    }

    pub(super) fn on_overview(
        &mut self,
        action: Action,
        snapshot: &Snapshot,
        context: &Context<'_>,
    ) -> Vec<Request> {
        let spots = spots(self.sheet.rows());
        match action {
            Action::Up => self.spot = self.spot.saturating_sub(1),
            Action::Down => self.spot = (self.spot + 1).min(spots.len().saturating_sub(1)),
            Action::Top => self.spot = 0,
            Action::Bottom => self.spot = spots.len().saturating_sub(1),
            Action::Submit => {
                let spot = spots.get(self.spot).cloned().unwrap_or_default();
                let target = self.sheet.rows().get(spot.start).and_then(|row| row.target.clone());
                match target {
                    Some(Target::Path(path)) => self.go_to(path, snapshot),
                    Some(Target::Proof(span)) => {
                        let line = context.file.source.line_at(span.start);
                        let found = Survey::instruction(line, context);
                        return found.map(Request::Select).into_iter().collect();
                    }
                    _ => {}
                }
            }
            action => {
                self.sheet.act(action);
                // The cursor goes to the first row that is still in view.
                let top = self.sheet.top();
                self.spot = spots.iter().position(|spot| spot.start >= top).unwrap_or(self.spot);
            }
        }
        Vec::new()
    }

    fn takers(&self, paper: &mut Paper<'_>, told: &Files<'_>, context: &Context<'_>) {
        let takers = &self.files.survey.usage.takers;
        if takers.is_empty() {
            if context.analysis.is_some() {
                heading(paper, "No line takes files from the folder.");
            }
            return;
        }
        heading(paper, "What takes it");
        for (taker, count) in takers.iter().zip(&self.files.survey.summary.takers) {
            let stage = told.stage_name(taker.stage);
            let needed = if taker.in_target { "" } else { ", not in the target" };
            let text = Text::new().plain(format!("line {}, ", taker.line));
            let text = text.code(named(taker, &taker.sources));
            let text = text.muted(format!(" in stage {stage}{needed}: "));
            let text = match taker.is_unknown {
                true => text.plain("unknown, it rests on a value that the file does not tell"),
                false => text.plain(counted(*count)),
            };
            let rows = paper.text(&text, &Prefix::indent(2));
            if let Some(span) = span_of_line(taker.line, context) {
                paper.aim(rows, &Target::Proof(span));
            }
        }
    }

    fn left_out(&self, paper: &mut Paper<'_>, snapshot: &Snapshot) {
        let list = &self.files.survey.summary.left_out;
        if list.is_empty() {
            return;
        }
        let name = snapshot.ignore.name.as_deref().unwrap_or_default();
        heading(paper, &format!("What {} leaves out", safe_line(name)));
        for (place, amount) in list {
            let Some(pattern) = snapshot.ignore.file.pattern(*place) else { continue };
            let text = Text::new().plain(format!("line {}, ", pattern.line));
            let text = text.code(pattern.text.as_str()).plain(format!(": {}", left_out(amount)));
            paper.text(&text, &Prefix::indent(2));
        }
    }
}

fn span_of_line(line: LineNumber, context: &Context<'_>) -> Option<Span> {
    let id = Survey::instruction(line, context)?;
    context.file.instructions.get(id.0 as usize).map(|it| it.span)
}

fn heading(paper: &mut Paper<'_>, words: &str) {
    paper.blank();
    paper.words(Role::Heading, words, &Prefix::default());
}

fn largest(paper: &mut Paper<'_>, title: &str, snapshot: &Snapshot, paths: &[NodeId]) {
    if paths.is_empty() {
        return;
    }
    heading(paper, title);
    for path in paths {
        let holds = snapshot[*path].holds;
        let count = Count { files: holds.sent_files, bytes: holds.sent_bytes };
        let size = match snapshot[*path].is_folder() {
            true => counted(count),
            false => bytes_text(count.bytes),
        };
        let room = paper.width().saturating_sub(size.width() + 3);
        let name = cut_before(&safe_line(&shown_path(snapshot, *path)), room);
        let gap = " ".repeat(room + 1 - name.width());
        let (code, muted) = (paper.role(Role::Code), paper.role(Role::Muted));
        let pieces = vec![("  ".to_owned(), code), (name, code), (gap + &size, muted)];
        paper.row(pieces).target = Some(Target::Path(*path));
    }
}

/// As much of the end of a path as has room: the end tells most.
fn cut_before(path: &str, room: usize) -> String {
    let mut rest = path;
    while rest.width() + 1 > room && path.width() > room && !rest.is_empty() {
        let mut letters = rest.graphemes(true);
        letters.next();
        rest = letters.as_str();
    }
    if rest.len() == path.len() { path.to_owned() } else { format!("…{rest}") }
}

fn worth_knowing(paper: &mut Paper<'_>, told: &Files<'_>) {
    let mut list = told.of_instructions();
    let odd = told.oddities();
    list.extend(odd.take(MOST_ODDITIES));
    if list.is_empty() {
        return;
    }
    heading(paper, "Worth knowing");
    let mark = ("! ".to_owned(), paper.role(Role::Warning));
    for text in list {
        paper.text(&text, &Prefix::hanging(vec![mark.clone()]));
    }
}

fn legend(paper: &mut Paper<'_>) {
    heading(paper, "Beside the lines of the file");
    let marks = [
        (TAKES, "takes the path under the cursor"),
        (TAKES_PART, "takes something in it"),
        (TAKES_ELSEWHERE, "takes it in a stage that the target does not need"),
        (FINDS_NOTHING, "names something that is not sent"),
    ];
    for (mark, words) in marks {
        let symbol = (format!("  {} ", mark.symbol), paper.role(mark.role));
        paper.words(Role::Muted, words, &Prefix::hanging(vec![symbol]));
    }
    heading(paper, "In the tree");
    for (mark, words) in
        [("+", "may be sent"), ("−", "is left out"), ("±", "some of it"), ("→", "taken by line")]
    {
        let symbol = (format!("  {mark} "), paper.role(Role::Text));
        paper.words(Role::Muted, words, &Prefix::hanging(vec![symbol]));
    }
}
