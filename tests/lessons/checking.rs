//! What `lessons check` says.

use layerwise::lesson::{CourseFile, check, check_presenterm};
use layerwise::quiz::generate::SampleAsker;

use super::{Files, checked, shown};

const FRONT: &str = "---\nlayerwise: 1\nid: t\ngoal: g\nlevel: beginner\nminutes: 3\nskills: [s]\n\
                     sample: s.Dockerfile\nverified: {date: 2026-11-20}\n---\n";
const SAMPLE: (&str, &str) = ("s.Dockerfile", "FROM a\nCOPY . .\nRUN pip install x\n");
const SOLUTION: (&str, &str) = ("d.Dockerfile", "FROM a\nRUN pip install x\nCOPY . .\n");

/// The problems of a lesson that has a good front matter of ten lines.
fn body(text: &str) -> Vec<String> {
    checked(&format!("{FRONT}{text}"), &[SAMPLE, SOLUTION])
}

fn quiz(list: &str) -> String {
    format!(
        "<!-- quiz: {{id: q}} -->\n## Q\n\n> h\n\n{list}\n<details><summary>W</summary>\n\nx\n\n</details>\n"
    )
}

const NOTHING: Vec<String> = Vec::new();

#[test]
fn a_good_lesson_passes() {
    let text = format!(
        "<!-- focus: RUN -->\n\n<!-- if: stages > 1 -->\n**If many:** x\n\n<!-- focus: USER -->\n\n<!-- else \
         -->\n**If one:** y\n\n<!-- endif -->\n\n{}\n<!-- task: {{id: k, solution: d.Dockerfile}} -->\n## K\n\n\
         - [ ] a <!-- check: before(RUN, COPY) -->\n\n```dockerfile\nCOPY a b\n```\n\n```dockerfile \
         bad\nFRM a\n```\n\n[x](s.Dockerfile) [y](https://a.b) [z](#q)\n",
        quiz("1. [x] aa\n2. [ ] bbb\n    > f\n3. [ ] c\n    > f\n")
    );
    assert_eq!(body(&text), NOTHING);
    assert_eq!(checked("# Any\n\ntext\n", &[]), NOTHING);
}

#[test]
fn the_front_matter_should_say_everything() {
    assert_eq!(
        checked("---\nlayerwise: 1\n---\n# T\n", &[]),
        [
            "1:1 error: the lesson has no id (progress is kept under it: id: cache-order)",
            "1:1 warning: the lesson does not say its goal (goal: what the reader can do afterwards)",
            "1:1 warning: the lesson does not say its level (level: beginner)",
            "1:1 warning: the lesson does not say its minutes (minutes: 8)",
            "1:1 warning: the lesson does not say its skills (skills: [cache.order])",
            "1:1 warning: the lesson does not say its verified (verified: {buildkit: …, date: …})",
        ]
    );
}

#[test]
fn a_focus_finds_something() {
    let nothing = "11:13 error: this focus finds nothing in the sample \
                   (if the text stands without it, write optional: true)";
    assert_eq!(body("<!-- focus: USER -->\n"), [nothing]);
    assert_eq!(body("<!-- focus: {sel: USER, optional: true} -->\n"), NOTHING);
    assert_eq!(
        body("<!-- focus: RUN:rule(X) -->\n"),
        ["11:13 error: nobody can tell what this focus finds in the sample: no check is called X"]
    );
}

#[test]
fn branches_begin_with_a_lead() {
    let found = body("<!-- if: parses -->\nplain\n\n<!-- else -->\n**If:** x\n\n<!-- endif -->\n");
    assert_eq!(
        found,
        ["11:1 warning: the if branch does not begin with a lead in bold \
         (on GitHub both branches show, so begin with **If your file …:**)"]
    );
}

