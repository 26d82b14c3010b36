//! Which path goes where, by the copy rules of BuildKit 73ed6825c.

use layerwise::context::{Outcome, bytes_text};

use super::{snapshot, taken, usage};

/// One COPY on line 3 of a file whose folder is known.
fn copied(instruction: &str, paths: &[&str]) -> Vec<String> {
    taken(&format!("FROM scratch\nWORKDIR /w\n{instruction}\n"), paths, "")
}

#[test]
fn a_file_goes_into_a_folder_or_takes_the_name() {
    assert_eq!(copied("COPY a.txt /d/", &["a.txt"]), ["a.txt > 3:/d/a.txt"]);
    assert_eq!(copied("COPY a.txt .", &["a.txt"]), ["a.txt > 3:/w/a.txt"]);
    assert_eq!(copied("COPY a.txt /", &["a.txt"]), ["a.txt > 3:/a.txt"]);
    assert_eq!(copied("COPY a.txt /d/.", &["a.txt"]), ["a.txt > 3:/d/a.txt"]);
    assert_eq!(copied("COPY s/a.txt b", &["s/a.txt"]), ["s/a.txt > 3:/w/b"]);
}

/// Where line 3 or the last line puts `f`, behind what stands before it.
#[track_caller]
fn check_file(before: &str, last: &str, expected: &str) {
    let paths = ["f", "s/d/x", "s/y", "out/z", "link -> s"];
    let file = format!("{before}\n{last}\n");
    let count = file.lines().count();
    let is_last = |it: &String| it.starts_with(&format!("f > {count}:"));
    let found = taken(&file, &paths, "out\n").into_iter().find(is_last);
    let found = found.unwrap_or_default();
    assert_eq!(found.rsplit_once("f > ").unwrap_or_default().1, format!("{count}:{expected}"));
}

#[test]
fn a_destination_is_a_folder_where_a_line_above_made_one() {
    let unknown = "/app/s or /app/s/f";
    let file = "COPY f s";
    for (before, by) in [
        ("WORKDIR /app/s\nWORKDIR /app", 2),
        ("WORKDIR /app\nCOPY . .", 3),
        ("WORKDIR /app\nCOPY s /app/s/", 3),
        ("WORKDIR /app\nCOPY s/d ./s", 3),
        ("WORKDIR /app\nCOPY --from=alpine /etc/hosts s/", 3),
        ("WORKDIR /app\nCOPY --from=alpine /etc/hosts s/below/hosts", 3),
        ("WORKDIR /app\nADD https://a.example/b s/", 3),
        ("WORKDIR /app\nCOPY <<EOF s/t\nHi\nEOF", 3),
    ] {
        check_file(&format!("FROM alpine\n{before}"), file, &format!("/app/s/f by {by}"));
        let lost = format!("FROM alpine\n{before}\nWORKDIR /app\nRUN rm -rf s");
        check_file(&lost, file, unknown);
    }
    for before in [
        // Not known to hold one, or to hold all of it.
        "COPY out .",
        "COPY --from=alpine / .",
        "COPY --exclude=d . .",
        "COPY s/y s",
        "ADD https://a.example/s.tar .",
        "COPY s/d /elsewhere/s",
        "COPY link t",
    ] {
        check_file(&format!("FROM alpine\nWORKDIR /app\n{before}"), file, unknown);
    }
    // The deepest of what came there counts, and a link is followed by its name alone.
    check_file("FROM alpine\nCOPY . /a", "COPY f /a/s/d", "/a/s/d/f by 2");
    check_file("FROM alpine\nCOPY . /a", "COPY f /a/s/y", "/a/s/y or /a/s/y/f");
    check_file("FROM alpine\nCOPY . /a", "COPY f /a/link", "/a/link or /a/link/f");
    check_file("FROM alpine\nCOPY . /a", "COPY f /a/out", "/a/out or /a/out/f");
}

#[test]
fn a_stage_begins_with_what_the_one_below_made() {
    let before = "FROM alpine AS below\nWORKDIR /app/s\nFROM below\nWORKDIR /app";
    check_file(before, "COPY f s", "/app/s/f by 2");
    let other = "FROM alpine AS other\nWORKDIR /app/s\nFROM alpine\nWORKDIR /app\n\
                 COPY --from=other /x /y";
    check_file(other, "COPY f s", "/app/s or /app/s/f");
}

