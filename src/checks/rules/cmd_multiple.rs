//! CMD, ENTRYPOINT or HEALTHCHECK twice in a stage.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "cmd-multiple",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("cmd_multiple.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    buildkit::warnings(subject, "MultipleInstructionsDisallowed")
        .filter_map(|(warning, instruction)| {
            let keyword = instruction.keyword?;
            let later =
                subject.of(keyword).filter(|(_, it)| it.stage == instruction.stage).last()?.1;
            let message = format!(
                "The {} on line {} takes its place: only the last of a stage counts.",
                keyword.name(),
                subject.line(later.span)
            );
            let fix = Fix::to_confirm("Remove this one", [subject.remove_lines(instruction.span)]);
            let draft = Draft::at(instruction.keyword_span, message).buildkit(&warning.detail);
            Some(draft.proof([later.span]).fix(fix))
        })
        .collect()
}
