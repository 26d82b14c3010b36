//! `layerwise check --checklist`: what it prints, and how it ends.

use super::{bench, with_dockerfile};

const FILE: &str = "\
FROM python:3.13-slim
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER 1000
EXPOSE 8000
CMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]
";

#[test]
fn a_list_judges_the_file_in_text_and_markdown() {
    let bench = with_dockerfile(FILE);
    bench.write("requirements.txt", "flask==3.1.0\ngunicorn==23.0.0\n");
    let ran = bench.run("check --checklist python").expect(1);
    insta::assert_snapshot!("checklist_text", ran.stdout);
    let ran = bench.run("check --checklist python --format markdown").expect(1);
    insta::assert_snapshot!("checklist_markdown", ran.stdout);
}

#[test]
fn names_paths_and_formats_are_told_apart() {
    let bench = with_dockerfile(FILE);
    bench.write("api/Dockerfile", "FROM scratch\nCOPY x /\n");
    let ran = bench.run("check --checklist --format json --fail-on never").expect(0);
    let lists = ran.json()["lists"].clone();
    assert_eq!(lists[0]["list"], "patterns");
    assert_eq!(lists[1]["file"], "api/Dockerfile", "a folder is searched");
    let ran = bench.run("check --checklist api/Dockerfile --format json").expect(1);
    assert_eq!(ran.json()["lists"].as_array().unwrap().len(), 1);
    let ran = bench.run("check --checklist all api/Dockerfile --format json").expect(1);
    assert_eq!(ran.json()["lists"].as_array().unwrap().len(), 5);
    let ran = bench.run("check --checklist absent").expect(2);
    assert!(ran.stderr.contains("patterns, python"), "{}", ran.stderr);
    bench.run("check --checklist --format sarif").expect(2);
    bench.run("check --format markdown").expect(2);
    bench.run("check --checklist --fix").expect(2);
}

#[test]
fn secrets_and_escapes_of_the_file_do_not_get_out() {
    let text = "FROM python:3.13-slim\nENV API_TOKEN=tr0ub4dor-9x\nUSER a\u{1b}]0;x\u{7}b\nHEALTHCHECK CMD x --password=hunter2zz\nCMD [\"x\"]\n";
    for format in ["text", "markdown", "json"] {
        let bench = with_dockerfile(text);
        let ran = bench.run(&format!("check --checklist all --format {format}"));
        assert!(!ran.stdout.contains("tr0ub4dor"), "{}", ran.stdout);
        assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
    }
    let ran = bench().run("check --checklist").expect(3);
    assert!(ran.stdout.is_empty());
}

#[test]
fn the_sheet_of_decisions_takes_answers() {
    let bench = with_dockerfile(FILE);
    bench.write("compose.yaml", "services: {}\n");
    bench.write("requirements.txt", "flask==3.1.0\n");
    insta::assert_snapshot!("decide_text", bench.run("decide").expect(0).stdout);
    let answers =
        "--answer platform=several --answer size=normal --answer proxy=http --answer images=one";
    let ran = bench.run(&format!("decide {answers} --format markdown")).expect(0);
    insta::assert_snapshot!("decide_markdown", ran.stdout);
    let ran = bench.run("decide --answer platform=mars").expect(2);
    assert!(ran.stderr.contains("docker, kubernetes, several"), "{}", ran.stderr);
    bench.run("decide --answer colour=red").expect(2);
    bench.run("decide --answer platform").expect(2);
    bench.write("Dockerfile", "FROM debian:13\nCOPPY\n");
    bench.run("decide").expect(4);
}

#[test]
fn a_scanner_counts_where_the_repository_names_it() {
    let bench = with_dockerfile(FILE);
    let scanned = || {
        let report = bench.run("check --checklist python Dockerfile --format json").json();
        let items = report["lists"][0]["items"].as_array().unwrap().clone();
        let item = items.iter().find(|it| it["item"] == "scanned").unwrap();
        let text = |key: &str| item[key].as_str().unwrap().to_owned();
        (text("verdict"), text("reason"))
    };
    bench.write(".github/workflows/image.yml", "steps:\n  - uses: aquasecurity/trivy-action@v1\n");
    assert_eq!(scanned().0, "unknown", "this is no repository");
    bench.write(".git/HEAD", "ref: refs/heads/main\n");
    let (verdict, reason) = scanned();
    assert_eq!(verdict, "done");
    assert!(reason.starts_with(".github/workflows/image.yml names Trivy."), "{reason}");
    bench.write(".github/workflows/image.yml", "steps:\n  # - uses: trivy\n  - run: make\n");
    let (verdict, reason) = scanned();
    assert_eq!(verdict, "unknown");
    assert!(reason.contains("name no scanner"), "{reason}");
}
