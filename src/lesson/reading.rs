//! What a reader sees of a lesson at a moment.

use super::blocks::{Part, parts};
use super::{Focus, Item, Lesson};
use crate::doc::{Block, BlockKind, InlineComment, List, Run, Table, Text};
use crate::dockerfile::{self, Keyword};
use crate::fact::Fact;
use crate::select::{Selector, Template, World};
use crate::source::Source;

/// How many kinds of instructions a block may talk about to be focused on;
/// a block about more is about the whole file.
const MOST_KINDS: usize = 3;

/// The part of a step that is shown now.
#[derive(Clone, Debug, Default)]
pub struct Visible<'a> {
    /// The items in order, conditions resolved; no `Pause` and no `Conditional` among them.
    pub items: Vec<&'a Item>,
    /// The places in `items` before which a revealed pause stands.
    pub pauses: Vec<usize>,
    /// Whether a pause hides more.
    pub waiting: bool,
    /// The focus in force at the end of what is shown.
    pub focus: Option<&'a Focus>,
    /// The places in `items` of texts that begin a branch which the file decided for.
    pub leads: Vec<usize>,
    /// Conditions that the file cannot decide, each with the reason; neither branch is shown.
    pub undecided: Vec<(&'a str, String)>,
}

impl Lesson {
    /// What to show of a step when the reader has revealed `pauses` pauses of
    /// it. A step that does not exist shows nothing.
    pub fn visible_items(&self, step: usize, pauses: usize, world: &World<'_>) -> Visible<'_> {
        let mut visible = Visible::default();
        if let Some(step) = self.steps.get(step) {
            let mut left = pauses;
            collect(&step.items, &mut left, world, &mut visible);
        }
        visible
    }
}

/// Adds items up to the first pause that is not revealed.
fn collect<'a>(
    items: &'a [Item],
    pauses: &mut usize,
    world: &World<'_>,
    visible: &mut Visible<'a>,
) {
    for item in items {
        if visible.waiting {
            return;
        }
        match item {
            Item::Pause => match pauses.checked_sub(1) {
                Some(left) => {
                    *pauses = left;
                    visible.pauses.push(visible.items.len());
                }
                None => visible.waiting = true,
            },
            Item::Conditional { condition, then, otherwise } => match condition.evaluate(world) {
                Fact::Known { value, .. } => {
                    let start = visible.items.len();
                    collect(if value { then } else { otherwise }, pauses, world, visible);
                    let is_text = |item: &&Item| matches!(item, Item::Block(_));
                    let first = visible.items.iter().skip(start).position(is_text);
                    visible.leads.extend(first.map(|at| start + at));
                }
                Fact::Unknown { reason } => visible.undecided.push((&condition.text, reason)),
            },
            Item::Focus(focus) => {
                visible.focus = Some(focus);
                visible.items.push(item);
            }
            _ => visible.items.push(item),
        }
    }
}

/// A text that begins a branch, as a statement: “**If your file has a `USER`:** …”
/// becomes “**Your file has a `USER`:** …”, since the file has decided it. On
/// GitHub, where both branches show, it stays a condition.
pub fn as_statement(block: &Block) -> Block {
    let mut block = block.clone();
    if let BlockKind::Paragraph(text) = &mut block.kind
        && let Some(run) = text.runs.first_mut().filter(|run| run.style.strong)
        && let Some(rest) = run.text.strip_prefix("If ")
        && let Some(first) = rest.chars().next()
    {
        run.text = first.to_uppercase().chain(rest.chars().skip(1)).collect();
    }
    block
}

