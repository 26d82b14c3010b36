//! The simple commands of a shell text.

use layerwise::shell::commands;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let shown: Vec<String> = commands(text)
        .iter()
        .map(|command| {
            command.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join("·")
        })
        .collect();
    assert_eq!(shown, expected, "{text}");
    for word in commands(text).iter().flat_map(|command| &command.words) {
        assert!(text.get(word.span.range()).is_some(), "{text}: {word:?}");
    }
}

#[test]
fn operators_end_commands() {
    check("a b && c || d; e | f & g", &["a·b", "c", "d", "e", "f", "g"]);
    check("a\nb \\\n  c\n\n# d\ne # f", &["a", "b·c", "e"]);
    check("(a; b) && { c; }", &["a", "b", "c"]);
    check("", &[]);
    check(";;&&", &[]);
}

#[test]
fn quotes_and_substitutions_stay_in_their_word() {
    check("a 'b c' \"d e\" f\\ g", &["a·b c·d e·f g"]);
    check(
        "echo \"$(date; x)\" $(y && z) `w; v` ${A:-b c}",
        &["echo·$(date; x)·$(y && z)·`w; v`·${A:-b c}"],
    );
    check("a#b '", &["a#b·"]);
    check("a 'b", &["a·b"]);
}

#[test]
fn assignments_prefixes_and_redirections_are_no_commands() {
    check("DEBIAN_FRONTEND=noninteractive apt-get install -y x", &["apt-get·install·-y·x"]);
    check("sudo -u app env A=1 B=2 make all", &["make·all"]);
    check("a > b 2>&1 < c >> d e", &["a·e"]);
    check("A=1", &[]);
    check("exec \"$@\"", &["$@"]);
}

#[test]
fn words_of_the_shell_are_passed_over() {
    check("if a; then b; else c; fi; d", &["a", "b", "c", "d"]);
    check("for x in 1 2; do e $x; done", &["e·$x"]);
    check("while ! a; do b; done", &["a", "b"]);
    check("set -eux; a", &["set·-eux", "a"]);
}

proptest::proptest! {
    #[test]
    fn commands_never_panics(text in "\\PC{0,80}") {
        let _ = commands(&text);
    }

    #[test]
    fn commands_of_something_near_never_panics(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", " ", "\\", "\n", "'", "\"", "$(", ")", "${", "}", "`", "&&", "|", ";", "#", "é",
                "\\\r\n", "<", ">", "2>", "if", "for", "A=1", "sudo", "-u", "<<EOF", "(",
            ]),
            0..40,
        ),
    ) {
        let text = parts.concat();
        for word in commands(&text).iter().flat_map(|command| &command.words) {
            proptest::prop_assert!(text.get(word.span.range()).is_some(), "{text:?} {word:?}");
        }
    }
}

#[test]
fn long_texts_take_linear_time() {
    for piece in ["a && ", "'", "$(", "\"$(", "`a ", "\\\n", "#\n", "(("] {
        let start = std::time::Instant::now();
        let _ = commands(&piece.repeat(200_000));
        assert!(start.elapsed().as_secs() < 10, "{piece}: {:?}", start.elapsed());
    }
}
