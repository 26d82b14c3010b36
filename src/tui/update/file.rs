//! The file changed on disk.

use crate::host::FileNews;
use crate::tui::file_pane::Presence;
use crate::tui::{Effect, Model, View};

use super::{analysis, checks, folder, say};

/// Shows the file's new state, and tells the guide.
pub(super) fn take(model: &mut Model, news: FileNews, effects: &mut Vec<Effect>) {
    let is_read = matches!(news, FileNews::Read(_));
    if is_read {
        analysis::forget(model);
    }
    let before = model.file.presence().clone();
    let changed = model.file.take(news);
    match (&before, model.file.presence()) {
        (Presence::Gone | Presence::Unreadable(_), Presence::Present) => {
            say(model, "The file is back.");
        }
        (Presence::Present, Presence::Present) if changed => {
            let problems = model.file.dockerfile().problems.len();
            say(
                model,
                match problems {
                    // What the checks find is another matter: some look into the folder, too.
                    0 => {
                        let checks = View::Checks.number();
                        format!(
                            "The file was saved; every line can be read. {checks} shows checks."
                        )
                    }
                    1 => "The file was saved; 1 problem (p goes there).".to_owned(),
                    count => format!("The file was saved; {count} problems (p goes there)."),
                },
            );
        }
        _ => {}
    }
    if is_read {
        folder::may_have_changed(model);
        checks::may_have_changed(model);
    }
    if changed {
        analysis::tell_file_changed(model, effects);
    }
}
