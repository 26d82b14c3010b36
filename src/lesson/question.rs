//! From a heading and a list to a question.

use sha2::{Digest, Sha256};

use super::builder::Builder;
use super::exercise::Exercise;
use super::settings;
use super::{Arrangement, Choice, Question, QuestionKind};
use crate::doc::{Block, BlockKind, List, ListItem, Run, Text};

const KEYS: [&str; 8] =
    ["id", "skill", "misconception", "retry", "type", "answer", "alternatives", "rubric"];

/// What `type` may say.
const TYPES: [&str; 6] = ["single", "multiple", "true_false", "order", "short", "explain"];

impl Builder<'_> {
    /// The question that was collected; `None` when it cannot be asked.
    pub(super) fn question(&mut self, mut exercise: Exercise) -> Option<Question> {
        let id = self.id(&mut exercise, "question");
        let settings = &mut exercise.settings;
        let skill = settings.text("skill", self.problems).map(|it| it.text);
        let misconception = settings.text("misconception", self.problems).map(|it| it.text);
        let retry = settings.number("retry", self.problems);
        let wanted = settings.text("type", self.problems);
        let answer = settings.text("answer", self.problems);
        let alternatives = settings.list("alternatives", self.problems);
        let rubric = settings.list("rubric", self.problems);
        settings.report_unknown(&KEYS, self.problems);
        if let Some(wanted) = wanted.as_ref().filter(|it| !TYPES.contains(&it.text.as_str())) {
            self.problems.unknown(&wanted.place, "type of question called", &wanted.text, &TYPES);
        }
        let wanted = wanted.map(|it| it.text);
        let kind = match (answer, wanted.as_deref()) {
            (Some(answer), _) => {
                let answers = std::iter::once(answer).chain(alternatives).map(|it| it.text);
                QuestionKind::Short { answers: answers.collect() }
            }
            (None, Some("explain")) => explain(rubric),
            (None, _) if !rubric.is_empty() => explain(rubric),
            (None, wanted) => self.listed(&id, &exercise, wanted)?,
        };
        if exercise.prompt.is_empty() {
            let hint = "write a heading below the directive";
            self.problems.error_with_hint(&exercise.place, "this question asks nothing", hint);
        }
        let hash = Question::content_hash(&exercise.prompt, &kind);
        Some(Question {
            id,
            skill,
            misconception,
            tries: retry.map_or_else(|| default_tries(&kind), |tries| tries.clamp(1, 20)),
            prompt: exercise.prompt,
            kind,
            hints: exercise.hints,
            diagnoses: Vec::new(),
            orders: Vec::new(),
            explanation: exercise.explanation,
            hash,
            arrangement: Arrangement::Shuffled,
            none: None,
            origin: exercise.origin,
        })
    }

    /// A question whose answers are a list.
    fn listed(
        &mut self,
        id: &str,
        exercise: &Exercise,
        wanted: Option<&str>,
    ) -> Option<QuestionKind> {
        let Some(BlockKind::List(list)) = exercise.list.as_ref().map(|block| &block.kind) else {
            self.problems.error_with_hint(
                &exercise.place,
                "this question has no answers",
                "write a list with [x] before what is right, or answer: in the directive",
            );
            return None;
        };
        let ticked = list.items.iter().any(|item| item.task.is_some());
        let numbered = list.start.is_some();
        if !ticked && (numbered || wanted == Some("order")) {
            self.note_options(id, list, exercise);
            return Some(QuestionKind::Order(list.items.iter().map(order_text).collect()));
        }
        if !ticked {
            self.problems.error_with_hint(
                &exercise.place,
                "no option of this question is marked",
                "write [x] before what is right and [ ] before what is wrong",
            );
        }
        let choices: Vec<Choice> = list.items.iter().map(choice).collect();
        self.note_options(id, list, exercise);
        if numbered && choices.iter().filter(|choice| choice.right).count() > 1 {
            self.problems.error_with_hint(
                &exercise.place,
                "a question with numbers has one right option, and this one has several",
                "write the list with dashes if several are right",
            );
        }
        if let Some(kind) = true_false(&choices) {
            return Some(kind);
        }
        let multiple = match wanted {
            Some("multiple") => true,
            Some("single") => false,
            _ => !numbered,
        };
        Some(if multiple { QuestionKind::Multiple(choices) } else { QuestionKind::Single(choices) })
    }
}

impl Builder<'_> {
    /// Notes for the checker where each option stands.
    fn note_options(&mut self, id: &str, list: &List, exercise: &Exercise) {
        let place = |item: &ListItem| match item.origin {
            Some(origin) => self.place_at(origin.span.start as usize),
            None => exercise.place.clone(),
        };
        let places = list.items.iter().map(place).collect();
        self.trace.options.insert(id.to_owned(), places);
    }
}

