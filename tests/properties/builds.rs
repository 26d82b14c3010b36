//! Long and hostile builds: evaluating a file grows with its length, in every shape.
//!
//! Time is not measured. A shape that takes the square of its length in time
//! or memory does not end here.

use std::sync::Arc;

use layerwise::build::{self, Bases, Options};
use layerwise::dockerfile::parse;
use layerwise::source::Source;
use serde_json::{Value, json};

fn facts(text: &str) -> Value {
    let file = parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
    let bases = Bases::from_json(r#"{"*": {"Env": ["PATH=/bin"]}}"#).unwrap();
    json!(build::facts(&build::evaluate(&file, &Options { bases, ..Options::default() })))
}

/// Makes one line of a file from its number.
type Shape = fn(usize) -> String;

const SHAPES: &[(&str, Shape)] = &[
    ("variables", |line| format!("ENV NAME_{line}=value\n")),
    ("arguments with steps", |line| format!("ARG NAME_{line}=value\nRUN echo $NAME_{line}\n")),
    ("labels", |line| format!("LABEL name_{line}=value\n")),
    ("stages on an image", |line| format!("FROM alpine AS s{line}\n")),
    ("stages on stages", |line| format!("FROM s{line} AS s{}\nENV A_{line}=1\n", line + 1)),
    ("images copied from", |line| format!("COPY --from=image{line} a b\n")),
    ("variables not set", |line| format!("ENV A_{line}=1\nENV B_{line}=$C_{line}\n")),
    ("deeper folders", |line| format!("WORKDIR folder_{line}\nCOPY a b\n")),
    ("growing values", |_| "ENV A=aaaaaaaaaaaaaaaa$A\n".to_owned()),
    ("doubling values", |_| "ENV A=a$A$A\nRUN $A\n".to_owned()),
];

#[test]
fn the_work_is_linear_in_every_shape() {
    for (name, shape) in SHAPES {
        let text: String = (0..5_000).map(shape).collect();
        let facts = facts(&format!("FROM alpine AS s0\n{text}"));
        assert_eq!(facts["error"], Value::Null, "{name}");
    }
}

#[test]
fn many_stages_begin_with_many_variables() {
    let lines = |shape: Shape| (0..5_000).map(shape).collect::<String>();
    let variables = lines(|line| format!("ENV NAME_{line}=value\n"));
    let stages = lines(|line| format!("FROM s0 AS on_{line}\nENV A=1\nARG B=2\nRUN make\n"));
    let copies = lines(|line| format!("COPY --from=on_{line} a b\n"));
    let facts = facts(&format!("FROM alpine AS s0\n{variables}{stages}FROM s0\n{copies}"));
    assert_eq!(facts["error"], Value::Null);
}

#[test]
fn what_is_too_long_is_said_to_be_unknown() {
    let doubling = "FROM scratch\nENV A=aa\n".to_owned() + &"ENV A=$A$A\n".repeat(40);
    let facts = facts(&doubling);
    let unknown = facts["unknown"].as_array().unwrap();
    assert!(unknown.iter().any(|it| {
        it["member"] == "config.Env" && it["reason"].as_str().unwrap().contains("too long")
    }));
    assert_eq!(facts["config"].get("Env"), None);
}

#[test]
fn a_stage_finds_the_variables_of_the_image_in_its_order() {
    let facts = facts(
        "FROM scratch AS first\nENV A=1\nENV B=2\nENV A=3\nARG B=4\nARG C=5\nRUN one\n\
         FROM first\nRUN two\n",
    );
    let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    assert_eq!(facts["steps"][0]["env"], json!([path, "A=3", "B=4", "C=5"]));
    assert_eq!(facts["steps"][1]["env"], json!(["C=5", path, "A=3", "B=2"]));
    assert_eq!(facts["config"]["Env"], json!([path, "A=3", "B=2"]));
}
