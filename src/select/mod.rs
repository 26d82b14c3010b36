//! The query language over instructions: selectors and expressions.
//!
//! Lessons, tasks and checks use it. It is total: a selector that matches
//! nothing is no error, and an expression is true, false or unknown.
//!
//! ```text
//! list     := selector ("," selector)*
//! selector := [stage " "] TYPE (filter | pseudo)*    TYPE := RUN | COPY | … | *
//! stage    := "stage(" ["!"] (NAME | "final" | "target" | "from(" NAME ")") ")"
//! filter   := "[" key [op value] "]"                 op := = != ^= $= *= ~=
//! pseudo   := :first :last :nth(n) :effective :rule(ID)
//!           | :not(list or filters) :before(list) :after(list)
//! ```
//!
//! - A filter asks what is written: `[tag]` whether there is a tag,
//!   `[tag=latest]` whether one of the values is `latest`, `[tag!=latest]`
//!   whether none is. A value is a bare word, a text in quotes, or a regular
//!   expression: `[text=/curl .*\| *sh/]`.
//! - Filters and pseudos apply from left to right: `RUN[cmd=curl]:first` is
//!   the first RUN that calls curl.
//! - `[cmd="apt-get install"]` asks how a simple command begins; options
//!   between the words do not count. `[cmd~=install]` asks for a word anywhere.
//! - Where a variable hides the value, the answer is unknown, and such an
//!   instruction is not chosen by [`Selector::find`].
//! - `:effective` keeps what nothing later of its kind replaces. With a stage,
//!   `stage(final) CMD:effective`, a stage without one takes it from its base stage.
//! - `x:before(y)` and `before(x, y)` compare along stages that build on each
//!   other. `before(x, y)` asks that every `x` stands before every `y`; where
//!   no two of them share such a chain, the order in the file decides.

mod account;
mod build_facts;
mod cursor;
mod evaluate;
mod expression;
mod find;
mod folder_facts;
mod image_values;
mod matching;
mod packages;
mod parse_expression;
mod parse_selector;
mod pattern;
mod reach;
mod stages;
mod suggest;
mod template;
mod values;
mod world;

pub use expression::Value;
pub use suggest::suggest;
pub use template::Template;
pub use world::World;

use std::sync::Arc;

use crate::dockerfile::InstructionId;
use crate::fact::Fact;

/// `RUN[cmd=apt-get]:first`: chooses instructions.
#[derive(Clone, Debug)]
pub struct Selector {
    /// As written.
    pub text: String,
    /// How large its regular expressions are, in KiB: what it costs to evaluate it.
    pub searches: usize,
    patterns: Arc<pattern::List>,
}

/// `none(RUN[cmd="apt-get update"]) and final.user.is_root == false`.
#[derive(Clone, Debug)]
pub struct Expression {
    /// As written.
    pub text: String,
    /// How large its regular expressions are, in KiB: what it costs to evaluate it.
    pub searches: usize,
    node: Arc<expression::Node>,
}

/// Why a selector or an expression does not parse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SelectError {
    /// What is wrong.
    pub message: String,
    /// Byte offset in the text.
    pub offset: usize,
    /// What to try.
    pub hint: Option<String>,
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// When the text is no selector, with the offset and a hint.
    pub fn parse(text: &str) -> Result<Self, SelectError> {
        let mut cursor = cursor::Cursor::new(text)?;
        let patterns = parse_selector::list(&mut cursor)?;
        at_end(&mut cursor, "selector")?;
        let searches = cursor.searches;
        Ok(Self { text: text.to_owned(), searches, patterns: Arc::new(patterns) })
    }

    /// The instructions that it certainly chooses, in the file's order.
    pub fn find(&self, world: &World<'_>) -> Vec<InstructionId> {
        let id = |index: usize| InstructionId(u32::try_from(index).unwrap_or(u32::MAX));
        find::find(&self.patterns, world).sure().map(id).collect()
    }
}

impl Selector {
    /// Why instructions that it may choose are not certain; `None` when all are.
    pub fn doubt(&self, world: &World<'_>) -> Option<String> {
        let hits = find::find(&self.patterns, world);
        hits.list.iter().any(|hit| !hit.sure).then(|| hits.reason())
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// When the text is no expression, with the offset and a hint.
    pub fn parse(text: &str) -> Result<Self, SelectError> {
        let mut cursor = cursor::Cursor::new(text)?;
        let node = parse_expression::expression(&mut cursor)?;
        parse_expression::expect_truth(&cursor, &node, 0)?;
        at_end(&mut cursor, "expression")?;
        let searches = cursor.searches;
        Ok(Self { text: text.to_owned(), searches, node: Arc::new(node) })
    }

    /// Whether it asks about the files around the Dockerfile.
    pub fn asks_surroundings(&self) -> bool {
        self.node.asks_surroundings()
    }

    /// Whether it holds for the file; the proof of a known answer names the
    /// instructions that decide it.
    pub fn evaluate(&self, world: &World<'_>) -> Fact<bool> {
        evaluate::truth(&self.node, world)
    }
}

/// Selectors with the same text choose the same.
impl PartialEq for Selector {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Selector {}

/// Expressions with the same text ask the same.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Expression {}

fn at_end(cursor: &mut cursor::Cursor<'_>, what: &str) -> Result<(), SelectError> {
    cursor.skip_blanks();
    if cursor.at_end() {
        return Ok(());
    }
    Err(cursor.error(format!("the {what} should end before {}", cursor.found())))
}
