//! The graph as a picture: the drawing's rows as text of one width, its lines as lines.
//!
//! It carries its own looks for light and dark, and needs no script and no font file.

use super::{DrawnRow, Graph, Lit, Part};

const COLUMN: usize = 8;
const ROW: usize = 20;
const MARGIN: usize = 16;

const STYLE: &str = "\
text{font:14px ui-monospace,Menlo,Consolas,monospace;white-space:pre;fill:#1f2328}\
.bg{fill:#fff}.name,.target{font-weight:700}.target{fill:#0550ae}\
.line{fill:#57606a}.number,.remark{fill:#57606a}.no{opacity:.55}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.bg{fill:#0d1117}\
.target{fill:#79c0ff}.line,.number,.remark{fill:#9198a1}}";

/// Draws the picture; `title` says what it shows, for those who cannot see it.
pub fn svg(graph: &Graph, title: &str) -> String {
    let rows = graph.draw();
    let columns = rows.iter().map(|row| row.text().chars().count()).max().unwrap_or(0);
    let width = columns * COLUMN + MARGIN * 2 + COLUMN;
    let height = rows.len() * ROW + MARGIN * 2;
    let title = escape(title);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n\
         <rect class=\"bg\" width=\"100%\" height=\"100%\"/>\n"
    );
    for (index, row) in rows.iter().enumerate() {
        let y = MARGIN + index * ROW + ROW * 3 / 4;
        draw_row(row, y, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// One text for each piece, placed by its column, so that every font keeps the lines together.
fn draw_row(row: &DrawnRow, y: usize, out: &mut String) {
    let mut column = 0;
    for piece in &row.pieces {
        let class = match piece.part {
            Part::Line => "line",
            Part::Name => "name",
            Part::Target => "target",
            Part::Base | Part::Crossing => "words",
            Part::LineNumber => "number",
            Part::Remark => "remark",
        };
        let lit = if piece.lit == Lit::No { " no" } else { "" };
        let count = piece.text.chars().count();
        if !piece.text.trim().is_empty() {
            let x = MARGIN + column * COLUMN;
            let length = count * COLUMN;
            out.push_str(&format!(
                "<text x=\"{x}\" y=\"{y}\" class=\"{class}{lit}\" textLength=\"{length}\" \
                 lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{}</text>\n",
                escape(&piece.text)
            ));
        }
        column += count;
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
