//! Names for findings that stay the same when lines move.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::model::Finding;
use crate::mask::masked_in;
use crate::source::{Source, Span};

/// A name for each finding of a file: it follows from the path, the check, the
/// text of the line without its blanks, and how many like it stand above. So it
/// stays when other lines come and go, and changes when the line itself does.
///
/// `secrets` are places whose text is left out, so that no name tells it.
pub fn fingerprints(
    path: &str,
    source: &Source,
    findings: &[Finding],
    secrets: &[Span],
) -> Vec<String> {
    let mut seen: HashMap<(&str, String), u32> = HashMap::new();
    let name = |finding: &Finding| {
        let line = source.line_span(source.line_at(finding.span.start));
        let text = masked_in(source, line, secrets);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let above = seen.entry((finding.rule.slug, text.clone())).or_default();
        let hash = hash(&[path, finding.rule.slug, &text, &above.to_string()]);
        *above += 1;
        hash
    };
    findings.iter().map(name).collect()
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
