//! The folder around the file, scanned when it is wanted.
//!
//! A view or a question that needs it asks for the first scan; nothing does so
//! before the first frame is on the screen. It is scanned anew when the reader
//! saves the Dockerfile or an ignore file, shows such a view again, or asks for it; for the
//! view Stages, which takes a line of a Compose file from it, once.

use crate::tui::guide::Guide;
use crate::tui::model::{Model, Warming};
use crate::tui::scanner::Scanned;
use crate::tui::surroundings::{Asked, Depth};
use crate::tui::{Effect, View};

use super::{analysis, ask_guide};

/// Notes that the folder may be another than the one that was scanned.
pub(super) fn may_have_changed(model: &mut Model) {
    model.folder.changes += 1;
}

/// The wish to scan it, where something needs what was not asked for yet.
pub(super) fn wish(model: &mut Model) -> Option<Effect> {
    if model.warming == Warming::TooEarly || !model.has_folder() {
        return None;
    }
    let depth = needed(model)?;
    let wants_contents = depth == Depth::Contents && model.context().analysis.is_some();
    let wanted = Asked {
        changes: model.folder.changes,
        contents_of: wants_contents.then(|| analysis::key(model)),
    };
    let has_it = model.folder.asked.is_some_and(|asked| {
        let contents = wanted.contents_of.is_none() || asked.contents_of == wanted.contents_of;
        asked.changes == wanted.changes && contents
    });
    if has_it {
        return None;
    }
    model.folder.asked = Some(wanted);
    Some(Effect::Scan(if wants_contents { Depth::Contents } else { Depth::Names }))
}

/// What the view in force needs of the folder.
fn needed(model: &Model) -> Option<Depth> {
    match model.view {
        View::Cache | View::Review => Some(Depth::Contents),
        View::Context => Some(Depth::Names),
        View::Lesson => model.guide.lesson_needs(),
        // For what a Compose file says of the target; a save must not wait for that again.
        View::Stages => model.folder.found.is_none().then_some(Depth::Names),
        View::Checks | View::Home => Some(Depth::Names),
        View::Explain | View::Runtime => None,
    }
}

/// Takes what a scan found, as deep as it looked.
pub(super) fn take(model: &mut Model, found: Scanned, depth: Depth, effects: &mut Vec<Effect>) {
    model.folder.found = Some(found);
    model.folder.depth = Some(depth);
    model.folder.answers += 1;
    ask_guide(model, effects, Guide::surroundings_changed);
}
