//! Within the Checks view: the check lists that judge the file, and the
//! decisions about its image.
//!
//! ```text
//! Patterns for an image in production            list 1 of 6
//! 5 of 9 done, 2 not done, 2 unknown
//!
//!   ✓ What builds stays in a stage
//! ▌ ✗ The process does not run as root    the selected item: what proves
//! ▌   Nothing sets another user. (line 1)  it is marked in the file
//! ▌   r  Lesson: Not as root
//! ```

mod write;

use ratatui::layout::{Position, Size};

use super::exchange::instruction_at;
use super::panel::Panel;
use super::rows::Target;
use super::sheet::Sheet;
use super::{Context, Highlights, Request};
use crate::audit::decide::{self, Decision, Given, decide};
use crate::audit::{self, Judged, LISTS, List, Material};
use crate::doc::{Document, markdown};
use crate::dockerfile::InstructionId;
use crate::source::Span;
use crate::tui::keymap::Where;
use crate::tui::theme::Palette;
use crate::tui::{Action, Choices};

/// The check lists and the decisions.
#[derive(Debug, Default)]
pub(super) struct ListsView {
    /// Whether they are shown in place of the findings.
    pub(super) is_shown: bool,
    /// Which page: a list by its place, or behind them the decisions.
    page: usize,
    /// The place of the selected item or question.
    chosen: usize,
    /// What the reader answered.
    given: Given,
    /// What is on the page; `None` while it is worked out.
    content: Option<Content>,
    /// What the content is about.
    made_from: Option<Made>,
    sheet: Sheet,
    laid_out: Option<(Size, Palette)>,
    /// The rows of the selected item, to be brought into view.
    rows: Option<(usize, usize)>,
}

/// What is on a page.
#[derive(Debug)]
enum Content {
    List(&'static List, Vec<Judged>),
    Decisions(Vec<Decision>),
}

/// The text, the folder's scan and the choices that a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    generation: u64,
    answers: u64,
    choices: Choices,
    page: usize,
    given: Given,
}

/// How many pages there are.
const PAGES: usize = LISTS.len() + 1;

impl ListsView {
    fn refresh(&mut self, context: &Context<'_>) {
        let made = Made {
            generation: context.generation,
            answers: context.answers,
            choices: context.choices.clone(),
            page: self.page,
            given: self.given.clone(),
        };
        if self.made_from.as_ref() == Some(&made) && self.content.is_some() {
            return;
        }
        let Some(analysis) = context.analysis else {
            // Proofs are places of one text.
            if self.made_from.as_ref().is_some_and(|it| it.generation != context.generation) {
                self.content = None;
            }
            return;
        };
        let around = context.surroundings.around(context.file);
        let material = Material::new(analysis, &around);
        self.content = Some(match LISTS.get(self.page) {
            Some(list) => Content::List(list, audit::judge(list, &material)),
            None => Content::Decisions(decide(&material, &self.given)),
        });
        self.made_from = Some(made);
        self.chosen = self.chosen.min(self.len().saturating_sub(1));
    }

    /// How many items or questions the page has.
    fn len(&self) -> usize {
        match &self.content {
            None => 0,
            Some(Content::List(_, judged)) => judged.len(),
            Some(Content::Decisions(decisions)) => decisions.iter().map(|it| it.asked.len()).sum(),
        }
    }

    /// The question of the sheet that is selected, with its decision.
    fn question(&self) -> Option<(&Decision, &decide::Asked)> {
        let Some(Content::Decisions(decisions)) = &self.content else { return None };
        let all = decisions.iter().flat_map(|it| it.asked.iter().map(move |asked| (it, asked)));
        all.into_iter().nth(self.chosen)
    }

    /// The item of a list that is selected.
    fn item(&self) -> Option<&Judged> {
        let Some(Content::List(_, judged)) = &self.content else { return None };
        judged.get(self.chosen)
    }

    /// What proves the selected item or answer.
    fn proof(&self) -> &[Span] {
        match (self.item(), self.question()) {
            (Some(item), _) => &item.judgement.proof,
            (None, Some((decision, asked))) => match &asked.answer {
                decide::Answer::Found { proof, .. } if !proof.is_empty() => proof,
                _ => &decision.today.proof,
            },
            (None, None) => &[],
        }
    }

    /// Selects an item, and brings what proves it into view.
    fn select(&mut self, place: usize) -> Vec<Request> {
        self.chosen = place.min(self.len().saturating_sub(1));
        self.laid_out = None;
        self.proof().first().map(|span| Request::Reveal(*span)).into_iter().collect()
    }

