//! A variable that nothing sets.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "var-undefined",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("var_undefined.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let sure = buildkit::warnings(subject, "UndefinedVar").map(|it| (it, false));
    let perhaps = buildkit::possible(subject, "UndefinedVar").map(|it| (it, true));
    sure.chain(perhaps)
        .filter_map(|((warning, instruction), depends)| {
            let name = warning.detail.split('\'').nth(1)?.trim_start_matches('$');
            // What the builder itself sets for every RUN, and PATH-like lists that are grown.
            if name == "HOME" || is_grown(subject, instruction, name) {
                return None;
            }
            let uses = |it: &&crate::dockerfile::Variable| subject.text(it.name) == name;
            // A default says what holds without the variable.
            let used = instruction.variables.iter().filter(uses).find(|it| it.operator.is_none())?;
            let span = used.span;
            let near = warning.hint.as_ref().map(|near| format!(" Did you mean {near}?"));
            let global = global(subject, name);
            let why = match global {
                Some(line) => format!("The ARG on line {line} counts for FROM only: a stage that needs {name} declares it again."),
                None => format!("Nothing sets {name} before this line, so it is empty.{}", near.unwrap_or_default()),
            };
            let fix = global.and_then(|_| redeclare(subject, instruction, name));
            let draft = Draft::at(span, why).buildkit(&warning.detail).fix(fix);
            // An ARG above FROM shows that the file meant its own variable.
            Some(match depends && global.is_none() {
                true => draft.depends_on(format!("whether the base image sets {name}")),
                false => draft,
            })
        })
        .collect()
}

/// `ENV LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH`: an empty start is what is wanted. Of the variable
/// alone, `ENV A=$A`, nothing but the empty start is left.
fn is_grown(subject: &Subject<'_>, instruction: &Instruction, name: &str) -> bool {
    let Arguments::Pairs(pairs) = &instruction.arguments else { return false };
    pairs.iter().any(|pair| {
        let value = pair.value.as_ref().map_or("", |value| value.value(&subject.file.source));
        let value = value.trim_matches('"').trim_matches(['$', '{', '}']);
        pair.key.value(&subject.file.source) == name && value != name
    })
}

/// The line of an ARG of this name above the first FROM.
fn global(subject: &Subject<'_>, name: &str) -> Option<u32> {
    let mut arguments = subject.pairs(Keyword::Arg).filter(|(_, it, _)| it.stage.is_none());
    let found = arguments.find(|(_, _, pairs)| {
        pairs.iter().any(|pair| pair.key.value(&subject.file.source) == name)
    })?;
    Some(subject.line(found.1.span))
}

/// `ARG NAME` on a line of its own before the instruction.
fn redeclare(subject: &Subject<'_>, instruction: &Instruction, name: &str) -> Option<Fix> {
    let from = subject.stage(instruction.stage?)?.from;
    let end = subject
        .file
        .source
        .line_span_with_end(subject.file.source.line_at(from.end.max(1) - 1))
        .end;
    let break_end = subject.line_end();
    let edit = Edit::insert(end, format!("ARG {name}{break_end}"));
    Some(Fix::safe(format!("Declare ARG {name} in the stage"), [edit]))
}
