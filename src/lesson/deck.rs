//! A lesson as a deck of slides for presenterm, to be shown to a room.
//!
//! A step is a slide; pauses, notes for the speaker and Dockerfiles stay what they are. What is
//! asked comes without its answer, and the answer behind a pause. What only a screen with the
//! reader's file can do (a focus, a check, a question made from the file) is left out.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Choice, Item, Lesson, Question, QuestionKind, fill_block, fill_text};
use crate::analysis::Analysis;
use crate::build::Options;
use crate::doc::{Block, BlockKind, Document, List, ListItem, Text, markdown};
use crate::dockerfile;
use crate::fact::Fact;
use crate::select::World;
use crate::source::Source;

/// The deck as Markdown, about the lesson's own sample.
pub fn deck(lesson: &Lesson) -> String {
    let text = lesson.sample.as_ref().map(|sample| sample.text.clone()).unwrap_or_default();
    let file = Arc::new(dockerfile::parse(Arc::new(Source::new("sample", text.into_bytes()))));
    let analysis = Analysis::of(file, Options::default());
    let world = World { analysis: Some(&analysis), ..World::sample(&analysis.file) };
    let mut deck = Deck { world, text: String::new(), blocks: Vec::new() };
    let title = super::scaffold::yaml_text(&lesson.title);
    let _ = write!(deck.text, "---\ntitle: {title}\n---\n\n");
    for (at, step) in lesson.steps.iter().enumerate() {
        if at > 0 {
            deck.directive("end_slide");
        }
        deck.title(&step.title);
        deck.items(&step.items);
        if let (0, Some(sample)) = (at, &lesson.sample) {
            deck.directive("end_slide");
            deck.title(&Text::new().plain(sample.name.as_str()));
            let _ = write!(deck.text, "{}\n\n", fence(&sample.text));
        }
    }
    deck.flush();
    deck.text.trim_end().to_owned() + "\n"
}

/// A Dockerfile with the numbers of its lines; the fence is longer than any in the text.
fn fence(text: &str) -> String {
    let mut ticks = 3;
    while text.contains(&"`".repeat(ticks)) {
        ticks += 1;
    }
    let ticks = "`".repeat(ticks);
    format!("{ticks}dockerfile +line_numbers\n{}\n{ticks}", text.trim_end())
}

struct Deck<'w> {
    world: World<'w>,
    text: String,
    /// What was not written yet.
    blocks: Vec<Block>,
}

impl Deck<'_> {
    fn flush(&mut self) {
        if !self.blocks.is_empty() {
            let document = Document::new(std::mem::take(&mut self.blocks));
            let _ = write!(self.text, "{}\n\n", markdown::write(&document).trim_end());
        }
    }

    fn directive(&mut self, name: &str) {
        self.flush();
        let _ = write!(self.text, "<!-- {name} -->\n\n");
    }

    /// presenterm takes a heading that is underlined for the title of a slide.
    fn title(&mut self, title: &Text) {
        self.flush();
        let document = Document::new(vec![Block::paragraph(fill_text(title, &self.world))]);
        let words = markdown::write(&document).split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            let _ = write!(self.text, "{words}\n{}\n\n", "=".repeat(words.chars().count().max(3)));
        }
    }

    fn note(&mut self, note: &str) {
        self.flush();
        self.text.push_str("<!--\nspeaker_note: |\n");
        for line in note.replace("-->", "→").lines() {
            let _ = writeln!(self.text, "  {line}");
        }
        self.text.push_str("-->\n\n");
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Block(block) => self.block(block),
                Item::Pause => self.directive("pause"),
                // What the sample decides is shown; what it cannot, is for the room.
                Item::Conditional { condition, then, otherwise } => {
                    match condition.evaluate(&self.world) {
                        Fact::Known { value: true, .. } => self.items(then),
                        Fact::Known { value: false, .. } => self.items(otherwise),
                        Fact::Unknown { .. } => {
                            self.items(then);
                            self.items(otherwise);
                        }
                    }
                }
                Item::Question(question) => self.question(question),
                Item::Task(task) => {
                    self.blocks_of(&task.prompt);
                    let texts = task.items.iter().map(|item| item.text.clone());
                    self.bullets(texts.collect());
                    self.behind_a_pause(&task.explanation);
                }
                Item::CheckList(items) => {
                    self.bullets(items.iter().map(|item| item.text.clone()).collect());
                }
                Item::SpeakerNote(note) => self.note(note),
                Item::Discuss { minutes } => {
                    let time = minutes.map(|it| format!(" for {it} minutes")).unwrap_or_default();
                    self.note(&format!("Discuss{time}, vote again, then go on."));
                }
                Item::Focus(_) | Item::Ask(_) => {}
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Comment(_) => {}
            // A slide cannot be folded.
            BlockKind::Details { summary, blocks, .. } => {
                self.directive("pause");
                self.blocks.push(Block::paragraph(Text::new().strong(summary.words())));
                self.blocks_of(blocks);
            }
            _ => self.blocks.push(fill_block(block, &self.world)),
        }
    }

    fn blocks_of(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn bullets(&mut self, texts: Vec<Text>) {
        let item = |text: Text| {
            // The checks in it are no concern of a room.
            let text = Text { runs: text.runs, comments: Vec::new() };
            ListItem { task: None, blocks: vec![Block::paragraph(text)], origin: None }
        };
        let items = texts.into_iter().map(|text| item(fill_text(&text, &self.world))).collect();
        self.blocks.push(BlockKind::List(List { start: None, items }).into());
    }

    fn behind_a_pause(&mut self, blocks: &[Block]) {
        if !blocks.is_empty() {
            self.directive("pause");
            self.blocks_of(blocks);
        }
    }

    fn question(&mut self, question: &Question) {
        self.blocks_of(&question.prompt);
        let right = |choices: &[Choice]| {
            choices.iter().filter(|it| it.right).map(|it| it.text.clone()).collect::<Vec<_>>()
        };
        let plain = |words: &str| Text::new().plain(words);
        let answer = match &question.kind {
            QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => {
                self.bullets(choices.iter().map(|choice| choice.text.clone()).collect());
                right(choices)
            }
            QuestionKind::TrueFalse { answer, .. } => {
                vec![plain(if *answer { "True" } else { "False" })]
            }
            QuestionKind::Order(texts) => {
                let mut mixed = texts.clone();
                mixed.sort_by_key(Text::words);
                if mixed == *texts {
                    mixed.reverse();
                }
                self.bullets(mixed);
                texts.clone()
            }
            QuestionKind::Short { answers } => {
                answers.iter().take(1).map(|answer| Text::new().code(answer.as_str())).collect()
            }
            QuestionKind::Explain { rubric } => rubric.iter().map(|it| plain(it)).collect(),
        };
        self.directive("pause");
        self.blocks.push(Block::paragraph(Text::new().strong("Answer")));
        self.bullets(answer);
        self.blocks_of(&question.explanation);
    }
}
