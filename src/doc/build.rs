//! Builders for text that the program writes itself.

use super::{Alert, Alignment, Block, BlockKind, Code, Document, List, ListItem, Run, Table, Text};
use crate::source::Span;

impl Document {
    /// A document of these blocks.
    pub fn new(blocks: impl IntoIterator<Item = Block>) -> Self {
        Self { blocks: blocks.into_iter().collect() }
    }

    /// Adds a block at the end.
    pub fn push(&mut self, block: impl Into<Block>) {
        self.blocks.push(block.into());
    }
}

impl Block {
    /// A heading of level 1 to 6.
    pub fn heading(level: u8, text: impl Into<Text>) -> Self {
        BlockKind::Heading { level, text: text.into() }.into()
    }

    /// A paragraph.
    pub fn paragraph(text: impl Into<Text>) -> Self {
        BlockKind::Paragraph(text.into()).into()
    }

    /// A list with bullets, each item one paragraph.
    pub fn bullets<T: Into<Text>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::list(None, items)
    }

    /// A list numbered from 1, each item one paragraph.
    pub fn numbered<T: Into<Text>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::list(Some(1), items)
    }

    fn list<T: Into<Text>>(start: Option<u64>, items: impl IntoIterator<Item = T>) -> Self {
        let item =
            |text: T| ListItem { task: None, blocks: vec![Self::paragraph(text)], origin: None };
        BlockKind::List(List { start, items: items.into_iter().map(item).collect() }).into()
    }

    /// A GitHub alert.
    pub fn alert(alert: Alert, blocks: impl IntoIterator<Item = Block>) -> Self {
        BlockKind::Quote { alert: Some(alert), blocks: blocks.into_iter().collect() }.into()
    }

    /// A table with columns aligned to the left. Missing cells of a row stay
    /// empty, those beyond the head are dropped.
    pub fn table<T: Into<Text>, Row: IntoIterator<Item = T>>(
        head: impl IntoIterator<Item = T>,
        rows: impl IntoIterator<Item = Row>,
    ) -> Self {
        let head: Vec<Text> = head.into_iter().map(Into::into).collect();
        let fit = |row: Row| {
            let mut cells: Vec<Text> = row.into_iter().map(Into::into).collect();
            cells.resize(head.len(), Text::default());
            cells
        };
        let rows = rows.into_iter().map(fit).collect();
        let alignments = vec![Alignment::Left; head.len()];
        BlockKind::Table(Table { alignments, head, rows }).into()
    }

    /// A block of code in a language such as `dockerfile`.
    pub fn code(language: impl Into<String>, text: impl Into<String>) -> Self {
        let language = Some(language.into());
        BlockKind::Code(Code { language, info: String::new(), text: text.into() }).into()
    }

    /// The same block, proved by these places in the reader's Dockerfile.
    #[must_use]
    pub fn proved_by(mut self, proof: impl IntoIterator<Item = Span>) -> Self {
        self.proof.extend(proof);
        self
    }
}

impl From<BlockKind> for Block {
    fn from(kind: BlockKind) -> Self {
        Self { kind, origin: None, proof: Vec::new() }
    }
}

impl List {
    /// Whether the list needs no blank lines: every item is one paragraph at
    /// most, with lists or quotes below it.
    pub(super) fn is_short(&self) -> bool {
        self.items.iter().all(ListItem::is_short)
    }
}

impl ListItem {
    fn is_short(&self) -> bool {
        let is_comment = |block: &&Block| matches!(block.kind, BlockKind::Comment(_));
        let is_part = |block: &Block| {
            matches!(block.kind, BlockKind::List(_) | BlockKind::Quote { alert: None, .. })
        };
        let mut shown = self.blocks.iter().filter(|block| !is_comment(block));
        let is_text = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
        shown.next().is_none_or(|first| is_text(first) || is_part(first)) && shown.all(is_part)
    }
}

impl Code {
    /// Whether it is a Dockerfile by its language.
    pub fn is_dockerfile(&self) -> bool {
        matches!(self.language.as_deref(), Some("dockerfile" | "docker" | "containerfile"))
    }
}

impl Text {
    /// Nothing yet; add to it with the methods below:
    /// `Text::new().plain("Starts from ").code("alpine").plain(".")`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words.
    #[must_use]
    pub fn plain(self, words: impl Into<String>) -> Self {
        self.run(Run { text: words.into(), ..Run::default() })
    }

    /// Adds code.
    #[must_use]
    pub fn code(self, words: impl Into<String>) -> Self {
        let mut run = Run { text: words.into(), ..Run::default() };
        run.style.code = true;
        self.run(run)
    }

    /// Adds bold words.
    #[must_use]
    pub fn strong(self, words: impl Into<String>) -> Self {
        let mut run = Run { text: words.into(), ..Run::default() };
        run.style.strong = true;
        self.run(run)
    }

    /// Adds words in italics.
    #[must_use]
    pub fn emphasis(self, words: impl Into<String>) -> Self {
        let mut run = Run { text: words.into(), ..Run::default() };
        run.style.emphasis = true;
        self.run(run)
    }

    /// Adds words that matter less. Markdown has no such style and shows them plainly.
    #[must_use]
    pub fn muted(self, words: impl Into<String>) -> Self {
        let mut run = Run { text: words.into(), ..Run::default() };
        run.style.muted = true;
        self.run(run)
    }

    /// Adds a link.
    #[must_use]
    pub fn link(self, words: impl Into<String>, address: impl Into<String>) -> Self {
        self.run(Run { text: words.into(), link: Some(address.into()), ..Run::default() })
    }

    /// Adds a run; one that looks like the last is joined to it.
    #[must_use]
    pub fn run(mut self, run: Run) -> Self {
        self.push(run);
        self
    }

    /// Adds a run in place; one that looks like the last is joined to it, an empty one is dropped.
    pub fn push(&mut self, run: Run) {
        if run.text.is_empty() {
            return;
        }
        let comment_between =
            self.comments.last().is_some_and(|comment| comment.before_run == self.runs.len());
        match self.runs.last_mut() {
            Some(last) if last.looks_like(&run) && !comment_between => last.text += &run.text,
            _ => self.runs.push(run),
        }
    }

    /// The words alone, without styles and comments.
    pub fn words(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.text.is_empty())
    }
}

impl Run {
    /// Whether two runs differ in nothing but their words.
    pub(super) fn looks_like(&self, other: &Run) -> bool {
        self.style == other.style
            && self.token == other.token
            && self.link == other.link
            && self.image == other.image
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::new().plain(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::new().plain(words)
    }
}
