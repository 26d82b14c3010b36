//! Blocks become Markdown, and the Markdown the same blocks.

use layerwise::doc::{Block, Document, Text, markdown};
use proptest::prelude::*;

use super::fragments;

/// Reads Markdown, writes it, and compares what was written; then reads that again.
#[track_caller]
fn check(source: &str, expected: &str) {
    let document = markdown::read(source).document;
    let written = markdown::write(&document);
    assert_eq!(written, expected.strip_prefix('\n').unwrap_or(expected));
    check_round_trip(source);
}

#[track_caller]
fn check_round_trip(source: &str) {
    let first = fragments::without_places(markdown::read(source).document);
    let written = markdown::write(&first);
    let again = fragments::without_places(markdown::read(&written).document);
    assert_eq!(first, again, "\nfrom {source:?}\nwritten {written:?}");
}

#[test]
fn ordinary_markdown_stays_as_it_is() {
    let source = "# A *b*

## 1. First

Text with `code`, **bold**, ~~struck~~ words and a [link](https://a.b/c).
- [ ] one <!-- check: a < b -->
- [x] two
  - three
    > four

1. five

   six

2. seven

> quote
>
> > deep

> [!TIP]
> Be brief.

| a | b |
| --- | :-: |
| `c\\|d` | e |

```dockerfile sample=main {2}
FROM a
```

<!-- pause -->

<details><summary>Why <code>so</code></summary>

because

</details>

---

<https://a.b>
";
    check(source, &source.replace("/c).\n", "/c).\n\n"));
}

#[test]
fn text_is_not_taken_for_marks() {
    for words in [
        "# a",
        "- a",
        "1. a",
        "1) a",
        "> a",
        "+ a",
        "a * b * c",
        "a_b _c_",
        "`a`",
        "[a](b)",
        "<b>",
        "~a~",
        "&amp;",
        "a\\",
        "\\*",
        "---",
        "===",
        "| a |",
        "a  b",
        "![a](b)",
        "<!-- a -->",
        "!",
        "[^1]",
        "100 % ~ 5",
        "a\nb",
        "a\n- b",
        "#",
        "a #",
        "\u{feff}a",
        "*",
        "http://a.b",
    ] {
        for block in [Block::paragraph(words), Block::heading(2, words), Block::bullets([words])] {
            let document = Document::new([block]);
            let written = markdown::write(&document);
            let again = fragments::without_places(markdown::read(&written).document);
            let wanted = fragments::without_places(document);
            assert_eq!(again, wanted, "\n{written}");
        }
    }
}

#[test]
fn marks_beside_words_become_tags() {
    let text =
        Text::new().plain("a").strong("(b)").plain("c ").strong("d").emphasis("e").code("`f`");
    let written = markdown::write(&Document::new([Block::paragraph(text)]));
    assert_eq!(written, "a<strong>(b)</strong>c **d**_e_`` `f` ``\n");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_reads_the_same(source in fragments::markdown()) {
        check_round_trip(&source);
    }
}
