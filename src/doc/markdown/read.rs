//! From the parser's events to blocks, with an explicit stack: no input can
//! make it recurse, and nothing is deeper than [`MAX_DEPTH`].

use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::html::{self, StyleTag};
use super::inline::Inline;
use super::{MAX_DEPTH, Places};
use crate::doc::{Alert, Alignment, Block, BlockKind, Code, Document, List, ListItem, Table, Text};

/// What stands where blocks were too deep to be shown in their place.
const DEPTH_MARK: &str = "… deeper levels are shown here";

/// Reads the Markdown that begins at this offset of the source.
pub(super) fn document(source: &str, start: usize, places: &Places<'_>) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut reader = Reader {
        places,
        offset: start,
        frames: vec![Frame::new(Container::Document, start)],
        too_deep: 0,
        leaf: None,
        in_summary: false,
    };
    for (event, range) in Parser::new_ext(&source[start..], options).into_offset_iter() {
        reader.event(event, range.start + start..range.end + start);
    }
    reader.close_leaf();
    while reader.frames.len() > 1 {
        reader.close_frame(source.len());
    }
    Document { blocks: reader.frames.pop().map(|frame| frame.blocks).unwrap_or_default() }
}

pub(super) struct Reader<'a> {
    pub(super) places: &'a Places<'a>,
    /// Where the Markdown begins in the source.
    pub(super) offset: usize,
    /// The open containers; the first is the document.
    pub(super) frames: Vec<Frame>,
    /// How many open containers have no frame, because they are too deep.
    pub(super) too_deep: usize,
    /// The block that inline text goes to.
    pub(super) leaf: Option<Leaf>,
    /// Whether the text belongs to a `<summary>`.
    pub(super) in_summary: bool,
}

/// An open container.
pub(super) struct Frame {
    pub(super) container: Container,
    start: usize,
    blocks: Vec<Block>,
}

impl Frame {
    pub(super) fn new(container: Container, start: usize) -> Self {
        Self { container, start, blocks: Vec::new() }
    }
}

pub(super) enum Container {
    Document,
    Quote(Option<Alert>),
    List { start: Option<u64>, items: Vec<ListItem> },
    Item { task: Option<bool> },
    Details { summary: Text, open: bool },
    Footnote { label: String },
}

/// An open block that holds no blocks.
pub(super) struct Leaf {
    kind: LeafKind,
    pub(super) inline: Inline,
    range: Range<usize>,
}

