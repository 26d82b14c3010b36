//! The rows of the tree.

use ratatui::layout::Size;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::FileTree;
use super::list::Shown;
use super::survey::{TAKES, TAKES_PART};
use crate::context::{Count, EntryKind, Node, NodeId, Snapshot, TakerPlace, Totals, bytes_text};
use crate::explain::files::counted;
use crate::source::safe_line;
use crate::tui::guide::Context;
use crate::tui::guide::rows::{Paper, Row, Target};
use crate::tui::theme::Role;
use crate::tui::widget::cut;

/// With fewer columns the tree says only what is sent.
const NARROW: usize = 44;

/// The tree being written.
struct TreeLines<'a> {
    files: &'a FileTree,
    snapshot: &'a Snapshot,
    /// The instructions at the selected line.
    takers: Vec<TakerPlace>,
    text_is_sought: bool,
}

impl FileTree {
    /// The rows that are in view, where there is room for so many.
    pub(in crate::tui::guide) fn rows(
        &mut self,
        size: Size,
        snapshot: &Snapshot,
        context: &Context<'_>,
    ) -> Vec<Row> {
        let shown = self.tree.window(usize::from(size.height)).to_vec();
        let takers = self.survey.at_selection(context);
        let text_is_sought = !self.find.text().is_empty();
        TreeLines { files: self, snapshot, takers, text_is_sought }.write(&shown, size, context)
    }
}

/// What stands at the right end of a row.
struct Remarks {
    size: String,
    why: String,
}

