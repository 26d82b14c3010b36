//! Debugging is switched on in the image.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "debug-enabled",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("debug_enabled.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let named = subject.target_stage().is_some_and(|stage| {
        ["dev", "test", "local", "debug"].iter().any(|word| stage.name.contains(word))
    });
    if named || subject.effective_starts().is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (_, instruction, pairs) in subject.pairs(Keyword::Env) {
        if !instruction.stage.is_some_and(|stage| subject.is_shipped(stage)) {
            continue;
        }
        for pair in pairs {
            let name = pair.key.value(&subject.file.source);
            let value = pair
                .value
                .as_ref()
                .map_or("", |value| subject.text(value.span).trim_matches(['"', '\'']));
            let lower = value.to_ascii_lowercase();
            let is_on = matches!(lower.as_str(), "1" | "true" | "yes" | "on");
            let is_development = matches!(lower.as_str(), "development" | "dev");
            let last = subject
                .runtime
                .as_ref()
                .and_then(|runtime| runtime.environment.iter().find(|(own, _)| own == name));
            let is_last = last.is_some_and(|(_, fact)| fact.proof().contains(&instruction.span));
            let is_debug = match name {
                "FLASK_DEBUG" | "DJANGO_DEBUG" | "APP_DEBUG" | "WERKZEUG_DEBUG_PIN" => is_on,
                "FLASK_ENV"
                | "ASPNETCORE_ENVIRONMENT"
                | "RAILS_ENV"
                | "NODE_ENV"
                | "DOTNET_ENVIRONMENT" => is_development,
                _ => false,
            };
            if is_debug && is_last {
                let message = format!(
                    "{name}={value} goes to every container: error pages show code and settings, and some let visitors run code."
                );
                found.push(Draft::at(pair.key.span, message));
            }
        }
    }
    found
}
