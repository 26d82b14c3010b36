//! What authors of lessons use: `lessons new`, `import`, `preview` and `stats`, and their guide.

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

/// A lesson with three questions, and the answers of four people to them: of the first three
/// are right, of the second two, of the third one.
fn answered() -> super::Bench {
    let bench = bench();
    let question = |id: &str| {
        format!(
            "<!-- quiz: {{id: {id}}} -->\n### Which, {id}?\n\n> h\n\n1. [x] right\n2. [ ] wrong\n    > f\n\
             3. [ ] worse\n    > f\n4. [ ] worst\n    > f\n\n<details><summary>Why</summary>\n\nx\n\n</details>\n\n"
        )
    };
    let text = format!(
        "---\nlayerwise: 1\nid: test\n---\n# Test\n\n{}{}{}",
        question("q1"),
        question("q2"),
        question("q3")
    );
    bench.write("pack/test/lesson.md", &text);
    let folder = layerwise::lesson::NoFolder;
    let lesson = layerwise::lesson::load("lesson.md", &text, &folder).lesson;
    let hash = |id: &str| {
        let items = lesson.steps.iter().flat_map(|step| &step.items);
        let mut questions = items.filter_map(|item| match item {
            layerwise::lesson::Item::Question(question) => Some(question),
            _ => None,
        });
        questions.find(|question| question.id == id).unwrap().hash.clone()
    };
    for (person, first) in [("a", [0, 0, 0]), ("b", [0, 0, 1]), ("c", [0, 1, 1]), ("d", [1, 2, 1])]
    {
        let mut log = String::new();
        for (id, given) in ["q1", "q2", "q3"].into_iter().zip(first) {
            let hash = hash(id);
            let line = |given: usize, attempt: u32| {
                format!(
                    "{{\"v\":1,\"ts\":{attempt},\"lesson\":\"test\",\"question\":\"{id}\",\"hash\":\"{hash}\",\
                     \"seed\":1,\"given\":{{\"choice\":[{given}]}},\"correct\":{},\"try\":{attempt}}}\n",
                    given == 0
                )
            };
            log += &line(given, 1);
            if given != 0 {
                // What is right at the second try is not right at once.
                log += &line(0, 2);
            }
        }
        log += "{\"v\":1,\"ts\":3,\"lesson\":\"test\",\"question\":\"t\",\"hash\":\"\",\"seed\":1,\"given\":\"task\",\"correct\":true}\n";
        bench.write(&format!("{person}.jsonl"), log);
    }
    bench
}

#[test]
fn statistics_are_those_that_one_computes_by_hand() {
    let bench = answered();
    let ran =
        bench.run("lessons stats a.jsonl b.jsonl c.jsonl d.jsonl --lessons pack --format json");
    let json = ran.expect(0).json();
    assert_eq!((&json["people"], &json["unreadable"]), (&4.into(), &0.into()));
    // q1: right are a, b, c; the shares of the others are 1, 0.5, 0, 0. The means are 0.5 and 0,
    // the deviation of all is sqrt(0.171875), and sqrt(3/4 * 1/4) of it remains: 0.522.
    // q2: right are a, b; the shares are 1, 0.5, 0.5, 0: (0.75 - 0.25) / sqrt(0.125) / 2 = 0.707.
    // q3: right is a; the shares are 1, 1, 0.5, 0: (1 - 0.5) / sqrt(0.171875) * sqrt(3/16) = 0.522.
    let expected = [
        ("q1", 3, 0.75, 0.522, "wrong", 1, vec!["worse", "worst"]),
        ("q2", 2, 0.5, 0.707, "worse", 1, vec!["worst"]),
        ("q3", 1, 0.25, 0.522, "wrong", 3, vec!["worse", "worst"]),
    ];
    assert_eq!(json["questions"].as_array().unwrap().len(), 3, "a task is no question");
    for (question, (id, right, share, discrimination, most, count, unused)) in
        json["questions"].as_array().unwrap().iter().zip(expected)
    {
        assert_eq!(question["question"], id);
        assert_eq!((&question["people"], &question["right"]), (&4.into(), &right.into()), "{id}");
        assert_eq!(question["share"], share, "{id}");
        assert_eq!(question["discrimination"], discrimination, "{id}");
        assert_eq!(question["most_chosen"]["text"], most, "{id}");
        assert_eq!(question["most_chosen"]["people"], count, "{id}");
        assert_eq!(question["unused"], serde_json::json!(unused), "{id}");
        assert_eq!(question["flags"], serde_json::json!([]), "{id}");
    }
}

