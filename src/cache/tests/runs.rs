//! RUN: its words, and what it finds around it.

use serde_json::json;

use super::{APPEND_A, APPEND_X, check, check_edits, edit};

#[test]
fn a_run_is_known_by_its_words() {
    let file = "FROM alpine\nRUN one && \\\n    two\nRUN echo post\n";
    check_edits(
        file,
        &[
            ("    two", "  two", "RR"),
            ("    two", "    # c\n    two", "CC"),
            ("    two", "\n    two", "CC"),
            ("echo post", "echo  post", "CR"),
            ("echo post", "echo \"post\"", "CR"),
            ("echo post", "echo post # x", "CR"),
            ("echo post", "echo post   ", "CC"),
            ("echo post\n", "echo post\r\n", "CC"),
            ("RUN echo post", "RUN [\"/bin/sh\",\"-c\",\"echo post\"]", "CC"),
            ("RUN echo post", "# c\nRUN echo post", "CC"),
            ("FROM alpine", "# syntax=docker/dockerfile:1\nFROM alpine", "CC"),
            ("RUN echo", "RUN --network=none echo", "CR"),
            ("RUN echo", "RUN --network=default echo", "CC"),
        ],
    );
    let document =
        |name: &str, quoted: &str| format!("FROM alpine\nRUN <<{quoted}\necho\n{name}\n");
    let renamed = |text: &str| json!({"op": "set_dockerfile", "text": text}).to_string();
    check(&[
        (&document("E", "E"), &renamed(&document("F", "F")), "C"),
        (&document("E", "E"), &renamed(&document("E", "'E'")), "C"),
        ("FROM alpine\nCOPY <<E /f\nx\nE\n", &renamed("FROM alpine\nCOPY <<F /f\nx\nF\n"), "R"),
        (
            "FROM alpine\nRUN <<E\n#!/bin/sh\nE\n",
            &renamed("FROM alpine\nRUN <<F\n#!/bin/sh\nF\n"),
            "R",
        ),
        ("FROM alpine\nRUN one\nRUN two\n", &edit("RUN one\nRUN two", "RUN two\nRUN one"), "RR"),
    ]);
}

#[test]
fn variables_count_for_run_alone_and_in_their_order() {
    let file = "FROM alpine\nENV A=1\nENV B=2\nCOPY a.txt /\nRUN r\n";
    check_edits(
        file,
        &[
            ("A=1", "A=9", "CR"),
            ("ENV A=1\nENV B=2", "ENV B=2\nENV A=1", "CR"),
            ("ENV A=1\nENV B=2", "ENV A=1 B=2", "CC"),
            ("ENV B=2\n", "ENV B=2\nENV A=1\n", "CR"),
            ("ENV B=2", "ENV B 2", "CC"),
            ("ENV B=2", "ENV B=\"2\"", "CC"),
        ],
    );
    let set = |name: &str, value: &str| {
        json!({"op": "set_arg", "name": name, "value": value}).to_string()
    };
    let file = "FROM alpine\nRUN r\nARG V=1\nCOPY a.txt /\nWORKDIR /w\nRUN s\n";
    let unset = "FROM alpine\nARG V\nRUN r\n";
    let shadowed = "FROM alpine\nARG V=1\nENV V=2\nRUN r\n";
    let global = "ARG V=1\nFROM alpine\nRUN r\n";
    let parent = "FROM alpine AS a\nARG V=1\nFROM a\nRUN r\n";
    let proxy = "FROM alpine\nARG HTTP_PROXY\nRUN r\n";
    check(&[
        (file, &set("V", "2"), "CCCR"),
        (file, &set("V", "1"), "CCCC"),
        (file, &set("NOPE", "1"), "CCCC"),
        (file, &set("HTTP_PROXY", "http://p"), "CCCC"),
        (file, &set("BUILDKIT_INLINE_CACHE", "1"), "CCCC"),
        (file, &set("BUILDKIT_MULTI_PLATFORM", "1"), "CCCC"),
        (file, &set("SOURCE_DATE_EPOCH", "1700000000"), "CCRR"),
        ("FROM alpine\nRUN r\nCOPY a.txt /\n", &set("SOURCE_DATE_EPOCH", "1700000000"), "CC"),
        (unset, &set("V", ""), "R"),
        (shadowed, &set("V", "3"), "C"),
        (global, &set("V", "2"), "C"),
        (parent, &set("V", "2"), "R"),
        (proxy, &set("HTTP_PROXY", "http://p"), "R"),
    ]);
}

