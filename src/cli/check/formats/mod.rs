//! The formats of other programs.

pub(super) mod github;
pub(super) mod gitlab;
pub(super) mod sarif;
pub(super) mod xml;

use sha2::{Digest as _, Sha256};

use super::examined::Examined;
use super::text::message;
use crate::checks::Finding;

/// The message with what it depends on.
fn whole_message(finding: &Finding) -> String {
    match &finding.depends_on {
        Some(what) => format!("{} It depends on {what}.", message(finding)),
        None => message(finding),
    }
}

/// A name for a finding that stays the same when lines are put in above it.
fn fingerprint(file: &Examined, finding: &Finding) -> String {
    let mut hasher = Sha256::new();
    let marked = file.source.slice(finding.span);
    // The same words further up count too, so that equal findings differ.
    let equal = file.findings.iter().take_while(|other| !std::ptr::eq(*other, finding));
    let before = equal
        .filter(|other| other.rule == finding.rule && file.source.slice(other.span) == marked)
        .count();
    for part in [finding.rule.slug, &file.source.name, marked, &before.to_string()] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A path with slashes, as addresses have it: everything else is escaped.
fn address(path: &str) -> String {
    let mut text = String::new();
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                text.push(byte as char);
            }
            _ => text += &format!("%{byte:02X}"),
        }
    }
    text
}
