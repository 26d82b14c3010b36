//! Stages, base images, targets and --no-cache.

use serde_json::json;

use super::{APPEND_A, check, check_edits, edit};

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
