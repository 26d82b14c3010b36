//! From the step to rows.
//!
//! ```text
//! Order for the cache                     the step's title
//!
//! Look at the highlighted line …          text
//!
//! Question · choose one                   see question.rs
//! Task                                    see task.rs
//!
//! Space more                              what comes next
//! ```

use ratatui::layout::Size;

use crate::doc::{Block, BlockKind, Text};
use crate::fact::listed;
use crate::lesson::{Item, Level, Step, fill_block};
use crate::quiz::Attempt;
use crate::select::World;
use crate::source::safe_line;
use crate::tui::Action;
use crate::tui::theme::Role;

use super::super::rows::{Anchor, Paper, Prefix, Row, Target};
use super::super::{Context, key_of};
use super::places::Places;
use super::question::{self, About, Manner, Pointing};
use super::shown::Stop;
use super::{LessonView, Wish, needs, task};

impl LessonView {
    /// Lays the step out where the size, the theme or the content changed.
    pub(in crate::tui::guide) fn fit(&mut self, size: Size, context: &Context<'_>) {
        let key = (size, context.theme.palette, context.has_keys);
        if self.laid_out.is_none_or(|(known, _)| known != key) {
            let in_force = self.laid_out.is_some_and(|(_, in_force)| in_force);
            self.lay_out(size, context, in_force);
        }
        self.grant_wish();
        if size.height > 0 {
            self.is_in_view = self.sheet.sees(|anchor| matches!(anchor, Anchor::Option(_)));
            if self.is_whole_in_view() {
                self.seen_whole = self.active_id();
            }
        }
        // Whether a question shows its cursor depends on whether it is in
        // view, which only the scrolled layout tells.
        let in_force = self.in_force(context);
        if self.laid_out != Some((key, in_force)) {
            self.lay_out(size, context, in_force);
        }
    }

    /// The rows are laid out anew when they are next looked at.
    pub(in crate::tui::guide) fn lay_out_again(&mut self) {
        self.laid_out = None;
    }

    fn lay_out(&mut self, size: Size, context: &Context<'_>, in_force: bool) {
        let rows = self.write(size, context, in_force);
        self.sheet.set(rows, size);
        let key = (size, context.theme.palette, context.has_keys);
        self.laid_out = Some((key, in_force));
    }

    fn grant_wish(&mut self) {
        let wish = std::mem::take(&mut self.wish);
        // A step may hold several questions: look within the one that is meant.
        let question = match wish {
            Wish::Graded(question) | Wish::Both(question @ Anchor::Item(_), _) => Some(question),
            _ => self.active().map(|attempt| self.anchor_of(&attempt.question)),
        };
        let start = question.and_then(|anchor| self.sheet.find_from(0, anchor)).unwrap_or(0);
        let find = |anchor| self.sheet.find_from(start, anchor);
        let range = match wish {
            Wish::Stay => return,
            Wish::Top => return self.sheet.rewind(),
            Wish::Both(first, last) => {
                let last = |row: usize| self.sheet.find_from(row, last).unwrap_or(row);
                find(first).map(|row| (row, last(row)))
            }
            Wish::Graded(question) => self.range_of_graded(question, start),
            Wish::From(first) => find(first).map(|row| (row, self.sheet.len())),
        };
        if let Some((first, last)) = range {
            self.sheet.show(first, last);
        }
    }

    /// The rows that matter of a question that was answered, as many as fit: the
    /// whole, else what grading said with the right answer and the reason; of one
    /// that can be tried again, what was chosen with what is said of it.
    fn range_of_graded(&self, question: Anchor, start: usize) -> Option<(usize, usize)> {
        let find = |anchor| self.sheet.find_from(start, anchor);
        let whole = find(question);
        let end = find(Anchor::Answer);
        let (verdict, chosen) = (find(Anchor::Verdict), find(Anchor::Chosen));
        let is_open = match question {
            Anchor::Item(at) => match self.shown.items.get(at) {
                Some(Item::Question(question)) => {
                    self.attempt(question).is_some_and(Attempt::is_open)
                }
                _ => false,
            },
            _ => false,
        };
        let ranges = if is_open {
            let actions = end.and_then(|end| self.sheet.find_from(end, Anchor::Actions));
            let chosen = chosen.or_else(|| find(Anchor::Option(0)));
            [whole.zip(actions), chosen.zip(actions), chosen.zip(end), None]
        } else {
            [whole.zip(end), verdict.zip(end), None, None]
        };
        let fits = |(first, last): &(usize, usize)| last - first < self.sheet.height();
        let found = ranges.into_iter().flatten();
        found.clone().find(fits).or_else(|| found.last())
    }