fn explain(rubric: Vec<settings::Text>) -> QuestionKind {
    QuestionKind::Explain { rubric: rubric.into_iter().map(|it| it.text).collect() }
}

/// Typed and ordered answers get three tries; a guess between two gets one.
fn default_tries(kind: &QuestionKind) -> u32 {
    match kind {
        QuestionKind::Single(_) | QuestionKind::Multiple(_) => 2,
        QuestionKind::Short { .. } | QuestionKind::Order(_) => 3,
        QuestionKind::TrueFalse { .. } | QuestionKind::Explain { .. } => 1,
    }
}

/// Two options that say true and false.
fn true_false(choices: &[Choice]) -> Option<QuestionKind> {
    let [first, second] = choices else { return None };
    let says = |choice: &Choice| choice.text.words().trim().to_lowercase();
    let (yes, no) = match (says(first).as_str(), says(second).as_str()) {
        ("true", "false") => (first, second),
        ("false", "true") => (second, first),
        _ => return None,
    };
    if yes.right == no.right {
        return None;
    }
    let feedback = [yes.feedback.clone(), no.feedback.clone()];
    Some(QuestionKind::TrueFalse { answer: yes.right, feedback })
}

/// An option: its lines, and the quotes below them as feedback.
fn choice(item: &ListItem) -> Choice {
    let mut text = Text::default();
    let mut feedback = Vec::new();
    for block in &item.blocks {
        match &block.kind {
            BlockKind::Quote { blocks, .. } => feedback.extend(blocks.iter().cloned()),
            _ => add(&mut text, block),
        }
    }
    Choice { text, right: item.task == Some(true), feedback }
}

fn order_text(item: &ListItem) -> Text {
    let mut text = Text::default();
    item.blocks.iter().for_each(|block| add(&mut text, block));
    text
}

/// Adds what a block says as further lines of the text.
fn add(text: &mut Text, block: &Block) {
    let break_line = |text: &mut Text| {
        if !text.is_empty() {
            text.push(Run { text: "\n".to_owned(), ..Run::default() });
        }
    };
    match &block.kind {
        BlockKind::Paragraph(words) | BlockKind::Heading { text: words, .. } => {
            break_line(text);
            words.runs.iter().for_each(|run| text.push(run.clone()));
        }
        BlockKind::Code(code) => {
            break_line(text);
            let mut run = Run { text: code.text.trim_end().to_owned(), ..Run::default() };
            run.style.code = true;
            text.push(run);
        }
        _ => {}
    }
}

impl Question {
    /// A hash of what is asked and what is right. Blanks, hints, feedback and the
    /// explanation do not count: a reader's answer stays good when they change.
    pub fn content_hash(prompt: &[Block], kind: &QuestionKind) -> String {
        hash(prompt, kind)
    }
}

fn hash(prompt: &[Block], kind: &QuestionKind) -> String {
    let mut parts = Vec::new();
    super::blocks::each_text(prompt, &mut |text| parts.push(text.words()));
    super::blocks::each_code(prompt, &mut |code| parts.push(code.text.clone()));
    let choices = |kind: &str, choices: &[Choice], parts: &mut Vec<String>| {
        parts.push(kind.to_owned());
        for choice in choices {
            parts.push(if choice.right { "right" } else { "wrong" }.to_owned());
            parts.push(choice.text.words());
        }
    };
    match kind {
        QuestionKind::Single(options) => choices("single", options, &mut parts),
        QuestionKind::Multiple(options) => choices("multiple", options, &mut parts),
        QuestionKind::TrueFalse { answer, .. } => parts.push(answer.to_string()),
        QuestionKind::Order(texts) => {
            parts.push("order".to_owned());
            parts.extend(texts.iter().map(Text::words));
        }
        QuestionKind::Short { answers } => {
            parts.push("short".to_owned());
            parts.extend(answers.iter().cloned());
        }
        QuestionKind::Explain { rubric } => {
            parts.push("explain".to_owned());
            parts.extend(rubric.iter().cloned());
        }
    }
    let mut hasher = Sha256::new();
    for part in &parts {
        for word in part.split_whitespace() {
            hasher.update(word.as_bytes());
            hasher.update(b" ");
        }
        hasher.update(b"\n");
    }
    hasher
        .finalize()
        .iter()
        .take(8)
        .fold(String::with_capacity(16), |hex, byte| hex + &format!("{byte:02x}"))
}
