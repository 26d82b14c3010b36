//! Lessons from a stranger: whatever is in them, it is told with its place, nothing outside of
//! their folder is read, no run hangs, and nothing raw gets out (`run::finish` holds both).

use super::{Bench, bench};

/// What stands in files that no lesson may read.
const SECRET: &str = "top-secret-words";

/// Sequences that a terminal would obey, or a reader not see.
const EVIL: &str = "\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}31m\u{202e}txe\u{200b}\u{8}\u{7f}\u{feff}";

/// A pack in a repository, with secrets around it.
fn stranger() -> Bench {
    let bench = bench();
    bench.write(".git/HEAD", "");
    for path in ["secret.Dockerfile", ".layerwise/secret.md", "../secret.files"] {
        bench.write(path, format!("# {SECRET}\nFROM {SECRET}\n"));
    }
    bench
}

fn lesson(settings: &str, body: &str) -> String {
    format!("---\nlayerwise: 1\nid: a\n{settings}---\n# A lesson\n\n{body}\n")
}

const PACK: &str = ".layerwise/lessons";

/// Runs everything that reads lessons, and gives what the checker says, without warnings and hints.
#[track_caller]
fn told(bench: &Bench) -> String {
    told_of(bench, &["a".to_owned()])
}

/// The same, with a preview of each of these lessons.
#[track_caller]
fn told_of(bench: &Bench, lessons: &[String]) -> String {
    let mut all = String::new();
    let on_all = [
        "lessons check .layerwise/lessons",
        "lessons check .layerwise/lessons --format json",
        "lessons list",
        "lessons list --format json",
        "lessons preview .layerwise/lessons",
        "progress show",
    ];
    let on_each = lessons.iter().flat_map(|lesson| {
        [format!("lessons preview {lesson}"), format!("lessons preview {lesson} --as github")]
    });
    for command in on_all.map(str::to_owned).into_iter().chain(on_each) {
        let ran = bench.run(&command);
        let everything = ran.everything();
        assert!(!everything.contains(SECRET), "{command}: {everything}");
        assert!(ran.code.is_some_and(|code| code < 4), "{command}: {everything}");
        if all.is_empty() {
            all = ran.stdout;
        }
    }
    let errors = all.lines().filter(|line| line.contains(": error: "));
    errors.map(|line| format!("{line}\n")).collect()
}

/// A pack of one lesson is told so.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let bench = stranger();
    bench.write(&format!("{PACK}/a/lesson.md"), text);
    let told = told(&bench);
    for expected in expected {
        assert!(told.contains(&format!("{PACK}/a/lesson.md:{expected}")), "{expected}:\n{told}");
    }
}