#[test]
fn configuration_makes_nothing_run() {
    let file = "FROM alpine\nLABEL a=1\nEXPOSE 80\nVOLUME /v\nSTOPSIGNAL SIGTERM\nHEALTHCHECK CMD x\n\
                ENTRYPOINT [\"e\"]\nCMD [\"c\"]\nONBUILD RUN o\nMAINTAINER m\nRUN r\nCOPY a.txt /\n";
    let same =
        [("a=1", "a=2"), ("80", "81"), ("/v", "/w"), ("SIGTERM", "SIGINT"), ("CMD x", "CMD y")];
    let more = [
        ("[\"e\"]", "[\"f\"]"),
        ("[\"c\"]", "[\"d\"]"),
        ("RUN o", "RUN p"),
        ("MAINTAINER m", "MAINTAINER n"),
    ];
    for (old, new) in same.into_iter().chain(more) {
        check_edits(file, &[(old, new, "CC")]);
    }
    let trigger = "FROM alpine AS b\nONBUILD RUN o\nFROM b\nRUN r\n";
    check_edits(trigger, &[("RUN o", "RUN p", "RR")]);
}

#[test]
fn user_directory_and_shell_count_where_they_are_used() {
    let file = "FROM alpine\nUSER app\nCOPY a.txt /\nWORKDIR /w\nRUN r\n";
    check_edits(
        file,
        &[
            ("USER app", "USER nobody", "CRR"),
            ("/w", "/w2", "CRR"),
            ("/w", "/w/", "CCR"),
            ("/w", "w", "CCC"),
            ("WORKDIR /w", "WORKDIR /\nWORKDIR w", "CCC"),
        ],
    );
    let shell = "FROM alpine\nSHELL [\"/bin/sh\",\"-c\"]\nRUN [\"x\"]\nRUN r\nCOPY a.txt /\n";
    check_edits(shell, &[("\"/bin/sh\"", "\"/bin/bash\"", "CRR")]);
}

#[test]
fn mounts_count_by_what_they_hold() {
    let bind = "FROM alpine\nRUN --mount=source=dir,target=/m x\nRUN y\n";
    check(&[(bind, APPEND_X, "RR"), (bind, APPEND_A, "CC")]);
    let moved = r#"{"op":"rename","path":"a.txt","to":"deep/q"}"#;
    let one = "FROM alpine\nRUN --mount=source=a.txt,target=/m x\n";
    check(&[(one, &format!("{moved},{}", edit("source=a.txt", "source=deep/q")), "C")]);
    check_edits(
        "FROM alpine\nRUN --mount=type=cache,target=/c x\nRUN y\n",
        &[
            ("target=/c", "target=/c,id=own", "RR"),
            ("target=/c", "target=/c,id=/c", "CC"),
            ("target=/c", "target=/c,sharing=locked", "RR"),
            ("target=/c", "target=/d", "RR"),
            ("--mount=type=cache,target=/c ", "", "RR"),
        ],
    );
    check_edits(
        "FROM alpine\nRUN --mount=type=cache,target=/c,id=one x\n",
        &[
            ("id=one", "id=two", "C"),
            ("id=one", "id=one,sharing=locked", "C"),
            ("id=one", "id=one,uid=1000", "R"),
        ],
    );
    let secret = "FROM alpine\nRUN --mount=type=secret,id=t x\n";
    check(&[(secret, r#"{"op":"set_secret","name":"t","value":"2"}"#, "C")]);
    check_edits(
        secret,
        &[
            ("id=t", "id=t,target=/t", "R"),
            ("id=t", "id=t,env=T", "R"),
            ("id=t", "id=t,required=true", "R"),
        ],
    );
}