    fn write(&self, size: Size, context: &Context<'_>, in_force: bool) -> Vec<Row> {
        let folds = |group| self.folds.get(&group).cloned().unwrap_or_default();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        let world = super::world(context);
        self.write_title(&mut paper);
        self.write_unknowns(&mut paper, context);
        let mut blocks: Vec<(usize, Block)> = Vec::new();
        for (at, item) in self.shown.items.iter().enumerate() {
            if let Item::Block(block) = item {
                blocks.push((at, fill_block(block, &world)));
                continue;
            }
            self.write_blocks(&mut paper, &mut blocks);
            let start = paper.rows.len();
            self.write_item(&mut paper, item, at, &world, in_force, context);
            paper.anchor(start, Anchor::Item(at));
        }
        self.write_blocks(&mut paper, &mut blocks);
        self.write_end(&mut paper);
        paper.rows
    }

    fn write_title(&self, paper: &mut Paper<'_>) {
        let lesson = &self.lesson;
        if let Some(step) = lesson.steps.get(self.step).filter(|step| !step.title.is_empty()) {
            let block = Block::heading(1, step.title.clone());
            paper.blocks(&[block], &Prefix::default(), None);
        }
        if self.step == 0 {
            if let Some(goal) = &lesson.goal {
                let goal = Text::new().muted("Goal: ").plain(goal.as_str());
                paper.text(&goal, &Prefix::default());
            }
            let mut facts = Vec::new();
            facts.extend(lesson.minutes.map(|minutes| format!("about {minutes} minutes")));
            facts.extend(lesson.level.map(|level| {
                let words = match level {
                    Level::Beginner => "for beginners",
                    Level::Intermediate => "for those who know the basics",
                    Level::Advanced => "in depth",
                };
                words.to_owned()
            }));
            if !facts.is_empty() {
                paper.words(Role::Muted, &facts.join(" · "), &Prefix::default());
            }
        }
        paper.blank();
        self.write_way(paper);
    }

    /// On a path, the last step says first what comes next there: its text tells
    /// where the course goes on, which may be another lesson.
    fn write_way(&self, paper: &mut Paper<'_>) {
        let is_last = self.step > 0 && self.step + 1 == self.lesson.steps.len();
        let Some(path) = self.on_path().filter(|_| is_last) else { return };
        let Some(next) = self.next_lesson() else { return };
        let title = safe_line(next.title()).into_owned();
        let text = Text::new()
            .plain(format!("Next on the path {}: ", path.title))
            .strong(title)
            .plain(". What else is named here can wait.");
        paper.text(&text, &Prefix::default());
        paper.blank();
    }

    /// What the file cannot decide, and what it lacks.
    fn write_unknowns(&self, paper: &mut Paper<'_>, context: &Context<'_>) {
        let missed = self.focused.is_empty()
            && self.shown.focus.as_ref().is_some_and(|focus| !focus.optional);
        if missed && !context.is_sample && !self.samples(context).is_empty() {
            let words = format!(
                "○ Your file has no such line. {} shows the lesson's sample.",
                key_of(Action::NextSample)
            );
            paper.words(Role::Muted, &words, &Prefix::default());
            paper.blank();
        }
        // Said once, where the lesson asks about it first.
        let asks = |step: &Step| needs::of_items(&step.items).is_some();
        let is_first = self.lesson.steps.iter().position(asks) == Some(self.step);
        let snapshot = context.surroundings.snapshot().filter(|_| is_first);
        if let Some((snapshot, from)) = snapshot.and_then(|it| Some((it, it.named_by.as_ref()?))) {
            let folder = match safe_line(&snapshot.folder) {
                here if here == "." => "that layerwise was started in".into(),
                folder => folder,
            };
            let words = format!("The context is the folder {folder}: so says {}.", safe_line(from));
            paper.words(Role::Muted, &words, &Prefix::default());
            paper.blank();
        }
        // Once a step: who reads it knows neither conditions nor how many there are.
        if let Some(reason) = self.shown.undecided.first() {
            // The name of the fact stands before its reason.
            let is_name = |name: &str| !name.contains(' ');
            let reason = match reason.split_once(": ") {
                Some((name, rest)) if is_name(name) => rest,
                _ => reason,
            };
            let words = format!(
                "? A part of this step is left out. layerwise cannot tell whether it fits this \
                 file: {}.",
                safe_line(reason)
            );
            paper.words(Role::Muted, &words, &Prefix::default());
            paper.blank();
        }
    }

