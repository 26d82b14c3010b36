//! From a fact and some wrong answers to a question.

use super::Belief;
use crate::doc::{Block, BlockKind, List, ListItem, Text, markdown};
use crate::dockerfile::Dockerfile;
use crate::explain::mask::mask_text;
use crate::lesson::{Arrangement, Choice, Question, QuestionKind};
use crate::source::{Span, safe_line};

/// With the right one these make four, which have a letter each.
const MOST_WRONG: usize = 3;
/// With fewer wrong options a question is a guess.
const FEWEST_WRONG: usize = 2;
/// How many lines a proof shows.
const MOST_PROOF: usize = 6;
/// How much of a text an option or a line shows, in characters. It wraps, so that
/// two that differ near their ends are told apart; some screens are filled by more.
const LONGEST: usize = 160;
/// A first line of fewer characters says little of an instruction.
const TELLS_LITTLE: usize = 28;

/// An answer: what it says, and what tells it from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Answers with the same key are the same answer.
    pub key: String,
    /// What the option says.
    pub text: Text,
}

impl Answer {
    /// A value of the file.
    pub(super) fn code(value: &str) -> Self {
        let shown = shown(&mask_text(value));
        Self { key: shown.clone(), text: Text::new().code(shown) }
    }

    /// In our own words, in Markdown.
    pub(super) fn words(words: &str) -> Self {
        Self { key: format!("\u{0}{words}"), text: text(words) }
    }

    /// A value, or the statement that there is none.
    pub(super) fn value(value: &str, when_empty: &str) -> Self {
        if value.is_empty() { Self::words(when_empty) } else { Self::code(value) }
    }
}

/// A wrong answer with the belief that leads to it.
#[derive(Clone, Debug)]
pub(super) struct Mistake {
    pub answer: Answer,
    pub belief: &'static Belief,
}

impl Mistake {
    pub(super) fn new(answer: Answer, belief: &'static Belief) -> Self {
        Self { answer, belief }
    }
}

/// What the lines that are shown with an explanation do for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// They decide it.
    Decide,
    /// They only ask for what something else decides about.
    Ask,
}

impl Lead {
    /// What to say above the lines of these numbers.
    fn words(self, numbers: &[String]) -> String {
        let lines = lines(numbers);
        match self {
            Lead::Decide => format!("Decided by {lines}:"),
            Lead::Ask => format!("Files of the folder are asked for by {lines} of the Dockerfile:"),
        }
    }
}

/// What could be asked.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Tells it from the others of its generator, whatever lines are added above it.
    pub key: String,
    /// The instruction that it is about; the prompt shows it.
    pub about: Option<Span>,
    pub prompt: Text,
    pub right: Answer,
    /// Where the beliefs lead, the most telling first; those that lead to the
    /// right answer, or where another leads already, are dropped.
    pub mistakes: Vec<Mistake>,
    /// Answers that are true elsewhere in the file, taken where beliefs are too few.
    pub neighbours: Vec<Mistake>,
    pub proof: Vec<Span>,
    /// What the lines of the proof do for the answer.
    pub lead: Lead,
    /// What the answer rests on beside the file.
    pub note: Option<String>,
    pub hint: &'static str,
    /// Why it is so.
    pub why: Text,
}

impl Candidate {
    /// The question with its answer and the reason, in one line.
    pub(super) fn answer(&self, file: &Dockerfile) -> String {
        let line = self.about.map(|about| format!("Line {}: ", file.source.line_at(about.start)));
        let words = format!(
            "{}{} {}. {}",
            line.unwrap_or_default(),
            self.prompt.words(),
            self.right.text.words(),
            self.why.words()
        );
        words.trim_end().to_owned()
    }

