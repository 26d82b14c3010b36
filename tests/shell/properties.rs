//! Reading shell text never fails, its spans lie inside, and its work is linear.

use crate::support::spent::Spent;
use layerwise::shell::{Script, script};
use proptest::prelude::*;

fn check_spans(text: &str, found: &Script) {
    for command in &found.commands {
        assert!(!command.words.is_empty(), "{text:?}: a command without words");
        let wrappers = command.wrappers.iter().flatten();
        for word in wrappers.chain(&command.words) {
            assert!(text.get(word.span.range()).is_some(), "{text:?}: {word:?}");
        }
    }
    for mark in &found.marks {
        assert!(text.get(mark.span.range()).is_some(), "{text:?}: {mark:?}");
    }
    assert!(found.marks.is_sorted_by_key(|mark| mark.span.start), "{text:?}");
}

const PARTS: [&str; 56] = [
    "a",
    " ",
    "\\",
    "\n",
    "'",
    "\"",
    "$(",
    ")",
    "${",
    "}",
    "`",
    "&&",
    "|",
    ";",
    "#",
    "é",
    "\\\r\n",
    "<",
    ">",
    "2>",
    "if",
    "for ",
    "A=1",
    "sudo ",
    "-u",
    "<<EOF",
    "(",
    "((",
    "))",
    "[[ ",
    " ]]",
    "case ",
    " in ",
    "esac",
    ";;",
    "=(",
    "sh -c ",
    "find . -exec ",
    "{}",
    "+",
    "$'",
    "<(",
    "$((",
    "eval ",
    "xargs ",
    "\nEOF\n",
    "function ",
    "()",
    "{ ",
    "do ",
    "done",
    "!",
    "\t",
    "\r",
    "é=",
    "\\é",
];

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        check_spans(&text, &script(&text));
    }

    #[test]
    fn text_like_a_shell_s_is_read(
        parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 0..60),
    ) {
        let text = parts.concat();
        check_spans(&text, &script(&text));
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    for part in [
        "a && ",
        "'",
        "$(",
        "\"$(",
        "`a ",
        "\\\n",
        "#\n",
        "((",
        "(",
        "((a)",
        "${",
        "${a:-$(",
        "<<a\n",
        "a=(",
        "!(",
        "sudo ",
        "find -exec a + ",
        "-exec a + ",
        "sh -c 'a' ",
        "case a in ",
        "a() ",
        "{ ",
        "eval 'a \"b",
        "for x in ",
        "[[ ",
        "> ",
        "A=1 ",
        "\"\\",
        "$'\\",
    ] {
        let (small, large) = (part.repeat(4_000), part.repeat(32_000));
        let time = |text: &str| Spent::on(|| script(text));
        let (few, many) = (time(&small), time(&large));
        // Eight times the text; quadratic work would take sixty-four times as long.
        let limit = few * 24 + std::time::Duration::from_millis(400);
        assert!(many < limit, "{part:?}: {few:?}, then {many:?}");
    }
}
