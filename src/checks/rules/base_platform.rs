//! FROM with a fixed platform.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-platform",
    level: Level::Hint,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("base_platform.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let fixed = buildkit::warnings(subject, "FromPlatformFlagConstDisallowed").filter_map(|(warning, instruction)| {
            let (platform, span) = subject.flag(instruction, "platform")?;
            let message = format!("The stage is for {platform} whatever platform is asked for, so the image cannot be built for others.");
            Some(Draft::at(span, message).buildkit(&warning.detail))
        });
    fixed.chain(of_the_builder(subject)).collect()
}

/// The shipped stage that starts from an image for the machine that builds. Only where the file
/// says what the image starts: else the last stage may be one that tests or writes files out.
fn of_the_builder(subject: &Subject<'_>) -> Option<Draft> {
    let mut froms =
        subject.froms().filter(|(it, _)| it.stage.is_some_and(|id| subject.is_shipped(id)));
    let (instruction, platform, span) = froms.find_map(|(it, _)| {
        let (platform, span) = subject.flag(it, "platform")?;
        matches!(platform, "$BUILDPLATFORM" | "${BUILDPLATFORM}").then_some((it, platform, span))
    })?;
    let stage = subject.stage(instruction.stage?)?;
    let starts = subject.effective_starts();
    let own = starts.iter().find(|it| it.stage.is_some_and(|id| subject.is_shipped(id)))?;
    // scratch has no platform of its own; what a file declares itself may be anything.
    if stage.bottom == "scratch" || stage.base.is_some() || declares(subject, "BUILDPLATFORM") {
        return None;
    }
    let message = format!(
        "{platform} is the machine that builds. The image is made of this stage, so for another platform it still holds the programs of that machine."
    );
    let whole = span.end + blanks_at(subject, span.end);
    let fix = Fix::to_confirm("Remove the flag", [Edit::remove(Span::new(span.start, whole))]);
    Some(Draft::at(span, message).level(Level::Warning).proof([own.keyword_span]).fix(fix))
}

/// Whether an ARG before the first stage gives a variable a value of the file's own.
fn declares(subject: &Subject<'_>, name: &str) -> bool {
    let outside = subject.pairs(Keyword::Arg).filter(|(_, it, _)| it.stage.is_none());
    outside
        .flat_map(|(_, _, pairs)| pairs)
        .any(|pair| pair.value.is_some() && subject.text(pair.key.span) == name)
}

/// How many blanks follow a place.
pub(super) fn blanks_at(subject: &Subject<'_>, at: u32) -> u32 {
    let rest = &subject.file.source.text()[at as usize..];
    (rest.len() - rest.trim_start_matches([' ', '\t']).len()) as u32
}
