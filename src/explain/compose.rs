//! Sentences from templates.
//!
//! A template is plain text with `` `code` `` and `{name}`; a name stands for
//! a value from the reader's file, which is shown as code, made safe for one
//! line, and cut when it is very long.

use std::borrow::Cow;

use super::mask;
use crate::doc::{Alert, Block, BlockKind, Document, Text};
use crate::source::{Span, safe_line};

/// A value of a template: its name in braces, and what to show for it.
pub(super) type Value<'a> = (&'a str, &'a str);

/// The longest value that is shown whole, in characters.
const LONGEST_VALUE: usize = 120;

/// Fills a template.
pub(super) fn text(template: &str, values: &[Value<'_>]) -> Text {
    let mut text = Text::new();
    for (index, piece) in template.split('`').enumerate() {
        text = match index % 2 {
            1 => text.code(fill(piece, values)),
            _ => plain_piece(text, piece, values),
        };
    }
    text
}

/// A piece outside of backticks: words stay plain, values become code.
fn plain_piece(mut text: Text, piece: &str, values: &[Value<'_>]) -> Text {
    let mut rest = piece;
    while let Some((before, name, after)) = next_name(rest) {
        text = match look_up(name, values) {
            Some(value) => text.plain(before).code(shown_or_empty(value)),
            None => text.plain(&rest[..rest.len() - after.len()]),
        };
        rest = after;
    }
    text.plain(rest)
}

fn fill(piece: &str, values: &[Value<'_>]) -> String {
    let mut out = String::new();
    let mut rest = piece;
    while let Some((before, name, after)) = next_name(rest) {
        out.push_str(before);
        match look_up(name, values) {
            Some(value) => out.push_str(&shown(value)),
            None => out.push_str(&rest[before.len()..rest.len() - after.len()]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The first `{name}` of a template: what stands before it, the name, what follows.
fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| at + from) {
        let inner = &text[open + 1..];
        let close = inner.find(|c: char| !(c.is_ascii_lowercase() || c == '_'))?;
        if close > 0 && inner.as_bytes()[close] == b'}' {
            return Some((&text[..open], &inner[..close], &inner[close + 1..]));
        }
        from = open + 1;
    }
    None
}

fn look_up<'a>(name: &str, values: &[Value<'a>]) -> Option<&'a str> {
    values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// A value from outside as it may be shown: safe for one line, without secrets, not too long.
pub(super) fn shown(value: &str) -> String {
    safe_line(&cut(&mask::mask_text(value))).into_owned()
}

fn cut(value: &str) -> Cow<'_, str> {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((at, _)) => Cow::Owned(format!("{}…", &value[..at])),
        None => Cow::Borrowed(value),
    }
}

/// A value as code; an empty one is shown as such, else the sentence would lose a word.
fn shown_or_empty(value: &str) -> String {
    if value.is_empty() { "\"\"".to_owned() } else { shown(value) }
}

/// Joins texts, with a blank between those that are not empty.
pub(super) fn join(texts: impl IntoIterator<Item = Text>) -> Text {
    let mut joined = Text::new();
    for text in texts {
        if !joined.is_empty() && !text.is_empty() {
            joined = joined.plain(" ");
        }
        text.runs.into_iter().for_each(|run| joined.push(run));
    }
    joined
}

/// Puts texts one behind the other without a blank between them.
pub(super) fn concat(texts: impl IntoIterator<Item = Text>) -> Text {
    let mut joined = Text::new();
    texts.into_iter().flat_map(|text| text.runs).for_each(|run| joined.push(run));
    joined
}

/// A quote with an alert around paragraphs.
pub(super) fn quote(alert: Option<Alert>, texts: Vec<Text>, proof: Vec<Span>) -> Block {
    let blocks = texts.into_iter().map(Block::paragraph).collect();
    Block::from(BlockKind::Quote { alert, blocks }).proved_by(proof)
}

/// A document of one paragraph for each text that is not empty.
pub(super) fn document(texts: impl IntoIterator<Item = Text>) -> Document {
    let filled = texts.into_iter().filter(|text| !text.is_empty());
    Document::new(filled.map(Block::paragraph))
}

/// The words of a document without their style, blocks apart by a newline.
pub fn plain_text(document: &Document) -> String {
    let mut lines = Vec::new();
    for block in &document.blocks {
        block_lines(block, &mut lines);
    }
    lines.join("\n")
}

/// The words of a block without their style, one string for each paragraph in it.
pub(super) fn block_lines(block: &Block, lines: &mut Vec<String>) {
    match &block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => lines.push(text.words()),
        BlockKind::List(list) => {
            list.items.iter().flat_map(|item| &item.blocks).for_each(|at| block_lines(at, lines));
        }
        BlockKind::Quote { blocks, .. }
        | BlockKind::Details { blocks, .. }
        | BlockKind::Footnote { blocks, .. } => {
            blocks.iter().for_each(|at| block_lines(at, lines));
        }
        BlockKind::Code(code) => lines.push(code.text.clone()),
        BlockKind::Table(table) => {
            let rows = std::iter::once(&table.head).chain(&table.rows);
            lines.extend(rows.map(|row| row.iter().map(Text::words).collect::<Vec<_>>().join(" ")));
        }
        BlockKind::Rule | BlockKind::Comment(_) => {}
    }
}

/// `a`, `a and b`, `a, b and c` as code; of more than `most` the others are counted.
pub(super) fn enumerate(values: &[&str], most: usize) -> Text {
    let named = if values.len() > most { &values[..most - 1] } else { values };
    let mut text = Text::new();
    for (index, value) in named.iter().enumerate() {
        let last = index + 1 == values.len();
        text = match (index, last) {
            (0, _) => text,
            (_, true) => text.plain(" and "),
            (_, false) => text.plain(", "),
        };
        text = text.code(shown_or_empty(value));
    }
    match values.len() - named.len() {
        0 => text,
        more => text.plain(format!(" and {more} more")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_code_and_unknown_names_stay() {
        let filled =
            text("Sets {key} to `x={value}` in {nothing}.", &[("key", "A"), ("value", "1")]);
        assert_eq!(filled.words(), "Sets A to x=1 in {nothing}.");
        assert!(filled.runs[1].style.code && filled.runs[3].style.code);
    }

    #[test]
    fn values_are_never_read_as_templates() {
        let filled = text("{key}", &[("key", "`{key}`")]);
        assert_eq!(filled.words(), "`{key}`");
        assert_eq!(text("${NAME} and {", &[]).words(), "${NAME} and {");
    }

    #[test]
    fn long_lists_are_counted() {
        assert_eq!(enumerate(&["a", "b", "c"], 3).words(), "a, b and c");
        assert_eq!(enumerate(&["a", "b", "c", "d"], 3).words(), "a, b and 2 more");
    }
}
