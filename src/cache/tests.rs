//! The experiments that the rules were read from, one row each: what is built,
//! what changes, and which steps run then (`C` cached, `R` runs, `?` depends
//! on what RUN wrote), in the order of the steps.

use serde_json::{Value, json};

use super::forecast::Status;
use super::scenario::{After, Before, Change, Scenario};

const FILES: [(&str, &str); 6] = [
    ("a.txt", "A\n"),
    ("b.txt", "B\n"),
    ("dir/x.txt", "X\n"),
    ("dir/y.txt", "Y\n"),
    ("dir/sub/z.txt", "Z\n"),
    ("other.md", "O\n"),
];

/// A row: the Dockerfile, the changes (in JSON, without the outer brackets), the answers.
type Row<'a> = (&'a str, &'a str, &'a str);

fn answers(before: Value, ops: &str) -> String {
    let before: Before = serde_json::from_value(before).unwrap();
    let ops: Vec<Change> = serde_json::from_str(&format!("[{ops}]")).unwrap();
    let state = before.state().unwrap().unwrap();
    let scenario = Scenario { before: Some(before), ops, after: After::default() };
    let forecast = scenario.run(state);
    assert_eq!(forecast.failure, None);
    let letter = |status| match status {
        Status::Cached => 'C',
        Status::Runs => 'R',
        Status::DependsOnOutput => '?',
        Status::NeedsBase => 'B',
    };
    forecast.steps.iter().map(|step| letter(step.status)).collect()
}

