//! `context`: what is sent, which line decides, and what takes it.

use super::{Bench, bench, with_dockerfile};

const FILE: &str = "\
FROM scratch AS base
WORKDIR /app
COPY requirements.txt .
COPY app.log lost.txt /x/
COPY --exclude=*.md . .
FROM base AS test
COPY tests/ /t
FROM base
ADD *.zip /y/
";

fn project() -> Bench {
    let bench = with_dockerfile(FILE);
    bench.write(".dockerignore", "*.log\nnode_modules\ntests\n!tests/keep.py\n");
    for name in ["requirements.txt", "app.log", "README.md", "src/app.py", "src/pkg/a.py"] {
        bench.write(name, name);
    }
    for name in ["node_modules/x/index.js", "tests/keep.py", "tests/drop.py"] {
        bench.write(name, name);
    }
    bench
}

#[test]
fn overview() {
    insta::assert_snapshot!(project().run("context").expect(0).everything());
}

#[test]
fn about_paths() {
    let ran = project().run("context . src/app.py ./tests tests/drop.py node_modules/x nothing");
    insta::assert_snapshot!(ran.expect(0).everything());
}

#[test]
fn as_json() {
    let ran = project().run("context . --format json").expect(0);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn a_folder_without_a_dockerfile_is_listed_all_the_same() {
    let bench = bench();
    bench.write("ctx/.dockerignore", "b\n");
    bench.write("ctx/a", "");
    bench.write("ctx/b/c", "");
    std::fs::create_dir(bench.path("ctx/empty")).unwrap();
    let json = bench.run("context ctx --format json").expect(0).json();
    let sent: Vec<_> = json["paths"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["path"].as_str().unwrap(), it["sent"].as_bool().unwrap()))
        .collect();
    assert_eq!(sent, [(".dockerignore", true), ("a", true), ("b/c", false), ("empty/", true)]);
    assert_eq!(json["paths"][2]["line"], 1);
    assert_eq!(json["paths"][2]["pattern"], "b");
    let text = bench.run("context ctx").expect(0).stdout;
    assert!(text.contains("There is no Dockerfile"), "{text}");
}

#[test]
fn a_refused_ignore_file_is_an_error_with_its_line() {
    let bench = project();
    bench.write(".dockerignore", "# x\na[\n");
    let json = bench.run("context --format json").expect(0).json();
    assert_eq!(json["error"]["line"], 2);
    let text = json["error"]["text"].as_str().unwrap();
    assert_eq!(text, "invalid excludepatterns: [a[]: syntax error in pattern");
    assert!(json["paths"].as_array().unwrap().iter().all(|it| it["sent"].is_null()));
    insta::assert_snapshot!(bench.run("context").expect(0).everything());
}

#[test]
fn a_file_that_cannot_be_read_is_not_said_to_take_nothing() {
    let bench = with_dockerfile("FORM scratch\nCOPY . /x/\n");
    bench.write("a", "a");
    let said = bench.run("context").expect(0).stdout;
    assert!(said.contains("no instruction that could be looked at takes them"), "{said}");
    assert!(said.contains("unknown instruction: FORM"), "{said}");
}

#[test]
fn the_context_may_lie_elsewhere() {
    let bench = bench();
    bench.write("docker/api.Dockerfile", "FROM scratch\nCOPY a /\n");
    bench.write("docker/api.Dockerfile.dockerignore", "b\n");
    bench.write("a", "");
    bench.write("b", "");
    let json =
        bench.run("context docker/api.Dockerfile --context . --format json").expect(0).json();
    assert_eq!(json["context"]["ignore_file"], "api.Dockerfile.dockerignore");
    let taken = |path: &str| {
        let paths = json["paths"].as_array().unwrap();
        paths.iter().find(|it| it["path"] == path).unwrap().clone()
    };
    assert_eq!(taken("a")["taken_by"][0]["destination"], "/a");
    assert_eq!(taken("b")["sent"], false);
}

#[test]
fn the_target_decides_what_is_taken() {
    let bench = project();
    let takes = |options: &str| {
        let json = bench.run(&format!("context . --format json {options}")).json();
        let takers = json["takers"].as_array().unwrap().clone();
        takers.iter().find(|it| it["line"] == 7).unwrap()["in_target"].clone()
    };
    assert_eq!(takes(""), false);
    assert_eq!(takes("--target test"), true);
}

#[test]
fn how_it_ends() {
    let bench = with_dockerfile("FROM scratch\nRNU x\n");
    bench.run("context").expect(0);
    bench.run("context Dockerfile").expect(4);
    bench.run("context none").expect(3);
    bench.run("context --context none").expect(3);
    bench.run("context --context Dockerfile").expect(3);
    bench.run("context --target none").expect(0);
}

#[test]
fn hostile_names_are_shown_and_not_obeyed() {
    let bench = with_dockerfile("FROM scratch\nCOPY . /\n");
    bench.write("a\u{1b}[31m\u{202e}b", "x");
    bench.write("line\nbreak", "x");
    // `run` holds that nothing raw gets out.
    assert!(bench.run("context").expect(0).stdout.contains("line␊break"));
    bench.run("context --format json").expect(0).json();
}