    fn step(&mut self, by: isize) -> Vec<Request> {
        if self.has_more(by) {
            // What does not fit into the window is read first.
            self.sheet.act(if by > 0 { Action::Down } else { Action::Up });
            return Vec::new();
        }
        match self.chosen.checked_add_signed(by).filter(|next| *next < self.len()) {
            Some(next) => self.select(next),
            // What stands behind the last item is read by scrolling.
            None if self.sheet.act(if by > 0 { Action::Down } else { Action::Up }) => Vec::new(),
            None => vec![Request::Say("There is no further item.".to_owned())],
        }
    }

    /// Whether the selected item goes on above or below the window.
    fn has_more(&self, by: isize) -> bool {
        let Some((first, last)) = self.rows else { return false };
        let (top, height) = (self.sheet.top(), self.sheet.height());
        match by > 0 {
            true => last >= top + height,
            false => first < top && last + 1 >= top,
        }
    }

    fn turn(&mut self, by: usize) {
        self.page = (self.page + by) % PAGES;
        self.content = None;
        self.chosen = 0;
        self.sheet.rewind();
        self.laid_out = None;
    }

    /// To the line that proves the selected item; at the next call to the next one.
    fn go_to_line(&self, context: &Context<'_>) -> Vec<Request> {
        let found: Vec<InstructionId> =
            self.proof().iter().filter_map(|span| instruction_at(context, *span)).collect();
        let at = found.iter().position(|id| Some(*id) == context.selected);
        let next = at.map_or(0, |at| (at + 1) % found.len());
        match found.get(next) {
            Some(id) => vec![Request::Select(*id)],
            None => vec![Request::Say("No line of the file decides this.".to_owned())],
        }
    }

    /// The next answer to the selected question.
    fn answer(&mut self) -> Vec<Request> {
        let Some(question) = self.question().map(|(_, asked)| asked.question) else {
            return vec![Request::Say("Only questions of the decisions are answered.".to_owned())];
        };
        self.given.next(question);
        self.laid_out = None;
        Vec::new()
    }

    fn read(&self) -> Vec<Request> {
        match self.item() {
            Some(item) => open(item.item.lesson),
            None => vec![Request::Say("Lessons belong to the items of the lists.".to_owned())],
        }
    }
}

fn open(lesson: &str) -> Vec<Request> {
    vec![Request::OpenLesson(lesson.to_owned())]
}

impl Panel for ListsView {
    fn forget(&mut self) {
        self.laid_out = None;
    }

    fn fit(&mut self, size: Size, context: &Context<'_>) {
        let key = (size, context.theme.palette);
        if self.laid_out == Some(key) {
            return;
        }
        self.refresh(context);
        let rows = self.write(size, context);
        self.sheet.set(rows, size);
        if let Some((first, last)) = self.rows {
            // The first item is shown with the title above it.
            self.sheet.show(if self.chosen == 0 { 0 } else { first }, last);
        }
        self.laid_out = Some(key);
    }

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn sheet_mut(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    fn places(&self) -> Vec<Where> {
        vec![Where::Lists]
    }

    fn update(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        match action {
            Action::Down => return self.step(1),
            Action::Up => return self.step(-1),
            Action::Top => return self.select(0),
            Action::Bottom => return self.select(usize::MAX),
            Action::NextList => self.turn(1),
            Action::PreviousList => self.turn(PAGES - 1),
            Action::Submit => return self.go_to_line(context),
            Action::Mark => return self.answer(),
            Action::ReadLesson => return self.read(),
            action => {
                self.sheet.act(action);
            }
        }
        Vec::new()
    }

    fn click(&mut self, at: Position, context: &Context<'_>) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            Some(Target::Answer(place)) if place == self.chosen => self.go_to_line(context),
            Some(Target::Answer(place)) => self.select(place),
            Some(Target::Lesson(id)) => open(&id),
            _ => Vec::new(),
        }
    }

    fn highlights(&self) -> Highlights {
        Highlights { focus: self.proof().to_vec(), ..Highlights::default() }
    }

    /// The whole page as Markdown, for a pull request.
    fn copy(&self, context: &Context<'_>) -> Option<String> {
        let source = &context.file.source;
        let blocks = match self.content.as_ref()? {
            Content::List(list, judged) => audit::blocks(list, judged, source),
            Content::Decisions(decisions) => decide::blocks(decisions, source),
        };
        Some(markdown::write(&Document::new(blocks)))
    }
}