/// For lessons without `focus`: instructions of the kinds that a block talks
/// about. A Dockerfile fence talks about its instructions, other blocks about
/// the instructions whose names they hold in capitals.
pub fn auto_focus(block: &Block) -> Option<Selector> {
    let mut kinds: Vec<Keyword> = Vec::new();
    let mut add = |keyword: Keyword| {
        if !kinds.contains(&keyword) {
            kinds.push(keyword);
        }
    };
    match &block.kind {
        BlockKind::Code(code)
            if matches!(
                code.language.as_deref(),
                Some("dockerfile" | "containerfile" | "docker")
            ) =>
        {
            let source = Source::new("fence", code.text.clone().into_bytes());
            let file = dockerfile::parse(std::sync::Arc::new(source));
            file.instructions.iter().filter_map(|it| it.keyword).for_each(add);
        }
        BlockKind::Code(_) => return None,
        _ => super::blocks::each_text(std::slice::from_ref(block), &mut |text| {
            for run in &text.runs {
                run.text
                    .split(|it: char| !it.is_alphanumeric() && it != '_' && it != '-')
                    .filter(|word| word.len() > 1 && word.bytes().all(|it| it.is_ascii_uppercase()))
                    .filter_map(|word| Keyword::read(word.as_bytes()))
                    .for_each(&mut add);
            }
        }),
    }
    if kinds.is_empty() || kinds.len() > MOST_KINDS {
        return None;
    }
    let names: Vec<&str> = kinds.into_iter().map(Keyword::name).collect();
    Selector::parse(&names.join(", ")).ok()
}

/// The block with every `{{ value }}` filled in from the file.
pub fn fill_block(block: &Block, world: &World<'_>) -> Block {
    let texts = |texts: &[Text]| texts.iter().map(|text| fill_text(text, world)).collect();
    let blocks = |blocks: &[Block]| blocks.iter().map(|it| fill_block(it, world)).collect();
    let kind = match &block.kind {
        BlockKind::Heading { level, text } => {
            BlockKind::Heading { level: *level, text: fill_text(text, world) }
        }
        BlockKind::Paragraph(text) => BlockKind::Paragraph(fill_text(text, world)),
        BlockKind::List(list) => {
            let mut filled = List { start: list.start, items: list.items.clone() };
            filled.items.iter_mut().for_each(|item| item.blocks = blocks(&item.blocks));
            BlockKind::List(filled)
        }
        BlockKind::Quote { alert, blocks: inner } => {
            BlockKind::Quote { alert: *alert, blocks: blocks(inner) }
        }
        BlockKind::Details { summary, blocks: inner, open } => BlockKind::Details {
            summary: fill_text(summary, world),
            blocks: blocks(inner),
            open: *open,
        },
        BlockKind::Footnote { label, blocks: inner } => {
            BlockKind::Footnote { label: label.clone(), blocks: blocks(inner) }
        }
        BlockKind::Table(table) => BlockKind::Table(Table {
            alignments: table.alignments.clone(),
            head: texts(&table.head),
            rows: table.rows.iter().map(|row| texts(row)).collect(),
        }),
        BlockKind::Code(_) | BlockKind::Rule | BlockKind::Comment(_) => block.kind.clone(),
    };
    Block { kind, origin: block.origin, proof: block.proof.clone() }
}

/// The text with every `{{ value }}` filled in from the file: the value,
/// else its fallback, else `?`. Braces that hold no value stay.
pub fn fill_text(text: &Text, world: &World<'_>) -> Text {
    if !text.runs.iter().any(|run| run.text.contains("{{")) {
        return text.clone();
    }
    let runs = text.runs.iter().map(|run| Run { text: fill(&run.text, world), ..run.clone() });
    let comments: Vec<InlineComment> = text.comments.clone();
    Text { runs: runs.collect(), comments }
}

fn fill(text: &str, world: &World<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Words(words) => filled.push_str(words),
            Part::Value(value, written) => match Template::parse(value) {
                Err(_) => filled.push_str(written),
                Ok(template) => match (template.evaluate(world), template.fallback) {
                    (Fact::Known { value, .. }, _) => filled.push_str(&value),
                    (Fact::Unknown { .. }, Some(fallback)) => filled.push_str(&fallback),
                    (Fact::Unknown { .. }, None) => filled.push('?'),
                },
            },
        }
    }
    filled
}
