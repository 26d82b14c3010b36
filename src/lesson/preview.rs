//! A lesson printed, for authors.

use super::{Ask, Asker, Choice, Focus, Item, Lesson, Question, QuestionKind, Task, TaskItem};
use crate::doc::{Block, BlockKind, Document, List, ListItem, Run, Text, markdown, plain_text};

/// How a preview looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewForm {
    /// As GitHub shows it: Markdown without directives.
    Markdown,
    /// Plain text in this many columns, with a line for each directive.
    Text {
        /// Columns.
        width: usize,
    },
}

/// The lesson from start to end, every pause revealed and every branch shown,
/// with the questions that `asker` makes from the lesson's sample.
pub fn preview(lesson: &Lesson, form: PreviewForm, asker: &dyn Asker) -> String {
    match form {
        PreviewForm::Markdown => {
            // On GitHub nobody makes questions.
            let preview = Preview { lesson, asker, directives: Directives::Left };
            markdown::write(&Document::new(preview.blocks()))
        }
        PreviewForm::Text { width } => plain_text(&preview_blocks(lesson, asker), width),
    }
}

/// The same as blocks, with a line for each directive, to be laid out with looks.
pub fn preview_blocks(lesson: &Lesson, asker: &dyn Asker) -> Vec<Block> {
    Preview { lesson, asker, directives: Directives::Shown }.blocks()
}

struct Preview<'a> {
    lesson: &'a Lesson,
    asker: &'a dyn Asker,
    directives: Directives,
}

/// What becomes of directives.
#[derive(Clone, Copy, PartialEq)]
enum Directives {
    Left,
    Shown,
}

impl Preview<'_> {
    fn blocks(&self) -> Vec<Block> {
        let lesson = self.lesson;
        let mut blocks = vec![Block::heading(1, Text::new().plain(&*lesson.title))];
        if let Some(goal) = &lesson.goal
            && self.directives == Directives::Shown
        {
            blocks.push(Block::paragraph(Text::new().emphasis(&**goal)));
        }
        for step in &lesson.steps {
            if step.title.words() != lesson.title {
                blocks.push(Block::heading(2, step.title.clone()));
            }
            self.items(&step.items, &mut blocks);
        }
        blocks
    }

    fn mark(&self, text: String, into: &mut Vec<Block>) {
        if self.directives == Directives::Shown {
            into.push(Block::paragraph(Text::new().muted(format!("[{text}]"))));
        }
    }

    /// The questions that the sample gives.
    fn ask(&self, ask: &Ask, into: &mut Vec<Block>) {
        self.mark(format!("ask {}", ask.generator.name()), into);
        if self.directives == Directives::Left {
            return;
        }
        let Some(sample) = &self.lesson.sample else {
            return self.mark("the lesson has no sample to ask about".to_owned(), into);
        };
        match self.asker.questions(ask, sample) {
            Ok(questions) => {
                for made in &questions {
                    self.mark(format!("question {}, tries: {}", made.id, made.tries), into);
                    question(made, into);
                }
            }
            Err(reason) => self.mark(format!("no question on the sample: {reason}"), into),
        }
    }

    fn items(&self, items: &[Item], into: &mut Vec<Block>) {
        let directives = self.directives;
        let mark = |text: String, into: &mut Vec<Block>| self.mark(text, into);
        for item in items {
            match item {
                Item::Block(block) => into.push(block.clone()),
                Item::Focus(focus) => mark(focus_words(focus), into),
                Item::Pause => mark("pause".to_owned(), into),
                Item::Conditional { condition, then, otherwise } => {
                    mark(format!("if {}", condition.text), into);
                    self.items(then, into);
                    if !otherwise.is_empty() {
                        mark("else".to_owned(), into);
                        self.items(otherwise, into);
                    }
                    mark("endif".to_owned(), into);
                }
                Item::Question(it) => {
                    mark(format!("question {}, tries: {}", it.id, it.tries), into);
                    question(it, into);
                }
                Item::Ask(ask) => self.ask(ask, into),
                Item::Task(it) => {
                    mark(format!("task {}", it.id), into);
                    task(it, directives, into);
                }
                Item::CheckList(list) => into.push(check_list(list, directives)),
                Item::SpeakerNote(note) => mark(format!("speaker note: {note}"), into),
                Item::Discuss { minutes } => {
                    let minutes =
                        minutes.map(|it| format!(" for {it} minutes")).unwrap_or_default();
                    mark(format!("discuss{minutes}"), into);
                }
            }
        }
    }
}