#[test]
fn questions_that_are_worth_a_look_are_flagged() {
    let bench = answered();
    // Without d everybody is right at q1: too easy, and it tells nobody apart.
    let ran = bench.run("lessons stats a.jsonl b.jsonl c.jsonl --lessons pack").expect(0);
    insta::assert_snapshot!(ran.everything());
    // d alone is wrong everywhere: too hard, three times. So does the checker say.
    let ran = bench.run("lessons check pack --answers d.jsonl").expect(0);
    let line = ran.stdout.lines().find(|line| line.contains("question q2")).unwrap();
    assert_eq!(
        line,
        "pack/test/lesson.md:26:17: warning: question q2: hardly anybody is right at once \
         (0 of 1 at the first try)"
    );
    let few = bench.run("lessons stats d.jsonl --flagged --format json --lessons pack").expect(0);
    assert_eq!(few.json()["questions"].as_array().unwrap().len(), 3);
    assert_eq!(few.json()["questions"][0]["discrimination"], serde_json::Value::Null);
}

#[test]
fn another_version_of_a_question_and_what_is_no_record_do_not_count() {
    let bench = answered();
    let old = std::fs::read_to_string(bench.path("a.jsonl")).unwrap();
    let hash = old.split("\"hash\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    bench.write("old.jsonl", format!("not json\n{}", old.replace(&hash, "0000000000000000")));
    let ran = bench.run("lessons stats b.jsonl old.jsonl --lessons pack --format json").expect(0);
    let json = ran.json();
    assert_eq!(json["unreadable"], 1);
    assert_eq!(
        (&json["questions"][0]["people"], &json["questions"][0]["older"]),
        (&1.into(), &1.into())
    );
    bench.run("lessons stats absent.jsonl").expect(3);
    bench.run("lessons stats").expect(2);
}

const QUIZ: &str = r####"
[[questions]]
id = "11111111-2222-3333-4444-555555555555"
type = "MultipleChoice"
prompt.prompt = "Which step runs <!-- pause --> again?"
prompt.distractors = ["`FROM a`", "[a link](../x.md) of `WORKDIR`"]
answer.answer = "`COPY . .`"
context = """
It reads the files.

# No heading here
"""

[[questions]]
type = "MultipleChoice"
prompt.prompt = """
Look at this:

- one
1. two
> three

```dockerfile
FROM a
```
"""
prompt.distractors = ["b"]
answer.answer = ["c", "d"]

[[questions]]
type = "ShortAnswer"
prompt.prompt = "Which instruction comes first?"
answer.answer = "FROM"
answer.alternatives = ["from", "a: \"b\""]
context = "It does."

[[questions]]
type = "Tracing"
prompt.program = "fn main() {}"
answer.doesCompile = true

[[questions]]
type = "Telepathy"
"####;

#[test]
fn a_quiz_of_mdbook_becomes_a_lesson() {
    let bench = bench();
    bench.write("images.toml", QUIZ);
    let ran = bench.run("lessons import images.toml --dir course --title Images").expect(0);
    let lesson = std::fs::read_to_string(bench.path("course/images/lesson.md")).unwrap();
    insta::assert_snapshot!(format!("{}-- lesson\n{lesson}", ran.everything()));
    let ran = bench.run("lessons check course").expect(0);
    assert!(ran.stderr.starts_with("1 lesson: 0 errors, "), "{}", ran.everything());
    assert!(ran.stdout.contains("warning: still to be written: a hint, where to look"));
    for (text, why) in [
        ("a = [", "line 1: it is no TOML"),
        ("a = 1", "it has no [[questions]]"),
        ("[[questions]]\ntype = \"Tracing\"", "holds nothing that a lesson can take over"),
    ] {
        bench.write("bad.toml", text);
        let wrong = bench.run("lessons import bad.toml").expect(3).stderr;
        assert!(wrong.contains(why), "{wrong}");
    }
}

const TOUR: &str = r####"{
  "$schema": "https://aka.ms/codetour-schema",
  "title": "Our \"Dockerfile\"",
  "description": "A walk. See [the docs](./docs/x.md) and [the web](https://example.com/).",
  "nextTour": "Compose",
  "steps": [
    {"file": "docker/Dockerfile", "line": 4, "title": "Packages", "description": "Installed here.\n\n>> docker build .\n\n## Not a step"},
    {"file": "docker/Dockerfile", "pattern": "^COPY .*app", "description": "### Files\nCopied here."},
    {"file": "docker/Dockerfile", "selection": {"start": {"line": 2, "character": 1}, "end": {"line": 3, "character": 1}}, "description": "Two lines."},
    {"file": "src/app.py", "line": 7, "description": "The program."},
    {"file": "docker/Dockerfile", "line": 99, "description": "Nowhere.", "commands": ["editor.fold"]},
    {"title": "End", "description": ""}
  ]
}"####;

