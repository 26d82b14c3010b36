//! Front matter, steps, directives, and what is said where they are wrong.

use crate::support::spent::Spent;
use layerwise::lesson::{Level, NoFolder, load};

use super::{lesson, lesson_with, outline, problems};

#[track_caller]
fn check_outline(text: &str, expected: &[&str]) {
    assert_eq!(outline(&lesson(text)).lines().collect::<Vec<_>>(), expected);
}

/// One problem at a place, with its words.
#[track_caller]
fn check_problem(text: &str, expected: &str) {
    assert_eq!(problems(text, &[]), [expected], "{text}");
}

#[test]
fn front_matter_is_read_whole() {
    let text = "---\nlayerwise: 1\nid: cache-order\ntitle: \"Why: order\"\ngoal: G\nlevel: beginner\n\
                minutes: 8\nrequires: [cache-rules]\nskills: [a, b.c]\nsample: s/x.Dockerfile\n\
                verified: {buildkit: v0.2x, dockerfile: \"1.20\", date: 2026-11-20}\nnext: apt\n---\n# T\n";
    let lesson = lesson_with(text, &[("s/x.Dockerfile", "FROM a\n")]);
    assert_eq!(lesson.id, "cache-order");
    assert_eq!(lesson.title, "Why: order");
    assert_eq!(lesson.level, Some(Level::Beginner));
    assert_eq!(lesson.minutes, Some(8));
    assert_eq!((lesson.requires, lesson.next), (vec!["cache-rules".into()], vec!["apt".into()]));
    assert_eq!(lesson.skills, ["a", "b.c"]);
    assert_eq!(lesson.sample.unwrap().text, "FROM a\n");
    let verified = lesson.verified.unwrap();
    assert_eq!(verified.dockerfile.as_deref(), Some("1.20"));
    assert_eq!(verified.date.as_deref(), Some("2026-11-20"));
}

#[test]
fn front_matter_problems_have_their_place() {
    let front = |line: &str| format!("---\nlayerwise: 1\nid: a\n{line}\n---\n");
    for (line, expected) in [
        ("minuts: 3", "4:1 error: there is no key minuts (did you mean minutes?)"),
        ("minutes: soon", "4:10 error: minutes takes a whole number"),
        ("level: begginer", "4:8 error: there is no level begginer (did you mean beginner?)"),
        ("skills: [a, [b]]", "4:13 error: skills takes a list of texts"),
        ("title: {a: b}", "4:8 error: title takes one text"),
        (
            "sample: ../x",
            "4:9 error: the sample is missing: ../x: a path may not leave the lesson's folder",
        ),
        (
            "sample: /etc/passwd",
            "4:9 error: the sample is missing: /etc/passwd: a path starts at the lesson's folder",
        ),
        ("sample: x", "4:9 error: the sample is missing: x: there is no such file"),
        (
            "verified: {date: x, by: me}",
            "4:21 error: there is no key by (known are buildkit, dockerfile, date)",
        ),
    ] {
        check_problem(&front(line), expected);
    }
    check_problem(
        "---\nid: Über uns\n---\n",
        "2:5 error: an id consists of small letters, digits and dashes \
         (such as cache-order; at most 64 of them)",
    );
    check_problem(
        "---\nlayerwise: 2\n---\n",
        "2:1 error: this lesson is written for version 2 of the format \
         (this layerwise reads version 1)",
    );
    let broken = problems("---\nid: [\n---\n# T\n", &[]);
    assert_eq!(broken.len(), 1);
    assert!(broken[0].contains("the settings at the top cannot be read"), "{broken:?}");
    let bomb = "---\na: &a [x, x]\nb: [*a, *a]\n---\n";
    assert!(problems(bomb, &[])[0].contains("cannot be read"));
    assert!(problems(&format!("---\na: {}\n---\n", "[".repeat(5000)), &[])[0].contains("cannot"));
}

#[test]
fn headings_become_steps() {
    check_outline(
        "# Title\n\nintro\n\n## One\n\ntext\n\n### Part\n\n## Two\n",
        &[
            "Title (line 1)",
            "  paragraph",
            "One (line 5)",
            "  paragraph",
            "  heading",
            "Two (line 11)",
        ],
    );
    check_outline("# Title\n\n## One\n\ntext\n", &["One (line 3)", "  paragraph"]);
    check_outline("text\n", &["lesson (line 1)", "  paragraph"]);
    check_outline("", &["lesson (line 1)"]);
    check_outline(
        "# A\n\n### B\n\nx\n\n### C\n\ny\n",
        &["B (line 3)", "  paragraph", "C (line 7)", "  paragraph"],
    );
    check_outline(
        "# A\n\nx\n\n<!-- end_slide -->\n\n### B\n\ny\n\n<!-- end_slide -->\n\nz\n",
        &["A (line 1)", "  paragraph", "B (line 7)", "  paragraph", "B (line 11)", "  paragraph"],
    );
    check_outline(
        "## A\n\nx\n\n## B\n\n<!-- skip_slide -->\n\ny\n\n## C\n",
        &["A (line 1)", "  paragraph", "C (line 11)"],
    );
    assert_eq!(load("docs/How_to Cache.md", "text", &NoFolder).lesson.id, "how-to-cache");
    assert_eq!(load("x/03-from/lesson.md", "text", &NoFolder).lesson.id, "03-from");
}