/// A pack of lessons is told so, each lesson by its own words.
#[track_caller]
fn check_all(lessons: &[(String, &str)]) {
    let bench = stranger();
    let id = |at: usize| format!("lesson-{at}");
    for (at, (text, _)) in lessons.iter().enumerate() {
        let text = text.replacen("id: a\n", &format!("id: {}\n", id(at)), 1);
        bench.write(&format!("{PACK}/{}/lesson.md", id(at)), text);
    }
    let told = told_of(&bench, &(0..lessons.len()).map(id).collect::<Vec<_>>());
    for (at, (_, expected)) in lessons.iter().enumerate() {
        let expected = format!("{PACK}/{}/lesson.md:{expected}", id(at));
        assert!(told.contains(&expected), "{expected}:\n{told}");
    }
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let task = |path: &str| {
        format!(
            "<!-- task: {{id: t, solution: {path}}} -->\n## T\n\n- [ ] x <!-- check: parses -->\n"
        )
    };
    for (path, why) in [
        ("../../../secret.Dockerfile", "a path may not leave the lesson's folder"),
        ("samples/../../../../secret.Dockerfile", "a path may not leave the lesson's folder"),
        ("/etc/passwd", "a path starts at the lesson's folder"),
        ("C:/secret", "a path here has no backslash, no colon and no control character"),
        ("..\\secret", "a path here has no backslash, no colon and no control character"),
    ] {
        let fence = "```dockerfile sample=main\nFROM a\n```\n";
        let said = [
            format!("4:9: error: the sample is missing: {path}: {why}"),
            format!("4:12: error: this fixture cannot be read: {path}: {why}"),
            format!("7:15: error: not included: {path}: {why}"),
            format!("7:30: error: the solution is missing: {path}: {why}"),
            format!("4:9: error: the files beside the sample: {path}: {why}"),
        ];
        let texts = [
            lesson(&format!("sample: {path}\n"), ""),
            lesson(&format!("fixtures: [{path}]\n"), ""),
            lesson("", &format!("<!-- include: {path} -->")),
            lesson("", &task(path)),
            lesson(&format!("folder: {path}\n"), fence),
        ];
        let pairs = texts.into_iter().zip(said.iter().map(String::as_str));
        check_all(&pairs.collect::<Vec<_>>());
    }
    let list = "fixtures: ['../../*.Dockerfile', '/etc/*', 'x/*/y']\n";
    check(
        &lesson(list, ""),
        &[
            "4:12: error: this fixture cannot be read: a path may not leave",
            "4:34: error: this fixture cannot be read: a path starts at",
            "4:44: error: this fixture cannot be read: x/*/y: one * in the last part",
        ],
    );
    check(&lesson("", "[x](../../../../../../etc/passwd)"), &["7:5: error: the link to "]);
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_leads_out() {
    use std::os::unix::fs::symlink;
    let bench = stranger();
    let names = ["sample: link", "folder: link", "fixtures: ['l*']"];
    let body = "```dockerfile sample=main\nFROM a\n```\n\n<!-- include: link -->\n\n<!-- include: dir/secret.md -->";
    for (at, setting) in names.iter().enumerate() {
        let folder = format!("{PACK}/{at}");
        bench.write(&format!("{folder}/lesson.md"), lesson(&format!("{setting}\n"), body));
        symlink("../../../secret.Dockerfile", bench.path(format!("{folder}/link"))).unwrap();
        symlink("../..", bench.path(format!("{folder}/dir"))).unwrap();
    }
    symlink("../../../.layerwise/secret.md", bench.path(format!("{PACK}/0/out.md"))).unwrap();
    std::fs::create_dir(bench.path(format!("{PACK}/b"))).unwrap();
    symlink("../../secret.md", bench.path(format!("{PACK}/b/lesson.md"))).unwrap();
    symlink("lesson.md", bench.path(format!("{PACK}/c"))).unwrap();
    std::fs::create_dir(bench.path(format!("{PACK}/d"))).unwrap();
    symlink("lesson.md", bench.path(format!("{PACK}/d/lesson.md"))).unwrap();
    insta::assert_snapshot!(told(&bench));
}

#[cfg(unix)]
#[test]
fn a_folder_of_lessons_that_is_a_link_out_is_not_read() {
    let bench = stranger();
    bench.write("../elsewhere/x/lesson.md", lesson("", SECRET));
    std::os::unix::fs::symlink("../../elsewhere", bench.path(PACK)).unwrap();
    let ran = bench.run("lessons list").expect(0);
    assert!(!ran.stdout.contains("A lesson"), "{}", ran.stdout);
    assert!(ran.stderr.contains("it is a symbolic link out of the repository"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_sockets_hold_nothing_up() {
    let bench = stranger();
    let pipe = |path: &str| {
        let path = bench.path(format!("{PACK}/{path}"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
    };
    pipe("a/pipe");
    pipe("b/lesson.md");
    bench.write(&format!("{PACK}/a/sub/x"), "");
    let _socket =
        std::os::unix::net::UnixListener::bind(bench.path(format!("{PACK}/a/s"))).unwrap();
    std::os::unix::fs::symlink("/dev/zero", bench.path(format!("{PACK}/a/zero"))).unwrap();
    let body = "<!-- include: pipe -->\n\n<!-- include: s -->\n\n<!-- include: zero -->\n\n<!-- include: sub -->";
    bench.write(&format!("{PACK}/a/lesson.md"), lesson("sample: pipe\n", body));
    insta::assert_snapshot!(told(&bench));
}

#[test]
fn huge_files_are_refused() {
    let bench = stranger();
    let write = |path: &str, bytes: usize| {
        bench.write(&format!("{PACK}/{path}"), "FROM a\n".repeat(bytes / 7 + 1));
    };
    write("b/lesson.md", 2 << 20);
    write("a/sample", 200 << 10);
    write("a/part.md", 2 << 20);
    for number in 0..220 {
        write(&format!("c/{number}"), 7);
    }
    let body = "<!-- include: part.md -->\n";
    bench.write(&format!("{PACK}/a/lesson.md"), lesson("sample: sample\n", body));
    let mut body = String::new();
    for number in 0..220 {
        body += &format!(
            "<!-- task: {{id: t{number}, solution: {number}}} -->\n### T\n\n- [ ] x <!-- check: parses -->\n\n"
        );
    }
    bench.write(&format!("{PACK}/c/lesson.md"), lesson("", &body));
    let told = told(&bench);
    for expected in [
        "a/lesson.md:4:9: error: the sample is missing: sample: the file is larger than 128 KiB",
        "a/lesson.md:8:15: error: not included: part.md: it is larger than 1024 KiB",
        "error: the solution is missing: 219: a lesson reads at most 200 files",
        "b/lesson.md:1:1: error: left out: cannot read .layerwise/lessons/b/lesson.md: it is larger than 1024 KiB",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

#[test]
fn deep_and_circular_things_come_to_an_end() {
    let ifs = "<!-- if: parses -->\n\n".repeat(40);
    check(&lesson("", &ifs), &["23:1: error: more than 8 ifs stand in each other"]);
    let deep = format!("{}x\n\n{}y\n\n{}z", "> ".repeat(4000), "- ".repeat(4000), "[".repeat(9000));
    check(&lesson("", &deep), &[]);
    check(&lesson(&format!("title: {}\n", "[".repeat(3000)), ""), &["2:1: error: the settings"]);
    let not = format!("<!-- if: {}parses -->\n**If:** x\n\n<!-- endif -->", "not ".repeat(200));
    check(&lesson("", &not), &["7:109: error: this nests more than 24 levels deep"]);
    let selector = format!("<!-- focus: {}RUN{} -->", "RUN:not(".repeat(200), ")".repeat(200));
    check(&lesson("", &selector), &["7:213: error: this nests more than 24 levels deep"]);
    let bench = stranger();
    bench.write(&format!("{PACK}/a/lesson.md"), lesson("", "<!-- include: b.md -->"));
    bench.write(&format!("{PACK}/a/b.md"), "<!-- include: c.md -->\n\n".repeat(50));
    bench.write(&format!("{PACK}/a/c.md"), "<!-- include: b.md -->\n\n".repeat(50));
    let folders: String = "d/".repeat(12);
    bench.write(&format!("{PACK}/{folders}lesson.md"), "# Deep\n");
    let told = told(&bench);
    assert!(told.contains("a/c.md:1:15: error: b.md includes itself"), "{told}");
    assert!(told.contains("folders are searched 8 deep, and this one is deeper"), "{told}");
}

#[test]
fn yaml_bombs_are_refused_where_they_stand() {
    let bomb = "a: &a [x, x]\nb: [*a, *a, *a]\nc: &c {<<: *b}\n";
    check(&lesson(bomb, ""), &["4:"]);
    check(&lesson("", "<!-- quiz: {id: &x q, skill: *x} -->\n### Q"), &["7:"]);
    check(
        &lesson(&format!("skills: [{}]\n", "a, ".repeat(30_000)), ""),
        &["2:1: error: the settings at the top cannot be read: this is longer than 64 KiB"],
    );
    check(&lesson("title: !!binary aGk=\nid: b\n", ""), &["5:"]);
}

#[test]
fn what_would_garble_a_terminal_is_shown_and_not_obeyed() {
    let bench = stranger();
    let evil = EVIL;
    let settings = format!(
        "title: \"t {}\"\ngoal: 'g {evil}'\nskills: ['{evil}']\nsample: 's{evil}'\nkey{evil}: x\n",
        "\\e[2J\\u202E\\x9b\\0"
    );
    let body = format!(
        "<!-- speaker_note: 'n {evil}' -->\n\n## Step {evil}\n\n{{{{ final.{evil} }}}}\n\n\
         <!-- quiz: {{id: 'q{evil}', skill: 's{evil}', answer: 'a{evil}'}} -->\n### Q {evil}?\n\n\
         <!-- quiz: {{id: p}} -->\n### P?\n\n> {evil}\n\n1. [x] o {evil}\n2. [ ] p {evil}\n    > f {evil}\n\n\
         <details><summary>{evil}</summary>\n\n{evil}\n\n</details>\n\n\
         <!-- focus: 'RUN[text=\"{evil}\"]' -->\n\n<!-- focus: {evil} -->\n\n<!-- {evil}: x -->\n\n\
         ```dockerfile {evil}\nFROM a{evil}\n```\n\n[l](x{evil})\n\n<!-- include: {evil}.md -->\n"
    );
    bench.write(&format!("{PACK}/a/lesson.md"), lesson(&settings, &body));
    bench.write(&format!("{PACK}/b{}/lesson.md", EVIL.replace('/', "")), lesson("id: [\n", evil));
    assert!(!told(&bench).is_empty());
}

#[test]
fn ids_that_are_paths_are_refused() {
    let bench = stranger();
    let text = "---\nlayerwise: 1\nid: ../../../evil\nnext: [../x]\n---\n# A\n\n\
                <!-- quiz: {id: ../../q} -->\n### Q?\n\n1. [x] True\n2. [ ] False\n";
    bench.write(&format!("{PACK}/a/lesson.md"), text);
    let told = told(&bench);
    for expected in [
        "a/lesson.md:3:5: error: an id consists of small letters, digits and dashes",
        "a/lesson.md:4:8: error: there is no lesson called ../x",
        "a/lesson.md:8:17: error: an id consists of letters, digits, dashes and dots",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    // It goes by the name of its folder.
    let list = bench.run("lessons list").expect(0).stdout;
    assert!(list.lines().any(|line| line.starts_with("a ")), "{list}");
}

#[test]
fn patterns_and_questions_that_cost_much_come_to_an_end() {
    let bench = stranger();
    let line = format!("RUN echo {} # {}\n", "a".repeat(300), "ab ".repeat(100));
    let sample = format!("FROM a\n{}", line.repeat(200));
    bench.write(&format!("{PACK}/a/sample"), &sample);
    let costly = "(a+)+(b|a)*[a-z]*(x|y)?$";
    let mut body = String::new();
    for number in 0..150 {
        body += &format!("- [ ] {number} <!-- check: exists(RUN[text=/{costly}{number}/]) -->\n");
    }
    let chain = format!("{}RUN{}", "RUN:before(*:not(".repeat(11), "))".repeat(11));
    body += &format!(
        "\n<!-- focus: '{chain}' -->\n\n<!-- focus: 'RUN[text=/((a{{999}}){{999}}){{999}}/]' -->\n\n"
    );
    body += &format!("<!-- focus: {} -->\n\n", "RUN, ".repeat(2000));
    body += &"- [ ] x <!-- check: findings(\"apt-lists\") -->\n".repeat(600);
    body += "\n";
    body += &"<!-- ask: {gen: var-value, n: 9999} -->\n\n".repeat(300);
    bench.write(&format!("{PACK}/a/lesson.md"), lesson("sample: sample\n", &body));
    let told = told(&bench);
    for expected in [
        ": error: the regular expressions of this lesson are too many or too large",
        ": error: this regular expression does not work",
        ": error: this is longer than ",
        ": error: a lesson has at most 32 asks",
        ": error: a lesson has at most 500 selectors and conditions",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

#[test]
fn thousands_of_files_are_too_many_and_said() {
    let bench = stranger();
    for number in 0..230 {
        bench.write(&format!("{PACK}/{number:03}/lesson.md"), "# One of many\n");
    }
    let ran = bench.run("lessons list").expect(0);
    assert_eq!(ran.stdout.matches("One of many").count(), 200);
    assert!(ran.stderr.contains("a folder gives at most 200 lessons"), "{}", ran.stderr);
    let bench = stranger();
    bench.write(&format!("{PACK}/a/lesson.md"), "# A\n");
    for number in 0..20_100 {
        std::fs::write(bench.path(format!("{PACK}/a/{number}")), "").unwrap();
    }
    let ran = bench.run("lessons list").expect(0);
    assert!(ran.stderr.contains("only the first 20000 names are looked at"), "{}", ran.stderr);
}
