//! Variables that a Python program wants.

use super::server::is_python;
use crate::audit::{Judgement, Material};
use crate::fact::Fact;

/// Whether Python prints at once.
pub(in crate::audit) fn unbuffered(material: &Material<'_>) -> Judgement {
    let runtime = match material.runtime() {
        Ok(runtime) => runtime,
        Err(unknown) => return unknown,
    };
    if !is_python(material) {
        return Judgement::not_applicable(
            "The image does not run Python, as far as the file shows.",
        );
    }
    let starts = material.subject.effective_starts();
    let proof = starts.iter().map(|it| it.span);
    let set = runtime.environment.iter().find(|(name, _)| name == "PYTHONUNBUFFERED");
    match set {
        Some((_, Fact::Known { value, proof, .. })) => {
            let odd = if value.contains('#') {
                "Its value goes on to the end of the line, the # included: a comment cannot stand there. Python takes any text for yes."
            } else {
                ""
            };
            match value.is_empty() {
                true => Judgement::not_done(
                    "PYTHONUNBUFFERED is set to nothing, which is as good as not set.",
                ),
                false => {
                    Judgement::done("PYTHONUNBUFFERED is set, so what is printed is seen at once.")
                        .adding(odd)
                }
            }
            .proved_by(proof.iter().copied())
        }
        Some((_, Fact::Unknown { reason })) => {
            Judgement::unknown(format!("Its value is not known: {reason}."))
        }
        None if runtime.argv.value().is_some_and(|words| words.iter().any(|word| word == "-u")) => {
            Judgement::done("python -u prints at once.").proved_by(proof)
        }
        None => match &runtime.more_variables {
            Some(reason)
                if material.subject.target_stage().is_none_or(|stage| stage.image.is_none()) =>
            {
                Judgement::unknown(format!("Nothing here sets PYTHONUNBUFFERED, but {reason}."))
                    .proved_by(material.froms())
            }
            _ => {
                let judgement = Judgement::not_done(
                    "PYTHONUNBUFFERED is not set. Without a terminal Python collects what it prints, and after a crash the last lines are lost.",
                );
                material.unless_silenced(&["python-unbuffered"], judgement.proved_by(proof))
            }
        },
    }
}
