//! What authors of lessons use: `lessons new`.

use super::bench;

#[test]
fn a_new_lesson_passes_the_checker_and_says_what_is_to_be_written() {
    let bench = bench();
    bench.write(".git/HEAD", "");
    let ran = bench.run("lessons new our-base").expect(0);
    insta::assert_snapshot!(ran.everything());
    let ran = bench.run("lessons check .layerwise/lessons").expect(0);
    insta::assert_snapshot!(ran.everything());
    // With all that written, nothing is left to say.
    let path = bench.path(".layerwise/lessons/our-base/lesson.md");
    let text = std::fs::read_to_string(&path).unwrap().replace("TODO: ", "");
    std::fs::write(
        &path,
        text.replace(
            "# verified: {buildkit: the version you tried it with, date: the day}",
            "verified: {date: 2026-11-29}",
        ),
    )
    .unwrap();
    let ran = bench.run("lessons check .layerwise/lessons").expect(0);
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("", "1 lesson: 0 errors, 0 warnings\n")
    );
    let preview = bench.run("lessons preview our-base").expect(0).stdout;
    assert!(preview.contains("Our base") && preview.contains("speaker note"), "{preview}");
    assert!(
        preview.contains("Which command line does a container"),
        "the sample gives a question: {preview}"
    );
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let bench = bench();
    bench.write("lessons/mine/lesson.md", "# Mine\n");
    let wrong = bench.run("lessons new mine").expect(2).stderr;
    assert!(wrong.contains("lessons/mine is there already"), "{wrong}");
    assert_eq!(std::fs::read_to_string(bench.path("lessons/mine/lesson.md")).unwrap(), "# Mine\n");
    for (id, why) in [
        ("from", "from is a lesson of the course"),
        ("3", "3 is a lesson of the course"),
        ("../x", "../x is no id of a lesson"),
        ("Über", "Über is no id of a lesson"),
    ] {
        let wrong = bench.run(&format!("lessons new {id}")).expect(2).stderr;
        assert!(wrong.contains(why), "{wrong}");
    }
}

#[test]
fn a_title_is_taken_whatever_it_is() {
    let bench = bench();
    let title = "a: \"b\" {id} # c\u{1b}[2J";
    bench.run_all(["lessons", "new", "odd", "--dir", "x", "--title", title]).expect(0);
    let list = bench.run("lessons list --lessons x").expect(0).stdout;
    assert!(list.contains("a: \"b\""), "{list}");
    bench.run("lessons check x").expect(0);
}
