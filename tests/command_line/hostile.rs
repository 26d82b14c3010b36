//! Text that wants to do something to the terminal. Every run of these tests
//! fails when a raw control character gets out; see `run::finish`.

use super::{bench, with_dockerfile};

/// Sequences that set titles, clear the screen, write to the clipboard, turn
/// the direction of writing, hide.
const EVIL: &str = "\t\u{1b}]0;title\u{7}\u{1b}[2J\u{1b}]52;c;eA==\u{9c}\u{9b}31m\u{202e}txe\u{200b}\u{8}\u{7f}\u{feff}";

/// The same where a line must stay one and an argument has no NUL.
fn dockerfiles() -> Vec<String> {
    let templates = [
        "FROM python:{} AS {}\nRUN echo {}\n",
        "# syntax={}\n# {}\nFROM a AS b\n",
        "FROM {} AS {}\nCOPY --from={} {} {}\nENV {}={}\nARG {}\nLABEL a={}\n",
        "FR{}OM a\n{} x\nFROM\nFROM a b c {}\nRUN --{}=x --mount=type={},{}={} y\n",
        "FROM a\nRUN <<{}\n{}\n{}\nRUN <<EOF\n{}\n",
        "FROM a\nCMD [\"{}\", \"b\"]\nENTRYPOINT [{}\nHEALTHCHECK --interval={} CMD {}\nEXPOSE {}/tcp\n",
        "FROM a\nONBUILD {} x\nUSER {}\nWORKDIR {}\nSTOPSIGNAL {}\nSHELL {}\nVOLUME {}\n\\\n{}\n",
        "# escape={}\n# check={}\nFROM a\nHEALTHCHECK {} x\nADD --checksum={} {} {}\n",
    ];
    templates.iter().map(|text| text.replace("{}", EVIL)).collect()
}

#[test]
fn a_hostile_dockerfile_comes_out_harmless() {
    for text in dockerfiles() {
        let bench = with_dockerfile(&text);
        for arguments in [
            "explain",
            "explain --line 1",
            "explain --format markdown",
            "explain --format json",
            "inspect",
            "explain --line 400",
        ] {
            bench.run(arguments);
        }
        bench.pipe("explain -", text.as_bytes());
    }
}

#[test]
fn json_gives_the_hostile_text_back_as_it_is() {
    let bench = with_dockerfile(format!("FROM a\nRUN echo {EVIL}\n"));
    let json = bench.run("inspect").expect(0).json();
    let argument = &json["parse"]["instructions"][1]["args"][0];
    assert_eq!(argument, &format!("echo {EVIL}"));
}

#[cfg(unix)]
#[test]
fn a_hostile_name_comes_out_harmless() {
    let bench = bench();
    let name = EVIL.replace('/', "");
    bench.write(&format!("{name}.Dockerfile"), "FROM a\nRUN\n");
    bench.write(&format!("{name}/x"), "");
    bench.write(&format!("{name}-lessons/a/lesson.md"), "---\nlayerwise: 1\nid: [\n---\n# x\n");
    let file = format!("{name}.Dockerfile");
    for arguments in [
        ["explain", &file],
        ["inspect", &file],
        ["explain", &name],
        ["explain", &format!("{name}.absent")],
        ["learn", &name],
        ["learn", &format!("{name}.md")],
        ["man", &name],
        ["completions", &name],
        [&name, "--help"],
        [&name, &name],
    ] {
        bench.run_all(arguments);
    }
    bench.run_all(["explain", &format!("--{name}")]).expect(2);
    bench.run_all(["explain", "--format", &name]).expect(2);
    bench.run_all(["explain", "--line", &name]).expect(2);
    bench.run_all(["lessons", "preview", &name]);
    bench.run_all(["lessons", "check", &format!("{name}-lessons")]).expect(1);
    bench.run_all(["lessons", "check", &name]).expect(3);
    bench.run_all(["progress", "reset", &name, "--yes"]).expect(2);
    // Similar names are offered in the hint.
    bench.run("explain .").expect(3);
    let mut command = bench.command(["explain"]);
    command.env("COLUMNS", &name).env("EDITOR", &name).env("COLORFGBG", &name);
    super::finish(command, b"");
}

#[test]
fn a_hostile_lesson_comes_out_harmless() {
    let bench = bench();
    let templates = [
        "---\nlayerwise: 1\nid: \"{}\"\ntitle: \"{}\"\n---\n# {}\n\n{} `{}` [{}]({})\n",
        "---\n{}: 1\n---\n# x\n",
        "# {}\n\n## {}\n\n```dockerfile {}\nFROM {}\n```\n\n```{}\n{}\n```\n",
        "# x\n<!-- {}: 1 -->\n<!-- focus: '{}' -->\n<!-- if: {} -->\n<!-- quiz: {id: '{}'} -->\n### {}\n\n- [x] {}\n- [ ] {}\n    > {}\n",
        "# x\n<!-- task: {id: '{}', solution: '{}'} -->\n### {}\n\n- [ ] {} <!-- check: {} -->\n",
        "# x\n\n| {} | b |\n|---|---|\n| {} | {} |\n\n> [!NOTE]\n> {}\n\n<details><summary>{}</summary>\n\n{}\n\n</details>\n\n{{ {} }}\n",
        "<!-- include: {} -->\n# x\n<!-- speaker_note: {} -->\n1. {}\n2. {}\n\n&#27;]0;x&#7; &#x9b;31m &#8238;\n",
    ];
    for (number, template) in templates.iter().enumerate() {
        let name = format!("{number}.md");
        bench.write(&name, template.replace("{}", EVIL));
        bench.run(&format!("lessons check {name}"));
        bench.run(&format!("lessons check {name} --format json"));
        for form in ["text", "80x24", "github"] {
            bench.run(&format!("lessons preview {name} --as {form}")).expect(0);
        }
    }
}

#[test]
fn a_hostile_log_comes_out_harmless() {
    let bench = bench();
    std::fs::create_dir_all(bench.log().parent().unwrap()).unwrap();
    let id = serde_json::to_string(EVIL).unwrap();
    let line = format!("{{\"v\":1,\"ts\":1,\"finished\":{id}}}\n\u{1b}[2J\n");
    std::fs::write(bench.log(), line).unwrap();
    let ran = bench.run("progress show").expect(0);
    assert!(ran.stdout.contains("begun") || ran.stdout.contains("done"), "{}", ran.stdout);
    bench.run("progress show --format json").expect(0);
}

#[test]
fn secrets_are_masked_in_what_is_exported() {
    let bench = with_dockerfile(
        "FROM a\nENV DB_PASSWORD=hunter22\nARG API_TOKEN=hunter22\n\
         RUN curl https://me:hunter22@example.com/\n",
    );
    for format in ["text", "markdown", "json"] {
        let ran = bench.run(&format!("explain --format {format}")).expect(0);
        assert!(!ran.stdout.contains("hunter22"), "{format}: {}", ran.stdout);
    }
}
