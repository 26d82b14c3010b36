//! What expressions say, with proof, and what stays unknown.

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::dockerfile;
use layerwise::fact::Fact;
use layerwise::select::{Expression, Template, World};
use layerwise::source::Source;

use super::file;

/// `true 2 4`, `false`, `unknown: reason`: the value with the lines of its proof.
#[track_caller]
fn truth(text: &str, expression: &str) -> String {
    let file = file(text);
    let parsed =
        Expression::parse(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
    match parsed.evaluate(&World::of(&file)) {
        Fact::Unknown { reason } => format!("unknown: {reason}"),
        Fact::Known { value, proof, .. } => proof.iter().fold(value.to_string(), |shown, span| {
            format!("{shown} {}", file.source.line_at(span.start))
        }),
    }
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    for (expression, expected) in expected {
        assert_eq!(truth(text, expression), *expected, "{expression}");
    }
}

const FILE: &str = "FROM a AS x\nRUN pip install y\nCOPY . .\nFROM $B\nRUN z\n";

#[test]
fn answers_name_the_lines_that_decide_them() {
    check(
        FILE,
        &[
            ("exists(RUN)", "true 2 5"),
            ("exists(RUN[cmd=pip])", "true 2"),
            ("exists(USER)", "false"),
            ("none(USER)", "true"),
            ("none(RUN)", "false 2 5"),
            ("count(RUN) == 2", "true 2 5"),
            ("count(RUN) > 2", "false 2 5"),
            ("stages == 2", "true 1 4"),
            ("stages < 2", "false 1 4"),
            ("line(COPY) == 3", "true 3"),
            ("parses", "true"),
            ("file.is_sample", "false"),
            ("before(RUN[cmd=pip], COPY)", "true 2 3"),
            ("before(COPY, RUN[cmd=pip])", "false 2 3"),
            ("before(COPY, USER)", "false 3"),
            ("not exists(USER) and stages > 1", "true 1 4"),
            ("exists(USER) or exists(COPY)", "true 3"),
            ("exists(COPY) and exists(USER)", "false"),
            ("true", "true"),
            ("1 < 2", "true"),
            ("\"a\" != 'b'", "true"),
            ("exists(COPY) == true", "true 3"),
        ],
    );
    check("FROM a\nENV A=1 # b\n", &[("parses", "false 2")]);
}

#[test]
fn unknown_decides_nothing_and_is_decided_over() {
    let reason = "unknown: the base image is named by a variable, whose value is set when the image is built";
    check(
        FILE,
        &[
            ("exists(FROM[tag])", reason),
            ("none(FROM[tag])", reason),
            ("count(FROM[tag]) == 1", reason),
            ("count(FROM[tag]) < 2", "true"),
            ("count(FROM[tag]) > 1", "false"),
            ("count(FROM[tag]) >= 0", "true"),
            ("exists(FROM[tag]) or exists(COPY)", "true 3"),
            ("exists(FROM[tag]) and exists(USER)", "false"),
            ("exists(FROM[tag]) and exists(COPY)", reason),
            ("exists(FROM[tag]) or exists(USER)", reason),
            ("not exists(FROM[tag])", reason),
            ("line(FROM[tag]) == 4", reason),
        ],
    );
}

#[test]
fn facts_that_come_later_are_unknown_with_a_reason() {
    check(
        FILE,
        &[
            ("final.user == \"root\"", "unknown: final.user: what a build does was not worked out"),
            ("sent(\".env\")", "unknown: sent: the folder around this file is not known"),
            (
                "dockerignore.exists",
                "unknown: dockerignore.exists: the folder around this file is not known",
            ),
            ("findings(\"DL3008\")", "unknown: findings: what a build does was not worked out"),
            (
                "exists(RUN:rule(DL3008))",
                "unknown: what a build of the file does was not worked out",
            ),
            ("env(PORT) == '80'", "unknown: env: what a build does was not worked out"),
        ],
    );
}

/// An expression made of parts whose values are known, with its value by Kleene's tables.
fn kleene() -> impl proptest::strategy::Strategy<Value = (String, Option<bool>)> {
    use proptest::prelude::*;
    let leaf = prop_oneof![
        Just(("exists(COPY)".to_owned(), Some(true))),
        Just(("exists(USER)".to_owned(), Some(false))),
        Just(("exists(FROM[tag])".to_owned(), None)),
    ];
    leaf.prop_recursive(5, 24, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|(text, value)| (format!("not ({text})"), value.map(|it| !it))),
            pair.clone().prop_map(|((left, a), (right, b))| {
                let value = match (a, b) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                };
                (format!("({left}) and ({right})"), value)
            }),
            pair.prop_map(|((left, a), (right, b))| {
                let value = match (a, b) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                };
                (format!("({left}) or ({right})"), value)
            }),
        ]
    })
}

proptest::proptest! {
    #[test]
    fn expressions_follow_the_tables_of_three_valued_logic((text, value) in kleene()) {
        let file = file(FILE);
        let found = Expression::parse(&text).unwrap().evaluate(&World::of(&file));
        proptest::prop_assert_eq!(found.value().copied(), value, "{}", text);
    }
}

