//! A RUN uses an ARG that stands above the first FROM.

use std::collections::BTreeMap;

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "arg-scope",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("arg_scope.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    // Where each was declared first.
    let mut globals = BTreeMap::new();
    for (_, declaration, pairs) in subject.pairs(Keyword::Arg) {
        for pair in pairs.iter().filter(|_| declaration.stage.is_none()) {
            globals.entry(pair.key.value(&subject.file.source)).or_insert(declaration);
        }
    }
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| run.script.form == Reader::Shell) {
        let Some(state) = subject.before(run.index) else { continue };
        for variable in &run.instruction.variables {
            let name = subject.text(variable.name);
            let Some(declaration) = globals.get(name) else { continue };
            let is_set = state.state.environment.get(name).is_some();
            let text = &run.script.text;
            let in_script = text.contains(&format!("{name}="))
                || text.contains(&format!("read {name}"))
                || text.contains(&format!("for {name} "));
            if is_set || in_script || variable.operator.is_some() {
                continue;
            }
            let line = subject.line(declaration.span);
            let message = format!(
                "The ARG on line {line} counts for FROM only: in this stage {name} is empty unless it is declared again."
            );
            let fix = redeclare(subject, run, name);
            found.push(Draft::at(variable.span, message).proof([declaration.span]).fix(fix));
        }
    }
    found
}

/// `ARG NAME` on a line of its own behind the stage's FROM.
fn redeclare(subject: &Subject<'_>, run: &RunView<'_>, name: &str) -> Option<Fix> {
    let from = subject.stage(run.stage)?.from;
    let source = &subject.file.source;
    let end = source.line_span_with_end(source.line_at(from.end.max(1) - 1)).end;
    let break_end = subject.line_end();
    let edit = Edit::insert(end, format!("ARG {name}{break_end}"));
    Some(Fix::safe(format!("Declare ARG {name} in the stage"), [edit]))
}
