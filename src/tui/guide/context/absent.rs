//! What is said where there is no folder to show.

use ratatui::layout::Size;

use crate::context::{Ignore, Snapshot, Tree, Usage};
use crate::doc::Text;
use crate::explain::files::named;
use crate::source::safe_line;
use crate::tui::guide::rows::{Paper, Prefix, Row};
use crate::tui::guide::{Context, key_of};
use crate::tui::theme::Role;
use crate::tui::{Action, Surroundings};

/// Why there are no files, and what the file would take.
pub(super) fn write(size: Size, context: &Context<'_>) -> Vec<Row> {
    let folds = |_| Default::default();
    let mut paper = Paper::new(usize::from(size.width), context, &folds);
    let none = Prefix::default();
    match context.surroundings {
        Surroundings::Waiting
        | Surroundings::Known(_)
        | Surroundings::Named(_)
        | Surroundings::Example(_) => {
            paper.words(Role::Muted, "The folder is being looked through.", &none);
            return paper.rows;
        }
        Surroundings::Failed(reason) => {
            paper.words(Role::Warning, &format!("{}.", sentence(reason)), &none);
            paper.blank();
            let key = key_of(Action::Rescan);
            paper.words(Role::Text, &format!("{key} looks again."), &none);
        }
        Surroundings::NoFolder => {
            paper.words(Role::Heading, "There are no files to show", &none);
            paper.blank();
            paper.words(Role::Text, why(context), &none);
        }
    }
    would_take(&mut paper, context);
    paper.rows
}

fn why(context: &Context<'_>) -> &'static str {
    match context.is_sample {
        true => {
            "This Dockerfile is a sample, and no project lies around it. For a Dockerfile of \
             yours you see here which files of its folder are sent to a build, which line of \
             .dockerignore leaves the others out, and which line of the Dockerfile takes them."
        }
        false => {
            "This text came from standard input, so no folder goes with it. With \
             --context FOLDER you see here which files of the folder are sent."
        }
    }
}

fn would_take(paper: &mut Paper<'_>, context: &Context<'_>) {
    let Some(analysis) = context.analysis else { return };
    let nothing = Snapshot::of_tree("", &Tree::default(), Ignore::default());
    let usage = Usage::of(&analysis.file, &analysis.options, &analysis.build, &nothing);
    paper.blank();
    if usage.takers.is_empty() {
        paper.words(Role::Text, "No line of it takes files from a folder.", &Prefix::default());
        return;
    }
    paper.words(Role::Text, "What its lines would take from a folder:", &Prefix::default());
    for taker in &usage.takers {
        let text = Text::new().plain(format!("line {}, ", taker.line));
        let text = match taker.is_unknown {
            true => text.code(taker.instruction).plain(", which the file does not tell"),
            false => text.code(named(taker, &taker.sources)),
        };
        paper.text(&text, &Prefix::indent(2));
    }
}

fn sentence(reason: &str) -> String {
    let reason = safe_line(reason);
    let mut letters = reason.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
