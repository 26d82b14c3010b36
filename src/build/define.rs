//! The instructions that give names values: ENV, ARG and LABEL.

use super::dispatch::{NOT_IN_ENVIRONMENT, Running};
use super::environment::Variable;
use super::stage::Maybe;
use super::words::go_quoted;
use super::{Engine, Failure, words};

impl Engine<'_> {
    fn check_legacy(&mut self, running: &Running<'_>) {
        let name = &running.command.recorded.keyword;
        let detail = format!(
            "\"{name} key=value\" should be used instead of legacy \"{name} key value\" format"
        );
        self.lint.warn(&running.checks, "LegacyKeyValueFormat", running.command.line, detail);
    }

    fn check_secret(&mut self, running: &Running<'_>, kind: &str, name: &str) {
        if words::looks_secret(name) {
            let name = go_quoted(name);
            let detail =
                format!("Do not use ARG or ENV instructions for sensitive data ({kind} {name})");
            self.lint.warn(&running.checks, "SecretsUsedInArgOrEnv", running.command.line, detail);
        }
    }

    /// The pairs of ENV or LABEL, all expanded before any takes effect.
    fn expanded_pairs(
        &mut self,
        running: &Running<'_>,
    ) -> Result<Vec<(String, Maybe<String>, bool)>, Failure> {
        let mut pairs = Vec::new();
        for pair in running.command.typed.pairs.iter().flatten() {
            let key = self.expand(running, &pair.key)?;
            let mut value = self.expand(running, pair.value.as_deref().unwrap_or_default())?;
            value.unknown |= key.unknown;
            pairs.push((key.value, value, pair.legacy));
        }
        Ok(pairs)
    }

    pub(super) fn env(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let mut text = "ENV".to_owned();
        let mut unknown = false;
        for (name, value, legacy) in self.expanded_pairs(running)? {
            if legacy {
                self.check_legacy(running);
            }
            self.check_secret(running, "ENV", &name);
            text.push_str(&format!(" {name}={}", value.value));
            unknown |= value.unknown;
            let stage = &mut self.stages[running.place];
            stage.state.environment.set_in_image(Variable {
                name,
                value: value.value,
                unknown: value.unknown,
                set_by: Some(running.command.span),
            });
            if value.unknown {
                stage.image.unknown.insert("Env");
            }
        }
        self.commit(running.place, text, false, unknown);
        Ok(())
    }

    pub(super) fn label(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let mut text = "LABEL".to_owned();
        let mut unknown = false;
        for (name, value, legacy) in self.expanded_pairs(running)? {
            if legacy {
                self.check_legacy(running);
            }
            text.push_str(&format!(" {name}={}", value.value));
            unknown |= value.unknown;
            let stage = &mut self.stages[running.place];
            if value.unknown {
                stage.image.unknown.insert("Labels");
            }
            stage.added.labels.insert(name, value.value);
        }
        self.commit(running.place, text, false, unknown);
        Ok(())
    }

    pub(super) fn arg(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let (mut texts, mut all_unknown) = (Vec::new(), false);
        for pair in running.command.typed.pairs.iter().flatten() {
            self.check_secret(running, "ARG", &pair.key);
            let given = self.options.arguments.get(&pair.key).cloned();
            let value = match (given, &pair.value) {
                (Some(given), _) => Some(Maybe::set(given, false, None)),
                (None, Some(default)) => Some(self.expand(running, default)?),
                (None, None) => {
                    let global = self.globals.get(&pair.key);
                    global.map(|global| Maybe::set(global.value.clone(), false, None))
                }
            };
            let stage = &mut self.stages[running.place];
            let mut text = pair.key.clone();
            if let Some(value) = &value {
                text = format!("{text}={}", value.value);
                all_unknown |= value.unknown;
                if !NOT_IN_ENVIRONMENT.contains(&pair.key.as_str()) {
                    let hides = stage.state.environment.set(Variable {
                        name: pair.key.clone(),
                        value: value.value.clone(),
                        unknown: value.unknown,
                        set_by: Some(running.command.span),
                    });
                    if hides || stage.state.environment.open {
                        stage.hiding.push(pair.key.clone());
                    }
                }
            }
            stage.build_arguments.declare(pair.key.clone(), value.map(|value| value.value));
            texts.push(text);
        }
        self.commit(running.place, format!("ARG {}", texts.join(" ")), false, all_unknown);
        Ok(())
    }
}
