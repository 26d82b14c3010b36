//! The reasons in words, one sentence for the reader.

use super::forecast::{Forecast, Status, StepForecast};
use super::operation::Member;
use super::reason::{FileChange, Reason};

/// How a status is written beside a step.
impl Status {
    /// A word or a few.
    pub fn words(self) -> &'static str {
        match self {
            Status::Cached => "cached",
            Status::Runs => "runs",
            Status::DependsOnOutput => "depends on what RUN wrote",
            Status::NeedsBase => "unknown",
        }
    }

    /// One column wide, for people who scan; never alone.
    pub fn symbol(self) -> &'static str {
        match self {
            Status::Cached => "○",
            Status::Runs => "●",
            Status::DependsOnOutput => "◐",
            Status::NeedsBase => "?",
        }
    }
}

/// What every answer says about itself.
pub const PREDICTED: &str = "predicted for BuildKit with a warm local cache";

/// Why a step has its status, as a sentence without its full stop; paths and names in it are from outside.
pub fn sentence(step: &StepForecast) -> String {
    let reasons = match &step.missing {
        Some(path) => format!("{}; the build stops here", file(path, FileChange::Removed)),
        None => listed(&step.reasons),
    };
    match step.status {
        Status::Cached => format!("cached: {reasons}"),
        Status::Runs => format!("runs, because {reasons}"),
        Status::DependsOnOutput if step.is_downstream_only => reasons,
        Status::DependsOnOutput => format!(
            "{reasons}: the same bytes, then cached; other bytes, then it runs and all after it"
        ),
        Status::NeedsBase => format!("unknown: {reasons}"),
    }
}

/// The same without the answer, for where that stands beside it.
pub fn reason(step: &StepForecast) -> String {
    let text = sentence(step);
    let cut = ["cached: ", "runs, because ", "unknown: "];
    let rest = cut.iter().find_map(|start| text.strip_prefix(start));
    rest.unwrap_or(&text).to_owned()
}

