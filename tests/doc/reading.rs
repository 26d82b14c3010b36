//! Markdown becomes blocks.

use std::fmt::Write;

use layerwise::doc::{Block, BlockKind, Text, markdown};

/// Reads Markdown and compares an outline of its blocks, one a line.
#[track_caller]
fn check(source: &str, expected: &str) {
    let page = markdown::read(source);
    let mut outline = String::new();
    write_blocks(&mut outline, source, &page.document.blocks, 0);
    assert_eq!(outline.trim_end(), expected.trim_matches('\n'), "\nfrom {source:?}");
}

fn write_blocks(out: &mut String, source: &str, blocks: &[Block], depth: usize) {
    for block in blocks {
        let indent = "  ".repeat(depth);
        let lines = block.origin.unwrap().lines;
        write!(out, "{indent}{}-{} ", lines.first, lines.last).unwrap();
        match &block.kind {
            BlockKind::Heading { level, text } => writeln!(out, "h{level} {}", runs(text)),
            BlockKind::Paragraph(text) => writeln!(out, "p {}", runs(text)),
            BlockKind::Rule => writeln!(out, "rule"),
            BlockKind::Comment(text) => writeln!(out, "comment {text:?}"),
            BlockKind::Code(code) => {
                writeln!(out, "code {:?} {:?} {:?}", code.language, code.info, code.text)
            }
            BlockKind::Quote { alert, .. } => writeln!(out, "quote {alert:?}"),
            BlockKind::Details { summary, open, .. } => {
                writeln!(out, "details {} open={open}", runs(summary))
            }
            BlockKind::Footnote { label, .. } => writeln!(out, "footnote {label}"),
            BlockKind::Table(table) => {
                writeln!(out, "table {:?}", table.alignments).unwrap();
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    let cells: Vec<String> = row.iter().map(runs).collect();
                    writeln!(out, "{indent}  {}", cells.join(" | ")).unwrap();
                }
                Ok(())
            }
            BlockKind::List(list) => {
                writeln!(out, "list {:?}", list.start).unwrap();
                for item in &list.items {
                    let span = item.origin.unwrap().span;
                    let marker = source[span.range()].split_whitespace().next().unwrap();
                    writeln!(out, "{indent}  {marker} {:?}", item.task).unwrap();
                    write_blocks(out, source, &item.blocks, depth + 2);
                }
                Ok(())
            }
        }
        .unwrap();
        match &block.kind {
            BlockKind::Quote { blocks, .. }
            | BlockKind::Details { blocks, .. }
            | BlockKind::Footnote { blocks, .. } => write_blocks(out, source, blocks, depth + 1),
            _ => {}
        }
    }
}

/// Runs as `[style words → link]`, plain ones without brackets; comments as `{…}`.
fn runs(text: &Text) -> String {
    let mut out = String::new();
    for (number, run) in text.runs.iter().enumerate() {
        for comment in text.comments.iter().filter(|comment| comment.before_run == number) {
            write!(out, "{{{}}}", comment.text).unwrap();
        }
        let style = run.style;
        let marks = [
            (style.strong, "b"),
            (style.emphasis, "i"),
            (style.struck, "s"),
            (style.code, "c"),
            (run.image, "img"),
        ];
        let marks: Vec<&str> = marks.iter().filter(|mark| mark.0).map(|mark| mark.1).collect();
        match (&run.link, marks.is_empty()) {
            (None, true) => out += &run.text,
            (None, false) => write!(out, "[{} {}]", marks.join("+"), run.text).unwrap(),
            (Some(link), _) => {
                write!(out, "[{} {} → {link}]", marks.join("+"), run.text).unwrap();
            }
        }
    }
    for comment in text.comments.iter().filter(|comment| comment.before_run >= text.runs.len()) {
        write!(out, "{{{}}}", comment.text).unwrap();
    }
    out.replace('\n', "⏎")
}

#[test]
fn headings_paragraphs_and_styles() {
    check("# A *b*\n\nc\n=\n", "1-1 h1 A [i b]\n3-4 h1 c");
    check("a\nb  \nc\\\nd", "1-4 p a b⏎c⏎d");
    check("**a *b*** `c` ~~d~~", "1-1 p [b a ][b+i b] [c c] [s d]");
    check("a<br>b <kbd>c</kbd> <b>d</b> <x>", "1-1 p a⏎b [c c] [b d] <x>");
    check("[a *b*](c) <https://d.e>", "1-1 p [ a  → c][i b → c] [ https://d.e → https://d.e]");
    check("![a](b) [![c](d)](e)", "1-1 p [img a → b] [img c → e]");
    check("---\n\n***", "1-1 rule\n3-3 rule");
}

