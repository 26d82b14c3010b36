//! Blocks to steps.

use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use super::directive;
use super::exercise::{Collected, Exercise};
use super::limits::Spent;
use super::place::{Page, Place, Problems};
use super::trace::{Conditions, Trace, TracedBranch, TracedFence};
use super::{Item, LessonFolder, Sample, Step};
use crate::doc::{Block, BlockKind, Code, Text};
use crate::select::Expression;
use crate::source::LineNumber;

/// How deep `if` may stand in `if`.
const DEEPEST_CONDITION: usize = 8;

/// Takes blocks one by one and makes steps of them.
pub(super) struct Builder<'a> {
    pub(super) page: Rc<Page>,
    /// The lesson's own file, as messages call it.
    pub(super) lesson_name: String,
    pub(super) folder: &'a dyn LessonFolder,
    pub(super) problems: &'a mut Problems,
    pub(super) trace: Trace,
    /// The files that are being included, the innermost last.
    pub(super) including: Vec<PathBuf>,
    /// How many bytes were included so far.
    pub(super) included: usize,
    /// How much was asked of the reader's file so far.
    pub(super) spent: Spent,
    /// Headings up to this level begin a step.
    step_level: u8,
    steps: Vec<Step>,
    step: OpenStep,
    /// The conditions that are open, the innermost last.
    conditions: Vec<OpenCondition>,
    /// The question or task that is being collected.
    exercise: Option<Exercise>,
    fences: Vec<Sample>,
    /// How many fences without a name each title has.
    fence_counts: HashMap<String, usize>,
    main_sample: Option<Sample>,
}

/// What comes out.
pub(super) struct Built {
    pub(super) steps: Vec<Step>,
    pub(super) fences: Vec<Sample>,
    pub(super) main_sample: Option<Sample>,
    pub(super) trace: Trace,
}

struct OpenStep {
    title: Text,
    line: LineNumber,
    items: Vec<Item>,
    /// Whether a heading gave it its title.
    has_heading: bool,
    /// Whether the next heading gives it its title, of whatever level.
    wants_title: bool,
    /// Whether `skip_slide` leaves it out.
    skipped: bool,
}

impl OpenStep {
    fn new(title: Text, line: LineNumber, has_heading: bool) -> Self {
        Self { title, line, items: Vec::new(), has_heading, wants_title: false, skipped: false }
    }
}

