//! COPY and ADD: what is taken, under which name, to where.

use serde_json::json;

use super::{APPEND_A, APPEND_B, APPEND_X, answers, check, check_edits, edit, forecast};
use crate::cache::summary;

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
fn a_build_stops_where_what_is_named_is_gone() {
    let delete = r#"{"op":"delete","path":"a.txt"}"#;
    let ignore = r#"{"op":"set_dockerignore","text":"dir\n"}"#;
    for (copy, ops, missing) in [
        ("COPY a.txt /a", delete, Some("a.txt")),
        ("COPY ./a.txt b.txt /x/", delete, Some("a.txt")),
        ("COPY dir /d", ignore, Some("dir")),
        ("COPY dir/sub /d", ignore, Some("dir/sub")),
        ("RUN --mount=type=bind,source=a.txt,target=/a cat /a", delete, Some("a.txt")),
        ("COPY *.txt /x/", delete, None),
        ("COPY . /x/", delete, None),
        ("COPY dir /d", delete, None),
        // It was not there before, either: that is said of the folder as it is.
        ("COPY nothing /d", delete, None),
    ] {
        let files = json!({"a.txt": "A", "b.txt": "B", "dir/sub/z.txt": "Z"});
        let dockerfile = format!("FROM alpine\n{copy}\nRUN make\n");
        let before =
            json!({"dockerfile": dockerfile, "files": files, "dockerfile_in_context": false});
        let forecast = forecast(before, ops);
        assert_eq!(forecast.steps[0].missing.as_deref(), missing, "{copy}");
        let says = summary(&forecast).starts_with("The build stops at line 2: ");
        assert_eq!(says, missing.is_some(), "{copy}");
    }
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