    fn write_item(
        &self,
        paper: &mut Paper<'_>,
        item: &Item,
        at: usize,
        world: &World<'_>,
        in_force: bool,
        context: &Context<'_>,
    ) {
        match item {
            Item::Question(question) => {
                let Some(attempt) = self.attempts.get(&question.id) else { return };
                let active = self.active().is_some_and(|it| it.question == question.id);
                let in_force = active && in_force;
                let is_made = self.asked.find(&question.id).is_some();
                let about = if is_made { About::File } else { About::Lesson };
                let line = self.marked_line(context).filter(|_| active);
                let places = Places::of(question, attempt, &self.asked, context);
                let pointing = match active {
                    true => self.pointing(line.as_deref()),
                    false => Pointing::No,
                };
                let (typing, places, has_keys) = (self.typing, &places, context.has_keys);
                let is_later =
                    self.later.contains(&question.id) && self.taken.as_ref() != Some(&question.id);
                let begins = !self.has_stopped() && !is_later;
                let manner =
                    Manner { active, in_force, has_keys, typing, begins, about, pointing, places };
                question::write(paper, question, attempt, manner, at);
            }
            Item::Task(task) => {
                let Some(state) = self.tasks.get(&task.id) else { return };
                task::write(paper, task, state, world, &advice(context));
            }
            Item::CheckList(items) => {
                let ticks: Vec<_> = items.iter().map(|item| task::tick(item, world)).collect();
                task::write_items(paper, items, &ticks, world, None);
                paper.blank();
            }
            _ => {}
        }
    }

    fn write_end(&self, paper: &mut Paper<'_>) {
        let space = key_of(Action::Reveal);
        let next = key_of(Action::StepNext);
        paper.blank();
        let start = paper.rows.len();
        match self.shown.stop {
            Stop::Question => return,
            Stop::Pause => paper.buttons(&[(&space, "show more", Target::GoOn)], 0),
            Stop::Step => match self.lesson.steps.get(self.step + 1) {
                Some(step) => {
                    let title = safe_line(&step.title.words()).into_owned();
                    paper.buttons(&[(&next, &format!("next step: {title}"), Target::GoOn)], 0);
                }
                None => self.write_lesson_end(paper),
            },
        }
        paper.anchor(start, Anchor::End);
    }

