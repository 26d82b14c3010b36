//! Blocks become rows of a width.

use std::collections::BTreeSet;
use std::fmt::Write;

use layerwise::doc::{
    Block, BlockId, Details, Document, Layout, LayoutOptions, MIN_WIDTH, Role, Text, layout,
    markdown, plain_text,
};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::fragments;

const FEATURES: &str = include_str!("samples/features.md");

/// Lays Markdown out and compares the rows, each followed by the letters of its roles.
///
/// The letters stand under the columns: `.` words (`B` bold, `I` italic), `~`
/// muted words and addresses, `#` heading, `c` code in a line, `l` link, `i`
/// image, `m` marker, `t` task, `|` bar, `!` alert, `h` table head, `-` line,
/// `f` fold, `s` summary, `C` code block, `D` Dockerfile token, `S` token of
/// another language, `>` mark.
#[track_caller]
fn check(source: &str, width: usize, expected: &str) {
    let page = markdown::read(source);
    let laid = layout(&page.document.blocks, &LayoutOptions::new(width));
    let grid = grid(&laid);
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    assert_eq!(grid.trim_end(), expected.trim_end(), "\n{grid}\nfrom {source:?}");
}

fn grid(laid: &Layout) -> String {
    let mut grid = String::new();
    for row in &laid.rows {
        let letters: String = row.pieces.iter().map(letters).collect();
        writeln!(grid, "{}\n{}", row.text(), letters.trim_end()).unwrap();
    }
    grid
}

fn letters(piece: &layerwise::doc::Piece) -> String {
    let style = piece.look.style;
    let letter = match piece.look.role {
        Role::Text if style.strong => "B",
        Role::Text if style.emphasis => "I",
        Role::Text if piece.text.trim().is_empty() => " ",
        Role::Text => ".",
        Role::Muted | Role::Address => "~",
        Role::Heading(_) => "#",
        Role::InlineCode => "c",
        Role::Link => "l",
        Role::Image => "i",
        Role::Marker => "m",
        Role::TaskOpen | Role::TaskDone => "t",
        Role::Bar => "|",
        Role::Alert(_) => "!",
        Role::TableHead => "h",
        Role::Line => "-",
        Role::Fold => "f",
        Role::Summary => "s",
        Role::Code => "C",
        Role::Token(_) => "D",
        Role::Syntax(_) => "S",
        Role::Mark => ">",
    };
    letter.repeat(piece.text.graphemes(true).map(UnicodeWidthStr::width).sum())
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
    check(
        "a  b\\\nc `d  e`",
        20,
        "
a b
...
c d  e
..cccc
",
    );
}

#[test]
fn long_words_break_behind_punctuation() {
    check(
        "See https://docs.example.org/build/cache/optimize",
        20,
        "
See https://docs.
.................
example.org/build/
..................
cache/optimize
..............
",
    );
    check(
        "abcdefghijklmnopqrstuvwxyz",
        10,
        "
abcdefghij
..........
klmnopqrst
..........
uvwxyz
......
",
    );
}

#[test]
fn wide_characters_and_sequences_stay_whole() {
    check(
        "日本語のテキスト",
        10,
        "
日本語のテ
..........
キスト
......
",
    );
    check(
        "ab 👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧 cd",
        10,
        "
ab 👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧
.........
👩‍👩‍👧👩‍👩‍👧 cd
.......
",
    );
    check(
        "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301} üê≥ x",
        10,
        "
éééééé üê≥
..........
x
.
",
    );
}

#[test]
fn links_show_an_address_once() {
    check(
        "[a](b.md) [c](b.md) <http://d.e> [f](#f) [g][] ![h](i.png)\n\n[g]: j",
        60,
        "
a (b.md) c http://d.e f g (j) [image: h] (i.png)
l~~~~~~~ l llllllllll l l~~~~ iiiiiiiiii~~~~~~~~
",
    );
}

#[test]
fn lists_hang() {
    check(
        "- one two three four\n  1. five\n- [x] six seven eight nine\n- [ ] ten",
        16,
        "
• one two three
mm.............
  four
  ....
  1. five
  mmm....
[x] six seven
tttt.........
    eight nine
    ..........
[ ] ten
tttt...
",
    );
    check(
        "9. a\n\n   b\n10. c\n",
        16,
        "
 9. a
mmmm.


    b
    .


10. c
mmmm.
",
    );
    check(
        "-\n- a",
        16,
        "
•
m
• a
mm.
",
    );
}

#[test]
fn quotes_and_alerts_have_a_bar() {
    check(
        "> one two three four\n>\n> > five",
        16,
        "
│ one two three
||.............
│ four
||....
│
|
│ │ five
||||....
",
    );
    check(
        "> [!WARNING]\n> one two three",
        16,
        "
┃ Warning
!!!!!!!!!
┃ one two three
!!.............
",
    );
}

