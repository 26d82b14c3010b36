//! The instructions that give names values: ENV, ARG and LABEL.

use std::borrow::Cow;

use super::dispatch::{NOT_IN_ENVIRONMENT, Running};
use super::environment::{SetBy, Variable};
use super::stage::Maybe;
use super::words::go_quoted;
use super::{Engine, Failure, words};

/// A pair with its variables replaced, and whether it is written without `=`.
type Pair<'t> = (Cow<'t, str>, Maybe<Cow<'t, str>>, bool);

/// What the history says of pairs.
fn said(keyword: &str, pairs: &[Pair<'_>]) -> String {
    let lengths = pairs.iter().map(|(name, value, _)| name.len() + value.value.len() + 2);
    let mut text = String::with_capacity(keyword.len() + lengths.sum::<usize>());
    text.push_str(keyword);
    for (name, value, _) in pairs {
        text.extend([" ", name, "=", &value.value]);
    }
    text
}

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
    fn expanded_pairs<'t>(&mut self, running: &Running<'t>) -> Result<Vec<Pair<'t>>, Failure> {
        let written = running.command.typed().pairs.as_deref().unwrap_or_default();
        let mut pairs = Vec::with_capacity(written.len());
        for pair in written {
            let key = self.expand(running, &pair.key)?;
            let mut value = self.expand(running, pair.value.as_deref().unwrap_or_default())?;
            value.unknown |= key.unknown;
            pairs.push((key.value, value, pair.legacy));
        }
        Ok(pairs)
    }

    /// Notes an instruction that sets variables.
    fn note_setter(&mut self, running: &Running<'_>) -> Option<SetBy> {
        let setters = &mut self.stages[running.place].setters;
        setters.push(running.command.span);
        SetBy::new(running.place, setters.len() - 1)
    }

    pub(super) fn env(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let pairs = self.expanded_pairs(running)?;
        let text = said("ENV", &pairs);
        let set_by = self.note_setter(running);
        let mut unknown = false;
        for (name, value, legacy) in pairs {
            if legacy {
                self.check_legacy(running);
            }
            self.check_secret(running, "ENV", &name);
            unknown |= value.unknown;
            let stage = &mut self.stages[running.place];
            stage.state.environment.set_in_image(Variable {
                name: name.into_owned(),
                value: value.value.into_owned(),
                unknown: value.unknown,
                set_by,
            });
            if value.unknown {
                stage.image.unknown.insert("Env");
            }
        }
        self.commit(running.place, text, false, unknown);
        Ok(())
    }

    pub(super) fn label(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let pairs = self.expanded_pairs(running)?;
        let text = said("LABEL", &pairs);
        for _ in pairs.iter().filter(|(.., legacy)| *legacy) {
            self.check_legacy(running);
        }
        let stage = &mut self.stages[running.place];
        let unknown = pairs.iter().any(|(_, value, _)| value.unknown);
        if unknown {
            stage.image.unknown.insert("Labels");
        }
        let owned = |(name, value, _): Pair<'_>| (name.into_owned(), value.value.into_owned());
        stage.added.labels.push(pairs.into_iter().map(owned).collect());
        self.commit(running.place, text, false, unknown);
        Ok(())
    }

    pub(super) fn arg(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let (mut texts, mut all_unknown) = (Vec::new(), false);
        let set_by = self.note_setter(running);
        for pair in running.command.typed().pairs.iter().flatten() {
            self.check_secret(running, "ARG", &pair.key);
            let given = self.options.arguments.get(&pair.key).cloned();
            let value = match (given, &pair.value) {
                (Some(given), _) => Some(Maybe::set(given, false, None)),
                (None, Some(default)) => {
                    let Maybe { value, unknown, .. } = self.expand(running, default)?;
                    Some(Maybe::set(value.into_owned(), unknown, None))
                }
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
                    stage.state.environment.set(Variable {
                        name: pair.key.clone(),
                        value: value.value.clone(),
                        unknown: value.unknown,
                        set_by,
                    });
                }
            }
            stage.build_arguments.declare(pair.key.clone(), value.map(|value| value.value));
            texts.push(text);
        }
        self.commit(running.place, format!("ARG {}", texts.join(" ")), false, all_unknown);
        Ok(())
    }
}
