//! Help, usage, streams, colours.

use std::process::Stdio;

use super::{bench, finish, with_dockerfile};

#[test]
fn every_help_leads_with_examples_and_fits_eighty_columns() {
    let bench = bench();
    let pages = [
        "",
        "learn",
        "explain",
        "inspect",
        "stages",
        "runtime",
        "lessons list",
        "lessons new",
        "lessons import",
        "lessons check",
        "lessons preview",
        "lessons stats",
        "progress",
        "progress show",
        "progress reset",
        "completions",
        "man",
    ];
    let mut all = String::new();
    for page in pages {
        let ran = bench.run(&format!("{page} --help")).expect(0);
        assert_eq!(ran.stderr, "");
        let third = ran.stdout.lines().nth(2).unwrap();
        assert_eq!(third, "Examples:", "{}", ran.stdout);
        for line in ran.stdout.lines() {
            assert!(line.chars().count() <= 100, "too wide: {line}");
        }
        let short = bench.run(&format!("{page} -h")).expect(0);
        assert!(short.stdout.contains("Examples:"));
        all += &format!("==== layerwise {page}\n{}\n", ran.stdout);
    }
    insta::assert_snapshot!(all);
}

#[test]
fn version() {
    let ran = bench().run("--version").expect(0);
    assert_eq!(ran.stdout, format!("layerwise {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_exits_with_two_and_prints_no_data() {
    let bench = with_dockerfile("FROM a\n");
    let mut all = String::new();
    for arguments in [
        "--colour always",
        "explain --line x",
        "explain --line 0",
        "explain --line 99",
        "explain --format pdf",
        "explain a b",
        "explain Dockerfile -f Dockerfile",
        "lessons preview",
        "lessons stats",
        "lessons preview nothing",
        "lessons preview from --step 99",
        "lessons preview from --step 0",
        "progress reset",
        "progress reset nothing --yes",
        "completions klingon",
        "man nothing",
        "learn form",
        "learn Dockerfile",
        "Dockerfile explain",
        "",
        "learn",
        "learn from",
    ] {
        let ran = bench.run(arguments).expect(2);
        assert_eq!(ran.stdout, "", "{arguments}");
        all += &format!("==== layerwise {arguments}\n{}\n", ran.stderr);
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_file_may_be_named_as_docker_build_takes_it() {
    let bench = with_dockerfile("FROM a\n");
    bench.write("other", "FROM b\n");
    let ran = bench.run("inspect -f other").expect(0);
    assert_eq!(ran.json()["source"]["name"], "other");
    bench.run("explain --file other").expect(0);
}

#[test]
fn a_mistyped_command_is_understood() {
    let ran = bench().run("exlpain").expect(3);
    assert_eq!(
        ran.stderr,
        "error: there is no file or folder exlpain\n\nhint: did you mean: layerwise explain?\n"
    );
}

#[test]
fn the_screen_without_a_terminal_names_the_commands_that_print() {
    let ran = with_dockerfile("FROM a\n").run("").expect(2);
    assert!(ran.stderr.contains("layerwise explain"), "{}", ran.stderr);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let bench = with_dockerfile("FROM a\n".repeat(2000));
    for arguments in ["inspect", "explain", "--help", "completions bash"] {
        let mut command = bench.command(arguments.split(' '));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments}");
        assert_eq!(output.status.code(), Some(0), "{arguments}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let bench = with_dockerfile("FROM a\n");
    for arguments in ["inspect", "explain", "lessons list", "completions bash", "man"] {
        let mut command = bench.command(arguments.split(' '));
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command.stdout(full).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("error: cannot write the output"), "{arguments}: {said}");
        assert_eq!(output.status.code(), Some(1), "{arguments}");
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    let bench = with_dockerfile("FROM a\n");
    let colored = |arguments: &str, variables: &[(&str, &str)]| {
        let mut command = bench.command(arguments.split(' '));
        command.envs(variables.iter().copied());
        String::from_utf8(command.output().unwrap().stdout).unwrap().contains('\u{1b}')
    };
    assert!(!colored("explain", &[]), "a pipe is no terminal");
    assert!(colored("explain --color always", &[]));
    assert!(colored("--color always explain", &[]));
    assert!(colored("explain", &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored("explain", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(colored("explain --color always", &[("NO_COLOR", "1"), ("TERM", "dumb")]));
    assert!(!colored("explain --color never", &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored("inspect --color always", &[]), "JSON has no colours");
    assert!(!colored("explain --format markdown --color always", &[]));
}

#[test]
fn text_is_as_wide_as_columns_says() {
    let bench = with_dockerfile("FROM python:3.12-slim\nENV A=1\nCMD [\"python\"]\n");
    for columns in [40, 80, 100] {
        let mut command = bench.command(["explain"]);
        command.env("COLUMNS", columns.to_string());
        let ran = finish(command, b"").expect(0);
        let widest = ran.stdout.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= columns && widest > columns - 20, "{columns}: {widest}");
    }
}

#[test]
fn completions_and_manual_pages() {
    let bench = bench();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = bench.command(["completions", shell]).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains("inspect"), "{shell}: {script}");
    }
    let page = bench.run("man").expect(0).stdout;
    assert!(page.contains(".TH layerwise 1") && page.contains("layerwise\\-explain(1)"), "{page}");
    let page = bench.run("man explain").expect(0).stdout;
    assert!(page.contains(".TH layerwise-explain 1") && page.contains("\\-\\-line"), "{page}");
}
