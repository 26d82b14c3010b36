//! HTML comments as directives, written as presenterm writes them: `name`,
//! `name: value` on one line, or YAML on several.

use super::yaml::{self, Node};

/// The directives that mean something here.
pub(super) const KNOWN: [&str; 14] = [
    "focus",
    "pause",
    "if",
    "else",
    "endif",
    "quiz",
    "ask",
    "task",
    "check",
    "speaker_note",
    "discuss",
    "include",
    "end_slide",
    "skip_slide",
];

/// What presenterm knows and a lesson has no use for.
const PRESENTERM: [&str; 17] = [
    "comment",
    "column_layout",
    "column",
    "reset_layout",
    "jump_to_middle",
    "new_line",
    "newline",
    "new_lines",
    "newlines",
    "incremental_lists",
    "font_size",
    "alignment",
    "no_footer",
    "list_item_newlines",
    "snippet_output",
    "speaker_notes",
    "user_comment",
];

/// Whether presenterm has a directive of this name; one on a single line that it has not stops
/// it, and one over several lines is a comment to it.
pub(super) fn is_of_presenterm(name: &str) -> bool {
    ["pause", "speaker_note", "include", "end_slide", "skip_slide"].contains(&name)
        || PRESENTERM.contains(&name)
}

/// A comment that is a directive.
#[derive(Debug)]
pub(super) struct Directive {
    /// One of [`KNOWN`].
    pub(super) name: &'static str,
    pub(super) value: Value,
    /// Where the value begins, in bytes of the comment's text; places in a
    /// tree count from here.
    pub(super) at: usize,
}

/// What stands behind the name.
#[derive(Debug)]
pub(super) enum Value {
    Nothing,
    /// Text as written, without blanks around it.
    Raw(String),
    /// YAML in braces, in quotes, or on several lines.
    Tree(Node),
}

/// Why a comment is no directive although it looks like one.
#[derive(Debug)]
pub(super) enum CommentError {
    /// No directive of this name.
    Unknown { name: String },
    /// The settings cannot be read.
    Settings { message: String, at: usize },
}

/// Reads a comment; `Ok(None)` for one that is only a comment.
pub(super) fn read(comment: &str) -> Result<Option<Directive>, CommentError> {
    if comment.starts_with("//") {
        return Ok(None);
    }
    let (head, rest) = match comment.split_once(':') {
        Some((head, rest)) => (head.trim(), Some(rest)),
        None => (comment, None),
    };
    let Some(name) = KNOWN.iter().find(|name| **name == head) else {
        return not_known(comment, head, rest.is_some());
    };
    let Some(rest) = rest else {
        return Ok(Some(Directive { name, value: Value::Nothing, at: comment.len() }));
    };
    if rest.contains('\n') {
        return several_lines(name, comment, rest).map(Some);
    }
    let value = rest.trim_start();
    let at = comment.len() - value.len();
    let value = match value.chars().next() {
        None => Value::Nothing,
        Some('{') => match yaml::read(value) {
            Ok(node) => Value::Tree(node),
            Err(error) => {
                let at = at + error.offset;
                return Err(CommentError::Settings { message: error.message, at });
            }
        },
        // Not always YAML: `"8080" == env("PORT")` is an expression that starts with a quote.
        Some('\'' | '"') => match yaml::read(value) {
            Ok(node) => Value::Tree(node),
            Err(_) => Value::Raw(value.trim_end().to_owned()),
        },
        Some(_) => Value::Raw(value.trim_end().to_owned()),
    };
    Ok(Some(Directive { name, value, at }))
}

/// `name:` with YAML over several lines.
fn several_lines(name: &'static str, comment: &str, rest: &str) -> Result<Directive, CommentError> {
    let at = comment.len() - rest.len();
    match yaml::read(comment).map(|node| node.value) {
        Ok(yaml::Yaml::Map(mut pairs)) if pairs.len() == 1 => {
            // The places in the tree count from the start of the comment.
            let (_, _, node) = pairs.remove(0);
            Ok(Directive { name, value: Value::Tree(node), at: 0 })
        }
        _ if name == "speaker_note" => {
            Ok(Directive { name, value: Value::Raw(rest.trim().to_owned()), at })
        }
        Ok(_) => {
            let message = format!("only {name} may stand in this comment");
            Err(CommentError::Settings { message, at: 0 })
        }
        Err(error) => Err(CommentError::Settings { message: error.message, at: error.offset }),
    }
}

/// A comment on one line that looks like a directive is a slip; presenterm
/// refuses it, too. Any other comment is a comment.
fn not_known(
    comment: &str,
    head: &str,
    has_value: bool,
) -> Result<Option<Directive>, CommentError> {
    let is_name = !head.is_empty()
        && head.bytes().all(|it| it.is_ascii_lowercase() || matches!(it, b'_' | b'-'));
    if !is_name || PRESENTERM.contains(&head) || comment.contains('\n') {
        return Ok(None);
    }
    let near = crate::select::suggest(head, &KNOWN).is_some();
    if near || has_value {
        return Err(CommentError::Unknown { name: head.to_owned() });
    }
    Ok(None)
}
