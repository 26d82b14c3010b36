//! What the checks find, beside the instruction that it is about and as a list.

use super::compose::{concat, join, quote, text};
use super::mask;
use super::model::{Note, NoteKind};
use super::survey::Survey;
use crate::checks::{Finding, Level};
use crate::doc::{Alert, Block, Text};
use crate::dockerfile::{Dockerfile, Instruction};
use crate::source::safe_line;

/// So many findings are listed.
const MOST_ROWS: usize = 60;

/// What the checks find in an instruction, without what is told as a problem of it;
/// `findings` in the file's order.
pub(super) fn of<'f>(
    survey: Survey<'f>,
    place: u32,
    instruction: &'f Instruction,
    findings: &'f [Finding],
) -> impl Iterator<Item = &'f Finding> {
    let span = instruction.span;
    let first = findings.partition_point(|finding| finding.span.start < span.start);
    let inside = findings[first..].iter().take_while(move |it| it.span.start < span.end);
    inside.filter(move |finding| {
        let is_told = |problem: &crate::dockerfile::Problem| problem.span.overlaps(finding.span);
        !survey.problems(place).any(is_told)
    })
}

/// A finding as a remark.
pub(super) fn note(finding: &Finding) -> Note {
    let alert = match finding.level {
        Level::Hint => Alert::Tip,
        Level::Warning => Alert::Warning,
        Level::Error => Alert::Caution,
    };
    let head = Text::new()
        .strong(format!("The checks find ({}):", finding.level.name()))
        .plain(format!(" {}", words(&finding.message)));
    let depends = finding.depends_on.as_deref().map(|what| {
        Text::from(format!("It depends on this: {}.", words(what).trim_end_matches('.')))
    });
    let fix =
        finding.fix.as_ref().map(|fix| Text::from(format!("To mend it: {}.", words(&fix.title))));
    let more = text("More: `layerwise explain {slug}`.", &[("slug", finding.rule.slug)]);
    let said = join([head].into_iter().chain(depends).chain(fix).chain([more]));
    let proof = [finding.span].into_iter().chain(finding.proof.iter().copied());
    let block = quote(Some(alert), vec![said], proof.collect());
    Note { kind: NoteKind::Finding, block, check: None }
}

/// The words of a check, as they may be shown.
fn words(text: &str) -> String {
    safe_line(&mask::mask_text(text)).into_owned()
}

/// What the checks find in a file, the worst first.
pub(super) fn list(file: &Dockerfile, findings: &[Finding]) -> Vec<Block> {
    let mut blocks = vec![Block::heading(2, "What the checks find")];
    if findings.is_empty() {
        blocks.push(Block::paragraph("In the file alone they find nothing."));
    } else {
        let mut sorted: Vec<&Finding> = findings.iter().collect();
        sorted.sort_by_key(|finding| (std::cmp::Reverse(finding.level), finding.span.start));
        let row = |finding: &&Finding| {
            [
                Text::from(file.source.line_at(finding.span.start).to_string()),
                Text::from(finding.level.name()),
                concat([Text::from(words(&finding.message))]),
                Text::new().code(finding.rule.slug),
            ]
        };
        let head = ["Line", "Level", "What", "Check"].map(Text::from);
        blocks.push(Block::table(head, sorted.iter().take(MOST_ROWS).map(row)));
        if findings.len() > MOST_ROWS {
            let more = findings.len() - MOST_ROWS;
            blocks.push(Block::paragraph(format!("{more} more are not listed.")));
        }
    }
    blocks.push(Block::paragraph(text(
        "This is what the file alone tells. `layerwise check` also looks at the files around it, and `layerwise check --diff` shows how to mend what can be mended.",
        &[],
    )));
    blocks
}