#[test]
fn before_means_all_before_all_along_a_chain() {
    check(
        "FROM a\nRUN pip install x\nCOPY . .\nRUN pip install y\n",
        &[("before(RUN, COPY)", "false 3 4"), ("before(RUN:first, COPY)", "true 2 3")],
    );
    // Where no two share a chain, the order of the file decides.
    check(
        "FROM a AS b\nRUN pip install x\nFROM c\nCOPY --from=b / /\nCOPY . .\n",
        &[("before(RUN, COPY[src=.])", "true 2 5"), ("before(COPY[src=.], RUN)", "false 2 5")],
    );
    // Another stage does not matter when one stage has both.
    check(
        "FROM a\nCOPY . .\nFROM b\nRUN pip install x\nCOPY . .\n",
        &[("before(RUN, COPY)", "true 2 4 5")],
    );
}

#[test]
fn samples_and_targets() {
    let file = file("FROM a AS one\nUSER x\nFROM b\n");
    let ask = |world: &World<'_>, text: &str| {
        Expression::parse(text).unwrap().evaluate(world).value().copied()
    };
    assert_eq!(ask(&World::sample(&file), "file.is_sample"), Some(true));
    let target = |target| World { target: Some(target), ..World::of(&file) };
    assert_eq!(ask(&target("ONE"), "exists(stage(target) USER)"), Some(true));
    assert_eq!(ask(&target("0"), "exists(stage(target) *)"), Some(false), "names only");
    assert_eq!(ask(&target("nothing"), "exists(stage(target) *)"), Some(false));
    assert_eq!(ask(&World::of(&file), "exists(stage(target) USER)"), Some(false));
}

#[test]
fn templates_give_values_or_their_fallback() {
    let file = file(FILE);
    let value = |text: &str| {
        let template = Template::parse(text).unwrap();
        let known = template.evaluate(&World::of(&file)).value().cloned();
        (known, template.fallback)
    };
    assert_eq!(value("stages"), (Some("2".to_owned()), None));
    assert_eq!(value("line(COPY)"), (Some("3".to_owned()), None));
    assert_eq!(value("line(USER) | '?'"), (None, Some("?".to_owned())));
    assert_eq!(value("exists(COPY)"), (Some("yes".to_owned()), None));
    assert_eq!(value("final.user | \"root\""), (None, Some("root".to_owned())));
}

/// The same with what a build of the file does.
#[track_caller]
fn check_built(text: &str, expected: &[(&str, &str)]) {
    let source = Source::new("Dockerfile", text.as_bytes().to_vec());
    let file = Arc::new(dockerfile::parse(Arc::new(source)));
    let analysis = Analysis::of(file, Options::default());
    let world = World { analysis: Some(&analysis), ..World::of(&analysis.file) };
    for (expression, expected) in expected {
        let found = match Expression::parse(expression).unwrap().evaluate(&world) {
            Fact::Unknown { reason } => format!("unknown: {reason}"),
            Fact::Known { value, proof, note } => {
                let lines = proof.iter().map(|span| analysis.file.source.line_at(span.start));
                let shown = lines.fold(value.to_string(), |shown, line| format!("{shown} {line}"));
                format!("{shown}{}", if note.is_some() { " by the table" } else { "" })
            }
        };
        assert_eq!(found, *expected, "{expression}");
    }
}

#[test]
fn what_a_build_makes_is_known_where_the_file_decides() {
    check_built(
        "FROM team/base AS a\nWORKDIR /srv\nENV PORT=80\nFROM a\nRUN apt-get update && apt-get \
         install -y curl\nUSER 1000\nEXPOSE $PORT\nENTRYPOINT [\"app\"]\n",
        &[
            ("final.user == '1000'", "true 6"),
            ("final.user.is_root", "false 6"),
            ("final.user.numeric", "true 6"),
            ("final.cwd == '/srv'", "true 2"),
            ("final.argv == '[\"app\"]'", "true 8"),
            ("final.pid1.is_shell", "false 8"),
            ("env(PORT) == '80'", "true 3"),
            ("final.base == 'team/base:latest'", "true 1 4"),
            ("final.has(curl)", "true 5"),
            ("final.has(git)", "unknown: final.has: nothing says whether the image holds git"),
            (
                "final.base.family == 'debian'",
                "unknown: final.base.family: the table of images does not hold \
                 docker.io/team/base:latest",
            ),
            (
                "final.ports == '80/tcp'",
                "unknown: final.ports: set by the base image docker.io/team/base:latest, which \
                 layerwise has not seen",
            ),
        ],
    );
}

