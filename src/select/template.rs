//! Values in a lesson's text: `{{ final.user | "root" }}`.

use std::sync::Arc;

use crate::fact::Fact;

use super::cursor::Cursor;
use super::expression::{Node, Value};
use super::{SelectError, World, at_end, evaluate, parse_expression};

/// What stands between `{{` and `}}`: an expression of any kind and what to
/// show while it is unknown.
#[derive(Clone, Debug)]
pub struct Template {
    /// As written.
    pub text: String,
    /// Shown while the value is unknown.
    pub fallback: Option<String>,
    node: Arc<Node>,
}

impl Template {
    /// Reads the text between the braces.
    ///
    /// # Errors
    /// When the text is no expression, with the offset and a hint.
    pub fn parse(text: &str) -> Result<Self, SelectError> {
        let mut cursor = Cursor::new(text)?;
        let node = parse_expression::expression(&mut cursor)?;
        cursor.skip_blanks();
        let mut fallback = None;
        if cursor.eat("|") {
            cursor.skip_blanks();
            fallback = cursor.string()?;
            if fallback.is_none() {
                let error = cursor.error("the fallback behind | is a text in quotes");
                return Err(error.hint("such as {{ final.user | \"root\" }}"));
            }
        }
        at_end(&mut cursor, "value")?;
        Ok(Self { text: text.to_owned(), fallback, node: Arc::new(node) })
    }

    /// The value as text.
    pub fn evaluate(&self, world: &World<'_>) -> Fact<String> {
        evaluate::value(&self.node, world).map(|value| match value {
            Value::Truth(truth) => if truth { "yes" } else { "no" }.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text,
        })
    }
}
