//! A lesson from elsewhere, read again whenever its author saves it.

use crate::lesson::AddedLesson;
use crate::tui::Effect;
use crate::tui::model::{Model, Status, Warming};

use super::ask_guide;

/// The wish to watch the files of the open lesson, where they are not those that are watched.
pub(super) fn wish(model: &mut Model) -> Option<Effect> {
    let files = model.guide.lesson_files();
    if model.warming == Warming::TooEarly || model.lesson_watched == files {
        return None;
    }
    model.lesson_watched.clone_from(&files);
    Some(Effect::WatchLesson(files))
}

/// Shows the lesson as it was saved. One that cannot be read stays as it was, and is said.
pub(super) fn take(
    model: &mut Model,
    saved: Result<Box<AddedLesson>, String>,
    effects: &mut Vec<Effect>,
) {
    match saved {
        Ok(added) => {
            ask_guide(model, effects, |guide, context| guide.lesson_saved(*added, context));
        }
        Err(why) => {
            let text = format!("{why}. The lesson is shown as it was.");
            model.status = Some(Status { text, is_trouble: true });
        }
    }
}
