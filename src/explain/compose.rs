//! Sentences from templates.
//!
//! A template is plain text with `` `code` `` and `{name}`; a name stands for
//! a value from the reader's file, which is shown as code, made safe for one
//! line, and cut when it is very long.

use std::borrow::Cow;

use crate::doc::{Alert, Block, BlockKind, Document, List, ListItem, Run, RunStyle, Text};
use crate::source::{Span, safe_line};

/// A value of a template: its name in braces, and what to show for it.
pub(super) type Value<'a> = (&'a str, &'a str);

/// The longest value that is shown whole, in characters.
const LONGEST_VALUE: usize = 120;

/// Fills a template.
pub(super) fn text(template: &str, values: &[Value<'_>]) -> Text {
    let mut runs = Vec::new();
    for (index, piece) in template.split('`').enumerate() {
        if index % 2 == 1 {
            runs.push(code(&fill(piece, values)));
        } else {
            plain_piece(piece, values, &mut runs);
        }
    }
    runs.retain(|run: &Run| !run.text.is_empty());
    Text { runs }
}

/// A piece outside of backticks: words stay plain, values become code.
fn plain_piece(piece: &str, values: &[Value<'_>], runs: &mut Vec<Run>) {
    let mut rest = piece;
    while let Some((before, name, after)) = next_name(rest) {
        let Some(value) = look_up(name, values) else {
            runs.push(plain(&rest[..rest.len() - after.len()]));
            rest = after;
            continue;
        };
        runs.push(plain(before));
        runs.push(code(&shown(value)));
        rest = after;
    }
    runs.push(plain(rest));
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

/// A value from outside as it may be shown: safe for one line, and not too long.
pub(super) fn shown(value: &str) -> String {
    safe_line(&cut(value)).into_owned()
}

fn cut(value: &str) -> Cow<'_, str> {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((at, _)) => Cow::Owned(format!("{}…", &value[..at])),
        None => Cow::Borrowed(value),
    }
}

fn plain(text: &str) -> Run {
    Run { text: text.to_owned(), ..Run::default() }
}

fn code(text: &str) -> Run {
    let style = RunStyle { code: true, ..RunStyle::default() };
    // An empty value is shown as such, else the sentence would lose a word.
    let text = if text.is_empty() { "\"\"" } else { text };
    Run { text: text.to_owned(), style, ..Run::default() }
}

/// Joins two texts with a blank.
pub(super) fn join(mut first: Text, second: Text) -> Text {
    if !first.runs.is_empty() && !second.runs.is_empty() {
        first.runs.push(plain(" "));
    }
    first.runs.extend(second.runs);
    first
}

/// A paragraph.
pub(super) fn paragraph(text: Text) -> Block {
    Block { kind: BlockKind::Paragraph(text), origin: None, proof: Vec::new() }
}

/// A list with bullets, one text an item.
pub(super) fn bullets(items: Vec<Text>) -> Block {
    let items = items
        .into_iter()
        .map(|text| ListItem { task: None, blocks: vec![paragraph(text)], origin: None })
        .collect();
    Block { kind: BlockKind::List(List { start: None, items }), origin: None, proof: Vec::new() }
}

/// A quote with an alert around paragraphs.
pub(super) fn quote(alert: Option<Alert>, texts: Vec<Text>, proof: Vec<Span>) -> Block {
    let blocks = texts.into_iter().map(paragraph).collect();
    Block { kind: BlockKind::Quote { alert, blocks }, origin: None, proof }
}

/// A document of one paragraph for each text.
pub(super) fn document(texts: Vec<Text>) -> Document {
    Document { blocks: texts.into_iter().map(paragraph).collect() }
}

/// The words of a text without their style.
pub(super) fn words(text: &Text) -> String {
    text.runs.iter().map(|run| run.text.as_str()).collect()
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
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => lines.push(words(text)),
        BlockKind::List(list) => {
            list.items.iter().flat_map(|item| &item.blocks).for_each(|at| block_lines(at, lines));
        }
        BlockKind::Quote { blocks, .. } | BlockKind::Details { blocks, .. } => {
            blocks.iter().for_each(|at| block_lines(at, lines));
        }
        BlockKind::Code(code) => lines.push(code.text.clone()),
        BlockKind::Table(table) => {
            let rows = std::iter::once(&table.head).chain(&table.rows);
            lines.extend(rows.map(|row| row.iter().map(words).collect::<Vec<_>>().join(" ")));
        }
        BlockKind::Rule | BlockKind::Comment(_) => {}
    }
}

/// `a`, `a and b`, `a, b and c` as code; more than `most` are counted.
pub(super) fn enumerate(values: &[&str], most: usize) -> Text {
    let shown_values = if values.len() > most { &values[..most - 1] } else { values };
    let mut runs = Vec::new();
    for (index, value) in shown_values.iter().enumerate() {
        let last = index + 1 == shown_values.len() && shown_values.len() == values.len();
        match (index, last) {
            (0, _) => {}
            (_, true) => runs.push(plain(" and ")),
            (_, false) => runs.push(plain(", ")),
        }
        runs.push(code(&shown(value)));
    }
    if shown_values.len() < values.len() {
        runs.push(plain(&format!(" and {} more", values.len() - shown_values.len())));
    }
    Text { runs }
}

/// Puts texts one behind the other without a blank between them.
pub(super) fn concat(texts: impl IntoIterator<Item = Text>) -> Text {
    Text { runs: texts.into_iter().flat_map(|text| text.runs).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_code_and_unknown_names_stay() {
        let filled = text("Sets {key} to `x={value}` in {nothing}.", &[("key", "A"), ("value", "1")]);
        assert_eq!(words(&filled), "Sets A to x=1 in {nothing}.");
        assert!(filled.runs[1].style.code && filled.runs[3].style.code);
    }

    #[test]
    fn values_are_never_read_as_templates() {
        let filled = text("{key}", &[("key", "`{key}`")]);
        assert_eq!(words(&filled), "`{key}`");
        assert_eq!(words(&text("${NAME} and {", &[])), "${NAME} and {");
    }

    #[test]
    fn long_lists_are_counted() {
        assert_eq!(words(&enumerate(&["a", "b", "c"], 3)), "a, b and c");
        assert_eq!(words(&enumerate(&["a", "b", "c", "d"], 3)), "a, b and 2 more");
    }
}
