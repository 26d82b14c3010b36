//! The context that a Compose file names.

use super::{Bench, bench};

const FILE: &str = "FROM scratch\nCOPY app.py /\n";

/// A Dockerfile in a folder of its own, in a repository.
fn project(compose: &str) -> Bench {
    let bench = bench();
    bench.write(".git/HEAD", "ref: refs/heads/main\n");
    bench.write("app.py", "print(1)\n");
    bench.write("docker/Dockerfile", FILE);
    bench.write("docker/compose.yaml", compose);
    bench
}

/// The folder and the line that names it.
fn context(bench: &Bench, arguments: &str) -> (String, Option<String>) {
    let json = bench.run(&format!("context {arguments} --format json")).expect(0).json();
    let text = |key: &str| json["context"][key].as_str().map(str::to_owned);
    (text("folder").unwrap(), text("named_by"))
}

const ABOVE: &str = "\
services:
  db: {image: postgres}
  web:
    build:
      context: ..
      dockerfile: docker/Dockerfile
";

#[test]
fn a_compose_file_names_the_context() {
    let bench = project(ABOVE);
    let named = Some("docker/compose.yaml, line 5".to_owned());
    assert_eq!(context(&bench, "docker/Dockerfile"), (".".to_owned(), named));
    let overview = bench.run("context docker/Dockerfile").expect(0).stdout;
    assert!(overview.contains("from `docker/compose.yaml, line 5`"), "{overview}");
    let cache = bench.run("cache docker/Dockerfile --edit app.py").expect(0);
    assert!(cache.stderr.contains("context . from docker/compose.yaml, line 5"), "{cache:?}");
    assert!(cache.stdout.contains("1 step runs again"), "{}", cache.stdout);
}

#[test]
fn the_command_that_builds_names_the_file_where_it_lies_in_that_context() {
    let text = project(ABOVE).run("explain docker/Dockerfile").expect(0).stdout;
    assert!(text.contains("docker build --tag app --file docker/Dockerfile ."), "{text}");
    let alone = project("services: {}\n").run("explain docker/Dockerfile").expect(0).stdout;
    assert!(alone.contains("docker build --tag app ."), "{alone}");
}

#[test]
fn what_the_reader_names_goes_first() {
    let bench = project(ABOVE);
    assert_eq!(context(&bench, "docker/Dockerfile --context docker").1, None);
    assert_eq!(context(&bench, "docker"), ("docker".to_owned(), None));
}

#[test]
fn a_compose_file_above_is_read_up_to_the_root_of_the_repository() {
    let bench = project("services: {}\n");
    bench.write(
        "docker-compose.yml",
        "x: &b\n  context: .\n  dockerfile: docker/Dockerfile\nservices:\n  a:\n    build:\n      <<: *b\n",
    );
    let (folder, named) = context(&bench, "docker/Dockerfile");
    assert_eq!(folder, ".");
    assert!(named.unwrap().starts_with("docker-compose.yml, line "));
    // Another repository begins at the Dockerfile's folder.
    bench.write("docker/.git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(context(&bench, "docker/Dockerfile"), ("docker".to_owned(), None));
}

#[test]
fn what_a_hostile_compose_file_says_is_not_followed() {
    let nested = "a".repeat(300_000);
    let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nservices:\n  w: {build: ..}\n";
    for compose in [
        // Out of the repository, by dots, from the root of the disk, by a variable.
        "services:\n  w: {build: {context: ../.., dockerfile: docker/Dockerfile}}\n".to_owned(),
        "services:\n  w: {build: {context: /, dockerfile: /etc/passwd}}\n".to_owned(),
        "services:\n  w: {build: {context: '$HOME', dockerfile: Dockerfile}}\n".to_owned(),
        "services:\n  w: {build: 'https://example.com/x.git'}\n".to_owned(),
        // Another Dockerfile.
        "services:\n  w: {build: {context: .., dockerfile: other}}\n".to_owned(),
        format!("{ABOVE}# {nested}\n"),
        bomb.to_owned(),
        "\u{0}services: [".to_owned(),
    ] {
        let bench = project(&compose);
        let found = context(&bench, "docker/Dockerfile");
        assert_eq!(found, ("docker".to_owned(), None), "{}", &compose[..compose.len().min(80)]);
    }
}

#[test]
fn a_health_check_of_the_compose_file_is_not_missed_in_the_dockerfile() {
    let file = "FROM scratch\nEXPOSE 80\nUSER 10001\nCMD [\"/app\"]\n";
    let misses = |compose: &str| {
        let bench = project(compose);
        bench.write("docker/Dockerfile", file);
        let text = bench.run("check docker/Dockerfile").stdout;
        text.contains("healthcheck-missing")
    };
    assert!(misses(ABOVE));
    let health = "    healthcheck:\n      test: [CMD, /app, --ask]\n";
    assert!(!misses(&format!("{ABOVE}{health}")));
    assert!(misses(&format!("{ABOVE}{health}      disable: true\n")));
    // That of another service says nothing of this one.
    assert!(misses(&format!("{ABOVE}  other:\n    image: x\n{health}")));
}