    /// Drops what is no mistake; `None` where too little is left to choose from.
    pub(super) fn settled(mut self) -> Option<Self> {
        let mut seen = vec![self.right.key.clone()];
        let mut fresh = |mistake: &Mistake| {
            let is_new = !seen.contains(&mistake.answer.key);
            if is_new {
                seen.push(mistake.answer.key.clone());
            }
            is_new
        };
        self.mistakes.retain(&mut fresh);
        self.mistakes.truncate(MOST_WRONG);
        self.neighbours.retain(&mut fresh);
        self.neighbours.truncate(FEWEST_WRONG.saturating_sub(self.mistakes.len()));
        (self.mistakes.len() + self.neighbours.len() >= FEWEST_WRONG).then_some(self)
    }

    /// How much it tells: how many beliefs lead elsewhere, those that written
    /// questions are about, too, counted twice.
    pub(super) fn worth(&self) -> usize {
        self.mistakes.iter().map(|mistake| 1 + usize::from(mistake.belief.id.is_some())).sum()
    }

    /// The options with their beliefs: the right one first, which has none.
    pub(super) fn options(&self) -> (Vec<Choice>, Vec<Option<&'static Belief>>) {
        let right = Choice { text: self.right.text.clone(), right: true, feedback: Vec::new() };
        let (mut choices, mut beliefs) = (vec![right], vec![None]);
        for mistake in self.mistakes.iter().chain(&self.neighbours) {
            let feedback = feedback(mistake.belief);
            choices.push(Choice { text: mistake.answer.text.clone(), right: false, feedback });
            beliefs.push(Some(mistake.belief));
        }
        (choices, beliefs)
    }
}

/// One line or stage of a question that asks which of several are meant.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub text: Text,
    /// The place in the file that it stands for; `None`: for none of the others.
    pub place: Option<Span>,
    /// Who wrongly ticks it believes this; `None` where ticking it is right.
    pub belief: Option<&'static Belief>,
    /// Said where ticking it is right.
    pub why: Text,
}

impl Part {
    pub(super) fn choice(&self) -> Choice {
        let feedback = match self.belief {
            Some(belief) => feedback(belief),
            None => vec![Block::paragraph(self.why.clone())],
        };
        Choice { text: self.text.clone(), right: self.belief.is_none(), feedback }
    }
}

/// What a reader learns who chose an option that this belief leads to.
pub(super) fn feedback(belief: &Belief) -> Vec<Block> {
    match belief.claim {
        "" => sentences(belief.truth),
        claim => sentences(&format!("This would be right if {claim}. {}", belief.truth)),
    }
}

/// Our own words, in Markdown, as blocks.
pub(super) fn sentences(words: &str) -> Vec<Block> {
    markdown::read(words).document.blocks
}

/// Our own words, one paragraph in Markdown, as a text.
pub(super) fn text(words: &str) -> Text {
    match sentences(words).pop().map(|block| block.kind) {
        Some(BlockKind::Paragraph(text)) => text,
        _ => Text::from(words),
    }
}

/// One text behind another.
pub(super) fn join(mut text: Text, more: Text) -> Text {
    more.runs.into_iter().for_each(|run| text.push(run));
    text
}

/// What a question says: what it is about, and what it asks.
pub(super) struct Prompt<'a> {
    pub file: &'a Dockerfile,
    pub about: Option<Span>,
    pub words: Text,
}

impl Prompt<'_> {
    fn blocks(&self, with_number: WithNumber) -> Vec<Block> {
        let heading = Block::heading(3, self.words.clone());
        let Some(about) = self.about else { return vec![heading] };
        let number = match with_number {
            WithNumber::Yes => format!("Line {}: ", self.file.source.line_at(about.start)),
            WithNumber::No => String::new(),
        };
        let line = Text::from(number).code(line_of(self.file, about));
        vec![Block::paragraph(line).proved_by([about]), heading]
    }
}

enum WithNumber {
    Yes,
    No,
}

