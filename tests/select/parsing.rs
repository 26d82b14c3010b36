//! What parses, and what is said where something does not.

use layerwise::select::{Expression, SelectError, Selector, Template};

/// The place and the words of an error, as `offset: message (hint)`.
fn shown(error: &SelectError) -> String {
    let hint = error.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!("{}: {}{hint}", error.offset, error.message)
}

fn selector_error(text: &str) -> String {
    shown(&Selector::parse(text).expect_err(text))
}

fn expression_error(text: &str) -> String {
    shown(&Expression::parse(text).expect_err(text))
}

#[test]
fn every_example_of_the_format_parses() {
    for text in [
        "RUN",
        "*",
        "from",
        "RUN[cmd=apt-get]:first",
        "stage(final) CMD:effective",
        "COPY[src=\".\"]:before(RUN[cmd~=install])",
        "FROM:not([digest])",
        "ENV[form=legacy]",
        "FROM[tag]:not([tag=latest])",
        "RUN[cmd=\"apt-get update\"]:not([cmd=\"apt-get install\"])",
        "COPY[--from=builder], ADD",
        "RUN[--mount.type=cache]:nth(2)",
        "stage(!final) RUN",
        "stage(target) USER:last",
        "stage(from(base)) *",
        "stage(\"final\") RUN",
        "ARG:rule(SecretsUsedInArgOrEnv)",
        "RUN[text=/curl .*\\| *(ba)?sh/i]",
        "COPY[dest^=\"/app/\"]:after(WORKDIR)",
        " RUN ",
        "ENV[ key = 'PATH' ]",
        "*[problem]",
        "RUN:not([cmd=curl], [cmd=wget])",
        "RUN:not(:effective)",
    ] {
        Selector::parse(text).unwrap_or_else(|error| panic!("{text}: {}", shown(&error)));
    }
    for text in [
        "exists(RUN)",
        "none(ENV[form=legacy])",
        "count(FROM) > 1 and not final.has(gcc)",
        "before(RUN[cmd=\"pip install\"], COPY[src=\".\"])",
        "final.user.is_root == false",
        "not sent(\"src/__pycache__/x.pyc\") and not sent(\".env\")",
        "none(ARG:rule(SecretsUsedInArgOrEnv)) and exists(RUN[--mount.type=secret])",
        "parses",
        "stages >= 2",
        "env(\"PORT\") == \"8080\"",
        "env(PORT) != '80'",
        "not not (true)",
        "findings(\"DL3009\") or file.is_sample",
        "dockerignore.exists",
        "final.base.family == \"debian\"",
        "line(FROM) <= 3",
    ] {
        Expression::parse(text).unwrap_or_else(|error| panic!("{text}: {}", shown(&error)));
    }
    for text in ["final.user | \"root\"", "line(RUN[cmd=\"pip install\"])", "stages | 'some'"] {
        Template::parse(text).unwrap_or_else(|error| panic!("{text}: {}", shown(&error)));
    }
}

#[test]
fn selector_errors_name_the_place_and_the_way_out() {
    insta::assert_snapshot!(
        [
            "",
            "RNU",
            "RUN]",
            "RUN[",
            "RUN[]",
            "RUN[cmd",
            "RUN[cdm=x]",
            "RUN[from=x]",
            "RUN[cmd=apt get]",
            "RUN[cmd=\"x]",
            "RUN:frist",
            "RUN:nth(0)",
            "RUN:not(:first)",
            "RUN:not(",
            "RUN:before([tag])",
            "stage(final RUN",
            "stage() RUN",
            "RUN, ",
            "RUN[text=/(/]",
            "COPY[dest=/app]",
            "RUN[text^=/x/]",
            "RUN[form=exce]",
            "RUN[--]",
            "RUN COPY",
            "RUN[cmd?=x]",
            "stage(final)",
        ]
        .map(|text| format!("{text:24} {}", selector_error(text)))
        .join("\n")
    );
}

#[test]
fn expression_errors_name_the_place_and_the_way_out() {
    insta::assert_snapshot!(
        [
            "",
            "RUN",
            "exist(RUN)",
            "exists(RNU)",
            "exists RUN",
            "exists(RUN",
            "count(RUN)",
            "stages",
            "stages == \"2\"",
            "stages = 2",
            "final.usr == \"x\"",
            "final.user < \"x\"",
            "exists(RUN) and",
            "exists(RUN) and stages",
            "before(RUN)",
            "(exists(RUN)",
            "exists(RUN) exists(RUN)",
            "not 3",
            "sent()",
            "99999999999999999999 == 1",
            "final.user",
            "and",
            "true false",
        ]
        .map(|text| format!("{text:26} {}", expression_error(text)))
        .join("\n")
    );
}

#[test]
fn depth_and_length_are_capped() {
    let deep = format!("{}RUN{}", "RUN:not(".repeat(200), ")".repeat(200));
    assert!(selector_error(&deep).contains("24 levels deep"));
    let deep = format!("{}true{}", "(".repeat(200), ")".repeat(200));
    assert!(expression_error(&deep).contains("24 levels deep"));
    let deep = format!("{}true", "not ".repeat(200));
    assert!(expression_error(&deep).contains("24 levels deep"));
    assert!(selector_error(&"RUN,".repeat(5000)).contains("longer than 4096 bytes"));
    assert!(selector_error("RUN[text=/((a{999}){999}){999}/]").contains("does not work"));
}

proptest::proptest! {
    #[test]
    fn parsing_never_panics(text in "\\PC{0,60}") {
        let _ = Selector::parse(&text);
        let _ = Expression::parse(&text);
        let _ = Template::parse(&text);
    }

    #[test]
    fn parsing_something_near_never_panics(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "RUN", "COPY", "FROM", "*", "[", "]", "cmd", "=", "!=", "~=", "\"x y\"", "/a+/", ":not(",
                ":first", ":before(", ")", "(", ",", " ", "stage(", "final", "exists(", "count(", "and",
                "not", "==", "3", "stages", "--from", ".", "'", "\\", "é", "\u{0}",
            ]),
            0..30,
        ),
    ) {
        let text = parts.concat();
        for error in [Selector::parse(&text).err(), Expression::parse(&text).err()].into_iter().flatten() {
            proptest::prop_assert!(text.is_char_boundary(error.offset), "{text:?} {error:?}");
        }
    }
}