#[test]
fn tables_shrink_and_become_records() {
    check(
        "|a|bb|\n|-|-:|\n|one|`2`|\n",
        20,
        "
a   │ bb
h  ---hh
────┼───
--------
one │  2
...--- c
",
    );
    check(
        "|name|what it is for|\n|-|-|\n|one|two three four five|\n|six|seven|\n",
        20,
        "
name │ what it is
hhhh---hhhhhhhhhh
     │ for
    ---hhh
─────┼──────────────
--------------------
one  │ two three
....---.........
     │ four five
    ---.........
╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌
--------------------
six  │ seven
....---.....
",
    );
    check(
        "|name|value|use|\n|-|-|-|\n|PYTHONUNBUFFERED|1|prints at once|\n|a||b|\n",
        20,
        "
name:
hhhhh
  PYTHONUNBUFFERED
..................
  value: 1
  hhhhhhh.
  use: prints at
  hhhhh.........
    once
........


name: a
hhhhhh.
  use: b
  hhhhh.
",
    );
}

#[test]
fn code_wraps_behind_a_mark() {
    check(
        "```\nfirst second third fourth\n\tx\n  indented line that wraps\n```",
        20,
        "
  first second
  CCCCCCCCCCCC
  ↪ third fourth
  >>CCCCCCCCCCCC
      x
  CCCCC
    indented line
  CCCCCCCCCCCCCCC
    ↪ that wraps
    >>CCCCCCCCCC
",
    );
    check(
        "```sh {2}\na\nb\n```",
        20,
        "
  a
  C
▌ b
>>C
",
    );
    check(
        "```\n# ====================\n┌──────────────────────┐\n```",
        20,
        "
  # ===============…
  CCCCCCCCCCCCCCCCC>
  ┌────────────────…
  CCCCCCCCCCCCCCCCC>
",
    );
}

#[test]
fn dockerfiles_are_coloured_by_the_parser() {
    check(
        "```dockerfile\nFROM a AS b\n```",
        20,
        "
  FROM a AS b
  DDDDCDCDDCD
",
    );
}

#[test]
fn details_are_folded() {
    check(
        "<details><summary>a `b`</summary>\n\nc\n\n</details>\n\nd",
        20,
        "
▸ a `b`
ffsssss


d
.
",
    );
    check(
        "<details open>\n\nc\n\n</details>",
        20,
        "
▾ Details
ffsssssss


  c
  .
",
    );
}

#[test]
fn rules_headings_and_notes() {
    check(
        "# A *b*\n\n---\n\nc[^1]\n\n[^1]: d\n",
        12,
        "
A b
###


────────────
------------


c[1]
.lll


[1] d
mmmm.
",
    );
}

#[test]
fn deep_levels_keep_room_for_text() {
    let source = "> ".repeat(40) + "one two";
    check(
        &source,
        20,
        "
» │ │ │ │ … deeper
>>||||||||........
» │ │ │ │ levels are
>>||||||||..........
» │ │ │ │ shown here
>>||||||||..........
» │ │ │ │
>>|||||||
» │ │ │ │ one two
>>||||||||.......
",
    );
}

#[test]
fn every_block_at_both_widths() {
    let page = markdown::read(FEATURES);
    for width in [40, 80] {
        let laid = layout(&page.document.blocks, &LayoutOptions::new(width));
        insta::assert_snapshot!(format!("features_{width}"), grid(&laid));
    }
    insta::assert_snapshot!("features_plain", plain_text(&page.document.blocks, 72));
}

#[test]
fn details_are_toggled_by_their_number() {
    let page = markdown::read("a\n\n<details><summary>b</summary>\n\nc\n\n</details>\n\nd");
    let blocks = &page.document.blocks;
    let folded = layout(blocks, &LayoutOptions::new(20));
    assert_eq!(folded.text(), "a\n\n▸ b\n\nd\n");
    let id = folded.details_at(2).unwrap();
    assert_eq!((folded.details_at(0), folded.details_at(4)), (None, None));
    let toggled = BTreeSet::from([id]);
    let options = LayoutOptions { details: Details::Toggled(&toggled), ..LayoutOptions::new(20) };
    let open = layout(blocks, &options);
    assert_eq!(open.text(), "a\n\n▾ b\n\n  c\n\nd\n");
    assert_eq!(open.details_at(2), Some(id));
    let places = |laid: &Layout| laid.blocks.iter().map(|block| block.origin).collect::<Vec<_>>();
    assert_eq!(places(&folded), places(&open));
}

