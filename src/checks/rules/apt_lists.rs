//! The lists of apt stay in a layer.

use std::collections::HashMap;

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "apt-lists",
    level: Level::Warning,
    category: Category::Size,
    standing: Usually::On,
    page: include_str!("apt_lists.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    let cleaning = cleaning_later(subject);
    let installing: Vec<&RunView<'_>> =
        subject.runs.iter().filter(|run| uses_lists_of_others(run)).collect();
    let shipped = subject.runs.iter().zip(cleaning);
    for (run, later) in shipped.filter(|(run, _)| subject.is_shipped(run.stage)) {
        let updates = |call: &&Call| is_update(call);
        let Some(update) = run.script.calls.iter().rfind(updates) else { continue };
        let behind = run.script.calls.iter().skip_while(|call| !std::ptr::eq(*call, update));
        let is_cleaned = behind.skip(1).any(cleans);
        if is_cleaned || run.is_mounted("/var/lib/apt/lists") || run.is_mounted("/var/lib/apt") {
            continue;
        }
        let fix = match subject.append(run, "rm -rf /var/lib/apt/lists/*") {
            Some(edit) if !is_needed_later(subject, run, &installing) => {
                Some(Fix::safe("Remove the lists in the same RUN", [edit]))
            }
            _ => None,
        };
        let draft = match later {
            Some(later) => {
                let line = subject.line(later.instruction.span);
                let message = format!(
                    "apt's lists of packages stay in this layer, about 20 to 50 MB. That line {line} removes them helps nothing: the layer is finished by then."
                );
                Draft::at(update.span(), message).proof([later.instruction.span])
            }
            None => Draft::at(
                update.span(),
                "apt's lists of packages stay in this layer, about 20 to 50 MB that a container never needs.",
            ),
        };
        found.push(draft.fix(fix));
    }
    found
}

/// For each RUN the next one of its stage that removes the lists.
fn cleaning_later<'s>(subject: &'s Subject<'_>) -> Vec<Option<&'s RunView<'s>>> {
    let mut next = HashMap::new();
    let mut later: Vec<_> = subject
        .runs
        .iter()
        .rev()
        .map(|run| {
            let found = next.get(&run.stage).copied();
            if run.script.calls.iter().any(cleans) {
                next.insert(run.stage, run);
            }
            found
        })
        .collect();
    later.reverse();
    later
}

/// Whether a later RUN installs from the lists that this one leaves, or runs a
/// script that may.
fn is_needed_later(subject: &Subject<'_>, run: &RunView<'_>, installing: &[&RunView<'_>]) -> bool {
    let later = installing.iter().filter(|other| other.index > run.index);
    later.into_iter().any(|other| subject.chain(other.stage).contains(&run.stage))
}

/// Whether a RUN installs from lists that are there before it, or runs a script that may.
fn uses_lists_of_others(run: &RunView<'_>) -> bool {
    let own = run.script.calls.iter().take_while(|call| !is_update(call));
    own.into_iter().any(|call| {
        let program = call.program();
        let is_script = program.ends_with(".sh") || matches!(program, "sh" | "bash" | "make");
        is_script || install(call).is_some_and(|it| it.manager == Manager::Apt)
    })
}

pub(super) fn is_update(call: &Call) -> bool {
    matches!(call.program(), "apt-get" | "apt" | "aptitude")
        && packages::verb(call).is_some_and(|word| word.text == "update")
}

/// Whether a command removes the lists.
pub(super) fn cleans(call: &Call) -> bool {
    let names = |path: &str| {
        call.words.iter().any(|word| {
            word.text.trim_end_matches(['/', '*']).ends_with(path)
                || word.text.contains("/var/lib/apt/lists")
        })
    };
    match call.program() {
        "rm" => names("/var/lib/apt") || names("/var/lib"),
        "find" => names("/var/lib/apt/lists"),
        "apt-get" | "apt" => {
            call.words.iter().any(|word| matches!(word.text.as_str(), "dist-clean" | "distclean"))
        }
        _ => false,
    }
}