/// Checks rows; the Dockerfile lies outside the context.
fn check(rows: &[Row<'_>]) {
    let files: Value =
        FILES.into_iter().map(|(path, text)| (path.to_owned(), json!(text))).collect();
    for (dockerfile, ops, expected) in rows {
        let before = json!({
            "dockerfile": dockerfile, "files": files, "dockerfile_in_context": false,
        });
        assert_eq!(answers(before, ops), *expected, "{dockerfile}\n{ops}");
    }
}

/// The change of a part of the Dockerfile.
fn edit(old: &str, new: &str) -> String {
    json!({"op": "edit_dockerfile", "old": old, "new": new}).to_string()
}

/// Checks edits of one Dockerfile: old text, new text, answers.
fn check_edits(dockerfile: &str, rows: &[Row<'_>]) {
    for (old, new, expected) in rows {
        assert!(dockerfile.contains(old), "{old} is not in the file");
        check(&[(dockerfile, &edit(old, new), expected)]);
    }
}

const APPEND_A: &str = r#"{"op":"append","path":"a.txt","text":"x"}"#;
const APPEND_B: &str = r#"{"op":"append","path":"b.txt","text":"x"}"#;
const APPEND_X: &str = r#"{"op":"append","path":"dir/x.txt","text":"x"}"#;

#[test]
fn a_file_is_known_by_bytes_and_mode() {
    let file = "FROM alpine\nRUN echo\nCOPY a.txt /a\nRUN post\n";
    let stale = r#"{"op":"edit_same_size_and_mtime","path":"a.txt","text":"Q\n"}"#;
    let pruned = format!(r#"{stale},{{"op":"prune_context"}}"#);
    let reverted =
        format!(r#"{APPEND_A},{{"op":"build"}},{{"op":"write","path":"a.txt","text":"A\n"}}"#);
    check(&[
        (file, "", "CCC"),
        (file, r#"{"op":"touch","path":"a.txt"}"#, "CCC"),
        (file, r#"{"op":"write","path":"a.txt","text":"A\n"}"#, "CCC"),
        (file, r#"{"op":"chown","path":"a.txt","uid":1234}"#, "CCC"),
        (file, r#"{"op":"relocate"}"#, "CCC"),
        (file, APPEND_A, "CRR"),
        (file, r#"{"op":"chmod","path":"a.txt","mode":"755"}"#, "CRR"),
        (file, r#"{"op":"chmod","path":"a.txt","mode":"664"}"#, "CRR"),
        (file, APPEND_B, "CCC"),
        (file, stale, "CCC"),
        (file, &pruned, "CRR"),
        (file, &reverted, "CCC"),
        (
            file,
            r#"{"op":"delete","path":"a.txt"},{"op":"write","path":"r","text":"A\n"},
               {"op":"symlink","path":"a.txt","to":"r"}"#,
            "CCC",
        ),
    ]);
}

#[test]
fn the_mode_of_a_folder_is_missed_until_the_context_is_pruned() {
    let file = "FROM alpine\nCOPY dir /d\nRUN post\n";
    let chmod = r#"{"op":"chmod","path":"dir","mode":"700"}"#;
    let pruned = format!(r#"{chmod},{{"op":"prune_context"}}"#);
    check(&[(file, chmod, "CC"), (file, &pruned, "RR"), (file, APPEND_X, "RR")]);
    check(&[(file, r#"{"op":"mkdir","path":"dir/empty"}"#, "RR")]);
}

#[test]
fn a_copy_is_known_by_the_names_of_its_sources_and_its_destination() {
    let file = "FROM alpine\nWORKDIR /w\nCOPY a.txt .\nRUN post\n";
    check_edits(
        file,
        &[
            ("a.txt .", "./a.txt .", "CCC"),
            ("a.txt .", "/a.txt .", "CCC"),
            ("a.txt .", "a.txt ./", "CCC"),
            ("a.txt .", "a.txt /w/", "CCC"),
            ("a.txt .", "a.txt /w", "CRR"),
            ("COPY a.txt .", "COPY [\"a.txt\",\".\"]", "CCC"),
            ("COPY", "copy", "CCC"),
            ("COPY", "ADD", "CRR"),
            ("COPY a.txt .", "COPY --chown=1 a.txt .", "CRR"),
            ("COPY a.txt .", "COPY --chmod=644 a.txt .", "CRR"),
        ],
    );
    let moved = r#"{"op":"rename","path":"a.txt","to":"deep/a.txt"}"#;
    let renamed = r#"{"op":"rename","path":"a.txt","to":"c.txt"}"#;
    check(&[
        (file, &format!("{moved},{}", edit("a.txt", "deep/a.txt")), "CCC"),
        (file, &format!("{renamed},{}", edit("a.txt", "c.txt")), "CRR"),
    ]);
    let two = "FROM alpine\nCOPY a.txt b.txt /d/\n";
    check_edits(
        two,
        &[
            ("a.txt b.txt", "b.txt a.txt", "R"),
            ("COPY a.txt b.txt /d/", "COPY a.txt /d/\nCOPY b.txt /d/", "RR"),
        ],
    );
    let folder = "FROM alpine\nCOPY dir /d\n";
    check_edits(folder, &[("/d", "/d/", "R"), ("/d", "//d", "C"), ("dir", "dir/", "C")]);
    let flags = "FROM alpine\nCOPY --chown=1000:1000 --chmod=644 a.txt /a\n";
    check_edits(
        flags,
        &[
            ("644", "0644", "C"),
            ("--chown=1000:1000 --chmod=644", "--chmod=644 --chown=1000:1000", "C"),
            ("1000:1000", "1000", "R"),
            ("644", "600", "R"),
        ],
    );
    check(&[(flags, r#"{"op":"chmod","path":"a.txt","mode":"755"}"#, "R")]);
}

#[test]
fn patterns_and_filters_count_what_they_take() {
    let wild = "FROM alpine\nCOPY *.txt /w/\n";
    let exclude = "FROM alpine\nCOPY --exclude=*.md . /w/\n";
    let parents = "FROM alpine\nCOPY --parents dir/*.txt dir/sub /w/\n";
    let added = |path: &str| json!({"op": "write", "path": path, "text": "n"}).to_string();
    check(&[
        (wild, &added("c.txt"), "R"),
        (wild, &added("c.md"), "C"),
        (wild, APPEND_X, "C"),
        (wild, r#"{"op":"rename","path":"a.txt","to":"aa.txt"}"#, "R"),
        (wild, r#"{"op":"delete","path":"a.txt"}"#, "R"),
        (wild, &edit("*.txt", "*.t?t"), "R"),
        (exclude, r#"{"op":"append","path":"other.md","text":"x"}"#, "C"),
        (exclude, &added("z.md"), "C"),
        (exclude, APPEND_A, "R"),
        (parents, APPEND_X, "R"),
        (parents, APPEND_A, "C"),
        (parents, &added("dir/q.md"), "C"),
        (parents, &added("dir/q.txt"), "R"),
    ]);
}

#[test]
fn links_are_followed_where_they_are_named() {
    let files = json!({
        "a.txt": "A\n", "b.txt": "B\n", "d/l": {"link": "../a.txt"}, "l": {"link": "a.txt"},
    });
    let inside = json!({"dockerfile": "FROM alpine\nCOPY d /w/\n", "files": files});
    let itself = json!({"dockerfile": "FROM alpine\nCOPY l /w/\n", "files": files});
    let retarget = r#"{"op":"delete","path":"d/l"},{"op":"symlink","path":"d/l","to":"../b.txt"}"#;
    assert_eq!(answers(inside.clone(), APPEND_A), "C");
    assert_eq!(answers(inside, retarget), "R");
    assert_eq!(answers(itself, APPEND_A), "R");
}

#[test]
fn a_dockerfile_in_the_context_is_a_file_like_any_other() {
    let copies = "FROM alpine\nCOPY . /w\nCMD [\"a\"]\n";
    let within = |ignore: &str| json!({"dockerfile": copies, "files": {"a": "1", "b.md": "2"}, "ignore": ignore});
    let edit = edit("\"a\"", "\"b\"");
    let ignore = |text: &str| json!({"op": "set_dockerignore", "text": text}).to_string();
    let all = "Dockerfile\n.dockerignore\n*.md\n";
    assert_eq!(answers(within(".dockerignore\n"), &edit), "R");
    assert_eq!(answers(within(all), &edit), "C");
    assert_eq!(answers(within(all), r#"{"op":"write","path":"n.md","text":"x"}"#), "C");
    assert_eq!(answers(within(all), &ignore("*.md\n# c\n.dockerignore\nDockerfile\n")), "C");
    assert_eq!(answers(within(all), &ignore("Dockerfile\n.dockerignore\n")), "R");
    assert_eq!(answers(within(all), &ignore("Dockerfile\n.dockerignore\n*.md\na\n")), "R");
    assert_eq!(answers(within("*.md\n"), &ignore("*.md\n# c\n")), "R");
    check(&[("FROM alpine\nCOPY . /w\nCMD [\"a\"]\n", &edit, "C")]);
}

#[test]
fn a_link_keeps_its_copy_when_what_is_below_changes() {
    let file = "FROM alpine\nRUN v1\nCOPY --link a.txt /a\nRUN post\n";
    let moved = r#"{"op":"base_image_changed","image":"alpine","version":1}"#;
    check(&[(file, moved, "RCRR"), (file, &edit("v1", "v2"), "RCRR"), (file, APPEND_A, "CRRR")]);
    let mode = "FROM alpine\nRUN v1\nCOPY --link --chmod=755 a.txt /a\n";
    check(&[(mode, &edit("v1", "v2"), "RR")]);
    let empty = "FROM scratch\nCOPY --link a.txt /a\nCOPY b.txt /b\n";
    check(&[(empty, APPEND_B, "CR"), (empty, APPEND_A, "RR")]);
}

const STAGES: &str = "FROM alpine AS b\nCOPY a.txt /in\nRUN make\nFROM alpine\nRUN pre\n\
                      COPY --from=b /out /out\nRUN post\n";

#[test]
fn what_a_stage_wrote_decides_what_takes_from_it() {
    check(&[(STAGES, APPEND_A, "RRC??"), (STAGES, &edit("pre", "pre2"), "CCRRR")]);
    check_edits(
        STAGES,
        &[
            ("--from=b", "--from=0", "CCCCC"),
            ("--from=b", "--from=B", "CCCCC"),
            ("RUN make", "RUN  make", "CCCCC"),
            ("RUN make", "RUN make  it", "CRC??"),
            ("RUN make", "RUN make\nCMD x", "CCCCC"),
            ("FROM alpine\n", "FROM alpine AS unused\nRUN u\nFROM alpine\n", "CCCCC"),
        ],
    );
    let base = "FROM alpine AS b\nRUN k\nFROM b\nRUN f\n";
    check(&[(base, &edit("k", "kk"), "RR")]);
    let image = "FROM alpine\nCOPY --from=nginx /x /x\nRUN b\n";
    check(&[(image, r#"{"op":"base_image_changed","image":"nginx","version":1}"#, "??")]);
    let mount = "FROM alpine AS b\nCOPY a.txt /in\nRUN m\nFROM alpine\n\
                 RUN --mount=from=b,target=/b x\nRUN y\n";
    check(&[(mount, APPEND_A, "RR??")]);
}

#[test]
fn base_images_are_known_by_what_their_tag_points_to() {
    let file = "FROM alpine:3\nRUN a\nCOPY a.txt /\n";
    let moved = r#"{"op":"base_image_changed","image":"alpine:3","version":1}"#;
    let back = r#"{"op":"build"},{"op":"base_image_changed","image":"alpine:3","version":0}"#;
    check(&[(file, moved, "RR"), (file, &format!("{moved},{back}"), "CC")]);
    check_edits(
        file,
        &[
            ("FROM alpine:3", "FROM docker.io/library/alpine:3", "CC"),
            ("FROM alpine:3", "FROM --platform=linux/amd64 alpine:3", "CC"),
            ("FROM alpine:3", "FROM alpine:3 AS x", "CC"),
            ("FROM alpine:3", "FROM alpine:4", "RR"),
        ],
    );
}

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

#[test]
fn only_what_the_target_needs_is_built() {
    let file =
        "FROM alpine AS base\nRUN base\nFROM base AS test\nCOPY a.txt /\nFROM base\nCOPY b.txt /\n";
    let target = |name: &str| json!({"op": "set_target", "name": name}).to_string();
    check(&[(file, APPEND_A, "CC"), (file, &target("test"), "CR"), (file, &target("base"), "C")]);
    let stage = "FROM alpine AS a\nARG TARGETSTAGE\nRUN r\nFROM a AS c\nRUN s\n";
    check(&[(stage, &target("a"), "R")]);
    let shared = "FROM alpine AS x\nRUN same\nFROM alpine AS y\nRUN same\nRUN own\nFROM scratch\n\
                  COPY --from=x /1 /1\nCOPY --from=y /2 /2\n";
    check(&[(shared, "", "CCCCC"), (shared, &edit("RUN own", "RUN owner"), "CCRC?")]);
}

#[test]
fn no_cache_makes_run_and_gives_no_key() {
    let none =
        |value: &str| json!({"op": "set_option", "name": "no-cache", "value": value}).to_string();
    let file = "FROM alpine\nWORKDIR /w\nRUN x\nWORKDIR /z\nCOPY a.txt /\n";
    check(&[
        (file, &none(""), "CRRR"),
        (STAGES, &none("stage-1"), "CCCCC"),
        (STAGES, &none("b"), "RRC?C"),
        (STAGES, &none(""), "RRRRR"),
    ]);
}