    fn write_lesson_end(&self, paper: &mut Paper<'_>) {
        let state = self.state_of(&self.lesson);
        let title = safe_line(&self.lesson.title).into_owned();
        let line = "─".repeat(paper.width().min(60));
        paper.words(Role::Border, &line, &Prefix::default());
        if self.is_review() {
            let words = if state.done { "✓ Review done" } else { "End of the review" };
            paper.words(Role::Good, words, &Prefix::default());
        } else if state.done {
            paper.words(Role::Good, &format!("✓ Lesson done: {title}"), &Prefix::default());
        } else {
            paper.words(Role::Strong, &format!("End of the lesson: {title}"), &Prefix::default());
        }
        if state.questions > 0 {
            let words = format!(
                "Questions answered: {} of {}; right on the first try without a hint: {}.",
                state.answered, state.questions, state.solid
            );
            paper.words(Role::Text, &words, &Prefix::default());
        }
        let of_file = |it: &&Attempt| it.is_open() && self.asked.find(&it.question).is_some();
        match self.attempts.values().filter(of_file).count() {
            _ if self.is_review() => {}
            0 => {}
            1 => {
                let words = "One question about your file is open.";
                paper.words(Role::Text, words, &Prefix::default());
            }
            count => {
                let words = format!("{count} questions about your file are open.");
                paper.words(Role::Text, &words, &Prefix::default());
            }
        }
        // One that is asked again is answered now.
        let is_open = |id: &&String| self.attempts.get(*id).is_some_and(Attempt::is_open);
        let waits = |id: &&String| is_open(id) && self.taken.as_ref() != Some(*id);
        let later = self.later.iter().filter(waits).count();
        if later > 0 {
            let words = format!("{later} left for later.");
            paper.words(Role::Text, &words, &Prefix::default());
        }
        if state.tasks > 0 {
            let words = format!("Tasks done: {} of {}.", state.tasks_done, state.tasks);
            paper.words(Role::Text, &words, &Prefix::default());
        }
        if !state.done && !self.is_review() {
            self.write_open_steps(paper);
        }
        if let Some(path) = self.ends_path() {
            let words = match path.way(&self.course, &self.progress).next {
                None => format!("✓ Path done: {}", path.title),
                Some(_) => format!("End of the path: {}", path.title),
            };
            paper.words(Role::Good, &words, &Prefix::default());
        }
        paper.blank();
        let (key, list) = (key_of(Action::StepNext), key_of(Action::Lessons));
        let lessons = Target::Lesson(String::new());
        match self.next_lesson() {
            _ if self.is_review() => {
                paper.buttons(&[(&key, "how your skills sit now", Target::GoOn)], 0);
            }
            Some(entry) => {
                let title = safe_line(&entry.lesson().title).into_owned();
                let words = match self.on_path() {
                    Some(path) => format!("next on the path {}: {title}", path.title),
                    None => format!("next lesson: {title}"),
                };
                paper.buttons(&[(&key, &words, Target::GoOn), (&list, "all lessons", lessons)], 0);
            }
            None if self.ends_path().is_some() => {
                let words = "home: what your file needs, and the other paths";
                paper.buttons(&[(&key, words, Target::GoOn), (&list, "all lessons", lessons)], 0);
            }
            None => paper.buttons(&[(&list, "all lessons", lessons)], 0),
        }
    }

    /// Where something is left to answer or to do.
    fn write_open_steps(&self, paper: &mut Paper<'_>) {
        let others = self.open_steps().filter(|at| *at != self.step);
        let open: Vec<String> = others.map(|at| (at + 1).to_string()).collect();
        let key = key_of(Action::StepPrevious);
        let words = match open.as_slice() {
            [] => return,
            [one] => format!("Still open: step {one}. {key} goes back."),
            all => format!("Still open: steps {}. {key} goes back.", listed(all)),
        };
        paper.words(Role::Text, &words, &Prefix::default());
    }

    /// Writes blocks that follow each other. Each keeps its own group, so that
    /// what the reader folds is told apart. A click on a Dockerfile shows it
    /// in the file pane.
    fn write_blocks(&self, paper: &mut Paper<'_>, blocks: &mut Vec<(usize, Block)>) {
        for (at, block) in blocks.drain(..) {
            paper.blank();
            let sample = match &block.kind {
                BlockKind::Code(code) => {
                    self.lesson.fences.iter().find(|fence| fence.text == code.text)
                }
                _ => None,
            };
            let rows = paper.blocks(&[block], &Prefix::default(), Some(at));
            paper.anchor(rows.start, Anchor::Item(at));
            if let Some(sample) = sample {
                let (name, text) = (sample.name.clone(), sample.text.clone());
                let show = Target::Sample { name, text };
                paper.aim(rows, &show);
                // The key shows one after the other, so it is named at the first alone.
                let first = self.shown.samples(&self.lesson).next();
                if first.is_some_and(|first| first.text == sample.text) {
                    let key = key_of(Action::NextSample);
                    paper.buttons(&[(&key, "shows this in the file pane", show)], 0);
                }
            }
        }
    }
}

/// How a task is done in the file that is shown.
fn advice(context: &Context<'_>) -> String {
    let edit = key_of(Action::Edit);
    let back = if context.has_own {
        format!(" {} goes back to your own file.", key_of(Action::OwnFile))
    } else {
        String::new()
    };
    match (context.is_practice, context.is_sample) {
        (true, _) => format!(
            "{edit} edits your copy of the sample. The marks change when you save it.{back}"
        ),
        (_, true) => format!("{edit} opens a copy of this sample in your editor.{back}"),
        _ => format!("{edit} edits your file. The marks change when you save it."),
    }
}