/// A question of these parts, without id. Its hash does not count the line's
/// number, so that an answer stays good when a line is added above.
pub(super) fn question(
    prompt: &Prompt<'_>,
    kind: QuestionKind,
    hint: &str,
    explanation: Vec<Block>,
) -> Question {
    let hash = Question::content_hash(&prompt.blocks(WithNumber::No), &kind);
    let arrangement = match kind {
        QuestionKind::Multiple(_) => Arrangement::AsWritten,
        _ => Arrangement::Shuffled,
    };
    Question {
        id: String::new(),
        skill: None,
        misconception: None,
        tries: if matches!(kind, QuestionKind::TrueFalse { .. }) { 1 } else { 2 },
        prompt: prompt.blocks(WithNumber::Yes),
        kind,
        hints: vec![sentences(hint)],
        diagnoses: Vec::new(),
        orders: Vec::new(),
        explanation,
        hash,
        arrangement,
        none: None,
        origin: Span::default(),
    }
}

/// Why the answer is so, and the lines that decide it; each leads to its place in the file.
pub(super) fn explanation(
    file: &Dockerfile,
    why: Text,
    note: Option<&str>,
    (lead, proof): (Lead, &[Span]),
) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !why.is_empty() {
        blocks.push(Block::paragraph(why));
    }
    if let Some(note) = note {
        let note = note.replace("(table of images", "(layerwise's table of images");
        let words = format!("It also rests on the base image: {}.", safe_line(&note));
        blocks.push(Block::paragraph(words));
    }
    if proof.is_empty() {
        return blocks;
    }
    let numbers: Vec<String> =
        proof.iter().map(|span| file.source.line_at(span.start).to_string()).collect();
    let words = Text::from(lead.words(&numbers));
    if let [only] = proof {
        let text = words.plain(" ").code(line_of(file, *only));
        blocks.push(Block::paragraph(text).proved_by([*only]));
        return blocks;
    }
    blocks.push(Block::paragraph(words).proved_by(proof.iter().copied()));
    let item = |span: &Span| {
        let number = file.source.line_at(span.start);
        let text = Text::new().muted(format!("{number} ")).code(line_of(file, *span));
        let blocks = vec![Block::paragraph(text).proved_by([*span])];
        ListItem { task: None, blocks, origin: None }
    };
    let items = proof.iter().take(MOST_PROOF).map(item).collect();
    blocks.push(BlockKind::List(List { start: None, items }).into());
    blocks
}

/// What to call the lines of these numbers.
pub(super) fn lines(numbers: &[String]) -> String {
    match numbers {
        [] => "no line".to_owned(),
        [only] => format!("line {only}"),
        [first @ .., last] => format!("lines {} and {last}", first.join(", ")),
    }
}

/// The first line of an instruction, masked and shortened; where that says
/// little, as in a `RUN` whose commands begin below it, the next ones as well.
pub(super) fn line_of(file: &Dockerfile, span: Span) -> String {
    let text = file.source.slice(span).trim_end();
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim_end();
    if text.len() == first.len() {
        return shown(&mask_text(&first.replace('\t', " ")));
    }
    let without_mark =
        |line: &str| line.trim().trim_end_matches(char::from(file.escape.byte())).trim().to_owned();
    let mut told = without_mark(first);
    let mut rest = lines.map(without_mark).filter(|it| !it.is_empty() && !it.starts_with('#'));
    // What follows a heredoc's mark is another text.
    while told.chars().count() < TELLS_LITTLE && !told.contains("<<") {
        let Some(next) = rest.next() else { break };
        told = format!("{told} {next}");
    }
    let shown = shown(&mask_text(&told.replace('\t', " ")));
    if shown.ends_with('…') || rest.next().is_none() { shown } else { format!("{shown} …") }
}

/// A text from the file, safe and not longer than fits.
pub(super) fn shown(text: &str) -> String {
    let safe = safe_line(text);
    match safe.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &safe[..end]),
        None => safe.to_string(),
    }
}
