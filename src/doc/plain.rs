//! Plain text, for pipes and screen readers.

use super::{Block, Details, Layout, LayoutOptions, Marks, layout};

/// The blocks as plain text wrapped at a width, every row with its newline:
/// details unfolded, code and headings marked by characters instead of looks.
pub fn plain_text(blocks: &[Block], width: usize) -> String {
    let options = LayoutOptions {
        details: Details::Open,
        marks: Marks::Written,
        ..LayoutOptions::new(width)
    };
    layout(blocks, &options).text()
}

impl Layout {
    /// The text of the rows, each with its newline.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            text.extend(row.pieces.iter().map(|piece| piece.text.as_str()));
            text.push('\n');
        }
        text
    }
}
