//! COPY --from a name that is no stage.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "copy-from-unknown",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("copy_from_unknown.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction, _) in subject.transfers() {
        let Some((name, span)) = subject.flag(instruction, "from") else { continue };
        let lower = name.to_lowercase();
        let is_stage = subject.stages.iter().any(|stage| stage.name == lower);
        if is_stage
            || name.contains(['/', ':', '@', '$', '.'])
            || name.parse::<u32>().is_ok()
            || name == "scratch"
        {
            continue;
        }
        let names =
            subject.stages.iter().map(|stage| stage.name.as_str()).filter(|it| !it.is_empty());
        let near = crate::dockerfile::go::nearest(&lower, names);
        let is_image = crate::build::reference::Reference::parse(&lower)
            .is_ok_and(|it| subject.target.knowledge.find_image(&it).is_some());
        match near {
            Some(near) if !is_image => {
                let place = subject.flag_value(instruction, "from").unwrap_or(span);
                let fix =
                    Fix::to_confirm(format!("Write {near}"), [Edit::replace(place, near.clone())]);
                let message = format!(
                    "No stage is called {name}, so an image of that name is pulled. Did you mean {near}?"
                );
                found.push(Draft::at(span, message).fix(fix));
            }
            None if !is_image => {
                let message = format!(
                    "No stage is called {name}, so an image of that name is pulled from Docker Hub."
                );
                let what = format!(
                    "whether docker build gets --build-context {name}=…, or such an image exists"
                );
                found.push(Draft::at(span, message).depends_on(what));
            }
            _ => {}
        }
    }
    found
}
