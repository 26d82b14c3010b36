//! `knowledge list`, `show` and `check`, and what added tables do to other commands.

use super::{bench, with_dockerfile};

const TABLE: &str = "[acme]\nabout = \"Talks to the servers of Acme\"\nflags = \"-v: says more\"\n";

#[test]
fn list_names_every_table() {
    let bench = bench();
    bench.write(".layerwise/knowledge/commands.toml", TABLE);
    let ran = bench.run("knowledge list").expect(0);
    assert!(ran.stdout.contains(".layerwise/knowledge/commands.toml"), "{}", ran.stdout);
    assert!(ran.stdout.contains("packages.toml"), "{}", ran.stdout);
    assert_eq!(bench.run("knowledge").expect(0).stdout, ran.stdout);
}

#[test]
fn show_says_what_a_name_is_and_where_that_stands() {
    let bench = bench();
    bench.write(".layerwise/knowledge/commands.toml", TABLE);
    let said = |name: &str| bench.run(&format!("knowledge show {name}")).expect(0).stdout;
    assert!(
        said("acme").contains("From .layerwise/knowledge/commands.toml:1."),
        "{}",
        said("acme")
    );
    assert!(said("acme").contains("`-v`: says more"), "{}", said("acme"));
    assert!(said("apt-get").contains("--no-install-recommends"));
    assert!(said("pip:flask").contains("package (pip)"));
    assert!(said("libpq-dev").contains("PostgreSQL"));
    assert!(said("PYTHONUNBUFFERED").contains("variable"));
    assert!(said("debian:trixie-slim").contains("debian 13 trixie"));
    assert!(said("5432").contains("port"));
    let ran = bench.run("knowledge show apt-gett").expect(1);
    assert!(ran.stderr.contains("did you mean apt-get?"), "{}", ran.stderr);
}

#[test]
fn check_tells_every_slip_with_its_place() {
    let bench = bench();
    bench.write("t/commands.toml", "[acme]\nabuot = \"x\"\n");
    bench.write("t/names.toml", "[variables]\nA = \"is a.\"\n");
    let ran = bench.run("knowledge check t").expect(1);
    assert!(
        ran.stdout.contains("t/commands.toml:2:1: error: unknown field `abuot`"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("  hint: did you mean about?"), "{}", ran.stdout);
    assert!(ran.stdout.contains("t/names.toml:2:5: warning: "), "{}", ran.stdout);
    assert_eq!(ran.stderr, "2 tables with 1 entry: 1 error, 1 warning\n");
    bench.run("knowledge check t/names.toml").expect(0);
    bench.run("knowledge check").expect(3);
    bench.run("knowledge check nothing.toml").expect(3);
}

#[test]
fn an_added_table_speaks_in_an_explanation_and_never_stops_one() {
    let bench = with_dockerfile("FROM alpine\nRUN acme -v\n");
    bench.write("nested/Dockerfile", "FROM alpine\nRUN acme -v\n");
    bench.write(".layerwise/knowledge/commands.toml", TABLE);
    let ran = bench.run("explain --line 2").expect(0);
    assert!(ran.stdout.contains("Talks to the servers of Acme."), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
    // Outside of a repository a folder above says nothing; within one it does.
    let ran = bench.run("explain nested --line 2").expect(0);
    assert!(ran.stdout.contains("not in layerwise's tables"), "{}", ran.stdout);
    bench.write(".git/HEAD", "");
    let ran = bench.run("explain nested --line 2").expect(0);
    assert!(ran.stdout.contains("Talks to the servers of Acme."), "{}", ran.stdout);

    bench.write(".layerwise/knowledge/names.toml", "[variables\n\u{1b}[31m\n");
    for command in
        ["explain", "check --fail-on never", "runtime", "stages", "inspect", "explain --coverage ."]
    {
        let ran = bench.run(command).expect(0);
        assert!(
            ran.stderr.contains("warning: .layerwise/knowledge/names.toml:1:"),
            "{}",
            ran.stderr
        );
        assert!(!ran.stderr.contains('\u{1b}'));
    }
}

#[test]
fn the_configuration_folder_holds_tables_too() {
    let bench = with_dockerfile("FROM alpine\nRUN acme -v\n");
    let own = bench.path("../.config/layerwise/knowledge");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("commands-acme.toml"), TABLE).unwrap();
    let ran = bench.run("explain --line 2").expect(0);
    assert!(ran.stdout.contains("Talks to the servers of Acme."), "{}", ran.stdout);
    // What is kept for others does not depend on who wrote it.
    bench.run("explain --write kept.md").expect(0);
    let kept = std::fs::read_to_string(bench.path("kept.md")).unwrap();
    assert!(kept.contains("acme`: not in layerwise's tables"), "{kept}");
    std::fs::remove_dir_all(own).unwrap();
    bench.run("explain --check kept.md").expect(0);
}