#[test]
fn lists() {
    check(
        "- a\n  - b\n- c\n",
        "
1-3 list None
  - None
    1-1 p a
    2-2 list None
      - None
        2-2 p b
  - None
    3-3 p c",
    );
    check(
        "3. a\n\n   b\n4. [x] c\n",
        "
1-4 list Some(3)
  3. None
    1-1 p a
    3-3 p b
  4. Some(true)
    4-4 p c",
    );
}

#[test]
fn a_quiz_and_a_task() {
    check(
        "- [x] `COPY . .`\n    > It changed.\n- [ ] b <!-- check: a < b -->\n",
        "
1-3 list None
  - Some(true)
    1-1 p [c COPY . .]
    2-2 quote None
      2-2 p It changed.
  - Some(false)
    3-3 p b{check: a < b}",
    );
}

#[test]
fn comments() {
    check("<!-- pause -->\na", "1-1 comment \"pause\"\n2-2 p a");
    check("a\n<!-- pause -->\nb", "1-1 p a\n2-2 comment \"pause\"\n3-3 p b");
    check("<!--\nspeaker_note: |\n  Vote.\n-->\n", "1-4 comment \"speaker_note: |\\n  Vote.\"");
    check("<!-- a --><!-- b -->c", "1-1 comment \"a\"\n1-1 comment \"b\"\n1-1 p c");
    check("> <!-- a\n> b -->\n", "1-2 quote None\n  1-2 comment \"a\\nb\"");
    check("<!-- no end\n\na", "1-3 p <!-- no end  a");
    check("a <!-- b --> c", "1-1 p a {b} c");
}

#[test]
fn quotes_and_alerts() {
    check("> a\n> > b", "1-2 quote None\n  1-1 p a\n  2-2 quote None\n    2-2 p b");
    check("> [!WARNING]\n> a", "1-2 quote Some(Warning)\n  2-2 p a");
}

#[test]
fn code() {
    check(
        "```dockerfile sample=main {2|3}\nFROM a\n```\n",
        "1-3 code Some(\"dockerfile\") \"sample=main {2|3}\" \"FROM a\\n\"",
    );
    check("    a\n    b\n", "1-2 code None \"\" \"a\\nb\\n\"");
    check("~~~\r\na\r\nb\r\n~~~\r\n", "1-4 code None \"\" \"a\\nb\\n\"");
    check("```\nnever closed", "1-2 code None \"\" \"never closed\\n\"");
}

#[test]
fn tables() {
    check(
        "|a|b|\n|-|:-:|\n|`c\\|d`||\n|e|f|g|\n",
        "1-4 table [Left, Center]\n  a | b\n  [c c|d] | \n  e | f",
    );
}

#[test]
fn details() {
    check(
        "<details open><summary>Why <b>so</b> &amp; now</summary>\n\na\n\n</details>\n\nb",
        "1-5 details Why [b so] & now open=true\n  3-3 p a\n7-7 p b",
    );
    check(
        "<details>\n<summary>a</summary>\n\n<details>\n<summary>b</summary>\n\nc\n</details>\n\n</details>\n",
        "1-10 details a open=false\n  4-8 details b open=false\n    7-7 p c",
    );
    check(
        "- a\n  <details><summary>b</summary>\n\n  c\n\n- d\n",
        "
1-6 list None
  - None
    1-1 p a
    2-4 details b open=false
      4-4 p c
  - None
    6-6 p d",
    );
    check("<details>\na\n</details>\n", "1-3 details  open=false\n  2-2 p a");
    check("</details>\n\na", "3-3 p a");
}

#[test]
fn footnotes() {
    check("a[^n]\n\n[^n]: b\n", "1-1 p a[ [n] → #^n]\n3-3 footnote n\n  3-3 p b");
}

#[test]
fn other_html_is_text() {
    check("<div>a</div>\n", "1-1 p <div>a</div>");
    check("<script>\nalert(1)\n</script>\n", "1-3 p <script> alert(1) </script>");
}

#[test]
fn front_matter_has_its_place() {
    let page = markdown::read("---\nid: a\n---\n# A\n");
    let front = page.front_matter.unwrap();
    assert_eq!((front.text.as_str(), front.origin.lines.first.get()), ("id: a\n", 2));
    assert_eq!(page.document.blocks[0].origin.unwrap().lines.first.get(), 4);
}

#[test]
fn deep_nesting_is_cut_with_a_mark() {
    for opening in ["> ", "- ", "1. ", "> - "] {
        let source = opening.repeat(100_000) + "a";
        let page = markdown::read(&source);
        let text = format!("{:?}", page.document);
        assert!(text.contains("deeper levels are shown here") && text.contains("\"a\""));
    }
    let source = "<details>\n\n".repeat(10_000) + "a";
    assert!(format!("{:?}", markdown::read(&source).document).contains("\"a\""));
}