fn focus_words(focus: &Focus) -> String {
    let Some(selector) = &focus.selector else { return "focus on nothing".to_owned() };
    let all = if focus.all { " (all)" } else { "" };
    let note = focus.note.as_ref().map(|note| format!(", note: {note}")).unwrap_or_default();
    format!("focus {}{all}{note}", selector.text)
}

fn question(question: &Question, into: &mut Vec<Block>) {
    into.extend(question.prompt.iter().cloned());
    hints(&question.hints, into);
    match &question.kind {
        QuestionKind::Single(choices) => into.push(choice_list(choices, Some(1))),
        QuestionKind::Multiple(choices) => into.push(choice_list(choices, None)),
        QuestionKind::TrueFalse { answer, feedback } => {
            let [on_true, on_false] = feedback;
            let choice = |word: &str, right: bool, feedback: &[Block]| Choice {
                text: Text::new().plain(word),
                right,
                feedback: feedback.to_vec(),
            };
            let choices = [choice("True", *answer, on_true), choice("False", !*answer, on_false)];
            into.push(choice_list(&choices, Some(1)));
        }
        QuestionKind::Order(texts) => into.push(Block::numbered(texts.iter().cloned())),
        QuestionKind::Short { answers } => {
            let mut text = Text::new().plain("Answer: ");
            for (place, answer) in answers.iter().enumerate() {
                text = if place > 0 { text.plain(", or ") } else { text }.code(&**answer);
            }
            into.push(Block::paragraph(text));
        }
        QuestionKind::Explain { rubric } => {
            into.push(Block::bullets(rubric.iter().map(|it| Text::new().plain(&**it))));
        }
    }
    explanation(&question.explanation, into);
}

fn task(task: &Task, directives: Directives, into: &mut Vec<Block>) {
    into.extend(task.prompt.iter().cloned());
    hints(&task.hints, into);
    into.push(check_list(&task.items, directives));
    explanation(&task.explanation, into);
}

fn hints(hints: &[Vec<Block>], into: &mut Vec<Block>) {
    for blocks in hints {
        into.push(BlockKind::Quote { alert: None, blocks: blocks.clone() }.into());
    }
}

fn explanation(blocks: &[Block], into: &mut Vec<Block>) {
    if !blocks.is_empty() {
        let summary = Text::new().plain("Why");
        into.push(BlockKind::Details { summary, blocks: blocks.to_vec(), open: false }.into());
    }
}

fn choice_list(choices: &[Choice], start: Option<u64>) -> Block {
    let item = |choice: &Choice| {
        let mut blocks = vec![Block::paragraph(choice.text.clone())];
        if !choice.feedback.is_empty() {
            blocks.push(BlockKind::Quote { alert: None, blocks: choice.feedback.clone() }.into());
        }
        ListItem { task: Some(choice.right), blocks, origin: None }
    };
    BlockKind::List(List { start, items: choices.iter().map(item).collect() }).into()
}

fn check_list(items: &[TaskItem], directives: Directives) -> Block {
    let item = |item: &TaskItem| {
        let mut text = Text { runs: item.text.runs.clone(), comments: Vec::new() };
        if let (Some(check), Directives::Shown) = (&item.check, directives) {
            let mut run = Run { text: format!(" [check {}]", check.text), ..Run::default() };
            run.style.muted = true;
            text.push(run);
        }
        ListItem { task: Some(false), blocks: vec![Block::paragraph(text)], origin: None }
    };
    BlockKind::List(List { start: None, items: items.iter().map(item).collect() }).into()
}
