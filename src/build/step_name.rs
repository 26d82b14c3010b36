//! The names of steps.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// The name of a step as `docker build` prints it: `[base 2/5] RUN make`. It is put together
/// when it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepName {
    /// The stage's name, a platform before it where that is asked for.
    stage: Arc<str>,
    /// Which of the stage's steps it is, and how many there are; none for a trigger alone.
    numbers: Option<(usize, usize)>,
    is_trigger: bool,
    /// The instruction, its keyword in capitals.
    text: String,
}

impl StepName {
    /// The name of an instruction without a number: `before`, then its text with the keyword
    /// in capitals.
    pub(super) fn of(before: &str, text: &str) -> Self {
        let (keyword, rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
        let mut name = String::with_capacity(before.len() + text.len());
        name.push_str(before);
        match keyword.is_ascii() {
            true => name.extend(keyword.chars().map(|letter| letter.to_ascii_uppercase())),
            false => name.push_str(&keyword.to_uppercase()),
        }
        name.push_str(rest);
        Self { text: name, ..Self::default() }
    }

    /// With its stage, its number and the number of the stage's steps.
    pub(super) fn numbered(
        self,
        stage: &Arc<str>,
        numbers: (usize, usize),
        is_trigger: bool,
    ) -> Self {
        Self { stage: Arc::clone(stage), numbers: Some(numbers), is_trigger, ..self }
    }

    /// Gives another stage and number to one that is not a trigger's.
    pub(super) fn renumber(&mut self, stage: &Arc<str>, numbers: (usize, usize)) {
        if !Arc::ptr_eq(&self.stage, stage) {
            self.stage = Arc::clone(stage);
        }
        self.numbers = Some(numbers);
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_none() && self.text.is_empty()
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((number, all)) = self.numbers {
            let blank = if self.stage.is_empty() { "" } else { " " };
            let width = all.checked_ilog10().map_or(1, |digits| digits as usize + 1);
            let trigger = if self.is_trigger { "ONBUILD " } else { "" };
            write!(formatter, "[{}{blank}{number:>width$}/{all}] {trigger}", self.stage)?;
        }
        formatter.write_str(&self.text)
    }
}

impl Serialize for StepName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
