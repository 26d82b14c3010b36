//! What follows from the file, worked out when it is wanted.
//!
//! A file of usual length is worked out at once, so that nothing on the screen
//! waits for it. A long one goes to another thread, and meanwhile the views say
//! so. Nothing of this happens before the first frame is on the screen.

use std::sync::Arc;

use crate::analysis::Analysis;
use crate::tui::guide::Guide;
use crate::tui::model::{Model, Warming};
use crate::tui::{Effect, View};

use super::ask_guide;

/// A file with at most so many instructions is worked out at once.
const AT_ONCE: usize = 500;

/// A file with more is worked out only when a view shows what follows.
const WHEN_SHOWN: usize = 20_000;

/// Works out a file of usual length, where that was not done yet.
pub(super) fn work_out(model: &mut Model) {
    let wanted = wanted(model);
    if model.file.dockerfile().instructions.len() > AT_ONCE || !wanted {
        return;
    }
    model.asked = Some(key(model));
    let analysis =
        Analysis::knowing(model.file.shared(), model.build_options(), model.knowledge.clone());
    have(model, Arc::new(analysis));
}

/// At the end of an update: works out what is still to do, and tells the guide.
pub(super) fn refresh(model: &mut Model, effects: &mut Vec<Effect>) {
    work_out(model);
    if model.analysis.is_some() && model.told != model.asked {
        model.told = model.asked;
        ask_guide(model, effects, Guide::analysis_changed);
    }
}

/// The guide looks at everything anew, for another text is shown.
pub(super) fn tell_file_changed(model: &mut Model, effects: &mut Vec<Effect>) {
    ask_guide(model, effects, Guide::file_changed);
    if model.analysis.is_some() {
        model.told = model.asked;
    }
}

/// The wish to work out a long file on another thread.
pub(super) fn wish(model: &mut Model) -> Option<Effect> {
    wanted(model).then(|| {
        model.asked = Some(key(model));
        Effect::Analyse
    })
}

/// Takes what the thread worked out, unless another text is shown by now.
pub(super) fn take(model: &mut Model, analysis: Arc<Analysis>) {
    let is_current = Arc::ptr_eq(&analysis.file, &model.file.shared())
        && model.choices.fit(&analysis.options)
        && model.asked == Some(key(model));
    if is_current {
        have(model, analysis);
    }
}

fn have(model: &mut Model, analysis: Arc<Analysis>) {
    model.file.take_failure(analysis.build.failure.as_ref());
    model.analysis = Some(analysis);
}

/// Another text comes: what followed from the old one holds no more. Its tree is let go,
/// for the new one is made of it; the rest of a long file goes to the thread that works out the
/// new one, or is dropped after the next frame.
pub(super) fn forget(model: &mut Model) {
    let is_long = model.file.dockerfile().instructions.len() > AT_ONCE;
    let analysis = model.analysis.take().and_then(Arc::into_inner);
    model.outdated = analysis.filter(|_| is_long).map(|analysis| analysis.build);
    model.file.take_failure(None);
    model.asked = None;
    model.told = None;
}

fn wanted(model: &Model) -> bool {
    let is_shown = !matches!(model.view, View::Lesson | View::Explain);
    let is_time = model.warming != Warming::TooEarly;
    let is_usual = model.file.dockerfile().instructions.len() <= WHEN_SHOWN;
    is_time && model.asked != Some(key(model)) && (is_usual || is_shown)
}

/// The text and the choices that stand on the screen.
pub(super) fn key(model: &Model) -> (u64, u64) {
    (model.file.generation(), model.choice)
}
