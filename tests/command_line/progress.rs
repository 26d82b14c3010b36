//! `progress show` and `reset`.

use std::fs;

use super::run::Bench;
use super::{bench, finish};

/// A bench with the tour's first question answered.
fn begun() -> Bench {
    let bench = bench();
    fs::create_dir_all(bench.log().parent().unwrap()).unwrap();
    fs::write(
        bench.log(),
        "{\"v\":1,\"ts\":1795132800000,\"lesson\":\"tour\",\"question\":\"q\",\"hash\":\"h\",\
         \"seed\":1,\"given\":{\"choice\":[0]},\"correct\":true,\"try\":1}\n",
    )
    .unwrap();
    bench
}

#[test]
fn show_reads_and_writes_no_answer() {
    let bench = begun();
    let before = fs::read(bench.log()).unwrap();
    let ran = bench.run("progress show").expect(0);
    let tour = ran.stdout.lines().find(|line| line.starts_with("tour")).unwrap();
    assert!(tour.contains("begun") && tour.ends_with("last on 2026-11-20"), "{tour}");
    assert_eq!(ran.stderr, "");
    assert_eq!(fs::read(bench.log()).unwrap(), before);
    let json = bench.run("progress show --format json").expect(0).json();
    assert_eq!(json["records"], 1);
    assert_eq!(json["lessons"][0]["id"], "tour");
    assert_eq!(json["lessons"][0]["state"]["started"], true);
}

#[test]
fn show_without_a_log() {
    let ran = bench().run("progress show").expect(0);
    assert!(ran.stdout.lines().all(|line| line.ends_with("new")), "{}", ran.stdout);
}

#[test]
fn lines_that_are_no_records_are_said() {
    let bench = begun();
    let text = fs::read_to_string(bench.log()).unwrap() + "garbage\n{\"v\":9}\n{\"v\":1,\"ts\"";
    fs::write(bench.log(), text).unwrap();
    let ran = bench.run("progress show").expect(0);
    insta::assert_snapshot!(bench.shown(&ran.stderr));
}

#[test]
fn reset_needs_a_yes_and_adds_to_the_log() {
    let bench = begun();
    let before = fs::read_to_string(bench.log()).unwrap();
    let ran = bench.run("progress reset tour").expect(2);
    assert!(ran.stderr.contains("--yes"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(bench.log()).unwrap(), before);
    // Not even a yes on a pipe: nobody was asked.
    bench.pipe("progress reset tour", b"y\n").expect(2);

    let ran = bench.run("progress reset from --yes").expect(0);
    insta::assert_snapshot!(bench.shown(&ran.everything()));
    assert!(bench.run("progress show").expect(0).stdout.contains("begun"));
    bench.run("progress reset tour -y").expect(0);
    assert!(!bench.run("progress show").expect(0).stdout.contains("begun"));
    let after = fs::read_to_string(bench.log()).unwrap();
    assert!(after.starts_with(&before), "the log is only added to");
    assert_eq!(after.lines().count(), 3);
}

#[test]
fn reset_of_everything() {
    let bench = begun();
    bench.run("progress reset --yes").expect(0);
    assert!(!bench.run("progress show").expect(0).stdout.contains("begun"));
}

#[cfg(unix)]
#[test]
fn a_disk_that_gives_out_is_said_and_loses_nothing() {
    // A limit on the size of files stands for a full disk; 20 bytes fit below it.
    let bench = begun();
    let mut before = fs::read_to_string(bench.log()).unwrap();
    let records = 1;
    before += &"\n".repeat(1024 - 20 - before.len());
    fs::write(bench.log(), &before).unwrap();
    let program = env!("CARGO_BIN_EXE_layerwise");
    // The unit is 512 bytes in some shells and 1,024 in others.
    let script = format!("trap '' XFSZ; ulimit -f 1; exec {program} progress reset --yes");
    let mut command = std::process::Command::new("bash");
    let of_bench = bench.command([""; 0]);
    command.args(["-c", &script]).env_clear();
    command.envs(of_bench.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(std::process::Stdio::null());
    let ran = finish(command, b"").expect(1);
    assert!(ran.stderr.contains("error: cannot write"), "{}", ran.stderr);
    let after = fs::read_to_string(bench.log()).unwrap();
    assert!(after.starts_with(&before) && after.len() > before.len(), "{after:?}");
    // With room again the next record stands on a line of its own.
    bench.run("progress reset --yes").expect(0);
    let show = bench.run("progress show --format json").expect(0).json();
    assert_eq!((&show["records"], &show["unreadable"]), (&(records + 1).into(), &1.into()));
}

#[test]
fn a_relative_state_folder_is_ignored() {
    let bench = bench();
    let mut command = bench.command(["progress", "reset", "--yes"]);
    command.env("XDG_STATE_HOME", "relative");
    finish(command, b"").expect(0);
    assert!(!bench.path("relative").exists());
}

#[test]
fn on_a_terminal_reset_asks_first() {
    use crate::support::terminal::Launch;
    let bench = begun();
    let before = fs::read_to_string(bench.log()).unwrap();
    for (answer, lines) in [("n\r", 1), ("\r", 1), ("y\r", 2)] {
        let mut session =
            Launch::new(std::path::Path::new(env!("CARGO_BIN_EXE_layerwise")), 80, 24)
                .arguments(["progress", "reset", "tour"])
                .variable("HOME", bench.path(".."))
                .variable("XDG_STATE_HOME", bench.path("../state"))
                .folder(&bench.path(""))
                .start();
        session.wait_for("Start the lesson tour anew? [y/N]");
        session.keys(answer);
        assert_eq!(session.exit_code(), 0);
        let after = fs::read_to_string(bench.log()).unwrap();
        assert!(after.starts_with(&before));
        assert_eq!(after.lines().count(), lines, "{answer:?}");
    }
}
