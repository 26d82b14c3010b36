//! Blocks become rows of a width.

use std::fmt::Write;

use layerwise::doc::{Layout, LayoutOptions, Role, layout, markdown};

/// Lays Markdown out and compares the rows, each followed by the letters of its roles.
///
/// The letters stand under the columns: `.` words, `~` muted words and
/// addresses, `#` heading, `c` code in a line, `l` link, `i` image, `m` marker,
/// `t` task, `|` bar, `!` alert, `h` table head, `-` line, `f` fold,
/// `s` summary, `C` code block, `D` Dockerfile token, `S` other token, `>` mark;
/// bold words in upper case where they would be `.`: `B`, italic ones `I`.
#[track_caller]
fn check(source: &str, width: usize, expected: &str) {
    let page = markdown::read(source);
    let laid = layout(&page.document.blocks, &LayoutOptions::new(width));
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    let grid = grid(&laid);
    assert_eq!(grid.trim_end(), expected.trim_end(), "\n{grid}\nfrom {source:?}");
}

fn grid(laid: &Layout) -> String {
    let mut grid = String::new();
    for row in &laid.rows {
        writeln!(grid, "{}", row.text()).unwrap();
        let mut letters = String::new();
        for piece in &row.pieces {
            let width = unicode_width::UnicodeWidthStr::width(piece.text.as_str());
            let style = piece.look.style;
            let letter = match piece.look.role {
                Role::Text if piece.text.trim().is_empty() => ' ',
                Role::Text if style.strong => 'B',
                Role::Text if style.emphasis => 'I',
                Role::Text => '.',
                Role::Muted | Role::Address => '~',
                Role::Heading(_) => '#',
                Role::InlineCode => 'c',
                Role::Link => 'l',
                Role::Image => 'i',
                Role::Marker => 'm',
                Role::TaskOpen | Role::TaskDone => 't',
                Role::Bar => '|',
                Role::Alert(_) => '!',
                Role::TableHead => 'h',
                Role::Line => '-',
                Role::Fold => 'f',
                Role::Summary => 's',
                Role::Code => 'C',
                Role::Token(_) => 'D',
                Role::Syntax(_) => 'S',
                Role::Mark => '>',
            };
            letters.extend(std::iter::repeat_n(letter, width));
        }
        writeln!(grid, "{}", letters.trim_end()).unwrap();
    }
    grid
}

#[test]
fn paragraphs_wrap_at_blanks() {
    check(
        "One **two** three *four* five `six seven` eight.",
        20,
        "
One two three four
....BBB.......IIII
five six seven
.....ccccccccc
eight.
......
",
    );
}