#[test]
fn an_empty_image_has_no_folder_but_those_of_its_steps() {
    check_file("FROM scratch", "COPY f /app", "/app");
    check_file("FROM scratch\nWORKDIR /app", "COPY f /app", "/app/f by 2");
    check_file("FROM scratch\nCOPY . /a", "COPY f /a/out", "/a/out");
    check_file("FROM scratch\nCOPY . /a", "COPY f /a/s/y", "/a/s/y");
    check_file("FROM scratch\nCOPY . /a", "COPY f /a/link", "/a/link or /a/link/f");
    check_file("FROM scratch\nCOPY . /a", "COPY f /b", "/b");
    let from = "FROM scratch\nCOPY --from=alpine /x /a";
    check_file(from, "COPY f /a", "/a or /a/f");
    check_file(from, "COPY f /a/b", "/a/b or /a/b/f");
    check_file(from, "COPY f /b", "/b");
    check_file("FROM scratch AS a\nFROM a", "COPY f /b", "/b");
    check_file("FROM scratch\nCOPY f /b\nRUN [\"/b\"]", "COPY f /c", "/c or /c/f");
}

#[test]
fn of_a_path_that_is_very_deep_nothing_is_worked_out() {
    let deep = "/a".repeat(60);
    check_file(&format!("FROM scratch\nWORKDIR {deep}"), &format!("COPY f {deep}"), &{
        format!("{deep}/f by 2")
    });
    let deep = "/a".repeat(20_000);
    let before = format!("FROM scratch\n{}", format!("COPY s {deep}/b\n").repeat(20));
    check_file(before.trim_end(), &format!("COPY f {deep}"), &format!("{deep} or {deep}/f"));
}

#[test]
fn a_linked_copy_finds_no_folder_and_takes_the_place_of_one() {
    check_file("FROM alpine\nWORKDIR /app", "COPY --link f /app", "/app");
    check_file("FROM alpine\nWORKDIR /app", "COPY --link f .", "/app/f");
    check_file("FROM alpine\nWORKDIR /a\nCOPY --link f /a", "COPY f /a", "/a or /a/f");
    check_file("FROM alpine\nCOPY --link s /a", "COPY f /a/d", "/a/d/f by 2");
}

#[test]
fn a_folder_is_copied_by_its_contents() {
    let paths = ["src/a", "src/b/c", "other"];
    assert_eq!(copied("COPY src /d", &paths), ["src/a > 3:/d/a", "src/b/c > 3:/d/b/c"]);
    assert_eq!(copied("COPY src/ d/", &paths), ["src/a > 3:/w/d/a", "src/b/c > 3:/w/d/b/c"]);
    assert_eq!(
        copied("COPY ../. /d", &paths),
        ["other > 3:/d/other", "src/a > 3:/d/src/a", "src/b/c > 3:/d/src/b/c"]
    );
}

#[test]
fn several_sources_share_a_destination() {
    let paths = ["a", "dir/b"];
    assert_eq!(copied("COPY a dir /d/", &paths), ["a > 3:/d/a", "dir/b > 3:/d/b"]);
    // The contents of the folder make /d a folder, so the file goes into it.
    assert_eq!(copied("COPY dir a /d", &paths), ["a > 3:/d/a", "dir/b > 3:/d/b"]);
}

#[test]
fn wildcards_stay_in_their_folder_and_copy_folders_by_contents() {
    let paths = ["a.txt", "b.md", "s/c.txt", "pkg-1/x", "pkg-2/y/z"];
    assert_eq!(copied("COPY *.txt /d/", &paths), ["a.txt > 3:/d/a.txt"]);
    assert_eq!(copied("COPY */*.txt /d/", &paths), ["s/c.txt > 3:/d/c.txt"]);
    assert_eq!(copied("COPY pkg-* /d/", &paths), ["pkg-1/x > 3:/d/x", "pkg-2/y/z > 3:/d/y/z"]);
    assert_eq!(copied("COPY [ab].* /d/", &paths), ["a.txt > 3:/d/a.txt", "b.md > 3:/d/b.md"]);
}

#[test]
fn parents_keeps_the_folders_and_exclude_leaves_out() {
    let paths = ["a/b/c.txt", "a/b/d.md", "e/f.txt"];
    assert_eq!(
        copied("COPY --parents a/b/c.txt e/f.txt /d/", &paths),
        ["a/b/c.txt > 3:/d/a/b/c.txt", "e/f.txt > 3:/d/e/f.txt"]
    );
    assert_eq!(copied("COPY --parents ./a/./b/*.txt /d/", &paths), ["a/b/c.txt > 3:/d/b/c.txt"]);
    assert_eq!(copied("COPY --exclude=**/*.md a /d/", &paths), ["a/b/c.txt > 3:/d/b/c.txt"]);
    // Patterns count from the root of the source, where no Markdown lies.
    let all = ["a/b/c.txt > 3:/d/b/c.txt", "a/b/d.md > 3:/d/b/d.md"];
    assert_eq!(copied("COPY --exclude=*.md a /d/", &paths), all);
    // A source itself is never excluded.
    assert_eq!(copied("COPY --exclude=*.md a/b/d.md /d/", &paths), ["a/b/d.md > 3:/d/d.md"]);
}