enum LeafKind {
    /// Text of a tight list item has no paragraph of its own.
    Paragraph {
        implicit: bool,
    },
    Heading(u8),
    Code(Code),
    /// Raw HTML with the place of each chunk: offset in the text, offset in the source.
    Html {
        text: String,
        chunks: Vec<(usize, usize)>,
    },
    Table {
        table: Table,
        in_head: bool,
    },
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match self.leaf.as_mut().map(|leaf| &mut leaf.kind) {
                Some(LeafKind::Code(code)) => code.text.push_str(&text.replace('\r', "")),
                Some(LeafKind::Html { .. }) => self.html_chunk(&text, range),
                _ => self.inline(range).words(&text),
            },
            Event::Html(text) => self.html_chunk(&text, range),
            Event::Code(text) => self.inline(range).code(&text),
            Event::InlineHtml(raw) => {
                let origin = self.places.origin(range.clone());
                let inline = self.inline(range);
                for (piece, place) in html::pieces(&raw) {
                    inline.html(&piece, &raw[place], origin);
                }
            }
            Event::FootnoteReference(label) => self.inline(range).footnote(&label),
            Event::SoftBreak => self.inline(range).words(" "),
            Event::HardBreak => self.inline(range).line_break(),
            Event::Rule => self.add(BlockKind::Rule, range),
            Event::TaskListMarker(done) => self.task(done),
            // The options for mathematics are off.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.inline(range).words(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => return self.inline(range).begin(StyleTag::Emphasis),
            Tag::Strong => return self.inline(range).begin(StyleTag::Strong),
            Tag::Strikethrough => return self.inline(range).begin(StyleTag::Struck),
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                return self.inline(range).begin_link(&format!("mailto:{dest_url}"));
            }
            Tag::Link { dest_url, .. } => return self.inline(range).begin_link(&dest_url),
            Tag::Image { dest_url, .. } => return self.inline(range).begin_image(&dest_url),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => return self.start_table_part(&tag),
            _ => self.close_leaf(),
        }
        match tag {
            Tag::Paragraph => self.open_leaf(LeafKind::Paragraph { implicit: false }, range),
            Tag::Heading { level, .. } => self.open_leaf(LeafKind::Heading(level as u8), range),
            Tag::BlockQuote(kind) => {
                self.open_container(Container::Quote(kind.map(alert)), range.start);
            }
            Tag::CodeBlock(kind) => self.open_leaf(LeafKind::Code(code(&kind)), range),
            Tag::HtmlBlock => {
                let kind = LeafKind::Html { text: String::new(), chunks: Vec::new() };
                self.open_leaf(kind, range);
            }
            Tag::List(start) => {
                self.open_container(Container::List { start, items: Vec::new() }, range.start);
            }
            Tag::Item => self.open_container(Container::Item { task: None }, range.start),
            Tag::FootnoteDefinition(label) => {
                let label = label.into_string();
                self.open_container(Container::Footnote { label }, range.start);
            }
            Tag::Table(alignments) => {
                let alignments = alignments.into_iter().map(alignment).collect();
                let table = Table { alignments, head: Vec::new(), rows: Vec::new() };
                self.open_leaf(LeafKind::Table { table, in_head: false }, range);
            }
            // Options that are off; their text stays.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => _ = self.inline(range).end(StyleTag::Emphasis),
            TagEnd::Strong => _ = self.inline(range).end(StyleTag::Strong),
            TagEnd::Strikethrough => _ = self.inline(range).end(StyleTag::Struck),
            TagEnd::Link => self.inline(range).end_link(),
            TagEnd::Image => self.inline(range).end_image(),
            TagEnd::TableCell => self.end_table_cell(),
            TagEnd::TableHead | TagEnd::TableRow => {}
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.end_container(range.end);
            }
            _ => self.close_leaf(),
        }
    }

    /// The inline text that words at this place go to.
    pub(super) fn inline(&mut self, range: Range<usize>) -> &mut Inline {
        let leaf = self.leaf.get_or_insert_with(|| Leaf {
            kind: LeafKind::Paragraph { implicit: true },
            inline: Inline::default(),
            range: range.clone(),
        });
        if matches!(leaf.kind, LeafKind::Paragraph { implicit: true }) {
            leaf.range.end = leaf.range.end.max(range.end);
        }
        &mut leaf.inline
    }

    fn html_chunk(&mut self, chunk: &str, range: Range<usize>) {
        if let Some(Leaf { kind: LeafKind::Html { text, chunks }, .. }) = &mut self.leaf {
            chunks.push((text.len(), range.start));
            text.push_str(chunk);
        }
    }

    fn open_leaf(&mut self, kind: LeafKind, range: Range<usize>) {
        self.leaf = Some(Leaf { kind, inline: Inline::default(), range });
    }

    pub(super) fn close_leaf(&mut self) {
        let Some(Leaf { kind, inline, range }) = self.leaf.take() else { return };
        match kind {
            LeafKind::Paragraph { .. } => {
                let mut text = inline.finish();
                if !self.follows_task_mark() {
                    self.lift_comments(&mut text);
                }
                if !text.is_empty() || !text.comments.is_empty() {
                    self.add(BlockKind::Paragraph(text), range);
                }
            }
            LeafKind::Heading(level) => {
                self.add(BlockKind::Heading { level, text: inline.finish() }, range);
            }
            LeafKind::Code(mut code) => {
                if !code.text.is_empty() && !code.text.ends_with('\n') {
                    code.text.push('\n');
                }
                self.add(BlockKind::Code(code), range);
            }
            LeafKind::Html { text, chunks } => self.html_block(&text, &chunks),
            LeafKind::Table { table, .. } => self.add(BlockKind::Table(table), range),
        }
    }

    /// Whether a paragraph that ends now is the text behind `[ ]`.
    fn follows_task_mark(&self) -> bool {
        self.frames.last().is_some_and(|frame| {
            frame.blocks.is_empty() && matches!(frame.container, Container::Item { task: Some(_) })
        })
    }

    /// Comments before the words of a paragraph stand on their own.
    fn lift_comments(&mut self, text: &mut Text) {
        let count = text.comments.iter().take_while(|comment| comment.before_run == 0).count();
        for comment in text.comments.drain(..count) {
            let kind = BlockKind::Comment(comment.text);
            if let Some(frame) = self.frames.last_mut() {
                frame.blocks.push(Block { kind, origin: comment.origin, proof: Vec::new() });
            }
        }
    }

    fn start_table_part(&mut self, tag: &Tag<'_>) {
        let Some(Leaf { kind: LeafKind::Table { table, in_head }, .. }) = &mut self.leaf else {
            return;
        };
        match tag {
            Tag::TableHead => *in_head = true,
            Tag::TableRow => {
                *in_head = false;
                table.rows.push(Vec::with_capacity(table.head.len()));
            }
            _ => {}
        }
    }

    fn end_table_cell(&mut self) {
        let Some(Leaf { kind: LeafKind::Table { table, in_head }, inline, .. }) = &mut self.leaf
        else {
            return;
        };
        let cell = std::mem::take(inline).finish();
        match table.rows.last_mut() {
            Some(row) if !*in_head => row.push(cell),
            _ => table.head.push(cell),
        }
    }

    fn task(&mut self, done: bool) {
        match self.frames.last_mut() {
            Some(Frame { container: Container::Item { task }, .. }) if self.too_deep == 0 => {
                *task = Some(done);
            }
            _ => {}
        }
    }

    fn open_container(&mut self, container: Container, start: usize) {
        // A list needs room for its items too.
        let needs = if matches!(container, Container::List { .. }) { 2 } else { 1 };
        if self.too_deep > 0 || self.frames.len() + needs > MAX_DEPTH {
            if self.too_deep == 0 {
                self.add(BlockKind::Paragraph(Text::from(DEPTH_MARK)), start..start);
            }
            self.too_deep += 1;
            return;
        }
        self.frames.push(Frame::new(container, start));
    }

    fn end_container(&mut self, end: usize) {
        self.close_leaf();
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        // `<details>` without its end reaches to the end of what it stands in.
        while self.in_details() {
            self.close_frame(end);
        }
        self.close_frame(end);
    }

    pub(super) fn in_details(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { container: Container::Details { .. }, .. }))
    }

    /// Closes the innermost container and adds it to the one around it.
    pub(super) fn close_frame(&mut self, end: usize) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(Frame { container, start, blocks }) = self.frames.pop() else { return };
        let range = start..end;
        match container {
            Container::Document => {}
            Container::Quote(alert) => self.add(BlockKind::Quote { alert, blocks }, range),
            Container::List { start, items } => {
                self.add(BlockKind::List(List { start, items }), range);
            }
            Container::Item { task } => {
                let origin = Some(self.places.origin(self.without_line_end(range)));
                if let Some(Frame { container: Container::List { items, .. }, .. }) =
                    self.frames.last_mut()
                {
                    items.push(ListItem { task, blocks, origin });
                }
            }
            Container::Details { summary, open } => {
                self.add(BlockKind::Details { summary, blocks, open }, range);
            }
            Container::Footnote { label } => {
                self.add(BlockKind::Footnote { label, blocks }, range);
            }
        }
    }

    pub(super) fn add(&mut self, kind: BlockKind, range: Range<usize>) {
        let origin = Some(self.places.origin(self.without_line_end(range)));
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.push(Block { kind, origin, proof: Vec::new() });
        }
    }

    /// Blocks whose range ends behind blank lines end on their last line of text.
    fn without_line_end(&self, range: Range<usize>) -> Range<usize> {
        let text = self.places.source.get(range.clone()).unwrap_or_default();
        range.start..range.start + text.trim_end().len()
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
        pulldown_cmark::Alignment::None | pulldown_cmark::Alignment::Left => Alignment::Left,
    }
}

/// Splits the info string into the language and the rest.
fn code(kind: &CodeBlockKind<'_>) -> Code {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info.trim(),
        CodeBlockKind::Indented => "",
    };
    let (language, rest) = info.split_at(info.find([' ', '\t', ',', '{']).unwrap_or(info.len()));
    let language = Some(language.to_lowercase()).filter(|language| !language.is_empty());
    let info = rest.trim_start_matches([' ', '\t', ',']).to_owned();
    Code { language, info, text: String::new() }
}
