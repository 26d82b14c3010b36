//! The simple commands of a shell text.

use layerwise::shell::{Inside, Joint, MarkKind, commands, script};

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
        &["echo·$(date; x)·$(y && z)·`w; v`·${A:-b c}", "date", "x", "y", "z", "w", "v"],
    );
    check(
        "echo ${A:-$(b)} \"${C:-`d`}\" $((1 + 2)) $(e $(f))",
        &["echo·${A:-$(b)}·${C:-`d`}·$((1 + 2))·$(e $(f))", "b", "d", "e·$(f)", "f"],
    );
    check("$'a\\tb\\'c' \"d\\\"e\"", &["a\tb'c·d\"e"]);
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

#[test]
fn lists_branches_and_functions_give_what_they_run() {
    check("for x in $(a) b; do c $x; done; d", &["a", "c·$x", "d"]);
    check("for ((i = 0; i < 3; i++)); do a; done", &["a"]);
    check(
        "case \"$(uname -m)\" in x86_64|amd64) a ;; (b) c; d ;; *) e ;; esac; f",
        &["uname·-m", "a", "c", "d", "e", "f"],
    );
    check("a=$(case $x in y) b ;; esac) && c", &["b", "c"]);
    check("f() { a; }; function g { b; }; f", &["a", "b", "f"]);
    check("[[ -f a && ( b < c ) ]] && d", &["[[·-f·a·&&·(·b·<·c·)·]]", "d"]);
    check("if ((1 < 2)); then a; fi", &["a"]);
    check("{ a; b; } > c; ( (d) )", &["a", "b", "d"]);
}

#[test]
fn what_wraps_a_command_is_seen_through() {
    for text in [
        "sudo -u app -- make all",
        "env -i A=1 make all",
        "exec make all",
        "time -f %e make all",
        "xargs -r -n 1 make all",
        "gosu app make all",
        "/usr/bin/tini -s -- make all",
        "timeout -k 5 30 make all",
        "npx make all",
        "poetry run make all",
        "bundle exec make all",
        "sudo nice -n 5 nohup make all",
    ] {
        let found = commands(text);
        let words: Vec<&str> = found[0].texts().collect();
        assert_eq!(words, ["make", "all"], "{text}");
        assert!(!found[0].wrappers.is_empty(), "{text}");
    }
    check("sudo", &["sudo"]);
    check("command -v git", &["command·-v·git"]);
    check("exec", &["exec"]);
    check("poetry install", &["poetry·install"]);
}

#[test]
fn scripts_in_words_are_looked_into() {
    check("sh -euxc 'a \"b\"; c'", &["a·b", "c"]);
    check("su - app -c \"d $(e)\"", &["d·$(e)", "e"]);
    check("bash -c \"$(curl x)\"", &["$(curl x)", "curl·x"]);
    check(
        "find . -name x -exec rm -f {} + -o -exec sh -c 'y \"$@\"' \\;",
        &["find·.·-name·x·-exec·+·-o·-exec·;", "rm·-f·{}", "sh·-c·y \"$@\"", "y·$@"],
    );
    check("sh script.sh -c 'a'", &["sh·script.sh·-c·a"]);
    let text = "sh -c 'a b' $(c)";
    let inside: Vec<Inside> = script(text).commands.iter().map(|it| it.inside).collect();
    assert_eq!(inside, [Inside::Script, Inside::Argument, Inside::Substitution]);
    let places = commands(text);
    assert_eq!(&text[places[0].words[1].span.range()], "b");
}

#[test]
fn heredocs_of_a_script_are_no_commands() {
    check("cat <<EOF > a\nb c\nEOF\nd", &["cat", "d"]);
    check("cat <<-'E' | f\n\tb\n\tE\ng <<< h", &["cat", "f", "g"]);
    check("a << b", &["a"]);
}

#[test]
fn joints_say_how_commands_hang_together() {
    let joints: Vec<Joint> =
        script("a && b || c | d; e & f\ng").commands.iter().map(|it| it.joint).collect();
    use Joint::{And, Background, Or, Pipe, Start, Then};
    assert_eq!(joints, [Start, And, Or, Pipe, Then, Background, Then]);
}

#[test]
fn what_is_no_command_is_marked() {
    let text = "A=1 b > c 2>&1 # d\nfor x in y; do z; done; arr=(p q)";
    let found = script(text);
    let marks: Vec<(MarkKind, &str)> =
        found.marks.iter().map(|mark| (mark.kind, &text[mark.span.range()])).collect();
    use MarkKind::{Assignment, Comment, Item, Name, Operator, Redirection, Reserved, Target};
    assert_eq!(
        marks,
        [
            (Assignment, "A=1"),
            (Redirection, ">"),
            (Target, "c"),
            (Redirection, "2>&"),
            (Target, "1"),
            (Comment, "# d"),
            (Reserved, "for"),
            (Name, "x"),
            (Reserved, "in"),
            (Item, "y"),
            (Operator, ";"),
            (Reserved, "do"),
            (Operator, ";"),
            (Reserved, "done"),
            (Operator, ";"),
            (Assignment, "arr=(p q)"),
        ]
    );
}
