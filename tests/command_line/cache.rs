//! `cache`: the real folder, and two folders side by side.

use serde_json::Value;

use super::{Bench, bench, with_dockerfile};

const FILE: &str = "FROM scratch\nCOPY notes.md /\nCOPY src /src\n";

/// Two copies of a project that differ in one file, which keeps its size.
fn two_copies() -> Bench {
    let bench = bench();
    for copy in ["old", "new"] {
        bench.write(&format!("{copy}/Dockerfile"), FILE);
        bench.write(&format!("{copy}/src/app.py"), format!("print({copy:?})"));
        bench.write(&format!("{copy}/src/cache.pyc"), format!("bytes of {copy}"));
        bench.write(&format!("{copy}/notes.md"), "notes");
    }
    bench
}

/// The steps with their answers.
fn answers(bench: &Bench, line: &str) -> Vec<(String, String)> {
    let ran = bench.run(line).expect(0);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = |step: &Value, name: &str| step[name].as_str().unwrap().to_owned();
    let steps = report["expect"].as_array().unwrap().iter();
    steps.map(|step| (text(step, "step"), text(step, "status"))).collect()
}

fn status(answers: &[(String, String)], step: &str) -> String {
    let found = answers.iter().find(|(name, _)| name.contains(step));
    found.unwrap_or_else(|| panic!("no {step} in {answers:?}")).1.clone()
}

#[test]
fn files_of_one_size_are_told_apart_by_their_bytes() {
    let bench = two_copies();
    let found = answers(&bench, "cache --from old --to new --format json");
    assert_eq!(status(&found, "COPY src"), "ran");
    assert_eq!(status(&found, "COPY notes.md"), "cached");
}

#[test]
fn a_table_of_the_repository_says_what_a_base_image_sets() {
    let bench = bench();
    let table = "[[image]]\nrepo = \"acme.example/base\"\n[[image.variant]]\nos = \"debian\"\n\
                 shell = []\nuser = \"app\"\nworkdir = \"/srv\"\n";
    for (copy, value) in [("old", "$Q"), ("new", "${Q:-}")] {
        let file = format!("FROM acme.example/base\nENV N={value}\nRUN make\n");
        bench.write(&format!("{copy}/Dockerfile"), file);
    }
    let compared = "cache --from old --to new";
    assert!(bench.run(compared).expect(0).stdout.contains("the shell rests on"));
    for copy in ["old", "new"] {
        bench.write(&format!("{copy}/.layerwise/knowledge/images.toml"), table);
    }
    let known = bench.run(compared).expect(0).stdout;
    assert!(!known.contains("the shell rests on") && known.contains("a variable rests"), "{known}");
}

#[test]
fn what_is_ignored_makes_nothing_run() {
    let bench = two_copies();
    for copy in ["old", "new"] {
        bench.write(&format!("{copy}/src/app.py"), "print()");
        bench.write(&format!("{copy}/.dockerignore"), "**/*.pyc\n");
    }
    let found = answers(&bench, "cache --from old --to new --format json");
    assert_eq!(status(&found, "COPY src"), "cached");
}

#[test]
fn a_list_beside_the_dockerfile_goes_before_the_common_one() {
    let bench = bench();
    bench.write("docker/web.Dockerfile", FILE);
    bench.write("docker/web.Dockerfile.dockerignore", "**/*.pyc\n");
    bench.write(".dockerignore", "src/app.py\n");
    bench.write("src/app.py", "print()");
    bench.write("src/cache.pyc", "bytes");
    bench.write("notes.md", "notes");
    let run = |change: &str| {
        let line = format!("cache docker/web.Dockerfile --context . --format json {change}");
        status(&answers(&bench, &line), "COPY src")
    };
    assert_eq!(run("--edit src/app.py"), "ran");
    assert_eq!(run("--edit src/cache.pyc"), "cached");
}

const NAIVE: &str = "FROM python:3\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n";

#[test]
fn advice_is_a_table_and_a_diff() {
    let bench = bench();
    bench.write("Dockerfile", NAIVE);
    bench.write("requirements.txt", "flask");
    bench.write("app.py", "print()");
    insta::assert_snapshot!(bench.run("cache --advise").expect(0).stdout);
    let ran = bench.run("cache --advise --format json").expect(0);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["changes"][0]["name"], "app.py");
    assert_eq!(report["changes"][0]["after"]["runs"], 0);
    assert!(report["advice"]["diff"].as_str().unwrap().contains("+COPY requirements.txt ./\n"));
    bench.write("Dockerfile", "FROM python:3\nCOPY app.py /\n");
    let text = bench.run("cache --advise").expect(0).stdout;
    assert!(text.contains("No better order is known"), "{text}");
    bench.run("cache --advise --edit app.py").expect(2);
}

