//! The rows of the tree's page: what is in view of the tree, and what is said
//! above and below it.

use ratatui::layout::Size;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::list::Shown;
use super::survey::{TAKES, TAKES_PART};
use super::{ContextView, filter_words};
use crate::context::{Count, EntryKind, Node, NodeId, Snapshot, TakerPlace, Totals, bytes_text};
use crate::doc::Text;
use crate::explain::files::{counted, named};
use crate::source::safe_line;
use crate::tui::guide::rows::{Paper, Prefix, Row, Target};
use crate::tui::guide::{Context, key_of, key_while_typing};
use crate::tui::theme::Role;
use crate::tui::widget::cut;
use crate::tui::{Action, Surroundings};

/// With fewer rows the head and the detail are cut to what is needed.
const LOW: u16 = 16;
/// With fewer columns the tree says only what is sent.
const NARROW: usize = 44;

impl ContextView {
    /// Exactly as many rows as there is room for, and whether the tree goes on above and below.
    pub(super) fn write(
        &mut self,
        size: Size,
        snapshot: &Snapshot,
        context: &Context<'_>,
    ) -> (Vec<Row>, (bool, bool)) {
        let head = self.head(size, snapshot, context);
        let room = usize::from(size.height).saturating_sub(head.len());
        let mut detail = self.detail_rows(size, snapshot, context);
        // The tree keeps at least three rows, and more than half of the room.
        let most = if size.height < LOW { room / 3 } else { room / 2 };
        detail.truncate(room.saturating_sub(3).min(most));
        let height = room - detail.len();
        let takers = self.survey.at_selection(context);
        let text_is_sought = !self.find.text().is_empty();
        let shown = self.tree.window(height).to_vec();
        let lines = TreeLines { view: self, snapshot, takers: &takers, text_is_sought };
        let mut rows = head;
        rows.extend(lines.write(&shown, size, context));
        rows.resize_with(usize::from(size.height).saturating_sub(detail.len()), Row::default);
        rows.extend(detail);
        (rows, self.tree.hidden())
    }

    fn head(&self, size: Size, snapshot: &Snapshot, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| Default::default();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        let told = self.survey.files(snapshot, context);
        let is_low = size.height < LOW;
        if let Some(refused) = told.refused() {
            paper.text(&refused, &Prefix::default());
        } else if is_low {
            let totals = snapshot.totals();
            let sent = Count { files: totals.sent_files, bytes: totals.sent_bytes };
            let words = format!("{} may be sent", counted(sent));
            let words = cut(&words, paper.width());
            paper.words(Role::Text, &words, &Prefix::default());
        } else {
            let title = Text::new().strong("Files for a build").muted(" · ");
            let folder = if snapshot.folder == "." { "./" } else { &snapshot.folder };
            let title = match context.surroundings {
                Surroundings::Example(_) => title.muted("an example that comes with the lesson"),
                _ => title.muted(folder),
            };
            paper.text(&title, &Prefix::default());
            paper.text(&told.sums(&self.survey.summary), &Prefix::default());
        }
        self.about_selection(&mut paper, snapshot, context);
        self.about_filter(&mut paper);
        if !is_low {
            paper.blank();
        }
        paper.rows
    }

    /// What the selected line of the file takes.
    fn about_selection(&self, paper: &mut Paper<'_>, snapshot: &Snapshot, context: &Context<'_>) {
        let told = self.survey.files(snapshot, context);
        for place in self.survey.at_selection(context) {
            let taker = &self.survey.usage.takers[place.index()];
            let text = Text::new().plain(format!("Line {}, ", taker.line));
            let text = text.code(named(taker, &taker.sources));
            let count = self.survey.summary.takers.get(place.index()).copied();
            let text = match count {
                _ if taker.is_unknown => {
                    text.plain(": what it takes rests on a value that the file does not tell.")
                }
                Some(count) => text.plain(" takes ").strong(counted(count)).plain("."),
                None => text,
            };
            let bar = (TAKES.symbol.to_owned() + " ", paper.role(TAKES.role));
            paper.text(&text, &Prefix::hanging(vec![bar]));
            let nothing = self.survey.usage.empty_handed();
            let own = nothing.filter(|(own, _)| std::ptr::eq(*own, taker));
            let notes: Vec<Text> =
                own.map(|(taker, source)| told.empty_handed(taker, source)).collect();
            let mark = ("! ".to_owned(), paper.role(Role::Warning));
            for note in notes {
                paper.text(&note, &Prefix::hanging(vec![mark.clone()]));
            }
        }
    }

    /// What is looked for, while it is typed and afterwards.
    fn about_filter(&self, paper: &mut Paper<'_>) {
        let fate = filter_words(self.tree.fate());
        if !self.typing && self.find.text().is_empty() && fate.is_empty() {
            return;
        }
        let (before, behind) = self.find.text().split_at(self.find.cursor());
        let mut rest = behind.chars();
        let mut pieces: Vec<(String, Style)> = Vec::new();
        if self.typing || !self.find.text().is_empty() {
            let under = rest.next().map_or(" ".to_owned(), String::from);
            let role = if self.typing { Role::Cursor } else { Role::Text };
            pieces.extend([
                ("> ".to_owned(), paper.role(Role::Key)),
                (safe_line(before).into_owned(), paper.role(Role::Text)),
                (safe_line(&under).into_owned(), paper.role(role)),
                (safe_line(rest.as_str()).into_owned(), paper.role(Role::Text)),
            ]);
        }
        let close = match self.typing {
            true => key_while_typing(Action::Close),
            false => key_of(Action::Close),
        };
        let count = self.tree.len().saturating_sub(1);
        let found = if count == 1 { "1 path".to_owned() } else { format!("{count} paths") };
        let words = [fate, found, format!("{close} shows all")];
        let words: Vec<&str> =
            words.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        let used: usize = pieces.iter().map(|(text, _)| text.width()).sum();
        let gap = if pieces.is_empty() { "" } else { "  " };
        let room = paper.width().saturating_sub(used + gap.len());
        let words = format!("{gap}{}", cut(&words.join(" · "), room));
        pieces.push((words, paper.role(Role::Muted)));
        paper.row(pieces);
    }

    fn detail_rows(&self, size: Size, snapshot: &Snapshot, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| Default::default();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        if size.height >= LOW {
            paper.row(vec![("─".repeat(paper.width()), paper.role(Role::Border))]);
        }
        for block in self.detail(snapshot, context) {
            paper.blocks(std::slice::from_ref(&block), &Prefix::default(), None);
        }
        paper.rows
    }
}

/// The tree being written.
struct TreeLines<'a> {
    view: &'a ContextView,
    snapshot: &'a Snapshot,
    /// The instructions at the selected line.
    takers: &'a [TakerPlace],
    text_is_sought: bool,
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
        let is_cursor = shown.node == self.view.tree.at();
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
            true if self.text_is_sought || self.view.tree.is_unfolded(shown.node) => "▾ ",
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
        let usage = &self.view.survey.usage;
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
        let is_folded = !self.text_is_sought && !self.view.tree.is_unfolded(id);
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
        let usage = &self.view.survey.usage;
        let whole = usage.takers_of(self.snapshot, id);
        let lines = |places: &[TakerPlace]| {
            let mut lines: Vec<String> =
                places.iter().map(|it| usage.takers[it.index()].line.to_string()).collect();
            lines.dedup();
            lines.join(",")
        };
        match (whole.as_slice(), usage.takers_inside(id)) {
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