#[test]
fn branches_are_shown_by_some_fixture() {
    let front =
        FRONT.replace("next:", "").replace("---\nlay", "---\nfixtures: [d.Dockerfile]\nlay");
    let text = format!(
        "{front}<!-- if: exists(USER) -->\n**If:** x\n\n<!-- else -->\n**If not:** y\n\n<!-- endif -->\n"
    );
    assert_eq!(
        checked(&text, &[SAMPLE, SOLUTION]),
        ["12:1 warning: no sample and no fixture shows the if branch \
         (add a Dockerfile that does: fixtures: [fixtures/*.Dockerfile] in the front matter)"]
    );
}

#[test]
fn branches_of_a_lesson_without_fixtures_are_tried_on_the_course() {
    let text = |condition: &str| format!("<!-- if: {condition} -->\n**If:** x\n\n<!-- endif -->\n");
    assert_eq!(body(&text("exists(HEALTHCHECK)")), NOTHING);
    assert_eq!(
        body(&text("exists(RUN[cmd=\"qwertz\"])")),
        ["11:1 warning: no sample and no fixture shows the if branch \
         (add a Dockerfile that does: fixtures: [fixtures/*.Dockerfile] in the front matter)"]
    );
}

#[test]
fn fixtures_are_read_by_patterns_and_missing_ones_are_said() {
    let front = |list: &str| {
        let front = FRONT.replace("---\nlay", &format!("---\nfixtures: {list}\nlay"));
        front + "<!-- if: exists(USER) -->\n**If:** x\n\n<!-- endif -->\n"
    };
    let files =
        [SAMPLE, ("f/one.Dockerfile", "FROM a\n"), ("f/two.Dockerfile", "FROM a\nUSER b\n")];
    assert_eq!(checked(&front("[f/*.Dockerfile]"), &files), NOTHING);
    let missed = checked(&front("[f/two.Dockerfiel, 'f/*.txt']"), &files);
    assert_eq!(
        missed[..2],
        [
            "2:12 error: this fixture cannot be read: f/two.Dockerfiel: there is no such file; \
             did you mean f/two.Dockerfile?",
            "2:30 error: this fixture cannot be read: f/*.txt: no file has such a name",
        ]
    );
}

#[test]
fn what_presenterm_would_stop_at_is_found_on_demand() {
    let text = "---\nlayerwise: 1\nid: a\nOPTIONS---\n# A\n\n<!-- pause -->\n\n<!-- focus: RUN -->\n\n\
                <!--\nfocus: RUN\n-->\n\n<!-- speaker_note: x -->\n\n- [ ] a <!-- check: parses -->\n";
    let found = |options: &str| {
        let folder = Files::default();
        let text = text.replace("OPTIONS", options);
        let file = CourseFile { name: "lesson.md".to_owned(), text, folder: &folder };
        shown(&check_presenterm(&file))
    };
    assert_eq!(
        found(""),
        ["9:1 warning: presenterm does not know focus and stops here \
         (write the comment over several lines, or set options.command_prefix)"]
    );
    assert_eq!(found("options: {command_prefix: 'x:'}\n"), NOTHING);
}

#[test]
fn the_id_of_a_lesson_of_the_course_is_warned_of() {
    let found = checked(&FRONT.replace("id: t\n", "id: from\n"), &[SAMPLE]);
    assert_eq!(
        found,
        ["3:5 warning: from means a lesson of the course already \
         (choose another id; readers would find this one as id@origin only)"]
    );
}

#[test]
fn what_is_to_be_written_is_listed() {
    assert_eq!(
        body("Words. TODO: more of them\n"),
        ["11:8 warning: still to be written: more of them (write it, and take the TODO: away)"]
    );
}