/// How many steps have which answer, in a sentence.
pub fn summary(forecast: &Forecast) -> String {
    let count = |status| forecast.steps.iter().filter(|step| step.status == status).count();
    let all = forecast.steps.len();
    if all == 0 {
        return "The build has no steps beside its base image.".to_owned();
    }
    if count(Status::Cached) == all {
        return format!("Nothing runs again: {} cached.", counted(all, "step is", "steps are"));
    }
    let parts = [
        counted(count(Status::Runs), "step runs again", "steps run again"),
        counted(
            count(Status::DependsOnOutput),
            "depends on what RUN wrote",
            "depend on what RUN wrote",
        ),
        counted(count(Status::NeedsBase), "is unknown", "are unknown"),
        counted(count(Status::Cached), "is cached", "are cached"),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.starts_with("0 ")).collect();
    let counts = format!("{}.", parts.join(", "));
    match forecast.stop() {
        Some((line, path)) => format!(
            "The build stops at line {line}: {path} is not sent any more. If it went on: {counts}"
        ),
        None => counts,
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The way from a step down to the change: for each step on it its line and sentence.
pub fn because(forecast: &Forecast, step: usize) -> Vec<(u32, String)> {
    let mut way = Vec::new();
    let mut at = Some(step);
    while let Some(step) = at.and_then(|at| forecast.steps.get(at)) {
        way.push((step.line, sentence(step)));
        let here = at;
        let next = step.reasons.iter().find_map(|reason| match reason {
            Reason::Above { step, .. } | Reason::WithOpen { step, .. } => Some(*step),
            _ => None,
        });
        // Only steps before it, so that this ends.
        at = next.filter(|next| Some(*next) < here);
    }
    way
}

/// At most so many reasons stand in one sentence.
const MOST: usize = 4;

fn listed(reasons: &[Reason]) -> String {
    let among_others = |reason: &Reason| match reason {
        // Its clause would run on into the next reason.
        Reason::WithOpen { line, .. } if reasons.len() > 1 => {
            format!("goes with line {line} (which depends on what RUN wrote)")
        }
        reason => text(reason),
    };
    let mut texts: Vec<String> = reasons.iter().take(MOST).map(among_others).collect();
    if reasons.len() > MOST {
        texts.push(format!("{} more", reasons.len() - MOST));
    }
    match texts.as_slice() {
        [] => "nothing it reads changed".to_owned(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// One reason in words.
pub(super) fn text(reason: &Reason) -> String {
    match reason {
        Reason::Unchanged => "nothing it reads changed".to_owned(),
        Reason::Unnoticed { path } => format!(
            "{path} changed, but its size and time did not, so that it is not sent again and the \
             old bytes stay"
        ),
        Reason::Inputless => {
            "it makes a folder in an empty image, which is never shown as cached and costs nothing"
                .to_owned()
        }
        Reason::NoCache => "--no-cache says so".to_owned(),
        Reason::NoCacheFilter { stage } => format!("--no-cache-filter names its stage {stage}"),
        Reason::Above { line, .. } => format!("line {line} above it runs"),
        Reason::WithOpen { line, .. } => {
            format!("goes with line {line}, which depends on what RUN wrote")
        }
        Reason::AboveForced { line } => {
            format!("line {line} above it was made to run and gives no key")
        }
        Reason::BaseMoved { image, line } => {
            format!("{image} in line {line} now points to another image")
        }
        Reason::BaseReplaced { image, line } => format!("line {line} now starts from {image}"),
        Reason::File { path, change } => file(path, *change),
        Reason::MoreFiles { count: 1 } => "1 more file differs".to_owned(),
        Reason::MoreFiles { count } => format!("{count} more files differ"),
        Reason::Variable { name, line: Some(line) } => {
            format!("{name}, set in line {line}, has another value")
        }
        Reason::Variable { name, line: None } => format!("{name} is set differently"),
        Reason::VariableOrder => "the variables stand in another order".to_owned(),
        Reason::Changed { member, line } => changed(*member, *line),
        Reason::New => "no earlier build had this instruction here".to_owned(),
        Reason::WrittenBy { kind, line } => {
            format!("depends on what the {kind} in line {line} wrote")
        }
        Reason::FromImage { image } => format!("depends on what {image} now holds there"),
        Reason::BaseSets { member } => {
            format!("{} rests on what the base image sets", name(*member))
        }
        Reason::NeverTogether => "no earlier build had all that it reads together".to_owned(),
    }
}

fn file(path: &str, change: FileChange) -> String {
    match change {
        FileChange::Edited => format!("{path}, which it takes, changed"),
        FileChange::Added => format!("{path} is new in what it takes"),
        FileChange::Removed => format!("{path} is gone from what it takes"),
        FileChange::Mode => format!("{path}, which it takes, has another mode"),
        FileChange::Kind => format!("{path}, which it takes, is something else now"),
    }
}

fn changed(member: Member, line: Option<u32>) -> String {
    let name = name(member);
    match line {
        Some(line) => format!("{name} changed in line {line}"),
        None => format!("{name} changed"),
    }
}

/// What a member is called.
fn name(member: Member) -> &'static str {
    match member {
        Member::Command => "its command",
        Member::Shell => "the shell",
        Member::Variables => "a variable",
        Member::Directory => "the working directory",
        Member::User => "the user",
        Member::Mounts => "its mounts",
        Member::Secrets => "its secrets",
        Member::Surroundings => "its network or security mode",
        Member::Sources => "the names of its sources",
        Member::Destination => "its destination",
        Member::Ownership => "--chown",
        Member::Mode => "--chmod",
        Member::Filters => "--exclude or --parents",
        Member::Unpacking => "COPY or ADD",
        Member::Path => "the folder",
        Member::Time => "SOURCE_DATE_EPOCH",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_reasons_none_runs_on_into_the_other() {
        let open = Reason::WithOpen { step: 3, line: 9 };
        let alone = "goes with line 9, which depends on what RUN wrote";
        assert_eq!(listed(std::slice::from_ref(&open)), alone);
        let wrote = Reason::WrittenBy { kind: "RUN", line: 5 };
        assert_eq!(
            listed(&[open, wrote]),
            "goes with line 9 (which depends on what RUN wrote) and depends on what the RUN in \
             line 5 wrote"
        );
    }
}
