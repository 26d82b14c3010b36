//! What a file is, apart from what is wrong with it: reasons for a lesson.

use super::ecosystem::Ecosystem;
use super::needs::{Need, Reason};
use super::paths::Paths;
use crate::checks::Subject;
use crate::fact::Fact;
use crate::source::Span;

/// From this many commands on, a RUN is worth a thought about the cache.
const MANY_COMMANDS: usize = 8;

/// Lessons that suit the file by what it is, with the reasons; and, in words,
/// what it does not tell.
pub(super) fn by_facts(
    subject: &Subject<'_>,
    language: Fact<Ecosystem>,
    paths: &Paths,
) -> (Vec<Need>, Vec<String>) {
    let mut needs = Vec::new();
    let mut open = Vec::new();
    needs.extend(several_stages(subject));
    needs.extend(long_runs(subject));
    match language {
        Fact::Known { value, proof, .. } => {
            if let Some(lesson) = paths.lesson_for(Some(value.id())) {
                let words =
                    format!("The file is about {}: its images and commands say so.", value.title());
                needs.push(Need::of_fact(lesson, None, Reason::sure(words, proof)));
            }
        }
        Fact::Unknown { reason } => open.push(format!("Which language it is about: {reason}.")),
    }
    (needs, open)
}

fn several_stages(subject: &Subject<'_>) -> Option<Need> {
    let all = subject.stages.len();
    if all < 2 {
        return None;
    }
    let needed = subject.stages.iter().filter(|stage| stage.is_needed).count();
    let proof: Vec<Span> = subject.stages.iter().map(|stage| stage.from).collect();
    let words = match needed == all {
        true => format!("The file has {all} stages, and its target needs all of them."),
        false => format!("The file has {all} stages, and its target needs {needed} of them."),
    };
    Some(Need::of_fact("stages", Some("onboarding"), Reason::sure(words, proof)))
}

/// A RUN of many commands is one step: it runs again as a whole.
fn long_runs(subject: &Subject<'_>) -> Option<Need> {
    let longest = subject.runs.iter().max_by_key(|run| run.script.calls.len())?;
    let count = longest.script.calls.len();
    if count < MANY_COMMANDS {
        return None;
    }
    let words = format!(
        "A RUN holds {count} commands. The cache keeps it as one step: a change in one of them \
         runs all again."
    );
    let reason = Reason::sure(words, vec![longest.instruction.span]);
    Some(Need::of_fact("cache-rules", Some("slow"), reason))
}