#[test]
fn directives_of_a_step() {
    check_outline(
        "# T\n\n<!-- focus: RUN:first -->\na\n\n<!-- focus: {sel: 'RUN, COPY', all: true, \
         optional: true, note: \"see\"} -->\n\n<!-- focus: 'COPY[src=\".\"]' -->\n\n<!-- focus: none \
         -->\n\n<!-- pause -->\n\n<!--\nfocus:\n  sel: CMD\n  note: n\n-->\n\n<!--\nspeaker_note: |\n  \
         One.\n  Two.\n-->\n\n<!-- speaker_note: short: one -->\n\n<!-- discuss: {minutes: 3} -->\n\n\
         <!-- discuss -->\n\n<!-- ask: {gen: cache-after-edit, path: \"src/**\", n: 1} -->\n\n\
         <!-- ask: argv -->\n\n<!-- comment: nothing -->\n\n<!-- // nothing -->\n\n<!-- just words -->\n",
        &[
            "T (line 1)",
            "  focus RUN:first",
            "  paragraph",
            "  focus RUN, COPY all optional \"see\"",
            "  focus COPY[src=\".\"]",
            "  focus none",
            "  pause",
            "  focus CMD \"n\"",
            "  speaker note \"One.\\nTwo.\"",
            "  speaker note \"short: one\"",
            "  discuss Some(3)",
            "  discuss None",
            "  ask Build \"src/**\" lesson-cache-after-edit-1",
            "  ask Build lesson-argv-1",
        ],
    );
}

#[test]
fn conditions_nest_and_end_with_their_step() {
    check_outline(
        "# T\n\n<!-- if: exists(RUN) -->\na\n\n<!-- if: stages > 1 -->\nb\n\n<!-- endif -->\n\
         <!-- else -->\nc\n\n<!-- endif -->\nd\n",
        &[
            "T (line 1)",
            "  if exists(RUN)",
            "    paragraph",
            "    if stages > 1",
            "      paragraph",
            "  else",
            "    paragraph",
            "  paragraph",
        ],
    );
    check_outline(
        "<!--\nif: >\n  exists(RUN)\n  and stages > 1\n-->\na\n\n<!-- endif -->\n",
        &["lesson (line 1)", "  if exists(RUN) and stages > 1\n".trim_end(), "    paragraph"],
    );
    check_problem(
        "## A\n\n<!-- if: parses -->\na\n\n## B\n",
        "3:1 error: this if has no endif before its step ends \
         (write <!-- endif --> behind what it shows)",
    );
    check_problem("a\n\n<!-- endif -->\n", "3:1 error: there is no if for this endif");
    check_problem("a\n\n<!-- else -->\n", "3:1 error: there is no if for this else");
    check_problem(
        "<!-- if: parses -->\n<!-- else -->\n<!-- else -->\n<!-- endif -->\n",
        "3:1 error: this if has an else already",
    );
}