#[test]
fn a_tour_of_code_tour_becomes_a_lesson() {
    let bench = bench();
    bench.write(".git/HEAD", "");
    bench.write(
        "docker/Dockerfile",
        "FROM a\nRUN one \\\n    two\nRUN pip install x\nCOPY app app\n",
    );
    bench.write(".tours/our-file.tour", TOUR);
    let ran = bench.run("lessons import .tours/our-file.tour").expect(0);
    let lesson =
        std::fs::read_to_string(bench.path(".layerwise/lessons/our-file/lesson.md")).unwrap();
    insta::assert_snapshot!(format!("{}-- lesson\n{lesson}", ran.everything()));
    let ran = bench.run("lessons check .layerwise/lessons").expect(0);
    assert!(ran.stderr.starts_with("1 lesson: 0 errors, "), "{}", ran.everything());
}

#[test]
fn what_is_imported_reads_nothing_outside_and_brings_nothing_raw() {
    let bench = bench();
    bench.write("repo/.tours/x.tour", r#"{"title": "t\u001b[2J", "steps": [{"file": "../secret.Dockerfile", "line": 1, "description": "\u202ed"}]}"#);
    bench.write("secret.Dockerfile", "FROM secret-words\n");
    let ran = bench.run("lessons import repo/.tours/x.tour --dir out").expect(0);
    assert!(ran.stderr.contains("a path may not leave the lesson's folder"), "{}", ran.stderr);
    let lesson = std::fs::read_to_string(bench.path("out/x/lesson.md")).unwrap();
    assert!(!lesson.contains("secret-words") && !lesson.contains('\u{202e}'), "{lesson}");
    assert!(!bench.path("out/x/samples").exists());
}

#[test]
fn the_guide_for_authors_is_a_lesson_and_knows_every_command() {
    let root = env!("CARGO_MANIFEST_DIR");
    let run = |arguments: &[&str]| {
        let mut command = bench().command(arguments);
        command.current_dir(root);
        super::finish(command, b"").expect(0)
    };
    let ran = run(&["lessons", "check", "lessons/README.md"]);
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("", "1 lesson: 0 errors, 0 warnings\n")
    );
    let guide = run(&["lessons", "preview", "lessons/README.md"]).stdout;
    for part in ["Begin", "Where lessons lie", "Lessons from others", "What the checker proves"] {
        assert!(guide.contains(&format!("## {part}")), "{part}");
    }
    let text = std::fs::read_to_string(format!("{root}/lessons/README.md")).unwrap();
    let help = run(&["lessons", "--help"]).stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    // A line that goes on with the words of the one above begins further in.
    let names = commands.take_while(|line| !line.is_empty()).filter_map(|line| {
        let line = line.strip_prefix("  ")?;
        (!line.starts_with(' ')).then(|| line.split(' ').next().unwrap_or_default())
    });
    let names: Vec<&str> = names.collect();
    assert!(names.contains(&"stats"), "{help}");
    for name in names.iter().filter(|name| **name != "paths") {
        assert!(text.contains(&format!("lessons {name}")), "the guide says nothing about {name}");
    }
}

#[test]
fn a_lesson_is_previewed_as_slides_and_as_screens() {
    let bench = bench();
    bench.run("lessons new base --dir x").expect(0);
    let deck = bench.run("lessons preview x/base --as presenterm").expect(0).stdout;
    insta::assert_snapshot!(deck);
    let screens = bench.run("lessons preview x/base --as screen --step 1").expect(0).stdout;
    insta::assert_snapshot!(screens);
    let wide = bench.run("lessons preview x/base --as screen --size 120x30").expect(0).stdout;
    assert!(wide.lines().all(|line| line.chars().count() <= 120));
    assert!(wide.contains("---- step 5, screen 1") && wide.contains("│"), "{wide}");
    bench.run("lessons preview x/base --as screen --size 9x9").expect(2);
    bench.run("lessons preview x/base --as screen --step 9").expect(2);
}

#[test]
fn a_preview_that_was_kept_is_compared() {
    let bench = bench();
    bench.run("lessons new base --dir x").expect(0);
    for form in ["text", "80x24", "github", "presenterm", "screen"] {
        let kept = bench.run(&format!("lessons preview x/base --as {form}")).expect(0).stdout;
        bench.write("kept", kept);
        let check = format!("lessons preview x/base --as {form} --check kept");
        assert_eq!(bench.run(&check).expect(0).stdout, "", "{form}");
        let path = bench.path("x/base/lesson.md");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("the rule in general", "another rule")).unwrap();
        let ran = bench.run(&check).expect(1);
        assert!(ran.stdout.contains("another rule"), "{form}: {}", ran.everything());
        assert!(ran.stderr.contains("kept is no longer what the lesson looks like"), "{form}");
        std::fs::write(&path, text).unwrap();
    }
    bench.run("lessons preview x/base --check absent").expect(3);
}
