//! Applying fixes to a text.

use std::sync::Arc;

use super::model::{Edit, Finding, Safety};
use crate::arrange::Arrange as _;
use crate::dockerfile::{self, ProblemLevel};
use crate::source::{Source, Span};

/// A text after fixes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many fixes were applied.
    pub applied: usize,
    /// How many were put off, because they touch what another one changed.
    pub put_off: usize,
}

/// Applies the fixes of findings, in the file's order; one that touches what
/// an earlier one changes waits for the next time. `up_to` says which may be
/// applied.
pub fn apply<'f>(
    text: &str,
    findings: impl IntoIterator<Item = &'f Finding>,
    up_to: Safety,
) -> Fixed {
    let mut edits: Vec<&Edit> = Vec::new();
    let (mut applied, mut put_off) = (0, 0);
    for fix in findings.into_iter().filter_map(|finding| finding.fix.as_ref()) {
        if fix.safety == Safety::Unsafe && up_to == Safety::Safe {
            continue;
        }
        let new: Vec<&Edit> = fix.edits.iter().filter(|edit| !edits.contains(edit)).collect();
        if new.iter().any(|edit| edits.iter().any(|other| collide(edit.span, other.span))) {
            put_off += 1;
            continue;
        }
        applied += 1;
        edits.extend(new);
    }
    edits.arrange_by_key(|edit| edit.span);
    Fixed { text: edited(text, &edits), applied, put_off }
}

/// Whether BuildKit refuses more of a text than of the one before.
pub fn is_worse(before: &str, after: &str) -> bool {
    let errors = |text: &str| {
        let source = Source::new("Dockerfile", text.as_bytes().to_vec());
        let file = dockerfile::parse(Arc::new(source));
        file.problems.iter().filter(|it| it.level == ProblemLevel::Error).count()
    };
    errors(after) > errors(before)
}

/// Whether two changes touch each other.
fn collide(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}

fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
