//! What the next build would do, worked out while the Cache view is shown.
//!
//! For a file and a folder of usual size it is worked out at once, so that
//! nothing on the screen waits for it. Otherwise it goes to another thread,
//! and meanwhile the view says so.

use std::sync::Arc;

use crate::tui::guide::Guide;
use crate::tui::model::{Model, Warming};
use crate::tui::outlook::{BetterOrder, Outlook};
use crate::tui::{Effect, View};

use super::{analysis, ask_guide};

/// With at most so many instructions the answer is worked out at once.
const SHORT: usize = 300;
/// And with at most so many pairs of an instruction and a path around the file: each
/// COPY may look at each path.
const PAIRS: usize = 100_000;

/// Works out what is shown and not known yet, or wishes for it.
pub(super) fn refresh(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.view != View::Cache || model.warming == Warming::TooEarly {
        return;
    }
    let Some(question) = model.cache_question() else {
        model.outlook = None;
        model.outlook_asked = None;
        return;
    };
    if model.guide.wants_order() && model.order_asked != Some(question.key) {
        model.order_asked = Some(question.key);
        model.order = None;
        effects.push(Effect::Advise);
    }
    let asked = model.outlook_asked.as_ref();
    if asked.is_some_and(|(key, changes)| *key == question.key && *changes == question.changes) {
        return;
    }
    let paths = question.folder.as_ref().map_or(0, |folder| folder.len());
    model.outlook_asked = Some((question.key, question.changes.clone()));
    let instructions = question.file.instructions.len();
    if instructions <= SHORT && instructions.saturating_mul(paths) <= PAIRS {
        let outlook = model.forecaster.answer(question);
        take(model, Arc::new(outlook), effects);
    } else {
        model.outlook = None;
        effects.push(Effect::Forecast);
    }
}

/// Takes an answer, unless something else is asked by now.
pub(super) fn take(model: &mut Model, outlook: Arc<Outlook>, effects: &mut Vec<Effect>) {
    let is_wanted = model.outlook_asked.as_ref();
    if is_wanted.is_some_and(|(key, changes)| outlook.answers(*key, changes)) {
        model.outlook = Some(outlook);
        ask_guide(model, effects, Guide::outlook_changed);
    }
}

/// Takes a better order, unless another file is shown by now.
pub(super) fn take_order(model: &mut Model, order: Arc<BetterOrder>) {
    if model.order_asked == Some(order.key) {
        model.order = Some(order);
        model.guide.order_came();
    }
}

/// What the answers are about.
pub(in crate::tui) fn key(model: &Model) -> (u64, u64, u64) {
    let (text, choice) = analysis::key(model);
    (text, choice, model.context().answers)
}
