//! `--baseline`: findings that were there when the file of them was written are
//! not reported.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::examined::Examined;
use crate::checks::fingerprints;
use crate::cli::exit::Failure;
use crate::host::{self, write_document};

/// Raised when an older program could not read the file.
const SCHEMA_VERSION: u32 = 1;

/// The findings of a time.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Baseline {
    schema_version: u32,
    findings: Vec<Known>,
}

/// A finding that is known. The line and the check are there for people.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Known {
    file: String,
    rule: String,
    line: u32,
    fingerprint: String,
}

/// What a baseline did to a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Applied {
    /// Findings that are known and not reported.
    pub(super) known: usize,
    /// Entries of files that were checked, which nothing was found for any more.
    pub(super) gone: usize,
}

/// Writes the findings of all files; gives how many there are.
pub(super) fn write(path: &Path, files: &[Examined]) -> Result<usize, Failure> {
    let mut findings = Vec::new();
    for file in files {
        let name = relative(path, &file.source.name);
        let names = fingerprints(&name, &file.source, &file.findings, &file.secrets);
        for (finding, fingerprint) in file.findings.iter().zip(names) {
            findings.push(Known {
                file: name.clone(),
                rule: finding.rule.slug.to_owned(),
                line: file.source.line_at(finding.span.start).get(),
                fingerprint,
            });
        }
    }
    let number = findings.len();
    let baseline = Baseline { schema_version: SCHEMA_VERSION, findings };
    let text = serde_json::to_string_pretty(&baseline).expect("texts and numbers become JSON");
    write_document(path, &format!("{text}\n")).map_err(|error| {
        Failure::nothing_to_read(
            format!("cannot write {}: {error}", path.display()),
            "ls -l shows who may write there",
        )
    })?;
    Ok(number)
}

/// Takes away the findings that are known.
pub(super) fn apply(path: &Path, files: &mut [Examined]) -> Result<Applied, Failure> {
    let text = host::read_settings(path)?;
    let baseline: Baseline =
        serde_json::from_str(&text).map_err(|error| unreadable(path, &error))?;
    if baseline.schema_version != SCHEMA_VERSION {
        let version = baseline.schema_version;
        return Err(Failure::usage(
            format!("{}: schema_version {version} is not known", path.display()),
            "write it anew with --write-baseline",
        ));
    }
    let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in &baseline.findings {
        known.entry(&entry.file).or_default().push(&entry.fingerprint);
    }
    let mut applied = Applied::default();
    for file in files {
        let name = relative(path, &file.source.name);
        let Some(own) = known.get_mut(name.as_str()) else { continue };
        let names = fingerprints(&name, &file.source, &file.findings, &file.secrets);
        let mut names = names.into_iter();
        let before = file.findings.len();
        file.findings.retain(|_| {
            let name = names.next().unwrap_or_default();
            match own.iter().position(|known| *known == name) {
                Some(place) => {
                    own.swap_remove(place);
                    false
                }
                None => true,
            }
        });
        applied.known += before - file.findings.len();
        applied.gone += own.len();
    }
    Ok(applied)
}

fn unreadable(path: &Path, error: &serde_json::Error) -> Failure {
    Failure::usage(
        format!("{} is no baseline: {error}", path.display()),
        "write it anew with --write-baseline",
    )
}

/// A path from the folder of the baseline, with slashes, so that it does not
/// matter from where the program is called.
fn relative(baseline: &Path, file: &str) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute(baseline).parent().map(clean).unwrap_or_default();
    let file = clean(&absolute(Path::new(file)));
    let path = file.strip_prefix(&folder).unwrap_or(&file);
    let parts = path.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// A path without `.` and `..`, by its text alone.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
