//! `lessons list`, `check` and `preview`.

use super::bench;

#[test]
fn list() {
    let bench = bench();
    let ran = bench.run("lessons list").expect(0);
    for id in ["tour", "anatomy", "from", "cache-rules", "stages"] {
        assert!(ran.stdout.lines().any(|line| line.starts_with(id)), "{}", ran.stdout);
    }
    let json = bench.run("lessons list --format json").expect(0).json();
    let lessons = json["lessons"].as_array().unwrap();
    assert_eq!(lessons.len(), ran.stdout.lines().count());
    assert!(lessons.iter().all(|it| it["steps"].as_u64().unwrap() > 1 && it["title"] != ""));
}

#[test]
fn the_course_is_clean() {
    let mut command = bench().command(["lessons", "check"]);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    let ran = super::finish(command, b"").expect(0);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("0 errors"), "{}", ran.stderr);
}

#[test]
fn a_bad_lesson_is_told_with_its_place() {
    let bench = bench();
    bench.write(
        "lessons/a/lesson.md",
        "---\nlayerwise: 1\nid: a\ntitel: x\n---\n# A\n\n<!-- focus: RNU -->\nText\n",
    );
    let ran = bench.run("lessons check").expect(1);
    let places: Vec<_> = ran.stdout.lines().filter(|line| line.contains(": error: ")).collect();
    assert_eq!(places.len(), 2, "{}", ran.stdout);
    assert!(places[0].starts_with("lessons/a/lesson.md:4:1: error: "), "{}", ran.stdout);
    assert!(places[1].starts_with("lessons/a/lesson.md:8:13: error: "), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n  hint: did you mean title?\n"), "{}", ran.stdout);
    assert!(ran.stderr.starts_with("1 lesson: 2 errors, "), "{}", ran.stderr);
    let json = bench.run("lessons check lessons --format json").expect(1).json();
    let problems = json["problems"].as_array().unwrap();
    let error = problems.iter().find(|it| it["level"] == "error").unwrap();
    assert_eq!((&error["file"], &error["line"]), (&"lessons/a/lesson.md".into(), &4.into()));
}

#[test]
fn check_says_when_there_is_nothing_to_check() {
    let bench = bench();
    bench.write("empty/x", "");
    bench.write("latin.md", b"# a\n\xff\n");
    let mut all = String::new();
    for path in ["", "absent", "empty", "latin.md"] {
        all += &bench.run(&format!("lessons check {path}")).expect(3).stderr;
    }
    insta::assert_snapshot!(all);
}
#[test]
fn preview_a_lesson_of_the_course_by_id_number_or_file() {
    let bench = bench();
    let by_id = bench.run("lessons preview from").expect(0).stdout;
    assert!(by_id.lines().count() > 30);
    for name in ["3", "03", "03-from"] {
        assert_eq!(bench.run(&format!("lessons preview {name}")).expect(0).stdout, by_id);
    }
    let one = bench.run("lessons preview from --step 2").expect(0).stdout;
    assert!(one.lines().count() < by_id.lines().count() / 2, "{one}");
    bench.write("notes.md", "# Notes\n\nHello.\n\n## More\n\nWorld.\n");
    let ran = bench.run("lessons preview notes.md").expect(0);
    assert!(ran.stdout.contains("Hello.") && ran.stdout.contains("World."), "{}", ran.stdout);
    let ran = bench.run("lessons preview notes.md --as github").expect(0);
    assert!(ran.stdout.contains("## More\n"), "{}", ran.stdout);
}

#[test]
fn no_line_of_a_preview_is_wider_than_the_small_terminal() {
    let bench = bench();
    for entry in &layerwise::lesson::Course::builtin().entries {
        let id = &entry.id;
        let text = bench.run(&format!("lessons preview {id} --as 80x24")).expect(0).stdout;
        let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= 80, "{id}: {widest}");
    }
}

#[test]
fn paths_tell_where_to_begin_and_why() {
    let bench = super::with_dockerfile(
        "FROM python:3.12-slim AS build\nARG API_TOKEN=very-secret-word\nRUN pip wheel -w /w .\n\
         FROM debian\nCOPY --from=build /w /w\nCMD [\"true\"]\n",
    );
    let text = bench.run("lessons paths").expect(0).stdout;
    assert!(!text.contains("very-secret-word"), "{text}");
    insta::assert_snapshot!(text);
    let json = bench.run("lessons paths --format json").expect(0).json();
    assert_eq!(json["begin"]["lesson"], "secrets");
    assert_eq!(json["begin"]["before"][0], "tour");
    let starter = bench.run("lessons paths - --format json");
    assert_eq!(starter.json()["file"], "standard input");
    bench.write("broken/Dockerfile", "FROM a\nCOPPY . .\n");
    let broken = bench.run("lessons paths broken --format json").expect(4).json();
    assert_eq!(broken["begin"]["lesson"], "anatomy");
    assert_eq!(broken["begin"]["reasons"][0]["proof"][0]["line"], 2);
}
