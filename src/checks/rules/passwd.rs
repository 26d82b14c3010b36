//! A password is set in the file.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "passwd",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("passwd.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let calls = &run.script.calls;
        for (place, call) in calls.iter().enumerate() {
            let source = run.script.left_of(place);
            let piped =
                call.joint == Joint::Pipe && matches!(call.program(), "chpasswd" | "passwd");
            let Some(source) =
                source.filter(|source| piped && matches!(source.program(), "echo" | "printf"))
            else {
                continue;
            };
            let text: String = source
                .arguments()
                .iter()
                .map(|word| word.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            if text.contains('$') || text.contains('`') {
                continue;
            }
            let Some(word) = source.arguments().iter().rfind(|word| !word.text.starts_with('-'))
            else {
                continue;
            };
            found.push(Draft::at(
                word.span,
                "The password stands in the history of the image, for everybody who has it.",
            ));
        }
    }
    found
}
