//! The rows of the Cache view.

use ratatui::layout::Size;

use super::{CacheView, selected_line};
use crate::cache::{Status, because};
use crate::explain::mask::mask_text;
use crate::source::safe_line;
use crate::tui::Action;
use crate::tui::guide::rows::{Anchor, Paper, Prefix, Row, Target};
use crate::tui::guide::{Context, key_of};
use crate::tui::theme::Role;

impl CacheView {
    pub(super) fn write(&self, size: Size, context: &Context<'_>) -> Vec<Row> {
        let folds = |_| std::collections::BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        let none = Prefix::default();
        paper.words(Role::Heading, "What runs again after a change", &none);
        if let Some(reason) = &self.absent {
            paper.words(Role::Muted, reason, &none);
            return paper.rows;
        }
        paper.blank();
        for (place, (name, _)) in self.ready.iter().enumerate() {
            let arrow = if place == self.cursor { "▸ " } else { "  " };
            let prefix = Prefix::hanging(vec![(arrow.to_owned(), paper.role(Role::Key))]);
            let rows = paper.words(Role::Text, &shown(name), &prefix);
            paper.anchor(rows.start, Anchor::Option(place));
            paper.aim(rows, &Target::Option(place));
        }
        paper.blank();
        self.write_changes(&mut paper);
        self.write_reasons(&mut paper, context);
        paper.blank();
        let words = "Predicted for BuildKit with a warm local cache.";
        paper.words(Role::Muted, words, &none);
        paper.rows
    }

    fn write_changes(&self, paper: &mut Paper<'_>) {
        let none = Prefix::default();
        if self.stack.is_empty() {
            let words = format!("Nothing is changed. {} makes a change.", key_of(Action::Submit));
            paper.words(Role::Text, &words, &none);
        } else {
            let names: Vec<String> = self.stack.iter().map(|(name, _)| shown(name)).collect();
            paper.words(Role::Strong, &format!("Changed: {}", names.join("; ")), &none);
        }
        if let Some(failure) = &self.forecast.failure {
            let words = format!("The build does not start: {}", shown(failure));
            paper.words(Role::Warning, &words, &none);
            return;
        }
        let count = |status| self.forecast.steps.iter().filter(|it| it.status == status).count();
        let parts = [Status::Runs, Status::DependsOnOutput, Status::NeedsBase, Status::Cached]
            .into_iter()
            .map(|status| (status, count(status)))
            .filter(|(_, count)| *count > 0)
            .map(|(status, count)| format!("{} {}", status.symbol(), counted(status, count)));
        let parts: Vec<String> = parts.collect();
        paper.words(Role::Text, &parts.join(" · "), &none);
    }

    /// Why the steps of the selected line have their answer, down to the change.
    fn write_reasons(&self, paper: &mut Paper<'_>, context: &Context<'_>) {
        paper.blank();
        let line = selected_line(context).unwrap_or_default();
        let steps = self.forecast.steps.iter().enumerate();
        let own: Vec<usize> =
            steps.filter(|(_, step)| step.line == line).map(|(number, _)| number).collect();
        if own.is_empty() {
            let (back, on) = (key_of(Action::InstructionPrevious), key_of(Action::InstructionNext));
            let words = format!("The selected line is no step. {back} and {on} go to the steps.");
            paper.words(Role::Muted, &words, &Prefix::default());
        }
        for number in own {
            for (line, words) in because(&self.forecast, number) {
                let prefix =
                    Prefix::hanging(vec![(format!("Line {line} "), paper.role(Role::Key))]);
                paper.words(Role::Text, &format!("{}.", shown(&words)), &prefix);
            }
        }
    }
}

/// How many steps have an answer.
fn counted(status: Status, count: usize) -> String {
    let words = match (status, count) {
        (Status::Runs, 1) => "runs again",
        (Status::Runs, _) => "run again",
        (Status::DependsOnOutput, 2..) => "depend on what RUN wrote",
        (status, _) => status.words(),
    };
    format!("{count} {words}")
}

/// A text from outside, safe and masked.
fn shown(text: &str) -> String {
    safe_line(&mask_text(text)).into_owned()
}
