//! Whether an instruction passes a filter.

use crate::dockerfile::{Dockerfile, Instruction};
use crate::shell;

use super::pattern::{Filter, Key, Operand, Operator, Test};
use super::stages::Stages;
use super::values::{Value, values};

/// How much one filter may search with regular expressions: bytes of text
/// times the expression's cost. Two megabytes for an ordinary one; the
/// costliest takes about a second for its share.
const SEARCH_BUDGET: usize = 4 * 1024 * 1024;

/// What is left for one filter to search.
pub(super) struct Budget(std::cell::Cell<usize>);

impl Budget {
    pub(super) fn new() -> Self {
        Self(std::cell::Cell::new(SEARCH_BUDGET))
    }

    /// Takes what searching this text costs, if so much is left.
    fn take(&self, text: &str, cost: usize) -> bool {
        let left = self.0.get().checked_sub(text.len().saturating_mul(cost));
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// A three-valued answer, with the reason why it is unknown.
#[derive(Debug)]
pub(super) enum Answer {
    Yes,
    No,
    Unknown(String),
}

impl Answer {
    fn from(holds: bool) -> Self {
        if holds { Answer::Yes } else { Answer::No }
    }

    fn not(self) -> Self {
        match self {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            unknown @ Answer::Unknown(_) => unknown,
        }
    }
}

/// Whether the instruction passes the filter.
pub(super) fn passes(
    file: &Dockerfile,
    stages: &Stages,
    instruction: &Instruction,
    filter: &Filter,
    budget: &Budget,
) -> Answer {
    if let (Key::Line, Some(line)) = (&filter.key, line_number(filter)) {
        let last = instruction.lines.last.get();
        return Answer::from((instruction.lines.first.get()..=last).contains(&line));
    }
    let values = values(file, stages, instruction, &filter.key);
    let Some(test) = &filter.test else {
        return match values.open {
            Some(reason) if values.known.is_empty() => Answer::Unknown(reason),
            _ => Answer::from(!values.known.is_empty()),
        };
    };
    let ignore_case = filter.key.ignores_case();
    let mut unknown = values.open;
    for value in &values.known {
        match value_passes(value, test, ignore_case, budget) {
            Answer::Yes => return if differs(test) { Answer::No } else { Answer::Yes },
            Answer::No => {}
            Answer::Unknown(reason) => unknown = unknown.or(Some(reason)),
        }
    }
    let answer = unknown.map_or(Answer::No, Answer::Unknown);
    if differs(test) { answer.not() } else { answer }
}

fn differs(test: &Test) -> bool {
    test.operator == Operator::Differs
}

/// `[line=7]` chooses the instruction that line 7 belongs to, whichever of its lines that is.
fn line_number(filter: &Filter) -> Option<u32> {
    match &filter.test {
        Some(Test { operator: Operator::Equals, operand: Operand::Text(text) }) => {
            text.parse().ok()
        }
        _ => None,
    }
}

/// Whether one value passes; `!=` is asked as `=`, the caller turns it round.
fn value_passes(value: &Value, test: &Test, ignore_case: bool, budget: &Budget) -> Answer {
    let wanted = match &test.operand {
        Operand::Regex { cost, .. } if !budget.take(&value.text, *cost) => {
            return Answer::Unknown("there is too much text to search".to_owned());
        }
        Operand::Regex { regex, .. } if regex.is_match(&value.text) => return Answer::Yes,
        Operand::Regex { .. } => return unless_variable(value, "", ""),
        Operand::Text(wanted) => wanted,
    };
    if !value.words.is_empty() && test.operator != Operator::Contains {
        return Answer::from(command_passes(value, test.operator, wanted));
    }
    if ignore_case {
        let lower =
            Value { text: value.text.to_lowercase(), variable: value.variable, words: Vec::new() };
        return match text_passes(&lower, test.operator, &wanted.to_lowercase()) {
            // Shown as it is written.
            Answer::Unknown(_) => holds_variable(value),
            sure => sure,
        };
    }
    text_passes(value, test.operator, wanted)
}

fn text_passes(value: &Value, operator: Operator, wanted: &str) -> Answer {
    let text = value.text.as_str();
    // What surely stands at the start, whatever the variables hold.
    let head = text.get(..value.variable.unwrap_or(text.len())).unwrap_or(text);
    match operator {
        Operator::Equals | Operator::Differs if text == wanted => Answer::Yes,
        Operator::Equals | Operator::Differs => unless_variable(value, wanted, head),
        Operator::StartsWith if head.starts_with(wanted) => Answer::Yes,
        Operator::StartsWith if !wanted.starts_with(head) => Answer::No,
        Operator::StartsWith => unless_variable(value, "", ""),
        Operator::EndsWith if value.variable.is_none() => Answer::from(text.ends_with(wanted)),
        Operator::Contains if head.contains(wanted) => Answer::Yes,
        Operator::HasWord if head.split_whitespace().any(|word| word == wanted) => Answer::Yes,
        _ => unless_variable(value, "", ""),
    }
}

/// No, or unknown when the value holds a variable and `wanted` begins like it.
fn unless_variable(value: &Value, wanted: &str, head: &str) -> Answer {
    if value.variable.is_none() || !wanted.starts_with(head) {
        return Answer::No;
    }
    holds_variable(value)
}

fn holds_variable(value: &Value) -> Answer {
    let text: String = value.text.chars().take(60).collect();
    Answer::Unknown(format!("{text} holds a variable, whose value is set when the image is built"))
}

fn command_passes(value: &Value, operator: Operator, wanted: &str) -> bool {
    let words: Vec<&str> = value.words.iter().map(String::as_str).collect();
    let wanted_words: Vec<&str> = wanted.split_whitespace().collect();
    match operator {
        Operator::HasWord => {
            !wanted_words.is_empty()
                && words.windows(wanted_words.len()).any(|window| window == wanted_words)
        }
        Operator::EndsWith => value.text.ends_with(wanted),
        Operator::StartsWith => value.text.starts_with(wanted),
        _ => {
            begins_with(&words, &wanted_words)
                || begins_with(shell::without_interpreter(&words), &wanted_words)
        }
    }
}

/// Whether a command starts with these words. A program may be written with
/// its path, and options may stand between: `apt-get -y install` starts with
/// `apt-get install`.
fn begins_with(words: &[&str], wanted: &[&str]) -> bool {
    let (Some((program, rest)), Some((wanted_program, wanted_rest))) =
        (words.split_first(), wanted.split_first())
    else {
        return false;
    };
    if program != wanted_program && shell::program_name(program) != *wanted_program {
        return false;
    }
    let mut rest = rest.iter().peekable();
    for wanted in wanted_rest {
        while rest.peek().is_some_and(|word| word.starts_with('-') && **word != *wanted) {
            let option = rest.next();
            // The few global options of package managers that take the next word.
            if matches!(option, Some(&"-o" | &"-c" | &"-C" | &"--prefix")) {
                rest.next();
            }
        }
        if rest.next() != Some(wanted) {
            return false;
        }
    }
    true
}
