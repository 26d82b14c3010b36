//! Checks in selectors and expressions.

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::fact::Fact;
use layerwise::select::{Expression, Selector, World};

const FILE: &str = "\
FROM python:3.14-slim
RUN apt-get update
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
COPY --from=tools /x /y
CMD [\"python\", \"app.py\"]
";

fn with_world<T>(check: impl FnOnce(&World<'_>) -> T) -> T {
    let analysis = Analysis::of(Arc::new(super::file(FILE)), Options::default());
    check(&World { analysis: Some(&analysis), ..World::of(&analysis.file) })
}

#[test]
fn a_check_chooses_the_instructions_in_which_it_finds_something() {
    with_world(|world| {
        let lines = |text: &str| -> Vec<u32> {
            let found = Selector::parse(text).unwrap().find(world);
            let line = |id: &layerwise::dockerfile::InstructionId| {
                world.file.instructions[id.0 as usize].lines.first.get()
            };
            found.iter().map(line).collect()
        };
        assert_eq!(lines("RUN:rule(apt-lists)"), [2]);
        assert_eq!(lines("RUN:rule(DL3009)"), [2], "by what another tool calls it");
        assert_eq!(lines("RUN:not(:rule(apt-lists))"), [3]);
        assert_eq!(lines("*:rule(user-missing)"), [5]);
        // Whether there is such an image or context cannot be known.
        assert_eq!(lines("COPY:rule(copy-from-unknown)"), [0; 0]);
        assert_eq!(lines("COPY:not(:rule(copy-from-unknown))"), [0; 0]);
    });
}

#[test]
fn an_expression_asks_whether_a_check_finds_something() {
    with_world(|world| {
        let value = |text: &str| match Expression::parse(text).unwrap().evaluate(world) {
            Fact::Known { value, .. } => Some(value),
            Fact::Unknown { .. } => None,
        };
        assert_eq!(value("findings(\"DL3009\")"), Some(true));
        assert_eq!(value("not findings(\"maintainer\")"), Some(true));
        assert_eq!(value("findings(\"copy-from-unknown\")"), None);
        assert_eq!(value("findings(\"no-such-check\")"), None);
    });
}