#[test]
fn a_link_that_is_a_source_is_followed_inside_the_context() {
    let paths = ["real/a", "link -> real", "file -> real/a", "out -> ../../etc", "loop -> loop"];
    assert_eq!(copied("COPY link /d", &paths), ["link > 3:/d", "real/a > 3:/d/a"]);
    assert_eq!(copied("COPY file /d/", &paths), ["file > 3:/d/file", "real/a > 3:/d/file"]);
    assert_eq!(copied("COPY link/a /d/", &paths), ["real/a > 3:/d/a"]);
    for name in ["out", "loop"] {
        assert_eq!(copied(&format!("COPY {name} /d/"), &paths), [""; 0]);
    }
}

#[test]
fn bind_mounts_take_a_file_or_a_folder() {
    let paths = ["src/a", "b"];
    assert_eq!(
        copied("RUN --mount=type=bind,source=src,target=/m --mount=target=/all true", &paths),
        ["b > 3:/all/b", "src/a > 3:/all/src/a", "src/a > 3:/m/a"]
    );
    assert_eq!(copied("RUN --mount=type=bind,source=b,target=m true", &paths), ["b > 3:/w/m"]);
    assert_eq!(copied("RUN --mount=type=cache,target=/m true", &paths), [""; 0]);
}

#[test]
fn other_stages_count_and_are_told_apart() {
    let file = "FROM scratch AS unused\nCOPY a /a/\nFROM scratch AS used\nCOPY b /b/\n\
                FROM scratch\nCOPY --from=used /b /b\nCOPY c /c/\n";
    let snapshot = snapshot(&["a", "b", "c"], "");
    let usage = usage(file, &snapshot);
    let told: Vec<_> =
        usage.takers.iter().map(|it| (it.line.get(), it.stage.0, it.in_target)).collect();
    assert_eq!(told, [(2, 0, false), (4, 1, true), (7, 2, true)]);
    assert_eq!(usage.incomplete, None);
}

#[test]
fn what_the_base_decides_is_unknown() {
    assert_eq!(taken("FROM base\nCOPY a .\nCOPY a /x/\n", &["a"], ""), ["a > 2:?", "a > 3:/x/a"]);
    let snapshot = snapshot(&["a"], "");
    let usage = usage("FROM base\nCOPY $NAME /x/\n", &snapshot);
    assert!(usage.takers[0].is_unknown && usage.takers[0].sources.is_empty());
    assert!(usage.may_take_more());
}

#[test]
fn sources_that_find_nothing_are_told() {
    let snapshot = snapshot(&["a.log", "keep/x", "keep/y"], "*.log\nkeep\n!keep/x\n");
    let usage = usage("FROM scratch\nCOPY a.log none *.log keep keep/y /d/\n", &snapshot);
    let outcomes: Vec<_> = usage.takers[0].sources.iter().map(|it| it.outcome).collect();
    let line = |outcome| match outcome {
        Outcome::Ignored(Some(place)) => snapshot.ignore.file.pattern(place).unwrap().line.get(),
        _ => 0,
    };
    assert_eq!(line(outcomes[0]), 1);
    assert_eq!(outcomes[1], Outcome::Missing);
    assert_eq!(outcomes[2], Outcome::MatchesNothing);
    assert_eq!(outcomes[3], Outcome::Found);
    assert_eq!(line(outcomes[4]), 2);
}

#[test]
fn what_is_ignored_is_taken_by_nothing() {
    assert_eq!(taken("FROM scratch\nCOPY . /d\n", &["a", "b.log"], "*.log"), ["a > 2:/d/a"]);
}

#[test]
fn archives_are_said_to_be_unpacked() {
    let snapshot = snapshot(&["a.tar"], "");
    let usage = usage("FROM scratch\nADD a.tar /d/\nCOPY a.tar /d/\n", &snapshot);
    let id = snapshot.find("a.tar").unwrap();
    let unpacks: Vec<_> =
        usage.taken_by(&snapshot, id).iter().map(|it| it.destination.unpacks).collect();
    assert_eq!(unpacks, [true, false]);
}

#[test]
fn many_copies_of_many_files_stay_fast() {
    let paths: Vec<String> =
        (0..20_000).map(|number| format!("d{}/f{number}", number % 7)).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let file = format!("FROM scratch\n{}", "COPY d1 /x/\nCOPY d*/f1* /y/\n".repeat(50));
    let snapshot = snapshot(&paths, "d2\n");
    let usage = usage(&file, &snapshot);
    let summary = layerwise::context::Summary::of(&snapshot, &usage);
    assert_eq!(usage.takers.len(), 100);
    let whole = snapshot.children(snapshot.find("d1").unwrap()).count() as u64;
    assert_eq!(summary.takers[0].files, whole);
    assert_eq!(bytes_text(summary.takers[0].bytes), "2.9 kB");
}
