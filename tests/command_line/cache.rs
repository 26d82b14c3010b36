//! `cache`: the real folder, and two folders side by side.

use serde_json::Value;

use super::{Bench, bench};

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
