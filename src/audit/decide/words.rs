//! The sheet as a document.

use super::model::{Answer, Asked, Choice, Decision, Outcome, Way};
use crate::doc::{Block, Text};
use crate::fact::{lines, listed};
use crate::mask::mask_text;
use crate::source::Source;

/// A sentence with the lines that prove it behind it.
fn proved(sentence: &str, proof: &[crate::source::Span], source: &Source) -> String {
    let sentence = mask_text(sentence);
    match lines(source, proof) {
        Some(lines) => format!("{sentence} ({lines})"),
        None => sentence.into_owned(),
    }
}

impl Asked {
    /// The answer in words, with who gave it and what proves it.
    pub fn words(&self, source: &Source) -> String {
        match &self.answer {
            Answer::Given(value) => format!("{} (your answer)", self.question.label(value)),
            Answer::Found { value, reason, proof } => {
                format!("{}. {}", self.question.label(value), proved(reason, proof, source))
            }
            Answer::Open(hint) if hint.is_empty() => "open.".to_owned(),
            Answer::Open(hint) => format!("open. {}", mask_text(hint)),
        }
    }

    /// How it is answered on the command line: `--answer platform=docker|kubernetes|several`.
    pub fn option(&self) -> String {
        let values: Vec<&str> = self.question.options.iter().map(|(value, ..)| *value).collect();
        format!("--answer {}={}", self.question.key, values.join("|"))
    }
}

impl Decision {
    /// Whether there is something to weigh: it may concern the file.
    pub fn is_open(&self) -> bool {
        !matches!(&self.outcome, Outcome::Chosen(way) if way.choice.key == "none")
    }
}

/// What the file has at present, and how that compares with what follows.
pub fn today(decision: &Decision, source: &Source) -> String {
    let says = proved(&decision.today.says, &decision.today.proof, source);
    match (&decision.outcome, decision.today.choice) {
        _ if !decision.is_open() => says,
        (Outcome::Chosen(way), Some(own)) if own == way.choice.key => {
            format!("{says} That is what is recommended.")
        }
        (Outcome::Chosen(_), Some(_)) => format!("{says} That differs from what is recommended."),
        _ => says,
    }
}

/// A way in words: the conditions, the choice, and why.
pub fn way(way: &Way) -> Text {
    let when: Vec<String> =
        way.when.iter().map(|(question, value)| question.condition(value).to_owned()).collect();
    let text = match when.is_empty() {
        true => Text::new(),
        false => Text::new().plain(format!("If {}: ", listed(&when))),
    };
    text.strong(way.choice.name).plain(format!(". {}", way.reasons.join(" ")))
}

/// The whole sheet.
pub fn blocks(decisions: &[Decision], source: &Source) -> Vec<Block> {
    let mut blocks = vec![Block::heading(2, format!("Decisions about {}", source.name))];
    for decision in decisions {
        blocks.push(Block::heading(3, decision.title));
        let today = Text::new().strong("Today:").plain(format!(" {}", today(decision, source)));
        blocks.push(Block::paragraph(today).proved_by(decision.today.proof.clone()));
        blocks.push(Block::bullets(decision.asked.iter().map(|asked| {
            let text = Text::new().plain(format!("{} ", asked.question.asks));
            let text = text.emphasis(asked.words(source));
            match asked.answer.value() {
                Some(_) => text,
                None => text.plain(" Answer with ").code(asked.option()),
            }
        })));
        if decision.is_open() {
            let choices = decision.choices.iter();
            let row = |choice: &Choice| [choice.name, choice.gives, choice.costs];
            blocks.push(Block::table(["Way", "For it", "Against it"], choices.map(row)));
        }
        match &decision.outcome {
            Outcome::Chosen(chosen) => {
                let text = Text::new().strong("Recommended:").plain(" ");
                let text = way(chosen).runs.into_iter().fold(text, Text::run);
                blocks.push(Block::paragraph(text));
            }
            Outcome::Depends(ways) => {
                blocks.push(Block::paragraph(Text::new().strong("Recommended, as it depends:")));
                blocks.push(Block::bullets(ways.iter().map(way)));
            }
        }
    }
    blocks
}
