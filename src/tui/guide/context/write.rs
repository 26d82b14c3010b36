//! The rows of the tree's page: what is in view of the tree, and what is said
//! above and below it.

use ratatui::layout::Size;

use super::ContextView;
use crate::context::{Count, Snapshot};
use crate::doc::Text;
use crate::explain::files::{counted, named};
use crate::source::safe_line;
use crate::tui::Surroundings;
use crate::tui::guide::Context;
use crate::tui::guide::files::TAKES;
use crate::tui::guide::rows::{Paper, Prefix, Row};
use crate::tui::theme::Role;
use crate::tui::widget::cut;

/// With fewer rows the head and the detail are cut to what is needed.
const LOW: u16 = 16;

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
        let mut rows = head;
        let room = Size::new(size.width, u16::try_from(height).unwrap_or(u16::MAX));
        rows.extend(self.files.rows(room, snapshot, context));
        rows.resize_with(usize::from(size.height).saturating_sub(detail.len()), Row::default);
        rows.extend(detail);
        (rows, self.files.tree.hidden())
    }

    fn head(&self, size: Size, snapshot: &Snapshot, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| Default::default();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        let told = self.files.survey.files(snapshot, context);
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
            let title = match &snapshot.named_by {
                Some(from) => title.muted(format!(", from {}", safe_line(from))),
                None => title,
            };
            paper.text(&title, &Prefix::default());
            paper.text(&told.sums(&self.files.survey.summary), &Prefix::default());
        }
        self.about_selection(&mut paper, snapshot, context);
        self.files.write_filter(&mut paper);
        if !is_low {
            paper.blank();
        }
        paper.rows
    }

    /// What the selected line of the file takes.
    fn about_selection(&self, paper: &mut Paper<'_>, snapshot: &Snapshot, context: &Context<'_>) {
        let told = self.files.survey.files(snapshot, context);
        for place in self.files.survey.at_selection(context) {
            let taker = &self.files.survey.usage.takers[place.index()];
            let text = Text::new().plain(format!("Line {}, ", taker.line));
            let text = text.code(named(taker, &taker.sources));
            let count = self.files.survey.summary.takers.get(place.index()).copied();
            let text = match count {
                _ if taker.is_unknown => {
                    text.plain(": what it takes rests on a value that the file does not tell.")
                }
                Some(count) => text.plain(" takes ").strong(counted(count)).plain("."),
                None => text,
            };
            let bar = (TAKES.symbol.to_owned() + " ", paper.role(TAKES.role));
            paper.text(&text, &Prefix::hanging(vec![bar]));
            let nothing = self.files.survey.usage.empty_handed();
            let own = nothing.filter(|(own, _)| std::ptr::eq(*own, taker));
            let notes: Vec<Text> =
                own.map(|(taker, source)| told.empty_handed(taker, source)).collect();
            let mark = ("! ".to_owned(), paper.role(Role::Warning));
            for note in notes {
                paper.text(&note, &Prefix::hanging(vec![mark.clone()]));
            }
        }
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
