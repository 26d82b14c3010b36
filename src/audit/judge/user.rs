//! Who runs.

use crate::audit::material::by_table;
use crate::audit::{Judgement, Material};
use crate::fact::Fact;

/// Whether the process runs without the rights of root.
pub(in crate::audit) fn not_root(material: &Material<'_>) -> Judgement {
    let runtime = match material.runtime() {
        Ok(runtime) => runtime,
        Err(unknown) => return unknown,
    };
    let user = match &runtime.user {
        Fact::Unknown { reason } => {
            return Judgement::unknown(format!("Who runs is not known: {reason}."))
                .proved_by(material.froms());
        }
        Fact::Known { value, .. } => value,
    };
    let froms = if runtime.user.proof().is_empty() { material.froms() } else { Vec::new() };
    let note = by_table(runtime.user.note());
    if user.is_root() {
        let why = match runtime.user.proof().is_empty() {
            true => format!("The process starts as root: nothing sets another user{note}."),
            false => format!("The process starts as root{note}."),
        };
        let judgement = Judgement::not_done(why).proved_by(runtime.user.proof().iter().copied());
        return match crate::checks::rules::drops_rights(&material.subject) {
            true => Judgement {
                verdict: crate::audit::Verdict::Unknown,
                ..judgement.adding("A program that can give up these rights is in the file; whether it does is not seen.")
            },
            false => material.unless_silenced(&["user-missing", "user-root-last"], judgement),
        }
        .proved_by(froms);
    }
    let number = match user.is_numeric() {
        true => "As a number, Kubernetes can check it too.",
        false => "It is a name: runAsNonRoot of Kubernetes asks for a number.",
    };
    Judgement::done(format!("The process runs as {}{note}.", user.name))
        .adding(number)
        .proved_by(runtime.user.proof().iter().copied())
        .proved_by(froms)
}