#[test]
fn questions_are_worth_asking() {
    assert_eq!(
        body("<!-- quiz: {id: q} -->\n## Q\n\n1. [ ] all of the above\n2. [ ] b\n    > f\n"),
        [
            "11:17 error: question q has no explanation \
         (write <details><summary>Why</summary> … </details> behind it)",
            "11:17 error: question q has no hint \
         (write a block quote before the list: > where to look)",
            "11:17 error: question q has no right option (write [x] before what is right)",
            "14:1 error: question q offers \"all of the above\" \
         (options are shuffled, so nothing is above; say what is meant)",
            "14:1 error: question q says nothing to a reader who chooses \"all of the above\" \
         (write a block quote below the option: > why it is wrong)",
        ]
    );
    assert_eq!(
        body(&quiz("1. [x] a\n2. [ ] b\n    > f\n")),
        ["11:17 error: question q has fewer than two wrong options \
         (options that only say True and False are exempt)"]
    );
    assert_eq!(
        body(&quiz("1. [x] True\n2. [ ] False\n")),
        ["11:17 error: question q says nothing to a reader who chooses \"False\" \
         (write a block quote below the option: > why it is wrong)"]
    );
    assert_eq!(
        body(&quiz("1. a\n2. a\n")),
        [
            "11:17 error: question q has fewer than three things to order",
            "17:1 error: question q offers \"a\" twice",
        ]
    );
}

#[test]
fn the_right_option_is_not_always_the_longest() {
    let one = |id: &str, right: &str| {
        quiz(&format!("1. [x] {right}\n2. [ ] bb\n    > f\n3. [ ] c\n    > f\n"))
            .replace("id: q", &format!("id: {id}"))
    };
    let found = body(&format!("{}{}{}", one("a", "long"), one("b", "long"), one("c", "long")));
    assert_eq!(
        found,
        ["11:17 error: in every question of this lesson the right option is the longest \
         (readers notice; make a wrong option longer, or a right one shorter)"]
    );
    assert_eq!(
        body(&format!("{}{}{}", one("a", "long"), one("b", "x"), one("c", "long"))),
        NOTHING
    );
}

#[test]
fn tasks_start_unsolved_and_can_be_solved() {
    let task = |settings: &str, check: &str| {
        body(&format!(
            "<!-- task: {{id: k, {settings}}} -->\n## K\n\n- [ ] a <!-- check: {check} -->\n"
        ))
    };
    let solution = "solution: d.Dockerfile";
    assert_eq!(task(solution, "before(RUN, COPY)"), NOTHING);
    assert_eq!(
        task(solution, "exists(RUN)"),
        ["14:21 error: this check is true on the sample already \
         (nothing would be left to do; ask for something that the sample lacks)"]
    );
    assert_eq!(
        task(solution, "exists(USER)"),
        ["14:21 error: this check is false on the solution \
         (the solution must satisfy it; mend one of the two)"]
    );
    let unknown = "final.user.is_root: set by the base image docker.io/library/a:latest, which layerwise has not seen";
    assert_eq!(
        task(solution, "final.user.is_root"),
        [
            format!("14:21 error: nobody can tell this check on the sample: {unknown}"),
            format!("14:21 error: nobody can tell this check on the solution: {unknown}"),
        ]
    );
    assert_eq!(
        task("", "before(RUN, COPY)"),
        [
            "11:17 error: task k has no solution (solution: solutions/name.Dockerfile in its directive)"
        ]
    );
    assert_eq!(
        body("<!-- task: {id: k} -->\n## K\n\n- [ ] a\n"),
        ["11:17 error: task k checks nothing (write <!-- check: … --> behind what is to do)"]
    );
}

#[test]
fn fences_read_without_errors_unless_they_are_bad() {
    let found = body("```dockerfile\nCOPY a b\nRNU c\n```\n");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("13:1 error: line 2 of this Dockerfile: "), "{found:#?}");
    assert_eq!(body("```dockerfile bad\nRUN sudo make\n```\n"), NOTHING, "a check finds something");
    assert_eq!(
        body("```dockerfile bad\nWORKDIR /a\n```\n"),
        ["11:1 error: this Dockerfile is tagged bad, and layerwise finds nothing wrong with it \
         (take the tag away, or show what is wrong)"]
    );
    assert_eq!(
        body("```dockerfile\nARG V\nCOPY a b\n```\n\n```dockerfile\n# syntax=a/b\nFROM x\n```\n"),
        NOTHING
    );
}

