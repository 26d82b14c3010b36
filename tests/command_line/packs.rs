//! Lessons from elsewhere than the course: of the repository, of the reader, of a named folder.

use super::{Bench, bench};

fn lesson(id: &str, title: &str) -> String {
    format!("---\nlayerwise: 1\nid: {id}\ntitle: {title}\n---\n# {title}\n\nHello from {title}.\n")
}

/// A repository with lessons of the team, of the reader and of a folder, all called `ours`.
fn three_packs() -> Bench {
    let bench = bench();
    bench.write(".git/HEAD", "");
    bench.write(".layerwise/lessons/01-base/lesson.md", lesson("ours", "Team"));
    bench.write("../.config/layerwise/lessons/a/lesson.md", lesson("ours", "Own"));
    bench.write("folder/deep/lesson.md", lesson("ours", "Named"));
    bench
}

#[test]
fn each_origin_is_listed_and_no_id_hides_another() {
    let bench = three_packs();
    bench.write(".layerwise/lessons/02-from/lesson.md", lesson("from", "Not the course's"));
    bench.write(".layerwise/lessons/03-number/lesson.md", lesson("3", "A number"));
    let ran = bench.run("lessons list --lessons folder").expect(0);
    let added: Vec<&str> = ran.stdout.lines().filter(|line| line.ends_with(')')).collect();
    insta::assert_snapshot!(format!("{}\n--\n{}", added.join("\n"), bench.shown(&ran.stderr)));
    let json = bench.run("lessons list --format json").expect(0).json();
    let of = |id: &str| {
        let lessons = json["lessons"].as_array().unwrap().iter();
        let found = lessons.filter(|it| it["id"] == id).collect::<Vec<_>>();
        assert_eq!(found.len(), 1, "{id}");
        (found[0]["title"].clone(), found[0]["origin"].clone())
    };
    assert_eq!(of("from"), ("FROM: base, tag, variant, digest".into(), "course".into()));
    assert_eq!(of("from@repository"), ("Not the course's".into(), "repository".into()));
    assert_eq!(of("3@repository"), ("A number".into(), "repository".into()));
    assert_eq!(of("ours@configuration"), ("Own".into(), "configuration".into()));
}

#[test]
fn a_lesson_is_found_by_its_id_from_anywhere_in_the_repository() {
    let bench = three_packs();
    for (name, said) in [
        ("ours", "Team"),
        ("ours@configuration", "Own"),
        ("ours@folder", "Named"),
        ("folder", "Named"),
    ] {
        let ran = bench.run(&format!("lessons preview {name} --lessons folder")).expect(0);
        assert!(ran.stdout.contains(&format!("Hello from {said}.")), "{name}: {}", ran.stdout);
    }
    let mut below = bench.command(["lessons", "preview", "ours"]);
    below.current_dir(bench.path("folder/deep"));
    assert!(super::finish(below, b"").expect(0).stdout.contains("Hello from Team."));
    let wrong = bench.run("lessons preview ourss").expect(2).stderr;
    assert!(wrong.contains("did you mean ours?"), "{wrong}");
}

#[test]
fn outside_of_a_repository_nothing_above_is_read() {
    let bench = bench();
    bench.write(".layerwise/lessons/a/lesson.md", lesson("above", "Above"));
    std::fs::create_dir(bench.path("below")).unwrap();
    let mut command = bench.command(["lessons", "list"]);
    command.current_dir(bench.path("below"));
    assert!(!super::finish(command, b"").expect(0).stdout.contains("above"));
    assert!(bench.run("lessons list").expect(0).stdout.contains("above"));
}