impl TreeLines<'_> {
    fn write(&self, shown: &[Shown], size: Size, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| Default::default();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        let width = paper.width();
        let remarks: Vec<Remarks> = shown.iter().map(|it| self.remarks(it.node, width)).collect();
        let longest = remarks.iter().map(|it| it.why.width()).max().unwrap_or_default();
        let why_width = longest.min(width / 3);
        for (shown, remarks) in shown.iter().zip(remarks) {
            self.row(&mut paper, *shown, &remarks, why_width);
        }
        paper.rows
    }

    fn row(&self, paper: &mut Paper<'_>, shown: Shown, remarks: &Remarks, why_width: usize) {
        let node = &self.snapshot[shown.node];
        let is_cursor = shown.node == self.files.tree.at();
        let width = paper.width();
        let mut pieces = vec![
            (if is_cursor { "▌" } else { " " }.to_owned(), paper.role(Role::BorderActive)),
            self.by_selection(paper, shown.node),
            self.fate(paper, shown.node),
        ];
        let indent = (2 * shown.depth).min(width / 3);
        let arrow = match node.is_folder() {
            _ if self.snapshot.children(shown.node).next().is_none() => "  ",
            false => "  ",
            true if self.text_is_sought || self.files.tree.is_unfolded(shown.node) => "▾ ",
            true => "▸ ",
        };
        let arrow_start = pieces.iter().map(|(text, _)| text.width()).sum::<usize>() + indent;
        pieces.push((" ".repeat(indent), Style::new()));
        pieces.push((arrow.to_owned(), paper.role(Role::Key)));
        let slash = if node.is_folder() { "/" } else { "" };
        let name = match shown.node {
            Snapshot::ROOT => "./".to_owned(),
            _ => format!("{}{slash}", safe_line(&node.name)),
        };
        let why = cut(&remarks.why, why_width);
        let why_pad = " ".repeat(why_width - why.width());
        let end = format!("{} {why}{why_pad}", remarks.size);
        let used = arrow_start + 2;
        let name_room = width.saturating_sub(used + end.width() + 1);
        let name = cut(&name, name_room);
        let gap = width.saturating_sub(used + name.width() + end.width());
        let mut style = paper.role(Role::Text);
        if !node.sent {
            style = style.patch(paper.role(Role::Dimmed));
        }
        pieces.push((name, style));
        pieces.push((" ".repeat(gap), Style::new()));
        pieces.push((end, paper.role(Role::Muted)));
        let fill = if is_cursor { paper.role(Role::Selected) } else { Style::new() };
        let row = paper.row(pieces);
        row.fill = fill;
        row.target = Some(Target::Path(shown.node));
    }

    /// Whether the selected line of the file takes it.
    fn by_selection(&self, paper: &Paper<'_>, node: NodeId) -> (String, Style) {
        let usage = &self.files.survey.usage;
        let takes = || usage.takers_of(self.snapshot, node);
        let is_one = |taker: &TakerPlace| self.takers.contains(taker);
        let mark = if self.takers.is_empty() {
            None
        } else if takes().iter().any(is_one) {
            Some(TAKES)
        } else if usage.takers_inside(node).iter().any(is_one) {
            Some(TAKES_PART)
        } else {
            None
        };
        match mark {
            Some(mark) => (mark.symbol.to_owned(), paper.role(mark.role)),
            None => (" ".to_owned(), Style::new()),
        }
    }

    /// Whether it is sent.
    fn fate(&self, paper: &Paper<'_>, id: NodeId) -> (String, Style) {
        let node = &self.snapshot[id];
        let is_mixed = node.is_folder()
            && node.sent
            && (node.holds.sent_files < node.holds.files || node.decision.ignored);
        let (symbol, role) = if self.snapshot.ignore.refused.is_some() {
            (" ? ", Role::Muted)
        } else if is_mixed {
            (" ± ", Role::Warning)
        } else if node.sent {
            (" + ", Role::Good)
        } else {
            (" − ", Role::Muted)
        };
        (symbol.to_owned(), paper.role(role))
    }

    fn remarks(&self, id: NodeId, width: usize) -> Remarks {
        let node = &self.snapshot[id];
        let is_folded = !self.text_is_sought && !self.files.tree.is_unfolded(id);
        let size = match &node.kind {
            EntryKind::Folder if !node.entered => String::new(),
            EntryKind::Folder if is_folded && width >= NARROW => counted(held(node)),
            EntryKind::Folder => bytes_text(held(node).bytes),
            EntryKind::File => bytes_text(node.size),
            EntryKind::Link(_) => "link".to_owned(),
            EntryKind::Special(kind) => (*kind).to_owned(),
        };
        Remarks { size, why: self.why(id, width) }
    }

    /// The line that leaves it out or brings it back, else the lines that take it.
    fn why(&self, id: NodeId, width: usize) -> String {
        let node = &self.snapshot[id];
        if self.snapshot.ignore.refused.is_some() {
            return String::new();
        }
        let deciding = self.snapshot.deciding(id);
        if let (false, Some(pattern)) = (node.sent, deciding) {
            let text = safe_line(&pattern.text);
            return match width < NARROW {
                true => format!("by {}", pattern.line),
                false => format!("by {}: {text}", pattern.line),
            };
        }
        let usage = &self.files.survey.usage;
        let is_of_target = |place: &TakerPlace| usage.takers[place.index()].in_target;
        let mut whole = usage.takers_of(self.snapshot, id);
        whole.retain(is_of_target);
        let mut inside = usage.takers_inside(id).to_vec();
        inside.retain(is_of_target);
        let lines = |places: &[TakerPlace]| {
            let mut lines: Vec<String> =
                places.iter().map(|it| usage.takers[it.index()].line.to_string()).collect();
            lines.dedup();
            lines.join(",")
        };
        match (whole.as_slice(), inside.as_slice()) {
            ([], []) => String::new(),
            ([], inside) => format!("→ {}…", lines(inside)),
            (whole, _) => format!("→ {}", lines(whole)),
        }
    }
}

/// What may be sent of a folder; of one that is left out, all of it.
fn held(folder: &Node) -> Count {
    let Totals { files, bytes, sent_files, sent_bytes } = folder.holds;
    match folder.sent {
        true => Count { files: sent_files, bytes: sent_bytes },
        false => Count { files, bytes },
    }
}