#[test]
fn rows_know_block_link_and_heading() {
    let page = markdown::read("# Über `a b`!\n\nx [y](z)\n\n## Über a b\n");
    let laid = layout(&page.document.blocks, &LayoutOptions::new(20));
    assert_eq!(laid.rows[2].block, BlockId(1));
    let link = laid.rows[2].piece_at(2).unwrap().look.link.unwrap();
    assert_eq!(laid.link(link), Some("z"));
    assert_eq!(laid.rows[2].piece_at(0).unwrap().look.link, None);
    assert_eq!(laid.rows[2].piece_at(40), None);
    assert_eq!(laid.heading_row("#über-a-b"), Some(0));
    assert_eq!(laid.heading_row("#über-a-b-1"), Some(4));
    assert_eq!(laid.heading_row("#no"), None);
}

#[test]
fn what_the_program_writes_is_laid_out_too() {
    let text = Text::new().plain("Starts from ").code("alpine").muted(" (small)").plain(".");
    let document = Document::new([
        Block::paragraph(text),
        Block::numbered(["one", "two"]),
        Block::table(["a", "b"], [["c", "d"]]),
    ]);
    let laid = layout(&document.blocks, &LayoutOptions::new(30));
    assert_eq!(
        laid.text(),
        "Starts from alpine (small).\n\n1. one\n2. two\n\na │ b\n──┼──\nc │ d\n"
    );
}

/// Everything that must hold for any Markdown at any width.
fn check_rows(source: &str, width: usize) -> Result<(), TestCaseError> {
    let page = markdown::read(source);
    let options = LayoutOptions { details: Details::Open, ..LayoutOptions::new(width) };
    let laid = layout(&page.document.blocks, &options);
    for row in &laid.rows {
        let text = row.text();
        prop_assert!(row.width() <= width.max(MIN_WIDTH), "{text:?} is wider than {width}");
        prop_assert!(!text.contains(char::is_control), "{text:?}");
        prop_assert!(laid.block(row.block).is_some());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_of_markdown_fit(source in fragments::markdown(), width in 0_usize..90) {
        check_rows(&source, width)?;
    }

    #[test]
    fn rows_of_any_text_fit(source in any::<String>(), width in 0_usize..40) {
        check_rows(&source, width)?;
        check_rows(&format!("```\n{source}\n```"), width)?;
        check_rows(&format!("|a|b|\n|-|-|\n|{source}|c|"), width)?;
    }

    #[test]
    fn every_grapheme_of_a_paragraph_survives(
        words in prop::collection::vec("[a-z日🐳é\u{301}]{1,30}", 1..30), width in 10_usize..40,
    ) {
        let blocks = [Block::paragraph(words.join(" "))];
        let text = layout(&blocks, &LayoutOptions::new(width)).text();
        let letters = |text: &str| text.replace(char::is_whitespace, "");
        let shown = words.iter().map(|word| layerwise::source::safe_line(word)).collect::<String>();
        prop_assert_eq!(letters(&text), letters(&shown));
    }

    #[test]
    fn every_character_of_code_survives(lines in prop::collection::vec("[a-z ;/日🐳]{0,60}", 1..8), width in 10_usize..40) {
        let blocks = [Block::code("", lines.join("\n"))];
        let text = layout(&blocks, &LayoutOptions::new(width)).text();
        let letters = |text: &str| text.replace(|letter: char| letter.is_whitespace() || letter == '↪', "");
        prop_assert_eq!(letters(&text), letters(&lines.concat()));
    }
}

#[test]
fn layout_is_linear() {
    // A quadratic step would take minutes here.
    let word = "x".repeat(1_000_000);
    let quotes = "> ".repeat(1000) + "a\n";
    let list: String = (0..1000).map(|depth| "  ".repeat(depth) + "- a\n").collect();
    let table = format!("|{}|\n|{}|\n", "a|".repeat(2000), "-|".repeat(2000));
    let hangul = "\u{1100}".repeat(200_000);
    for source in
        [word, quotes, list, table, hangul, "a\\\n".repeat(50_000), "`a` ".repeat(100_000)]
    {
        check_rows(&source, 40).unwrap();
    }
}

#[test]
fn a_long_lesson_keeps_its_places() {
    let source = include_str!("samples/long.md");
    assert_eq!(source.lines().count(), 312);
    let page = markdown::read(source);
    let laid = layout(&page.document.blocks, &LayoutOptions::new(60));
    let mut first_lines: Vec<u32> =
        laid.blocks.iter().map(|block| block.origin.unwrap().lines.first.get()).collect();
    assert!(first_lines.is_sorted(), "blocks stand in the order of the file");
    first_lines.dedup();
    assert!(first_lines.len() > 100);
    for row in 0..laid.rows.len() {
        assert!(laid.block_at(row).is_some());
    }
}
