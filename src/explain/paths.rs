//! Paths: what a relative one starts from.

use super::compose::text;
use super::inherit::Inherited;
use super::scene::Scene;
use super::survey::joined;
use crate::doc::Text;
use crate::source::Span;

/// Whether a path is absolute, for Linux or for Windows.
pub(super) fn is_absolute(path: &str) -> bool {
    let drive = path.as_bytes();
    path.starts_with(['/', '\\'])
        || (drive.len() > 2 && drive[1] == b':' && drive[0].is_ascii_alphabetic())
}

/// Where a path in the image leads when it is relative; nothing for an absolute one.
pub(super) fn resolved(scene: &Scene<'_>, path: &str) -> Text {
    if is_absolute(path) || path.contains('$') {
        return Text::new();
    }
    match scene.survey.directory(scene.stage(), scene.index) {
        Inherited::Known(directory, proof) => {
            let place = joined(&directory, path);
            let slash = if path.ends_with('/') && place != "/" { "/" } else { "" };
            let reason = match proof.last() {
                Some(span) => format!("(WORKDIR on line {})", scene.line(*span)),
                None => "(no WORKDIR is set, and the stage starts from nothing)".to_owned(),
            };
            let template = format!(
                "It starts at the current directory, so it is `{{place}}{slash}` here {reason}."
            );
            text(&template, &[("place", &place)])
        }
        other => text(
            &format!("It starts at the current directory, {}.", unknown_directory(scene, &other)),
            &[],
        ),
    }
}

/// Why the current directory is not known, as the end of a sentence.
pub(super) fn unknown_directory<T>(scene: &Scene<'_>, directory: &Inherited<T>) -> String {
    match directory {
        _ if scene.stage().is_none() => "which is known only where the instruction runs".to_owned(),
        Inherited::Variable(span) => {
            format!("which a variable in the WORKDIR on line {} decides", scene.line(*span))
        }
        Inherited::TooFar => "which is too far away to say".to_owned(),
        _ => "which the base image decides: no WORKDIR in this file sets it before".to_owned(),
    }
}

/// The current directory at the instruction, with the places that decide it.
pub(super) fn current(scene: &Scene<'_>) -> Option<(String, Vec<Span>)> {
    match scene.survey.directory(scene.stage(), scene.index) {
        Inherited::Known(directory, proof) => Some((directory, proof)),
        _ => None,
    }
}