#[test]
fn a_variable_that_surely_changed_decides_beside_one_that_the_base_decides() {
    let bench = with_dockerfile("FROM team/base\nARG N\nENV N=$N\nARG V=1\nRUN make\n");
    let report = bench.run("cache --build-arg-after V=2 --format json").expect(0).json();
    assert_eq!(report["expect"][0]["status"], "ran", "{report}");
    let report = bench.run("cache --build-arg-after N=2 --format json").expect(0).json();
    assert_eq!(report["expect"][0]["needs_base_config"], true, "{report}");
}

#[test]
fn an_edit_of_a_line_without_a_word_edits_its_instruction() {
    let bench = bench();
    bench.write("Dockerfile", "FROM scratch\nRUN \\\n  make\nRUN <<E cat\nE\n");
    let ran = bench.run("cache --edit-line 2");
    assert!(ran.stdout.contains("RUN   make2"), "{}", ran.everything());
    let ran = bench.run("cache --edit-line 5");
    assert!(ran.stderr.contains("line 5 has no word"), "{}", ran.everything());
    let ran = bench.run("cache --edit-line 6");
    assert!(!ran.stderr.contains("no line 6"), "the text ends behind a line break");
    let ran = bench.run("cache --edit-line 7");
    assert!(ran.stderr.contains("the Dockerfile has no line 7"), "{}", ran.everything());
}

#[test]
fn a_scenario_without_a_dockerfile_is_one_of_the_folder() {
    let file = "FROM scratch AS small\nARG V=1\nCOPY a /\nRUN one\nFROM small\nCOPY b /\nRUN two\n";
    let bench = with_dockerfile(file);
    bench.write("a", "1");
    bench.write("b", "2");
    let ops = r#""ops": [{"op": "append", "path": "a", "text": "x"}]"#;
    bench.write("plain.json", format!("{{{ops}}}"));
    let before = r#""before": {"target": "small", "args": {"V": "2"}, "platform": "linux/arm64"}"#;
    bench.write("asked.json", format!("{{{before}, {ops}}}"));
    let plain = answers(&bench, "cache --scenario plain.json --format json");
    assert_eq!(plain, answers(&bench, "cache --edit a --format json"));
    assert_eq!(plain.len(), 4);
    let asked = answers(&bench, "cache --scenario asked.json --format json");
    let options = "--target small --build-arg V=2 --platform linux/arm64";
    assert_eq!(asked, answers(&bench, &format!("cache --edit a {options} --format json")));
    assert_eq!(asked.len(), 2);
    // The build after the change is asked for the same: an argument that it had before changes nothing.
    let same = r#"{"op": "set_arg", "name": "V", "value": "2"}"#;
    bench.write("same.json", format!("{{{before}, \"ops\": [{same}]}}"));
    let same = answers(&bench, "cache --scenario same.json --format json");
    assert!(same.iter().all(|(_, status)| status == "cached"), "{same:?}");
    bench.write("files.json", r#"{"before": {"files": {"a": "1"}}}"#);
    let ran = bench.run("cache --scenario files.json").expect(2);
    assert!(ran.stderr.contains("before has a context, but no dockerfile"), "{}", ran.stderr);
    bench.write("platform.json", r#"{"before": {"platform": "a/b/c/d/e"}}"#);
    let ran = bench.run("cache --scenario platform.json").expect(2);
    assert!(ran.stderr.contains("cannot be built"), "{}", ran.stderr);
}

#[test]
fn where_a_build_stops_is_said_beside_the_answer() {
    let bench = bench();
    bench.write("docker/Dockerfile", "FROM a\nCOPY list.txt /\nRUN x\n");
    bench.write("list.txt", "1");
    let ran = bench.run("cache docker/Dockerfile --no-cache").expect(0);
    let words = "warning: Line 2, COPY list.txt: there is no such path, and the build fails.";
    assert!(ran.stderr.contains(words), "{}", ran.stderr);
    assert!(ran.stderr.contains("hint: --context DIR"), "{}", ran.stderr);
    let ran = bench.run("cache docker/Dockerfile --context . --edit list.txt").expect(0);
    assert!(ran.stderr.is_empty() && ran.stdout.contains("2 steps run again"), "{}", ran.stderr);
}
