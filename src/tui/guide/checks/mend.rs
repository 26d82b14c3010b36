//! Writing a fix into the reader's file, and taking it back.

use super::{ChecksView, Context, Request};
use crate::checks::{Finding, Safety, fix};
use crate::tui::{Effect, Mend};

/// Why a fix cannot be written.
const NOT_YOURS: &str = "This is a sample; fixes are written into your own file only.";
const NO_FILE: &str = "There is no file to write to, or it is not there any more.";

impl ChecksView {
    /// Asks whether the fix of the selected finding is to be written.
    pub(super) fn ask(&mut self, context: &Context<'_>) -> Vec<Request> {
        match self.mend(context) {
            Ok(_) => {
                self.is_asking = true;
                self.is_open = true;
                self.laid_out = None;
                Vec::new()
            }
            Err(why) => vec![Request::Say(why.to_owned())],
        }
    }

    /// Leaves the file as it is.
    pub(super) fn leave(&mut self) -> Vec<Request> {
        self.is_asking = false;
        self.laid_out = None;
        vec![Request::Say("Nothing was written.".to_owned())]
    }

    /// Writes the fix of the selected finding, once the reader was asked.
    pub(super) fn write_fix(&mut self, context: &Context<'_>) -> Vec<Request> {
        if !std::mem::take(&mut self.is_asking) {
            return Vec::new();
        }
        self.laid_out = None;
        match self.mend(context) {
            Ok(mend) => vec![Request::Perform(Effect::Mend(mend))],
            Err(why) => vec![Request::Say(why.to_owned())],
        }
    }

    /// Writes the text before the last fix again, where nothing else changed since.
    pub(super) fn take_back(&mut self, context: &Context<'_>) -> Vec<Request> {
        match self.way_back(context) {
            Some(undo) => vec![Request::Perform(Effect::Mend(undo.clone()))],
            None if self.undo.is_some() => {
                let words = "The file was changed since the fix; nothing is taken back.";
                vec![Request::Say(words.to_owned())]
            }
            None => vec![Request::Say("No fix was written yet.".to_owned())],
        }
    }

    /// The way back from the last fix, where the file still is what it made.
    pub(super) fn way_back(&self, context: &Context<'_>) -> Option<&Mend> {
        let undo = self.undo.as_ref()?;
        let is_shown = context.own_path == Some(&undo.path);
        (is_shown && *undo.before == *context.file.source.text()).then_some(undo)
    }

    /// A fix was written, or taken back.
    pub(in crate::tui::guide) fn mended(&mut self, mend: Mend) {
        self.undo = (!mend.is_undo).then(|| mend.undo());
        self.is_open = false;
        self.laid_out = None;
    }

    /// What writing the fix of the selected finding does.
    fn mend(&self, context: &Context<'_>) -> Result<Mend, &'static str> {
        let finding = self.current().ok_or("There is no finding.")?;
        let fix = finding.fix.as_ref().ok_or("This finding has no fix of its own.")?;
        let path = match context.own_path {
            Some(path) => path.to_owned(),
            None if context.is_sample => return Err(NOT_YOURS),
            None => return Err(NO_FILE),
        };
        let before = context.file.source.text();
        let after = fixed(before, finding).ok_or("The fix changes nothing that BuildKit takes.")?;
        let title = fix.title.clone();
        let (before, after) = (before.into(), after.into());
        Ok(Mend { path, before, after, title, is_undo: false })
    }
}

/// The text with the fix of a finding; `None` where that changes nothing, or BuildKit
/// refuses more of it than before.
fn fixed(before: &str, finding: &Finding) -> Option<String> {
    let after = fix::apply(before, [finding], Safety::Unsafe).text;
    (after != before && !fix::is_worse(before, &after)).then_some(after)
}
