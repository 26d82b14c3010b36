//! The formats of other programs.

pub(super) mod github;
pub(super) mod gitlab;
pub(super) mod sarif;
pub(super) mod xml;

use super::examined::Examined;
use super::text::message;
use crate::checks::{Finding, fingerprints};

/// The message with what it depends on.
fn whole_message(finding: &Finding) -> String {
    match &finding.depends_on {
        Some(what) => format!("{} It depends on {what}.", message(finding)),
        None => message(finding),
    }
}

/// Each finding with a name that stays the same when lines are put in above it.
fn named(file: &Examined) -> impl Iterator<Item = (&Finding, String)> {
    let names = fingerprints(&file.source.name, &file.source, &file.findings, &file.secrets);
    file.findings.iter().zip(names)
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