struct OpenCondition {
    /// `None` when it cannot be read; then both branches are shown, as on GitHub.
    condition: Option<Expression>,
    place: Place,
    then: Vec<Item>,
    otherwise: Vec<Item>,
    in_else: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        page: &Rc<Page>,
        folder: &'a dyn LessonFolder,
        problems: &'a mut Problems,
        title: &str,
    ) -> Self {
        Self {
            page: Rc::clone(page),
            lesson_name: page.source.name.clone(),
            folder,
            problems,
            trace: Trace::default(),
            including: Vec::new(),
            included: 0,
            spent: Spent::default(),
            step_level: 2,
            steps: Vec::new(),
            step: OpenStep::new(Text::new().plain(title), LineNumber::FIRST, false),
            conditions: Vec::new(),
            exercise: None,
            fences: Vec::new(),
            fence_counts: HashMap::new(),
            main_sample: None,
        }
    }

    /// Reads the blocks of the lesson's own file.
    pub(super) fn read(&mut self, blocks: &[Block]) {
        self.step_level = step_level(blocks);
        self.blocks(blocks);
    }

    /// Reads the blocks of the file that is being read.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.note_links_and_values(block);
            match &block.kind {
                BlockKind::Comment(comment) => self.comment(comment, block),
                BlockKind::Heading { level, text } => self.heading(*level, text, block),
                _ => self.block(block),
            }
        }
    }

    /// The lesson's parts.
    pub(super) fn finish(mut self) -> Built {
        self.end_step();
        if self.steps.is_empty() {
            let OpenStep { title, line, .. } = self.step;
            self.steps.push(Step { title, items: Vec::new(), line });
        }
        Built {
            steps: self.steps,
            fences: self.fences,
            main_sample: self.main_sample,
            trace: self.trace,
        }
    }

    /// Where a block stands in the file that is being read.
    pub(super) fn place(&self, block: &Block) -> Place {
        self.place_at(block.origin.map_or(0, |origin| origin.span.start as usize))
    }

    pub(super) fn place_at(&self, offset: usize) -> Place {
        Place::new(&self.page, offset)
    }

    fn heading(&mut self, level: u8, text: &Text, block: &Block) {
        self.trace.note_anchor(&text.words());
        let waiting = self.exercise.as_ref().is_some_and(Exercise::is_empty);
        if !waiting {
            self.end_exercise();
        }
        if level <= self.step_level || (self.step.wants_title && self.step_is_untouched()) {
            self.heading_of_step(level, text, block);
        } else if !waiting {
            self.push(Item::Block(block.clone()));
        }
        if waiting && let Some(exercise) = &mut self.exercise {
            exercise.heading(block);
        }
    }

    fn heading_of_step(&mut self, level: u8, text: &Text, block: &Block) {
        let line = block.origin.map_or(LineNumber::FIRST, |origin| origin.lines.first);
        let is_title = level == 1 && self.steps.is_empty();
        if self.step_is_untouched() && !self.step.has_heading {
            let skipped = self.step.skipped;
            // What stands before the first heading (a focus, say) stays with it.
            let items = std::mem::take(&mut self.step.items);
            self.step = OpenStep::new(text.clone(), line, !is_title);
            self.step.items = items;
            self.step.skipped = skipped;
            return;
        }
        // The directive above a heading belongs to the step that the heading begins.
        let exercise = self.exercise.take();
        self.end_step();
        self.exercise = exercise;
        self.step = OpenStep::new(text.clone(), line, true);
    }

    /// Whether the step has nothing to read yet.
    fn step_is_untouched(&self) -> bool {
        self.conditions.is_empty()
            && self.step.items.iter().all(|item| matches!(item, Item::Focus(_)))
    }

    /// A block that is neither heading nor comment.
    fn block(&mut self, block: &Block) {
        if let BlockKind::Code(code) = &block.kind {
            self.note_fence(code, block);
        }
        if let Some(exercise) = &mut self.exercise {
            match exercise.take(block) {
                Collected::Taken => return,
                Collected::Finished => return self.end_exercise(),
                Collected::Refused => self.end_exercise(),
            }
        }
        let item = match &block.kind {
            BlockKind::List(list) if super::exercise::has_check(list) => {
                let place = self.place(block);
                Item::CheckList(self.task_items(list, &place, None))
            }
            _ => Item::Block(block.clone()),
        };
        self.push(item);
    }

    /// Keeps a Dockerfile fence as a sample.
    fn note_fence(&mut self, code: &Code, block: &Block) {
        let language = code.language.as_deref().unwrap_or_default();
        if !matches!(language, "dockerfile" | "containerfile" | "docker") {
            return;
        }
        let tags = code.info.split_whitespace();
        let tagged = tags.clone().find_map(|tag| tag.strip_prefix("sample="));
        let name = match tagged {
            Some(name) => name.to_owned(),
            None => {
                let title = self.step.title.words();
                let count = self.fence_counts.entry(title.clone()).or_default();
                *count += 1;
                if *count == 1 { title } else { format!("{title} ({count})") }
            }
        };
        let sample = Sample { name, text: code.text.clone(), beside: None };
        if tagged == Some("main") && self.main_sample.is_none() {
            self.main_sample = Some(sample.clone());
        }
        let place = self.place(block);
        let bad = tags.into_iter().any(|tag| tag == "bad");
        self.trace.fences.push(TracedFence { text: code.text.clone(), place, bad });
        self.fences.push(sample);
    }

    /// Adds to the innermost open branch, or to the step.
    pub(super) fn push(&mut self, item: Item) {
        match self.conditions.last_mut() {
            None => self.step.items.push(item),
            Some(open) if open.in_else => open.otherwise.push(item),
            Some(open) => open.then.push(item),
        }
    }

    /// `end_slide`: the next blocks are another step.
    pub(super) fn end_slide(&mut self, block: &Block) {
        let line = block.origin.map_or(LineNumber::FIRST, |origin| origin.lines.last);
        self.end_step();
        let title = self.steps.last().map(|step| step.title.clone()).unwrap_or_default();
        self.step = OpenStep::new(title, line, false);
        self.step.wants_title = true;
    }

    pub(super) fn skip_slide(&mut self) {
        self.step.skipped = true;
    }

    fn end_step(&mut self) {
        self.end_exercise();
        while let Some(open) = self.conditions.pop() {
            self.problems.error_with_hint(
                &open.place,
                "this if has no endif before its step ends",
                "write <!-- endif --> behind what it shows",
            );
            self.push_condition(open);
        }
        let empty = OpenStep::new(Text::default(), LineNumber::FIRST, false);
        let step = std::mem::replace(&mut self.step, empty);
        let worth_showing = step.has_heading || !step.items.is_empty();
        if worth_showing && !step.skipped {
            self.steps.push(Step { title: step.title, items: step.items, line: step.line });
        } else {
            self.step.title = step.title;
        }
    }

    /// Makes an item of the question or task that was collected.
    pub(super) fn end_exercise(&mut self) {
        if let Some(exercise) = self.exercise.take()
            && let Some(item) = self.build_exercise(exercise)
        {
            self.push(item);
        }
    }

    pub(super) fn begin_exercise(&mut self, exercise: Exercise) {
        self.end_exercise();
        self.exercise = Some(exercise);
    }

    /// Whether a question or task has been announced and nothing of it has come yet.
    pub(super) fn awaits_exercise(&self) -> bool {
        self.exercise.as_ref().is_some_and(Exercise::is_empty)
    }

    pub(super) fn begin_condition(&mut self, condition: Option<Expression>, place: Place) {
        if self.conditions.len() >= DEEPEST_CONDITION {
            let message = format!("more than {DEEPEST_CONDITION} ifs stand in each other");
            self.problems.error(&place, message);
            return;
        }
        let (then, otherwise) = (Vec::new(), Vec::new());
        self.conditions.push(OpenCondition { condition, place, then, otherwise, in_else: false });
    }

    pub(super) fn begin_else(&mut self, place: &Place) {
        match self.conditions.last_mut() {
            Some(open) if !open.in_else => open.in_else = true,
            Some(_) => self.problems.error(place, "this if has an else already"),
            None => self.problems.error(place, "there is no if for this else"),
        }
    }

    pub(super) fn end_condition(&mut self, place: &Place) {
        match self.conditions.pop() {
            Some(open) => self.push_condition(open),
            None => self.problems.error(place, "there is no if for this endif"),
        }
    }

    fn push_condition(&mut self, open: OpenCondition) {
        let Some(condition) = open.condition else {
            open.then.into_iter().chain(open.otherwise).for_each(|item| self.push(item));
            return;
        };
        let mut around = self.open_conditions();
        around.push((condition.clone(), true));
        for (branch, holds) in [(&open.then, true), (&open.otherwise, false)] {
            if branch.is_empty() {
                continue;
            }
            if let Some(last) = around.last_mut() {
                last.1 = holds;
            }
            self.trace
                .branches
                .push(TracedBranch { place: open.place.clone(), conditions: around.clone() });
            if self.trace.is_lesson && !begins_with_lead(branch) {
                let branch = if holds { "if" } else { "else" };
                self.problems.warning(
                    &open.place,
                    format!("the {branch} branch does not begin with a lead in bold"),
                    "on GitHub both branches show, so begin with **If your file …:**",
                );
            }
        }
        self.push(Item::Conditional { condition, then: open.then, otherwise: open.otherwise });
    }

    /// The conditions around what is read now.
    pub(super) fn open_conditions(&self) -> Conditions {
        let open = self.conditions.iter();
        open.filter_map(|open| Some((open.condition.clone()?, !open.in_else))).collect()
    }
}

/// Whether the first text of a branch starts in bold; a branch without text needs no lead.
fn begins_with_lead(items: &[Item]) -> bool {
    let first = items.iter().find_map(|item| match item {
        Item::Block(block) => Some(&block.kind),
        _ => None,
    });
    match first {
        None => true,
        Some(BlockKind::Paragraph(text)) => text.runs.first().is_some_and(|run| run.style.strong),
        Some(_) => false,
    }
}

/// Level 2, or in a plain Markdown file without `##` the highest level below the title.
fn step_level(blocks: &[Block]) -> u8 {
    let levels = || {
        blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Heading { level, .. } => Some(level),
            _ => None,
        })
    };
    let has_directive = blocks.iter().any(|block| match &block.kind {
        BlockKind::Comment(comment) => matches!(directive::read(comment), Ok(Some(_))),
        _ => false,
    });
    if has_directive || levels().any(|level| level == 2) {
        return 2;
    }
    levels().skip(1).min().unwrap_or(2)
}
