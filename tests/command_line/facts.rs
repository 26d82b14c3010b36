//! `inspect` with the options of a build: the member `facts`.

use super::with_dockerfile;

const FILE: &str =
    "ARG V=1\nFROM base:$V AS first\nUSER app\nFROM scratch\nCOPY --from=first /a /b\n";

#[test]
fn facts_follow_the_options_of_the_build() {
    let bench = with_dockerfile(FILE);
    bench.write("bases.json", r#"{"base:2": {"Env": ["A=1"], "User": "x"}, "*": null}"#);
    let ran = bench.run("inspect --bases bases.json --build-arg V=2 --target first");
    let facts = &ran.json()["facts"];
    assert_eq!(facts["config"]["User"], "app");
    assert_eq!(facts["images"]["docker.io/library/base:2"][0], "linux/amd64");
    assert!(facts["unknown"].is_null());
    let ran = bench.run("inspect --bases bases.json");
    let error = &ran.json()["facts"]["error"];
    assert_eq!(error["text"], "base:1: docker.io/library/base:1: not found");
}

#[test]
fn what_an_unseen_base_decides_is_unknown() {
    let bench = with_dockerfile(FILE);
    let ran = bench.run("inspect --target first");
    let facts = &ran.json()["facts"];
    assert_eq!(facts["config"], serde_json::json!({"User": "app"}));
    let members = facts["unknown"].as_array().unwrap();
    assert!(members.iter().any(|entry| entry["member"] == "config.Env"));
    assert!(facts["config"]["Env"].is_null());
}

#[test]
fn what_no_value_can_mend_is_refused_whatever_the_base_sets() {
    for base in ["team/unseen", "python:3.12"] {
        let bench = with_dockerfile(format!("FROM {base}\nCOPY . \"a\nEXPOSE '8\nUSER ${{N-\n"));
        let ran = bench.run("inspect");
        let error = &ran.json()["facts"]["error"];
        assert_eq!(error["line"], 2, "{base}: {error}");
        let bench = with_dockerfile(format!("FROM {base}\nUSER ${{N:?give a name}}\n"));
        assert!(bench.run("inspect").json()["facts"]["error"].is_null(), "the base may set it");
    }
}

#[test]
fn an_arg_of_the_stage_below_holds_on_only_where_the_base_sets_none() {
    let file = "FROM base AS first\nARG V=1\nFROM first\nRUN echo $V\n";
    for (bases, name) in [("{}", "echo 1"), (r#"{"Env": ["V=2"]}"#, "echo 2")] {
        let bench = with_dockerfile(file);
        bench.write("bases.json", format!("{{\"*\": {bases}}}"));
        let facts = &bench.run("inspect --bases bases.json").json()["facts"];
        assert!(facts["steps"][0]["name"].as_str().unwrap().ends_with(name), "{facts}");
        let facts = &bench.run("inspect").json()["facts"];
        let unknown = facts["unknown"].as_array().unwrap();
        assert!(unknown.iter().any(|it| it["member"] == "steps[0].name"), "{facts}");
    }
}
