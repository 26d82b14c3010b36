//! Whether Docker can tell that the program works.

use crate::audit::material::by_table;
use crate::audit::{Judgement, Material};
use crate::dockerfile::Keyword;
use crate::fact::Fact;
use crate::runtime::Probe;

/// Whether the image has a health check that can succeed.
pub(in crate::audit) fn has_health_check(material: &Material<'_>) -> Judgement {
    let runtime = match material.runtime() {
        Ok(runtime) => runtime,
        Err(unknown) => return unknown,
    };
    let proof = runtime.health.proof().to_vec();
    let health = match &runtime.health {
        Fact::Unknown { reason } => {
            return Judgement::unknown(format!(
                "Whether there is a health check is not known: {reason}."
            ))
            .proved_by(material.froms());
        }
        Fact::Known { value, .. } => value,
    };
    let Some(health) = health else { return without(material).proved_by(proof) };
    let own = material.found(&["json-form-broken", "healthcheck-tool-missing", "healthcheck-port"]);
    let spoils = own.iter().find(|finding| {
        let holds = |span: &crate::source::Span| {
            span.start <= finding.span.start && finding.span.end <= span.end
        };
        proof.iter().any(holds)
    });
    if let Some(spoils) = spoils {
        let judgement = match &spoils.depends_on {
            None => Judgement::not_done(format!("There is a health check, but {}", spoils.message)),
            Some(what) => Judgement::unknown(format!(
                "There is a health check, but {} It depends on {what}.",
                spoils.message
            )),
        };
        return judgement.proved_by(proof).proved_by([spoils.span]);
    }
    let what = match &health.probe {
        Probe::Shell(text) => text.clone(),
        Probe::Words(words) => words.join(" "),
    };
    let note = by_table(runtime.health.note());
    let shown: String = what.chars().take(60).collect();
    let rest = if shown.len() < what.len() { "…" } else { "" };
    let done = Judgement::done(format!("Docker runs {shown}{rest}{note}."));
    done.adding("Whether it answers shows only in a container.").proved_by(proof)
}

/// Without a check: what that means for this image.
fn without(material: &Material<'_>) -> Judgement {
    let subject = &material.subject;
    let switched_off = subject
        .of(Keyword::Healthcheck)
        .filter(|(_, it)| it.stage.is_some_and(|stage| subject.is_shipped(stage)));
    let off: Vec<_> = switched_off.map(|(_, it)| it.span).collect();
    if !off.is_empty() {
        return Judgement::not_done("HEALTHCHECK NONE switches the check off.").proved_by(off);
    }
    let Ok(runtime) = material.runtime() else { return Judgement::unknown("") };
    let (ports, places) = &runtime.declared.ports;
    if ports.is_empty() {
        return Judgement::unknown(
            "There is none. No port is declared, so nothing here says that this is a service; a job that ends needs none.",
        )
        .proved_by(subject.effective_starts().iter().map(|it| it.span));
    }
    let judgement = Judgement::not_done(format!(
        "A port is declared ({}), and there is no health check.",
        ports.join(", ")
    ))
    .proved_by(places.iter().copied());
    material.unless_silenced(&["healthcheck-missing"], judgement)
}
