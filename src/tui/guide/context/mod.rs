//! The Context view: the files around the Dockerfile, whether each is sent and
//! why, and what takes it.
//!
//! ```text
//! Files for a build · ./
//! 7 files, 265 B may be sent, of 9 files. …        how much, and how much of it is taken
//! Line 5, COPY . takes 6 files, 256 B.             about the selected line of the file
//!
//! ▌● ± ▾ ./                 7 files, 265 B         the tree: ● the selected line takes it,
//!  ● +   app.py                      10 B → 5      + sent, − left out, ± some of it, and
//!    −   app.log            line 1: *.log          by which line, or what takes it
//!
//! app.py may be sent: no line of an ignore …       about the path under the cursor
//! ```

mod absent;
mod detail;
mod overview;
mod write;

use ratatui::layout::{Position, Size};

use super::files::{FileTree, Survey};
use super::panel::Panel;
use super::rows::{Row, Target};
use super::sheet::Sheet;
use super::{Context, Highlights, Mark, Request};
use crate::context::{NodeId, Snapshot};
use crate::dockerfile::InstructionId;
use crate::source::LineNumber;
use crate::tui::keymap::Where;
use crate::tui::theme::Palette;
use crate::tui::{Action, Surroundings};

/// The Context view.
#[derive(Debug, Default)]
pub(super) struct ContextView {
    files: FileTree,
    page: Page,
    /// The place of the cursor among what can be followed on the overview.
    spot: usize,
    /// The selected instruction that the tree was last moved to.
    seen: Option<InstructionId>,
    marks: Vec<(LineNumber, Mark)>,
    /// Whether there is a folder that the keys could be about.
    has_folder: bool,
    sheet: Sheet,
    laid_out: Option<(Size, Palette)>,
}

/// What the view shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Page {
    /// The paths.
    #[default]
    Tree,
    /// What is largest, and what each line does.
    Overview,
}

impl ContextView {
    /// Works out anew what follows from another file, folder or selection.
    fn refresh(&mut self, snapshot: &Snapshot, context: &Context<'_>) {
        self.files.refresh(snapshot, context);
        if self.seen != context.selected {
            // The first look is at the whole.
            let is_first = self.seen.is_none();
            self.seen = context.selected;
            let takers = self.files.survey.at_selection(context);
            let usage = &self.files.survey.usage;
            let root = takers.first().and_then(|place| usage.first_root(*place));
            if let Some(root) = root.filter(|_| !is_first) {
                self.files.tree.reveal(root, snapshot);
            }
            self.files.tree.forget_list();
        }
        self.files.fill(snapshot, context);
        self.marks = self.files.survey.marks(snapshot, self.files.tree.at());
    }

    fn act(&mut self, action: Action, snapshot: &Snapshot, context: &Context<'_>) -> Vec<Request> {
        match action {
            Action::Rescan if matches!(context.surroundings, Surroundings::Example(_)) => {
                let words = "These files come with the lesson; there is nothing to look through.";
                return vec![Request::Say(words.to_owned())];
            }
            Action::Rescan => {
                return vec![
                    Request::Rescan,
                    Request::Say("The folder is looked through again.".to_owned()),
                ];
            }
            Action::Overview => {
                self.page = if self.page == Page::Tree { Page::Overview } else { Page::Tree };
                self.sheet.rewind();
            }
            Action::Find => {
                self.page = Page::Tree;
                self.files.typing = true;
                return vec![Request::TakeKeys];
            }
            Action::NextFate => {
                self.page = Page::Tree;
                self.files.tree.next_fate();
                let words = self.files.tree.fate().words();
                return vec![Request::Say(format!("The tree shows {words}."))];
            }
            Action::InstructionNext => return self.step_taker(1, context),
            Action::InstructionPrevious => return self.step_taker(-1, context),
            Action::Close if self.page == Page::Overview => self.page = Page::Tree,
            Action::Close => {
                self.files.show_all();
            }
            action if self.page == Page::Overview => {
                return self.on_overview(action, snapshot, context);
            }
            Action::Submit if !self.files.tree.toggle(snapshot) => {
                return self.follow(snapshot, context);
            }
            action => self.files.tree.act(action, snapshot),
        }
        Vec::new()
    }

