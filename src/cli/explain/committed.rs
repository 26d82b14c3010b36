//! A document that is kept beside the Dockerfile: compared with it, or written anew.

use std::path::Path;

use super::super::exit::{Exit, Failure};
use super::super::finish;
use super::super::surroundings::Surroundings;
use super::{Format, Wanted, print};
use crate::diff::{Names, unified};
use crate::host;

/// The format that a document's name asks for.
fn format(path: &Path) -> Format {
    match path.extension().and_then(|end| end.to_str()) {
        Some("html" | "htm") => Format::Html,
        Some("txt") => Format::Text,
        _ => Format::Markdown,
    }
}

/// Fails with the difference when the document is not what would be written now.
pub(super) fn check(
    wanted: &Wanted<'_>,
    path: &Path,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let shown = path.display().to_string();
    let hint = format!("write it with: layerwise explain --write {shown}");
    let old = host::read_file(path).map_err(|error| {
        Failure::nothing_to_read(format!("{shown} cannot be read: {error}"), hint.clone())
    })?;
    // Line ends that a checkout changed are no difference.
    let old = String::from_utf8_lossy(&old).replace("\r\n", "\n");
    let new = print::to_text(wanted, format(path));
    if old == new {
        return Ok(Exit::Clean);
    }
    let difference = unified(Names::of(&shown), &old, &new);
    surroundings.say(&format!("{shown} no longer fits the Dockerfile\n\nhint: {hint}"));
    finish(surroundings.print_safe(&difference), Exit::Findings)
}

/// Writes the document.
pub(super) fn write(
    wanted: &Wanted<'_>,
    path: &Path,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let text = print::to_text(wanted, format(path));
    host::write_document(path, &text).map_err(|error| Failure {
        message: format!("cannot write {}: {error}", path.display()),
        hint: Some("check that its folder is there and may be written to".to_owned()),
        exit: Exit::Findings,
    })?;
    surroundings.say(&format!("{} is written", path.display()));
    Ok(Exit::Clean)
}
