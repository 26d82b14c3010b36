//! A document laid out: rows of pieces, ready to be drawn.

use std::ops::Range;

use super::{Alert, Origin, RunStyle};
use crate::dockerfile::TokenKind;
use crate::source::Span;

/// A document laid out for one width. Lay it out again when the width, a
/// fold or the document changes; drawing and scrolling only read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
    /// The blocks in the order of the document, the nested and the folded ones included.
    pub blocks: Vec<PlacedBlock>,
    /// Addresses of the links, in the order of the document.
    pub links: Vec<String>,
}

/// The number of a block, counted from 0 in the order of the document,
/// nested blocks behind the one that holds them. It does not depend on the
/// width or on what is folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

/// Place of an address in [`Layout::links`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkId(pub u32);

/// Where a block landed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacedBlock {
    /// Its rows as places in [`Layout::rows`]; empty where it is folded or has nothing to show.
    pub rows: Range<usize>,
    /// The block that holds it.
    pub parent: Option<BlockId>,
    /// Where it stands in its Markdown.
    pub origin: Option<Origin>,
    /// The places in the reader's Dockerfile that prove it.
    pub proof: Vec<Span>,
    /// For details: whether they are unfolded.
    pub unfolded: Option<bool>,
    /// For headings: the words.
    pub heading: Option<String>,
}

/// One row of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The pieces from left to right; together at most as wide as the layout.
    pub pieces: Vec<Piece>,
    /// The innermost block that the row belongs to; blank rows belong to the block above.
    pub block: BlockId,
}

/// A piece of a row in one look. Its text is safe to send to a terminal:
/// no control character, no tab, no line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// How it looks.
    pub look: Look,
}

/// How a piece looks: the role gives the colour, the style adds to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// What the piece is.
    pub role: Role,
    /// Bold, italic and so on.
    pub style: RunStyle,
    /// The link that the piece belongs to.
    pub link: Option<LinkId>,
}

/// What a piece is; a theme gives each a style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Words.
    #[default]
    Text,
    /// Words that matter less.
    Muted,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Code among words.
    InlineCode,
    /// The words of a link.
    Link,
    /// The address of a link, behind its words.
    Address,
    /// Words in place of a picture.
    Image,
    /// The bullet or number of a list item.
    Marker,
    /// `[ ]`.
    TaskOpen,
    /// `[x]`.
    TaskDone,
    /// The bar along a quote.
    Bar,
    /// The bar and the title of an alert.
    Alert(Alert),
    /// A cell of a table's head.
    TableHead,
    /// The lines of a table, and a horizontal line.
    Line,
    /// The arrow before folded text.
    Fold,
    /// The line that stays visible of folded text.
    Summary,
    /// A block of code whose language has no colours, or not yet.
    Code,
    /// A token of a Dockerfile.
    Token(TokenKind),
    /// A token of another language.
    Syntax(SyntaxRole),
    /// Marks that are not part of the text: a wrapped or a cut line, a depth that is not shown.
    Mark,
}

/// What a token of a language other than Dockerfile is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each says it")]
pub enum SyntaxRole {
    Comment,
    Keyword,
    String,
    Number,
    Function,
    Type,
    Variable,
    Operator,
    Punctuation,
}

impl Row {
    /// The text of the row.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Its width in columns.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|piece| super::measure::width(&piece.text)).sum()
    }

    /// The piece at a column, counted from 0.
    pub fn piece_at(&self, column: usize) -> Option<&Piece> {
        let mut end = 0;
        self.pieces.iter().find(|piece| {
            end += super::measure::width(&piece.text);
            column < end
        })
    }
}

impl Layout {
    /// The block of this number.
    pub fn block(&self, id: BlockId) -> Option<&PlacedBlock> {
        self.blocks.get(id.0 as usize)
    }

    /// The block of a row.
    pub fn block_at(&self, row: usize) -> Option<&PlacedBlock> {
        self.rows.get(row).and_then(|row| self.block(row.block))
    }

    /// The address of a link.
    pub fn link(&self, id: LinkId) -> Option<&str> {
        self.links.get(id.0 as usize).map(String::as_str)
    }

    /// The details whose summary stands on this row: toggle them on a click or Enter.
    pub fn details_at(&self, row: usize) -> Option<BlockId> {
        let id = self.rows.get(row)?.block;
        let block = self.block(id)?;
        block.unfolded.filter(|_| block.rows.contains(&row)).map(|_| id)
    }

    /// The row of the heading that `#address` leads to, by GitHub's names for headings.
    pub fn heading_row(&self, address: &str) -> Option<usize> {
        let wanted = address.strip_prefix('#')?;
        let mut seen: Vec<String> = Vec::new();
        for block in &self.blocks {
            let Some(heading) = &block.heading else { continue };
            let slug = slug(heading);
            let before = seen.iter().filter(|other| **other == slug).count();
            let name = if before == 0 { slug.clone() } else { format!("{slug}-{before}") };
            if name == wanted {
                return Some(block.rows.start);
            }
            seen.push(slug);
        }
        None
    }
}

/// GitHub's name for a heading: lower case, blanks to hyphens, no punctuation.
fn slug(heading: &str) -> String {
    let letter = |letter: char| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        letter => letter.is_alphanumeric().then_some(letter),
    };
    heading.to_lowercase().chars().filter_map(letter).collect()
}
