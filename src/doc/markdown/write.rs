//! From blocks to Markdown that reads as the same blocks.

use std::fmt::Write as _;

use super::write_inline::{self, Place};
use crate::doc::{Alert, Alignment, Block, BlockKind, Code, Document, List, ListItem, Table, Text};

/// Writes a document as Markdown. [`read`](super::read) makes the same
/// document of it, but for places, proofs, tokens and muted words, which
/// Markdown does not have.
pub fn write(document: &Document) -> String {
    let mut writer = Writer { out: String::new(), indents: Vec::new() };
    writer.blocks(&document.blocks, Spacing::Loose);
    writer.out
}

/// What stands before the lines of a nested block.
struct Indent {
    /// Before the first line, until that is written.
    first: Option<String>,
    /// Before all others.
    rest: String,
}

struct Writer {
    out: String,
    indents: Vec<Indent>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spacing {
    Tight,
    Loose,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block], spacing: Spacing) {
        let mut before: Option<&Block> = None;
        // Lists that follow each other would be one, and `- - -` would be a
        // line across the page, so their markers alternate.
        let mut other_marker = false;
        for block in blocks.iter().filter(|block| has_text(&block.kind)) {
            if before.is_some() && (spacing == Spacing::Loose || !interrupts(&block.kind)) {
                self.line("");
            }
            if let BlockKind::List(list) = &block.kind {
                other_marker = match before {
                    Some(before) => !other_marker && is_same_kind_of_list(&before.kind, list),
                    None => list.start.is_none() && self.begins_item("- "),
                };
                self.list(list, other_marker);
            } else {
                other_marker = false;
                self.block(&block.kind);
            }
            before = Some(block);
        }
    }

    fn block(&mut self, kind: &BlockKind) {
        match kind {
            BlockKind::Heading { level, text } => {
                let hashes = "#".repeat(usize::from(*level));
                let words = write_inline::markdown(text, Place::Heading);
                self.line(format!("{hashes} {words}").trim_end());
            }
            BlockKind::Paragraph(text) => {
                self.lines(&write_inline::markdown(text, Place::Paragraph));
            }
            BlockKind::List(list) => self.list(list, false),
            BlockKind::Quote { alert, blocks } => {
                self.indent("> ".to_owned(), "> ".to_owned());
                if let Some(alert) = alert {
                    self.line(alert_mark(*alert));
                    if !matches!(
                        blocks.first().map(|block| &block.kind),
                        Some(BlockKind::Paragraph(_))
                    ) {
                        self.line("");
                    }
                }
                self.blocks(blocks, Spacing::Loose);
                self.outdent();
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Code(code) => self.code(code),
            BlockKind::Details { summary, blocks, open } => self.details(summary, blocks, *open),
            BlockKind::Rule => {
                // `---` would begin front matter at the start, and run together with a bullet.
                let is_plain = !self.out.is_empty() && self.indents.is_empty();
                self.line(if is_plain { "---" } else { "___" });
            }
            BlockKind::Footnote { label, blocks } => {
                self.indent(format!("[^{label}]: "), "    ".to_owned());
                self.blocks(blocks, Spacing::Loose);
                self.outdent();
            }
            BlockKind::Comment(text) if text.contains('\n') => {
                self.lines(&format!("<!--\n{text}\n-->"));
            }
            BlockKind::Comment(text) => self.line(&write_inline::comment(text)),
        }
    }

    fn list(&mut self, list: &List, other_marker: bool) {
        /// The largest number that Markdown takes for a list.
        const LAST_NUMBER: u64 = 999_999_999;
        let spacing = if list.is_short() { Spacing::Tight } else { Spacing::Loose };
        for (place, item) in list.items.iter().enumerate() {
            if place > 0 && spacing == Spacing::Loose {
                self.line("");
            }
            let marker = match (list.start, other_marker) {
                (None, false) => "- ".to_owned(),
                (None, true) => "* ".to_owned(),
                (Some(start), _) => {
                    let number = start.saturating_add(place as u64).min(LAST_NUMBER);
                    format!("{number}{} ", if other_marker { ')' } else { '.' })
                }
            };
            self.item(item, marker, spacing);
        }
    }

    fn item(&mut self, item: &ListItem, mut marker: String, spacing: Spacing) {
        let rest = " ".repeat(marker.len());
        match item.task {
            Some(true) => marker += "[x] ",
            Some(false) => marker += "[ ] ",
            None => {}
        }
        self.indent(marker, rest);
        let is_text = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
        if item.task.is_some() && !item.blocks.first().is_some_and(is_text) {
            // Behind `[ ]` a `#` or a `-` is a word.
            self.line("");
        }
        self.blocks(&item.blocks, spacing);
        self.outdent();
    }

    fn table(&mut self, table: &Table) {
        self.table_row(&table.head);
        let mut rule = String::from("|");
        for alignment in &table.alignments {
            rule += match alignment {
                Alignment::Left => " --- |",
                Alignment::Center => " :-: |",
                Alignment::Right => " --: |",
            };
        }
        self.line(&rule);
        for row in &table.rows {
            self.table_row(row);
        }
    }

    fn table_row(&mut self, cells: &[Text]) {
        let mut row = String::from("|");
        for cell in cells {
            _ = write!(row, " {} |", write_inline::markdown(cell, Place::Cell));
        }
        self.line(&row);
    }

    fn code(&mut self, code: &Code) {
        let escape = |words: &str| words.replace('\\', "\\\\").replace('&', "\\&");
        let language = code.language.as_deref().map(escape).unwrap_or_default();
        let info = format!("{language} {}", escape(&code.info));
        let info = info.trim_end();
        let mark = if info.contains('`') { '~' } else { '`' };
        let longest = write_inline::longest_run(&code.text, mark);
        let fence = mark.to_string().repeat((longest + 1).max(3));
        let gap = if info.starts_with(mark) { " " } else { "" };
        self.line(&format!("{fence}{gap}{info}"));
        for line in code.text.split_inclusive('\n') {
            self.line(line.strip_suffix('\n').unwrap_or(line));
        }
        self.line(&fence);
    }

    fn details(&mut self, summary: &Text, blocks: &[Block], open: bool) {
        let tag = if open { "<details open>" } else { "<details>" };
        let summary = write_inline::html(summary);
        if summary.is_empty() {
            self.line(tag);
        } else {
            self.line(&format!("{tag}<summary>{summary}</summary>"));
        }
        self.line("");
        if blocks.iter().any(|block| has_text(&block.kind)) {
            self.blocks(blocks, Spacing::Loose);
            self.line("");
        }
        self.line("</details>");
    }

    fn lines(&mut self, text: &str) {
        for line in text.split('\n') {
            self.line(line);
        }
    }

    /// Writes a line behind what the containers put before it.
    fn line(&mut self, text: &str) {
        let start = self.out.len();
        for indent in &mut self.indents {
            match indent.first.take() {
                Some(first) => self.out += &first,
                None => self.out += &indent.rest,
            }
        }
        self.out += text;
        if text.is_empty() {
            let end = self.out[start..].trim_end().len();
            self.out.truncate(start + end);
        }
        self.out.push('\n');
    }

    /// Whether the next line begins an item with this marker.
    fn begins_item(&self, marker: &str) -> bool {
        let first = self.indents.last().and_then(|indent| indent.first.as_deref());
        first.is_some_and(|first| first.starts_with(marker))
    }

    fn indent(&mut self, first: String, rest: String) {
        self.indents.push(Indent { first: Some(first), rest });
    }

    /// Ends a container; one that is empty gets a line for its mark.
    fn outdent(&mut self) {
        if self.indents.last().is_some_and(|indent| indent.first.is_some()) {
            self.line("");
        }
        self.indents.pop();
    }
}

/// An empty paragraph has no Markdown.
fn has_text(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Paragraph(text) => !text.is_empty() || !text.comments.is_empty(),
        BlockKind::List(list) => !list.items.is_empty(),
        BlockKind::Table(table) => !table.head.is_empty(),
        _ => true,
    }
}

/// Whether the block is told from a paragraph right above it.
fn interrupts(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::List(list) => {
            let has_first = list
                .items
                .first()
                .is_some_and(|item| item.blocks.first().is_some_and(|block| has_text(&block.kind)));
            has_first && list.start.is_none_or(|start| start == 1)
        }
        BlockKind::Quote { .. } | BlockKind::Comment(_) => true,
        _ => false,
    }
}

fn is_same_kind_of_list(kind: &BlockKind, list: &List) -> bool {
    matches!(kind, BlockKind::List(other) if other.start.is_some() == list.start.is_some())
}

fn alert_mark(alert: Alert) -> &'static str {
    match alert {
        Alert::Note => "[!NOTE]",
        Alert::Tip => "[!TIP]",
        Alert::Important => "[!IMPORTANT]",
        Alert::Warning => "[!WARNING]",
        Alert::Caution => "[!CAUTION]",
    }
}