#[test]
fn directive_problems_have_their_place() {
    for (text, expected) in [
        ("é <b>\n\n<!-- focus: RNU -->\n", "3:13 error: RNU is no instruction (did you mean RUN?)"),
        (
            "<!-- focus: {sel: 'RUN[cdm=x]'} -->\n",
            "1:24 error: there is no key cdm (did you mean cmd?)",
        ),
        ("<!-- focus: {slel: RUN} -->\n", "1:14 error: there is no key slel (did you mean sel?)"),
        (
            "<!-- focus: {sel: RUN, al: true} -->\n",
            "1:24 error: there is no key al (did you mean all?)",
        ),
        ("<!-- if: exist(RUN) -->\n", "1:10 error: there is no fact exist (did you mean exists?)"),
        ("<!-- focus -->\n", "1:11 error: focus needs a value (<!-- focus: … -->)"),
        (
            "<!-- ask: cache-after-edti -->\n",
            "1:11 error: there is no generator of questions cache-after-edti \
             (did you mean cache-after-edit?)",
        ),
        (
            "x <!-- pause --> y\n",
            "1:3 error: pause stands inside a line, where it does nothing \
             (give the comment a line of its own, with blank lines around it)",
        ),
        (
            "<!-- check: parses -->\n",
            "1:1 error: a check belongs into an item of a list (write it behind the item's text)",
        ),
        (
            "- a <!-- check: parse -->\n",
            "1:17 error: there is no fact parse (did you mean parses?)",
        ),
        (
            "a {{ final.usr }} b\n",
            "1:6 error: there is no fact final.usr (did you mean final.user?)",
        ),
        (
            "<!-- task: {id: a, solution: ../b} -->\n## T\n- [ ] a\n",
            "1:30 error: the solution is missing: ../b: a path may not leave the lesson's folder",
        ),
    ] {
        let found = problems(text, &[]);
        assert!(found.contains(&expected.to_owned()), "{text}: {found:#?}");
    }
    // Only in a lesson, since a plain Markdown file may say in comments what it likes.
    let misspelt = "---\nlayerwise: 1\nid: a\n---\n<!-- paus -->\n";
    check_problem(misspelt, "5:1 error: there is no directive paus (did you mean pause?)");
    assert_eq!(problems("<!-- paus -->\n", &[]), Vec::<String>::new());
    assert_eq!(problems("<!-- toc -->\n\n`{{ .State }}`\n", &[]), Vec::<String>::new());
}

#[test]
fn files_are_included_in_place() {
    let files = [
        ("a.md", "# A\n\nfrom a\n\n<!-- include: sub/b.md -->\n"),
        ("sub/b.md", "## B\n\n<!-- focus: RNU -->\n"),
        ("loop.md", "x\n\n<!-- include: loop.md -->\n"),
    ];
    let text = "# T\n\nx\n\n<!-- include: a.md -->\n\ny\n";
    let found = load("folder/lesson.md", text, &super::Files::of(&files));
    assert_eq!(
        super::shown(&found.problems),
        ["folder/sub/b.md3:13 error: RNU is no instruction (did you mean RUN?)"]
    );
    assert_eq!(
        super::outline(&found.lesson).lines().collect::<Vec<_>>(),
        ["T (line 1)", "  paragraph", "A (line 1)", "  paragraph", "B (line 1)", "  paragraph"]
    );
    for (path, expected) in [
        ("nothing.md", "1:15 error: not included: nothing.md: there is no such file"),
        ("../x.md", "1:15 error: not included: ../x.md: a path may not leave the lesson's folder"),
        ("/x.md", "1:15 error: not included: /x.md: a path starts at the lesson's folder"),
        ("loop.md", "loop.md3:15 error: loop.md includes itself"),
    ] {
        assert_eq!(problems(&format!("<!-- include: {path} -->\n"), &files), [expected], "{path}");
    }
}

#[test]
fn huge_and_deep_lessons_are_refused() {
    let huge = "a\n\n".repeat(400_000);
    assert_eq!(
        problems(&huge, &[]),
        ["1:1 error: lesson.md is larger than 1024 KiB, so it is not read"]
    );
    let big = "a\n\n".repeat(300_000);
    let found = problems("<!-- include: a -->\n\n<!-- include: a -->\n", &[("a", &big)]);
    assert_eq!(found, ["3:15 error: a: the included files are larger than 1024 KiB"]);
    let names: Vec<String> = (0..12).map(|number| format!("{number}.md")).collect();
    let texts: Vec<String> =
        (0..12).map(|number| format!("<!-- include: {}.md -->\n", number + 1)).collect();
    let chain: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let found = problems("<!-- include: 0.md -->\n", &chain);
    assert_eq!(found, ["7.md1:15 error: files include each other more than 8 deep here"]);
    let nested = "<!-- if: parses -->\n".repeat(12);
    assert!(problems(&nested, &[]).iter().any(|it| it.contains("more than 8 ifs")));
    let deep = format!("{}a", "> ".repeat(5000));
    let _ = problems(&deep, &[]);
}

#[test]
fn plain_markdown_is_a_lesson() {
    let text = "# Guide\n\nWords.\n\n## Basics\n\n```dockerfile\nFROM a\n```\n\n```Dockerfile \
                sample=main {1}\nFROM b\n```\n\n```sh\nls\n```\n\n## List\n\n- [ ] one\n- [x] two\n";
    let found = lesson(text);
    assert_eq!(found.title, "Guide");
    let fences: Vec<(&str, &str)> =
        found.fences.iter().map(|it| (it.name.as_str(), it.text.as_str())).collect();
    assert_eq!(fences, [("Basics", "FROM a\n"), ("main", "FROM b\n")]);
    assert_eq!(found.sample.as_ref().map(|it| it.text.as_str()), Some("FROM b\n"));
    assert_eq!(
        outline(&found).lines().collect::<Vec<_>>(),
        [
            "Guide (line 1)",
            "  paragraph",
            "Basics (line 5)",
            "  code",
            "  code",
            "  code",
            "List (line 19)",
            "  list",
        ]
    );
}

