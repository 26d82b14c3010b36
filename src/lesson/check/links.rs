//! Whether relative links lead somewhere.

use std::path::Path;

use super::Checked;
use crate::lesson::files::near;
use crate::lesson::place::{Problems, short};
use crate::select::suggest;

pub(super) fn check(checked: &Checked<'_>, problems: &mut Problems) {
    for link in &checked.trace.links {
        if problems.is_full() {
            return;
        }
        let (path, anchor) = link.target.split_once('#').unwrap_or((&link.target, ""));
        let target = path.split('?').next().unwrap_or_default();
        let has_scheme = target.split('/').next().unwrap_or_default().contains(':');
        if has_scheme {
            continue;
        }
        let place = || link.place.of(&link.target, link.length);
        if target.is_empty() {
            let anchors = &checked.trace.anchors;
            if !anchor.is_empty() && !anchors.contains_key(&anchor.to_lowercase()) {
                let known: Vec<&str> = anchors.keys().map(String::as_str).collect();
                let hint = match suggest(anchor, &known) {
                    Some(near) => format!("did you mean #{near}?"),
                    None => {
                        "an anchor is a heading in small letters, with dashes for blanks".into()
                    }
                };
                let message = format!("no heading of this lesson is called #{}", short(anchor));
                problems.error_with_hint(&place(), message, hint);
            }
            continue;
        }
        let target = target.replace("%20", " ");
        let path = Path::new(&target);
        if path.is_absolute() || !checked.folder.exists(path) {
            let hint = match near(checked.folder, path) {
                Some(near) => format!("did you mean {near}?"),
                None => "paths start at the lesson's folder".to_owned(),
            };
            let message = format!("the link to {} leads nowhere", short(&target));
            problems.error_with_hint(&place(), message, hint);
        }
    }
}
