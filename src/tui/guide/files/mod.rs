//! The files around the Dockerfile as a tree: which are sent, and what takes them.
//! The Context view shows it, and the Cache view lets the reader choose from it.

mod lines;
mod list;
mod survey;
mod tree;

use unicode_width::UnicodeWidthStr;

use super::rows::Paper;
use super::{Context, key_of, key_while_typing, line};
use crate::context::{NodeId, Snapshot};
use crate::quiz::Field;
use crate::tui::theme::Role;
use crate::tui::widget::cut;
use crate::tui::{Action, Surroundings};
use list::Fate;
pub(super) use survey::{FINDS_NOTHING, News, Survey, TAKES, TAKES_ELSEWHERE, TAKES_PART};
pub(super) use tree::Tree;

/// The tree, what is known of it, and what it is filtered by.
#[derive(Debug, Default)]
pub(super) struct FileTree {
    pub survey: Survey,
    pub tree: Tree,
    /// What paths have to have; empty for all.
    pub find: Field,
    /// Whether letters go into [`FileTree::find`].
    pub typing: bool,
}

impl FileTree {
    /// Works out anew what follows from another file or folder.
    pub(super) fn refresh(&mut self, snapshot: &Snapshot, context: &Context<'_>) -> News {
        let news = self.survey.refresh(snapshot, context);
        if news == News::Folder {
            let is_example = matches!(context.surroundings, Surroundings::Example(_));
            self.tree.take(snapshot, if is_example { context.answers } else { 0 });
        }
        if news != News::Nothing {
            self.tree.forget_list();
        }
        news
    }

    /// Lists what is shown, where that is to be done.
    pub(super) fn fill(&mut self, snapshot: &Snapshot, context: &Context<'_>) {
        let takers = self.survey.at_selection(context);
        let text = self.find.text().to_lowercase();
        self.tree.fill(snapshot, &self.survey.usage, &text, &takers);
    }

    /// Shows all, with the cursor at a path.
    pub(super) fn go_to(&mut self, path: NodeId, snapshot: &Snapshot) {
        self.show_all();
        self.tree.reveal(path, snapshot);
    }

    /// Shows all again.
    pub(super) fn show_all(&mut self) {
        self.find = Field::default();
        self.typing = false;
        self.tree.show_all();
    }

    /// Does what is asked for while letters are typed.
    pub(super) fn type_into(&mut self, action: Action, snapshot: &Snapshot) {
        match action {
            Action::Submit => self.typing = false,
            Action::Close => {
                self.find = Field::default();
                self.typing = false;
            }
            // The ends of the list are of more use than those of the line.
            Action::Top | Action::Bottom => return self.tree.act(action, snapshot),
            action if line::edit(&mut self.find, action) => {}
            action => return self.tree.act(action, snapshot),
        }
        self.tree.forget_list();
    }

    /// Types a pasted text.
    pub(super) fn paste(&mut self, text: &str) {
        self.find.insert(text.lines().next().unwrap_or_default());
        self.tree.forget_list();
    }

    /// What is looked for, while it is typed and afterwards.
    pub(super) fn write_filter(&self, paper: &mut Paper<'_>) {
        let fate = filter_words(self.tree.fate());
        let is_sought = self.typing || !self.find.text().is_empty();
        if !is_sought && fate.is_empty() {
            return;
        }
        let pieces = is_sought.then(|| line::pieces(paper, &self.find, self.typing));
        let mut pieces = pieces.unwrap_or_default();
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
}

/// What the filters leave, in words; empty where they leave all.
fn filter_words(fate: Fate) -> String {
    if fate == Fate::All { String::new() } else { format!("showing {}", fate.words()) }
}
