//! The settings of the checks, read when they are wanted; fixes that were written.

use crate::tui::guide::Guide;
use crate::tui::model::{Model, Warming};
use crate::tui::{CheckSettings, Effect, Mend, View};

use super::{ask_guide, say};

/// Notes that the settings may be other ones than those that were read.
pub(super) fn may_have_changed(model: &mut Model) {
    model.check_settings.changes += 1;
}

/// The wish to read them, where the findings are shown and they were not asked for yet.
pub(super) fn wish(model: &mut Model) -> Option<Effect> {
    let is_time =
        model.warming != Warming::TooEarly && matches!(model.view, View::Checks | View::Home);
    if !is_time || model.file.is_sample() || model.file.path().is_none() {
        return None;
    }
    let settings = &mut model.check_settings;
    let has_them = settings.asked == Some(settings.changes);
    settings.asked = Some(settings.changes);
    (!has_them).then_some(Effect::ReadCheckSettings)
}

/// Takes what was read.
pub(super) fn take(model: &mut Model, found: CheckSettings, effects: &mut Vec<Effect>) {
    if model.check_settings.found != found {
        model.check_settings.found = found;
        model.check_settings.answers += 1;
        ask_guide(model, effects, Guide::check_settings_changed);
    }
}

/// A fix was written, or taken back.
pub(super) fn mended(model: &mut Model, mend: Mend) {
    let words = match mend.is_undo {
        true => "The fix was taken back.".to_owned(),
        false => format!("Written: {}. u puts the old text back.", mend.title),
    };
    model.guide.mended(mend);
    say(model, words);
}
