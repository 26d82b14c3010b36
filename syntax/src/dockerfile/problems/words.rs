//! The words of a problem: what, why, what to try.

use std::borrow::Cow;

use super::super::go;
use super::super::lower::Place;
use super::super::node::Node;
use super::super::part::Part;
use super::super::refusal::Refusal;

/// Message, reason and hint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) message: Cow<'static, str>,
    pub(super) reason: Cow<'static, str>,
    pub(super) hint: Option<Cow<'static, str>>,
}

impl Words {
    /// What is wrong, in one sentence.
    pub(super) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Why BuildKit reads it so.
    pub(super) fn because(mut self, reason: impl Into<Cow<'static, str>>) -> Self {
        self.reason = reason.into();
        self
    }

    /// What to try, as a command to the reader.
    pub(super) fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A refused instruction with all that its words may need.
#[derive(Clone, Copy)]
pub(super) struct Refused<'a> {
    pub(super) refusal: &'a Refusal,
    /// The instruction that is refused; for ONBUILD the one held back, if that is it.
    pub(super) node: &'a Node,
    pub(super) place: Place<'a>,
    /// The physical line above the instruction that is not blank; empty at the begin.
    pub(super) above: &'a str,
    /// Its number.
    pub(super) above_number: u32,
}

impl Refused<'_> {
    /// The keyword as written, in capitals when Docker has it.
    pub(super) fn keyword(&self) -> Cow<'static, str> {
        match self.node.keyword {
            Some(keyword) => keyword.name().into(),
            None => shown(self.node.split.keyword.of(self.place.line)).into(),
        }
    }

    /// The refused part, shortened.
    pub(super) fn part(&self) -> String {
        self.text(self.refusal.part)
    }

    /// Any part, shortened.
    pub(super) fn text(&self, part: Part) -> String {
        shown(part.of(self.place.line))
    }
}

/// How many characters of the reader's own text a message repeats.
const LONGEST: usize = 40;

/// The reader's own text, shortened for a message.
pub(super) fn shown(bytes: &[u8]) -> String {
    // Four bytes a character are enough for the longest text that is shown.
    let head = &bytes[..bytes.len().min(4 * LONGEST + 4)];
    let text = go::lossy(head);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.into_owned(),
    }
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn alternatives<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", first.join(", "), last.as_ref())
        }
    }
}