#[test]
fn what_the_table_says_of_a_base_is_noted() {
    check_built(
        "FROM python:3.14-slim\nCMD app\n",
        &[
            ("final.user == 'root'", "true by the table"),
            ("final.cwd == '/'", "true by the table"),
            ("final.pid1.is_shell", "true 2 by the table"),
            ("final.base.family == 'debian'", "true 1 by the table"),
            ("final.has(curl)", "false 1 by the table"),
            ("final.has(bash)", "true 1 by the table"),
        ],
    );
    check_built(
        "FROM python:3.14-slim\nCOPY . .\n",
        &[(
            "final.has(curl)",
            "unknown: final.has: the base image has no curl, but a later instruction may have \
             brought it",
        )],
    );
    check_built(
        "FROM nginx\n",
        &[(
            "final.pid1.is_shell",
            "unknown: final.pid1.is_shell: a script is started, and what it does stands in the \
             script",
        )],
    );
}

#[test]
fn a_package_that_may_not_be_installed_is_not_claimed() {
    let install = |run: &str| format!("FROM python:3.14-slim\nRUN {run}\n");
    for run in [
        "test -e x || apt-get install -y curl",
        "if true; then apt-get install -y curl; fi",
        "apt-get install -y curl && apt-get purge -y curl",
    ] {
        let found = truth_built(&install(run), "final.has(curl)");
        assert_eq!(found, None, "{run}");
    }
}

fn truth_built(text: &str, expression: &str) -> Option<bool> {
    let source = Source::new("Dockerfile", text.as_bytes().to_vec());
    let file = Arc::new(dockerfile::parse(Arc::new(source)));
    let analysis = Analysis::of(file, Options::default());
    let world = World { analysis: Some(&analysis), ..World::of(&analysis.file) };
    Expression::parse(expression).unwrap().evaluate(&world).value().copied()
}

/// `true`, `false` with what decides it, or `unknown: reason`, in a folder with these files.
#[track_caller]
fn in_folder(ignore: Option<&str>, expression: &str) -> String {
    let mut tree = Tree::default();
    for path in ["app.py", "src/a.pyc", "src/deep/b.pyc", "logs/x.log", "logs/keep.log"] {
        let entry = Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None };
        tree.insert(path, entry);
    }
    let ignore = ignore.map(|text| Ignore::read(".dockerignore", text)).unwrap_or_default();
    let snapshot = Snapshot::of_tree(".", &tree, ignore);
    let file = file(FILE);
    let world = World { snapshot: Some(&snapshot), ..World::of(&file) };
    match Expression::parse(expression).unwrap().evaluate(&world) {
        Fact::Unknown { reason } => format!("unknown: {reason}"),
        Fact::Known { value, note, .. } => format!("{value} {}", note.unwrap_or_default()),
    }
}

#[test]
fn the_folder_says_what_is_sent() {
    let ignore = "*.pyc\nsrc/deep\nlogs\n!logs/keep.log\n**/.env\n";
    for (expression, expected) in [
        ("dockerignore.exists", "true .dockerignore"),
        ("sent(\"app.py\")", "true "),
        ("sent(\"./app.py\")", "true "),
        ("sent(\"src/a.pyc\")", "true "),
        ("sent(\"src/deep/b.pyc\")", "false line 2 of .dockerignore, src/deep"),
        ("sent(\"logs/keep.log\")", "true line 4 of .dockerignore, !logs/keep.log"),
        ("sent(\"logs\")", "true line 3 of .dockerignore, logs"),
        // What is not there is judged by its name.
        ("sent(\"a/b/.env\")", "false line 5 of .dockerignore, **/.env"),
        ("not sent(\"x.pyc\")", "true line 1 of .dockerignore, *.pyc"),
        ("sent(\"../app.py\")", "true "),
    ] {
        assert_eq!(in_folder(Some(ignore), expression), expected, "{expression}");
    }
    assert_eq!(in_folder(None, "dockerignore.exists"), "false ");
    assert_eq!(in_folder(None, "sent(\".env\")"), "true ");
    assert_eq!(in_folder(Some("!\n"), "dockerignore.exists"), "true .dockerignore");
    let refused = "unknown: sent: the ignore file is refused, so no build starts";
    assert_eq!(in_folder(Some("!\n"), "sent(\"a\")"), refused);
}

#[test]
fn a_base_with_a_variable_is_what_the_build_makes_of_it() {
    let text = "ARG VERSION=3.12\nFROM python:${VERSION}-slim AS base\nARG BASE=base\nRUN x\n";
    check_built(
        text,
        &[
            ("exists(FROM[image$=node])", "false"),
            ("exists(FROM[image=python])", "true 2"),
            ("exists(FROM[tag=\"3.12-slim\"])", "true 2"),
            ("exists(FROM[digest])", "false"),
        ],
    );
    let of_stage = "ARG BASE=dev\nFROM alpine AS dev\nFROM $BASE\nRUN x\n";
    check_built(of_stage, &[("exists(FROM[parent])", "true 3")]);
    // Without a build it is shown as it is written.
    let reason = "unknown: python:${VERSION}-slim holds a variable, whose value is set when the \
                  image is built";
    check(text, &[("exists(FROM[image$=node])", reason)]);
}