proptest::proptest! {
    #[test]
    fn loading_never_panics(text in "\\PC{0,200}") {
        let _ = load("a.md", &text, &NoFolder);
    }

    #[test]
    fn loading_something_near_never_panics(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "---\n", "id: a\n", "layerwise: 1\n", "# T\n", "## S\n", "### Q\n", "\n", "text\n",
                "<!-- quiz: {id: q} -->\n", "<!-- task: {id: t} -->\n", "<!-- if: parses -->\n",
                "<!-- else -->\n", "<!-- endif -->\n", "<!-- pause -->\n", "<!-- focus: RUN -->\n",
                "<!-- include: a.md -->\n", "<!-- end_slide -->\n", "<!-- skip_slide -->\n",
                "- [ ] a <!-- check: parses -->\n", "- [x] b\n", "1. [x] c\n", "1. d\n", "    > f\n",
                "> hint\n", "<details><summary>W</summary>\n\n", "</details>\n", "{{ stages }}\n",
                "```dockerfile\n", "```\n", "<!--\n", "-->\n", "é\u{0}\u{202e}\n", "<!-- ask: argv -->\n",
                "<!-- quiz: {id: s, answer: x} -->\n", "<!-- quiz: {", "} -->\n",
            ]),
            0..40,
        ),
    ) {
        let text = parts.concat();
        let files = super::Files::of(&[("a.md", &text)]);
        let loaded = load("a.md", &text, &files);
        proptest::prop_assert!(!loaded.lesson.steps.is_empty());
        let _ = super::checked(&text, &[("a.md", &text)]);
    }
}

#[test]
fn long_lessons_take_linear_time() {
    for piece in [
        "<!-- if: parses -->\na\n\n<!-- endif -->\n",
        "<!-- focus: RUN -->\n\n",
        "<!-- quiz: {id: a} -->\n### Q\n\n1. [x] a\n2. [ ] b\n\n",
        "a {{ x }} ",
        "a {{ x ",
        "- [ ] a <!-- check: parses -->\n",
        "```dockerfile\nFROM a\n```\n\n",
        "<!-- paus: x -->\n\n",
        "> ",
        "<!--",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let time = Spent::on(|| load("a.md", &text, &NoFolder));
        assert!(time.as_secs() < 10, "{piece:?}: {time:?}");
    }
}

#[test]
fn asks_of_one_generator_are_numbered_on() {
    check_outline(
        "---\nlayerwise: 1\nid: vars\n---\n# T\n\n<!-- ask: {gen: var-value, name: A, n: 2} -->\n\n\
         <!-- ask: {gen: var-value, when: run} -->\n\n<!-- ask: {gen: stages-built, target: dev} -->\n",
        &[
            "T (line 5)",
            "  ask Build \"A\" vars-var-value-1 vars-var-value-2",
            "  ask Run vars-var-value-3",
            "  ask Build \"dev\" vars-stages-built-1",
        ],
    );
}

#[test]
fn slips_in_asks_are_told() {
    let told = problems(
        "# T\n\n<!-- ask: argvs -->\n\n<!-- ask: {gen: argv, name: A} -->\n\n\
         <!-- ask: {gen: var-value, when: later} -->\n\n<!-- ask: {n: 1} -->\n",
        &[],
    );
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn the_files_beside_a_sample_are_listed() {
    let text = "---\nlayerwise: 1\nid: a\nsample: a.Dockerfile\nfolder: a.files\n---\n# A\n";
    let sample = ("a.Dockerfile", "FROM a\nCOPY . .\n");
    let lesson = lesson_with(text, &[sample, ("a.files", "b/c.txt 12\n==== .dockerignore\nb\n")]);
    let beside = lesson.sample.unwrap().beside.unwrap();
    assert_eq!(beside.files[0], ("b/c.txt".to_owned(), 12));
    assert_eq!(beside.ignore.as_deref(), Some("b\n"));
    assert_eq!(
        problems(text, &[sample]),
        ["5:9 error: the files beside the sample: a.files: there is no such file"]
    );
    assert_eq!(
        problems(text, &[sample, ("a.files", "x\n/etc/passwd\n")]),
        ["5:9 error: the files beside the sample: line 2: a path starts at the lesson's folder"]
    );
    let alone = text.replace("sample: a.Dockerfile\n", "");
    assert_eq!(
        problems(&alone, &[("a.files", "x\n")]),
        ["4:9 error: there is no sample for these files to lie beside"]
    );
}
