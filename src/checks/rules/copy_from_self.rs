//! COPY takes from its own stage.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "copy-from-self",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("copy_from_self.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction) in subject.instructions() {
        let Some(span) = own_stage(subject, instruction) else { continue };
        let is_copy = instruction.keyword != Some(Keyword::Run);
        let message = if is_copy {
            "This takes from the stage that it stands in, which does not exist yet: the build stops. Within a stage, RUN cp copies."
        } else {
            "This mounts the stage that it stands in, which does not exist yet: the build stops. A RUN sees the files of its stage anyway."
        };
        found.push(Draft::at(span, message));
    }
    found
}

/// The place where a COPY, ADD or mount names the stage that it stands in.
pub(super) fn own_stage(subject: &Subject<'_>, instruction: &Instruction) -> Option<Span> {
    let stage = subject.stage(instruction.stage?)?;
    let is_own = |name: &str| {
        let name = name.to_lowercase();
        !name.is_empty()
            && (name == stage.name || name.parse::<u32>().is_ok_and(|number| number == stage.id.0))
    };
    match instruction.keyword {
        Some(Keyword::Copy | Keyword::Add) => {
            let mut flags = instruction.flags.iter();
            let flag = flags.find(|it| subject.text(it.name).eq_ignore_ascii_case("from"))?;
            let value = flag.value?;
            is_own(subject.text(value)).then_some(value)
        }
        Some(Keyword::Run) => {
            let options = instruction.flags.iter().flat_map(|flag| &*flag.options);
            let mut from = options.filter(|option| subject.text(option.key) == "from");
            from.find_map(|option| option.value.filter(|value| is_own(subject.text(*value))))
        }
        _ => None,
    }
}