#[test]
fn links_and_ids_lead_somewhere() {
    assert_eq!(
        body("x [a](b.md) `c` [d](s.Dockerfile#e)\n"),
        ["11:7 error: the link to b.md leads nowhere (paths start at the lesson's folder)"]
    );
    assert_eq!(
        body("## Two words, `b`\n\n[a](#two-words-b) [b](#tow-words-b) [c](s.Dockerfil)\n"),
        [
            "13:23 error: no heading of this lesson is called #tow-words-b \
             (did you mean #two-words-b?)",
            "13:41 error: the link to s.Dockerfil leads nowhere (did you mean s.Dockerfile?)",
        ]
    );
    let front = FRONT.replace("---\nlay", "---\nrequires: [tuor]\nnext: [from]\nlay");
    assert_eq!(
        checked(&front, &[SAMPLE]),
        ["2:12 error: there is no lesson called tuor (did you mean tour?)"]
    );
}

#[test]
fn a_course_fits_together() {
    let folder = Files::default();
    let file = |name: &str, settings: &str, body: &str| CourseFile {
        name: format!("{name}.md"),
        text: format!("---\nid: {settings}\n---\n{body}"),
        folder: &folder,
    };
    let list = "- [ ] a <!-- check: parses -->\n";
    let question = format!("<!-- task: {{id: same}} -->\n\n## T\n\n{list}");
    let found = check(
        &[
            file("a", "a\nrequires: [b]", &question),
            file("b", "b\nrequires: [x, c]", &question),
            file("c", "c\nrequires: [a]", ""),
            file("d", "a\nrequires: [c]", ""),
        ],
        &SampleAsker,
    );
    let found: Vec<String> =
        shown(&found).into_iter().filter(|it| !it.contains("task same")).collect();
    // Known are also the lessons of the course, whichever they are.
    let without_course = found.iter().map(|it| match it.split_once(", tour") {
        Some((head, _)) => head,
        None => it,
    });
    assert_eq!(
        without_course.collect::<Vec<_>>(),
        [
            "a.md3:12 error: lessons require each other in a circle: a → b → c → a",
            "b.md3:12 error: there is no lesson called x (known are a, b, c, a",
            "b.md5:17 error: the id same is used already, in lesson a \
         (progress is kept under it, so choose another)",
            "d.md2:5 error: another lesson is called a, too",
        ]
    );
}

#[test]
fn an_ask_about_files_needs_files_beside_the_sample() {
    let front = FRONT.replace("sample: s.Dockerfile", "sample: s.Dockerfile\nfolder: s.files");
    let sample = ("s.Dockerfile", "FROM scratch\nCOPY . .\nCMD [\"x\"]\n");
    let text = |front: &str| format!("{front}<!-- ask: sent -->\n");
    let list = "a.log\nb/a.log\n==== .dockerignore\n*.log\n.env\n";
    assert_eq!(checked(&text(&front), &[sample, ("s.files", list)]), NOTHING);
    let without = checked(&text(FRONT), &[sample]);
    assert!(
        without[0].contains("no folder is known that goes with this Dockerfile"),
        "{without:?}"
    );
    let plain = checked(&text(&front), &[sample, ("s.files", "a\n")]);
    assert!(plain[0].contains("this folder has no `.dockerignore`"), "{plain:?}");
}

#[test]
fn asks_give_a_question_on_the_sample() {
    let ask = |directive: &str, sample: &str| {
        checked(&format!("{FRONT}{directive}\n"), &[("s.Dockerfile", sample)])
    };
    let fits = "FROM scratch\nENV A=1\nENV B=2$A\nCMD [\"x\"]\n";
    assert_eq!(ask("<!-- ask: {gen: var-value, name: A} -->", fits), NOTHING);
    insta::assert_snapshot!(
        ["<!-- ask: {gen: var-value, name: X} -->", "<!-- ask: stages-built -->"]
            .map(|directive| ask(directive, fits).join("\n"))
            .join("\n")
    );
    // Nobody sees what stands behind a condition that does not hold.
    let hidden =
        "<!-- if: stages > 1 -->\n**If:** x\n\n<!-- ask: stages-built -->\n\n<!-- endif -->";
    assert_eq!(ask(hidden, fits), NOTHING);
}