    /// To the next line that takes the path under the cursor.
    fn follow(&mut self, snapshot: &Snapshot, context: &Context<'_>) -> Vec<Request> {
        let takers = self.files.survey.usage.takers_of(snapshot, self.files.tree.at());
        let lines: Vec<LineNumber> =
            takers.iter().map(|it| self.files.survey.usage.takers[it.index()].line).collect();
        let now = selected_line(context);
        let next = lines.iter().find(|line| Some(**line) > now).or(lines.first());
        match next.and_then(|line| Survey::instruction(*line, context)) {
            Some(id) => {
                // The cursor stays: it is this path that is asked about.
                self.seen = Some(id);
                vec![Request::Select(id)]
            }
            None => vec![Request::Say("No line takes this path.".to_owned())],
        }
    }

    /// To the next line that takes something from the folder.
    fn step_taker(&mut self, by: isize, context: &Context<'_>) -> Vec<Request> {
        let lines = self.files.survey.usage.takers.iter().map(|taker| taker.line);
        let now = selected_line(context);
        let next = if by > 0 {
            lines.into_iter().find(|line| Some(*line) > now)
        } else {
            lines.rev().find(|line| Some(*line) < now)
        };
        match next.and_then(|line| Survey::instruction(line, context)) {
            Some(id) => vec![Request::Select(id)],
            None => vec![Request::Say("No further line takes files from the folder.".to_owned())],
        }
    }

    fn go_to(&mut self, path: NodeId, snapshot: &Snapshot) {
        self.page = Page::Tree;
        self.files.go_to(path, snapshot);
    }
}

fn selected_line(context: &Context<'_>) -> Option<LineNumber> {
    let selected = context.file.instructions.get(context.selected?.0 as usize)?;
    Some(selected.lines.first)
}

impl Panel for ContextView {
    fn forget(&mut self) {
        self.laid_out = None;
    }

    fn fit(&mut self, size: Size, context: &Context<'_>) {
        let key = (size, context.theme.palette);
        if self.laid_out == Some(key) {
            return;
        }
        self.has_folder = !matches!(context.surroundings, Surroundings::NoFolder);
        let rows: Vec<Row> = match context.surroundings.snapshot() {
            None => {
                self.marks.clear();
                self.files.typing = false;
                absent::write(size, context)
            }
            Some(snapshot) => {
                self.refresh(snapshot, context);
                match self.page {
                    Page::Tree => {
                        let (rows, hidden) = self.write(size, snapshot, context);
                        self.sheet.set_window(rows, size, hidden);
                        self.laid_out = Some(key);
                        return;
                    }
                    Page::Overview => self.write_overview(size, snapshot, context),
                }
            }
        };
        self.sheet.set(rows, size);
        self.show_spot();
        self.laid_out = Some(key);
    }

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn sheet_mut(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    fn places(&self) -> Vec<Where> {
        match (self.files.typing, self.has_folder) {
            (true, _) => vec![Where::Prompt],
            (false, true) => vec![Where::Context],
            (false, false) => Vec::new(),
        }
    }

    fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        self.laid_out = None;
        match context.surroundings.snapshot() {
            Some(snapshot) if self.files.typing => {
                self.files.type_into(action, snapshot);
                Vec::new()
            }
            Some(snapshot) => self.act(action, snapshot, context),
            None if action == Action::Rescan && self.has_folder => vec![Request::Rescan],
            None => {
                self.sheet.act(action);
                Vec::new()
            }
        }
    }

    fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        let Some(snapshot) = context.surroundings.snapshot() else { return Vec::new() };
        self.laid_out = None;
        match self.sheet.target_at(at).cloned() {
            Some(Target::Path(path)) if self.page == Page::Overview => self.go_to(path, snapshot),
            Some(Target::Path(path)) => self.files.tree.click(path, snapshot),
            Some(Target::Proof(span)) => {
                let line = context.file.source.line_at(span.start);
                let found = Survey::instruction(line, context);
                return found.map(Request::Select).into_iter().collect();
            }
            _ => {}
        }
        Vec::new()
    }

    fn scroll(&mut self, rows: i32) {
        if self.sheet.is_window() {
            self.files.tree.scroll(rows as isize);
        } else {
            self.sheet.scroll_by(i64::from(rows));
        }
        self.laid_out = None;
    }

    fn highlights(&self) -> Highlights {
        Highlights { marks: self.marks.clone(), ..Highlights::default() }
    }

    fn typing(&self) -> bool {
        self.files.typing
    }

    fn paste(&mut self, text: &str, _context: &Context<'_>) {
        self.files.paste(text);
        self.laid_out = None;
    }

    fn copy(&self, context: &Context<'_>) -> Option<String> {
        let snapshot = context.surroundings.snapshot()?;
        Some(crate::explain::files::shown_path(snapshot, self.files.tree.at()))
    }
}
